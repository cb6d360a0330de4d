/* Every function of wasi:webgpu called through its trampoline: do its parameters arrive as definitions.py
 * lifts them, does its result reach the guest as definitions.py lowers it, is no other byte of the guest's
 * written, and is each own handle dropped once?
 *
 * The methods are abi_interface.h's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/count.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "generated/webgpu_methods.h"
#include "support/call.h"

static int vector_objects[64]; /* how often each has been dropped */

static char noted[4096]; /* the parameters of the call under way */
static size_t noted_size;

static void __attribute__((format(printf, 1, 2)))
note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(noted + noted_size, sizeof noted - noted_size, format, arguments);
    va_end(arguments);
    assert_true(size >= 0 && (size_t)size < sizeof noted - noted_size);
    noted_size += (size_t)size;
}

static void
note_number(uint64_t value)
{
    note("%llu", (unsigned long long)value);
}

static void
note_signed(int64_t value)
{
    note("%lld", (long long)value);
}

static void
note_f32(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    note("%08x", bits);
}

static void
note_f64(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    note("%016llx", (unsigned long long)bits);
}

static void
note_string(struct base_str value)
{
    note("'%.*s'", (int)value.size, value.data);
}

static void
note_object(const void *object)
{
    note("#%td", (const int *)object - vector_objects);
}

static void
note_optional_object(const void *object)
{
    note("%s", object != NULL ? "+" : "-");
    if (object != NULL)
        note_object(object);
}

#include "abi_interface.h"

static const struct abi_import *
find_import(const char *name)
{
    for (size_t i = 0; i < webgpu_0_3_0_rc_2.count; i++) {
        if (strcmp(webgpu_0_3_0_rc_2.imports[i].name, name) == 0)
            return &webgpu_0_3_0_rc_2.imports[i];
    }
    fail_msg("%s: no such import", name);
    return NULL;
}

static uint32_t
handle_count(const struct vector_call *row)
{
    uint32_t count = 0;
    while (count < BASE_COUNT(row->handles) && row->handles[count] != NULL)
        count++;
    return count;
}

static void
init_guest(struct support_call *guest, const struct vector_call *row)
{
    support_call_init(guest, VECTOR_MEMORY_SIZE);
    guest->heap = row->heap;
    memset(guest->bytes, VECTOR_POISON, VECTOR_MEMORY_SIZE);
    if (row->before_size != 0)
        memcpy(guest->bytes + VECTOR_HEAP, row->before, row->before_size);
    const uint32_t count = handle_count(row);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index;
        const bool own = row->handles[i]->drop != NULL; /* of some types none can be made so far */
        assert_int_equal(
            abi_table_add(&guest->instance.table, row->handles[i], &vector_objects[i], own, &index), 0);
        assert_int_equal(index, i + 1);
    }
}

/* What the byte at `at` is to be after the call. */
static uint8_t
expected_byte(const struct vector_call *row, uint32_t at)
{
    const uint32_t behind = VECTOR_HEAP + row->before_size;
    if (at >= behind && at - behind < row->after_size)
        return row->after[at - behind];
    if (at >= VECTOR_HEAP && at < behind)
        return row->before[at - VECTOR_HEAP];
    return VECTOR_POISON;
}

/* The first byte that is not; VECTOR_MEMORY_SIZE: none. */
static uint32_t
find_stray(const struct support_call *guest, const struct vector_call *row)
{
    uint32_t at = 0;
    while (at < VECTOR_MEMORY_SIZE && guest->bytes[at] == expected_byte(row, at))
        at++;
    return at;
}

static void
check_memory(const struct support_call *guest, const struct vector_call *row)
{
    const uint32_t at = find_stray(guest, row);
    if (at != VECTOR_MEMORY_SIZE)
        fail_msg("%s: memory has %u at %u, not %u", row->name, guest->bytes[at], at, expected_byte(row, at));
}

/* The handles that are there after the call; of those before it the others have been dropped, once. */
static void
check_handles(const struct support_call *guest, const struct vector_call *row)
{
    bool there[BASE_COUNT(vector_objects)] = {false};
    const struct abi_table *table = &guest->instance.table;
    assert_int_equal(table->count == 0 ? 0 : table->count - 1, row->table_count);
    for (uint32_t i = 0; i < row->table_count; i++) {
        const struct abi_entry *entry = &table->entries[i + 1];
        assert_int_equal(entry->type != NULL, row->table[i] >= 0);
        if (row->table[i] < 0)
            continue;
        assert_ptr_equal(entry->object, &vector_objects[row->table[i]]);
        there[row->table[i]] = true;
    }
    const uint32_t count = handle_count(row);
    for (uint32_t i = 0; i < count; i++) {
        if (vector_objects[i] != !there[i])
            fail_msg("%s: object %u has been dropped %d times", row->name, i, vector_objects[i]);
    }
}

static uint64_t
result_of(const struct abi_import *import, const union abi_slot *slots)
{
    const bool wide = import->results[0] == 'I' || import->results[0] == 'F';
    return wide ? slots[0].u64 : slots[0].u32;
}

static void
call_row(const struct vector_call *row, const struct abi_import *import)
{
    struct support_call guest;
    memset(vector_objects, 0, sizeof vector_objects);
    init_guest(&guest, row);
    noted_size = 0;
    noted[0] = '\0';
    vector_current = row;
    union abi_slot slots[BASE_COUNT(row->slots)];
    for (size_t i = 0; i < BASE_COUNT(slots); i++)
        slots[i].u64 = row->slots[i];

    const enum abi_trap trap = support_call_invoke(&guest, row->name, import->func, slots);
    if (trap != ABI_TRAP_NONE)
        fail_msg("%s: %s %s", row->name, abi_trap_text(trap), guest.failure.detail);
    if (strcmp(noted, row->seen) != 0)
        fail_msg("%s: has been given\n%s, not\n%s", row->name, noted, row->seen);
    assert_int_equal(import->results[0] != '\0', row->has_result);
    if (row->has_result && result_of(import, slots) != row->result)
        fail_msg("%s: 0x%llx, not 0x%llx", row->name, (unsigned long long)result_of(import, slots),
                 (unsigned long long)row->result);
    check_memory(&guest, row);
    check_handles(&guest, row);
    support_call_finish(&guest);
}

static void
test_calls(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(vector_calls); i++)
        call_row(&vector_calls[i], find_import(vector_calls[i].name));
}

/* One byte too many, wherever it is, is found. */
static void
test_stray_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(vector_calls); i++) {
        const struct vector_call *row = &vector_calls[i];
        const uint32_t behind = VECTOR_HEAP + row->before_size;
        struct support_call guest;
        init_guest(&guest, row);
        if (row->after_size != 0)
            memcpy(guest.bytes + behind, row->after, row->after_size);
        check_memory(&guest, row);
        const uint32_t places[] = {0, VECTOR_HEAP - 1, behind - 1, behind + row->after_size,
                                   VECTOR_MEMORY_SIZE - 1};
        for (size_t k = 0; k < BASE_COUNT(places); k++) {
            guest.bytes[places[k]] ^= 0xff;
            assert_int_equal(find_stray(&guest, row), places[k]);
            guest.bytes[places[k]] ^= 0xff;
        }
        support_call_finish(&guest);
    }
}

static void
test_drops(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(vector_resources); i++) {
        const struct abi_resource *type = vector_resources[i];
        char name[100];
        snprintf(name, sizeof name, "[resource-drop]%s", type->name);
        const struct abi_import *import = find_import(name);
        struct support_call guest;
        support_call_init(&guest, 0);
        vector_objects[0] = vector_objects[1] = 0;
        uint32_t index;
        abi_table_add(&guest.instance.table, type, &vector_objects[0], true, &index);
        abi_table_add(&guest.instance.table, &support_resource, &vector_objects[1], true, &index);
        union abi_slot slots[2] = {{.u64 = 2}, {.u64 = 1}};
        assert_int_equal(support_call_invoke(&guest, name, import->func, slots), ABI_TRAP_BAD_HANDLE);
        slots[0].u64 = 1;
        slots[1].u64 = 2;
        assert_int_equal(support_call_invoke(&guest, name, import->func, slots), ABI_TRAP_NONE);
        assert_int_equal(vector_objects[0], 1);
        assert_int_equal(vector_objects[1], 0);
        assert_int_equal(guest.instance.table.live, 1);
        support_call_finish(&guest);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calls),
        cmocka_unit_test(test_stray_bytes),
        cmocka_unit_test(test_drops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
