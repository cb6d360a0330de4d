/* Lifting: ranges, cases, handles, strings, lists; CanonicalABI.md, "Loading". */
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

/* trap_if(ptr != align_to(ptr, alignment)), then trap_if(ptr + size > len(memory)). */
static void
test_ranges(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t ptr, size, align;
        enum abi_trap trap;
    } rows[] = {
        {"the first bytes", 0, 8, 8, ABI_TRAP_NONE},
        {"the last bytes", SIZE - 8, 8, 8, ABI_TRAP_NONE},
        {"all", 0, SIZE, 1, ABI_TRAP_NONE},
        {"one too many", 0, SIZE + 1, 1, ABI_TRAP_OUT_OF_BOUNDS},
        {"one byte over", SIZE - 7, 8, 1, ABI_TRAP_OUT_OF_BOUNDS},
        {"misaligned", 4, 8, 8, ABI_TRAP_MISALIGNED},
        {"misaligned and outside", SIZE + 1, 8, 8, ABI_TRAP_MISALIGNED},
        {"sum wraps", 0xfffffff8, 16, 8, ABI_TRAP_OUT_OF_BOUNDS},
        {"the largest numbers", 0xffffffff, 0xffffffff, 1, ABI_TRAP_OUT_OF_BOUNDS},
    };
    struct support_call guest;
    support_call_init(&guest, SIZE);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        guest.call.trap = ABI_TRAP_NONE;
        const bool ok = abi_check_range(&guest.call, rows[i].ptr, rows[i].size, rows[i].align);
        if (guest.call.trap != rows[i].trap || ok != (rows[i].trap == ABI_TRAP_NONE))
            fail_msg("%s: %s", rows[i].what, abi_trap_text(guest.call.trap));
    }
    assert_false(abi_check_range(&guest.call, 4, 16, 8));
    assert_string_equal(guest.call.detail, "pointer 0x4, alignment 8");
    assert_false(abi_check_range(&guest.call, 0x20000, 16, 8));
    assert_string_equal(guest.call.detail, "pointer 0x20000, 16 bytes");
    support_call_finish(&guest);
}

/* load_list_from_range: length, then alignment, then bounds. */
static void
test_lists(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t ptr, count, size, align;
        enum abi_trap trap;
    } rows[] = {
        {"the whole memory", 0, SIZE, 1, 1, ABI_TRAP_NONE},
        {"one more", 0, SIZE + 1, 1, 1, ABI_TRAP_OUT_OF_BOUNDS},
        {"the last element", SIZE - 24, 1, 24, 8, ABI_TRAP_NONE},
        {"empty, at 0", 0, 0, 8, 8, ABI_TRAP_NONE},
        {"empty, at the end", SIZE, 0, 1, 1, ABI_TRAP_NONE},
        {"empty, past it", SIZE + 1, 0, 1, 1, ABI_TRAP_OUT_OF_BOUNDS},
        {"empty, yet misaligned", 2, 0, 4, 4, ABI_TRAP_MISALIGNED},
        {"sum wraps", 0xfffffffc, 2, 4, 4, ABI_TRAP_OUT_OF_BOUNDS},
        {"length comes first", 1, 1u << 26, 4, 4, ABI_TRAP_TOO_LONG},
        {"the longest there may be", 0, ABI_LIST_MAX, 1, 1, ABI_TRAP_OUT_OF_BOUNDS},
        {"one longer", 0, ABI_LIST_MAX + 1, 1, 1, ABI_TRAP_TOO_LONG},
        {"product wraps", 0, 0x80000001, 8, 8, ABI_TRAP_TOO_LONG},
        {"alignment before bounds", SIZE + 1, 1, 4, 4, ABI_TRAP_MISALIGNED},
    };
    struct support_call guest;
    support_call_init(&guest, SIZE);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct abi_view view = {NULL, 0};
        guest.call.trap = ABI_TRAP_NONE;
        const bool ok =
            abi_lift_list(&guest.call, rows[i].ptr, rows[i].count, rows[i].size, rows[i].align, &view);
        if (guest.call.trap != rows[i].trap || ok != (rows[i].trap == ABI_TRAP_NONE))
            fail_msg("%s: %s", rows[i].what, abi_trap_text(guest.call.trap));
        if (!ok)
            continue;
        assert_ptr_equal(view.data, guest.bytes + rows[i].ptr);
        assert_int_equal(view.count, rows[i].count);
    }
    support_call_finish(&guest);
}

static void
test_strings(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    memcpy(guest.bytes + 59, "caf\xc3\xa9", 5); /* at the very end */
    struct base_str text;
    assert_true(abi_lift_string(&guest.call, 59, 5, &text));
    assert_ptr_equal(text.data, guest.bytes + 59);
    assert_int_equal(text.size, 5);
    assert_true(abi_lift_string(&guest.call, 64, 0, &text));
    assert_int_equal(text.size, 0);

    assert_false(abi_lift_string(&guest.call, 59, 4, &text)); /* cuts the last letter */
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_UTF8);
    assert_string_equal(guest.call.detail, "pointer 0x3b, byte 3 of 4");
    assert_false(abi_lift_string(&guest.call, 59, 6, &text));
    assert_int_equal(guest.call.trap, ABI_TRAP_OUT_OF_BOUNDS);
    assert_false(abi_lift_string(&guest.call, 0, ABI_LIST_MAX + 1, &text));
    assert_int_equal(guest.call.trap, ABI_TRAP_TOO_LONG);
    assert_int_equal(text.size, 0); /* a trap leaves it alone */
    support_call_finish(&guest);
}

static void
test_without_memory(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, SUPPORT_CALL_NO_MEMORY);
    struct abi_view view;
    struct base_str text;
    assert_false(abi_check_range(&guest.call, 0, 4, 4));
    assert_int_equal(guest.call.trap, ABI_TRAP_NO_MEMORY);
    assert_false(abi_check_range(&guest.call, 1, 4, 4));
    assert_int_equal(guest.call.trap, ABI_TRAP_NO_MEMORY);
    guest.call.trap = ABI_TRAP_NONE;
    assert_false(abi_lift_list(&guest.call, 0, 0, 1, 1, &view));
    assert_int_equal(guest.call.trap, ABI_TRAP_NO_MEMORY);
    guest.call.trap = ABI_TRAP_NONE;
    assert_false(abi_lift_string(&guest.call, 0, 0, &text));
    assert_int_equal(guest.call.trap, ABI_TRAP_NO_MEMORY);
    support_call_finish(&guest);
}

static void
test_cases(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    assert_true(abi_check_case(&guest.call, 0, 1));
    assert_true(abi_check_case(&guest.call, 2, 3));
    assert_int_equal(guest.call.trap, ABI_TRAP_NONE);
    assert_false(abi_check_case(&guest.call, 3, 3));
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_CASE);
    assert_string_equal(guest.call.detail, "3 of 3");
    assert_false(abi_check_case(&guest.call, 0xffffffff, 3));
    support_call_finish(&guest);
}

/* convert_i32_to_char. */
static void
test_chars(void **state)
{
    (void)state;
    static const struct {
        uint32_t value;
        bool good;
    } rows[] = {{0, true},      {0xd7ff, true},   {0xd800, false},   {0xdfff, false},
                {0xe000, true}, {0x10ffff, true}, {0x110000, false}, {0xffffffff, false}};
    struct support_call guest;
    support_call_init(&guest, 0);
    for (size_t i = 0; i < BASE_COUNT(rows); i++)
        assert_int_equal(abi_check_char(&guest.call, rows[i].value), rows[i].good);
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_CHAR);
    support_call_finish(&guest);
}

static void
test_borrows(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    int object = 0;
    const uint32_t handle = abi_lower_own(&guest.call, &object, &support_resource);
    assert_int_equal(handle, 1);
    assert_ptr_equal(abi_lift_borrow(&guest.call, handle, &support_resource), &object);
    assert_null(abi_lift_borrow(&guest.call, handle, &support_other_resource));
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_HANDLE);
    assert_string_equal(guest.call.detail, "other-thing #1 is a thing");
    assert_null(abi_lift_borrow(&guest.call, 2, &support_resource));
    assert_string_equal(guest.call.detail, "thing #2");
    assert_null(abi_lift_borrow(&guest.call, 0, &support_resource));
    assert_string_equal(guest.call.detail, "thing #0");
    assert_null(abi_lift_borrow(&guest.call, 0xffffffff, &support_resource));
    support_call_finish(&guest);
    assert_int_equal(object, 1);
}

static bool
lift_two_owns(struct abi_call *call, union abi_slot *slots)
{
    int *first = abi_lift_own(call, (uint32_t)slots[0].i32, &support_resource);
    if (first == NULL)
        return false;
    int *second = abi_lift_own(call, (uint32_t)slots[1].i32, &support_resource);
    if (second == NULL)
        return false;
    assert_int_equal(*first + *second, 0); /* not dropped as long as the call runs */
    return slots[2].i32 == 0 || abi_trap(call, ABI_TRAP_MISSING);
}

/* What a call has lifted as own is dropped when it ends, whether it has trapped or not. */
static void
test_owns(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    static const struct {
        const char *what;
        int32_t first, second, trap_later;
        enum abi_trap trap;
        int dropped[2];
    } rows[] = {
        {"both", 1, 2, 0, ABI_TRAP_NONE, {1, 1}},
        {"both, then a trap", 1, 2, 1, ABI_TRAP_MISSING, {1, 1}},
        {"the second is none", 2, 3, 0, ABI_TRAP_BAD_HANDLE, {0, 1}},
        {"twice the same", 1, 1, 0, ABI_TRAP_BAD_HANDLE, {1, 0}},
        {"the first is none", 0, 1, 0, ABI_TRAP_BAD_HANDLE, {0, 0}},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        int objects[2] = {0, 0};
        support_call_finish(&guest);
        support_call_init(&guest, 0);
        abi_lower_own(&guest.call, &objects[0], &support_resource);
        abi_lower_own(&guest.call, &objects[1], &support_resource);
        union abi_slot slots[3] = {
            {.i32 = rows[i].first}, {.i32 = rows[i].second}, {.i32 = rows[i].trap_later}};
        const enum abi_trap trap = support_call_invoke(&guest, "lift", lift_two_owns, slots);
        if (trap != rows[i].trap)
            fail_msg("%s: %s", rows[i].what, abi_trap_text(trap));
        assert_memory_equal(objects, rows[i].dropped, sizeof objects);
        abi_table_finish(&guest.instance.table);
        assert_int_equal(objects[0], 1);
        assert_int_equal(objects[1], 1);
    }
    support_call_finish(&guest);
}

/* lift_own: trap_if(h.num_lends != 0), trap_if(not h.own). */
static void
test_owns_that_cannot_go(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    int object = 0;
    uint32_t borrowed = 0;
    const uint32_t own = abi_lower_own(&guest.call, &object, &support_resource);
    abi_table_add(&guest.instance.table, &support_resource, &object, false, &borrowed);
    abi_table_get(&guest.instance.table, &support_resource, own)->lends = 1;

    assert_null(abi_lift_own(&guest.call, own, &support_resource));
    assert_int_equal(guest.call.trap, ABI_TRAP_LENT_HANDLE);
    assert_string_equal(guest.call.detail, "thing #1");
    assert_null(abi_lift_own(&guest.call, borrowed, &support_resource));
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_HANDLE);
    assert_string_equal(guest.call.detail, "thing #2 is borrowed");
    assert_null(abi_lift_own(&guest.call, own, &support_other_resource));
    assert_int_equal(guest.call.trap, ABI_TRAP_BAD_HANDLE);
    support_call_end(&guest);
    assert_int_equal(object, 0);
    assert_int_equal(guest.instance.table.live, 2);

    abi_table_get(&guest.instance.table, &support_resource, own)->lends = 0;
    assert_ptr_equal(abi_lift_own(&guest.call, own, &support_resource), &object);
    assert_int_equal(object, 0);
    support_call_end(&guest);
    assert_int_equal(object, 1);
    support_call_finish(&guest);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_without_memory),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_chars),
        cmocka_unit_test(test_borrows),
        cmocka_unit_test(test_owns),
        cmocka_unit_test(test_owns_that_cannot_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
