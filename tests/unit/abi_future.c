/* Futures: CanonicalABI.md, "Future State" and "canon future.*". Those that the host writes, and pairs of a
 * guest's own, between whose ends nothing may pass. */
#include "unit/abi_async.h"

#define FUTURE (&futures[0])

static void
assert_thing(void)
{
    assert_int_equal(drop_handle(u32_at(RESULT_AT)), ABI_TRAP_NONE);
    assert_int_equal(object, 1);
}

static void
test_read_what_is_there(void **state)
{
    (void)state;
    for (int async = 0; async < 2; async++) {
        object = 0;
        struct test_supply *value = supply(1);
        const uint32_t future = lower_supply(FUTURE, value);
        assert_int_equal(good_copy(FUTURE, READ, async, future, 1), ABI_COPY_COMPLETED);
        assert_thing();
        assert_int_equal(trap_copy(FUTURE, READ, async, future), ABI_TRAP_COPY_DONE);
        assert_int_equal(trap_copy(FUTURE, CANCEL_READ, async, future), ABI_TRAP_NO_COPY);
        assert_int_equal(released, async);
        good_copy(FUTURE, DROP_READABLE, false, future, 0);
        assert_int_equal(released, async + 1);
    }
}

static void
test_read_what_comes_later(void **state)
{
    (void)state;
    struct test_supply *value = supply(0);
    const uint32_t future = lower_supply(FUTURE, value);
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    assert_int_equal(good_copy(FUTURE, READ, true, future, 1), ABI_BLOCKED);
    assert_int_equal(trap_copy(FUTURE, READ, true, future), ABI_TRAP_COPY_RUNS);
    assert_int_equal(trap_copy(FUTURE, DROP_READABLE, false, future), ABI_TRAP_COPY_RUNS);
    good("[waitable-join]", future, set);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
    value->ready = 1;
    assert_event(ABI_EVENT_FUTURE_READ, good("[waitable-set-wait]", set, EVENT_AT), future,
                 ABI_COPY_COMPLETED);
    assert_thing();
    assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_DEADLOCK);
    good_copy(FUTURE, DROP_READABLE, false, future, 0); /* and out of the set */
    good("[waitable-set-drop]", set, 0);
}

static void *
resolve_soon(void *value)
{
    nap(3 * MS);
    atomic_store(&((struct test_supply *)value)->ready, 1);
    return NULL;
}

static void
test_wait_for_a_read(void **state)
{
    (void)state;
    struct test_supply *value = supply(0);
    const uint32_t future = lower_supply(FUTURE, value);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, resolve_soon, value), 0);
    assert_int_equal(good_copy(FUTURE, READ, false, future, 1), ABI_COPY_COMPLETED);
    pthread_join(thread, NULL);
    assert_thing();
}

static void
test_a_wait_that_is_ended(void **state)
{
    (void)state;
    struct test_supply *value = supply(0);
    const uint32_t future = lower_supply(FUTURE, value);
    guest.instance.deadline = base_deadline_in(3 * MS);
    assert_int_equal(trap_copy(FUTURE, READ, false, future), ABI_TRAP_INTERRUPTED);
    guest.instance.deadline.at_ns = BASE_DEADLINE_NEVER;
    value->ready = 1;
    assert_int_equal(good_copy(FUTURE, READ, false, future, 1), ABI_COPY_COMPLETED);
    assert_thing();
}

static void
test_cancel_a_read(void **state)
{
    (void)state;
    for (int async = 0; async < 2; async++) {
        object = 0;
        struct test_supply *value = supply(0);
        const uint32_t future = lower_supply(FUTURE, value);
        assert_int_equal(trap_copy(FUTURE, CANCEL_READ, async, future), ABI_TRAP_NO_COPY);
        assert_int_equal(good_copy(FUTURE, READ, true, future, 1), ABI_BLOCKED);
        assert_int_equal(good_copy(FUTURE, CANCEL_READ, async, future, 0), ABI_COPY_CANCELLED);
        assert_int_equal(trap_copy(FUTURE, CANCEL_READ, async, future), ABI_TRAP_NO_COPY);
        assert_int_equal(good_copy(FUTURE, READ, true, future, 1), ABI_BLOCKED); /* it can be read again */
        value->ready = 1;
        assert_int_equal(good_copy(FUTURE, CANCEL_READ, async, future, 0), ABI_COPY_COMPLETED); /* too late */
        assert_thing();
    }
}

static void
test_sync_forms_in_a_set(void **state)
{
    (void)state;
    struct test_supply *value = supply(1);
    const uint32_t future = lower_supply(FUTURE, value);
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    good("[waitable-join]", future, set);
    assert_int_equal(trap_copy(FUTURE, READ, false, future), ABI_TRAP_IN_WAITABLE_SET);
    value->ready = 0;
    assert_int_equal(good_copy(FUTURE, READ, true, future, 1), ABI_BLOCKED);
    assert_int_equal(trap_copy(FUTURE, CANCEL_READ, false, future), ABI_TRAP_IN_WAITABLE_SET);
    assert_int_equal(good_copy(FUTURE, CANCEL_READ, true, future, 0), ABI_COPY_CANCELLED);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0); /* told already */
}

static void
test_pointers(void **state)
{
    (void)state;
    struct test_supply *value = supply(1);
    const uint32_t future = lower_supply(FUTURE, value);
    uint32_t result;
    assert_int_equal(copy(FUTURE, READ, true, future, 2, 0, &result), ABI_TRAP_MISALIGNED);
    assert_int_equal(copy(FUTURE, READ, true, future, 4096, 0, &result), ABI_TRAP_OUT_OF_BOUNDS);
    assert_int_equal(copy(FUTURE, READ, true, future, UINT32_MAX - 3, 0, &result), ABI_TRAP_OUT_OF_BOUNDS);
    assert_int_equal(copy(FUTURE, READ, true, future, 4092, 0, &result), ABI_TRAP_NONE);
    assert_int_equal(drop_handle(u32_at(4092)), ABI_TRAP_NONE);
}

static void
test_handles(void **state)
{
    (void)state;
    struct test_supply *value = supply(0);
    struct test_supply *other_value = supply(0);
    const uint32_t thing = own_handle();
    const uint32_t future = lower_supply(FUTURE, value);
    const uint32_t other = lower_supply(&futures[1], other_value);
    uint32_t reader, writer;
    new_pair(FUTURE, &reader, &writer);
    const uint32_t bad[] = {0, thing, other, writer, 99, UINT32_MAX};
    for (size_t i = 0; i < BASE_COUNT(bad); i++) {
        assert_int_equal(trap_copy(FUTURE, READ, true, bad[i]), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(trap_copy(FUTURE, CANCEL_READ, true, bad[i]), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(trap_copy(FUTURE, DROP_READABLE, true, bad[i]), ABI_TRAP_BAD_HANDLE);
    }
    const uint32_t unwritable[] = {0, thing, future, other, reader, 99};
    for (size_t i = 0; i < BASE_COUNT(unwritable); i++) {
        assert_int_equal(trap_copy(FUTURE, WRITE, true, unwritable[i]), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(trap_copy(FUTURE, CANCEL_WRITE, true, unwritable[i]), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(trap_copy(FUTURE, DROP_WRITABLE, true, unwritable[i]), ABI_TRAP_BAD_HANDLE);
    }
    assert_int_equal(trap_copy(FUTURE, READ, true, other), ABI_TRAP_BAD_HANDLE);
    assert_string_equal(guest.failure.detail, "readable future<thing> #3 is a readable future<other-thing>");
    assert_int_equal(drop_handle(future), ABI_TRAP_BAD_HANDLE);
}

/* A value the host has no memory for, and one for which the guest has no handle left. */
static void
test_a_value_that_is_lost(void **state)
{
    (void)state;
    struct test_supply *value = supply(1);
    value->without_memory = true;
    const uint32_t future = lower_supply(FUTURE, value);
    assert_int_equal(trap_copy(FUTURE, READ, true, future), ABI_TRAP_HOST_MEMORY);
    doing.supply = NULL;
    assert_int_equal(trap_copy(FUTURE, LOWER, false, 0), ABI_TRAP_HOST_MEMORY);
    assert_int_equal(released, 0);
}

static void
test_a_pair_of_its_own(void **state)
{
    (void)state;
    uint32_t reader, writer;
    new_pair(FUTURE, &reader, &writer);
    assert_int_equal(trap_copy(FUTURE, DROP_WRITABLE, false, writer), ABI_TRAP_FUTURE_UNWRITTEN);
    assert_int_equal(good_copy(FUTURE, WRITE, true, writer, 1), ABI_BLOCKED);
    assert_int_equal(trap_copy(FUTURE, WRITE, true, writer), ABI_TRAP_COPY_RUNS);
    assert_int_equal(trap_copy(FUTURE, DROP_WRITABLE, false, writer), ABI_TRAP_FUTURE_UNWRITTEN);
    assert_int_equal(trap_copy(FUTURE, READ, true, reader), ABI_TRAP_SAME_INSTANCE);
    assert_int_equal(good_copy(FUTURE, CANCEL_WRITE, false, writer, 0), ABI_COPY_CANCELLED);
    assert_int_equal(good_copy(FUTURE, READ, true, reader, 1), ABI_BLOCKED);
    assert_int_equal(trap_copy(FUTURE, WRITE, true, writer), ABI_TRAP_SAME_INSTANCE);
    assert_int_equal(good_copy(FUTURE, CANCEL_READ, true, reader, 0), ABI_COPY_CANCELLED);
    assert_int_equal(trap_copy(FUTURE, READ, false, reader), ABI_TRAP_DEADLOCK); /* who should write it? */
    assert_int_equal(trap_copy(FUTURE, WRITE, false, writer), ABI_TRAP_DEADLOCK);
    good_copy(FUTURE, DROP_READABLE, false, reader, 0);
    assert_int_equal(good_copy(FUTURE, WRITE, false, writer, 1), ABI_COPY_DROPPED); /* to no one */
    assert_int_equal(trap_copy(FUTURE, WRITE, true, writer), ABI_TRAP_COPY_DONE);
    good_copy(FUTURE, DROP_WRITABLE, false, writer, 0);
    assert_int_equal(guest.instance.table.live, 0);
}

/* A writer that waits hears that no one will read. */
static void
test_the_reader_goes(void **state)
{
    (void)state;
    uint32_t reader, writer;
    new_pair(FUTURE, &reader, &writer);
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    good("[waitable-join]", writer, set);
    assert_int_equal(good_copy(FUTURE, WRITE, true, writer, 1), ABI_BLOCKED);
    good_copy(FUTURE, DROP_READABLE, false, reader, 0);
    assert_int_equal(trap_copy(FUTURE, DROP_WRITABLE, false, writer), ABI_TRAP_FUTURE_UNWRITTEN); /* as yet */
    assert_event(ABI_EVENT_FUTURE_WRITE, good("[waitable-set-wait]", set, EVENT_AT), writer,
                 ABI_COPY_DROPPED);
    good_copy(FUTURE, DROP_WRITABLE, false, writer, 0);
    good("[waitable-set-drop]", set, 0);
}

static void
test_the_end_in_the_middle(void **state)
{
    (void)state;
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    for (uint32_t ready = 0; ready < 2; ready++)
        good("[waitable-join]", lower_supply(FUTURE, supply(ready)), set);
    uint32_t reader, writer;
    new_pair(FUTURE, &reader, &writer);
    assert_int_equal(good_copy(FUTURE, READ, true, reader, 1), ABI_BLOCKED);
    abi_instance_finish(&guest.instance);
    assert_int_equal(released, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(read_what_is_there),
        TEST(read_what_comes_later),
        TEST(wait_for_a_read),
        TEST(a_wait_that_is_ended),
        TEST(cancel_a_read),
        TEST(sync_forms_in_a_set),
        TEST(pointers),
        TEST(handles),
        TEST(a_value_that_is_lost),
        TEST(a_pair_of_its_own),
        TEST(the_reader_goes),
        TEST(the_end_in_the_middle),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
