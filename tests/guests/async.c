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

#define SLOW 60000000u
#define QUICK 1000u

typedef struct wasi_webgpu_result_void_map_async_error map_result;

/* The subtask of a call that goes on, in `set`. */
static uint32_t
going_on(uint32_t packed, uint32_t set)
{
    require(WASI_SUBTASK_STATE(packed) == WASI_SUBTASK_STARTED && WASI_SUBTASK(packed) != 0, "it goes on");
    wasi_waitable_join(WASI_SUBTASK(packed), set);
    return WASI_SUBTASK(packed);
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

/* Waits for the one call that has gone on, if it has. */
static void
await(uint32_t packed)
{
    if (WASI_SUBTASK_STATE(packed) == WASI_SUBTASK_RETURNED) {
        require(WASI_SUBTASK(packed) == 0, "what returns at once is no subtask");
        return;
    }
    const uint32_t set = wasi_waitable_set_new();
    const uint32_t subtask = going_on(packed, set);
    require(next_subtask(set) == subtask, "the one that was waited for");
    wasi_waitable_set_drop(set);
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

/* A slow one on one device, quick ones on the other: these come first, whatever that takes. */
static void
two_devices(struct device a, struct device b)
{
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t slow = start_work(a, SLOW, 1);
    map_result slow_result, quick_result[2];
    const uint32_t slow_subtask = going_on(map_async(slow, &slow_result), set);
    const uint32_t done_subtask = going_on(wasi_webgpu_async_queue_on_submitted_work_done(a.queue), set);
    wasi_webgpu_buffer_t quick[2];
    for (uint32_t i = 0; i < 2; i++) {
        quick[i] = start_work(b, QUICK, 10 + i);
        wasi_waitable_join(WASI_SUBTASK(map_async(quick[i], &quick_result[i])), set);
    }
    require(wasi_webgpu_buffer_map_state(slow) == WASI_WEBGPU_BUFFER_MAP_STATE_PENDING, "a pending map");
    for (uint32_t i = 0; i < 2; i++) {
        const uint32_t subtask = next_subtask(set);
        require(subtask != slow_subtask && subtask != done_subtask, "the quick ones come first");
    }
    for (uint32_t i = 0; i < 2; i++) {
        require(!quick_result[i].is_error && read_and_unmap(quick[i]) == 10 + i, "with their results");
        wasi_webgpu_buffer_drop(quick[i]);
    }

    /* A sync import waits on its own, beside what runs. */
    const wasi_webgpu_buffer_t sync = start_work(b, QUICK, 20);
    map_result sync_result;
    wasi_webgpu_buffer_map_async(sync, WASI_WEBGPU_MAP_MODE_READ, false, 0, false, 0, &sync_result);
    require(!sync_result.is_error && read_and_unmap(sync) == 20, "the sync form beside them");
    wasi_webgpu_buffer_drop(sync);

    const uint32_t first = next_subtask(set);
    const uint32_t second = next_subtask(set);
    require(first + second == slow_subtask + done_subtask, "then the slow ones");
    require(!slow_result.is_error && read_and_unmap(slow) == 1, "with their result");
    wasi_webgpu_buffer_drop(slow);
    wasi_waitable_set_drop(set);
}

/* Of one buffer: the second map is refused, the first goes on. */
static void
overlapping_maps(struct device device)
{
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t buffer = start_work(device, SLOW / 4, 2);
    map_result first, second;
    const uint32_t subtask = going_on(map_async(buffer, &first), set);
    await(map_async(buffer, &second));
    require(second.is_error && second.error.kind == WASI_WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR,
            "a buffer has one map at a time");
    print_text("error", second.error.message);
    require(next_subtask(set) == subtask && !first.is_error && read_and_unmap(buffer) == 2, "the first one");

    const wasi_webgpu_buffer_t other = start_work(device, SLOW / 4, 3);
    going_on(map_async(other, &first), set);
    struct wasi_webgpu_result_void_unmap_error unmapped;
    wasi_webgpu_buffer_unmap(other, &unmapped);
    next_subtask(set);
    require(first.is_error && first.error.kind == WASI_WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR,
            "unmap ends a pending map");
    print_text("error", first.error.message);
    wasi_webgpu_buffer_drop(other);
    wasi_webgpu_buffer_drop(buffer);
    wasi_waitable_set_drop(set);
}

/* By polling alone everything comes to its end too. */
static void
polling(struct device device)
{
    const uint32_t set = wasi_waitable_set_new();
    const wasi_webgpu_buffer_t buffer = start_work(device, SLOW / 8, 4);
    map_result result;
    struct wasi_event event;
    const uint32_t subtask = going_on(map_async(buffer, &result), set);
    uint32_t code = WASI_EVENT_NONE;
    uint64_t polls = 0;
    for (; code == WASI_EVENT_NONE; polls++) {
        code = wasi_waitable_set_poll(set, &event);
        require(wasi_thread_yield() == 0 || polls != 0, "a yield");
    }
    require(code == WASI_EVENT_SUBTASK && event.waitable == subtask, "polling finds it");
    require(!result.is_error && read_and_unmap(buffer) == 4, "with its result");
    require(wasi_waitable_set_poll(set, &event) == WASI_EVENT_NONE, "and once");
    wasi_subtask_drop(subtask);
    wasi_waitable_set_drop(set);
    wasi_webgpu_buffer_drop(buffer);
}

static void
cancellation(struct device device)
{
    const wasi_webgpu_buffer_t buffer = start_work(device, SLOW / 4, 5);
    map_result result;
    memset(&result, 0x5a, sizeof result);
    uint32_t packed = map_async(buffer, &result);
    require(wasi_subtask_cancel(WASI_SUBTASK(packed)) == WASI_SUBTASK_CANCELLED_BEFORE_RETURNED, "cancelled");
    wasi_subtask_drop(WASI_SUBTASK(packed));
    require(result.is_error == 0x5a, "nothing is stored");

    const uint32_t set = wasi_waitable_set_new();
    packed = wasi_webgpu_async_queue_on_submitted_work_done(device.queue);
    const uint32_t subtask = going_on(packed, set);
    require(wasi_async_subtask_cancel(subtask) == WASI_SUBTASK_CANCELLED_BEFORE_RETURNED,
            "cancelled in its set");
    wasi_subtask_drop(subtask);
    wasi_waitable_set_drop(set);

    wasi_webgpu_buffer_drop(buffer); /* it is not lent any more, though its map runs */
    await(wasi_webgpu_async_queue_on_submitted_work_done(device.queue));

    const wasi_webgpu_buffer_t other = start_work(device, QUICK, 6);
    packed = map_async(other, &result);
    wasi_webgpu_queue_on_submitted_work_done(device.queue); /* by now the map is done too, or soon */
    const uint32_t state = WASI_SUBTASK_STATE(packed) == WASI_SUBTASK_RETURNED
                               ? (uint32_t)WASI_SUBTASK_RETURNED
                               : wasi_subtask_cancel(WASI_SUBTASK(packed));
    if (state == WASI_SUBTASK_RETURNED)
        require(!result.is_error && read_and_unmap(other) == 6, "too late to be cancelled");
    else
        require(state == WASI_SUBTASK_CANCELLED_BEFORE_RETURNED, "cancelled in time");
    if (WASI_SUBTASK(packed) != 0)
        wasi_subtask_drop(WASI_SUBTASK(packed));
    wasi_webgpu_buffer_drop(other);
}

/* A device that is asked for, cancelled, and comes all the same. */
static void
cancelled_device(void)
{
    const wasi_webgpu_adapter_t adapter = open_adapter();
    struct wasi_webgpu_result_device_request_device_error result;
    const struct wasi_webgpu_adapter_request_device_params params = {.self = adapter};
    const uint32_t packed = wasi_webgpu_async_adapter_request_device(&params, &result);
    if (WASI_SUBTASK_STATE(packed) == WASI_SUBTASK_RETURNED) {
        require(!result.is_error, "a device at once");
        wasi_webgpu_device_drop(result.ok);
    } else {
        require(wasi_subtask_cancel(WASI_SUBTASK(packed)) != WASI_SUBTASK_STARTED, "a device cancelled");
        wasi_subtask_drop(WASI_SUBTASK(packed));
    }
    wasi_webgpu_adapter_drop(adapter);
}

static void
pipelines_and_messages(struct device device)
{
    const wasi_webgpu_shader_module_t shader = new_shader(device, "@compute @workgroup_size(1) fn main() {}");
    const struct wasi_webgpu_device_create_compute_pipeline_async_params params = {
        .self = device.self,
        .descriptor = {.compute = {.module = shader}, .layout = {.tag = WASI_WEBGPU_LAYOUT_MODE_AUTO}},
    };
    struct wasi_webgpu_result_compute_pipeline_create_pipeline_error pipeline;
    wasi_webgpu_compilation_info_t info;
    const uint32_t set = wasi_waitable_set_new();
    const uint32_t calls[] = {
        wasi_webgpu_async_device_create_compute_pipeline_async(&params, &pipeline),
        wasi_webgpu_async_shader_module_get_compilation_info(shader, &info),
    };
    uint32_t waiting = 0;
    for (uint32_t i = 0; i < 2; i++) {
        if (WASI_SUBTASK(calls[i]) == 0)
            continue;
        wasi_waitable_join(WASI_SUBTASK(calls[i]), set);
        waiting++;
    }
    while (waiting-- != 0)
        next_subtask(set);
    wasi_waitable_set_drop(set);
    require(!pipeline.is_error, "a pipeline, async");
    struct wasi_webgpu_compilation_message_list messages;
    wasi_webgpu_compilation_info_messages(info, &messages);
    require(messages.count == 0, "a shader without messages");
    wasi_webgpu_compilation_info_drop(info);
    wasi_webgpu_compute_pipeline_drop(pipeline.ok);
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

/* Ends of the guest's own. */
static void
own_ends(void)
{
    const uint64_t ends = wasi_webgpu_device_lost_future_new();
    wasi_webgpu_device_lost_info_t info = 0;
    require(wasi_webgpu_async_device_lost_future_write(WASI_WRITABLE_END(ends), &info) == WASI_BLOCKED,
            "a write that no one reads");
    const uint32_t set = wasi_waitable_set_new();
    wasi_waitable_join(WASI_WRITABLE_END(ends), set);
    wasi_webgpu_device_lost_future_drop_readable(WASI_READABLE_END(ends));
    struct wasi_event event;
    require(wasi_waitable_set_wait(set, &event) == WASI_EVENT_FUTURE_WRITE &&
                event.payload == WASI_COPY_DROPPED,
            "nor ever will");
    wasi_webgpu_device_lost_future_drop_writable(WASI_WRITABLE_END(ends));
    wasi_waitable_set_drop(set);
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
    two_devices(a, b);
    overlapping_maps(a);
    polling(a);
    cancellation(a);
    cancelled_device();
    pipelines_and_messages(b);
    error_scopes(b);
    error_stream(b);
    loss(b);
    loss_of_the_last_handle();
    own_ends();
    close_device(a);
    require(wasi_context_get_0() == 4711, "the context stays");
    return 0;
}
