/* wgpu-native's copies between buffers and textures. It aborts at aspects that it does not know, and at rows
 * and images of 0; between slices and layers it copies only the first. WebGPU, "Image Copies". */
#include "gpu/wgpu/copy.h"

#include <stdint.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/fresh.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/texture.h"
#include "gpu/wgpu/wgpu.h"

const char *
gpu_wgpu_check_texels(const struct gpu_wgpu_device *device, const WGPUTexelCopyTextureInfo *info,
                      WGPUTextureUsage usage)
{
    const struct gpu_wgpu_texture *texture = gpu_wgpu_texture(info->texture);
    if (texture->device != device)
        return "a texture is of another device";
    if (texture->native == NULL)
        return "a texture is invalid";
    if ((texture->usage & usage) == 0)
        return usage == WGPUTextureUsage_CopySrc ? "a texture lacks the usage CopySrc"
                                                 : "a texture lacks the usage CopyDst";
    return info->aspect <= WGPUTextureAspect_DepthOnly ? NULL : "unknown aspect";
}

WGPUTexelCopyTextureInfo
gpu_wgpu_unwrap_texels(const WGPUTexelCopyTextureInfo *info)
{
    WGPUTexelCopyTextureInfo native = *info;
    native.texture = gpu_wgpu_texture(info->texture)->native;
    if (native.aspect == WGPUTextureAspect_Undefined)
        native.aspect = WGPUTextureAspect_All;
    return native;
}

/* Of what does not fit in 32 bits nothing fits in a texture. */
static uint32_t
end_of(uint32_t begin, uint32_t size)
{
    return size <= UINT32_MAX - begin ? begin + size : UINT32_MAX;
}

const char *
gpu_wgpu_fill_layout(WGPUTexelCopyBufferLayout *layout, WGPUOrigin3D *origin, WGPUExtent3D *size)
{
    if (layout->bytesPerRow == 0 && size->width > 0)
        return "the rows have no bytes";
    if (layout->rowsPerImage == 0 && size->height > 0)
        return "the images have no rows";
    if (layout->bytesPerRow != 0 && layout->rowsPerImage != 0)
        return NULL;
    layout->bytesPerRow = WGPU_COPY_STRIDE_UNDEFINED;
    layout->rowsPerImage = WGPU_COPY_STRIDE_UNDEFINED;
    *origin = (WGPUOrigin3D){end_of(origin->x, size->width), end_of(origin->y, size->height),
                             end_of(origin->z, size->depthOrArrayLayers)};
    *size = (WGPUExtent3D){0, 0, 0};
    return NULL;
}

/* A side of a copy, noted as used. */
static void
use_texels(struct gpu_wgpu_command_encoder *encoder, const WGPUTexelCopyTextureInfo *info,
           WGPUTextureUsage usage)
{
    const char *reason = gpu_wgpu_check_texels(encoder->device, info, usage);
    if (reason != NULL)
        encoder->used.error = reason;
    else
        gpu_wgpu_use_texture(&encoder->used, gpu_wgpu_texture(info->texture));
}

/* What wgpu-native is given of a copy between a buffer and a texture. */
struct copy {
    WGPUTexelCopyBufferInfo buffer;
    WGPUTexelCopyTextureInfo texels;
    WGPUExtent3D size;
};

/* False: the encoder is invalid. */
static bool
unwrap(struct gpu_wgpu_command_encoder *encoder, const WGPUTexelCopyBufferInfo *buffer,
       const WGPUTexelCopyTextureInfo *texels, const WGPUExtent3D *size, struct copy *copy)
{
    if (encoder->used.error != NULL)
        return false;
    copy->buffer = *buffer;
    copy->buffer.buffer = gpu_wgpu_buffer(buffer->buffer)->native;
    copy->texels = gpu_wgpu_unwrap_texels(texels);
    copy->size = *size;
    encoder->used.error = gpu_wgpu_fill_layout(&copy->buffer.layout, &copy->texels.origin, &copy->size);
    return encoder->used.error == NULL;
}

void
gpu_wgpu_CommandEncoderCopyBufferToTexture(WGPUCommandEncoder handle, const WGPUTexelCopyBufferInfo *source,
                                           const WGPUTexelCopyTextureInfo *destination,
                                           const WGPUExtent3D *size)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_open_encoder(handle);
    if (encoder == NULL)
        return;
    struct copy copy;
    gpu_wgpu_use_buffer(&encoder->used, gpu_wgpu_buffer(source->buffer));
    use_texels(encoder, destination, WGPUTextureUsage_CopyDst);
    if (!unwrap(encoder, source, destination, size, &copy))
        return;
    gpu_wgpu_fresh_depth(encoder->native, destination, size);
    gpu_native.CommandEncoderCopyBufferToTexture(encoder->native, &copy.buffer, &copy.texels, &copy.size);
}

void
gpu_wgpu_CommandEncoderCopyTextureToBuffer(WGPUCommandEncoder handle, const WGPUTexelCopyTextureInfo *source,
                                           const WGPUTexelCopyBufferInfo *destination,
                                           const WGPUExtent3D *size)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_open_encoder(handle);
    if (encoder == NULL)
        return;
    struct copy copy;
    use_texels(encoder, source, WGPUTextureUsage_CopySrc);
    gpu_wgpu_write_buffer(encoder, gpu_wgpu_buffer(destination->buffer));
    if (unwrap(encoder, destination, source, size, &copy))
        gpu_native.CommandEncoderCopyTextureToBuffer(encoder->native, &copy.texels, &copy.buffer, &copy.size);
}

/* One slice or layer after the other. */
static void
copy_singly(WGPUCommandEncoder native, WGPUTexelCopyTextureInfo from, WGPUTexelCopyTextureInfo to,
            WGPUExtent3D size, uint32_t count)
{
    size.depthOrArrayLayers = 1;
    for (uint32_t i = 0; i < count; i++) {
        gpu_native.CommandEncoderCopyTextureToTexture(native, &from, &to, &size);
        from.origin.z++;
        to.origin.z++;
    }
}

/* Whether the texture has them, at least at its first mip level. */
static bool
has_layers(const WGPUTexelCopyTextureInfo *info, uint32_t count)
{
    const uint32_t layers = gpu_wgpu_texture(info->texture)->size.depthOrArrayLayers;
    return info->origin.z <= layers && count <= layers - info->origin.z;
}

/* The slices of a mip level are one subresource, which wgpu-native copies from and to; layers it looks at. */
static bool
is_one_subresource(const WGPUTexelCopyTextureInfo *source, const WGPUTexelCopyTextureInfo *destination)
{
    return source->texture == destination->texture && source->mipLevel == destination->mipLevel &&
           gpu_wgpu_texture(source->texture)->dimension == WGPUTextureDimension_3D;
}

void
gpu_wgpu_CommandEncoderCopyTextureToTexture(WGPUCommandEncoder handle, const WGPUTexelCopyTextureInfo *source,
                                            const WGPUTexelCopyTextureInfo *destination,
                                            const WGPUExtent3D *size)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_open_encoder(handle);
    if (encoder == NULL)
        return;
    use_texels(encoder, source, WGPUTextureUsage_CopySrc);
    use_texels(encoder, destination, WGPUTextureUsage_CopyDst);
    if (is_one_subresource(source, destination))
        encoder->used.error = "a copy's source is its destination";
    if (encoder->used.error != NULL)
        return;
    const WGPUTexelCopyTextureInfo from = gpu_wgpu_unwrap_texels(source);
    const WGPUTexelCopyTextureInfo to = gpu_wgpu_unwrap_texels(destination);
    const uint32_t count = size->depthOrArrayLayers;
    const bool mixed =
        gpu_wgpu_texture(source->texture)->dimension != gpu_wgpu_texture(destination->texture)->dimension;
    if (mixed && count > 1 && has_layers(source, count) && has_layers(destination, count))
        copy_singly(encoder->native, from, to, *size, count);
    else
        gpu_native.CommandEncoderCopyTextureToTexture(encoder->native, &from, &to, size);
}
