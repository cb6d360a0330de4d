/* Dawn of June 2025: textures, views, surfaces and bundle encoders, whose descriptors name texture formats,
 * are made with Dawn's values; formats are read back. What is allocated lives for one call; without
 * memory a list of formats is taken as empty.
 *
 * Of a 3D texture that is rendered to, it clears only the first slice before the first use, and leaves to be
 * read what the others' memory held before, perhaps another program's: they are cleared when it is made. */
#include <stdlib.h>

#include "gpu/dawn/dawn.h"
#include "gpu/dawn/enums.h"
#include "gpu/dawn/scope.h"

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

#define MAX_LEVELS 32 /* of any texture that is valid */

static void
clear_level(WGPUCommandEncoder encoder, WGPUTexture texture, uint32_t level, uint32_t depth)
{
    WGPUTextureViewDescriptor one = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    one.baseMipLevel = level;
    one.mipLevelCount = 1;
    WGPURenderPassColorAttachment slice = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    slice.view = gpu_native.TextureCreateView(texture, &one);
    slice.loadOp = WGPULoadOp_Clear;
    slice.storeOp = WGPUStoreOp_Store;
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &slice;
    for (slice.depthSlice = 0; slice.depthSlice < depth; slice.depthSlice++) {
        const WGPURenderPassEncoder pass = gpu_native.CommandEncoderBeginRenderPass(encoder, &descriptor);
        gpu_native.RenderPassEncoderEnd(pass);
        gpu_native.RenderPassEncoderRelease(pass);
    }
    gpu_native.TextureViewRelease(slice.view);
}

static void
clear_levels(WGPUDevice device, WGPUTexture texture, const WGPUTextureDescriptor *descriptor)
{
    const uint32_t depth = descriptor->size.depthOrArrayLayers;
    const WGPUCommandEncoder encoder = gpu_native.DeviceCreateCommandEncoder(device, NULL);
    for (uint32_t level = 0; level < descriptor->mipLevelCount; level++)
        clear_level(encoder, texture, level, depth >> level > 0 ? depth >> level : 1);
    const WGPUCommandBuffer commands = gpu_native.CommandEncoderFinish(encoder, NULL);
    const WGPUQueue queue = gpu_native.DeviceGetQueue(device);
    gpu_native.QueueSubmit(queue, 1, &commands);
    gpu_native.QueueRelease(queue);
    gpu_native.CommandBufferRelease(commands);
    gpu_native.CommandEncoderRelease(encoder);
}

/* Of a texture that may be invalid, which is reported already, and is all that can be invalid here. False:
 * out of memory. */
static bool
clear_slices(WGPUDevice device, WGPUTexture texture, const WGPUTextureDescriptor *descriptor)
{
    WGPULimits limits = WGPU_LIMITS_INIT;
    gpu_native.DeviceGetLimits(device, &limits);
    if (descriptor->size.depthOrArrayLayers > limits.maxTextureDimension3D ||
        descriptor->mipLevelCount > MAX_LEVELS)
        return true;
    gpu_native.DevicePushErrorScope(device, WGPUErrorFilter_OutOfMemory);
    gpu_native.DevicePushErrorScope(device, WGPUErrorFilter_Validation);
    clear_levels(device, texture, descriptor);
    gpu_dawn_pop_scope(device);
    return gpu_dawn_pop_scope(device) == WGPUErrorType_NoError;
}

static WGPUTexture
invalid_texture(WGPUDevice device, const WGPUTextureDescriptor *descriptor)
{
    WGPUTextureDescriptor native = *descriptor;
    native.usage = WGPUTextureUsage_None;
    gpu_native.DevicePushErrorScope(device, WGPUErrorFilter_Validation);
    const WGPUTexture texture = gpu_native.DeviceCreateTexture(device, &native);
    gpu_dawn_pop_scope(device);
    return texture;
}

WGPUTexture
gpu_dawn_DeviceCreateTexture(WGPUDevice device, const WGPUTextureDescriptor *descriptor)
{
    WGPUTextureDescriptor native = *descriptor;
    native.format = gpu_dawn_format(descriptor->format);
    WGPUTextureFormat *formats = translate_formats(descriptor->viewFormats, descriptor->viewFormatCount);
    native.viewFormats = formats;
    native.viewFormatCount = formats != NULL ? descriptor->viewFormatCount : 0;
    WGPUTexture texture = gpu_native.DeviceCreateTexture(device, &native);
    if (descriptor->dimension == WGPUTextureDimension_3D &&
        (descriptor->usage & WGPUTextureUsage_RenderAttachment) != 0 &&
        !clear_slices(device, texture, descriptor)) {
        gpu_native.TextureRelease(texture);
        texture = invalid_texture(device, &native);
        gpu_dawn_report(device, WGPUErrorType_OutOfMemory,
                        (WGPUStringView){"texture: no memory to clear it", WGPU_STRLEN});
    }
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
