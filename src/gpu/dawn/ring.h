/* The buffers of one device through which its large writes go: filled while they are mapped, copied from by
 * the GPU, and mapped again once that is done. Their number is bounded, of a device and of the process. */
#ifndef GPU_DAWN_RING_H
#define GPU_DAWN_RING_H

#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

#define GPU_DAWN_CHUNK_SIZE ((size_t)4 << 20)
#define GPU_DAWN_RING_CHUNKS 16 /* 64 MiB a device */
#define GPU_DAWN_CHUNKS_MAX 64  /* 256 MiB a process */

struct gpu_dawn_chunk;

/* One thread at a time. */
struct gpu_dawn_ring {
    WGPUInstance instance; /* borrowed: there is one as long as there is a device */
    WGPUDevice device;     /* borrowed */
    WGPUQueue queue;       /* borrowed */
    struct gpu_dawn_chunk *free;
    struct gpu_dawn_chunk *first; /* of those that the GPU has, in order */
    struct gpu_dawn_chunk *last;
    size_t count;
};

/* One to be filled: GPU_DAWN_CHUNK_SIZE bytes at *bytes. Where the GPU has all that there may be, it is given
 * `patience_ns` to be done with one. NULL: there is none. */
struct gpu_dawn_chunk *gpu_dawn_ring_take(struct gpu_dawn_ring *ring, uint64_t patience_ns, void **bytes);

/* Its buffer, unmapped, for an encoder to copy from; it is given back by: */
WGPUBuffer gpu_dawn_chunk_filled(struct gpu_dawn_chunk *chunk);
/* Submits what `encoder` has recorded, and releases it: the chunk is the ring's again, when the GPU is done.
 */
void gpu_dawn_ring_submit(struct gpu_dawn_ring *ring, struct gpu_dawn_chunk *chunk,
                          WGPUCommandEncoder encoder);

/* Releases all; the ring is as new. Of a device that is about to go. */
void gpu_dawn_ring_empty(struct gpu_dawn_ring *ring);

#endif
