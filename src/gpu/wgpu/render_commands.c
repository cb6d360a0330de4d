/* The commands of wgpu-native's render passes. It aborts at unknown index formats, at indirect arguments far
 * out of their buffer and where a vertex buffer is taken away; it takes a viewport that is no number, wants
 * all vertex buffers up to the last one, wants a blend constant to be set, and has no way to forget what is
 * set. So the record knows what is. WebGPU, "Render Passes", "Drawing". */
#include <math.h>
#include <stdlib.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/render_pass.h"
#include "gpu/wgpu/wgpu.h"

#define VERTEX_ALIGNMENT 4
#define INDIRECT_SIZE 16 /* four words */
#define INDEXED_INDIRECT_SIZE 20

/* Those that only need an open pass. */
/* clang-format off */
#define FORWARD(name, parameters, arguments) \
    void \
    gpu_wgpu_RenderPassEncoder##name parameters \
    { \
        const struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle); \
        if (pass != NULL) \
            gpu_native.RenderPassEncoder##name arguments; \
    }
#define PASS WGPURenderPassEncoder handle

FORWARD(SetScissorRect, (PASS, uint32_t x, uint32_t y, uint32_t width, uint32_t height),
        (pass->native, x, y, width, height))
FORWARD(SetStencilReference, (PASS, uint32_t reference), (pass->native, reference & GPU_WGPU_STENCIL_BITS))
FORWARD(BeginOcclusionQuery, (PASS, uint32_t index), (pass->native, index))
FORWARD(EndOcclusionQuery, (PASS), (pass->native))
FORWARD(InsertDebugMarker, (PASS, WGPUStringView label), (pass->native, gpu_wgpu_text(label)))
FORWARD(PushDebugGroup, (PASS, WGPUStringView label), (pass->native, gpu_wgpu_text(label)))
FORWARD(PopDebugGroup, (PASS), (pass->native))
/* clang-format on */

static void
fail(const struct gpu_wgpu_render_pass *pass, const char *why)
{
    pass->encoder->used.error = why;
}

static bool
is_invalid(const struct gpu_wgpu_render_pass *pass)
{
    return pass->encoder->used.error != NULL;
}

void
gpu_wgpu_RenderPassEncoderSetImmediates(WGPURenderPassEncoder handle, uint32_t offset, const void *data,
                                        size_t size)
{
    const struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    (void)data;
    if (pass != NULL && (offset != 0 || size != 0))
        fail(pass, GPU_WGPU_NO_IMMEDIATES);
}

void
gpu_wgpu_RenderPassEncoderSetViewport(WGPURenderPassEncoder handle, float x, float y, float width,
                                      float height, float min, float max)
{
    const struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    if (pass == NULL)
        return;
    if (!isfinite(x) || !isfinite(y) || !isfinite(width) || !isfinite(height))
        fail(pass, "a viewport is not finite");
    else
        gpu_native.RenderPassEncoderSetViewport(pass->native, x, y, width, height, min, max);
}

void
gpu_wgpu_RenderPassEncoderSetBlendConstant(WGPURenderPassEncoder handle, const WGPUColor *color)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    if (pass == NULL)
        return;
    if (!isfinite(color->r) || !isfinite(color->g) || !isfinite(color->b) || !isfinite(color->a)) {
        fail(pass, "a blend constant is not finite");
        return;
    }
    gpu_native.RenderPassEncoderSetBlendConstant(pass->native, color);
    pass->has_blend_constant = true;
}

/* An own buffer in each slot that the pipeline leaves out. */
static void
fill_holes(struct gpu_wgpu_render_pass *pass, uint32_t holes)
{
    struct gpu_wgpu_device *device = pass->encoder->device;
    if (device->no_vertices == NULL) {
        WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
        descriptor.usage = WGPUBufferUsage_Vertex;
        descriptor.size = VERTEX_ALIGNMENT;
        device->no_vertices = gpu_native.DeviceCreateBuffer(device->native, &descriptor);
    }
    for (uint32_t slot = 0; slot < device->max_vertex_buffers; slot++) {
        if ((holes & UINT32_C(1) << slot) != 0)
            gpu_native.RenderPassEncoderSetVertexBuffer(pass->native, slot, device->no_vertices, 0,
                                                        WGPU_WHOLE_SIZE);
    }
    pass->native_buffers |= holes;
}

void
gpu_wgpu_RenderPassEncoderSetPipeline(WGPURenderPassEncoder handle, WGPURenderPipeline pipeline_handle)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    const struct gpu_wgpu_render_pipeline *pipeline = gpu_wgpu_render_pipeline(pipeline_handle);
    if (pass == NULL)
        return;
    if (pipeline->device != pass->encoder->device || pipeline->native == NULL) {
        fail(pass, pipeline->native == NULL ? "a render pipeline is invalid"
                                            : "a render pipeline is of another device");
        return;
    }
    gpu_native.RenderPassEncoderSetPipeline(pass->native, pipeline->native);
    pass->has_pipeline = true;
    pass->needed_slots = pipeline->vertex_slots;
    if ((pipeline->vertex_holes & ~pass->native_buffers) != 0)
        fill_holes(pass, pipeline->vertex_holes & ~pass->native_buffers);
    if (pipeline->blends_constant && !pass->has_blend_constant) {
        const WGPUColor black = WGPU_COLOR_INIT;
        gpu_wgpu_RenderPassEncoderSetBlendConstant(handle, &black);
    }
}

void
gpu_wgpu_RenderPassEncoderSetBindGroup(WGPURenderPassEncoder handle, uint32_t index,
                                       WGPUBindGroup group_handle, size_t offset_count,
                                       const uint32_t *offsets)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    struct gpu_wgpu_bind_group *group = gpu_wgpu_bind_group(group_handle);
    if (pass == NULL)
        return;
    gpu_wgpu_use_bind_group(&pass->encoder->used, group);
    if (index >= pass->encoder->device->max_bind_groups)
        fail(pass, "a bind group's index is over the device's limit");
    if (is_invalid(pass))
        return;
    gpu_native.RenderPassEncoderSetBindGroup(pass->native, index, group != NULL ? group->native : NULL,
                                             offset_count, offsets);
    pass->bind_groups |= UINT32_C(1) << index;
}

void
gpu_wgpu_RenderPassEncoderSetIndexBuffer(WGPURenderPassEncoder handle, WGPUBuffer buffer_handle,
                                         WGPUIndexFormat format, uint64_t offset, uint64_t size)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(buffer_handle);
    if (pass == NULL)
        return;
    gpu_wgpu_use_buffer(&pass->encoder->used, buffer);
    if (format != WGPUIndexFormat_Uint16 && format != WGPUIndexFormat_Uint32)
        fail(pass, "unknown index format");
    if (is_invalid(pass))
        return;
    gpu_wgpu_bind_nothing(buffer, &offset, &size);
    gpu_native.RenderPassEncoderSetIndexBuffer(pass->native, buffer->native, format, offset, size);
    pass->has_index_buffer = true;
}

/* WebGPU, "setVertexBuffer", of null. */
static void
unset_vertex_buffer(struct gpu_wgpu_render_pass *pass, uint32_t slot, uint64_t offset, uint64_t size)
{
    if (offset != 0 || (size != 0 && size != WGPU_WHOLE_SIZE))
        fail(pass, "no vertex buffer has an offset or a size");
    else
        pass->vertex_buffers &= ~(UINT32_C(1) << slot);
}

void
gpu_wgpu_RenderPassEncoderSetVertexBuffer(WGPURenderPassEncoder handle, uint32_t slot,
                                          WGPUBuffer buffer_handle, uint64_t offset, uint64_t size)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(buffer_handle);
    if (pass == NULL)
        return;
    gpu_wgpu_use_buffer(&pass->encoder->used, buffer);
    if (slot >= pass->encoder->device->max_vertex_buffers)
        fail(pass, "a vertex buffer's slot is over the device's limit");
    if (is_invalid(pass))
        return;
    if (buffer == NULL) {
        unset_vertex_buffer(pass, slot, offset, size);
        return;
    }
    gpu_wgpu_bind_nothing(buffer, &offset, &size);
    gpu_native.RenderPassEncoderSetVertexBuffer(pass->native, slot, buffer->native, offset, size);
    pass->vertex_buffers |= UINT32_C(1) << slot;
    pass->native_buffers |= UINT32_C(1) << slot;
}

/* WebGPU, "valid to draw", as far as wgpu-native does not find it. */
static struct gpu_wgpu_render_pass *
ready_to_draw(WGPURenderPassEncoder handle)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    if (pass == NULL)
        return NULL;
    pass->draw_count++;
    if (pass->has_pipeline && (pass->needed_slots & ~pass->vertex_buffers) == 0)
        return pass;
    fail(pass, pass->has_pipeline ? "draw: a vertex buffer is not set" : "draw: no pipeline is set");
    return NULL;
}

static struct gpu_wgpu_render_pass *
ready_to_draw_indexed(WGPURenderPassEncoder handle)
{
    struct gpu_wgpu_render_pass *pass = ready_to_draw(handle);
    if (pass == NULL || pass->has_index_buffer)
        return pass;
    fail(pass, "draw: no index buffer is set");
    return NULL;
}

void
gpu_wgpu_RenderPassEncoderDraw(WGPURenderPassEncoder handle, uint32_t vertices, uint32_t instances,
                               uint32_t first_vertex, uint32_t first_instance)
{
    const struct gpu_wgpu_render_pass *pass = ready_to_draw(handle);
    if (pass != NULL)
        gpu_native.RenderPassEncoderDraw(pass->native, vertices, instances, first_vertex, first_instance);
}

void
gpu_wgpu_RenderPassEncoderDrawIndexed(WGPURenderPassEncoder handle, uint32_t indices, uint32_t instances,
                                      uint32_t first_index, int32_t base_vertex, uint32_t first_instance)
{
    const struct gpu_wgpu_render_pass *pass = ready_to_draw_indexed(handle);
    if (pass != NULL)
        gpu_native.RenderPassEncoderDrawIndexed(pass->native, indices, instances, first_index, base_vertex,
                                                first_instance);
}

void
gpu_wgpu_RenderPassEncoderDrawIndirect(WGPURenderPassEncoder handle, WGPUBuffer buffer_handle,
                                       uint64_t offset)
{
    const struct gpu_wgpu_render_pass *pass = ready_to_draw(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(buffer_handle);
    if (pass == NULL)
        return;
    gpu_wgpu_use_indirect(&pass->encoder->used, buffer, offset, INDIRECT_SIZE);
    if (!is_invalid(pass))
        gpu_native.RenderPassEncoderDrawIndirect(pass->native, buffer->native, offset);
}

void
gpu_wgpu_RenderPassEncoderDrawIndexedIndirect(WGPURenderPassEncoder handle, WGPUBuffer buffer_handle,
                                              uint64_t offset)
{
    const struct gpu_wgpu_render_pass *pass = ready_to_draw_indexed(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(buffer_handle);
    if (pass == NULL)
        return;
    gpu_wgpu_use_indirect(&pass->encoder->used, buffer, offset, INDEXED_INDIRECT_SIZE);
    if (!is_invalid(pass))
        gpu_native.RenderPassEncoderDrawIndexedIndirect(pass->native, buffer->native, offset);
}
