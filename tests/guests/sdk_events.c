/* What only the SDK promises of futures and events: an answer for what webgpu.h forbids. Unknown futures,
 * callbacks without a mode, calls from the callback of an error. A guest only. */
#include <stdlib.h>
#include <string.h>

#include "check.h"

static struct gpu gpu;
static int calls;

static void
count_work(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)status;
    (void)message;
    (void)unused;
    (void)none;
    calls++;
}

static WGPUFuture
work_done(WGPUCallbackMode mode)
{
    WGPUQueueWorkDoneCallbackInfo info = WGPU_QUEUE_WORK_DONE_CALLBACK_INFO_INIT;
    info.mode = mode;
    info.callback = count_work;
    calls = 0;
    return wgpuQueueOnSubmittedWorkDone(gpu.queue, info);
}

static void
refuse(uint64_t id, uint64_t timeout_ns, const char *what)
{
    WGPUFutureWaitInfo info = {.future = {id}};
    check_equal(wgpuInstanceWaitAny(gpu.instance, 1, &info, timeout_ns), WGPUWaitStatus_Error, what);
}

static void
test_unknown(void)
{
    refuse(0, 0, "a future that is none");
    refuse(0, UINT64_MAX, "waited for");
    refuse(UINT64_MAX, UINT64_MAX, "one that there has not been");
    check_equal(wgpuInstanceWaitAny(gpu.instance, 1, NULL, UINT64_MAX), WGPUWaitStatus_Error, "no list");
    struct gpu other;
    if (!gpu_open_adapter(&other))
        return;
    WGPUFutureWaitInfo info = {.future = work_done(WGPUCallbackMode_WaitAnyOnly)};
    check_equal(wgpuInstanceWaitAny(other.instance, 1, &info, UINT64_MAX), WGPUWaitStatus_Error,
                "a future of another instance");
    gpu_wait(&gpu, info.future);
    check_equal((uint64_t)calls, 1, "which still completes in its own");
    gpu_close(&other);
}

/* Where a future is over there is no wait, and so none that is refused, wherever it stands in the list. */
static void
test_over_among_mixed(void)
{
    const WGPUFuture over = work_done(WGPUCallbackMode_WaitAnyOnly);
    gpu_wait(&gpu, over);
    const WGPUFuture work = work_done(WGPUCallbackMode_WaitAnyOnly);
    WGPUFutureWaitInfo infos[] = {
        {.future = work}, {.future = wgpuDeviceGetLostFuture(gpu.device)}, {.future = over}};
    check_equal(wgpuInstanceWaitAny(gpu.instance, 2, infos, UINT64_MAX), WGPUWaitStatus_Error,
                "mixed sources");
    check_equal(wgpuInstanceWaitAny(gpu.instance, 3, infos, UINT64_MAX), WGPUWaitStatus_Success,
                "and a future that is over, the last");
    check(infos[2].completed && !infos[1].completed, "that one is completed");
    infos[0].future = over;
    infos[2].future = work;
    check_equal(wgpuInstanceWaitAny(gpu.instance, 3, infos, UINT64_MAX), WGPUWaitStatus_Success,
                "and one that is the first");
    gpu_wait(&gpu, work);
}

/* WGPU_..._INIT sets no mode. */
static void
test_no_mode(void)
{
    work_done((WGPUCallbackMode)0);
    gpu_process_until(&gpu, &calls, 1);
    check_equal((uint64_t)calls, 1, "a callback without a mode comes");
    work_done((WGPUCallbackMode)77);
    gpu_process_until(&gpu, &calls, 1);
    check_equal((uint64_t)calls, 1, "one with an unknown mode, too");
}

/* Callbacks are left out everywhere: results are given back. */
static void
test_no_callback(void)
{
    const WGPURequestAdapterCallbackInfo adapter = {.mode = WGPUCallbackMode_WaitAnyOnly};
    gpu_wait(&gpu, wgpuInstanceRequestAdapter(gpu.instance, NULL, adapter));
    const WGPUPopErrorScopeCallbackInfo scope = {.mode = WGPUCallbackMode_WaitAnyOnly};
    gpu_watch(&gpu);
    wgpuBufferRelease(gpu_buffer(&gpu, 16, WGPUBufferUsage_None));
    gpu_wait(&gpu, wgpuDevicePopErrorScope(gpu.device, scope));
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    const WGPUCreateComputePipelineAsyncCallbackInfo pipeline = {.mode = WGPUCallbackMode_WaitAnyOnly};
    gpu_wait(&gpu, wgpuDeviceCreateComputePipelineAsync(gpu.device, &descriptor, pipeline));
    const WGPUCompilationInfoCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly};
    gpu_wait(&gpu, wgpuShaderModuleGetCompilationInfo(descriptor.compute.module, info));
    wgpuShaderModuleRelease(descriptor.compute.module);
}

enum act { PROCESS, DESTROY, RELEASE };

static enum act act;
static int errors;

/* webgpu.h calls this unsafe. */
static void
call_in(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *unused, void *none)
{
    (void)type;
    (void)message;
    (void)unused;
    (void)none;
    if (++errors != 1)
        return;
    if (act == PROCESS)
        wgpuInstanceProcessEvents(gpu.instance);
    else if (act == DESTROY)
        wgpuDeviceDestroy(*device);
    else
        wgpuDeviceRelease(*device);
}

static void
test_errors_that_call_in(enum act what, int expected, const char *text_of)
{
    struct gpu other = {0};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.uncapturedErrorCallbackInfo.callback = call_in;
    descriptor.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowSpontaneous;
    if (!gpu_open_adapter(&other))
        return;
    other.device = gpu_request_device(&other, &descriptor);
    act = what;
    errors = 0;
    for (int i = 0; i < 3; i++)
        wgpuBufferRelease(gpu_buffer(&other, 16, WGPUBufferUsage_None));
    wgpuInstanceProcessEvents(other.instance);
    check_equal((uint64_t)errors, (uint64_t)expected, text_of);
    if (what == RELEASE)
        other.device = NULL;
    gpu_close(&other);
}

static int losses;

static void
take_nameless(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *unused,
              void *none)
{
    (void)message;
    (void)unused;
    (void)none;
    losses++;
    check_equal(reason, WGPUDeviceLostReason_Destroyed, "the device ends");
    check(*device == NULL, "and there is none to name: its last reference is being released");
}

static WGPUDevice
device_that_calls_in(const struct gpu *other, enum act what)
{
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.uncapturedErrorCallbackInfo.callback = call_in;
    descriptor.deviceLostCallbackInfo.callback = take_nameless;
    descriptor.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowSpontaneous;
    act = what;
    errors = 0;
    losses = 0;
    return gpu_request_device(other, &descriptor);
}

/* The errors are told in the release, and what is done there is done to a device that ends. */
static void
test_errors_of_a_release(enum act what, int expected, const char *text_of)
{
    struct gpu other = {0};
    if (!gpu_open_adapter(&other))
        return;
    other.device = device_that_calls_in(&other, what);
    WGPUBuffer buffer = gpu_buffer(&other, 16, WGPUBufferUsage_CopyDst);
    for (int i = 0; i < 3; i++)
        wgpuBufferRelease(gpu_buffer(&other, 16, WGPUBufferUsage_None));
    wgpuDeviceRelease(other.device);
    check_equal((uint64_t)errors, (uint64_t)expected, text_of);
    wgpuInstanceProcessEvents(other.instance);
    check_equal((uint64_t)losses, 1, "its loss is told, once");
    wgpuDeviceRelease(other.device);
    check(gpu_buffer(&other, 16, WGPUBufferUsage_CopyDst) == NULL, "it was released, for whoever uses it");
    wgpuBufferRelease(buffer);
    struct gpu next = {0};
    struct gpu last = {0};
    if (gpu_open_beside(&next, &other) && gpu_open_beside(&last, &other))
        check(next.device != last.device, "the next ones are others");
    other.device = NULL;
    gpu_close(&last);
    gpu_close(&next);
    gpu_close(&other);
}

static int errors_before_loss;

static void
take_loss(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *unused,
          void *none)
{
    (void)device;
    (void)message;
    (void)unused;
    (void)none;
    check_equal(reason, WGPUDeviceLostReason_CallbackCancelled, "the loss is told, for its instance is gone");
    errors_before_loss = errors;
}

static void
release_instance(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *instance,
                 void *none)
{
    (void)device;
    (void)type;
    (void)message;
    (void)none;
    if (++errors == 1)
        wgpuInstanceRelease(instance);
}

/* No error comes behind the news of the loss, wherever that is told. */
static void
test_error_that_ends_all(void)
{
    struct gpu other = {0};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    if (!gpu_open_adapter(&other))
        return;
    descriptor.uncapturedErrorCallbackInfo.callback = release_instance;
    descriptor.uncapturedErrorCallbackInfo.userdata1 = other.instance;
    descriptor.deviceLostCallbackInfo.callback = take_loss;
    descriptor.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowSpontaneous;
    other.device = gpu_request_device(&other, &descriptor);
    errors = 0;
    errors_before_loss = 0;
    for (int i = 0; i < 3; i++)
        wgpuBufferRelease(gpu_buffer(&other, 16, WGPUBufferUsage_None));
    wgpuInstanceProcessEvents(other.instance);
    wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)errors_before_loss, 1, "the first error releases the instance");
    check_equal((uint64_t)errors, 1, "and was the last");
    other.instance = NULL;
    gpu_close(&other);
}

/* Ends with an error that no one has heard of: the host logs it. */
static int
leave(void)
{
    wgpuBufferRelease(gpu_buffer(&gpu, 16, WGPUBufferUsage_None));
    return 0;
}

/* Without memory the guest says so, and ends. */
static int
exhaust(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    for (size_t size = (size_t)1 << 20; size >= 8; size /= 2) {
        while (*(void *volatile *)&(void *){malloc(size)} != NULL) { /* to be leaked */
        }
    }
    const WGPUBufferMapCallbackInfo info = {.mode = WGPUCallbackMode_WaitAnyOnly};
    wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, 16, info);
    return 0;
}

int
main(int argc, char **argv)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    if (argc > 2)
        return strcmp(argv[2], "leave") == 0 ? leave() : exhaust();
    test_unknown();
    test_over_among_mixed();
    test_no_mode();
    test_no_callback();
    test_errors_that_call_in(PROCESS, 3, "the callback of an error processes events");
    test_errors_that_call_in(DESTROY, 1, "it destroys the device, which has no more errors then");
    test_errors_that_call_in(RELEASE, 1, "it releases the device");
    test_errors_of_a_release(PROCESS, 3, "all are told before a device ends");
    test_errors_of_a_release(DESTROY, 1, "the first destroys it");
    test_errors_of_a_release(RELEASE, 1, "the first releases it, once too often");
    test_error_that_ends_all();
    gpu_close(&gpu);
    return check_finish();
}
