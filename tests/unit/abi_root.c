/* The built-ins of "$root" and "[export]$root": that all are there, and what a command sees of those that are
 * about tasks. The others are tested where their nouns are. */
#include "unit/abi_async.h"

/* What `wit-bindgen c` 0.63 brings, and in which form; the cancellable and async forms others do. */
static const struct {
    const char *name, *params, *results;
} rows[] = {
    {"[subtask-cancel]", "h", "i"},     {"[async-lower][subtask-cancel]", "h", "i"},
    {"[subtask-drop]", "h", ""},        {"[waitable-set-new]", "", "h"},
    {"[waitable-join]", "hh", ""},      {"[waitable-set-drop]", "h", ""},
    {"[waitable-set-wait]", "hi", "i"}, {"[cancellable][waitable-set-wait]", "hi", "i"},
    {"[waitable-set-poll]", "hi", "i"}, {"[cancellable][waitable-set-poll]", "hi", "i"},
    {"[backpressure-inc]", "", ""},     {"[backpressure-dec]", "", ""},
    {"[context-get-0]", "", "i"},       {"[context-set-0]", "i", ""},
    {"[context-get-1]", "", "i"},       {"[context-set-1]", "i", ""},
    {"[thread-yield]", "", "i"},        {"[cancellable][thread-yield]", "", "i"},
};

static void
test_all_are_there(void **state)
{
    (void)state;
    assert_string_equal(abi_root.module, "$root");
    assert_int_equal(abi_root.count, BASE_COUNT(rows));
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        assert_string_equal(abi_root.imports[i].name, rows[i].name);
        assert_string_equal(abi_root.imports[i].params, rows[i].params);
        assert_string_equal(abi_root.imports[i].results, rows[i].results);
    }
    assert_string_equal(abi_export_root.module, "[export]$root");
    assert_int_equal(abi_export_root.count, 1);
    assert_string_equal(abi_export_root.imports[0].name, "[task-cancel]");
}

static void
test_context(void **state)
{
    (void)state;
    assert_int_equal(good("[context-get-0]", 0, 0), 0);
    assert_int_equal(good("[context-get-1]", 7, 0), 0);
    good("[context-set-0]", 0xfffffff0, 0);
    good("[context-set-1]", 17, 0);
    assert_int_equal(good("[context-get-0]", 0, 0), 0xfffffff0);
    assert_int_equal(good("[context-get-1]", 0, 0), 17);
}

/* "canon backpressure.{inc,dec}": below 2^16, and not below 0. */
static void
test_backpressure(void **state)
{
    (void)state;
    assert_int_equal(root("[backpressure-dec]", 0, 0, NULL), ABI_TRAP_BACKPRESSURE);
    for (uint32_t i = 0; i < 0xffff; i++)
        good("[backpressure-inc]", 0, 0);
    assert_int_equal(root("[backpressure-inc]", 0, 0, NULL), ABI_TRAP_BACKPRESSURE);
    for (uint32_t i = 0; i < 0xffff; i++)
        good("[backpressure-dec]", 0, 0);
    assert_int_equal(root("[backpressure-dec]", 0, 0, NULL), ABI_TRAP_BACKPRESSURE);
}

static void
test_yield(void **state)
{
    (void)state;
    assert_int_equal(good("[thread-yield]", 1, 0), 0);
    assert_int_equal(good("[cancellable][thread-yield]", 1, 0), 0);
}

static void
test_cancel_the_task(void **state)
{
    (void)state;
    union abi_slot slots[1];
    assert_int_equal(support_call_invoke(&guest, "[task-cancel]", abi_export_root.imports[0].func, slots),
                     ABI_TRAP_NO_TASK);
}

/* Those without trap_if(not may_leave), called from realloc: they work, and leave the call that runs it
 * alone, whose arena is in use. */
static bool
store_text_of_the_arena(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    char *text = base_arena_alloc(call->arena, 1, 5);
    memcpy(text, "arena", 5);
    return abi_store_string(call, RESULT_AT, (struct base_str){text, 5});
}

static void
test_called_from_realloc(void **state)
{
    (void)state;
    guest.realloc = SUPPORT_REALLOC_IMPORT;
    for (size_t i = 0; i < abi_root.count; i++) {
        const struct abi_import *import = &abi_root.imports[i];
        guest.import =
            (struct abi_binding){import->name, import->func, &guest.options, &guest.instance, NULL};
        guest.instance.backpressure = 7;
        union abi_slot slots[1];
        const enum abi_trap trap = support_call_invoke(&guest, "store", store_text_of_the_arena, slots);
        const bool may_stay =
            strstr(import->name, "context") != NULL || strstr(import->name, "backpressure") != NULL;
        if (trap != (may_stay ? ABI_TRAP_NONE : ABI_TRAP_REALLOC_TRAPPED))
            fail_msg("%s: %s", import->name, abi_trap_text(trap));
        assert_int_equal(guest.import_trap, may_stay ? ABI_TRAP_NONE : ABI_TRAP_CANNOT_LEAVE);
        if (may_stay)
            assert_memory_equal(guest.bytes + u32_at(RESULT_AT), "arena", 5);
    }
    const struct abi_binding late = {"[context-get-0]", abi_root.imports[12].func, &guest.options,
                                     &guest.instance, NULL};
    struct abi_failure failure;
    union abi_slot slots[1];
    guest.instance.ended = true;
    assert_false(abi_invoke(&late, slots, &failure)); /* but not after the end */
    assert_int_equal(failure.trap, ABI_TRAP_WRONG_STORE);
    guest.instance.ended = false;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(all_are_there), TEST(context),         TEST(backpressure),
        TEST(yield),         TEST(cancel_the_task), TEST(called_from_realloc),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
