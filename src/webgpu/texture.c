/* gpu-texture: creation, size in bytes, destroy, and what it was asked to be. Its views are in
 * texture_view.c, copies and writes in texel_copy.c. What is valid, the library checks.
 *
 * Follows WebGPU, "Texture Creation" and "Texture Destruction". */
#include "webgpu/texture.h"

#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"
#include "webgpu/texture_format.h"

#define MAX_MIP_LEVELS 32 /* the last one of the greatest width is 1 */
#define MAX_SAMPLES 4

static uint64_t
multiply(uint64_t a, uint64_t b)
{
    uint64_t product;
    return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

static uint32_t
mip_size(uint32_t size, uint32_t level)
{
    const uint32_t shifted = size >> level;
    return shifted == 0 ? 1 : shifted;
}

/* WebGPU, "physical miplevel-specific texture extent". */
uint64_t
webgpu_texture_bytes(const struct webgpu_texture_descriptor *descriptor)
{
    const WGPUExtent3D size = webgpu_native_extent(&descriptor->size);
    const struct gpu_texel_block block = webgpu_texel_block(descriptor->format);
    const bool deep =
        descriptor->dimension.some && descriptor->dimension.value == WEBGPU_TEXTURE_DIMENSION_D3;
    const uint32_t levels = webgpu_u32_or(descriptor->mip_level_count, 1);
    uint64_t total = 0;
    for (uint32_t level = 0; level < levels && level < MAX_MIP_LEVELS; level++) {
        const uint64_t columns = (mip_size(size.width, level) + (uint64_t)block.width - 1) / block.width;
        const uint64_t rows = (mip_size(size.height, level) + (uint64_t)block.height - 1) / block.height;
        const uint64_t images = deep ? mip_size(size.depthOrArrayLayers, level) : size.depthOrArrayLayers;
        const uint64_t bytes = multiply(multiply(columns, rows), multiply(images, block.bytes));
        if (__builtin_add_overflow(total, bytes, &total))
            return UINT64_MAX;
    }
    return multiply(total, webgpu_u32_or(descriptor->sample_count, 1));
}

/* TRANSIENT_ATTACHMENT is a hint, which the libraries do not know, so it is followed by leaving it out. Where
 * it may not be given, it is all that is: no texture may be that. */
static WGPUTextureUsage
native_usage(uint32_t usage, const WGPUTextureDescriptor *native)
{
    if ((usage & WEBGPU_TEXTURE_USAGE_TRANSIENT_ATTACHMENT) == 0)
        return usage;
    const bool valid =
        usage == (WEBGPU_TEXTURE_USAGE_TRANSIENT_ATTACHMENT | WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT) &&
        native->viewFormatCount == 0 && native->dimension == WGPUTextureDimension_2D &&
        native->mipLevelCount == 1 && native->size.depthOrArrayLayers == 1;
    return valid ? WGPUTextureUsage_RenderAttachment : WGPUTextureUsage_TransientAttachment;
}

/* What counts of a texture. What is over the device's limits is none, and the library says so. */
static uint64_t
bytes_of(struct webgpu_device *device, const struct webgpu_texture_descriptor *descriptor,
         const WGPUTextureDescriptor *native)
{
    const WGPULimits *limits = webgpu_device_limit_values(device);
    const bool deep = native->dimension == WGPUTextureDimension_3D;
    const uint32_t most = deep                                           ? limits->maxTextureDimension3D
                          : native->dimension == WGPUTextureDimension_1D ? limits->maxTextureDimension1D
                                                                         : limits->maxTextureDimension2D;
    const uint32_t most_layers = deep ? limits->maxTextureDimension3D : limits->maxTextureArrayLayers;
    const bool possible = native->size.width <= most && native->size.height <= most &&
                          native->size.depthOrArrayLayers <= most_layers &&
                          native->sampleCount <= MAX_SAMPLES;
    return possible ? webgpu_texture_bytes(descriptor) : 0;
}

/* Each format of the list once, for a guest's list may be long; returns how many they are. */
static size_t
distinct_formats(const struct webgpu_texture_format_list *list,
                 WGPUTextureFormat to[WEBGPU_TEXTURE_FORMAT_COUNT])
{
    bool seen[WEBGPU_TEXTURE_FORMAT_COUNT] = {false};
    size_t count = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        if (!seen[list->data[i]])
            to[count++] = webgpu_native_texture_format(list->data[i]);
        seen[list->data[i]] = true;
    }
    return count;
}

/* createTexture throws a TypeError for a format whose feature the device lacks. create-texture has no error;
 * what comes nearest is the device's: a validation error of the library, which makes an invalid texture. */
struct webgpu_texture *
webgpu_device_create_texture(struct webgpu_device *device, const struct webgpu_texture_descriptor *descriptor,
                             struct base_arena *arena)
{
    (void)arena;
    WGPUTextureFormat view_formats[WEBGPU_TEXTURE_FORMAT_COUNT];
    size_t view_format_count = 0;
    if (descriptor->view_formats.some)
        view_format_count = distinct_formats(&descriptor->view_formats.value, view_formats);
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    const enum webgpu_texture_dimension dimension =
        descriptor->dimension.some ? descriptor->dimension.value : WEBGPU_TEXTURE_DIMENSION_D2;
    WGPUTextureDescriptor native = {
        .label = webgpu_native_label(label),
        .dimension = webgpu_native_texture_dimension(dimension),
        .size = webgpu_native_extent(&descriptor->size),
        .format = webgpu_native_texture_format(descriptor->format),
        .mipLevelCount = webgpu_u32_or(descriptor->mip_level_count, 1),
        .sampleCount = webgpu_u32_or(descriptor->sample_count, 1),
        .viewFormatCount = view_format_count,
        .viewFormats = view_formats,
    };
    native.usage = native_usage(descriptor->usage, &native);
    const uint64_t bytes = bytes_of(device, descriptor, &native);
    const bool fits = webgpu_admits_texture(device) && webgpu_memory_fits(device, bytes);
    struct webgpu_texture *self =
        fits ? webgpu_texture_new(device, wgpuDeviceCreateTexture(device->native, &native), label)
             : webgpu_refused_texture(device, label);
    if (self == NULL)
        return NULL;
    if (fits)
        webgpu_memory_take(&self->object, bytes);
    self->width = native.size.width;
    self->height = native.size.height;
    self->depth_or_array_layers = native.size.depthOrArrayLayers;
    self->mip_level_count = native.mipLevelCount;
    self->sample_count = native.sampleCount;
    self->dimension = dimension;
    self->format = descriptor->format;
    self->usage = descriptor->usage;
    return self;
}

void
webgpu_texture_destroy(struct webgpu_texture *self)
{
    wgpuTextureDestroy(self->native);
    webgpu_memory_release(&self->object);
}

uint32_t
webgpu_texture_width(struct webgpu_texture *self)
{
    return self->width;
}

uint32_t
webgpu_texture_height(struct webgpu_texture *self)
{
    return self->height;
}

uint32_t
webgpu_texture_depth_or_array_layers(struct webgpu_texture *self)
{
    return self->depth_or_array_layers;
}

uint32_t
webgpu_texture_mip_level_count(struct webgpu_texture *self)
{
    return self->mip_level_count;
}

uint32_t
webgpu_texture_sample_count(struct webgpu_texture *self)
{
    return self->sample_count;
}

enum webgpu_texture_dimension
webgpu_texture_dimension(struct webgpu_texture *self)
{
    return self->dimension;
}

enum webgpu_texture_format
webgpu_texture_format(struct webgpu_texture *self)
{
    return self->format;
}

uint32_t
webgpu_texture_usage(struct webgpu_texture *self)
{
    return self->usage;
}

/* Undefined on devices with core-features-and-limits, as all are. */
void
webgpu_texture_texture_binding_view_dimension(struct webgpu_texture *self,
                                              struct webgpu_option_texture_view_dimension *result)
{
    (void)self;
    *result = (struct webgpu_option_texture_view_dimension){.some = false};
}
