/* Devices that are destroyed, and devices that no adapter gives. WebGPU, "GPUDevice", destroy();
 * "GPUAdapter", requestDevice(). */
#include "check.h"

static void
test_destroyed_device(void)
{
    struct gpu gpu;
    if (!gpu_open(&gpu, 0))
        return;
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success,
                "map, then destroy the device");
    wgpuDeviceDestroy(gpu.device);
    check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "that unmaps its buffers");
    check(wgpuBufferGetConstMappedRange(buffer, 0, 8) == NULL, "there is no range any more");
    WGPUBuffer late = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, late, 0, "0123", 4);
    check(gpu_map(&gpu, buffer, WGPUMapMode_Read) != WGPUMapAsyncStatus_Success, "and nothing can be mapped");
    wgpuBufferRelease(late);
    wgpuBufferRelease(buffer);
    gpu_close(&gpu);
}

static void
take_refusal(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *result,
             void *unused)
{
    (void)unused;
    *(WGPURequestDeviceStatus *)result = status;
    check(device == NULL && message.length != 0, "a refusal has a message and no device");
}

static void
test_refused_devices(void)
{
    struct gpu gpu;
    if (!gpu_open_adapter(&gpu))
        return;
    WGPURequestDeviceStatus status = 0;
    WGPURequestDeviceCallbackInfo info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_refusal;
    info.userdata1 = &status;
    WGPULimits limits = WGPU_LIMITS_INIT;
    limits.maxComputeWorkgroupSizeX = 1u << 30;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredLimits = &limits;
    gpu_wait(&gpu, wgpuAdapterRequestDevice(gpu.adapter, &descriptor, info));
    check_equal(status, WGPURequestDeviceStatus_Error, "a limit that no adapter has");
    gpu_close(&gpu);
    if (!gpu_open_adapter(&gpu))
        return;
    const WGPUFeatureName feature = (WGPUFeatureName)9999;
    descriptor.requiredLimits = NULL;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &feature;
    status = 0;
    gpu_wait(&gpu, wgpuAdapterRequestDevice(gpu.adapter, &descriptor, info));
    check_equal(status, WGPURequestDeviceStatus_Error, "a feature that there is not");
    gpu_close(&gpu);
}

int
main(void)
{
    test_destroyed_device();
    test_refused_devices();
    return check_finish();
}
