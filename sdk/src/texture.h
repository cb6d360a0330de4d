/* WGPUTexture, and what textures and their views are used for. */
#ifndef SDK_TEXTURE_H
#define SDK_TEXTURE_H

#include <stdbool.h>

#include <webgpu/webgpu.h>

#include "enum.h"
#include "object.h"

/* What it says of itself is the descriptor's, though it may be refused. */
struct WGPUTextureImpl {
    struct sdk_object object;
    WGPUTextureUsage usage;
    WGPUExtent3D size;
    uint32_t mip_level_count;
    uint32_t sample_count;
    WGPUTextureDimension dimension; /* not undefined */
    WGPUTextureFormat format;
};

/* The host has the same flags, and ignores those that it does not know; false: they are noted as a reason. */
static inline bool
sdk_texture_usage_known(WGPUTextureUsage usage)
{
    const WGPUTextureUsage known = WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst |
                                   WGPUTextureUsage_TextureBinding | WGPUTextureUsage_StorageBinding |
                                   WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_TransientAttachment;
    return sdk_flags("usage", usage, known);
}

#endif
