/* src/abi against the canonical ABI's executable specification: values of every shape, loaded, stored and
 * damaged. The vectors are tools/abi_vectors'; those that are not values are abi_vector_rows.c's.
 *
 * This file only knows how to carry out a step: where each lies is the vectors' to say. */
#include "abi_vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/lift.h"
#include "abi/lower.h"
#include "base/count.h"
#include "support/call.h"

static int objects[64]; /* of the handles: each counts its drops */

static uint64_t
load_number(const struct abi_call *call, const struct vector_step *step, uint32_t size)
{
    switch (size) {
    case 1:
        return abi_load_u8(call, step->at);
    case 2:
        return abi_load_u16(call, step->at);
    case 4:
        return abi_load_u32(call, step->at);
    default:
        return abi_load_u64(call, step->at);
    }
}

static void
store_number(struct abi_call *call, const struct vector_step *step, uint32_t size)
{
    switch (size) {
    case 1:
        abi_store_u8(call, step->at, (uint8_t)step->number);
        break;
    case 2:
        abi_store_u16(call, step->at, (uint16_t)step->number);
        break;
    case 4:
        abi_store_u32(call, step->at, (uint32_t)step->number);
        break;
    default:
        abi_store_u64(call, step->at, step->number);
        break;
    }
}

/* False: trapped. `compare` is off for the step that has been damaged. */
static bool
load_step(struct abi_call *call, const struct vector_step *step, bool compare)
{
    uint64_t got = step->number;
    switch (step->op) {
    case VECTOR_NUMBER:
        got = load_number(call, step, step->count);
        break;
    case VECTOR_F32: {
        const float value = abi_load_f32(call, step->at);
        got = 0;
        memcpy(&got, &value, sizeof value);
        break;
    }
    case VECTOR_F64: {
        const double value = abi_load_f64(call, step->at);
        memcpy(&got, &value, sizeof value);
        break;
    }
    case VECTOR_CASE:
        got = load_number(call, step, step->size);
        if (!abi_check_case(call, (uint32_t)got, step->count))
            return false;
        break;
    case VECTOR_STRING: {
        struct base_str text;
        if (!abi_lift_string(call, abi_load_u32(call, step->at), abi_load_u32(call, step->at + 4), &text))
            return false;
        if (compare) {
            assert_int_equal(text.size, step->count);
            assert_memory_equal(text.data, step->text, step->count);
        }
        break;
    }
    case VECTOR_LIST: {
        struct abi_view view;
        if (!abi_lift_list(call, abi_load_u32(call, step->at), abi_load_u32(call, step->at + 4), step->size,
                           step->align, &view))
            return false;
        if (compare) {
            assert_int_equal(view.count, step->count);
            assert_ptr_equal(view.data, call->memory->base + step->number);
        }
        break;
    }
    case VECTOR_OWN:
    case VECTOR_BORROW: {
        const uint32_t handle = abi_load_u32(call, step->at);
        const void *object = step->op == VECTOR_OWN ? abi_lift_own(call, handle, &support_resource)
                                                    : abi_lift_borrow(call, handle, &support_resource);
        if (object == NULL)
            return false;
        if (compare)
            assert_ptr_equal(object, &objects[step->number]);
        break;
    }
    }
    if (compare)
        assert_true(got == step->number);
    return true;
}

static void
store_step(struct abi_call *call, const struct vector_step *step)
{
    switch (step->op) {
    case VECTOR_NUMBER:
        store_number(call, step, step->count);
        break;
    case VECTOR_F32: {
        float value;
        memcpy(&value, &step->number, sizeof value);
        abi_store_f32(call, step->at, value);
        break;
    }
    case VECTOR_F64: {
        double value;
        memcpy(&value, &step->number, sizeof value);
        abi_store_f64(call, step->at, value);
        break;
    }
    case VECTOR_CASE:
        store_number(call, step, step->size);
        break;
    case VECTOR_STRING:
        assert_true(abi_store_string(call, step->at, (struct base_str){step->text, step->count}));
        break;
    case VECTOR_LIST: {
        uint32_t elements;
        assert_true(abi_store_list(call, step->at, step->count, step->size, step->align, &elements));
        assert_int_equal(elements, step->number);
        break;
    }
    case VECTOR_OWN:
    case VECTOR_BORROW: {
        const uint32_t handle = abi_lower_own(call, &objects[step->number], &support_resource);
        assert_int_equal(handle, step->number);
        abi_store_u32(call, step->at, handle);
        break;
    }
    }
}

static void
init_with_image(struct support_call *guest, const struct vector_value *value)
{
    support_call_init(guest, VECTOR_MEMORY_SIZE);
    memcpy(guest->bytes + VECTOR_AREA, value->image, value->image_size);
    for (uint32_t handle = 1; handle <= value->handles; handle++)
        assert_int_equal(abi_lower_own(&guest->call, &objects[handle], &support_resource), handle);
}

static void
test_loading(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(vector_values); i++) {
        const struct vector_value *value = &vector_values[i];
        struct support_call guest;
        init_with_image(&guest, value);
        assert_true(abi_check_range(&guest.call, VECTOR_AREA, value->size, value->align));
        for (uint32_t j = 0; j < value->step_count; j++) {
            if (!load_step(&guest.call, &value->steps[j], true))
                fail_msg("%s, value %zu, step %u: %s", value->type, i, j, abi_trap_text(guest.call.trap));
        }
        support_call_finish(&guest);
    }
}

static void
test_storing(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(vector_values); i++) {
        const struct vector_value *value = &vector_values[i];
        struct support_call guest;
        support_call_init(&guest, VECTOR_MEMORY_SIZE);
        guest.heap = value->heap;
        assert_true(abi_check_range(&guest.call, VECTOR_AREA, value->size, value->align));
        for (uint32_t j = 0; j < value->step_count; j++)
            store_step(&guest.call, &value->steps[j]);
        for (uint32_t at = 0; at < VECTOR_MEMORY_SIZE; at++) {
            const uint32_t image_at = at - VECTOR_AREA; /* wraps below the area */
            const uint8_t expected = image_at < value->image_size ? value->image[image_at] : 0;
            if (guest.bytes[at] != expected)
                fail_msg("%s, value %zu: %u at %u, not %u", value->type, i, guest.bytes[at], at, expected);
        }
        support_call_finish(&guest);
    }
}

/* As far as the damage all is well; there it traps. */
static void
test_loading_what_is_damaged(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t i = 0; i < BASE_COUNT(vector_values); i++) {
        const struct vector_value *value = &vector_values[i];
        for (uint32_t j = 0; j < value->damage_count; j++, count++) {
            const struct vector_damage *damage = &value->damages[j];
            struct support_call guest;
            init_with_image(&guest, value);
            memcpy(guest.bytes + damage->at, damage->bytes, damage->size);
            for (uint32_t k = 0; k <= damage->step; k++) {
                const bool ok = load_step(&guest.call, &value->steps[k], k < damage->step);
                if (ok != (k < damage->step))
                    fail_msg("%s, value %zu, damage %u: step %u: %s", value->type, i, j, k,
                             abi_trap_text(guest.call.trap));
            }
            support_call_finish(&guest);
        }
    }
    assert_true(count > 200);
}

/* A value whose last byte is just outside memory, or that is one off its alignment. */
static void
test_values_at_the_edge(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, VECTOR_MEMORY_SIZE);
    for (size_t i = 0; i < BASE_COUNT(vector_values); i++) {
        const struct vector_value *value = &vector_values[i];
        const uint32_t last = (VECTOR_MEMORY_SIZE - value->size) & ~(value->align - 1);
        assert_true(abi_check_range(&guest.call, last, value->size, value->align));
        assert_false(abi_check_range(&guest.call, last + value->align, value->size, value->align));
        assert_int_equal(guest.call.trap, ABI_TRAP_OUT_OF_BOUNDS);
        if (value->align == 1)
            continue;
        assert_false(abi_check_range(&guest.call, VECTOR_AREA + value->align / 2, value->size, value->align));
        assert_int_equal(guest.call.trap, ABI_TRAP_MISALIGNED);
    }
    support_call_finish(&guest);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loading),
        cmocka_unit_test(test_storing),
        cmocka_unit_test(test_loading_what_is_damaged),
        cmocka_unit_test(test_values_at_the_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
