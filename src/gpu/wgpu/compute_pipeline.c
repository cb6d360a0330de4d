/* wgpu-native's compute pipelines.
 *
 * It does not clear workgroup memory, so that a shader could read what another guest left there: a
 * pipeline whose module declares some is refused, unless the user allows it. Pipelines are made inside
 * the call, also by the asynchronous form: WebGPU, "createComputePipelineAsync". */
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/shader.h"
#include "gpu/wgpu/wgpu.h"

#define WORKGROUP_MEMORY \
    "the shader declares workgroup memory, which wgpu-native does not clear: use Dawn, or allow it by " \
    "--allow-uninitialized-workgroup-memory (WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY=1)"

/* Of a pipeline whose module is this. */
static bool
is_refused(const struct gpu_wgpu_shader_module *module)
{
    return module->uses_workgroup_memory &&
           !module->device->adapter->instance->uninitialized_workgroup_memory;
}

/* A pipeline that wgpu-native knows to be invalid, without an error. */
static WGPUComputePipeline
invalid_pipeline(struct gpu_wgpu_device *device)
{
    WGPUComputePipelineDescriptor native = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    native.compute.module = gpu_wgpu_invalid_shader(device);
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUComputePipeline pipeline = gpu_native.DeviceCreateComputePipeline(device->native, &native);
    gpu_wgpu_capture_end(device, &message);
    free(message);
    gpu_native.ShaderModuleRelease(native.compute.module);
    return pipeline;
}

/* wgpu-native's. What is refused is not made: *reason says why. */
static WGPUComputePipeline
create(struct gpu_wgpu_device *device, const WGPUComputePipelineDescriptor *descriptor, const char **reason)
{
    *reason = NULL;
    const struct gpu_wgpu_shader_module *module = gpu_wgpu_shader_module(descriptor->compute.module);
    const struct gpu_wgpu_pipeline_layout *layout = gpu_wgpu_pipeline_layout(descriptor->layout);
    *reason = gpu_wgpu_check_stage(device, descriptor->compute.module, descriptor->compute.constantCount,
                                   descriptor->compute.constants);
    if (layout != NULL && layout->device != device)
        *reason = "the layout is of another device";
    if (*reason == NULL && is_refused(module))
        *reason = WORKGROUP_MEMORY;
    if (*reason != NULL)
        return NULL;
    WGPUComputePipelineDescriptor native = *descriptor;
    native.label = gpu_wgpu_text(descriptor->label);
    native.nextInChain = NULL;
    native.layout = layout != NULL ? layout->native : NULL;
    native.compute.module = module->native;
    return gpu_native.DeviceCreateComputePipeline(device->native, &native);
}

WGPUComputePipeline
gpu_wgpu_DeviceCreateComputePipeline(WGPUDevice handle, const WGPUComputePipelineDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const char *reason;
    const WGPUComputePipeline pipeline = create(device, descriptor, &reason);
    if (reason == NULL)
        return gpu_wgpu_compute_pipeline_new(device, pipeline);
    gpu_wgpu_validation_error(device, "%s", reason);
    return gpu_wgpu_compute_pipeline_new(device, invalid_pipeline(device));
}

static void
deliver_pipeline(struct gpu_wgpu_future *future)
{
    const WGPUCreateComputePipelineAsyncCallbackInfo *info = &future->callback.compute_pipeline;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPUCreatePipelineAsyncStatus)future->status, future->result,
                   (WGPUStringView){text, strlen(text)}, info->userdata1, info->userdata2);
}

/* Errors go to the callback, to no error scope. */
WGPUFuture
gpu_wgpu_DeviceCreateComputePipelineAsync(WGPUDevice handle, const WGPUComputePipelineDescriptor *descriptor,
                                          WGPUCreateComputePipelineAsyncCallbackInfo callback)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const struct gpu_wgpu_future start = {
        .instance = device->adapter->instance,
        .mode = callback.mode,
        .deliver = deliver_pipeline,
        .callback.compute_pipeline = callback,
        .status = WGPUCreatePipelineAsyncStatus_InternalError,
        .cancelled = WGPUCreatePipelineAsyncStatus_CallbackCancelled,
    };
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    if (future == NULL)
        return (WGPUFuture){0};
    const char *reason;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUComputePipeline pipeline = create(device, descriptor, &reason);
    WGPUCreatePipelineAsyncStatus status = gpu_wgpu_creation_end(device, reason, &message);
    if (status == WGPUCreatePipelineAsyncStatus_Success) {
        future->result =
            gpu_wgpu_compute_pipeline_new(device, pipeline != NULL ? pipeline : invalid_pipeline(device));
        if (future->result == NULL)
            status = WGPUCreatePipelineAsyncStatus_InternalError;
    } else if (pipeline != NULL) {
        gpu_native.ComputePipelineRelease(pipeline);
    }
    const WGPUFuture id = gpu_wgpu_future_finish(future, status, message);
    free(message);
    return id;
}

WGPUBindGroupLayout
gpu_wgpu_ComputePipelineGetBindGroupLayout(WGPUComputePipeline handle, uint32_t index)
{
    const struct gpu_wgpu_compute_pipeline *pipeline = gpu_wgpu_compute_pipeline(handle);
    return gpu_wgpu_bind_group_layout_new(
        pipeline->device, gpu_native.ComputePipelineGetBindGroupLayout(pipeline->native, index));
}
