/* wgpu-native's render passes: their commands, with its own handles. */
#include <stdlib.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

WGPURenderPassEncoder
gpu_wgpu_CommandEncoderBeginRenderPass(WGPUCommandEncoder handle, const WGPURenderPassDescriptor *descriptor)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_command_encoder(handle);
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_record_new(sizeof *pass);
    if (pass == NULL)
        return NULL;
    WGPURenderPassDescriptor native = *descriptor;
    native.label = gpu_wgpu_text(descriptor->label);
    native.nextInChain = NULL;
    if (descriptor->occlusionQuerySet != NULL)
        native.occlusionQuerySet = gpu_wgpu_use_query_set(encoder, descriptor->occlusionQuerySet);
    WGPUPassTimestampWrites timestamps;
    native.timestampWrites = NULL;
    if (descriptor->timestampWrites != NULL &&
        gpu_wgpu_unwrap_timestamps(encoder, descriptor->timestampWrites, &timestamps))
        native.timestampWrites = &timestamps;
    pass->native = gpu_native.CommandEncoderBeginRenderPass(encoder->native, &native);
    pass->encoder = encoder;
    gpu_wgpu_ref(&encoder->refs);
    return gpu_wgpu_render_pass_handle(pass);
}

void
gpu_wgpu_RenderPassEncoderAddRef(WGPURenderPassEncoder handle)
{
    gpu_wgpu_ref(&gpu_wgpu_render_pass(handle)->refs);
}

void
gpu_wgpu_RenderPassEncoderRelease(WGPURenderPassEncoder handle)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_render_pass(handle);
    if (!gpu_wgpu_unref(&pass->refs))
        return;
    gpu_native.RenderPassEncoderRelease(pass->native);
    gpu_wgpu_command_encoder_unref(pass->encoder);
    free(pass);
}

/* Those that only need its own pass. */
/* clang-format off */
#define FORWARD(name, parameters, arguments) \
    void gpu_wgpu_RenderPassEncoder##name parameters { gpu_native.RenderPassEncoder##name arguments; }
#define PASS WGPURenderPassEncoder pass
#define NATIVE gpu_wgpu_render_pass(pass)->native

FORWARD(End, (PASS), (NATIVE))
FORWARD(SetPipeline, (PASS, WGPURenderPipeline pipeline), (NATIVE, pipeline))
FORWARD(SetImmediates, (PASS, uint32_t offset, const void *data, size_t size), (NATIVE, offset, data, size))
FORWARD(SetBlendConstant, (PASS, const WGPUColor *color), (NATIVE, color))
FORWARD(SetScissorRect, (PASS, uint32_t x, uint32_t y, uint32_t width, uint32_t height),
        (NATIVE, x, y, width, height))
FORWARD(SetStencilReference, (PASS, uint32_t reference), (NATIVE, reference))
FORWARD(SetViewport, (PASS, float x, float y, float width, float height, float min, float max),
        (NATIVE, x, y, width, height, min, max))
FORWARD(BeginOcclusionQuery, (PASS, uint32_t index), (NATIVE, index))
FORWARD(EndOcclusionQuery, (PASS), (NATIVE))
FORWARD(Draw, (PASS, uint32_t vertices, uint32_t instances, uint32_t vertex, uint32_t instance),
        (NATIVE, vertices, instances, vertex, instance))
FORWARD(DrawIndexed, (PASS, uint32_t indices, uint32_t instances, uint32_t index, int32_t vertex,
                      uint32_t instance),
        (NATIVE, indices, instances, index, vertex, instance))
FORWARD(ExecuteBundles, (PASS, size_t count, const WGPURenderBundle *bundles), (NATIVE, count, bundles))
FORWARD(InsertDebugMarker, (PASS, WGPUStringView label), (NATIVE, gpu_wgpu_text(label)))
FORWARD(PushDebugGroup, (PASS, WGPUStringView label), (NATIVE, gpu_wgpu_text(label)))
FORWARD(PopDebugGroup, (PASS), (NATIVE))
/* clang-format on */

/* Its own buffer, noted as used. */
static WGPUBuffer
use(WGPURenderPassEncoder handle, WGPUBuffer buffer)
{
    if (buffer == NULL)
        return NULL;
    gpu_wgpu_use_buffer(gpu_wgpu_render_pass(handle)->encoder, gpu_wgpu_buffer(buffer));
    return gpu_wgpu_buffer(buffer)->native;
}

void
gpu_wgpu_RenderPassEncoderSetBindGroup(WGPURenderPassEncoder handle, uint32_t index, WGPUBindGroup group,
                                       size_t offset_count, const uint32_t *offsets)
{
    const struct gpu_wgpu_render_pass *pass = gpu_wgpu_render_pass(handle);
    gpu_wgpu_use_bind_group(pass->encoder, gpu_wgpu_bind_group(group));
    const WGPUBindGroup native = group != NULL ? gpu_wgpu_bind_group(group)->native : NULL;
    gpu_native.RenderPassEncoderSetBindGroup(pass->native, index, native, offset_count, offsets);
}

void
gpu_wgpu_RenderPassEncoderSetIndexBuffer(WGPURenderPassEncoder handle, WGPUBuffer buffer,
                                         WGPUIndexFormat format, uint64_t offset, uint64_t size)
{
    gpu_wgpu_bind_nothing(gpu_wgpu_buffer(buffer), &offset, &size);
    gpu_native.RenderPassEncoderSetIndexBuffer(gpu_wgpu_render_pass(handle)->native, use(handle, buffer),
                                               format, offset, size);
}

void
gpu_wgpu_RenderPassEncoderSetVertexBuffer(WGPURenderPassEncoder handle, uint32_t slot, WGPUBuffer buffer,
                                          uint64_t offset, uint64_t size)
{
    gpu_wgpu_bind_nothing(gpu_wgpu_buffer(buffer), &offset, &size);
    gpu_native.RenderPassEncoderSetVertexBuffer(gpu_wgpu_render_pass(handle)->native, slot,
                                                use(handle, buffer), offset, size);
}

void
gpu_wgpu_RenderPassEncoderDrawIndirect(WGPURenderPassEncoder handle, WGPUBuffer buffer, uint64_t offset)
{
    gpu_native.RenderPassEncoderDrawIndirect(gpu_wgpu_render_pass(handle)->native, use(handle, buffer),
                                             offset);
}

void
gpu_wgpu_RenderPassEncoderDrawIndexedIndirect(WGPURenderPassEncoder handle, WGPUBuffer buffer,
                                              uint64_t offset)
{
    gpu_native.RenderPassEncoderDrawIndexedIndirect(gpu_wgpu_render_pass(handle)->native, use(handle, buffer),
                                                    offset);
}
