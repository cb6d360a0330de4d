/* WGPURenderPassEncoder: its begin, what only passes have, its end. Drawing is in render_commands.c. Follows
 * WebGPU, "Render Passes". */
#include <math.h>
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "enum.h"
#include "object.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

_Static_assert(WGPULoadOp_Load == WASI_WEBGPU_LOAD_OP_LOAD + 1, "one order");
_Static_assert(WGPULoadOp_Clear == WASI_WEBGPU_LOAD_OP_CLEAR + 1, "one order");
_Static_assert(WGPUStoreOp_Store == WASI_WEBGPU_STORE_OP_STORE + 1, "one order");
_Static_assert(WGPUStoreOp_Discard == WASI_WEBGPU_STORE_OP_DISCARD + 1, "one order");

/* The host's option for an object, which is left out where it is NULL or released. False: it is released. */
static bool
read_object(const char *field, const void *object, uint8_t *some, uint32_t *handle)
{
    const bool usable = sdk_object_is_there_or_null(field, object);
    *some = object != NULL && usable;
    *handle = *some ? sdk_handle(object) : 0;
    return usable;
}

/* As many as most passes have: more are allocated. */
#define FEW 8

static bool
is_finite(const WGPUColor *color)
{
    return isfinite(color->r) && isfinite(color->g) && isfinite(color->b) && isfinite(color->a);
}

/* Without a view it is a location that is left out. False: the host's interface cannot say this. */
static bool
read_color(const WGPURenderPassColorAttachment *from,
           struct wasi_webgpu_option_render_pass_color_attachment *option)
{
    struct wasi_webgpu_render_pass_color_attachment *to = &option->value;
    *to = (struct wasi_webgpu_render_pass_color_attachment){
        .depth_slice = {.some = from->depthSlice != WGPU_DEPTH_SLICE_UNDEFINED, .value = from->depthSlice},
        .clear_value = {.some = 1,
                        .value = {from->clearValue.r, from->clearValue.g, from->clearValue.b,
                                  from->clearValue.a}},
    };
    if (!sdk_chain_is_empty(from->nextInChain) || !read_object("view", from->view, &option->some, &to->view))
        return false;
    if (from->view == NULL)
        return true;
    if (from->loadOp == WGPULoadOp_Clear && !is_finite(&from->clearValue))
        return sdk_wrong("clearValue is not finite");
    return read_object("resolveTarget", from->resolveTarget, &to->resolve_target.some,
                       &to->resolve_target.value) &&
           sdk_enum_required("loadOp", from->loadOp, WGPULoadOp_Clear, &to->load_op) &&
           sdk_enum_required("storeOp", from->storeOp, WGPUStoreOp_Discard, &to->store_op);
}

/* What is left out of `to` stays as it was. */
static bool
read_colors(const WGPURenderPassDescriptor *from, struct wasi_webgpu_option_render_pass_color_attachment *to)
{
    bool known = sdk_list_is_there("colorAttachments", from->colorAttachments, from->colorAttachmentCount);
    for (size_t i = 0; known && i < from->colorAttachmentCount; i++)
        known = read_color(&from->colorAttachments[i], &to[i]);
    return known;
}

/* A clear value that is not a number is none: webgpu.h, "Nullable Floating-Point Type". */
static bool
read_depth_stencil(const WGPURenderPassDepthStencilAttachment *from,
                   struct wasi_webgpu_option_render_pass_depth_stencil_attachment *option)
{
    if (from == NULL)
        return true;
    struct wasi_webgpu_render_pass_depth_stencil_attachment *to = &option->value;
    *to = (struct wasi_webgpu_render_pass_depth_stencil_attachment){
        .depth_clear_value = {.some = !isnan(from->depthClearValue), .value = from->depthClearValue},
        .depth_read_only = {.some = 1, .value = from->depthReadOnly != 0},
        .stencil_clear_value = {.some = 1, .value = from->stencilClearValue},
        .stencil_read_only = {.some = 1, .value = from->stencilReadOnly != 0},
    };
    if (!sdk_chain_is_empty(from->nextInChain) ||
        !sdk_object_is_there("depthStencilAttachment.view", from->view))
        return false;
    option->some = 1;
    to->view = sdk_handle(from->view);
    return sdk_enum("depthLoadOp", from->depthLoadOp, 1, WGPULoadOp_Clear, &to->depth_load_op.some,
                    &to->depth_load_op.value) &&
           sdk_enum("depthStoreOp", from->depthStoreOp, 1, WGPUStoreOp_Discard, &to->depth_store_op.some,
                    &to->depth_store_op.value) &&
           sdk_enum("stencilLoadOp", from->stencilLoadOp, 1, WGPULoadOp_Clear, &to->stencil_load_op.some,
                    &to->stencil_load_op.value) &&
           sdk_enum("stencilStoreOp", from->stencilStoreOp, 1, WGPUStoreOp_Discard,
                    &to->stencil_store_op.some, &to->stencil_store_op.value);
}

static bool
read_timestamps(const WGPUPassTimestampWrites *from,
                struct wasi_webgpu_option_render_pass_timestamp_writes *to)
{
    if (from == NULL)
        return true;
    const uint32_t begin = from->beginningOfPassWriteIndex;
    const uint32_t end = from->endOfPassWriteIndex;
    to->value = (struct wasi_webgpu_render_pass_timestamp_writes){
        .beginning_of_pass_write_index = {.some = begin != WGPU_QUERY_SET_INDEX_UNDEFINED, .value = begin},
        .end_of_pass_write_index = {.some = end != WGPU_QUERY_SET_INDEX_UNDEFINED, .value = end},
    };
    if (!sdk_chain_is_empty(from->nextInChain) ||
        !sdk_object_is_there("timestampWrites.querySet", from->querySet))
        return false;
    to->some = 1;
    to->value.query_set = sdk_handle(from->querySet);
    return true;
}

static bool
read_chain(const WGPUChainedStruct *chain, struct wasi_webgpu_option_u64 *max_draw_count)
{
    if (!sdk_chain_has_only(chain, WGPUSType_RenderPassMaxDrawCount))
        return false;
    max_draw_count->some = chain != NULL;
    max_draw_count->value = chain != NULL ? ((const WGPURenderPassMaxDrawCount *)chain)->maxDrawCount : 0;
    return true;
}

static bool
read_descriptor(const WGPURenderPassDescriptor *from, struct wasi_webgpu_render_pass_descriptor *to)
{
    const WGPUStringView label = sdk_text(from->label);
    to->label = (struct wasi_webgpu_option_string){label.length != 0, {label.data, label.length}};
    return read_object("occlusionQuerySet", from->occlusionQuerySet, &to->occlusion_query_set.some,
                       &to->occlusion_query_set.value) &&
           read_depth_stencil(from->depthStencilAttachment, &to->depth_stencil_attachment) &&
           read_timestamps(from->timestampWrites, &to->timestamp_writes) &&
           read_chain(from->nextInChain, &to->max_draw_count);
}

WGPURenderPassEncoder
wgpuCommandEncoderBeginRenderPass(WGPUCommandEncoder self, const WGPURenderPassDescriptor *descriptor)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    static const WGPURenderPassDescriptor invalid = WGPU_RENDER_PASS_DESCRIPTOR_INIT; /* no attachments */
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    const size_t count = descriptor->colorAttachments != NULL ? descriptor->colorAttachmentCount : 0;
    struct wasi_webgpu_option_render_pass_color_attachment few[FEW];
    struct wasi_webgpu_option_render_pass_color_attachment *colors =
        count <= FEW ? few : calloc(count, sizeof *colors);
    if (colors == NULL) {
        sdk_refuse_command_encoder(self->object.handle, __func__, SDK_OUT_OF_MEMORY);
        return NULL;
    }
    struct wasi_webgpu_command_encoder_begin_render_pass_params params = {
        .self = self->object.handle,
        .descriptor = {.color_attachments = {colors, count}},
    };
    if (!read_colors(descriptor, colors) || !read_descriptor(descriptor, &params.descriptor)) {
        sdk_refuse_command_encoder(self->object.handle, __func__, sdk_reason());
        params.descriptor = (struct wasi_webgpu_render_pass_descriptor){0};
    }
    const uint32_t handle = wasi_webgpu_command_encoder_begin_render_pass(&params);
    if (colors != few)
        free(colors);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_render_pass_encoder_drop);
}

void
wgpuRenderPassEncoderSetViewport(WGPURenderPassEncoder self, float x, float y, float width, float height,
                                 float min_depth, float max_depth)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_render_pass_encoder_set_viewport(self->object.handle, x, y, width, height, min_depth,
                                                 max_depth);
}

void
wgpuRenderPassEncoderSetScissorRect(WGPURenderPassEncoder self, uint32_t x, uint32_t y, uint32_t width,
                                    uint32_t height)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_render_pass_encoder_set_scissor_rect(self->object.handle, x, y, width, height);
}

void
wgpuRenderPassEncoderSetBlendConstant(WGPURenderPassEncoder self, const WGPUColor *color)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(color, __func__))
        return;
    wasi_webgpu_render_pass_encoder_set_blend_constant(self->object.handle, color->r, color->g, color->b,
                                                       color->a);
}

void
wgpuRenderPassEncoderSetStencilReference(WGPURenderPassEncoder self, uint32_t reference)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_render_pass_encoder_set_stencil_reference(self->object.handle, reference);
}

void
wgpuRenderPassEncoderBeginOcclusionQuery(WGPURenderPassEncoder self, uint32_t index)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_render_pass_encoder_begin_occlusion_query(self->object.handle, index);
}

void
wgpuRenderPassEncoderEndOcclusionQuery(WGPURenderPassEncoder self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_render_pass_encoder_end_occlusion_query(self->object.handle);
}

void
wgpuRenderPassEncoderExecuteBundles(WGPURenderPassEncoder self, size_t count, const WGPURenderBundle *bundles)
{
    if (!sdk_is_usable(self, __func__))
        return;
    if (!sdk_has_list(bundles, count)) {
        sdk_refuse_render_pass_encoder(self->object.handle, __func__, SDK_NO_LIST);
        return;
    }
    wasi_webgpu_render_bundle_t few[FEW];
    wasi_webgpu_render_bundle_t *handles = count <= FEW ? few : calloc(count, sizeof *handles);
    bool usable = handles != NULL;
    for (size_t i = 0; usable && i < count; i++) {
        usable = sdk_render_pass_encoder_takes(self, bundles[i], __func__);
        handles[i] = usable ? sdk_handle(bundles[i]) : 0;
    }
    if (usable)
        wasi_webgpu_render_pass_encoder_execute_bundles(self->object.handle, handles, count);
    else if (handles == NULL)
        sdk_refuse_render_pass_encoder(self->object.handle, __func__, SDK_OUT_OF_MEMORY);
    if (handles != few)
        free(handles);
}

void
wgpuRenderPassEncoderEnd(WGPURenderPassEncoder self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_render_pass_encoder_end(self->object.handle);
}
