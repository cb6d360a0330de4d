/* What a guest's thread has recorded and the writer's has not read yet. */
#include "trace/ring.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static_assert(sizeof(struct trace_record) == 32, "two in a cache line");

struct trace_ring *
trace_ring_new(void)
{
    struct trace_ring *ring = aligned_alloc(alignof(struct trace_ring), sizeof *ring);
    if (ring == NULL)
        return NULL;
    memset(ring, 0, sizeof *ring); /* now, for the kernel finds memory only when it is touched */
    atomic_init(&ring->written, 0);
    atomic_init(&ring->read, 0);
    ring->stop = TRACE_RING_PART;
    return ring;
}

void
trace_ring_delete(struct trace_ring *ring)
{
    if (ring == NULL)
        return;
    const struct trace_record *first;
    for (size_t count; (count = trace_ring_unread(ring, &first)) != 0; trace_ring_took(ring, count))
        for (size_t i = 0; i < count; i++)
            if (first[i].has_text)
                free(trace_record_text(&first[i]));
    free(ring);
}

bool
trace_ring_go_on(struct trace_ring *ring)
{
    const uint64_t at = atomic_load_explicit(&ring->written, memory_order_relaxed);
    const uint64_t until = atomic_load_explicit(&ring->read, memory_order_acquire) + TRACE_RING_SIZE;
    const uint64_t part_end = at - at % TRACE_RING_PART + TRACE_RING_PART;
    ring->stop = until < part_end ? until : part_end;
    return at != ring->stop;
}

size_t
trace_ring_unread(const struct trace_ring *ring, const struct trace_record **first)
{
    const uint64_t from = atomic_load_explicit(&ring->read, memory_order_relaxed);
    const uint64_t until = atomic_load_explicit(&ring->written, memory_order_acquire);
    const size_t at = from % TRACE_RING_SIZE;
    const size_t count = until - from;
    *first = &ring->records[at];
    return count < TRACE_RING_SIZE - at ? count : TRACE_RING_SIZE - at;
}

void
trace_ring_took(struct trace_ring *ring, size_t count)
{
    const uint64_t from = atomic_load_explicit(&ring->read, memory_order_relaxed);
    atomic_store_explicit(&ring->read, from + count, memory_order_release);
}
