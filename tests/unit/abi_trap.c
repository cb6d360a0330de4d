/* Every trap there is, each provoked through abi_invoke: a trap without its test does not compile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
#include "base/count.h"
#include "support/call.h"

static int object; /* of the handles below */

static uint32_t
lend(struct abi_call *call)
{
    const uint32_t handle = abi_lower_own(call, &object, &support_resource);
    abi_table_get(&call->instance->table, &support_resource, handle)->lends = 1;
    return handle;
}

static bool
provoke_BAD_HANDLE(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_lift_borrow(call, 99, &support_resource) != NULL;
}

static bool
provoke_LENT_HANDLE(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_resource_drop(call, lend(call), &support_resource);
}

static bool
provoke_TABLE_FULL(struct abi_call *call, struct support_call *guest)
{
    const struct abi_table saved = guest->instance.table;
    guest->instance.table = (struct abi_table){.count = ABI_TABLE_MAX + 1};
    const bool ok = abi_lower_own(call, &object, &support_resource) != 0;
    guest->instance.table = saved;
    return ok;
}

static bool
check_a_range(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    return abi_check_range(call, 0, 4, 4);
}

static bool
provoke_NO_MEMORY(struct abi_call *call, struct support_call *guest)
{
    const struct abi_options options = {0};
    const struct abi_binding binding = {"get-thing", check_a_range, &options, &guest->instance, NULL};
    struct abi_failure failure;
    return abi_invoke(&binding, NULL, &failure) || abi_trap(call, failure.trap);
}

static bool
provoke_OUT_OF_BOUNDS(struct abi_call *call, struct support_call *guest)
{
    return abi_check_range(call, (uint32_t)guest->size, 1, 1);
}

static bool
provoke_MISALIGNED(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_check_range(call, 2, 4, 4);
}

static bool
provoke_TOO_LONG(struct abi_call *call, struct support_call *guest)
{
    struct abi_view view;
    (void)guest;
    return abi_lift_list(call, 0, ABI_LIST_MAX + 1, 1, 1, &view);
}

static bool
provoke_BAD_UTF8(struct abi_call *call, struct support_call *guest)
{
    struct base_str text;
    guest->bytes[0] = 0xff;
    return abi_lift_string(call, 0, 1, &text);
}

static bool
provoke_BAD_CASE(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_check_case(call, 2, 2);
}

static bool
provoke_BAD_CHAR(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_check_char(call, 0xd800);
}

static bool
provoke_NO_REALLOC(struct abi_call *call, struct support_call *guest)
{
    guest->options.realloc = NULL;
    return abi_store_string(call, 0, base_str("text"));
}

static bool
provoke_REALLOC_RESULT(struct abi_call *call, struct support_call *guest)
{
    guest->realloc = SUPPORT_REALLOC_OUTSIDE;
    return abi_store_string(call, 0, base_str("text"));
}

static bool
provoke_REALLOC_TRAPPED(struct abi_call *call, struct support_call *guest)
{
    guest->realloc = SUPPORT_REALLOC_TRAPS;
    return abi_store_string(call, 0, base_str("text"));
}

/* The guest's realloc calls an import: that one traps with CANNOT_LEAVE, this one because of it. */
static bool
provoke_CANNOT_LEAVE(struct abi_call *call, struct support_call *guest)
{
    guest->realloc = SUPPORT_REALLOC_IMPORT;
    guest->import = (struct abi_binding){"get-thing", abi_missing, &guest->options, &guest->instance, NULL};
    assert_false(abi_store_string(call, 0, base_str("text")));
    assert_int_equal(call->trap, ABI_TRAP_REALLOC_TRAPPED);
    return abi_trap(call, guest->import_trap);
}

static bool
provoke_HOST_MEMORY(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_lower_own(call, NULL, &support_resource) != 0;
}

static bool
provoke_INTERRUPTED(struct abi_call *call, struct support_call *guest)
{
    guest->instance.deadline.at_ns = 1;
    struct abi_pending *op = abi_pending_new(call, 0);
    const bool ok = abi_wait_one(call, op);
    abi_pending_finish(op);
    return ok;
}

static bool
provoke_NOT_BOUND(struct abi_call *call, struct support_call *guest)
{
    const struct abi_binding unbound = {"get-thing", abi_missing, NULL, &guest->instance, NULL};
    struct abi_failure failure;
    return abi_invoke(&unbound, NULL, &failure) || abi_trap(call, failure.trap);
}

static bool
provoke_WRONG_STORE(struct abi_call *call, struct support_call *guest)
{
    const struct abi_binding late = {"get-thing", abi_missing, &guest->options, &guest->instance, NULL};
    struct abi_failure failure;
    guest->instance.ended = true;
    const bool ok = abi_invoke(&late, NULL, &failure);
    guest->instance.ended = false;
    return ok || abi_trap(call, failure.trap);
}

static bool
provoke_MISSING(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_missing(call, NULL);
}

static const struct {
    enum abi_trap trap;
    const char *name;
    bool (*provoke)(struct abi_call *call, struct support_call *guest);
} rows[] = {
#define X(name, text) {ABI_TRAP_##name, #name, provoke_##name},
    ABI_TRAPS(X)
#undef X
};

static size_t current_row;

static bool
provoke(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    return rows[current_row].provoke(call, call->context);
}

static bool
succeed(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    return call->trap == ABI_TRAP_NONE;
}

static void
test_each(void **state)
{
    (void)state;
    for (current_row = 0; current_row < BASE_COUNT(rows); current_row++) {
        struct support_call guest;
        support_call_init(&guest, 4096);
        guest.context = &guest;
        union abi_slot slots[1];
        const enum abi_trap trap = support_call_invoke(&guest, "provoke", provoke, slots);
        if (trap != rows[current_row].trap)
            fail_msg("%s: %s (%s)", rows[current_row].name, abi_trap_text(trap), guest.failure.detail);
        assert_int_equal(support_call_invoke(&guest, "succeed", succeed, slots), ABI_TRAP_NONE);
        support_call_finish(&guest);
    }
}

static void
test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        assert_true(strlen(abi_trap_text(rows[i].trap)) > 5);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(abi_trap_text(rows[i].trap), abi_trap_text(rows[j].trap));
    }
    assert_string_equal(abi_trap_text(ABI_TRAP_NONE), "no trap");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
