/* gpu-queue: submit, on-submitted-work-done, write-buffer-with-copy. Write-texture is in texel_copy.c.
 *
 * A queue is part of its device, so that all handles to it have one label. Follows WebGPU, "GPUQueue". */
#include <inttypes.h>

#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"
#include "webgpu/errand.h"
#include "webgpu/pass_times.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"

struct webgpu_queue *
webgpu_device_queue(struct webgpu_device *device)
{
    struct webgpu_queue *self = &device->queue;
    if (self->native == NULL)
        self->native = wgpuDeviceGetQueue(device->native);
    if (self->native == NULL)
        return NULL;
    webgpu_object_ref(&device->object);
    return self;
}

void
webgpu_queue_drop(struct webgpu_queue *self)
{
    webgpu_object_unref(&self->device->object);
}

/* That they are all of this device, finished, and submitted for the first time, the library checks. Command
 * buffers are bounded by the objects that a guest may have; submits of nothing, for which libraries take
 * memory too, are not, so that behind a GPU that hangs they are left out. */
void
webgpu_queue_submit(struct webgpu_queue *self, struct webgpu_command_buffer_list command_buffers,
                    struct base_arena *arena)
{
    if (self->device->abandoned ||
        (command_buffers.count == 0 && webgpu_leaving_is_full(self->device->object.context)))
        return;
    WGPUCommandBuffer *natives = base_arena_alloc(arena, command_buffers.count, sizeof *natives);
    if (natives == NULL)
        return;
    for (uint32_t i = 0; i < command_buffers.count; i++)
        natives[i] = command_buffers.data[i]->native;
    webgpu_pass_times_before_submit(self->device);
    wgpuQueueSubmit(self->native, command_buffers.count, natives);
    webgpu_pass_times_after_submit(self->device, command_buffers.data, command_buffers.count);
    webgpu_leave(self->device, (struct webgpu_amount){.objects = 1});
}

/* Resolves whatever the status is: on a lost device too. Any thread. */
static void
work_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)status;
    (void)message;
    struct webgpu_errand *errand = userdata1;
    if (errand == NULL || webgpu_errand_take(errand)) {
        webgpu_callback_enter();
        abi_pending_finish(userdata2);
        webgpu_callback_leave();
    }
    if (errand != NULL)
        webgpu_errand_unref(errand);
}

void
webgpu_queue_on_submitted_work_done_start(struct webgpu_queue *self, struct abi_pending *op)
{
    op->source = &self->device->source.base;
    if (self->device->abandoned) {
        abi_pending_finish(op);
        return;
    }
    /* Without memory for it, it waits even for a GPU that hangs. */
    struct webgpu_errand *errand = webgpu_errand_new(self->device, op, NULL);
    const WGPUQueueWorkDoneCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = work_done,
        .userdata1 = errand,
        .userdata2 = op,
    };
    op->ticket = wgpuQueueOnSubmittedWorkDone(self->native, info).id;
}

/* The content timeline's checks are here, the device timeline's are the library's. */
bool
webgpu_queue_write_buffer_with_copy(struct webgpu_queue *self, struct webgpu_buffer *buffer,
                                    uint64_t buffer_offset, struct abi_view data,
                                    struct webgpu_option_u64 data_offset, struct webgpu_option_u64 size,
                                    struct base_arena *arena, struct webgpu_write_buffer_error *error)
{
    const uint64_t start = webgpu_u64_or(data_offset, 0);
    error->kind = WEBGPU_WRITE_BUFFER_ERROR_KIND_OPERATION_ERROR;
    if (start > data.count) {
        error->message = webgpu_text(arena, "data-offset %" PRIu64 " is past the end of the %u bytes of data",
                                     start, data.count);
        return false;
    }
    const uint64_t length = webgpu_u64_or(size, data.count - start);
    if (length > data.count - start) {
        error->message =
            webgpu_text(arena, "data-offset %" PRIu64 ", size %" PRIu64 " is not within the %u bytes of data",
                        start, length, data.count);
        return false;
    }
    if (length % 4 != 0) {
        error->message = webgpu_text(arena, "size %" PRIu64 " is not a multiple of 4", length);
        return false;
    }
    if (!self->device->abandoned && webgpu_leaving_take(self->device, length))
        wgpuQueueWriteBuffer(self->native, buffer->native, buffer_offset, (const char *)data.data + start,
                             length);
    return true;
}
