/* WGPUTexture: making, asking, destroying. Its views are made in texture_view.c, written and copied it is in
 * texture_write.c and texel_copy.c. Follows WebGPU, "GPUTexture". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "enum.h"
#include "refuse.h"
#include "texel.h"
#include "text.h"
#include "texture.h"
#include "texture_format.h"

_Static_assert(WGPUTextureDimension_1D == WASI_WEBGPU_TEXTURE_DIMENSION_D1 + 1, "one order");
_Static_assert(WGPUTextureDimension_3D == WASI_WEBGPU_TEXTURE_DIMENSION_D3 + 1, "one order");

/* False: unknown. `list` is the caller's to free. */
static bool
read_view_formats(const WGPUTextureDescriptor *from, struct wasi_webgpu_option_texture_format_list *to,
                  uint8_t **list)
{
    const size_t count = from->viewFormatCount;
    *list = sdk_list_new(count, sizeof **list);
    bool known = sdk_has_list(*list, count) && sdk_has_list(from->viewFormats, count);
    for (size_t i = 0; known && i < count; i++)
        known = sdk_texture_format_case(from->viewFormats[i], &(*list)[i]);
    to->some = count != 0;
    to->value = (struct wasi_webgpu_texture_format_list){.data = *list, .count = count};
    return known;
}

/* False: an unknown struct in the chain, or an unknown dimension in a known one. */
static bool
read_chain(const WGPUChainedStruct *chain, struct wasi_webgpu_option_texture_view_dimension *dimension)
{
    if (!sdk_chain_has_only(chain, WGPUSType_TextureBindingViewDimension))
        return false;
    return chain == NULL ||
           sdk_enum(((const WGPUTextureBindingViewDimension *)chain)->textureBindingViewDimension, 1,
                    WGPUTextureViewDimension_3D, &dimension->some, &dimension->value);
}

/* False: the host's interface cannot say this. */
static bool
read_descriptor(const WGPUTextureDescriptor *from, struct wasi_webgpu_texture_descriptor *to, uint8_t **list)
{
    const WGPUStringView label = sdk_text(from->label);
    *to = (struct wasi_webgpu_texture_descriptor){
        .size = sdk_extent(&from->size),
        .mip_level_count = {.some = 1, .value = from->mipLevelCount},
        .sample_count = {.some = 1, .value = from->sampleCount},
        .usage = (uint8_t)from->usage,
        .label = {.some = label.length != 0, .value = {label.data, label.length}},
    };
    const bool known = read_view_formats(from, &to->view_formats, list);
    return known && sdk_texture_usage_known(from->usage) &&
           sdk_enum(from->dimension, 1, WGPUTextureDimension_3D, &to->dimension.some, &to->dimension.value) &&
           sdk_texture_format_case(from->format, &to->format) &&
           read_chain(from->nextInChain, &to->texture_binding_view_dimension);
}

WGPUTexture
wgpuDeviceCreateTexture(WGPUDevice device, const WGPUTextureDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    static const WGPUTextureDescriptor invalid = WGPU_TEXTURE_DESCRIPTOR_INIT; /* no format */
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    uint8_t *view_formats;
    struct wasi_webgpu_device_create_texture_params params = {.self = device->object.handle};
    if (!read_descriptor(descriptor, &params.descriptor, &view_formats)) {
        params.descriptor.label = sdk_refuse_label(
            __func__, "unknown format, dimension or usage, no view formats, or " SDK_UNKNOWN_CHAIN);
        /* A texture without any usage is invalid: WebGPU, "validating GPUTextureDescriptor". */
        params.descriptor.usage = 0;
        params.descriptor.view_formats.some = 0;
    }
    const uint32_t handle = wasi_webgpu_device_create_texture(&params);
    free(view_formats);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_texture_drop);
}

uint32_t
wgpuTextureGetWidth(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return 0;
    return wasi_webgpu_texture_width(self->object.handle);
}

uint32_t
wgpuTextureGetHeight(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return 0;
    return wasi_webgpu_texture_height(self->object.handle);
}

uint32_t
wgpuTextureGetDepthOrArrayLayers(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return 0;
    return wasi_webgpu_texture_depth_or_array_layers(self->object.handle);
}

uint32_t
wgpuTextureGetMipLevelCount(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return 0;
    return wasi_webgpu_texture_mip_level_count(self->object.handle);
}

uint32_t
wgpuTextureGetSampleCount(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return 0;
    return wasi_webgpu_texture_sample_count(self->object.handle);
}

WGPUTextureDimension
wgpuTextureGetDimension(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUTextureDimension)0;
    return (WGPUTextureDimension)(wasi_webgpu_texture_dimension(self->object.handle) + 1);
}

WGPUTextureFormat
wgpuTextureGetFormat(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUTextureFormat)0;
    return sdk_texture_format((uint8_t)wasi_webgpu_texture_format(self->object.handle));
}

WGPUTextureUsage
wgpuTextureGetUsage(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUTextureUsage)0;
    return wasi_webgpu_texture_usage(self->object.handle);
}

WGPUTextureViewDimension
wgpuTextureGetTextureBindingViewDimension(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUTextureViewDimension)0;
    struct wasi_webgpu_option_texture_view_dimension dimension = {0};
    wasi_webgpu_texture_texture_binding_view_dimension(self->object.handle, &dimension);
    return dimension.some ? (WGPUTextureViewDimension)(dimension.value + 1)
                          : WGPUTextureViewDimension_Undefined;
}

void
wgpuTextureDestroy(WGPUTexture self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_texture_destroy(self->object.handle);
}
