/* Texture formats, for what a shader reads and writes of textures. */
#ifndef SDK_TEXTURE_FORMAT_H
#define SDK_TEXTURE_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

/* The host's number for a format; false: undefined, or unknown. */
bool sdk_texture_format_case(WGPUTextureFormat format, uint8_t *number);

#endif
