/* gpu-buffer. */
#ifndef WEBGPU_BUFFER_H
#define WEBGPU_BUFFER_H

#include "webgpu/object.h"
#include "webgpu/optional.h"

struct abi_pending;

struct webgpu_buffer {
    struct webgpu_object object;
    WGPUBuffer native;
    uint64_t size;
    uint32_t usage;

    /* WebGPU, "Buffer Mapping": [[mapping]] and [[pending_map]] in one word, which the native callback
     * and unmap race for. 0: neither; WEBGPU_BUFFER_MAPPED; else the abi_pending of the pending map. */
    _Atomic uintptr_t mapping;
    uint64_t map_start; /* of the mapping, pending or not */
    uint64_t map_end;
    bool map_writes;
    _Atomic uint64_t map_destroys; /* the device's count of destroys at the time */
};

#define WEBGPU_BUFFER_MAPPED ((uintptr_t)1)

/* The map that is `op` ends: its device is lost. */
void webgpu_buffer_map_aborts(struct abi_pending *op);

/* The rest of `buffer` from `offset` on: what a size defaults to. */
uint64_t webgpu_buffer_rest(const struct webgpu_buffer *buffer, uint64_t offset);

/* `size`, or its default. */
static inline uint64_t
webgpu_buffer_size_or_rest(const struct webgpu_buffer *buffer, uint64_t offset, struct webgpu_option_u64 size)
{
    return size.some ? webgpu_exact_size(size.value) : webgpu_buffer_rest(buffer, offset);
}

#endif
