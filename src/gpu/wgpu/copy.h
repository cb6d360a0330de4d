/* Copies of texels, from and to textures. */
#ifndef GPU_WGPU_COPY_H
#define GPU_WGPU_COPY_H

#include <webgpu/webgpu.h>

struct gpu_wgpu_device;

/* Why the texture cannot be copied so, as far as wgpu-native is not asked; NULL: it can. `usage` is what the
 * copy needs of it. */
const char *gpu_wgpu_check_texels(const struct gpu_wgpu_device *device, const WGPUTexelCopyTextureInfo *info,
                                  WGPUTextureUsage usage);

/* wgpu-native's texture in the place of ours. */
WGPUTexelCopyTextureInfo gpu_wgpu_unwrap_texels(const WGPUTexelCopyTextureInfo *info);

/* wgpu-native aborts at rows and images of 0: a copy of nothing that has them becomes one of nothing at the
 * end of its range, which fits where it did. NULL, or why the layout is wrong. */
const char *gpu_wgpu_fill_layout(WGPUTexelCopyBufferLayout *layout, WGPUOrigin3D *origin, WGPUExtent3D *size);

#endif
