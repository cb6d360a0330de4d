/* The loss of a device, as a future. Follows webgpu.h, "Device Events". */
#ifndef SDK_LOST_H
#define SDK_LOST_H

#include <wasigpu/imports.h>

#include "future.h"

struct sdk_lost {
    struct sdk_future future;
    WGPUDeviceLostCallbackInfo info;
    WGPUDevice device;                   /* NULL: it is no more, or never was */
    WGPUDeviceLostReason reason;         /* unless there is news */
    wasi_webgpu_device_lost_info_t news; /* what the host says of the loss; 0: nothing */
    wasi_webgpu_device_lost_info_t read; /* where it stores that */
};

/* Of a device that has none yet. From now on it is heard of, by itself or not, that the device is lost. */
void sdk_lost_open(WGPUDevice device, const WGPUDeviceLostCallbackInfo *info);

/* Calls back, as the mode asks, for a device that could not be made. */
void sdk_lost_fail(uint32_t instance, const WGPUDeviceLostCallbackInfo *info);

#endif
