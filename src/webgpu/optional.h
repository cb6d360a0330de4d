/* Optional numbers of the WIT, and those of them for which webgpu.h has a number that means "left out".
 *
 * Such a number is an ordinary one to a guest, and always far too great: the one below it stands for it. */
#ifndef WEBGPU_OPTIONAL_H
#define WEBGPU_OPTIONAL_H

#include <webgpu/webgpu.h>

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

/* For what is UINT32_MAX in webgpu.h when it is left out: counts, strides, indices. */
static inline uint32_t
webgpu_u32_or_undefined(struct webgpu_option_u32 option)
{
    if (!option.some)
        return UINT32_MAX;
    return option.value == UINT32_MAX ? UINT32_MAX - 1 : option.value;
}

/* A size that a guest gave, for the library, to which WGPU_WHOLE_SIZE is "the rest". */
static inline uint64_t
webgpu_exact_size(uint64_t size)
{
    return size == WGPU_WHOLE_SIZE ? WGPU_WHOLE_SIZE - 1 : size;
}

#endif
