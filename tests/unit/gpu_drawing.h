/* Commands that passes and bundles share: WebGPU, "GPUBindingCommandsMixin", "GPURenderCommandsMixin",
 * "GPUDebugCommandsMixin". A list of cases for both: E(Draw)(e, ...) draws with either. */
#ifndef TESTS_GPU_DRAWING_H
#define TESTS_GPU_DRAWING_H

#include "gpu_render.h"

static const char vertex_input[] =
    "@vertex fn vertex(@location(0) at: vec4f) -> @builtin(position) vec4f { return at; }"
    "@fragment fn fragment() -> @location(0) vec4f { return vec4f(1, 0, 0, 1); }";

/* Vertices, indices and arguments have 64 bytes each. */
struct drawing {
    WGPURenderPipeline with_vertices; /* one buffer of four floats a vertex */
    WGPURenderPipeline behind_a_hole; /* the same in slot 1 */
    WGPUBuffer vertices;
    WGPUBuffer indices;
    WGPUBuffer arguments;
};

static inline void
drawing_init(struct drawing *drawing, const struct gpu_fixture *gpu)
{
    WGPUVertexAttribute attribute = WGPU_VERTEX_ATTRIBUTE_INIT;
    attribute.format = WGPUVertexFormat_Float32x4;
    WGPUVertexBufferLayout layouts[2] = {WGPU_VERTEX_BUFFER_LAYOUT_INIT, WGPU_VERTEX_BUFFER_LAYOUT_INIT};
    layouts[1].arrayStride = 16;
    layouts[1].attributeCount = 1;
    layouts[1].attributes = &attribute;
    struct pipeline_parts parts;
    pipeline_parts_init(&parts, gpu, vertex_input);
    parts.descriptor.vertex.bufferCount = 1;
    parts.descriptor.vertex.buffers = &layouts[1];
    drawing->with_vertices = pipeline_parts_finish(&parts, gpu);
    pipeline_parts_init(&parts, gpu, vertex_input);
    parts.descriptor.vertex.bufferCount = 2;
    parts.descriptor.vertex.buffers = layouts;
    drawing->behind_a_hole = pipeline_parts_finish(&parts, gpu);
    drawing->vertices = make_buffer(gpu, WGPUBufferUsage_Vertex, 64);
    drawing->indices = make_buffer(gpu, WGPUBufferUsage_Index, 64);
    drawing->arguments = make_buffer(gpu, WGPUBufferUsage_Indirect, 64);
}

static inline void
drawing_finish(struct drawing *drawing)
{
    wgpuRenderPipelineRelease(drawing->with_vertices);
    wgpuRenderPipelineRelease(drawing->behind_a_hole);
    wgpuBufferRelease(drawing->vertices);
    wgpuBufferRelease(drawing->indices);
    wgpuBufferRelease(drawing->arguments);
}

/* clang-format off */
#define ALL WGPU_WHOLE_SIZE
#define TRIANGLE E(SetPipeline)(e, shared_triangle)
#define WITH_VERTICES E(SetPipeline)(e, d->with_vertices)
#define BEHIND_A_HOLE E(SetPipeline)(e, d->behind_a_hole)
#define VERTICES(slot, offset, size) E(SetVertexBuffer)(e, slot, d->vertices, offset, size)
#define NO_VERTICES(slot, offset, size) E(SetVertexBuffer)(e, slot, NULL, offset, size)
#define INDICES(format, offset, size) E(SetIndexBuffer)(e, d->indices, format, offset, size)
#define SHORTS WGPUIndexFormat_Uint16

#define DRAWING_CASES(X) \
    X(draw_plain, NoError, TRIANGLE; E(Draw)(e, 3, 1, 0, 0)) \
    X(draw_nothing, NoError, TRIANGLE; E(Draw)(e, 0, 0, 0, 0)) \
    X(draw_no_vertices_often, NoError, TRIANGLE; E(Draw)(e, 0, UINT32_MAX, 0, 0)) \
    X(draw_the_last_vertices, NoError, TRIANGLE; E(Draw)(e, 3, 1, UINT32_MAX - 3, 0)) \
    X(draw_without_pipeline, Validation, E(Draw)(e, 3, 1, 0, 0)) \
    X(draw_without_vertices, Validation, WITH_VERTICES; E(Draw)(e, 3, 1, 0, 0)) \
    X(draw_with_vertices, NoError, WITH_VERTICES; VERTICES(0, 0, ALL); E(Draw)(e, 4, 1, 0, 0)) \
    X(draw_too_many_vertices, Validation, WITH_VERTICES; VERTICES(0, 0, ALL); E(Draw)(e, 5, 1, 0, 0)) \
    X(draw_wrapping_vertices, Validation, \
      WITH_VERTICES; VERTICES(0, 0, ALL); E(Draw)(e, 3, 1, UINT32_MAX, 0)) \
    X(draw_with_vertices_taken_away, Validation, \
      WITH_VERTICES; VERTICES(0, 0, ALL); NO_VERTICES(0, 0, ALL); E(Draw)(e, 3, 1, 0, 0)) \
    X(draw_with_vertices_given_back, NoError, WITH_VERTICES; VERTICES(0, 0, ALL); NO_VERTICES(0, 0, 0); \
      VERTICES(0, 0, ALL); E(Draw)(e, 3, 1, 0, 0)) \
    X(draw_behind_a_hole, NoError, BEHIND_A_HOLE; VERTICES(1, 0, ALL); E(Draw)(e, 4, 1, 0, 0)) \
    X(draw_without_vertices_behind_a_hole, Validation, \
      BEHIND_A_HOLE; VERTICES(0, 0, ALL); E(Draw)(e, 4, 1, 0, 0)) \
    X(vertices_at_the_last_slot, NoError, VERTICES(7, 0, ALL)) \
    X(vertices_behind_the_last_slot, Validation, VERTICES(8, 0, ALL)) \
    X(vertices_far_behind_the_last_slot, Validation, VERTICES(UINT32_MAX, 0, ALL)) \
    X(no_vertices_behind_the_last_slot, Validation, NO_VERTICES(8, 0, ALL)) \
    X(no_vertices_at_an_offset, Validation, NO_VERTICES(0, 4, ALL)) \
    X(no_vertices_of_some_size, Validation, NO_VERTICES(0, 0, 4)) \
    X(vertices_at_an_odd_offset, Validation, VERTICES(0, 2, ALL)) \
    X(vertices_of_nothing, NoError, VERTICES(0, 64, ALL); VERTICES(1, 0, 0)) \
    X(vertices_behind_the_end, Validation, VERTICES(0, 68, ALL)) \
    X(vertices_over_the_end, Validation, VERTICES(0, 32, 36)) \
    X(vertices_at_a_wrapping_offset, Validation, VERTICES(0, UINT64_MAX - 3, 8)) \
    X(vertices_of_wrapping_size, Validation, VERTICES(0, 8, UINT64_MAX - 7)) \
    X(vertices_without_usage, Validation, E(SetVertexBuffer)(e, 0, d->indices, 0, ALL)) \
    X(draw_indexed, NoError, TRIANGLE; INDICES(SHORTS, 0, ALL); E(DrawIndexed)(e, 3, 1, 0, 0, 0)) \
    X(draw_indexed_without_indices, Validation, TRIANGLE; E(DrawIndexed)(e, 3, 1, 0, 0, 0)) \
    X(draw_too_many_indices, Validation, \
      TRIANGLE; INDICES(SHORTS, 0, ALL); E(DrawIndexed)(e, 33, 1, 0, 0, 0)) \
    X(draw_wrapping_indices, Validation, \
      TRIANGLE; INDICES(SHORTS, 0, ALL); E(DrawIndexed)(e, 3, 1, UINT32_MAX - 1, 0, 0)) \
    X(draw_indices_of_nothing, Validation, \
      TRIANGLE; INDICES(SHORTS, 0, 0); E(DrawIndexed)(e, 3, 1, 0, 0, 0)) \
    X(indices_of_open_format, Validation, INDICES(WGPUIndexFormat_Undefined, 0, ALL)) \
    X(indices_of_unknown_format, Validation, INDICES((WGPUIndexFormat)UNKNOWN, 0, ALL)) \
    X(indices_at_an_odd_offset, Validation, INDICES(SHORTS, 1, ALL)) \
    X(words_at_an_odd_offset, Validation, INDICES(WGPUIndexFormat_Uint32, 2, ALL)) \
    X(indices_behind_the_end, Validation, INDICES(SHORTS, 66, ALL)) \
    X(indices_at_a_wrapping_offset, Validation, INDICES(SHORTS, UINT64_MAX - 1, 4)) \
    X(indices_of_wrapping_size, Validation, INDICES(SHORTS, 4, UINT64_MAX - 3)) \
    X(indices_without_usage, Validation, E(SetIndexBuffer)(e, d->vertices, SHORTS, 0, ALL)) \
    X(draw_indirect, NoError, TRIANGLE; E(DrawIndirect)(e, d->arguments, 48)) \
    X(draw_indirect_at_an_odd_offset, Validation, TRIANGLE; E(DrawIndirect)(e, d->arguments, 2)) \
    X(draw_indirect_over_the_end, Validation, TRIANGLE; E(DrawIndirect)(e, d->arguments, 52)) \
    X(draw_indirect_wrapping, Validation, TRIANGLE; E(DrawIndirect)(e, d->arguments, UINT64_MAX - 3)) \
    X(draw_indirect_wrapping_to_0, Validation, TRIANGLE; E(DrawIndirect)(e, d->arguments, UINT64_MAX - 15)) \
    X(draw_indirect_without_usage, Validation, TRIANGLE; E(DrawIndirect)(e, d->vertices, 0)) \
    X(draw_indirect_without_pipeline, Validation, E(DrawIndirect)(e, d->arguments, 0)) \
    X(draw_indexed_indirect, NoError, \
      TRIANGLE; INDICES(SHORTS, 0, ALL); E(DrawIndexedIndirect)(e, d->arguments, 44)) \
    X(draw_indexed_indirect_over_the_end, Validation, \
      TRIANGLE; INDICES(SHORTS, 0, ALL); E(DrawIndexedIndirect)(e, d->arguments, 48)) \
    X(draw_indexed_indirect_wrapping, Validation, \
      TRIANGLE; INDICES(SHORTS, 0, ALL); E(DrawIndexedIndirect)(e, d->arguments, UINT64_MAX - 19)) \
    X(draw_indexed_indirect_without_indices, Validation, \
      TRIANGLE; E(DrawIndexedIndirect)(e, d->arguments, 0)) \
    X(no_bind_group, NoError, E(SetBindGroup)(e, 3, NULL, 0, NULL); TRIANGLE; E(Draw)(e, 3, 1, 0, 0)) \
    X(no_bind_group_behind_the_last, Validation, E(SetBindGroup)(e, 99, NULL, 0, NULL)) \
    X(no_bind_group_at_an_offset, Validation, E(SetBindGroup)(e, 0, NULL, 1, &zero)) \
    X(immediates_of_nothing, NoError, E(SetImmediates)(e, 0, NULL, 0)) \
    X(immediates_at_an_odd_offset, Validation, E(SetImmediates)(e, 1, &zero, 4)) \
    X(immediates_over_the_limit, Validation, E(SetImmediates)(e, UINT32_MAX - 3, &zero, 4)) \
    X(debug_groups, NoError, E(PushDebugGroup)(e, text("\xff a label")); \
      E(InsertDebugMarker)(e, (WGPUStringView){NULL, 0}); E(PopDebugGroup)(e)) \
    X(debug_group_left_open, Validation, E(PushDebugGroup)(e, text("open"))) \
    X(debug_group_not_open, Validation, E(PopDebugGroup)(e))
/* clang-format on */

#endif
