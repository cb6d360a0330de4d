/* Queries and what they are resolved to: WebGPU, "Queries", "resolveQuerySet". One that is never run is 0,
 * whatever the buffer's memory held before, on either library. */
#include "gpu_dirt.h"

#define COUNT 512

static WGPUQuerySet
make_queries(const struct gpu_fixture *gpu, WGPUQueryType type)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = type;
    descriptor.count = COUNT;
    return wgpuDeviceCreateQuerySet(gpu->device, &descriptor);
}

/* All results of the set, mapped. */
static WGPUBuffer
resolve_all(const struct gpu_fixture *gpu, WGPUQuerySet set)
{
    const uint64_t size = COUNT * sizeof(uint64_t);
    const WGPUBuffer resolved =
        make_buffer(gpu, WGPUBufferUsage_QueryResolve | WGPUBufferUsage_CopySrc, size);
    const WGPUBuffer staging = make_buffer(gpu, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, size);
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, COUNT, resolved, 0);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, resolved, 0, staging, 0, size);
    submit(gpu, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    wgpuBufferRelease(resolved);
    assert_int_equal(map(gpu, staging, WGPUMapMode_Read, 0, (size_t)size), WGPUMapAsyncStatus_Success);
    return staging;
}

/* All from the `first` on are 0. */
static void
expect_zeros(WGPUBuffer staging, size_t first)
{
    const uint64_t *results = wgpuBufferGetConstMappedRange(staging, 0, COUNT * sizeof(uint64_t));
    for (size_t i = first; i < COUNT; i++) {
        if (results[i] != 0)
            fail_msg("query %zu: %llx", i, (unsigned long long)results[i]);
    }
}

static void
occlusion_never_run(const struct gpu_fixture *gpu)
{
    leave_dirt(gpu);
    const WGPUQuerySet set = make_queries(gpu, WGPUQueryType_Occlusion);
    const WGPUBuffer staging = resolve_all(gpu, set);
    expect_zeros(staging, 0);
    wgpuBufferRelease(staging);
    wgpuQuerySetRelease(set);
}

/* What is seen is counted, what the scissor cuts off is not. */
static void
occlusion(const struct gpu_fixture *gpu)
{
    const WGPURenderPassColorAttachment color =
        color_attachment(make_target(gpu, WGPUTextureFormat_RGBA8Unorm));
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &color;
    descriptor.occlusionQuerySet = make_queries(gpu, WGPUQueryType_Occlusion);
    const struct pass_parts parts = begin_pass(gpu, &descriptor);
    for (uint32_t i = 0; i < 2; i++) {
        wgpuRenderPassEncoderSetScissorRect(parts.pass, 0, 0, i == 0 ? SIZE : 0, SIZE);
        wgpuRenderPassEncoderBeginOcclusionQuery(parts.pass, i);
        draw_triangle(parts.pass);
        wgpuRenderPassEncoderEndOcclusionQuery(parts.pass);
    }
    submit(gpu, finish_pass(parts));
    const WGPUBuffer staging = resolve_all(gpu, descriptor.occlusionQuerySet);
    assert_true(*(const uint64_t *)wgpuBufferGetConstMappedRange(staging, 0, sizeof(uint64_t)) > 0);
    expect_zeros(staging, 1);
    wgpuBufferRelease(staging);
    wgpuQuerySetRelease(descriptor.occlusionQuerySet);
    wgpuTextureViewRelease(color.view);
}

/* Where there are timestamps: two are written, the others are not. */
static void
timestamps(const struct gpu_fixture *gpu)
{
    static const WGPUFeatureName feature = WGPUFeatureName_TimestampQuery;
    if (!wgpuAdapterHasFeature(gpu->adapter, feature))
        return;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &feature;
    struct gpu_fixture timed = *gpu;
    timed.device = request_device(gpu, &descriptor);
    timed.queue = wgpuDeviceGetQueue(timed.device);
    leave_dirt(&timed);
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.querySet = make_queries(&timed, WGPUQueryType_Timestamp);
    writes.beginningOfPassWriteIndex = 0;
    writes.endOfPassWriteIndex = 1;
    WGPUComputePassDescriptor begin = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    begin.timestampWrites = &writes;
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(timed.device, NULL);
    const WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, &begin);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    submit(&timed, wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    const WGPUBuffer staging = resolve_all(&timed, writes.querySet);
    const uint64_t *times = wgpuBufferGetConstMappedRange(staging, 0, 2 * sizeof(uint64_t));
    assert_true(times[0] > 0 && times[1] >= times[0]);
    expect_zeros(staging, 2);
    wgpuBufferRelease(staging);
    wgpuQuerySetRelease(writes.querySet);
    wgpuQueueRelease(timed.queue);
    wgpuDeviceRelease(timed.device);
}

#define CASES(X) X(occlusion_never_run) X(occlusion) X(timestamps)

static const struct gpu_case rows[] = {
#define X(name) {#name, name, WGPUErrorType_NoError},
    CASES(X)
#undef X
};

RENDER_CASES_MAIN(rows)
