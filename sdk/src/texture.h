/* What textures and their views are used for. */
#ifndef SDK_TEXTURE_H
#define SDK_TEXTURE_H

#include <stdbool.h>

#include <webgpu/webgpu.h>

/* The host has the same flags, and ignores those that it does not know. */
static inline bool
sdk_texture_usage_known(WGPUTextureUsage usage)
{
    const WGPUTextureUsage known = WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst |
                                   WGPUTextureUsage_TextureBinding | WGPUTextureUsage_StorageBinding |
                                   WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_TransientAttachment;
    return (usage & ~known) == 0;
}

#endif
