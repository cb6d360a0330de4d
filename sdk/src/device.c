/* WGPUDevice: what it can do, its queue, and its end. It is made in device_request.c; what it makes is in
 * the files of those things; error scopes are in error_scope.c.
 *
 * A guest learns of the device's loss only where it causes it: by destroying or releasing it, or when
 * none can be made. WGPUUncapturedErrorCallback is never called: the host logs uncaptured errors. Follows
 * webgpu.h, "Device Events" and "Releasing a Device object". */
#include "device.h"

#include <stdlib.h>

#include "feature.h"
#include "info.h"
#include "limit.h"
#include "queue.h"
#include "text.h"

struct sdk_lost {
    struct sdk_future future;
    WGPUDeviceLostCallbackInfo info;
    WGPUDevice device; /* NULL: released, or never made */
    WGPUDeviceLostReason reason;
    const char *message;
};

static void
deliver_lost(struct sdk_future *future, bool cancelled)
{
    struct sdk_lost *self = (struct sdk_lost *)future;
    if (self->device != NULL)
        self->device->lost = NULL;
    if (cancelled) {
        self->reason = WGPUDeviceLostReason_CallbackCancelled;
        self->message = "the instance is gone";
    }
    if (self->info.callback != NULL)
        self->info.callback(&self->device, self->reason, sdk_text_of(self->message), self->info.userdata1,
                            self->info.userdata2);
    free(self);
}

static struct sdk_places places = {.size = sizeof(struct WGPUDeviceImpl)};

WGPUDevice
sdk_device_new(uint32_t handle, uint32_t instance, const WGPUDeviceLostCallbackInfo *info)
{
    struct sdk_lost *lost = sdk_alloc(1, sizeof *lost);
    lost->future.instance = instance;
    lost->future.mode = info->mode;
    lost->future.deliver = deliver_lost;
    lost->info = *info;
    WGPUDevice self = handle == 0 ? NULL : sdk_object_new(&places, handle, wasi_webgpu_device_drop);
    if (self == NULL) {
        lost->future.ready = true;
        lost->reason = WGPUDeviceLostReason_FailedCreation;
        lost->message = "the device could not be made";
        sdk_future_start(&lost->future);
        return NULL;
    }
    self->instance = instance;
    self->lost = lost;
    lost->device = self;
    self->lost_future = sdk_future_start(&lost->future);
    return self;
}

/* Once; `self` is what the callback is told. */
static void
lose(WGPUDevice self)
{
    struct sdk_lost *lost = self->lost;
    if (lost == NULL || lost->future.ready)
        return;
    lost->reason = WGPUDeviceLostReason_Destroyed;
    lost->message = "the device was destroyed";
    sdk_future_finish(&lost->future);
}

void
wgpuDeviceDestroy(WGPUDevice self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_device_destroy(self->object.handle);
    lose(self);
}

WGPUFuture
wgpuDeviceGetLostFuture(WGPUDevice self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUFuture){0};
    return self->lost_future;
}

void
wgpuDeviceGetFeatures(WGPUDevice self, WGPUSupportedFeatures *features)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(features, __func__))
        return;
    sdk_feature_list(wasi_webgpu_device_features(self->object.handle), features);
}

WGPUBool
wgpuDeviceHasFeature(WGPUDevice self, WGPUFeatureName feature)
{
    if (!sdk_is_usable(self, __func__))
        return false;
    return sdk_feature_has(wasi_webgpu_device_features(self->object.handle), feature);
}

WGPUStatus
wgpuDeviceGetLimits(WGPUDevice self, WGPULimits *limits)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(limits, __func__))
        return WGPUStatus_Error;
    return sdk_limit_read(wasi_webgpu_device_limits(self->object.handle), limits);
}

WGPUStatus
wgpuDeviceGetAdapterInfo(WGPUDevice self, WGPUAdapterInfo *info)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(info, __func__))
        return WGPUStatus_Error;
    return sdk_info_read(wasi_webgpu_device_adapter_info(self->object.handle), info);
}

WGPUQueue
wgpuDeviceGetQueue(WGPUDevice self)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    if (self->queue == NULL)
        self->queue = sdk_queue_new(wasi_webgpu_device_queue(self->object.handle), self);
    if (self->queue != NULL)
        wgpuQueueAddRef(self->queue);
    return self->queue;
}

void
wgpuDeviceAddRef(WGPUDevice self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuDeviceRelease(WGPUDevice self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    wasi_webgpu_device_destroy(self->object.handle);
    if (self->lost != NULL) {
        self->lost->device = NULL;
        lose(self);
    }
    if (self->queue != NULL)
        wgpuQueueRelease(self->queue);
    wasi_webgpu_device_drop(self->object.handle);
    sdk_object_end(&places, self);
}
