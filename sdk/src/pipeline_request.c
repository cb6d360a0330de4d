/* Pipelines that are made with a callback. Follows WebGPU, "GPUPipelineError", and webgpu.h,
 * WGPUCreatePipelineAsyncStatus. */
#include "pipeline_request.h"

#include <stdlib.h>

#include "device.h"
#include "text.h"

void
sdk_pipeline_request_succeed(struct sdk_pipeline_request *request, uint32_t handle)
{
    request->status = WGPUCreatePipelineAsyncStatus_Success;
    request->handle = handle;
}

void
sdk_pipeline_request_fail(struct sdk_pipeline_request *request,
                          const struct wasi_webgpu_create_pipeline_error *error)
{
    const bool internal = error->kind.pipeline_error == WASI_WEBGPU_PIPELINE_ERROR_REASON_INTERNAL;
    request->status = internal ? WGPUCreatePipelineAsyncStatus_InternalError
                               : WGPUCreatePipelineAsyncStatus_ValidationError;
    request->message = sdk_text_from(error->message);
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct sdk_pipeline_request *self = (struct sdk_pipeline_request *)future;
    WGPUStringView message = self->message;
    if (self->handle != 0 && (cancelled || self->call == NULL)) {
        self->drop(self->handle);
        self->handle = 0;
    }
    if (cancelled) {
        self->status = WGPUCreatePipelineAsyncStatus_CallbackCancelled;
        message = sdk_text_of("the instance is gone");
    }
    if (self->call != NULL)
        self->call(self, message);
    sdk_text_free(self->message);
    free(self);
}

WGPUFuture
sdk_pipeline_request_start(struct sdk_pipeline_request *request, WGPUDevice device, WGPUCallbackMode mode)
{
    request->future.instance = device->instance;
    request->future.mode = mode;
    request->future.deliver = deliver;
    request->future.ready = true;
    return sdk_future_start(&request->future);
}
