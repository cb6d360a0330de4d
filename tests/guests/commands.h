/* The commands that render passes and bundles have in common, so that a test is written once for both. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <webgpu/webgpu.h>

/* Each takes the encoder first. */
struct commands {
    const char *where;
    void (*set_pipeline)(void *, WGPURenderPipeline);
    void (*set_index_buffer)(void *, WGPUBuffer, WGPUIndexFormat, uint64_t, uint64_t);
    void (*set_vertex_buffer)(void *, uint32_t, WGPUBuffer, uint64_t, uint64_t);
    void (*draw)(void *, uint32_t, uint32_t, uint32_t, uint32_t);
    void (*draw_indexed)(void *, uint32_t, uint32_t, uint32_t, int32_t, uint32_t);
    void (*draw_indirect)(void *, WGPUBuffer, uint64_t);
    void (*draw_indexed_indirect)(void *, WGPUBuffer, uint64_t);
    void (*push_debug_group)(void *, WGPUStringView);
    void (*pop_debug_group)(void *);
    void (*insert_debug_marker)(void *, WGPUStringView);
};

extern const struct commands RenderPassEncoder_commands;
extern const struct commands RenderBundleEncoder_commands;

#endif
