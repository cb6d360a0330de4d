/* Pipelines that are made with a callback. Follows WebGPU, "GPUPipelineError", and webgpu.h,
 * WGPUCreatePipelineAsyncStatus. */
#include "pipeline_request.h"

#include <stdlib.h>

#include "device.h"
#include "refuse.h"
#include "text.h"

_Static_assert(sizeof(struct wasi_webgpu_result_compute_pipeline_create_pipeline_error) ==
                   sizeof(struct wasi_webgpu_result_render_pipeline_create_pipeline_error),
               "read as the one, whichever it is");

static void
succeed(const struct sdk_pipeline_request *self, bool cancelled)
{
    const uint32_t handle = self->result.compute.ok; /* 0: cancelled in time */
    if (cancelled || self->call == NULL) {
        if (handle != 0)
            self->drop(handle);
        return;
    }
    void *pipeline = sdk_object_new(&sdk_plain_places, handle, self->drop);
    if (pipeline != NULL)
        self->call(self, WGPUCreatePipelineAsyncStatus_Success, pipeline, sdk_text_of(""));
    else
        self->call(self, WGPUCreatePipelineAsyncStatus_InternalError, NULL, sdk_text_of(SDK_OUT_OF_MEMORY));
}

static void
fail(const struct sdk_pipeline_request *self, bool cancelled)
{
    const struct wasi_webgpu_create_pipeline_error *error = &self->result.compute.error;
    const WGPUStringView message = sdk_text_from(error->message);
    const bool internal = error->kind.pipeline_error == WASI_WEBGPU_PIPELINE_ERROR_REASON_INTERNAL;
    if (!cancelled && self->call != NULL)
        self->call(self,
                   internal ? WGPUCreatePipelineAsyncStatus_InternalError
                            : WGPUCreatePipelineAsyncStatus_ValidationError,
                   NULL, message);
    sdk_text_free(message);
}

static void
let_go(struct sdk_pipeline_request *self)
{
    for (size_t i = 0; i < 2; i++) {
        if (self->modules[i] != NULL)
            wgpuShaderModuleRelease(self->modules[i]);
        if (self->made[i] != 0)
            wasi_webgpu_shader_module_drop(self->made[i]);
    }
    if (self->layout != NULL)
        wgpuPipelineLayoutRelease(self->layout);
    sdk_device_let_go(self->device);
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct sdk_pipeline_request *self = (struct sdk_pipeline_request *)future;
    if (self->result.compute.is_error)
        fail(self, cancelled);
    else
        succeed(self, cancelled);
    if (cancelled && self->call != NULL)
        self->call(self, WGPUCreatePipelineAsyncStatus_CallbackCancelled, NULL,
                   sdk_text_of("the instance is gone"));
    let_go(self);
    free(self);
}

WGPUFuture
sdk_pipeline_request_start(struct sdk_pipeline_request *request, WGPUCallbackMode mode, uint32_t packed)
{
    for (size_t i = 0; i < 2; i++) {
        if (request->modules[i] != NULL)
            wgpuShaderModuleAddRef(request->modules[i]);
    }
    if (request->layout != NULL)
        wgpuPipelineLayoutAddRef(request->layout);
    sdk_device_hold(request->device);
    request->future.instance = request->device->instance;
    request->future.mode = mode;
    request->future.deliver = deliver;
    return sdk_future_start(&request->future, packed);
}
