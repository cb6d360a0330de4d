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

WGPURenderPipeline
wgpuDeviceCreateRenderPipeline(WGPUDevice device, const WGPURenderPipelineDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    struct sdk_render_state state;
    WGPURenderPipeline self = NULL;
    sdk_render_state_init(&state, __func__, device, descriptor);
    if (!state.lacks_memory) {
        const struct wasi_webgpu_device_create_render_pipeline_params params = {device->object.handle,
                                                                                state.descriptor};
        self = sdk_object_new(&sdk_plain_places, wasi_webgpu_device_create_render_pipeline(&params),
                              wasi_webgpu_render_pipeline_drop);
    }
    sdk_render_state_finish(&state);
    return self;
}

static void
call(const struct sdk_pipeline_request *request, WGPUCreatePipelineAsyncStatus status, void *pipeline,
     WGPUStringView message)
{
    const struct request *self = (const struct request *)request;
    self->info.callback(status, pipeline, message, self->info.userdata1, self->info.userdata2);
}

/* What the host is lent stays until the request is over. */
static void
lend(struct sdk_pipeline_request *request, const WGPURenderPipelineDescriptor *descriptor,
     struct sdk_render_state *state)
{
    if (state->descriptor.layout.tag == WASI_WEBGPU_LAYOUT_MODE_SPECIFIC)
        request->layout = descriptor->layout;
    if (state->made[0] == 0)
        request->modules[0] = descriptor->vertex.module;
    if (descriptor != NULL && descriptor->fragment != NULL && state->made[1] == 0)
        request->modules[1] = descriptor->fragment->module;
    for (size_t i = 0; i < 2; i++) {
        request->made[i] = state->made[i];
        state->made[i] = 0;
    }
}

WGPUFuture
wgpuDeviceCreateRenderPipelineAsync(WGPUDevice device, const WGPURenderPipelineDescriptor *descriptor,
                                    WGPUCreateRenderPipelineAsyncCallbackInfo info)
{
    if (!sdk_can_start(device, info.nextInChain, __func__))
        return (WGPUFuture){0};
    struct request *request = sdk_alloc(1, sizeof *request);
    request->info = info;
    request->common.device = device;
    request->common.call = info.callback != NULL ? call : NULL;
    request->common.drop = wasi_webgpu_render_pipeline_drop;
    struct sdk_render_state state;
    sdk_render_state_init(&state, __func__, device, descriptor);
    lend(&request->common, descriptor, &state);
    const struct wasi_webgpu_device_create_render_pipeline_async_params params = {device->object.handle,
                                                                                  state.descriptor};
    const uint32_t packed =
        wasi_webgpu_async_device_create_render_pipeline_async(&params, &request->common.result.render);
    sdk_render_state_finish(&state);
    return sdk_pipeline_request_start(&request->common, info.mode, packed);
}

WGPUBindGroupLayout
wgpuRenderPipelineGetBindGroupLayout(WGPURenderPipeline self, uint32_t index)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    const uint32_t handle = wasi_webgpu_render_pipeline_get_bind_group_layout(self->object.handle, index);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_bind_group_layout_drop);
}
