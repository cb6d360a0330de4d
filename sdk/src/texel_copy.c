/* WGPUCommandEncoder: copies to and from textures. Follows WebGPU, "Copies". */
#include <wasigpu/imports.h>

#include "object.h"
#include "reason.h"
#include "refuse.h"
#include "texel.h"

/* False: it makes the commands invalid, as read_texture does. */
static bool
read_buffer(WGPUCommandEncoder encoder, const char *function, const WGPUTexelCopyBufferInfo *from,
            struct wasi_webgpu_texel_copy_buffer_info *to)
{
    if (!sdk_command_encoder_takes(encoder, from == NULL ? NULL : from->buffer, function))
        return false;
    const struct wasi_webgpu_texel_copy_buffer_layout layout = sdk_texel_copy_layout(&from->layout);
    *to = (struct wasi_webgpu_texel_copy_buffer_info){
        .buffer = sdk_handle(from->buffer),
        .offset = layout.offset,
        .bytes_per_row = layout.bytes_per_row,
        .rows_per_image = layout.rows_per_image,
    };
    return true;
}

/* False: an unknown aspect, or no texture that can be used, has made the commands invalid. */
static bool
read_texture(WGPUCommandEncoder encoder, const char *function, const WGPUTexelCopyTextureInfo *from,
             struct wasi_webgpu_texel_copy_texture_info *to)
{
    const bool known = sdk_texel_copy_texture(from, to);
    if (!known)
        sdk_refuse_command_encoder(encoder->object.handle, function, sdk_reason());
    return known;
}

/* False: the encoder cannot be used, or there is no size, which makes the commands invalid. */
static bool
is_given(WGPUCommandEncoder encoder, const char *function, const WGPUExtent3D *size)
{
    if (!sdk_is_usable(encoder, function))
        return false;
    if (size == NULL)
        sdk_refuse_command_encoder(encoder->object.handle, function, "no size");
    return size != NULL;
}

void
wgpuCommandEncoderCopyBufferToTexture(WGPUCommandEncoder self, const WGPUTexelCopyBufferInfo *source,
                                      const WGPUTexelCopyTextureInfo *destination, const WGPUExtent3D *size)
{
    if (!is_given(self, __func__, size))
        return;
    struct wasi_webgpu_command_encoder_copy_buffer_to_texture_params params = {
        .self = self->object.handle,
        .copy_size = sdk_extent(size),
    };
    if (read_buffer(self, __func__, source, &params.source) &&
        read_texture(self, __func__, destination, &params.destination))
        wasi_webgpu_command_encoder_copy_buffer_to_texture(&params);
}

void
wgpuCommandEncoderCopyTextureToBuffer(WGPUCommandEncoder self, const WGPUTexelCopyTextureInfo *source,
                                      const WGPUTexelCopyBufferInfo *destination, const WGPUExtent3D *size)
{
    if (!is_given(self, __func__, size))
        return;
    struct wasi_webgpu_command_encoder_copy_texture_to_buffer_params params = {
        .self = self->object.handle,
        .copy_size = sdk_extent(size),
    };
    if (read_texture(self, __func__, source, &params.source) &&
        read_buffer(self, __func__, destination, &params.destination))
        wasi_webgpu_command_encoder_copy_texture_to_buffer(&params);
}

void
wgpuCommandEncoderCopyTextureToTexture(WGPUCommandEncoder self, const WGPUTexelCopyTextureInfo *source,
                                       const WGPUTexelCopyTextureInfo *destination, const WGPUExtent3D *size)
{
    if (!is_given(self, __func__, size))
        return;
    struct wasi_webgpu_command_encoder_copy_texture_to_texture_params params = {
        .self = self->object.handle,
        .copy_size = sdk_extent(size),
    };
    if (read_texture(self, __func__, source, &params.source) &&
        read_texture(self, __func__, destination, &params.destination))
        wasi_webgpu_command_encoder_copy_texture_to_texture(&params);
}
