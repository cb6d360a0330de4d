/* The loss of a device, as the library tells it. Follows WebGPU, "lose the device". */
#include "webgpu/device_loss.h"

#include <stdlib.h>

#include "base/log.h"
#include "webgpu/device.h"
#include "webgpu/text.h"

struct webgpu_device_loss *
webgpu_device_loss_new(struct webgpu_context *context)
{
    struct webgpu_device_loss *loss = calloc(1, sizeof *loss);
    if (loss == NULL)
        return NULL;
    loss->context = context;
    atomic_init(&loss->refs, 1);
    pthread_mutex_init(&loss->lock, NULL); /* cannot fail without attributes */
    return loss;
}

struct webgpu_device_loss *
webgpu_device_loss_ref(struct webgpu_device_loss *loss)
{
    atomic_fetch_add_explicit(&loss->refs, 1, memory_order_relaxed);
    return loss;
}

void
webgpu_device_loss_unref(struct webgpu_device_loss *loss)
{
    if (atomic_fetch_sub_explicit(&loss->refs, 1, memory_order_acq_rel) != 1)
        return;
    base_string_finish(&loss->message);
    pthread_mutex_destroy(&loss->lock);
    free(loss);
}

struct webgpu_device *
webgpu_device_loss_device(struct webgpu_device_loss *loss)
{
    pthread_mutex_lock(&loss->lock);
    struct webgpu_device *device = loss->device;
    if (device != NULL && !webgpu_object_try_ref(&device->object))
        device = NULL;
    pthread_mutex_unlock(&loss->lock);
    return device;
}

void
webgpu_device_loss_forget(struct webgpu_device_loss *loss)
{
    pthread_mutex_lock(&loss->lock);
    loss->device = NULL;
    pthread_mutex_unlock(&loss->lock);
}

bool
webgpu_device_loss_happens(struct webgpu_device_loss *loss, enum webgpu_device_lost_reason reason,
                           WGPUStringView message)
{
    pthread_mutex_lock(&loss->lock);
    const bool first = !atomic_load_explicit(&loss->lost, memory_order_relaxed);
    if (first) {
        loss->reason = reason;
        webgpu_string_copy(&loss->message, message); /* without memory it stays empty */
        atomic_store_explicit(&loss->lost, true, memory_order_release);
    }
    pthread_mutex_unlock(&loss->lock);
    return first;
}

void
webgpu_device_on_lost(WGPUDevice const *native, WGPUDeviceLostReason reason, WGPUStringView message,
                      void *userdata1, void *userdata2)
{
    (void)native;
    (void)userdata2;
    struct webgpu_device_loss *loss = userdata1;
    const bool destroyed = reason == WGPUDeviceLostReason_Destroyed;
    if (webgpu_device_loss_happens(
            loss, destroyed ? WEBGPU_DEVICE_LOST_REASON_DESTROYED : WEBGPU_DEVICE_LOST_REASON_UNKNOWN,
            message))
        base_log(reason == WGPUDeviceLostReason_Unknown ? BASE_LOG_WARN : BASE_LOG_DEBUG,
                 BASE_LOG_ROOM_WEBGPU, "device is lost: %.*s", (int)loss->message.size,
                 loss->message.size == 0 ? "" : loss->message.data);
    webgpu_device_loss_unref(loss);
}
