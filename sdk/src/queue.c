/* WGPUQueue: submitting, writing to buffers, waiting for what was submitted. Follows WebGPU, "GPUQueue". */
#include "queue.h"

#include <stdlib.h>

#include "buffer.h"
#include "device.h"
#include "future.h"
#include "piece.h"
#include "refuse.h"
#include "text.h"

struct work_done {
    struct sdk_future future;
    WGPUQueueWorkDoneCallbackInfo info;
    WGPUQueue queue; /* counted */
};

static struct sdk_places places = {.size = sizeof(struct WGPUQueueImpl)};

WGPUQueue
sdk_queue_new(uint32_t handle, WGPUDevice device)
{
    WGPUQueue self = sdk_object_new(&places, handle, wasi_webgpu_queue_drop);
    if (self == NULL)
        return NULL;
    self->instance = device->instance;
    self->source = device;
    self->device = device;
    return self;
}

void
wgpuQueueSubmit(WGPUQueue self, size_t count, const WGPUCommandBuffer *commands)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_command_buffer_t few[16];
    wasi_webgpu_command_buffer_t *handles = few;
    if (count > sizeof few / sizeof few[0])
        handles = sdk_list_new(count, sizeof *handles);
    bool usable = handles != NULL && (count == 0 || sdk_is_given(commands, __func__));
    for (size_t i = 0; usable && i < count; i++) {
        usable = sdk_is_usable(commands[i], __func__);
        handles[i] = usable ? sdk_handle(commands[i]) : 0;
    }
    if (usable)
        wasi_webgpu_queue_submit(self->object.handle, handles, count);
    if (handles != few)
        free(handles);
}

/* What the host refuses at once is an error of the device in webgpu.h. A device that is gone has none. */
static void
refuse_write(WGPUQueue self, WGPUStringView reason)
{
    if (self->device != NULL)
        wasi_webgpu_bind_group_layout_drop(
            sdk_refuse_layout(self->device->object.handle, "wgpuQueueWriteBuffer", reason));
    else
        sdk_log("wgpuQueueWriteBuffer", reason);
}

static void
write_piece(WGPUQueue self, WGPUBuffer buffer, uint64_t offset, const uint8_t *data, size_t size)
{
    struct wasi_webgpu_result_void_write_buffer_error result = {0};
    wasi_webgpu_queue_write_buffer_with_copy(self->object.handle, sdk_handle(buffer), offset, data, size,
                                             false, 0, false, 0, &result);
    if (!result.is_error)
        return;
    const WGPUStringView message = sdk_text_from(result.error.message);
    refuse_write(self, message);
    sdk_text_free(message);
}

/* Whether the host will refuse it: then nothing may be written, not even the first piece. */
static bool
is_writable(const struct WGPUBufferImpl *buffer, uint64_t offset, size_t size)
{
    return offset % 4 == 0 && size % 4 == 0 && offset <= buffer->size && size <= buffer->size - offset;
}

void
wgpuQueueWriteBuffer(WGPUQueue self, WGPUBuffer buffer, uint64_t offset, const void *data, size_t size)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_usable(buffer, __func__) ||
        (size != 0 && !sdk_is_given(data, __func__)))
        return;
    size_t done = 0;
    if (size > SDK_PIECE_SIZE && !is_writable(buffer, offset, size))
        done = size - size % 8 - 8; /* the end alone, which brings the error */
    do {
        const size_t piece = sdk_piece(size - done);
        write_piece(self, buffer, offset + done, sdk_piece_at(data, done), piece);
        done += piece;
    } while (done < size);
}

static void
deliver_work_done(struct sdk_future *future, bool cancelled)
{
    struct work_done *self = (struct work_done *)future;
    if (self->info.callback != NULL)
        self->info.callback(
            cancelled ? WGPUQueueWorkDoneStatus_CallbackCancelled : WGPUQueueWorkDoneStatus_Success,
            sdk_text_of(cancelled ? "the instance is gone" : ""), self->info.userdata1, self->info.userdata2);
    wgpuQueueRelease(self->queue);
    free(self);
}

WGPUFuture
wgpuQueueOnSubmittedWorkDone(WGPUQueue self, WGPUQueueWorkDoneCallbackInfo info)
{
    if (!sdk_can_start(self, info.nextInChain, __func__))
        return (WGPUFuture){0};
    struct work_done *done = sdk_alloc(1, sizeof *done);
    done->future.instance = self->instance;
    done->future.mode = info.mode;
    done->future.source = self->source;
    done->future.deliver = deliver_work_done;
    done->info = info;
    done->queue = self;
    wgpuQueueAddRef(self);
    return sdk_future_start(&done->future,
                            wasi_webgpu_async_queue_on_submitted_work_done(self->object.handle));
}

void
wgpuQueueAddRef(WGPUQueue self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuQueueRelease(WGPUQueue self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    wasi_webgpu_queue_drop(self->object.handle);
    sdk_object_end(&places, self);
}
