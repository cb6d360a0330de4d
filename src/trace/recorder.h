/* What one guest does, recorded: summed up, and put into a ring for the trace's file, if it has one. */
#ifndef TRACE_RECORDER_H
#define TRACE_RECORDER_H

#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/import.h"
#include "abi/watch.h"
#include "trace/function.h"
#include "trace/ring.h"
#include "trace/totals.h"

/* How much a guest has at the moment; each NULL: nothing. They stay until the recorder is stopped. */
struct trace_gauges {
    const uint64_t *gpu_bytes; /* changed by the guest's thread only */
    const atomic_size_t *objects;
};

/* The reader of the ring, seen from the guest. */
struct trace_reader {
    sem_t wanted;         /* posted for a look at the rings */
    atomic_bool finished; /* it reads no more */
};

/* The guest's thread writes it, but for what says otherwise. */
struct trace_recorder {
    struct abi_watch watch;      /* first: what the guest calls */
    struct abi_span *current;    /* NULL: the guest's own code runs */
    struct trace_ring *ring;     /* NULL: nothing is written */
    struct trace_reader *reader; /* of the ring */
    struct trace_gauges gauges;
    uint64_t gpu_bytes; /* as it was told last */

    /* The call under way, for a reader that finishes before it ends: its number and 1, and its start. */
    _Atomic uint32_t open;
    _Atomic uint64_t open_start;

    uint64_t start;                           /* 0: not yet */
    uint64_t end;                             /* 0: not yet */
    uint64_t call_inner_ticks;                /* of calls, in what is within them, */
    uint64_t nested_call_ticks;               /* and in calls that are within others */
    uint64_t kind_ticks[ABI_SPAN_KIND_COUNT]; /* in others of a kind, without what is within them */
    uint64_t short_ticks;                     /* a call that takes less is short */
    uint64_t outer_ticks;                     /* of these and stalls, outside of calls */
    struct trace_totals totals;               /* but for times, which come from these */
    size_t function_count;
    struct trace_function *functions;
    struct trace_sum *sums; /* of each function: apart, for the reader reads what is there of functions */
};

/* For a guest with the imports of `interfaces`, in that order. `reader`: NULL: only sums are wanted. False:
 * no memory. */
bool trace_recorder_init(struct trace_recorder *recorder, const struct abi_interface *const *interfaces,
                         size_t count, struct trace_reader *reader);
void trace_recorder_finish(struct trace_recorder *recorder);

/* The guest runs from now on; until now. Twice is once. */
void trace_recorder_start(struct trace_recorder *recorder, const struct trace_gauges *gauges);
void trace_recorder_stop(struct trace_recorder *recorder);

/* A pass has run on the GPU. Times are of base_clock_now_ns. */
void trace_recorder_pass(struct trace_recorder *recorder, const char *name, uint64_t start_ns,
                         uint64_t end_ns);

/* Times until now, if it has not been stopped. */
struct trace_totals trace_recorder_totals(const struct trace_recorder *recorder);

#endif
