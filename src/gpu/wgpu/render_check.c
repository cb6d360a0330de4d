/* What wgpu-native aborts at in a render pipeline's descriptor, or overlooks: values that it does not know or
 * that are left open, numbers that are none, alpha to coverage. WebGPU, "validating
 * GPURenderPipelineDescriptor". */
#include <math.h>

#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/render_state.h"
#include "gpu/wgpu/shader.h"
#include "gpu/wgpu/texture.h"

#define STRIDE_ALIGNMENT 4

static const char *
check_buffer(const WGPUVertexBufferLayout *buffer)
{
    if (buffer->stepMode > WGPUVertexStepMode_Instance)
        return "unknown step mode";
    if (buffer->arrayStride % STRIDE_ALIGNMENT != 0)
        return "a stride is not a multiple of 4";
    for (size_t i = 0; i < buffer->attributeCount; i++) {
        const WGPUVertexFormat format = buffer->attributes[i].format;
        if (format < WGPUVertexFormat_Uint8 || format > WGPUVertexFormat_Unorm8x4BGRA)
            return "unknown vertex format";
        if (format == WGPUVertexFormat_Unorm8x4BGRA)
            return "wgpu-native does not have the vertex format unorm8x4-bgra";
    }
    return NULL;
}

static const char *
check_vertex(const struct gpu_wgpu_device *device, const WGPUVertexState *vertex)
{
    if (vertex->bufferCount > device->max_vertex_buffers || vertex->bufferCount > GPU_WGPU_MAX_VERTEX_BUFFERS)
        return "it has more vertex buffers than a device allows";
    for (size_t i = 0; i < vertex->bufferCount; i++) {
        const char *reason = check_buffer(&vertex->buffers[i]);
        if (reason != NULL)
            return reason;
    }
    uint32_t locations[GPU_WGPU_MAX_VERTEX_BUFFERS];
    if (!gpu_wgpu_find_locations(vertex, locations))
        return "vertex buffers without attributes lie before others, and no location is left for wgpu-native "
               "to tell them apart";
    return gpu_wgpu_check_stage(device, vertex->module, vertex->constantCount, vertex->constants);
}

static const char *
check_primitive(const WGPUPrimitiveState *primitive)
{
    if (primitive->topology > WGPUPrimitiveTopology_TriangleStrip)
        return "unknown topology";
    if (primitive->stripIndexFormat > WGPUIndexFormat_Uint32)
        return "unknown strip index format";
    if (primitive->frontFace > WGPUFrontFace_CW)
        return "unknown front face";
    return primitive->cullMode <= WGPUCullMode_Back ? NULL : "unknown cull mode";
}

static bool
known_face(const WGPUStencilFaceState *face)
{
    return face->compare <= WGPUCompareFunction_Always &&
           face->failOp <= WGPUStencilOperation_DecrementWrap &&
           face->depthFailOp <= WGPUStencilOperation_DecrementWrap &&
           face->passOp <= WGPUStencilOperation_DecrementWrap;
}

/* Whether a fragment that fails the depth test changes something. */
static bool
minds_depth(const WGPUStencilFaceState *face)
{
    return face->depthFailOp != WGPUStencilOperation_Undefined &&
           face->depthFailOp != WGPUStencilOperation_Keep;
}

/* WebGPU, "validating GPUDepthStencilState". */
static const char *
check_depth_stencil(const WGPUDepthStencilState *state)
{
    if (state->format == WGPUTextureFormat_Undefined || state->format > GPU_WGPU_LAST_FORMAT)
        return "unknown depth-stencil format";
    if (state->depthWriteEnabled > WGPUOptionalBool_Undefined ||
        state->depthCompare > WGPUCompareFunction_Always || !known_face(&state->stencilFront) ||
        !known_face(&state->stencilBack))
        return "unknown value in the depth-stencil state";
    if (!isfinite(state->depthBiasSlopeScale) || !isfinite(state->depthBiasClamp))
        return "a depth bias is not finite";
    const bool writes = state->depthWriteEnabled == WGPUOptionalBool_True;
    if (!gpu_wgpu_has_depth(state->format))
        return writes ? "depth is written, which the format has not" : NULL;
    if (state->depthWriteEnabled == WGPUOptionalBool_Undefined)
        return "whether depth is written is left open";
    if (state->depthCompare == WGPUCompareFunction_Undefined &&
        (writes || minds_depth(&state->stencilFront) || minds_depth(&state->stencilBack)))
        return "how depths are compared is left open";
    return NULL;
}

static bool
known_blend(const WGPUBlendComponent *blend)
{
    return blend->operation <= WGPUBlendOperation_Max &&
           blend->srcFactor <= WGPUBlendFactor_OneMinusSrc1Alpha &&
           blend->dstFactor <= WGPUBlendFactor_OneMinusSrc1Alpha;
}

static const char *
check_target(const WGPUColorTargetState *target)
{
    if (target->format > GPU_WGPU_LAST_FORMAT)
        return "unknown color format";
    if ((target->writeMask & ~WGPUColorWriteMask_All) != 0)
        return "a write mask has unknown bits";
    if (target->blend != NULL && !(known_blend(&target->blend->color) && known_blend(&target->blend->alpha)))
        return "unknown value in a blend state";
    return NULL;
}

static const char *
check_fragment(const struct gpu_wgpu_device *device, const WGPUFragmentState *fragment)
{
    for (size_t i = 0; i < fragment->targetCount; i++) {
        const char *reason = check_target(&fragment->targets[i]);
        if (reason != NULL)
            return reason;
    }
    return gpu_wgpu_check_stage(device, fragment->module, fragment->constantCount, fragment->constants);
}

/* Blendable, and with an alpha channel. */
static bool
covers_by_alpha(WGPUTextureFormat format)
{
    switch (format) {
    case WGPUTextureFormat_RGBA8Unorm:
    case WGPUTextureFormat_RGBA8UnormSrgb:
    case WGPUTextureFormat_RGBA8Snorm:
    case WGPUTextureFormat_BGRA8Unorm:
    case WGPUTextureFormat_BGRA8UnormSrgb:
    case WGPUTextureFormat_RGB10A2Unorm:
    case WGPUTextureFormat_RGBA16Unorm:
    case WGPUTextureFormat_RGBA16Snorm:
    case WGPUTextureFormat_RGBA16Float:
    case WGPUTextureFormat_RGBA32Float:
        return true;
    default:
        return false;
    }
}

static const char *
check_alpha_to_coverage(const WGPURenderPipelineDescriptor *descriptor)
{
    if (!descriptor->multisample.alphaToCoverageEnabled)
        return NULL;
    if (descriptor->multisample.count == 1)
        return "alpha to coverage needs more than one sample";
    if (descriptor->fragment == NULL || descriptor->fragment->targetCount == 0 ||
        !covers_by_alpha(descriptor->fragment->targets[0].format))
        return "alpha to coverage needs a first color target with alpha";
    return NULL;
}

const char *
gpu_wgpu_check_render_state(const struct gpu_wgpu_device *device,
                            const WGPURenderPipelineDescriptor *descriptor)
{
    if (descriptor->layout != NULL && gpu_wgpu_pipeline_layout(descriptor->layout)->device != device)
        return "the layout is of another device";
    const char *reason = check_vertex(device, &descriptor->vertex);
    if (reason == NULL)
        reason = check_primitive(&descriptor->primitive);
    if (reason == NULL && descriptor->depthStencil != NULL)
        reason = check_depth_stencil(descriptor->depthStencil);
    if (reason == NULL && descriptor->fragment != NULL)
        reason = check_fragment(device, descriptor->fragment);
    return reason != NULL ? reason : check_alpha_to_coverage(descriptor);
}
