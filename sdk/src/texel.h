/* Where texels are, for copies and writes: parts of textures, and how rows lie in a buffer. */
#ifndef SDK_TEXEL_H
#define SDK_TEXEL_H

#include <stdbool.h>

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

struct wasi_webgpu_extent3_d sdk_extent(const WGPUExtent3D *from);

/* False: an unknown aspect, or a texture that cannot be used, and is 0 then; it is noted as a reason. */
bool sdk_texel_copy_texture(const WGPUTexelCopyTextureInfo *from,
                            struct wasi_webgpu_texel_copy_texture_info *to);

struct wasi_webgpu_texel_copy_buffer_layout sdk_texel_copy_layout(const WGPUTexelCopyBufferLayout *from);

#endif
