/* A guest that breaks the rules of async imports, one way a run: `hostile_async.wasm CASE`.
 * tests/hostile/check.py holds what each case must end in. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "raw.h"

#define ROUNDS 15000000u
#define MANY 20000

/* The same imports under types that let a guest pass what it likes. */
#define RAW(module, name) __attribute__((import_module(module), import_name(name)))
RAW("$root", "[waitable-set-wait]") uint32_t raw_wait(uint32_t set, uint32_t event);
RAW("[export]$root", "[task-cancel]") void raw_task_cancel(void);
RAW(WASI_WEBGPU_MODULE, "[async-lower][stream-read-0][method]gpu-device.on-uncaptured-error")
uint32_t raw_stream_read(uint32_t end, uint32_t buffer, uint32_t count);
RAW(WASI_WEBGPU_MODULE, "[async-lower][method]gpu-buffer.map-async")
uint32_t raw_map_async(uint32_t params, uint32_t result);

static struct device device;
static struct wasi_event event;
static struct wasi_webgpu_result_void_map_async_error map_result;

static wasi_webgpu_buffer_t
idle_buffer(void)
{
    return new_buffer(device, 8, WASI_WEBGPU_BUFFER_USAGE_MAP_READ);
}

/* The subtask of a map, which goes on until someone waits: the GPU has nothing to do for it. */
static uint32_t
new_subtask(void)
{
    const uint32_t packed = map_async(idle_buffer(), &map_result);
    require(WASI_SUBTASK_STATE(packed) == WASI_SUBTASK_STARTED, "it goes on");
    return WASI_SUBTASK(packed);
}

static uint32_t
set_with(uint32_t waitable)
{
    const uint32_t set = wasi_waitable_set_new();
    wasi_waitable_join(waitable, set);
    return set;
}

static void
wait_for_no_one(void)
{
    wasi_waitable_set_wait(wasi_waitable_set_new(), &event);
}

static void
wait_for_no_read(void)
{
    wasi_waitable_set_wait(set_with(wasi_webgpu_device_lost(device.self)), &event);
}

static void
wait_for_oneself(void)
{
    wasi_webgpu_device_lost_info_t info;
    const uint32_t end = WASI_READABLE_END(wasi_webgpu_device_lost_future_new());
    (void)wasi_webgpu_async_device_lost_future_read(end, &info);
    wasi_waitable_set_wait(set_with(end), &event);
}

static void
read_from_oneself(void)
{
    wasi_webgpu_device_lost_info_t info;
    (void)wasi_webgpu_device_lost_future_read(WASI_READABLE_END(wasi_webgpu_device_lost_future_new()), &info);
}

static void
pass_to_oneself(void)
{
    wasi_webgpu_device_lost_info_t info = 0;
    const uint64_t ends = wasi_webgpu_device_lost_future_new();
    (void)wasi_webgpu_async_device_lost_future_write(WASI_WRITABLE_END(ends), &info);
    (void)wasi_webgpu_async_device_lost_future_read(WASI_READABLE_END(ends), &info);
}

/* The deadline ends it. */
static void
wait_for_no_loss(void)
{
    wasi_webgpu_device_lost_info_t info;
    (void)wasi_webgpu_device_lost_future_read(wasi_webgpu_device_lost(device.self), &info);
}

static void
wait_outside(void)
{
    raw_wait(set_with(new_subtask()), (uint32_t)__builtin_wasm_memory_size(0) * 65536u - 4);
}

static void
params_outside(void)
{
    raw_map_async((uint32_t)__builtin_wasm_memory_size(0) * 65536u - 8, 1024);
}

static void
drop_a_running_subtask(void)
{
    wasi_subtask_drop(new_subtask());
}

static void
drop_what_is_lent(void)
{
    const wasi_webgpu_buffer_t buffer = idle_buffer();
    (void)map_async(buffer, &map_result);
    wasi_webgpu_buffer_drop(buffer);
}

static void
drop_a_full_set(void)
{
    wasi_waitable_set_drop(set_with(new_subtask()));
}

static void
cancel_twice(void)
{
    const uint32_t subtask = new_subtask();
    (void)wasi_subtask_cancel(subtask);
    (void)wasi_subtask_cancel(subtask);
}

static void
cancel_in_a_set(void)
{
    const uint32_t subtask = new_subtask();
    (void)set_with(subtask);
    (void)wasi_subtask_cancel(subtask);
}

static void
join_a_resource(void)
{
    (void)set_with(device.self);
}

static void
read_another_type(void)
{
    wasi_webgpu_device_lost_info_t info;
    (void)wasi_webgpu_async_device_lost_future_read(wasi_webgpu_device_on_uncaptured_error(device.self),
                                                    &info);
}

static void
read_twice(void)
{
    wasi_webgpu_device_lost_info_t info;
    const uint32_t future = wasi_webgpu_device_lost(device.self);
    (void)wasi_webgpu_async_device_lost_future_read(future, &info);
    (void)wasi_webgpu_async_device_lost_future_read(future, &info);
}

static void
read_too_many(void)
{
    raw_stream_read(wasi_webgpu_device_on_uncaptured_error(device.self), 0, 1u << 28);
}

static void
read_outside(void)
{
    raw_stream_read(wasi_webgpu_device_on_uncaptured_error(device.self), 1024, (1u << 28) - 1);
}

static void
cancel_the_task(void)
{
    raw_task_cancel();
}

/* What the component model allows, however much of it: must not trap, nor grow without end. */
static void
many_futures(void)
{
    for (int i = 0; i < MANY; i++) {
        wasi_webgpu_device_lost_info_t info;
        const uint32_t future = wasi_webgpu_device_lost(device.self);
        (void)wasi_webgpu_async_device_lost_future_read(future, &info);
        (void)wasi_webgpu_device_lost_future_cancel_read(future);
        wasi_webgpu_device_lost_future_drop_readable(future);
    }
}

static void
many_subtasks(void)
{
    (void)start_work(device, ROUNDS, 1);
    for (int i = 0; i < MANY / 10; i++)
        (void)wasi_webgpu_async_queue_on_submitted_work_done(device.queue);
    wasi_webgpu_queue_on_submitted_work_done(device.queue);
}

/* Whatever the guest has cancelled, the GPU has still to answer. */
static void
cancel_some(int count)
{
    for (int i = 0; i < count; i++) {
        const uint32_t packed = wasi_webgpu_async_queue_on_submitted_work_done(device.queue);
        if (WASI_SUBTASK(packed) == 0)
            continue;
        (void)wasi_subtask_cancel(WASI_SUBTASK(packed));
        wasi_subtask_drop(WASI_SUBTASK(packed));
    }
}

static void
many_cancelled(void)
{
    (void)start_work(device, ROUNDS, 1);
    cancel_some(MANY / 10);
    wasi_webgpu_queue_on_submitted_work_done(device.queue);
}

/* With ever more work, for a GPU may be done before there are too many. */
static void
too_many_cancelled(void)
{
    for (uint32_t rounds = ROUNDS; rounds <= UINT32_MAX / 2; rounds *= 2) {
        (void)start_work(device, rounds, 1);
        cancel_some(MANY);
    }
}

static const struct {
    const char *name;
    void (*run)(void);
} cases[] = {
#define CASE(name) {#name, name}
    CASE(wait_for_no_one),        CASE(wait_for_no_read),  CASE(wait_for_oneself),   CASE(read_from_oneself),
    CASE(pass_to_oneself),        CASE(wait_for_no_loss),  CASE(wait_outside),       CASE(params_outside),
    CASE(drop_a_running_subtask), CASE(drop_what_is_lent), CASE(drop_a_full_set),    CASE(cancel_twice),
    CASE(cancel_in_a_set),        CASE(join_a_resource),   CASE(read_another_type),  CASE(read_twice),
    CASE(read_too_many),          CASE(read_outside),      CASE(cancel_the_task),    CASE(many_futures),
    CASE(many_subtasks),          CASE(many_cancelled),    CASE(too_many_cancelled),
#undef CASE
};

int
main(int argc, char **argv)
{
    close(STDOUT_FILENO); /* where what is required is told */
    for (size_t i = 0; argc > 1 && i < sizeof cases / sizeof cases[0]; i++) {
        if (strcmp(cases[i].name, argv[1]) != 0)
            continue;
        device = open_device();
        cases[i].run();
        return 0;
    }
    return 2;
}
