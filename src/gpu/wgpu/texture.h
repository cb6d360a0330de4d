/* Textures of wgpu-native, their formats and views, for what uses them. */
#ifndef GPU_WGPU_TEXTURE_H
#define GPU_WGPU_TEXTURE_H

#include <stdbool.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_texture_view;

#define GPU_WGPU_LAST_FORMAT WGPUTextureFormat_ASTC12x12UnormSrgb

/* WebGPU, "Depth-stencil formats". */
static inline bool
gpu_wgpu_has_depth(WGPUTextureFormat format)
{
    return format >= WGPUTextureFormat_Depth16Unorm && format <= WGPUTextureFormat_Depth32FloatStencil8;
}

static inline bool
gpu_wgpu_has_stencil(WGPUTextureFormat format)
{
    return format == WGPUTextureFormat_Stencil8 || format == WGPUTextureFormat_Depth24PlusStencil8 ||
           format == WGPUTextureFormat_Depth32FloatStencil8;
}

/* The texels of one block: WebGPU, "Texture Format Capabilities". */
WGPUExtent3D gpu_wgpu_format_block(WGPUTextureFormat format);

/* wgpu-native's view of a small texture that has the view's usages and no others: a bind group that may not
 * have the one may not have the other. For a view that may be bound, though not in all the ways that its
 * texture may be. The caller captures errors, and releases it. */
WGPUTextureView gpu_wgpu_stand_in(const struct gpu_wgpu_texture_view *view);

#endif
