/* A recorder: what it makes of the calls and waits that it is told of. Times are compared, never asserted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "trace/recorder.h"

static const struct abi_import things[] = {
    {"[method]gpu-thing.pick", "hih", "h", abi_missing},
    {"[method]gpu-thing.spill", "p", "", abi_missing},
    {"nothing", "", "", abi_missing},
    {"[method]gpu-queue.write-buffer-with-copy", "hhIiiiIiIi", "", abi_missing},
    {"[method]gpu-queue.write-texture-with-copy", "p", "", abi_missing},
    {"[method]gpu-buffer.get-mapped-range-get-with-copy", "hiIiIi", "", abi_missing},
    {"[method]gpu-buffer.get-mapped-range-set-with-copy", "hiiiIiIi", "", abi_missing},
    {"[method]gpu-thing.join", "hhihhh", "h", abi_missing},
};
enum { PICK, SPILL, NOTHING, WRITE_BUFFER, WRITE_TEXTURE, GET_RANGE, SET_RANGE, JOIN };
static const struct abi_interface interface = {"wasi:things/things@1.0.0", things, BASE_COUNT(things)};
static const struct abi_interface *const interfaces[] = {&interface};

static uint8_t bytes[256];
static struct abi_memory memory = {.base = bytes, .size = sizeof bytes};

struct fixture {
    struct trace_reader reader;
    struct trace_recorder recorder;
    uint64_t gpu_bytes;
    atomic_size_t objects;
};

static void
fixture_init(struct fixture *f, bool writes)
{
    *f = (struct fixture){0};
    memset(bytes, 0, sizeof bytes);
    sem_init(&f->reader.wanted, 0, 0);
    assert_true(trace_recorder_init(&f->recorder, interfaces, 1, writes ? &f->reader : NULL));
    const struct trace_gauges gauges = {&f->gpu_bytes, &f->objects};
    trace_recorder_start(&f->recorder, &gauges);
}

static void
fixture_finish(struct fixture *f)
{
    trace_recorder_finish(&f->recorder);
    sem_destroy(&f->reader.wanted);
}

static void
call(struct fixture *f, uint32_t number, union abi_slot *slots, const char *trap)
{
    struct abi_watch *watch = &f->recorder.watch;
    struct abi_span span;
    watch->call_begin(watch, &span, number, slots);
    if (number == PICK)
        slots[0].u32 = 99;
    watch->call_end(watch, &span, slots, &memory, trap);
}

/* The next unread record. */
static struct trace_record
take(struct fixture *f)
{
    const struct trace_record *first;
    assert_true(trace_ring_unread(f->recorder.outlet.ring, &first) > 0);
    const struct trace_record record = *first;
    trace_ring_took(f->recorder.outlet.ring, 1);
    return record;
}

static uint64_t
end_of(const struct trace_record *record)
{
    return record->start + record->took;
}

static void
assert_nothing_unread(const struct fixture *f)
{
    const struct trace_record *first;
    assert_int_equal(trace_ring_unread(f->recorder.outlet.ring, &first), 0);
}

static void
test_handles(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, true);
    union abi_slot slots[3] = {{.u32 = 5}, {.u32 = 6}, {.u32 = 7}};
    call(&f, PICK, slots, NULL);
    struct trace_record record = take(&f);
    assert_int_equal(record.kind, TRACE_CALL);
    assert_int_equal(record.number, PICK);
    assert_int_equal(record.handles[0], 5);
    assert_int_equal(record.handles[1], 7);
    assert_int_equal(record.value, 99);

    bytes[64] = 11; /* its self lies at the address of the parameters */
    union abi_slot spilled[1] = {{.u32 = 64}};
    call(&f, SPILL, spilled, NULL);
    assert_int_equal(take(&f).handles[0], 11);
    spilled[0].u32 = UINT32_MAX - 1;
    call(&f, SPILL, spilled, "outside");
    record = take(&f);
    assert_int_equal(record.handles[0], 0);
    assert_true(record.has_text);
    assert_string_equal(trace_record_text(&record), "outside");
    free(trace_record_text(&record));

    call(&f, NOTHING, NULL, NULL); /* no slot is looked at */
    assert_int_equal(take(&f).number, NOTHING);
    fixture_finish(&f);
}

/* What a record does not hold comes before it. */
static void
test_rests(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, true);
    union abi_slot slots[6] = {{.u32 = 1}, {.u32 = 2}, {.u32 = 3}, {.u32 = 4}, {.u32 = 5}, {.u32 = 6}};
    call(&f, JOIN, slots, NULL);
    struct trace_record rest = take(&f);
    struct trace_record record = take(&f);
    assert_int_equal(rest.kind, TRACE_REST);
    assert_true(trace_record_belongs(&rest, &record));
    assert_int_equal(record.kind, TRACE_CALL);
    assert_int_equal(record.handles[0], 1);
    assert_int_equal(record.handles[1], 2);
    assert_int_equal(rest.handles[0], 4);
    assert_int_equal(rest.handles[1], 5); /* the fifth is not told */
    assert_int_equal(record.value, 1);

    struct abi_watch *watch = &f.recorder.watch;
    struct abi_span span;
    watch->call_begin(watch, &span, PICK, slots);
    span.start -= UINT64_C(5) << 32; /* it takes some seconds */
    watch->call_end(watch, &span, slots, &memory, NULL);
    rest = take(&f);
    record = take(&f);
    assert_true(trace_record_belongs(&rest, &record));
    assert_int_equal(trace_record_took(&rest, &record) >> 32, 5);
    assert_int_equal(f.recorder.ledger.imports[PICK].sum.ticks, trace_record_took(&rest, &record));
    assert_int_equal(record.handles[1], 3);

    call(&f, PICK, slots, NULL); /* and one without, behind it */
    record = take(&f);
    assert_int_equal(record.kind, TRACE_CALL);
    assert_false(trace_record_belongs(&rest, &record));
    assert_nothing_unread(&f);
    fixture_finish(&f);
}

/* It is woken for each part of the ring that is full, and not for each record. */
static void
test_the_reader_is_woken(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, true);
    for (uint32_t i = 0; i < TRACE_RING_PART; i++)
        call(&f, NOTHING, NULL, NULL);
    assert_int_equal(sem_trywait(&f.reader.wanted), -1);
    call(&f, NOTHING, NULL, NULL);
    assert_int_equal(sem_trywait(&f.reader.wanted), 0);
    assert_int_equal(sem_trywait(&f.reader.wanted), -1);
    fixture_finish(&f);
}

static void
store(uint32_t at, uint32_t value)
{
    memcpy(bytes + at, &value, sizeof value);
}

static void
test_bytes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, true);
    /* all of the data; from an offset on; a part of it; refused */
    union abi_slot write[10] = {{0}, {0}, {0}, {0}, {.u32 = 100}, {0}, {0}, {0}, {0}, {.u32 = 32}};
    call(&f, WRITE_BUFFER, write, NULL);
    assert_int_equal(take(&f).value, 100);
    write[5].u32 = 1;
    write[6].u64 = 40;
    call(&f, WRITE_BUFFER, write, NULL);
    assert_int_equal(take(&f).value, 60);
    write[7].u32 = 1;
    write[8].u64 = 20;
    call(&f, WRITE_BUFFER, write, NULL);
    assert_int_equal(take(&f).value, 20);
    bytes[32] = 1;
    call(&f, WRITE_BUFFER, write, NULL);
    assert_int_equal(take(&f).value, 0);

    store(64 + 52, 1000);
    union abi_slot texture[1] = {{.u32 = 64}};
    call(&f, WRITE_TEXTURE, texture, NULL);
    assert_int_equal(take(&f).value, 1000);

    store(128 + 8, 300);
    union abi_slot get[6] = {{0}, {0}, {0}, {0}, {0}, {.u32 = 128}};
    call(&f, GET_RANGE, get, NULL);
    assert_int_equal(take(&f).value, 300);
    bytes[128] = 1;
    call(&f, GET_RANGE, get, NULL);
    assert_int_equal(take(&f).value, 0);

    union abi_slot set[8] = {{0}, {0}, {.u32 = 50}, {0}, {0}, {0}, {0}, {.u32 = 160}};
    call(&f, SET_RANGE, set, NULL);
    assert_int_equal(take(&f).value, 50);

    const struct trace_totals totals = trace_recorder_totals(&f.recorder);
    assert_int_equal(totals.bytes_up, 100 + 60 + 20 + 1000 + 50);
    assert_int_equal(totals.bytes_down, 300);
    assert_int_equal(totals.calls, 8);
    assert_int_equal(f.recorder.ledger.imports[WRITE_BUFFER].sum.bytes, 180);
    fixture_finish(&f);
}

/* A call that waits, and runs realloc, which calls another import: each time counts once. */
static void
test_nesting(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, true);
    struct abi_watch *watch = &f.recorder.watch;
    struct abi_span outer;
    struct abi_span wait;
    struct abi_span realloc_span;
    struct abi_span inner;
    union abi_slot slots[3] = {{0}, {0}, {0}};
    watch->call_begin(watch, &outer, PICK, slots);
    assert_int_equal(atomic_load(&f.recorder.open), PICK + 1);
    watch->begin(watch, &wait, ABI_SPAN_WAIT);
    watch->end(watch, &wait);
    watch->begin(watch, &realloc_span, ABI_SPAN_REALLOC);
    watch->call_begin(watch, &inner, NOTHING, NULL);
    assert_int_equal(atomic_load(&f.recorder.open), PICK + 1);
    watch->call_end(watch, &inner, NULL, &memory, NULL);
    watch->end(watch, &realloc_span);
    watch->call_end(watch, &outer, slots, &memory, NULL);
    assert_int_equal(atomic_load(&f.recorder.open), 0);
    assert_null(f.recorder.ledger.current);
    trace_recorder_stop(&f.recorder);
    trace_recorder_stop(&f.recorder);

    static const enum trace_kind kinds[] = {
        TRACE_WAIT, TRACE_CALL, TRACE_REALLOC, TRACE_CALL, TRACE_GUEST,
    };
    struct trace_record records[BASE_COUNT(kinds)];
    for (size_t i = 0; i < BASE_COUNT(kinds); i++) {
        records[i] = take(&f);
        assert_int_equal(records[i].kind, kinds[i]);
    }
    assert_nothing_unread(&f);
    for (size_t i = 0; i < 3; i++) { /* all within the outer call, and that within the guest */
        assert_true(records[i].start >= records[3].start);
        assert_true(end_of(&records[i]) <= end_of(&records[3]));
    }
    assert_true(records[3].start >= records[4].start && end_of(&records[3]) <= end_of(&records[4]));

    const struct trace_totals totals = trace_recorder_totals(&f.recorder);
    assert_int_equal(totals.calls, 2);
    assert_int_equal(totals.wait_ticks, records[0].took);
    assert_int_equal(totals.guest_ticks + totals.host_ticks + totals.wait_ticks, records[4].took);
    assert_int_equal(f.recorder.ledger.imports[PICK].sum.wait_ticks, totals.wait_ticks);
    assert_int_equal(f.recorder.ledger.imports[NOTHING].sum.wait_ticks, 0);
    fixture_finish(&f);
}

static void
test_gauges(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, true);
    f.gpu_bytes = 4096;
    atomic_store(&f.objects, 7);
    call(&f, NOTHING, NULL, NULL);
    f.gpu_bytes = 1024;
    atomic_store(&f.objects, 2);
    call(&f, NOTHING, NULL, NULL);
    call(&f, NOTHING, NULL, NULL); /* nothing has changed */
    static const struct {
        enum trace_kind kind;
        uint64_t bytes;
    } rows[] = {
        {TRACE_CALL, 0}, {TRACE_MEMORY, 4096}, {TRACE_CALL, 0}, {TRACE_MEMORY, 1024}, {TRACE_CALL, 0},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const struct trace_record record = take(&f);
        assert_int_equal(record.kind, rows[i].kind);
        assert_int_equal(record.value, rows[i].bytes);
    }
    const struct trace_totals totals = trace_recorder_totals(&f.recorder);
    assert_int_equal(totals.peak_gpu_bytes, 4096);
    assert_int_equal(totals.peak_objects, 7);
    fixture_finish(&f);
}

/* Without a file there is no ring, and all the same sums. */
static void
test_sums_only(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, false);
    union abi_slot slots[3] = {{0}, {0}, {0}};
    for (int i = 0; i < 3; i++)
        call(&f, PICK, slots, i == 2 ? "a trap" : NULL);
    assert_null(f.recorder.outlet.ring);
    assert_int_equal(f.recorder.ledger.imports[PICK].sum.calls, 3);
    assert_int_equal(trace_recorder_totals(&f.recorder).calls, 3);
    fixture_finish(&f);
}

/* Without a file short calls go untimed, but each is counted. */
static void
test_untimed_calls(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, false);
    union abi_slot slots[3] = {{0}, {0}, {0}};
    const struct trace_sum *sum = &f.recorder.ledger.imports[PICK].sum;
    f.recorder.ledger.short_ticks = UINT64_MAX / 1000; /* on any machine */
    unsigned calls = 0;
    for (; calls < 64; calls++) {
        assert_int_equal(sum->skip, 0);
        call(&f, PICK, slots, NULL);
    }
    assert_in_range(sum->skip, 8, 23);
    const uint64_t ticks = sum->ticks;
    const unsigned untimed = sum->skip;
    for (; sum->skip != 0; calls++) {
        call(&f, PICK, slots, NULL);
        assert_int_equal(sum->ticks, ticks);
    }
    assert_int_equal(sum->skipped, untimed);
    call(&f, PICK, slots, NULL);
    calls++;
    assert_int_equal(sum->skipped, 0);
    assert_true(sum->ticks >= ticks);
    assert_int_equal(sum->calls, calls);
    assert_int_equal(trace_recorder_totals(&f.recorder).calls, calls);
    assert_null(f.recorder.ledger.current);
    fixture_finish(&f);
}

/* One that waits is timed, from there on. */
static void
test_untimed_call_that_waits(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, false);
    struct abi_watch *watch = &f.recorder.watch;
    union abi_slot slots[3] = {{0}, {0}, {0}};
    struct trace_sum *sum = &f.recorder.ledger.imports[PICK].sum;
    sum->skip = 2;
    call(&f, PICK, slots, NULL);
    assert_int_equal(sum->ticks, 0);
    assert_int_equal(sum->skipped, 1);
    struct abi_span outer;
    struct abi_span wait;
    watch->call_begin(watch, &outer, PICK, slots);
    watch->begin(watch, &wait, ABI_SPAN_WAIT);
    watch->end(watch, &wait);
    watch->call_end(watch, &outer, slots, &memory, NULL);
    assert_int_equal(sum->calls, 2);
    assert_int_equal(sum->skipped, 1); /* it stands for itself only */
    trace_recorder_stop(&f.recorder);
    const struct trace_totals totals = trace_recorder_totals(&f.recorder);
    assert_int_equal(sum->wait_ticks, totals.wait_ticks);
    assert_int_equal(sum->ticks, totals.host_ticks + totals.wait_ticks);
    assert_int_equal(totals.guest_ticks + totals.host_ticks + totals.wait_ticks,
                     f.recorder.ledger.end - f.recorder.ledger.start);
    fixture_finish(&f);
}

/* Nobody reads: the guest waits once, and then goes on without. */
static void
test_a_full_ring(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, true);
    for (uint32_t i = 0; i < TRACE_RING_SIZE + 10; i++)
        call(&f, NOTHING, NULL, i % 2 == 0 ? NULL : "a trap"); /* with texts, which are freed */
    struct trace_totals totals = trace_recorder_totals(&f.recorder);
    assert_int_equal(totals.calls, TRACE_RING_SIZE + 10);
    assert_int_equal(totals.lost, 10);
    assert_int_not_equal(totals.stall_ticks, 0);
    struct trace_record record = take(&f);
    assert_false(record.has_text);
    call(&f, NOTHING, NULL, NULL); /* there is room again */
    assert_int_equal(trace_recorder_totals(&f.recorder).lost, 10);

    atomic_store(&f.reader.finished, true); /* nobody will ever read, and nobody is owed anything */
    call(&f, NOTHING, NULL, NULL);
    totals = trace_recorder_totals(&f.recorder);
    assert_int_equal(totals.lost, 10);
    assert_int_equal(totals.calls, TRACE_RING_SIZE + 12);
    fixture_finish(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handles),       cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_nesting),       cmocka_unit_test(test_gauges),
        cmocka_unit_test(test_sums_only),     cmocka_unit_test(test_a_full_ring),
        cmocka_unit_test(test_untimed_calls), cmocka_unit_test(test_untimed_call_that_waits),
        cmocka_unit_test(test_rests),         cmocka_unit_test(test_the_reader_is_woken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
