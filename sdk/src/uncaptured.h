/* Errors that no scope has captured. Follows webgpu.h, "Device Events". */
#ifndef SDK_UNCAPTURED_H
#define SDK_UNCAPTURED_H

#include <webgpu/webgpu.h>

/* From now on the device's uncaptured errors go to the callback of `info`, which is not NULL. */
void sdk_uncaptured_open(WGPUDevice device, const WGPUUncapturedErrorCallbackInfo *info);

#endif
