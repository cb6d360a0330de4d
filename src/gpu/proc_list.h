/* Written by src/gpu/proc_list.py from webgpu.h: the functions of the standard header, a row each.
 *
 *   VALUE(type, name, parameters, arguments)  returns something
 *   STATUS(name, parameters, arguments)       returns a WGPUStatus
 *   VOID(name, parameters, arguments)         returns nothing
 *   ASYNC(callback, name, parameters, arguments)  returns a future; its last parameter names a callback
 *   COUNT(type, name)                         an AddRef or a Release */
#ifndef GPU_PROC_LIST_H
#define GPU_PROC_LIST_H

/* clang-format off */
#define GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT) \
    VALUE(WGPUInstance, CreateInstance, (WGPUInstanceDescriptor const *descriptor), (descriptor)) \
    VOID(GetInstanceFeatures, (WGPUSupportedInstanceFeatures *features), (features)) \
    STATUS(GetInstanceLimits, (WGPUInstanceLimits *limits), (limits)) \
    VALUE(WGPUBool, HasInstanceFeature, (WGPUInstanceFeatureName feature), (feature)) \
    VALUE(WGPUProc, GetProcAddress, (WGPUStringView procName), (procName)) \
    VOID(AdapterGetFeatures, (WGPUAdapter adapter, WGPUSupportedFeatures *features), \
        (adapter, features)) \
    STATUS(AdapterGetInfo, (WGPUAdapter adapter, WGPUAdapterInfo *info), (adapter, info)) \
    STATUS(AdapterGetLimits, (WGPUAdapter adapter, WGPULimits *limits), (adapter, limits)) \
    VALUE(WGPUBool, AdapterHasFeature, (WGPUAdapter adapter, WGPUFeatureName feature), \
        (adapter, feature)) \
    ASYNC(WGPURequestDeviceCallback, AdapterRequestDevice, (WGPUAdapter adapter, \
        WGPUDeviceDescriptor const *descriptor, WGPURequestDeviceCallbackInfo callbackInfo), \
        (adapter, descriptor, callbackInfo)) \
    COUNT(WGPUAdapter, AdapterAddRef) \
    COUNT(WGPUAdapter, AdapterRelease) \
    VOID(AdapterInfoFreeMembers, (WGPUAdapterInfo adapterInfo), (adapterInfo)) \
    VOID(BindGroupSetLabel, (WGPUBindGroup bindGroup, WGPUStringView label), (bindGroup, label)) \
    COUNT(WGPUBindGroup, BindGroupAddRef) \
    COUNT(WGPUBindGroup, BindGroupRelease) \
    VOID(BindGroupLayoutSetLabel, (WGPUBindGroupLayout bindGroupLayout, WGPUStringView label), \
        (bindGroupLayout, label)) \
    COUNT(WGPUBindGroupLayout, BindGroupLayoutAddRef) \
    COUNT(WGPUBindGroupLayout, BindGroupLayoutRelease) \
    VOID(BufferDestroy, (WGPUBuffer buffer), (buffer)) \
    VALUE(void const *, BufferGetConstMappedRange, (WGPUBuffer buffer, size_t offset, size_t size), \
        (buffer, offset, size)) \
    VALUE(void *, BufferGetMappedRange, (WGPUBuffer buffer, size_t offset, size_t size), \
        (buffer, offset, size)) \
    VALUE(WGPUBufferMapState, BufferGetMapState, (WGPUBuffer buffer), (buffer)) \
    VALUE(uint64_t, BufferGetSize, (WGPUBuffer buffer), (buffer)) \
    VALUE(WGPUBufferUsage, BufferGetUsage, (WGPUBuffer buffer), (buffer)) \
    ASYNC(WGPUBufferMapCallback, BufferMapAsync, (WGPUBuffer buffer, WGPUMapMode mode, size_t offset, \
        size_t size, WGPUBufferMapCallbackInfo callbackInfo), \
        (buffer, mode, offset, size, callbackInfo)) \
    STATUS(BufferReadMappedRange, (WGPUBuffer buffer, size_t offset, void *data, size_t size), \
        (buffer, offset, data, size)) \
    VOID(BufferSetLabel, (WGPUBuffer buffer, WGPUStringView label), (buffer, label)) \
    VOID(BufferUnmap, (WGPUBuffer buffer), (buffer)) \
    STATUS(BufferWriteMappedRange, (WGPUBuffer buffer, size_t offset, void const *data, size_t size), \
        (buffer, offset, data, size)) \
    COUNT(WGPUBuffer, BufferAddRef) \
    COUNT(WGPUBuffer, BufferRelease) \
    VOID(CommandBufferSetLabel, (WGPUCommandBuffer commandBuffer, WGPUStringView label), \
        (commandBuffer, label)) \
    COUNT(WGPUCommandBuffer, CommandBufferAddRef) \
    COUNT(WGPUCommandBuffer, CommandBufferRelease) \
    VALUE(WGPUComputePassEncoder, CommandEncoderBeginComputePass, (WGPUCommandEncoder commandEncoder, \
        WGPUComputePassDescriptor const *descriptor), \
        (commandEncoder, descriptor)) \
    VALUE(WGPURenderPassEncoder, CommandEncoderBeginRenderPass, (WGPUCommandEncoder commandEncoder, \
        WGPURenderPassDescriptor const *descriptor), \
        (commandEncoder, descriptor)) \
    VOID(CommandEncoderClearBuffer, (WGPUCommandEncoder commandEncoder, WGPUBuffer buffer, \
        uint64_t offset, uint64_t size), \
        (commandEncoder, buffer, offset, size)) \
    VOID(CommandEncoderCopyBufferToBuffer, (WGPUCommandEncoder commandEncoder, WGPUBuffer source, \
        uint64_t sourceOffset, WGPUBuffer destination, uint64_t destinationOffset, uint64_t size), \
        (commandEncoder, source, sourceOffset, destination, destinationOffset, size)) \
    VOID(CommandEncoderCopyBufferToTexture, (WGPUCommandEncoder commandEncoder, \
        WGPUTexelCopyBufferInfo const *source, WGPUTexelCopyTextureInfo const *destination, \
        WGPUExtent3D const *copySize), \
        (commandEncoder, source, destination, copySize)) \
    VOID(CommandEncoderCopyTextureToBuffer, (WGPUCommandEncoder commandEncoder, \
        WGPUTexelCopyTextureInfo const *source, WGPUTexelCopyBufferInfo const *destination, \
        WGPUExtent3D const *copySize), \
        (commandEncoder, source, destination, copySize)) \
    VOID(CommandEncoderCopyTextureToTexture, (WGPUCommandEncoder commandEncoder, \
        WGPUTexelCopyTextureInfo const *source, WGPUTexelCopyTextureInfo const *destination, \
        WGPUExtent3D const *copySize), \
        (commandEncoder, source, destination, copySize)) \
    VALUE(WGPUCommandBuffer, CommandEncoderFinish, (WGPUCommandEncoder commandEncoder, \
        WGPUCommandBufferDescriptor const *descriptor), \
        (commandEncoder, descriptor)) \
    VOID(CommandEncoderInsertDebugMarker, (WGPUCommandEncoder commandEncoder, \
        WGPUStringView markerLabel), \
        (commandEncoder, markerLabel)) \
    VOID(CommandEncoderPopDebugGroup, (WGPUCommandEncoder commandEncoder), (commandEncoder)) \
    VOID(CommandEncoderPushDebugGroup, (WGPUCommandEncoder commandEncoder, WGPUStringView groupLabel), \
        (commandEncoder, groupLabel)) \
    VOID(CommandEncoderResolveQuerySet, (WGPUCommandEncoder commandEncoder, WGPUQuerySet querySet, \
        uint32_t firstQuery, uint32_t queryCount, WGPUBuffer destination, uint64_t destinationOffset), \
        (commandEncoder, querySet, firstQuery, queryCount, destination, destinationOffset)) \
    VOID(CommandEncoderSetLabel, (WGPUCommandEncoder commandEncoder, WGPUStringView label), \
        (commandEncoder, label)) \
    VOID(CommandEncoderWriteTimestamp, (WGPUCommandEncoder commandEncoder, WGPUQuerySet querySet, \
        uint32_t queryIndex), \
        (commandEncoder, querySet, queryIndex)) \
    COUNT(WGPUCommandEncoder, CommandEncoderAddRef) \
    COUNT(WGPUCommandEncoder, CommandEncoderRelease) \
    VOID(ComputePassEncoderDispatchWorkgroups, (WGPUComputePassEncoder computePassEncoder, \
        uint32_t workgroupCountX, uint32_t workgroupCountY, uint32_t workgroupCountZ), \
        (computePassEncoder, workgroupCountX, workgroupCountY, workgroupCountZ)) \
    VOID(ComputePassEncoderDispatchWorkgroupsIndirect, (WGPUComputePassEncoder computePassEncoder, \
        WGPUBuffer indirectBuffer, uint64_t indirectOffset), \
        (computePassEncoder, indirectBuffer, indirectOffset)) \
    VOID(ComputePassEncoderEnd, (WGPUComputePassEncoder computePassEncoder), (computePassEncoder)) \
    VOID(ComputePassEncoderInsertDebugMarker, (WGPUComputePassEncoder computePassEncoder, \
        WGPUStringView markerLabel), \
        (computePassEncoder, markerLabel)) \
    VOID(ComputePassEncoderPopDebugGroup, (WGPUComputePassEncoder computePassEncoder), \
        (computePassEncoder)) \
    VOID(ComputePassEncoderPushDebugGroup, (WGPUComputePassEncoder computePassEncoder, \
        WGPUStringView groupLabel), \
        (computePassEncoder, groupLabel)) \
    VOID(ComputePassEncoderSetBindGroup, (WGPUComputePassEncoder computePassEncoder, \
        uint32_t groupIndex, WGPUBindGroup group, size_t dynamicOffsetCount, \
        uint32_t const *dynamicOffsets), \
        (computePassEncoder, groupIndex, group, dynamicOffsetCount, dynamicOffsets)) \
    VOID(ComputePassEncoderSetImmediates, (WGPUComputePassEncoder computePassEncoder, uint32_t offset, \
        void const *data, size_t size), \
        (computePassEncoder, offset, data, size)) \
    VOID(ComputePassEncoderSetLabel, (WGPUComputePassEncoder computePassEncoder, \
        WGPUStringView label), \
        (computePassEncoder, label)) \
    VOID(ComputePassEncoderSetPipeline, (WGPUComputePassEncoder computePassEncoder, \
        WGPUComputePipeline pipeline), \
        (computePassEncoder, pipeline)) \
    COUNT(WGPUComputePassEncoder, ComputePassEncoderAddRef) \
    COUNT(WGPUComputePassEncoder, ComputePassEncoderRelease) \
    VALUE(WGPUBindGroupLayout, ComputePipelineGetBindGroupLayout, \
        (WGPUComputePipeline computePipeline, uint32_t groupIndex), \
        (computePipeline, groupIndex)) \
    VOID(ComputePipelineSetLabel, (WGPUComputePipeline computePipeline, WGPUStringView label), \
        (computePipeline, label)) \
    COUNT(WGPUComputePipeline, ComputePipelineAddRef) \
    COUNT(WGPUComputePipeline, ComputePipelineRelease) \
    VALUE(WGPUBindGroup, DeviceCreateBindGroup, (WGPUDevice device, \
        WGPUBindGroupDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPUBindGroupLayout, DeviceCreateBindGroupLayout, (WGPUDevice device, \
        WGPUBindGroupLayoutDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPUBuffer, DeviceCreateBuffer, (WGPUDevice device, WGPUBufferDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPUCommandEncoder, DeviceCreateCommandEncoder, (WGPUDevice device, \
        WGPUCommandEncoderDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPUComputePipeline, DeviceCreateComputePipeline, (WGPUDevice device, \
        WGPUComputePipelineDescriptor const *descriptor), \
        (device, descriptor)) \
    ASYNC(WGPUCreateComputePipelineAsyncCallback, DeviceCreateComputePipelineAsync, \
        (WGPUDevice device, WGPUComputePipelineDescriptor const *descriptor, \
        WGPUCreateComputePipelineAsyncCallbackInfo callbackInfo), \
        (device, descriptor, callbackInfo)) \
    VALUE(WGPUPipelineLayout, DeviceCreatePipelineLayout, (WGPUDevice device, \
        WGPUPipelineLayoutDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPUQuerySet, DeviceCreateQuerySet, (WGPUDevice device, \
        WGPUQuerySetDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPURenderBundleEncoder, DeviceCreateRenderBundleEncoder, (WGPUDevice device, \
        WGPURenderBundleEncoderDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPURenderPipeline, DeviceCreateRenderPipeline, (WGPUDevice device, \
        WGPURenderPipelineDescriptor const *descriptor), \
        (device, descriptor)) \
    ASYNC(WGPUCreateRenderPipelineAsyncCallback, DeviceCreateRenderPipelineAsync, (WGPUDevice device, \
        WGPURenderPipelineDescriptor const *descriptor, \
        WGPUCreateRenderPipelineAsyncCallbackInfo callbackInfo), \
        (device, descriptor, callbackInfo)) \
    VALUE(WGPUSampler, DeviceCreateSampler, (WGPUDevice device, \
        WGPUSamplerDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPUShaderModule, DeviceCreateShaderModule, (WGPUDevice device, \
        WGPUShaderModuleDescriptor const *descriptor), \
        (device, descriptor)) \
    VALUE(WGPUTexture, DeviceCreateTexture, (WGPUDevice device, \
        WGPUTextureDescriptor const *descriptor), \
        (device, descriptor)) \
    VOID(DeviceDestroy, (WGPUDevice device), (device)) \
    STATUS(DeviceGetAdapterInfo, (WGPUDevice device, WGPUAdapterInfo *adapterInfo), \
        (device, adapterInfo)) \
    VOID(DeviceGetFeatures, (WGPUDevice device, WGPUSupportedFeatures *features), (device, features)) \
    STATUS(DeviceGetLimits, (WGPUDevice device, WGPULimits *limits), (device, limits)) \
    VALUE(WGPUFuture, DeviceGetLostFuture, (WGPUDevice device), (device)) \
    VALUE(WGPUQueue, DeviceGetQueue, (WGPUDevice device), (device)) \
    VALUE(WGPUBool, DeviceHasFeature, (WGPUDevice device, WGPUFeatureName feature), (device, feature)) \
    ASYNC(WGPUPopErrorScopeCallback, DevicePopErrorScope, (WGPUDevice device, \
        WGPUPopErrorScopeCallbackInfo callbackInfo), \
        (device, callbackInfo)) \
    VOID(DevicePushErrorScope, (WGPUDevice device, WGPUErrorFilter filter), (device, filter)) \
    VOID(DeviceSetLabel, (WGPUDevice device, WGPUStringView label), (device, label)) \
    COUNT(WGPUDevice, DeviceAddRef) \
    COUNT(WGPUDevice, DeviceRelease) \
    VOID(ExternalTextureSetLabel, (WGPUExternalTexture externalTexture, WGPUStringView label), \
        (externalTexture, label)) \
    COUNT(WGPUExternalTexture, ExternalTextureAddRef) \
    COUNT(WGPUExternalTexture, ExternalTextureRelease) \
    VALUE(WGPUSurface, InstanceCreateSurface, (WGPUInstance instance, \
        WGPUSurfaceDescriptor const *descriptor), \
        (instance, descriptor)) \
    VOID(InstanceGetWGSLLanguageFeatures, (WGPUInstance instance, \
        WGPUSupportedWGSLLanguageFeatures *features), \
        (instance, features)) \
    VALUE(WGPUBool, InstanceHasWGSLLanguageFeature, (WGPUInstance instance, \
        WGPUWGSLLanguageFeatureName feature), \
        (instance, feature)) \
    VOID(InstanceProcessEvents, (WGPUInstance instance), (instance)) \
    ASYNC(WGPURequestAdapterCallback, InstanceRequestAdapter, (WGPUInstance instance, \
        WGPURequestAdapterOptions const *options, WGPURequestAdapterCallbackInfo callbackInfo), \
        (instance, options, callbackInfo)) \
    VALUE(WGPUWaitStatus, InstanceWaitAny, (WGPUInstance instance, size_t futureCount, \
        WGPUFutureWaitInfo *futures, uint64_t timeoutNS), \
        (instance, futureCount, futures, timeoutNS)) \
    COUNT(WGPUInstance, InstanceAddRef) \
    COUNT(WGPUInstance, InstanceRelease) \
    VOID(PipelineLayoutSetLabel, (WGPUPipelineLayout pipelineLayout, WGPUStringView label), \
        (pipelineLayout, label)) \
    COUNT(WGPUPipelineLayout, PipelineLayoutAddRef) \
    COUNT(WGPUPipelineLayout, PipelineLayoutRelease) \
    VOID(QuerySetDestroy, (WGPUQuerySet querySet), (querySet)) \
    VALUE(uint32_t, QuerySetGetCount, (WGPUQuerySet querySet), (querySet)) \
    VALUE(WGPUQueryType, QuerySetGetType, (WGPUQuerySet querySet), (querySet)) \
    VOID(QuerySetSetLabel, (WGPUQuerySet querySet, WGPUStringView label), (querySet, label)) \
    COUNT(WGPUQuerySet, QuerySetAddRef) \
    COUNT(WGPUQuerySet, QuerySetRelease) \
    ASYNC(WGPUQueueWorkDoneCallback, QueueOnSubmittedWorkDone, (WGPUQueue queue, \
        WGPUQueueWorkDoneCallbackInfo callbackInfo), \
        (queue, callbackInfo)) \
    VOID(QueueSetLabel, (WGPUQueue queue, WGPUStringView label), (queue, label)) \
    VOID(QueueSubmit, (WGPUQueue queue, size_t commandCount, WGPUCommandBuffer const *commands), \
        (queue, commandCount, commands)) \
    VOID(QueueWriteBuffer, (WGPUQueue queue, WGPUBuffer buffer, uint64_t bufferOffset, \
        void const *data, size_t size), \
        (queue, buffer, bufferOffset, data, size)) \
    VOID(QueueWriteTexture, (WGPUQueue queue, WGPUTexelCopyTextureInfo const *destination, \
        void const *data, size_t dataSize, WGPUTexelCopyBufferLayout const *dataLayout, \
        WGPUExtent3D const *writeSize), \
        (queue, destination, data, dataSize, dataLayout, writeSize)) \
    COUNT(WGPUQueue, QueueAddRef) \
    COUNT(WGPUQueue, QueueRelease) \
    VOID(RenderBundleSetLabel, (WGPURenderBundle renderBundle, WGPUStringView label), \
        (renderBundle, label)) \
    COUNT(WGPURenderBundle, RenderBundleAddRef) \
    COUNT(WGPURenderBundle, RenderBundleRelease) \
    VOID(RenderBundleEncoderDraw, (WGPURenderBundleEncoder renderBundleEncoder, uint32_t vertexCount, \
        uint32_t instanceCount, uint32_t firstVertex, uint32_t firstInstance), \
        (renderBundleEncoder, vertexCount, instanceCount, firstVertex, firstInstance)) \
    VOID(RenderBundleEncoderDrawIndexed, (WGPURenderBundleEncoder renderBundleEncoder, \
        uint32_t indexCount, uint32_t instanceCount, uint32_t firstIndex, int32_t baseVertex, \
        uint32_t firstInstance), \
        (renderBundleEncoder, indexCount, instanceCount, firstIndex, baseVertex, firstInstance)) \
    VOID(RenderBundleEncoderDrawIndexedIndirect, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPUBuffer indirectBuffer, uint64_t indirectOffset), \
        (renderBundleEncoder, indirectBuffer, indirectOffset)) \
    VOID(RenderBundleEncoderDrawIndirect, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPUBuffer indirectBuffer, uint64_t indirectOffset), \
        (renderBundleEncoder, indirectBuffer, indirectOffset)) \
    VALUE(WGPURenderBundle, RenderBundleEncoderFinish, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPURenderBundleDescriptor const *descriptor), \
        (renderBundleEncoder, descriptor)) \
    VOID(RenderBundleEncoderInsertDebugMarker, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPUStringView markerLabel), \
        (renderBundleEncoder, markerLabel)) \
    VOID(RenderBundleEncoderPopDebugGroup, (WGPURenderBundleEncoder renderBundleEncoder), \
        (renderBundleEncoder)) \
    VOID(RenderBundleEncoderPushDebugGroup, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPUStringView groupLabel), \
        (renderBundleEncoder, groupLabel)) \
    VOID(RenderBundleEncoderSetBindGroup, (WGPURenderBundleEncoder renderBundleEncoder, \
        uint32_t groupIndex, WGPUBindGroup group, size_t dynamicOffsetCount, \
        uint32_t const *dynamicOffsets), \
        (renderBundleEncoder, groupIndex, group, dynamicOffsetCount, dynamicOffsets)) \
    VOID(RenderBundleEncoderSetImmediates, (WGPURenderBundleEncoder renderBundleEncoder, \
        uint32_t offset, void const *data, size_t size), \
        (renderBundleEncoder, offset, data, size)) \
    VOID(RenderBundleEncoderSetIndexBuffer, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPUBuffer buffer, WGPUIndexFormat format, uint64_t offset, uint64_t size), \
        (renderBundleEncoder, buffer, format, offset, size)) \
    VOID(RenderBundleEncoderSetLabel, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPUStringView label), \
        (renderBundleEncoder, label)) \
    VOID(RenderBundleEncoderSetPipeline, (WGPURenderBundleEncoder renderBundleEncoder, \
        WGPURenderPipeline pipeline), \
        (renderBundleEncoder, pipeline)) \
    VOID(RenderBundleEncoderSetVertexBuffer, (WGPURenderBundleEncoder renderBundleEncoder, \
        uint32_t slot, WGPUBuffer buffer, uint64_t offset, uint64_t size), \
        (renderBundleEncoder, slot, buffer, offset, size)) \
    COUNT(WGPURenderBundleEncoder, RenderBundleEncoderAddRef) \
    COUNT(WGPURenderBundleEncoder, RenderBundleEncoderRelease) \
    VOID(RenderPassEncoderBeginOcclusionQuery, (WGPURenderPassEncoder renderPassEncoder, \
        uint32_t queryIndex), \
        (renderPassEncoder, queryIndex)) \
    VOID(RenderPassEncoderDraw, (WGPURenderPassEncoder renderPassEncoder, uint32_t vertexCount, \
        uint32_t instanceCount, uint32_t firstVertex, uint32_t firstInstance), \
        (renderPassEncoder, vertexCount, instanceCount, firstVertex, firstInstance)) \
    VOID(RenderPassEncoderDrawIndexed, (WGPURenderPassEncoder renderPassEncoder, uint32_t indexCount, \
        uint32_t instanceCount, uint32_t firstIndex, int32_t baseVertex, uint32_t firstInstance), \
        (renderPassEncoder, indexCount, instanceCount, firstIndex, baseVertex, firstInstance)) \
    VOID(RenderPassEncoderDrawIndexedIndirect, (WGPURenderPassEncoder renderPassEncoder, \
        WGPUBuffer indirectBuffer, uint64_t indirectOffset), \
        (renderPassEncoder, indirectBuffer, indirectOffset)) \
    VOID(RenderPassEncoderDrawIndirect, (WGPURenderPassEncoder renderPassEncoder, \
        WGPUBuffer indirectBuffer, uint64_t indirectOffset), \
        (renderPassEncoder, indirectBuffer, indirectOffset)) \
    VOID(RenderPassEncoderEnd, (WGPURenderPassEncoder renderPassEncoder), (renderPassEncoder)) \
    VOID(RenderPassEncoderEndOcclusionQuery, (WGPURenderPassEncoder renderPassEncoder), \
        (renderPassEncoder)) \
    VOID(RenderPassEncoderExecuteBundles, (WGPURenderPassEncoder renderPassEncoder, \
        size_t bundleCount, WGPURenderBundle const *bundles), \
        (renderPassEncoder, bundleCount, bundles)) \
    VOID(RenderPassEncoderInsertDebugMarker, (WGPURenderPassEncoder renderPassEncoder, \
        WGPUStringView markerLabel), \
        (renderPassEncoder, markerLabel)) \
    VOID(RenderPassEncoderPopDebugGroup, (WGPURenderPassEncoder renderPassEncoder), \
        (renderPassEncoder)) \
    VOID(RenderPassEncoderPushDebugGroup, (WGPURenderPassEncoder renderPassEncoder, \
        WGPUStringView groupLabel), \
        (renderPassEncoder, groupLabel)) \
    VOID(RenderPassEncoderSetBindGroup, (WGPURenderPassEncoder renderPassEncoder, uint32_t groupIndex, \
        WGPUBindGroup group, size_t dynamicOffsetCount, uint32_t const *dynamicOffsets), \
        (renderPassEncoder, groupIndex, group, dynamicOffsetCount, dynamicOffsets)) \
    VOID(RenderPassEncoderSetBlendConstant, (WGPURenderPassEncoder renderPassEncoder, \
        WGPUColor const *color), \
        (renderPassEncoder, color)) \
    VOID(RenderPassEncoderSetImmediates, (WGPURenderPassEncoder renderPassEncoder, uint32_t offset, \
        void const *data, size_t size), \
        (renderPassEncoder, offset, data, size)) \
    VOID(RenderPassEncoderSetIndexBuffer, (WGPURenderPassEncoder renderPassEncoder, WGPUBuffer buffer, \
        WGPUIndexFormat format, uint64_t offset, uint64_t size), \
        (renderPassEncoder, buffer, format, offset, size)) \
    VOID(RenderPassEncoderSetLabel, (WGPURenderPassEncoder renderPassEncoder, WGPUStringView label), \
        (renderPassEncoder, label)) \
    VOID(RenderPassEncoderSetPipeline, (WGPURenderPassEncoder renderPassEncoder, \
        WGPURenderPipeline pipeline), \
        (renderPassEncoder, pipeline)) \
    VOID(RenderPassEncoderSetScissorRect, (WGPURenderPassEncoder renderPassEncoder, uint32_t x, \
        uint32_t y, uint32_t width, uint32_t height), \
        (renderPassEncoder, x, y, width, height)) \
    VOID(RenderPassEncoderSetStencilReference, (WGPURenderPassEncoder renderPassEncoder, \
        uint32_t reference), \
        (renderPassEncoder, reference)) \
    VOID(RenderPassEncoderSetVertexBuffer, (WGPURenderPassEncoder renderPassEncoder, uint32_t slot, \
        WGPUBuffer buffer, uint64_t offset, uint64_t size), \
        (renderPassEncoder, slot, buffer, offset, size)) \
    VOID(RenderPassEncoderSetViewport, (WGPURenderPassEncoder renderPassEncoder, float x, float y, \
        float width, float height, float minDepth, float maxDepth), \
        (renderPassEncoder, x, y, width, height, minDepth, maxDepth)) \
    COUNT(WGPURenderPassEncoder, RenderPassEncoderAddRef) \
    COUNT(WGPURenderPassEncoder, RenderPassEncoderRelease) \
    VALUE(WGPUBindGroupLayout, RenderPipelineGetBindGroupLayout, (WGPURenderPipeline renderPipeline, \
        uint32_t groupIndex), \
        (renderPipeline, groupIndex)) \
    VOID(RenderPipelineSetLabel, (WGPURenderPipeline renderPipeline, WGPUStringView label), \
        (renderPipeline, label)) \
    COUNT(WGPURenderPipeline, RenderPipelineAddRef) \
    COUNT(WGPURenderPipeline, RenderPipelineRelease) \
    VOID(SamplerSetLabel, (WGPUSampler sampler, WGPUStringView label), (sampler, label)) \
    COUNT(WGPUSampler, SamplerAddRef) \
    COUNT(WGPUSampler, SamplerRelease) \
    ASYNC(WGPUCompilationInfoCallback, ShaderModuleGetCompilationInfo, (WGPUShaderModule shaderModule, \
        WGPUCompilationInfoCallbackInfo callbackInfo), \
        (shaderModule, callbackInfo)) \
    VOID(ShaderModuleSetLabel, (WGPUShaderModule shaderModule, WGPUStringView label), \
        (shaderModule, label)) \
    COUNT(WGPUShaderModule, ShaderModuleAddRef) \
    COUNT(WGPUShaderModule, ShaderModuleRelease) \
    VOID(SupportedFeaturesFreeMembers, (WGPUSupportedFeatures supportedFeatures), (supportedFeatures)) \
    VOID(SupportedInstanceFeaturesFreeMembers, \
        (WGPUSupportedInstanceFeatures supportedInstanceFeatures), \
        (supportedInstanceFeatures)) \
    VOID(SupportedWGSLLanguageFeaturesFreeMembers, \
        (WGPUSupportedWGSLLanguageFeatures supportedWGSLLanguageFeatures), \
        (supportedWGSLLanguageFeatures)) \
    VOID(SurfaceConfigure, (WGPUSurface surface, WGPUSurfaceConfiguration const *config), \
        (surface, config)) \
    STATUS(SurfaceGetCapabilities, (WGPUSurface surface, WGPUAdapter adapter, \
        WGPUSurfaceCapabilities *capabilities), \
        (surface, adapter, capabilities)) \
    VOID(SurfaceGetCurrentTexture, (WGPUSurface surface, WGPUSurfaceTexture *surfaceTexture), \
        (surface, surfaceTexture)) \
    STATUS(SurfacePresent, (WGPUSurface surface), (surface)) \
    VOID(SurfaceSetLabel, (WGPUSurface surface, WGPUStringView label), (surface, label)) \
    VOID(SurfaceUnconfigure, (WGPUSurface surface), (surface)) \
    COUNT(WGPUSurface, SurfaceAddRef) \
    COUNT(WGPUSurface, SurfaceRelease) \
    VOID(SurfaceCapabilitiesFreeMembers, (WGPUSurfaceCapabilities surfaceCapabilities), \
        (surfaceCapabilities)) \
    VALUE(WGPUTextureView, TextureCreateView, (WGPUTexture texture, \
        WGPUTextureViewDescriptor const *descriptor), \
        (texture, descriptor)) \
    VOID(TextureDestroy, (WGPUTexture texture), (texture)) \
    VALUE(uint32_t, TextureGetDepthOrArrayLayers, (WGPUTexture texture), (texture)) \
    VALUE(WGPUTextureDimension, TextureGetDimension, (WGPUTexture texture), (texture)) \
    VALUE(WGPUTextureFormat, TextureGetFormat, (WGPUTexture texture), (texture)) \
    VALUE(uint32_t, TextureGetHeight, (WGPUTexture texture), (texture)) \
    VALUE(uint32_t, TextureGetMipLevelCount, (WGPUTexture texture), (texture)) \
    VALUE(uint32_t, TextureGetSampleCount, (WGPUTexture texture), (texture)) \
    VALUE(WGPUTextureViewDimension, TextureGetTextureBindingViewDimension, (WGPUTexture texture), \
        (texture)) \
    VALUE(WGPUTextureUsage, TextureGetUsage, (WGPUTexture texture), (texture)) \
    VALUE(uint32_t, TextureGetWidth, (WGPUTexture texture), (texture)) \
    VOID(TextureSetLabel, (WGPUTexture texture, WGPUStringView label), (texture, label)) \
    COUNT(WGPUTexture, TextureAddRef) \
    COUNT(WGPUTexture, TextureRelease) \
    VOID(TextureViewSetLabel, (WGPUTextureView textureView, WGPUStringView label), \
        (textureView, label)) \
    COUNT(WGPUTextureView, TextureViewAddRef) \
    COUNT(WGPUTextureView, TextureViewRelease)

/* clang-format on */

#endif
