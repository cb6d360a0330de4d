/* Textures for the tests of webgpu.h: made, written and read in one call each. */
#ifndef IMAGE_H
#define IMAGE_H

#include "check.h"

/* A texture of one level and one layer. */
WGPUTexture image_new(const struct gpu *gpu, uint32_t width, uint32_t height, WGPUTextureFormat format,
                      WGPUTextureUsage usage);

/* Writes all of the first level of the first layer, from rows that lie densely. */
void image_write(const struct gpu *gpu, WGPUTexture texture, const void *data, uint32_t texel_size);

/* A place in a texture. */
WGPUTexelCopyTextureInfo image_at(WGPUTexture texture, uint32_t level, uint32_t x, uint32_t y, uint32_t z);

/* Reads `width` times `height` texels at a place, densely; a row may have up to 2048 bytes. */
bool image_read(const struct gpu *gpu, WGPUTexelCopyTextureInfo from, uint32_t width, uint32_t height,
                uint32_t texel_size, void *data);

/* Reads one texel of 4 bytes as a number, red lowest; 0xdeadbeef: it cannot be read. */
uint32_t image_texel(const struct gpu *gpu, WGPUTexture texture, uint32_t x, uint32_t y);

#endif
