/* wgpu-native's render pipelines. A pipeline whose shader declares workgroup memory has no use for it, so
 * nothing is refused here for that. They are made inside the call, also by the asynchronous form: WebGPU,
 * "createRenderPipelineAsync". */
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/render_state.h"
#include "gpu/wgpu/wgpu.h"

/* What is refused is not made: *reason says why. */
static WGPURenderPipeline
create_native(struct gpu_wgpu_render_pipeline *pipeline, const WGPURenderPipelineDescriptor *descriptor,
              const char **reason)
{
    struct gpu_wgpu_device *device = pipeline->device;
    *reason = gpu_wgpu_check_render_state(device, descriptor);
    if (*reason != NULL)
        return NULL;
    WGPURenderPipeline native = NULL;
    struct gpu_wgpu_render_state state;
    if (gpu_wgpu_render_state_init(&state, descriptor))
        native = gpu_native.DeviceCreateRenderPipeline(device->native, &state.native);
    else
        gpu_wgpu_report(device, WGPUErrorType_OutOfMemory, "render pipeline: out of memory");
    pipeline->vertex_slots = state.vertex_slots;
    pipeline->vertex_holes = state.vertex_holes;
    pipeline->blends_constant = state.blends_constant;
    gpu_wgpu_render_state_finish(&state);
    return native;
}

static struct gpu_wgpu_render_pipeline *
create(struct gpu_wgpu_device *device, const WGPURenderPipelineDescriptor *descriptor, const char **reason)
{
    struct gpu_wgpu_render_pipeline *pipeline = gpu_wgpu_record_new(sizeof *pipeline);
    *reason = "out of memory";
    if (pipeline == NULL)
        return NULL;
    pipeline->device = device;
    gpu_wgpu_ref(&device->refs);
    pipeline->native = create_native(pipeline, descriptor, reason);
    return pipeline;
}

/* Why one that wgpu-native has made is invalid all the same; NULL: it is not. */
static const char *
refuse(struct gpu_wgpu_render_pipeline *pipeline, const WGPURenderPipelineDescriptor *descriptor)
{
    const char *reason = gpu_wgpu_check_outputs(pipeline->device, descriptor);
    if (reason == NULL)
        return NULL;
    gpu_native.RenderPipelineRelease(pipeline->native);
    pipeline->native = NULL;
    return reason;
}

WGPURenderPipeline
gpu_wgpu_DeviceCreateRenderPipeline(WGPUDevice handle, const WGPURenderPipelineDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const char *reason;
    const uint64_t errors = device->error_count;
    struct gpu_wgpu_render_pipeline *pipeline = create(device, descriptor, &reason);
    if (reason == NULL && device->error_count == errors)
        reason = refuse(pipeline, descriptor);
    if (reason != NULL)
        gpu_wgpu_validation_error(device, "render pipeline: %s", reason);
    return gpu_wgpu_render_pipeline_handle(pipeline);
}

void
gpu_wgpu_RenderPipelineAddRef(WGPURenderPipeline handle)
{
    gpu_wgpu_ref(&gpu_wgpu_render_pipeline(handle)->refs);
}

void
gpu_wgpu_RenderPipelineRelease(WGPURenderPipeline handle)
{
    struct gpu_wgpu_render_pipeline *pipeline = gpu_wgpu_render_pipeline(handle);
    if (!gpu_wgpu_unref(&pipeline->refs))
        return;
    if (pipeline->native != NULL)
        gpu_native.RenderPipelineRelease(pipeline->native);
    gpu_wgpu_device_unref(pipeline->device);
    free(pipeline);
}

static void
deliver_pipeline(struct gpu_wgpu_future *future)
{
    const WGPUCreateRenderPipelineAsyncCallbackInfo *info = &future->callback.render_pipeline;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPUCreatePipelineAsyncStatus)future->status, future->result,
                   (WGPUStringView){text, strlen(text)}, info->userdata1, info->userdata2);
}

/* Errors go to the callback, to no error scope. */
WGPUFuture
gpu_wgpu_DeviceCreateRenderPipelineAsync(WGPUDevice handle, const WGPURenderPipelineDescriptor *descriptor,
                                         WGPUCreateRenderPipelineAsyncCallbackInfo callback)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const struct gpu_wgpu_future start = {
        .instance = device->adapter->instance,
        .mode = callback.mode,
        .deliver = deliver_pipeline,
        .callback.render_pipeline = callback,
        .status = WGPUCreatePipelineAsyncStatus_InternalError,
        .cancelled = WGPUCreatePipelineAsyncStatus_CallbackCancelled,
    };
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    if (future == NULL)
        return (WGPUFuture){0};
    const char *reason;
    char *message;
    gpu_wgpu_capture_begin(device);
    struct gpu_wgpu_render_pipeline *pipeline = create(device, descriptor, &reason);
    WGPUCreatePipelineAsyncStatus status = gpu_wgpu_creation_end(device, reason, &message);
    const bool made = status == WGPUCreatePipelineAsyncStatus_Success && reason == NULL;
    if (made)
        reason = refuse(pipeline, descriptor);
    if (made && reason != NULL) {
        status = WGPUCreatePipelineAsyncStatus_ValidationError;
        message = strdup(reason);
    }
    if (pipeline == NULL)
        status = WGPUCreatePipelineAsyncStatus_InternalError;
    else if (status == WGPUCreatePipelineAsyncStatus_Success)
        future->result = gpu_wgpu_render_pipeline_handle(pipeline);
    else
        gpu_wgpu_RenderPipelineRelease(gpu_wgpu_render_pipeline_handle(pipeline));
    const WGPUFuture id = gpu_wgpu_future_finish(future, status, message);
    free(message);
    return id;
}

/* WebGPU, "getBindGroupLayout". */
WGPUBindGroupLayout
gpu_wgpu_RenderPipelineGetBindGroupLayout(WGPURenderPipeline handle, uint32_t index)
{
    const struct gpu_wgpu_render_pipeline *pipeline = gpu_wgpu_render_pipeline(handle);
    struct gpu_wgpu_device *device = pipeline->device;
    if (pipeline->native != NULL)
        return gpu_wgpu_bind_group_layout_new(
            device, gpu_native.RenderPipelineGetBindGroupLayout(pipeline->native, index));
    gpu_wgpu_validation_error(device, "get a bind group layout: the pipeline is invalid");
    return gpu_wgpu_bind_group_layout_new(device, gpu_wgpu_invalid_layout(device));
}
