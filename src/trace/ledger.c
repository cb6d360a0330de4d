/* Where a guest's time goes.
 *
 * To read the clock twice takes longer than to count a call. Where only sums are wanted, of a function whose
 * calls are short most go untimed, 8 to 23 in a row at random, and count as the next one that is timed. */
#include "trace/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "trace/ticks.h"

#define TIMED_FIRST 64 /* calls of each function that are timed in any case */
#define SHORT_NS UINT64_C(1000)
#define HELD_UP 10 /* times that long: another program had the processor */

bool
trace_ledger_init(struct trace_ledger *ledger, size_t count)
{
    const size_t size = (count + 1) * sizeof ledger->imports[0];
    *ledger = (struct trace_ledger){.import_count = count};
    ledger->imports = aligned_alloc(alignof(struct trace_import), size);
    if (ledger->imports == NULL)
        return false;
    memset(ledger->imports, 0, size);
    trace_ticks_init();
    const uint64_t now_ns = base_clock_now_ns();
    ledger->short_ticks = trace_ticks_at(now_ns + SHORT_NS) - trace_ticks_at(now_ns);
    return true;
}

void
trace_ledger_finish(struct trace_ledger *ledger)
{
    free(ledger->imports);
}

void
trace_ledger_leave_call(struct trace_ledger *ledger, const struct abi_span *span, uint64_t took)
{
    struct trace_import *import = &ledger->imports[span->number];
    trace_ledger_leave_plain(ledger, import, took);
    ledger->current = span->outer;
    ledger->call_inner_ticks += span->inner;
    import->sum.wait_ticks += span->waits;
    if (span->outer == NULL)
        return;
    ledger->nested_call_ticks += took;
    span->outer->inner += took;
    span->outer->waits += span->waits;
}

void
trace_ledger_enter_inner(struct trace_ledger *ledger, struct abi_span *span)
{
    trace_ledger_enter(ledger, span);
    span->start = trace_ticks_now();
    if (span->outer != NULL && span->outer->start == TRACE_UNTIMED) { /* a call: what came before is short */
        span->outer->start = span->start;
        ledger->imports[span->outer->number].sum.skipped--;
    }
}

void
trace_ledger_leave_inner(struct trace_ledger *ledger, const struct abi_span *span, uint64_t end)
{
    const uint64_t took = end - span->start;
    ledger->kind_ticks[span->kind] += took - span->inner;
    ledger->current = span->outer;
    if (span->outer == NULL) {
        ledger->outer_ticks += took;
    } else {
        span->outer->inner += took;
        span->outer->waits += span->kind == ABI_SPAN_WAIT ? took : span->waits;
    }
}

bool
trace_ledger_times_next(struct trace_sum *sum)
{
    if (sum->skip == 0)
        return true;
    sum->skip--;
    sum->skipped++;
    return false;
}

void
trace_ledger_pace(const struct trace_ledger *ledger, struct trace_sum *sum, uint64_t took, uint64_t now)
{
    const uint64_t most = HELD_UP * ledger->short_ticks;
    sum->ticks += sum->skipped * (took < most ? took : most);
    sum->skipped = 0;
    if (took < ledger->short_ticks && sum->calls >= TIMED_FIRST)
        sum->skip = 8 + now % 16;
}

uint64_t
trace_ledger_count_bytes(struct trace_ledger *ledger, struct trace_import *import,
                         const union abi_slot *slots, struct abi_memory *memory)
{
    const uint64_t bytes = import->slots.bytes(slots, memory);
    import->sum.bytes += bytes;
    *(import->slots.down ? &ledger->totals.bytes_down : &ledger->totals.bytes_up) += bytes;
    return bytes;
}

void
trace_ledger_put_aside(struct trace_ledger *ledger, uint64_t took)
{
    ledger->totals.stall_ticks += took;
    if (ledger->current != NULL)
        ledger->current->inner += took;
    else
        ledger->outer_ticks += took;
}

struct trace_totals
trace_ledger_totals(const struct trace_ledger *ledger)
{
    struct trace_totals totals = ledger->totals;
    uint64_t call_ticks = 0; /* with those of calls that are within others */
    for (size_t i = 0; i < ledger->import_count; i++) {
        totals.calls += ledger->imports[i].sum.calls;
        call_ticks += ledger->imports[i].sum.ticks;
    }
    const uint64_t *kinds = ledger->kind_ticks;
    totals.host_ticks = call_ticks - ledger->call_inner_ticks;
    totals.wait_ticks = kinds[ABI_SPAN_WAIT];
    if (ledger->start == 0)
        return totals;
    const uint64_t until = ledger->end != 0 ? ledger->end : trace_ticks_now();
    const uint64_t others = call_ticks - ledger->nested_call_ticks + ledger->outer_ticks;
    const uint64_t all = until - ledger->start;
    totals.guest_ticks = (all > others ? all - others : 0) + kinds[ABI_SPAN_REALLOC];
    return totals;
}
