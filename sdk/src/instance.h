/* WGPUInstance: the host's `gpu`, and whose callbacks an operation is called among. */
#ifndef SDK_INSTANCE_H
#define SDK_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "object.h"

struct WGPUInstanceImpl {
    struct sdk_object object;
    struct WGPUInstanceImpl *next; /* among those that live */
    uint32_t id;                   /* how others know it: they may outlive it */
    size_t timed_wait_max;         /* 0: timed waits are not enabled */
};

bool sdk_instance_lives(uint32_t id);

#endif
