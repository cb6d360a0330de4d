/* What src/base and src/abi take from malloc: nothing in a call at rest, and where they get none, an error
 * or a trap that loses nothing.
 *
 * The linker sends malloc and its like of this program through support/allocation.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/copy.h"
#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
#include "abi/subtask.h"
#include "abi/wait.h"
#include "abi/waitable_set.h"
#include "base/error.h"
#include "base/log.h"
#include "support/allocation.h"
#include "support/call.h"

static int
give_again(void **state)
{
    (void)state;
    support_allocation.left = -1;
    return 0;
}

static bool
use_everything(struct abi_call *call, union abi_slot *slots)
{
    struct abi_pending *op = abi_pending_new(call, 0);
    if (op == NULL)
        return false;
    abi_pending_finish(op);
    const bool waited = abi_wait_one(call, op);
    abi_pending_delete(op);
    const uint32_t handle = abi_lower_own(call, call->context, &support_resource);
    if (!waited || handle == 0)
        return false;
    slots[0].i32 = abi_lift_own(call, handle, &support_resource) != NULL &&
                   base_arena_alloc(call->arena, 10, 50) != NULL;
    return slots[0].i32 != 0 && abi_store_string(call, 0, base_str("text"));
}

static void
test_calls_at_rest_take_nothing(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 65536);
    int object = 0;
    guest.context = &object;
    union abi_slot slots[1];
    assert_int_equal(support_call_invoke(&guest, "use", use_everything, slots), ABI_TRAP_NONE);
    const int before = support_allocation.count;
    for (int i = 0; i < 100; i++)
        assert_int_equal(support_call_invoke(&guest, "use", use_everything, slots), ABI_TRAP_NONE);
    assert_int_equal(support_allocation.count, before);
    assert_int_equal(object, 101);
    support_call_finish(&guest);
}

/* The n-th allocation fails, for each n that there is: a trap, no leak, and all is well afterwards. */
static void
test_calls_that_get_none(void **state)
{
    (void)state;
    enum abi_trap trap = ABI_TRAP_HOST_MEMORY;
    int n = 0;
    for (; trap != ABI_TRAP_NONE; n++) {
        struct support_call guest;
        support_call_init(&guest, 65536);
        int object = 0;
        guest.context = &object;
        union abi_slot slots[1];
        support_allocation.left = n;
        trap = support_call_invoke(&guest, "use", use_everything, slots);
        support_allocation.left = -1;
        if (trap != ABI_TRAP_NONE)
            assert_int_equal(trap, ABI_TRAP_HOST_MEMORY);
        const int before = object;
        assert_int_equal(support_call_invoke(&guest, "use", use_everything, slots), ABI_TRAP_NONE);
        assert_int_equal(object, before + 1);
        support_call_finish(&guest);
        assert_int_equal(object, before + 1 + (before == 0 && n == 3)); /* the handle that stayed behind */
    }
    assert_int_equal(n, 5); /* the count of strays, a pending, the table, an arena block; then none fails */
}

static int supply_releases;

static uint32_t
nothing_ready(struct abi_supply *supply, bool *ended)
{
    (void)supply;
    *ended = false;
    return 0;
}

static void
count_release(struct abi_supply *supply)
{
    (void)supply;
    supply_releases++;
}

static struct abi_supply supply = {.ready = nothing_ready, .release = count_release};
static struct abi_pending *running; /* NULL: none was started */

/* A subtask that is lent a handle, a waitable set, and an end of each kind. */
static bool
start_everything(struct abi_call *call, union abi_slot *slots)
{
    static const struct abi_copy_type type = {
        {"readable", abi_copy_drop_end}, {"writable", abi_copy_drop_end}, &support_resource, true};
    uint32_t set;
    call->lends = &abi_no_lends;
    const uint32_t handle = abi_lower_own(call, call->context, &support_resource);
    if (handle == 0 || abi_lift_lent(call, handle, &support_resource) == NULL)
        return false;
    running = abi_pending_new(call, 0);
    return running != NULL && abi_subtask_start(call, running, NULL, slots) &&
           abi_waitable_set_new(call, &set) && abi_waitable_join(call, slots[0].u32 >> 4, set) &&
           abi_lower_supply(call, &supply, &type) != 0 && abi_copy_new(call, slots, &type);
}

static void
test_waitables_that_get_none(void **state)
{
    (void)state;
    enum abi_trap trap = ABI_TRAP_HOST_MEMORY;
    int n = 0;
    for (; trap != ABI_TRAP_NONE; n++) {
        struct support_call guest;
        support_call_init(&guest, 64);
        int object = 0;
        guest.context = &object;
        running = NULL;
        supply_releases = 0;
        union abi_slot slots[1];
        support_allocation.left = n;
        trap = support_call_invoke(&guest, "start", start_everything, slots);
        support_allocation.left = -1;
        if (trap != ABI_TRAP_NONE)
            assert_int_equal(trap, ABI_TRAP_HOST_MEMORY);
        support_call_finish(&guest);
        if (running != NULL)
            abi_pending_finish(running);
        assert_int_equal(object, 1);
        assert_int_equal(supply_releases, n >= 6);
    }
    assert_int_equal(n, 10); /* table, arena, strays, pending, subtask, set, three ends; then none fails */
}

static void
test_a_handle_is_not_lost(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    int object = 0;
    const uint32_t handle = abi_lower_own(&guest.call, &object, &support_resource);
    support_allocation.left = 0;
    assert_null(abi_lift_own(&guest.call, handle, &support_resource));
    support_allocation.left = -1;
    assert_int_equal(guest.call.trap, ABI_TRAP_HOST_MEMORY);
    support_call_end(&guest);
    assert_int_equal(object, 0);
    assert_ptr_equal(abi_lift_borrow(&guest.call, handle, &support_resource), &object);
    support_call_finish(&guest);
    assert_int_equal(object, 1);
}

static void
test_errors(void **state)
{
    (void)state;
    wasigpu_error_t *error = base_error_new("no adapter");
    for (int left = 0; left < 2; left++) { /* better without its context than without its reason */
        support_allocation.left = left;
        error = base_error_wrap(error, "start");
        assert_string_equal(wasigpu_error_message(error), "no adapter");
    }
    wasigpu_error_delete(error);

    support_allocation.left = 0;
    error = base_error_new("no adapter");
    assert_string_equal(wasigpu_error_message(error), "out of memory");
    support_allocation.left = -1;
    error = base_error_wrap(error, "start");
    assert_string_equal(wasigpu_error_message(error), "start: out of memory");
    wasigpu_error_delete(error);

    support_allocation.left = 0;
    error = base_error_new("no adapter");
    wasigpu_error_delete(error);
    wasigpu_error_delete(base_error_wrap(base_error_new("again"), "and again"));
}

static void
test_strings(void **state)
{
    (void)state;
    struct base_string string = {0};
    assert_true(base_string_copy(&string, base_str("first")));
    support_allocation.left = 0;
    assert_false(base_string_copy(&string, base_str("second")));
    assert_string_equal(string.data, "first");
    assert_int_equal(string.size, 5);
    base_string_finish(&string);
}

static char last_line[2000];

static void
keep(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)level;
    (void)room;
    strncpy(last_line, line, sizeof last_line - 1);
}

static void
test_a_long_line_is_cut(void **state)
{
    (void)state;
    char text[1000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    base_log_set_sink(keep, NULL);
    support_allocation.left = 0;
    base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_HOST, "%s", text);
    base_log_set_sink(NULL, NULL);
    assert_int_equal(strlen(last_line), 511);
    assert_memory_equal(last_line, "error host    xxx", 17);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_calls_at_rest_take_nothing, give_again),
        cmocka_unit_test_teardown(test_calls_that_get_none, give_again),
        cmocka_unit_test_teardown(test_waitables_that_get_none, give_again),
        cmocka_unit_test_teardown(test_a_handle_is_not_lost, give_again),
        cmocka_unit_test_teardown(test_errors, give_again),
        cmocka_unit_test_teardown(test_strings, give_again),
        cmocka_unit_test_teardown(test_a_long_line_is_cut, give_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
