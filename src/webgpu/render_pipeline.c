/* gpu-render-pipeline: what its descriptor says. Creation is in pipeline.c, as it is that of compute
 * pipelines too.
 *
 * Follows WebGPU, "Render Pipeline Creation", "Primitive State", "Multisample State", "Fragment State",
 * "Color Target State", "Depth/Stencil State" and "Vertex State": the defaults of their IDL are all here.
 * What is valid, the library checks. createRenderPipeline throws a TypeError for a format or a blend factor
 * whose feature the device lacks, and the IDL one for a float that is not finite; create-render-pipeline has
 * no error, so these are the device's, as webgpu.h has them: validation errors, and an invalid pipeline. */
#include "webgpu/enums.h"
#include "webgpu/optional.h"
#include "webgpu/pipeline.h"
#include "webgpu/text.h"

static float
f32_or_zero(struct webgpu_option_f32 option)
{
    return option.some ? option.value : 0;
}

/* False: out of memory. */
static bool
describe_vertex_buffer(const struct webgpu_vertex_buffer_layout *from, struct base_arena *arena,
                       WGPUVertexBufferLayout *to)
{
    const struct webgpu_vertex_attribute_list *list = &from->attributes;
    WGPUVertexAttribute *attributes = base_arena_alloc(arena, list->count, sizeof *attributes);
    if (attributes == NULL)
        return false;
    for (uint32_t i = 0; i < list->count; i++) {
        attributes[i].format = webgpu_native_vertex_format(list->data[i].format);
        attributes[i].offset = list->data[i].offset;
        attributes[i].shaderLocation = list->data[i].shader_location;
    }
    *to = (WGPUVertexBufferLayout){
        .stepMode = webgpu_native_vertex_step_mode(from->step_mode.some ? from->step_mode.value
                                                                        : WEBGPU_VERTEX_STEP_MODE_VERTEX),
        .arrayStride = from->array_stride,
        .attributeCount = list->count,
        .attributes = attributes,
    };
    return true;
}

/* A hole in the list is what has no step mode and no attributes. */
static bool
describe_vertex(const struct webgpu_vertex_state *from, struct base_arena *arena, WGPUVertexState *to)
{
    const struct webgpu_programmable_stage stage = {from->module, from->entry_point, from->constants};
    WGPUComputeState native;
    if (!webgpu_programmable_stage_describe(&stage, arena, &native))
        return false;
    *to = (WGPUVertexState){
        .module = native.module,
        .entryPoint = native.entryPoint,
        .constantCount = native.constantCount,
        .constants = native.constants,
    };
    if (!from->buffers.some)
        return true;
    const struct webgpu_optional_vertex_buffer_layout_list *list = &from->buffers.value;
    WGPUVertexBufferLayout *buffers = base_arena_alloc(arena, list->count, sizeof *buffers);
    if (buffers == NULL)
        return false;
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->data[i].some && !describe_vertex_buffer(&list->data[i].value, arena, &buffers[i]))
            return false;
    }
    to->bufferCount = list->count;
    to->buffers = buffers;
    return true;
}

static WGPUPrimitiveState
primitive_state(const struct webgpu_primitive_state *from)
{
    return (WGPUPrimitiveState){
        .topology = webgpu_native_primitive_topology(
            from->topology.some ? from->topology.value : WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST),
        .stripIndexFormat = from->strip_index_format.some
                                ? webgpu_native_index_format(from->strip_index_format.value)
                                : WGPUIndexFormat_Undefined,
        .frontFace =
            webgpu_native_front_face(from->front_face.some ? from->front_face.value : WEBGPU_FRONT_FACE_CCW),
        .cullMode =
            webgpu_native_cull_mode(from->cull_mode.some ? from->cull_mode.value : WEBGPU_CULL_MODE_NONE),
        .unclippedDepth = webgpu_is_set(from->unclipped_depth),
    };
}

static WGPUMultisampleState
multisample_state(const struct webgpu_multisample_state *from)
{
    return (WGPUMultisampleState){
        .count = webgpu_u32_or(from->count, 1),
        .mask = webgpu_u32_or(from->mask, UINT32_MAX),
        .alphaToCoverageEnabled = webgpu_is_set(from->alpha_to_coverage_enabled),
    };
}

static WGPUStencilOperation
stencil_operation(struct webgpu_option_stencil_operation from)
{
    return webgpu_native_stencil_operation(from.some ? from.value : WEBGPU_STENCIL_OPERATION_KEEP);
}

static WGPUStencilFaceState
stencil_face_state(const struct webgpu_option_stencil_face_state *option)
{
    static const struct webgpu_stencil_face_state defaults;
    const struct webgpu_stencil_face_state *from = option->some ? &option->value : &defaults;
    return (WGPUStencilFaceState){
        .compare = webgpu_native_compare_function(from->compare.some ? from->compare.value
                                                                     : WEBGPU_COMPARE_FUNCTION_ALWAYS),
        .failOp = stencil_operation(from->fail_op),
        .depthFailOp = stencil_operation(from->depth_fail_op),
        .passOp = stencil_operation(from->pass_op),
    };
}

static WGPUDepthStencilState
depth_stencil_state(const struct webgpu_depth_stencil_state *from)
{
    WGPUOptionalBool writes = WGPUOptionalBool_Undefined;
    if (from->depth_write_enabled.some)
        writes = from->depth_write_enabled.value ? WGPUOptionalBool_True : WGPUOptionalBool_False;
    return (WGPUDepthStencilState){
        .format = webgpu_native_texture_format(from->format),
        .depthWriteEnabled = writes,
        .depthCompare = from->depth_compare.some ? webgpu_native_compare_function(from->depth_compare.value)
                                                 : WGPUCompareFunction_Undefined,
        .stencilFront = stencil_face_state(&from->stencil_front),
        .stencilBack = stencil_face_state(&from->stencil_back),
        .stencilReadMask = webgpu_u32_or(from->stencil_read_mask, UINT32_MAX),
        .stencilWriteMask = webgpu_u32_or(from->stencil_write_mask, UINT32_MAX),
        .depthBias = from->depth_bias.some ? from->depth_bias.value : 0,
        .depthBiasSlopeScale = f32_or_zero(from->depth_bias_slope_scale),
        .depthBiasClamp = f32_or_zero(from->depth_bias_clamp),
    };
}

static WGPUBlendComponent
blend_component(const struct webgpu_blend_component *from)
{
    return (WGPUBlendComponent){
        .operation = webgpu_native_blend_operation(from->operation.some ? from->operation.value
                                                                        : WEBGPU_BLEND_OPERATION_ADD),
        .srcFactor = webgpu_native_blend_factor(from->src_factor.some ? from->src_factor.value
                                                                      : WEBGPU_BLEND_FACTOR_ONE),
        .dstFactor = webgpu_native_blend_factor(from->dst_factor.some ? from->dst_factor.value
                                                                      : WEBGPU_BLEND_FACTOR_ZERO),
    };
}

/* In the WIT the constant GPUColorWrite.ALL, which is the sum of the others, is a flag of its own. */
static WGPUColorWriteMask
color_write_mask(struct webgpu_option_color_write from)
{
    if (!from.some || (from.value & WEBGPU_COLOR_WRITE_ALL) != 0)
        return WGPUColorWriteMask_All;
    return from.value;
}

static bool
describe_target(const struct webgpu_color_target_state *from, struct base_arena *arena,
                WGPUColorTargetState *to)
{
    to->format = webgpu_native_texture_format(from->format);
    to->writeMask = color_write_mask(from->write_mask);
    if (!from->blend.some)
        return true;
    WGPUBlendState *blend = base_arena_alloc(arena, 1, sizeof *blend);
    if (blend == NULL)
        return false;
    blend->color = blend_component(&from->blend.value.color);
    blend->alpha = blend_component(&from->blend.value.alpha);
    to->blend = blend;
    return true;
}

/* A hole in the list is a target without a format. NULL: out of memory. */
static const WGPUFragmentState *
describe_fragment(const struct webgpu_fragment_state *from, struct base_arena *arena)
{
    const struct webgpu_optional_color_target_state_list *list = &from->targets;
    const struct webgpu_programmable_stage stage = {from->module, from->entry_point, from->constants};
    WGPUComputeState native;
    WGPUFragmentState *to = base_arena_alloc(arena, 1, sizeof *to);
    WGPUColorTargetState *targets = base_arena_alloc(arena, list->count, sizeof *targets);
    if (to == NULL || targets == NULL || !webgpu_programmable_stage_describe(&stage, arena, &native))
        return NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->data[i].some && !describe_target(&list->data[i].value, arena, &targets[i]))
            return NULL;
    }
    *to = (WGPUFragmentState){
        .module = native.module,
        .entryPoint = native.entryPoint,
        .constantCount = native.constantCount,
        .constants = native.constants,
        .targetCount = list->count,
        .targets = targets,
    };
    return to;
}

bool
webgpu_render_pipeline_describe(const struct webgpu_render_pipeline_descriptor *from,
                                struct base_arena *arena, WGPURenderPipelineDescriptor *to)
{
    static const struct webgpu_primitive_state primitive_defaults;
    static const struct webgpu_multisample_state multisample_defaults;
    *to = (WGPURenderPipelineDescriptor){
        .label = webgpu_native_label(webgpu_string_or_empty(from->label)),
        .layout = webgpu_native_layout_mode(&from->layout),
        .primitive = primitive_state(from->primitive.some ? &from->primitive.value : &primitive_defaults),
        .multisample =
            multisample_state(from->multisample.some ? &from->multisample.value : &multisample_defaults),
    };
    if (from->depth_stencil.some) {
        WGPUDepthStencilState *depth_stencil = base_arena_alloc(arena, 1, sizeof *depth_stencil);
        if (depth_stencil == NULL)
            return false;
        *depth_stencil = depth_stencil_state(&from->depth_stencil.value);
        to->depthStencil = depth_stencil;
    }
    if (from->fragment.some) {
        to->fragment = describe_fragment(&from->fragment.value, arena);
        if (to->fragment == NULL)
            return false;
    }
    return describe_vertex(&from->vertex, arena, &to->vertex);
}
