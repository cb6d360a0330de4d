/* WGPURenderPipeline, made at once or with a callback; its descriptor is read in render_state.c. Follows
 * WebGPU, "GPURenderPipeline". */
#include <wasigpu/imports.h>

#include "device.h"
#include "pipeline_request.h"
#include "render_state.h"

struct request {
    struct sdk_pipeline_request common;
    WGPUCreateRenderPipelineAsyncCallbackInfo info;
};

static WGPURenderPipeline
new_pipeline(uint32_t handle)
{
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_render_pipeline_drop);
}

WGPURenderPipeline
wgpuDeviceCreateRenderPipeline(WGPUDevice device, const WGPURenderPipelineDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    struct sdk_render_state state;
    sdk_render_state_init(&state, __func__, device, descriptor);
    const struct wasi_webgpu_device_create_render_pipeline_params params = {device->object.handle,
                                                                            state.descriptor};
    const uint32_t handle = wasi_webgpu_device_create_render_pipeline(&params);
    sdk_render_state_finish(&state);
    return new_pipeline(handle);
}

static void
call(const struct sdk_pipeline_request *request, WGPUStringView message)
{
    const struct request *self = (const struct request *)request;
    self->info.callback(request->status, request->handle != 0 ? new_pipeline(request->handle) : NULL, message,
                        self->info.userdata1, self->info.userdata2);
}

static void
create(struct sdk_pipeline_request *request, WGPUDevice device,
       const WGPURenderPipelineDescriptor *descriptor)
{
    struct sdk_render_state state;
    sdk_render_state_init(&state, "wgpuDeviceCreateRenderPipelineAsync", device, descriptor);
    const struct wasi_webgpu_device_create_render_pipeline_async_params params = {device->object.handle,
                                                                                  state.descriptor};
    struct wasi_webgpu_result_render_pipeline_create_pipeline_error result = {0};
    wasi_webgpu_device_create_render_pipeline_async(&params, &result);
    sdk_render_state_finish(&state);
    if (result.is_error)
        sdk_pipeline_request_fail(request, &result.error);
    else
        sdk_pipeline_request_succeed(request, result.ok);
}

WGPUFuture
wgpuDeviceCreateRenderPipelineAsync(WGPUDevice device, const WGPURenderPipelineDescriptor *descriptor,
                                    WGPUCreateRenderPipelineAsyncCallbackInfo info)
{
    if (!sdk_is_usable(device, __func__))
        return (WGPUFuture){0};
    struct request *request = sdk_alloc(1, sizeof *request);
    request->info = info;
    request->common.call = info.callback != NULL ? call : NULL;
    request->common.drop = wasi_webgpu_render_pipeline_drop;
    create(&request->common, device, descriptor);
    return sdk_pipeline_request_start(&request->common, device, info.mode);
}

WGPUBindGroupLayout
wgpuRenderPipelineGetBindGroupLayout(WGPURenderPipeline self, uint32_t index)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    const uint32_t handle = wasi_webgpu_render_pipeline_get_bind_group_layout(self->object.handle, index);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_bind_group_layout_drop);
}
