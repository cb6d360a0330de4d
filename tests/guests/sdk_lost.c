/* A device that is lost by itself: the native library of this test loses it in its first submit
 * (NULL_GPU_LOSES). Its callback comes without the program's doing, what was under way ends, no error is told
 * any more. webgpu.h, "Device Events". A guest only: no native library can be asked for this. */
#include "check.h"

static struct gpu gpu;
static int losses;
static int errors;
static int maps;
static WGPUDeviceLostReason lost_reason;
static int errors_at_loss;

static void
note_lost(const WGPUDevice *device, WGPUDeviceLostReason reason, WGPUStringView message, void *unused,
          void *none)
{
    (void)unused;
    (void)none;
    losses++;
    lost_reason = reason;
    errors_at_loss = errors;
    check(*device == gpu.device && message.length != 0, "the callback gets the device and a message");
}

static void
note_error(const WGPUDevice *device, WGPUErrorType type, WGPUStringView message, void *unused, void *none)
{
    (void)device;
    (void)type;
    (void)message;
    (void)unused;
    (void)none;
    errors++;
}

static void
note_map(WGPUMapAsyncStatus status, WGPUStringView message, void *unused, void *none)
{
    (void)message;
    (void)unused;
    (void)none;
    maps++;
    check(status != WGPUMapAsyncStatus_Success, "a lost device maps nothing");
}

static bool
open_device(WGPUCallbackMode mode)
{
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.deviceLostCallbackInfo.mode = mode;
    descriptor.deviceLostCallbackInfo.callback = note_lost;
    descriptor.uncapturedErrorCallbackInfo.callback = note_error;
    losses = errors = maps = 0;
    if (!gpu_open_adapter(&gpu))
        return false;
    gpu.device = gpu_request_device(&gpu, &descriptor);
    if (!check(gpu.device != NULL, "a device"))
        return false;
    gpu.queue = wgpuDeviceGetQueue(gpu.device);
    return true;
}

/* Nothing is told of it but by the callback, which wait or no wait brings. */
static void
test_lost(WGPUCallbackMode mode)
{
    if (!open_device(mode))
        return;
    const WGPUFuture future = wgpuDeviceGetLostFuture(gpu.device);
    WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = note_map;
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    check_equal((uint64_t)losses, 0, "it is not lost yet");
    wgpuQueueSubmit(gpu.queue, 0, NULL);
    wgpuBufferRelease(gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite));
    if (mode == WGPUCallbackMode_WaitAnyOnly)
        gpu_wait(&gpu, future);
    else
        wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)losses, 1, "it is lost");
    check_equal(lost_reason, WGPUDeviceLostReason_Unknown, "for a reason that no one knows");
    wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, WGPU_WHOLE_MAP_SIZE, info);
    for (int i = 0; i < 1000 && maps == 0; i++)
        wgpuInstanceProcessEvents(gpu.instance);
    check_equal((uint64_t)maps, 1, "a map ends");
    check_equal((uint64_t)errors, (uint64_t)errors_at_loss, "no error comes behind the loss");
    wgpuDeviceDestroy(gpu.device);
    wgpuBufferRelease(buffer);
    gpu_close(&gpu);
    check_equal((uint64_t)losses, 1, "it was lost once");
}

/* A destroy hears of the loss that came before it. */
static void
test_destroyed_later(void)
{
    if (!open_device(WGPUCallbackMode_AllowSpontaneous))
        return;
    wgpuQueueSubmit(gpu.queue, 0, NULL);
    wgpuDeviceDestroy(gpu.device);
    check_equal((uint64_t)losses, 1, "a lost device is destroyed");
    check_equal(lost_reason, WGPUDeviceLostReason_Unknown, "but it was lost before");
    gpu_close(&gpu);
}

int
main(void)
{
    test_lost(WGPUCallbackMode_WaitAnyOnly);
    test_lost(WGPUCallbackMode_AllowProcessEvents);
    test_lost(WGPUCallbackMode_AllowSpontaneous);
    test_destroyed_later();
    return check_finish();
}
