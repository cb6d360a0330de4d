/* Timestamps as the GPU takes them: of a device's toggles in Dawn, the one that rounds them. */
#include "gpu/exact_times.h"

#include "base/count.h"
#include "gpu/library.h"

static const char *const disabled[] = {"timestamp_quantization"};

WGPUChainedStruct *
gpu_exact_times(struct gpu_dawn_toggles *room)
{
    if (gpu_library_kind() != GPU_LIBRARY_DAWN)
        return NULL;
    *room = (struct gpu_dawn_toggles){
        .chain = {NULL, GPU_DAWN_TOGGLES_DESCRIPTOR},
        .disabledToggleCount = BASE_COUNT(disabled),
        .disabledToggles = disabled,
    };
    return &room->chain;
}
