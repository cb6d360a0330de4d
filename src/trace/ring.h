/* What a guest's thread has recorded and the writer's has not read yet: a bounded queue from one thread to
 * another. */
#ifndef TRACE_RING_H
#define TRACE_RING_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/record.h"

#define TRACE_RING_SIZE 65536u /* records, 2 MiB; a power of two */
#define TRACE_RING_PART (TRACE_RING_SIZE / 4)

struct trace_ring {
    alignas(64) _Atomic uint64_t written; /* records ever */
    uint64_t stop;                        /* the writer's: so far it goes without asking again */
    alignas(64) _Atomic uint64_t read;
    alignas(64) struct trace_record records[TRACE_RING_SIZE];
};

/* NULL: no memory. */
struct trace_ring *trace_ring_new(void);

/* With what is unread; NULL is allowed. */
void trace_ring_delete(struct trace_ring *ring);

/* Where the next record goes; NULL: a part is full, or the ring is. */
static inline struct trace_record *
trace_ring_room(struct trace_ring *ring)
{
    const uint64_t at = atomic_load_explicit(&ring->written, memory_order_relaxed);
    return at == ring->stop ? NULL : &ring->records[at % TRACE_RING_SIZE];
}

/* Behind that: there is room for some more now. False: it is full. */
bool trace_ring_go_on(struct trace_ring *ring);

/* It is filled. */
static inline void
trace_ring_push(struct trace_ring *ring)
{
    const uint64_t at = atomic_load_explicit(&ring->written, memory_order_relaxed) + 1;
    atomic_store_explicit(&ring->written, at, memory_order_release);
}

/* The reader: how many there are in a row from *first on. */
size_t trace_ring_unread(const struct trace_ring *ring, const struct trace_record **first);
void trace_ring_took(struct trace_ring *ring, size_t count);

#endif
