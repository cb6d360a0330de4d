/* The values, a list for each enum: the standard's name and Dawn's value. */
#include "gpu/dawn/enums.h"

/* clang-format off */
#define FORMATS(X) \
    X(R16Unorm, 0x50000) X(R16Snorm, 0x50003) X(R16Uint, 0x05) X(R16Sint, 0x06) X(R16Float, 0x07) \
    X(RG8Unorm, 0x08) X(RG8Snorm, 0x09) X(RG8Uint, 0x0A) X(RG8Sint, 0x0B) X(R32Float, 0x0C) \
    X(R32Uint, 0x0D) X(R32Sint, 0x0E) X(RG16Unorm, 0x50001) X(RG16Snorm, 0x50004) X(RG16Uint, 0x0F) \
    X(RG16Sint, 0x10) X(RG16Float, 0x11) X(RGBA8Unorm, 0x12) X(RGBA8UnormSrgb, 0x13) X(RGBA8Snorm, 0x14) \
    X(RGBA8Uint, 0x15) X(RGBA8Sint, 0x16) X(BGRA8Unorm, 0x17) X(BGRA8UnormSrgb, 0x18) X(RGB10A2Uint, 0x19) \
    X(RGB10A2Unorm, 0x1A) X(RG11B10Ufloat, 0x1B) X(RGB9E5Ufloat, 0x1C) X(RG32Float, 0x1D) \
    X(RG32Uint, 0x1E) X(RG32Sint, 0x1F) X(RGBA16Unorm, 0x50002) X(RGBA16Snorm, 0x50005) \
    X(RGBA16Uint, 0x20) X(RGBA16Sint, 0x21) X(RGBA16Float, 0x22) X(RGBA32Float, 0x23) X(RGBA32Uint, 0x24) \
    X(RGBA32Sint, 0x25) X(Stencil8, 0x26) X(Depth16Unorm, 0x27) X(Depth24Plus, 0x28) \
    X(Depth24PlusStencil8, 0x29) X(Depth32Float, 0x2A) X(Depth32FloatStencil8, 0x2B) X(BC1RGBAUnorm, 0x2C) \
    X(BC1RGBAUnormSrgb, 0x2D) X(BC2RGBAUnorm, 0x2E) X(BC2RGBAUnormSrgb, 0x2F) X(BC3RGBAUnorm, 0x30) \
    X(BC3RGBAUnormSrgb, 0x31) X(BC4RUnorm, 0x32) X(BC4RSnorm, 0x33) X(BC5RGUnorm, 0x34) \
    X(BC5RGSnorm, 0x35) X(BC6HRGBUfloat, 0x36) X(BC6HRGBFloat, 0x37) X(BC7RGBAUnorm, 0x38) \
    X(BC7RGBAUnormSrgb, 0x39) X(ETC2RGB8Unorm, 0x3A) X(ETC2RGB8UnormSrgb, 0x3B) X(ETC2RGB8A1Unorm, 0x3C) \
    X(ETC2RGB8A1UnormSrgb, 0x3D) X(ETC2RGBA8Unorm, 0x3E) X(ETC2RGBA8UnormSrgb, 0x3F) X(EACR11Unorm, 0x40) \
    X(EACR11Snorm, 0x41) X(EACRG11Unorm, 0x42) X(EACRG11Snorm, 0x43) X(ASTC4x4Unorm, 0x44) \
    X(ASTC4x4UnormSrgb, 0x45) X(ASTC5x4Unorm, 0x46) X(ASTC5x4UnormSrgb, 0x47) X(ASTC5x5Unorm, 0x48) \
    X(ASTC5x5UnormSrgb, 0x49) X(ASTC6x5Unorm, 0x4A) X(ASTC6x5UnormSrgb, 0x4B) X(ASTC6x6Unorm, 0x4C) \
    X(ASTC6x6UnormSrgb, 0x4D) X(ASTC8x5Unorm, 0x4E) X(ASTC8x5UnormSrgb, 0x4F) X(ASTC8x6Unorm, 0x50) \
    X(ASTC8x6UnormSrgb, 0x51) X(ASTC8x8Unorm, 0x52) X(ASTC8x8UnormSrgb, 0x53) X(ASTC10x5Unorm, 0x54) \
    X(ASTC10x5UnormSrgb, 0x55) X(ASTC10x6Unorm, 0x56) X(ASTC10x6UnormSrgb, 0x57) X(ASTC10x8Unorm, 0x58) \
    X(ASTC10x8UnormSrgb, 0x59) X(ASTC10x10Unorm, 0x5A) X(ASTC10x10UnormSrgb, 0x5B) X(ASTC12x10Unorm, 0x5C) \
    X(ASTC12x10UnormSrgb, 0x5D) X(ASTC12x12Unorm, 0x5E) X(ASTC12x12UnormSrgb, 0x5F)

#define FEATURES(X) \
    X(CoreFeaturesAndLimits, 0x00012) X(DepthClipControl, 0x00001) X(Depth32FloatStencil8, 0x00002) \
    X(TimestampQuery, 0x00003) X(IndirectFirstInstance, 0x00009) X(ShaderF16, 0x0000A) \
    X(RG11B10UfloatRenderable, 0x0000B) X(BGRA8UnormStorage, 0x0000C) X(Float32Filterable, 0x0000D) \
    X(Float32Blendable, 0x0000E) X(ClipDistances, 0x0000F) X(DualSourceBlending, 0x00010) \
    X(Subgroups, 0x00011) X(TextureFormatsTier1, 0x5003A)
#define ABSENT_FEATURES(X) \
    X(TextureFormatsTier2) X(PrimitiveIndex) X(TextureComponentSwizzle)

#define STYPES(X) \
    X(ExternalTextureBindingLayout, 0x50002) X(ExternalTextureBindingEntry, 0x50001) \
    X(CompatibilityModeLimits, 0x20000)
#define ABSENT_STYPES(X) \
    X(TextureComponentSwizzleDescriptor) X(TextureBindingViewDimension)
/* clang-format on */

WGPUTextureFormat
gpu_dawn_format(WGPUTextureFormat standard)
{
    switch (standard) {
#define X(name, value) \
    case WGPUTextureFormat_##name: \
        return (WGPUTextureFormat)value;
        FORMATS(X)
#undef X
    default:
        return standard;
    }
}

WGPUTextureFormat
gpu_standard_format(WGPUTextureFormat dawn)
{
    switch ((uint32_t)dawn) {
#define X(name, value) \
    case value: \
        return WGPUTextureFormat_##name;
        FORMATS(X)
#undef X
    default:
        return dawn;
    }
}

WGPUFeatureName
gpu_dawn_feature(WGPUFeatureName standard)
{
    switch (standard) {
#define X(name, value) \
    case WGPUFeatureName_##name: \
        return (WGPUFeatureName)value;
        FEATURES(X)
#undef X
#define X(name) case WGPUFeatureName_##name:
        ABSENT_FEATURES(X)
#undef X
        return (WGPUFeatureName)GPU_DAWN_ABSENT;
    default:
        return standard;
    }
}

WGPUFeatureName
gpu_standard_feature(WGPUFeatureName dawn)
{
    switch ((uint32_t)dawn) {
#define X(name, value) \
    case value: \
        return WGPUFeatureName_##name;
        FEATURES(X)
#undef X
    default:
        return dawn;
    }
}

WGPUSType
gpu_dawn_stype(WGPUSType standard)
{
    switch (standard) {
#define X(name, value) \
    case WGPUSType_##name: \
        return (WGPUSType)value;
        STYPES(X)
#undef X
#define X(name) case WGPUSType_##name:
        ABSENT_STYPES(X)
#undef X
        return (WGPUSType)GPU_DAWN_ABSENT;
    default:
        return standard;
    }
}

bool
gpu_dawn_has_wgsl_feature(WGPUWGSLLanguageFeatureName feature)
{
    /* 5 and 6 are sized_binding_array and texel_buffers there. */
    return feature >= WGPUWGSLLanguageFeatureName_ReadonlyAndReadwriteStorageTextures &&
           feature <= WGPUWGSLLanguageFeatureName_PointerCompositeAccess;
}
