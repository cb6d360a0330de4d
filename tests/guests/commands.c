/* The commands that render passes and bundles have in common. */
#include "commands.h"

/* C has no call through a pointer to a function with another first parameter: one function for each. */
#define FORWARD(Encoder) \
    static void Encoder##_set_pipeline(void *encoder, WGPURenderPipeline pipeline) \
    { \
        wgpu##Encoder##SetPipeline(encoder, pipeline); \
    } \
    static void Encoder##_set_index_buffer(void *encoder, WGPUBuffer buffer, WGPUIndexFormat format, \
                                           uint64_t offset, uint64_t size) \
    { \
        wgpu##Encoder##SetIndexBuffer(encoder, buffer, format, offset, size); \
    } \
    static void Encoder##_set_vertex_buffer(void *encoder, uint32_t slot, WGPUBuffer buffer, \
                                            uint64_t offset, uint64_t size) \
    { \
        wgpu##Encoder##SetVertexBuffer(encoder, slot, buffer, offset, size); \
    } \
    static void Encoder##_draw(void *encoder, uint32_t vertices, uint32_t instances, uint32_t first_vertex, \
                               uint32_t first_instance) \
    { \
        wgpu##Encoder##Draw(encoder, vertices, instances, first_vertex, first_instance); \
    } \
    static void Encoder##_draw_indexed(void *encoder, uint32_t indices, uint32_t instances, \
                                       uint32_t first_index, int32_t base_vertex, uint32_t first_instance) \
    { \
        wgpu##Encoder##DrawIndexed(encoder, indices, instances, first_index, base_vertex, first_instance); \
    } \
    static void Encoder##_draw_indirect(void *encoder, WGPUBuffer buffer, uint64_t offset) \
    { \
        wgpu##Encoder##DrawIndirect(encoder, buffer, offset); \
    } \
    static void Encoder##_draw_indexed_indirect(void *encoder, WGPUBuffer buffer, uint64_t offset) \
    { \
        wgpu##Encoder##DrawIndexedIndirect(encoder, buffer, offset); \
    } \
    static void Encoder##_push_debug_group(void *encoder, WGPUStringView label) \
    { \
        wgpu##Encoder##PushDebugGroup(encoder, label); \
    } \
    static void Encoder##_pop_debug_group(void *encoder) \
    { \
        wgpu##Encoder##PopDebugGroup(encoder); \
    } \
    static void Encoder##_insert_debug_marker(void *encoder, WGPUStringView label) \
    { \
        wgpu##Encoder##InsertDebugMarker(encoder, label); \
    } \
    const struct commands Encoder##_commands = {#Encoder, \
                                                Encoder##_set_pipeline, \
                                                Encoder##_set_index_buffer, \
                                                Encoder##_set_vertex_buffer, \
                                                Encoder##_draw, \
                                                Encoder##_draw_indexed, \
                                                Encoder##_draw_indirect, \
                                                Encoder##_draw_indexed_indirect, \
                                                Encoder##_push_debug_group, \
                                                Encoder##_pop_debug_group, \
                                                Encoder##_insert_debug_marker};

FORWARD(RenderPassEncoder)
FORWARD(RenderBundleEncoder)
