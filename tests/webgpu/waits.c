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

/* While the GPU is busy, so that there is something to wait for. */
static void
test_twice(void)
{
    const uint64_t size = 64 << 20;
    WGPUBuffer buffer = buffer_of(size, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    for (int i = 0; i < 8; i++)
        wgpuCommandEncoderClearBuffer(encoder, buffer, 0, size);
    gpu_submit(&gpu, encoder);
    WGPUFutureWaitInfo infos[3] = {{.future = map(buffer)}};
    infos[1] = infos[2] = infos[0];
    calls = 0;
    rule(wait(COUNT(infos), infos, UINT64_MAX) == WGPUWaitStatus_Success, "a future may be waited for twice");
    rule(infos[0].completed && infos[1].completed && infos[2].completed, "each of its places is completed");
    rule(calls == 1, "its callback is called once");
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
take_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *unused,
             void *none)
{
    (void)message;
    (void)unused;
    (void)none;
    if (check(status == WGPURequestAdapterStatus_Success, "an adapter"))
        wgpuAdapterRelease(adapter);
}

static WGPUInstance
instance_of(size_t wait_max)
{
    static const WGPUInstanceFeatureName timed = WGPUInstanceFeatureName_TimedWaitAny;
    WGPUInstanceLimits required = WGPU_INSTANCE_LIMITS_INIT;
    required.timedWaitAnyMaxCount = wait_max;
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &timed;
    descriptor.requiredLimits = &required;
    return wgpuCreateInstance(&descriptor);
}

/* What an instance was made with counts, and not what there could be. */
static void
test_enabled_count(size_t enabled, bool is_too_many, const char *what)
{
    WGPUInstance instance = gpu.instance;
    WGPUFutureWaitInfo infos[3];
    WGPURequestAdapterCallbackInfo info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_adapter;
    gpu.instance = instance_of(enabled);
    for (size_t i = 0; i < COUNT(infos); i++)
        infos[i] = (WGPUFutureWaitInfo){.future = wgpuInstanceRequestAdapter(gpu.instance, NULL, info)};
    rule((wait(COUNT(infos), infos, UINT64_MAX) == WGPUWaitStatus_Error) == is_too_many, what);
    for (size_t i = 0; i < COUNT(infos); i++)
        rule(wait(1, &infos[i], UINT64_MAX) == WGPUWaitStatus_Success, "and each can be waited for");
    wgpuInstanceRelease(gpu.instance);
    gpu.instance = instance;
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
        test_twice();
        test_too_many();
        test_enabled_count(2, true, "a timed wait for more than what was enabled is refused");
        test_enabled_count(3, false, "one for as many is not");
        test_enabled_count(0, false, "nor one where no number was asked for");
        test_mixed();
        test_disabled();
    }
    return rules_close();
}
