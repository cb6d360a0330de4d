/* Query sets: timestamps of a compute pass, resolved and read. WebGPU, "Queries". Where the adapter has no
 * timestamps, only that they are refused. */
#include <stdio.h>

#include "check.h"

static struct gpu gpu;

static WGPUQuerySet
query_set(WGPUQueryType type, uint32_t count)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.label = text("times");
    descriptor.type = type;
    descriptor.count = count;
    return wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
}

static WGPUComputePipeline
busy_pipeline(void)
{
    WGPUShaderModule shader =
        gpu_shader(&gpu, "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
                         "@compute @workgroup_size(64)\n"
                         "fn main(@builtin(global_invocation_id) id: vec3u) {\n"
                         "    for (var i = 0u; i < 1000u; i++) { data[id.x] += i; }\n"
                         "}\n");
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    wgpuShaderModuleRelease(shader);
    return pipeline;
}

static void
record_pass(WGPUCommandEncoder encoder, WGPUQuerySet set, WGPUBuffer data)
{
    WGPUComputePipeline pipeline = busy_pipeline();
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = data;
    WGPUBindGroupDescriptor group_descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group_descriptor.layout = layout;
    group_descriptor.entryCount = 1;
    group_descriptor.entries = &entry;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &group_descriptor);

    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.querySet = set;
    writes.beginningOfPassWriteIndex = 0;
    writes.endOfPassWriteIndex = 1;
    WGPUComputePassDescriptor descriptor = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    descriptor.timestampWrites = &writes;
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, &descriptor);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 64, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
}

static void
test_timestamps(void)
{
    WGPUQuerySet set = query_set(WGPUQueryType_Timestamp, 2);
    check_equal(wgpuQuerySetGetCount(set), 2, "a query set knows its count");
    check_equal(wgpuQuerySetGetType(set), WGPUQueryType_Timestamp, "and its type");
    WGPUBuffer data = gpu_buffer(&gpu, 64 * 64 * 4, WGPUBufferUsage_Storage);
    WGPUBuffer times = gpu_buffer(&gpu, 16, WGPUBufferUsage_QueryResolve | WGPUBufferUsage_CopySrc);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    record_pass(encoder, set, data);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 2, times, 0);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    uint64_t at[2] = {0, 0};
    check(gpu_read(&gpu, times, at, sizeof at), "timestamps are resolved and read");
    check(at[0] != 0 && at[0] <= at[1], "the pass begins no later than it ends");
    check(at[1] - at[0] < 60000000000, "within a minute, in nanoseconds");
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(times);
    wgpuBufferRelease(data);
    wgpuQuerySetDestroy(set);
    wgpuQuerySetRelease(set);
}

static void
test_refused(void)
{
    char message[200] = "";
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    WGPUQuerySet set = query_set(WGPUQueryType_Timestamp, 2);
    check_equal(gpu_pop_error(&gpu, message, sizeof message), WGPUErrorType_Validation,
                "timestamps that the device was not made for");
    wgpuQuerySetRelease(set);
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    WGPUQuerySet large = query_set(WGPUQueryType_Occlusion, 4097);
    check_equal(gpu_pop_error(&gpu, message, sizeof message), WGPUErrorType_Validation,
                "more than 4096 queries");
    wgpuQuerySetRelease(large);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    const bool timed = wgpuAdapterHasFeature(gpu.adapter, WGPUFeatureName_TimestampQuery);
    test_refused();
    gpu_close(&gpu);
    if (!timed) {
        printf("       the adapter has no timestamps\n");
        return check_finish();
    }
    if (gpu_open(&gpu, WGPUFeatureName_TimestampQuery)) {
        check(wgpuDeviceHasFeature(gpu.device, WGPUFeatureName_TimestampQuery), "the device has the feature");
        test_timestamps();
        gpu_close(&gpu);
    }
    return check_finish();
}
