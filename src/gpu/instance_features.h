/* What instances can do, whichever library makes them: timed waits, and several devices of one adapter. Dawn
 * of June 2025 and wgpu-native have other words for that, or none. */
#ifndef GPU_INSTANCE_FEATURES_H
#define GPU_INSTANCE_FEATURES_H

#include <stdbool.h>

#include "gpu/procs.h"

/* Puts the functions that list them into `front`. */
void gpu_instance_features_install(struct gpu_procs *front);

/* Whether an instance can have all that is asked for; else the log says what it cannot. NULL: nothing is.
 * *timed_wait: that is. */
bool gpu_instance_features_granted(const WGPUInstanceDescriptor *descriptor, bool *timed_wait);

#endif
