/* Trampolines of the generator's own example interface (tools/witgen/tests/example.wit), which has each
 * construct once: results that wasi:webgpu does not have, or not in a function that is served. */
#include "generated_guest.h"

#include "base/count.h"
#include "generated/webgpu_1_2_0_rc_1.h"
#include "generated/webgpu_methods.h"

static struct {
    bool arena_fails;
    void *made;
    struct webgpu_option_state state;
    struct webgpu_thing_list split;
} seen;

static struct guest guest;
static int self_object, other, made; /* objects: each counts its drops */

void
webgpu_thing_drop(struct webgpu_thing *self)
{
    ++*(int *)(void *)self;
}

void
webgpu_thing_weights(struct webgpu_thing *self, struct base_arena *arena, struct abi_view *result)
{
    static const double weights[] = {0.5, -2.0};
    (void)self, (void)arena;
    *result = (struct abi_view){weights, BASE_COUNT(weights)};
}

void
webgpu_thing_names(struct webgpu_thing *self, struct base_arena *arena, struct webgpu_string_list *result)
{
    (void)self;
    struct base_str *names = base_arena_alloc(arena, 2, sizeof *names);
    assert_non_null(names);
    names[0] = base_str("one");
    names[1] = base_str("");
    *result = (struct webgpu_string_list){names, 2};
}

void
webgpu_thing_limit(struct webgpu_thing *self, struct base_str key, struct webgpu_option_option_u64 *result)
{
    (void)self;
    result->some = key.size > 0;
    result->value = (struct webgpu_option_u64){key.size > 1, 77};
}

void
webgpu_thing_state(struct webgpu_thing *self, struct base_arena *arena, struct webgpu_option_state *result)
{
    (void)self;
    *result = seen.state;
    arena->failed = seen.arena_fails;
}

bool
webgpu_thing_split(struct webgpu_thing *self, struct base_arena *arena, struct webgpu_thing_list *result,
                   struct webgpu_oops *error)
{
    (void)self, (void)error;
    *result = seen.split;
    arena->failed = seen.arena_fails;
    return true;
}

bool
webgpu_thing_try_copy(struct webgpu_thing *self, struct webgpu_thing **result)
{
    (void)self;
    *result = seen.made;
    return seen.made != NULL;
}

static uint32_t self; /* the handle of self_object */

static int
setup(void **state)
{
    (void)state;
    memset(&seen, 0, sizeof seen);
    self_object = other = made = 0;
    guest_init(&guest, &webgpu_1_2_0_rc_1);
    guest.support.context = &other;
    self = guest_own(&guest, &webgpu_thing_resource, &self_object);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    guest_finish(&guest);
    return 0;
}

static void
test_list_results(void **state)
{
    (void)state;
    static const double weights[] = {0.5, -2.0};
    guest.support.heap = GUEST_HEAP + 1; /* so that realloc has to align */
    union abi_slot slots[2] = {{.u32 = self}, {.u32 = GUEST_AREA}};
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.weights", slots), ABI_TRAP_NONE);
    const uint32_t list = guest_u32(&guest, GUEST_AREA);
    assert_int_equal(list % 8, 0);
    assert_int_equal(guest_u32(&guest, GUEST_AREA + 4), 2);
    assert_memory_equal(guest.support.bytes + list, weights, sizeof weights);

    assert_int_equal(guest_call(&guest, "[method]gpu-thing.names", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u32(&guest, GUEST_AREA + 4), 2);
    guest_assert_text(&guest, guest_u32(&guest, GUEST_AREA), "one");
    guest_assert_text(&guest, guest_u32(&guest, GUEST_AREA) + 8, "");
    guest_assert_wrote(&guest, GUEST_AREA, 8);
}

static void
test_options_of_options(void **state)
{
    (void)state;
    for (uint32_t size = 0; size <= 2; size++) {
        union abi_slot slots[4] = {{.u32 = self}, {.u32 = 64}, {.u32 = size}, {.u32 = GUEST_AREA}};
        guest_put(&guest, 64, "ab", 2);
        assert_int_equal(guest_call(&guest, "[method]gpu-thing.limit", slots), ABI_TRAP_NONE);
        assert_int_equal(guest_u8(&guest, GUEST_AREA), size > 0);
        if (size > 0)
            assert_int_equal(guest_u8(&guest, GUEST_AREA + 8), size > 1);
        if (size > 1)
            assert_int_equal(guest_u64(&guest, GUEST_AREA + 16), 77);
        guest_assert_wrote(&guest, GUEST_AREA, 24);
    }
}

static void
test_record_result(void **state)
{
    (void)state;
    seen.state = (struct webgpu_option_state){
        true,
        {(struct webgpu_thing *)(void *)&made,
         base_str("label"),
         {true, {0.5f, 2.0f}},
         {.tag = WEBGPU_ANSWER_COUNT, .count = 0x1234}},
    };
    union abi_slot slots[2] = {{.u32 = self}, {.u32 = GUEST_AREA}};
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.state", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    assert_ptr_equal(guest_object(&guest, &webgpu_thing_resource, guest_u32(&guest, GUEST_AREA + 4)), &made);
    guest_assert_text(&guest, GUEST_AREA + 8, "label");
    assert_int_equal(guest_u8(&guest, GUEST_AREA + 16), 1);
    assert_int_equal(guest_u32(&guest, GUEST_AREA + 20), 0x3f000000);
    assert_int_equal(guest_u32(&guest, GUEST_AREA + 24), 0x40000000);
    assert_int_equal(guest_u8(&guest, GUEST_AREA + 28), WEBGPU_ANSWER_COUNT);
    assert_int_equal(guest_u32(&guest, GUEST_AREA + 32) & 0xffff, 0x1234);
    guest_assert_wrote(&guest, GUEST_AREA, 40);

    seen.arena_fails = true;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.state", slots), ABI_TRAP_HOST_MEMORY);
    assert_int_equal(made, 1); /* the second one, given back */
}

/* What has no handle yet when a result traps is given back, once. */
static void
test_results_given_back(void **state)
{
    (void)state;
    struct webgpu_thing *things[2] = {(struct webgpu_thing *)(void *)&made,
                                      (struct webgpu_thing *)(void *)&other};
    seen.split = (struct webgpu_thing_list){things, 2};
    union abi_slot slots[2] = {{.u32 = self}, {.u32 = GUEST_AREA}};
    guest.support.realloc = SUPPORT_REALLOC_TRAPS;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.split", slots), ABI_TRAP_REALLOC_TRAPPED);
    assert_int_equal(made, 1);
    assert_int_equal(other, 1);
    seen.arena_fails = true;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.split", slots), ABI_TRAP_HOST_MEMORY);
    assert_int_equal(made, 2);
    assert_int_equal(other, 2);
}

static void
test_result_without_error(void **state)
{
    (void)state;
    union abi_slot slots[2] = {{.u32 = self}, {.u32 = GUEST_AREA}};
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.try-copy", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    seen.made = &made;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.try-copy", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 0);
    assert_ptr_equal(guest_object(&guest, &webgpu_thing_resource, guest_u32(&guest, GUEST_AREA + 4)), &made);
    guest_assert_wrote(&guest, GUEST_AREA, 8);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(list_results),       TEST(options_of_options),   TEST(record_result),
        TEST(results_given_back), TEST(result_without_error),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
