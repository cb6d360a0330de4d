/* A render pipeline's descriptor as wgpu-native takes it. */
#ifndef GPU_WGPU_RENDER_STATE_H
#define GPU_WGPU_RENDER_STATE_H

#include <stdbool.h>
#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_device;

/* The copies that `native` points to. */
struct gpu_wgpu_render_state {
    WGPURenderPipelineDescriptor native;
    WGPUFragmentState fragment;
    WGPUDepthStencilState depth_stencil;
    WGPUVertexBufferLayout *buffers;
    WGPUVertexAttribute *fillers; /* one a buffer, where it has no attribute of its own */
    WGPUColorTargetState *targets;
    WGPUBlendState *blends;
    uint32_t vertex_slots; /* as in the pipeline's record */
    uint32_t vertex_holes;
    bool blends_constant;
};

#define GPU_WGPU_MAX_VERTEX_BUFFERS 32 /* that a mask has bits for, and more than any device has */

/* For each vertex buffer the location of an attribute that it is given, having none; UINT32_MAX: it needs
 * none. False: there are not enough that no attribute has. There are at most so many buffers. */
bool gpu_wgpu_find_locations(const WGPUVertexState *vertex, uint32_t locations[GPU_WGPU_MAX_VERTEX_BUFFERS]);

/* Why the pipeline is refused before wgpu-native is asked; NULL: it is not. */
const char *gpu_wgpu_check_render_state(const struct gpu_wgpu_device *device,
                                        const WGPURenderPipelineDescriptor *descriptor);

/* Why a pipeline that wgpu-native has made of it is to be refused; NULL: it is not. Nothing is captured. */
const char *gpu_wgpu_check_outputs(struct gpu_wgpu_device *device,
                                   const WGPURenderPipelineDescriptor *descriptor);

/* Of a descriptor that was checked. False: out of memory. To be finished either way. */
bool gpu_wgpu_render_state_init(struct gpu_wgpu_render_state *state,
                                const WGPURenderPipelineDescriptor *descriptor);
void gpu_wgpu_render_state_finish(struct gpu_wgpu_render_state *state);

#endif
