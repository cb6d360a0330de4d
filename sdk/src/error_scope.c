/* Error scopes. Follows WebGPU, "Error Scopes". A guest has one thread, so one stack a device. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "device.h"
#include "future.h"
#include "refuse.h"
#include "text.h"

struct request {
    struct sdk_future future;
    WGPUPopErrorScopeCallbackInfo info;
    WGPUDevice device; /* held */
    struct wasi_webgpu_result_option_error_pop_error_scope_error result;
};

_Static_assert(WGPUErrorFilter_Validation == WASI_WEBGPU_ERROR_FILTER_VALIDATION + 1, "one order");
_Static_assert(WGPUErrorFilter_Internal == WASI_WEBGPU_ERROR_FILTER_INTERNAL + 1, "one order");
_Static_assert(WGPUErrorType_Validation == WASI_WEBGPU_ERROR_KIND_VALIDATION_ERROR + 2, "one order");
_Static_assert(WGPUErrorType_Internal == WASI_WEBGPU_ERROR_KIND_INTERNAL_ERROR + 2, "one order");

/* One of an unknown filter is an error of the scope around it, and a scope all the same, for there will be a
 * pop to each push: one of internal errors, which are rare. */
void
wgpuDevicePushErrorScope(WGPUDevice self, WGPUErrorFilter filter)
{
    if (!sdk_is_usable(self, __func__))
        return;
    if (filter < WGPUErrorFilter_Validation || filter > WGPUErrorFilter_Internal) {
        wasi_webgpu_bind_group_layout_drop(
            sdk_refuse_layout(self->object.handle, __func__, sdk_text_of("unknown filter")));
        filter = WGPUErrorFilter_Internal;
    }
    wasi_webgpu_device_push_error_scope(self->object.handle, (enum wasi_webgpu_error_filter)(filter - 1));
}

static void
call(const struct request *self, WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message)
{
    if (self->info.callback != NULL)
        self->info.callback(status, type, message, self->info.userdata1, self->info.userdata2);
}

/* The error that the scope has captured. */
static void
tell_error(const struct request *self, bool cancelled)
{
    const wasi_webgpu_error_t error = self->result.ok.value;
    struct wasi_webgpu_string text = {0};
    wasi_webgpu_error_message(error, &text);
    const WGPUStringView message = sdk_text_from(text);
    if (!cancelled)
        call(self, WGPUPopErrorScopeStatus_Success, (WGPUErrorType)(wasi_webgpu_error_kind(error) + 2),
             message);
    sdk_text_free(message);
    wasi_webgpu_error_drop(error);
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    const WGPUStringView refusal =
        self->result.is_error ? sdk_text_from(self->result.error.message) : sdk_text_of("");
    const bool has_error = !self->result.is_error && self->result.ok.some;
    if (has_error)
        tell_error(self, cancelled);
    if (cancelled)
        call(self, WGPUPopErrorScopeStatus_CallbackCancelled, WGPUErrorType_NoError,
             sdk_text_of("the instance is gone"));
    else if (!has_error)
        call(self, self->result.is_error ? WGPUPopErrorScopeStatus_Error : WGPUPopErrorScopeStatus_Success,
             WGPUErrorType_NoError, refusal);
    sdk_text_free(refusal);
    sdk_device_let_go(self->device);
    free(self);
}

/* The scope is popped here, whenever the callback comes: the stack's order is that of these calls. */
WGPUFuture
wgpuDevicePopErrorScope(WGPUDevice self, WGPUPopErrorScopeCallbackInfo info)
{
    if (!sdk_can_start(self, info.nextInChain, __func__))
        return (WGPUFuture){0};
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->info = info;
    request->device = self;
    sdk_device_hold(self);
    return sdk_future_start(&request->future,
                            wasi_webgpu_async_device_pop_error_scope(self->object.handle, &request->result));
}
