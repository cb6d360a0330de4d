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

/* From now on the loss of `device` is heard of, which is so only once. NULL: it could not be made, which is
 * told the same way. */
void sdk_lost_open(WGPUDevice device, uint32_t instance, const WGPUDeviceLostCallbackInfo *info);

#endif
