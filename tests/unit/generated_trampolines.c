/* Trampolines of wasi:webgpu, with methods that only note what they were given: flat parameters, result
 * areas, errors, traps and which comes first, lists of own handles. Descriptors are in generated_create.c,
 * async methods in generated_async.c, what this interface does not use in generated_example.c. */
#include "generated_guest.h"

#include "base/count.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "generated/webgpu_methods.h"

/* Objects are counters of their drops. */
#define RESOURCES(X) X(buffer) X(compilation_info) X(compilation_message) X(queue)
#define X(name) \
    void webgpu_##name##_drop(struct webgpu_##name *self) \
    { \
        ++*(int *)(void *)self; \
    }
RESOURCES(X)
#undef X

static struct {
    int calls;
    struct webgpu_buffer *buffer;
    uint64_t offset;
    struct abi_view data;
    struct webgpu_option_u64 data_offset, size;
    bool arena_fails;
    const char *error; /* what the method fails with; NULL: it does not */
    struct webgpu_compilation_message_list messages;
} seen;

static struct guest guest;

bool
webgpu_queue_write_buffer_with_copy(struct webgpu_queue *self, struct webgpu_buffer *buffer,
                                    uint64_t buffer_offset, struct abi_view data,
                                    struct webgpu_option_u64 data_offset, struct webgpu_option_u64 size,
                                    struct base_arena *arena, struct webgpu_write_buffer_error *error)
{
    (void)self;
    seen.calls++;
    seen.buffer = buffer;
    seen.offset = buffer_offset;
    seen.data = data;
    seen.data_offset = data_offset;
    seen.size = size;
    arena->failed = seen.arena_fails;
    if (seen.error == NULL)
        return true;
    *error = (struct webgpu_write_buffer_error){WEBGPU_WRITE_BUFFER_ERROR_KIND_OPERATION_ERROR,
                                                base_str(seen.error)};
    return false;
}

void
webgpu_compilation_info_messages(struct webgpu_compilation_info *self, struct base_arena *arena,
                                 struct webgpu_compilation_message_list *result)
{
    (void)self;
    *result = seen.messages;
    arena->failed = seen.arena_fails;
}

static int buffer, queue, other; /* objects: each counts its drops */

static int
setup(void **state)
{
    (void)state;
    memset(&seen, 0, sizeof seen);
    buffer = queue = other = 0;
    guest_init(&guest, &webgpu_0_3_0_rc_2);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    guest_finish(&guest);
    return 0;
}

/* Slots of write-buffer-with-copy: 100 bytes at 64, to 7, from none, size 50. */
static void
write_buffer_slots(union abi_slot *slots)
{
    const union abi_slot good[] = {
        {.u32 = guest_own(&guest, &webgpu_queue_resource, &queue)},
        {.u32 = guest_own(&guest, &webgpu_buffer_resource, &buffer)},
        {.u64 = 7},
        {.u32 = 64},
        {.u32 = 100},
        {.u32 = 0},
        {.u64 = 99},
        {.u32 = 1},
        {.u64 = 50},
        {.u32 = GUEST_AREA},
    };
    memcpy(slots, good, sizeof good);
}

static void
test_write_buffer(void **state)
{
    (void)state;
    union abi_slot slots[10];
    write_buffer_slots(slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots), ABI_TRAP_NONE);
    assert_ptr_equal(seen.buffer, &buffer);
    assert_int_equal(seen.offset, 7);
    assert_ptr_equal(seen.data.data, guest.support.bytes + 64); /* in place */
    assert_int_equal(seen.data.count, 100);
    assert_false(seen.data_offset.some);
    assert_true(seen.size.some);
    assert_int_equal(seen.size.value, 50);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 0);
    guest_assert_wrote(&guest, GUEST_AREA, 16);
}

static void
test_write_buffer_error(void **state)
{
    (void)state;
    union abi_slot slots[10];
    write_buffer_slots(slots);
    seen.error = "too far";
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots), ABI_TRAP_NONE);
    assert_int_equal(guest_u8(&guest, GUEST_AREA), 1);
    assert_int_equal(guest_u8(&guest, GUEST_AREA + 4), 0);
    guest_assert_text(&guest, GUEST_AREA + 8, "too far");
    guest_assert_wrote(&guest, GUEST_AREA, 16);
}

static void
test_write_buffer_traps(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        size_t slot;
        uint32_t value;
        enum abi_trap trap;
    } rows[] = {
        {"no such queue", 0, 99, ABI_TRAP_BAD_HANDLE},
        {"handle 0", 0, 0, ABI_TRAP_BAD_HANDLE},
        {"a queue for a buffer", 1, 1, ABI_TRAP_BAD_HANDLE},
        {"data behind memory", 3, GUEST_SIZE - 99, ABI_TRAP_OUT_OF_BOUNDS},
        {"too much data", 4, 1u << 28, ABI_TRAP_TOO_LONG},
        {"an option's third case", 5, 2, ABI_TRAP_BAD_CASE},
        {"an option's last case", 7, UINT32_MAX, ABI_TRAP_BAD_CASE},
        {"a misaligned area", 9, GUEST_AREA + 2, ABI_TRAP_MISALIGNED},
        {"an area behind memory", 9, GUEST_SIZE - 12, ABI_TRAP_OUT_OF_BOUNDS},
    };
    union abi_slot good[10];
    write_buffer_slots(good);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        union abi_slot slots[10];
        memcpy(slots, good, sizeof slots);
        slots[rows[i].slot].u32 = rows[i].value;
        const enum abi_trap trap = guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots);
        if (trap != rows[i].trap || seen.calls != 0)
            fail_msg("%s: %s, %d calls", rows[i].what, abi_trap_text(trap), seen.calls);
        guest_assert_wrote(&guest, 0, 0);
    }
}

/* Parameters are lifted in order, so the first wrong one decides. */
static void
test_first_trap_wins(void **state)
{
    (void)state;
    union abi_slot slots[10];
    write_buffer_slots(slots);
    slots[9].u32 = GUEST_AREA + 1;
    slots[5].u32 = 2;
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots),
                     ABI_TRAP_BAD_CASE);
    slots[3].u32 = UINT32_MAX;
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots),
                     ABI_TRAP_OUT_OF_BOUNDS);
    slots[0].u32 = 0;
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots),
                     ABI_TRAP_BAD_HANDLE);
}

static void
test_error_message_without_realloc(void **state)
{
    (void)state;
    union abi_slot slots[10];
    write_buffer_slots(slots);
    seen.error = "too far";
    guest.support.realloc = SUPPORT_REALLOC_TRAPS;
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots),
                     ABI_TRAP_REALLOC_TRAPPED);
    guest.support.options.realloc = NULL;
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots),
                     ABI_TRAP_NO_REALLOC);
}

static void
test_arena_without_memory(void **state)
{
    (void)state;
    union abi_slot slots[10];
    write_buffer_slots(slots);
    seen.arena_fails = true;
    assert_int_equal(guest_call(&guest, "[method]gpu-queue.write-buffer-with-copy", slots),
                     ABI_TRAP_HOST_MEMORY);
    guest_assert_wrote(&guest, 0, 0);
}

static void
test_messages(void **state)
{
    (void)state;
    static int dropped[3];
    struct webgpu_compilation_message *messages[3];
    union abi_slot slots[2] = {{.u32 = guest_own(&guest, &webgpu_compilation_info_resource, &other)},
                               {.u32 = GUEST_AREA}};
    const union abi_slot good[2] = {slots[0], slots[1]};
    for (size_t i = 0; i < 3; i++)
        messages[i] = (struct webgpu_compilation_message *)(void *)&dropped[i];
    seen.messages = (struct webgpu_compilation_message_list){messages, 3};

    assert_int_equal(guest_call(&guest, "[method]gpu-compilation-info.messages", slots), ABI_TRAP_NONE);
    const uint32_t list = guest_u32(&guest, GUEST_AREA);
    assert_int_equal(guest_u32(&guest, GUEST_AREA + 4), 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_ptr_equal(
            guest_object(&guest, &webgpu_compilation_message_resource, guest_u32(&guest, list + i * 4)),
            &dropped[i]);
    guest_assert_wrote(&guest, GUEST_AREA, 8);

    for (size_t i = 0; i < 3; i++) /* they have been moved out: to be returned again, without memory */
        messages[i] = (struct webgpu_compilation_message *)(void *)&dropped[i];
    guest.support.realloc = SUPPORT_REALLOC_OUTSIDE;
    memcpy(slots, good, sizeof slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-compilation-info.messages", slots),
                     ABI_TRAP_REALLOC_RESULT);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(dropped[i], 1);

    guest.support.realloc = SUPPORT_REALLOC_BUMP;
    messages[1] = NULL; /* the host had no memory for it */
    memcpy(slots, good, sizeof slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-compilation-info.messages", slots),
                     ABI_TRAP_HOST_MEMORY);
    assert_int_equal(dropped[0], 1); /* has a handle by now */
    assert_int_equal(dropped[2], 2);
}

static void
test_drop_and_missing(void **state)
{
    (void)state;
    union abi_slot slots[2] = {{.u32 = guest_own(&guest, &webgpu_buffer_resource, &buffer)}};
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-buffer", slots), ABI_TRAP_NONE);
    assert_int_equal(buffer, 1);
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-buffer", slots), ABI_TRAP_BAD_HANDLE);
    assert_int_equal(guest_call(&guest, "[resource-drop]gpu-device-lost-info", slots), ABI_TRAP_MISSING);
    assert_int_equal(guest_call(&guest, "[method]gpu-device.lost", slots), ABI_TRAP_MISSING);
}

/* Nothing makes a canvas context, so that every handle is a bad one. */
static void
test_no_canvas(void **state)
{
    (void)state;
    static const char *const names[] = {
        "[resource-drop]gpu-canvas-context",
        "[method]gpu-canvas-context.configure",
        "[method]gpu-canvas-context.unconfigure",
        "[method]gpu-canvas-context.get-configuration",
        "[method]gpu-canvas-context.get-current-texture",
    };
    const uint32_t handles[] = {0, 1, UINT32_MAX, guest_own(&guest, &webgpu_buffer_resource, &buffer)};
    for (size_t i = 0; i < BASE_COUNT(names); i++) {
        for (size_t j = 0; j < BASE_COUNT(handles); j++) {
            union abi_slot slots[16] = {{.u32 = handles[j]}, {.u32 = GUEST_AREA}};
            assert_int_equal(guest_call(&guest, names[i], slots), ABI_TRAP_BAD_HANDLE);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(write_buffer),
        TEST(write_buffer_error),
        TEST(write_buffer_traps),
        TEST(first_trap_wins),
        TEST(error_message_without_realloc),
        TEST(arena_without_memory),
        TEST(messages),
        TEST(drop_and_missing),
        TEST(no_canvas),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
