/* WebGPU, "GPUAdapter", requestDevice; "Limits", "Features": what a device can be asked for. "Fatal Errors":
 * what a device does that is lost. */
#include <stddef.h>
#include <stdio.h>

#include "rule.h"

struct requested {
    WGPURequestDeviceStatus status;
    WGPUDevice device;
};

static void
take_device(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *result,
            void *unused)
{
    (void)message;
    (void)unused;
    *(struct requested *)result = (struct requested){status, device};
}

/* From an adapter of its own: one gives one device. */
static WGPUDevice
request(const WGPUDeviceDescriptor *descriptor, bool is_valid, const char *what)
{
    struct gpu other;
    struct requested requested = {0};
    if (!gpu_open_adapter(&other))
        return NULL;
    WGPURequestDeviceCallbackInfo info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_device;
    info.userdata1 = &requested;
    gpu_wait(&other, wgpuAdapterRequestDevice(other.adapter, descriptor, info));
    rule(requested.status == (is_valid ? WGPURequestDeviceStatus_Success : WGPURequestDeviceStatus_Error) &&
             (requested.device != NULL) == is_valid,
         what);
    gpu_close(&other);
    return requested.device;
}

/* Each limit, by its name: whether less is better, and what an adapter must have at least. */
struct limit {
    const char *name;
    size_t offset;
    bool is_64, less_is_better;
};

#define L32(name) {#name, offsetof(WGPULimits, name), false, false}
#define L64(name) {#name, offsetof(WGPULimits, name), true, false}
#define LESS(name) {#name, offsetof(WGPULimits, name), false, true}

static const struct limit all_limits[] = {
    L32(maxTextureDimension1D),
    L32(maxTextureDimension2D),
    L32(maxTextureDimension3D),
    L32(maxTextureArrayLayers),
    L32(maxBindGroups),
    L32(maxBindGroupsPlusVertexBuffers),
    L32(maxBindingsPerBindGroup),
    L32(maxDynamicUniformBuffersPerPipelineLayout),
    L32(maxDynamicStorageBuffersPerPipelineLayout),
    L32(maxSampledTexturesPerShaderStage),
    L32(maxSamplersPerShaderStage),
    L32(maxStorageBuffersPerShaderStage),
    L32(maxStorageTexturesPerShaderStage),
    L32(maxUniformBuffersPerShaderStage),
    L64(maxUniformBufferBindingSize),
    L64(maxStorageBufferBindingSize),
    LESS(minUniformBufferOffsetAlignment),
    LESS(minStorageBufferOffsetAlignment),
    L32(maxVertexBuffers),
    L64(maxBufferSize),
    L32(maxVertexAttributes),
    L32(maxVertexBufferArrayStride),
    L32(maxInterStageShaderVariables),
    L32(maxColorAttachments),
    L32(maxColorAttachmentBytesPerSample),
    L32(maxComputeWorkgroupStorageSize),
    L32(maxComputeInvocationsPerWorkgroup),
    L32(maxComputeWorkgroupSizeX),
    L32(maxComputeWorkgroupSizeY),
    L32(maxComputeWorkgroupSizeZ),
    L32(maxComputeWorkgroupsPerDimension),
};

static uint64_t
limit_get(const WGPULimits *from, const struct limit *limit)
{
    uint64_t wide = 0;
    memcpy(&wide, (const char *)from + limit->offset, limit->is_64 ? 8 : 4);
    return wide;
}

static void
limit_set(WGPULimits *in, const struct limit *limit, uint64_t value)
{
    memcpy((char *)in + limit->offset, &value, limit->is_64 ? 8 : 4);
}

static void
try_limit(const struct limit *limit, uint64_t value, bool is_valid, const char *what)
{
    char text_of[120];
    snprintf(text_of, sizeof text_of, "requiredLimits: %s %s", limit->name, what);
    WGPULimits wanted = WGPU_LIMITS_INIT;
    limit_set(&wanted, limit, value);
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredLimits = &wanted;
    WGPUDevice device = request(&descriptor, is_valid, text_of);
    if (device == NULL)
        return;
    WGPULimits got = WGPU_LIMITS_INIT;
    wgpuDeviceGetLimits(device, &got);
    snprintf(text_of, sizeof text_of, "requiredLimits: a device has the %s that it was asked for",
             limit->name);
    rule(limit_get(&got, limit) == value, text_of);
    wgpuDeviceRelease(device);
}

static void
test_limits(void)
{
    WGPULimits best = WGPU_LIMITS_INIT;
    wgpuAdapterGetLimits(gpu.adapter, &best);
    for (size_t i = 0; i < COUNT(all_limits); i++) {
        const struct limit *limit = &all_limits[i];
        const uint64_t value = limit_get(&best, limit);
        try_limit(limit, value, true, "as good as the adapter's");
        const uint64_t largest =
            limit->is_64 ? UINT64_MAX - 1 : UINT32_MAX - 1; /* what is above means none */
        if (limit->less_is_better)
            try_limit(limit, value / 2, false, "not better than the adapter's");
        else if (value < largest)
            try_limit(limit, value + 1, false, "not better than the adapter's");
    }
    const struct limit alignment = LESS(minUniformBufferOffsetAlignment);
    try_limit(&alignment, 300, false, "is a power of 2");

    WGPULimits wanted = WGPU_LIMITS_INIT;
    wanted.maxBindGroups = 1;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredLimits = &wanted;
    WGPUDevice device = request(&descriptor, true, "requiredLimits: worse than the default");
    WGPULimits got = WGPU_LIMITS_INIT;
    if (device != NULL)
        wgpuDeviceGetLimits(device, &got);
    rule(got.maxBindGroups == 4, "requiredLimits: worse than the default is the default");
    if (device != NULL)
        wgpuDeviceRelease(device);
}

static const WGPUFeatureName all_features[] = {
    WGPUFeatureName_CoreFeaturesAndLimits,
    WGPUFeatureName_DepthClipControl,
    WGPUFeatureName_Depth32FloatStencil8,
    WGPUFeatureName_TextureCompressionBC,
    WGPUFeatureName_TextureCompressionBCSliced3D,
    WGPUFeatureName_TextureCompressionETC2,
    WGPUFeatureName_TextureCompressionASTC,
    WGPUFeatureName_TextureCompressionASTCSliced3D,
    WGPUFeatureName_TimestampQuery,
    WGPUFeatureName_IndirectFirstInstance,
    WGPUFeatureName_ShaderF16,
    WGPUFeatureName_RG11B10UfloatRenderable,
    WGPUFeatureName_BGRA8UnormStorage,
    WGPUFeatureName_Float32Filterable,
    WGPUFeatureName_Float32Blendable,
    WGPUFeatureName_ClipDistances,
    WGPUFeatureName_DualSourceBlending,
    WGPUFeatureName_Subgroups,
    WGPUFeatureName_TextureFormatsTier1,
    WGPUFeatureName_TextureFormatsTier2,
    WGPUFeatureName_PrimitiveIndex,
    WGPUFeatureName_TextureComponentSwizzle,
};

static void
test_features(void)
{
    for (size_t i = 0; i < COUNT(all_features); i++) {
        char what[120];
        const bool has = wgpuAdapterHasFeature(gpu.adapter, all_features[i]);
        WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
        descriptor.requiredFeatureCount = 1;
        descriptor.requiredFeatures = &all_features[i];
        snprintf(what, sizeof what, "requiredFeatures: feature %d, as the adapter has it or not",
                 (int)all_features[i]);
        WGPUDevice device = request(&descriptor, has, what);
        if (device == NULL)
            continue;
        rule(wgpuDeviceHasFeature(device, all_features[i]),
             "requiredFeatures: the device has what it was asked for");
        wgpuDeviceRelease(device);
    }
    rule(wgpuAdapterHasFeature(gpu.adapter, WGPUFeatureName_CoreFeaturesAndLimits),
         "an adapter has core-features-and-limits");
    rule(wgpuDeviceHasFeature(gpu.device, WGPUFeatureName_CoreFeaturesAndLimits),
         "a device has core-features-and-limits, without being asked");
}

static void
test_consumed(void)
{
    struct gpu other;
    struct requested requested = {0};
    if (!gpu_open(&other, 0))
        return;
    WGPURequestDeviceCallbackInfo info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_device;
    info.userdata1 = &requested;
    gpu_wait(&other, wgpuAdapterRequestDevice(other.adapter, NULL, info));
    rule(requested.status == WGPURequestDeviceStatus_Error && requested.device == NULL,
         "requestDevice: an adapter gives one device");
    if (requested.device != NULL)
        wgpuDeviceRelease(requested.device);
    gpu_close(&other);
}

/* On a device that is lost nothing is an error any more, and nothing works. */
static void
test_lost(void)
{
    wgpuDeviceDestroy(gpu.device);
    begin();
    WGPUBuffer buffer = buffer_of(16, WGPUBufferUsage_None);
    WGPUShaderModule module = gpu_shader(&gpu, "fn bad( {}");
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderPopDebugGroup(encoder);
    WGPUCommandBuffer commands = finished(encoder);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    valid("a lost device: makes no errors");
    WGPUBuffer mappable = buffer_of(16, WGPUBufferUsage_MapRead);
    rule(gpu_map(&gpu, mappable, WGPUMapMode_Read) == WGPUMapAsyncStatus_Aborted,
         "a lost device: aborts maps");
    wgpuBufferRelease(mappable);
    gpu_finish(&gpu);
    wgpuCommandBufferRelease(commands);
    wgpuShaderModuleRelease(module);
    wgpuBufferRelease(buffer);
    wgpuDeviceDestroy(gpu.device);
    rule(wgpuDeviceHasFeature(gpu.device, WGPUFeatureName_CoreFeaturesAndLimits),
         "a lost device: has its features");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_limits();
        test_features();
        test_consumed();
        test_lost();
    }
    return rules_close();
}
