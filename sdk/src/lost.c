/* The loss of a device: the host's future of it is read, and the callback told once.
 *
 * Only a program that has a callback for it or asks for the future reads it. */
#include "lost.h"

#include <stdlib.h>

#include <wasigpu/async.h>

#include "device.h"
#include "text.h"

static void
end_read(struct sdk_lost *self, uint32_t payload)
{
    if (WASI_COPY_RESULT(payload) == WASI_COPY_COMPLETED)
        self->news = self->read;
    wasi_webgpu_device_lost_future_drop_readable(self->future.waitable.handle);
}

static void
happens(struct sdk_waitable *waitable, uint32_t payload)
{
    struct sdk_lost *self = (struct sdk_lost *)waitable;
    const uint64_t id = self->future.id;
    end_read(self, payload);
    self->future.ready = true;
    sdk_device_end_errors(self->device); /* none of them may come behind this */
    struct sdk_future *future = sdk_future_find(id);
    if (future != NULL) /* a callback may have waited for it */
        sdk_future_finish(future);
}

static void
stop(struct sdk_future *future)
{
    sdk_waitable_leave(&future->waitable);
    end_read((struct sdk_lost *)future, wasi_webgpu_device_lost_future_cancel_read(future->waitable.handle));
    future->ready = true;
}

/* A device that is held only by operations is gone for the program. */
static bool
has_name(WGPUDevice device)
{
    return device != NULL && device->object.refs != 0 && !device->leaves;
}

static void
call(const struct sdk_lost *self, WGPUDeviceLostReason reason, WGPUStringView message)
{
    const WGPUDevice device = has_name(self->device) ? self->device : NULL;
    if (self->info.callback != NULL)
        self->info.callback(&device, reason, message, self->info.userdata1, self->info.userdata2);
}

static void
tell_news(const struct sdk_lost *self)
{
    struct wasi_webgpu_string text = {0};
    wasi_webgpu_device_lost_info_message(self->news, &text);
    const bool destroyed =
        wasi_webgpu_device_lost_info_reason(self->news) == WASI_WEBGPU_DEVICE_LOST_REASON_DESTROYED;
    const WGPUStringView message = sdk_text_from(text);
    call(self, destroyed ? WGPUDeviceLostReason_Destroyed : WGPUDeviceLostReason_Unknown,
         message.length != 0 ? message : sdk_text_of("the device is lost"));
    sdk_text_free(message);
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct sdk_lost *self = (struct sdk_lost *)future;
    if (self->device != NULL)
        sdk_device_end_errors(
            self->device); /* none of them may come behind this; one may release the device */
    if (self->device != NULL)
        self->device->lost = NULL;
    if (cancelled)
        call(self, WGPUDeviceLostReason_CallbackCancelled, sdk_text_of("the instance is gone"));
    else if (self->news != 0)
        tell_news(self);
    else if (self->reason == WGPUDeviceLostReason_FailedCreation)
        call(self, self->reason, sdk_text_of("the device could not be made"));
    else
        call(self, self->reason, sdk_text_of("the device was destroyed"));
    if (self->news != 0)
        wasi_webgpu_device_lost_info_drop(self->news);
    free(self);
}

static void
start_read(struct sdk_lost *self, WGPUDevice device)
{
    const uint32_t end = wasi_webgpu_device_lost(device->object.handle);
    self->device = device;
    self->reason = WGPUDeviceLostReason_Destroyed;
    self->future.stop = stop;
    self->future.waitable.handle = end;
    self->future.waitable.happens = happens;
    device->lost = self;
    const uint32_t payload = wasi_webgpu_async_device_lost_future_read(end, &self->read);
    self->future.ready = payload != WASI_BLOCKED;
    if (self->future.ready)
        end_read(self, payload);
    else
        sdk_waitable_join(&self->future.waitable);
}

void
sdk_lost_open(WGPUDevice device, uint32_t instance, const WGPUDeviceLostCallbackInfo *info)
{
    struct sdk_lost *self = sdk_alloc(1, sizeof *self);
    self->future.instance = instance;
    self->future.mode = info->callback != NULL ? info->mode : WGPUCallbackMode_WaitAnyOnly;
    self->future.deliver = deliver;
    self->info = *info;
    self->reason = WGPUDeviceLostReason_FailedCreation;
    self->future.ready = true;
    if (device != NULL)
        start_read(self, device);
    const WGPUFuture name = sdk_future_add(&self->future);
    if (device != NULL)
        device->lost_future = name;
}

WGPUFuture
wgpuDeviceGetLostFuture(WGPUDevice self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUFuture){0};
    static const WGPUDeviceLostCallbackInfo nothing = WGPU_DEVICE_LOST_CALLBACK_INFO_INIT;
    if (self->lost_future.id == 0)
        sdk_lost_open(self, self->instance, &nothing);
    return self->lost_future;
}
