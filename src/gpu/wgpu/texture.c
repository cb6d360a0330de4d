/* wgpu-native's textures. It aborts at values that it does not know and has no transient attachments, which
 * are plain ones here. Some get usages that were not asked for, to be cleared by (fresh.c): so what a texture
 * may be used for, and what it says of itself, is kept in the record. WebGPU, "Textures". */
#include "gpu/wgpu/texture.h"

#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/fresh.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define ALL_USAGES ((WGPUTextureUsage)0x3f)

static bool
known_formats(const WGPUTextureFormat *formats, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (formats[i] == WGPUTextureFormat_Undefined || formats[i] > GPU_WGPU_LAST_FORMAT)
            return false;
    }
    return true;
}

/* WebGPU, "validating GPUTextureDescriptor": what wgpu-native does not check. NULL: nothing. */
static const char *
check(const WGPUTextureDescriptor *descriptor)
{
    if (descriptor->dimension > WGPUTextureDimension_3D)
        return "unknown dimension";
    if ((descriptor->usage & ~ALL_USAGES) != 0)
        return "its usage has unknown bits";
    if (!known_formats(&descriptor->format, 1) ||
        !known_formats(descriptor->viewFormats, descriptor->viewFormatCount))
        return "unknown format";
    if (descriptor->sampleCount > 1 && (descriptor->usage & WGPUTextureUsage_RenderAttachment) == 0)
        return "it has samples, but lacks the usage RenderAttachment"; /* which hidden usages may add */
    if ((descriptor->usage & WGPUTextureUsage_TransientAttachment) == 0)
        return NULL;
    const bool plain = descriptor->viewFormatCount == 0 && descriptor->mipLevelCount == 1 &&
                       descriptor->size.depthOrArrayLayers == 1 &&
                       descriptor->dimension != WGPUTextureDimension_1D &&
                       descriptor->dimension != WGPUTextureDimension_3D;
    if (descriptor->usage != (WGPUTextureUsage_TransientAttachment | WGPUTextureUsage_RenderAttachment))
        return "a transient attachment has another usage";
    return plain ? NULL : "a transient attachment is of one 2D image without further formats";
}

/* NULL: invalid, and reported. */
static WGPUTexture
create(struct gpu_wgpu_device *device, const WGPUTextureDescriptor *descriptor, WGPUTextureUsage hidden)
{
    const char *reason = check(descriptor);
    if (reason != NULL) {
        gpu_wgpu_validation_error(device, "texture: %s", reason);
        return NULL;
    }
    WGPUTextureDescriptor native = *descriptor;
    native.label = gpu_wgpu_text(descriptor->label);
    native.nextInChain = NULL;
    if (native.usage != WGPUTextureUsage_None)
        native.usage = (native.usage & ~WGPUTextureUsage_TransientAttachment) | hidden;
    if (native.dimension == WGPUTextureDimension_Undefined)
        native.dimension = WGPUTextureDimension_2D;
    const uint64_t errors = device->error_count;
    const WGPUTexture texture = gpu_native.DeviceCreateTexture(device->native, &native);
    if (device->error_count == errors)
        return texture;
    gpu_native.TextureRelease(texture);
    return NULL;
}

WGPUTexture
gpu_wgpu_DeviceCreateTexture(WGPUDevice handle, const WGPUTextureDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    struct gpu_wgpu_texture *texture = gpu_wgpu_record_new(sizeof *texture);
    if (texture == NULL)
        return NULL;
    texture->device = device;
    gpu_wgpu_ref(&device->refs);
    texture->usage = descriptor->usage;
    texture->dimension = descriptor->dimension != WGPUTextureDimension_Undefined ? descriptor->dimension
                                                                                 : WGPUTextureDimension_2D;
    texture->size = descriptor->size;
    texture->format = descriptor->format;
    texture->mip_level_count = descriptor->mipLevelCount;
    texture->sample_count = descriptor->sampleCount;
    texture->content = texture->dimension == WGPUTextureDimension_3D ? GPU_WGPU_FRESH : GPU_WGPU_DEFINED;
    texture->native = create(device, descriptor, gpu_wgpu_fresh_usage(texture));
    return gpu_wgpu_texture_handle(texture);
}

void
gpu_wgpu_TextureAddRef(WGPUTexture handle)
{
    gpu_wgpu_ref(&gpu_wgpu_texture(handle)->refs);
}

void
gpu_wgpu_TextureRelease(WGPUTexture handle)
{
    gpu_wgpu_texture_unref(gpu_wgpu_texture(handle));
}

void
gpu_wgpu_texture_unref(struct gpu_wgpu_texture *texture)
{
    if (!gpu_wgpu_unref(&texture->refs))
        return;
    if (texture->native != NULL)
        gpu_native.TextureRelease(texture->native);
    gpu_wgpu_device_unref(texture->device);
    free(texture);
}

void
gpu_wgpu_TextureDestroy(WGPUTexture handle)
{
    struct gpu_wgpu_texture *texture = gpu_wgpu_texture(handle);
    if (texture->native != NULL && !texture->destroyed)
        gpu_native.TextureDestroy(texture->native);
    texture->destroyed = true;
}

#define GETTER(type, name, member) \
    type gpu_wgpu_TextureGet##name(WGPUTexture handle) \
    { \
        return gpu_wgpu_texture(handle)->member; \
    }
GETTER(uint32_t, Width, size.width)
GETTER(uint32_t, Height, size.height)
GETTER(uint32_t, DepthOrArrayLayers, size.depthOrArrayLayers)
GETTER(uint32_t, MipLevelCount, mip_level_count)
GETTER(uint32_t, SampleCount, sample_count)
GETTER(WGPUTextureDimension, Dimension, dimension)
GETTER(WGPUTextureFormat, Format, format)
GETTER(WGPUTextureUsage, Usage, usage)

WGPUExtent3D
gpu_wgpu_format_block(WGPUTextureFormat format)
{
    static const WGPUExtent3D astc[] = {{4, 4, 1},  {5, 4, 1},   {5, 5, 1},   {6, 5, 1},  {6, 6, 1},
                                        {8, 5, 1},  {8, 6, 1},   {8, 8, 1},   {10, 5, 1}, {10, 6, 1},
                                        {10, 8, 1}, {10, 10, 1}, {12, 10, 1}, {12, 12, 1}};
    if (format < WGPUTextureFormat_BC1RGBAUnorm)
        return (WGPUExtent3D){1, 1, 1};
    if (format < WGPUTextureFormat_ASTC4x4Unorm)
        return (WGPUExtent3D){4, 4, 1};
    return astc[(format - WGPUTextureFormat_ASTC4x4Unorm) / 2]; /* each is there twice, once as sRGB */
}

WGPUTextureViewDimension
gpu_wgpu_TextureGetTextureBindingViewDimension(WGPUTexture texture)
{
    (void)texture; /* a thing of the compatibility mode, which it does not have */
    return WGPUTextureViewDimension_Undefined;
}
