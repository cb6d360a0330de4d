/* What the tests of rendering share: a pipeline that can be changed a little, targets, and passes. */
#ifndef RENDER_H
#define RENDER_H

#include "rule.h"

/* Three corners without a buffer; a fragment that is red. */
#define VERTEX_CODE \
    "@vertex fn vertex(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n" \
    "    return vec4f(f32(i % 2) * 4 - 1, f32(i / 2) * 4 - 1, 0.5, 1);\n" \
    "}\n"
#define FRAGMENT_CODE "@fragment fn fragment() -> @location(0) vec4f { return vec4f(1, 0, 0, 1); }\n"

/* A descriptor with all that it points to. `use` puts it together: then it must not be moved. */
struct pipeline {
    WGPURenderPipelineDescriptor descriptor;
    WGPUFragmentState fragment;
    WGPUColorTargetState target;
    WGPUDepthStencilState depth_stencil;
    WGPUBlendState blend;
    bool has_fragment, has_depth_stencil, has_blend;
};

/* Of VERTEX_CODE and FRAGMENT_CODE, to one target of rgba8unorm; `module` is borrowed. */
struct pipeline pipeline_of(WGPUShaderModule module);
const WGPURenderPipelineDescriptor *pipeline_use(struct pipeline *pipeline);
WGPURenderPipeline pipeline_make(struct pipeline *pipeline);

/* Whether one can be made: at once and asynchronously, with one answer. */
void pipeline_judge(struct pipeline pipeline, bool is_valid, const char *what);

/* A view of a texture of its own. */
WGPUTextureView target_of(WGPUTextureFormat format, uint32_t width, uint32_t height, uint32_t samples);

/* A pass with one colour that is cleared, and perhaps a depth or stencil that is cleared too. */
struct target {
    WGPURenderPassDescriptor descriptor;
    WGPURenderPassColorAttachment color;
    WGPURenderPassDepthStencilAttachment depth_stencil;
    bool has_color, has_depth_stencil;
};
struct target pass_target(WGPUTextureView color, WGPUTextureView depth_stencil, bool has_depth,
                          bool has_stencil);
const WGPURenderPassDescriptor *target_use(struct target *target);

struct render {
    WGPUCommandEncoder encoder;
    WGPURenderPassEncoder pass;
};
struct render begin_render(struct target *target);

/* They end the pass and release it with its encoder. */
bool render_judge(struct render render, bool is_valid, const char *what);

#endif
