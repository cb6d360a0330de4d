/* wgpu-native's render passes: their begin and end. Their commands are in render_commands.c. WebGPU,
 * "beginRenderPass", "GPURenderPassEncoder". */
#include "gpu/wgpu/render_pass.h"

#include <stdlib.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define DEFAULT_MAX_DRAW_COUNT 50000000

/* Keeps what is to be cleared when the pass ends. False: out of memory. */
static bool
keep_discarded(struct gpu_wgpu_render_pass *pass, const struct gpu_wgpu_attachments *attachments)
{
    if (attachments->discarded_slices == 0)
        return true;
    pass->discarded = calloc(GPU_WGPU_MAX_COLORS, sizeof *pass->discarded);
    for (size_t i = 0; pass->discarded != NULL && i < GPU_WGPU_MAX_COLORS; i++) {
        if ((attachments->discarded_slices & UINT32_C(1) << i) == 0)
            continue;
        WGPURenderPassColorAttachment *slice = &pass->discarded[pass->discarded_count++];
        *slice = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
        slice->view = attachments->colors[i].view;
        slice->depthSlice = attachments->colors[i].depthSlice;
        slice->loadOp = WGPULoadOp_Clear;
        slice->storeOp = WGPUStoreOp_Store;
        gpu_native.TextureViewAddRef(slice->view);
    }
    return pass->discarded != NULL;
}

static struct gpu_wgpu_render_pass *
new_pass(struct gpu_wgpu_command_encoder *encoder)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_record_new(sizeof *pass);
    if (pass == NULL)
        return NULL;
    pass->encoder = encoder;
    gpu_wgpu_ref(&encoder->refs);
    pass->max_draw_count = DEFAULT_MAX_DRAW_COUNT;
    return pass;
}

static void
begin(struct gpu_wgpu_render_pass *pass, const struct gpu_wgpu_attachments *attachments)
{
    pass->layout = attachments->layout;
    if (keep_discarded(pass, attachments))
        pass->native = gpu_native.CommandEncoderBeginRenderPass(pass->encoder->native, &attachments->native);
    else
        pass->encoder->used.error = "out of memory";
}

struct gpu_wgpu_render_pass *
gpu_wgpu_render_pass_new(struct gpu_wgpu_command_encoder *encoder,
                         const struct gpu_wgpu_attachments *attachments)
{
    struct gpu_wgpu_render_pass *pass = new_pass(encoder);
    if (pass != NULL)
        begin(pass, attachments);
    return pass;
}

WGPURenderPassEncoder
gpu_wgpu_CommandEncoderBeginRenderPass(WGPUCommandEncoder handle, const WGPURenderPassDescriptor *descriptor)
{
    struct gpu_wgpu_render_pass *pass = new_pass(gpu_wgpu_command_encoder(handle));
    if (pass == NULL)
        return NULL;
    for (const WGPUChainedStruct *chain = descriptor->nextInChain; chain != NULL; chain = chain->next) {
        if (chain->sType == WGPUSType_RenderPassMaxDrawCount)
            pass->max_draw_count = ((const WGPURenderPassMaxDrawCount *)chain)->maxDrawCount;
    }
    struct gpu_wgpu_attachments attachments;
    if (gpu_wgpu_open_encoder(handle) != NULL &&
        gpu_wgpu_attachments_init(&attachments, pass->encoder, descriptor))
        begin(pass, &attachments);
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
    if (pass->native != NULL)
        gpu_native.RenderPassEncoderRelease(pass->native);
    for (size_t i = 0; i < pass->discarded_count; i++)
        gpu_native.TextureViewRelease(pass->discarded[i].view);
    free(pass->discarded);
    gpu_wgpu_command_encoder_unref(pass->encoder);
    free(pass);
}

struct gpu_wgpu_render_pass *
gpu_wgpu_open_render_pass(WGPURenderPassEncoder handle)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_render_pass(handle);
    if (pass->ended)
        gpu_wgpu_validation_error(pass->encoder->device, "the render pass has ended");
    return pass->ended || pass->native == NULL ? NULL : pass;
}

static void
clear_discarded(const struct gpu_wgpu_render_pass *pass)
{
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = pass->discarded_count;
    descriptor.colorAttachments = pass->discarded;
    const WGPURenderPassEncoder clear =
        gpu_native.CommandEncoderBeginRenderPass(pass->encoder->native, &descriptor);
    gpu_native.RenderPassEncoderEnd(clear);
    gpu_native.RenderPassEncoderRelease(clear);
}

void
gpu_wgpu_RenderPassEncoderEnd(WGPURenderPassEncoder handle)
{
    struct gpu_wgpu_render_pass *pass = gpu_wgpu_open_render_pass(handle);
    gpu_wgpu_render_pass(handle)->ended = true;
    if (pass == NULL)
        return;
    gpu_native.RenderPassEncoderEnd(pass->native);
    if (pass->draw_count > pass->max_draw_count)
        pass->encoder->used.error = "a render pass draws more often than it said";
    if (pass->discarded_count > 0)
        clear_discarded(pass);
}
