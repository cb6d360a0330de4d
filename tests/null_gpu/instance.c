/* Instances and adapters. There is one adapter, for any backend, and it has every feature. */
#include <stdlib.h>

#include "device.h"
#include "event.h"
#include "fault.h"

#define ALL_FEATURES ((UINT32_C(2) << NULL_FEATURES_MAX) - 2)

#ifdef NULL_GPU_WGPU
#define BINDINGS_MAX UINT32_MAX /* as wgpu-native has it on NVIDIA's GPUs */
#else
#define BINDINGS_MAX 1000
#endif

/* WebGPU, "Limits": the defaults, but that little memory can be mapped at once (buffer.c). */
const WGPULimits null_limits = {
    .maxTextureDimension1D = 8192,
    .maxTextureDimension2D = 8192,
    .maxTextureDimension3D = 2048,
    .maxTextureArrayLayers = 256,
    .maxBindGroups = 4,
    .maxBindGroupsPlusVertexBuffers = 24,
    .maxBindingsPerBindGroup = BINDINGS_MAX,
    .maxDynamicUniformBuffersPerPipelineLayout = 8,
    .maxDynamicStorageBuffersPerPipelineLayout = 4,
    .maxSampledTexturesPerShaderStage = 16,
    .maxSamplersPerShaderStage = 16,
    .maxStorageBuffersPerShaderStage = 8,
    .maxStorageTexturesPerShaderStage = 4,
    .maxUniformBuffersPerShaderStage = 12,
    .maxUniformBufferBindingSize = 65536,
    .maxStorageBufferBindingSize = 134217728,
    .minUniformBufferOffsetAlignment = 256,
    .minStorageBufferOffsetAlignment = 256,
    .maxVertexBuffers = 8,
    .maxBufferSize = 268435456,
    .maxVertexAttributes = 16,
    .maxVertexBufferArrayStride = 2048,
    .maxInterStageShaderVariables = 16,
    .maxColorAttachments = 8,
    .maxColorAttachmentBytesPerSample = 32,
    .maxComputeWorkgroupStorageSize = 16384,
    .maxComputeInvocationsPerWorkgroup = 256,
    .maxComputeWorkgroupSizeX = 256,
    .maxComputeWorkgroupSizeY = 256,
    .maxComputeWorkgroupSizeZ = 64,
    .maxComputeWorkgroupsPerDimension = 65535,
    .maxImmediateSize = 64,
};

WGPUStatus
null_copy_limits(const WGPULimits *from, WGPULimits *to)
{
    if (to == NULL)
        null_die("no place for the limits");
    WGPUChainedStruct *chain = to->nextInChain;
    *to = *from;
    to->nextInChain = chain;
    return WGPUStatus_Success;
}

void
null_list_features(uint32_t set, WGPUSupportedFeatures *features)
{
    if (features == NULL)
        null_die("no place for the features");
    WGPUFeatureName *names = calloc(NULL_FEATURES_MAX, sizeof *names);
    if (names == NULL)
        null_die("out of memory");
    *features = (WGPUSupportedFeatures){0, names};
    for (unsigned name = 1; name <= NULL_FEATURES_MAX; name++) {
        if ((set >> name & 1) != 0)
            names[features->featureCount++] = (WGPUFeatureName)name;
    }
}

void
wgpuSupportedFeaturesFreeMembers(WGPUSupportedFeatures features)
{
    free((void *)(uintptr_t)features.features);
}

static void
instance_end(struct null_object *object)
{
    null_event_end_instance(object);
}

WGPUInstance
wgpuCreateInstance(const WGPUInstanceDescriptor *descriptor)
{
    NULL_ENTER();
    if (descriptor != NULL) {
        null_check_bytes(descriptor->requiredFeatures,
                         descriptor->requiredFeatureCount * sizeof *descriptor->requiredFeatures);
        for (size_t i = 0; i < descriptor->requiredFeatureCount; i++)
            null_check_value("an instance feature", descriptor->requiredFeatures[i],
                             WGPUInstanceFeatureName_TimedWaitAny,
                             WGPUInstanceFeatureName_MultipleDevicesPerAdapter);
    }
    struct null_instance *self = null_object_new(NULL_KIND_Instance, sizeof *self, NULL);
    self->object.end = instance_end;
    return (WGPUInstance)self;
}

static const WGPUInstanceFeatureName instance_features[] = {WGPUInstanceFeatureName_TimedWaitAny};

void
wgpuGetInstanceFeatures(WGPUSupportedInstanceFeatures *features)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    *features = (WGPUSupportedInstanceFeatures){1, instance_features};
}

WGPUBool
wgpuHasInstanceFeature(WGPUInstanceFeatureName feature)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    return feature == instance_features[0];
}

WGPUStatus
wgpuGetInstanceLimits(WGPUInstanceLimits *limits)
{
    NULL_ENTER();
    limits->timedWaitAnyMaxCount = 64;
    return WGPUStatus_Success;
}

static void
deliver_adapter(struct null_event *event)
{
    const WGPURequestAdapterCallbackInfo *info = &event->callback.adapter;
    info->callback(event->status, event->result, null_text(event->message), info->userdata1, info->userdata2);
}

static WGPUAdapter
new_adapter(struct null_object *instance, WGPUBackendType backend)
{
    struct null_adapter *self = null_object_new(NULL_KIND_Adapter, sizeof *self, instance);
    self->backend = backend;
    return (WGPUAdapter)self;
}

WGPUFuture
wgpuInstanceRequestAdapter(WGPUInstance handle, const WGPURequestAdapterOptions *options,
                           WGPURequestAdapterCallbackInfo callback)
{
    NULL_ENTER();
    struct null_object *instance = NULL_CHECK(handle);
    WGPUBackendType backend = WGPUBackendType_Undefined;
    if (options != NULL) {
        null_check_value("the backend", options->backendType, WGPUBackendType_Undefined,
                         WGPUBackendType_OpenGLES);
        null_check_value("the power preference", options->powerPreference, WGPUPowerPreference_Undefined,
                         WGPUPowerPreference_HighPerformance);
        null_check_value("the feature level", options->featureLevel, WGPUFeatureLevel_Undefined,
                         WGPUFeatureLevel_Core);
        NULL_CHECK_OPTIONAL(options->compatibleSurface);
        backend = options->backendType;
    }
    struct null_event *event = null_event_new(instance, instance, callback.mode, 0, deliver_adapter);
    event->callback.adapter = callback;
    if (null_fault_take(NULL_GPU_REFUSED))
        return null_event_answer(event, WGPURequestAdapterStatus_Unavailable, "refused, as was asked for");
    event->result = new_adapter(instance, backend);
    return null_event_answer(event, WGPURequestAdapterStatus_Success, NULL);
}

void
wgpuInstanceGetWGSLLanguageFeatures(WGPUInstance instance, WGPUSupportedWGSLLanguageFeatures *features)
{
    static const WGPUWGSLLanguageFeatureName names[] = {
        WGPUWGSLLanguageFeatureName_Packed4x8IntegerDotProduct,
        WGPUWGSLLanguageFeatureName_PointerCompositeAccess};
    NULL_ENTER();
    NULL_CHECK(instance);
    null_wgpu_aborts("it is not implemented");
    *features = (WGPUSupportedWGSLLanguageFeatures){sizeof names / sizeof names[0], names};
}

WGPUBool
wgpuInstanceHasWGSLLanguageFeature(WGPUInstance instance, WGPUWGSLLanguageFeatureName feature)
{
    NULL_ENTER();
    NULL_CHECK(instance);
    null_wgpu_aborts("it is not implemented");
    return feature == WGPUWGSLLanguageFeatureName_Packed4x8IntegerDotProduct ||
           feature == WGPUWGSLLanguageFeatureName_PointerCompositeAccess;
}

WGPUStatus
wgpuAdapterGetInfo(WGPUAdapter handle, WGPUAdapterInfo *info)
{
    NULL_ENTER();
    const struct null_adapter *self = (const struct null_adapter *)NULL_CHECK(handle);
    WGPUChainedStruct *chain = info->nextInChain;
    *info = (WGPUAdapterInfo){
        .nextInChain = chain,
        .vendor = null_text("nobody"),
        .architecture = null_text("none"),
        .device = null_text("null GPU"),
        .description = null_text("computes nothing"),
        .backendType = self->backend,
        .adapterType = WGPUAdapterType_CPU,
    };
    return WGPUStatus_Success;
}

WGPUStatus
wgpuAdapterGetLimits(WGPUAdapter handle, WGPULimits *limits)
{
    NULL_ENTER();
    NULL_CHECK(handle);
    return null_copy_limits(&null_limits, limits);
}

void
wgpuAdapterGetFeatures(WGPUAdapter handle, WGPUSupportedFeatures *features)
{
    NULL_ENTER();
    NULL_CHECK(handle);
    null_list_features(ALL_FEATURES, features);
}

WGPUBool
wgpuAdapterHasFeature(WGPUAdapter handle, WGPUFeatureName feature)
{
    NULL_ENTER();
    NULL_CHECK(handle);
    return feature >= 1 && feature <= NULL_FEATURES_MAX;
}

#ifdef NULL_GPU_WGPU
#include <webgpu/wgpu.h>

NULL_GPU_API size_t
wgpuInstanceEnumerateAdapters(WGPUInstance handle, const WGPUInstanceEnumerateAdapterOptions *options,
                              WGPUAdapter *adapters)
{
    NULL_ENTER();
    (void)options;
    struct null_object *instance = NULL_CHECK(handle);
    if (adapters != NULL)
        adapters[0] = new_adapter(instance, WGPUBackendType_Vulkan);
    return 1;
}

NULL_GPU_API uint32_t
wgpuGetVersion(void)
{
    return 0x1d000101; /* 29.0.1.1 */
}

NULL_GPU_API WGPUBool
wgpuDevicePoll(WGPUDevice device, WGPUBool wait, const WGPUSubmissionIndex *submission)
{
    NULL_ENTER();
    (void)wait;
    (void)submission;
    null_event_process(null_instance_of(null_device(device)));
    return WGPU_TRUE;
}
#endif
