/* WGPUTextureView. Follows WebGPU, "GPUTextureView". */
#include <wasigpu/imports.h>

#include "chain.h"
#include "enum.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"
#include "texture.h"
#include "texture_format.h"

_Static_assert(WGPUTextureViewDimension_1D == WASI_WEBGPU_TEXTURE_VIEW_DIMENSION_D1 + 1, "one order");
_Static_assert(WGPUTextureViewDimension_3D == WASI_WEBGPU_TEXTURE_VIEW_DIMENSION_D3 + 1, "one order");
_Static_assert(WGPUTextureAspect_All == WASI_WEBGPU_TEXTURE_ASPECT_ALL + 1, "one order");
_Static_assert(WGPUTextureAspect_DepthOnly == WASI_WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY + 1, "one order");

/* The host has swizzles as text: a letter or digit for each channel. False: unknown. */
static bool
read_swizzle(const WGPUChainedStruct *chain, char letters[4])
{
    static const char known[] = {
        [WGPUComponentSwizzle_Zero] = '0', [WGPUComponentSwizzle_One] = '1', [WGPUComponentSwizzle_R] = 'r',
        [WGPUComponentSwizzle_G] = 'g',    [WGPUComponentSwizzle_B] = 'b',   [WGPUComponentSwizzle_A] = 'a',
    };
    const WGPUTextureComponentSwizzle *swizzle =
        &((const WGPUTextureComponentSwizzleDescriptor *)chain)->swizzle;
    const WGPUComponentSwizzle channels[4] = {swizzle->r, swizzle->g, swizzle->b, swizzle->a};
    for (size_t i = 0; i < 4; i++) {
        if (channels[i] >= sizeof known)
            return sdk_unknown("swizzle", channels[i]);
        letters[i] = channels[i] == WGPUComponentSwizzle_Undefined ? "rgba"[i] : known[channels[i]];
    }
    return true;
}

static struct wasi_webgpu_option_u32
unless(uint32_t value, uint32_t undefined)
{
    return (struct wasi_webgpu_option_u32){.some = value != undefined, .value = value};
}

/* False: the host's interface cannot say this. `letters` must stay where they are. */
static bool
read_descriptor(const WGPUTextureViewDescriptor *from, struct wasi_webgpu_texture_view_descriptor *to,
                char letters[4])
{
    const WGPUStringView label = sdk_text(from->label);
    *to = (struct wasi_webgpu_texture_view_descriptor){
        .usage = {.some = from->usage != WGPUTextureUsage_None, .value = (uint8_t)from->usage},
        .base_mip_level = {.some = 1, .value = from->baseMipLevel},
        .mip_level_count = unless(from->mipLevelCount, WGPU_MIP_LEVEL_COUNT_UNDEFINED),
        .base_array_layer = {.some = 1, .value = from->baseArrayLayer},
        .array_layer_count = unless(from->arrayLayerCount, WGPU_ARRAY_LAYER_COUNT_UNDEFINED),
        .swizzle = {.some = from->nextInChain != NULL, .value = {letters, 4}},
        .label = {.some = label.length != 0, .value = {label.data, label.length}},
    };
    return sdk_texture_usage_known(from->usage) &&
           sdk_texture_format_option("format", from->format, &to->format.some, &to->format.value) &&
           sdk_enum("dimension", from->dimension, 1, WGPUTextureViewDimension_3D, &to->dimension.some,
                    &to->dimension.value) &&
           sdk_enum("aspect", from->aspect, 1, WGPUTextureAspect_DepthOnly, &to->aspect.some,
                    &to->aspect.value) &&
           sdk_chain_has_only(from->nextInChain, WGPUSType_TextureComponentSwizzleDescriptor) &&
           (from->nextInChain == NULL || read_swizzle(from->nextInChain, letters));
}

WGPUTextureView
wgpuTextureCreateView(WGPUTexture self, const WGPUTextureViewDescriptor *descriptor)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    char letters[4];
    struct wasi_webgpu_texture_create_view_params params = {.self = self->object.handle};
    params.descriptor.some = descriptor != NULL;
    if (descriptor != NULL && !read_descriptor(descriptor, &params.descriptor.value, letters)) {
        /* A view of no mip level is invalid: WebGPU, "GPUTextureView Creation". */
        params.descriptor.value = (struct wasi_webgpu_texture_view_descriptor){
            .mip_level_count = {.some = 1},
            .label = sdk_refuse_label(__func__, sdk_reason()),
        };
    }
    return sdk_object_new(&sdk_plain_places, wasi_webgpu_texture_create_view(&params),
                          wasi_webgpu_texture_view_drop);
}
