/* gpu-render-pass-encoder: what only a render pass records, and its end. How it begins is in render_pass.c,
 * what it records as bundles do in render_commands.c, as all passes do in binding_commands.c.
 *
 * Follows WebGPU, "Rasterization state", "Queries" and "Bundles" of "Render Passes", and its "Finalization".
 * What is valid, the library checks; a float that is not finite, which the IDL refuses, is an error of the
 * encoder, as webgpu.h has it. */
#include "generated/webgpu_methods.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"

void
webgpu_render_pass_encoder_set_viewport(struct webgpu_render_pass_encoder *self, float x, float y,
                                        float width, float height, float min_depth, float max_depth)
{
    if (!webgpu_record(&self->object))
        return;
    wgpuRenderPassEncoderSetViewport(self->native, x, y, width, height, min_depth, max_depth);
}

void
webgpu_render_pass_encoder_set_scissor_rect(struct webgpu_render_pass_encoder *self, uint32_t x, uint32_t y,
                                            uint32_t width, uint32_t height)
{
    if (!webgpu_record(&self->object))
        return;
    wgpuRenderPassEncoderSetScissorRect(self->native, x, y, width, height);
}

void
webgpu_render_pass_encoder_set_blend_constant(struct webgpu_render_pass_encoder *self,
                                              const struct webgpu_color *color, struct base_arena *arena)
{
    (void)arena;
    if (!webgpu_record(&self->object))
        return;
    const WGPUColor native = {color->r, color->g, color->b, color->a};
    wgpuRenderPassEncoderSetBlendConstant(self->native, &native);
}

void
webgpu_render_pass_encoder_set_stencil_reference(struct webgpu_render_pass_encoder *self, uint32_t reference)
{
    if (!webgpu_record(&self->object))
        return;
    wgpuRenderPassEncoderSetStencilReference(self->native, reference);
}

void
webgpu_render_pass_encoder_begin_occlusion_query(struct webgpu_render_pass_encoder *self,
                                                 uint32_t query_index)
{
    if (!webgpu_record(&self->object))
        return;
    wgpuRenderPassEncoderBeginOcclusionQuery(self->native, query_index);
}

void
webgpu_render_pass_encoder_end_occlusion_query(struct webgpu_render_pass_encoder *self)
{
    if (!webgpu_record(&self->object))
        return;
    wgpuRenderPassEncoderEndOcclusionQuery(self->native);
}

/* A bundle is as much again of what it has recorded: a short list of long bundles is a lot of work. */
void
webgpu_render_pass_encoder_execute_bundles(struct webgpu_render_pass_encoder *self,
                                           struct webgpu_render_bundle_list bundles, struct base_arena *arena)
{
    uint64_t bytes = 0; /* no overflow: 2^28 of what fits in memory */
    for (uint32_t i = 0; i < bundles.count; i++)
        bytes += WEBGPU_COMMAND_BYTES + bundles.data[i]->object.host_bytes;
    if (!webgpu_record(&self->object) || !webgpu_record_bytes(&self->object, bytes))
        return;
    WGPURenderBundle *natives = base_arena_alloc(arena, bundles.count, sizeof *natives);
    if (natives == NULL)
        return;
    for (uint32_t i = 0; i < bundles.count; i++) {
        webgpu_hold_used(&self->object, &bundles.data[i]->object);
        natives[i] = bundles.data[i]->native;
    }
    wgpuRenderPassEncoderExecuteBundles(self->native, bundles.count, natives);
}

void
webgpu_render_pass_encoder_end(struct webgpu_render_pass_encoder *self)
{
    if (webgpu_record_end(&self->object))
        wgpuRenderPassEncoderEnd(self->native);
}
