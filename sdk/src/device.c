/* WGPUDevice: what it can do, its queue, and its end. It is made in device_request.c; what it makes is in
 * the files of those things; error scopes are in error_scope.c, its loss in lost.c, errors that no scope
 * captures in uncaptured.c. Follows webgpu.h, "Device Events" and "Releasing a Device object".
 *
 * A program that cares for neither loss nor uncaptured errors does not carry these two along: so they are
 * called by pointers from here. */
#include "device.h"

#include <stdlib.h>

#include "feature.h"
#include "info.h"
#include "limit.h"
#include "queue.h"
#include "text.h"

static struct sdk_places places = {.size = sizeof(struct WGPUDeviceImpl)};

WGPUDevice
sdk_device_new(uint32_t handle, uint32_t instance)
{
    WGPUDevice self = sdk_object_new(&places, handle, wasi_webgpu_device_drop);
    if (self == NULL)
        return NULL;
    self->instance = instance;
    return self;
}

void
sdk_device_hold(WGPUDevice self)
{
    self->holds++;
}

void
sdk_device_let_go(WGPUDevice self)
{
    if (--self->holds != 0 || self->object.refs != 0)
        return;
    if (self->lost != NULL)
        self->lost->device = NULL;
    wasi_webgpu_device_drop(self->object.handle);
    sdk_object_end(&places, self);
}

/* Holds the device meanwhile, for callbacks may release it. */
static void
destroy(WGPUDevice self)
{
    sdk_device_hold(self);
    sdk_device_end_errors(self);
    wasi_webgpu_device_destroy(self->object.handle);
    if (self->lost != NULL && !self->lost->future.ready) {
        struct sdk_future *lost = &self->lost->future;
        lost->stop(lost);
        sdk_future_finish(lost);
    }
    sdk_device_let_go(self);
}

void
wgpuDeviceDestroy(WGPUDevice self)
{
    if (sdk_is_usable(self, __func__))
        destroy(self);
}

void
wgpuDeviceGetFeatures(WGPUDevice self, WGPUSupportedFeatures *features)
{
    if (!sdk_feature_list_begin(features, self, __func__))
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
    return sdk_limit_read(__func__, wasi_webgpu_device_limits(self->object.handle), limits);
}

WGPUStatus
wgpuDeviceGetAdapterInfo(WGPUDevice self, WGPUAdapterInfo *info)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(info, __func__))
        return WGPUStatus_Error;
    return sdk_info_read(__func__, wasi_webgpu_device_adapter_info(self->object.handle), info);
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

/* Of the last reference. What is called back for errors still has a device, and may release that once more,
 * or keep it. */
static void
release_last(WGPUDevice self)
{
    sdk_device_hold(self);
    self->leaves = true;
    sdk_device_end_errors(self);
    self->leaves = false;
    if (sdk_object_unref(self, "wgpuDeviceRelease")) {
        if (self->queue != NULL) {
            self->queue->device = NULL;
            wgpuQueueRelease(self->queue);
        }
        destroy(self);
    }
    sdk_device_let_go(self);
}

void
wgpuDeviceRelease(WGPUDevice self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    if (self->object.refs == 1)
        release_last(self);
    else
        self->object.refs--;
}
