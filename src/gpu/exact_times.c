/* Timestamps as the GPU takes them: of a device's toggles in Dawn, the one that rounds them. */
#include "gpu/exact_times.h"

#include "gpu/library.h"

#define DAWN_TOGGLES_DESCRIPTOR ((WGPUSType)0x5000A)

static const char *const disabled[] = {"timestamp_quantization"};

WGPUChainedStruct *
gpu_exact_times(struct gpu_exact_times *room)
{
    if (gpu_library_kind() != GPU_LIBRARY_DAWN)
        return NULL;
    *room = (struct gpu_exact_times){
        .chain = {NULL, DAWN_TOGGLES_DESCRIPTOR},
        .disabled_count = sizeof disabled / sizeof disabled[0],
        .disabled = disabled,
    };
    return &room->chain;
}
