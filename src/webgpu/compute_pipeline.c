/* gpu-compute-pipeline: what its descriptor says. Creation is in pipeline.c, as it is that of render
 * pipelines too.
 *
 * Follows WebGPU, "Compute Pipeline Creation". */
#include "webgpu/pipeline.h"
#include "webgpu/text.h"

bool
webgpu_compute_pipeline_describe(const struct webgpu_compute_pipeline_descriptor *from,
                                 struct base_arena *arena, WGPUComputePipelineDescriptor *to)
{
    *to = (WGPUComputePipelineDescriptor){
        .label = webgpu_native_label(webgpu_string_or_empty(from->label)),
        .layout = webgpu_native_layout_mode(&from->layout),
    };
    return webgpu_programmable_stage_describe(&from->compute, arena, &to->compute);
}
