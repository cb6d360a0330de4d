/* What wgpuInstanceWaitAny may be asked for, and what it says of each future. webgpu.h, "Wait Any", "Timed
 * Wait", "Mixed Sources". */
#include "rule.h"

static int calls;

static void
count_map(WGPUMapAsyncStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)message;
    (void)unused;
    (void)none;
    calls++;
    if (status != WGPUMapAsyncStatus_Success)
        check(false, "a map succeeds");
}

static WGPUFuture
map(WGPUBuffer buffer)
{
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = count_map;
    return wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE, info);
}

static WGPUWaitStatus
wait(size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    return wgpuInstanceWaitAny(gpu.instance, count, infos, timeout_ns);
}

/* One that is complete among others that are not: these are told apart. */
static void
test_completed(void)
{
    WGPUBuffer buffer = buffer_of(16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUFutureWaitInfo infos[3] = {{.future = wgpuDeviceGetLostFuture(gpu.device)}};
    infos[1].future = map(buffer);
    infos[2].future = infos[0].future;
    gpu_wait(&gpu, infos[1].future);
    infos[0].completed = infos[2].completed = true;
    check_equal(wait(3, infos, 0), WGPUWaitStatus_Success, "a wait for three, of which one is complete");
    rule(!infos[0].completed && infos[1].completed && !infos[2].completed, "only that one is completed");
    rule(calls == 1, "its callback is not called again");
    wgpuBufferRelease(buffer);
}

static void
test_too_many(void)
{
    WGPUInstanceLimits instance_limits = WGPU_INSTANCE_LIMITS_INIT;
    WGPUFutureWaitInfo infos[100];
    wgpuGetInstanceLimits(&instance_limits);
    const size_t limit = instance_limits.timedWaitAnyMaxCount;
    if (!check(limit < COUNT(infos), "a limit for timed waits"))
        return;
    for (size_t i = 0; i < COUNT(infos); i++)
        infos[i] = (WGPUFutureWaitInfo){.future = wgpuDeviceGetLostFuture(gpu.device)};
    rule(wait(limit + 1, infos, 1000) == WGPUWaitStatus_Error,
         "a timed wait for more than the limit is refused");
    rule(wait(limit, infos, 1000) == WGPUWaitStatus_TimedOut, "one for that many is not");
    rule(wait(COUNT(infos), infos, 0) == WGPUWaitStatus_TimedOut, "nor one without a timeout");
}

static void
test_mixed(void)
{
    struct gpu other;
    if (!gpu_open_beside(&other, &gpu))
        return;
    WGPUBuffer buffer = buffer_of(16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUBuffer beside = gpu_buffer(&other, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUFutureWaitInfo infos[2] = {{.future = map(buffer)}, {.future = map(beside)}};
    rule(wait(2, infos, 1000000) == WGPUWaitStatus_Error, "a timed wait for two queues is refused");
    rule(wait(2, infos, UINT64_MAX) == WGPUWaitStatus_Error, "so is one without end");
    gpu_wait(&gpu, infos[0].future);
    gpu_wait(&gpu, infos[1].future);
    rule(wait(2, infos, 0) == WGPUWaitStatus_Success && infos[0].completed && infos[1].completed,
         "one without a timeout is not");
    wgpuBufferRelease(beside);
    wgpuBufferRelease(buffer);
    gpu_close(&other);
}

static void
test_disabled(void)
{
    WGPUInstance instance = gpu.instance;
    WGPUFutureWaitInfo info = {.future = {1}};
    gpu.instance = wgpuCreateInstance(NULL);
    rule(wait(1, &info, 1000) == WGPUWaitStatus_Error, "no timed wait without TimedWaitAny");
    rule(wait(1, &info, UINT64_MAX) == WGPUWaitStatus_Error, "and none without end");
    rule(wait(0, NULL, 0) == WGPUWaitStatus_Success, "a wait for nothing");
    wgpuInstanceRelease(gpu.instance);
    gpu.instance = instance;
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_completed();
        test_too_many();
        test_mixed();
        test_disabled();
    }
    return rules_close();
}
