/* Where a guest's time goes: its calls, and what is within them, summed up. All on the guest's thread. */
#ifndef TRACE_LEDGER_H
#define TRACE_LEDGER_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/watch.h"
#include "trace/function.h"
#include "trace/totals.h"

#define TRACE_UNTIMED 0 /* the start of a call whose time is not taken */

/* One of the guest's imports, in a cache line: nobody else looks at it while the guest runs. */
struct trace_import {
    alignas(64) struct trace_sum sum;
    struct trace_slots slots;
};

struct trace_ledger {
    struct abi_span *current; /* NULL: the guest's own code runs */
    struct trace_import *imports;
    size_t import_count;

    uint64_t start;                           /* 0: not yet */
    uint64_t end;                             /* 0: not yet */
    uint64_t call_inner_ticks;                /* of calls, in what is within them, */
    uint64_t nested_call_ticks;               /* and in calls that are within others */
    uint64_t kind_ticks[ABI_SPAN_KIND_COUNT]; /* in others of a kind, without what is within them */
    uint64_t outer_ticks;                     /* of these and stalls, outside of calls */
    uint64_t short_ticks;                     /* a call that takes less is short */
    struct trace_totals totals;               /* its bytes and stalls; times come from these */
};

/* For `count` imports, which the caller fills in. False: no memory. */
bool trace_ledger_init(struct trace_ledger *ledger, size_t count);
void trace_ledger_finish(struct trace_ledger *ledger);

/* Its start is the caller's to set, and TRACE_UNTIMED only a call's. */
static inline void
trace_ledger_enter(struct trace_ledger *ledger, struct abi_span *span)
{
    span->outer = ledger->current;
    span->inner = 0;
    span->waits = 0;
    ledger->current = span;
}

/* A call that nothing was within, and that is within nothing. */
static inline void
trace_ledger_leave_plain(struct trace_ledger *ledger, struct trace_import *import, uint64_t took)
{
    import->sum.calls++;
    import->sum.ticks += took;
    ledger->current = NULL;
}

/* Any call. */
void trace_ledger_leave_call(struct trace_ledger *ledger, const struct abi_span *span, uint64_t took);

/* What is within a call. */
void trace_ledger_enter_inner(struct trace_ledger *ledger, struct abi_span *span);
void trace_ledger_leave_inner(struct trace_ledger *ledger, const struct abi_span *span, uint64_t end);

/* Where only sums are wanted: whether the next call is to be timed; and that one has been, which had nothing
 * within it, and has ended `now`. */
bool trace_ledger_times_next(struct trace_sum *sum);
void trace_ledger_pace(const struct trace_ledger *ledger, struct trace_sum *sum, uint64_t took, uint64_t now);

/* Of the bytes that a call has copied: how many. */
uint64_t trace_ledger_count_bytes(struct trace_ledger *ledger, struct trace_import *import,
                                  const union abi_slot *slots, struct abi_memory *memory);

/* For so long the guest was held up by the trace itself. */
void trace_ledger_put_aside(struct trace_ledger *ledger, uint64_t took);

/* Times until now, if it has not ended. */
struct trace_totals trace_ledger_totals(const struct trace_ledger *ledger);

#endif
