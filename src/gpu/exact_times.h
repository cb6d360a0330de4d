/* Timestamps as the GPU takes them. */
#ifndef GPU_EXACT_TIMES_H
#define GPU_EXACT_TIMES_H

#include "gpu/dawn/toggles.h"

/* What a device is requested with, so that its timestamps are not rounded, as Dawn does to multiples of
 * 65,536 ns, for guests that could measure others by them. `room` is there until the request. NULL: the
 * library rounds nothing. */
WGPUChainedStruct *gpu_exact_times(struct gpu_dawn_toggles *room);

#endif
