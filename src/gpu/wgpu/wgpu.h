/* wgpu-native behind the standard header: which of its functions are ours, or go through ours first.
 *
 * Most validation is its own: what it reports reaches the device's uncaptured error callback, which is
 * always ours (error.c) and feeds error scopes that are ours too. What it answers by aborting the
 * process is looked at before it is called, and so is what it overlooks. To know enough for that, all
 * handles that callers see are records of ours (objects.h), which hold wgpu-native's. Render bundles are
 * altogether ours. There are no surfaces: what is behind them only a program with a window could test. */
#ifndef GPU_WGPU_WGPU_H
#define GPU_WGPU_WGPU_H

#include <stdbool.h>
#include <stddef.h>

#include "gpu/procs.h"

/* clang-format off */
/* Answered here, because wgpu-native's own aborts or says nothing useful. */
#define GPU_WGPU_OWN_PROCS(X) \
    X(GetInstanceLimits) \
    X(InstanceGetWGSLLanguageFeatures) X(InstanceHasWGSLLanguageFeature) \
    X(SupportedWGSLLanguageFeaturesFreeMembers) X(SupportedFeaturesFreeMembers) \
    X(InstanceWaitAny) X(DeviceGetLostFuture) \
    X(DevicePushErrorScope) X(DevicePopErrorScope) \
    X(BufferGetMapState) X(BufferGetSize) X(BufferGetUsage) \
    X(BufferReadMappedRange) X(BufferWriteMappedRange) \
    X(QuerySetGetCount) X(QuerySetGetType) \
    X(ShaderModuleGetCompilationInfo) \
    X(TextureGetWidth) X(TextureGetHeight) X(TextureGetDepthOrArrayLayers) X(TextureGetMipLevelCount) \
    X(TextureGetSampleCount) X(TextureGetDimension) X(TextureGetFormat) X(TextureGetUsage) \
    X(TextureGetTextureBindingViewDimension) \
    X(DeviceCreateRenderBundleEncoder) X(RenderBundleEncoderAddRef) X(RenderBundleEncoderRelease) \
    X(RenderBundleEncoderFinish) X(RenderBundleEncoderSetPipeline) X(RenderBundleEncoderSetBindGroup) \
    X(RenderBundleEncoderSetIndexBuffer) X(RenderBundleEncoderSetVertexBuffer) \
    X(RenderBundleEncoderSetImmediates) X(RenderBundleEncoderDraw) X(RenderBundleEncoderDrawIndexed) \
    X(RenderBundleEncoderDrawIndirect) X(RenderBundleEncoderDrawIndexedIndirect) \
    X(RenderBundleEncoderInsertDebugMarker) X(RenderBundleEncoderPushDebugGroup) \
    X(RenderBundleEncoderPopDebugGroup) X(RenderBundleAddRef) X(RenderBundleRelease) \
    X(InstanceCreateSurface) \
    X(ExternalTextureAddRef) X(ExternalTextureRelease)

/* Checked, watched or unwrapped here, then wgpu-native's. */
#define GPU_WGPU_WATCHED_PROCS(X) \
    X(CreateInstance) X(InstanceAddRef) X(InstanceRelease) X(InstanceProcessEvents) \
    X(InstanceRequestAdapter) \
    X(AdapterAddRef) X(AdapterRelease) X(AdapterGetInfo) X(AdapterGetLimits) X(AdapterGetFeatures) \
    X(AdapterHasFeature) X(AdapterRequestDevice) \
    X(DeviceAddRef) X(DeviceRelease) X(DeviceDestroy) X(DeviceGetAdapterInfo) X(DeviceGetFeatures) \
    X(DeviceGetLimits) X(DeviceHasFeature) X(DeviceGetQueue) \
    X(DeviceCreateBuffer) X(DeviceCreateBindGroupLayout) X(DeviceCreatePipelineLayout) \
    X(DeviceCreateBindGroup) X(DeviceCreateShaderModule) X(DeviceCreateComputePipeline) \
    X(DeviceCreateComputePipelineAsync) X(DeviceCreateCommandEncoder) X(DeviceCreateQuerySet) \
    X(DeviceCreateTexture) X(DeviceCreateSampler) X(DeviceCreateRenderPipeline) \
    X(DeviceCreateRenderPipelineAsync) \
    X(QueueAddRef) X(QueueRelease) X(QueueSubmit) X(QueueWriteBuffer) X(QueueWriteTexture) \
    X(QueueOnSubmittedWorkDone) \
    X(BufferAddRef) X(BufferRelease) X(BufferDestroy) X(BufferMapAsync) X(BufferUnmap) \
    X(BufferGetMappedRange) X(BufferGetConstMappedRange) \
    X(BindGroupAddRef) X(BindGroupRelease) X(ShaderModuleAddRef) X(ShaderModuleRelease) \
    X(QuerySetAddRef) X(QuerySetRelease) X(QuerySetDestroy) \
    X(CommandEncoderAddRef) X(CommandEncoderRelease) X(CommandEncoderFinish) \
    X(CommandEncoderBeginComputePass) X(CommandEncoderBeginRenderPass) X(CommandEncoderClearBuffer) \
    X(CommandEncoderCopyBufferToBuffer) X(CommandEncoderCopyBufferToTexture) \
    X(CommandEncoderCopyTextureToBuffer) X(CommandEncoderCopyTextureToTexture) \
    X(CommandEncoderInsertDebugMarker) X(CommandEncoderPopDebugGroup) X(CommandEncoderPushDebugGroup) \
    X(CommandEncoderResolveQuerySet) X(CommandEncoderWriteTimestamp) \
    X(CommandBufferAddRef) X(CommandBufferRelease) \
    X(ComputePassEncoderAddRef) X(ComputePassEncoderRelease) X(ComputePassEncoderEnd) \
    X(ComputePassEncoderSetPipeline) X(ComputePassEncoderSetBindGroup) X(ComputePassEncoderSetImmediates) \
    X(ComputePassEncoderDispatchWorkgroups) X(ComputePassEncoderDispatchWorkgroupsIndirect) \
    X(ComputePassEncoderInsertDebugMarker) X(ComputePassEncoderPopDebugGroup) \
    X(ComputePassEncoderPushDebugGroup) \
    X(RenderPassEncoderAddRef) X(RenderPassEncoderRelease) X(RenderPassEncoderEnd) \
    X(RenderPassEncoderSetPipeline) X(RenderPassEncoderSetBindGroup) X(RenderPassEncoderSetImmediates) \
    X(RenderPassEncoderSetIndexBuffer) X(RenderPassEncoderSetVertexBuffer) \
    X(RenderPassEncoderSetBlendConstant) X(RenderPassEncoderSetScissorRect) \
    X(RenderPassEncoderSetStencilReference) X(RenderPassEncoderSetViewport) \
    X(RenderPassEncoderBeginOcclusionQuery) X(RenderPassEncoderEndOcclusionQuery) \
    X(RenderPassEncoderDraw) X(RenderPassEncoderDrawIndexed) X(RenderPassEncoderDrawIndirect) \
    X(RenderPassEncoderDrawIndexedIndirect) X(RenderPassEncoderExecuteBundles) \
    X(RenderPassEncoderInsertDebugMarker) X(RenderPassEncoderPopDebugGroup) \
    X(RenderPassEncoderPushDebugGroup) \
    X(TextureAddRef) X(TextureRelease) X(TextureDestroy) X(TextureCreateView) \
    X(TextureViewAddRef) X(TextureViewRelease) X(SamplerAddRef) X(SamplerRelease) \
    X(BindGroupLayoutAddRef) X(BindGroupLayoutRelease) X(PipelineLayoutAddRef) X(PipelineLayoutRelease) \
    X(ComputePipelineAddRef) X(ComputePipelineRelease) X(ComputePipelineGetBindGroupLayout) \
    X(RenderPipelineAddRef) X(RenderPipelineRelease) X(RenderPipelineGetBindGroupLayout)

/* Labels are for debugging, and every one of these aborts: they are ignored. */
#define GPU_WGPU_LABEL_PROCS(X) \
    X(BindGroup) X(BindGroupLayout) X(Buffer) X(CommandBuffer) X(CommandEncoder) X(ComputePassEncoder) \
    X(ComputePipeline) X(Device) X(ExternalTexture) X(PipelineLayout) X(QuerySet) X(Queue) X(RenderBundle) \
    X(RenderBundleEncoder) X(RenderPassEncoder) X(RenderPipeline) X(Sampler) X(ShaderModule) X(Surface) \
    X(Texture) X(TextureView)
/* clang-format on */

/* Each has the standard function's type. */
#define X(name) __typeof__(wgpu##name) gpu_wgpu_##name;
GPU_WGPU_OWN_PROCS(X)
GPU_WGPU_WATCHED_PROCS(X)
#undef X

/* Puts ours over wgpu-native's functions in `front`; gpu_native is filled. */
void gpu_wgpu_install(struct gpu_procs *front, void *handle, char *version, size_t size);

/* wgpu-native does not clear workgroup memory, so that one guest can read what another left there: pipelines
 * whose WGSL declares var<workgroup> are refused, unless the user allows them, here for all devices of an
 * instance or by WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY=1. */
void gpu_wgpu_allow_uninitialized_workgroup_memory(WGPUInstance instance);

/* Writes that wgpu-native holds back are not handed on any more, for that is a submit, which may wait. */
void gpu_wgpu_forget_writes(WGPUQueue queue);

/* Waits of an instance's devices end when `stops` is true: submit.c. */
void gpu_wgpu_stop_by(WGPUInstance instance, bool (*stops)(void *env), void *env);

/* Looks up wgpuInstanceEnumerateAdapters, for: */
void gpu_wgpu_enumerate_find(void *handle);
/* The adapters of an instance, with all backends it was made with. `*adapters` is the caller's to free,
 * each of them to release. 0: none, or out of memory. */
size_t gpu_wgpu_enumerate_adapters(WGPUInstance instance, WGPUAdapter **adapters);

#endif
