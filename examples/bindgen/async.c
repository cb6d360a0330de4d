/* The same round trip against the bindings that `wit-bindgen c` generates of itself, with async imports: each
 * async method is a subtask where it does not end at once. Then the device is lost, and its errors end. */
#include "work.h"

/* Waits for a call, if it goes on. */
static void
await(imports_subtask_status_t status)
{
    if (IMPORTS_SUBTASK_STATE(status) == IMPORTS_SUBTASK_RETURNED)
        return;
    const imports_subtask_t subtask = IMPORTS_SUBTASK_HANDLE(status);
    const imports_waitable_set_t set = imports_waitable_set_new();
    imports_event_t event;
    imports_waitable_join(subtask, set);
    imports_waitable_set_wait(set, &event);
    require(event.event == IMPORTS_EVENT_SUBTASK && event.waitable == subtask &&
                event.code == IMPORTS_SUBTASK_RETURNED,
            "a subtask");
    imports_subtask_drop(subtask);
    imports_waitable_set_drop(set);
}

static W(own_gpu_device_t) open_device(void)
{
    const W(own_gpu_t) gpu = W(get_gpu)();
    W(method_gpu_request_adapter_args_t) adapter_args = {.self = W(borrow_gpu)(gpu)};
    W(option_own_gpu_adapter_t) adapter;
    await(W(method_gpu_request_adapter)(&adapter_args, &adapter));
    require(adapter.is_some, "an adapter");
    W(method_gpu_adapter_request_device_args_t)
    device_args = {.self = W(borrow_gpu_adapter)(adapter.val),
                   .descriptor = {.is_some = true, .val = {.label = {.is_some = true}}}};
    imports_string_set(&device_args.descriptor.val.label.val, "bindgen");
    W(result_own_gpu_device_request_device_error_t) device;
    await(W(method_gpu_adapter_request_device)(&device_args, &device));
    require(!device.is_err, "a device");
    W(gpu_adapter_drop_own)(adapter.val);
    W(gpu_drop_own)(gpu);
    return device.val.ok;
}

static void
double_numbers(W(borrow_gpu_device_t) device)
{
    const struct work work = work_start(device);
    W(method_gpu_buffer_map_async_args_t)
    args = {.self = W(borrow_gpu_buffer)(work.staging), .mode = CONSTANT(GPU_MAP_MODE_READ)};
    W(result_void_map_async_error_t) result;
    const imports_subtask_status_t map = W(method_gpu_buffer_map_async)(&args, &result);
    await(W(method_gpu_queue_on_submitted_work_done)(W(borrow_gpu_queue)(work.queue)));
    await(map);
    require(!result.is_err, "map the result");
    work_check(&work);
    work_finish(&work);
}

static void
lose(W(borrow_gpu_device_t) device)
{
    const W(future_own_gpu_device_lost_info_t) lost = W(method_gpu_device_lost)(device);
    const W(stream_own_gpu_error_t) errors = W(method_gpu_device_on_uncaptured_error)(device);
    W(own_gpu_device_lost_info_t) info;
    W(own_gpu_error_t) error;
    require(W(future_own_gpu_device_lost_info_read)(lost, &info) == IMPORTS_WAITABLE_STATUS_BLOCKED,
            "it is not lost");
    require(W(stream_own_gpu_error_read)(errors, &error, 1) == IMPORTS_WAITABLE_STATUS_BLOCKED,
            "it has no errors");
    const imports_waitable_set_t set = imports_waitable_set_new();
    imports_waitable_join(lost, set);
    imports_waitable_join(errors, set);
    W(method_gpu_device_destroy)(device);
    for (int i = 0; i < 2; i++) {
        imports_event_t event;
        imports_waitable_set_wait(set, &event);
        require(event.waitable == lost ? event.event == IMPORTS_EVENT_FUTURE_READ &&
                                             IMPORTS_WAITABLE_STATE(event.code) == IMPORTS_WAITABLE_COMPLETED
                                       : event.event == IMPORTS_EVENT_STREAM_READ &&
                                             IMPORTS_WAITABLE_STATE(event.code) == IMPORTS_WAITABLE_DROPPED,
                "it is lost");
    }
    require(W(method_gpu_device_lost_info_reason)(W(borrow_gpu_device_lost_info)(info)) ==
                CONSTANT(GPU_DEVICE_LOST_REASON_DESTROYED),
            "for it was destroyed");
    imports_string_t message;
    W(method_gpu_device_lost_info_message)(W(borrow_gpu_device_lost_info)(info), &message);
    print_and_free("message", &message);
    W(gpu_device_lost_info_drop_own)(info);
    W(future_own_gpu_device_lost_info_drop_readable)(lost);
    W(stream_own_gpu_error_drop_readable)(errors);
    imports_waitable_set_drop(set);
}

int
main(void)
{
    const W(own_gpu_device_t) device = open_device();
    double_numbers(W(borrow_gpu_device)(device));
    lose(W(borrow_gpu_device)(device));
    W(gpu_device_drop_own)(device);
    return 0;
}
