/* abi_invoke: what it refuses, what it sets up, and what it clears away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/lift.h"
#include "base/log.h"
#include "support/call.h"

static int calls; /* of the functions below */

static bool
add_two(struct abi_call *call, union abi_slot *slots)
{
    (void)call;
    calls++;
    slots[0].i32 += slots[1].i32;
    return true;
}

static void
test_parameters_and_result(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    union abi_slot slots[2] = {{.i32 = 3}, {.i32 = 4}};
    assert_int_equal(support_call_invoke(&guest, "add", add_two, slots), ABI_TRAP_NONE);
    assert_int_equal(slots[0].i32, 7);
    support_call_finish(&guest);
}

static bool
look_at_the_call(struct abi_call *call, union abi_slot *slots)
{
    struct support_call *guest = call->context;
    (void)slots;
    assert_ptr_equal(call->instance, &guest->instance);
    assert_ptr_equal(call->options, &guest->options);
    assert_ptr_equal(call->memory, &guest->memory);
    assert_ptr_equal(call->arena, &guest->instance.arena);
    assert_int_equal(call->trap, ABI_TRAP_NONE);
    assert_null(call->owned);
    return true;
}

static void
test_what_a_call_has(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    guest.context = &guest;
    union abi_slot slots[1];
    assert_int_equal(support_call_invoke(&guest, "look", look_at_the_call, slots), ABI_TRAP_NONE);
    support_call_finish(&guest);
}

static void
test_refusals(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    union abi_slot slots[2] = {{.i32 = 0}, {.i32 = 0}};
    struct abi_binding binding = {"add", add_two, &guest.options, &guest.instance, NULL};
    struct abi_failure failure;
    calls = 0;

    binding.options = NULL;
    strcpy(failure.detail, "of an earlier call");
    assert_false(abi_invoke(&binding, slots, &failure));
    assert_int_equal(failure.trap, ABI_TRAP_NOT_BOUND);
    assert_string_equal(failure.detail, "");
    binding.instance = NULL;
    assert_false(abi_invoke(&binding, slots, &failure));
    assert_int_equal(failure.trap, ABI_TRAP_NOT_BOUND);

    binding.instance = &guest.instance;
    binding.options = &guest.options;
    guest.instance.realloc_runs = true;
    assert_false(abi_invoke(&binding, slots, &failure));
    assert_int_equal(failure.trap, ABI_TRAP_CANNOT_LEAVE);
    guest.instance.realloc_runs = false;
    assert_true(abi_invoke(&binding, slots, &failure));
    assert_int_equal(calls, 1);

    abi_instance_finish(&guest.instance);
    assert_false(abi_invoke(&binding, slots, &failure));
    assert_int_equal(failure.trap, ABI_TRAP_WRONG_STORE);
    guest.instance.realloc_runs = true;
    assert_false(abi_invoke(&binding, slots, &failure));
    assert_int_equal(failure.trap, ABI_TRAP_WRONG_STORE);
    assert_int_equal(calls, 1);
    support_call_finish(&guest);
}

static bool
trap_with_detail(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    return abi_trap_detail(call, ABI_TRAP_BAD_CASE, "%0200d", 7);
}

static void
test_traps_come_out(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    union abi_slot slots[1];
    assert_int_equal(support_call_invoke(&guest, "trap", trap_with_detail, slots), ABI_TRAP_BAD_CASE);
    assert_int_equal(strlen(guest.failure.detail), ABI_DETAIL_SIZE - 1); /* cut, not overrun */
    assert_int_equal(support_call_invoke(&guest, "missing", abi_missing, slots), ABI_TRAP_MISSING);
    assert_string_equal(guest.failure.detail, "");
    support_call_finish(&guest);
}

static bool
take_from_the_arena(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    assert_int_equal(call->arena->used, 0);
    assert_non_null(base_arena_alloc(call->arena, 10, 1000));
    assert_null(base_arena_alloc(call->arena, SIZE_MAX, 16));
    return abi_trap(call, ABI_TRAP_HOST_MEMORY);
}

static void
test_the_arena_ends_with_the_call(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    union abi_slot slots[1];
    for (int i = 0; i < 3; i++) {
        assert_int_equal(support_call_invoke(&guest, "take", take_from_the_arena, slots),
                         ABI_TRAP_HOST_MEMORY);
        assert_true(base_arena_clean(&guest.instance.arena));
    }
    support_call_finish(&guest);
}

static bool
load_the_last_byte(struct abi_call *call, union abi_slot *slots)
{
    const uint32_t last = (uint32_t)(slots[0].i32 - 1);
    if (!abi_check_range(call, last, 1, 1))
        return false;
    slots[0].i32 = abi_load_u8(call, last);
    return true;
}

/* Memory that has grown, and in an engine that moves it: never a stale base, never a needless refusal. */
static void
test_memory_is_reloaded(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    guest.bytes[63] = 42;
    union abi_slot slots[1] = {{.i32 = 64}};
    assert_int_equal(support_call_invoke(&guest, "load", load_the_last_byte, slots), ABI_TRAP_NONE);
    assert_int_equal(slots[0].i32, 42);
    assert_int_equal(guest.reload_count, 0);

    uint8_t *old = guest.bytes;
    guest.bytes = calloc(1, 128);
    guest.size = 128;
    guest.bytes[127] = 43;
    slots[0].i32 = 128;
    assert_int_equal(support_call_invoke(&guest, "load", load_the_last_byte, slots), ABI_TRAP_NONE);
    assert_int_equal(slots[0].i32, 43);
    assert_int_equal(guest.reload_count, 1);
    slots[0].i32 = 129;
    assert_int_equal(support_call_invoke(&guest, "load", load_the_last_byte, slots), ABI_TRAP_OUT_OF_BOUNDS);
    assert_int_equal(guest.reload_count, 2);

    free(old);
    old = guest.bytes;
    guest.memory.moves = true;
    guest.bytes = calloc(1, 128);
    guest.bytes[63] = 44;
    free(old);
    slots[0].i32 = 64;
    assert_int_equal(support_call_invoke(&guest, "load", load_the_last_byte, slots), ABI_TRAP_NONE);
    assert_int_equal(slots[0].i32, 44);
    assert_int_equal(guest.reload_count, 3);
    support_call_finish(&guest);
}

static bool
log_something(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_WEBGPU, "something");
    return call->context == NULL || abi_trap(call, ABI_TRAP_MISSING);
}

static int line_count;
static char last_line[256];

static void
keep(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)level;
    (void)room;
    line_count++;
    snprintf(last_line, sizeof last_line, "%s", line);
}

static void
test_lines_name_the_call(void **state)
{
    (void)state;
    struct support_call guest;
    support_call_init(&guest, 64);
    base_log_set_sink(keep, NULL);
    line_count = 0;
    union abi_slot slots[1] = {{.i32 = 12}};
    support_call_invoke(&guest, "[method]thing.go", log_something, slots);
    assert_string_equal(last_line, "warn  webgpu  [method]thing.go(#12): something");
    support_call_invoke(&guest, "get-thing", log_something, NULL); /* no slots: none is read */
    assert_string_equal(last_line, "warn  webgpu  get-thing: something");
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_HOST, "outside");
    assert_string_equal(last_line, "warn  host    outside");
    guest.context = &guest;
    support_call_invoke(&guest, "[method]thing.go", log_something, slots); /* traps */
    assert_null(base_log_scope.call);
    assert_int_equal(line_count, 4);

    assert_null(base_log_filter("webgpu=trace"));
    union abi_slot pair[2] = {{.i32 = 1}, {.i32 = 2}};
    support_call_invoke(&guest, "[method]thing.add", add_two, pair);
    assert_int_equal(line_count, 5);
    assert_string_equal(last_line, "trace webgpu  [method]thing.add(#1): called");
    assert_null(base_log_filter("debug,abi=trace"));
    support_call_invoke(&guest, "[method]thing.add", add_two, pair);
    assert_int_equal(line_count, 5);
    assert_null(base_log_filter(NULL));
    base_log_set_sink(NULL, NULL);
    support_call_finish(&guest);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters_and_result),
        cmocka_unit_test(test_what_a_call_has),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_traps_come_out),
        cmocka_unit_test(test_the_arena_ends_with_the_call),
        cmocka_unit_test(test_memory_is_reloaded),
        cmocka_unit_test(test_lines_name_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
