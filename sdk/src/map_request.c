/* Asking to map a buffer. What is mapped is in mapped_range.c. Follows WebGPU, "GPUBuffer", mapAsync.
 *
 * The host may have mapped it already; for the guest it is pending until the callback says how it ended. */
#include <stdlib.h>

#include "buffer.h"
#include "future.h"
#include "text.h"

struct sdk_map_request {
    struct sdk_future future;
    WGPUBufferMapCallbackInfo info;
    WGPUBuffer buffer; /* NULL: it has ended the request, or never had it */
    WGPUMapMode mode;
    size_t offset;
    WGPUMapAsyncStatus status; /* 0: as the host's answer says */
    const char *message;
    struct wasi_webgpu_result_void_map_async_error result;
};

static void
call(const struct sdk_map_request *self, WGPUMapAsyncStatus status, WGPUStringView message)
{
    if (self->info.callback != NULL)
        self->info.callback(status, message, self->info.userdata1, self->info.userdata2);
}

static void
fail(struct sdk_map_request *self, WGPUMapAsyncStatus status, const char *message)
{
    self->status = status;
    self->message = message;
}

static void
tell_answer(const struct sdk_map_request *self)
{
    if (!self->result.is_error) {
        self->buffer->mode = self->mode;
        self->buffer->map_offset = self->offset;
        call(self, WGPUMapAsyncStatus_Success, sdk_text_of(""));
    } else if (self->result.error.kind == WASI_WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR) {
        call(self, WGPUMapAsyncStatus_Aborted, sdk_text_from(self->result.error.message));
    } else {
        call(self, WGPUMapAsyncStatus_Error, sdk_text_from(self->result.error.message));
    }
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct sdk_map_request *self = (struct sdk_map_request *)future;
    if (self->buffer != NULL) {
        self->buffer->request = NULL;
        /* What ends a mapping behind the buffer's back: the end of its device. */
        if (!self->result.is_error &&
            wasi_webgpu_buffer_map_state(self->buffer->object.handle) != WASI_WEBGPU_BUFFER_MAP_STATE_MAPPED)
            fail(self, WGPUMapAsyncStatus_Aborted, "the device was destroyed");
    }
    if (cancelled)
        fail(self, WGPUMapAsyncStatus_CallbackCancelled, "the instance is gone");
    if (self->status != 0)
        call(self, self->status, sdk_text_of(self->message));
    else
        tell_answer(self);
    if (self->result.is_error)
        sdk_text_free(sdk_text_from(self->result.error.message));
    free(self);
}

#define MODES (WGPUMapMode_Read | WGPUMapMode_Write)

/* What an async import returns. A mode that the host's flags do not have is none at all, which it refuses. */
static uint32_t
map(struct sdk_map_request *self, WGPUBuffer buffer, size_t size)
{
    if (buffer->request != NULL) {
        fail(self, WGPUMapAsyncStatus_Error, "a map of the buffer is pending");
        return SDK_NOT_CALLED;
    }
    const struct wasi_webgpu_buffer_map_async_params params = {
        .self = buffer->object.handle,
        .mode = (uint8_t)((self->mode & ~MODES) == 0 ? self->mode : WGPUMapMode_None),
        .offset = {true, self->offset},
        .size = {size != WGPU_WHOLE_MAP_SIZE, size},
    };
    self->buffer = buffer;
    buffer->request = self;
    return wasi_webgpu_async_buffer_map_async(&params, &self->result);
}

WGPUFuture
wgpuBufferMapAsync(WGPUBuffer self, WGPUMapMode mode, size_t offset, size_t size,
                   WGPUBufferMapCallbackInfo info)
{
    if (!sdk_can_start(self, info.nextInChain, __func__))
        return (WGPUFuture){0};
    struct sdk_map_request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.source = self->source;
    request->future.deliver = deliver;
    request->info = info;
    request->mode = mode;
    request->offset = offset;
    return sdk_future_start(&request->future, map(request, self, size));
}

void
sdk_map_request_abort(WGPUBuffer buffer, const char *reason)
{
    struct sdk_map_request *self = buffer->request;
    if (self == NULL)
        return;
    buffer->request = NULL;
    self->buffer = NULL;
    fail(self, WGPUMapAsyncStatus_Aborted, reason);
    if (self->future.ready)
        return;
    self->future.stop(&self->future);
    sdk_future_finish(&self->future);
}
