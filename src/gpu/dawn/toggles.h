/* DawnTogglesDescriptor, in every Dawn's own header: what only a host can set, of an adapter or a device. */
#ifndef GPU_DAWN_TOGGLES_H
#define GPU_DAWN_TOGGLES_H

#include <stddef.h>
#include <webgpu/webgpu.h>

#define GPU_DAWN_TOGGLES_DESCRIPTOR ((WGPUSType)0x5000A)

struct gpu_dawn_toggles {
    WGPUChainedStruct chain;
    size_t enabledToggleCount;
    const char *const *enabledToggles;
    size_t disabledToggleCount;
    const char *const *disabledToggles;
};

#endif
