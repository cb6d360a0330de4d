/* A render pipeline's descriptor as wgpu-native takes it: with its own handles, and with webgpu.h's values in
 * the place of what is left open. A vertex buffer that is left out is one without attributes to it. */
#include "gpu/wgpu/render_state.h"

#include <stdlib.h>
#include <string.h>

#include "gpu/stencil_defaults.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/texture.h"

#define FILL(field, undefined, value) ((field) = (field) == (undefined) ? (value) : (field))

bool
gpu_wgpu_is_vertex_gap(const WGPUVertexState *vertex, size_t slot)
{
    if (vertex->buffers[slot].attributeCount != 0)
        return false;
    for (size_t i = slot + 1; i < vertex->bufferCount; i++) {
        if (vertex->buffers[i].attributeCount != 0)
            return true;
    }
    return false;
}

static bool
has_location(const WGPUVertexState *vertex, uint32_t location)
{
    for (size_t i = 0; i < vertex->bufferCount; i++) {
        for (size_t j = 0; j < vertex->buffers[i].attributeCount; j++) {
            if (vertex->buffers[i].attributes[j].shaderLocation == location)
                return true;
        }
    }
    return false;
}

uint32_t
gpu_wgpu_free_vertex_location(const WGPUVertexState *vertex, uint32_t location)
{
    while (location < 32 && has_location(vertex, location))
        location++;
    return location;
}

static void
fill_gaps(struct gpu_wgpu_render_state *state, const WGPUVertexState *vertex)
{
    uint32_t location = 0;
    for (size_t i = 0; i < vertex->bufferCount; i++) {
        if (!gpu_wgpu_is_vertex_gap(vertex, i))
            continue;
        location = gpu_wgpu_free_vertex_location(vertex, location);
        state->unread[i] = (WGPUVertexAttribute){
            .format = WGPUVertexFormat_Uint8x4,
            .shaderLocation = location++,
        };
        state->buffers[i].attributeCount = 1;
        state->buffers[i].attributes = &state->unread[i];
    }
}

static void
fill_vertex(struct gpu_wgpu_render_state *state, const WGPUVertexState *vertex)
{
    for (size_t i = 0; i < vertex->bufferCount; i++) {
        WGPUVertexBufferLayout *buffer = &state->buffers[i];
        *buffer = vertex->buffers[i];
        buffer->nextInChain = NULL;
        if (buffer->stepMode == WGPUVertexStepMode_Undefined && buffer->attributeCount == 0)
            state->vertex_holes |= UINT32_C(1) << i;
        else
            state->vertex_slots |= UINT32_C(1) << i;
        FILL(buffer->stepMode, WGPUVertexStepMode_Undefined, WGPUVertexStepMode_Vertex);
    }
    fill_gaps(state, vertex);
    state->native.vertex.nextInChain = NULL;
    state->native.vertex.module = gpu_wgpu_shader_module(vertex->module)->native;
    state->native.vertex.buffers = state->buffers;
}

static void
fill_primitive(WGPUPrimitiveState *primitive)
{
    primitive->nextInChain = NULL;
    FILL(primitive->topology, WGPUPrimitiveTopology_Undefined, WGPUPrimitiveTopology_TriangleList);
    FILL(primitive->frontFace, WGPUFrontFace_Undefined, WGPUFrontFace_CCW);
    FILL(primitive->cullMode, WGPUCullMode_Undefined, WGPUCullMode_None);
}

static void
fill_depth_stencil(struct gpu_wgpu_render_state *state, const WGPUDepthStencilState *from)
{
    state->depth_stencil = *from;
    state->depth_stencil.nextInChain = NULL;
    FILL(state->depth_stencil.depthCompare, WGPUCompareFunction_Undefined, WGPUCompareFunction_Always);
    FILL(state->depth_stencil.depthWriteEnabled, WGPUOptionalBool_Undefined, WGPUOptionalBool_False);
    gpu_stencil_fill_defaults(&state->depth_stencil.stencilFront);
    gpu_stencil_fill_defaults(&state->depth_stencil.stencilBack);
    state->native.depthStencil = &state->depth_stencil;
}

static void
fill_blend(WGPUBlendComponent *blend)
{
    FILL(blend->operation, WGPUBlendOperation_Undefined, WGPUBlendOperation_Add);
    FILL(blend->srcFactor, WGPUBlendFactor_Undefined, WGPUBlendFactor_One);
    FILL(blend->dstFactor, WGPUBlendFactor_Undefined, WGPUBlendFactor_Zero);
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
    for (size_t i = 0; i < fragment->targetCount; i++) {
        WGPUColorTargetState *target = &state->targets[i];
        *target = fragment->targets[i];
        target->nextInChain = NULL;
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
    state->unread = calloc(descriptor->vertex.bufferCount + 1, sizeof *state->unread);
    state->targets = calloc(targets + 1, sizeof *state->targets);
    state->blends = calloc(targets + 1, sizeof *state->blends);
    if (state->buffers == NULL || state->unread == NULL || state->targets == NULL || state->blends == NULL)
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
    free(state->unread);
    free(state->targets);
    free(state->blends);
}
