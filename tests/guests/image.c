/* Textures for the tests. */
#include "image.h"

#include <stdlib.h>
#include <string.h>

#define ROW 2048

WGPUTexture
image_new(const struct gpu *gpu, uint32_t width, uint32_t height, WGPUTextureFormat format,
          WGPUTextureUsage usage)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size.width = width;
    descriptor.size.height = height;
    descriptor.format = format;
    descriptor.usage = usage;
    return wgpuDeviceCreateTexture(gpu->device, &descriptor);
}

WGPUTexelCopyTextureInfo
image_at(WGPUTexture texture, uint32_t level, uint32_t x, uint32_t y, uint32_t z)
{
    WGPUTexelCopyTextureInfo info = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    info.texture = texture;
    info.mipLevel = level;
    info.origin = (WGPUOrigin3D){x, y, z};
    return info;
}

void
image_write(const struct gpu *gpu, WGPUTexture texture, const void *data, uint32_t texel_size)
{
    const WGPUExtent3D size = {wgpuTextureGetWidth(texture), wgpuTextureGetHeight(texture), 1};
    const WGPUTexelCopyTextureInfo to = image_at(texture, 0, 0, 0, 0);
    WGPUTexelCopyBufferLayout layout = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    layout.bytesPerRow = size.width * texel_size;
    wgpuQueueWriteTexture(gpu->queue, &to, data, (size_t)layout.bytesPerRow * size.height, &layout, &size);
}

bool
image_read(const struct gpu *gpu, WGPUTexelCopyTextureInfo from, uint32_t width, uint32_t height,
           uint32_t texel_size, void *data)
{
    const WGPUExtent3D size = {width, height, 1};
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = gpu_buffer(gpu, (uint64_t)ROW * height, WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc);
    to.layout.bytesPerRow = ROW;
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu->device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &from, &to, &size);
    gpu_submit(gpu, encoder);
    uint8_t *rows = malloc((size_t)ROW * height);
    const bool read = rows != NULL && gpu_read(gpu, to.buffer, rows, (uint64_t)ROW * height);
    for (uint32_t y = 0; read && y < height; y++)
        memcpy((uint8_t *)data + (size_t)y * width * texel_size, rows + (size_t)y * ROW, width * texel_size);
    free(rows);
    wgpuBufferRelease(to.buffer);
    return read;
}

uint32_t
image_texel(const struct gpu *gpu, WGPUTexture texture, uint32_t x, uint32_t y)
{
    uint32_t texel;
    return image_read(gpu, image_at(texture, 0, x, y, 0), 1, 1, 4, &texel) ? texel : 0xdeadbeef;
}
