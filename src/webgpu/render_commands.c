/* What render passes and render bundles record alike: the pipeline, vertex and index buffers, draws.
 *
 * Follows WebGPU, "GPURenderCommandsMixin" and "Drawing": the defaults of its IDL are here. What is valid,
 * the library checks. */
#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/enums.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"

#define RENDER_ENCODERS(X) \
    X(render_bundle_encoder, RenderBundleEncoder) X(render_pass_encoder, RenderPassEncoder)

#define X(name, Name) \
    void webgpu_##name##_set_pipeline(struct webgpu_##name *self, struct webgpu_render_pipeline *pipeline) \
    { \
        if (!webgpu_record(&self->object)) \
            return; \
        webgpu_hold_used(&self->object, &pipeline->object); \
        wgpu##Name##SetPipeline(self->native, pipeline->native); \
    } \
\
    void webgpu_##name##_set_index_buffer(struct webgpu_##name *self, struct webgpu_buffer *buffer, \
                                          enum webgpu_index_format index_format, \
                                          struct webgpu_option_u64 offset, struct webgpu_option_u64 size) \
    { \
        if (!webgpu_record(&self->object)) \
            return; \
        const uint64_t start = webgpu_u64_or(offset, 0); \
        webgpu_hold_used(&self->object, &buffer->object); \
        wgpu##Name##SetIndexBuffer(self->native, buffer->native, webgpu_native_index_format(index_format), \
                                   start, webgpu_buffer_size_or_rest(buffer, start, size)); \
    } \
\
    /* Without a buffer the slot is emptied: then 0 is all that offset and size may be. */ \
    void webgpu_##name##_set_vertex_buffer(struct webgpu_##name *self, uint32_t slot, \
                                           struct webgpu_buffer *buffer, struct webgpu_option_u64 offset, \
                                           struct webgpu_option_u64 size) \
    { \
        if (!webgpu_record(&self->object)) \
            return; \
        const uint64_t start = webgpu_u64_or(offset, 0); \
        if (buffer == NULL) { \
            wgpu##Name##SetVertexBuffer(self->native, slot, NULL, start, \
                                        webgpu_exact_size(webgpu_u64_or(size, 0))); \
            return; \
        } \
        webgpu_hold_used(&self->object, &buffer->object); \
        wgpu##Name##SetVertexBuffer(self->native, slot, buffer->native, start, \
                                    webgpu_buffer_size_or_rest(buffer, start, size)); \
    } \
\
    void webgpu_##name##_draw( \
        struct webgpu_##name *self, uint32_t vertex_count, struct webgpu_option_u32 instance_count, \
        struct webgpu_option_u32 first_vertex, struct webgpu_option_u32 first_instance) \
    { \
        if (!webgpu_record(&self->object)) \
            return; \
        wgpu##Name##Draw(self->native, vertex_count, webgpu_u32_or(instance_count, 1), \
                         webgpu_u32_or(first_vertex, 0), webgpu_u32_or(first_instance, 0)); \
    } \
\
    void webgpu_##name##_draw_indexed( \
        struct webgpu_##name *self, uint32_t index_count, struct webgpu_option_u32 instance_count, \
        struct webgpu_option_u32 first_index, struct webgpu_option_s32 base_vertex, \
        struct webgpu_option_u32 first_instance) \
    { \
        if (!webgpu_record(&self->object)) \
            return; \
        wgpu##Name##DrawIndexed(self->native, index_count, webgpu_u32_or(instance_count, 1), \
                                webgpu_u32_or(first_index, 0), base_vertex.some ? base_vertex.value : 0, \
                                webgpu_u32_or(first_instance, 0)); \
    } \
\
    void webgpu_##name##_draw_indirect(struct webgpu_##name *self, struct webgpu_buffer *indirect_buffer, \
                                       uint64_t indirect_offset) \
    { \
        if (!webgpu_record(&self->object)) \
            return; \
        webgpu_hold_used(&self->object, &indirect_buffer->object); \
        wgpu##Name##DrawIndirect(self->native, indirect_buffer->native, indirect_offset); \
    } \
\
    void webgpu_##name##_draw_indexed_indirect( \
        struct webgpu_##name *self, struct webgpu_buffer *indirect_buffer, uint64_t indirect_offset) \
    { \
        if (!webgpu_record(&self->object)) \
            return; \
        webgpu_hold_used(&self->object, &indirect_buffer->object); \
        wgpu##Name##DrawIndexedIndirect(self->native, indirect_buffer->native, indirect_offset); \
    }
RENDER_ENCODERS(X)
#undef X
