/* Render pipelines: WebGPU, "createRenderPipeline". What is right and what is wrong with each member, and
 * which are filled in where they are left open, on either library. */
#include "gpu_render.h"

#include <math.h>

static const char vertex_input[] =
    "@vertex fn vertex(@location(0) at: vec4f) -> @builtin(position) vec4f { return at; }"
    "@fragment fn fragment() -> @location(0) vec4f { return vec4f(1, 0, 0, 1); }";
static const char with_constants[] =
    "override scale: f32 = 1; override count: i32 = 1; override on: bool = true;"
    "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(scale, f32(count), 0, 1); }"
    "@fragment fn fragment() -> @location(0) vec4f { return vec4f(f32(on)); }";

/* What the cases change; `d` stands for the descriptor, and so on. */
struct change {
    struct pipeline_parts parts;
    WGPUVertexBufferLayout buffers[40];
    WGPUVertexAttribute attributes[40];
    WGPUColorTargetState targets[40];
    WGPUConstantEntry constant;
};

static void
change_init(struct change *change, const struct gpu_fixture *gpu, const char *code)
{
    const WGPUVertexBufferLayout buffer = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
    const WGPUVertexAttribute attribute = WGPU_VERTEX_ATTRIBUTE_INIT;
    const WGPUConstantEntry constant = WGPU_CONSTANT_ENTRY_INIT;
    pipeline_parts_init(&change->parts, gpu, code);
    for (uint32_t i = 0; i < BASE_COUNT(change->buffers); i++) {
        change->attributes[i] = attribute;
        change->attributes[i].format = WGPUVertexFormat_Float32x4;
        change->attributes[i].shaderLocation = i;
        change->buffers[i] = buffer;
        change->buffers[i].arrayStride = 16;
        change->buffers[i].attributeCount = 1;
        change->buffers[i].attributes = &change->attributes[i];
        change->targets[i] = change->parts.target;
    }
    change->constant = constant;
}

/* clang-format off */
#define STENCIL_FORMAT parts->depth_stencil.format = WGPUTextureFormat_Stencil8
#define OPEN_DEPTH \
    ds->depthWriteEnabled = WGPUOptionalBool_Undefined; ds->depthCompare = WGPUCompareFunction_Undefined
#define SAMPLES(n) d->multisample.count = n
#define COVERAGE d->multisample.alphaToCoverageEnabled = WGPU_TRUE
#define BLEND t->blend = &parts->blend
#define MANY_TARGETS(n) f->targets = change.targets; f->targetCount = n

/* Of a red triangle. */
#define STATES(X) \
    X(state_plain, NoError, (void)d) \
    X(state_of_unknown_topology, Validation, d->primitive.topology = (WGPUPrimitiveTopology)UNKNOWN) \
    X(state_of_unknown_front_face, Validation, d->primitive.frontFace = (WGPUFrontFace)UNKNOWN) \
    X(state_of_unknown_cull_mode, Validation, d->primitive.cullMode = (WGPUCullMode)UNKNOWN) \
    X(state_of_unknown_strip_format, Validation, d->primitive.stripIndexFormat = (WGPUIndexFormat)UNKNOWN) \
    X(state_of_a_strip_that_is_none, Validation, d->primitive.stripIndexFormat = WGPUIndexFormat_Uint16) \
    X(state_of_a_strip, NoError, d->primitive.topology = WGPUPrimitiveTopology_TriangleStrip; \
      d->primitive.stripIndexFormat = WGPUIndexFormat_Uint16) \
    X(state_unclipped_without_the_feature, Validation, d->primitive.unclippedDepth = WGPU_TRUE) \
    X(state_without_samples, Validation, SAMPLES(0)) \
    X(state_of_three_samples, Validation, SAMPLES(3)) \
    X(state_of_four_samples, NoError, SAMPLES(4)) \
    X(state_of_absurd_samples, Validation, SAMPLES(UINT32_MAX)) \
    X(state_of_coverage, NoError, SAMPLES(4); COVERAGE) \
    X(state_of_coverage_of_one_sample, Validation, COVERAGE) \
    X(state_of_coverage_without_alpha, Validation, \
      SAMPLES(4); COVERAGE; t->format = WGPUTextureFormat_R8Unorm) \
    X(state_of_coverage_without_fragments, Validation, SAMPLES(4); COVERAGE; d->fragment = NULL; \
      d->depthStencil = ds) \
    X(state_without_fragments, NoError, d->fragment = NULL; d->depthStencil = ds) \
    X(state_without_anything, Validation, d->fragment = NULL) \
    X(state_without_targets, Validation, f->targetCount = 0) \
    X(state_of_a_hole_only, Validation, t->format = WGPUTextureFormat_Undefined) \
    X(state_with_holes, NoError, MANY_TARGETS(3); change.targets[1].format = WGPUTextureFormat_Undefined; \
      change.targets[1].writeMask = WGPUColorWriteMask_None; \
      change.targets[2].format = WGPUTextureFormat_Undefined; \
      change.targets[2].writeMask = WGPUColorWriteMask_None) \
    X(state_with_too_many_targets, Validation, MANY_TARGETS(9)) \
    X(state_with_absurdly_many_targets, Validation, MANY_TARGETS(40)) \
    X(state_with_too_many_bytes, Validation, MANY_TARGETS(3); \
      for (int i = 0; i < 3; i++) change.targets[i].format = WGPUTextureFormat_RGBA32Float) \
    X(state_of_unknown_format, Validation, t->format = (WGPUTextureFormat)UNKNOWN) \
    X(state_of_a_depth_format, Validation, t->format = WGPUTextureFormat_Depth24Plus) \
    X(state_of_a_compressed_format, Validation, t->format = WGPUTextureFormat_BC1RGBAUnorm) \
    X(state_of_another_type, Validation, t->format = WGPUTextureFormat_RGBA8Uint) \
    X(state_of_unknown_mask, Validation, t->writeMask = 0x1f) \
    X(state_of_unknown_high_mask, Validation, t->writeMask = UINT64_C(1) << 40) \
    X(state_that_blends, NoError, BLEND) \
    X(state_that_blends_unknown_factors, Validation, \
      BLEND; parts->blend.color.srcFactor = (WGPUBlendFactor)UNKNOWN) \
    X(state_that_blends_by_unknown_operations, Validation, \
      BLEND; parts->blend.alpha.operation = (WGPUBlendOperation)UNKNOWN) \
    X(state_that_blends_to_the_least, Validation, BLEND; parts->blend.color = \
      (WGPUBlendComponent){WGPUBlendOperation_Min, WGPUBlendFactor_SrcAlpha, WGPUBlendFactor_One}) \
    X(state_that_blends_two_sources, Validation, BLEND; parts->blend.color.srcFactor = WGPUBlendFactor_Src1) \
    X(state_that_blends_what_cannot_be, Validation, BLEND; t->format = WGPUTextureFormat_RGBA32Float) \
    X(state_of_depth, NoError, d->depthStencil = ds) \
    X(state_of_depth_without_format, Validation, \
      d->depthStencil = ds; ds->format = WGPUTextureFormat_Undefined) \
    X(state_of_depth_of_unknown_format, Validation, \
      d->depthStencil = ds; ds->format = (WGPUTextureFormat)UNKNOWN) \
    X(state_of_depth_of_a_color_format, Validation, \
      d->depthStencil = ds; ds->format = WGPUTextureFormat_RGBA8Unorm) \
    X(state_of_open_depth, Validation, d->depthStencil = ds; OPEN_DEPTH) \
    X(state_of_open_comparison, NoError, d->depthStencil = ds; \
      OPEN_DEPTH; ds->depthWriteEnabled = WGPUOptionalBool_False) \
    X(state_of_open_comparison_that_writes, Validation, d->depthStencil = ds; \
      OPEN_DEPTH; ds->depthWriteEnabled = WGPUOptionalBool_True) \
    X(state_of_open_comparison_with_failures, Validation, d->depthStencil = ds; \
      OPEN_DEPTH; ds->depthWriteEnabled = WGPUOptionalBool_False; \
      ds->stencilBack.depthFailOp = WGPUStencilOperation_Zero) \
    X(state_of_unknown_comparison, Validation, \
      d->depthStencil = ds; ds->depthCompare = (WGPUCompareFunction)UNKNOWN) \
    X(state_of_unknown_writes, Validation, \
      d->depthStencil = ds; ds->depthWriteEnabled = (WGPUOptionalBool)UNKNOWN) \
    X(state_of_stencil, NoError, d->depthStencil = ds; STENCIL_FORMAT; OPEN_DEPTH) \
    X(state_of_stencil_that_writes_depth, Validation, d->depthStencil = ds; STENCIL_FORMAT) \
    X(state_of_stencil_that_compares_depth, Validation, d->depthStencil = ds; STENCIL_FORMAT; OPEN_DEPTH; \
      ds->depthCompare = WGPUCompareFunction_Less) \
    X(state_of_unknown_stencil_operation, Validation, \
      d->depthStencil = ds; ds->stencilFront.failOp = (WGPUStencilOperation)UNKNOWN) \
    X(state_of_unknown_stencil_comparison, Validation, \
      d->depthStencil = ds; ds->stencilBack.compare = (WGPUCompareFunction)UNKNOWN) \
    X(state_of_stencil_that_is_missing, Validation, d->depthStencil = ds; \
      ds->format = WGPUTextureFormat_Depth24Plus; ds->stencilFront.passOp = WGPUStencilOperation_Replace) \
    X(state_of_bias_that_is_none, Validation, d->depthStencil = ds; ds->depthBiasClamp = NAN) \
    X(state_of_slope_that_is_none, Validation, d->depthStencil = ds; ds->depthBiasSlopeScale = NAN) \
    X(state_of_biased_points, Validation, d->depthStencil = ds; ds->depthBias = 1; \
      d->primitive.topology = WGPUPrimitiveTopology_PointList) \
    X(state_without_the_entry_point, Validation, d->vertex.entryPoint = text("elsewhere")) \
    X(state_of_no_utf8, Validation, d->vertex.entryPoint = text("\xff")) \
    X(state_of_an_empty_entry_point, Validation, d->vertex.entryPoint = text("")) \
    X(state_of_the_other_stage, Validation, d->vertex.entryPoint = text("fragment"))

/* Of a triangle with an attribute in a buffer. */
#define BUFFER v->buffers = change.buffers; v->bufferCount = 1
#define BUFFERS(n) v->buffers = change.buffers; v->bufferCount = n
#define HOLE(i) change.buffers[i].attributeCount = 0; change.buffers[i].stepMode = WGPUVertexStepMode_Undefined

#define INPUTS(X) \
    X(input_plain, NoError, BUFFER) \
    X(input_missing, Validation, (void)v) \
    X(input_of_unknown_format, Validation, BUFFER; change.attributes[0].format = (WGPUVertexFormat)UNKNOWN) \
    X(input_without_format, Validation, BUFFER; change.attributes[0].format = (WGPUVertexFormat)0) \
    X(input_of_another_type, Validation, BUFFER; change.attributes[0].format = WGPUVertexFormat_Uint32x4) \
    X(input_of_unknown_step, Validation, BUFFER; change.buffers[0].stepMode = (WGPUVertexStepMode)UNKNOWN) \
    X(input_per_instance, NoError, BUFFER; change.buffers[0].stepMode = WGPUVertexStepMode_Instance) \
    X(input_of_odd_stride, Validation, BUFFER; change.buffers[0].arrayStride = 17) \
    X(input_of_absurd_stride, Validation, BUFFER; change.buffers[0].arrayStride = UINT64_C(1) << 40) \
    X(input_of_largest_stride, Validation, BUFFER; change.buffers[0].arrayStride = UINT64_MAX) \
    X(input_of_odd_stride_without_attributes, Validation, BUFFERS(2); \
      change.buffers[1].attributeCount = 0; change.buffers[1].arrayStride = 2) \
    X(input_without_stride, NoError, BUFFER; change.buffers[0].arrayStride = 0) \
    X(input_at_odd_offset, Validation, BUFFER; change.attributes[0].offset = 1) \
    X(input_behind_the_stride, Validation, BUFFER; change.attributes[0].offset = 8) \
    X(input_at_wrapping_offset, Validation, BUFFER; change.attributes[0].offset = UINT64_MAX - 3) \
    X(input_at_high_location, Validation, BUFFER; change.attributes[0].shaderLocation = 99) \
    X(input_at_highest_location, Validation, BUFFER; change.attributes[0].shaderLocation = UINT32_MAX) \
    X(input_twice, Validation, BUFFERS(2); change.attributes[1].shaderLocation = 0) \
    X(input_with_too_many_attributes, Validation, BUFFER; change.buffers[0].attributeCount = 40) \
    X(input_with_too_many_buffers, Validation, BUFFERS(9)) \
    X(input_with_absurdly_many_buffers, Validation, BUFFERS(40)) \
    X(input_with_holes, NoError, BUFFERS(3); HOLE(1); HOLE(2)) \
    X(input_behind_a_hole, NoError, BUFFERS(2); HOLE(0); change.attributes[1].shaderLocation = 0) \
    X(input_of_a_buffer_without_attributes, NoError, BUFFERS(2); \
      change.buffers[1].attributeCount = 0; change.buffers[1].stepMode = WGPUVertexStepMode_Vertex)

#define CONSTANT(name, number) \
    v->constants = &change.constant; v->constantCount = 1; \
    change.constant.key = text(name); change.constant.value = number

#define CONSTANTS(X) \
    X(constant_plain, NoError, CONSTANT("scale", 2)) \
    X(constant_that_is_none, Validation, CONSTANT("speed", 2)) \
    X(constant_of_no_name, Validation, CONSTANT("", 2)) \
    X(constant_of_no_utf8, Validation, CONSTANT("\xff", 2)) \
    X(constant_that_is_no_number, Validation, CONSTANT("scale", NAN)) \
    X(constant_that_is_no_truth, Validation, CONSTANT("on", NAN)) \
    X(constant_that_is_infinite, Validation, CONSTANT("scale", INFINITY)) \
    X(constant_that_does_not_fit, Validation, CONSTANT("count", 1e30))

#define CASE(name, code, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        struct change change; \
        change_init(&change, gpu, code); \
        struct pipeline_parts *parts = &change.parts; \
        WGPURenderPipelineDescriptor *d = &parts->descriptor; \
        WGPUDepthStencilState *ds = &parts->depth_stencil; \
        WGPUColorTargetState *t = &parts->target; \
        WGPUFragmentState *f = &parts->fragment; \
        WGPUVertexState *v = &d->vertex; \
        (void)ds; (void)t; (void)f; (void)v; \
        __VA_ARGS__; \
        wgpuRenderPipelineRelease(pipeline_parts_finish(parts, gpu)); \
    }
#define X(name, error, ...) CASE(name, red_triangle, __VA_ARGS__)
STATES(X)
#undef X
#define X(name, error, ...) CASE(name, vertex_input, __VA_ARGS__)
INPUTS(X)
#undef X
#define X(name, error, ...) CASE(name, with_constants, __VA_ARGS__)
CONSTANTS(X)
#undef X
/* clang-format on */

/* All locations are taken, and a buffer without any lies before: wgpu-native cannot tell them apart. */
static void
no_location_for_a_hole(const struct gpu_fixture *gpu)
{
    struct change change;
    change_init(&change, gpu, vertex_input);
    change.buffers[0].attributeCount = 0;
    for (uint32_t i = 0; i < 16; i++)
        change.attributes[i].offset = i * 16;
    change.buffers[1].arrayStride = 256;
    change.buffers[1].attributeCount = 16;
    change.buffers[1].attributes = change.attributes;
    change.parts.descriptor.vertex.bufferCount = 2;
    change.parts.descriptor.vertex.buffers = change.buffers;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuRenderPipelineRelease(pipeline_parts_finish(&change.parts, gpu));
    assert_int_equal(pop_scope(gpu).type, is_wgpu() ? WGPUErrorType_Validation : WGPUErrorType_NoError);
}

static void
invalid_module(const struct gpu_fixture *gpu)
{
    const WGPURenderPipeline pipeline = make_render_pipeline(gpu, "fn vertex( {");
    wgpuBindGroupLayoutRelease(wgpuRenderPipelineGetBindGroupLayout(pipeline, 0));
    wgpuRenderPipelineRelease(pipeline);
}

static void
layout_that_is_not_there(const struct gpu_fixture *gpu)
{
    (void)gpu;
    wgpuBindGroupLayoutRelease(wgpuRenderPipelineGetBindGroupLayout(shared_triangle, 0)); /* an empty one */
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuBindGroupLayoutRelease(wgpuRenderPipelineGetBindGroupLayout(shared_triangle, 99));
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_Validation);
    wgpuBindGroupLayoutRelease(wgpuRenderPipelineGetBindGroupLayout(shared_triangle, UINT32_MAX));
}

static void
on_pipeline(WGPUCreatePipelineAsyncStatus status, WGPURenderPipeline pipeline, WGPUStringView message,
            void *a, void *b)
{
    (void)message;
    *(WGPUCreatePipelineAsyncStatus *)a = status;
    *(WGPURenderPipeline *)b = pipeline;
}

static WGPUCreatePipelineAsyncStatus
create_async(const struct gpu_fixture *gpu, const WGPURenderPipelineDescriptor *descriptor)
{
    WGPUCreatePipelineAsyncStatus status = 0;
    WGPURenderPipeline pipeline = NULL;
    const WGPUCreateRenderPipelineAsyncCallbackInfo callback = {.mode = WGPUCallbackMode_AllowProcessEvents,
                                                                .callback = on_pipeline,
                                                                .userdata1 = &status,
                                                                .userdata2 = &pipeline};
    wgpuDeviceCreateRenderPipelineAsync(gpu->device, descriptor, callback);
    while (status == 0)
        wgpuInstanceProcessEvents(gpu->instance);
    assert_int_equal(pipeline != NULL, status == WGPUCreatePipelineAsyncStatus_Success);
    wgpuRenderPipelineRelease(pipeline);
    return status;
}

/* Errors go to the callback, and to no scope. */
static void
asynchronously(const struct gpu_fixture *gpu)
{
    struct pipeline_parts parts;
    pipeline_parts_init(&parts, gpu, red_triangle);
    assert_int_equal(create_async(gpu, &parts.descriptor), WGPUCreatePipelineAsyncStatus_Success);
    parts.descriptor.multisample.count = 3;
    assert_int_equal(create_async(gpu, &parts.descriptor), WGPUCreatePipelineAsyncStatus_ValidationError);
    parts.descriptor.multisample.count = 1;
    parts.descriptor.primitive.topology = (WGPUPrimitiveTopology)UNKNOWN;
    assert_int_equal(create_async(gpu, &parts.descriptor), WGPUCreatePipelineAsyncStatus_ValidationError);
    wgpuShaderModuleRelease(parts.fragment.module);
    wgpuShaderModuleRelease(parts.descriptor.vertex.module);
}

#define OTHERS(X) \
    X(no_location_for_a_hole, NoError, ) \
    X(invalid_module, Validation, ) \
    X(layout_that_is_not_there, Validation, ) \
    X(asynchronously, NoError, )

static const struct gpu_case rows[] = {
#define X(name, error, ...) {#name, name, WGPUErrorType_##error},
    STATES(X) INPUTS(X) CONSTANTS(X) OTHERS(X)
#undef X
};

RENDER_CASES_MAIN(rows)
