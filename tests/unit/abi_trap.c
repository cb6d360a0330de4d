/* Every trap there is, each provoked through abi_invoke: a trap without its test does not compile. */
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
#include "abi/root.h"
#include "abi/subtask.h"
#include "abi/wait.h"
#include "abi/waitable_set.h"
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

/* A built-in of "$root". */
static bool
call_root(struct abi_call *call, const char *name, uint32_t parameter)
{
    union abi_slot slots[2] = {{.u32 = parameter}};
    for (size_t i = 0; i < abi_root.count; i++)
        if (strcmp(abi_root.imports[i].name, name) == 0)
            return abi_root.imports[i].func(call, slots);
    fail_msg("no %s", name);
    return false;
}

static struct abi_pending *running; /* what start_subtask has started */

/* A subtask whose operation runs; its handle. */
static uint32_t
start_subtask(struct abi_call *call)
{
    union abi_slot slots[1];
    call->lends = &abi_no_lends;
    running = abi_pending_new(call, 0);
    assert_true(abi_subtask_start(call, running, NULL, slots));
    assert_int_equal(slots[0].u32 & 0xf, ABI_SUBTASK_STARTED);
    return slots[0].u32 >> 4;
}

static bool
provoke_IN_WAITABLE_SET(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    uint32_t set;
    const uint32_t subtask = start_subtask(call);
    assert_true(abi_waitable_set_new(call, &set) && abi_waitable_join(call, subtask, set));
    abi_pending_finish(running);
    return call_root(call, "[subtask-cancel]", subtask);
}

static bool
provoke_SET_NOT_EMPTY(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    uint32_t set;
    const uint32_t subtask = start_subtask(call);
    assert_true(abi_waitable_set_new(call, &set) && abi_waitable_join(call, subtask, set));
    abi_pending_finish(running);
    return call_root(call, "[waitable-set-drop]", set);
}

static bool
provoke_SUBTASK_RESOLVED(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    const uint32_t subtask = start_subtask(call);
    assert_true(call_root(call, "[subtask-cancel]", subtask));
    abi_pending_finish(running);
    return call_root(call, "[subtask-cancel]", subtask);
}

static bool
provoke_SUBTASK_UNRESOLVED(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    const uint32_t subtask = start_subtask(call);
    abi_pending_finish(running);
    return call_root(call, "[subtask-drop]", subtask);
}

static const struct abi_copy_type things = {
    {"readable future<thing>", abi_copy_drop_end},
    {"writable future<thing>", abi_copy_drop_end},
    &support_resource,
    false,
};

/* A new future of the guest's own. */
static void
new_future(struct abi_call *call, union abi_slot *reader, union abi_slot *writer)
{
    union abi_slot slots[1];
    assert_true(abi_copy_new(call, slots, &things));
    reader[0].u32 = (uint32_t)slots[0].u64;
    writer[0].u32 = (uint32_t)(slots[0].u64 >> 32);
    reader[1].u32 = writer[1].u32 = 8; /* the buffer */
}

static bool
provoke_COPY_RUNS(struct abi_call *call, struct support_call *guest)
{
    union abi_slot reader[2], writer[2];
    (void)guest;
    new_future(call, reader, writer);
    const union abi_slot handle = writer[0];
    assert_true(abi_copy_write(call, writer, &things, true));
    writer[0] = handle;
    return abi_copy_write(call, writer, &things, true);
}

static bool
provoke_COPY_DONE(struct abi_call *call, struct support_call *guest)
{
    union abi_slot reader[2], writer[2];
    (void)guest;
    new_future(call, reader, writer);
    const union abi_slot handle = writer[0];
    assert_true(abi_copy_drop(call, reader, &things.readable));
    assert_true(abi_copy_write(call, writer, &things, true));
    assert_int_equal(writer[0].u32, ABI_COPY_DROPPED);
    writer[0] = handle;
    return abi_copy_write(call, writer, &things, true);
}

static bool
provoke_NO_COPY(struct abi_call *call, struct support_call *guest)
{
    union abi_slot reader[2], writer[2];
    (void)guest;
    new_future(call, reader, writer);
    return abi_copy_cancel(call, reader, &things.readable, true);
}

static bool
provoke_FUTURE_UNWRITTEN(struct abi_call *call, struct support_call *guest)
{
    union abi_slot reader[2], writer[2];
    (void)guest;
    new_future(call, reader, writer);
    return abi_copy_drop(call, writer, &things.writable);
}

static bool
provoke_SAME_INSTANCE(struct abi_call *call, struct support_call *guest)
{
    union abi_slot reader[2], writer[2];
    (void)guest;
    new_future(call, reader, writer);
    assert_true(abi_copy_write(call, writer, &things, true));
    return abi_copy_read(call, reader, &things, true);
}

static bool
provoke_DEADLOCK(struct abi_call *call, struct support_call *guest)
{
    uint32_t set;
    (void)guest;
    assert_true(abi_waitable_set_new(call, &set));
    return call_root(call, "[waitable-set-wait]", set);
}

static bool
provoke_BACKPRESSURE(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return call_root(call, "[backpressure-dec]", 0);
}

static bool
provoke_NO_TASK(struct abi_call *call, struct support_call *guest)
{
    (void)guest;
    return abi_export_root.imports[0].func(call, NULL);
}

static bool
provoke_TOO_MANY_CANCELLED(struct abi_call *call, struct support_call *guest)
{
    struct abi_pending *ops[ABI_STRAYS_MAX];
    for (size_t i = 0; i < ABI_STRAYS_MAX; i++) {
        ops[i] = abi_pending_new(call, 0);
        abi_pending_abandon(ops[i]);
    }
    const bool ok = abi_pending_new(call, 0) != NULL;
    abi_pending_finish(ops[0]);
    struct abi_pending *another = abi_pending_new(&guest->call, 0); /* as soon as one has ended */
    assert_non_null(another);
    abi_pending_delete(another);
    for (size_t i = 1; i < ABI_STRAYS_MAX; i++)
        abi_pending_finish(ops[i]);
    return ok;
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
