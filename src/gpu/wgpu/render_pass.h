/* Render passes of wgpu-native, for their commands and for bundles. */
#ifndef GPU_WGPU_RENDER_PASS_H
#define GPU_WGPU_RENDER_PASS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

/* Of stencil values, those that count: all formats have 8 bits. wgpu-native hands on what is above them, and
 * where WebGPU leaves that out, NVIDIA's driver takes the greatest value. */
#define GPU_WGPU_STENCIL_BITS UINT32_C(0xff)

struct gpu_wgpu_command_encoder;

#define GPU_WGPU_MAX_COLORS 8 /* no device of wgpu-native has more */

/* WebGPU, "GPURenderPassLayout", and what is only read. */
struct gpu_wgpu_render_layout {
    size_t color_count; /* up to the last one */
    WGPUTextureFormat colors[GPU_WGPU_MAX_COLORS];
    WGPUTextureFormat depth_stencil;
    uint32_t sample_count;
    bool depth_read_only;
    bool stencil_read_only;
};

/* wgpu-native's descriptor of a pass, and what it points to. */
struct gpu_wgpu_attachments {
    WGPURenderPassDescriptor native;
    WGPURenderPassColorAttachment colors[GPU_WGPU_MAX_COLORS];
    WGPURenderPassDepthStencilAttachment depth_stencil;
    WGPUPassTimestampWrites timestamps;
    struct gpu_wgpu_render_layout layout;
    uint32_t
        discarded_slices; /* a bit for each color: slices of 3D textures, to be cleared behind the pass */
};

struct gpu_wgpu_render_pass {
    atomic_uint refs;
    WGPURenderPassEncoder native; /* NULL: invalid, and so is the encoder */
    struct gpu_wgpu_command_encoder *encoder;
    struct gpu_wgpu_render_layout layout;
    WGPURenderPassColorAttachment *discarded; /* with wgpu-native's views, each with a reference */
    size_t discarded_count;
    uint64_t draw_count;
    uint64_t max_draw_count;
    bool ended;

    /* What is set. wgpu-native has more set than this says: it forgets nothing. */
    bool has_pipeline;
    bool has_index_buffer;
    bool has_blend_constant;
    uint32_t needed_slots;   /* a bit for each vertex buffer that the pipeline needs */
    uint32_t vertex_buffers; /* and for each that is set */
    uint32_t native_buffers; /* and for each that wgpu-native has */
    uint32_t bind_groups;    /* a bit for each */
};

/* Checks a pass's descriptor, and notes what it uses. False: the encoder is invalid. */
bool gpu_wgpu_attachments_init(struct gpu_wgpu_attachments *attachments,
                               struct gpu_wgpu_command_encoder *encoder,
                               const WGPURenderPassDescriptor *descriptor);

/* A pass with these attachments. NULL: out of memory. */
struct gpu_wgpu_render_pass *gpu_wgpu_render_pass_new(struct gpu_wgpu_command_encoder *encoder,
                                                      const struct gpu_wgpu_attachments *attachments);

/* The pass, if it takes commands: else NULL, and if it has ended, an error. */
struct gpu_wgpu_render_pass *gpu_wgpu_open_render_pass(WGPURenderPassEncoder handle);

#endif
