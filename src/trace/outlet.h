/* The guest's end of the way to a trace's file: puts records into the ring that the trace's thread reads. */
#ifndef TRACE_OUTLET_H
#define TRACE_OUTLET_H

#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "trace/ring.h"

/* The reader of the ring, seen from the guest. */
struct trace_reader {
    sem_t wanted;         /* posted for a look at the rings */
    atomic_bool finished; /* it reads no more */
};

struct trace_outlet {
    struct trace_ring *ring;     /* NULL: nothing is written */
    struct trace_reader *reader; /* of the ring */
    _Atomic uint64_t lost;       /* records that found no room, after a wait; any thread may look */
    uint64_t stalled_ticks;      /* in waits for room, since it was last asked */
};

/* `reader`: NULL: nothing is written. False: no memory. */
bool trace_outlet_init(struct trace_outlet *outlet, struct trace_reader *reader);
void trace_outlet_finish(struct trace_outlet *outlet);

/* Where trace_ring_room has none: the reader is woken, and waited for if need be. NULL: the record is lost.
 */
struct trace_record *trace_outlet_find_room(struct trace_outlet *outlet);

static inline uint64_t
trace_outlet_lost(const struct trace_outlet *outlet)
{
    return atomic_load_explicit(&outlet->lost, memory_order_relaxed);
}

static inline struct trace_record *
trace_outlet_room(struct trace_outlet *outlet)
{
    struct trace_record *room = trace_ring_room(outlet->ring);
    return room != NULL ? room : trace_outlet_find_room(outlet);
}

/* If a file is written; with its rest, if that is not empty. A text is taken over. */
void trace_outlet_put(struct trace_outlet *outlet, const struct trace_record *rest,
                      const struct trace_record *record);

#endif
