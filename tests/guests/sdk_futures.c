/* Asynchronous operations: when callbacks are called in each mode, what WaitAny returns for which timeout,
 * what happens to callbacks whose instance or buffer is gone. webgpu.h, "Asynchronous Operations". */
#include <stdio.h>
#include <string.h>

#include "check.h"

static struct gpu gpu;

static int calls;
static WGPUQueueWorkDoneStatus done_status;
static WGPUMapAsyncStatus map_status;

static void
count_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)message;
    done_status = status;
    calls += userdata1 == &gpu && userdata2 == &calls ? 1 : 1000;
}

static WGPUFuture
work_done(WGPUCallbackMode mode)
{
    WGPUQueueWorkDoneCallbackInfo info = WGPU_QUEUE_WORK_DONE_CALLBACK_INFO_INIT;
    info.mode = mode;
    info.callback = count_done;
    info.userdata1 = &gpu;
    info.userdata2 = &calls;
    calls = 0;
    done_status = 0;
    return wgpuQueueOnSubmittedWorkDone(gpu.queue, info);
}

static void
count_map(WGPUMapAsyncStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)unused;
    (void)none;
    map_status = status;
    calls++;
    if (status != WGPUMapAsyncStatus_Success && message.length == 0)
        check(false, "a status that is not success has a message");
}

static WGPUFuture
map(WGPUBuffer buffer, WGPUCallbackMode mode)
{
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = mode;
    info.callback = count_map;
    calls = 0;
    map_status = 0;
    return wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE, info);
}

static WGPUBuffer
staging(void)
{
    return gpu_buffer(&gpu, 256, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
}

static WGPUWaitStatus
wait_one(WGPUFuture future, uint64_t timeout_ns, bool *completed)
{
    WGPUFutureWaitInfo info = WGPU_FUTURE_WAIT_INFO_INIT;
    info.future = future;
    const WGPUWaitStatus status = wgpuInstanceWaitAny(gpu.instance, 1, &info, timeout_ns);
    *completed = info.completed != 0;
    return status;
}

static void
test_wait_only(void)
{
    bool completed;
    const WGPUFuture future = work_done(WGPUCallbackMode_WaitAnyOnly);
    check(future.id != 0, "a future has a number");
    check_equal((uint64_t)calls, 0, "no callback in the call that starts it");
    wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)calls, 0, "none in ProcessEvents, in mode WaitAnyOnly");
    check_equal(wait_one(future, UINT64_MAX, &completed), WGPUWaitStatus_Success, "wait for it");
    check(completed && calls == 1, "it is complete, and its callback was called once");
    check_equal(done_status, WGPUQueueWorkDoneStatus_Success, "with success");
    check_equal(wait_one(future, 0, &completed), WGPUWaitStatus_Success, "wait for it again");
    check(completed && calls == 1, "it still is, and the callback was not called again");
}

static void
test_process_events(void)
{
    bool completed;
    WGPUFuture future = work_done(WGPUCallbackMode_AllowProcessEvents);
    check_equal((uint64_t)calls, 0, "no callback before ProcessEvents");
    gpu_process_until(&gpu, &calls, 1);
    check_equal((uint64_t)calls, 1, "ProcessEvents calls it");
    check_equal(wait_one(future, 0, &completed), WGPUWaitStatus_Success,
                "then WaitAny knows it to be complete");
    check(completed && calls == 1, "and does not call it again");
    future = work_done(WGPUCallbackMode_AllowProcessEvents);
    check_equal(wait_one(future, UINT64_MAX, &completed), WGPUWaitStatus_Success, "WaitAny calls it, too");
    check_equal((uint64_t)calls, 1, "once");
    wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)calls, 1, "and ProcessEvents not after that");
}

static void
test_spontaneous(void)
{
    work_done(WGPUCallbackMode_AllowSpontaneous);
    gpu_process_until(&gpu, &calls, 1);
    check_equal((uint64_t)calls, 1, "a spontaneous callback comes by itself, or in ProcessEvents");
}

static void
test_timeouts(void)
{
    bool completed;
    WGPUBuffer buffer = staging();
    WGPUFuture future = map(buffer, WGPUCallbackMode_WaitAnyOnly);
    WGPUWaitStatus status = wait_one(future, 0, &completed);
    check(status == WGPUWaitStatus_Success || (status == WGPUWaitStatus_TimedOut && !completed),
          "a wait of no time ends");
    check_equal(wait_one(future, 10000000000, &completed), WGPUWaitStatus_Success,
                "a wait of ten seconds succeeds");
    check(completed && calls == 1 && map_status == WGPUMapAsyncStatus_Success, "long before they are over");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);

    const WGPUFuture lost = wgpuDeviceGetLostFuture(gpu.device);
    check_equal(wait_one(lost, 0, &completed), WGPUWaitStatus_TimedOut, "a device is not lost by itself");
    check(!completed, "and its future not complete");
    check_equal(wait_one(lost, 2000000, &completed), WGPUWaitStatus_TimedOut, "nor within two milliseconds");
    check_equal(wgpuInstanceWaitAny(gpu.instance, 0, NULL, 0), WGPUWaitStatus_Success, "a wait for nothing");
}

static void
test_several(void)
{
    WGPUBuffer first = staging();
    WGPUBuffer second = staging();
    WGPUFutureWaitInfo infos[2] = {WGPU_FUTURE_WAIT_INFO_INIT, WGPU_FUTURE_WAIT_INFO_INIT};
    infos[0].future = map(first, WGPUCallbackMode_WaitAnyOnly);
    infos[1].future = map(second, WGPUCallbackMode_WaitAnyOnly);
    check_equal(wgpuInstanceWaitAny(gpu.instance, 2, infos, UINT64_MAX), WGPUWaitStatus_Success,
                "wait for either of two");
    check_equal((uint64_t)calls, (uint64_t)(infos[0].completed + infos[1].completed),
                "each complete one's callback was called");
    for (int i = 0; i < 2; i++)
        gpu_wait(&gpu, infos[i].future);
    check_equal((uint64_t)calls, 2, "both at last");
    wgpuBufferUnmap(first);
    wgpuBufferUnmap(second);
    wgpuBufferRelease(first);
    wgpuBufferRelease(second);
}

static void
test_map_state(void)
{
    WGPUBuffer buffer = staging();
    WGPUFuture future = map(buffer, WGPUCallbackMode_WaitAnyOnly);
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Pending,
                "a map is pending until its callback");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 8) == NULL, "and has no range before");
    gpu_wait(&gpu, future);
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Mapped, "then it is mapped");
    wgpuBufferUnmap(buffer);

    future = map(buffer, WGPUCallbackMode_WaitAnyOnly);
    wgpuBufferUnmap(buffer);
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "unmapped while pending");
    gpu_wait(&gpu, future);
    check_equal(map_status, WGPUMapAsyncStatus_Aborted, "that aborts it");

    future = map(buffer, WGPUCallbackMode_WaitAnyOnly);
    wgpuBufferDestroy(buffer);
    gpu_wait(&gpu, future);
    check_equal(map_status, WGPUMapAsyncStatus_Aborted, "so does destroying the buffer");
    wgpuBufferRelease(buffer);

    buffer = staging();
    future = map(buffer, WGPUCallbackMode_WaitAnyOnly);
    wgpuBufferRelease(buffer);
    gpu_wait(&gpu, future);
    check_equal(map_status, WGPUMapAsyncStatus_Aborted, "and releasing it");
}

/* A callback that starts the next operation and waits for it. */
static void
nest(WGPUMapAsyncStatus status, WGPUStringView message, void *buffer, void *unused)
{
    bool completed;
    (void)message;
    (void)unused;
    check_equal(status, WGPUMapAsyncStatus_Success, "mapped, in a callback");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 8) != NULL, "there is a range");
    wgpuBufferUnmap(buffer);
    const WGPUFuture future = work_done(WGPUCallbackMode_WaitAnyOnly);
    check_equal(wait_one(future, UINT64_MAX, &completed), WGPUWaitStatus_Success, "wait in a callback");
    check_equal((uint64_t)calls, 1, "for another one");
}

static void
test_nested(void)
{
    WGPUBuffer buffer = staging();
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = nest;
    info.userdata1 = buffer;
    gpu_wait(&gpu, wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE, info));
    wgpuBufferRelease(buffer);
}

static void
take_pipeline(WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline pipeline, WGPUStringView message,
              void *result, void *unused)
{
    (void)unused;
    if (status != WGPUCreatePipelineAsyncStatus_Success)
        check(message.length != 0, "a failure has a message");
    calls++;
    *(WGPUComputePipeline *)result = pipeline;
}

static WGPUComputePipeline
create_pipeline(const char *code, const char *entry_point)
{
    WGPUComputePipeline pipeline = NULL;
    WGPUShaderModule shader = gpu_shader(&gpu, code);
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    descriptor.compute.entryPoint = text(entry_point);
    WGPUCreateComputePipelineAsyncCallbackInfo info = WGPU_CREATE_COMPUTE_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_pipeline;
    info.userdata1 = &pipeline;
    calls = 0;
    const WGPUFuture future = wgpuDeviceCreateComputePipelineAsync(gpu.device, &descriptor, info);
    wgpuShaderModuleRelease(shader);
    check_equal((uint64_t)calls, 0, "no callback before the wait");
    gpu_wait(&gpu, future);
    check_equal((uint64_t)calls, 1, "one after it");
    return pipeline;
}

static void
test_async_pipeline(void)
{
    static const char code[] = "@compute @workgroup_size(1) fn main() {}";
    WGPUComputePipeline pipeline = create_pipeline(code, "main");
    if (check(pipeline != NULL, "a pipeline, asynchronously"))
        wgpuComputePipelineRelease(pipeline);
    check(create_pipeline(code, "missing") == NULL, "none for a function that is not there");
}

/* Objects outlive the instance; callbacks do not: they are called, as cancelled, when it goes. */
static void
test_cancelled(void)
{
    struct gpu other;
    if (!gpu_open(&other, 0))
        return;
    WGPUQueueWorkDoneCallbackInfo info = WGPU_QUEUE_WORK_DONE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = count_done;
    info.userdata1 = &gpu;
    info.userdata2 = &calls;
    calls = 0;
    wgpuQueueOnSubmittedWorkDone(other.queue, info);
    wgpuInstanceRelease(other.instance);
    other.instance = NULL;
    check_equal((uint64_t)calls, 1, "releasing the instance calls what is left");
    check_equal(done_status, WGPUQueueWorkDoneStatus_CallbackCancelled, "as cancelled");
    gpu_close(&other);
}

static void
test_instance(void)
{
    check(wgpuHasInstanceFeature(WGPUInstanceFeatureName_TimedWaitAny), "timed waits are there");
    WGPUInstanceLimits limits = WGPU_INSTANCE_LIMITS_INIT;
    check_equal(wgpuGetInstanceLimits(&limits), WGPUStatus_Success, "the instance's limits");
    check(limits.timedWaitAnyMaxCount >= 1, "a timed wait for something");
    WGPUSupportedInstanceFeatures features = WGPU_SUPPORTED_INSTANCE_FEATURES_INIT;
    wgpuGetInstanceFeatures(&features);
    bool listed = false;
    for (size_t i = 0; i < features.featureCount; i++)
        listed = listed || features.features[i] == WGPUInstanceFeatureName_TimedWaitAny;
    check(listed, "and are listed");
    wgpuSupportedInstanceFeaturesFreeMembers(features);
    check(wgpuInstanceHasWGSLLanguageFeature(gpu.instance,
                                             WGPUWGSLLanguageFeatureName_Packed4x8IntegerDotProduct),
          "WGSL has packed dot products");
}

#define MANY 50000

static int in_order;

static void
count_in_order(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *number, void *unused)
{
    (void)status;
    (void)message;
    (void)unused;
    in_order += (uintptr_t)number == (uintptr_t)calls++;
}

/* Something that takes the GPU a while. */
static void
submit_copies(void)
{
    const uint64_t size = (uint64_t)16 << 20;
    WGPUBuffer from = gpu_buffer(&gpu, size, WGPUBufferUsage_CopySrc);
    WGPUBuffer to = gpu_buffer(&gpu, size, WGPUBufferUsage_CopyDst);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    for (int i = 0; i < 50; i++)
        wgpuCommandEncoderCopyBufferToBuffer(encoder, from, 0, to, 0, size);
    gpu_submit(&gpu, encoder);
    wgpuBufferRelease(from);
    wgpuBufferRelease(to);
}

/* Each of many is heard of, in order, whether others wait in front of them or not. */
static void
test_many(void)
{
    static WGPUFuture waiting[MANY / 10];
    WGPUQueueWorkDoneCallbackInfo info = WGPU_QUEUE_WORK_DONE_CALLBACK_INFO_INIT;
    submit_copies();
    for (int i = 0; i < MANY / 10; i++)
        waiting[i] = work_done(WGPUCallbackMode_WaitAnyOnly);
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = count_in_order;
    in_order = 0;
    for (uintptr_t i = 0; i < MANY; i++) {
        info.userdata1 = (void *)i;
        wgpuQueueOnSubmittedWorkDone(gpu.queue, info);
    }
    gpu_process_until(&gpu, &calls, MANY);
    check_equal((uint64_t)in_order, MANY, "many operations end in their order");
    calls = 0;
    for (int i = MANY / 10; i > 0; i--)
        wgpuInstanceWaitAny(gpu.instance, 1, &(WGPUFutureWaitInfo){.future = waiting[i - 1]}, UINT64_MAX);
    check_equal((uint64_t)calls, MANY / 10, "and are waited for in any");
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_instance();
    test_wait_only();
    test_process_events();
    test_spontaneous();
    test_timeouts();
    test_several();
    test_map_state();
    test_nested();
    test_async_pipeline();
    test_cancelled();
    test_many();
    gpu_close(&gpu);
    return check_finish();
}
