/* gpu-device.push-error-scope, pop-error-scope. Follows WebGPU, "Error Scopes".
 *
 * The library keeps the scopes, for each thread its own: a guest stays on one thread while it has some. Their
 * number is kept here too, because not every library survives a pop of none. */
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/error.h"
#include "webgpu/text.h"

void
webgpu_device_push_error_scope(struct webgpu_device *self, enum webgpu_error_filter filter)
{
    self->error_scopes++;
    wgpuDevicePushErrorScope(self->native, webgpu_native_error_filter(filter));
}

static void
pop_release(struct abi_pending *op)
{
    struct webgpu_device_pop_error_scope_result *result = (void *)op->result;
    webgpu_heap_text_free(result->error.message);
    if (result->value != NULL)
        webgpu_error_drop(result->value);
}

static void
pop_done(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *userdata1,
         void *userdata2)
{
    struct webgpu_device *self = userdata1;
    struct abi_pending *op = userdata2;
    struct webgpu_device_pop_error_scope_result *result = (void *)op->result;
    webgpu_callback_enter();
    result->ok = status != WGPUPopErrorScopeStatus_Error;
    if (!result->ok) { /* none of this thread's */
        result->error.message = webgpu_heap_copy(message);
    } else if (status == WGPUPopErrorScopeStatus_Success && type != WGPUErrorType_NoError) {
        result->value = webgpu_error_new(self->object.context, type, message);
        result->ok = result->value != NULL;
        if (!result->ok) /* not "no error", as an empty option would say */
            result->error.message = webgpu_heap_text("the host is out of memory");
    }
    abi_pending_finish(op);
    webgpu_callback_leave();
    atomic_fetch_sub_explicit(&self->object.flights, 1, memory_order_release);
}

void
webgpu_device_pop_error_scope_start(struct webgpu_device *self, struct abi_pending *op)
{
    struct webgpu_device_pop_error_scope_result *result = (void *)op->result;
    op->source = &self->source.base;
    op->release = pop_release;
    const bool lost = self->destroys != 0 || webgpu_device_is_lost(self->loss);
    if (lost || self->error_scopes == 0) {
        result->ok = lost;
        result->error.kind = WEBGPU_POP_ERROR_SCOPE_ERROR_KIND_OPERATION_ERROR;
        if (!lost)
            result->error.message = webgpu_heap_text("no error scope to pop");
        abi_pending_finish(op);
        return;
    }
    self->error_scopes--;
    const WGPUPopErrorScopeCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = pop_done,
        .userdata1 = self,
        .userdata2 = op,
    };
    atomic_fetch_add_explicit(&self->object.flights, 1, memory_order_relaxed);
    wgpuDevicePopErrorScope(self->native, info);
}
