/* Commands of a render bundle, kept to be recorded in render passes. */
#ifndef GPU_WGPU_BUNDLE_COMMANDS_H
#define GPU_WGPU_BUNDLE_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

enum gpu_wgpu_bundle_command_kind {
    GPU_WGPU_SET_PIPELINE,
    GPU_WGPU_SET_BIND_GROUP,
    GPU_WGPU_SET_INDEX_BUFFER,
    GPU_WGPU_SET_VERTEX_BUFFER,
    GPU_WGPU_SET_IMMEDIATES,
    GPU_WGPU_DRAW,
    GPU_WGPU_DRAW_INDEXED,
    GPU_WGPU_DRAW_INDIRECT,
    GPU_WGPU_DRAW_INDEXED_INDIRECT,
    GPU_WGPU_INSERT_DEBUG_MARKER,
    GPU_WGPU_PUSH_DEBUG_GROUP,
    GPU_WGPU_POP_DEBUG_GROUP,
};

/* Its arguments in the places that fit; each handle with a reference. */
struct gpu_wgpu_bundle_command {
    enum gpu_wgpu_bundle_command_kind kind;
    uint32_t number; /* an index, slot, format or offset */
    union {
        WGPURenderPipeline pipeline;
        WGPUBindGroup group;
        WGPUBuffer buffer;
        uint32_t draw[5];
    };
    uint64_t offset; /* of a buffer's range, or of the command's data */
    uint64_t size;   /* of the range, or of the data */
};

struct gpu_wgpu_bundle_commands {
    struct gpu_wgpu_bundle_command *items;
    size_t count;
    size_t capacity;
    uint8_t *data; /* dynamic offsets, immediates, labels; each begins at a multiple of 4 */
    size_t data_size;
    size_t data_capacity;
    bool out_of_memory;
};

/* Appends it, with references to what it names. */
void gpu_wgpu_bundle_add(struct gpu_wgpu_bundle_commands *commands,
                         const struct gpu_wgpu_bundle_command *command);

/* The same, with data that is copied. */
void gpu_wgpu_bundle_add_data(struct gpu_wgpu_bundle_commands *commands,
                              struct gpu_wgpu_bundle_command command, const void *data, size_t size);

/* Records them all in a pass. */
void gpu_wgpu_bundle_replay(const struct gpu_wgpu_bundle_commands *commands, WGPURenderPassEncoder pass);

void gpu_wgpu_bundle_commands_finish(struct gpu_wgpu_bundle_commands *commands);

#endif
