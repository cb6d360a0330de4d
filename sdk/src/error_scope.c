/* Error scopes. Follows WebGPU, "Error Scopes". A guest has one thread, so one stack a device. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "device.h"
#include "future.h"
#include "text.h"

struct request {
    struct sdk_future future;
    WGPUPopErrorScopeCallbackInfo info;
    WGPUPopErrorScopeStatus status;
    WGPUErrorType type;
    WGPUStringView message; /* the host's, freed after the callback */
};

_Static_assert(WGPUErrorFilter_Validation == WASI_WEBGPU_ERROR_FILTER_VALIDATION + 1, "one order");
_Static_assert(WGPUErrorFilter_Internal == WASI_WEBGPU_ERROR_FILTER_INTERNAL + 1, "one order");
_Static_assert(WGPUErrorType_Validation == WASI_WEBGPU_ERROR_KIND_VALIDATION_ERROR + 2, "one order");
_Static_assert(WGPUErrorType_Internal == WASI_WEBGPU_ERROR_KIND_INTERNAL_ERROR + 2, "one order");

void
wgpuDevicePushErrorScope(WGPUDevice self, WGPUErrorFilter filter)
{
    if (!sdk_is_usable(self, __func__))
        return;
    if (filter < WGPUErrorFilter_Validation || filter > WGPUErrorFilter_Internal) {
        sdk_log("wgpuDevicePushErrorScope", sdk_text_of("unknown filter"));
        return;
    }
    wasi_webgpu_device_push_error_scope(self->object.handle, (enum wasi_webgpu_error_filter)(filter - 1));
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    if (self->info.callback != NULL)
        self->info.callback(cancelled ? WGPUPopErrorScopeStatus_CallbackCancelled : self->status,
                            cancelled ? WGPUErrorType_NoError : self->type,
                            cancelled ? sdk_text_of("the instance is gone") : self->message,
                            self->info.userdata1, self->info.userdata2);
    sdk_text_free(self->message);
    free(self);
}

static void
pop(struct request *self, WGPUDevice device)
{
    struct wasi_webgpu_result_option_error_pop_error_scope_error result = {0};
    wasi_webgpu_device_pop_error_scope(device->object.handle, &result);
    self->type = WGPUErrorType_NoError;
    if (result.is_error) {
        self->status = WGPUPopErrorScopeStatus_Error;
        self->message = sdk_text_from(result.error.message);
        return;
    }
    self->status = WGPUPopErrorScopeStatus_Success;
    if (!result.ok.some)
        return;
    const wasi_webgpu_error_t error = result.ok.value;
    struct wasi_webgpu_string message = {0};
    wasi_webgpu_error_message(error, &message);
    self->message = sdk_text_from(message);
    self->type = (WGPUErrorType)(wasi_webgpu_error_kind(error) + 2);
    wasi_webgpu_error_drop(error);
}

/* The scope is popped here, whenever the callback comes: the stack's order is that of these calls. */
WGPUFuture
wgpuDevicePopErrorScope(WGPUDevice self, WGPUPopErrorScopeCallbackInfo info)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUFuture){0};
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->future.ready = true;
    request->info = info;
    pop(request, self);
    return sdk_future_start(&request->future);
}
