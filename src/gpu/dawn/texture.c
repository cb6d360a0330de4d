/* Dawn of June 2025: textures, views, surfaces and bundle encoders, whose descriptors name texture formats,
 * are made with Dawn's values; formats are read back. What is allocated lives for one call; without
 * memory a list of formats is taken as empty. */
#include <stdlib.h>

#include "gpu/dawn/dawn.h"
#include "gpu/dawn/enums.h"

/* Dawn's values of `count` formats; NULL: none, or no memory. */
static WGPUTextureFormat *
translate_formats(const WGPUTextureFormat *formats, size_t count)
{
    if (count == 0)
        return NULL;
    WGPUTextureFormat *native = calloc(count, sizeof *native);
    for (size_t i = 0; native != NULL && i < count; i++)
        native[i] = gpu_dawn_format(formats[i]);
    return native;
}

WGPUTexture
gpu_dawn_DeviceCreateTexture(WGPUDevice device, const WGPUTextureDescriptor *descriptor)
{
    WGPUTextureDescriptor native = *descriptor;
    native.format = gpu_dawn_format(descriptor->format);
    WGPUTextureFormat *formats = translate_formats(descriptor->viewFormats, descriptor->viewFormatCount);
    native.viewFormats = formats;
    native.viewFormatCount = formats != NULL ? descriptor->viewFormatCount : 0;
    const WGPUTexture texture = gpu_native.DeviceCreateTexture(device, &native);
    free(formats);
    return texture;
}

WGPUTextureView
gpu_dawn_TextureCreateView(WGPUTexture texture, const WGPUTextureViewDescriptor *descriptor)
{
    if (descriptor == NULL)
        return gpu_native.TextureCreateView(texture, NULL);
    WGPUTextureViewDescriptor native = *descriptor;
    native.format = gpu_dawn_format(descriptor->format);
    WGPUTextureComponentSwizzleDescriptor swizzle;
    if (native.nextInChain != NULL &&
        native.nextInChain->sType == WGPUSType_TextureComponentSwizzleDescriptor) {
        swizzle = *(const WGPUTextureComponentSwizzleDescriptor *)native.nextInChain;
        swizzle.chain.sType = gpu_dawn_stype(WGPUSType_TextureComponentSwizzleDescriptor);
        native.nextInChain = &swizzle.chain;
    }
    return gpu_native.TextureCreateView(texture, &native);
}

WGPUTextureFormat
gpu_dawn_TextureGetFormat(WGPUTexture texture)
{
    return gpu_standard_format(gpu_native.TextureGetFormat(texture));
}

WGPUTextureViewDimension
gpu_dawn_TextureGetTextureBindingViewDimension(WGPUTexture texture)
{
    (void)texture; /* a thing of the compatibility mode, which this Dawn does not have */
    return WGPUTextureViewDimension_Undefined;
}

WGPURenderBundleEncoder
gpu_dawn_DeviceCreateRenderBundleEncoder(WGPUDevice device,
                                         const WGPURenderBundleEncoderDescriptor *descriptor)
{
    WGPURenderBundleEncoderDescriptor native = *descriptor;
    WGPUTextureFormat *formats = translate_formats(descriptor->colorFormats, descriptor->colorFormatCount);
    native.colorFormats = formats;
    native.colorFormatCount = formats != NULL ? descriptor->colorFormatCount : 0;
    native.depthStencilFormat = gpu_dawn_format(descriptor->depthStencilFormat);
    const WGPURenderBundleEncoder encoder = gpu_native.DeviceCreateRenderBundleEncoder(device, &native);
    free(formats);
    return encoder;
}

void
gpu_dawn_SurfaceConfigure(WGPUSurface surface, const WGPUSurfaceConfiguration *config)
{
    WGPUSurfaceConfiguration native = *config;
    native.format = gpu_dawn_format(config->format);
    WGPUTextureFormat *formats = translate_formats(config->viewFormats, config->viewFormatCount);
    native.viewFormats = formats;
    native.viewFormatCount = formats != NULL ? config->viewFormatCount : 0;
    gpu_native.SurfaceConfigure(surface, &native);
    free(formats);
}

WGPUStatus
gpu_dawn_SurfaceGetCapabilities(WGPUSurface surface, WGPUAdapter adapter,
                                WGPUSurfaceCapabilities *capabilities)
{
    const WGPUStatus status = gpu_native.SurfaceGetCapabilities(surface, adapter, capabilities);
    if (status != WGPUStatus_Success)
        return status;
    WGPUTextureFormat *formats = (WGPUTextureFormat *)capabilities->formats;
    for (size_t i = 0; i < capabilities->formatCount; i++)
        formats[i] = gpu_standard_format(formats[i]);
    return status;
}

WGPUStatus
gpu_dawn_SurfacePresent(WGPUSurface surface)
{
    typedef void present(WGPUSurface); /* there it returns nothing */
    ((present *)(WGPUProc)gpu_native.SurfacePresent)(surface);
    return WGPUStatus_Success;
}
