/* gpu-texture. */
#ifndef WEBGPU_TEXTURE_H
#define WEBGPU_TEXTURE_H

#include "webgpu/object.h"
#include "webgpu/optional.h"

struct webgpu_texture {
    struct webgpu_object object;
    WGPUTexture native;

    /* As asked for, of an invalid texture too. */
    uint32_t width;
    uint32_t height;
    uint32_t depth_or_array_layers;
    uint32_t mip_level_count;
    uint32_t sample_count;
    enum webgpu_texture_dimension dimension;
    enum webgpu_texture_format format;
    uint32_t usage;
};

/* The bytes that a texture takes, with all its mip levels, layers and samples; UINT64_MAX where they are
 * more. Of what is no valid texture it is some number. */
uint64_t webgpu_texture_bytes(const struct webgpu_texture_descriptor *descriptor);

static inline WGPUExtent3D
webgpu_native_extent(const struct webgpu_extent3_d *extent)
{
    return (WGPUExtent3D){
        .width = extent->width,
        .height = webgpu_u32_or(extent->height, 1),
        .depthOrArrayLayers = webgpu_u32_or(extent->depth_or_array_layers, 1),
    };
}

#endif
