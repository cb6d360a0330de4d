/* WebGPU, "QuerySet Creation", "Queries" of "Command Encoding", "Timestamp Query": the rules. Values of
 * timestamps are in tests/guests/sdk_queries.c; occlusion queries are in render_passes.c. */
#include <stdio.h>

#include "render.h"

static WGPUQuerySet
query_set(WGPUQueryType type, uint32_t count)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = type;
    descriptor.count = count;
    return wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
}

static void
create(WGPUQueryType type, uint32_t count, bool is_valid, const char *what)
{
    begin();
    WGPUQuerySet set = query_set(type, count);
    judge(is_valid, what);
    wgpuQuerySetRelease(set);
}

static void
resolve(WGPUQuerySet set, uint32_t first, uint32_t count, WGPUBuffer buffer, uint64_t offset, bool is_valid,
        const char *what)
{
    WGPUCommandEncoder encoder = begin_commands();
    wgpuCommandEncoderResolveQuerySet(encoder, set, first, count, buffer, offset);
    commands_judge(encoder, is_valid, what);
}

static void
test_creation(void)
{
    create(WGPUQueryType_Occlusion, 1, true, "createQuerySet: occlusion");
    create(WGPUQueryType_Occlusion, 0, true, "createQuerySet: of none");
    create(WGPUQueryType_Occlusion, 4096, true, "createQuerySet: of 4096");
    create(WGPUQueryType_Occlusion, 4097, false, "createQuerySet: count is at most 4096");
    WGPUQuerySet set = query_set(WGPUQueryType_Occlusion, 7);
    rule(wgpuQuerySetGetType(set) == WGPUQueryType_Occlusion && wgpuQuerySetGetCount(set) == 7,
         "createQuerySet: type and count are the descriptor's");
    begin();
    wgpuQuerySetDestroy(set);
    wgpuQuerySetDestroy(set);
    valid("destroy: more than once");
    wgpuQuerySetRelease(set);
}

static void
test_resolve(void)
{
    WGPUQuerySet set = query_set(WGPUQueryType_Occlusion, 8);
    WGPUBuffer buffer = buffer_of(512, WGPUBufferUsage_QueryResolve);
    resolve(set, 0, 8, buffer, 0, true, "resolveQuerySet: all");
    resolve(set, 7, 1, buffer, 256, true, "resolveQuerySet: the last");
    resolve(set, 0, 0, buffer, 0, true, "resolveQuerySet: none");
    resolve(set, 0, 9, buffer, 0, false, "resolveQuerySet: not more than there are");
    resolve(set, 8, 1, buffer, 0, false, "resolveQuerySet: firstQuery is one that there is");
    resolve(set, 1, UINT32_MAX, buffer, 0, false, "resolveQuerySet: a firstQuery and a count that wrap");
    resolve(set, 0, 1, buffer, 8, false, "resolveQuerySet: destinationOffset is a multiple of 256");
    resolve(set, 0, 1, buffer, 512, false, "resolveQuerySet: not behind the buffer");
    resolve(set, 0, 1, buffer, UINT64_MAX - 255, false, "resolveQuerySet: a destinationOffset that wraps");
    WGPUBuffer small = buffer_of(32, WGPUBufferUsage_QueryResolve);
    resolve(set, 0, 8, small, 0, false, "resolveQuerySet: not beyond the buffer");
    wgpuBufferRelease(small);
    WGPUBuffer other = buffer_of(512, WGPUBufferUsage_CopyDst);
    resolve(set, 0, 1, other, 0, false, "resolveQuerySet: usage includes QUERY_RESOLVE");
    wgpuBufferRelease(other);
    WGPUBuffer broken = invalid_buffer();
    resolve(set, 0, 1, broken, 0, false, "resolveQuerySet: the destination is valid");
    wgpuBufferRelease(broken);
    WGPUQuerySet none = query_set(WGPUQueryType_Occlusion, 0);
    resolve(none, 0, 1, buffer, 0, false, "resolveQuerySet: not one of none");
    wgpuQuerySetRelease(none);
    begin();
    WGPUQuerySet bad = query_set(WGPUQueryType_Occlusion, 5000);
    ends(false);
    resolve(bad, 0, 1, buffer, 0, false, "resolveQuerySet: the query set is valid");
    wgpuQuerySetRelease(bad);

    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderResolveQuerySet(encoder, set, 0, 8, buffer, 0);
    WGPUCommandBuffer commands = finished(encoder);
    wgpuQuerySetDestroy(set);
    submit_judge(commands, false, "submit: no query set that is destroyed");
    wgpuBufferRelease(buffer);
    wgpuQuerySetRelease(set);
}

/* Commands with an empty pass that writes: a compute pass, or a render pass to `target`. */
static WGPUCommandEncoder
record_pass(const WGPUPassTimestampWrites *writes, WGPUTextureView target)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    if (target != NULL) {
        struct target render = pass_target(target, NULL, false, false);
        render.descriptor.timestampWrites = writes;
        WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, target_use(&render));
        wgpuRenderPassEncoderEnd(pass);
        wgpuRenderPassEncoderRelease(pass);
        return encoder;
    }
    WGPUComputePassDescriptor descriptor = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    descriptor.timestampWrites = writes;
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, &descriptor);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    return encoder;
}

/* One rule for both kinds of passes. */
static void
time_pass(WGPUQuerySet set, uint32_t first, uint32_t last, bool is_valid, const char *what)
{
    WGPUTextureView target = target_of(WGPUTextureFormat_RGBA8Unorm, 4, 4, 1);
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.querySet = set;
    writes.beginningOfPassWriteIndex = first;
    writes.endOfPassWriteIndex = last;
    for (int render = 0; render < 2; render++) {
        begin();
        commands_judge(record_pass(&writes, render ? target : NULL), is_valid, what);
    }
    wgpuTextureViewRelease(target);
}

static void
test_destroyed_timestamps(void)
{
    WGPUTextureView target = target_of(WGPUTextureFormat_RGBA8Unorm, 4, 4, 1);
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.beginningOfPassWriteIndex = 0;
    for (int render = 0; render < 2; render++) {
        writes.querySet = query_set(WGPUQueryType_Timestamp, 1);
        WGPUCommandBuffer commands = finished(record_pass(&writes, render ? target : NULL));
        wgpuQuerySetDestroy(writes.querySet);
        submit_judge(commands, false,
                     render ? "submit: no render pass whose timestamps are destroyed"
                            : "submit: no compute pass whose timestamps are destroyed");
        time_pass(writes.querySet, 0, WGPU_QUERY_SET_INDEX_UNDEFINED, true,
                  "timestampWrites: of a destroyed query set, which only a submit refuses");
        wgpuQuerySetRelease(writes.querySet);
    }
    wgpuTextureViewRelease(target);
}

/* Two passes, with one query in each. */
static WGPUCommandEncoder
record_occlusion(WGPUQuerySet set, WGPUTextureView view)
{
    struct target target = pass_target(view, NULL, false, false);
    target.descriptor.occlusionQuerySet = set;
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    for (int again = 0; again < 2; again++) {
        WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, target_use(&target));
        wgpuRenderPassEncoderBeginOcclusionQuery(pass, 0);
        wgpuRenderPassEncoderEndOcclusionQuery(pass);
        wgpuRenderPassEncoderEnd(pass);
        wgpuRenderPassEncoderRelease(pass);
    }
    return encoder;
}

static void
test_occlusion(void)
{
    WGPUTextureView view = target_of(WGPUTextureFormat_RGBA8Unorm, 4, 4, 1);
    WGPUQuerySet set = query_set(WGPUQueryType_Occlusion, 1);
    begin();
    commands_valid(record_occlusion(set, view), "beginOcclusionQuery: once in each pass");
    WGPUCommandBuffer commands = finished(record_occlusion(set, view));
    wgpuQuerySetDestroy(set);
    submit_judge(commands, false, "submit: no pass whose occlusionQuerySet is destroyed");
    begin();
    commands_valid(record_occlusion(set, view),
                   "occlusionQuerySet: a destroyed one, which only a submit refuses");
    wgpuQuerySetRelease(set);
    begin();
    set = query_set(WGPUQueryType_Occlusion, 5000);
    ends(false);
    begin();
    commands_invalid(record_occlusion(set, view), "occlusionQuerySet: it is valid");
    wgpuQuerySetRelease(set);
    wgpuTextureViewRelease(view);
}

static void
test_timestamps(void)
{
    WGPUQuerySet set = query_set(WGPUQueryType_Timestamp, 4);
    time_pass(set, 0, 1, true, "timestampWrites: both");
    time_pass(set, 3, WGPU_QUERY_SET_INDEX_UNDEFINED, true, "timestampWrites: the beginning alone");
    time_pass(set, WGPU_QUERY_SET_INDEX_UNDEFINED, 0, true, "timestampWrites: the end alone");
    time_pass(set, WGPU_QUERY_SET_INDEX_UNDEFINED, WGPU_QUERY_SET_INDEX_UNDEFINED, false,
              "timestampWrites: not neither");
    time_pass(set, 2, 2, false, "timestampWrites: two queries");
    time_pass(set, 4, 1, false, "timestampWrites: a beginning that there is");
    time_pass(set, 0, 4, false, "timestampWrites: an end that there is");
    WGPUQuerySet other = query_set(WGPUQueryType_Occlusion, 4);
    time_pass(other, 0, 1, false, "timestampWrites: the query set is one of timestamps");
    wgpuQuerySetRelease(other);
    other = query_set(WGPUQueryType_Timestamp, 0);
    time_pass(other, 0, WGPU_QUERY_SET_INDEX_UNDEFINED, false, "timestampWrites: not of none");
    wgpuQuerySetRelease(other);
    begin();
    other = query_set(WGPUQueryType_Timestamp, 5000);
    ends(false);
    time_pass(other, 0, 1, false, "timestampWrites: the query set is valid");
    wgpuQuerySetRelease(other);
    WGPUTextureView view = target_of(WGPUTextureFormat_RGBA8Unorm, 4, 4, 1);
    begin();
    commands_invalid(record_occlusion(set, view), "occlusionQuerySet: not of timestamps");
    wgpuTextureViewRelease(view);
    wgpuQuerySetRelease(set);
}

int
main(int argc, char **argv)
{
    bool timed = false;
    if (rules_open(argc, argv, 0)) {
        timed = wgpuAdapterHasFeature(gpu.adapter, WGPUFeatureName_TimestampQuery);
        test_creation();
        test_resolve();
        test_occlusion();
        create(WGPUQueryType_Timestamp, 1, false, "createQuerySet: timestamps need timestamp-query");
        gpu_close(&gpu);
    }
    if (!timed)
        printf("       the adapter has no timestamps\n");
    else if (rules_open(argc, argv, WGPUFeatureName_TimestampQuery)) {
        create(WGPUQueryType_Timestamp, 4096, true, "createQuerySet: timestamps");
        test_timestamps();
        test_destroyed_timestamps();
    }
    return rules_close();
}
