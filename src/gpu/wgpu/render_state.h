/* A render pipeline's descriptor as wgpu-native takes it. */
#ifndef GPU_WGPU_RENDER_STATE_H
#define GPU_WGPU_RENDER_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_device;

/* The copies that `native` points to. */
struct gpu_wgpu_render_state {
    WGPURenderPipelineDescriptor native;
    WGPUFragmentState fragment;
    WGPUDepthStencilState depth_stencil;
    WGPUVertexBufferLayout *buffers;
    WGPUVertexAttribute *unread; /* one for each buffer, which few need */
    WGPUColorTargetState *targets;
    WGPUBlendState *blends;
    uint32_t vertex_slots; /* as in the pipeline's record */
    uint32_t vertex_holes;
    bool blends_constant;
};

/* Whether a vertex buffer has no attributes, but one behind it has: then wgpu-native mistakes that one's
 * slot, unless this one has an attribute, too, of which no shader knows. */
bool gpu_wgpu_is_vertex_gap(const WGPUVertexState *vertex, size_t slot);

/* The first location from `location` on that no attribute has; above 31: none. */
uint32_t gpu_wgpu_free_vertex_location(const WGPUVertexState *vertex, uint32_t location);

/* Why the pipeline is refused before wgpu-native is asked; NULL: it is not. */
const char *gpu_wgpu_check_render_state(const struct gpu_wgpu_device *device,
                                        const WGPURenderPipelineDescriptor *descriptor);

/* Of a descriptor that was checked. False: out of memory. To be finished either way. */
bool gpu_wgpu_render_state_init(struct gpu_wgpu_render_state *state,
                                const WGPURenderPipelineDescriptor *descriptor);
void gpu_wgpu_render_state_finish(struct gpu_wgpu_render_state *state);

#endif
