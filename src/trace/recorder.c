/* What one guest does, recorded. Hot: on the way of every call of a guest that is watched.
 *
 * Most calls are plain: nothing is within them, and what is told of them fits a record. Those go a short way,
 * and their records are made where they stay: a copy would wait for the stores before it. */
#include "trace/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "trace/ticks.h"

static struct trace_recorder *
recorder_of(struct abi_watch *watch)
{
    return (struct trace_recorder *)watch;
}

/* That the guest may have waited for the reader is not its own time; nor is what comes behind its end. */
static inline void
put(struct trace_recorder *self, const struct trace_record *rest, const struct trace_record *record)
{
    trace_outlet_put(&self->outlet, rest, record);
    if (self->outlet.stalled_ticks != 0 && self->ledger.end == 0)
        trace_ledger_put_aside(&self->ledger, self->outlet.stalled_ticks);
    self->outlet.stalled_ticks = 0;
}

static void
put_span(struct trace_recorder *self, struct trace_record record, uint64_t end)
{
    struct trace_record rest = trace_record_rest(record.start);
    trace_record_set_took(&rest, &record, end > record.start ? end - record.start : 0);
    put(self, &rest, &record);
}

static void
begin(struct abi_watch *watch, struct abi_span *span, enum abi_span_kind kind)
{
    span->kind = kind;
    trace_ledger_enter_inner(&recorder_of(watch)->ledger, span);
}

static void
end(struct abi_watch *watch, struct abi_span *span)
{
    struct trace_recorder *self = recorder_of(watch);
    const uint64_t end = trace_ticks_now();
    trace_ledger_leave_inner(&self->ledger, span, end);
    const enum trace_kind kind = span->kind == ABI_SPAN_WAIT ? TRACE_WAIT : TRACE_REALLOC;
    put_span(self, (struct trace_record){.start = span->start, .kind = (uint8_t)kind}, end);
}

static void __attribute__((noinline))
tell_gpu_bytes(struct trace_recorder *self, uint64_t now)
{
    const uint64_t bytes = trace_levels_take_gpu_bytes(&self->levels);
    put_span(self, (struct trace_record){.start = now, .value = bytes, .kind = TRACE_MEMORY}, now);
}

/* What a call may have changed. */
static inline void
look_at_levels(struct trace_recorder *self, const struct trace_import *import, uint64_t now)
{
    if (import->slots.changes && trace_levels_look(&self->levels))
        tell_gpu_bytes(self, now);
}

static void
counted_call_begin(struct abi_watch *watch, struct abi_span *span, uint32_t number,
                   const union abi_slot *slots)
{
    struct trace_ledger *ledger = &recorder_of(watch)->ledger;
    (void)slots;
    span->number = number;
    trace_ledger_enter(ledger, span);
    span->start = trace_ledger_times_next(&ledger->imports[number].sum) ? trace_ticks_now() : TRACE_UNTIMED;
}

/* Of any call. */
static void __attribute__((noinline))
count_call(struct trace_recorder *self, const struct abi_span *span, const union abi_slot *slots,
           struct abi_memory *memory, const char *trap)
{
    struct trace_import *import = &self->ledger.imports[span->number];
    const bool timed = span->start != TRACE_UNTIMED;
    const uint64_t end = timed ? trace_ticks_now() : TRACE_UNTIMED;
    trace_ledger_leave_call(&self->ledger, span, end - span->start);
    if (import->slots.bytes != NULL && trap == NULL)
        trace_ledger_count_bytes(&self->ledger, import, slots, memory);
    if (timed && span->inner == 0)
        trace_ledger_pace(&self->ledger, &import->sum, end - span->start, end);
    look_at_levels(self, import, end);
}

static void
counted_call_end(struct abi_watch *watch, struct abi_span *span, const union abi_slot *slots,
                 struct abi_memory *memory, const char *trap)
{
    struct trace_recorder *self = recorder_of(watch);
    struct trace_import *import = &self->ledger.imports[span->number];
    if (!import->slots.plain || span->start != TRACE_UNTIMED || span->outer != NULL) {
        count_call(self, span, slots, memory, trap);
        return;
    }
    trace_ledger_leave_plain(&self->ledger, import, 0);
    look_at_levels(self, import, TRACE_UNTIMED);
}

static void
written_call_begin(struct abi_watch *watch, struct abi_span *span, uint32_t number,
                   const union abi_slot *slots)
{
    struct trace_recorder *self = recorder_of(watch);
    if (self->ledger.imports[number].slots.has_params)
        span->first = slots[0].u32;
    span->number = number;
    trace_ledger_enter(&self->ledger, span);
    span->start = trace_ticks_now();
    if (span->outer == NULL) {
        atomic_store_explicit(&self->open_start, span->start, memory_order_relaxed);
        atomic_store_explicit(&self->open, number + 1, memory_order_release);
    }
}

static inline void
take_handles(struct trace_record *rest, struct trace_record *record, const struct trace_slots *told,
             const struct abi_span *span, const union abi_slot *slots, struct abi_memory *memory)
{
    record->handles[0] = told->spilled ? trace_function_spilled(memory, span->first) : span->first;
    if (told->handle_count != 0 && told->handles[0] != 0)
        record->handles[0] = slots[told->handles[0]].u32;
    for (unsigned i = 1; i < told->handle_count; i++)
        *trace_record_handle(rest, record, i) = slots[told->handles[i]].u32;
}

/* Of any call. */
static void __attribute__((noinline))
write_call(struct trace_recorder *self, const struct abi_span *span, const union abi_slot *slots,
           struct abi_memory *memory, const char *trap, uint64_t end)
{
    struct trace_import *import = &self->ledger.imports[span->number];
    const uint64_t took = end - span->start;
    struct trace_record rest = trace_record_rest(span->start);
    struct trace_record record = {
        .start = span->start,
        .number = (uint16_t)span->number,
        .kind = TRACE_CALL,
    };
    if (span->outer == NULL)
        atomic_store_explicit(&self->open, 0, memory_order_relaxed);
    trace_ledger_leave_call(&self->ledger, span, took);
    trace_record_set_took(&rest, &record, took);
    take_handles(&rest, &record, &import->slots, span, slots, memory);
    if (trap != NULL)
        record.value = (uintptr_t)strdup(trap);
    else if (import->slots.bytes != NULL)
        record.value = trace_ledger_count_bytes(&self->ledger, import, slots, memory);
    else if (import->slots.has_result)
        record.value = slots[0].u32;
    record.has_text = trap != NULL && record.value != 0;
    put(self, &rest, &record);
    look_at_levels(self, import, end);
}

static void
written_call_end(struct abi_watch *watch, struct abi_span *span, const union abi_slot *slots,
                 struct abi_memory *memory, const char *trap)
{
    struct trace_recorder *self = recorder_of(watch);
    const uint64_t end = trace_ticks_now();
    const uint64_t took = end - span->start;
    struct trace_import *import = &self->ledger.imports[span->number];
    struct trace_record *room = trace_ring_room(self->outlet.ring);
    if (!import->slots.plain || span->inner != 0 || span->outer != NULL || trap != NULL ||
        took > UINT32_MAX || room == NULL) {
        write_call(self, span, slots, memory, trap, end);
        return;
    }
    atomic_store_explicit(&self->open, 0, memory_order_relaxed);
    trace_ledger_leave_plain(&self->ledger, import, took);
    *room = (struct trace_record){
        .start = span->start,
        .took = (uint32_t)took,
        .number = (uint16_t)span->number,
        .kind = TRACE_CALL,
        .handles = {span->first, slots[import->slots.handles[1]].u32}, /* if it has so many */
        .value = slots[0].u32,                                         /* if it has a result */
    };
    trace_ring_push(self->outlet.ring);
    look_at_levels(self, import, end);
}

static const struct abi_watch counted = {counted_call_begin, counted_call_end, begin, end};
static const struct abi_watch written = {written_call_begin, written_call_end, begin, end};

/* False: no memory. */
static bool
fill_functions(struct trace_recorder *self, const struct abi_interface *const *interfaces, size_t count)
{
    size_t number = 0;
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < interfaces[i]->count; k++, number++) {
            struct trace_function *function = &self->functions[number];
            *function = trace_function_of(interfaces[i]->module, &interfaces[i]->imports[k]);
            self->ledger.imports[number].slots = function->slots;
            ok = ok && (self->outlet.ring == NULL || trace_function_add_text(function));
        }
    return ok;
}

bool
trace_recorder_init(struct trace_recorder *recorder, const struct abi_interface *const *interfaces,
                    size_t count, struct trace_reader *reader)
{
    size_t imports = 0;
    for (size_t i = 0; i < count; i++)
        imports += interfaces[i]->count;
    *recorder = (struct trace_recorder){.watch = reader == NULL ? counted : written};
    trace_levels_follow(&recorder->levels, NULL);
    recorder->functions = calloc(imports + 1, sizeof recorder->functions[0]);
    if (recorder->functions != NULL && trace_ledger_init(&recorder->ledger, imports) &&
        trace_outlet_init(&recorder->outlet, reader) && fill_functions(recorder, interfaces, count))
        return true;
    trace_recorder_finish(recorder);
    return false;
}

void
trace_recorder_finish(struct trace_recorder *recorder)
{
    trace_outlet_finish(&recorder->outlet);
    for (size_t i = 0; recorder->functions != NULL && i < recorder->ledger.import_count; i++)
        free(recorder->functions[i].text);
    free(recorder->functions);
    trace_ledger_finish(&recorder->ledger);
}

void
trace_recorder_start(struct trace_recorder *recorder, const struct trace_gauges *gauges)
{
    if (recorder->ledger.start != 0)
        return;
    trace_levels_follow(&recorder->levels, gauges);
    recorder->ledger.start = trace_ticks_now();
}

void
trace_recorder_stop(struct trace_recorder *recorder)
{
    struct trace_ledger *ledger = &recorder->ledger;
    trace_levels_follow(&recorder->levels, NULL);
    if (ledger->start == 0 || ledger->end != 0)
        return;
    ledger->end = trace_ticks_now();
    put_span(recorder, (struct trace_record){.start = ledger->start, .kind = TRACE_GUEST}, ledger->end);
}

void
trace_recorder_pass(struct trace_recorder *recorder, const char *name, uint64_t start_ns, uint64_t end_ns)
{
    if (recorder->outlet.ring == NULL)
        return;
    char *copy = strdup(name);
    const struct trace_record record = {
        .start = trace_ticks_at(start_ns),
        .value = (uintptr_t)copy,
        .kind = TRACE_PASS,
        .has_text = copy != NULL,
    };
    put_span(recorder, record, trace_ticks_at(end_ns));
}

struct trace_totals
trace_recorder_totals(const struct trace_recorder *recorder)
{
    struct trace_totals totals = trace_ledger_totals(&recorder->ledger);
    totals.lost = trace_outlet_lost(&recorder->outlet);
    totals.peak_gpu_bytes = recorder->levels.peak_gpu_bytes;
    totals.peak_objects = recorder->levels.peak_objects;
    return totals;
}
