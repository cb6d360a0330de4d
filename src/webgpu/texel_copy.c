/* Texel copies: between buffers and textures by a gpu-command-encoder, and write-texture by a gpu-queue.
 *
 * Follows WebGPU, "Texel Copies". All that is to be checked is the device timeline's, and the library's; here
 * are the defaults of the IDL. */
#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"
#include "webgpu/texture.h"

#define ROW_PADDING UINT64_C(256)

static WGPUTexelCopyTextureInfo
texture_info(const struct webgpu_texel_copy_texture_info *from)
{
    WGPUTexelCopyTextureInfo to = {
        .texture = from->texture->native,
        .mipLevel = webgpu_u32_or(from->mip_level, 0),
        .aspect =
            webgpu_native_texture_aspect(from->aspect.some ? from->aspect.value : WEBGPU_TEXTURE_ASPECT_ALL),
    };
    if (from->origin.some) {
        to.origin.x = webgpu_u32_or(from->origin.value.x, 0);
        to.origin.y = webgpu_u32_or(from->origin.value.y, 0);
        to.origin.z = webgpu_u32_or(from->origin.value.z, 0);
    }
    return to;
}

static WGPUTexelCopyBufferLayout
layout(struct webgpu_option_u64 offset, struct webgpu_option_u32 bytes_per_row,
       struct webgpu_option_u32 rows_per_image)
{
    return (WGPUTexelCopyBufferLayout){
        .offset = webgpu_u64_or(offset, 0),
        .bytesPerRow = webgpu_u32_or_undefined(bytes_per_row),
        .rowsPerImage = webgpu_u32_or_undefined(rows_per_image),
    };
}

static WGPUTexelCopyBufferInfo
buffer_info(const struct webgpu_texel_copy_buffer_info *from)
{
    return (WGPUTexelCopyBufferInfo){
        .layout = layout(from->offset, from->bytes_per_row, from->rows_per_image),
        .buffer = from->buffer->native,
    };
}

void
webgpu_command_encoder_copy_buffer_to_texture(struct webgpu_command_encoder *self,
                                              const struct webgpu_texel_copy_buffer_info *source,
                                              const struct webgpu_texel_copy_texture_info *destination,
                                              const struct webgpu_extent3_d *copy_size,
                                              struct base_arena *arena)
{
    (void)arena;
    if (!webgpu_record(&self->object))
        return;
    const WGPUTexelCopyBufferInfo from = buffer_info(source);
    const WGPUTexelCopyTextureInfo to = texture_info(destination);
    const WGPUExtent3D size = webgpu_native_extent(copy_size);
    webgpu_hold_used(&self->object, &source->buffer->object);
    webgpu_hold_used(&self->object, &destination->texture->object);
    wgpuCommandEncoderCopyBufferToTexture(self->native, &from, &to, &size);
}

void
webgpu_command_encoder_copy_texture_to_buffer(struct webgpu_command_encoder *self,
                                              const struct webgpu_texel_copy_texture_info *source,
                                              const struct webgpu_texel_copy_buffer_info *destination,
                                              const struct webgpu_extent3_d *copy_size,
                                              struct base_arena *arena)
{
    (void)arena;
    if (!webgpu_record(&self->object))
        return;
    const WGPUTexelCopyTextureInfo from = texture_info(source);
    const WGPUTexelCopyBufferInfo to = buffer_info(destination);
    const WGPUExtent3D size = webgpu_native_extent(copy_size);
    webgpu_hold_used(&self->object, &source->texture->object);
    webgpu_hold_used(&self->object, &destination->buffer->object);
    wgpuCommandEncoderCopyTextureToBuffer(self->native, &from, &to, &size);
}

void
webgpu_command_encoder_copy_texture_to_texture(struct webgpu_command_encoder *self,
                                               const struct webgpu_texel_copy_texture_info *source,
                                               const struct webgpu_texel_copy_texture_info *destination,
                                               const struct webgpu_extent3_d *copy_size,
                                               struct base_arena *arena)
{
    (void)arena;
    if (!webgpu_record(&self->object))
        return;
    const WGPUTexelCopyTextureInfo from = texture_info(source);
    const WGPUTexelCopyTextureInfo to = texture_info(destination);
    const WGPUExtent3D size = webgpu_native_extent(copy_size);
    webgpu_hold_used(&self->object, &source->texture->object);
    webgpu_hold_used(&self->object, &destination->texture->object);
    wgpuCommandEncoderCopyTextureToTexture(self->native, &from, &to, &size);
}

/* What a library may keep of a write until the queue is through with it: rows are padded. */
static uint64_t
kept_bytes(const struct abi_view *data, const WGPUExtent3D *size)
{
    const uint64_t rows = (uint64_t)size->height * size->depthOrArrayLayers;
    return data->count + ROW_PADDING * (rows < data->count ? rows : data->count);
}

/* The library reads no further than to the end of `data`: a layout that goes beyond is a validation error. */
void
webgpu_queue_write_texture_with_copy(struct webgpu_queue *self,
                                     const struct webgpu_texel_copy_texture_info *destination,
                                     struct abi_view data,
                                     const struct webgpu_texel_copy_buffer_layout *data_layout,
                                     const struct webgpu_extent3_d *size, struct base_arena *arena)
{
    (void)arena;
    const WGPUExtent3D extent = webgpu_native_extent(size);
    if (self->device->abandoned || !webgpu_leaving_take(self->device, kept_bytes(&data, &extent)))
        return;
    const WGPUTexelCopyTextureInfo to = texture_info(destination);
    const WGPUTexelCopyBufferLayout from =
        layout(data_layout->offset, data_layout->bytes_per_row, data_layout->rows_per_image);
    wgpuQueueWriteTexture(self->native, &to, data.count == 0 ? "" : data.data, data.count, &from, &extent);
}
