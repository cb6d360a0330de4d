/* Dawn: large writes to textures, in pieces as in write.c: rows of a slice, or whole slices.
 *
 * Only colors of which there are full rows go this way; depth and stencil, several samples, and all that is
 * not in order by WebGPU, "Texel Copies", is left to Dawn's own function, and so is its error. */
#include "gpu/dawn/dawn.h"
#include "gpu/dawn/scope.h"
#include "gpu/dawn/staging.h"
#include "gpu/texel_block.h"

#define ROW_ALIGNMENT 256u /* of a copy from a buffer */
#define MAX_LEVELS 32      /* of any texture that is valid */

/* One write; its rows are rows of blocks. */
struct texel_write {
    WGPUQueue queue;
    WGPUTexelCopyTextureInfo destination;
    WGPUExtent3D size;
    struct gpu_texel_block block;
    const char *data; /* from the layout's offset on */
    size_t data_size;
    uint32_t bytes_per_row;
    uint64_t bytes_per_image;
    uint32_t row_size;
    uint32_t rows;  /* of a slice */
    uint32_t pitch; /* of a row in a chunk */
};

/* Rows of one slice, or all rows of some slices. */
struct piece {
    uint32_t row, rows;
    uint32_t slice, slices;
};

static bool
is_color(WGPUTextureFormat format)
{
    return format < WGPUTextureFormat_Stencil8 || format > WGPUTextureFormat_Depth32FloatStencil8;
}

/* Whether so many texels from `origin` on are within `size`, and whole blocks. */
static bool
fits(uint32_t origin, uint32_t count, uint32_t size, uint32_t block)
{
    const uint32_t blocks = (size + block - 1) / block * block;
    return origin % block == 0 && count % block == 0 && count != 0 && origin <= blocks &&
           count <= blocks - origin;
}

static uint32_t
mip_size(uint32_t size, uint32_t level)
{
    return size >> level > 0 ? size >> level : 1;
}

static bool
has_range(const struct texel_write *write)
{
    const WGPUTexture texture = write->destination.texture;
    const WGPUOrigin3D origin = write->destination.origin;
    const uint32_t level = write->destination.mipLevel;
    const WGPUTextureDimension dimension = gpu_native.TextureGetDimension(texture);
    if (level >= MAX_LEVELS || level >= gpu_native.TextureGetMipLevelCount(texture) ||
        gpu_native.TextureGetSampleCount(texture) != 1 || dimension == WGPUTextureDimension_1D)
        return false;
    const uint32_t width = mip_size(gpu_native.TextureGetWidth(texture), level);
    const uint32_t height = mip_size(gpu_native.TextureGetHeight(texture), level);
    uint32_t depth = gpu_native.TextureGetDepthOrArrayLayers(texture);
    if (dimension == WGPUTextureDimension_3D)
        depth = mip_size(depth, level);
    return fits(origin.x, write->size.width, width, write->block.width) &&
           fits(origin.y, write->size.height, height, write->block.height) &&
           fits(origin.z, write->size.depthOrArrayLayers, depth, 1);
}

/* WebGPU, "validating linear texture data". */
static bool
has_data(const struct texel_write *write, uint32_t rows_per_image)
{
    if (write->bytes_per_row == WGPU_COPY_STRIDE_UNDEFINED || write->bytes_per_row < write->row_size ||
        rows_per_image < write->rows)
        return false;
    uint64_t needed;
    if (__builtin_mul_overflow(write->bytes_per_image, write->size.depthOrArrayLayers - 1, &needed) ||
        __builtin_add_overflow(needed, (uint64_t)write->bytes_per_row * (write->rows - 1), &needed) ||
        __builtin_add_overflow(needed, write->row_size, &needed))
        return false;
    return needed <= write->data_size;
}

/* Fills in what depends on the format. False: it is Dawn's. */
static bool
init(struct texel_write *write, const WGPUTexelCopyBufferLayout *layout, size_t data_size)
{
    const WGPUTexture texture = write->destination.texture;
    const WGPUTextureFormat format = gpu_procs.TextureGetFormat(texture);
    const WGPUTextureAspect aspect = write->destination.aspect;
    write->block = gpu_texel_block(format);
    if (write->block.bytes == 0 || !is_color(format) || layout->offset > data_size ||
        (aspect != WGPUTextureAspect_All && aspect != WGPUTextureAspect_Undefined) || !has_range(write))
        return false;
    const bool images = layout->rowsPerImage != WGPU_COPY_STRIDE_UNDEFINED;
    if (!images && write->size.depthOrArrayLayers != 1)
        return false;
    write->data += layout->offset;
    write->data_size = data_size - layout->offset;
    write->row_size = write->size.width / write->block.width * write->block.bytes;
    write->rows = write->size.height / write->block.height;
    write->pitch = (write->row_size + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    write->bytes_per_row = layout->bytesPerRow;
    const uint32_t rows_per_image = images ? layout->rowsPerImage : write->rows;
    write->bytes_per_image = (uint64_t)write->bytes_per_row * rows_per_image;
    return has_data(write, rows_per_image) && write->pitch / 2 <= write->row_size &&
           write->pitch <= GPU_DAWN_CHUNK_SIZE;
}

static bool
is_large(const struct texel_write *write)
{
    return (uint64_t)write->row_size * write->rows * write->size.depthOrArrayLayers >= GPU_DAWN_LARGE_WRITE;
}

/* The texture itself: Dawn says so of a write of nothing. */
static bool
is_valid(WGPUDevice device, const struct texel_write *write)
{
    static const WGPUExtent3D nothing = {0, 0, 0};
    static const WGPUTexelCopyBufferLayout layout = {.bytesPerRow = 0, .rowsPerImage = 0};
    gpu_native.DevicePushErrorScope(device, WGPUErrorFilter_Validation);
    gpu_native.QueueWriteTexture(write->queue, &write->destination, "", 0, &layout, &nothing);
    return gpu_dawn_pop_scope(device) == WGPUErrorType_NoError;
}

static struct piece
piece_at(const struct texel_write *write, uint32_t slice, uint32_t row)
{
    const uint64_t fitting_rows = GPU_DAWN_CHUNK_SIZE / write->pitch;
    const uint64_t fitting_slices = fitting_rows / write->rows;
    struct piece piece = {row, write->rows - row, slice, 1};
    if (row == 0 && fitting_slices != 0) {
        const uint32_t left = write->size.depthOrArrayLayers - slice;
        piece.slices = fitting_slices < left ? (uint32_t)fitting_slices : left;
    } else if (piece.rows > fitting_rows) {
        piece.rows = (uint32_t)fitting_rows;
    }
    return piece;
}

static const char *
row_data(const struct texel_write *write, uint32_t slice, uint32_t row)
{
    return write->data + slice * write->bytes_per_image + (uint64_t)row * write->bytes_per_row;
}

static void
fill(const struct gpu_dawn_staging *staging, const struct texel_write *write, const struct piece *piece,
     char *bytes)
{
    struct gpu_dawn_rows rows = {
        .to = bytes,
        .to_pitch = write->pitch,
        .from_pitch = write->bytes_per_row,
        .size = write->row_size,
        .count = piece->rows,
    };
    for (uint32_t slice = 0; slice < piece->slices; slice++) {
        rows.from = row_data(write, piece->slice + slice, piece->row);
        gpu_dawn_staging_copy(staging, &rows);
        rows.to += (size_t)write->pitch * piece->rows;
    }
}

/* Where the piece goes, and how large it is in texels. */
static WGPUTexelCopyTextureInfo
place_of(const struct texel_write *write, const struct piece *piece, WGPUExtent3D *size)
{
    WGPUTexelCopyTextureInfo place = write->destination;
    place.origin.y += piece->row * write->block.height;
    place.origin.z += piece->slice;
    *size = (WGPUExtent3D){write->size.width, piece->rows * write->block.height, piece->slices};
    return place;
}

/* False: there is no chunk for it. */
static bool
stage(struct gpu_dawn_staging *staging, const struct texel_write *write, const struct piece *piece)
{
    void *bytes;
    struct gpu_dawn_chunk *chunk = gpu_dawn_staging_take(staging, &bytes);
    if (chunk == NULL)
        return false;
    fill(staging, write, piece, bytes);
    WGPUExtent3D size;
    const WGPUTexelCopyTextureInfo to = place_of(write, piece, &size);
    const WGPUTexelCopyBufferInfo from = {
        .layout = {.bytesPerRow = write->pitch, .rowsPerImage = piece->rows},
        .buffer = gpu_dawn_chunk_filled(chunk),
    };
    const WGPUCommandEncoder encoder =
        gpu_native.DeviceCreateCommandEncoder(gpu_dawn_staging_device(staging), NULL);
    gpu_native.CommandEncoderCopyBufferToTexture(encoder, &from, &to, &size);
    gpu_dawn_staging_submit(staging, chunk, encoder);
    return true;
}

static void
write_by_dawn(const struct texel_write *write, const struct piece *piece)
{
    const char *data = row_data(write, piece->slice, piece->row);
    const char *end = row_data(write, piece->slice + piece->slices - 1, piece->row + piece->rows - 1);
    const WGPUTexelCopyBufferLayout layout = {
        .bytesPerRow = write->bytes_per_row,
        .rowsPerImage = (uint32_t)(write->bytes_per_image / write->bytes_per_row),
    };
    WGPUExtent3D size;
    const WGPUTexelCopyTextureInfo to = place_of(write, piece, &size);
    gpu_native.QueueWriteTexture(write->queue, &to, data, (size_t)(end - data) + write->row_size, &layout,
                                 &size);
}

static void
write_in_pieces(struct gpu_dawn_staging *staging, const struct texel_write *write)
{
    uint32_t row = 0;
    for (uint32_t slice = 0; slice < write->size.depthOrArrayLayers;) {
        const struct piece piece = piece_at(write, slice, row);
        if (!stage(staging, write, &piece))
            write_by_dawn(write, &piece);
        row += piece.rows;
        if (row < write->rows)
            continue;
        row = 0;
        slice += piece.slices;
    }
}

void
gpu_dawn_QueueWriteTexture(WGPUQueue queue, const WGPUTexelCopyTextureInfo *destination, const void *data,
                           size_t data_size, const WGPUTexelCopyBufferLayout *layout,
                           const WGPUExtent3D *size)
{
    struct texel_write write = {.queue = queue, .destination = *destination, .size = *size, .data = data};
    struct gpu_dawn_staging *staging = gpu_dawn_staging_enter(queue, GPU_DAWN_WRITE_TEXTURE, data_size);
    if (staging == NULL) {
        gpu_native.QueueWriteTexture(queue, destination, data, data_size, layout, size);
        return;
    }
    if (init(&write, layout, data_size) && is_large(&write) &&
        is_valid(gpu_dawn_staging_device(staging), &write))
        write_in_pieces(staging, &write);
    else
        gpu_native.QueueWriteTexture(queue, destination, data, data_size, layout, size);
    gpu_dawn_staging_leave(staging);
}
