/* WGPUCommandEncoder: copies to and from textures. Follows WebGPU, "Copies". */
#include <wasigpu/imports.h>

#include "object.h"
#include "refuse.h"
#include "texel.h"

static struct wasi_webgpu_texel_copy_buffer_info
read_buffer(const WGPUTexelCopyBufferInfo *from)
{
    const struct wasi_webgpu_texel_copy_buffer_layout layout = sdk_texel_copy_layout(&from->layout);
    return (struct wasi_webgpu_texel_copy_buffer_info){
        .buffer = sdk_handle(from->buffer),
        .offset = layout.offset,
        .bytes_per_row = layout.bytes_per_row,
        .rows_per_image = layout.rows_per_image,
    };
}

/* An unknown aspect makes the commands invalid. */
static bool
read_texture(WGPUCommandEncoder encoder, const char *function, const WGPUTexelCopyTextureInfo *from,
             struct wasi_webgpu_texel_copy_texture_info *to)
{
    const bool known = sdk_texel_copy_texture(from, to);
    if (!known)
        sdk_refuse_command_encoder(encoder->object.handle, function, "unknown aspect");
    return known;
}

void
wgpuCommandEncoderCopyBufferToTexture(WGPUCommandEncoder self, const WGPUTexelCopyBufferInfo *source,
                                      const WGPUTexelCopyTextureInfo *destination, const WGPUExtent3D *size)
{
    struct wasi_webgpu_command_encoder_copy_buffer_to_texture_params params = {
        .self = self->object.handle,
        .source = read_buffer(source),
        .copy_size = sdk_extent(size),
    };
    if (read_texture(self, "wgpuCommandEncoderCopyBufferToTexture", destination, &params.destination))
        wasi_webgpu_command_encoder_copy_buffer_to_texture(&params);
}

void
wgpuCommandEncoderCopyTextureToBuffer(WGPUCommandEncoder self, const WGPUTexelCopyTextureInfo *source,
                                      const WGPUTexelCopyBufferInfo *destination, const WGPUExtent3D *size)
{
    struct wasi_webgpu_command_encoder_copy_texture_to_buffer_params params = {
        .self = self->object.handle,
        .destination = read_buffer(destination),
        .copy_size = sdk_extent(size),
    };
    if (read_texture(self, "wgpuCommandEncoderCopyTextureToBuffer", source, &params.source))
        wasi_webgpu_command_encoder_copy_texture_to_buffer(&params);
}

void
wgpuCommandEncoderCopyTextureToTexture(WGPUCommandEncoder self, const WGPUTexelCopyTextureInfo *source,
                                       const WGPUTexelCopyTextureInfo *destination, const WGPUExtent3D *size)
{
    static const char function[] = "wgpuCommandEncoderCopyTextureToTexture";
    struct wasi_webgpu_command_encoder_copy_texture_to_texture_params params = {
        .self = self->object.handle,
        .copy_size = sdk_extent(size),
    };
    if (read_texture(self, function, source, &params.source) &&
        read_texture(self, function, destination, &params.destination))
        wasi_webgpu_command_encoder_copy_texture_to_texture(&params);
}
