/* Subtasks: CanonicalABI.md, "Subtask State", "canon lower", "canon subtask.cancel", "canon subtask.drop". */
#include "unit/abi_async.h"

static void
test_a_call_that_ends_at_once(void **state)
{
    (void)state;
    uint32_t packed;
    const uint32_t thing = own_handle();
    ends_at_once = true;
    assert_int_equal(call_async(thing, 0, &packed), ABI_TRAP_NONE);
    ends_at_once = false;
    assert_int_equal(packed, ABI_SUBTASK_RETURNED); /* and no subtask */
    assert_text();
    assert_int_equal(released, 1);
    assert_int_equal(drop_handle(thing), ABI_TRAP_NONE); /* nothing is lent */
    assert_int_equal(guest.instance.table.live, 0);
}

static void
test_a_call_that_goes_on(void **state)
{
    (void)state;
    const uint32_t subtask = start_subtask(0, 0);
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    good("[waitable-join]", subtask, set);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
    abi_pending_finish(started);
    assert_int_equal(u32_at(RESULT_AT + 8), 0); /* nothing is stored before the guest looks */
    assert_event(ABI_EVENT_SUBTASK, good("[waitable-set-poll]", set, EVENT_AT), subtask,
                 ABI_SUBTASK_RETURNED);
    assert_text();
    assert_int_equal(released, 1);
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0); /* once */
    good("[subtask-drop]", subtask, 0);
    good("[waitable-set-drop]", set, 0); /* it has left the set */
}

/* "Subtask.add_lender": lent until the resolution is delivered, as often as it was passed. */
static void
test_lends(void **state)
{
    (void)state;
    const uint32_t a = own_handle();
    const uint32_t b = own_handle();
    const uint32_t first = start_subtask(a, a);
    struct abi_pending *first_op = started;
    const uint32_t second = start_subtask(b, a);
    assert_int_equal(drop_handle(a), ABI_TRAP_LENT_HANDLE);
    assert_int_equal(drop_handle(b), ABI_TRAP_LENT_HANDLE);
    abi_pending_finish(first_op);
    assert_int_equal(drop_handle(a), ABI_TRAP_LENT_HANDLE); /* it is done, but the guest has not heard */
    assert_int_equal(good("[subtask-cancel]", first, 0), ABI_SUBTASK_RETURNED);
    assert_int_equal(drop_handle(a), ABI_TRAP_LENT_HANDLE); /* to the second */
    assert_int_equal(good("[subtask-cancel]", second, 0), ABI_SUBTASK_CANCELLED_BEFORE_RETURNED);
    assert_int_equal(drop_handle(a), ABI_TRAP_NONE);
    assert_int_equal(drop_handle(b), ABI_TRAP_NONE);
    abi_pending_finish(started);
    assert_int_equal(object, 2);
}

/* Nothing is lent by a call that traps: a bad handle behind a good one. */
static void
test_a_call_that_traps_lends_nothing(void **state)
{
    (void)state;
    uint32_t packed;
    const uint32_t thing = own_handle();
    assert_int_equal(call_async(thing, 99, &packed), ABI_TRAP_BAD_HANDLE);
    assert_int_equal(drop_handle(thing), ABI_TRAP_NONE);
    assert_int_equal(guest.instance.table.live, 0);
}

static void
test_cancel_a_running_one(void **state)
{
    (void)state;
    static const char *const forms[] = {"[subtask-cancel]", "[async-lower][subtask-cancel]"};
    for (size_t i = 0; i < BASE_COUNT(forms); i++) {
        const uint32_t subtask = start_subtask(0, 0);
        assert_int_equal(good(forms[i], subtask, 0), ABI_SUBTASK_CANCELLED_BEFORE_RETURNED);
        assert_int_equal(root(forms[i], subtask, 0, NULL), ABI_TRAP_SUBTASK_RESOLVED);
        good("[subtask-drop]", subtask, 0);
        assert_int_equal(released, i);
        abi_pending_finish(started); /* late: for nobody, but given back */
        assert_int_equal(released, i + 1);
        assert_int_equal(u32_at(RESULT_AT), 0);
    }
}

static void
test_cancel_a_finished_one(void **state)
{
    (void)state;
    const uint32_t subtask = start_subtask(0, 0);
    abi_pending_finish(started);
    assert_int_equal(good("[subtask-cancel]", subtask, 0), ABI_SUBTASK_RETURNED);
    assert_text();
    assert_int_equal(root("[subtask-cancel]", subtask, 0, NULL), ABI_TRAP_SUBTASK_RESOLVED);
    good("[subtask-drop]", subtask, 0);
    assert_int_equal(released, 1);
}

static void
test_cancel_in_a_set(void **state)
{
    (void)state;
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    const uint32_t subtask = start_subtask(0, 0);
    good("[waitable-join]", subtask, set);
    assert_int_equal(root("[subtask-cancel]", subtask, 0, NULL), ABI_TRAP_IN_WAITABLE_SET);
    assert_int_equal(good("[async-lower][subtask-cancel]", subtask, 0),
                     ABI_SUBTASK_CANCELLED_BEFORE_RETURNED);
    abi_pending_finish(started);
    /* Its event has been told: none is left in the set, and nothing that could come. */
    assert_event(ABI_EVENT_NONE, good("[waitable-set-poll]", set, EVENT_AT), 0, 0);
    assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), ABI_TRAP_DEADLOCK);
}

static void
test_drop_too_early(void **state)
{
    (void)state;
    const uint32_t subtask = start_subtask(0, 0);
    assert_int_equal(root("[subtask-drop]", subtask, 0, NULL), ABI_TRAP_SUBTASK_UNRESOLVED);
    abi_pending_finish(started);
    assert_int_equal(root("[subtask-drop]", subtask, 0, NULL), ABI_TRAP_SUBTASK_UNRESOLVED);
    assert_int_equal(good("[subtask-cancel]", subtask, 0), ABI_SUBTASK_RETURNED);
    good("[subtask-drop]", subtask, 0);
    assert_int_equal(root("[subtask-drop]", subtask, 0, NULL), ABI_TRAP_BAD_HANDLE);
}

static void
test_other_handles(void **state)
{
    (void)state;
    const uint32_t thing = own_handle();
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    const uint32_t subtask = start_subtask(0, 0);
    const uint32_t bad[] = {0, thing, set, 99, UINT32_MAX};
    for (size_t i = 0; i < BASE_COUNT(bad); i++) {
        assert_int_equal(root("[subtask-cancel]", bad[i], 0, NULL), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(root("[async-lower][subtask-cancel]", bad[i], 0, NULL), ABI_TRAP_BAD_HANDLE);
        assert_int_equal(root("[subtask-drop]", bad[i], 0, NULL), ABI_TRAP_BAD_HANDLE);
    }
    assert_int_equal(root("[subtask-drop]", set, 0, NULL), ABI_TRAP_BAD_HANDLE);
    assert_string_equal(guest.failure.detail, "subtask #2 is a waitable-set");
    assert_int_equal(drop_handle(subtask), ABI_TRAP_BAD_HANDLE); /* nor is it a resource */
    abi_pending_finish(started);
}

/* Results are lowered by the guest's own realloc, from which nothing can be called that could wait. */
static void
test_realloc_while_it_is_delivered(void **state)
{
    (void)state;
    guest.realloc = SUPPORT_REALLOC_IMPORT;
    for (size_t i = 0; i < abi_root.count; i++) {
        const struct abi_import *import = &abi_root.imports[i];
        guest.import =
            (struct abi_binding){import->name, import->func, &guest.options, &guest.instance, NULL};
        const uint32_t subtask = start_subtask(0, 0);
        abi_pending_finish(started);
        const enum abi_trap trap = root("[subtask-cancel]", subtask, 0, NULL);
        const bool may_stay = abi_root_may_stay(import->func);
        const bool traps = !may_stay || strcmp(import->name, "[backpressure-dec]") == 0;
        if (trap != (traps ? ABI_TRAP_REALLOC_TRAPPED : ABI_TRAP_NONE))
            fail_msg("%s: %s", import->name, abi_trap_text(trap));
        if (!may_stay)
            assert_int_equal(guest.import_trap, ABI_TRAP_CANNOT_LEAVE);
        guest.instance.backpressure = 0;
        good("[subtask-drop]", subtask, 0); /* resolved, all the same */
    }
    assert_int_equal(released, abi_root.count);
}

static void
test_a_lowering_that_traps(void **state)
{
    (void)state;
    static const struct {
        enum support_realloc realloc;
        enum abi_trap trap;
    } rows[] = {
        {SUPPORT_REALLOC_TRAPS, ABI_TRAP_REALLOC_TRAPPED},
        {SUPPORT_REALLOC_OUTSIDE, ABI_TRAP_REALLOC_RESULT},
        {SUPPORT_REALLOC_HUGE, ABI_TRAP_REALLOC_RESULT},
    };
    const uint32_t thing = own_handle();
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        guest.realloc = rows[i].realloc;
        const uint32_t set = good("[waitable-set-new]", 0, 0);
        const uint32_t subtask = start_subtask(thing, 0);
        good("[waitable-join]", subtask, set);
        abi_pending_finish(started);
        assert_int_equal(root("[waitable-set-wait]", set, EVENT_AT, NULL), rows[i].trap);
        assert_int_equal(released, i + 1);
    }
    assert_int_equal(drop_handle(thing), ABI_TRAP_NONE); /* resolved: nothing is lent any more */
}

/* In a memory that moves while the result is lowered, the event goes to the new one. */
static void
test_memory_moves_while_it_is_delivered(void **state)
{
    (void)state;
    guest.realloc = SUPPORT_REALLOC_GROWS;
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    const uint32_t subtask = start_subtask(0, 0);
    good("[waitable-join]", subtask, set);
    abi_pending_finish(started);
    assert_event(ABI_EVENT_SUBTASK, good("[waitable-set-wait]", set, EVENT_AT), subtask,
                 ABI_SUBTASK_RETURNED);
    assert_text();
}

/* The options are those of the import that was called, not those of the wait. */
static void
test_options_of_the_call(void **state)
{
    (void)state;
    const struct abi_options waiting = {.memory = guest.options.memory};
    const uint32_t subtask = start_subtask(0, 0);
    abi_pending_finish(started);
    union abi_slot slots[1] = {{.u32 = subtask}};
    const struct abi_binding cancel = {"[subtask-cancel]", abi_root.imports[0].func, &waiting,
                                       &guest.instance, NULL};
    struct abi_failure failure;
    assert_string_equal(abi_root.imports[0].name, cancel.name);
    assert_true(abi_invoke(&cancel, slots, &failure)); /* with the realloc that `waiting` lacks */
    assert_text();
}

static void
test_the_end_in_the_middle(void **state)
{
    (void)state;
    const uint32_t thing = own_handle();
    const uint32_t set = good("[waitable-set-new]", 0, 0);
    struct abi_pending *ops[3];
    for (size_t i = 0; i < BASE_COUNT(ops); i++) {
        const uint32_t subtask = start_subtask(thing, 0);
        ops[i] = started;
        if (i != 0)
            good("[waitable-join]", subtask, set);
    }
    abi_pending_finish(ops[1]);
    abi_instance_finish(&guest.instance);
    assert_int_equal(object, 1);
    assert_int_equal(released, 1);
    abi_pending_finish(ops[0]);
    abi_pending_finish(ops[2]);
    assert_int_equal(released, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(a_call_that_ends_at_once),
        TEST(a_call_that_goes_on),
        TEST(lends),
        TEST(a_call_that_traps_lends_nothing),
        TEST(cancel_a_running_one),
        TEST(cancel_a_finished_one),
        TEST(cancel_in_a_set),
        TEST(drop_too_early),
        TEST(other_handles),
        TEST(realloc_while_it_is_delivered),
        TEST(a_lowering_that_traps),
        TEST(memory_moves_while_it_is_delivered),
        TEST(options_of_the_call),
        TEST(the_end_in_the_middle),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
