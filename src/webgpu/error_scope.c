/* gpu-device.push-error-scope, pop-error-scope. Follows WebGPU, "Error Scopes".
 *
 * The library keeps the scopes, Dawn for each thread its own: a guest stays on one thread while it has some,
 * as wasigpu/guest.h says, else a pop is an operation-error. Their number is kept here too, because not every
 * library survives a pop of none. */
#include "generated/webgpu_methods.h"
#include "gpu/error.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/error.h"
#include "webgpu/text.h"

#define SCOPE_BYTES 1024u /* with the message of an error */

/* One for which there is no room takes no errors, and neither do those above it: what would be theirs is the
 * next one's below. */
void
webgpu_device_push_error_scope(struct webgpu_device *self, enum webgpu_error_filter filter)
{
    if (self->refused_scopes != 0 || !webgpu_host_take(self->object.context, SCOPE_BYTES)) {
        if (self->refused_scopes++ == 0)
            gpu_device_report(self->native, WGPUErrorType_OutOfMemory, "no room for an error scope");
        return;
    }
    self->object.host_bytes += SCOPE_BYTES;
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
    const bool refused = self->refused_scopes != 0;
    if (lost || refused || self->error_scopes == 0) {
        result->ok = lost;
        result->error.kind = WEBGPU_POP_ERROR_SCOPE_ERROR_KIND_OPERATION_ERROR;
        if (!lost)
            result->error.message =
                webgpu_heap_text(refused ? "there was no room for the error scope" : "no error scope to pop");
        if (refused)
            self->refused_scopes--;
        abi_pending_finish(op);
        return;
    }
    self->error_scopes--;
    self->object.host_bytes -= SCOPE_BYTES;
    webgpu_host_give(self->object.context, SCOPE_BYTES);
    const WGPUPopErrorScopeCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = pop_done,
        .userdata1 = self,
        .userdata2 = op,
    };
    atomic_fetch_add_explicit(&self->object.flights, 1, memory_order_relaxed);
    wgpuDevicePopErrorScope(self->native, info);
}
