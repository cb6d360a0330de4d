/* What webgpu.h has and wasi:webgpu has not, row by row of the table in docs/sdk.md; surfaces are in
 * tests/webgpu/surfaces.c. A guest only: natively there may be these. */
#include "check.h"

static struct gpu gpu;

static void
test_functions(void)
{
    check(wgpuGetProcAddress(text("wgpuExternalTextureRelease")) == (WGPUProc)wgpuExternalTextureRelease,
          "external textures have their functions");
    wgpuExternalTextureAddRef(NULL);
    wgpuExternalTextureSetLabel(NULL, text("none"));
    wgpuExternalTextureRelease(NULL);
}

static void
test_external_textures(void)
{
    WGPUExternalTextureBindingLayout external_layout = WGPU_EXTERNAL_TEXTURE_BINDING_LAYOUT_INIT;
    WGPUBindGroupLayoutEntry layout_entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    layout_entry.nextInChain = &external_layout.chain;
    layout_entry.visibility = WGPUShaderStage_Compute;
    WGPUBindGroupLayoutDescriptor layout_descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    layout_descriptor.entryCount = 1;
    layout_descriptor.entries = &layout_entry;
    gpu_watch(&gpu);
    WGPUBindGroupLayout layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &layout_descriptor);
    gpu_expect_error(&gpu, "a layout with an external texture");

    WGPUExternalTextureBindingEntry external = WGPU_EXTERNAL_TEXTURE_BINDING_ENTRY_INIT;
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.nextInChain = &external.chain;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    gpu_watch(&gpu);
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    gpu_expect_error(&gpu, "a bind group with one");
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(layout);
}

static void
test_binding_arrays(void)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    entry.bindingArraySize = 2;
    gpu_watch(&gpu);
    WGPUBindGroupLayout layout = gpu_layout(&gpu, &entry);
    gpu_expect_error(&gpu, "an array of bindings");
    wgpuBindGroupLayoutRelease(layout);
}

static void
test_spirv(void)
{
    const uint32_t code[] = {0x07230203, 0x00010000, 0, 1, 0};
    WGPUShaderSourceSPIRV source = WGPU_SHADER_SOURCE_SPIRV_INIT;
    source.codeSize = 5;
    source.code = code;
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    descriptor.nextInChain = &source.chain;
    gpu_watch(&gpu);
    WGPUShaderModule module = wgpuDeviceCreateShaderModule(gpu.device, &descriptor);
    gpu_expect_error(&gpu, "a shader module of SPIR-V");
    wgpuShaderModuleRelease(module);
}

static void
test_timestamps(void)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = WGPUQueryType_Occlusion;
    descriptor.count = 1;
    WGPUQuerySet queries = wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
    gpu_watch(&gpu);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderWriteTimestamp(encoder, queries, 0);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    gpu_expect_error(&gpu, "commands with a timestamp outside of a pass");
    wgpuCommandEncoderRelease(encoder);
    wgpuQuerySetRelease(queries);
}

static bool
has_instance(WGPUInstanceFeatureName feature)
{
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = 1;
    descriptor.requiredFeatures = &feature;
    WGPUInstance instance = wgpuCreateInstance(&descriptor);
    if (instance != NULL)
        wgpuInstanceRelease(instance);
    return instance != NULL;
}

static void
test_instance(void)
{
    check(!wgpuHasInstanceFeature(WGPUInstanceFeatureName_ShaderSourceSPIRV) &&
              !has_instance(WGPUInstanceFeatureName_ShaderSourceSPIRV),
          "an instance with SPIR-V");
    check(!wgpuHasInstanceFeature(WGPUInstanceFeatureName_MultipleDevicesPerAdapter) &&
              !has_instance(WGPUInstanceFeatureName_MultipleDevicesPerAdapter),
          "an instance whose adapters have several devices");
    check(wgpuHasInstanceFeature(WGPUInstanceFeatureName_TimedWaitAny) &&
              has_instance(WGPUInstanceFeatureName_TimedWaitAny),
          "but one with timed waits");
    WGPUInstanceLimits limits = WGPU_INSTANCE_LIMITS_INIT;
    check_equal(wgpuGetInstanceLimits(&limits), WGPUStatus_Success, "instances have limits");
    limits.timedWaitAnyMaxCount++;
    WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
    descriptor.requiredLimits = &limits;
    check(wgpuCreateInstance(&descriptor) == NULL, "and none has more");
}

static void
take_status(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *result,
            void *unused)
{
    (void)unused;
    *(WGPURequestAdapterStatus *)result = status;
    check(adapter == NULL && message.length != 0, "there is no adapter, but a message");
}

static void
test_backend(void)
{
    WGPURequestAdapterStatus status = 0;
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.backendType = WGPUBackendType_Vulkan;
    WGPURequestAdapterCallbackInfo info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_status;
    info.userdata1 = &status;
    gpu_wait(&gpu, wgpuInstanceRequestAdapter(gpu.instance, &options, info));
    check_equal(status, WGPURequestAdapterStatus_Unavailable, "a native backend");
}

static void
test_information(void)
{
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    check_equal(wgpuDeviceGetAdapterInfo(gpu.device, &info), WGPUStatus_Success,
                "a device knows its adapter");
    check(info.vendorID == 0 && info.deviceID == 0, "but not its numbers");
    check_equal(info.backendType, WGPUBackendType_WebGPU, "nor its backend");
    wgpuAdapterInfoFreeMembers(info);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_functions();
    test_external_textures();
    test_binding_arrays();
    test_spirv();
    test_timestamps();
    test_instance();
    test_backend();
    test_information();
    gpu_close(&gpu);
    return check_finish();
}
