/* The texel blocks of texture formats: WebGPU, "Texture Format Capabilities". */
#ifndef GPU_TEXEL_BLOCK_H
#define GPU_TEXEL_BLOCK_H

#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_texel_block {
    uint8_t width; /* in texels */
    uint8_t height;
    uint8_t bytes; /* its memory cost: of depth-stencil formats, which have no single one, the greatest */
};

/* All zero: no such format. */
struct gpu_texel_block gpu_texel_block(WGPUTextureFormat format);

#endif
