/* Textures, their views, samplers and query sets: made, and asked what they are. */
#include "device.h"
#include "resource.h"

#define ALL_USAGES 0x3f
#define LAST_FORMAT WGPUTextureFormat_ASTC12x12UnormSrgb

struct null_texture {
    struct null_resource resource;
    WGPUTextureDescriptor is;
    WGPUTextureViewDimension binding;
};

struct null_query_set {
    struct null_resource resource;
    WGPUQueryType type;
    uint32_t count;
};

static const struct null_texture *
texture(WGPUTexture handle)
{
    return (const struct null_texture *)NULL_CHECK(handle);
}

struct null_resource *
null_resource_of_view(WGPUTextureView handle)
{
    return (struct null_resource *)NULL_CHECK(handle)->parent;
}

WGPUTexture
wgpuDeviceCreateTexture(WGPUDevice handle, const WGPUTextureDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_device *device = null_device(handle);
    null_check_string(descriptor->label);
    null_check_flags("the usage", descriptor->usage, ALL_USAGES);
    null_check_value("the dimension", descriptor->dimension, WGPUTextureDimension_Undefined,
                     WGPUTextureDimension_3D);
    null_check_value("the format", descriptor->format, WGPUTextureFormat_R8Unorm, LAST_FORMAT);
    for (size_t i = 0; i < descriptor->viewFormatCount; i++)
        null_check_value("a view's format", descriptor->viewFormats[i], WGPUTextureFormat_R8Unorm,
                         LAST_FORMAT);
    struct null_texture *self = null_device_make(NULL_KIND_Texture, sizeof *self, &device->object);
    if (self == NULL)
        return NULL;
    self->is = *descriptor;
    for (const WGPUChainedStruct *chain = descriptor->nextInChain; chain != NULL; chain = chain->next) {
        if (chain->sType == WGPUSType_TextureBindingViewDimension)
            self->binding = ((const WGPUTextureBindingViewDimension *)chain)->textureBindingViewDimension;
    }
    if (descriptor->size.width == 0 || descriptor->size.height == 0 ||
        descriptor->size.depthOrArrayLayers == 0 || descriptor->mipLevelCount == 0 ||
        descriptor->usage == WGPUTextureUsage_None) {
        self->resource.object.invalid = true;
        null_device_error(device, WGPUErrorType_Validation, "the texture is empty, or of no use");
    }
    return (WGPUTexture)self;
}

void
wgpuTextureDestroy(WGPUTexture handle)
{
    NULL_ENTER();
    ((struct null_resource *)NULL_CHECK(handle))->destroyed = true;
}

#define GETTER(type, name, value) \
    type wgpuTextureGet##name(WGPUTexture handle) \
    { \
        NULL_ENTER(); \
        return texture(handle)->value; \
    }
GETTER(uint32_t, Width, is.size.width)
GETTER(uint32_t, Height, is.size.height)
GETTER(uint32_t, DepthOrArrayLayers, is.size.depthOrArrayLayers)
GETTER(uint32_t, MipLevelCount, is.mipLevelCount)
GETTER(uint32_t, SampleCount, is.sampleCount)
GETTER(WGPUTextureDimension, Dimension, is.dimension)
GETTER(WGPUTextureFormat, Format, is.format)
GETTER(WGPUTextureUsage, Usage, is.usage)
#undef GETTER

WGPUTextureViewDimension
wgpuTextureGetTextureBindingViewDimension(WGPUTexture handle)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    return texture(handle)->binding;
}

WGPUTextureView
wgpuTextureCreateView(WGPUTexture handle, const WGPUTextureViewDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_object *parent = NULL_CHECK(handle);
    if (descriptor != NULL) {
        null_check_string(descriptor->label);
        null_check_value("the format", descriptor->format, WGPUTextureFormat_Undefined, LAST_FORMAT);
        null_check_value("the dimension", descriptor->dimension, WGPUTextureViewDimension_Undefined,
                         WGPUTextureViewDimension_3D);
        null_check_value("the aspect", descriptor->aspect, WGPUTextureAspect_Undefined,
                         WGPUTextureAspect_DepthOnly);
        null_check_flags("the usage", descriptor->usage, ALL_USAGES);
    }
    return null_device_make(NULL_KIND_TextureView, sizeof(struct null_object), parent);
}

WGPUSampler
wgpuDeviceCreateSampler(WGPUDevice handle, const WGPUSamplerDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_device *device = null_device(handle);
    if (descriptor != NULL) {
        const WGPUAddressMode modes[] = {descriptor->addressModeU, descriptor->addressModeV,
                                         descriptor->addressModeW};
        null_check_string(descriptor->label);
        for (size_t i = 0; i < 3; i++)
            null_check_value("an address mode", modes[i], WGPUAddressMode_Undefined,
                             WGPUAddressMode_MirrorRepeat);
        null_check_value("the filter", descriptor->magFilter, WGPUFilterMode_Undefined,
                         WGPUFilterMode_Linear);
        null_check_value("the filter", descriptor->minFilter, WGPUFilterMode_Undefined,
                         WGPUFilterMode_Linear);
        null_check_value("the filter", descriptor->mipmapFilter, WGPUMipmapFilterMode_Undefined,
                         WGPUMipmapFilterMode_Linear);
        null_check_value("the comparison", descriptor->compare, WGPUCompareFunction_Undefined,
                         WGPUCompareFunction_Always);
    }
    return null_device_make(NULL_KIND_Sampler, sizeof(struct null_object), &device->object);
}

WGPUQuerySet
wgpuDeviceCreateQuerySet(WGPUDevice handle, const WGPUQuerySetDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_device *device = null_device(handle);
    null_check_string(descriptor->label);
    null_check_value("the type", descriptor->type, WGPUQueryType_Occlusion, WGPUQueryType_Timestamp);
    struct null_query_set *self = null_device_make(NULL_KIND_QuerySet, sizeof *self, &device->object);
    if (self == NULL)
        return NULL;
    self->type = descriptor->type;
    self->count = descriptor->count;
    return (WGPUQuerySet)self;
}

void
wgpuQuerySetDestroy(WGPUQuerySet handle)
{
    NULL_ENTER();
    ((struct null_resource *)NULL_CHECK(handle))->destroyed = true;
}

uint32_t
wgpuQuerySetGetCount(WGPUQuerySet handle)
{
    NULL_ENTER();
    return ((const struct null_query_set *)NULL_CHECK(handle))->count;
}

WGPUQueryType
wgpuQuerySetGetType(WGPUQuerySet handle)
{
    NULL_ENTER();
    return ((const struct null_query_set *)NULL_CHECK(handle))->type;
}
