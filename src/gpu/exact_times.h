/* Timestamps as the GPU takes them. */
#ifndef GPU_EXACT_TIMES_H
#define GPU_EXACT_TIMES_H

#include <stddef.h>
#include <webgpu/webgpu.h>

/* Dawn's DawnTogglesDescriptor. */
struct gpu_exact_times {
    WGPUChainedStruct chain;
    size_t enabled_count;
    const char *const *enabled;
    size_t disabled_count;
    const char *const *disabled;
};

/* What a device is requested with, so that its timestamps are not rounded, as Dawn does to multiples of
 * 65,536 ns, for guests that could measure others by them. `room` is there until the request. NULL: the
 * library rounds nothing. */
WGPUChainedStruct *gpu_exact_times(struct gpu_exact_times *room);

#endif
