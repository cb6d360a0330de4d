/* Operations under way: lowered or abandoned, whoever comes last, released exactly once. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "abi/pending.h"
#include "abi/wait.h"
#include "support/call.h"

#define MS UINT64_C(1000000)

static void
count_release(struct abi_pending *op)
{
    atomic_fetch_add((atomic_int *)op->self, 1);
}

static struct abi_pending *
start(struct support_call *guest, atomic_int *released)
{
    struct abi_pending *op = abi_pending_new(&guest->call, 4711);
    assert_non_null(op);
    op->self = released;
    op->release = count_release;
    return op;
}

static void
test_a_new_one_is_blank(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    struct abi_pending *op = start(&guest, &released);
    op->ticket = 7;
    for (size_t i = 0; i < ABI_PENDING_RESULT_SIZE; i++)
        op->result[i] = 0xff;
    abi_pending_finish(op);
    abi_pending_delete(op);

    struct abi_pending *again = abi_pending_new(&guest.call, 8);
    assert_ptr_equal(again, op); /* kept for reuse */
    assert_ptr_equal(again->instance, &guest.instance);
    assert_ptr_equal(again->options, &guest.options);
    assert_int_equal(again->result_ptr, 8);
    assert_null(again->source);
    assert_null(again->self);
    assert_null(again->release);
    assert_int_equal(again->ticket, 0);
    assert_false(abi_pending_done(again));
    for (size_t i = 0; i < ABI_PENDING_RESULT_SIZE; i++)
        assert_int_equal(again->result[i], 0);
    assert_int_equal((uintptr_t)again->result % alignof(max_align_t), 0);
    abi_pending_delete(again); /* never started */
    assert_int_equal(released, 1);
    support_call_finish(&guest);
}

static void
test_finished_at_once(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    struct abi_pending *op = start(&guest, &released);
    abi_pending_finish(op);
    assert_true(abi_pending_done(op));
    guest.instance.deadline.at_ns = 1; /* what is done is delivered, however late it is */
    assert_true(abi_wait_one(&guest.call, op));
    assert_int_equal(released, 0);
    abi_pending_delete(op);
    assert_int_equal(released, 1);
    support_call_finish(&guest);
}

static void
test_abandoned_then_finished(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    struct abi_pending *op = start(&guest, &released);
    abi_pending_abandon(op);
    assert_int_equal(released, 0);
    support_call_finish(&guest);
    abi_pending_finish(op); /* after the instance's end */
    assert_int_equal(released, 1);
}

static void
test_finished_then_abandoned(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    struct abi_pending *op = start(&guest, &released);
    abi_pending_finish(op);
    abi_pending_abandon(op);
    assert_int_equal(released, 1);
    assert_ptr_equal(guest.instance.free_pendings, op);
    support_call_finish(&guest);
}

static void
nap(uint64_t span_ns)
{
    const struct base_deadline until = base_deadline_in(span_ns);
    base_deadline_sleep(&until);
}

static void *
finish_soon(void *op)
{
    nap(3 * MS);
    ((struct abi_pending *)op)->result[0] = 42;
    abi_pending_finish(op);
    return NULL;
}

static void
test_another_thread_finishes(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    struct abi_pending *op = start(&guest, &released);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, finish_soon, op), 0);
    assert_true(abi_wait_one(&guest.call, op));
    assert_int_equal(op->result[0], 42);
    abi_pending_delete(op);
    pthread_join(thread, NULL);
    assert_int_equal(released, 1);
    support_call_finish(&guest);
}

#define RACES 2000

static void *
finish_all(void *ops)
{
    for (size_t i = 0; i < RACES; i++)
        abi_pending_finish(((struct abi_pending **)ops)[i]);
    return NULL;
}

/* The callback's thread and the guest's at the same time: each is released once, by whichever. */
static void
test_abandoned_while_it_finishes(void **state)
{
    (void)state;
    static struct abi_pending *ops[RACES];
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    for (size_t i = 0; i < RACES; i++)
        ops[i] = start(&guest, &released);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, finish_all, ops), 0);
    for (size_t i = 0; i < RACES; i++)
        abi_pending_abandon(ops[i]);
    support_call_finish(&guest);
    pthread_join(thread, NULL);
    assert_int_equal(released, RACES);
}

struct slow_source {
    struct abi_source base;
    int polls;
    int finish_at; /* the poll that finishes; 0: none */
    uint64_t longest_ns;
    struct abi_pending *op;
};

static void
slow_poll(struct abi_source *base, const struct abi_pending *op, const struct base_deadline *slice)
{
    struct slow_source *self = (struct slow_source *)base;
    assert_ptr_equal(op, self->op);
    const uint64_t left_ns = base_deadline_left_ns(slice);
    if (left_ns > self->longest_ns)
        self->longest_ns = left_ns;
    if (++self->polls == self->finish_at)
        abi_pending_finish(self->op);
    else
        base_deadline_sleep(slice);
}

static void
test_a_source_is_polled_in_slices(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    struct slow_source source = {.base = {.poll = slow_poll}, .finish_at = 3, .op = start(&guest, &released)};
    source.op->source = &source.base;
    assert_true(abi_wait_one(&guest.call, source.op));
    assert_int_equal(source.polls, 3);
    assert_true(source.longest_ns <= 20 * MS);
    abi_pending_delete(source.op);
    support_call_finish(&guest);
}

static void
test_the_deadline_ends_a_wait(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    for (int with_source = 0; with_source < 2; with_source++) {
        struct slow_source source = {.base = {.poll = slow_poll}, .op = start(&guest, &released)};
        source.op->source = with_source ? &source.base : NULL;
        const uint64_t before_ns = base_clock_now_ns();
        guest.instance.deadline = base_deadline_in(5 * MS);
        assert_false(abi_wait_one(&guest.call, source.op));
        assert_int_equal(guest.call.trap, ABI_TRAP_INTERRUPTED);
        assert_string_equal(guest.call.detail, "time is up");
        const uint64_t took_ns = base_clock_now_ns() - before_ns;
        assert_true(took_ns >= 5 * MS && took_ns < 2000 * MS);
        assert_true(source.longest_ns <= 5 * MS); /* a slice ends with the deadline */
        assert_int_equal(released, with_source);
        abi_pending_finish(source.op); /* abandoned: this one gives it back */
        assert_int_equal(released, with_source + 1);
    }
    support_call_finish(&guest);
}

static void *
raise_soon(void *interrupt)
{
    nap(3 * MS);
    atomic_store(&((struct abi_interrupt *)interrupt)->raised, true);
    return NULL;
}

static void
test_an_interrupt_ends_a_wait(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    for (int with_source = 0; with_source < 2; with_source++) {
        struct abi_interrupt interrupt = {false};
        guest.instance.interrupt = &interrupt;
        struct slow_source source = {.base = {.poll = slow_poll}, .op = start(&guest, &released)};
        source.op->source = with_source ? &source.base : NULL;
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, raise_soon, &interrupt), 0);
        assert_false(abi_wait_one(&guest.call, source.op));
        assert_int_equal(guest.call.trap, ABI_TRAP_INTERRUPTED);
        assert_string_equal(guest.call.detail, "asked to stop");
        pthread_join(thread, NULL);
        abi_pending_finish(source.op);
    }
    assert_int_equal(released, 2);
    support_call_finish(&guest);
}

static void
return_at_once(struct abi_source *source, const struct abi_pending *op, const struct base_deadline *slice)
{
    (void)source;
    (void)op;
    (void)slice;
}

/* Without a source, or with one that does not wait, a wait must not cost a core. */
static void
test_a_long_wait_is_cheap(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    atomic_int released = 0;
    struct abi_source idle = {.poll = return_at_once};
    for (int with_source = 0; with_source < 2; with_source++) {
        struct abi_pending *op = start(&guest, &released);
        op->source = with_source ? &idle : NULL;
        guest.instance.deadline = base_deadline_in(300 * MS);
        struct timespec before, after;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
        assert_false(abi_wait_one(&guest.call, op));
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
        const int64_t used_ns =
            (after.tv_sec - before.tv_sec) * 1000000000 + (after.tv_nsec - before.tv_nsec);
        assert_true(used_ns < (int64_t)(15 * MS)); /* 5 % of a core */
        abi_pending_finish(op);
    }
    support_call_finish(&guest);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_one_is_blank),
        cmocka_unit_test(test_finished_at_once),
        cmocka_unit_test(test_abandoned_then_finished),
        cmocka_unit_test(test_finished_then_abandoned),
        cmocka_unit_test(test_another_thread_finishes),
        cmocka_unit_test(test_abandoned_while_it_finishes),
        cmocka_unit_test(test_a_source_is_polled_in_slices),
        cmocka_unit_test(test_the_deadline_ends_a_wait),
        cmocka_unit_test(test_an_interrupt_ends_a_wait),
        cmocka_unit_test(test_a_long_wait_is_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
