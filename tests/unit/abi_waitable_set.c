/* Waitable sets, and waiting for many things: CanonicalABI.md, "Waitable State", "canon waitable-set.*" and
 * "canon waitable.join". */
#include "unit/abi_async.h"

#define MANY 8

/* A source whose operations end at a poll, or never. */
struct test_source {
    struct abi_source base;
    int polls;              /* for one operation */
    int passes;             /* for all */
    uint64_t longest_ns;    /* of a poll's slice */
    struct abi_pending *op; /* ends at pass or poll number `at` */
    int at;
};

static void
poll_source(struct abi_source *base, const struct abi_pending *op, const struct base_deadline *slice)
{
    struct test_source *self = (struct test_source *)base;
    const uint64_t left_ns = base_deadline_left_ns(slice);
    self->longest_ns = left_ns > self->longest_ns ? left_ns : self->longest_ns;
    ++*(op != NULL ? &self->polls : &self->passes);
    if (self->op != NULL && self->polls + self->passes == self->at) {
        abi_pending_finish(self->op);
        self->op = NULL;
    } else if (op != NULL) {
        base_deadline_sleep(slice);
    }
}

static struct test_source
new_source(void)
{
    return (struct test_source){.base = {.poll = poll_source}};
}

static uint32_t
new_set(void)
{
    return good("[waitable-set-new]", 0, 0);
}

static uint32_t
start_in(uint32_t set, struct abi_source *of)
{
    source = of;
    const uint32_t subtask = start_subtask(0, 0);
    source = NULL;
    good("[waitable-join]", subtask, set);
    return subtask;
}

/* One alone is waited for where it ends. */
static void
test_one(void **state)
{
    (void)state;
    struct test_source one = new_source();
    const uint32_t set = new_set();
    const uint32_t subtask = start_in(set, &one.base);
    one.op = started;
    one.at = 3;
    assert_event(ABI_EVENT_SUBTASK, good("[waitable-set-wait]", set, EVENT_AT), subtask,
                 ABI_SUBTASK_RETURNED);
    assert_int_equal(one.polls, 3);
    assert_int_equal(one.passes, 0);
    assert_true(one.longest_ns > 10 * MS && one.longest_ns <= 20 * MS);
}

/* Several are asked in turn: each source once a pass, and none is waited in. */
static void
test_several(void **state)
{
    (void)state;
    struct test_source a = new_source();
    struct test_source b = new_source();
    const uint32_t set = new_set();
    struct abi_pending *ops[4];
    for (size_t i = 0; i < BASE_COUNT(ops); i++) {
        start_in(set, i % 2 == 0 ? &a.base : &b.base);
        ops[i] = started;
    }
    b.op = started;
    b.at = 5;
    assert_int_equal(good("[waitable-set-wait]", set, EVENT_AT), ABI_EVENT_SUBTASK);
    assert_int_equal(a.passes, 5);
    assert_int_equal(b.passes, 5);
    assert_int_equal(a.polls + b.polls, 0);
    for (size_t i = 0; i < BASE_COUNT(ops) - 1; i++)
        abi_pending_finish(ops[i]);
}

/* What is done already needs no source; members take turns. */
static void
test_turns(void **state)
{
    (void)state;
    struct test_source idle = new_source();
    const uint32_t set = new_set();
    uint32_t subtasks[MANY];
    struct abi_pending *ops[MANY];
    for (size_t i = 0; i < MANY; i++) {
        subtasks[i] = start_in(set, &idle.base);
        ops[i] = started;
    }
    for (size_t i = MANY; i-- > 0;)
        abi_pending_finish(ops[i]);
    for (size_t i = 0; i < MANY; i++)
        assert_event(ABI_EVENT_SUBTASK, good("[waitable-set-wait]", set, EVENT_AT), subtasks[i],
                     ABI_SUBTASK_RETURNED);
    assert_int_equal(idle.polls + idle.passes, 0);
    assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_DEADLOCK);

    /* One that is always ready does not keep another from its turn. */
    struct test_supply *endless = supply(1000);
    const uint32_t reader = lower_supply(&streams[0], endless);
    const uint32_t other_set = new_set();
    good("[waitable-join]", reader, other_set);
    const uint32_t late = start_in(other_set, NULL);
    abi_pending_finish(started);
    const uint32_t expected[] = {reader, late, reader};
    for (size_t i = 0; i < BASE_COUNT(expected); i++) {
        endless->ready = 0;
        if (i == 0 || expected[i - 1] == reader)
            assert_int_equal(good_copy(&streams[0], READ, true, reader, 1), ABI_BLOCKED);
        endless->ready = 1000;
        good("[waitable-set-wait]", other_set, EVENT_AT);
        assert_int_equal(u32_at(EVENT_AT), expected[i]);
    }
}

/* The linker sends base_deadline_sleep of this program through here. */
void __real_base_deadline_sleep(const struct base_deadline *deadline);
void __wrap_base_deadline_sleep(const struct base_deadline *deadline);

static uint64_t longest_nap_ns;

void
__wrap_base_deadline_sleep(const struct base_deadline *deadline)
{
    const uint64_t left_ns = base_deadline_left_ns(deadline);
    longest_nap_ns = left_ns > longest_nap_ns ? left_ns : longest_nap_ns;
    __real_base_deadline_sleep(deadline);
}

/* A finished one is delivered within 2 ms however long the others take: no nap is longer, and none is so
 * short that a long wait would cost much. */
static void
test_naps(void **state)
{
    (void)state;
    struct test_source idle = new_source();
    const uint32_t set = new_set();
    start_in(set, NULL);
    struct abi_pending *never = started;
    start_in(set, &idle.base);
    idle.op = started;
    idle.at = 40;
    longest_nap_ns = 0;
    assert_int_equal(good("[waitable-set-wait]", set, EVENT_AT), ABI_EVENT_SUBTASK);
    assert_true(longest_nap_ns > MS && longest_nap_ns < 2 * MS);
    abi_pending_finish(never);
}

static void *
raise_soon(void *interrupt)
{
    nap(3 * MS);
    atomic_store(&((struct abi_interrupt *)interrupt)->raised, true);
    return NULL;
}

static void
test_a_wait_that_is_ended(void **state)
{
    (void)state;
    struct test_source idle = new_source();
    const uint32_t set = new_set();
    struct abi_pending *ops[2];
    for (size_t count = 1; count <= 2; count++) {
        start_in(set, &idle.base);
        ops[count - 1] = started;
        guest.instance.deadline = base_deadline_in(5 * MS);
        assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_INTERRUPTED);
        assert_string_equal(guest.failure.detail, "time is up");
        guest.instance.deadline.at_ns = BASE_DEADLINE_NEVER;

        struct abi_interrupt interrupt = {false};
        guest.instance.interrupt = &interrupt;
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, raise_soon, &interrupt), 0);
        assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_INTERRUPTED);
        assert_string_equal(guest.failure.detail, "asked to stop");
        pthread_join(thread, NULL);
        guest.instance.interrupt = NULL;
    }
    abi_pending_finish(ops[0]);
    abi_pending_finish(ops[1]);
    /* What is done is delivered, however late it is. */
    guest.instance.deadline.at_ns = 1;
    assert_int_equal(good("[waitable-set-wait]", set, EVENT_AT), ABI_EVENT_SUBTASK);
}

static void
test_a_long_wait_is_cheap(void **state)
{
    (void)state;
    const uint32_t set = new_set();
    struct abi_pending *ops[MANY];
    for (size_t i = 0; i < MANY; i++) {
        start_in(set, NULL);
        ops[i] = started;
    }
    guest.instance.deadline = base_deadline_in(300 * MS);
    struct timespec before, after;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_INTERRUPTED);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    const int64_t used_ns = (after.tv_sec - before.tv_sec) * 1000000000 + (after.tv_nsec - before.tv_nsec);
    assert_true(used_ns < (int64_t)(15 * MS)); /* 5 % of a core */
    for (size_t i = 0; i < MANY; i++)
        abi_pending_finish(ops[i]);
}

/* Polling lets things go on, and does not wait. */
static void
test_poll(void **state)
{
    (void)state;
    struct test_source one = new_source();
    const uint32_t set = new_set();
    const uint32_t subtask = start_in(set, &one.base);
    one.op = started;
    one.at = 2;
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
    assert_int_equal(one.passes, 1);
    assert_event(ABI_EVENT_SUBTASK, good("[cancellable][waitable-set-poll]", set, EVENT_AT), subtask,
                 ABI_SUBTASK_RETURNED);
    assert_int_equal(one.passes, 2);
    assert_int_equal(one.polls, 0);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
    assert_int_equal(one.passes, 2); /* nothing is waited for */
}

/* Nothing could ever wake these. */
static void
test_deadlocks(void **state)
{
    (void)state;
    const uint32_t set = new_set();
    assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_DEADLOCK); /* empty */
    struct test_supply *later = supply(0);
    const uint32_t future = lower_supply(&futures[0], later);
    good("[waitable-join]", future, set);
    assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_DEADLOCK); /* no one reads */
    uint32_t reader, writer;
    new_pair(&futures[0], &reader, &writer);
    assert_int_equal(good_copy(&futures[0], READ, true, reader, 1), ABI_BLOCKED);
    good("[waitable-join]", reader, set);
    assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_DEADLOCK); /* nor writes */
    assert_int_equal(root("[cancellable][waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_DEADLOCK);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
}

static void
test_join(void **state)
{
    (void)state;
    const uint32_t a = new_set();
    const uint32_t b = new_set();
    const uint32_t subtask = start_in(a, NULL);
    struct abi_pending *cancelled = started;
    const uint32_t other = start_in(a, NULL);
    abi_pending_finish(started);
    good("[waitable-join]", other, b); /* from one to the other, with its event */
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", a, EVENT_AT), 0, 0);
    assert_event(ABI_EVENT_SUBTASK, good("[waitable-set-poll]", b, EVENT_AT), other, ABI_SUBTASK_RETURNED);
    good("[waitable-join]", other, 0);
    good("[waitable-join]", other, 0); /* out of none */
    good("[waitable-set-drop]", b, 0);
    good("[waitable-join]", subtask, a); /* again into the same */
    assert_int_equal(root("[waitable-set-drop]", a, 0, NULL), ABI_TRAP_SET_NOT_EMPTY);
    assert_int_equal(good("[async-lower][subtask-cancel]", subtask, 0),
                     ABI_SUBTASK_CANCELLED_BEFORE_RETURNED);
    assert_int_equal(root("[waitable-set-drop]", a, 0, NULL), ABI_TRAP_SET_NOT_EMPTY); /* still a member */
    good("[subtask-drop]", subtask, 0);
    good("[waitable-set-drop]", a, 0);
    abi_pending_finish(cancelled);
}

static void
test_bad_handles_and_pointers(void **state)
{
    (void)state;
    const uint32_t thing = own_handle();
    const uint32_t set = new_set();
    const uint32_t subtask = start_in(set, NULL);
    const uint32_t bad[] = {0, thing, 99, UINT32_MAX};
    for (size_t i = 0; i < BASE_COUNT(bad); i++) {
        assert_int_equal(root("[waitable-set-wait]", bad[i], EVENT_AT, NULL), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(root("[waitable-set-poll]", bad[i], EVENT_AT, NULL), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(root("[waitable-set-drop]", bad[i], 0, NULL), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(root("[waitable-join]", bad[i], set, NULL), ABI_TRAP_BAD_HANDLE);
        if (bad[i] != 0)
            assert_int_equal(root("[waitable-join]", subtask, bad[i], NULL), ABI_TRAP_BAD_HANDLE);
    }
    assert_int_equal(root("[waitable-join]", set, set, NULL), ABI_TRAP_BAD_HANDLE);
    assert_string_equal(guest.failure.detail, "waitable #2 is a waitable-set");
    assert_int_equal(root("[waitable-join]", subtask, subtask, NULL), ABI_TRAP_BAD_HANDLE);
    static const char *const verbs[] = {"[waitable-set-wait]", "[waitable-set-poll]"};
    abi_pending_finish(started);
    for (size_t i = 0; i < BASE_COUNT(verbs); i++) {
        assert_int_equal(root(verbs[i], set, EVENT_AT + 2, NULL), ABI_TRAP_MISALIGNED);
        assert_int_equal(root(verbs[i], set, 4092, NULL), ABI_TRAP_OUT_OF_BOUNDS);
        assert_int_equal(root(verbs[i], set, UINT32_MAX - 3, NULL), ABI_TRAP_OUT_OF_BOUNDS);
    }
    /* No event was lost by that. */
    assert_event(ABI_EVENT_SUBTASK, good("[waitable-set-wait]", set, 4088), 0, 0);
    assert_int_equal(u32_at(4088), subtask);
}

/* A freed index comes back as another kind of handle: what was said of the old one does not hold. */
static void
test_an_index_used_again(void **state)
{
    (void)state;
    const uint32_t set = new_set();
    const uint32_t subtask = start_in(set, NULL);
    assert_int_equal(good("[async-lower][subtask-cancel]", subtask, 0),
                     ABI_SUBTASK_CANCELLED_BEFORE_RETURNED);
    good("[subtask-drop]", subtask, 0);
    abi_pending_finish(started);
    assert_int_equal(own_handle(), subtask);
    assert_int_equal(root("[waitable-join]", subtask, set, NULL), ABI_TRAP_BAD_HANDLE);
    assert_int_equal(root("[subtask-drop]", subtask, 0, NULL), ABI_TRAP_BAD_HANDLE);
}

/* The set goes before its members, and after them. */
static void
test_the_end_with_members(void **state)
{
    (void)state;
    const uint32_t before = start_subtask(0, 0);
    struct abi_pending *ops[2] = {started};
    const uint32_t set = new_set();
    good("[waitable-join]", before, set);
    start_in(set, NULL);
    ops[1] = started;
    abi_instance_finish(&guest.instance);
    abi_pending_finish(ops[0]);
    abi_pending_finish(ops[1]);
    assert_int_equal(released, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(one),
        TEST(several),
        TEST(turns),
        TEST(naps),
        TEST(a_wait_that_is_ended),
        TEST(a_long_wait_is_cheap),
        TEST(poll),
        TEST(deadlocks),
        TEST(join),
        TEST(bad_handles_and_pointers),
        TEST(an_index_used_again),
        TEST(the_end_with_members),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
