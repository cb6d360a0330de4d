/* What the tests of rendering share: a small canvas, a pipeline for it, a pass on it. */
#ifndef DRAW_H
#define DRAW_H

#include "image.h"

#define CANVAS_SIZE 16
#define CANVAS_FORMAT WGPUTextureFormat_RGBA8Unorm

/* A texture to draw on and to read. */
struct canvas {
    WGPUTexture texture;
    WGPUTextureView view;
};

struct canvas canvas_new(const struct gpu *gpu, WGPUTextureFormat format, uint32_t sample_count);
void canvas_release(struct canvas canvas);

/* Reads all of one of 4 bytes a texel. */
bool canvas_read(const struct gpu *gpu, struct canvas canvas, uint32_t texels[CANVAS_SIZE][CANVAS_SIZE]);

/* How many of its texels have a value. */
uint32_t canvas_count(const struct gpu *gpu, struct canvas canvas, uint32_t value);

/* What a draw has drawn with the points' shader: these vertices of these instances, and nothing else. */
struct span {
    uint32_t first_vertex, vertex_count, first_instance, instance_count;
};

bool canvas_has_points(const struct gpu *gpu, struct canvas canvas, struct span span);

/* A descriptor of a pipeline with one color target, to be changed before it is used. It points into itself.
 */
struct pipeline_plan {
    WGPURenderPipelineDescriptor descriptor;
    WGPUFragmentState fragment;
    WGPUColorTargetState target;
};

/* Of a shader with one entry point a stage; its module is the plan's, which releases it. */
void plan_init(struct pipeline_plan *plan, const struct gpu *gpu, const char *code);
void plan_finish(struct pipeline_plan *plan);
WGPURenderPipeline plan_create(const struct gpu *gpu, const struct pipeline_plan *plan);

/* The pipeline of this plan must be a validation error. */
void plan_refuse(const struct gpu *gpu, const struct pipeline_plan *plan, const char *what);

/* The pipeline of a plan that nothing is changed of. */
WGPURenderPipeline pipeline_new(const struct gpu *gpu, const char *code);

/* A color attachment that is cleared to black, all zero, and stored. */
WGPURenderPassColorAttachment attachment_of(WGPUTextureView view);

/* A pass on one canvas. */
WGPURenderPassEncoder pass_begin(WGPUCommandEncoder encoder, struct canvas canvas, WGPULoadOp load);
void pass_end(WGPURenderPassEncoder pass);

/* A bundle for a canvas of this format. */
WGPURenderBundleEncoder bundle_begin(const struct gpu *gpu, WGPUTextureFormat format);
WGPURenderBundle bundle_finish(WGPURenderBundleEncoder encoder);

/* Puts a texel for each vertex, at (vertex index, instance index), with these as red and green; opaque. */
extern const char points_shader[];

/* Covers everything with a triangle of one color, white. */
extern const char white_shader[];

#endif
