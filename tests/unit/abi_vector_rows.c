/* src/abi against the canonical ABI's executable specification: strings, ranges of lists, a life of a handle
 * table, and the flat signature of every function of the interface. The vectors are tools/abi_vectors'. */
#include "abi_vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/lift.h"
#include "abi/lower.h"
#include "base/count.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "support/call.h"

#define OBJECTS 600

static int objects[OBJECTS]; /* how often each has been dropped */

static void
test_texts(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, VECTOR_MEMORY_SIZE);
    for (size_t i = 0; i < BASE_COUNT(vector_texts); i++) {
        const struct vector_text *row = &vector_texts[i];
        const uint32_t at = VECTOR_MEMORY_SIZE - row->size; /* nothing may be read behind it */
        memcpy(guest.bytes + at, row->bytes, row->size);
        struct base_str text;
        guest.call.trap = ABI_TRAP_NONE;
        if (abi_lift_string(&guest.call, at, row->size, &text) != row->good)
            fail_msg("text %zu: %s", i, abi_trap_text(guest.call.trap));
        assert_int_equal(guest.call.trap, row->good ? ABI_TRAP_NONE : ABI_TRAP_BAD_UTF8);
    }
    support_call_finish(&guest);
}

static void
test_ranges(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, VECTOR_RANGE_MEMORY_SIZE);
    for (size_t i = 0; i < BASE_COUNT(vector_ranges); i++) {
        const struct vector_range *row = &vector_ranges[i];
        struct abi_view view;
        if (abi_lift_list(&guest.call, row->ptr, row->count, row->size, row->align, &view) != row->good)
            fail_msg("%u elements of %u bytes, alignment %u, at 0x%x", row->count, row->size, row->align,
                     row->ptr);
    }
    support_call_finish(&guest);
}

/* Looks up a handle whatever its type, as one who lends it does. */
static struct abi_entry *
entry_of(struct support_call *guest, const struct vector_deed *deed, const struct abi_resource *type)
{
    return abi_table_get(&guest->instance.table, type, deed->argument);
}

static void
test_table(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 0);
    bool owned[OBJECTS] = {false};
    memset(objects, 0, sizeof objects);
    for (size_t i = 0; i < BASE_COUNT(vector_deeds); i++) {
        const struct vector_deed *deed = &vector_deeds[i];
        const struct abi_resource *type = deed->resource == 0 ? &support_resource : &support_other_resource;
        int result = -1;
        guest.call.trap = ABI_TRAP_NONE;
        switch (deed->op) {
        case VECTOR_TABLE_OWN:
            owned[deed->argument] = true;
            result = (int)abi_lower_own(&guest.call, &objects[deed->argument], type);
            break;
        case VECTOR_TABLE_BORROWED: {
            uint32_t index;
            if (abi_table_add(&guest.instance.table, type, &objects[deed->argument], false, &index) == 0)
                result = (int)index;
            break;
        }
        case VECTOR_TABLE_GET: {
            const int *object = abi_lift_borrow(&guest.call, deed->argument, type);
            result = object == NULL ? -1 : (int)(object - objects);
            break;
        }
        case VECTOR_TABLE_LIFT: {
            int *object = abi_lift_own(&guest.call, deed->argument, type);
            result = object == NULL ? -1 : (int)(object - objects);
            support_call_end(&guest);
            break;
        }
        case VECTOR_TABLE_DROP: {
            const struct abi_entry *entry = entry_of(&guest, deed, type);
            const int *object = entry != NULL ? entry->object : NULL;
            const int before = object != NULL ? *object : 0;
            if (abi_resource_drop(&guest.call, deed->argument, type))
                result = object != NULL && *object == before + 1 ? (int)(object - objects) : -2;
            break;
        }
        case VECTOR_TABLE_LEND:
        case VECTOR_TABLE_RETURN:
            result =
                (int)(entry_of(&guest, deed, type)->lends += deed->op == VECTOR_TABLE_LEND ? 1u : UINT32_MAX);
            break;
        }
        if (result != deed->result)
            fail_msg("deed %zu: %d, not %d", i, result, deed->result);
    }
    support_call_finish(&guest);
    for (size_t i = 0; i < OBJECTS; i++)
        assert_int_equal(objects[i], owned[i]); /* each owner dropped once, no borrower */
}

/* Whether they are the same core types: the table also tells handles and the address of parameters. */
static bool
are_core(const char *letters, const char *core)
{
    for (; *letters != '\0' && *core != '\0'; letters++, core++)
        if (*core != (*letters == 'h' || *letters == 'p' ? 'i' : *letters))
            return false;
    return *letters == *core;
}

static void
test_signatures(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(vector_signatures); i++) {
        const struct vector_signature *row = &vector_signatures[i];
        const struct abi_import *found = NULL;
        for (size_t j = 0; j < webgpu_0_3_0_rc_2.count; j++) {
            if (strcmp(webgpu_0_3_0_rc_2.imports[j].name, row->name) == 0)
                found = &webgpu_0_3_0_rc_2.imports[j];
        }
        if (found == NULL)
            fail_msg("%s: no such import", row->name);
        if (!are_core(found->params, row->params) || !are_core(found->results, row->results))
            fail_msg("%s: %s -> %s, not %s -> %s", row->name, found->params, found->results, row->params,
                     row->results);
    }
    size_t drops = 0;
    size_t copies = 0; /* of futures and streams: tools/witgen's tests have their signatures */
    for (size_t i = 0; i < webgpu_0_3_0_rc_2.count; i++) {
        const struct abi_import *import = &webgpu_0_3_0_rc_2.imports[i];
        copies += strstr(import->name, "[future-") != NULL || strstr(import->name, "[stream-") != NULL;
        if (strncmp(import->name, "[resource-drop]", 15) != 0)
            continue;
        drops++;
        assert_string_equal(import->params, "h");
        assert_string_equal(import->results, "");
    }
    assert_int_equal(webgpu_0_3_0_rc_2.count, BASE_COUNT(vector_signatures) + drops + copies);
    assert_int_equal(copies, 2 * 11);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_signatures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
