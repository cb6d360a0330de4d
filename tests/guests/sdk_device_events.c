/* What a device tells by itself: that it is lost, and errors that no scope captures. When these callbacks
 * come, with what, and when they do not. webgpu.h, "Device Events" and "Releasing a Device object". A device
 * that is lost without its program's doing is in sdk_lost.c. */
#include "check.h"

static struct gpu gpu;

static int losses;
static WGPUDeviceLostReason lost_reason;
static bool lost_device_is_null;
static int errors;
static WGPUErrorType error_type;

static void
note_lost(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *userdata1,
          void *userdata2)
{
    lost_reason = reason;
    lost_device_is_null = *device == NULL;
    losses += userdata1 == &losses && userdata2 == &gpu ? 1 : 1000;
    check(message.length != 0, "a loss has a message");
}

static void
note_error(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *userdata1,
           void *userdata2)
{
    error_type = type;
    errors += userdata1 == &errors && userdata2 == &gpu ? 1 : 1000;
    check(device != NULL && *device != NULL && message.length != 0, "an error has a device and a message");
}

static WGPUDeviceDescriptor
descriptor_of(WGPUCallbackMode mode)
{
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.deviceLostCallbackInfo.mode = mode;
    descriptor.deviceLostCallbackInfo.callback = note_lost;
    descriptor.deviceLostCallbackInfo.userdata1 = &losses;
    descriptor.deviceLostCallbackInfo.userdata2 = &gpu;
    descriptor.uncapturedErrorCallbackInfo.callback = note_error;
    descriptor.uncapturedErrorCallbackInfo.userdata1 = &errors;
    descriptor.uncapturedErrorCallbackInfo.userdata2 = &gpu;
    return descriptor;
}

static bool
open_device(WGPUDeviceDescriptor descriptor)
{
    losses = errors = 0;
    lost_reason = 0;
    error_type = 0;
    if (!gpu_open_adapter(&gpu))
        return false;
    gpu.device = gpu_request_device(&gpu, &descriptor);
    return gpu.device != NULL;
}

static bool
open_with(WGPUCallbackMode mode)
{
    return check(open_device(descriptor_of(mode)), "a device that tells");
}

static void
release_device(void)
{
    wgpuDeviceRelease(gpu.device);
    gpu.device = NULL;
}

static void
make_error(void)
{
    wgpuBufferRelease(gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite));
}

static void
test_lost(void)
{
    if (!open_with(WGPUCallbackMode_WaitAnyOnly))
        return;
    const WGPUFuture future = wgpuDeviceGetLostFuture(gpu.device);
    WGPUFutureWaitInfo info = {.future = future};
    check(future.id != 0 && future.id == wgpuDeviceGetLostFuture(gpu.device).id, "one future of its loss");
    check_equal(wgpuInstanceWaitAny(gpu.instance, 1, &info, 2000000), WGPUWaitStatus_TimedOut,
                "it is not lost by itself");
    wgpuDeviceDestroy(gpu.device);
    wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)losses, 0, "destroyed; the callback waits for a wait");
    gpu_wait(&gpu, future);
    check_equal((uint64_t)losses, 1, "then it is called");
    check_equal(lost_reason, WGPUDeviceLostReason_Destroyed, "with the reason");
    check(!lost_device_is_null, "and the device");
    wgpuDeviceDestroy(gpu.device);
    check_equal(wgpuDeviceGetLostFuture(gpu.device).id, future.id, "the future stays the same");
    release_device();
    check_equal((uint64_t)losses, 1, "the callback was called once");
    gpu_close(&gpu);
}

static void
test_lost_spontaneously(void)
{
    if (!open_with(WGPUCallbackMode_AllowSpontaneous))
        return;
    wgpuDeviceDestroy(gpu.device);
    gpu_process_until(&gpu, &losses, 1);
    check_equal((uint64_t)losses, 1, "a spontaneous callback comes by itself, or with ProcessEvents");
    check(!lost_device_is_null, "the device is still there");
    gpu_close(&gpu);
}

static void
test_lost_by_release(void)
{
    if (!open_with(WGPUCallbackMode_AllowProcessEvents))
        return;
    release_device();
    gpu_process_until(&gpu, &losses, 1);
    check_equal((uint64_t)losses, 1, "releasing a device loses it");
    check_equal(lost_reason, WGPUDeviceLostReason_Destroyed, "as if destroyed");
    check(lost_device_is_null, "and there is no device to name");
    gpu_close(&gpu);
}

/* The future is there without a callback, and may be asked for when all is over. */
static void
test_lost_without_callback(void)
{
    WGPUDeviceDescriptor descriptor = descriptor_of(WGPUCallbackMode_WaitAnyOnly);
    descriptor.deviceLostCallbackInfo.callback = NULL;
    if (!check(open_device(descriptor), "a device that tells no one"))
        return;
    wgpuDeviceDestroy(gpu.device);
    gpu_wait(&gpu, wgpuDeviceGetLostFuture(gpu.device));
    check_equal((uint64_t)losses, 0, "its future completes all the same");
    gpu_close(&gpu);
}

/* A device that could not be made is lost from the start. */
static void
test_not_made(void)
{
    WGPULimits limits = WGPU_LIMITS_INIT;
    limits.maxComputeWorkgroupSizeX = 1u << 30;
    WGPUDeviceDescriptor descriptor = descriptor_of(WGPUCallbackMode_AllowProcessEvents);
    descriptor.requiredLimits = &limits;
    check(!open_device(descriptor), "a device with a limit that no adapter has");
    gpu_process_until(&gpu, &losses, 1);
    check_equal((uint64_t)losses, 1, "it is lost");
    check_equal(lost_reason, WGPUDeviceLostReason_FailedCreation, "for it was not made");
    check(lost_device_is_null, "and is none");
    gpu_close(&gpu);
}

/* The instance goes first. */
static void
test_cancelled(void)
{
    if (!open_with(WGPUCallbackMode_AllowProcessEvents))
        return;
    wgpuInstanceRelease(gpu.instance);
    gpu.instance = NULL;
    check_equal((uint64_t)losses, 1, "without an instance no loss is told");
    check_equal(lost_reason, WGPUDeviceLostReason_CallbackCancelled, "its callback is cancelled");
    gpu_close(&gpu);
    check_equal((uint64_t)losses, 1, "once");
}

static void
test_uncaptured(void)
{
    if (!open_with(WGPUCallbackMode_WaitAnyOnly))
        return;
    gpu_watch(&gpu);
    make_error();
    gpu_expect_error(&gpu, "an error in a scope");
    wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)errors, 0, "is not told");
    make_error();
    gpu_process_until(&gpu, &errors, 1);
    check_equal((uint64_t)errors, 1, "one outside of scopes is");
    check_equal(error_type, WGPUErrorType_Validation, "with its type");
    for (int i = 0; i < 100; i++)
        make_error();
    gpu_process_until(&gpu, &errors, 101);
    check_equal((uint64_t)errors, 101, "and so are many");
    wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)errors, 101, "once each");
    gpu_close(&gpu);
}

/* Errors come before the loss, or not at all. */
static void
test_uncaptured_at_the_end(void)
{
    if (!open_with(WGPUCallbackMode_AllowProcessEvents))
        return;
    make_error();
    make_error();
    wgpuDeviceDestroy(gpu.device);
    check_equal((uint64_t)errors, 2, "errors before a destroy are told before it returns");
    make_error();
    gpu_process_until(&gpu, &losses, 1);
    check(losses == 1 && errors == 2, "none is behind the loss");
    gpu_close(&gpu);

    if (!open_with(WGPUCallbackMode_AllowProcessEvents))
        return;
    make_error();
    release_device();
    check_equal((uint64_t)errors, 1, "so it is with a release");
    gpu_process_until(&gpu, &losses, 1);
    check(losses == 1 && errors == 1, "and with its loss");
    gpu_close(&gpu);
}

int
main(void)
{
    test_lost();
    test_lost_spontaneously();
    test_lost_by_release();
    test_lost_without_callback();
    test_not_made();
    test_cancelled();
    test_uncaptured();
    test_uncaptured_at_the_end();
    return check_finish();
}
