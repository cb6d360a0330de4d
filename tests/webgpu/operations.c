/* Objects that end while something is under way with them: released, destroyed, unmapped, with or without
 * their device and their instance. Each callback comes once, and says how it ended. webgpu.h, "Callback
 * Statuses", "Releasing a Device object", "Ownership". */
#include "outcome.h"

/* Nothing but the operation needs what it was started with. */
static void
test_released_at_once(void)
{
    struct outcome device = {0}, pipeline = {0}, info = {0}, work = {0};
    if (!gpu_open(&gpu, 0))
        return;
    WGPUFuture future = ask_pipeline(WGPUCallbackMode_WaitAnyOnly, &pipeline);
    gpu_wait(&gpu, future);
    check(pipeline.status == WGPUCreatePipelineAsyncStatus_Success && pipeline.has_object,
          "a pipeline whose layout and module were released");
    gpu_wait(&gpu, ask_info(WGPUCallbackMode_WaitAnyOnly, &info));
    check(info.status == WGPUCompilationInfoRequestStatus_Success && info.has_object,
          "what is said of a module that was released");

    struct gpu other;
    if (gpu_open_beside(&other, &gpu)) {
        wgpuDeviceRelease(other.device);
        other.device = NULL;
        gpu_close(&other);
    }
    if (gpu_open_adapter(&other)) {
        future = ask_device(WGPUCallbackMode_WaitAnyOnly, other.adapter, &device);
        wgpuAdapterRelease(other.adapter);
        other.adapter = NULL;
        gpu_wait(&other, future);
        check(device.status == WGPURequestDeviceStatus_Success && device.has_object,
              "a device of an adapter that was released");
        gpu_close(&other);
    }

    future = ask_work(WGPUCallbackMode_WaitAnyOnly, &work);
    wgpuQueueRelease(gpu.queue);
    gpu.queue = NULL;
    gpu_wait(&gpu, future);
    check_equal((uint64_t)work.status, WGPUQueueWorkDoneStatus_Success, "work of a queue that was released");
    gpu_close(&gpu);
}

/* `release`: with its last reference, else by a destroy. */
static void
end_device(bool release)
{
    struct outcome mapped = {0}, work = {0}, scope = {0}, pipeline = {0}, info = {0};
    const WGPUCallbackMode mode = WGPUCallbackMode_AllowProcessEvents;
    if (!gpu_open(&gpu, 0))
        return;
    WGPUBuffer buffer = staging();
    ask_map(mode, buffer, &mapped);
    ask_work(mode, &work);
    ask_scope(mode, &scope);
    ask_pipeline(mode, &pipeline);
    ask_info(mode, &info);
    if (release) {
        wgpuDeviceRelease(gpu.device);
        gpu.device = NULL;
    } else {
        wgpuDeviceDestroy(gpu.device);
    }
    gpu_process_until(&gpu, &mapped.calls, 1);
    gpu_process_until(&gpu, &work.calls, 1);
    gpu_process_until(&gpu, &scope.calls, 1);
    gpu_process_until(&gpu, &pipeline.calls, 1);
    gpu_process_until(&gpu, &info.calls, 1);
    rule(mapped.calls == 1 && mapped.status == WGPUMapAsyncStatus_Aborted,
         release ? "released device: a map is aborted" : "destroyed device: a map is aborted");
    check(work.calls == 1 && work.status == WGPUQueueWorkDoneStatus_Success, "work is done");
    check(scope.calls == 1 && scope.status == WGPUPopErrorScopeStatus_Success && !scope.has_object,
          "a scope has caught nothing");
    check(pipeline.calls == 1, "a pipeline is made or not");
    check(info.calls == 1 && info.status == WGPUCompilationInfoRequestStatus_Success,
          "what was said is said");
    wgpuBufferRelease(buffer);
    gpu_close(&gpu);
}

static void
test_device_ends(void)
{
    end_device(false);
    end_device(true);
}

/* What is under way when the instance goes is cancelled, and what is started later at once. */
static void
test_instance_ends(void)
{
    struct outcome adapter = {0}, device = {0}, mapped = {0}, work = {0}, scope = {0}, pipeline = {0};
    struct outcome info = {0}, late = {0};
    const WGPUCallbackMode mode = WGPUCallbackMode_WaitAnyOnly;
    struct gpu other;
    if (!gpu_open(&gpu, 0))
        return;
    if (!gpu_open_beside(&other, &gpu)) {
        gpu_close(&gpu);
        return;
    }
    wgpuInstanceRelease(other.instance);
    other.instance = NULL;
    WGPUBuffer buffer = staging();
    ask_adapter(mode, &adapter);
    ask_device(mode, gpu.adapter, &device); /* which has one */
    ask_map(mode, buffer, &mapped);
    ask_work(mode, &work);
    ask_scope(mode, &scope);
    ask_pipeline(mode, &pipeline);
    ask_info(mode, &info);
    wgpuInstanceRelease(gpu.instance);
    gpu.instance = NULL;
    rule(adapter.calls == 1 && adapter.status == WGPURequestAdapterStatus_CallbackCancelled &&
             !adapter.has_object && adapter.has_message,
         "released instance: an adapter that is asked for is cancelled");
    rule(device.calls == 1 && device.status == WGPURequestDeviceStatus_CallbackCancelled &&
             !device.has_object && device.has_message,
         "released instance: a device that is asked for is cancelled");
    rule(mapped.calls == 1 && mapped.status == WGPUMapAsyncStatus_CallbackCancelled,
         "released instance: a map is cancelled");
    rule(work.calls == 1 && work.status == WGPUQueueWorkDoneStatus_CallbackCancelled,
         "released instance: the news of work is cancelled");
    rule(scope.calls == 1 && scope.status == WGPUPopErrorScopeStatus_CallbackCancelled && !scope.has_object,
         "released instance: an error scope is cancelled");
    rule(pipeline.calls == 1 && pipeline.status == WGPUCreatePipelineAsyncStatus_CallbackCancelled &&
             !pipeline.has_object,
         "released instance: a pipeline is cancelled");
    rule(info.calls == 1 && info.status == WGPUCompilationInfoRequestStatus_CallbackCancelled &&
             !info.has_object,
         "released instance: compilation info is cancelled");
    ask_map(mode, buffer, &late);
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
    check_equal((uint64_t)late.calls, 1, "what is started afterwards is called back once");
    gpu_close(&other);
    gpu_close(&gpu);
}

int
main(int argc, char **argv)
{
    rules_of(argc, argv);
    test_released_at_once();
    test_device_ends();
    test_instance_ends();
    return check_finish();
}
