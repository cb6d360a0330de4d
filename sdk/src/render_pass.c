/* WGPURenderPassEncoder: its begin, what only passes have, its end. Drawing is in render_commands.c. Follows
 * WebGPU, "Render Passes". */
#include <math.h>
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "enum.h"
#include "object.h"
#include "refuse.h"
#include "text.h"

_Static_assert(WGPULoadOp_Load == WASI_WEBGPU_LOAD_OP_LOAD + 1, "one order");
_Static_assert(WGPULoadOp_Clear == WASI_WEBGPU_LOAD_OP_CLEAR + 1, "one order");
_Static_assert(WGPUStoreOp_Store == WASI_WEBGPU_STORE_OP_STORE + 1, "one order");
_Static_assert(WGPUStoreOp_Discard == WASI_WEBGPU_STORE_OP_DISCARD + 1, "one order");

static const char begin_function[] = "wgpuCommandEncoderBeginRenderPass";

/* The host's option for an object, which is left out where it is NULL or released. False: it is released. */
static bool
read_object(const void *object, uint8_t *some, uint32_t *handle)
{
    const bool usable = sdk_is_usable_or_null(object, begin_function);
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
    const bool usable = read_object(from->view, &option->some, &to->view);
    if (from->view == NULL)
        return from->nextInChain == NULL;
    return read_object(from->resolveTarget, &to->resolve_target.some, &to->resolve_target.value) && usable &&
           from->nextInChain == NULL && (from->loadOp != WGPULoadOp_Clear || is_finite(&from->clearValue)) &&
           sdk_enum_required(from->loadOp, WGPULoadOp_Clear, &to->load_op) &&
           sdk_enum_required(from->storeOp, WGPUStoreOp_Discard, &to->store_op);
}

static bool
read_colors(const WGPURenderPassDescriptor *from, struct wasi_webgpu_option_render_pass_color_attachment *to)
{
    bool known = true;
    for (size_t i = 0; i < from->colorAttachmentCount; i++)
        known = read_color(&from->colorAttachments[i], &to[i]) && known;
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
    if (!read_object(from->view, &option->some, &to->view) || !option->some || from->nextInChain != NULL)
        return false;
    const bool depth_known =
        sdk_enum(from->depthLoadOp, 1, WGPULoadOp_Clear, &to->depth_load_op.some, &to->depth_load_op.value) &&
        sdk_enum(from->depthStoreOp, 1, WGPUStoreOp_Discard, &to->depth_store_op.some,
                 &to->depth_store_op.value);
    return depth_known &&
           sdk_enum(from->stencilLoadOp, 1, WGPULoadOp_Clear, &to->stencil_load_op.some,
                    &to->stencil_load_op.value) &&
           sdk_enum(from->stencilStoreOp, 1, WGPUStoreOp_Discard, &to->stencil_store_op.some,
                    &to->stencil_store_op.value);
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
    return read_object(from->querySet, &to->some, &to->value.query_set) && to->some &&
           from->nextInChain == NULL;
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

/* What is left out of `to` stays as it was. */
static bool
read_descriptor(const WGPURenderPassDescriptor *from, struct wasi_webgpu_render_pass_descriptor *to)
{
    const WGPUStringView label = sdk_text(from->label);
    to->label = (struct wasi_webgpu_option_string){label.length != 0, {label.data, label.length}};
    bool known =
        read_object(from->occlusionQuerySet, &to->occlusion_query_set.some, &to->occlusion_query_set.value);
    known = read_depth_stencil(from->depthStencilAttachment, &to->depth_stencil_attachment) && known;
    known = read_timestamps(from->timestampWrites, &to->timestamp_writes) && known;
    return read_chain(from->nextInChain, &to->max_draw_count) && known;
}

WGPURenderPassEncoder
wgpuCommandEncoderBeginRenderPass(WGPUCommandEncoder self, const WGPURenderPassDescriptor *descriptor)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    static const WGPURenderPassDescriptor invalid = WGPU_RENDER_PASS_DESCRIPTOR_INIT; /* no attachments */
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    size_t count = descriptor->colorAttachmentCount;
    struct wasi_webgpu_option_render_pass_color_attachment few[FEW];
    struct wasi_webgpu_option_render_pass_color_attachment *colors =
        count <= FEW ? few : sdk_list_new(count, sizeof *colors);
    const bool has_list = colors != NULL && sdk_has_list(descriptor->colorAttachments, count);
    if (!has_list)
        count = 0;
    struct wasi_webgpu_command_encoder_begin_render_pass_params params = {
        .self = self->object.handle,
        .descriptor = {.color_attachments = {colors, count}},
    };
    const bool colors_known = has_list && read_colors(descriptor, colors);
    if (!read_descriptor(descriptor, &params.descriptor) || !colors_known)
        sdk_refuse_command_encoder(self->object.handle, __func__,
                                   "no attachments, no or an unknown load or store operation, a color that "
                                   "is not finite, an object that cannot be used, or " SDK_UNKNOWN_CHAIN);
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
    wasi_webgpu_render_bundle_t *handles = count <= FEW ? few : sdk_list_new(count, sizeof *handles);
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
