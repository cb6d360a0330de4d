/* WGPUTexture: making, asking, destroying. Its views are made in texture_view.c, written and copied it is in
 * texture_write.c and texel_copy.c. Follows WebGPU, "GPUTexture". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "enum.h"
#include "reason.h"
#include "refuse.h"
#include "texel.h"
#include "text.h"
#include "texture.h"
#include "texture_format.h"

_Static_assert(WGPUTextureDimension_1D == WASI_WEBGPU_TEXTURE_DIMENSION_D1 + 1, "one order");
_Static_assert(WGPUTextureDimension_3D == WASI_WEBGPU_TEXTURE_DIMENSION_D3 + 1, "one order");

static struct sdk_places places = {.size = sizeof(struct WGPUTextureImpl)};

/* False: not there, or unknown. */
static bool
read_view_formats(const WGPUTextureDescriptor *from, uint8_t *to)
{
    bool known = sdk_list_is_there("viewFormats", from->viewFormats, from->viewFormatCount);
    for (size_t i = 0; known && i < from->viewFormatCount; i++)
        known = sdk_texture_format_case("viewFormats", from->viewFormats[i], &to[i]);
    return known;
}

/* False: an unknown struct in the chain, or an unknown dimension in a known one. */
static bool
read_chain(const WGPUChainedStruct *chain, struct wasi_webgpu_option_texture_view_dimension *dimension)
{
    if (!sdk_chain_has_only(chain, WGPUSType_TextureBindingViewDimension))
        return false;
    return chain == NULL ||
           sdk_enum("textureBindingViewDimension",
                    ((const WGPUTextureBindingViewDimension *)chain)->textureBindingViewDimension, 1,
                    WGPUTextureViewDimension_3D, &dimension->some, &dimension->value);
}

/* False: the host's interface cannot say this. */
static bool
read_descriptor(const WGPUTextureDescriptor *from, struct wasi_webgpu_texture_descriptor *to,
                uint8_t *view_formats)
{
    const WGPUStringView label = sdk_text(from->label);
    *to = (struct wasi_webgpu_texture_descriptor){
        .size = sdk_extent(&from->size),
        .mip_level_count = {.some = 1, .value = from->mipLevelCount},
        .sample_count = {.some = 1, .value = from->sampleCount},
        .usage = (uint8_t)from->usage,
        .view_formats = {.some = from->viewFormatCount != 0, .value = {view_formats, from->viewFormatCount}},
        .label = {.some = label.length != 0, .value = {label.data, label.length}},
    };
    return sdk_enum("dimension", from->dimension, 1, WGPUTextureDimension_3D, &to->dimension.some,
                    &to->dimension.value) &&
           sdk_texture_format_case("format", from->format, &to->format) &&
           sdk_texture_usage_known(from->usage) && read_view_formats(from, view_formats) &&
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
    const size_t count = descriptor->viewFormats != NULL ? descriptor->viewFormatCount : 0;
    uint8_t *view_formats = sdk_list_new(count, sizeof *view_formats);
    if (!sdk_has_list(view_formats, count))
        return NULL;
    struct wasi_webgpu_device_create_texture_params params = {.self = device->object.handle};
    if (!read_descriptor(descriptor, &params.descriptor, view_formats)) {
        params.descriptor.label = sdk_refuse_label(__func__, sdk_reason());
        /* A texture without any usage is invalid: WebGPU, "validating GPUTextureDescriptor". */
        params.descriptor.usage = 0;
        params.descriptor.view_formats.some = 0;
    }
    const uint32_t handle = wasi_webgpu_device_create_texture(&params);
    free(view_formats);
    WGPUTexture self = sdk_object_new(&places, handle, wasi_webgpu_texture_drop);
    if (self == NULL)
        return NULL;
    self->usage = descriptor->usage;
    self->size = descriptor->size;
    self->mip_level_count = descriptor->mipLevelCount;
    self->sample_count = descriptor->sampleCount;
    self->dimension = descriptor->dimension != WGPUTextureDimension_Undefined ? descriptor->dimension
                                                                              : WGPUTextureDimension_2D;
    self->format = descriptor->format;
    return self;
}

void
wgpuTextureAddRef(WGPUTexture self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuTextureRelease(WGPUTexture self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    wasi_webgpu_texture_drop(self->object.handle);
    sdk_object_end(&places, self);
}

#define GETTERS(X) \
    X(Width, uint32_t, size.width) \
    X(Height, uint32_t, size.height) \
    X(DepthOrArrayLayers, uint32_t, size.depthOrArrayLayers) \
    X(MipLevelCount, uint32_t, mip_level_count) \
    X(SampleCount, uint32_t, sample_count) \
    X(Dimension, WGPUTextureDimension, dimension) \
    X(Format, WGPUTextureFormat, format) \
    X(Usage, WGPUTextureUsage, usage)

#define X(Name, type, member) \
    type wgpuTextureGet##Name(WGPUTexture self) \
    { \
        return sdk_is_usable(self, __func__) ? self->member : (type)0; \
    }
GETTERS(X)
#undef X

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
