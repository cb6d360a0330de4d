/* Operations that their guest has stopped waiting for: they end later, on whatever thread, and leave nothing.
 */
#include "webgpu_support.h"

#include <pthread.h>
#include <unistd.h>

#include "base/clock.h"
#include "gpu/abandon.h"
#include "gpu/library.h"
#include "webgpu/device.h"
#include "webgpu/object.h"

#define STORAGE (WEBGPU_BUFFER_USAGE_STORAGE | WEBGPU_BUFFER_USAGE_COPY_SRC)
#define READ (WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_COPY_DST)

/* Keeps a CPU adapter busy for some tenths of a second. */
static const char slow[] = "@group(0) @binding(0) var<storage, read_write> out: array<u32>;\n"
                           "@compute @workgroup_size(1)\n"
                           "fn main(@builtin(global_invocation_id) id: vec3u) {\n"
                           "    var x = id.x;\n"
                           "    for (var i = 0u; i < 60000000u; i++) { x = x * 1664525u + 1013904223u; }\n"
                           "    out[0] = x;\n"
                           "}\n";

static const char endless[] = "@group(0) @binding(0) var<storage, read_write> out: array<atomic<u32>, 4>;\n"
                              "@compute @workgroup_size(1)\n"
                              "fn main() {\n"
                              "    loop {\n"
                              "        if (atomicLoad(&out[0]) == 1u) { break; }\n"
                              "        atomicAdd(&out[1], 1u);\n"
                              "    }\n"
                              "}\n";

/* Submits work that a map of `*staging` has to wait for. */
static void
submit_work(const char *code, struct webgpu_buffer **staging)
{
    struct webgpu_compute_pipeline *pipeline = make_pipeline(code);
    struct webgpu_buffer *buffer = make_buffer(16, STORAGE, false);
    *staging = make_buffer(16, READ, false);
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
    webgpu_command_encoder_copy_buffer_to_buffer(encoder, buffer, NONE_U64, *staging, NONE_U64, NONE_U64);
    submit(encoder);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_bind_group_drop(group);
    webgpu_bind_group_layout_drop(layout);
    webgpu_compute_pipeline_drop(pipeline);
    webgpu_buffer_drop(buffer);
}

static struct abi_pending *
start_map(struct webgpu_buffer *buffer)
{
    struct abi_pending *op = op_new();
    webgpu_buffer_map_async_start(buffer, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, op);
    return op;
}

/* A guest whose time is up while it waits. */
static void
test_time_is_up(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(slow, &staging);
    struct abi_pending *op = start_map(staging);
    guest.instance.deadline = base_deadline_in(UINT64_C(20000000));
    const bool ended = abi_wait_one(&guest.call, op);
    if (ended)
        abi_pending_delete(op);
    else
        assert_int_equal(guest.call.trap, ABI_TRAP_INTERRUPTED);
    webgpu_buffer_drop(staging);
}

/* An abandoned map still maps, as one whose subtask was cancelled does. */
static void
test_abandoned_map(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(slow, &staging);
    abi_pending_abandon(start_map(staging));
    assert_int_not_equal(webgpu_buffer_map_state(staging), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    struct abi_pending *op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    op_wait(op);
    abi_pending_delete(op);
    for (int i = 0; i < 1000 && webgpu_buffer_map_state(staging) != WEBGPU_BUFFER_MAP_STATE_MAPPED; i++) {
        op = op_new(); /* whatever makes the library look */
        webgpu_queue_on_submitted_work_done_start(guest.queue, op);
        op_wait(op);
        abi_pending_delete(op);
    }
    assert_int_equal(webgpu_buffer_map_state(staging), WEBGPU_BUFFER_MAP_STATE_MAPPED);
    webgpu_buffer_drop(staging);
}

/* The buffer goes while its map is pending. */
static void
test_dropped_buffer(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(slow, &staging);
    abi_pending_abandon(start_map(staging));
    const size_t before = webgpu_context_live_objects(guest.context);
    webgpu_buffer_drop(staging);
    assert_int_equal(webgpu_context_live_objects(guest.context), before - 1);
}

/* Everything goes, with a map and a wait for the queue under way. */
static void
test_dropped_device(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(slow, &staging);
    abi_pending_abandon(start_map(staging));
    struct abi_pending *op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    abi_pending_abandon(op);
    webgpu_device_drop(guest.device); /* the queue and the buffer hold it */
    guest.device = NULL;
    assert_int_equal(webgpu_buffer_size(staging), 16);
    webgpu_buffer_drop(staging);
    webgpu_queue_drop(guest.queue);
    guest.queue = NULL;
    webgpu_adapter_drop(guest.adapter);
    guest.adapter = NULL;
    assert_int_equal(webgpu_context_live_objects(guest.context), 1); /* gpu */
}

static struct abi_pending *
start_pipeline(struct webgpu_shader_module *module)
{
    const struct webgpu_compute_pipeline_descriptor descriptor = {
        .compute = {.module = module},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
        .label = SOME_STRING("abandoned"),
    };
    struct abi_pending *op = op_new();
    webgpu_device_create_compute_pipeline_async_start(guest.device, &descriptor, ARENA, op);
    return op;
}

/* Pipelines that come when nobody waits: given back, on the thread of the guest. */
static void
test_abandoned_pipelines(void **state)
{
    (void)state;
    struct webgpu_shader_module *module = make_module(slow);
    const size_t before = webgpu_context_live_objects(guest.context);
    for (int i = 0; i < 20; i++)
        abi_pending_abandon(start_pipeline(module));
    struct abi_pending *op = start_pipeline(module);
    op_wait(op);
    abi_pending_delete(op);
    const struct base_deadline end = base_deadline_in(UINT64_C(5000000000));
    while (webgpu_context_live_objects(guest.context) != before && !base_deadline_passed(&end)) {
        const struct base_deadline nap = base_deadline_in(UINT64_C(1000000));
        base_deadline_sleep(&nap);
    }
    assert_int_equal(webgpu_context_live_objects(guest.context), before);
    webgpu_shader_module_drop(module);
}

/* What callbacks leave late does not pile up, however the guest goes on. */
static void
test_late_objects(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(4, READ, false);
    webgpu_callback_enter();
    webgpu_buffer_drop(buffer);
    webgpu_callback_leave();
    assert_non_null(atomic_load(&guest.context->late));
    struct webgpu_shader_module *module = make_module("@compute @workgroup_size(1) fn main() {}");
    assert_null(atomic_load(&guest.context->late));

    buffer = make_buffer(4, READ, false);
    webgpu_callback_enter();
    webgpu_buffer_drop(buffer);
    webgpu_callback_leave();
    struct abi_pending *op = start_pipeline(module);
    assert_null(atomic_load(&guest.context->late));
    op_wait(op);
    abi_pending_delete(op);
    webgpu_shader_module_drop(module);
}

/* The guest ends while the library compiles for it. */
static void
test_pipelines_at_the_end(void **state)
{
    (void)state;
    struct webgpu_shader_module *module = make_module(slow);
    for (int i = 0; i < 10; i++)
        abi_pending_abandon(start_pipeline(module));
    webgpu_shader_module_drop(module);
}

/* Results that were not lowered are given back with the operation. */
static void
test_results_not_taken(void **state)
{
    (void)state;
    struct webgpu_adapter *adapter = any_adapter();
    const struct webgpu_option_device_descriptor none = {.some = false};
    struct abi_pending *op = op_new();
    webgpu_adapter_request_device_start(adapter, &none, ARENA, op);
    op_wait(op);
    abi_pending_delete(op);
    webgpu_adapter_drop(adapter);

    const struct webgpu_option_request_adapter_options any = {.some = false};
    op = op_new();
    webgpu_gpu_request_adapter_start(guest.gpu, &any, ARENA, op);
    abi_pending_abandon(op);

    push_validation();
    webgpu_buffer_drop(make_buffer(16, 0, false));
    op = op_new();
    webgpu_device_pop_error_scope_start(guest.device, op);
    abi_pending_abandon(op);

    struct webgpu_shader_module *module = make_module("@compute @workgroup_size(1) fn main() {}");
    op = op_new();
    webgpu_shader_module_get_compilation_info_start(module, op);
    webgpu_shader_module_drop(module);
    abi_pending_abandon(op);
}

/* An object's memory stays until the operation has landed that will still touch it. */
static void *
land(void *object)
{
    const struct base_deadline nap = base_deadline_in(UINT64_C(20000000));
    base_deadline_sleep(&nap);
    atomic_fetch_sub_explicit(&((struct webgpu_object *)object)->flights, 1, memory_order_release);
    return NULL;
}

static void
test_flights(void **state)
{
    (void)state;
    static const struct webgpu_class thing = {"thing", sizeof(struct webgpu_object), NULL, WEBGPU_POOL_NONE};
    struct webgpu_object *object = webgpu_object_new(&thing, guest.context, NULL, base_str("thing"));
    assert_non_null(object);
    atomic_fetch_add(&object->flights, 1);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, land, object), 0);
    const uint64_t before = base_clock_now_ns();
    webgpu_object_unref(object);
    assert_true(base_clock_now_ns() - before > UINT64_C(5000000));
    pthread_join(thread, NULL);
}

static void
expect_aborted(struct abi_pending *op)
{
    assert_true(abi_pending_done(op));
    const struct webgpu_buffer_map_async_result *result = (const void *)op->result;
    assert_false(result->ok);
    assert_int_equal(result->error.kind, WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR);
    abi_pending_delete(op);
}

static void
expect_work_done(void)
{
    struct abi_pending *op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    assert_true(abi_pending_done(op));
    abi_pending_delete(op);
}

static void
write_some(struct webgpu_buffer *buffer)
{
    const struct abi_view data = {"12345678", 8};
    struct webgpu_write_buffer_error error;
    assert_true(webgpu_queue_write_buffer_with_copy(guest.queue, buffer, 4, data, NONE_U64, NONE_U64, ARENA,
                                                    &error)); /* of no use, nor past its end an error */
}

/* WebGPU, "lose the device": from then on it makes no errors, and nothing of it works. */
static void
expect_lost(void)
{
    push_validation();
    struct webgpu_buffer *buffer = make_buffer(4, 0, false);
    write_some(buffer);
    webgpu_buffer_drop(buffer);
    webgpu_shader_module_drop(make_module("fn bad( {}"));
    submit(make_encoder());
    assert_no_error();
    buffer = make_buffer(4, 0, false);
    write_some(buffer);
    webgpu_buffer_drop(buffer);
    assert_int_equal(guest.warnings, 0);

    buffer = make_buffer(16, READ, false);
    assert_int_equal(webgpu_buffer_size(buffer), 16);
    expect_aborted(start_map(buffer));
    assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    webgpu_buffer_drop(buffer);
    expect_work_done();

    struct webgpu_shader_module *module = make_module(slow);
    struct abi_pending *op = start_pipeline(module);
    op_wait(op);
    const struct webgpu_device_create_compute_pipeline_async_result *made = (const void *)op->result;
    assert_true(made->ok);
    abi_pending_delete(op);
    webgpu_shader_module_drop(module);
}

/* The same of a device whose GPU does not hang, as the library has it. */
static void
test_destroyed(void **state)
{
    (void)state;
    webgpu_device_destroy(guest.device);
    struct abi_pending *op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    op_wait(op); /* lost, as seen by its callback */
    abi_pending_delete(op);
    expect_lost();
}

/* A device whose GPU hangs is lost by its destroy() all the same, and let go of without a wait for it. */
static void
test_endless(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(endless, &staging);
    struct abi_pending *op = start_map(staging);
    struct abi_pending *work = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, work);
    const uint64_t before = base_clock_now_ns();
    webgpu_device_destroy(guest.device);
    assert_true(atomic_load(&guest.device->loss->lost));
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
    webgpu_device_destroy(guest.device);
    assert_int_equal(webgpu_buffer_map_state(staging), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    expect_aborted(op);
    assert_true(abi_pending_done(work));
    abi_pending_delete(work);
    expect_lost();
    webgpu_buffer_drop(staging);
    webgpu_queue_drop(guest.queue);
    webgpu_device_drop(guest.device);
    guest.queue = NULL;
    guest.device = NULL;
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
    assert_true(base_clock_now_ns() - before < UINT64_C(20000000000));
}

static bool
at_once(void *env)
{
    ++*(unsigned *)env;
    return true;
}

static void
drop_device(void)
{
    webgpu_queue_drop(guest.queue);
    webgpu_device_drop(guest.device);
    webgpu_adapter_drop(guest.adapter);
    guest.queue = NULL;
    guest.device = NULL;
    guest.adapter = NULL;
}

/* A buffer of 600 bytes is let go of behind work of the GPU, where the guest may have 1,000, and another one
 * is asked for. Returns the error, as pop_scope does. */
static int
replace_behind(const char *work)
{
    struct webgpu_buffer *staging;
    submit_work(work, &staging);
    webgpu_buffer_drop(staging);
    guest.context->budget.max_bytes = 1000;
    webgpu_buffer_drop(make_buffer(600, READ, false));
    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    webgpu_buffer_drop(make_buffer(600, READ, false));
    return pop_scope(NULL);
}

/* It comes when there is room for it. */
static void
test_room_behind_work(void **state)
{
    (void)state;
    guest.context->grace_ns = UINT64_C(60000000000);
    assert_int_equal(replace_behind(slow), -1);
}

/* There is none as long as the library has the first one, which wgpu-native has not. */
static void
test_room_behind_endless(void **state)
{
    (void)state;
    guest.context->grace_ns = UINT64_C(50000000);
    const bool kept = gpu_library_kind() == GPU_LIBRARY_DAWN;
    assert_int_equal(replace_behind(endless), kept ? WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR : -1);
    drop_device();
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
}

/* What is written and mapped behind it takes no more of the host's memory than the guest may have. */
static void
test_writes_behind_endless(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(endless, &staging);
    unsigned asked = 0;
    webgpu_context_stop_by(guest.context, at_once, &asked);
    const uint64_t limit = UINT64_C(1) << 20;
    guest.context->budget.max_host_bytes = limit;
    struct webgpu_buffer *buffer = make_buffer(16, READ, false);
    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    for (int i = 0; i < 1000; i++)
        write_some(buffer);
    char text[1024] = "";
    assert_int_equal(pop_scope(text), WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR);
    assert_non_null(strstr(text, "the GPU takes too long"));
    assert_in_range(guest.context->budget.leaving.host_bytes, limit, limit + 10000);

    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    struct abi_pending *op = start_map(buffer);
    assert_true(abi_pending_done(op));
    const struct webgpu_buffer_map_async_result *result = (const void *)op->result;
    assert_false(result->ok);
    assert_int_equal(result->error.kind, WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR);
    abi_pending_delete(op);
    assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    assert_int_equal(pop_scope(NULL), WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR);
    webgpu_buffer_drop(buffer);
    webgpu_buffer_drop(staging);
    drop_device();
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
}

/* The devices of a guest that has ended share the time they are given. */
static void
test_endless_at_the_end(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(endless, &staging);
    webgpu_buffer_drop(staging);
    webgpu_context_end(guest.context);
    const struct base_deadline end = guest.context->end;
    webgpu_queue_drop(guest.queue);
    webgpu_device_drop(guest.device);
    assert_true(base_deadline_passed(&end));
    webgpu_adapter_drop(guest.adapter);
    guest.adapter = any_adapter();
    guest.device = request_device(guest.adapter, NULL, NULL, NULL);
    guest.queue = webgpu_device_queue(guest.device); /* idle: found so without a wait */
    webgpu_queue_drop(guest.queue);
    webgpu_device_drop(guest.device);
    guest.queue = NULL;
    guest.device = NULL;
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
}

/* The guest's time is up: its GPU gets none before its end. */
static void
test_endless_and_stopped(void **state)
{
    (void)state;
    unsigned asked = 0;
    struct webgpu_buffer *staging;
    submit_work(endless, &staging);
    webgpu_buffer_drop(staging);
    webgpu_context_stop_by(guest.context, at_once, &asked);
    const uint64_t before = base_clock_now_ns();
    drop_device();
    assert_true(base_clock_now_ns() - before < WEBGPU_IDLE_MAX_NS / 2);
    assert_int_equal(asked, 1);
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
}

/* Devices that hang share the time, also of a guest that goes on. */
static void
test_two_endless(void **state)
{
    (void)state;
    struct webgpu_buffer *staging;
    submit_work(endless, &staging);
    webgpu_buffer_drop(staging);
    drop_device();
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
    guest.adapter = any_adapter();
    guest.device = request_device(guest.adapter, NULL, NULL, NULL);
    guest.queue = webgpu_device_queue(guest.device);
    submit_work(endless, &staging);
    webgpu_buffer_drop(staging);
    const uint64_t before = base_clock_now_ns();
    drop_device();
    assert_true(base_clock_now_ns() - before < WEBGPU_IDLE_MAX_NS / 2);
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 2);

    /* They are devices that the guest has, though it has no handle to them. */
    assert_int_equal(guest.context->budget.devices, 0);
    guest.context->budget.max_devices = 2;
    guest.adapter = any_adapter();
    assert_null(request_device(guest.adapter, NULL, NULL, NULL));
}

/* Work that takes long does not take for ever: what was given up is released after it. */
static void
test_reaped(void **state)
{
    (void)state;
    unsigned asked = 0;
    struct webgpu_buffer *staging;
    submit_work(slow, &staging);
    webgpu_buffer_drop(staging);
    webgpu_context_stop_by(guest.context, at_once, &asked);
    drop_device();
    if (asked == 0)
        skip(); /* the GPU was through before it could be asked */
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 1);
    const struct base_deadline end = base_deadline_in(UINT64_C(20000000000));
    size_t reaped = 0;
    while (reaped == 0 && !base_deadline_passed(&end)) {
        const struct base_deadline nap = base_deadline_in(UINT64_C(10000000));
        base_deadline_sleep(&nap);
        reaped = gpu_instance_reap(guest.gpu_instance);
    }
    assert_int_equal(reaped, 1);
    assert_int_equal(gpu_instance_abandoned(guest.gpu_instance), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_time_is_up, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_abandoned_map, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_dropped_buffer, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_dropped_device, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_abandoned_pipelines, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_late_objects, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_pipelines_at_the_end, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_results_not_taken, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_flights, setup_gpu, teardown),
        cmocka_unit_test_setup_teardown(test_destroyed, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_reaped, setup_device, teardown),
        /* Last, for on a CPU adapter these keep it busy for the others. */
        cmocka_unit_test_setup_teardown(test_endless, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_room_behind_work, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_room_behind_endless, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_writes_behind_endless, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_endless_at_the_end, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_endless_and_stopped, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_two_endless, setup_device, teardown),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fflush(NULL);
    /* The driver goes on with what is endless, and exit() would take from under its threads what they use. */
    _exit(failed != 0);
}
