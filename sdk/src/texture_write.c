/* WGPUQueue: writing to textures. Follows WebGPU, "GPUQueue", writeTexture.
 *
 * More data than a list may hold is sent in pieces of whole rows. So that nothing is written where the whole
 * is invalid, what holds for a piece, but not for all, is checked here first. Only a last row that is too
 * short is found too late: it is an error, but the rows before it are written. */
#include <wasigpu/imports.h>

#include "piece.h"
#include "queue.h"
#include "reason.h"
#include "texel.h"
#include "text.h"
#include "texture.h"
#include "texture_format.h"

/* The last one of the greatest size is 1; a texture that is invalid may say that it has more. */
#define MAX_MIP_LEVELS 32

/* How the rows of blocks lie in the data. */
struct rows {
    uint32_t block_height;
    uint32_t count; /* of a layer */
    uint64_t pitch;
    uint64_t layer_pitch;
};

static uint32_t
level_size(uint32_t size, uint32_t level)
{
    return size >> level != 0 ? size >> level : 1;
}

/* Whether the range is within the texture, vertically and in depth: each piece has the whole width. */
static bool
is_within(const struct WGPUTextureImpl *texture,
          const struct wasi_webgpu_queue_write_texture_with_copy_params *params, uint32_t block_height)
{
    const struct wasi_webgpu_origin3_d *origin = &params->destination.origin.value;
    const uint32_t level = params->destination.mip_level.value;
    if (level >= texture->mip_level_count || level >= MAX_MIP_LEVELS)
        return false;
    const uint64_t height = level_size(texture->size.height, level);
    const uint64_t physical_height = (height + block_height - 1) / block_height * block_height;
    uint64_t depth = texture->size.depthOrArrayLayers;
    if (texture->dimension == WGPUTextureDimension_3D)
        depth = level_size(texture->size.depthOrArrayLayers, level);
    return (uint64_t)origin->y.value + params->size.height.value <= physical_height &&
           (uint64_t)origin->z.value + params->size.depth_or_array_layers.value <= depth;
}

/* False: it cannot be cut into pieces, for there is nothing to cut, or something is wrong with it. */
static bool
find_rows(const struct WGPUTextureImpl *texture,
          const struct wasi_webgpu_queue_write_texture_with_copy_params *params, struct rows *rows)
{
    const struct wasi_webgpu_texel_copy_buffer_layout *layout = &params->data_layout;
    const uint32_t height = params->size.height.value;
    const uint32_t depth = params->size.depth_or_array_layers.value;
    rows->block_height = sdk_texture_format_block_height(texture->format);
    rows->count = height / rows->block_height;
    rows->pitch = layout->bytes_per_row.value;
    rows->layer_pitch =
        rows->pitch * (layout->rows_per_image.some ? layout->rows_per_image.value : rows->count);
    if (rows->count == 0 || height % rows->block_height != 0 || depth == 0 || !layout->bytes_per_row.some ||
        rows->pitch == 0 || (depth > 1 && !layout->rows_per_image.some) ||
        (layout->rows_per_image.some && layout->rows_per_image.value < rows->count))
        return false;
    uint64_t last_layer;
    return !__builtin_mul_overflow(rows->layer_pitch, depth - 1, &last_layer) &&
           last_layer < params->data.count &&
           rows->pitch * (rows->count - 1) < params->data.count - last_layer &&
           is_within(texture, params, rows->block_height);
}

static void
write_layer(const struct wasi_webgpu_queue_write_texture_with_copy_params *whole, const struct rows *rows,
            uint32_t layer)
{
    struct wasi_webgpu_queue_write_texture_with_copy_params piece = *whole;
    struct wasi_webgpu_origin3_d *origin = &piece.destination.origin.value;
    const uint64_t most = rows->pitch < SDK_PIECE_SIZE ? SDK_PIECE_SIZE / rows->pitch : 1;
    origin->z.value += layer;
    piece.size.depth_or_array_layers.value = 1;
    piece.data_layout.rows_per_image.some = 0;
    for (uint32_t row = 0; row < rows->count;) {
        const uint32_t left = rows->count - row;
        const uint32_t count = left < most ? left : (uint32_t)most;
        const size_t start = (size_t)(layer * rows->layer_pitch + row * rows->pitch);
        const size_t rest = whole->data.count - start;
        const uint64_t size = count * rows->pitch;
        piece.data.data = whole->data.data + start;
        piece.data.count = sdk_piece(size < rest ? (size_t)size : rest);
        piece.size.height.value = count * rows->block_height;
        wasi_webgpu_queue_write_texture_with_copy(&piece);
        origin->y.value += piece.size.height.value;
        row += count;
    }
}

static void
write_large(const struct WGPUTextureImpl *texture,
            struct wasi_webgpu_queue_write_texture_with_copy_params *params)
{
    const uint64_t offset = params->data_layout.offset.value;
    if (offset <= params->data.count) {
        params->data.data += offset;
        params->data.count -= (uint32_t)offset;
        params->data_layout.offset.value = 0;
    }
    struct rows rows;
    if (params->data.count > SDK_PIECE_SIZE && find_rows(texture, params, &rows)) {
        for (uint32_t layer = 0; layer < params->size.depth_or_array_layers.value; layer++)
            write_layer(params, &rows, layer);
        return;
    }
    /* The beginning is enough, or the host finds what is wrong. */
    params->data.count = (uint32_t)sdk_piece(params->data.count);
    wasi_webgpu_queue_write_texture_with_copy(params);
}

void
wgpuQueueWriteTexture(WGPUQueue self, const WGPUTexelCopyTextureInfo *destination, const void *data,
                      size_t size, const WGPUTexelCopyBufferLayout *layout, const WGPUExtent3D *extent)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(layout, __func__) || !sdk_is_given(extent, __func__))
        return;
    if (data == NULL && size != 0 && !sdk_is_given(data, __func__))
        return;
    struct wasi_webgpu_queue_write_texture_with_copy_params params = {
        .self = self->object.handle,
        .data = {.data = data, .count = size},
        .data_layout = sdk_texel_copy_layout(layout),
        .size = sdk_extent(extent),
    };
    if (!sdk_texel_copy_texture(destination, &params.destination)) {
        sdk_log(__func__, sdk_text_of(sdk_reason()));
        if (params.destination.texture == 0)
            return;
        params.destination.mip_level.value = UINT32_MAX; /* which no texture has */
    }
    if (size <= SDK_PIECE_SIZE)
        wasi_webgpu_queue_write_texture_with_copy(&params);
    else
        write_large(destination->texture, &params);
}
