/* The enums of wasi:webgpu in webgpu.h's numbers: a table each, in which no case may be missing.
 *
 * Those of render pipelines and passes are not here yet. Feature names are in
 * supported_features.c, with their spelling. Flags have the same bits in both, which a test holds. */
#include "webgpu/enums.h"

#include <assert.h>

#include "base/count.h"
#include "webgpu/texture_format.h"

static const WGPUTextureFormat texture_format_table[] = {
#define X(wit, native, width, height, bytes) [WEBGPU_TEXTURE_FORMAT_##wit] = WGPUTextureFormat_##native,
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
