/* wgpu-native's texture views. It aborts at values that it does not know and at counts of 0, and does not see
 * which usages a view is limited to. A view of a destroyed texture is no error: its use is. WebGPU,
 * "createView". */
#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/texture.h"
#include "gpu/wgpu/wgpu.h"

#define CUBE_FACES 6

static bool
is_identity(const WGPUTextureComponentSwizzle *swizzle)
{
    return (swizzle->r == WGPUComponentSwizzle_Undefined || swizzle->r == WGPUComponentSwizzle_R) &&
           (swizzle->g == WGPUComponentSwizzle_Undefined || swizzle->g == WGPUComponentSwizzle_G) &&
           (swizzle->b == WGPUComponentSwizzle_Undefined || swizzle->b == WGPUComponentSwizzle_B) &&
           (swizzle->a == WGPUComponentSwizzle_Undefined || swizzle->a == WGPUComponentSwizzle_A);
}

/* What wgpu-native does not check; NULL: nothing. */
static const char *
check(const struct gpu_wgpu_texture *texture, const WGPUTextureViewDescriptor *descriptor)
{
    if (descriptor->format > GPU_WGPU_LAST_FORMAT)
        return "unknown format";
    if (descriptor->dimension > WGPUTextureViewDimension_3D)
        return "unknown dimension";
    if (descriptor->aspect > WGPUTextureAspect_DepthOnly)
        return "unknown aspect";
    if (descriptor->mipLevelCount == 0 || descriptor->arrayLayerCount == 0)
        return "it has no mip levels, or no layers";
    if ((descriptor->usage & ~texture->usage) != 0)
        return "its usage has more than the texture's";
    if ((texture->usage & WGPUTextureUsage_TransientAttachment) != 0 &&
        descriptor->usage != WGPUTextureUsage_None && descriptor->usage != texture->usage)
        return "its usage is not the transient attachment's";
    const WGPUChainedStruct *chain = descriptor->nextInChain;
    if (chain != NULL && chain->sType == WGPUSType_TextureComponentSwizzleDescriptor &&
        !is_identity(&((const WGPUTextureComponentSwizzleDescriptor *)chain)->swizzle))
        return "the device has no texture component swizzle";
    return NULL;
}

static WGPUTextureViewDimension
resolve_dimension(const struct gpu_wgpu_texture *texture, const WGPUTextureViewDescriptor *descriptor)
{
    if (descriptor->dimension != WGPUTextureViewDimension_Undefined)
        return descriptor->dimension;
    if (texture->dimension == WGPUTextureDimension_1D)
        return WGPUTextureViewDimension_1D;
    if (texture->dimension == WGPUTextureDimension_3D)
        return WGPUTextureViewDimension_3D;
    return texture->size.depthOrArrayLayers > 1 ? WGPUTextureViewDimension_2DArray
                                                : WGPUTextureViewDimension_2D;
}

/* NULL: invalid, and reported, or the texture is destroyed. */
static WGPUTextureView
create(const struct gpu_wgpu_texture *texture, const WGPUTextureViewDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = texture->device;
    const char *reason = texture->native == NULL ? "the texture is invalid" : check(texture, descriptor);
    if (reason != NULL)
        gpu_wgpu_validation_error(device, "texture view: %s", reason);
    if (reason != NULL || texture->destroyed)
        return NULL;
    WGPUTextureViewDescriptor native = *descriptor;
    native.label = gpu_wgpu_text(descriptor->label);
    native.nextInChain = NULL;
    const uint64_t errors = device->error_count;
    const WGPUTextureView view = gpu_native.TextureCreateView(texture->native, &native);
    if (device->error_count == errors)
        return view;
    gpu_native.TextureViewRelease(view);
    return NULL;
}

WGPUTextureView
gpu_wgpu_TextureCreateView(WGPUTexture handle, const WGPUTextureViewDescriptor *descriptor)
{
    const WGPUTextureViewDescriptor plain = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    struct gpu_wgpu_texture *texture = gpu_wgpu_texture(handle);
    struct gpu_wgpu_texture_view *view = gpu_wgpu_record_new(sizeof *view);
    if (view == NULL)
        return NULL;
    if (descriptor == NULL)
        descriptor = &plain;
    view->texture = texture;
    gpu_wgpu_ref(&texture->refs);
    view->native = create(texture, descriptor);
    view->usage = descriptor->usage != WGPUTextureUsage_None ? descriptor->usage : texture->usage;
    view->format = descriptor->format != WGPUTextureFormat_Undefined ? descriptor->format : texture->format;
    view->dimension = resolve_dimension(texture, descriptor);
    return gpu_wgpu_texture_view_handle(view);
}

void
gpu_wgpu_TextureViewAddRef(WGPUTextureView handle)
{
    gpu_wgpu_ref(&gpu_wgpu_texture_view(handle)->refs);
}

void
gpu_wgpu_TextureViewRelease(WGPUTextureView handle)
{
    struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(handle);
    if (!gpu_wgpu_unref(&view->refs))
        return;
    if (view->native != NULL)
        gpu_native.TextureViewRelease(view->native);
    gpu_wgpu_texture_unref(view->texture);
    free(view);
}

WGPUTextureView
gpu_wgpu_stand_in(const struct gpu_wgpu_texture_view *view)
{
    const struct gpu_wgpu_texture *texture = view->texture;
    const bool cube = view->dimension == WGPUTextureViewDimension_Cube ||
                      view->dimension == WGPUTextureViewDimension_CubeArray;
    WGPUTextureDescriptor small = WGPU_TEXTURE_DESCRIPTOR_INIT;
    small.usage = view->usage;
    small.dimension = texture->dimension;
    small.size = (WGPUExtent3D){1, 1, cube ? CUBE_FACES : 1};
    small.format = view->format;
    WGPUTextureViewDescriptor whole = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    whole.dimension = view->dimension;
    const WGPUTexture stand_in = gpu_native.DeviceCreateTexture(texture->device->native, &small);
    const WGPUTextureView native = gpu_native.TextureCreateView(stand_in, &whole);
    gpu_native.TextureRelease(stand_in);
    return native;
}
