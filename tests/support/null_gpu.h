/* The null GPU's own functions, found in a copy of it that src/gpu has loaded. */
#ifndef SUPPORT_NULL_GPU_H
#define SUPPORT_NULL_GPU_H

#include "null_gpu/null_gpu.h"

struct support_null_gpu {
    __typeof__(null_gpu_set_pace) *set_pace;
    __typeof__(null_gpu_fail_next) *fail_next;
    __typeof__(null_gpu_lose_devices) *lose_devices;
    __typeof__(null_gpu_live_objects) *live_objects;
    __typeof__(null_gpu_print_objects) *print_objects;
};

/* Loads the null GPU at `path`; ends the process if that cannot be done. */
struct support_null_gpu support_null_gpu_load(const char *path);

#endif
