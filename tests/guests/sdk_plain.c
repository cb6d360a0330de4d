/* A device without callbacks for what it tells by itself: tests look into what this guest imports. */
#include <stdio.h>

#include <webgpu/webgpu.h>

static void
take_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *result,
             void *unused)
{
    (void)status;
    (void)message;
    (void)unused;
    *(WGPUAdapter *)result = adapter;
}

static void
take_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *result,
            void *unused)
{
    (void)status;
    (void)message;
    (void)unused;
    *(WGPUDevice *)result = device;
}

int
main(void)
{
    WGPUAdapter adapter = NULL;
    WGPUDevice device = NULL;
    WGPUInstance instance = wgpuCreateInstance(NULL);
    WGPURequestAdapterCallbackInfo adapter_info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    adapter_info.mode = WGPUCallbackMode_AllowProcessEvents;
    adapter_info.callback = take_adapter;
    adapter_info.userdata1 = &adapter;
    wgpuInstanceRequestAdapter(instance, NULL, adapter_info);
    while (adapter == NULL)
        wgpuInstanceProcessEvents(instance);
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.label = (WGPUStringView){"plain", WGPU_STRLEN};
    WGPURequestDeviceCallbackInfo device_info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    device_info.mode = WGPUCallbackMode_AllowProcessEvents;
    device_info.callback = take_device;
    device_info.userdata1 = &device;
    wgpuAdapterRequestDevice(adapter, &descriptor, device_info);
    while (device == NULL)
        wgpuInstanceProcessEvents(instance);
    puts("a device is there");
    wgpuDeviceRelease(device);
    wgpuAdapterRelease(adapter);
    wgpuInstanceRelease(instance);
    return 0;
}
