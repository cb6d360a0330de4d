/* Asking to map a buffer. What is mapped is in mapped_range.c. Follows WebGPU, "GPUBuffer", mapAsync.
 *
 * A request is carried out by wgpuBufferMapAsync itself, so that the buffer counts as in use from then on.
 * For the guest the buffer is mapped when the callback says so. */
#include <stdlib.h>

#include "buffer.h"
#include "future.h"
#include "text.h"

struct sdk_map_request {
    struct sdk_future future;
    WGPUBufferMapCallbackInfo info;
    WGPUBuffer buffer; /* NULL unless it was granted and the mapping has not ended since */
    WGPUMapAsyncStatus status;
    WGPUStringView message;
    bool message_owned; /* the host's, to be freed */
};

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct sdk_map_request *self = (struct sdk_map_request *)future;
    if (self->buffer != NULL) {
        self->buffer->request = NULL;
        /* What ends a mapping behind the buffer's back: the end of its device. */
        if (wasi_webgpu_buffer_map_state(self->buffer->object.handle) !=
            WASI_WEBGPU_BUFFER_MAP_STATE_MAPPED) {
            self->status = WGPUMapAsyncStatus_Aborted;
            self->message = sdk_text_of("the device was destroyed");
        }
    }
    if (self->info.callback != NULL)
        self->info.callback(cancelled ? WGPUMapAsyncStatus_CallbackCancelled : self->status,
                            cancelled ? sdk_text_of("the instance is gone") : self->message,
                            self->info.userdata1, self->info.userdata2);
    if (self->message_owned)
        sdk_text_free(self->message);
    free(self);
}

static void
map(struct sdk_map_request *request, WGPUBuffer buffer, WGPUMapMode mode, size_t offset, size_t size)
{
    struct wasi_webgpu_result_void_map_async_error result = {0};
    wasi_webgpu_buffer_map_async(buffer->object.handle, (uint32_t)mode, true, offset,
                                 size != WGPU_WHOLE_MAP_SIZE, size, &result);
    if (!result.is_error) {
        request->status = WGPUMapAsyncStatus_Success;
        request->buffer = buffer;
        buffer->request = request;
        buffer->mode = mode;
        buffer->map_offset = offset;
        buffer->fresh = false;
        return;
    }
    request->status = result.error.kind == WASI_WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR
                          ? WGPUMapAsyncStatus_Aborted
                          : WGPUMapAsyncStatus_Error;
    request->message = sdk_text_from(result.error.message);
    request->message_owned = true;
}

WGPUFuture
wgpuBufferMapAsync(WGPUBuffer self, WGPUMapMode mode, size_t offset, size_t size,
                   WGPUBufferMapCallbackInfo info)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUFuture){0};
    struct sdk_map_request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->instance;
    request->future.mode = info.mode;
    request->future.source = self->source;
    request->future.deliver = deliver;
    request->future.ready = true;
    request->info = info;
    request->message = sdk_text_of("");
    map(request, self, mode, offset, size);
    return sdk_future_start(&request->future);
}

void
sdk_map_request_abort(WGPUBuffer buffer, const char *reason)
{
    struct sdk_map_request *self = buffer->request;
    if (self == NULL)
        return;
    self->buffer = NULL;
    self->status = WGPUMapAsyncStatus_Aborted;
    self->message = sdk_text_of(reason);
    buffer->request = NULL;
}
