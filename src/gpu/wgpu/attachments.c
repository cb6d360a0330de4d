/* What wgpu-native renders to. It aborts at load and store operations that it does not know, overlooks those
 * of an aspect that is not there, and does not see which usages a view is limited to. To discard a slice of a
 * 3D texture is to discard all of it there: such a slice is stored, and cleared behind the pass. WebGPU,
 * "Render Pass Attachments". */
#include <math.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/render_pass.h"
#include "gpu/wgpu/texture.h"

static const char *
check_view(const struct gpu_wgpu_command_encoder *encoder, WGPUTextureView handle)
{
    const struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(handle);
    if (view->texture->device != encoder->device)
        return "an attachment is of another device";
    if (view->native == NULL)
        return "an attachment is invalid, or its texture is destroyed";
    return (view->usage & WGPUTextureUsage_RenderAttachment) != 0
               ? NULL
               : "an attachment lacks the usage RenderAttachment";
}

static bool
is_transient(const struct gpu_wgpu_texture_view *view)
{
    return (view->usage & WGPUTextureUsage_TransientAttachment) != 0;
}

/* Whether a transient attachment may do this. */
static bool
is_passing(WGPULoadOp load, WGPUStoreOp store)
{
    return load == WGPULoadOp_Clear && store == WGPUStoreOp_Discard;
}

static bool
is_finite(const WGPUColor *color)
{
    return isfinite(color->r) && isfinite(color->g) && isfinite(color->b) && isfinite(color->a);
}

/* Of one that is no hole. */
static const char *
check_color(const struct gpu_wgpu_command_encoder *encoder, const WGPURenderPassColorAttachment *color)
{
    const char *reason = check_view(encoder, color->view);
    if (reason == NULL && color->resolveTarget != NULL)
        reason = check_view(encoder, color->resolveTarget);
    if (reason != NULL)
        return reason;
    if (color->loadOp < WGPULoadOp_Load || color->loadOp > WGPULoadOp_Clear ||
        color->storeOp < WGPUStoreOp_Store || color->storeOp > WGPUStoreOp_Discard)
        return "a color attachment's load or store operation is unknown";
    if (color->loadOp == WGPULoadOp_Clear && !is_finite(&color->clearValue))
        return "a clear value is not finite";
    if (is_transient(gpu_wgpu_texture_view(color->view)) && !is_passing(color->loadOp, color->storeOp))
        return "a transient attachment is not cleared and discarded";
    if (color->resolveTarget == NULL)
        return NULL;
    const struct gpu_wgpu_texture_view *target = gpu_wgpu_texture_view(color->resolveTarget);
    if (target->dimension == WGPUTextureViewDimension_3D) /* it aborts there */
        return "a resolve target is of three dimensions";
    return is_transient(target) ? "a resolve target is transient" : NULL;
}

/* Whether there are both operations of an aspect that is there and not only read, and else none. */
static bool
fits(bool is_written, WGPULoadOp load, WGPUStoreOp store)
{
    if (load > WGPULoadOp_Clear || store > WGPUStoreOp_Discard)
        return false;
    return (load != WGPULoadOp_Undefined) == is_written && (store != WGPUStoreOp_Undefined) == is_written;
}

static const char *
check_depth_stencil(const struct gpu_wgpu_command_encoder *encoder,
                    const WGPURenderPassDepthStencilAttachment *both)
{
    const char *reason = check_view(encoder, both->view);
    if (reason != NULL)
        return reason;
    const struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(both->view);
    const bool depth = gpu_wgpu_has_depth(view->format);
    const bool stencil = gpu_wgpu_has_stencil(view->format);
    if (!fits(depth && !both->depthReadOnly, both->depthLoadOp, both->depthStoreOp) ||
        !fits(stencil && !both->stencilReadOnly, both->stencilLoadOp, both->stencilStoreOp))
        return "the load and store operations are not those of the depth-stencil attachment";
    if (isinf(both->depthClearValue))
        return "a clear value is not finite";
    if (is_transient(view) && ((depth && !is_passing(both->depthLoadOp, both->depthStoreOp)) ||
                               (stencil && !is_passing(both->stencilLoadOp, both->stencilStoreOp))))
        return "a transient attachment is not cleared and discarded";
    return NULL;
}

/* wgpu-native's view, noted as used. */
static WGPUTextureView
use(struct gpu_wgpu_command_encoder *encoder, WGPUTextureView handle)
{
    const struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(handle);
    gpu_wgpu_use_texture(&encoder->used, view->texture);
    return view->native;
}

static void
unwrap_color(struct gpu_wgpu_attachments *attachments, struct gpu_wgpu_command_encoder *encoder,
             const WGPURenderPassColorAttachment *color, size_t i)
{
    struct gpu_wgpu_render_layout *layout = &attachments->layout;
    WGPURenderPassColorAttachment *native = &attachments->colors[i];
    *native = *color;
    native->nextInChain = NULL;
    if (color->view == NULL)
        return;
    const struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(color->view);
    native->view = use(encoder, color->view);
    if (color->resolveTarget != NULL)
        native->resolveTarget = use(encoder, color->resolveTarget);
    if (view->dimension == WGPUTextureViewDimension_3D && color->storeOp == WGPUStoreOp_Discard) {
        native->storeOp = WGPUStoreOp_Store;
        attachments->discarded_slices |= UINT32_C(1) << i;
    }
    layout->colors[i] = view->format;
    layout->color_count = i + 1;
    layout->sample_count = view->texture->sample_count;
}

static void
unwrap_depth_stencil(struct gpu_wgpu_attachments *attachments, struct gpu_wgpu_command_encoder *encoder,
                     const WGPURenderPassDepthStencilAttachment *both)
{
    struct gpu_wgpu_render_layout *layout = &attachments->layout;
    const struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(both->view);
    attachments->depth_stencil = *both;
    attachments->depth_stencil.nextInChain = NULL;
    attachments->depth_stencil.view = use(encoder, both->view);
    attachments->depth_stencil.stencilClearValue &= GPU_WGPU_STENCIL_BITS;
    attachments->native.depthStencilAttachment = &attachments->depth_stencil;
    layout->depth_stencil = view->format;
    layout->sample_count = view->texture->sample_count;
    layout->depth_read_only = both->depthReadOnly;
    layout->stencil_read_only = both->stencilReadOnly;
}

/* Occlusion queries and timestamps. */
static const char *
unwrap_queries(struct gpu_wgpu_attachments *attachments, struct gpu_wgpu_command_encoder *encoder,
               const WGPURenderPassDescriptor *descriptor)
{
    if (descriptor->occlusionQuerySet != NULL) {
        struct gpu_wgpu_query_set *set = gpu_wgpu_query_set(descriptor->occlusionQuerySet);
        if (set->type != WGPUQueryType_Occlusion)
            return "a query set is not of occlusion queries";
        if (gpu_wgpu_use_query_set(&encoder->used, set))
            attachments->native.occlusionQuerySet = set->native; /* none to it, where it has no queries */
    }
    if (descriptor->timestampWrites != NULL &&
        gpu_wgpu_unwrap_timestamps(encoder, descriptor->timestampWrites, &attachments->timestamps))
        attachments->native.timestampWrites = &attachments->timestamps;
    return NULL;
}

static const char *
check(const struct gpu_wgpu_command_encoder *encoder, const WGPURenderPassDescriptor *descriptor)
{
    if (descriptor->colorAttachmentCount > GPU_WGPU_MAX_COLORS)
        return "there are too many color attachments";
    for (size_t i = 0; i < descriptor->colorAttachmentCount; i++) {
        const WGPURenderPassColorAttachment *color = &descriptor->colorAttachments[i];
        const char *reason = color->view != NULL ? check_color(encoder, color) : NULL;
        if (reason != NULL)
            return reason;
    }
    return descriptor->depthStencilAttachment != NULL
               ? check_depth_stencil(encoder, descriptor->depthStencilAttachment)
               : NULL;
}

bool
gpu_wgpu_attachments_init(struct gpu_wgpu_attachments *attachments, struct gpu_wgpu_command_encoder *encoder,
                          const WGPURenderPassDescriptor *descriptor)
{
    *attachments = (struct gpu_wgpu_attachments){.native.label = gpu_wgpu_text(descriptor->label)};
    const char *reason = check(encoder, descriptor);
    if (reason == NULL)
        reason = unwrap_queries(attachments, encoder, descriptor);
    if (reason != NULL) {
        encoder->used.error = reason;
        return false;
    }
    for (size_t i = 0; i < descriptor->colorAttachmentCount; i++)
        unwrap_color(attachments, encoder, &descriptor->colorAttachments[i], i);
    if (descriptor->depthStencilAttachment != NULL)
        unwrap_depth_stencil(attachments, encoder, descriptor->depthStencilAttachment);
    attachments->native.colorAttachmentCount = attachments->layout.color_count;
    attachments->native.colorAttachments = attachments->colors;
    return encoder->used.error == NULL;
}
