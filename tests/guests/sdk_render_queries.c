/* Queries of render passes: occlusion, and timestamps where the adapter has them. WebGPU, "Queries". */
#include <stdio.h>
#include <string.h>

#include "draw.h"

static struct gpu gpu;
static WGPURenderPipeline white;

static WGPUQuerySet
query_set(WGPUQueryType type, uint32_t count)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = type;
    descriptor.count = count;
    return wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
}

static WGPURenderPassEncoder
begin(WGPUCommandEncoder encoder, struct canvas canvas, WGPUQuerySet occlusion,
      const WGPUPassTimestampWrites *timestamps)
{
    const WGPURenderPassColorAttachment attachment = attachment_of(canvas.view);
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &attachment;
    descriptor.occlusionQuerySet = occlusion;
    descriptor.timestampWrites = timestamps;
    return wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
}

/* Resolves all of `set`, after what `encoder` has recorded, and reads it. */
static bool
resolve(WGPUCommandEncoder encoder, WGPUQuerySet set, uint64_t *results)
{
    const uint32_t count = wgpuQuerySetGetCount(set);
    WGPUBuffer buffer = gpu_buffer(&gpu, (uint64_t)count * sizeof *results,
                                   WGPUBufferUsage_QueryResolve | WGPUBufferUsage_CopySrc);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, count, buffer, 0);
    gpu_submit(&gpu, encoder);
    const bool read = gpu_read(&gpu, buffer, results, count * sizeof *results);
    wgpuBufferRelease(buffer);
    return read;
}

static void
query_draw(WGPURenderPassEncoder pass, uint32_t index, uint32_t width)
{
    wgpuRenderPassEncoderBeginOcclusionQuery(pass, index);
    wgpuRenderPassEncoderSetScissorRect(pass, 0, 0, width, 1);
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
    wgpuRenderPassEncoderEndOcclusionQuery(pass);
}

static void
test_occlusion(struct canvas canvas)
{
    WGPUQuerySet set = query_set(WGPUQueryType_Occlusion, 4);
    check_equal(wgpuQuerySetGetType(set), WGPUQueryType_Occlusion, "a set of occlusion queries");
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = begin(encoder, canvas, set, NULL);
    wgpuRenderPassEncoderSetPipeline(pass, white);
    query_draw(pass, 3, 1);
    query_draw(pass, 0, 0);
    query_draw(pass, 1, 16);
    pass_end(pass);
    uint64_t samples[4] = {7, 7, 7, 7};
    check(resolve(encoder, set, samples), "resolve and read them");
    check(samples[1] != 0 && samples[3] != 0, "they know what was drawn");
    check_equal(samples[0], 0, "and what was not");
    check_equal(samples[2], 0, "one that was not used is 0");
    wgpuQuerySetDestroy(set);
    wgpuQuerySetRelease(set);
}

/* What an earlier pass has found, a later one replaces; what a resolve leaves out, it does not touch. */
static void
test_occlusion_again(struct canvas canvas)
{
    uint64_t samples[34];
    WGPUQuerySet set = query_set(WGPUQueryType_Occlusion, 3);
    WGPUBuffer buffer =
        gpu_buffer(&gpu, sizeof samples,
                   WGPUBufferUsage_QueryResolve | WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    memset(samples, 7, sizeof samples);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, samples, sizeof samples);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    for (uint32_t width = 0; width < 2; width++) {
        WGPURenderPassEncoder pass = begin(encoder, canvas, set, NULL);
        wgpuRenderPassEncoderSetPipeline(pass, white);
        query_draw(pass, 0, width);
        query_draw(pass, 2, 1 - width);
        pass_end(pass);
    }
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 1, buffer, 0);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 2, 1, buffer, 256);
    gpu_submit(&gpu, encoder);
    check(gpu_read(&gpu, buffer, samples, sizeof samples), "resolve two of three");
    check(samples[0] != 0 && samples[32] == 0, "they know what the last pass has drawn");
    check(samples[1] == UINT64_C(0x0707070707070707) && samples[33] == samples[1], "and no others are there");
    wgpuBufferRelease(buffer);
    wgpuQuerySetRelease(set);

    uint64_t unused[2] = {7, 7};
    set = query_set(WGPUQueryType_Occlusion, 2);
    check(resolve(wgpuDeviceCreateCommandEncoder(gpu.device, NULL), set, unused) && unused[0] == 0 &&
              unused[1] == 0,
          "a set that no pass has used is all 0");
    wgpuQuerySetRelease(set);
}

/* Ends a pass whose queries are wrong. */
static void
refuse_finish(WGPUCommandEncoder encoder, WGPURenderPassEncoder pass, const char *what)
{
    gpu_watch(&gpu);
    pass_end(pass);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, what);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
}

static void
test_invalid_queries(struct canvas canvas)
{
    WGPUQuerySet set = query_set(WGPUQueryType_Occlusion, 2);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = begin(encoder, canvas, NULL, NULL);
    wgpuRenderPassEncoderBeginOcclusionQuery(pass, 0);
    wgpuRenderPassEncoderEndOcclusionQuery(pass);
    refuse_finish(encoder, pass, "a query in a pass without a set");

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = begin(encoder, canvas, set, NULL);
    wgpuRenderPassEncoderBeginOcclusionQuery(pass, 2);
    wgpuRenderPassEncoderEndOcclusionQuery(pass);
    refuse_finish(encoder, pass, "one beyond the set");

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = begin(encoder, canvas, set, NULL);
    wgpuRenderPassEncoderBeginOcclusionQuery(pass, 0);
    refuse_finish(encoder, pass, "one that is not ended");

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = begin(encoder, canvas, set, NULL);
    wgpuRenderPassEncoderEndOcclusionQuery(pass);
    refuse_finish(encoder, pass, "one that is not begun");

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = begin(encoder, canvas, set, NULL);
    wgpuRenderPassEncoderBeginOcclusionQuery(pass, 1);
    wgpuRenderPassEncoderEndOcclusionQuery(pass);
    wgpuRenderPassEncoderBeginOcclusionQuery(pass, 1);
    wgpuRenderPassEncoderEndOcclusionQuery(pass);
    refuse_finish(encoder, pass, "one that is used twice");
    wgpuQuerySetRelease(set);
}

static void
test_timestamps(struct canvas canvas)
{
    WGPUQuerySet set = query_set(WGPUQueryType_Timestamp, 3);
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.querySet = set;
    writes.beginningOfPassWriteIndex = 0;
    writes.endOfPassWriteIndex = 2;
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = begin(encoder, canvas, NULL, &writes);
    wgpuRenderPassEncoderSetPipeline(pass, white);
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
    pass_end(pass);
    uint64_t at[3] = {0, 7, 0};
    check(resolve(encoder, set, at), "timestamps of a render pass");
    check(at[0] != 0 && at[0] <= at[2], "it begins no later than it ends");
    check_equal(at[1], 0, "what was not written is 0");

    writes.endOfPassWriteIndex = 0;
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    refuse_finish(encoder, begin(encoder, canvas, NULL, &writes), "begin and end in one place");
    writes.endOfPassWriteIndex = 3;
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    refuse_finish(encoder, begin(encoder, canvas, NULL, &writes), "a place beyond the set");
    writes.beginningOfPassWriteIndex = writes.endOfPassWriteIndex = WGPU_QUERY_SET_INDEX_UNDEFINED;
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    refuse_finish(encoder, begin(encoder, canvas, NULL, &writes), "no place at all");
    wgpuQuerySetRelease(set);
}

int
main(void)
{
    static const WGPUFeatureName timestamps = WGPUFeatureName_TimestampQuery;
    if (!gpu_open_with(&gpu, 1, &timestamps))
        return check_finish();
    white = pipeline_new(&gpu, white_shader);
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    test_occlusion(canvas);
    test_occlusion_again(canvas);
    test_invalid_queries(canvas);
    if (wgpuDeviceHasFeature(gpu.device, timestamps))
        test_timestamps(canvas);
    else
        printf("       the adapter has no timestamps\n");
    canvas_release(canvas);
    wgpuRenderPipelineRelease(white);
    gpu_close(&gpu);
    return check_finish();
}
