/* WGPUDevice. */
#ifndef SDK_DEVICE_H
#define SDK_DEVICE_H

#include "future.h"
#include "object.h"

struct sdk_lost;

struct WGPUDeviceImpl {
    struct sdk_object object;
    uint32_t instance;     /* whose callbacks its operations are called among */
    WGPUQueue queue;       /* one reference is the device's; NULL: not asked for yet */
    struct sdk_lost *lost; /* NULL: its callback has been called */
    WGPUFuture lost_future;
};

/* The device of `handle`, or the news that there is none (0): then nothing is returned. `info` is called
 * when it is lost. */
WGPUDevice sdk_device_new(uint32_t handle, uint32_t instance, const WGPUDeviceLostCallbackInfo *info);

#endif
