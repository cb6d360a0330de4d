/* WGPUSampler. Follows WebGPU, "GPUSampler". */
#include <math.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "enum.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

_Static_assert(WGPUAddressMode_ClampToEdge == WASI_WEBGPU_ADDRESS_MODE_CLAMP_TO_EDGE + 1, "one order");
_Static_assert(WGPUAddressMode_MirrorRepeat == WASI_WEBGPU_ADDRESS_MODE_MIRROR_REPEAT + 1, "one order");
_Static_assert(WGPUFilterMode_Linear == WASI_WEBGPU_FILTER_MODE_LINEAR + 1, "one order");
_Static_assert(WGPUMipmapFilterMode_Linear == WASI_WEBGPU_MIPMAP_FILTER_MODE_LINEAR + 1, "one order");
_Static_assert(WGPUCompareFunction_Never == WASI_WEBGPU_COMPARE_FUNCTION_NEVER + 1, "one order");
_Static_assert(WGPUCompareFunction_Always == WASI_WEBGPU_COMPARE_FUNCTION_ALWAYS + 1, "one order");

static bool
read_address_mode(const char *field, WGPUAddressMode from, struct wasi_webgpu_option_address_mode *to)
{
    return sdk_enum(field, from, 1, WGPUAddressMode_MirrorRepeat, &to->some, &to->value);
}

static bool
read_filter(const char *field, WGPUFilterMode from, struct wasi_webgpu_option_filter_mode *to)
{
    return sdk_enum(field, from, 1, WGPUFilterMode_Linear, &to->some, &to->value);
}

/* False: the host's interface cannot say this. */
static bool
read_descriptor(const WGPUSamplerDescriptor *from, struct wasi_webgpu_sampler_descriptor *to)
{
    const WGPUStringView label = sdk_text(from->label);
    *to = (struct wasi_webgpu_sampler_descriptor){
        .lod_min_clamp = {.some = 1, .value = from->lodMinClamp},
        .lod_max_clamp = {.some = 1, .value = from->lodMaxClamp},
        .max_anisotropy = {.some = 1, .value = from->maxAnisotropy},
        .label = {.some = label.length != 0, .value = {label.data, label.length}},
    };
    return sdk_chain_is_empty(from->nextInChain) &&
           (isfinite(from->lodMinClamp) || sdk_wrong("lodMinClamp is not finite")) &&
           (isfinite(from->lodMaxClamp) || sdk_wrong("lodMaxClamp is not finite")) &&
           read_address_mode("addressModeU", from->addressModeU, &to->address_mode_u) &&
           read_address_mode("addressModeV", from->addressModeV, &to->address_mode_v) &&
           read_address_mode("addressModeW", from->addressModeW, &to->address_mode_w) &&
           read_filter("magFilter", from->magFilter, &to->mag_filter) &&
           read_filter("minFilter", from->minFilter, &to->min_filter) &&
           sdk_enum("mipmapFilter", from->mipmapFilter, 1, WGPUMipmapFilterMode_Linear,
                    &to->mipmap_filter.some, &to->mipmap_filter.value) &&
           sdk_enum("compare", from->compare, 1, WGPUCompareFunction_Always, &to->compare.some,
                    &to->compare.value);
}

WGPUSampler
wgpuDeviceCreateSampler(WGPUDevice device, const WGPUSamplerDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    struct wasi_webgpu_device_create_sampler_params params = {.self = device->object.handle};
    params.descriptor.some = descriptor != NULL;
    if (descriptor != NULL && !read_descriptor(descriptor, &params.descriptor.value)) {
        /* An anisotropy of 0 is invalid: WebGPU, "validating GPUSamplerDescriptor". */
        params.descriptor.value = (struct wasi_webgpu_sampler_descriptor){
            .max_anisotropy = {.some = 1},
            .label = sdk_refuse_label(__func__, sdk_reason()),
        };
    }
    return sdk_object_new(&sdk_plain_places, wasi_webgpu_device_create_sampler(&params),
                          wasi_webgpu_sampler_drop);
}
