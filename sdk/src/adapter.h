/* WGPUAdapter. */
#ifndef SDK_ADAPTER_H
#define SDK_ADAPTER_H

#include "object.h"

struct WGPUAdapterImpl {
    struct sdk_object object;
    uint32_t instance; /* whose callbacks a request for a device is called among */
};

#endif
