/* gpu-command-encoder.begin-render-pass. What the pass then records is in render_pass_encoder.c.
 *
 * Follows WebGPU, "Render Pass Encoder Creation", "Color Attachments" and "Depth/Stencil Attachments": the
 * defaults of their IDL are here. What is valid, the library checks. A float that is not finite, which the
 * IDL refuses, is a validation error, as webgpu.h has it. */
#include <math.h>

#include "generated/webgpu_methods.h"
#include "webgpu/enums.h"
#include "webgpu/option.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"
#include "webgpu/timestamp_writes.h"

/* A slice that a guest gave: webgpu.h's "undefined" is out of range here, as its neighbour is. */
static uint32_t
depth_slice(struct webgpu_option_u32 slice)
{
    if (!slice.some)
        return WGPU_DEPTH_SLICE_UNDEFINED;
    return slice.value == WGPU_DEPTH_SLICE_UNDEFINED ? slice.value - 1 : slice.value;
}

/* A depth that a guest gave: NaN, which is webgpu.h's "undefined", is as little a depth as infinity is. */
static float
depth_clear_value(struct webgpu_option_f32 depth)
{
    if (!depth.some)
        return WGPU_DEPTH_CLEAR_VALUE_UNDEFINED;
    return isnan(depth.value) ? INFINITY : depth.value;
}

static WGPULoadOp
load_op_or_none(struct webgpu_option_load_op op)
{
    return op.some ? webgpu_native_load_op(op.value) : WGPULoadOp_Undefined;
}

static WGPUStoreOp
store_op_or_none(struct webgpu_option_store_op op)
{
    return op.some ? webgpu_native_store_op(op.value) : WGPUStoreOp_Undefined;
}

/* A hole in the list is an attachment without a view. */
static WGPURenderPassColorAttachment
color_attachment(const struct webgpu_option_render_pass_color_attachment *option)
{
    const struct webgpu_render_pass_color_attachment *from = &option->value;
    if (!option->some)
        return (WGPURenderPassColorAttachment){.depthSlice = WGPU_DEPTH_SLICE_UNDEFINED};
    WGPURenderPassColorAttachment to = {
        .view = from->view->native,
        .depthSlice = depth_slice(from->depth_slice),
        .resolveTarget = from->resolve_target == NULL ? NULL : from->resolve_target->native,
        .loadOp = webgpu_native_load_op(from->load_op),
        .storeOp = webgpu_native_store_op(from->store_op),
    };
    if (from->clear_value.some) {
        const struct webgpu_color *color = &from->clear_value.value;
        to.clearValue = (WGPUColor){color->r, color->g, color->b, color->a};
    }
    return to;
}

static WGPURenderPassDepthStencilAttachment
depth_stencil_attachment(const struct webgpu_render_pass_depth_stencil_attachment *from)
{
    return (WGPURenderPassDepthStencilAttachment){
        .view = from->view->native,
        .depthLoadOp = load_op_or_none(from->depth_load_op),
        .depthStoreOp = store_op_or_none(from->depth_store_op),
        .depthClearValue = depth_clear_value(from->depth_clear_value),
        .depthReadOnly = webgpu_is_set(from->depth_read_only),
        .stencilLoadOp = load_op_or_none(from->stencil_load_op),
        .stencilStoreOp = store_op_or_none(from->stencil_store_op),
        .stencilClearValue = webgpu_u32_or(from->stencil_clear_value, 0),
        .stencilReadOnly = webgpu_is_set(from->stencil_read_only),
    };
}

struct webgpu_render_pass_encoder *
webgpu_command_encoder_begin_render_pass(struct webgpu_command_encoder *self,
                                         const struct webgpu_render_pass_descriptor *descriptor,
                                         struct base_arena *arena)
{
    const struct webgpu_optional_render_pass_color_attachment_list *list = &descriptor->color_attachments;
    WGPURenderPassColorAttachment *colors = base_arena_alloc(arena, list->count, sizeof *colors);
    if (colors == NULL)
        return NULL;
    for (uint32_t i = 0; i < list->count; i++)
        colors[i] = color_attachment(&list->data[i]);

    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    WGPURenderPassDepthStencilAttachment depth_stencil;
    WGPUPassTimestampWrites writes;
    WGPURenderPassMaxDrawCount max_draws = {.chain = {.sType = WGPUSType_RenderPassMaxDrawCount}};
    WGPURenderPassDescriptor native = {
        .label = webgpu_native_string(label),
        .colorAttachmentCount = list->count,
        .colorAttachments = colors,
    };
    if (descriptor->depth_stencil_attachment.some) {
        depth_stencil = depth_stencil_attachment(&descriptor->depth_stencil_attachment.value);
        native.depthStencilAttachment = &depth_stencil;
    }
    if (descriptor->occlusion_query_set != NULL)
        native.occlusionQuerySet = descriptor->occlusion_query_set->native;
    if (descriptor->timestamp_writes.some) {
        const struct webgpu_render_pass_timestamp_writes *from = &descriptor->timestamp_writes.value;
        writes = webgpu_native_timestamp_writes(from->query_set, from->beginning_of_pass_write_index,
                                                from->end_of_pass_write_index);
        native.timestampWrites = &writes;
    }
    if (descriptor->max_draw_count.some) {
        max_draws.maxDrawCount = descriptor->max_draw_count.value;
        native.nextInChain = &max_draws.chain;
    }
    return webgpu_render_pass_encoder_new(self->object.device,
                                          wgpuCommandEncoderBeginRenderPass(self->native, &native), label);
}
