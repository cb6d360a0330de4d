/* Waiting for several operations of a real GPU: what ends first comes first, and soon, and a long wait leaves
 * the core to the driver. Subtasks, sets and ends themselves are tested in abi_*.c. */
#include "webgpu_support.h"

#include <time.h>

#include "abi/subtask.h"
#include "abi/waitable.h"
#include "abi/waitable_set.h"
#include "base/clock.h"

#define MS UINT64_C(1000000)
#define EVENT_AT 0u

static uint8_t bytes[64];
static struct abi_memory memory = {.base = bytes, .size = sizeof bytes};
static const struct abi_options options = {.memory = &memory};

static int
setup(void **state)
{
    if (setup_device(state) != 0)
        return -1;
    guest.call.options = &options;
    guest.call.memory = &memory;
    guest.call.lends = &abi_no_lends;
    return 0;
}

/* Work of `rounds` that the device's queue does one after the other: 60 million are some tenths of a second
 * on a CPU adapter. */
static void
start_work(uint32_t rounds)
{
    char code[600];
    snprintf(code, sizeof code,
             "@group(0) @binding(0) var<storage, read_write> out: array<u32>;\n"
             "@compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) {\n"
             "    var x = id.x;\n"
             "    for (var i = 0u; i < %uu; i++) { x = x * 1664525u + 1013904223u; }\n"
             "    out[0] = x;\n"
             "}\n",
             rounds);
    struct webgpu_compute_pipeline *pipeline = make_pipeline(code);
    struct webgpu_buffer *buffer = make_buffer(16, WEBGPU_BUFFER_USAGE_STORAGE, false);
    struct webgpu_bind_group_layout *layout = webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
    struct webgpu_bind_group_entry entry = {
        .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer}};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&entry, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    set_bind_group(pass, group);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    submit(encoder);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_bind_group_drop(group);
    webgpu_bind_group_layout_drop(layout);
    webgpu_compute_pipeline_drop(pipeline);
    webgpu_buffer_drop(buffer);
}

static uint32_t
new_set(void)
{
    uint32_t set;
    assert_true(abi_waitable_set_new(&guest.call, &set));
    return set;
}

/* on-submitted-work-done of guest.queue as a subtask in `set`; 0: it is done already. */
static uint32_t
wait_for_queue(uint32_t set)
{
    union abi_slot slots[1];
    struct abi_pending *op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    assert_true(abi_subtask_start(&guest.call, op, NULL, slots));
    const uint32_t subtask = slots[0].u32 >> 4;
    if (subtask != 0)
        assert_true(abi_waitable_join(&guest.call, subtask, set));
    return subtask;
}

/* The subtask that comes next, which is dropped. */
static uint32_t
next_event(uint32_t set)
{
    uint32_t code, subtask;
    if (!abi_waitable_set_wait(&guest.call, set, EVENT_AT, &code))
        fail_msg("%s: %s", abi_trap_text(guest.call.trap), guest.detail);
    assert_int_equal(code, ABI_EVENT_SUBTASK);
    memcpy(&subtask, bytes + EVENT_AT, sizeof subtask);
    assert_true(abi_subtask_drop(&guest.call, subtask));
    return subtask;
}

static struct webgpu_device *other_device;
static struct webgpu_queue *other_queue;

/* guest.device and the other one change places. */
static void
swap_devices(void)
{
    struct webgpu_device *device = guest.device;
    struct webgpu_queue *queue = guest.queue;
    guest.device = other_device;
    guest.queue = other_queue;
    other_device = device;
    other_queue = queue;
}

static void
open_other_device(void)
{
    struct webgpu_adapter *adapter = any_adapter();
    other_device = request_device(adapter, NULL, NULL, NULL);
    assert_non_null(other_device);
    other_queue = webgpu_device_queue(other_device);
    webgpu_adapter_drop(adapter);
}

static void
close_other_device(void)
{
    webgpu_queue_drop(other_queue);
    webgpu_device_drop(other_device);
}

/* How much of a core this thread has used, in nanoseconds. */
static uint64_t
used_ns(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (uint64_t)used.tv_sec * UINT64_C(1000000000) + (uint64_t)used.tv_nsec;
}

/* Two devices at work at the same time: each is waited for beside the other, and that costs next to nothing.
 */
static void
test_two_devices(void **state)
{
    (void)state;
    const uint32_t set = new_set();
    open_other_device();
    start_work(60000000);
    const uint32_t slow = wait_for_queue(set);
    swap_devices();
    start_work(60000000);
    const uint32_t other = wait_for_queue(set);
    swap_devices();
    const uint64_t before_ns = base_clock_now_ns();
    const uint64_t used_before_ns = used_ns();
    uint32_t heard = 0;
    for (int i = (slow != 0) + (other != 0); i != 0; i--)
        heard += next_event(set);
    const uint64_t used = used_ns() - used_before_ns;
    const uint64_t took = base_clock_now_ns() - before_ns;
    assert_int_equal(heard, slow + other);
    print_message("%s: used %.1f of %.0f ms\n", is_dawn() ? "Dawn" : "wgpu-native", (double)used / 1e6,
                  (double)took / 1e6);
    if (took > 200 * MS) /* on a GPU it is over sooner */
        assert_true(used < took / 20);
    assert_true(abi_waitable_set_drop(&guest.call, set));
    close_other_device();
}

/* What is quick comes before what takes `rounds` on another device; false: that was over too soon to tell. */
static bool
quick_comes_first(uint32_t set, uint32_t rounds)
{
    start_work(rounds);
    const uint32_t slow = wait_for_queue(set);
    swap_devices();
    start_work(1000);
    const uint32_t quick = wait_for_queue(set);
    swap_devices();
    uint32_t heard[2] = {0, 0};
    const uint32_t count = (slow != 0 ? 1u : 0u) + (quick != 0 ? 1u : 0u);
    for (uint32_t i = 0; i < count; i++)
        heard[i] = next_event(set);
    assert_int_equal(heard[0] + heard[1], slow + quick);
    return slow != 0 && heard[count - 1] == slow;
}

/* With ever more work, for a loaded machine may do a little of it before it lets this thread ask. */
static void
test_quick_beside_slow(void **state)
{
    (void)state;
    const uint32_t set = new_set();
    open_other_device();
    bool seen = false;
    for (uint32_t rounds = 15000000; !seen && rounds <= 480000000; rounds *= 2)
        seen = quick_comes_first(set, rounds);
    assert_true(seen);
    close_other_device();
}

/* A guest that ends while both devices are at work. */
static void
test_the_end_in_the_middle(void **state)
{
    (void)state;
    const uint32_t set = new_set();
    open_other_device();
    start_work(20000000);
    wait_for_queue(set);
    swap_devices();
    start_work(20000000);
    wait_for_queue(set);
    close_other_device();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        /* First: when the program ends, the driver should have come to the end of this. */
        cmocka_unit_test_setup_teardown(test_the_end_in_the_middle, setup, teardown),
        cmocka_unit_test_setup_teardown(test_two_devices, setup, teardown),
        cmocka_unit_test_setup_teardown(test_quick_beside_slow, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
