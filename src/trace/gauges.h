/* How much a guest has at the moment, and had at most. */
#ifndef TRACE_GAUGES_H
#define TRACE_GAUGES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where that stands; each NULL: nothing. */
struct trace_gauges {
    const uint64_t *gpu_bytes; /* changed by the guest's thread only */
    const atomic_size_t *objects;
};

struct trace_levels {
    struct trace_gauges gauges;
    uint64_t gpu_bytes; /* as it was seen last */
    uint64_t peak_gpu_bytes;
    uint64_t peak_objects;
};

/* From now on these are looked at; NULL: none are, as at first. */
void trace_levels_follow(struct trace_levels *levels, const struct trace_gauges *gauges);

/* Returns what the guest has of the GPU's memory, which has changed. */
uint64_t trace_levels_take_gpu_bytes(struct trace_levels *levels);

/* True: it has changed. */
static inline bool
trace_levels_look(struct trace_levels *levels)
{
    const size_t objects = atomic_load_explicit(levels->gauges.objects, memory_order_relaxed);
    if (objects > levels->peak_objects)
        levels->peak_objects = objects;
    return *levels->gauges.gpu_bytes != levels->gpu_bytes;
}

#endif
