/* The enums of wasi:webgpu in webgpu.h's numbers: a table each, in which no case may be missing.
 *
 * Those of render pipelines, samplers and textures are not here yet. Feature names are in
 * supported_features.c, with their spelling. Flags have the same bits in both, which a test holds. */
#include "webgpu/enums.h"

#include <assert.h>

#include "base/count.h"

/* clang-format off */
#define TEXTURE_FORMATS(X) \
    X(R8UNORM, R8Unorm) X(R8SNORM, R8Snorm) X(R8UINT, R8Uint) X(R8SINT, R8Sint) X(R16UNORM, R16Unorm) \
    X(R16SNORM, R16Snorm) X(R16UINT, R16Uint) X(R16SINT, R16Sint) X(R16FLOAT, R16Float) \
    X(RG8UNORM, RG8Unorm) X(RG8SNORM, RG8Snorm) X(RG8UINT, RG8Uint) X(RG8SINT, RG8Sint) \
    X(R32UINT, R32Uint) X(R32SINT, R32Sint) X(R32FLOAT, R32Float) X(RG16UNORM, RG16Unorm) \
    X(RG16SNORM, RG16Snorm) X(RG16UINT, RG16Uint) X(RG16SINT, RG16Sint) X(RG16FLOAT, RG16Float) \
    X(RGBA8UNORM, RGBA8Unorm) X(RGBA8UNORM_SRGB, RGBA8UnormSrgb) X(RGBA8SNORM, RGBA8Snorm) \
    X(RGBA8UINT, RGBA8Uint) X(RGBA8SINT, RGBA8Sint) X(BGRA8UNORM, BGRA8Unorm) \
    X(BGRA8UNORM_SRGB, BGRA8UnormSrgb) X(RGB9E5UFLOAT, RGB9E5Ufloat) X(RGB10A2UINT, RGB10A2Uint) \
    X(RGB10A2UNORM, RGB10A2Unorm) X(RG11B10UFLOAT, RG11B10Ufloat) X(RG32UINT, RG32Uint) \
    X(RG32SINT, RG32Sint) X(RG32FLOAT, RG32Float) X(RGBA16UNORM, RGBA16Unorm) X(RGBA16SNORM, RGBA16Snorm) \
    X(RGBA16UINT, RGBA16Uint) X(RGBA16SINT, RGBA16Sint) X(RGBA16FLOAT, RGBA16Float) \
    X(RGBA32UINT, RGBA32Uint) X(RGBA32SINT, RGBA32Sint) X(RGBA32FLOAT, RGBA32Float) X(STENCIL8, Stencil8) \
    X(DEPTH16UNORM, Depth16Unorm) X(DEPTH24PLUS, Depth24Plus) X(DEPTH24PLUS_STENCIL8, Depth24PlusStencil8) \
    X(DEPTH32FLOAT, Depth32Float) X(DEPTH32FLOAT_STENCIL8, Depth32FloatStencil8) \
    X(BC1_RGBA_UNORM, BC1RGBAUnorm) X(BC1_RGBA_UNORM_SRGB, BC1RGBAUnormSrgb) \
    X(BC2_RGBA_UNORM, BC2RGBAUnorm) X(BC2_RGBA_UNORM_SRGB, BC2RGBAUnormSrgb) \
    X(BC3_RGBA_UNORM, BC3RGBAUnorm) X(BC3_RGBA_UNORM_SRGB, BC3RGBAUnormSrgb) X(BC4_R_UNORM, BC4RUnorm) \
    X(BC4_R_SNORM, BC4RSnorm) X(BC5_RG_UNORM, BC5RGUnorm) X(BC5_RG_SNORM, BC5RGSnorm) \
    X(BC6H_RGB_UFLOAT, BC6HRGBUfloat) X(BC6H_RGB_FLOAT, BC6HRGBFloat) X(BC7_RGBA_UNORM, BC7RGBAUnorm) \
    X(BC7_RGBA_UNORM_SRGB, BC7RGBAUnormSrgb) X(ETC2_RGB8UNORM, ETC2RGB8Unorm) \
    X(ETC2_RGB8UNORM_SRGB, ETC2RGB8UnormSrgb) X(ETC2_RGB8A1UNORM, ETC2RGB8A1Unorm) \
    X(ETC2_RGB8A1UNORM_SRGB, ETC2RGB8A1UnormSrgb) X(ETC2_RGBA8UNORM, ETC2RGBA8Unorm) \
    X(ETC2_RGBA8UNORM_SRGB, ETC2RGBA8UnormSrgb) X(EAC_R11UNORM, EACR11Unorm) X(EAC_R11SNORM, EACR11Snorm) \
    X(EAC_RG11UNORM, EACRG11Unorm) X(EAC_RG11SNORM, EACRG11Snorm) X(ASTC4X4_UNORM, ASTC4x4Unorm) \
    X(ASTC4X4_UNORM_SRGB, ASTC4x4UnormSrgb) X(ASTC5X4_UNORM, ASTC5x4Unorm) \
    X(ASTC5X4_UNORM_SRGB, ASTC5x4UnormSrgb) X(ASTC5X5_UNORM, ASTC5x5Unorm) \
    X(ASTC5X5_UNORM_SRGB, ASTC5x5UnormSrgb) X(ASTC6X5_UNORM, ASTC6x5Unorm) \
    X(ASTC6X5_UNORM_SRGB, ASTC6x5UnormSrgb) X(ASTC6X6_UNORM, ASTC6x6Unorm) \
    X(ASTC6X6_UNORM_SRGB, ASTC6x6UnormSrgb) X(ASTC8X5_UNORM, ASTC8x5Unorm) \
    X(ASTC8X5_UNORM_SRGB, ASTC8x5UnormSrgb) X(ASTC8X6_UNORM, ASTC8x6Unorm) \
    X(ASTC8X6_UNORM_SRGB, ASTC8x6UnormSrgb) X(ASTC8X8_UNORM, ASTC8x8Unorm) \
    X(ASTC8X8_UNORM_SRGB, ASTC8x8UnormSrgb) X(ASTC10X5_UNORM, ASTC10x5Unorm) \
    X(ASTC10X5_UNORM_SRGB, ASTC10x5UnormSrgb) X(ASTC10X6_UNORM, ASTC10x6Unorm) \
    X(ASTC10X6_UNORM_SRGB, ASTC10x6UnormSrgb) X(ASTC10X8_UNORM, ASTC10x8Unorm) \
    X(ASTC10X8_UNORM_SRGB, ASTC10x8UnormSrgb) X(ASTC10X10_UNORM, ASTC10x10Unorm) \
    X(ASTC10X10_UNORM_SRGB, ASTC10x10UnormSrgb) X(ASTC12X10_UNORM, ASTC12x10Unorm) \
    X(ASTC12X10_UNORM_SRGB, ASTC12x10UnormSrgb) X(ASTC12X12_UNORM, ASTC12x12Unorm) \
    X(ASTC12X12_UNORM_SRGB, ASTC12x12UnormSrgb)
/* clang-format on */

static const WGPUTextureFormat texture_format_table[] = {
#define X(wit, native) [WEBGPU_TEXTURE_FORMAT_##wit] = WGPUTextureFormat_##native,
    TEXTURE_FORMATS(X)
#undef X
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
