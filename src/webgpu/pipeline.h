/* What the descriptors of compute and render pipelines become. */
#ifndef WEBGPU_PIPELINE_H
#define WEBGPU_PIPELINE_H

#include <stdbool.h>
#include <webgpu/webgpu.h>

#include "base/arena.h"
#include "generated/webgpu_types.h"

/* Each is valid as long as what it is made of and `arena` are. False: out of memory. */
bool webgpu_compute_pipeline_describe(const struct webgpu_compute_pipeline_descriptor *from,
                                      struct base_arena *arena, WGPUComputePipelineDescriptor *to);
bool webgpu_render_pipeline_describe(const struct webgpu_render_pipeline_descriptor *from,
                                     struct base_arena *arena, WGPURenderPipelineDescriptor *to);

/* GPUProgrammableStage, with which the native states of all three stages begin. */
bool webgpu_programmable_stage_describe(const struct webgpu_programmable_stage *from,
                                        struct base_arena *arena, WGPUComputeState *to);

/* NULL: the layout is made from the shaders. */
WGPUPipelineLayout webgpu_native_layout_mode(const struct webgpu_layout_mode *layout);

#endif
