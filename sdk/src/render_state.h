/* What a render pipeline is made of, as the host's interface has it. */
#ifndef SDK_RENDER_STATE_H
#define SDK_RENDER_STATE_H

#include <stdbool.h>

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

/* A descriptor, and the lists that it points to. */
struct sdk_render_state {
    struct wasi_webgpu_render_pipeline_descriptor descriptor;
    struct wasi_webgpu_option_vertex_buffer_layout *buffers;
    struct wasi_webgpu_vertex_attribute *attributes; /* of all buffers */
    struct wasi_webgpu_option_color_target_state *targets;
    bool lacks_memory; /* for one of these lists, which is logged: the pipeline is invalid */
    wasi_webgpu_shader_module_t made[2]; /* invalid modules in place of such that cannot be used; 0: none */
};

/* What the host's interface cannot say, and what is not there, becomes a pipeline that is invalid. The call
 * that makes the pipeline takes the constants inside; the lists are given back with sdk_render_state_finish.
 */
void sdk_render_state_init(struct sdk_render_state *state, const char *function, WGPUDevice device,
                           const WGPURenderPipelineDescriptor *from);
void sdk_render_state_finish(struct sdk_render_state *state);

#endif
