/* A render pipeline's descriptor as wgpu-native takes it: with its own handles, and with webgpu.h's values in
 * the place of what is left open.
 *
 * A vertex buffer without attributes, or that is left out, it does not count, so that those behind it get
 * other slots: it is given an attribute, at a location that the shader does not read. */
#include "gpu/wgpu/render_state.h"

#include <stdlib.h>
#include <string.h>

#include "gpu/stencil_defaults.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/texture.h"

#define LOCATIONS 16 /* that every device has */
#define NONE UINT32_MAX

/* A value of any of webgpu.h's enums, none of which is wider: `value` in the place of one that is left open.
 */
static uint32_t
fill(uint32_t given, uint32_t undefined, uint32_t value)
{
    return given == undefined ? value : given;
}

/* A bit for each location that an attribute has. */
static uint32_t
taken_locations(const WGPUVertexState *vertex)
{
    uint32_t taken = 0;
    for (size_t i = 0; i < vertex->bufferCount; i++) {
        for (size_t j = 0; j < vertex->buffers[i].attributeCount; j++) {
            const uint32_t location = vertex->buffers[i].attributes[j].shaderLocation;
            taken |= location < LOCATIONS ? UINT32_C(1) << location : 0;
        }
    }
    return taken;
}

bool
gpu_wgpu_find_locations(const WGPUVertexState *vertex, uint32_t locations[GPU_WGPU_MAX_VERTEX_BUFFERS])
{
    const uint32_t taken = taken_locations(vertex);
    uint32_t next = 0;
    size_t count = vertex->bufferCount; /* up to the last that has attributes */
    for (; count > 0 && vertex->buffers[count - 1].attributeCount == 0; count--)
        locations[count - 1] = NONE;
    for (size_t i = 0; i < count; i++) {
        locations[i] = NONE;
        if (vertex->buffers[i].attributeCount > 0)
            continue;
        while (next < LOCATIONS && (taken & UINT32_C(1) << next) != 0)
            next++;
        if (next == LOCATIONS)
            return false;
        locations[i] = next++;
    }
    return true;
}

/* One byte, the same for all vertices. */
static void
fill_buffer(WGPUVertexBufferLayout *buffer, WGPUVertexAttribute *filler, uint32_t location)
{
    filler->format = WGPUVertexFormat_Uint8;
    filler->shaderLocation = location;
    buffer->arrayStride = 0;
    buffer->attributeCount = 1;
    buffer->attributes = filler;
}

static void
fill_vertex(struct gpu_wgpu_render_state *state, const WGPUVertexState *vertex)
{
    uint32_t locations[GPU_WGPU_MAX_VERTEX_BUFFERS];
    gpu_wgpu_find_locations(vertex, locations);
    for (size_t i = 0; i < vertex->bufferCount; i++) {
        WGPUVertexBufferLayout *buffer = &state->buffers[i];
        *buffer = vertex->buffers[i];
        buffer->nextInChain = NULL;
        if (buffer->stepMode == WGPUVertexStepMode_Undefined && buffer->attributeCount == 0)
            state->vertex_holes |= UINT32_C(1) << i;
        else
            state->vertex_slots |= UINT32_C(1) << i;
        buffer->stepMode = fill(buffer->stepMode, WGPUVertexStepMode_Undefined, WGPUVertexStepMode_Vertex);
        if (locations[i] != NONE)
            fill_buffer(buffer, &state->fillers[i], locations[i]);
    }
    state->native.vertex.nextInChain = NULL;
    state->native.vertex.module = gpu_wgpu_shader_module(vertex->module)->native;
    state->native.vertex.buffers = state->buffers;
}

static void
fill_primitive(WGPUPrimitiveState *primitive)
{
    primitive->nextInChain = NULL;
    primitive->topology =
        fill(primitive->topology, WGPUPrimitiveTopology_Undefined, WGPUPrimitiveTopology_TriangleList);
    primitive->frontFace = fill(primitive->frontFace, WGPUFrontFace_Undefined, WGPUFrontFace_CCW);
    primitive->cullMode = fill(primitive->cullMode, WGPUCullMode_Undefined, WGPUCullMode_None);
}

static void
fill_depth_stencil(struct gpu_wgpu_render_state *state, const WGPUDepthStencilState *from)
{
    state->depth_stencil = *from;
    state->depth_stencil.nextInChain = NULL;
    state->depth_stencil.depthCompare =
        fill(state->depth_stencil.depthCompare, WGPUCompareFunction_Undefined, WGPUCompareFunction_Always);
    state->depth_stencil.depthWriteEnabled =
        fill(state->depth_stencil.depthWriteEnabled, WGPUOptionalBool_Undefined, WGPUOptionalBool_False);
    gpu_stencil_fill_defaults(&state->depth_stencil.stencilFront);
    gpu_stencil_fill_defaults(&state->depth_stencil.stencilBack);
    state->native.depthStencil = &state->depth_stencil;
}

static void
fill_blend(WGPUBlendComponent *blend)
{
    blend->operation = fill(blend->operation, WGPUBlendOperation_Undefined, WGPUBlendOperation_Add);
    blend->srcFactor = fill(blend->srcFactor, WGPUBlendFactor_Undefined, WGPUBlendFactor_One);
    blend->dstFactor = fill(blend->dstFactor, WGPUBlendFactor_Undefined, WGPUBlendFactor_Zero);
}

static bool
is_constant(WGPUBlendFactor factor)
{
    return factor == WGPUBlendFactor_Constant || factor == WGPUBlendFactor_OneMinusConstant;
}

static bool
blends_constant(const WGPUBlendState *blend)
{
    return is_constant(blend->color.srcFactor) || is_constant(blend->color.dstFactor) ||
           is_constant(blend->alpha.srcFactor) || is_constant(blend->alpha.dstFactor);
}

static void
fill_fragment(struct gpu_wgpu_render_state *state, const WGPUFragmentState *fragment)
{
    size_t count = 0; /* without holes at the end, which make a difference to it */
    for (size_t i = 0; i < fragment->targetCount; i++) {
        WGPUColorTargetState *target = &state->targets[i];
        *target = fragment->targets[i];
        target->nextInChain = NULL;
        if (target->format != WGPUTextureFormat_Undefined)
            count = i + 1;
        if (target->blend == NULL)
            continue;
        state->blends[i] = *target->blend;
        fill_blend(&state->blends[i].color);
        fill_blend(&state->blends[i].alpha);
        target->blend = &state->blends[i];
        state->blends_constant |= blends_constant(target->blend);
    }
    state->fragment = *fragment;
    state->fragment.nextInChain = NULL;
    state->fragment.module = gpu_wgpu_shader_module(fragment->module)->native;
    state->fragment.targetCount = count;
    state->fragment.targets = state->targets;
    state->native.fragment = &state->fragment;
}

bool
gpu_wgpu_render_state_init(struct gpu_wgpu_render_state *state,
                           const WGPURenderPipelineDescriptor *descriptor)
{
    const size_t targets = descriptor->fragment != NULL ? descriptor->fragment->targetCount : 0;
    memset(state, 0, sizeof *state);
    state->buffers = calloc(descriptor->vertex.bufferCount + 1, sizeof *state->buffers);
    state->fillers = calloc(descriptor->vertex.bufferCount + 1, sizeof *state->fillers);
    state->targets = calloc(targets + 1, sizeof *state->targets);
    state->blends = calloc(targets + 1, sizeof *state->blends);
    if (state->buffers == NULL || state->fillers == NULL || state->targets == NULL || state->blends == NULL)
        return false;
    state->native = *descriptor;
    state->native.nextInChain = NULL;
    state->native.label = gpu_wgpu_text(descriptor->label);
    if (descriptor->layout != NULL)
        state->native.layout = gpu_wgpu_pipeline_layout(descriptor->layout)->native;
    state->native.multisample.nextInChain = NULL;
    fill_vertex(state, &descriptor->vertex);
    fill_primitive(&state->native.primitive);
    if (descriptor->depthStencil != NULL)
        fill_depth_stencil(state, descriptor->depthStencil);
    if (descriptor->fragment != NULL)
        fill_fragment(state, descriptor->fragment);
    return true;
}

void
gpu_wgpu_render_state_finish(struct gpu_wgpu_render_state *state)
{
    free(state->buffers);
    free(state->fillers);
    free(state->targets);
    free(state->blends);
}
