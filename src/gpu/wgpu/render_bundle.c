/* Render bundles. wgpu-native aborts at what is wrong with one, and overlooks indirect arguments that lie out
 * of their buffer; so none of its own is made. A bundle is the list of its commands, which is tried in a pass
 * when it is finished, and recorded in each pass that executes it. WebGPU, "Bundles". */
#include "gpu/wgpu/render_bundle.h"

#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/texture.h"
#include "gpu/wgpu/wgpu.h"

/* A view of one texel to render to. */
static WGPUTextureView
target(const struct gpu_wgpu_device *device, WGPUTextureFormat format, uint32_t sample_count)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    descriptor.dimension = WGPUTextureDimension_2D;
    descriptor.size = (WGPUExtent3D){1, 1, 1};
    descriptor.format = format;
    descriptor.sampleCount = sample_count;
    const WGPUTexture texture = gpu_native.DeviceCreateTexture(device->native, &descriptor);
    const WGPUTextureView view = gpu_native.TextureCreateView(texture, NULL);
    gpu_native.TextureRelease(texture);
    return view;
}

static void
make_depth_stencil(const struct gpu_wgpu_device *device, const struct gpu_wgpu_render_layout *layout,
                   WGPURenderPassDepthStencilAttachment *both)
{
    *both = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    both->view = target(device, layout->depth_stencil, layout->sample_count);
    both->depthReadOnly = layout->depth_read_only;
    both->stencilReadOnly = layout->stencil_read_only;
    if (gpu_wgpu_has_depth(layout->depth_stencil) && !layout->depth_read_only) {
        both->depthLoadOp = WGPULoadOp_Load;
        both->depthStoreOp = WGPUStoreOp_Store;
    }
    if (gpu_wgpu_has_stencil(layout->depth_stencil) && !layout->stencil_read_only) {
        both->stencilLoadOp = WGPULoadOp_Load;
        both->stencilStoreOp = WGPUStoreOp_Store;
    }
}

static void
make_attachments(const struct gpu_wgpu_device *device, const struct gpu_wgpu_render_layout *layout,
                 struct gpu_wgpu_attachments *attachments)
{
    *attachments = (struct gpu_wgpu_attachments){.layout = *layout};
    for (size_t i = 0; i < layout->color_count; i++) {
        WGPURenderPassColorAttachment *color = &attachments->colors[i];
        *color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
        color->loadOp = WGPULoadOp_Load;
        color->storeOp = WGPUStoreOp_Store;
        if (layout->colors[i] != WGPUTextureFormat_Undefined)
            color->view = target(device, layout->colors[i], layout->sample_count);
    }
    attachments->native.colorAttachmentCount = layout->color_count;
    attachments->native.colorAttachments = attachments->colors;
    if (layout->depth_stencil == WGPUTextureFormat_Undefined)
        return;
    make_depth_stencil(device, layout, &attachments->depth_stencil);
    attachments->native.depthStencilAttachment = &attachments->depth_stencil;
}

static void
release_attachments(const struct gpu_wgpu_attachments *attachments)
{
    for (size_t i = 0; i < attachments->layout.color_count; i++) {
        if (attachments->colors[i].view != NULL)
            gpu_native.TextureViewRelease(attachments->colors[i].view);
    }
    if (attachments->depth_stencil.view != NULL)
        gpu_native.TextureViewRelease(attachments->depth_stencil.view);
}

/* A pass with nothing but the commands. */
static void
record(struct gpu_wgpu_device *device, const struct gpu_wgpu_attachments *attachments,
       const struct gpu_wgpu_bundle_commands *commands)
{
    const WGPUCommandEncoder encoder =
        gpu_wgpu_DeviceCreateCommandEncoder(gpu_wgpu_device_handle(device), NULL);
    if (encoder == NULL)
        return;
    struct gpu_wgpu_render_pass *pass =
        gpu_wgpu_render_pass_new(gpu_wgpu_command_encoder(encoder), attachments);
    if (pass != NULL) {
        const WGPURenderPassEncoder handle = gpu_wgpu_render_pass_handle(pass);
        gpu_wgpu_bundle_replay(commands, handle);
        gpu_wgpu_RenderPassEncoderEnd(handle);
        gpu_wgpu_RenderPassEncoderRelease(handle);
    }
    const WGPUCommandBuffer buffer = gpu_wgpu_CommandEncoderFinish(encoder, NULL);
    if (buffer != NULL)
        gpu_wgpu_CommandBufferRelease(buffer);
    gpu_wgpu_CommandEncoderRelease(encoder);
}

char *
gpu_wgpu_try_commands(struct gpu_wgpu_device *device, const struct gpu_wgpu_render_layout *layout,
                      const struct gpu_wgpu_bundle_commands *commands)
{
    struct gpu_wgpu_attachments attachments;
    char *message;
    gpu_wgpu_capture_begin(device);
    make_attachments(device, layout, &attachments);
    record(device, &attachments, commands);
    release_attachments(&attachments);
    const WGPUErrorType type = gpu_wgpu_capture_end(device, &message);
    return type != WGPUErrorType_NoError && message == NULL ? strdup("out of memory") : message;
}

void
gpu_wgpu_RenderBundleAddRef(WGPURenderBundle handle)
{
    gpu_wgpu_ref(&gpu_wgpu_render_bundle(handle)->refs);
}

void
gpu_wgpu_RenderBundleRelease(WGPURenderBundle handle)
{
    struct gpu_wgpu_render_bundle *bundle = gpu_wgpu_render_bundle(handle);
    if (!gpu_wgpu_unref(&bundle->refs))
        return;
    gpu_wgpu_bundle_commands_finish(&bundle->commands);
    gpu_wgpu_device_unref(bundle->device);
    free(bundle);
}

/* WebGPU, "GPURenderPassLayout". */
static bool
same_layout(const struct gpu_wgpu_render_layout *a, const struct gpu_wgpu_render_layout *b)
{
    return a->color_count == b->color_count && a->depth_stencil == b->depth_stencil &&
           a->sample_count == b->sample_count &&
           memcmp(a->colors, b->colors, a->color_count * sizeof a->colors[0]) == 0;
}

/* Why the pass cannot execute it; NULL: it can. */
static const char *
check(const struct gpu_wgpu_render_pass *pass, const struct gpu_wgpu_render_bundle *bundle)
{
    if (bundle->device != pass->encoder->device)
        return "a render bundle is of another device";
    if (bundle->invalid)
        return "a render bundle is invalid";
    if (!same_layout(&pass->layout, &bundle->layout))
        return "a render bundle has other attachments than the pass";
    if ((pass->layout.depth_read_only && !bundle->layout.depth_read_only) ||
        (pass->layout.stencil_read_only && !bundle->layout.stencil_read_only))
        return "a render bundle writes to what the pass only reads";
    return NULL;
}

/* WebGPU, "Reset the render pass binding state". */
static void
forget(struct gpu_wgpu_render_pass *pass)
{
    for (uint32_t i = 0; i < pass->encoder->device->max_bind_groups; i++) {
        if ((pass->bind_groups & UINT32_C(1) << i) != 0)
            gpu_native.RenderPassEncoderSetBindGroup(pass->native, i, NULL, 0, NULL);
    }
    pass->bind_groups = 0;
    pass->has_pipeline = false;
    pass->has_index_buffer = false;
    pass->needed_slots = 0;
    pass->vertex_buffers = 0;
}

void
gpu_wgpu_RenderPassEncoderExecuteBundles(WGPURenderPassEncoder handle, size_t count,
                                         const WGPURenderBundle *bundles)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    if (pass == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        const char *reason = check(pass, gpu_wgpu_render_bundle(bundles[i]));
        if (reason == NULL)
            continue;
        pass->encoder->used.error = reason;
        return;
    }
    for (size_t i = 0; i < count; i++)
        gpu_wgpu_bundle_replay(&gpu_wgpu_render_bundle(bundles[i])->commands, handle);
    forget(pass);
}
