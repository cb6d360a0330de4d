/* The texture formats, and what of "Texture Format Capabilities" in WebGPU the host itself needs: the texel
 * blocks and the types of colors. What a format may be used for, the library checks. */
#ifndef WEBGPU_TEXTURE_FORMAT_H
#define WEBGPU_TEXTURE_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "generated/webgpu_types.h"
#include "gpu/texel_block.h"

/* The WIT's name, webgpu.h's name. */
/* clang-format off */
#define WEBGPU_TEXTURE_FORMATS(X) \
    X(R8UNORM, R8Unorm) \
    X(R8SNORM, R8Snorm) \
    X(R8UINT, R8Uint) \
    X(R8SINT, R8Sint) \
    X(R16UNORM, R16Unorm) \
    X(R16SNORM, R16Snorm) \
    X(R16UINT, R16Uint) \
    X(R16SINT, R16Sint) \
    X(R16FLOAT, R16Float) \
    X(RG8UNORM, RG8Unorm) \
    X(RG8SNORM, RG8Snorm) \
    X(RG8UINT, RG8Uint) \
    X(RG8SINT, RG8Sint) \
    X(R32UINT, R32Uint) \
    X(R32SINT, R32Sint) \
    X(R32FLOAT, R32Float) \
    X(RG16UNORM, RG16Unorm) \
    X(RG16SNORM, RG16Snorm) \
    X(RG16UINT, RG16Uint) \
    X(RG16SINT, RG16Sint) \
    X(RG16FLOAT, RG16Float) \
    X(RGBA8UNORM, RGBA8Unorm) \
    X(RGBA8UNORM_SRGB, RGBA8UnormSrgb) \
    X(RGBA8SNORM, RGBA8Snorm) \
    X(RGBA8UINT, RGBA8Uint) \
    X(RGBA8SINT, RGBA8Sint) \
    X(BGRA8UNORM, BGRA8Unorm) \
    X(BGRA8UNORM_SRGB, BGRA8UnormSrgb) \
    X(RGB9E5UFLOAT, RGB9E5Ufloat) \
    X(RGB10A2UINT, RGB10A2Uint) \
    X(RGB10A2UNORM, RGB10A2Unorm) \
    X(RG11B10UFLOAT, RG11B10Ufloat) \
    X(RG32UINT, RG32Uint) \
    X(RG32SINT, RG32Sint) \
    X(RG32FLOAT, RG32Float) \
    X(RGBA16UNORM, RGBA16Unorm) \
    X(RGBA16SNORM, RGBA16Snorm) \
    X(RGBA16UINT, RGBA16Uint) \
    X(RGBA16SINT, RGBA16Sint) \
    X(RGBA16FLOAT, RGBA16Float) \
    X(RGBA32UINT, RGBA32Uint) \
    X(RGBA32SINT, RGBA32Sint) \
    X(RGBA32FLOAT, RGBA32Float) \
    X(STENCIL8, Stencil8) \
    X(DEPTH16UNORM, Depth16Unorm) \
    X(DEPTH24PLUS, Depth24Plus) \
    X(DEPTH24PLUS_STENCIL8, Depth24PlusStencil8) \
    X(DEPTH32FLOAT, Depth32Float) \
    X(DEPTH32FLOAT_STENCIL8, Depth32FloatStencil8) \
    X(BC1_RGBA_UNORM, BC1RGBAUnorm) \
    X(BC1_RGBA_UNORM_SRGB, BC1RGBAUnormSrgb) \
    X(BC2_RGBA_UNORM, BC2RGBAUnorm) \
    X(BC2_RGBA_UNORM_SRGB, BC2RGBAUnormSrgb) \
    X(BC3_RGBA_UNORM, BC3RGBAUnorm) \
    X(BC3_RGBA_UNORM_SRGB, BC3RGBAUnormSrgb) \
    X(BC4_R_UNORM, BC4RUnorm) \
    X(BC4_R_SNORM, BC4RSnorm) \
    X(BC5_RG_UNORM, BC5RGUnorm) \
    X(BC5_RG_SNORM, BC5RGSnorm) \
    X(BC6H_RGB_UFLOAT, BC6HRGBUfloat) \
    X(BC6H_RGB_FLOAT, BC6HRGBFloat) \
    X(BC7_RGBA_UNORM, BC7RGBAUnorm) \
    X(BC7_RGBA_UNORM_SRGB, BC7RGBAUnormSrgb) \
    X(ETC2_RGB8UNORM, ETC2RGB8Unorm) \
    X(ETC2_RGB8UNORM_SRGB, ETC2RGB8UnormSrgb) \
    X(ETC2_RGB8A1UNORM, ETC2RGB8A1Unorm) \
    X(ETC2_RGB8A1UNORM_SRGB, ETC2RGB8A1UnormSrgb) \
    X(ETC2_RGBA8UNORM, ETC2RGBA8Unorm) \
    X(ETC2_RGBA8UNORM_SRGB, ETC2RGBA8UnormSrgb) \
    X(EAC_R11UNORM, EACR11Unorm) \
    X(EAC_R11SNORM, EACR11Snorm) \
    X(EAC_RG11UNORM, EACRG11Unorm) \
    X(EAC_RG11SNORM, EACRG11Snorm) \
    X(ASTC4X4_UNORM, ASTC4x4Unorm) \
    X(ASTC4X4_UNORM_SRGB, ASTC4x4UnormSrgb) \
    X(ASTC5X4_UNORM, ASTC5x4Unorm) \
    X(ASTC5X4_UNORM_SRGB, ASTC5x4UnormSrgb) \
    X(ASTC5X5_UNORM, ASTC5x5Unorm) \
    X(ASTC5X5_UNORM_SRGB, ASTC5x5UnormSrgb) \
    X(ASTC6X5_UNORM, ASTC6x5Unorm) \
    X(ASTC6X5_UNORM_SRGB, ASTC6x5UnormSrgb) \
    X(ASTC6X6_UNORM, ASTC6x6Unorm) \
    X(ASTC6X6_UNORM_SRGB, ASTC6x6UnormSrgb) \
    X(ASTC8X5_UNORM, ASTC8x5Unorm) \
    X(ASTC8X5_UNORM_SRGB, ASTC8x5UnormSrgb) \
    X(ASTC8X6_UNORM, ASTC8x6Unorm) \
    X(ASTC8X6_UNORM_SRGB, ASTC8x6UnormSrgb) \
    X(ASTC8X8_UNORM, ASTC8x8Unorm) \
    X(ASTC8X8_UNORM_SRGB, ASTC8x8UnormSrgb) \
    X(ASTC10X5_UNORM, ASTC10x5Unorm) \
    X(ASTC10X5_UNORM_SRGB, ASTC10x5UnormSrgb) \
    X(ASTC10X6_UNORM, ASTC10x6Unorm) \
    X(ASTC10X6_UNORM_SRGB, ASTC10x6UnormSrgb) \
    X(ASTC10X8_UNORM, ASTC10x8Unorm) \
    X(ASTC10X8_UNORM_SRGB, ASTC10x8UnormSrgb) \
    X(ASTC10X10_UNORM, ASTC10x10Unorm) \
    X(ASTC10X10_UNORM_SRGB, ASTC10x10UnormSrgb) \
    X(ASTC12X10_UNORM, ASTC12x10Unorm) \
    X(ASTC12X10_UNORM_SRGB, ASTC12x10UnormSrgb) \
    X(ASTC12X12_UNORM, ASTC12x12Unorm) \
    X(ASTC12X12_UNORM_SRGB, ASTC12x12UnormSrgb)
/* clang-format on */

#define WEBGPU_TEXTURE_FORMAT_COUNT (WEBGPU_TEXTURE_FORMAT_ASTC12X12_UNORM_SRGB + 1)

struct gpu_texel_block webgpu_texel_block(enum webgpu_texture_format format);

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
