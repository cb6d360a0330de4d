/* Texture formats. */
#ifndef SDK_TEXTURE_FORMAT_H
#define SDK_TEXTURE_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

/* The host's number for a format; false: undefined, or unknown, which is noted as a reason, and the number is
 * left as it is. */
bool sdk_texture_format_case(const char *field, WGPUTextureFormat format, uint8_t *number);

/* The host's option for a format that may be undefined; false: unknown, which is noted. */
bool sdk_texture_format_option(const char *field, WGPUTextureFormat format, uint8_t *some, uint8_t *number);

/* Rows of texels in a row of blocks; 1 of a format that is unknown. */
uint32_t sdk_texture_format_block_height(WGPUTextureFormat format);

#endif
