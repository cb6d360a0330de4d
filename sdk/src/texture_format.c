/* Texture formats: WGPUTextureFormat and gpu-texture-format have one order, but for a few. */
#include "texture_format.h"

#include <wasigpu/imports.h>

#include "reason.h"

#define EXCEPTIONS(X) \
    X(R32Float, R32FLOAT) \
    X(R32Uint, R32UINT) \
    X(R32Sint, R32SINT) \
    X(RGB9E5Ufloat, RGB9E5UFLOAT) \
    X(RG32Float, RG32FLOAT) \
    X(RG32Uint, RG32UINT) \
    X(RG32Sint, RG32SINT) \
    X(RGBA32Float, RGBA32FLOAT) \
    X(RGBA32Uint, RGBA32UINT) \
    X(RGBA32Sint, RGBA32SINT)

_Static_assert(WGPUTextureFormat_R8Unorm == WASI_WEBGPU_TEXTURE_FORMAT_R8UNORM + 1, "one order");
_Static_assert(WGPUTextureFormat_RG16Unorm == WASI_WEBGPU_TEXTURE_FORMAT_RG16UNORM + 1, "one order");
_Static_assert(WGPUTextureFormat_RG11B10Ufloat == WASI_WEBGPU_TEXTURE_FORMAT_RG11B10UFLOAT + 0,
               "one further");
_Static_assert(WGPUTextureFormat_RGBA16Unorm == WASI_WEBGPU_TEXTURE_FORMAT_RGBA16UNORM + 1, "one order");
_Static_assert(WGPUTextureFormat_ASTC12x12UnormSrgb == WASI_WEBGPU_TEXTURE_FORMAT_ASTC12X12_UNORM_SRGB + 1,
               "one order");

bool
sdk_texture_format_case(const char *field, WGPUTextureFormat format, uint8_t *number)
{
    switch (format) {
#define X(name, case_name) \
    case WGPUTextureFormat_##name: \
        *number = WASI_WEBGPU_TEXTURE_FORMAT_##case_name; \
        return true;
        EXCEPTIONS(X)
#undef X
    case WGPUTextureFormat_RGB10A2Uint: /* before these stands rgb9e5ufloat, which webgpu.h has behind them */
    case WGPUTextureFormat_RGB10A2Unorm:
    case WGPUTextureFormat_RG11B10Ufloat:
        *number = (uint8_t)format;
        return true;
    default:
        if (format == WGPUTextureFormat_Undefined)
            return sdk_missing(field);
        if (format > WGPUTextureFormat_ASTC12x12UnormSrgb)
            return sdk_unknown(field, format);
        *number = (uint8_t)(format - 1);
        return true;
    }
}

bool
sdk_texture_format_option(const char *field, WGPUTextureFormat format, uint8_t *some, uint8_t *number)
{
    *number = 0;
    *some = format != WGPUTextureFormat_Undefined;
    return !*some || sdk_texture_format_case(field, format, number);
}

uint32_t
sdk_texture_format_block_height(WGPUTextureFormat format)
{
    static const uint8_t astc[] = {4, 4, 5, 5, 6, 5, 6, 8, 5, 6, 8, 10, 10, 12}; /* each with its sRGB twin */
    if (format < WGPUTextureFormat_BC1RGBAUnorm || format > WGPUTextureFormat_ASTC12x12UnormSrgb)
        return 1;
    if (format < WGPUTextureFormat_ASTC4x4Unorm)
        return 4;
    return astc[(format - WGPUTextureFormat_ASTC4x4Unorm) / 2];
}
