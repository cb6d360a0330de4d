/* What stands for an option that is absent: the defaults of WebGPU's IDL. */
#ifndef WEBGPU_OPTION_H
#define WEBGPU_OPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "generated/webgpu_types.h"

static inline uint32_t
webgpu_u32_or(struct webgpu_option_u32 option, uint32_t value)
{
    return option.some ? option.value : value;
}

static inline uint64_t
webgpu_u64_or(struct webgpu_option_u64 option, uint64_t value)
{
    return option.some ? option.value : value;
}

/* Of the booleans that are false by default. */
static inline bool
webgpu_is_set(struct webgpu_option_bool option)
{
    return option.some && option.value;
}

#endif
