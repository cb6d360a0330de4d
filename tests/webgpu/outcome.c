/* Operations that are started, and what comes back of them. */
#include "outcome.h"

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

WGPUFuture
ask_adapter(WGPUCallbackMode mode, struct outcome *outcome)
{
    return wgpuInstanceRequestAdapter(
        gpu.instance, NULL,
        (WGPURequestAdapterCallbackInfo){.mode = mode, .callback = note_adapter, .userdata1 = outcome});
}

WGPUFuture
ask_device(WGPUCallbackMode mode, WGPUAdapter adapter, struct outcome *outcome)
{
    return wgpuAdapterRequestDevice(
        adapter, NULL,
        (WGPURequestDeviceCallbackInfo){.mode = mode, .callback = note_device, .userdata1 = outcome});
}

WGPUFuture
ask_map(WGPUCallbackMode mode, WGPUBuffer buffer, struct outcome *outcome)
{
    return wgpuBufferMapAsync(
        buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE,
        (WGPUBufferMapCallbackInfo){.mode = mode, .callback = note_map, .userdata1 = outcome});
}

WGPUFuture
ask_work(WGPUCallbackMode mode, struct outcome *outcome)
{
    return wgpuQueueOnSubmittedWorkDone(
        gpu.queue,
        (WGPUQueueWorkDoneCallbackInfo){.mode = mode, .callback = note_work, .userdata1 = outcome});
}

WGPUFuture
ask_scope(WGPUCallbackMode mode, struct outcome *outcome)
{
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    return wgpuDevicePopErrorScope(
        gpu.device,
        (WGPUPopErrorScopeCallbackInfo){.mode = mode, .callback = note_scope, .userdata1 = outcome});
}

WGPUFuture
ask_pipeline(WGPUCallbackMode mode, struct outcome *outcome)
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

WGPUFuture
ask_info(WGPUCallbackMode mode, struct outcome *outcome)
{
    WGPUShaderModule module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    const WGPUFuture future = wgpuShaderModuleGetCompilationInfo(
        module, (WGPUCompilationInfoCallbackInfo){.mode = mode, .callback = note_info, .userdata1 = outcome});
    wgpuShaderModuleRelease(module);
    return future;
}

WGPUBuffer
staging(void)
{
    return buffer_of(256, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
}
