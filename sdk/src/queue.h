/* WGPUQueue. */
#ifndef SDK_QUEUE_H
#define SDK_QUEUE_H

#include "object.h"

struct WGPUQueueImpl {
    struct sdk_object object;
    uint32_t instance;
    const void *source; /* its device, as the source of its futures; never looked into */
    WGPUDevice device;  /* the same; NULL: it is gone */
};

/* NULL: there is no memory. */
WGPUQueue sdk_queue_new(uint32_t handle, WGPUDevice device);

#endif
