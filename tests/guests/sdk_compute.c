/* Compute: pipelines with given and with automatic layouts, constants, dynamic offsets, indirect dispatch,
 * workgroup memory, several passes, debug groups; adapter information, features and limits. WebGPU,
 * "Compute Passes", "GPUSupportedLimits". */
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define COUNT 1024

static struct gpu gpu;
static uint32_t numbers[COUNT];
static uint32_t back[COUNT];

static const char scale_code[] =
    "override factor: u32 = 2;\n"
    "override bonus: u32;\n"
    "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
    "@compute @workgroup_size(64)\n"
    "fn scale(@builtin(global_invocation_id) id: vec3u) {\n"
    "    if (id.x < arrayLength(&data)) { data[id.x] = data[id.x] * factor + bonus; }\n"
    "}\n"
    "@compute @workgroup_size(1)\n"
    "fn other() { data[0] = 77u; }\n";

static WGPUBuffer
storage_buffer(void)
{
    WGPUBuffer buffer = gpu_buffer(
        &gpu, sizeof numbers, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, numbers, sizeof numbers);
    return buffer;
}

static WGPUBindGroup
bind_buffer(WGPUBindGroupLayout layout, WGPUBuffer buffer, uint64_t offset, uint64_t size)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = buffer;
    entry.offset = offset;
    entry.size = size;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.label = text("one buffer");
    descriptor.layout = layout;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    return wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
}

/* Records one pass: `groups` workgroups, or those that `indirect` says. */
static void
run(WGPUComputePipeline pipeline, WGPUBindGroup group, const uint32_t *offset, uint32_t groups,
    WGPUBuffer indirect)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassDescriptor descriptor = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    descriptor.label = text("run");
    wgpuCommandEncoderPushDebugGroup(encoder, text("outer"));
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, &descriptor);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderPushDebugGroup(pass, text("inner"));
    wgpuComputePassEncoderInsertDebugMarker(pass, text("marker"));
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, offset != NULL, offset);
    if (indirect != NULL)
        wgpuComputePassEncoderDispatchWorkgroupsIndirect(pass, indirect, 4);
    else
        wgpuComputePassEncoderDispatchWorkgroups(pass, groups, 1, 1);
    wgpuComputePassEncoderPopDebugGroup(pass);
    wgpuComputePassEncoderEnd(pass);
    wgpuCommandEncoderInsertDebugMarker(encoder, text("between"));
    wgpuCommandEncoderPopDebugGroup(encoder);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
}

static bool
scaled(uint32_t from, uint32_t to, uint32_t factor, uint32_t bonus)
{
    for (uint32_t i = from; i < to; i++) {
        if (back[i] != numbers[i] * factor + bonus)
            return false;
    }
    return true;
}

static WGPUComputePipeline
scale_pipeline(WGPUPipelineLayout layout, const WGPUConstantEntry *constants, size_t count)
{
    WGPUShaderModule shader = gpu_shader(&gpu, scale_code);
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.label = text("scale");
    descriptor.layout = layout;
    descriptor.compute.module = shader;
    descriptor.compute.entryPoint = text("scale");
    descriptor.compute.constants = constants;
    descriptor.compute.constantCount = count;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    wgpuShaderModuleRelease(shader);
    return pipeline;
}

static const WGPUConstantEntry *
constants(double factor, double bonus)
{
    static WGPUConstantEntry entries[2];
    entries[0] = WGPU_CONSTANT_ENTRY_INIT;
    entries[0].key = text("factor");
    entries[0].value = factor;
    entries[1] = WGPU_CONSTANT_ENTRY_INIT;
    entries[1].key = text("bonus");
    entries[1].value = bonus;
    return entries;
}

static void
test_automatic_layout(void)
{
    WGPUComputePipeline pipeline = scale_pipeline(NULL, constants(3, 1), 2);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBuffer buffer = storage_buffer();
    WGPUBindGroup group = bind_buffer(layout, buffer, 0, WGPU_WHOLE_SIZE);
    run(pipeline, group, NULL, COUNT / 64, NULL);
    check(gpu_read(&gpu, buffer, back, sizeof back) && scaled(0, COUNT, 3, 1),
          "constants and an automatic layout");

    const uint32_t sizes[4] = {9999, 2, 1, 1};
    WGPUBuffer indirect = gpu_buffer(&gpu, sizeof sizes, WGPUBufferUsage_Indirect | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, indirect, 0, sizes, sizeof sizes);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, numbers, sizeof numbers);
    run(pipeline, group, NULL, 0, indirect);
    check(gpu_read(&gpu, buffer, back, sizeof back) && scaled(0, 128, 3, 1) && scaled(128, COUNT, 1, 0),
          "an indirect dispatch of two workgroups");
    wgpuBufferRelease(indirect);
    wgpuBindGroupRelease(group);
    wgpuBufferRelease(buffer);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
}

static WGPUBindGroupLayout
storage_layout(bool dynamic)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    entry.buffer.hasDynamicOffset = dynamic;
    entry.buffer.minBindingSize = 4;
    return gpu_layout(&gpu, &entry);
}

static void
test_dynamic_offset(void)
{
    WGPUBindGroupLayout group_layout = storage_layout(true);
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.bindGroupLayoutCount = 1;
    descriptor.bindGroupLayouts = &group_layout;
    WGPUPipelineLayout layout = wgpuDeviceCreatePipelineLayout(gpu.device, &descriptor);
    WGPUComputePipeline pipeline = scale_pipeline(layout, constants(5, 0), 2);
    WGPUBuffer buffer = storage_buffer();
    WGPUBindGroup group = bind_buffer(group_layout, buffer, 0, 1024);
    const uint32_t offset = 2048;
    run(pipeline, group, &offset, 4, NULL);
    check(gpu_read(&gpu, buffer, back, sizeof back) && scaled(512, 768, 5, 0), "a dynamic offset");
    check(scaled(0, 512, 1, 0) && scaled(768, COUNT, 1, 0), "touches nothing else");
    wgpuBindGroupRelease(group);
    wgpuBufferRelease(buffer);
    wgpuComputePipelineRelease(pipeline);
    wgpuPipelineLayoutRelease(layout);
    wgpuBindGroupLayoutRelease(group_layout);
}

/* A sum in workgroup memory, of two passes in one command buffer, with buffers that are released early. */
static void
test_reduction(void)
{
    WGPUShaderModule shader = gpu_shader(
        &gpu, "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
              "var<workgroup> sums: array<u32, 64>;\n"
              "@compute @workgroup_size(64)\n"
              "fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) i: u32) {\n"
              "    sums[i] = data[id.x];\n"
              "    for (var step = 32u; step > 0u; step = step / 2u) {\n"
              "        workgroupBarrier();\n"
              "        if (i < step) { sums[i] += sums[i + step]; }\n"
              "    }\n"
              "    workgroupBarrier();\n"
              "    data[id.x] = sums[0];\n"
              "}\n");
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    wgpuShaderModuleRelease(shader);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBuffer buffer = storage_buffer();
    WGPUBindGroup group = bind_buffer(layout, buffer, 0, WGPU_WHOLE_SIZE);
    wgpuBindGroupLayoutRelease(layout);

    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    for (int round = 0; round < 2; round++) {
        WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
        wgpuComputePassEncoderSetPipeline(pass, pipeline);
        wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
        wgpuComputePassEncoderDispatchWorkgroups(pass, COUNT / 64, 1, 1);
        wgpuComputePassEncoderEnd(pass);
        wgpuComputePassEncoderRelease(pass);
    }
    wgpuBindGroupRelease(group);
    wgpuComputePipelineRelease(pipeline);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    uint32_t expected = 0;
    for (uint32_t i = 64; i < 128; i++)
        expected += numbers[i];
    check(gpu_read(&gpu, buffer, back, sizeof back), "read the sums");
    check_equal(back[64], expected * 64, "two passes of sums in workgroup memory");
    wgpuBufferRelease(buffer);
}

static void
test_many_command_buffers(void)
{
    WGPUComputePipeline pipeline = scale_pipeline(NULL, constants(1, 1), 2);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBuffer buffer = storage_buffer();
    WGPUBindGroup group = bind_buffer(layout, buffer, 0, WGPU_WHOLE_SIZE);
    WGPUCommandBuffer commands[20];
    for (size_t i = 0; i < 20; i++) {
        WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
        WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
        wgpuComputePassEncoderSetPipeline(pass, pipeline);
        wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
        wgpuComputePassEncoderDispatchWorkgroups(pass, COUNT / 64, 1, 1);
        wgpuComputePassEncoderEnd(pass);
        wgpuComputePassEncoderRelease(pass);
        commands[i] = wgpuCommandEncoderFinish(encoder, NULL);
        wgpuCommandEncoderRelease(encoder);
    }
    wgpuQueueSubmit(gpu.queue, 20, commands);
    wgpuQueueSubmit(gpu.queue, 0, NULL);
    for (size_t i = 0; i < 20; i++)
        wgpuCommandBufferRelease(commands[i]);
    check(gpu_read(&gpu, buffer, back, sizeof back) && scaled(0, COUNT, 1, 20),
          "20 command buffers in one submit");
    wgpuBindGroupRelease(group);
    wgpuBufferRelease(buffer);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
}

static void
test_adapter(void)
{
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    check_equal(wgpuAdapterGetInfo(gpu.adapter, &info), WGPUStatus_Success, "the adapter's information");
    check(info.vendor.length != WGPU_STRLEN && info.description.length != WGPU_STRLEN,
          "its strings have sizes");
    wgpuAdapterInfoFreeMembers(info);

    WGPULimits of_adapter = WGPU_LIMITS_INIT;
    WGPULimits of_device = WGPU_LIMITS_INIT;
    check_equal(wgpuAdapterGetLimits(gpu.adapter, &of_adapter), WGPUStatus_Success, "the adapter's limits");
    check_equal(wgpuDeviceGetLimits(gpu.device, &of_device), WGPUStatus_Success, "the device's limits");
    check_equal(of_device.maxComputeWorkgroupSizeX, 256, "a device has the default limits: X");
    check_equal(of_device.maxComputeWorkgroupsPerDimension, 65535, "and workgroups in a dimension");
    check_equal(of_device.maxStorageBufferBindingSize, 134217728, "and the size of a storage binding");
    check(of_adapter.maxBufferSize >= of_device.maxBufferSize, "an adapter has no less");

    WGPUSupportedFeatures features = WGPU_SUPPORTED_FEATURES_INIT;
    wgpuAdapterGetFeatures(gpu.adapter, &features);
    bool consistent = true;
    for (size_t i = 0; i < features.featureCount; i++)
        consistent = consistent && wgpuAdapterHasFeature(gpu.adapter, features.features[i]);
    check(consistent, "an adapter has each feature that it lists");
    wgpuSupportedFeaturesFreeMembers(features);
    check(!wgpuDeviceHasFeature(gpu.device, WGPUFeatureName_ShaderF16),
          "a device has what was asked for only");
}

int
main(void)
{
    for (uint32_t i = 0; i < COUNT; i++)
        numbers[i] = i * i + 3;
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_automatic_layout();
    test_dynamic_offset();
    test_reduction();
    test_many_command_buffers();
    test_adapter();
    gpu_close(&gpu);
    return check_finish();
}
