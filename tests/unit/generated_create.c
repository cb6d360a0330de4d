/* Trampolines of wasi:webgpu that take descriptors, with methods that only note them: flattened records,
 * lists of records in memory, variants, flags, own handles inside of them, and the handle that comes back. */
#include "generated_guest.h"

#include "base/count.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "generated/webgpu_methods.h"

/* Objects are counters of their drops. */
#define RESOURCES(X) \
    X(bind_group) \
    X(bind_group_layout) \
    X(buffer) X(compute_pipeline) X(device) X(record_gpu_pipeline_constant_value) X(shader_module)
#define X(name) \
    void webgpu_##name##_drop(struct webgpu_##name *self) \
    { \
        ++*(int *)(void *)self; \
    }
RESOURCES(X)
#undef X

static struct {
    int calls;
    struct webgpu_buffer_descriptor buffer_descriptor;
    char label[16];
    struct webgpu_bind_group_entry entries[4];
    uint32_t entry_count;
    struct webgpu_compute_pipeline_descriptor pipeline;
    bool arena_fails;
    void *made; /* what it returns */
} seen;

static struct guest guest;

struct webgpu_buffer *
webgpu_device_create_buffer(struct webgpu_device *self, const struct webgpu_buffer_descriptor *descriptor,
                            struct base_arena *arena)
{
    (void)self;
    seen.calls++;
    seen.buffer_descriptor = *descriptor;
    assert_true(descriptor->label.value.size < sizeof seen.label);
    if (descriptor->label.some)
        memcpy(seen.label, descriptor->label.value.data, descriptor->label.value.size);
    arena->failed = seen.arena_fails;
    return seen.made;
}

struct webgpu_bind_group *
webgpu_device_create_bind_group(struct webgpu_device *self,
                                const struct webgpu_bind_group_descriptor *descriptor,
                                struct base_arena *arena)
{
    (void)self, (void)arena;
    seen.calls++;
    seen.entry_count = descriptor->entries.count;
    assert_true(seen.entry_count <= BASE_COUNT(seen.entries));
    memcpy(seen.entries, descriptor->entries.data, seen.entry_count * sizeof seen.entries[0]);
    return seen.made;
}

struct webgpu_compute_pipeline *
webgpu_device_create_compute_pipeline(struct webgpu_device *self,
                                      const struct webgpu_compute_pipeline_descriptor *descriptor,
                                      struct base_arena *arena)
{
    (void)self, (void)arena;
    seen.calls++;
    seen.pipeline = *descriptor;
    return seen.made;
}

static int device, buffer, other, made; /* objects: each counts its drops */

static int
setup(void **state)
{
    (void)state;
    memset(&seen, 0, sizeof seen);
    device = buffer = other = made = 0;
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

/* Slots of create-buffer: every flag and unknown ones, mapped by an odd bool, labelled. */
static void
create_buffer_slots(union abi_slot *slots)
{
    guest_put(&guest, 128, "staging", 7);
    const union abi_slot good[] = {
        {.u32 = guest_own(&guest, &webgpu_device_resource, &device)},
        {.u64 = UINT64_C(1) << 40},
        {.u32 = UINT32_MAX},
        {.u32 = 1},
        {.u32 = 6},
        {.u32 = 1},
        {.u32 = 128},
        {.u32 = 7},
    };
    memcpy(slots, good, sizeof good);
}

static void
test_create_buffer(void **state)
{
    (void)state;
    union abi_slot slots[8];
    create_buffer_slots(slots);
    seen.made = &made;
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-buffer", slots), ABI_TRAP_NONE);
    assert_int_equal(seen.buffer_descriptor.size, UINT64_C(1) << 40);
    assert_int_equal(seen.buffer_descriptor.usage, WEBGPU_BUFFER_USAGE_ALL_BITS);
    assert_true(seen.buffer_descriptor.mapped_at_creation.some);
    assert_true(seen.buffer_descriptor.mapped_at_creation.value);
    assert_string_equal(seen.label, "staging");
    assert_ptr_equal(guest_object(&guest, &webgpu_buffer_resource, slots[0].u32), &made);
    assert_int_equal(made, 0);
    guest_finish(&guest);
    assert_int_equal(made, 1); /* the handle owned it */
}

static void
test_create_buffer_without_memory(void **state)
{
    (void)state;
    union abi_slot good[8];
    create_buffer_slots(good);
    union abi_slot slots[8];
    memcpy(slots, good, sizeof slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-buffer", slots), ABI_TRAP_HOST_MEMORY);
    seen.made = &made;
    seen.arena_fails = true;
    memcpy(slots, good, sizeof slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-buffer", slots), ABI_TRAP_HOST_MEMORY);
    assert_int_equal(made, 1); /* given back at once */
}

static void
test_create_buffer_label(void **state)
{
    (void)state;
    union abi_slot slots[8];
    create_buffer_slots(slots);
    guest_put_u8(&guest, 130, 0xff);
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-buffer", slots), ABI_TRAP_BAD_UTF8);
    assert_int_equal(seen.calls, 0);
}

/* Two entries at 256, of 56 bytes: a buffer, a range of it. */
static void
create_bind_group_slots(union abi_slot *slots)
{
    const uint32_t handle = guest_own(&guest, &webgpu_buffer_resource, &buffer);
    const union abi_slot good[] = {
        {.u32 = guest_own(&guest, &webgpu_device_resource, &device)},
        {.u32 = guest_own(&guest, &webgpu_bind_group_layout_resource, &other)},
        {.u32 = 256},
        {.u32 = 2},
        {.u32 = 0},
        {.u32 = UINT32_MAX},
        {.u32 = UINT32_MAX},
    };
    memcpy(slots, good, sizeof good);
    guest_put_u32(&guest, 256, 3); /* binding */
    guest_put_u8(&guest, 264, 0);  /* a gpu-buffer */
    guest_put_u32(&guest, 272, handle);
    guest_put_u32(&guest, 312, 4);
    guest_put_u8(&guest, 320, 1); /* a gpu-buffer-binding */
    guest_put_u32(&guest, 328, handle);
    guest_put_u8(&guest, 336, 1); /* its offset */
    guest_put_u64(&guest, 344, 256);
    guest_put_u8(&guest, 352, 0); /* its size */
}

static void
test_create_bind_group(void **state)
{
    (void)state;
    union abi_slot slots[7];
    create_bind_group_slots(slots);
    seen.made = &made;
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-bind-group", slots), ABI_TRAP_NONE);
    assert_int_equal(seen.entry_count, 2);
    assert_int_equal(seen.entries[0].binding, 3);
    assert_int_equal(seen.entries[0].resource.tag, WEBGPU_BINDING_RESOURCE_BUFFER);
    assert_ptr_equal(seen.entries[0].resource.buffer, &buffer);
    assert_int_equal(seen.entries[1].binding, 4);
    assert_int_equal(seen.entries[1].resource.tag, WEBGPU_BINDING_RESOURCE_BUFFER_BINDING);
    assert_ptr_equal(seen.entries[1].resource.buffer_binding.buffer, &buffer);
    assert_true(seen.entries[1].resource.buffer_binding.offset.some);
    assert_int_equal(seen.entries[1].resource.buffer_binding.offset.value, 256);
    assert_false(seen.entries[1].resource.buffer_binding.size.some);
}

static void
test_create_bind_group_traps(void **state)
{
    (void)state;
    union abi_slot slots[7];
    create_bind_group_slots(slots);
    guest_put_u8(&guest, 264, 5);
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-bind-group", slots), ABI_TRAP_BAD_CASE);
    guest_put_u8(&guest, 264, 2); /* a sampler, of which there can be none */
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-bind-group", slots), ABI_TRAP_BAD_HANDLE);
    slots[2].u32 = 260;
    assert_int_equal(guest_call(&guest, "[method]gpu-device.create-bind-group", slots), ABI_TRAP_MISALIGNED);
    assert_int_equal(seen.calls, 0);
}

/* The constants are given to the call, which drops them at its end, also when it traps later on. */
static void
test_own_parameter(void **state)
{
    (void)state;
    for (uint32_t layout_case = 1; layout_case <= 2; layout_case++) {
        int constants = 0;
        seen.made = &made;
        const uint32_t constants_handle =
            guest_own(&guest, &webgpu_record_gpu_pipeline_constant_value_resource, &constants);
        union abi_slot slots[12] = {
            {.u32 = guest_own(&guest, &webgpu_device_resource, &device)},
            {.u32 = guest_own(&guest, &webgpu_shader_module_resource, &other)},
            {.u32 = 0},
            {.u32 = 0},
            {.u32 = 0},
            {.u32 = 1},
            {.u32 = constants_handle},
            {.u32 = layout_case},
            {.u32 = 77},
            {.u32 = 0},
        };
        assert_int_equal(guest_call(&guest, "[method]gpu-device.create-compute-pipeline", slots),
                         layout_case == 1 ? ABI_TRAP_NONE : ABI_TRAP_BAD_CASE);
        assert_int_equal(constants, 1);
        assert_null(
            guest_object(&guest, &webgpu_record_gpu_pipeline_constant_value_resource, constants_handle));
        assert_int_equal(seen.calls, 1);
        guest_finish(&guest);
        guest_init(&guest, &webgpu_0_3_0_rc_2);
    }
    assert_int_equal(seen.pipeline.layout.tag, WEBGPU_LAYOUT_MODE_AUTO);
    assert_non_null(seen.pipeline.compute.constants);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(create_buffer),     TEST(create_buffer_without_memory), TEST(create_buffer_label),
        TEST(create_bind_group), TEST(create_bind_group_traps),      TEST(own_parameter),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
