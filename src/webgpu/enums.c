/* The enums of wasi:webgpu in webgpu.h's numbers: a table each, in which no case may be missing.
 *
 * Feature names are in supported_features.c, with their spelling. Flags have the same bits in both, which a
 * test holds. */
#include "webgpu/enums.h"

#include <assert.h>

#include "base/count.h"
#include "webgpu/texture_format.h"

/* clang-format off */
#define VERTEX_FORMATS(X) \
    X(UINT8, Uint8) X(UINT8X2, Uint8x2) X(UINT8X4, Uint8x4) X(SINT8, Sint8) X(SINT8X2, Sint8x2) \
    X(SINT8X4, Sint8x4) X(UNORM8, Unorm8) X(UNORM8X2, Unorm8x2) X(UNORM8X4, Unorm8x4) X(SNORM8, Snorm8) \
    X(SNORM8X2, Snorm8x2) X(SNORM8X4, Snorm8x4) X(UINT16, Uint16) X(UINT16X2, Uint16x2) \
    X(UINT16X4, Uint16x4) X(SINT16, Sint16) X(SINT16X2, Sint16x2) X(SINT16X4, Sint16x4) \
    X(UNORM16, Unorm16) X(UNORM16X2, Unorm16x2) X(UNORM16X4, Unorm16x4) X(SNORM16, Snorm16) \
    X(SNORM16X2, Snorm16x2) X(SNORM16X4, Snorm16x4) X(FLOAT16, Float16) X(FLOAT16X2, Float16x2) \
    X(FLOAT16X4, Float16x4) X(FLOAT32, Float32) X(FLOAT32X2, Float32x2) X(FLOAT32X3, Float32x3) \
    X(FLOAT32X4, Float32x4) X(UINT32, Uint32) X(UINT32X2, Uint32x2) X(UINT32X3, Uint32x3) \
    X(UINT32X4, Uint32x4) X(SINT32, Sint32) X(SINT32X2, Sint32x2) X(SINT32X3, Sint32x3) \
    X(SINT32X4, Sint32x4) X(UNORM1010102, Unorm10_10_10_2) X(UNORM8X4_BGRA, Unorm8x4BGRA)
/* clang-format on */

static const WGPUTextureFormat texture_format_table[] = {
#define X(wit, native) [WEBGPU_TEXTURE_FORMAT_##wit] = WGPUTextureFormat_##native,
    WEBGPU_TEXTURE_FORMATS(X)
#undef X
};

static const WGPUTextureDimension texture_dimension_table[] = {
    [WEBGPU_TEXTURE_DIMENSION_D1] = WGPUTextureDimension_1D,
    [WEBGPU_TEXTURE_DIMENSION_D2] = WGPUTextureDimension_2D,
    [WEBGPU_TEXTURE_DIMENSION_D3] = WGPUTextureDimension_3D,
};

static const WGPUTextureAspect texture_aspect_table[] = {
    [WEBGPU_TEXTURE_ASPECT_ALL] = WGPUTextureAspect_All,
    [WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY] = WGPUTextureAspect_StencilOnly,
    [WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY] = WGPUTextureAspect_DepthOnly,
};

static const WGPUBufferBindingType buffer_binding_type_table[] = {
    [WEBGPU_BUFFER_BINDING_TYPE_UNIFORM] = WGPUBufferBindingType_Uniform,
    [WEBGPU_BUFFER_BINDING_TYPE_STORAGE] = WGPUBufferBindingType_Storage,
    [WEBGPU_BUFFER_BINDING_TYPE_READ_ONLY_STORAGE] = WGPUBufferBindingType_ReadOnlyStorage,
};

static const WGPUSamplerBindingType sampler_binding_type_table[] = {
    [WEBGPU_SAMPLER_BINDING_TYPE_FILTERING] = WGPUSamplerBindingType_Filtering,
    [WEBGPU_SAMPLER_BINDING_TYPE_NON_FILTERING] = WGPUSamplerBindingType_NonFiltering,
    [WEBGPU_SAMPLER_BINDING_TYPE_COMPARISON] = WGPUSamplerBindingType_Comparison,
};

static const WGPUTextureSampleType texture_sample_type_table[] = {
    [WEBGPU_TEXTURE_SAMPLE_TYPE_FLOAT] = WGPUTextureSampleType_Float,
    [WEBGPU_TEXTURE_SAMPLE_TYPE_UNFILTERABLE_FLOAT] = WGPUTextureSampleType_UnfilterableFloat,
    [WEBGPU_TEXTURE_SAMPLE_TYPE_DEPTH] = WGPUTextureSampleType_Depth,
    [WEBGPU_TEXTURE_SAMPLE_TYPE_SINT] = WGPUTextureSampleType_Sint,
    [WEBGPU_TEXTURE_SAMPLE_TYPE_UINT] = WGPUTextureSampleType_Uint,
};

static const WGPUTextureViewDimension texture_view_dimension_table[] = {
    [WEBGPU_TEXTURE_VIEW_DIMENSION_D1] = WGPUTextureViewDimension_1D,
    [WEBGPU_TEXTURE_VIEW_DIMENSION_D2] = WGPUTextureViewDimension_2D,
    [WEBGPU_TEXTURE_VIEW_DIMENSION_D2_ARRAY] = WGPUTextureViewDimension_2DArray,
    [WEBGPU_TEXTURE_VIEW_DIMENSION_CUBE] = WGPUTextureViewDimension_Cube,
    [WEBGPU_TEXTURE_VIEW_DIMENSION_CUBE_ARRAY] = WGPUTextureViewDimension_CubeArray,
    [WEBGPU_TEXTURE_VIEW_DIMENSION_D3] = WGPUTextureViewDimension_3D,
};

static const WGPUStorageTextureAccess storage_texture_access_table[] = {
    [WEBGPU_STORAGE_TEXTURE_ACCESS_WRITE_ONLY] = WGPUStorageTextureAccess_WriteOnly,
    [WEBGPU_STORAGE_TEXTURE_ACCESS_READ_ONLY] = WGPUStorageTextureAccess_ReadOnly,
    [WEBGPU_STORAGE_TEXTURE_ACCESS_READ_WRITE] = WGPUStorageTextureAccess_ReadWrite,
};

static const WGPUVertexFormat vertex_format_table[] = {
#define X(wit, native) [WEBGPU_VERTEX_FORMAT_##wit] = WGPUVertexFormat_##native,
    VERTEX_FORMATS(X)
#undef X
};

static const WGPUVertexStepMode vertex_step_mode_table[] = {
    [WEBGPU_VERTEX_STEP_MODE_VERTEX] = WGPUVertexStepMode_Vertex,
    [WEBGPU_VERTEX_STEP_MODE_INSTANCE] = WGPUVertexStepMode_Instance,
};

static const WGPUIndexFormat index_format_table[] = {
    [WEBGPU_INDEX_FORMAT_UINT16] = WGPUIndexFormat_Uint16,
    [WEBGPU_INDEX_FORMAT_UINT32] = WGPUIndexFormat_Uint32,
};

static const WGPUPrimitiveTopology primitive_topology_table[] = {
    [WEBGPU_PRIMITIVE_TOPOLOGY_POINT_LIST] = WGPUPrimitiveTopology_PointList,
    [WEBGPU_PRIMITIVE_TOPOLOGY_LINE_LIST] = WGPUPrimitiveTopology_LineList,
    [WEBGPU_PRIMITIVE_TOPOLOGY_LINE_STRIP] = WGPUPrimitiveTopology_LineStrip,
    [WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST] = WGPUPrimitiveTopology_TriangleList,
    [WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP] = WGPUPrimitiveTopology_TriangleStrip,
};

static const WGPUFrontFace front_face_table[] = {
    [WEBGPU_FRONT_FACE_CCW] = WGPUFrontFace_CCW,
    [WEBGPU_FRONT_FACE_CW] = WGPUFrontFace_CW,
};

static const WGPUCullMode cull_mode_table[] = {
    [WEBGPU_CULL_MODE_NONE] = WGPUCullMode_None,
    [WEBGPU_CULL_MODE_FRONT] = WGPUCullMode_Front,
    [WEBGPU_CULL_MODE_BACK] = WGPUCullMode_Back,
};

static const WGPUAddressMode address_mode_table[] = {
    [WEBGPU_ADDRESS_MODE_CLAMP_TO_EDGE] = WGPUAddressMode_ClampToEdge,
    [WEBGPU_ADDRESS_MODE_REPEAT] = WGPUAddressMode_Repeat,
    [WEBGPU_ADDRESS_MODE_MIRROR_REPEAT] = WGPUAddressMode_MirrorRepeat,
};

static const WGPUFilterMode filter_mode_table[] = {
    [WEBGPU_FILTER_MODE_NEAREST] = WGPUFilterMode_Nearest,
    [WEBGPU_FILTER_MODE_LINEAR] = WGPUFilterMode_Linear,
};

static const WGPUMipmapFilterMode mipmap_filter_mode_table[] = {
    [WEBGPU_MIPMAP_FILTER_MODE_NEAREST] = WGPUMipmapFilterMode_Nearest,
    [WEBGPU_MIPMAP_FILTER_MODE_LINEAR] = WGPUMipmapFilterMode_Linear,
};

static const WGPUCompareFunction compare_function_table[] = {
    [WEBGPU_COMPARE_FUNCTION_NEVER] = WGPUCompareFunction_Never,
    [WEBGPU_COMPARE_FUNCTION_LESS] = WGPUCompareFunction_Less,
    [WEBGPU_COMPARE_FUNCTION_EQUAL] = WGPUCompareFunction_Equal,
    [WEBGPU_COMPARE_FUNCTION_LESS_EQUAL] = WGPUCompareFunction_LessEqual,
    [WEBGPU_COMPARE_FUNCTION_GREATER] = WGPUCompareFunction_Greater,
    [WEBGPU_COMPARE_FUNCTION_NOT_EQUAL] = WGPUCompareFunction_NotEqual,
    [WEBGPU_COMPARE_FUNCTION_GREATER_EQUAL] = WGPUCompareFunction_GreaterEqual,
    [WEBGPU_COMPARE_FUNCTION_ALWAYS] = WGPUCompareFunction_Always,
};

static const WGPUStencilOperation stencil_operation_table[] = {
    [WEBGPU_STENCIL_OPERATION_KEEP] = WGPUStencilOperation_Keep,
    [WEBGPU_STENCIL_OPERATION_ZERO] = WGPUStencilOperation_Zero,
    [WEBGPU_STENCIL_OPERATION_REPLACE] = WGPUStencilOperation_Replace,
    [WEBGPU_STENCIL_OPERATION_INVERT] = WGPUStencilOperation_Invert,
    [WEBGPU_STENCIL_OPERATION_INCREMENT_CLAMP] = WGPUStencilOperation_IncrementClamp,
    [WEBGPU_STENCIL_OPERATION_DECREMENT_CLAMP] = WGPUStencilOperation_DecrementClamp,
    [WEBGPU_STENCIL_OPERATION_INCREMENT_WRAP] = WGPUStencilOperation_IncrementWrap,
    [WEBGPU_STENCIL_OPERATION_DECREMENT_WRAP] = WGPUStencilOperation_DecrementWrap,
};

static const WGPUBlendFactor blend_factor_table[] = {
    [WEBGPU_BLEND_FACTOR_ZERO] = WGPUBlendFactor_Zero,
    [WEBGPU_BLEND_FACTOR_ONE] = WGPUBlendFactor_One,
    [WEBGPU_BLEND_FACTOR_SRC] = WGPUBlendFactor_Src,
    [WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC] = WGPUBlendFactor_OneMinusSrc,
    [WEBGPU_BLEND_FACTOR_SRC_ALPHA] = WGPUBlendFactor_SrcAlpha,
    [WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA] = WGPUBlendFactor_OneMinusSrcAlpha,
    [WEBGPU_BLEND_FACTOR_DST] = WGPUBlendFactor_Dst,
    [WEBGPU_BLEND_FACTOR_ONE_MINUS_DST] = WGPUBlendFactor_OneMinusDst,
    [WEBGPU_BLEND_FACTOR_DST_ALPHA] = WGPUBlendFactor_DstAlpha,
    [WEBGPU_BLEND_FACTOR_ONE_MINUS_DST_ALPHA] = WGPUBlendFactor_OneMinusDstAlpha,
    [WEBGPU_BLEND_FACTOR_SRC_ALPHA_SATURATED] = WGPUBlendFactor_SrcAlphaSaturated,
    [WEBGPU_BLEND_FACTOR_CONSTANT] = WGPUBlendFactor_Constant,
    [WEBGPU_BLEND_FACTOR_ONE_MINUS_CONSTANT] = WGPUBlendFactor_OneMinusConstant,
    [WEBGPU_BLEND_FACTOR_SRC1] = WGPUBlendFactor_Src1,
    [WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC1] = WGPUBlendFactor_OneMinusSrc1,
    [WEBGPU_BLEND_FACTOR_SRC1_ALPHA] = WGPUBlendFactor_Src1Alpha,
    [WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC1_ALPHA] = WGPUBlendFactor_OneMinusSrc1Alpha,
};

static const WGPUBlendOperation blend_operation_table[] = {
    [WEBGPU_BLEND_OPERATION_ADD] = WGPUBlendOperation_Add,
    [WEBGPU_BLEND_OPERATION_SUBTRACT] = WGPUBlendOperation_Subtract,
    [WEBGPU_BLEND_OPERATION_REVERSE_SUBTRACT] = WGPUBlendOperation_ReverseSubtract,
    [WEBGPU_BLEND_OPERATION_MIN] = WGPUBlendOperation_Min,
    [WEBGPU_BLEND_OPERATION_MAX] = WGPUBlendOperation_Max,
};

static const WGPULoadOp load_op_table[] = {
    [WEBGPU_LOAD_OP_LOAD] = WGPULoadOp_Load,
    [WEBGPU_LOAD_OP_CLEAR] = WGPULoadOp_Clear,
};

static const WGPUStoreOp store_op_table[] = {
    [WEBGPU_STORE_OP_STORE] = WGPUStoreOp_Store,
    [WEBGPU_STORE_OP_DISCARD] = WGPUStoreOp_Discard,
};

static const WGPUErrorFilter error_filter_table[] = {
    [WEBGPU_ERROR_FILTER_VALIDATION] = WGPUErrorFilter_Validation,
    [WEBGPU_ERROR_FILTER_OUT_OF_MEMORY] = WGPUErrorFilter_OutOfMemory,
    [WEBGPU_ERROR_FILTER_INTERNAL] = WGPUErrorFilter_Internal,
};

static const WGPUQueryType query_type_table[] = {
    [WEBGPU_QUERY_TYPE_OCCLUSION] = WGPUQueryType_Occlusion,
    [WEBGPU_QUERY_TYPE_TIMESTAMP] = WGPUQueryType_Timestamp,
};

static const WGPUPowerPreference power_preference_table[] = {
    [WEBGPU_POWER_PREFERENCE_LOW_POWER] = WGPUPowerPreference_LowPower,
    [WEBGPU_POWER_PREFERENCE_HIGH_PERFORMANCE] = WGPUPowerPreference_HighPerformance,
};

#define X(name, type, last) static_assert(BASE_COUNT(name##_table) == (last) + 1, "a case is missing");
WEBGPU_ENUMS(X)
#undef X

#define X(name, type, last) \
    type webgpu_native_##name(enum webgpu_##name value) \
    { \
        return name##_table[value]; \
    }
WEBGPU_ENUMS(X)
#undef X

enum webgpu_error_kind
webgpu_error_kind_of(WGPUErrorType type)
{
    switch (type) {
    case WGPUErrorType_Validation:
        return WEBGPU_ERROR_KIND_VALIDATION_ERROR;
    case WGPUErrorType_OutOfMemory:
        return WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR;
    default: /* Unknown is an internal error too: the system's, not the guest's */
        return WEBGPU_ERROR_KIND_INTERNAL_ERROR;
    }
}

enum webgpu_compilation_message_type
webgpu_compilation_message_type_of(WGPUCompilationMessageType type)
{
    switch (type) {
    case WGPUCompilationMessageType_Error:
        return WEBGPU_COMPILATION_MESSAGE_TYPE_ERROR;
    case WGPUCompilationMessageType_Warning:
        return WEBGPU_COMPILATION_MESSAGE_TYPE_WARNING;
    default:
        return WEBGPU_COMPILATION_MESSAGE_TYPE_INFO;
    }
}
