/* One answer for the process, given when a device is made: until then all waits stay awake. */
#include "gpu/awake.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_bool sleeps;

void
gpu_awake_device(bool is_cpu)
{
    const char *word = getenv("WASIGPU_SPIN");
    const bool is_on = word != NULL && strcmp(word, "on") == 0;
    const bool is_off = word != NULL && strcmp(word, "off") == 0;
    if (is_off || (is_cpu && !is_on))
        atomic_store_explicit(&sleeps, true, memory_order_relaxed);
}

bool
gpu_awake_for(size_t count, uint64_t timeout_ns)
{
    return count == 1 && timeout_ns > GPU_AWAKE_NS && !atomic_load_explicit(&sleeps, memory_order_relaxed);
}
