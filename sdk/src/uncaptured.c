/* Errors that no scope has captured: the host's stream of them is read, and the callback called for each.
 *
 * Only a device with a callback for them has such a stream: the host logs the errors of the others. The
 * callback is called inside of wgpuInstanceWaitAny and wgpuInstanceProcessEvents, of any instance, and before
 * the device is destroyed or released, or is told to be lost; never after that. */
#include "uncaptured.h"

#include <stdlib.h>

#include <wasigpu/async.h>
#include <wasigpu/imports.h>

#include "device.h"
#include "text.h"
#include "waitable.h"

struct sdk_uncaptured {
    struct sdk_waitable waitable; /* the stream's readable end */
    WGPUUncapturedErrorCallbackInfo info;
    WGPUDevice device;
    wasi_webgpu_error_t error; /* where the host stores the next one */
    bool calling;              /* the callback is running */
    bool ended;                /* in there the device was */
};

static void
call(struct sdk_uncaptured *self)
{
    struct wasi_webgpu_string text = {0};
    const WGPUDevice device = self->device;
    wasi_webgpu_error_message(self->error, &text);
    const WGPUErrorType type = (WGPUErrorType)(wasi_webgpu_error_kind(self->error) + 2);
    wasi_webgpu_error_drop(self->error);
    self->calling = true;
    self->info.callback(&device, type, sdk_text_from(text), self->info.userdata1, self->info.userdata2);
    self->calling = false;
    sdk_text_free(sdk_text_from(text));
}

/* Goes through what a read has brought, and on as long as there is more. True: a read is under way. */
static bool
drain(struct sdk_uncaptured *self, uint32_t payload)
{
    const uint32_t end = self->waitable.handle;
    while (payload != WASI_BLOCKED) {
        if (WASI_COPY_COUNT(payload) != 0)
            call(self);
        if (self->ended || WASI_COPY_RESULT(payload) == WASI_COPY_DROPPED)
            return false;
        payload = wasi_webgpu_async_device_on_uncaptured_error_stream_read(end, &self->error, 1);
    }
    return true;
}

static void
close(struct sdk_uncaptured *self)
{
    wasi_webgpu_device_on_uncaptured_error_stream_drop_readable(self->waitable.handle);
    if (!self->ended)
        self->device->uncaptured = NULL;
    free(self);
}

static void
happens(struct sdk_waitable *waitable, uint32_t payload)
{
    struct sdk_uncaptured *self = (struct sdk_uncaptured *)waitable;
    if (drain(self, payload))
        sdk_waitable_join(waitable);
    else
        close(self);
}

/* What is there already is read before. */
static void
end(WGPUDevice device)
{
    struct sdk_uncaptured *self = device->uncaptured;
    if (self->calling) {
        self->ended = true;
        device->uncaptured = NULL;
        return;
    }
    sdk_waitable_leave(&self->waitable);
    uint32_t payload;
    do
        payload = wasi_webgpu_device_on_uncaptured_error_stream_cancel_read(self->waitable.handle);
    while (WASI_COPY_RESULT(payload) == WASI_COPY_COMPLETED && drain(self, payload));
    close(self);
}

void
sdk_uncaptured_open(WGPUDevice device, const WGPUUncapturedErrorCallbackInfo *info)
{
    struct sdk_uncaptured *self = sdk_alloc(1, sizeof *self);
    self->waitable.handle = wasi_webgpu_device_on_uncaptured_error(device->object.handle);
    self->waitable.happens = happens;
    self->info = *info;
    self->device = device;
    device->uncaptured = self;
    device->end_errors = end;
    happens(&self->waitable,
            wasi_webgpu_async_device_on_uncaptured_error_stream_read(self->waitable.handle, &self->error, 1));
}
