/* The texture formats, and what of "Texture Format Capabilities" in WebGPU the host itself needs: the texel
 * blocks and the types of colors. What a format may be used for, the library checks. */
#ifndef WEBGPU_TEXTURE_FORMAT_H
#define WEBGPU_TEXTURE_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "generated/webgpu_types.h"

/* The WIT's name, webgpu.h's name, a texel block's width and height in texels, and its memory cost in bytes:
 * of depth-stencil formats, which have no single one, the greatest that the specification names. */
/* clang-format off */
#define WEBGPU_TEXTURE_FORMATS(X) \
    X(R8UNORM, R8Unorm, 1, 1, 1) \
    X(R8SNORM, R8Snorm, 1, 1, 1) \
    X(R8UINT, R8Uint, 1, 1, 1) \
    X(R8SINT, R8Sint, 1, 1, 1) \
    X(R16UNORM, R16Unorm, 1, 1, 2) \
    X(R16SNORM, R16Snorm, 1, 1, 2) \
    X(R16UINT, R16Uint, 1, 1, 2) \
    X(R16SINT, R16Sint, 1, 1, 2) \
    X(R16FLOAT, R16Float, 1, 1, 2) \
    X(RG8UNORM, RG8Unorm, 1, 1, 2) \
    X(RG8SNORM, RG8Snorm, 1, 1, 2) \
    X(RG8UINT, RG8Uint, 1, 1, 2) \
    X(RG8SINT, RG8Sint, 1, 1, 2) \
    X(R32UINT, R32Uint, 1, 1, 4) \
    X(R32SINT, R32Sint, 1, 1, 4) \
    X(R32FLOAT, R32Float, 1, 1, 4) \
    X(RG16UNORM, RG16Unorm, 1, 1, 4) \
    X(RG16SNORM, RG16Snorm, 1, 1, 4) \
    X(RG16UINT, RG16Uint, 1, 1, 4) \
    X(RG16SINT, RG16Sint, 1, 1, 4) \
    X(RG16FLOAT, RG16Float, 1, 1, 4) \
    X(RGBA8UNORM, RGBA8Unorm, 1, 1, 4) \
    X(RGBA8UNORM_SRGB, RGBA8UnormSrgb, 1, 1, 4) \
    X(RGBA8SNORM, RGBA8Snorm, 1, 1, 4) \
    X(RGBA8UINT, RGBA8Uint, 1, 1, 4) \
    X(RGBA8SINT, RGBA8Sint, 1, 1, 4) \
    X(BGRA8UNORM, BGRA8Unorm, 1, 1, 4) \
    X(BGRA8UNORM_SRGB, BGRA8UnormSrgb, 1, 1, 4) \
    X(RGB9E5UFLOAT, RGB9E5Ufloat, 1, 1, 4) \
    X(RGB10A2UINT, RGB10A2Uint, 1, 1, 4) \
    X(RGB10A2UNORM, RGB10A2Unorm, 1, 1, 4) \
    X(RG11B10UFLOAT, RG11B10Ufloat, 1, 1, 4) \
    X(RG32UINT, RG32Uint, 1, 1, 8) \
    X(RG32SINT, RG32Sint, 1, 1, 8) \
    X(RG32FLOAT, RG32Float, 1, 1, 8) \
    X(RGBA16UNORM, RGBA16Unorm, 1, 1, 8) \
    X(RGBA16SNORM, RGBA16Snorm, 1, 1, 8) \
    X(RGBA16UINT, RGBA16Uint, 1, 1, 8) \
    X(RGBA16SINT, RGBA16Sint, 1, 1, 8) \
    X(RGBA16FLOAT, RGBA16Float, 1, 1, 8) \
    X(RGBA32UINT, RGBA32Uint, 1, 1, 16) \
    X(RGBA32SINT, RGBA32Sint, 1, 1, 16) \
    X(RGBA32FLOAT, RGBA32Float, 1, 1, 16) \
    X(STENCIL8, Stencil8, 1, 1, 4) \
    X(DEPTH16UNORM, Depth16Unorm, 1, 1, 2) \
    X(DEPTH24PLUS, Depth24Plus, 1, 1, 4) \
    X(DEPTH24PLUS_STENCIL8, Depth24PlusStencil8, 1, 1, 8) \
    X(DEPTH32FLOAT, Depth32Float, 1, 1, 4) \
    X(DEPTH32FLOAT_STENCIL8, Depth32FloatStencil8, 1, 1, 8) \
    X(BC1_RGBA_UNORM, BC1RGBAUnorm, 4, 4, 8) \
    X(BC1_RGBA_UNORM_SRGB, BC1RGBAUnormSrgb, 4, 4, 8) \
    X(BC2_RGBA_UNORM, BC2RGBAUnorm, 4, 4, 16) \
    X(BC2_RGBA_UNORM_SRGB, BC2RGBAUnormSrgb, 4, 4, 16) \
    X(BC3_RGBA_UNORM, BC3RGBAUnorm, 4, 4, 16) \
    X(BC3_RGBA_UNORM_SRGB, BC3RGBAUnormSrgb, 4, 4, 16) \
    X(BC4_R_UNORM, BC4RUnorm, 4, 4, 8) \
    X(BC4_R_SNORM, BC4RSnorm, 4, 4, 8) \
    X(BC5_RG_UNORM, BC5RGUnorm, 4, 4, 16) \
    X(BC5_RG_SNORM, BC5RGSnorm, 4, 4, 16) \
    X(BC6H_RGB_UFLOAT, BC6HRGBUfloat, 4, 4, 16) \
    X(BC6H_RGB_FLOAT, BC6HRGBFloat, 4, 4, 16) \
    X(BC7_RGBA_UNORM, BC7RGBAUnorm, 4, 4, 16) \
    X(BC7_RGBA_UNORM_SRGB, BC7RGBAUnormSrgb, 4, 4, 16) \
    X(ETC2_RGB8UNORM, ETC2RGB8Unorm, 4, 4, 8) \
    X(ETC2_RGB8UNORM_SRGB, ETC2RGB8UnormSrgb, 4, 4, 8) \
    X(ETC2_RGB8A1UNORM, ETC2RGB8A1Unorm, 4, 4, 8) \
    X(ETC2_RGB8A1UNORM_SRGB, ETC2RGB8A1UnormSrgb, 4, 4, 8) \
    X(ETC2_RGBA8UNORM, ETC2RGBA8Unorm, 4, 4, 16) \
    X(ETC2_RGBA8UNORM_SRGB, ETC2RGBA8UnormSrgb, 4, 4, 16) \
    X(EAC_R11UNORM, EACR11Unorm, 4, 4, 8) \
    X(EAC_R11SNORM, EACR11Snorm, 4, 4, 8) \
    X(EAC_RG11UNORM, EACRG11Unorm, 4, 4, 16) \
    X(EAC_RG11SNORM, EACRG11Snorm, 4, 4, 16) \
    X(ASTC4X4_UNORM, ASTC4x4Unorm, 4, 4, 16) \
    X(ASTC4X4_UNORM_SRGB, ASTC4x4UnormSrgb, 4, 4, 16) \
    X(ASTC5X4_UNORM, ASTC5x4Unorm, 5, 4, 16) \
    X(ASTC5X4_UNORM_SRGB, ASTC5x4UnormSrgb, 5, 4, 16) \
    X(ASTC5X5_UNORM, ASTC5x5Unorm, 5, 5, 16) \
    X(ASTC5X5_UNORM_SRGB, ASTC5x5UnormSrgb, 5, 5, 16) \
    X(ASTC6X5_UNORM, ASTC6x5Unorm, 6, 5, 16) \
    X(ASTC6X5_UNORM_SRGB, ASTC6x5UnormSrgb, 6, 5, 16) \
    X(ASTC6X6_UNORM, ASTC6x6Unorm, 6, 6, 16) \
    X(ASTC6X6_UNORM_SRGB, ASTC6x6UnormSrgb, 6, 6, 16) \
    X(ASTC8X5_UNORM, ASTC8x5Unorm, 8, 5, 16) \
    X(ASTC8X5_UNORM_SRGB, ASTC8x5UnormSrgb, 8, 5, 16) \
    X(ASTC8X6_UNORM, ASTC8x6Unorm, 8, 6, 16) \
    X(ASTC8X6_UNORM_SRGB, ASTC8x6UnormSrgb, 8, 6, 16) \
    X(ASTC8X8_UNORM, ASTC8x8Unorm, 8, 8, 16) \
    X(ASTC8X8_UNORM_SRGB, ASTC8x8UnormSrgb, 8, 8, 16) \
    X(ASTC10X5_UNORM, ASTC10x5Unorm, 10, 5, 16) \
    X(ASTC10X5_UNORM_SRGB, ASTC10x5UnormSrgb, 10, 5, 16) \
    X(ASTC10X6_UNORM, ASTC10x6Unorm, 10, 6, 16) \
    X(ASTC10X6_UNORM_SRGB, ASTC10x6UnormSrgb, 10, 6, 16) \
    X(ASTC10X8_UNORM, ASTC10x8Unorm, 10, 8, 16) \
    X(ASTC10X8_UNORM_SRGB, ASTC10x8UnormSrgb, 10, 8, 16) \
    X(ASTC10X10_UNORM, ASTC10x10Unorm, 10, 10, 16) \
    X(ASTC10X10_UNORM_SRGB, ASTC10x10UnormSrgb, 10, 10, 16) \
    X(ASTC12X10_UNORM, ASTC12x10Unorm, 12, 10, 16) \
    X(ASTC12X10_UNORM_SRGB, ASTC12x10UnormSrgb, 12, 10, 16) \
    X(ASTC12X12_UNORM, ASTC12x12Unorm, 12, 12, 16) \
    X(ASTC12X12_UNORM_SRGB, ASTC12x12UnormSrgb, 12, 12, 16)
/* clang-format on */

#define WEBGPU_TEXTURE_FORMAT_COUNT (WEBGPU_TEXTURE_FORMAT_ASTC12X12_UNORM_SRGB + 1)

struct webgpu_texel_block {
    uint8_t width;
    uint8_t height;
    uint8_t bytes;
};

struct webgpu_texel_block webgpu_texel_block(enum webgpu_texture_format format);

/* What a format's colors are to a shader. */
enum webgpu_texel_type {
    WEBGPU_TEXEL_FLOAT, /* normalized ones too */
    WEBGPU_TEXEL_SINT,
    WEBGPU_TEXEL_UINT,
};

enum webgpu_texel_type webgpu_texel_type(enum webgpu_texture_format format);

/* "Depth-stencil formats": which aspects they have; others have neither. */
bool webgpu_has_depth(enum webgpu_texture_format format);
bool webgpu_has_stencil(enum webgpu_texture_format format);

#endif
