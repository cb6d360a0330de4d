/* wgpu-native's textures, samplers and surfaces: with its own devices, and without the values at which it
 * aborts. Textures, their views and samplers are its own handles. */
#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define ALL_USAGES ((WGPUTextureUsage)0x1f) /* it aborts at a transient attachment */

static bool
known_formats(const WGPUTextureFormat *formats, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (formats[i] == WGPUTextureFormat_Undefined || formats[i] > WGPUTextureFormat_ASTC12x12UnormSrgb)
            return false;
    }
    return true;
}

WGPUTexture
gpu_wgpu_DeviceCreateTexture(WGPUDevice handle, const WGPUTextureDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    WGPUTextureDescriptor native = *descriptor;
    native.label = gpu_wgpu_text(descriptor->label);
    native.nextInChain = NULL;
    if (native.dimension == WGPUTextureDimension_Undefined)
        native.dimension = WGPUTextureDimension_2D;
    if (native.dimension <= WGPUTextureDimension_3D && (native.usage & ~ALL_USAGES) == 0 &&
        known_formats(&native.format, 1) && known_formats(native.viewFormats, native.viewFormatCount))
        return gpu_native.DeviceCreateTexture(device->native, &native);

    gpu_wgpu_validation_error(device, "texture: unknown format, dimension or usage");
    native.dimension = WGPUTextureDimension_2D;
    native.usage = WGPUTextureUsage_None; /* which makes it invalid */
    native.format = WGPUTextureFormat_RGBA8Unorm;
    native.viewFormatCount = 0;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUTexture texture = gpu_native.DeviceCreateTexture(device->native, &native);
    gpu_wgpu_capture_end(device, &message);
    free(message);
    return texture;
}

WGPUTextureViewDimension
gpu_wgpu_TextureGetTextureBindingViewDimension(WGPUTexture texture)
{
    (void)texture; /* a thing of the compatibility mode, which it does not have */
    return WGPUTextureViewDimension_Undefined;
}

/* What is left open has a value in webgpu.h. */
WGPUSampler
gpu_wgpu_DeviceCreateSampler(WGPUDevice handle, const WGPUSamplerDescriptor *descriptor)
{
    const WGPUSamplerDescriptor plain = WGPU_SAMPLER_DESCRIPTOR_INIT;
    WGPUSamplerDescriptor native = descriptor != NULL ? *descriptor : plain;
    native.label = gpu_wgpu_text(native.label);
    WGPUAddressMode *modes[] = {&native.addressModeU, &native.addressModeV, &native.addressModeW};
    for (size_t i = 0; i < 3; i++) {
        if (*modes[i] == WGPUAddressMode_Undefined)
            *modes[i] = WGPUAddressMode_ClampToEdge;
    }
    if (native.magFilter == WGPUFilterMode_Undefined)
        native.magFilter = WGPUFilterMode_Nearest;
    if (native.minFilter == WGPUFilterMode_Undefined)
        native.minFilter = WGPUFilterMode_Nearest;
    if (native.mipmapFilter == WGPUMipmapFilterMode_Undefined)
        native.mipmapFilter = WGPUMipmapFilterMode_Nearest;
    return gpu_native.DeviceCreateSampler(gpu_wgpu_device(handle)->native, &native);
}

void
gpu_wgpu_SurfaceConfigure(WGPUSurface surface, const WGPUSurfaceConfiguration *config)
{
    WGPUSurfaceConfiguration native = *config;
    native.device = gpu_wgpu_device(config->device)->native;
    gpu_native.SurfaceConfigure(surface, &native);
}

WGPUStatus
gpu_wgpu_SurfaceGetCapabilities(WGPUSurface surface, WGPUAdapter adapter,
                                WGPUSurfaceCapabilities *capabilities)
{
    return gpu_native.SurfaceGetCapabilities(surface, gpu_wgpu_adapter(adapter)->native, capabilities);
}
