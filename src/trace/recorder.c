/* What one guest does, recorded. Hot: on the way of every call of a guest that is watched.
 *
 * Where the ring is full, the guest waits for the reader, so that no call is missing; but no longer than a
 * second, after which records are lost, and counted, until there is room again: a file that takes no more
 * (a pipe whose reader sleeps) does not hold up a guest for ever.
 *
 * To read the clock twice takes longer than to count a call. Where only sums are wanted, of a function whose
 * calls are short most go untimed, 8 to 23 in a row at random, and count as the next one that is timed. */
#include "trace/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "trace/ticks.h"

#define TIMED_FIRST 64 /* calls of each function that are timed in any case */
#define SHORT_NS UINT64_C(1000)
#define HELD_UP 10 /* times that long: another program had the processor */
#define STALL_MAX_NS UINT64_C(1000000000)
#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)

#define UNTIMED 0 /* the start of a call whose time is not taken */

/* Of a guest without a GPU. */
static const uint64_t no_bytes;
static const atomic_size_t no_objects;
static const struct trace_gauges nothing = {&no_bytes, &no_objects};

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
        self->outer_ticks += took;
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
enter(struct trace_recorder *self, struct abi_span *span)
{
    span->outer = self->current;
    span->inner = 0;
    span->waits = 0;
    self->current = span;
}

static void
begin(struct abi_watch *watch, struct abi_span *span, enum abi_span_kind kind)
{
    struct trace_recorder *self = recorder_of(watch);
    span->kind = kind;
    enter(self, span);
    span->start = trace_ticks_now();
    if (span->outer != NULL && span->outer->start == UNTIMED) { /* a call: what came before is short */
        span->outer->start = span->start;
        self->sums[span->outer->number].skipped--;
    }
}

static void
end(struct abi_watch *watch, struct abi_span *span)
{
    struct trace_recorder *self = recorder_of(watch);
    const uint64_t end = trace_ticks_now();
    const uint64_t took = end - span->start;
    self->kind_ticks[span->kind] += took - span->inner;
    self->current = span->outer;
    if (span->outer == NULL) {
        self->outer_ticks += took;
    } else {
        span->outer->inner += took;
        span->outer->waits += span->kind == ABI_SPAN_WAIT ? took : span->waits;
    }
    push_simple(self, span->kind == ABI_SPAN_WAIT ? TRACE_RECORD_WAIT : TRACE_RECORD_REALLOC, span->start,
                end, 0);
}

static void
counted_call_begin(struct abi_watch *watch, struct abi_span *span, uint32_t number,
                   const union abi_slot *slots)
{
    struct trace_recorder *self = recorder_of(watch);
    struct trace_sum *sum = &self->sums[number];
    (void)slots;
    span->number = number;
    enter(self, span);
    if (sum->skip != 0) {
        sum->skip--;
        sum->skipped++;
        span->start = UNTIMED;
    } else {
        span->start = trace_ticks_now();
    }
}

static uint64_t __attribute__((noinline))
count_bytes(struct trace_recorder *self, uint32_t number, const union abi_slot *slots,
            struct abi_memory *memory)
{
    const struct trace_function *function = &self->functions[number];
    const uint64_t bytes = function->bytes(slots, memory);
    self->sums[number].bytes += bytes;
    *(function->down ? &self->totals.bytes_down : &self->totals.bytes_up) += bytes;
    return bytes;
}

/* Of a call: that others are within it, or it within another, is rare. */
static void __attribute__((noinline))
leave_others(struct trace_recorder *self, const struct abi_span *span, uint64_t took)
{
    self->call_inner_ticks += span->inner;
    self->sums[span->number].wait_ticks += span->waits;
    if (span->outer == NULL)
        return;
    self->nested_call_ticks += took;
    span->outer->inner += took;
    span->outer->waits += span->waits;
}

/* What the call may have changed. */
static void
look_at_gauges(struct trace_recorder *self, uint64_t now)
{
    const struct trace_gauges *gauges = &self->gauges;
    const size_t objects = atomic_load_explicit(gauges->objects, memory_order_relaxed);
    if (objects > self->totals.peak_objects)
        self->totals.peak_objects = objects;
    if (*gauges->gpu_bytes == self->gpu_bytes)
        return;
    self->gpu_bytes = *gauges->gpu_bytes;
    if (self->gpu_bytes > self->totals.peak_gpu_bytes)
        self->totals.peak_gpu_bytes = self->gpu_bytes;
    push_simple(self, TRACE_RECORD_MEMORY, now, now, self->gpu_bytes);
}

/* The bytes that it has copied. */
static uint64_t
leave_call(struct trace_recorder *self, const struct abi_span *span, uint64_t end,
           const union abi_slot *slots, struct abi_memory *memory, const char *trap)
{
    const uint64_t took = end - span->start;
    self->sums[span->number].calls++;
    self->sums[span->number].ticks += took;
    self->current = span->outer;
    if (span->inner != 0 || span->outer != NULL)
        leave_others(self, span, took);
    if (self->functions[span->number].bytes == NULL || trap != NULL)
        return 0;
    return count_bytes(self, span->number, slots, memory);
}

/* A call has been timed that nothing was within: it stands for those that were not, unless it was held up,
 * and the next may not be. */
static void
pace(const struct trace_recorder *self, struct trace_sum *sum, uint64_t took, uint64_t now)
{
    const uint64_t most = HELD_UP * self->short_ticks;
    sum->ticks += sum->skipped * (took < most ? took : most);
    sum->skipped = 0;
    if (took < self->short_ticks && sum->calls >= TIMED_FIRST)
        sum->skip = 8 + now % 16;
}

static void
counted_call_end(struct abi_watch *watch, struct abi_span *span, const union abi_slot *slots,
                 struct abi_memory *memory, const char *trap)
{
    struct trace_recorder *self = recorder_of(watch);
    struct trace_sum *sum = &self->sums[span->number];
    const bool timed = span->start != UNTIMED;
    const uint64_t end = timed ? trace_ticks_now() : UNTIMED;
    leave_call(self, span, end, slots, memory, trap);
    if (timed && span->inner == 0)
        pace(self, sum, end - span->start, end);
    look_at_gauges(self, end);
}

static void
written_call_begin(struct abi_watch *watch, struct abi_span *span, uint32_t number,
                   const union abi_slot *slots)
{
    struct trace_recorder *self = recorder_of(watch);
    if (self->functions[number].has_params)
        span->first = slots[0].u32;
    span->number = number;
    enter(self, span);
    span->start = trace_ticks_now();
    if (span->outer == NULL) {
        atomic_store_explicit(&self->open_start, span->start, memory_order_relaxed);
        atomic_store_explicit(&self->open, number + 1, memory_order_release);
    }
}

static void __attribute__((cold, noinline))
add_trap(struct trace_record *record, const char *trap)
{
    char *copy = strdup(trap);
    record->has_text = copy != NULL;
    record->bytes = (uintptr_t)copy;
    record->result = 0;
}

static void
write_call(struct trace_recorder *self, const struct abi_span *span, uint64_t end,
           const union abi_slot *slots, struct abi_memory *memory, uint64_t bytes, const char *trap)
{
    struct trace_record *record = room_of(self);
    if (record == NULL)
        return;
    const struct trace_function *function = &self->functions[span->number];
    record->start = span->start;
    record->end = end;
    record->bytes = bytes;
    record->handles[0] = function->spilled ? trace_function_spilled(memory, span->first) : span->first;
    for (unsigned i = 1; i < function->handle_count; i++)
        record->handles[i] = slots[function->handles[i]].u32;
    if (function->handle_count != 0 && function->handles[0] != 0)
        record->handles[0] = slots[function->handles[0]].u32;
    record->result = function->has_result ? slots[0].u32 : 0;
    record->number = (uint16_t)span->number;
    record->kind = TRACE_RECORD_CALL;
    record->has_text = false;
    if (trap != NULL)
        add_trap(record, trap);
    push(self);
}

static void
written_call_end(struct abi_watch *watch, struct abi_span *span, const union abi_slot *slots,
                 struct abi_memory *memory, const char *trap)
{
    struct trace_recorder *self = recorder_of(watch);
    const uint64_t end = trace_ticks_now();
    if (span->outer == NULL)
        atomic_store_explicit(&self->open, 0, memory_order_relaxed);
    const uint64_t bytes = leave_call(self, span, end, slots, memory, trap);
    write_call(self, span, end, slots, memory, bytes, trap);
    look_at_gauges(self, end);
}

static const struct abi_watch counted = {counted_call_begin, counted_call_end, begin, end};
static const struct abi_watch written = {written_call_begin, written_call_end, begin, end};

/* False: no memory. */
static bool
fill_functions(struct trace_recorder *self, const struct abi_interface *const *interfaces, size_t count)
{
    struct trace_function *next = self->functions;
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < interfaces[i]->count; k++, next++) {
            *next = trace_function_of(interfaces[i]->module, &interfaces[i]->imports[k]);
            ok = ok && (self->ring == NULL || trace_function_add_text(next));
        }
    return ok;
}

bool
trace_recorder_init(struct trace_recorder *recorder, const struct abi_interface *const *interfaces,
                    size_t count, struct trace_reader *reader)
{
    *recorder = (struct trace_recorder){
        .watch = reader == NULL ? counted : written, .reader = reader, .gauges = nothing};
    for (size_t i = 0; i < count; i++)
        recorder->function_count += interfaces[i]->count;
    recorder->functions = calloc(recorder->function_count + 1, sizeof recorder->functions[0]);
    recorder->sums = calloc(recorder->function_count + 1, sizeof recorder->sums[0]);
    recorder->ring = reader == NULL ? NULL : trace_ring_new();
    if (recorder->functions == NULL || recorder->sums == NULL || (reader != NULL && recorder->ring == NULL) ||
        !fill_functions(recorder, interfaces, count)) {
        trace_recorder_finish(recorder);
        return false;
    }
    trace_ticks_init();
    const uint64_t now_ns = base_clock_now_ns();
    recorder->short_ticks = trace_ticks_at(now_ns + SHORT_NS) - trace_ticks_at(now_ns);
    return true;
}

void
trace_recorder_finish(struct trace_recorder *recorder)
{
    trace_ring_delete(recorder->ring);
    for (size_t i = 0; recorder->functions != NULL && i < recorder->function_count; i++)
        free(recorder->functions[i].text);
    free(recorder->functions);
    free(recorder->sums);
}

void
trace_recorder_start(struct trace_recorder *recorder, const struct trace_gauges *gauges)
{
    if (recorder->start != 0)
        return;
    if (gauges->gpu_bytes != NULL)
        recorder->gauges.gpu_bytes = gauges->gpu_bytes;
    if (gauges->objects != NULL)
        recorder->gauges.objects = gauges->objects;
    recorder->start = trace_ticks_now();
}

void
trace_recorder_stop(struct trace_recorder *recorder)
{
    recorder->gauges = nothing;
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
    uint64_t call_ticks = 0; /* with those of calls that are within others */
    for (size_t i = 0; i < recorder->function_count; i++) {
        totals.calls += recorder->sums[i].calls;
        call_ticks += recorder->sums[i].ticks;
    }
    const uint64_t *kinds = recorder->kind_ticks;
    totals.host_ticks = call_ticks - recorder->call_inner_ticks;
    totals.wait_ticks = kinds[ABI_SPAN_WAIT];
    if (recorder->start == 0)
        return totals;
    const uint64_t until = recorder->end != 0 ? recorder->end : trace_ticks_now();
    const uint64_t others = call_ticks - recorder->nested_call_ticks + recorder->outer_ticks;
    const uint64_t all = until - recorder->start;
    totals.guest_ticks = (all > others ? all - others : 0) + kinds[ABI_SPAN_REALLOC];
    return totals;
}
