/* wgpu-native's render pipelines and bundles, with its own devices, modules, groups and buffers. A pipeline
 * whose shader declares workgroup memory has no use for it, so nothing is refused here. */
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/fresh.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

static WGPURenderPipeline
create(struct gpu_wgpu_device *device, const WGPURenderPipelineDescriptor *descriptor)
{
    WGPURenderPipelineDescriptor native = *descriptor;
    native.label = gpu_wgpu_text(descriptor->label);
    native.vertex.module = gpu_wgpu_shader_module(descriptor->vertex.module)->native;
    WGPUFragmentState fragment;
    if (descriptor->fragment != NULL) {
        fragment = *descriptor->fragment;
        fragment.module = gpu_wgpu_shader_module(fragment.module)->native;
        native.fragment = &fragment;
    }
    return gpu_native.DeviceCreateRenderPipeline(device->native, &native);
}

WGPURenderPipeline
gpu_wgpu_DeviceCreateRenderPipeline(WGPUDevice handle, const WGPURenderPipelineDescriptor *descriptor)
{
    return create(gpu_wgpu_device(handle), descriptor);
}

static void
deliver_pipeline(struct gpu_wgpu_future *future)
{
    const WGPUCreateRenderPipelineAsyncCallbackInfo *info = &future->callback.render_pipeline;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPUCreatePipelineAsyncStatus)future->status, future->result,
                   (WGPUStringView){text, strlen(text)}, info->userdata1, info->userdata2);
}

/* Errors go to the callback, to no error scope. */
WGPUFuture
gpu_wgpu_DeviceCreateRenderPipelineAsync(WGPUDevice handle, const WGPURenderPipelineDescriptor *descriptor,
                                         WGPUCreateRenderPipelineAsyncCallbackInfo callback)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    struct gpu_wgpu_future *future =
        gpu_wgpu_future_new(device->adapter->instance, NULL, callback.mode, deliver_pipeline);
    if (future == NULL)
        return (WGPUFuture){0};
    future->callback.render_pipeline = callback;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPURenderPipeline pipeline = create(device, descriptor);
    const WGPUErrorType type = gpu_wgpu_capture_end(device, &message);
    if (type == WGPUErrorType_NoError) {
        future->result = pipeline;
        return gpu_wgpu_future_finish(future, WGPUCreatePipelineAsyncStatus_Success, NULL);
    }
    gpu_native.RenderPipelineRelease(pipeline);
    const WGPUCreatePipelineAsyncStatus status = type == WGPUErrorType_Internal
                                                     ? WGPUCreatePipelineAsyncStatus_InternalError
                                                     : WGPUCreatePipelineAsyncStatus_ValidationError;
    const WGPUFuture id = gpu_wgpu_future_finish(future, status, message);
    free(message);
    return id;
}

WGPURenderBundleEncoder
gpu_wgpu_DeviceCreateRenderBundleEncoder(WGPUDevice handle,
                                         const WGPURenderBundleEncoderDescriptor *descriptor)
{
    return gpu_native.DeviceCreateRenderBundleEncoder(gpu_wgpu_device(handle)->native, descriptor);
}

/* Which buffers a bundle uses is not known when it runs: they are cleared here. */
void
gpu_wgpu_RenderBundleEncoderSetBindGroup(WGPURenderBundleEncoder encoder, uint32_t index, WGPUBindGroup group,
                                         size_t offset_count, const uint32_t *offsets)
{
    const WGPUBindGroup native = group != NULL ? gpu_wgpu_bind_group(group)->native : NULL;
    gpu_wgpu_fresh_clear_bind_group(gpu_wgpu_bind_group(group));
    gpu_native.RenderBundleEncoderSetBindGroup(encoder, index, native, offset_count, offsets);
}

void
gpu_wgpu_RenderBundleEncoderSetIndexBuffer(WGPURenderBundleEncoder encoder, WGPUBuffer buffer,
                                           WGPUIndexFormat format, uint64_t offset, uint64_t size)
{
    gpu_wgpu_bind_nothing(gpu_wgpu_buffer(buffer), &offset, &size);
    gpu_native.RenderBundleEncoderSetIndexBuffer(encoder, gpu_wgpu_buffer(buffer)->native, format, offset,
                                                 size);
}

void
gpu_wgpu_RenderBundleEncoderSetVertexBuffer(WGPURenderBundleEncoder encoder, uint32_t slot, WGPUBuffer buffer,
                                            uint64_t offset, uint64_t size)
{
    const WGPUBuffer native = buffer != NULL ? gpu_wgpu_buffer(buffer)->native : NULL;
    gpu_wgpu_bind_nothing(gpu_wgpu_buffer(buffer), &offset, &size);
    gpu_native.RenderBundleEncoderSetVertexBuffer(encoder, slot, native, offset, size);
}

void
gpu_wgpu_RenderBundleEncoderDrawIndirect(WGPURenderBundleEncoder encoder, WGPUBuffer buffer, uint64_t offset)
{
    gpu_native.RenderBundleEncoderDrawIndirect(encoder, gpu_wgpu_buffer(buffer)->native, offset);
}

void
gpu_wgpu_RenderBundleEncoderDrawIndexedIndirect(WGPURenderBundleEncoder encoder, WGPUBuffer buffer,
                                                uint64_t offset)
{
    gpu_native.RenderBundleEncoderDrawIndexedIndirect(encoder, gpu_wgpu_buffer(buffer)->native, offset);
}
