/* The descriptor of a render pipeline. Follows WebGPU, "GPURenderPipeline".
 *
 * Each of the functions that read returns false for what the host's interface cannot say. */
#include "render_state.h"

#include <stdlib.h>

#include "chain.h"
#include "enum.h"
#include "object.h"
#include "reason.h"
#include "refuse.h"
#include "stage.h"
#include "text.h"
#include "texture_format.h"

#define FIRST_AND_LAST_ARE_IN_ORDER(Name, first, last, NAME, FIRST, LAST) \
    _Static_assert(WGPU##Name##_##first == WASI_WEBGPU_##NAME##_##FIRST + 1, "one order"); \
    _Static_assert(WGPU##Name##_##last == WASI_WEBGPU_##NAME##_##LAST + 1, "one order")

FIRST_AND_LAST_ARE_IN_ORDER(BlendFactor, Zero, OneMinusSrc1Alpha, BLEND_FACTOR, ZERO, ONE_MINUS_SRC1_ALPHA);
FIRST_AND_LAST_ARE_IN_ORDER(BlendOperation, Add, Max, BLEND_OPERATION, ADD, MAX);
FIRST_AND_LAST_ARE_IN_ORDER(CompareFunction, Never, Always, COMPARE_FUNCTION, NEVER, ALWAYS);
FIRST_AND_LAST_ARE_IN_ORDER(CullMode, None, Back, CULL_MODE, NONE, BACK);
FIRST_AND_LAST_ARE_IN_ORDER(FrontFace, CCW, CW, FRONT_FACE, CCW, CW);
FIRST_AND_LAST_ARE_IN_ORDER(IndexFormat, Uint16, Uint32, INDEX_FORMAT, UINT16, UINT32);
FIRST_AND_LAST_ARE_IN_ORDER(PrimitiveTopology, PointList, TriangleStrip, PRIMITIVE_TOPOLOGY, POINT_LIST,
                            TRIANGLE_STRIP);
FIRST_AND_LAST_ARE_IN_ORDER(StencilOperation, Keep, DecrementWrap, STENCIL_OPERATION, KEEP, DECREMENT_WRAP);
FIRST_AND_LAST_ARE_IN_ORDER(VertexFormat, Uint8, Unorm8x4BGRA, VERTEX_FORMAT, UINT8, UNORM8X4_BGRA);
FIRST_AND_LAST_ARE_IN_ORDER(VertexStepMode, Vertex, Instance, VERTEX_STEP_MODE, VERTEX, INSTANCE);

static bool
read_compare(const char *field, WGPUCompareFunction from, struct wasi_webgpu_option_compare_function *to)
{
    return sdk_enum(field, from, 1, WGPUCompareFunction_Always, &to->some, &to->value);
}

static bool
read_attribute(const WGPUVertexAttribute *from, struct wasi_webgpu_vertex_attribute *to)
{
    to->offset = from->offset;
    to->shader_location = from->shaderLocation;
    return sdk_chain_is_empty(from->nextInChain) &&
           sdk_enum_required("attributes.format", from->format, WGPUVertexFormat_Unorm8x4BGRA, &to->format);
}

/* Its attributes go to `attributes`. Without any, and without a step mode, it is a slot that is left out. */
static bool
read_buffer(const WGPUVertexBufferLayout *from, struct wasi_webgpu_option_vertex_buffer_layout *to,
            struct wasi_webgpu_vertex_attribute *attributes)
{
    bool known = sdk_chain_is_empty(from->nextInChain) &&
                 sdk_list_is_there("attributes", from->attributes, from->attributeCount);
    for (size_t i = 0; known && i < from->attributeCount; i++)
        known = read_attribute(&from->attributes[i], &attributes[i]);
    to->some = from->attributeCount != 0 || from->stepMode != WGPUVertexStepMode_Undefined;
    to->value.array_stride = from->arrayStride;
    to->value.attributes = (struct wasi_webgpu_vertex_attribute_list){attributes, from->attributeCount};
    return known && sdk_enum("stepMode", from->stepMode, 1, WGPUVertexStepMode_Instance,
                             &to->value.step_mode.some, &to->value.step_mode.value);
}

static void *
new_list(struct sdk_render_state *state, size_t count, size_t size)
{
    void *list = sdk_list_new(count, size);
    if (!sdk_has_list(list, count))
        state->lacks_memory = true;
    return list;
}

static bool
read_vertex(const WGPUVertexState *from, struct sdk_render_state *state)
{
    if (!sdk_chain_is_empty(from->nextInChain) ||
        !sdk_stage_constants_known(from->constantCount, from->constants) ||
        !sdk_list_is_there("vertex.buffers", from->buffers, from->bufferCount))
        return false;
    size_t attribute_count = 0;
    for (size_t i = 0; i < from->bufferCount; i++) {
        if (__builtin_add_overflow(attribute_count, from->buffers[i].attributeCount, &attribute_count))
            return sdk_wrong("more attributes than there can be");
    }
    state->buffers = new_list(state, from->bufferCount, sizeof *state->buffers);
    state->attributes = new_list(state, attribute_count, sizeof *state->attributes);
    bool known = !state->lacks_memory;
    struct wasi_webgpu_vertex_attribute *attributes = state->attributes;
    for (size_t i = 0; known && i < from->bufferCount; i++) {
        known = read_buffer(&from->buffers[i], &state->buffers[i], attributes);
        attributes += from->buffers[i].attributeCount;
    }
    state->descriptor.vertex.buffers.some = 1;
    state->descriptor.vertex.buffers.value =
        (struct wasi_webgpu_optional_vertex_buffer_layout_list){state->buffers, from->bufferCount};
    return known;
}

static bool
read_primitive(const WGPUPrimitiveState *from, struct wasi_webgpu_option_primitive_state *option)
{
    struct wasi_webgpu_primitive_state *to = &option->value;
    option->some = 1;
    to->unclipped_depth = (struct wasi_webgpu_option_bool){.some = 1, .value = from->unclippedDepth != 0};
    return sdk_chain_is_empty(from->nextInChain) &&
           sdk_enum("topology", from->topology, 1, WGPUPrimitiveTopology_TriangleStrip, &to->topology.some,
                    &to->topology.value) &&
           sdk_enum("stripIndexFormat", from->stripIndexFormat, 1, WGPUIndexFormat_Uint32,
                    &to->strip_index_format.some, &to->strip_index_format.value) &&
           sdk_enum("frontFace", from->frontFace, 1, WGPUFrontFace_CW, &to->front_face.some,
                    &to->front_face.value) &&
           sdk_enum("cullMode", from->cullMode, 1, WGPUCullMode_Back, &to->cull_mode.some,
                    &to->cull_mode.value);
}

static bool
read_stencil_operation(const char *field, WGPUStencilOperation from,
                       struct wasi_webgpu_option_stencil_operation *to)
{
    return sdk_enum(field, from, 1, WGPUStencilOperation_DecrementWrap, &to->some, &to->value);
}

static bool
read_stencil_face(const WGPUStencilFaceState *from, struct wasi_webgpu_option_stencil_face_state *to)
{
    to->some = 1;
    return read_compare("stencil compare", from->compare, &to->value.compare) &&
           read_stencil_operation("failOp", from->failOp, &to->value.fail_op) &&
           read_stencil_operation("depthFailOp", from->depthFailOp, &to->value.depth_fail_op) &&
           read_stencil_operation("passOp", from->passOp, &to->value.pass_op);
}

static bool
read_depth_stencil(const WGPUDepthStencilState *from, struct wasi_webgpu_option_depth_stencil_state *option)
{
    option->some = from != NULL;
    if (from == NULL)
        return true;
    option->value = (struct wasi_webgpu_depth_stencil_state){
        .depth_write_enabled = {.some = from->depthWriteEnabled != WGPUOptionalBool_Undefined,
                                .value = from->depthWriteEnabled == WGPUOptionalBool_True},
        .stencil_read_mask = {.some = 1, .value = from->stencilReadMask},
        .stencil_write_mask = {.some = 1, .value = from->stencilWriteMask},
        .depth_bias = {.some = 1, .value = from->depthBias},
        .depth_bias_slope_scale = {.some = 1, .value = from->depthBiasSlopeScale},
        .depth_bias_clamp = {.some = 1, .value = from->depthBiasClamp},
    };
    if (from->depthWriteEnabled > WGPUOptionalBool_Undefined)
        return sdk_unknown("depthWriteEnabled", from->depthWriteEnabled);
    return sdk_chain_is_empty(from->nextInChain) &&
           sdk_texture_format_case("depthStencil.format", from->format, &option->value.format) &&
           read_compare("depthCompare", from->depthCompare, &option->value.depth_compare) &&
           read_stencil_face(&from->stencilFront, &option->value.stencil_front) &&
           read_stencil_face(&from->stencilBack, &option->value.stencil_back);
}

static bool
read_multisample(const WGPUMultisampleState *from, struct wasi_webgpu_option_multisample_state *to)
{
    to->some = 1;
    to->value.count = (struct wasi_webgpu_option_u32){.some = 1, .value = from->count};
    to->value.mask = (struct wasi_webgpu_option_u32){.some = 1, .value = from->mask};
    to->value.alpha_to_coverage_enabled =
        (struct wasi_webgpu_option_bool){.some = 1, .value = from->alphaToCoverageEnabled != 0};
    return sdk_chain_is_empty(from->nextInChain);
}

static bool
read_blend(const WGPUBlendComponent *from, struct wasi_webgpu_blend_component *to)
{
    const uint32_t last = WGPUBlendFactor_OneMinusSrc1Alpha;
    return sdk_enum("blend operation", from->operation, 1, WGPUBlendOperation_Max, &to->operation.some,
                    &to->operation.value) &&
           sdk_enum("srcFactor", from->srcFactor, 1, last, &to->src_factor.some, &to->src_factor.value) &&
           sdk_enum("dstFactor", from->dstFactor, 1, last, &to->dst_factor.some, &to->dst_factor.value);
}

/* Without a format it is a location that is left out. Write masks have one numbering. */
static bool
read_target(const WGPUColorTargetState *from, struct wasi_webgpu_option_color_target_state *to)
{
    to->value.blend.some = from->blend != NULL;
    to->value.write_mask.some = 1;
    to->value.write_mask.value = (uint8_t)from->writeMask;
    return sdk_chain_is_empty(from->nextInChain) &&
           sdk_flags("writeMask", from->writeMask, WGPUColorWriteMask_All) &&
           sdk_texture_format_option("targets.format", from->format, &to->some, &to->value.format) &&
           (from->blend == NULL || (read_blend(&from->blend->color, &to->value.blend.value.color) &&
                                    read_blend(&from->blend->alpha, &to->value.blend.value.alpha)));
}

static bool
read_fragment(const WGPUFragmentState *from, struct sdk_render_state *state)
{
    if (from == NULL)
        return true;
    if (!sdk_chain_is_empty(from->nextInChain) ||
        !sdk_stage_constants_known(from->constantCount, from->constants) ||
        !sdk_list_is_there("fragment.targets", from->targets, from->targetCount))
        return false;
    state->targets = new_list(state, from->targetCount, sizeof *state->targets);
    bool known = !state->lacks_memory;
    for (size_t i = 0; known && i < from->targetCount; i++)
        known = read_target(&from->targets[i], &state->targets[i]);
    state->descriptor.fragment.some = 1;
    state->descriptor.fragment.value.targets =
        (struct wasi_webgpu_optional_color_target_state_list){state->targets, from->targetCount};
    return known;
}

/* Last of all, for the constants are taken by the call that makes the pipeline. */
static void
read_stages(const WGPURenderPipelineDescriptor *from, const wasi_webgpu_shader_module_t modules[2],
            struct wasi_webgpu_render_pipeline_descriptor *to)
{
    const struct wasi_webgpu_programmable_stage vertex =
        sdk_stage(modules[0], from->vertex.entryPoint, from->vertex.constantCount, from->vertex.constants);
    to->vertex.module = vertex.module;
    to->vertex.entry_point = vertex.entry_point;
    to->vertex.constants = vertex.constants;
    if (from->fragment == NULL)
        return;
    const struct wasi_webgpu_programmable_stage fragment = sdk_stage(
        modules[1], from->fragment->entryPoint, from->fragment->constantCount, from->fragment->constants);
    to->fragment.value.module = fragment.module;
    to->fragment.value.entry_point = fragment.entry_point;
    to->fragment.value.constants = fragment.constants;
}

void
sdk_render_state_init(struct sdk_render_state *state, const char *function, WGPUDevice device,
                      const WGPURenderPipelineDescriptor *from)
{
    static const WGPURenderPipelineDescriptor invalid = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT; /* no shader */
    struct wasi_webgpu_render_pipeline_descriptor *to = &state->descriptor;
    *state = (struct sdk_render_state){0};
    if (!sdk_is_given(from, function))
        from = &invalid;
    wasi_webgpu_shader_module_t modules[2] = {0};
    modules[0] = sdk_stage_module(function, device, from->vertex.module, &state->made[0]);
    if (from->fragment != NULL)
        modules[1] = sdk_stage_module(function, device, from->fragment->module, &state->made[1]);
    bool known = sdk_chain_is_empty(from->nextInChain) && sdk_object_is_there_or_null("layout", from->layout);
    known = known && read_vertex(&from->vertex, state);
    known = known && read_primitive(&from->primitive, &to->primitive);
    known = known && read_depth_stencil(from->depthStencil, &to->depth_stencil);
    known = known && read_multisample(&from->multisample, &to->multisample);
    known = known && read_fragment(from->fragment, state);
    if (known) {
        const WGPUStringView label = sdk_text(from->label);
        to->label = (struct wasi_webgpu_option_string){label.length != 0, {label.data, label.length}};
        read_stages(from, modules, to);
    } else {
        *to = (struct wasi_webgpu_render_pipeline_descriptor){0};
        const struct wasi_webgpu_programmable_stage vertex = sdk_stage_invalid(modules[0]);
        to->vertex.module = vertex.module;
        to->vertex.entry_point = vertex.entry_point;
        if (state->lacks_memory) /* which has been said */
            to->label = (struct wasi_webgpu_option_string){1, {SDK_OUT_OF_MEMORY, strlen(SDK_OUT_OF_MEMORY)}};
        else
            to->label = sdk_refuse_label(function, sdk_reason());
    }
    to->layout = sdk_layout_mode(known ? from->layout : NULL);
}

void
sdk_render_state_finish(struct sdk_render_state *state)
{
    free(state->buffers);
    free(state->attributes);
    free(state->targets);
    for (size_t i = 0; i < 2; i++) {
        if (state->made[i] != 0)
            wasi_webgpu_shader_module_drop(state->made[i]);
    }
}
