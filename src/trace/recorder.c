/* What one guest does, recorded. Hot: on the way of every call of a guest that is watched.
 *
 * Where the ring is full, the guest waits for the reader, so that no call is missing; but no longer than a
 * second, after which records are lost, and counted, until there is room again: a file that takes no more
 * (a pipe whose reader sleeps) does not hold up a guest for ever. */
#include "trace/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "trace/ticks.h"

#define STALL_MAX_NS UINT64_C(1000000000)
#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)

static struct trace_recorder *
recorder_of(struct abi_watch *watch)
{
    return (struct trace_recorder *)watch;
}

static struct trace_record *__attribute__((cold, noinline))
wait_for_room(struct trace_recorder *self)
{
    if (atomic_load_explicit(&self->reader->finished, memory_order_acquire))
        return NULL; /* nothing is lost that anybody would have had */
    struct trace_record *room = NULL;
    const uint64_t start = trace_ticks_now();
    const struct base_deadline end = base_deadline_in(self->totals.lost == 0 ? STALL_MAX_NS : 0);
    uint64_t nap_ns = FIRST_NAP_NS;
    sem_post(&self->reader->wanted);
    while ((room = trace_ring_room(self->ring)) == NULL && !base_deadline_passed(&end) &&
           !atomic_load_explicit(&self->reader->finished, memory_order_acquire))
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
    const uint64_t took = trace_ticks_now() - start;
    self->totals.stall_ticks += took;
    if (self->current != NULL)
        self->current->inner += took;
    else
        self->outer_stall_ticks += took;
    if (room == NULL)
        self->totals.lost++;
    return room;
}

static struct trace_record *
room_of(struct trace_recorder *self)
{
    struct trace_record *room = trace_ring_room(self->ring);
    return room != NULL ? room : wait_for_room(self);
}

static void
push(struct trace_recorder *self)
{
    if (trace_ring_push(self->ring))
        sem_post(&self->reader->wanted);
}

static void
push_simple(struct trace_recorder *self, enum trace_record_kind kind, uint64_t start, uint64_t end,
            uint64_t bytes)
{
    struct trace_record *record = self->ring == NULL ? NULL : room_of(self);
    if (record == NULL)
        return;
    *record = (struct trace_record){.start = start, .end = end, .bytes = bytes, .kind = (uint8_t)kind};
    push(self);
}

static void
enter(struct trace_recorder *self, struct abi_span *span, enum abi_span_kind kind)
{
    span->kind = kind;
    span->outer = self->current;
    span->inner = 0;
    span->waits = 0;
    self->current = span;
    span->start = trace_ticks_now();
}

/* When it ends. */
static uint64_t
leave(struct trace_recorder *self, struct abi_span *span)
{
    const uint64_t end = trace_ticks_now();
    const uint64_t took = end - span->start;
    self->kind_ticks[span->kind] += took - span->inner;
    self->current = span->outer;
    if (span->outer == NULL) {
        self->call_ticks += took;
    } else {
        span->outer->inner += took;
        span->outer->waits += span->kind == ABI_SPAN_WAIT ? took : span->waits;
    }
    return end;
}

static void
begin(struct abi_watch *watch, struct abi_span *span, enum abi_span_kind kind)
{
    enter(recorder_of(watch), span, kind);
}

static void
end(struct abi_watch *watch, struct abi_span *span)
{
    struct trace_recorder *self = recorder_of(watch);
    const uint64_t end = leave(self, span);
    push_simple(self, span->kind == ABI_SPAN_WAIT ? TRACE_RECORD_WAIT : TRACE_RECORD_REALLOC, span->start,
                end, 0);
}

static void
call_begin(struct abi_watch *watch, struct abi_span *span, uint32_t number, const union abi_slot *slots)
{
    struct trace_recorder *self = recorder_of(watch);
    span->number = number;
    if (self->functions[number].import->params[0] != '\0')
        span->first = slots[0].u32;
    enter(self, span, ABI_SPAN_CALL);
    if (span->outer == NULL) {
        atomic_store_explicit(&self->open_start, span->start, memory_order_relaxed);
        atomic_store_explicit(&self->open, number + 1, memory_order_release);
    }
}

static uint64_t
count_bytes(struct trace_recorder *self, const struct trace_function *function, struct trace_sum *sum,
            const union abi_slot *slots, struct abi_memory *memory)
{
    const uint64_t bytes = function->bytes(slots, memory);
    sum->bytes += bytes;
    *(function->down ? &self->totals.bytes_down : &self->totals.bytes_up) += bytes;
    return bytes;
}

static void
record_call(struct trace_recorder *self, const struct abi_span *span, uint64_t end,
            const union abi_slot *slots, struct abi_memory *memory, uint64_t bytes, const char *trap)
{
    struct trace_record *record = room_of(self);
    if (record == NULL)
        return;
    const struct trace_function *function = &self->functions[span->number];
    record->start = span->start;
    record->end = end;
    record->bytes = bytes;
    record->number = (uint16_t)span->number;
    record->kind = TRACE_RECORD_CALL;
    record->has_text = false;
    for (unsigned i = 0; i < function->handle_count; i++) {
        const unsigned at = function->handles[i];
        record->handles[i] = at == 0 ? span->first : slots[at].u32;
    }
    if (function->spilled)
        record->handles[0] = trace_function_spilled(memory, span->first);
    record->result = function->has_result ? slots[0].u32 : 0;
    if (trap != NULL) {
        char *copy = strdup(trap);
        record->has_text = copy != NULL;
        record->bytes = (uintptr_t)copy;
        record->result = 0;
    }
    push(self);
}

/* What the call may have changed. */
static void
look_at_gauges(struct trace_recorder *self, uint64_t now)
{
    const struct trace_gauges *gauges = &self->gauges;
    if (gauges->objects != NULL) {
        const size_t objects = atomic_load_explicit(gauges->objects, memory_order_relaxed);
        if (objects > self->totals.peak_objects)
            self->totals.peak_objects = objects;
    }
    if (gauges->gpu_bytes == NULL || *gauges->gpu_bytes == self->gpu_bytes)
        return;
    self->gpu_bytes = *gauges->gpu_bytes;
    if (self->gpu_bytes > self->totals.peak_gpu_bytes)
        self->totals.peak_gpu_bytes = self->gpu_bytes;
    push_simple(self, TRACE_RECORD_MEMORY, now, now, self->gpu_bytes);
}

static void
call_end(struct abi_watch *watch, struct abi_span *span, const union abi_slot *slots,
         struct abi_memory *memory, const char *trap)
{
    struct trace_recorder *self = recorder_of(watch);
    const uint64_t end = leave(self, span);
    if (span->outer == NULL)
        atomic_store_explicit(&self->open, 0, memory_order_relaxed);
    const struct trace_function *function = &self->functions[span->number];
    struct trace_sum *sum = &self->sums[span->number];
    sum->calls++;
    sum->ticks += end - span->start;
    sum->wait_ticks += span->waits;
    const uint64_t bytes =
        function->bytes != NULL && trap == NULL ? count_bytes(self, function, sum, slots, memory) : 0;
    if (self->ring != NULL)
        record_call(self, span, end, slots, memory, bytes, trap);
    look_at_gauges(self, end);
}

static void
fill_functions(struct trace_recorder *self, const struct abi_interface *const *interfaces, size_t count)
{
    struct trace_function *next = self->functions;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < interfaces[i]->count; k++)
            *next++ = trace_function_of(interfaces[i]->module, &interfaces[i]->imports[k]);
}

bool
trace_recorder_init(struct trace_recorder *recorder, const struct abi_interface *const *interfaces,
                    size_t count, struct trace_reader *reader)
{
    *recorder = (struct trace_recorder){
        .watch = {.call_begin = call_begin, .call_end = call_end, .begin = begin, .end = end},
        .reader = reader,
    };
    for (size_t i = 0; i < count; i++)
        recorder->function_count += interfaces[i]->count;
    recorder->functions = calloc(recorder->function_count + 1, sizeof recorder->functions[0]);
    recorder->sums = calloc(recorder->function_count + 1, sizeof recorder->sums[0]);
    recorder->ring = reader == NULL ? NULL : trace_ring_new();
    if (recorder->functions == NULL || recorder->sums == NULL || (reader != NULL && recorder->ring == NULL)) {
        trace_recorder_finish(recorder);
        return false;
    }
    fill_functions(recorder, interfaces, count);
    trace_ticks_init();
    return true;
}

void
trace_recorder_finish(struct trace_recorder *recorder)
{
    trace_ring_delete(recorder->ring);
    free(recorder->functions);
    free(recorder->sums);
}

void
trace_recorder_start(struct trace_recorder *recorder, const struct trace_gauges *gauges)
{
    if (recorder->start != 0)
        return;
    recorder->gauges = *gauges;
    recorder->start = trace_ticks_now();
}

void
trace_recorder_stop(struct trace_recorder *recorder)
{
    recorder->gauges = (struct trace_gauges){0};
    if (recorder->start == 0 || recorder->end != 0)
        return;
    recorder->end = trace_ticks_now();
    push_simple(recorder, TRACE_RECORD_GUEST, recorder->start, recorder->end, 0);
}

void
trace_recorder_pass(struct trace_recorder *recorder, const char *name, uint64_t start_ns, uint64_t end_ns)
{
    struct trace_record *record = recorder->ring == NULL ? NULL : room_of(recorder);
    char *copy = record == NULL ? NULL : strdup(name);
    if (record == NULL)
        return;
    *record = (struct trace_record){
        .start = trace_ticks_at(start_ns),
        .end = trace_ticks_at(end_ns),
        .bytes = (uintptr_t)copy,
        .kind = TRACE_RECORD_PASS,
        .has_text = copy != NULL,
    };
    push(recorder);
}

struct trace_totals
trace_recorder_totals(const struct trace_recorder *recorder)
{
    struct trace_totals totals = recorder->totals;
    for (size_t i = 0; i < recorder->function_count; i++)
        totals.calls += recorder->sums[i].calls;
    const uint64_t *kinds = recorder->kind_ticks;
    totals.host_ticks = kinds[ABI_SPAN_CALL];
    totals.wait_ticks = kinds[ABI_SPAN_WAIT];
    if (recorder->start == 0)
        return totals;
    const uint64_t until = recorder->end != 0 ? recorder->end : trace_ticks_now();
    const uint64_t others = recorder->call_ticks + recorder->outer_stall_ticks;
    const uint64_t all = until - recorder->start;
    totals.guest_ticks = (all > others ? all - others : 0) + kinds[ABI_SPAN_REALLOC];
    return totals;
}
