/* Instance, adapter and device, one after the other: each request is a future, which is waited for. */
#include "device.h"

#include <stdint.h>

#include "make.h"

static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *userdata,
           void *unused)
{
    (void)unused;
    if (status != WGPURequestAdapterStatus_Success)
        print_message("no adapter", message);
    *(WGPUAdapter *)userdata = adapter;
}

static void
on_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *userdata,
          void *unused)
{
    (void)unused;
    if (status != WGPURequestDeviceStatus_Success)
        print_message("no device", message);
    *(WGPUDevice *)userdata = device;
}

/* May come on any thread. What went wrong shows in what the program computes, too. */
static void
on_error(WGPUDevice const *device, WGPUErrorType type, WGPUStringView message, void *unused1, void *unused2)
{
    (void)device, (void)type, (void)unused1, (void)unused2;
    print_message("error", message);
}

bool
device_wait(const struct device *self, WGPUFuture future)
{
    WGPUFutureWaitInfo wait = {.future = future};
    return wgpuInstanceWaitAny(self->instance, 1, &wait, UINT64_MAX) == WGPUWaitStatus_Success;
}

bool
device_open(struct device *self)
{
    *self = (struct device){0};
    const WGPUInstanceFeatureName timed_waits = WGPUInstanceFeatureName_TimedWaitAny;
    WGPUInstanceDescriptor instance = WGPU_INSTANCE_DESCRIPTOR_INIT;
    instance.requiredFeatureCount = 1;
    instance.requiredFeatures = &timed_waits;
    self->instance = wgpuCreateInstance(&instance);
    if (self->instance == NULL)
        return false;

    WGPURequestAdapterCallbackInfo adapter_callback = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    adapter_callback.mode = WGPUCallbackMode_WaitAnyOnly;
    adapter_callback.callback = on_adapter;
    adapter_callback.userdata1 = &self->adapter;
    if (!device_wait(self, wgpuInstanceRequestAdapter(self->instance, NULL, adapter_callback)) ||
        self->adapter == NULL)
        return false;

    WGPUDeviceDescriptor device = WGPU_DEVICE_DESCRIPTOR_INIT;
    device.uncapturedErrorCallbackInfo.callback = on_error;
    WGPURequestDeviceCallbackInfo device_callback = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    device_callback.mode = WGPUCallbackMode_WaitAnyOnly;
    device_callback.callback = on_device;
    device_callback.userdata1 = &self->device;
    if (!device_wait(self, wgpuAdapterRequestDevice(self->adapter, &device, device_callback)) ||
        self->device == NULL)
        return false;
    self->queue = wgpuDeviceGetQueue(self->device);
    return true;
}

void
device_close(struct device *self)
{
    if (self->queue != NULL)
        wgpuQueueRelease(self->queue);
    if (self->device != NULL)
        wgpuDeviceRelease(self->device);
    if (self->adapter != NULL)
        wgpuAdapterRelease(self->adapter);
    if (self->instance != NULL)
        wgpuInstanceRelease(self->instance);
}
