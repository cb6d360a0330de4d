/* Texture formats: their texel blocks. */
#include "webgpu/texture_format.h"

struct webgpu_texel_block
webgpu_texel_block(enum webgpu_texture_format format)
{
    static const struct webgpu_texel_block blocks[] = {
#define X(wit, native, width, height, bytes) [WEBGPU_TEXTURE_FORMAT_##wit] = {width, height, bytes},
        WEBGPU_TEXTURE_FORMATS(X)
#undef X
    };
    return blocks[format];
}
