/* WGPUTexture, and what textures and their views are used for. */
#ifndef SDK_TEXTURE_H
#define SDK_TEXTURE_H

#include <stdbool.h>

#include <webgpu/webgpu.h>

#include "enum.h"
#include "object.h"

/* With what the host is not told where it cannot be said: a texture that is refused has it all the same. */
struct WGPUTextureImpl {
    struct sdk_object object;
    WGPUTextureFormat format;
    WGPUTextureUsage usage;
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
