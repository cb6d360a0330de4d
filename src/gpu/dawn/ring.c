/* The GPU is done with chunks in the order in which it was given them, so only the first of those is asked
 * for: by a wait for its map alone. */
#include "gpu/dawn/ring.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/clock.h"
#include "gpu/dawn/scope.h"
#include "gpu/procs.h"

#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(400000)

struct gpu_dawn_chunk {
    struct gpu_dawn_chunk *next;
    WGPUBuffer buffer;
    WGPUFuture map;
    atomic_int status; /* WGPUMapAsyncStatus; 0: it is not mapped yet */
    atomic_uint refs;  /* the ring's, and the map's callback's, which Dawn may call late */
};

static atomic_size_t chunks; /* of all rings */

static void
unref(struct gpu_dawn_chunk *chunk)
{
    if (atomic_fetch_sub_explicit(&chunk->refs, 1, memory_order_acq_rel) == 1)
        free(chunk);
}

/* Any thread. */
static void
on_map(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)message;
    (void)userdata2;
    struct gpu_dawn_chunk *chunk = userdata1;
    atomic_store_explicit(&chunk->status, (int)status, memory_order_release);
    unref(chunk);
}

static bool
has_answered(const struct gpu_dawn_chunk *chunk)
{
    return atomic_load_explicit(&chunk->status, memory_order_acquire) != 0;
}

static void
dispose(struct gpu_dawn_ring *ring, struct gpu_dawn_chunk *chunk)
{
    ring->count--;
    atomic_fetch_sub_explicit(&chunks, 1, memory_order_relaxed);
    gpu_native.BufferRelease(chunk->buffer); /* a map under way ends in here, or when the device goes */
    unref(chunk);
}

/* Takes back what the GPU is done with; what could not be mapped, because the device is lost, is released. */
static void
collect(struct gpu_dawn_ring *ring)
{
    while (ring->first != NULL) {
        struct gpu_dawn_chunk *chunk = ring->first;
        WGPUFutureWaitInfo info = {.future = chunk->map};
        if (!has_answered(chunk))
            gpu_native.InstanceWaitAny(ring->instance, 1, &info, 0);
        if (ring->first != chunk || !has_answered(chunk)) /* another callback may have emptied it */
            return;
        ring->first = chunk->next;
        if (atomic_load_explicit(&chunk->status, memory_order_relaxed) != WGPUMapAsyncStatus_Success) {
            dispose(ring, chunk);
            continue;
        }
        chunk->next = ring->free;
        ring->free = chunk;
    }
}

/* Where there is no memory for it, it is nobody's error: writes go another way. */
static WGPUBuffer
make_buffer(WGPUDevice device)
{
    static const WGPUBufferDescriptor descriptor = {
        .label = {"staging of large writes", WGPU_STRLEN},
        .usage = WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc,
        .size = GPU_DAWN_CHUNK_SIZE,
        .mappedAtCreation = WGPU_TRUE,
    };
    gpu_native.DevicePushErrorScope(device, WGPUErrorFilter_Validation);
    gpu_native.DevicePushErrorScope(device, WGPUErrorFilter_OutOfMemory);
    const WGPUBuffer buffer = gpu_native.DeviceCreateBuffer(device, &descriptor);
    const bool fits = gpu_dawn_pop_scope(device) == WGPUErrorType_NoError;
    const bool valid = gpu_dawn_pop_scope(device) == WGPUErrorType_NoError;
    if ((fits && valid) || buffer == NULL)
        return buffer;
    gpu_native.BufferRelease(buffer);
    return NULL;
}

/* NULL: there are as many as there may be, or there is no memory. */
static struct gpu_dawn_chunk *
make(struct gpu_dawn_ring *ring)
{
    if (ring->count == GPU_DAWN_RING_CHUNKS)
        return NULL;
    if (atomic_fetch_add_explicit(&chunks, 1, memory_order_relaxed) >= GPU_DAWN_CHUNKS_MAX)
        goto fail;
    struct gpu_dawn_chunk *chunk = calloc(1, sizeof *chunk);
    if (chunk == NULL)
        goto fail;
    atomic_init(&chunk->refs, 1);
    chunk->buffer = make_buffer(ring->device);
    if (chunk->buffer != NULL) {
        ring->count++;
        return chunk;
    }
    free(chunk);
fail:
    atomic_fetch_sub_explicit(&chunks, 1, memory_order_relaxed);
    return NULL;
}

static struct gpu_dawn_chunk *
take_free(struct gpu_dawn_ring *ring)
{
    struct gpu_dawn_chunk *chunk = ring->free;
    if (chunk != NULL)
        ring->free = chunk->next;
    return chunk;
}

static struct gpu_dawn_chunk *
await(struct gpu_dawn_ring *ring, uint64_t patience_ns)
{
    const struct base_deadline end = base_deadline_in(patience_ns);
    uint64_t nap_ns = FIRST_NAP_NS;
    while (ring->first != NULL && !base_deadline_passed(&end)) {
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
        collect(ring);
        struct gpu_dawn_chunk *chunk = take_free(ring);
        if (chunk != NULL)
            return chunk;
    }
    return NULL;
}

struct gpu_dawn_chunk *
gpu_dawn_ring_take(struct gpu_dawn_ring *ring, uint64_t patience_ns, void **bytes)
{
    collect(ring);
    struct gpu_dawn_chunk *chunk = take_free(ring);
    if (chunk == NULL)
        chunk = make(ring);
    if (chunk == NULL)
        chunk = await(ring, patience_ns);
    if (chunk == NULL)
        return NULL;
    /* Asked for each time: the loss of a device may have unmapped it. */
    *bytes = gpu_native.BufferGetMappedRange(chunk->buffer, 0, GPU_DAWN_CHUNK_SIZE);
    if (*bytes != NULL)
        return chunk;
    dispose(ring, chunk);
    return NULL;
}

WGPUBuffer
gpu_dawn_chunk_filled(struct gpu_dawn_chunk *chunk)
{
    gpu_native.BufferUnmap(chunk->buffer);
    return chunk->buffer;
}

void
gpu_dawn_ring_submit(struct gpu_dawn_ring *ring, struct gpu_dawn_chunk *chunk, WGPUCommandEncoder encoder)
{
    const WGPUCommandBuffer commands = gpu_native.CommandEncoderFinish(encoder, NULL);
    gpu_native.QueueSubmit(ring->queue, 1, &commands);
    gpu_native.CommandBufferRelease(commands);
    gpu_native.CommandEncoderRelease(encoder);

    chunk->next = NULL;
    if (ring->first == NULL)
        ring->first = chunk;
    else
        ring->last->next = chunk;
    ring->last = chunk;
    atomic_store_explicit(&chunk->status, 0, memory_order_relaxed);
    atomic_fetch_add_explicit(&chunk->refs, 1, memory_order_relaxed);
    const WGPUBufferMapCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous, .callback = on_map, .userdata1 = chunk};
    chunk->map = gpu_native.BufferMapAsync(chunk->buffer, WGPUMapMode_Write, 0, GPU_DAWN_CHUNK_SIZE, info);
}

void
gpu_dawn_ring_empty(struct gpu_dawn_ring *ring)
{
    struct gpu_dawn_chunk *chunk;
    while ((chunk = take_free(ring)) != NULL)
        dispose(ring, chunk);
    while (ring->first != NULL) {
        chunk = ring->first;
        ring->first = chunk->next;
        dispose(ring, chunk);
    }
    ring->last = NULL;
}
