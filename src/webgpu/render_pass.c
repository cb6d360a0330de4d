/* gpu-command-encoder.begin-render-pass. What the pass then records is in render_pass_encoder.c.
 *
 * Follows WebGPU, "Render Pass Encoder Creation", "Color Attachments" and "Depth/Stencil Attachments": the
 * defaults of their IDL are here. What is valid, the library checks, but for two things. Not every library
 * finds what a format cannot be cleared to; for a float that is not finite the IDL has a TypeError, but
 * begin-render-pass no error, so it is an error of the attachment too. And none knows of transient
 * attachments (texture.c), which nothing is loaded from or stored to. Either is told by a value that is an
 * error of every attachment. */
#include <math.h>

#include "base/count.h"
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/hold.h"
#include "webgpu/invalid.h"
#include "webgpu/optional.h"
#include "webgpu/pass_times.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"
#include "webgpu/text.h"
#include "webgpu/texture_format.h"

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

/* "to WGSL type": whether a channel, rounded to a float or to an integer, is one of the format's type. */
static bool
is_clear_value(double value, enum webgpu_texel_type type)
{
    switch (type) {
    case WEBGPU_TEXEL_FLOAT:
        return fabs(value) < 0x1.ffffffp127;
    case WEBGPU_TEXEL_SINT:
        return value > -0x1p31 - 1 && value < 0x1p31;
    case WEBGPU_TEXEL_UINT:
        return value > -1 && value < 0x1p32;
    }
    return false;
}

/* "to a texel value of texture format", which is what a value must become that something is cleared to. */
static bool
is_clear_color(const struct webgpu_color *color, enum webgpu_load_op op, enum webgpu_texture_format format)
{
    const double channels[] = {color->r, color->g, color->b, color->a};
    for (size_t i = 0; i < BASE_COUNT(channels); i++) {
        if (!isfinite(channels[i]))
            return false;
        if (op == WEBGPU_LOAD_OP_CLEAR && !is_clear_value(channels[i], webgpu_texel_type(format)))
            return false;
    }
    return true;
}

/* What a transient attachment, or an aspect of it, may do. */
static bool
is_passing(WGPULoadOp load, WGPUStoreOp store)
{
    return load == WGPULoadOp_Clear && store == WGPUStoreOp_Discard;
}

static bool
is_color_valid(const struct webgpu_render_pass_color_attachment *from,
               const WGPURenderPassColorAttachment *to)
{
    if (from->clear_value.some &&
        !is_clear_color(&from->clear_value.value, from->load_op, from->view->format))
        return false;
    if (from->view->transient && !is_passing(to->loadOp, to->storeOp))
        return false;
    return from->resolve_target == NULL || !from->resolve_target->transient;
}

/* A hole in the list is an attachment without a view. A slice that no texture has is an error of all of them.
 */
static WGPURenderPassColorAttachment
color_attachment(const struct webgpu_option_render_pass_color_attachment *option)
{
    const struct webgpu_render_pass_color_attachment *from = &option->value;
    if (!option->some)
        return (WGPURenderPassColorAttachment){.depthSlice = WGPU_DEPTH_SLICE_UNDEFINED};
    WGPURenderPassColorAttachment to = {
        .view = from->view->native,
        .depthSlice = webgpu_u32_or_undefined(from->depth_slice),
        .resolveTarget = from->resolve_target == NULL ? NULL : from->resolve_target->native,
        .loadOp = webgpu_native_load_op(from->load_op),
        .storeOp = webgpu_native_store_op(from->store_op),
    };
    const struct webgpu_color *color = &from->clear_value.value;
    if (!is_color_valid(from, &to))
        to.depthSlice = WGPU_DEPTH_SLICE_UNDEFINED - 1;
    else if (from->clear_value.some)
        to.clearValue = (WGPUColor){color->r, color->g, color->b, color->a};
    return to;
}

/* Of both aspects, where they are there: what is only read is not cleared. */
static bool
is_transient_valid(const struct webgpu_texture_view *view, const WGPURenderPassDepthStencilAttachment *to)
{
    return (!webgpu_has_depth(view->format) || is_passing(to->depthLoadOp, to->depthStoreOp)) &&
           (!webgpu_has_stencil(view->format) || is_passing(to->stencilLoadOp, to->stencilStoreOp));
}

/* A depth that is not finite is not ignored where there is nothing to clear, as another is, and NaN is
 * webgpu.h's "undefined": both become a clear to infinity, which is an error of every attachment. */
static WGPURenderPassDepthStencilAttachment
depth_stencil_attachment(const struct webgpu_render_pass_depth_stencil_attachment *from)
{
    WGPURenderPassDepthStencilAttachment to = {
        .view = from->view->native,
        .depthLoadOp = load_op_or_none(from->depth_load_op),
        .depthStoreOp = store_op_or_none(from->depth_store_op),
        .depthClearValue = WGPU_DEPTH_CLEAR_VALUE_UNDEFINED,
        .depthReadOnly = webgpu_is_set(from->depth_read_only),
        .stencilLoadOp = load_op_or_none(from->stencil_load_op),
        .stencilStoreOp = store_op_or_none(from->stencil_store_op),
        .stencilClearValue = webgpu_u32_or(from->stencil_clear_value, 0),
        .stencilReadOnly = webgpu_is_set(from->stencil_read_only),
    };
    const struct webgpu_option_f32 depth = from->depth_clear_value;
    if ((depth.some && !isfinite(depth.value)) ||
        (from->view->transient && !is_transient_valid(from->view, &to))) {
        to.depthLoadOp = WGPULoadOp_Clear;
        to.depthClearValue = INFINITY;
    } else if (depth.some) {
        to.depthClearValue = depth.value;
    }
    return to;
}

/* What the pass draws to, and the queries that it writes. */
static void
hold_all(struct webgpu_object *encoder, const struct webgpu_render_pass_descriptor *descriptor)
{
    const struct webgpu_optional_render_pass_color_attachment_list *list = &descriptor->color_attachments;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct webgpu_render_pass_color_attachment *color = &list->data[i].value;
        if (!list->data[i].some)
            continue;
        webgpu_hold_used(encoder, &color->view->object);
        if (color->resolve_target != NULL)
            webgpu_hold_used(encoder, &color->resolve_target->object);
    }
    if (descriptor->depth_stencil_attachment.some)
        webgpu_hold_used(encoder, &descriptor->depth_stencil_attachment.value.view->object);
    if (descriptor->occlusion_query_set != NULL)
        webgpu_hold_used(encoder, &descriptor->occlusion_query_set->object);
    if (descriptor->timestamp_writes.some)
        webgpu_hold_used(encoder, &descriptor->timestamp_writes.value.query_set->object);
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
        .label = webgpu_native_label(label),
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
        writes = (WGPUPassTimestampWrites){
            .querySet = from->query_set->native,
            .beginningOfPassWriteIndex = webgpu_u32_or_undefined(from->beginning_of_pass_write_index),
            .endOfPassWriteIndex = webgpu_u32_or_undefined(from->end_of_pass_write_index),
        };
        native.timestampWrites = &writes;
    }
    if (descriptor->max_draw_count.some) {
        max_draws.maxDrawCount = descriptor->max_draw_count.value;
        native.nextInChain = &max_draws.chain;
    }
    hold_all(&self->object, descriptor);
    struct webgpu_device *device = self->object.device;
    const bool recorded = webgpu_record(&self->object);
    if (native.timestampWrites == NULL && recorded &&
        webgpu_pass_times_begin(self, "render pass", label, &writes))
        native.timestampWrites = &writes;
    struct webgpu_render_pass_encoder *pass =
        webgpu_admits_render_pass_encoder(device)
            ? webgpu_render_pass_encoder_new(device,
                                             recorded
                                                 ? wgpuCommandEncoderBeginRenderPass(self->native, &native)
                                                 : webgpu_invalid_render_pass_encoder(device->native),
                                             label)
            : webgpu_refused_render_pass_encoder(device, label);
    if (pass != NULL)
        webgpu_hold_encoder(&pass->object, &self->object);
    return pass;
}
