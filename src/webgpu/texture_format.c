/* Texture formats: their texel blocks, the types of their colors, their depth and stencil. */
#include "webgpu/texture_format.h"

#include "webgpu/enums.h"

struct gpu_texel_block
webgpu_texel_block(enum webgpu_texture_format format)
{
    return gpu_texel_block(webgpu_native_texture_format(format));
}

enum webgpu_texel_type
webgpu_texel_type(enum webgpu_texture_format format)
{
    switch (format) {
    case WEBGPU_TEXTURE_FORMAT_R8SINT:
    case WEBGPU_TEXTURE_FORMAT_R16SINT:
    case WEBGPU_TEXTURE_FORMAT_R32SINT:
    case WEBGPU_TEXTURE_FORMAT_RG8SINT:
    case WEBGPU_TEXTURE_FORMAT_RG16SINT:
    case WEBGPU_TEXTURE_FORMAT_RG32SINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA8SINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA16SINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA32SINT:
        return WEBGPU_TEXEL_SINT;
    case WEBGPU_TEXTURE_FORMAT_R8UINT:
    case WEBGPU_TEXTURE_FORMAT_R16UINT:
    case WEBGPU_TEXTURE_FORMAT_R32UINT:
    case WEBGPU_TEXTURE_FORMAT_RG8UINT:
    case WEBGPU_TEXTURE_FORMAT_RG16UINT:
    case WEBGPU_TEXTURE_FORMAT_RG32UINT:
    case WEBGPU_TEXTURE_FORMAT_RGB10A2UINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA8UINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA16UINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA32UINT:
        return WEBGPU_TEXEL_UINT;
    default:
        return WEBGPU_TEXEL_FLOAT;
    }
}

bool
webgpu_has_depth(enum webgpu_texture_format format)
{
    return format >= WEBGPU_TEXTURE_FORMAT_DEPTH16UNORM &&
           format <= WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT_STENCIL8;
}

bool
webgpu_has_stencil(enum webgpu_texture_format format)
{
    return format == WEBGPU_TEXTURE_FORMAT_STENCIL8 || format == WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8 ||
           format == WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT_STENCIL8;
}
