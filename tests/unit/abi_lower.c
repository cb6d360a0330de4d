/* Lowering: own handles, realloc and everything it may do, strings and lists into the guest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/lift.h"
#include "abi/lower.h"
#include "base/count.h"
#include "support/call.h"

#define SIZE 65536u

static void
test_own(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    int object = 0;
    assert_int_equal(abi_lower_own(&guest.call, &object, &support_resource), 1);
    assert_int_equal(abi_lower_own(&guest.call, NULL, &support_resource), 0);
    assert_int_equal(guest.call.trap, ABI_TRAP_HOST_MEMORY);
    assert_int_equal(guest.instance.table.live, 1);
    support_call_finish(&guest);
    assert_int_equal(object, 1);
}

/* The table takes the object over, on failure too. */
static void
test_own_without_room(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    struct abi_table table = guest.instance.table;
    guest.instance.table = (struct abi_table){.count = ABI_TABLE_MAX + 1};
    int object = 0;
    assert_int_equal(abi_lower_own(&guest.call, &object, &support_resource), 0);
    assert_int_equal(guest.call.trap, ABI_TRAP_TABLE_FULL);
    assert_int_equal(object, 1);
    guest.instance.table = table;
    support_call_finish(&guest);
}

static void
test_resource_drop(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    int object = 0;
    uint32_t borrowed = 0;
    const uint32_t own = abi_lower_own(&guest.call, &object, &support_resource);
    abi_table_add(&guest.instance.table, &support_resource, &object, false, &borrowed);
    assert_false(abi_resource_drop(&guest.call, own, &support_other_resource));
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_HANDLE);
    assert_string_equal(guest.call.detail, "other-thing #1 is a thing");
    abi_table_get(&guest.instance.table, &support_resource, own)->lends = 2;
    assert_false(abi_resource_drop(&guest.call, own, &support_resource));
    assert_int_equal(guest.call.trap, ABI_TRAP_LENT_HANDLE);
    abi_table_get(&guest.instance.table, &support_resource, own)->lends = 0;
    assert_true(abi_resource_drop(&guest.call, borrowed, &support_resource));
    assert_int_equal(object, 0); /* only the owner's handle destroys */
    assert_true(abi_resource_drop(&guest.call, own, &support_resource));
    assert_int_equal(object, 1);
    assert_false(abi_resource_drop(&guest.call, own, &support_resource));
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_HANDLE);
    assert_int_equal(guest.instance.table.live, 0);
    support_call_finish(&guest);
}

static void
test_what_realloc_returns(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        enum support_realloc realloc;
        uint32_t size, align;
        enum abi_trap trap;
    } rows[] = {
        {"some bytes", SUPPORT_REALLOC_BUMP, 100, 1, ABI_TRAP_NONE},
        {"aligned", SUPPORT_REALLOC_BUMP, 100, 8, ABI_TRAP_NONE},
        {"nothing: called as well", SUPPORT_REALLOC_BUMP, 0, 4, ABI_TRAP_NONE},
        {"all there is", SUPPORT_REALLOC_BUMP, SIZE - 8, 8, ABI_TRAP_NONE},
        {"more than there is", SUPPORT_REALLOC_BUMP, SIZE, 1, ABI_TRAP_REALLOC_TRAPPED},
        {"memory grows and moves", SUPPORT_REALLOC_GROWS, SIZE + 100, 8, ABI_TRAP_NONE},
        {"misaligned", SUPPORT_REALLOC_MISALIGNED, 16, 4, ABI_TRAP_REALLOC_RESULT},
        {"misaligned, of nothing", SUPPORT_REALLOC_MISALIGNED, 0, 4, ABI_TRAP_REALLOC_RESULT},
        {"just outside", SUPPORT_REALLOC_OUTSIDE, 16, 4, ABI_TRAP_REALLOC_RESULT},
        {"outside, of nothing", SUPPORT_REALLOC_OUTSIDE, 0, 1, ABI_TRAP_REALLOC_RESULT},
        {"far outside", SUPPORT_REALLOC_HUGE, 16, 8, ABI_TRAP_REALLOC_RESULT},
        {"traps", SUPPORT_REALLOC_TRAPS, 16, 4, ABI_TRAP_REALLOC_TRAPPED},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct support_call guest;
        support_call_init(&guest, SIZE);
        guest.realloc = rows[i].realloc;
        uint32_t ptr = 4711;
        const bool ok = abi_realloc(&guest.call, rows[i].size, rows[i].align, &ptr);
        if (guest.call.trap != rows[i].trap || ok != (rows[i].trap == ABI_TRAP_NONE))
            fail_msg("%s: %s", rows[i].what, abi_trap_text(guest.call.trap));
        assert_int_equal(guest.realloc_count, 1);
        assert_int_equal(guest.realloc_sizes, rows[i].size);
        assert_int_equal(guest.reload_count >= 1, 1);
        assert_ptr_equal(guest.call.memory->base, guest.bytes);
        assert_int_equal(guest.call.memory->size, guest.size);
        assert_false(guest.instance.realloc_runs);
        if (!ok)
            assert_int_equal(ptr, 4711);
        support_call_finish(&guest);
    }
}

static bool
never_called(struct abi_call *call, union abi_slot *slots)
{
    (void)call;
    (void)slots;
    fail_msg("a guest has left while its realloc runs");
    return true;
}

/* While realloc runs the guest may not leave; afterwards it may. */
static void
test_realloc_that_calls_an_import(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, SIZE);
    guest.realloc = SUPPORT_REALLOC_IMPORT;
    guest.import = (struct abi_binding){"get-thing", never_called, &guest.options, &guest.instance, NULL};
    uint32_t ptr;
    assert_false(abi_realloc(&guest.call, 16, 4, &ptr));
    assert_int_equal(guest.import_trap, ABI_TRAP_CANNOT_LEAVE);
    assert_int_equal(guest.call.trap, ABI_TRAP_REALLOC_TRAPPED);
    union abi_slot slots[1];
    assert_int_equal(support_call_invoke(&guest, "missing", abi_missing, slots), ABI_TRAP_MISSING);
    support_call_finish(&guest);
}

static void
test_realloc_that_is_not_there(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, SIZE);
    guest.options.realloc = NULL;
    uint32_t ptr;
    assert_false(abi_realloc(&guest.call, 16, 4, &ptr));
    assert_int_equal(guest.call.trap, ABI_TRAP_NO_REALLOC);
    guest.options.memory = NULL;
    assert_false(abi_realloc(&guest.call, 16, 4, &ptr));
    assert_int_equal(guest.call.trap, ABI_TRAP_NO_MEMORY);
    support_call_finish(&guest);
}

static void
test_bytes(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, SIZE);
    guest.realloc = SUPPORT_REALLOC_GROWS; /* what was cached before it is stale */
    assert_true(abi_store_bytes(&guest.call, 0, "\0\1\2\xff", 4));
    assert_int_equal(abi_load_u32(&guest.call, 0), 8);
    assert_int_equal(abi_load_u32(&guest.call, 4), 4);
    assert_memory_equal(guest.bytes + 8, "\0\1\2\xff", 4);
    assert_true(abi_store_bytes(&guest.call, 0, NULL, 0));
    assert_int_equal(abi_load_u32(&guest.call, 0), 12);
    assert_int_equal(abi_load_u32(&guest.call, 4), 0);
    assert_int_equal(guest.realloc_count, 2);

    assert_false(abi_store_bytes(&guest.call, 0, "", (size_t)ABI_LIST_MAX + 1));
    assert_int_equal(guest.call.trap, ABI_TRAP_TOO_LONG);
    assert_false(abi_store_bytes(&guest.call, 0, "", SIZE_MAX));
    assert_int_equal(guest.call.trap, ABI_TRAP_TOO_LONG);
    assert_int_equal(guest.realloc_count, 2);
    support_call_finish(&guest);
}

static void
test_strings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *stored;
    } rows[] = {
        {"", ""},
        {"no adapter", "no adapter"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
        {"cut caf\xc3", "cut caf?"},
        {"\xff\xfe bad\xed\xa0\x80.", "?? bad???."},
    };
    struct support_call guest;
    support_call_init(&guest, SIZE);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        assert_true(abi_store_string(&guest.call, 0, base_str(rows[i].text)));
        struct base_str text;
        assert_true(
            abi_lift_string(&guest.call, abi_load_u32(&guest.call, 0), abi_load_u32(&guest.call, 4), &text));
        assert_true(base_str_equal(text, base_str(rows[i].stored)));
    }
    guest.realloc = SUPPORT_REALLOC_TRAPS;
    assert_false(abi_store_string(&guest.call, 0, base_str("text")));
    assert_int_equal(guest.call.trap, ABI_TRAP_REALLOC_TRAPPED);
    support_call_finish(&guest);
}

static void
test_lists(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, SIZE);
    uint32_t elements = 0;
    guest.heap = 9;
    assert_true(abi_store_list(&guest.call, 0, 3, 24, 8, &elements));
    assert_int_equal(elements, 16);
    assert_int_equal(guest.heap, 16 + 72);
    assert_int_equal(abi_load_u32(&guest.call, 0), 16);
    assert_int_equal(abi_load_u32(&guest.call, 4), 3);
    assert_true(abi_store_list(&guest.call, 0, 0, 24, 8, &elements));
    assert_int_equal(abi_load_u32(&guest.call, 4), 0);
    assert_false(abi_store_list(&guest.call, 0, ABI_LIST_MAX / 24 + 1, 24, 8, &elements));
    assert_int_equal(guest.call.trap, ABI_TRAP_TOO_LONG);
    assert_false(abi_store_list(&guest.call, 0, SIZE_MAX / 8, 24, 8, &elements));
    assert_int_equal(guest.call.trap, ABI_TRAP_TOO_LONG);
    support_call_finish(&guest);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own),
        cmocka_unit_test(test_own_without_room),
        cmocka_unit_test(test_resource_drop),
        cmocka_unit_test(test_what_realloc_returns),
        cmocka_unit_test(test_realloc_that_calls_an_import),
        cmocka_unit_test(test_realloc_that_is_not_there),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
