/* Writing to textures and copying between textures and buffers: what arrives where, and what is refused.
 * WebGPU, "Copies" and "GPUQueue", writeTexture. */
#include <stdlib.h>
#include <string.h>

#include "image.h"

static struct gpu gpu;

#define COPIES (WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst)

static WGPUTexture
texture_of(WGPUTextureFormat format, WGPUTextureDimension dimension, WGPUExtent3D size, uint32_t levels)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.format = format;
    descriptor.dimension = dimension;
    descriptor.size = size;
    descriptor.mipLevelCount = levels;
    descriptor.usage = COPIES;
    return wgpuDeviceCreateTexture(gpu.device, &descriptor);
}

/* The number of a texel that says where it is. */
static uint32_t
number_of(uint32_t x, uint32_t y, uint32_t z)
{
    return 0x01000000 * (z + 1) + 0x10000 * y + x;
}

static bool
holds(WGPUTexelCopyTextureInfo from, uint32_t width, uint32_t height, uint32_t first_x, uint32_t first_y,
      uint32_t z)
{
    uint32_t texels[64 * 64];
    if (!image_read(&gpu, from, width, height, 4, texels))
        return false;
    for (uint32_t i = 0; i < width * height; i++) {
        if (texels[i] != number_of(first_x + i % width, first_y + i / width, z))
            return false;
    }
    return true;
}

/* Data whose rows, and whose layers, lie further apart than they need. */
static uint32_t *
numbered(uint32_t skip, uint32_t pitch, uint32_t rows, uint32_t layers)
{
    uint32_t *data = calloc(skip + pitch * rows * layers, sizeof *data);
    for (uint32_t i = 0; data != NULL && i < pitch * rows * layers; i++)
        data[skip + i] = number_of(i % pitch, i / pitch % rows, i / pitch / rows);
    return data;
}

static void
test_write(void)
{
    const WGPUExtent3D extent = {20, 10, 3};
    WGPUTexture texture = texture_of(WGPUTextureFormat_RGBA8Unorm, WGPUTextureDimension_Undefined,
                                     (WGPUExtent3D){32, 16, 4}, 1);
    uint32_t *data = numbered(7, 25, 12, 3);
    const WGPUTexelCopyTextureInfo to = image_at(texture, 0, 5, 6, 1);
    WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    layout.offset = (uint64_t)7 * 4;
    layout.bytesPerRow = 25 * 4;
    layout.rowsPerImage = 12;
    const size_t size =
        (7 + 25 * 12 * 2 + 25 * 9 + 20) * sizeof *data; /* the last row ends with its texels */
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &to, data, size, &layout, &extent);
    gpu_expect_none(&gpu, "write to three layers, from the middle of the data");
    for (uint32_t z = 0; z < 3; z++)
        check(holds(image_at(texture, 0, 5, 6, z + 1), 20, 10, 0, 0, z), "a layer has arrived");
    check_equal(image_texel(&gpu, texture, 5, 6), 0, "the layer before has not changed");
    uint32_t corner = 1;
    check(image_read(&gpu, image_at(texture, 0, 4, 6, 1), 1, 1, 4, &corner) && corner == 0,
          "nor what is beside it");

    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &to, data, size - 1, &layout, &extent);
    gpu_expect_error(&gpu, "data that is one byte short");
    layout.bytesPerRow = 20 * 4 - 1;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &to, data, size, &layout, &extent);
    gpu_expect_error(&gpu, "rows that overlap");
    layout.bytesPerRow = WGPU_COPY_STRIDE_UNDEFINED;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &to, data, size, &layout, &extent);
    gpu_expect_error(&gpu, "several rows without saying how far they are apart");
    layout.bytesPerRow = 25 * 4;
    layout.rowsPerImage = WGPU_COPY_STRIDE_UNDEFINED;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &to, data, size, &layout, &extent);
    gpu_expect_error(&gpu, "several layers likewise");
    layout.rowsPerImage = 9;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &to, data, size, &layout, &extent);
    gpu_expect_error(&gpu, "layers that overlap");
    check(holds(image_at(texture, 0, 5, 6, 3), 20, 10, 0, 0, 2), "none of which has written anything");
    free(data);
    wgpuTextureRelease(texture);
}

static void
refuse_write(WGPUTexelCopyTextureInfo to, WGPUExtent3D extent, const char *what)
{
    static const uint32_t data[64];
    WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    layout.bytesPerRow = 32;
    layout.rowsPerImage = 4;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &to, data, sizeof data, &layout, &extent);
    gpu_expect_error(&gpu, what);
}

static void
test_invalid_writes(void)
{
    const WGPUExtent3D eight = {8, 2, 1};
    WGPUTexture texture =
        texture_of(WGPUTextureFormat_R32Uint, WGPUTextureDimension_2D, (WGPUExtent3D){16, 16, 2}, 2);
    refuse_write(image_at(texture, 0, 9, 0, 0), eight, "a write beyond the right edge");
    refuse_write(image_at(texture, 0, 0, 15, 0), eight, "beyond the lower edge");
    refuse_write(image_at(texture, 0, 0, 0, 2), eight, "beyond the last layer");
    refuse_write(image_at(texture, 1, 1, 0, 0), eight, "beyond the edge of a smaller level");
    refuse_write(image_at(texture, 2, 0, 0, 0), eight, "to a level that there is not");
    refuse_write(image_at(texture, 0, UINT32_MAX, 0, 0), eight, "far away");
    WGPUTexelCopyTextureInfo to = image_at(texture, 0, 0, 0, 0);
    to.aspect = (WGPUTextureAspect)9;
    refuse_write(to, eight, "to an unknown aspect");
    to.aspect = WGPUTextureAspect_DepthOnly;
    refuse_write(to, eight, "to the depth of a color");
    WGPUTexture fixed = image_new(&gpu, 16, 16, WGPUTextureFormat_R32Uint, WGPUTextureUsage_TextureBinding);
    refuse_write(image_at(fixed, 0, 0, 0, 0), eight, "to a texture that is not for copies");
    wgpuTextureRelease(fixed);
    wgpuTextureDestroy(texture);
    refuse_write(image_at(texture, 0, 0, 0, 0), eight, "to a destroyed texture");
    wgpuTextureRelease(texture);
}

static void
test_levels_and_solids(void)
{
    uint32_t *data = numbered(0, 8, 8, 4);
    WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    layout.bytesPerRow = 32;
    layout.rowsPerImage = 8;
    WGPUTexture levels =
        texture_of(WGPUTextureFormat_R32Uint, WGPUTextureDimension_2D, (WGPUExtent3D){32, 32, 1}, 6);
    const WGPUTexelCopyTextureInfo third = image_at(levels, 2, 0, 0, 0);
    WGPUExtent3D extent = {8, 8, 1};
    wgpuQueueWriteTexture(gpu.queue, &third, data, 256, &layout, &extent);
    check(holds(third, 8, 8, 0, 0, 0), "a write to the third level");
    wgpuTextureRelease(levels);

    WGPUTexture solid =
        texture_of(WGPUTextureFormat_R32Uint, WGPUTextureDimension_3D, (WGPUExtent3D){8, 8, 4}, 1);
    const WGPUTexelCopyTextureInfo all = image_at(solid, 0, 0, 0, 0);
    extent.depthOrArrayLayers = 4;
    wgpuQueueWriteTexture(gpu.queue, &all, data, 1024, &layout, &extent);
    check(holds(image_at(solid, 0, 2, 3, 2), 4, 5, 2, 3, 2), "a write to a solid, of which a part is read");
    wgpuTextureRelease(solid);

    WGPUTexture line =
        texture_of(WGPUTextureFormat_R32Uint, WGPUTextureDimension_1D, (WGPUExtent3D){64, 1, 1}, 1);
    const WGPUTexelCopyTextureInfo from_eight = image_at(line, 0, 8, 0, 0);
    extent = (WGPUExtent3D){8, 1, 1};
    layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    wgpuQueueWriteTexture(gpu.queue, &from_eight, data, 32, &layout, &extent);
    check(holds(from_eight, 8, 1, 0, 0, 0), "a write to a line, whose one row needs no pitch");
    wgpuTextureRelease(line);
    free(data);
}

static void
test_copies(void)
{
    WGPUTexture first =
        texture_of(WGPUTextureFormat_R32Uint, WGPUTextureDimension_2D, (WGPUExtent3D){64, 64, 1}, 1);
    WGPUTexture second =
        texture_of(WGPUTextureFormat_R32Uint, WGPUTextureDimension_2D, (WGPUExtent3D){64, 64, 2}, 1);
    uint32_t *data = numbered(64, 64, 64, 1);
    WGPUTexelCopyBufferInfo source = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    source.buffer = gpu_buffer(&gpu, 256 * 65, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    source.layout.offset = 256;
    source.layout.bytesPerRow = 256;
    wgpuQueueWriteBuffer(gpu.queue, source.buffer, 0, data, (size_t)256 * 65);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    const WGPUTexelCopyTextureInfo whole = image_at(first, 0, 0, 0, 0);
    const WGPUTexelCopyTextureInfo from = image_at(first, 0, 10, 20, 0);
    const WGPUTexelCopyTextureInfo to = image_at(second, 0, 1, 2, 1);
    wgpuCommandEncoderCopyBufferToTexture(encoder, &source, &whole, &(WGPUExtent3D){64, 64, 1});
    wgpuCommandEncoderCopyTextureToTexture(encoder, &from, &to, &(WGPUExtent3D){30, 40, 1});
    gpu_submit(&gpu, encoder);
    check(holds(whole, 64, 64, 0, 0, 0), "a copy from a buffer");
    check(holds(to, 30, 40, 10, 20, 0), "a part of it, copied to another texture");
    wgpuBufferRelease(source.buffer);
    free(data);
    wgpuTextureRelease(second);
    wgpuTextureRelease(first);
}

/* Ends a recording that must have become invalid. */
static void
refuse_finish(WGPUCommandEncoder encoder, const char *what)
{
    gpu_watch(&gpu);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, what);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
}

static void
refuse_buffer_copy(WGPUTexelCopyBufferInfo from, WGPUTexelCopyTextureInfo to, const char *what)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyBufferToTexture(encoder, &from, &to, &(WGPUExtent3D){4, 4, 1});
    refuse_finish(encoder, what);
}

static void
test_invalid_copies(void)
{
    WGPUTexture texture =
        texture_of(WGPUTextureFormat_R32Uint, WGPUTextureDimension_2D, (WGPUExtent3D){64, 64, 1}, 1);
    WGPUTexelCopyBufferInfo buffer = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    buffer.buffer = gpu_buffer(&gpu, 2048, WGPUBufferUsage_CopySrc);
    buffer.layout.bytesPerRow = 16;
    WGPUTexelCopyTextureInfo place = image_at(texture, 0, 0, 0, 0);
    refuse_buffer_copy(buffer, place, "rows that do not lie at multiples of 256");
    buffer.layout.bytesPerRow = 256;
    buffer.layout.offset = 2;
    refuse_buffer_copy(buffer, place, "an offset within a texel");
    buffer.layout.offset = 1536;
    refuse_buffer_copy(buffer, place, "more than the buffer has");
    buffer.layout.offset = 0;
    place.aspect = (WGPUTextureAspect)9;
    refuse_buffer_copy(buffer, place, "an unknown aspect");
    place = image_at(texture, 1, 0, 0, 0);
    refuse_buffer_copy(buffer, place, "a level that there is not");

    place = image_at(texture, 0, 0, 0, 0);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &place, &buffer, &(WGPUExtent3D){4, 4, 1});
    refuse_finish(encoder, "a copy to a buffer that is only to be copied from");
    const WGPUTexelCopyTextureInfo beside = image_at(texture, 0, 2, 2, 0);
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &place, &beside, &(WGPUExtent3D){4, 4, 1});
    refuse_finish(encoder, "a copy within one layer of a texture");
    WGPUTexture other = image_new(&gpu, 8, 8, WGPUTextureFormat_RGBA8Unorm, COPIES);
    const WGPUTexelCopyTextureInfo elsewhere = image_at(other, 0, 0, 0, 0);
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &place, &elsewhere, &(WGPUExtent3D){4, 4, 1});
    refuse_finish(encoder, "a copy to another format");
    wgpuTextureRelease(other);
    wgpuBufferRelease(buffer.buffer);
    wgpuTextureRelease(texture);
}

/* A destroyed texture makes the submit invalid, not the recording. */
static void
test_destroyed(void)
{
    WGPUTexture texture = image_new(&gpu, 8, 8, WGPUTextureFormat_R32Uint, COPIES);
    WGPUTexture other = image_new(&gpu, 8, 8, WGPUTextureFormat_R32Uint, COPIES);
    const WGPUTexelCopyTextureInfo from = image_at(texture, 0, 0, 0, 0);
    const WGPUTexelCopyTextureInfo to = image_at(other, 0, 0, 0, 0);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToTexture(encoder, &from, &to, &(WGPUExtent3D){8, 8, 1});
    wgpuTextureDestroy(texture);
    gpu_watch(&gpu);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_none(&gpu, "commands for a texture that is destroyed");
    gpu_watch(&gpu);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    gpu_expect_error(&gpu, "cannot be submitted");
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
    wgpuTextureRelease(other);
    wgpuTextureRelease(texture);
}

static void
test_stencil(void)
{
    static const uint8_t values[64] = {1, 2, 3, [63] = 255};
    uint8_t read[64] = {0};
    WGPUTexture texture = image_new(&gpu, 8, 8, WGPUTextureFormat_Depth24PlusStencil8, COPIES);
    WGPUTexelCopyTextureInfo place = image_at(texture, 0, 0, 0, 0);
    WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    layout.bytesPerRow = 8;
    place.aspect = WGPUTextureAspect_StencilOnly;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &place, values, sizeof values, &layout, &(WGPUExtent3D){8, 8, 1});
    check(image_read(&gpu, place, 8, 8, 1, read), "write to stencils, and read them");
    gpu_expect_none(&gpu, "which is valid");
    check(memcmp(values, read, sizeof read) == 0, "they are what was written");
    place.aspect = WGPUTextureAspect_All;
    gpu_watch(&gpu);
    wgpuQueueWriteTexture(gpu.queue, &place, values, sizeof values, &layout, &(WGPUExtent3D){8, 8, 1});
    gpu_expect_error(&gpu, "depth and stencil cannot be written at once");
    wgpuTextureRelease(texture);
}

/* 16 bytes are a block of 4 by 4 texels. */
static void
test_blocks(void)
{
    uint8_t blocks[3 * 2 * 16];
    uint8_t read[16] = {0};
    for (size_t i = 0; i < sizeof blocks; i++)
        blocks[i] = (uint8_t)(i * 7);
    WGPUTexture texture = image_new(&gpu, 12, 8, WGPUTextureFormat_BC7RGBAUnorm, COPIES);
    const WGPUTexelCopyTextureInfo place = image_at(texture, 0, 0, 0, 0);
    WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    layout.bytesPerRow = 3 * 16;
    wgpuQueueWriteTexture(gpu.queue, &place, blocks, sizeof blocks, &layout, &(WGPUExtent3D){12, 8, 1});

    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = gpu_buffer(&gpu, 256, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    const WGPUTexelCopyTextureInfo last = image_at(texture, 0, 8, 4, 0);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &last, &to, &(WGPUExtent3D){4, 4, 1});
    gpu_submit(&gpu, encoder);
    check(gpu_read(&gpu, to.buffer, read, sizeof read) && memcmp(read, blocks + 5 * 16, 16) == 0,
          "a block of a compressed texture");
    refuse_write(image_at(texture, 0, 2, 0, 0), (WGPUExtent3D){4, 4, 1},
                 "a write that begins within a block");
    wgpuBufferRelease(to.buffer);
    wgpuTextureRelease(texture);
}

int
main(void)
{
    static const WGPUFeatureName blocks = WGPUFeatureName_TextureCompressionBC;
    if (!gpu_open_with(&gpu, 1, &blocks))
        return check_finish();
    test_write();
    test_invalid_writes();
    test_levels_and_solids();
    test_copies();
    test_invalid_copies();
    test_destroyed();
    test_stencil();
    if (wgpuDeviceHasFeature(gpu.device, blocks))
        test_blocks();
    gpu_close(&gpu);
    return check_finish();
}
