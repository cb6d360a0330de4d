/* The null GPU: what callers observe of it, and that a caller's mistakes end the process with a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <webgpu/webgpu.h>

#include "base/clock.h"
#include "base/count.h"
#include "base/log.h"
#include "gpu/adapter.h"
#include "gpu/library.h"
#include "support/null_gpu.h"

static struct support_null_gpu null_gpu;
static unsigned missing; /* functions that the library lacks */
static WGPUInstance instance;
static WGPUAdapter adapter;
static WGPUDevice device;
static int lost;      /* the reason; 0: it is not */
static int map_calls; /* how often the callback was called, and with what the last time */
static int map_status;
static int scope_type;
static int scope_status;
static int uncaptured;

static void
count_missing(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)level;
    (void)room;
    missing += strstr(line, "the library has no") != NULL;
}

static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter found, WGPUStringView message, void *a, void *b)
{
    (void)status;
    (void)message;
    (void)a;
    (void)b;
    adapter = found;
}

static void
on_device(WGPURequestDeviceStatus status, WGPUDevice found, WGPUStringView message, void *a, void *b)
{
    (void)status;
    (void)message;
    (void)a;
    (void)b;
    device = found;
}

static void
on_lost(const WGPUDevice *which, WGPUDeviceLostReason reason, WGPUStringView message, void *a, void *b)
{
    (void)which;
    (void)message;
    (void)a;
    (void)b;
    assert_int_equal(lost, 0);
    lost = (int)reason;
}

static void
on_error(const WGPUDevice *which, WGPUErrorType type, WGPUStringView message, void *a, void *b)
{
    (void)which;
    (void)message;
    (void)a;
    (void)b;
    uncaptured = (int)type;
}

static void
on_map(WGPUMapAsyncStatus status, WGPUStringView message, void *a, void *b)
{
    (void)message;
    (void)a;
    (void)b;
    map_calls++;
    map_status = (int)status;
}

static void
on_scope(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *a, void *b)
{
    (void)message;
    (void)a;
    (void)b;
    scope_status = (int)status;
    scope_type = (int)type;
}

static int
set_up(void **state)
{
    (void)state;
    lost = map_calls = map_status = scope_type = scope_status = uncaptured = 0;
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    instance = wgpuCreateInstance(NULL);
    wgpuInstanceRequestAdapter(
        instance, NULL,
        (WGPURequestAdapterCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous, .callback = on_adapter});
    const WGPUDeviceDescriptor descriptor = {
        .deviceLostCallbackInfo = {.mode = WGPUCallbackMode_AllowSpontaneous, .callback = on_lost},
        .uncapturedErrorCallbackInfo = {.callback = on_error},
    };
    wgpuAdapterRequestDevice(
        adapter, &descriptor,
        (WGPURequestDeviceCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous, .callback = on_device});
    return device == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
    (void)state;
    wgpuDeviceRelease(device);
    wgpuAdapterRelease(adapter);
    wgpuInstanceRelease(instance);
    const size_t live = null_gpu.live_objects();
    if (live != 0)
        null_gpu.print_objects();
    return live == 0 ? 0 : -1;
}

static WGPUBuffer
make_buffer(uint64_t size, WGPUBufferUsage usage, bool mapped)
{
    const WGPUBufferDescriptor descriptor = {.size = size, .usage = usage, .mappedAtCreation = mapped};
    return wgpuDeviceCreateBuffer(device, &descriptor);
}

static WGPUFuture
map_buffer(WGPUBuffer buffer, WGPUCallbackMode mode)
{
    return wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE,
                              (WGPUBufferMapCallbackInfo){.mode = mode, .callback = on_map});
}

static void
pop_scope(void)
{
    wgpuDevicePopErrorScope(device, (WGPUPopErrorScopeCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous,
                                                                    .callback = on_scope});
}

static void
test_library(void **state)
{
    (void)state;
    assert_int_equal(missing, 0);
    assert_int_equal(gpu_library_kind(), GPU_LIBRARY_OTHER);
    assert_string_equal(gpu_library_name(), "WebGPU");
    assert_string_equal(gpu_library_version(), "with the standard header's values");
}

/* With and without a choice, wherever Vulkan's drivers are. */
static void
test_adapters(void **state)
{
    (void)state;
    const char *const choices[] = {NULL, "0", "null", "cpu"};
    for (size_t i = 0; i < BASE_COUNT(choices); i++) {
        struct gpu_instance *gpu;
        struct gpu_adapter_list list;
        WGPUAdapter found;
        assert_null(gpu_instance_new(&(struct gpu_choice){.adapter = choices[i]}, &gpu));
        assert_null(gpu_instance_list_adapters(gpu, &list));
        assert_int_equal(list.count, 1);
        assert_string_equal(list.items[0].name, "null GPU");
        assert_null(gpu_instance_request_adapter(gpu, NULL, &found));
        wgpuAdapterRelease(found);
        gpu_adapter_list_finish(&list);
        gpu_instance_delete(gpu);
    }
    assert_int_equal(null_gpu.live_objects(), 0);
}

static void
test_mapping(void **state)
{
    (void)state;
    WGPUBuffer buffer = make_buffer(16, WGPUBufferUsage_MapWrite, true);
    assert_int_equal(wgpuBufferGetSize(buffer), 16);
    assert_int_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Mapped);
    unsigned char *bytes = wgpuBufferGetMappedRange(buffer, 8, WGPU_WHOLE_MAP_SIZE);
    memset(bytes, 1, 8);
    assert_null(wgpuBufferGetMappedRange(buffer, 8, 12));
    wgpuBufferUnmap(buffer);
    assert_null(wgpuBufferGetConstMappedRange(buffer, 0, 16));
    assert_int_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped);
    wgpuBufferRelease(buffer);

    buffer = make_buffer(16, WGPUBufferUsage_MapRead, false);
    map_buffer(buffer, WGPUCallbackMode_AllowSpontaneous);
    assert_int_equal(map_status, WGPUMapAsyncStatus_Success);
    assert_non_null(wgpuBufferGetConstMappedRange(buffer, 0, 16));
    assert_null(wgpuBufferGetMappedRange(buffer, 0, 16));
    map_buffer(buffer, WGPUCallbackMode_AllowSpontaneous);
    assert_int_equal(map_status, WGPUMapAsyncStatus_Error);
    assert_int_equal(uncaptured, WGPUErrorType_Validation);
    wgpuBufferRelease(buffer);

    assert_null(make_buffer(UINT64_C(1) << 28, WGPUBufferUsage_CopyDst, true)); /* no memory for that */
}

/* webgpu.h, "Callback Modes". */
static void
test_modes(void **state)
{
    (void)state;
    WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_MapRead, false);
    WGPUFutureWaitInfo wait = {.future = map_buffer(buffer, WGPUCallbackMode_WaitAnyOnly)};
    wgpuInstanceProcessEvents(instance);
    assert_int_equal(map_calls, 0);
    assert_int_equal(wgpuInstanceWaitAny(instance, 1, &wait, 0), WGPUWaitStatus_Success);
    assert_true(wait.completed);
    assert_int_equal(map_calls, 1);
    assert_int_equal(wgpuInstanceWaitAny(instance, 1, &wait, 0), WGPUWaitStatus_Success);
    assert_int_equal(map_calls, 1);
    wgpuBufferUnmap(buffer);

    map_buffer(buffer, WGPUCallbackMode_AllowProcessEvents);
    assert_int_equal(map_calls, 1);
    wgpuInstanceProcessEvents(instance);
    assert_int_equal(map_calls, 2);
    wgpuBufferUnmap(buffer);

    null_gpu.set_pace(NULL_GPU_PUMPED);
    map_buffer(buffer, WGPUCallbackMode_AllowSpontaneous);
    assert_int_equal(map_calls, 2);
    wgpuInstanceProcessEvents(instance);
    assert_int_equal(map_calls, 3);
    wgpuBufferUnmap(buffer);

    null_gpu.set_pace(NULL_GPU_HELD);
    wait.future = map_buffer(buffer, WGPUCallbackMode_AllowSpontaneous);
    wgpuInstanceProcessEvents(instance);
    assert_int_equal(wgpuInstanceWaitAny(instance, 1, &wait, 0), WGPUWaitStatus_TimedOut);
    assert_int_equal(map_calls, 3);
    assert_int_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Pending);
    wgpuBufferUnmap(buffer);
    wgpuInstanceProcessEvents(instance);
    assert_int_equal(map_status, WGPUMapAsyncStatus_Aborted);
    map_buffer(buffer, WGPUCallbackMode_AllowSpontaneous);
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    assert_int_equal(map_status, WGPUMapAsyncStatus_Success);
    assert_int_equal(map_calls, 5);
    wgpuBufferRelease(buffer);
}

static void
test_instance_ends_first(void **state)
{
    (void)state;
    null_gpu.set_pace(NULL_GPU_HELD);
    WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_MapRead, false);
    map_buffer(buffer, WGPUCallbackMode_WaitAnyOnly);
    wgpuInstanceRelease(instance);
    assert_int_equal(map_status, WGPUMapAsyncStatus_CallbackCancelled);
    assert_int_equal(lost, WGPUDeviceLostReason_CallbackCancelled);
    wgpuBufferRelease(buffer);
    instance = wgpuCreateInstance(NULL); /* for the end */
}

static void
test_errors(void **state)
{
    (void)state;
    wgpuDevicePushErrorScope(device, WGPUErrorFilter_Validation);
    wgpuDevicePushErrorScope(device, WGPUErrorFilter_OutOfMemory);
    wgpuBufferRelease(make_buffer(4, WGPUBufferUsage_None, false));
    pop_scope();
    assert_int_equal(scope_type, WGPUErrorType_NoError);
    pop_scope();
    assert_int_equal(scope_type, WGPUErrorType_Validation);
    pop_scope();
    assert_int_equal(scope_status, WGPUPopErrorScopeStatus_Error);
    assert_int_equal(uncaptured, 0);
    null_gpu.fail_next(NULL_GPU_INTERNAL);
    wgpuBufferRelease(make_buffer(4, WGPUBufferUsage_CopyDst, false));
    assert_int_equal(uncaptured, WGPUErrorType_Internal);
    null_gpu.fail_next(NULL_GPU_NO_OBJECT);
    assert_null(make_buffer(4, WGPUBufferUsage_CopyDst, false));
    null_gpu.fail_next(NULL_GPU_REFUSED);
    WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_MapRead, false);
    map_buffer(buffer, WGPUCallbackMode_AllowSpontaneous);
    assert_int_equal(map_status, WGPUMapAsyncStatus_Aborted);
    wgpuBufferRelease(buffer);
}

static void
test_loss(void **state)
{
    (void)state;
    null_gpu.set_pace(NULL_GPU_HELD);
    WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_MapRead, false);
    map_buffer(buffer, WGPUCallbackMode_AllowSpontaneous);
    null_gpu.lose_devices();
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    assert_int_equal(map_status, WGPUMapAsyncStatus_Aborted);
    assert_int_equal(lost, WGPUDeviceLostReason_Unknown);
    wgpuDeviceDestroy(device);
    wgpuBufferRelease(make_buffer(4, WGPUBufferUsage_None, false));
    assert_int_equal(uncaptured, 0);
    wgpuBufferRelease(buffer);
}

static void
test_submit(void **state)
{
    (void)state;
    WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc, false);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, buffer, 0, 4);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    WGPUQueue queue = wgpuDeviceGetQueue(device);
    wgpuQueueSubmit(queue, 1, &commands);
    assert_int_equal(uncaptured, 0);
    wgpuQueueSubmit(queue, 1, &commands);
    assert_int_equal(uncaptured, WGPUErrorType_Validation);
    wgpuQueueRelease(queue);
    wgpuCommandBufferRelease(commands);
    wgpuBufferRelease(buffer);
}

/* An hour of work is not done; 20 ms are, but not before. */
static void
test_time(void **state)
{
    (void)state;
    static const struct {
        const char *each_us;
        uint64_t least_ns;
        bool is_done;
    } rows[] = {{"10000", UINT64_C(20000000), true}, {"1800000000", 0, false}};
    const WGPUQueue queue = wgpuDeviceGetQueue(device);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        setenv("NULL_GPU_DISPATCH_US", rows[i].each_us, 1);
        const uint64_t start_ns = base_clock_now_ns();
        WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_MapRead, false);
        WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
        WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
        wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
        wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
        WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
        wgpuQueueSubmit(queue, 1, &commands);
        WGPUFutureWaitInfo wait = {.future = map_buffer(buffer, WGPUCallbackMode_AllowProcessEvents)};
        const uint64_t timeout_ns = rows[i].is_done ? UINT64_MAX : 1;
        map_status = 0;
        assert_int_equal(wgpuInstanceWaitAny(instance, 1, &wait, timeout_ns),
                         rows[i].is_done ? WGPUWaitStatus_Success : WGPUWaitStatus_TimedOut);
        wgpuInstanceProcessEvents(instance);
        assert_int_equal(map_status, rows[i].is_done ? WGPUMapAsyncStatus_Success : 0);
        assert_true(base_clock_now_ns() - start_ns >= rows[i].least_ns);
        wgpuCommandBufferRelease(commands);
        wgpuComputePassEncoderRelease(pass);
        wgpuCommandEncoderRelease(encoder);
        wgpuBufferRelease(buffer); /* what is under way ends with it */
        wgpuInstanceProcessEvents(instance);
        assert_int_equal(map_status,
                         rows[i].is_done ? WGPUMapAsyncStatus_Success : WGPUMapAsyncStatus_Aborted);
    }
    unsetenv("NULL_GPU_DISPATCH_US");
    wgpuQueueRelease(queue);
}

static void
release_twice(void)
{
    WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_CopyDst, false);
    wgpuBufferRelease(buffer);
    wgpuBufferRelease(buffer);
}

static void
use_what_is_held(void)
{
    WGPUBuffer buffer = make_buffer(4, WGPUBufferUsage_CopyDst, false);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
    wgpuCommandEncoderClearBuffer(encoder, buffer, 0, 4);
    wgpuBufferRelease(buffer);
    wgpuBufferGetSize(buffer);
}

static void
use_another_kind(void)
{
    wgpuBufferGetSize((WGPUBuffer)device);
}

static void
use_null(void)
{
    wgpuDeviceDestroy(NULL);
}

static void
use_an_unknown_value(void)
{
    const WGPUQuerySetDescriptor descriptor = {.type = (WGPUQueryType)7};
    wgpuDeviceCreateQuerySet(device, &descriptor);
}

static const struct {
    const char *line;
    void (*mistake)(void);
} mistakes[] = {
    {"null_gpu: wgpuBufferRelease: a Buffer that is gone, where a Buffer is expected\n", release_twice},
    {"null_gpu: wgpuBufferGetSize: a Buffer that was released\n", use_what_is_held},
    {"null_gpu: wgpuBufferGetSize: a Device, where a Buffer is expected\n", use_another_kind},
    {"null_gpu: wgpuDeviceDestroy: a Device that is NULL\n", use_null},
    {"null_gpu: wgpuDeviceCreateQuerySet: the type has the value 0x7\n", use_an_unknown_value},
};

/* Each in a process of its own. */
static void
test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(mistakes); i++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            dup2(ends[1], STDERR_FILENO);
            setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
            mistakes[i].mistake();
            _exit(0);
        }
        close(ends[1]);
        char line[200] = "";
        assert_true(read(ends[0], line, sizeof line - 1) >= 0);
        close(ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status));
        assert_string_equal(line, mistakes[i].line);
    }
}

int
main(void)
{
    base_log_set_sink(count_missing, NULL);
    wasigpu_error_delete(base_log_filter("debug"));
    null_gpu = support_null_gpu_load(TEST_NULL_GPU);
    base_log_set_sink(NULL, NULL);
    wasigpu_error_delete(base_log_filter(NULL));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library),
        cmocka_unit_test(test_adapters),
        cmocka_unit_test_setup_teardown(test_mapping, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_modes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_instance_ends_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_loss, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_submit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mistakes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
