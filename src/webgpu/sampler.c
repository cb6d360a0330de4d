/* gpu-sampler: creation. Follows WebGPU, "Sampler Creation" and, for the defaults, "GPUSamplerDescriptor". */
#include <math.h>

#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"

/* An IDL float is finite: others are a TypeError there. What comes nearest is a validation error, and not
 * every library has one for infinities: they are no number, either. */
static float
clamp_or(struct webgpu_option_f32 option, float value)
{
    if (!option.some)
        return value;
    return isfinite(option.value) ? option.value : NAN;
}

static WGPUAddressMode
address_mode(struct webgpu_option_address_mode option)
{
    return webgpu_native_address_mode(option.some ? option.value : WEBGPU_ADDRESS_MODE_CLAMP_TO_EDGE);
}

static WGPUFilterMode
filter(struct webgpu_option_filter_mode option)
{
    return webgpu_native_filter_mode(option.some ? option.value : WEBGPU_FILTER_MODE_NEAREST);
}

static void
describe(const struct webgpu_sampler_descriptor *from, WGPUSamplerDescriptor *to)
{
    to->addressModeU = address_mode(from->address_mode_u);
    to->addressModeV = address_mode(from->address_mode_v);
    to->addressModeW = address_mode(from->address_mode_w);
    to->magFilter = filter(from->mag_filter);
    to->minFilter = filter(from->min_filter);
    to->mipmapFilter = webgpu_native_mipmap_filter_mode(
        from->mipmap_filter.some ? from->mipmap_filter.value : WEBGPU_MIPMAP_FILTER_MODE_NEAREST);
    to->lodMinClamp = clamp_or(from->lod_min_clamp, to->lodMinClamp);
    to->lodMaxClamp = clamp_or(from->lod_max_clamp, to->lodMaxClamp);
    if (from->compare.some)
        to->compare = webgpu_native_compare_function(from->compare.value);
    if (from->max_anisotropy.some)
        to->maxAnisotropy = from->max_anisotropy.value;
}

struct webgpu_sampler *
webgpu_device_create_sampler(struct webgpu_device *device,
                             const struct webgpu_option_sampler_descriptor *descriptor,
                             struct base_arena *arena)
{
    (void)arena;
    WGPUSamplerDescriptor native = WGPU_SAMPLER_DESCRIPTOR_INIT; /* with the IDL's defaults */
    struct base_str label = {0};
    if (descriptor->some) {
        label = webgpu_string_or_empty(descriptor->value.label);
        describe(&descriptor->value, &native);
    }
    if (!webgpu_admits_sampler(device))
        return webgpu_refused_sampler(device, label);
    native.label = webgpu_native_label(label);
    return webgpu_sampler_new(device, wgpuDeviceCreateSampler(device->native, &native), label);
}
