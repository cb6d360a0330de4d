/* wgpuGetProcAddress: every function that the SDK has, by name. Only guests that call it carry the list. */
#include <stdbool.h>

#include "text.h"

#define FUNCTIONS(X) \
    X(wgpuCreateInstance) \
    X(wgpuGetInstanceFeatures) \
    X(wgpuGetInstanceLimits) \
    X(wgpuHasInstanceFeature) \
    X(wgpuGetProcAddress) \
    X(wgpuAdapterGetFeatures) \
    X(wgpuAdapterGetInfo) \
    X(wgpuAdapterGetLimits) \
    X(wgpuAdapterHasFeature) \
    X(wgpuAdapterRequestDevice) \
    X(wgpuAdapterAddRef) \
    X(wgpuAdapterRelease) \
    X(wgpuAdapterInfoFreeMembers) \
    X(wgpuBindGroupSetLabel) \
    X(wgpuBindGroupAddRef) \
    X(wgpuBindGroupRelease) \
    X(wgpuBindGroupLayoutSetLabel) \
    X(wgpuBindGroupLayoutAddRef) \
    X(wgpuBindGroupLayoutRelease) \
    X(wgpuBufferDestroy) \
    X(wgpuBufferGetConstMappedRange) \
    X(wgpuBufferGetMappedRange) \
    X(wgpuBufferGetMapState) \
    X(wgpuBufferGetSize) \
    X(wgpuBufferGetUsage) \
    X(wgpuBufferMapAsync) \
    X(wgpuBufferReadMappedRange) \
    X(wgpuBufferSetLabel) \
    X(wgpuBufferUnmap) \
    X(wgpuBufferWriteMappedRange) \
    X(wgpuBufferAddRef) \
    X(wgpuBufferRelease) \
    X(wgpuCommandBufferSetLabel) \
    X(wgpuCommandBufferAddRef) \
    X(wgpuCommandBufferRelease) \
    X(wgpuCommandEncoderBeginComputePass) \
    X(wgpuCommandEncoderBeginRenderPass) \
    X(wgpuCommandEncoderClearBuffer) \
    X(wgpuCommandEncoderCopyBufferToBuffer) \
    X(wgpuCommandEncoderCopyBufferToTexture) \
    X(wgpuCommandEncoderCopyTextureToBuffer) \
    X(wgpuCommandEncoderCopyTextureToTexture) \
    X(wgpuCommandEncoderFinish) \
    X(wgpuCommandEncoderInsertDebugMarker) \
    X(wgpuCommandEncoderPopDebugGroup) \
    X(wgpuCommandEncoderPushDebugGroup) \
    X(wgpuCommandEncoderResolveQuerySet) \
    X(wgpuCommandEncoderSetLabel) \
    X(wgpuCommandEncoderWriteTimestamp) \
    X(wgpuCommandEncoderAddRef) \
    X(wgpuCommandEncoderRelease) \
    X(wgpuComputePassEncoderDispatchWorkgroups) \
    X(wgpuComputePassEncoderDispatchWorkgroupsIndirect) \
    X(wgpuComputePassEncoderEnd) \
    X(wgpuComputePassEncoderInsertDebugMarker) \
    X(wgpuComputePassEncoderPopDebugGroup) \
    X(wgpuComputePassEncoderPushDebugGroup) \
    X(wgpuComputePassEncoderSetBindGroup) \
    X(wgpuComputePassEncoderSetImmediates) \
    X(wgpuComputePassEncoderSetLabel) \
    X(wgpuComputePassEncoderSetPipeline) \
    X(wgpuComputePassEncoderAddRef) \
    X(wgpuComputePassEncoderRelease) \
    X(wgpuComputePipelineGetBindGroupLayout) \
    X(wgpuComputePipelineSetLabel) \
    X(wgpuComputePipelineAddRef) \
    X(wgpuComputePipelineRelease) \
    X(wgpuDeviceCreateBindGroup) \
    X(wgpuDeviceCreateBindGroupLayout) \
    X(wgpuDeviceCreateBuffer) \
    X(wgpuDeviceCreateCommandEncoder) \
    X(wgpuDeviceCreateComputePipeline) \
    X(wgpuDeviceCreateComputePipelineAsync) \
    X(wgpuDeviceCreatePipelineLayout) \
    X(wgpuDeviceCreateQuerySet) \
    X(wgpuDeviceCreateRenderBundleEncoder) \
    X(wgpuDeviceCreateRenderPipeline) \
    X(wgpuDeviceCreateRenderPipelineAsync) \
    X(wgpuDeviceCreateSampler) \
    X(wgpuDeviceCreateShaderModule) \
    X(wgpuDeviceCreateTexture) \
    X(wgpuDeviceDestroy) \
    X(wgpuDeviceGetAdapterInfo) \
    X(wgpuDeviceGetFeatures) \
    X(wgpuDeviceGetLimits) \
    X(wgpuDeviceGetLostFuture) \
    X(wgpuDeviceGetQueue) \
    X(wgpuDeviceHasFeature) \
    X(wgpuDevicePopErrorScope) \
    X(wgpuDevicePushErrorScope) \
    X(wgpuDeviceSetLabel) \
    X(wgpuDeviceAddRef) \
    X(wgpuDeviceRelease) \
    X(wgpuInstanceGetWGSLLanguageFeatures) \
    X(wgpuInstanceHasWGSLLanguageFeature) \
    X(wgpuInstanceProcessEvents) \
    X(wgpuInstanceRequestAdapter) \
    X(wgpuInstanceWaitAny) \
    X(wgpuInstanceAddRef) \
    X(wgpuInstanceRelease) \
    X(wgpuPipelineLayoutSetLabel) \
    X(wgpuPipelineLayoutAddRef) \
    X(wgpuPipelineLayoutRelease) \
    X(wgpuQuerySetDestroy) \
    X(wgpuQuerySetGetCount) \
    X(wgpuQuerySetGetType) \
    X(wgpuQuerySetSetLabel) \
    X(wgpuQuerySetAddRef) \
    X(wgpuQuerySetRelease) \
    X(wgpuQueueOnSubmittedWorkDone) \
    X(wgpuQueueSetLabel) \
    X(wgpuQueueSubmit) \
    X(wgpuQueueWriteBuffer) \
    X(wgpuQueueWriteTexture) \
    X(wgpuQueueAddRef) \
    X(wgpuQueueRelease) \
    X(wgpuRenderBundleSetLabel) \
    X(wgpuRenderBundleAddRef) \
    X(wgpuRenderBundleRelease) \
    X(wgpuRenderBundleEncoderDraw) \
    X(wgpuRenderBundleEncoderDrawIndexed) \
    X(wgpuRenderBundleEncoderDrawIndexedIndirect) \
    X(wgpuRenderBundleEncoderDrawIndirect) \
    X(wgpuRenderBundleEncoderFinish) \
    X(wgpuRenderBundleEncoderInsertDebugMarker) \
    X(wgpuRenderBundleEncoderPopDebugGroup) \
    X(wgpuRenderBundleEncoderPushDebugGroup) \
    X(wgpuRenderBundleEncoderSetBindGroup) \
    X(wgpuRenderBundleEncoderSetImmediates) \
    X(wgpuRenderBundleEncoderSetIndexBuffer) \
    X(wgpuRenderBundleEncoderSetLabel) \
    X(wgpuRenderBundleEncoderSetPipeline) \
    X(wgpuRenderBundleEncoderSetVertexBuffer) \
    X(wgpuRenderBundleEncoderAddRef) \
    X(wgpuRenderBundleEncoderRelease) \
    X(wgpuRenderPassEncoderBeginOcclusionQuery) \
    X(wgpuRenderPassEncoderDraw) \
    X(wgpuRenderPassEncoderDrawIndexed) \
    X(wgpuRenderPassEncoderDrawIndexedIndirect) \
    X(wgpuRenderPassEncoderDrawIndirect) \
    X(wgpuRenderPassEncoderEnd) \
    X(wgpuRenderPassEncoderEndOcclusionQuery) \
    X(wgpuRenderPassEncoderExecuteBundles) \
    X(wgpuRenderPassEncoderInsertDebugMarker) \
    X(wgpuRenderPassEncoderPopDebugGroup) \
    X(wgpuRenderPassEncoderPushDebugGroup) \
    X(wgpuRenderPassEncoderSetBindGroup) \
    X(wgpuRenderPassEncoderSetBlendConstant) \
    X(wgpuRenderPassEncoderSetImmediates) \
    X(wgpuRenderPassEncoderSetIndexBuffer) \
    X(wgpuRenderPassEncoderSetLabel) \
    X(wgpuRenderPassEncoderSetPipeline) \
    X(wgpuRenderPassEncoderSetScissorRect) \
    X(wgpuRenderPassEncoderSetStencilReference) \
    X(wgpuRenderPassEncoderSetVertexBuffer) \
    X(wgpuRenderPassEncoderSetViewport) \
    X(wgpuRenderPassEncoderAddRef) \
    X(wgpuRenderPassEncoderRelease) \
    X(wgpuRenderPipelineGetBindGroupLayout) \
    X(wgpuRenderPipelineSetLabel) \
    X(wgpuRenderPipelineAddRef) \
    X(wgpuRenderPipelineRelease) \
    X(wgpuSamplerSetLabel) \
    X(wgpuSamplerAddRef) \
    X(wgpuSamplerRelease) \
    X(wgpuShaderModuleGetCompilationInfo) \
    X(wgpuShaderModuleSetLabel) \
    X(wgpuShaderModuleAddRef) \
    X(wgpuShaderModuleRelease) \
    X(wgpuSupportedFeaturesFreeMembers) \
    X(wgpuSupportedInstanceFeaturesFreeMembers) \
    X(wgpuSupportedWGSLLanguageFeaturesFreeMembers) \
    X(wgpuTextureCreateView) \
    X(wgpuTextureDestroy) \
    X(wgpuTextureGetDepthOrArrayLayers) \
    X(wgpuTextureGetDimension) \
    X(wgpuTextureGetFormat) \
    X(wgpuTextureGetHeight) \
    X(wgpuTextureGetMipLevelCount) \
    X(wgpuTextureGetSampleCount) \
    X(wgpuTextureGetTextureBindingViewDimension) \
    X(wgpuTextureGetUsage) \
    X(wgpuTextureGetWidth) \
    X(wgpuTextureSetLabel) \
    X(wgpuTextureAddRef) \
    X(wgpuTextureRelease) \
    X(wgpuTextureViewSetLabel) \
    X(wgpuTextureViewAddRef) \
    X(wgpuTextureViewRelease)

struct function {
    const char *name;
    WGPUProc proc;
};

#define X(function) {#function, (WGPUProc)(function)},
static const struct function functions[] = {FUNCTIONS(X)};
#undef X

static bool
is_named(const struct function *function, WGPUStringView name)
{
    return strlen(function->name) == name.length && memcmp(function->name, name.data, name.length) == 0;
}

WGPUProc
wgpuGetProcAddress(WGPUStringView name)
{
    name = sdk_text(name);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (is_named(&functions[i], name))
            return functions[i].proc;
    }
    return NULL;
}
