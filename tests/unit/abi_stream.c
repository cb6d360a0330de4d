/* Streams: CanonicalABI.md, "Stream State" and "canon stream.*". What they share with futures is tested
 * there. */
#include "unit/abi_async.h"

#define STREAM (&streams[0])

/* The handles in the buffer: each is one, and is dropped. */
static void
assert_things(uint32_t count)
{
    object = 0;
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(drop_handle(u32_at(RESULT_AT + 4 * i)), ABI_TRAP_NONE);
    assert_int_equal(object, count);
}

static uint32_t
packed(enum abi_copy_result result, uint32_t count)
{
    return (uint32_t)result | count << 4;
}

static void
test_read_what_is_there(void **state)
{
    (void)state;
    struct test_supply *values = supply(5);
    const uint32_t stream = lower_supply(STREAM, values);
    for (int async = 0; async < 2; async++) {
        assert_int_equal(good_copy(STREAM, READ, async, stream, 2), packed(ABI_COPY_COMPLETED, 2));
        assert_things(2);
    }
    assert_int_equal(good_copy(STREAM, READ, true, stream, 9), packed(ABI_COPY_COMPLETED, 1));
    assert_things(1);
    assert_int_equal(good_copy(STREAM, READ, true, stream, 9), ABI_BLOCKED);
}

/* As many as there are when the guest looks. */
static void
test_read_what_comes_later(void **state)
{
    (void)state;
    struct test_supply *values = supply(0);
    const uint32_t stream = lower_supply(STREAM, values);
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    good("[waitable-join]", stream, set);
    assert_int_equal(good_copy(STREAM, READ, true, stream, 4), ABI_BLOCKED);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
    values->ready = 2;
    values->ready++;
    assert_event(ABI_EVENT_STREAM_READ, good("[waitable-set-wait]", set, EVENT_AT), stream,
                 packed(ABI_COPY_COMPLETED, 3));
    assert_things(3);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
    values->ready = 1; /* no event without a read */
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
}

/* The last values come first, then the end, after which nothing can be read. */
static void
test_the_host_ends_it(void **state)
{
    (void)state;
    struct test_supply *values = supply(1);
    const uint32_t stream = lower_supply(STREAM, values);
    values->ended = true;
    assert_int_equal(good_copy(STREAM, READ, true, stream, 4), packed(ABI_COPY_COMPLETED, 1));
    assert_things(1);
    assert_int_equal(good_copy(STREAM, READ, false, stream, 4), packed(ABI_COPY_DROPPED, 0));
    assert_int_equal(trap_copy(STREAM, READ, true, stream), ABI_TRAP_COPY_DONE);
    good_copy(STREAM, DROP_READABLE, false, stream, 0);
    assert_int_equal(released, 1);

    values = supply(0);
    const uint32_t other = lower_supply(STREAM, values);
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    good("[waitable-join]", other, set);
    assert_int_equal(good_copy(STREAM, READ, true, other, 4), ABI_BLOCKED);
    values->ended = true;
    assert_event(ABI_EVENT_STREAM_READ, good("[waitable-set-wait]", set, EVENT_AT), other,
                 packed(ABI_COPY_DROPPED, 0));
}

/* "Stream State": a read of nothing tells when there is something. */
static void
test_read_nothing(void **state)
{
    (void)state;
    struct test_supply *values = supply(0);
    const uint32_t stream = lower_supply(STREAM, values);
    uint32_t result;
    assert_int_equal(copy(STREAM, READ, true, stream, 0xfffffffd, 0, &result), ABI_TRAP_NONE); /* no buffer */
    assert_int_equal(result, ABI_BLOCKED);
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    good("[waitable-join]", stream, set);
    values->ready = 2;
    assert_event(ABI_EVENT_STREAM_READ, good("[waitable-set-wait]", set, EVENT_AT), stream,
                 packed(ABI_COPY_COMPLETED, 0));
    assert_int_equal(values->ready, 2);
    assert_int_equal(good_copy(STREAM, READ, true, stream, 0), packed(ABI_COPY_COMPLETED, 0));
}

static void
test_cancel_a_read(void **state)
{
    (void)state;
    for (int async = 0; async < 2; async++) {
        struct test_supply *values = supply(0);
        const uint32_t stream = lower_supply(STREAM, values);
        assert_int_equal(good_copy(STREAM, READ, true, stream, 3), ABI_BLOCKED);
        assert_int_equal(good_copy(STREAM, CANCEL_READ, async, stream, 0), packed(ABI_COPY_CANCELLED, 0));
        assert_int_equal(good_copy(STREAM, READ, true, stream, 3), ABI_BLOCKED);
        values->ready = 2;
        assert_int_equal(good_copy(STREAM, CANCEL_READ, async, stream, 0), packed(ABI_COPY_COMPLETED, 2));
        assert_things(2);
        assert_int_equal(trap_copy(STREAM, CANCEL_READ, async, stream), ABI_TRAP_NO_COPY);
    }
}

static void
test_buffers(void **state)
{
    (void)state;
    static const struct {
        uint32_t ptr, count;
        enum abi_trap trap;
    } rows[] = {
        {2, 1, ABI_TRAP_MISALIGNED},
        {4092, 2, ABI_TRAP_OUT_OF_BOUNDS},
        {0, 1025, ABI_TRAP_OUT_OF_BOUNDS},
        {UINT32_MAX - 3, 2, ABI_TRAP_OUT_OF_BOUNDS},
        {0, (1u << 28) - 1, ABI_TRAP_OUT_OF_BOUNDS},
        {2, 1u << 28, ABI_TRAP_TOO_LONG},
        {0, UINT32_MAX, ABI_TRAP_TOO_LONG},
        {0, 1024, ABI_TRAP_NONE},
    };
    struct test_supply *values = supply(0);
    uint32_t reader, writer;
    new_pair(STREAM, &reader, &writer);
    const uint32_t stream = lower_supply(STREAM, values);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        uint32_t result;
        assert_int_equal(copy(STREAM, READ, true, stream, rows[i].ptr, rows[i].count, &result), rows[i].trap);
        assert_int_equal(copy(STREAM, WRITE, true, writer, rows[i].ptr, rows[i].count, &result),
                         rows[i].trap);
    }
}

static void
test_a_pair_of_its_own(void **state)
{
    (void)state;
    uint32_t reader, writer;
    new_pair(STREAM, &reader, &writer);
    assert_int_equal(good_copy(STREAM, WRITE, true, writer, 2), ABI_BLOCKED);
    assert_int_equal(trap_copy(STREAM, READ, true, reader), ABI_TRAP_SAME_INSTANCE);
    assert_int_equal(trap_copy(STREAM, DROP_WRITABLE, false, writer), ABI_TRAP_COPY_RUNS);
    assert_int_equal(good_copy(STREAM, CANCEL_WRITE, false, writer, 0), packed(ABI_COPY_CANCELLED, 0));
    assert_int_equal(good_copy(STREAM, READ, true, reader, 2), ABI_BLOCKED);
    assert_int_equal(trap_copy(STREAM, WRITE, true, writer), ABI_TRAP_SAME_INSTANCE);
    good_copy(STREAM, DROP_WRITABLE, false, writer, 0); /* unlike a future's, without having written */
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    good("[waitable-join]", reader, set);
    assert_event(ABI_EVENT_STREAM_READ, good("[waitable-set-wait]", set, EVENT_AT), reader,
                 packed(ABI_COPY_DROPPED, 0));
    assert_int_equal(trap_copy(STREAM, READ, true, reader), ABI_TRAP_COPY_DONE);
    good_copy(STREAM, DROP_READABLE, false, reader, 0);

    new_pair(STREAM, &reader, &writer);
    good("[waitable-join]", writer, set);
    assert_int_equal(good_copy(STREAM, WRITE, true, writer, 2), ABI_BLOCKED);
    good_copy(STREAM, DROP_READABLE, false, reader, 0);
    assert_event(ABI_EVENT_STREAM_WRITE, good("[waitable-set-wait]", set, EVENT_AT), writer,
                 packed(ABI_COPY_DROPPED, 0));
    good_copy(STREAM, DROP_WRITABLE, false, writer, 0);
}

/* The second of three has no memory: the first is the guest's, nothing is lost or given twice. */
static void
test_a_read_that_traps(void **state)
{
    (void)state;
    struct test_supply *values = supply(3);
    const uint32_t stream = lower_supply(STREAM, values);
    values->without_memory = true;
    assert_int_equal(trap_copy(STREAM, READ, true, stream), ABI_TRAP_HOST_MEMORY);
    assert_int_equal(values->ready, 2);
    values->without_memory = false;
    assert_int_equal(good_copy(STREAM, READ, true, stream, 3), packed(ABI_COPY_COMPLETED, 2));
    assert_things(2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(read_what_is_there), TEST(read_what_comes_later), TEST(the_host_ends_it),
        TEST(read_nothing),       TEST(cancel_a_read),         TEST(buffers),
        TEST(a_pair_of_its_own),  TEST(a_read_that_traps),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
