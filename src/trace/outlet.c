/* The guest's end of the way to a trace's file.
 *
 * Where the ring is full, the guest waits for the reader, so that no call is missing; but no longer than a
 * second, after which records are lost, and counted, until there is room again: a file that takes no more
 * (a pipe whose reader sleeps) does not hold up a guest for ever. */
#include "trace/outlet.h"

#include <stdlib.h>

#include "base/clock.h"
#include "trace/ticks.h"

#define STALL_MAX_NS UINT64_C(1000000000)
#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)

bool
trace_outlet_init(struct trace_outlet *outlet, struct trace_reader *reader)
{
    *outlet = (struct trace_outlet){.reader = reader, .ring = reader == NULL ? NULL : trace_ring_new()};
    return reader == NULL || outlet->ring != NULL;
}

void
trace_outlet_finish(struct trace_outlet *outlet)
{
    trace_ring_delete(outlet->ring);
}

static bool
has_finished(const struct trace_outlet *outlet)
{
    return atomic_load_explicit(&outlet->reader->finished, memory_order_acquire);
}

/* False: there is no room after all. */
static bool
wait_for_room(struct trace_outlet *outlet)
{
    const uint64_t start = trace_ticks_now();
    const struct base_deadline end = base_deadline_in(trace_outlet_lost(outlet) == 0 ? STALL_MAX_NS : 0);
    uint64_t nap_ns = FIRST_NAP_NS;
    bool room;
    while (!(room = trace_ring_go_on(outlet->ring)) && !base_deadline_passed(&end) && !has_finished(outlet))
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
    outlet->stalled_ticks += trace_ticks_now() - start;
    return room;
}

struct trace_record *__attribute__((cold, noinline))
trace_outlet_find_room(struct trace_outlet *outlet)
{
    const bool room = trace_ring_go_on(outlet->ring);
    if (!room && has_finished(outlet))
        return NULL; /* nothing is lost that anybody would have had */
    sem_post(&outlet->reader->wanted);
    if (room || wait_for_room(outlet))
        return trace_ring_room(outlet->ring);
    if (!has_finished(outlet)) /* meanwhile */
        atomic_fetch_add_explicit(&outlet->lost, 1, memory_order_relaxed);
    return NULL;
}

static bool
put(struct trace_outlet *outlet, const struct trace_record *record)
{
    struct trace_record *room = trace_outlet_room(outlet);
    if (room == NULL)
        return false;
    *room = *record;
    trace_ring_push(outlet->ring);
    return true;
}

void
trace_outlet_put(struct trace_outlet *outlet, const struct trace_record *rest,
                 const struct trace_record *record)
{
    const bool is_put =
        outlet->ring != NULL && (trace_record_is_empty(rest) || put(outlet, rest)) && put(outlet, record);
    if (!is_put && record->has_text)
        free(trace_record_text(record));
}
