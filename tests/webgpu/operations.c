/* Objects that end while something is under way with them: released, destroyed, unmapped, with or without
 * their device and their instance. Each callback comes once, and says how it ended. webgpu.h, "Callback
 * Statuses", "Releasing a Device object", "Ownership". */
#include "rule.h"

/* What has come back, of whatever kind of operation. */
struct outcome {
    int calls;
    int status;
    bool has_object;
    bool has_message;
};

static void
note(void *userdata, int status, WGPUStringView message)
{
    struct outcome *outcome = userdata;
    outcome->calls++;
    outcome->status = status;
    outcome->has_message = message.length != 0;
}

static void
note_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *outcome,
             void *unused)
{
    (void)unused;
    note(outcome, (int)status, message);
    ((struct outcome *)outcome)->has_object = adapter != NULL;
    if (adapter != NULL)
        wgpuAdapterRelease(adapter);
}

static void
note_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *outcome,
            void *unused)
{
    (void)unused;
    note(outcome, (int)status, message);
    ((struct outcome *)outcome)->has_object = device != NULL;
    if (device != NULL)
        wgpuDeviceRelease(device);
}

static void
note_map(WGPUMapAsyncStatus status, WGPUStringView message, void *outcome, void *unused)
{
    (void)unused;
    note(outcome, (int)status, message);
}

static void
note_work(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *outcome, void *unused)
{
    (void)unused;
    note(outcome, (int)status, message);
}

static void
note_scope(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *outcome,
           void *unused)
{
    (void)unused;
    note(outcome, (int)status, message);
    ((struct outcome *)outcome)->has_object = type != WGPUErrorType_NoError;
}

static void
note_pipeline(WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline pipeline, WGPUStringView message,
              void *outcome, void *unused)
{
    (void)unused;
    note(outcome, (int)status, message);
    ((struct outcome *)outcome)->has_object = pipeline != NULL;
    if (pipeline != NULL)
        wgpuComputePipelineRelease(pipeline);
}

static void
note_info(WGPUCompilationInfoRequestStatus status, const WGPUCompilationInfo *info, void *outcome,
          void *unused)
{
    (void)unused;
    note(outcome, (int)status, text("-"));
    ((struct outcome *)outcome)->has_object = info != NULL;
}

static WGPUFuture
ask_adapter(WGPUCallbackMode mode, struct outcome *outcome)
{
    return wgpuInstanceRequestAdapter(
        gpu.instance, NULL,
        (WGPURequestAdapterCallbackInfo){.mode = mode, .callback = note_adapter, .userdata1 = outcome});
}

static WGPUFuture
ask_device(WGPUCallbackMode mode, WGPUAdapter adapter, struct outcome *outcome)
{
    return wgpuAdapterRequestDevice(
        adapter, NULL,
        (WGPURequestDeviceCallbackInfo){.mode = mode, .callback = note_device, .userdata1 = outcome});
}

static WGPUFuture
map(WGPUCallbackMode mode, WGPUBuffer buffer, struct outcome *outcome)
{
    return wgpuBufferMapAsync(
        buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE,
        (WGPUBufferMapCallbackInfo){.mode = mode, .callback = note_map, .userdata1 = outcome});
}

static WGPUFuture
ask_work(WGPUCallbackMode mode, struct outcome *outcome)
{
    return wgpuQueueOnSubmittedWorkDone(
        gpu.queue,
        (WGPUQueueWorkDoneCallbackInfo){.mode = mode, .callback = note_work, .userdata1 = outcome});
}

static WGPUFuture
pop(WGPUCallbackMode mode, struct outcome *outcome)
{
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    return wgpuDevicePopErrorScope(
        gpu.device,
        (WGPUPopErrorScopeCallbackInfo){.mode = mode, .callback = note_scope, .userdata1 = outcome});
}

/* With a layout and a module that are gone when this returns. */
static WGPUFuture
create_pipeline(WGPUCallbackMode mode, struct outcome *outcome)
{
    const WGPUPipelineLayoutDescriptor layout = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.layout = wgpuDeviceCreatePipelineLayout(gpu.device, &layout);
    descriptor.compute.module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    const WGPUFuture future = wgpuDeviceCreateComputePipelineAsync(
        gpu.device, &descriptor,
        (WGPUCreateComputePipelineAsyncCallbackInfo){
            .mode = mode, .callback = note_pipeline, .userdata1 = outcome});
    wgpuPipelineLayoutRelease(descriptor.layout);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return future;
}

static WGPUFuture
ask_info(WGPUCallbackMode mode, struct outcome *outcome)
{
    WGPUShaderModule module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    const WGPUFuture future = wgpuShaderModuleGetCompilationInfo(
        module, (WGPUCompilationInfoCallbackInfo){.mode = mode, .callback = note_info, .userdata1 = outcome});
    wgpuShaderModuleRelease(module);
    return future;
}

static WGPUBuffer
staging(void)
{
    return buffer_of(256, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
}

/* Nothing but the operation needs what it was started with. */
static void
test_released_at_once(void)
{
    struct outcome device = {0}, pipeline = {0}, info = {0}, work = {0};
    if (!gpu_open(&gpu, 0))
        return;
    WGPUFuture future = create_pipeline(WGPUCallbackMode_WaitAnyOnly, &pipeline);
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

/* A map that is aborted says so, and the buffer can be mapped again. (A spontaneous one may have said that it
 * succeeded before.) */
static void
test_aborted_maps(void)
{
    if (!gpu_open(&gpu, 0))
        return;
    for (WGPUCallbackMode mode = WGPUCallbackMode_WaitAnyOnly; mode <= WGPUCallbackMode_AllowProcessEvents;
         mode++) {
        struct outcome unmapped = {0}, destroyed = {0}, released = {0}, again = {0};
        WGPUBuffer buffer = staging();
        WGPUFuture future = map(mode, buffer, &unmapped);
        wgpuBufferUnmap(buffer);
        check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "unmapped while pending");
        gpu_wait(&gpu, map(mode, buffer, &again));
        gpu_wait(&gpu, future);
        check(unmapped.calls == 1 && unmapped.status == WGPUMapAsyncStatus_Aborted && unmapped.has_message,
              "aborts it");
        check(again.calls == 1 && again.status == WGPUMapAsyncStatus_Success, "but not the next one");
        wgpuBufferUnmap(buffer);

        future = map(mode, buffer, &destroyed);
        wgpuBufferDestroy(buffer);
        gpu_wait(&gpu, future);
        check(destroyed.calls == 1 && destroyed.status == WGPUMapAsyncStatus_Aborted, "so does a destroy");
        wgpuBufferRelease(buffer);

        buffer = staging();
        future = map(mode, buffer, &released);
        wgpuBufferRelease(buffer);
        gpu_wait(&gpu, future);
        check(released.calls == 1 && released.status == WGPUMapAsyncStatus_Aborted, "and a release");
    }
    gpu_close(&gpu);
}

/* More than the host lets run on for nobody. */
static void
test_many_aborted(void)
{
    const int count = 5000;
    struct outcome unmapped = {0}, released = {0};
    if (!gpu_open(&gpu, 0))
        return;
    WGPUBuffer buffer = staging();
    for (int i = 0; i < count; i++) {
        map(WGPUCallbackMode_AllowProcessEvents, buffer, &unmapped);
        wgpuBufferUnmap(buffer);
    }
    gpu_process_until(&gpu, &unmapped.calls, count);
    check_equal((uint64_t)unmapped.calls, (uint64_t)count, "thousands of maps are aborted by unmap");
    check_equal((uint64_t)gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success,
                "and then one is not");
    wgpuBufferRelease(buffer);
    for (int i = 0; i < count; i++) {
        buffer = staging();
        map(WGPUCallbackMode_AllowProcessEvents, buffer, &released);
        wgpuBufferRelease(buffer);
    }
    gpu_process_until(&gpu, &released.calls, count);
    check_equal((uint64_t)released.calls, (uint64_t)count, "and thousands by release");
    gpu_close(&gpu);
}

/* A second map is refused and does not touch the first. */
static void
test_second_map(void)
{
    struct outcome first = {0}, second = {0};
    if (!gpu_open(&gpu, 0))
        return;
    WGPUBuffer buffer = staging();
    gpu_watch(&gpu); /* whether it is a validation error, too, is not said */
    const WGPUFuture future = map(WGPUCallbackMode_WaitAnyOnly, buffer, &first);
    gpu_wait(&gpu, map(WGPUCallbackMode_WaitAnyOnly, buffer, &second));
    check(second.status == WGPUMapAsyncStatus_Error && second.has_message, "a second map is refused");
    gpu_wait(&gpu, future);
    check_equal((uint64_t)first.status, WGPUMapAsyncStatus_Success, "the first one is not");
    gpu_wait(&gpu, map(WGPUCallbackMode_WaitAnyOnly, buffer, &second));
    check(second.calls == 2 && second.status == WGPUMapAsyncStatus_Error, "nor may it be mapped twice");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 8) != NULL, "the mapping stays");
    gpu_pop_error(&gpu, NULL, 0);
    wgpuBufferRelease(buffer);
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
    map(mode, buffer, &mapped);
    ask_work(mode, &work);
    pop(mode, &scope);
    create_pipeline(mode, &pipeline);
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
    map(mode, buffer, &mapped);
    ask_work(mode, &work);
    pop(mode, &scope);
    create_pipeline(mode, &pipeline);
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
    map(mode, buffer, &late);
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
    test_aborted_maps();
    test_many_aborted();
    test_second_map();
    test_device_ends();
    test_instance_ends();
    return check_finish();
}
