/* Async imports as the component model has them, on the bare imports: several operations on two devices at
 * a time, cancelled ones, the loss of a device, its errors, and sync imports among them.
 *
 *     async.wasm         all of it
 *     async.wasm leave   exits with 7 while operations run
 *     async.wasm trap    traps while operations run */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "raw.h"

#define QUICK 1000u

/* Rounds of work that should be under way when it is asked for, and how often they are doubled: on a loaded
 * machine the GPU may be done before the guest gets to ask. */
#define SLOW 15000000u
#define DOUBLINGS 8

typedef struct wasi_webgpu_result_void_map_async_error map_result;

/* The subtask of a call, in `set`; 0 for one that has returned at once. */
static uint32_t
joined(uint32_t packed, uint32_t set)
{
    const uint32_t subtask = WASI_SUBTASK(packed);
    const bool returned = WASI_SUBTASK_STATE(packed) == WASI_SUBTASK_RETURNED;
    require(returned ? subtask == 0 : WASI_SUBTASK_STATE(packed) == WASI_SUBTASK_STARTED && subtask != 0,
            "it goes on and is a subtask, or has returned and is none");
    if (!returned)
        wasi_waitable_join(subtask, set);
    return subtask;
}

/* Waits for the next event of a subtask, which is dropped. */
static uint32_t
next_subtask(uint32_t set)
{
    struct wasi_event event;
    const uint32_t code = wasi_waitable_set_wait(set, &event);
    require(code == WASI_EVENT_SUBTASK && event.payload == WASI_SUBTASK_RETURNED, "a subtask has returned");
    wasi_subtask_drop(event.waitable);
    return event.waitable;
}

/* Waits for the one call, if it goes on. */
static void
await(uint32_t packed)
{
    const uint32_t set = wasi_waitable_set_new();
    const uint32_t subtask = joined(packed, set);
    require(subtask == 0 || next_subtask(set) == subtask, "the one that was waited for");
    wasi_waitable_set_drop(set);
}

/* What can only be seen while the GPU is busy: tried with ever more work. `attempt` checks what holds however
 * that goes, and returns whether it has seen the GPU busy. */
static void
while_busy(bool (*attempt)(struct device device, uint32_t rounds), struct device device, const char *what)
{
    bool seen = false;
    for (uint32_t i = 0; !seen && i < DOUBLINGS; i++)
        seen = attempt(device, SLOW << i);
    require(seen, what);
}

static struct device
open_async(void)
{
    const wasi_webgpu_gpu_t gpu = wasi_webgpu_get_gpu();
    struct wasi_webgpu_option_adapter adapter;
    const struct wasi_webgpu_gpu_request_adapter_params adapter_params = {.self = gpu};
    await(wasi_webgpu_async_gpu_request_adapter(&adapter_params, &adapter));
    require(adapter.some, "an adapter, async");
    struct wasi_webgpu_adapter_request_device_params device_params = {
        .self = adapter.value, .descriptor = {.some = true, .value = {.label = {true, {"async", 5}}}}};
    struct wasi_webgpu_result_device_request_device_error device;
    const uint32_t packed = wasi_webgpu_async_adapter_request_device(&device_params, &device);
    memset(&device_params, 0xff, sizeof device_params); /* the parameters are read by now */
    await(packed);
    require(!device.is_error, "a device, async");
    struct wasi_webgpu_string label;
    wasi_webgpu_device_label(device.ok, &label);
    require(label.size == 5 && memcmp(label.data, "async", 5) == 0, "its label");
    free((void *)(uintptr_t)label.data);
    wasi_webgpu_adapter_drop(adapter.value);
    wasi_webgpu_gpu_drop(gpu);
    return (struct device){device.ok, wasi_webgpu_device_queue(device.ok)};
}

/* A slow one on one device, quick ones on the other, whose results come first. */
static bool
two_devices(struct device slow_device, uint32_t rounds)
{
    const struct device quick_device = open_device();
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t slow = start_work(slow_device, rounds, 1);
    map_result slow_result, quick_results[2];
    const uint32_t slow_subtasks[] = {
        joined(map_async(slow, &slow_result), set),
        joined(wasi_webgpu_async_queue_on_submitted_work_done(slow_device.queue), set),
    };
    wasi_webgpu_buffer_t quick[2];
    uint32_t running = (slow_subtasks[0] != 0) + (slow_subtasks[1] != 0);
    uint32_t quick_running = 0;
    for (uint32_t i = 0; i < 2; i++) {
        quick[i] = start_work(quick_device, QUICK, 10 + i);
        quick_running += joined(map_async(quick[i], &quick_results[i]), set) != 0;
    }
    require(wasi_webgpu_buffer_map_state(slow) != WASI_WEBGPU_BUFFER_MAP_STATE_UNMAPPED,
            "it is being mapped");

    bool in_order = running == 2;
    for (running += quick_running; running != 0; running--) {
        const uint32_t subtask = next_subtask(set);
        const bool is_slow = subtask == slow_subtasks[0] || subtask == slow_subtasks[1];
        in_order = in_order && is_slow == (running <= 2);
    }
    for (uint32_t i = 0; i < 2; i++) {
        require(!quick_results[i].is_error && read_and_unmap(quick[i]) == 10 + i, "the quick ones' results");
        wasi_webgpu_buffer_drop(quick[i]);
    }
    require(!slow_result.is_error && read_and_unmap(slow) == 1, "the slow one's result");
    wasi_webgpu_buffer_drop(slow);
    wasi_waitable_set_drop(set);
    close_device(quick_device);
    return in_order;
}

/* A sync import waits on its own, beside what runs on another device. */
static bool
sync_beside_async(struct device slow_device, uint32_t rounds)
{
    const struct device device = open_device();
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t slow = start_work(slow_device, rounds, 2);
    map_result slow_result, result;
    const uint32_t subtask = joined(map_async(slow, &slow_result), set);
    const wasi_webgpu_buffer_t buffer = start_work(device, QUICK, 20);
    wasi_webgpu_buffer_map_async(buffer, WASI_WEBGPU_MAP_MODE_READ, false, 0, false, 0, &result);
    require(!result.is_error && read_and_unmap(buffer) == 20, "the sync form");
    wasi_webgpu_buffer_drop(buffer);

    struct wasi_event event;
    const bool runs = subtask != 0 && wasi_waitable_set_poll(set, &event) == WASI_EVENT_NONE;
    if (runs)
        require(next_subtask(set) == subtask, "and the async form behind it");
    else if (subtask != 0)
        wasi_subtask_drop(subtask);
    require(!slow_result.is_error && read_and_unmap(slow) == 2, "with its result");
    wasi_webgpu_buffer_drop(slow);
    wasi_waitable_set_drop(set);
    close_device(device);
    return runs;
}

/* Of one buffer: the second map is refused, the first goes on. */
static bool
overlapping_maps(struct device device, uint32_t rounds)
{
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t buffer = start_work(device, rounds, 3);
    map_result first, second;
    const uint32_t subtask = joined(map_async(buffer, &first), set);
    await(map_async(buffer, &second));
    require(second.is_error && second.error.kind == WASI_WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR,
            "a buffer has one map at a time");
    print_text("error", second.error.message);
    require(subtask == 0 || next_subtask(set) == subtask, "the first one");
    require(!first.is_error && read_and_unmap(buffer) == 3, "with its result");
    wasi_webgpu_buffer_drop(buffer);
    wasi_waitable_set_drop(set);
    return subtask != 0;
}

static bool
unmap_of_a_pending_map(struct device device, uint32_t rounds)
{
    const wasi_webgpu_buffer_t buffer = start_work(device, rounds, 4);
    map_result result;
    struct wasi_webgpu_result_void_unmap_error unmapped;
    const uint32_t packed = map_async(buffer, &result);
    wasi_webgpu_buffer_unmap(buffer, &unmapped);
    require(!unmapped.is_error, "unmap does not fail");
    await(packed);
    const bool aborted = result.is_error;
    if (aborted) {
        require(result.error.kind == WASI_WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR,
                "unmap ends a pending map");
        print_text("error", result.error.message);
    }
    require(wasi_webgpu_buffer_map_state(buffer) == WASI_WEBGPU_BUFFER_MAP_STATE_UNMAPPED,
            "it is not mapped");
    wasi_webgpu_buffer_drop(buffer);
    return aborted;
}

/* By polling alone everything comes to its end too, however often that finds nothing before. */
static void
polling(struct device device)
{
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t buffer = start_work(device, SLOW, 5);
    map_result result;
    struct wasi_event event;
    const uint32_t subtask = joined(map_async(buffer, &result), set);
    uint32_t code = subtask == 0 ? WASI_EVENT_SUBTASK : WASI_EVENT_NONE;
    while (code == WASI_EVENT_NONE)
        code = wasi_waitable_set_poll(set, &event);
    require(wasi_thread_yield() == 0, "a yield");
    if (subtask != 0) {
        require(code == WASI_EVENT_SUBTASK && event.waitable == subtask, "polling finds it");
        wasi_subtask_drop(subtask);
    }
    require(!result.is_error && read_and_unmap(buffer) == 5, "with its result");
    require(wasi_waitable_set_poll(set, &event) == WASI_EVENT_NONE, "and once");
    wasi_waitable_set_drop(set);
    wasi_webgpu_buffer_drop(buffer);
}

/* The state in which a call ends that is cancelled now, unless it has returned at once; its subtask is
 * dropped. */
static uint32_t
cancelled(uint32_t packed, uint32_t (*cancel)(uint32_t subtask))
{
    if (WASI_SUBTASK(packed) == 0)
        return WASI_SUBTASK_STATE(packed);
    const uint32_t state = cancel(WASI_SUBTASK(packed));
    wasi_subtask_drop(WASI_SUBTASK(packed));
    require(state == WASI_SUBTASK_RETURNED || state == WASI_SUBTASK_CANCELLED_BEFORE_RETURNED,
            "it has ended");
    return state;
}

static bool
cancelled_map(struct device device, uint32_t rounds)
{
    const wasi_webgpu_buffer_t buffer = start_work(device, rounds, 6);
    map_result result;
    memset(&result, 0x5a, sizeof result);
    const bool in_time = cancelled(map_async(buffer, &result), wasi_subtask_cancel) != WASI_SUBTASK_RETURNED;
    if (in_time)
        require(result.is_error == 0x5a, "nothing is stored");
    else
        require(!result.is_error && read_and_unmap(buffer) == 6, "too late to be cancelled");
    wasi_webgpu_buffer_drop(buffer); /* it is not lent any more, though its map may run */
    await(wasi_webgpu_async_queue_on_submitted_work_done(device.queue));
    return in_time;
}

/* The subtask is in a set, which the async form of cancelling allows. */
static bool
cancelled_work_done(struct device device, uint32_t rounds)
{
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t buffer = start_work(device, rounds, 7);
    const uint32_t packed = wasi_webgpu_async_queue_on_submitted_work_done(device.queue);
    joined(packed, set);
    const bool in_time = cancelled(packed, wasi_async_subtask_cancel) != WASI_SUBTASK_RETURNED;
    wasi_webgpu_buffer_drop(buffer);
    wasi_waitable_set_drop(set);
    return in_time;
}

/* By then the map is done, or soon. */
static void
late_cancellation(struct device device)
{
    const wasi_webgpu_buffer_t buffer = start_work(device, QUICK, 8);
    map_result result;
    const uint32_t packed = map_async(buffer, &result);
    wasi_webgpu_queue_on_submitted_work_done(device.queue);
    if (cancelled(packed, wasi_subtask_cancel) == WASI_SUBTASK_RETURNED)
        require(!result.is_error && read_and_unmap(buffer) == 8, "too late to be cancelled");
    wasi_webgpu_buffer_drop(buffer);
}

/* A device that is asked for, cancelled, and comes all the same. */
static void
cancelled_device(void)
{
    const wasi_webgpu_adapter_t adapter = open_adapter();
    struct wasi_webgpu_result_device_request_device_error result;
    const struct wasi_webgpu_adapter_request_device_params params = {.self = adapter};
    const uint32_t packed = wasi_webgpu_async_adapter_request_device(&params, &result);
    if (cancelled(packed, wasi_subtask_cancel) == WASI_SUBTASK_RETURNED) {
        require(!result.is_error, "a device, too late to be cancelled");
        wasi_webgpu_device_drop(result.ok);
    }
    wasi_webgpu_adapter_drop(adapter);
}

static void
pipelines_and_messages(struct device device)
{
    const wasi_webgpu_shader_module_t shader =
        new_shader(device, "@compute @workgroup_size(1) fn main() {}\n"
                           "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(); }");
    const struct wasi_webgpu_device_create_compute_pipeline_async_params compute_params = {
        .self = device.self,
        .descriptor = {.compute = {.module = shader}, .layout = {.tag = WASI_WEBGPU_LAYOUT_MODE_AUTO}},
    };
    const struct wasi_webgpu_device_create_render_pipeline_async_params render_params = {
        .self = device.self,
        .descriptor = {.vertex = {.module = shader},
                       .depth_stencil = {.some = true,
                                         .value = {.format = WASI_WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT,
                                                   .depth_write_enabled = {true, true},
                                                   .depth_compare = {true,
                                                                     WASI_WEBGPU_COMPARE_FUNCTION_LESS}}},
                       .layout = {.tag = WASI_WEBGPU_LAYOUT_MODE_AUTO}},
    };
    struct wasi_webgpu_result_compute_pipeline_create_pipeline_error compute;
    struct wasi_webgpu_result_render_pipeline_create_pipeline_error render;
    wasi_webgpu_compilation_info_t info;
    const uint32_t set = wasi_waitable_set_new();
    const uint32_t calls[] = {
        wasi_webgpu_async_device_create_compute_pipeline_async(&compute_params, &compute),
        wasi_webgpu_async_device_create_render_pipeline_async(&render_params, &render),
        wasi_webgpu_async_shader_module_get_compilation_info(shader, &info),
    };
    uint32_t running = 0;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        running += joined(calls[i], set) != 0;
    while (running-- != 0)
        next_subtask(set);
    wasi_waitable_set_drop(set);
    require(!compute.is_error, "a compute pipeline, async");
    require(!render.is_error, "a render pipeline, async");
    struct wasi_webgpu_compilation_message_list messages;
    wasi_webgpu_compilation_info_messages(info, &messages);
    require(messages.count == 0, "a shader without messages");
    wasi_webgpu_compilation_info_drop(info);
    wasi_webgpu_compute_pipeline_drop(compute.ok);
    wasi_webgpu_render_pipeline_drop(render.ok);

    /* The same three, which block. */
    wasi_webgpu_device_create_compute_pipeline_async(device.self, shader, false, NULL, 0, false, 0,
                                                     WASI_WEBGPU_LAYOUT_MODE_AUTO, 0, false, NULL, 0,
                                                     &compute);
    wasi_webgpu_device_create_render_pipeline_async(&render_params, &render);
    require(!compute.is_error && !render.is_error, "both pipelines, sync");
    info = wasi_webgpu_shader_module_get_compilation_info(shader);
    wasi_webgpu_compilation_info_messages(info, &messages);
    require(messages.count == 0, "what is said of the shader, sync");
    wasi_webgpu_compilation_info_drop(info);
    wasi_webgpu_compute_pipeline_drop(compute.ok);
    wasi_webgpu_render_pipeline_drop(render.ok);
    wasi_webgpu_shader_module_drop(shader);
}

/* An error that no scope takes. */
static void
make_error(struct device device)
{
    wasi_webgpu_buffer_drop(
        new_buffer(device, 16, WASI_WEBGPU_BUFFER_USAGE_MAP_READ | WASI_WEBGPU_BUFFER_USAGE_MAP_WRITE));
}

static void
error_scopes(struct device device)
{
    struct wasi_webgpu_result_option_error_pop_error_scope_error popped;
    wasi_webgpu_device_push_error_scope(device.self, WASI_WEBGPU_ERROR_FILTER_VALIDATION);
    make_error(device);
    await(wasi_webgpu_async_device_pop_error_scope(device.self, &popped));
    require(!popped.is_error && popped.ok.some, "an error scope, async");
    wasi_webgpu_error_drop(popped.ok.value);
    await(wasi_webgpu_async_device_pop_error_scope(device.self, &popped));
    require(popped.is_error, "and none is left");
    print_text("error", popped.error.message);
}

static void
error_stream(struct device device)
{
    const uint32_t set = wasi_waitable_set_new();
    const uint32_t stream = wasi_webgpu_device_on_uncaptured_error(device.self);
    wasi_webgpu_error_t errors[4];
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_read(stream, errors, 4) == WASI_BLOCKED,
            "no error yet");
    wasi_waitable_join(stream, set);
    struct wasi_event event;
    require(wasi_waitable_set_poll(set, &event) == WASI_EVENT_NONE, "none");
    make_error(device);
    require(wasi_waitable_set_wait(set, &event) == WASI_EVENT_STREAM_READ && event.waitable == stream &&
                WASI_COPY_RESULT(event.payload) == WASI_COPY_COMPLETED && WASI_COPY_COUNT(event.payload) == 1,
            "an error arrives");
    struct wasi_webgpu_string message;
    wasi_webgpu_error_message(errors[0], &message);
    require(wasi_webgpu_error_kind(errors[0]) == WASI_WEBGPU_ERROR_KIND_VALIDATION_ERROR && message.size != 0,
            "a validation error with a message");
    print_text("error", message);
    wasi_webgpu_error_drop(errors[0]);

    wasi_waitable_join(stream, 0);
    for (int i = 0; i < 3; i++)
        make_error(device);
    wasi_webgpu_queue_on_submitted_work_done(device.queue);
    uint32_t count = 0;
    while (count < 3) {
        const uint32_t read = wasi_webgpu_device_on_uncaptured_error_stream_read(stream, errors, 2);
        require(WASI_COPY_RESULT(read) == WASI_COPY_COMPLETED && WASI_COPY_COUNT(read) != 0, "sync reads");
        for (uint32_t i = 0; i < WASI_COPY_COUNT(read); i++)
            wasi_webgpu_error_drop(errors[i]);
        count += WASI_COPY_COUNT(read);
    }
    require(count == 3, "three of three");
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_read(stream, errors, 4) == WASI_BLOCKED,
            "then none");
    require(wasi_webgpu_device_on_uncaptured_error_stream_cancel_read(stream) == WASI_COPY_CANCELLED,
            "a read that is cancelled");
    wasi_webgpu_device_on_uncaptured_error_stream_drop_readable(stream);
    wasi_waitable_set_drop(set);
}

/* Two futures: one waits, one is read when it is there. The stream of errors ends with the device. */
static void
loss(struct device device)
{
    const uint32_t set = wasi_waitable_set_new();
    const uint32_t future = wasi_webgpu_device_lost(device.self);
    const uint32_t later = wasi_webgpu_device_lost(device.self);
    const uint32_t stream = wasi_webgpu_device_on_uncaptured_error(device.self);
    wasi_webgpu_device_lost_info_t info, other;
    wasi_webgpu_error_t error;
    require(wasi_webgpu_async_device_lost_future_read(future, &info) == WASI_BLOCKED, "it is not lost");
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_read(stream, &error, 1) == WASI_BLOCKED,
            "it has no errors");
    wasi_waitable_join(future, set);
    wasi_waitable_join(stream, set);
    wasi_webgpu_device_destroy(device.self);
    bool lost = false, ended = false;
    for (int i = 0; i < 2; i++) {
        struct wasi_event event;
        const uint32_t code = wasi_waitable_set_wait(set, &event);
        lost = lost || (code == WASI_EVENT_FUTURE_READ && event.waitable == future &&
                        event.payload == WASI_COPY_COMPLETED);
        ended = ended || (code == WASI_EVENT_STREAM_READ && event.waitable == stream &&
                          event.payload == WASI_COPY_DROPPED);
    }
    require(lost, "it is lost");
    require(ended, "and has no more errors");
    require(wasi_webgpu_device_lost_info_reason(info) == WASI_WEBGPU_DEVICE_LOST_REASON_DESTROYED,
            "for it was destroyed");
    struct wasi_webgpu_string message;
    wasi_webgpu_device_lost_info_message(info, &message);
    print_text("message", message);
    require(wasi_webgpu_device_lost_future_read(later, &other) == WASI_COPY_COMPLETED, "the second future");
    wasi_webgpu_device_lost_info_drop(info);
    wasi_webgpu_device_lost_info_drop(other);
    wasi_webgpu_device_lost_future_drop_readable(future);
    wasi_webgpu_device_lost_future_drop_readable(later);
    wasi_webgpu_device_on_uncaptured_error_stream_drop_readable(stream);
    wasi_waitable_set_drop(set);
    close_device(device);
}

/* The future outlives every handle of its device. */
static void
loss_of_the_last_handle(void)
{
    const struct device device = open_device();
    const uint32_t future = wasi_webgpu_device_lost(device.self);
    wasi_webgpu_device_lost_info_t info;
    close_device(device);
    require(wasi_webgpu_device_lost_future_read(future, &info) == WASI_COPY_COMPLETED,
            "lost with its last handle");
    wasi_webgpu_device_lost_info_drop(info);
    wasi_webgpu_device_lost_future_drop_readable(future);
}

/* A future whose ends are both the guest's: what is written is read by no one. */
static void
own_future(void)
{
    const uint64_t ends = wasi_webgpu_device_lost_future_new();
    const uint32_t readable = WASI_READABLE_END(ends), writable = WASI_WRITABLE_END(ends);
    wasi_webgpu_device_lost_info_t info = 0;
    require(wasi_webgpu_async_device_lost_future_read(readable, &info) == WASI_BLOCKED, "nothing to read");
    require(wasi_webgpu_device_lost_future_cancel_read(readable) == WASI_COPY_CANCELLED, "read no more");
    require(wasi_webgpu_async_device_lost_future_read(readable, &info) == WASI_BLOCKED, "still nothing");
    require(wasi_webgpu_async_device_lost_future_cancel_read(readable) == WASI_COPY_CANCELLED,
            "no more, async");
    require(wasi_webgpu_async_device_lost_future_write(writable, &info) == WASI_BLOCKED, "no one reads");
    require(wasi_webgpu_device_lost_future_cancel_write(writable) == WASI_COPY_CANCELLED, "written no more");
    require(wasi_webgpu_async_device_lost_future_write(writable, &info) == WASI_BLOCKED, "still no one");
    require(wasi_webgpu_async_device_lost_future_cancel_write(writable) == WASI_COPY_CANCELLED,
            "no more, async");

    require(wasi_webgpu_async_device_lost_future_write(writable, &info) == WASI_BLOCKED,
            "a write that waits");
    const uint32_t set = wasi_waitable_set_new();
    wasi_waitable_join(writable, set);
    wasi_webgpu_device_lost_future_drop_readable(readable);
    struct wasi_event event;
    require(wasi_waitable_set_wait(set, &event) == WASI_EVENT_FUTURE_WRITE && event.waitable == writable &&
                event.payload == WASI_COPY_DROPPED,
            "no one ever will");
    wasi_webgpu_device_lost_future_drop_writable(writable);
    wasi_waitable_set_drop(set);

    const uint64_t other = wasi_webgpu_device_lost_future_new();
    wasi_webgpu_device_lost_future_drop_readable(WASI_READABLE_END(other));
    require(wasi_webgpu_device_lost_future_write(WASI_WRITABLE_END(other), &info) == WASI_COPY_DROPPED,
            "a sync write to no one");
    wasi_webgpu_device_lost_future_drop_writable(WASI_WRITABLE_END(other));
}

/* A stream whose ends are both the guest's. */
static void
own_stream(void)
{
    const uint64_t ends = wasi_webgpu_device_on_uncaptured_error_stream_new();
    const uint32_t readable = WASI_READABLE_END(ends), writable = WASI_WRITABLE_END(ends);
    wasi_webgpu_error_t error = 0;
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_read(readable, &error, 1) == WASI_BLOCKED,
            "nothing to read");
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_cancel_read(readable) == WASI_COPY_CANCELLED,
            "read no more");
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_write(writable, &error, 1) == WASI_BLOCKED,
            "no one reads");
    require(wasi_webgpu_device_on_uncaptured_error_stream_cancel_write(writable) == WASI_COPY_CANCELLED,
            "written no more");
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_write(writable, &error, 1) == WASI_BLOCKED,
            "still no one");
    require(wasi_webgpu_async_device_on_uncaptured_error_stream_cancel_write(writable) == WASI_COPY_CANCELLED,
            "no more, async");
    wasi_webgpu_device_on_uncaptured_error_stream_drop_readable(readable);
    require(wasi_webgpu_device_on_uncaptured_error_stream_write(writable, &error, 1) == WASI_COPY_DROPPED,
            "a sync write to no one");
    wasi_webgpu_device_on_uncaptured_error_stream_drop_writable(writable);
}

/* Operations that no one waits for, of each kind; the GPU itself has nothing to do. */
static void
leave_in_the_middle(struct device a, struct device b)
{
    static map_result results[2];
    const struct device devices[] = {a, b};
    for (int i = 0; i < 2; i++)
        (void)map_async(new_buffer(devices[i], 8, WASI_WEBGPU_BUFFER_USAGE_MAP_READ), &results[i]);
    const uint32_t packed = wasi_webgpu_async_queue_on_submitted_work_done(a.queue);
    if (WASI_SUBTASK(packed) != 0)
        wasi_waitable_join(WASI_SUBTASK(packed), wasi_waitable_set_new());
    static wasi_webgpu_device_lost_info_t info;
    static wasi_webgpu_error_t error;
    (void)wasi_webgpu_async_device_lost_future_read(wasi_webgpu_device_lost(a.self), &info);
    (void)wasi_webgpu_async_device_on_uncaptured_error_stream_read(
        wasi_webgpu_device_on_uncaptured_error(b.self), &error, 1);
    make_error(b);
}

int
main(int argc, char **argv)
{
    wasi_context_set_0(4711);
    const struct device a = open_async();
    const struct device b = open_device();
    if (argc > 1) {
        leave_in_the_middle(a, b);
        if (strcmp(argv[1], "trap") == 0)
            __builtin_trap();
        return 7;
    }
    while_busy(two_devices, a, "the quick ones come first");
    while_busy(sync_beside_async, a, "a sync call does not wait for what runs");
    while_busy(overlapping_maps, a, "the first of two maps goes on");
    while_busy(unmap_of_a_pending_map, a, "a map is ended");
    polling(a);
    while_busy(cancelled_map, a, "a map is cancelled");
    while_busy(cancelled_work_done, a, "a wait for the queue is cancelled");
    late_cancellation(a);
    cancelled_device();
    pipelines_and_messages(b);
    error_scopes(b);
    error_stream(b);
    loss(b);
    loss_of_the_last_handle();
    own_future();
    own_stream();
    close_device(a);
    require(wasi_context_get_0() == 4711, "the context stays");
    return 0;
}
