/* Where texels are. Follows WebGPU, "Copies". */
#include "texel.h"

#include "enum.h"
#include "object.h"
#include "reason.h"

struct wasi_webgpu_extent3_d
sdk_extent(const WGPUExtent3D *from)
{
    return (struct wasi_webgpu_extent3_d){
        .width = from->width,
        .height = {.some = 1, .value = from->height},
        .depth_or_array_layers = {.some = 1, .value = from->depthOrArrayLayers},
    };
}

bool
sdk_texel_copy_texture(const WGPUTexelCopyTextureInfo *from, struct wasi_webgpu_texel_copy_texture_info *to)
{
    if (!sdk_object_is_there("texture", from == NULL ? NULL : from->texture))
        return false;
    *to = (struct wasi_webgpu_texel_copy_texture_info){
        .texture = sdk_handle(from->texture),
        .mip_level = {.some = 1, .value = from->mipLevel},
        .origin = {.some = 1,
                   .value = {.x = {.some = 1, .value = from->origin.x},
                             .y = {.some = 1, .value = from->origin.y},
                             .z = {.some = 1, .value = from->origin.z}}},
    };
    return sdk_enum("aspect", from->aspect, 1, WGPUTextureAspect_DepthOnly, &to->aspect.some,
                    &to->aspect.value);
}

static struct wasi_webgpu_option_u32
stride(uint32_t value)
{
    return (struct wasi_webgpu_option_u32){.some = value != WGPU_COPY_STRIDE_UNDEFINED, .value = value};
}

struct wasi_webgpu_texel_copy_buffer_layout
sdk_texel_copy_layout(const WGPUTexelCopyBufferLayout *from)
{
    return (struct wasi_webgpu_texel_copy_buffer_layout){
        .offset = {.some = 1, .value = from->offset},
        .bytes_per_row = stride(from->bytesPerRow),
        .rows_per_image = stride(from->rowsPerImage),
    };
}
