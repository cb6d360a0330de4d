/* A row a format: its name, its block's width and height in texels, the bytes of a block. */
#include "gpu/texel_block.h"

#include "base/count.h"

/* clang-format off */
#define TEXEL_BLOCKS(X) \
    X(R8Unorm, 1, 1, 1) \
    X(R8Snorm, 1, 1, 1) \
    X(R8Uint, 1, 1, 1) \
    X(R8Sint, 1, 1, 1) \
    X(R16Unorm, 1, 1, 2) \
    X(R16Snorm, 1, 1, 2) \
    X(R16Uint, 1, 1, 2) \
    X(R16Sint, 1, 1, 2) \
    X(R16Float, 1, 1, 2) \
    X(RG8Unorm, 1, 1, 2) \
    X(RG8Snorm, 1, 1, 2) \
    X(RG8Uint, 1, 1, 2) \
    X(RG8Sint, 1, 1, 2) \
    X(R32Uint, 1, 1, 4) \
    X(R32Sint, 1, 1, 4) \
    X(R32Float, 1, 1, 4) \
    X(RG16Unorm, 1, 1, 4) \
    X(RG16Snorm, 1, 1, 4) \
    X(RG16Uint, 1, 1, 4) \
    X(RG16Sint, 1, 1, 4) \
    X(RG16Float, 1, 1, 4) \
    X(RGBA8Unorm, 1, 1, 4) \
    X(RGBA8UnormSrgb, 1, 1, 4) \
    X(RGBA8Snorm, 1, 1, 4) \
    X(RGBA8Uint, 1, 1, 4) \
    X(RGBA8Sint, 1, 1, 4) \
    X(BGRA8Unorm, 1, 1, 4) \
    X(BGRA8UnormSrgb, 1, 1, 4) \
    X(RGB9E5Ufloat, 1, 1, 4) \
    X(RGB10A2Uint, 1, 1, 4) \
    X(RGB10A2Unorm, 1, 1, 4) \
    X(RG11B10Ufloat, 1, 1, 4) \
    X(RG32Uint, 1, 1, 8) \
    X(RG32Sint, 1, 1, 8) \
    X(RG32Float, 1, 1, 8) \
    X(RGBA16Unorm, 1, 1, 8) \
    X(RGBA16Snorm, 1, 1, 8) \
    X(RGBA16Uint, 1, 1, 8) \
    X(RGBA16Sint, 1, 1, 8) \
    X(RGBA16Float, 1, 1, 8) \
    X(RGBA32Uint, 1, 1, 16) \
    X(RGBA32Sint, 1, 1, 16) \
    X(RGBA32Float, 1, 1, 16) \
    X(Stencil8, 1, 1, 4) \
    X(Depth16Unorm, 1, 1, 2) \
    X(Depth24Plus, 1, 1, 4) \
    X(Depth24PlusStencil8, 1, 1, 8) \
    X(Depth32Float, 1, 1, 4) \
    X(Depth32FloatStencil8, 1, 1, 8) \
    X(BC1RGBAUnorm, 4, 4, 8) \
    X(BC1RGBAUnormSrgb, 4, 4, 8) \
    X(BC2RGBAUnorm, 4, 4, 16) \
    X(BC2RGBAUnormSrgb, 4, 4, 16) \
    X(BC3RGBAUnorm, 4, 4, 16) \
    X(BC3RGBAUnormSrgb, 4, 4, 16) \
    X(BC4RUnorm, 4, 4, 8) \
    X(BC4RSnorm, 4, 4, 8) \
    X(BC5RGUnorm, 4, 4, 16) \
    X(BC5RGSnorm, 4, 4, 16) \
    X(BC6HRGBUfloat, 4, 4, 16) \
    X(BC6HRGBFloat, 4, 4, 16) \
    X(BC7RGBAUnorm, 4, 4, 16) \
    X(BC7RGBAUnormSrgb, 4, 4, 16) \
    X(ETC2RGB8Unorm, 4, 4, 8) \
    X(ETC2RGB8UnormSrgb, 4, 4, 8) \
    X(ETC2RGB8A1Unorm, 4, 4, 8) \
    X(ETC2RGB8A1UnormSrgb, 4, 4, 8) \
    X(ETC2RGBA8Unorm, 4, 4, 16) \
    X(ETC2RGBA8UnormSrgb, 4, 4, 16) \
    X(EACR11Unorm, 4, 4, 8) \
    X(EACR11Snorm, 4, 4, 8) \
    X(EACRG11Unorm, 4, 4, 16) \
    X(EACRG11Snorm, 4, 4, 16) \
    X(ASTC4x4Unorm, 4, 4, 16) \
    X(ASTC4x4UnormSrgb, 4, 4, 16) \
    X(ASTC5x4Unorm, 5, 4, 16) \
    X(ASTC5x4UnormSrgb, 5, 4, 16) \
    X(ASTC5x5Unorm, 5, 5, 16) \
    X(ASTC5x5UnormSrgb, 5, 5, 16) \
    X(ASTC6x5Unorm, 6, 5, 16) \
    X(ASTC6x5UnormSrgb, 6, 5, 16) \
    X(ASTC6x6Unorm, 6, 6, 16) \
    X(ASTC6x6UnormSrgb, 6, 6, 16) \
    X(ASTC8x5Unorm, 8, 5, 16) \
    X(ASTC8x5UnormSrgb, 8, 5, 16) \
    X(ASTC8x6Unorm, 8, 6, 16) \
    X(ASTC8x6UnormSrgb, 8, 6, 16) \
    X(ASTC8x8Unorm, 8, 8, 16) \
    X(ASTC8x8UnormSrgb, 8, 8, 16) \
    X(ASTC10x5Unorm, 10, 5, 16) \
    X(ASTC10x5UnormSrgb, 10, 5, 16) \
    X(ASTC10x6Unorm, 10, 6, 16) \
    X(ASTC10x6UnormSrgb, 10, 6, 16) \
    X(ASTC10x8Unorm, 10, 8, 16) \
    X(ASTC10x8UnormSrgb, 10, 8, 16) \
    X(ASTC10x10Unorm, 10, 10, 16) \
    X(ASTC10x10UnormSrgb, 10, 10, 16) \
    X(ASTC12x10Unorm, 12, 10, 16) \
    X(ASTC12x10UnormSrgb, 12, 10, 16) \
    X(ASTC12x12Unorm, 12, 12, 16) \
    X(ASTC12x12UnormSrgb, 12, 12, 16)
/* clang-format on */

static const struct gpu_texel_block blocks[] = {
#define X(name, width, height, bytes) [WGPUTextureFormat_##name] = {width, height, bytes},
    TEXEL_BLOCKS(X)
#undef X
};

struct gpu_texel_block
gpu_texel_block(WGPUTextureFormat format)
{
    return format < BASE_COUNT(blocks) ? blocks[format] : (struct gpu_texel_block){0};
}
