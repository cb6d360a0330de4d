/* Asynchronous operations overlap: of many maps on two devices none waits for another, and what ends first is
 * heard of first, in whatever order it was started. No clock is asked. webgpu.h, "Asynchronous Operations".
 */
#include "check.h"

#define DEVICES 2
#define MAPS 5 /* on each */

struct map {
    WGPUBuffer buffer;
    WGPUFuture future;
    WGPUMapAsyncStatus status; /* 0: not called back */
    int rank;                  /* as which it was called back */
};

static struct gpu gpus[DEVICES];
static int called;

static void
note_map(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata, void *unused)
{
    struct map *map = userdata;
    (void)message;
    (void)unused;
    map->status = status;
    map->rank = ++called;
}

static void
start_map(const struct gpu *gpu, struct map *map, WGPUCallbackMode mode)
{
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = mode;
    info.callback = note_map;
    info.userdata1 = map;
    if (map->buffer == NULL)
        map->buffer = gpu_buffer(gpu, 64, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    map->future = wgpuBufferMapAsync(map->buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE, info);
}

static void
finish_map(struct map *map)
{
    if (map->status != WGPUMapAsyncStatus_Success ||
        wgpuBufferGetConstMappedRange(map->buffer, 0, 64) == NULL)
        check(false, "a map succeeds");
    wgpuBufferUnmap(map->buffer);
    wgpuBufferRelease(map->buffer);
}

static bool
all_pending(const struct map *maps)
{
    bool pending = called == 0;
    for (int i = 0; i < DEVICES * MAPS; i++)
        pending = pending && wgpuBufferGetMapState(maps[i].buffer) == WGPUBufferMapState_Pending;
    return pending;
}

/* All are under way before one is complete; then one loop brings all. A wait without a timeout may mix
 * devices. */
static void
test_process_events(void)
{
    struct map maps[DEVICES * MAPS] = {0};
    WGPUFutureWaitInfo infos[DEVICES * MAPS];
    called = 0;
    for (int i = 0; i < DEVICES * MAPS; i++) {
        start_map(&gpus[i % DEVICES], &maps[i], WGPUCallbackMode_AllowProcessEvents);
        infos[i] = (WGPUFutureWaitInfo){.future = maps[i].future};
    }
    check(all_pending(maps), "ten maps on two devices are pending at the same time");
    while (called < DEVICES * MAPS)
        wgpuInstanceProcessEvents(gpus[0].instance);
    check_equal(wgpuInstanceWaitAny(gpus[0].instance, DEVICES * MAPS, infos, 0), WGPUWaitStatus_Success,
                "one loop of ProcessEvents brings all");
    bool completed = called == DEVICES * MAPS;
    for (int i = 0; i < DEVICES * MAPS; i++) {
        completed = completed && infos[i].completed;
        finish_map(&maps[i]);
    }
    check(completed, "WaitAny knows them to be complete, and calls no one again");
}

/* The same in timed waits, which are for one device each. */
static void
test_wait_any(void)
{
    struct map maps[DEVICES * MAPS] = {0};
    called = 0;
    for (int i = 0; i < DEVICES * MAPS; i++)
        start_map(&gpus[i / MAPS], &maps[i], WGPUCallbackMode_WaitAnyOnly);
    check(all_pending(maps), "ten more");
    for (int device = DEVICES - 1; device >= 0; device--) {
        WGPUFutureWaitInfo infos[MAPS];
        int completed = 0;
        for (int i = 0; i < MAPS; i++)
            infos[i] = (WGPUFutureWaitInfo){.future = maps[device * MAPS + i].future};
        const int before = called;
        while (completed < MAPS && called - before == completed &&
               wgpuInstanceWaitAny(gpus[0].instance, MAPS, infos, UINT64_MAX) == WGPUWaitStatus_Success) {
            completed = 0;
            for (int i = 0; i < MAPS; i++)
                completed += infos[i].completed != 0;
        }
        check_equal((uint64_t)(called - before), MAPS, "a loop of WaitAny brings those of a device");
    }
    for (int i = 0; i < DEVICES * MAPS; i++)
        finish_map(&maps[i]);
}

/* A pass of one invocation, which takes many times as long as a map does, and a copy of what it has computed.
 */
static WGPUBuffer
submit_work(const struct gpu *gpu)
{
    static const char code[] =
        "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
        "@compute @workgroup_size(1) fn main() {\n"
        "    var x = data[0];\n"
        "    for (var i = 0u; i < 60000000u; i++) { x = x * 1664525u + 1013904223u; }\n"
        "    data[0] = x;\n"
        "}\n";
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(gpu, code);
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu->device, &descriptor);
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = gpu_buffer(gpu, 64, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    WGPUBindGroupDescriptor group_descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group_descriptor.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    group_descriptor.entryCount = 1;
    group_descriptor.entries = &entry;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu->device, &group_descriptor);

    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    WGPUBuffer copy = gpu_buffer(gpu, 64, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, entry.buffer, 0, copy, 0, 64);
    gpu_submit(gpu, encoder);

    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(group_descriptor.layout);
    wgpuBufferRelease(entry.buffer);
    wgpuComputePipelineRelease(pipeline);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return copy;
}

/* The first device works; what was asked of the second one later is there before. */
static void
test_order(void)
{
    struct map slow = {0};
    struct map fast = {0};
    called = 0;
    slow.buffer = submit_work(&gpus[0]);
    start_map(&gpus[0], &slow, WGPUCallbackMode_AllowProcessEvents);
    start_map(&gpus[1], &fast, WGPUCallbackMode_AllowProcessEvents);
    while (called < 2)
        wgpuInstanceProcessEvents(gpus[0].instance);
    check_equal((uint64_t)fast.rank, 1, "a device that works does not hold up another one");
    check_equal((uint64_t)slow.rank, 2, "and is heard of when it is done");
    finish_map(&slow);
    finish_map(&fast);
}

/* The same where a wait is for the second one only. */
static void
test_wait(void)
{
    struct map slow = {0};
    struct map fast = {0};
    called = 0;
    slow.buffer = submit_work(&gpus[0]);
    start_map(&gpus[0], &slow, WGPUCallbackMode_WaitAnyOnly);
    start_map(&gpus[1], &fast, WGPUCallbackMode_WaitAnyOnly);
    gpu_wait(&gpus[1], fast.future);
    check(called == 1 && slow.rank == 0, "a wait for one device does not wait for the other");
    gpu_wait(&gpus[0], slow.future);
    check_equal((uint64_t)slow.rank, 2, "which is waited for next");
    finish_map(&slow);
    finish_map(&fast);
}

int
main(void)
{
    if (!gpu_open(&gpus[0], 0))
        return check_finish();
    if (gpu_open_beside(&gpus[1], &gpus[0])) {
        test_process_events();
        test_wait_any();
        test_order();
        test_wait();
        gpu_close(&gpus[1]);
    }
    gpu_close(&gpus[0]);
    return check_finish();
}
