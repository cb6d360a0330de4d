/* Textures and views: what they are asked for and say of themselves, every format, and descriptors that are
 * invalid. WebGPU, "Textures and Texture Views". */
#include <stdio.h>

#include "image.h"

static struct gpu gpu;

/* 120 is a multiple of the width and the height of every block. */
static WGPUTextureDescriptor
plain_texture(void)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size.width = 120;
    descriptor.size.height = 120;
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    descriptor.usage = WGPUTextureUsage_TextureBinding;
    return descriptor;
}

static void
test_getters(void)
{
    WGPUTextureDescriptor descriptor = plain_texture();
    descriptor.label = text("a picture");
    descriptor.size = (WGPUExtent3D){40, 30, 6};
    descriptor.mipLevelCount = 3;
    descriptor.usage = WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopyDst;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    check_equal(wgpuTextureGetWidth(texture), 40, "width");
    check_equal(wgpuTextureGetHeight(texture), 30, "height");
    check_equal(wgpuTextureGetDepthOrArrayLayers(texture), 6, "layers");
    check_equal(wgpuTextureGetMipLevelCount(texture), 3, "mip levels");
    check_equal(wgpuTextureGetSampleCount(texture), 1, "samples");
    check_equal(wgpuTextureGetDimension(texture), WGPUTextureDimension_2D,
                "two dimensions, if nothing is said");
    check_equal(wgpuTextureGetFormat(texture), WGPUTextureFormat_RGBA8Unorm, "format");
    check_equal(wgpuTextureGetUsage(texture), descriptor.usage, "usage");
    check_equal(wgpuTextureGetTextureBindingViewDimension(texture), WGPUTextureViewDimension_Undefined,
                "no dimension of bindings, which only compatibility mode has");
    wgpuTextureSetLabel(texture, text("another name"));
    wgpuTextureAddRef(texture);
    wgpuTextureRelease(texture);
    check_equal(wgpuTextureGetWidth(texture), 40, "it lives as long as it has references");
    wgpuTextureDestroy(texture);
    wgpuTextureDestroy(texture);
    check_equal(wgpuTextureGetHeight(texture), 30, "a destroyed texture still says what it was");
    wgpuTextureRelease(texture);
}

static void
test_dimensions(void)
{
    WGPUTextureDescriptor descriptor = plain_texture();
    descriptor.dimension = WGPUTextureDimension_1D;
    descriptor.size = (WGPUExtent3D){64, 1, 1};
    gpu_watch(&gpu);
    WGPUTexture line = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.size = (WGPUExtent3D){8, 9, 10};
    WGPUTexture solid = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    descriptor = plain_texture();
    descriptor.sampleCount = 4;
    descriptor.usage |= WGPUTextureUsage_RenderAttachment;
    WGPUTexture sampled = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    gpu_expect_none(&gpu, "textures of one and three dimensions, and of four samples");
    check_equal(wgpuTextureGetDimension(line), WGPUTextureDimension_1D, "one dimension");
    check_equal(wgpuTextureGetDimension(solid), WGPUTextureDimension_3D, "three dimensions");
    check_equal(wgpuTextureGetDepthOrArrayLayers(solid), 10, "depth");
    check_equal(wgpuTextureGetSampleCount(sampled), 4, "samples");
    wgpuTextureRelease(sampled);
    wgpuTextureRelease(solid);
    wgpuTextureRelease(line);
}

/* Which feature a format needs; 0: none. */
static WGPUFeatureName
feature_of(WGPUTextureFormat format)
{
    switch (format) {
    case WGPUTextureFormat_R16Unorm:
    case WGPUTextureFormat_R16Snorm:
    case WGPUTextureFormat_RG16Unorm:
    case WGPUTextureFormat_RG16Snorm:
    case WGPUTextureFormat_RGBA16Unorm:
    case WGPUTextureFormat_RGBA16Snorm:
        return WGPUFeatureName_TextureFormatsTier1;
    case WGPUTextureFormat_Depth32FloatStencil8:
        return WGPUFeatureName_Depth32FloatStencil8;
    default:
        if (format >= WGPUTextureFormat_ASTC4x4Unorm)
            return WGPUFeatureName_TextureCompressionASTC;
        if (format >= WGPUTextureFormat_ETC2RGB8Unorm)
            return WGPUFeatureName_TextureCompressionETC2;
        return format >= WGPUTextureFormat_BC1RGBAUnorm ? WGPUFeatureName_TextureCompressionBC
                                                        : (WGPUFeatureName)0;
    }
}

static void
test_format(WGPUTextureFormat format)
{
    const WGPUFeatureName feature = feature_of(format);
    const bool usable = feature == 0 || wgpuDeviceHasFeature(gpu.device, feature);
    char what[100];
    WGPUTextureDescriptor descriptor = plain_texture();
    descriptor.format = format;
    gpu_watch(&gpu);
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    snprintf(what, sizeof what, "format %d, %s", (int)format, usable ? "usable" : "without its feature");
    if (usable)
        gpu_expect_none(&gpu, what);
    else
        gpu_expect_error(&gpu, what);
    check_equal(wgpuTextureGetFormat(texture), format, "it says its format");
    wgpuTextureRelease(texture);
}

static void
test_formats(void)
{
    for (uint32_t format = WGPUTextureFormat_R8Unorm; format <= WGPUTextureFormat_ASTC12x12UnormSrgb;
         format++)
        test_format((WGPUTextureFormat)format);
}

static void
expect_invalid(const WGPUTextureDescriptor *descriptor, const char *what)
{
    gpu_watch(&gpu);
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, descriptor);
    gpu_expect_error(&gpu, what);
    gpu_watch(&gpu);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    gpu_expect_error(&gpu, "which has no view");
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
}

static void
test_invalid_textures(void)
{
    WGPUTextureDescriptor descriptor = plain_texture();
    descriptor.usage = WGPUTextureUsage_None;
    expect_invalid(&descriptor, "a texture without any usage");
    descriptor.usage = WGPUTextureUsage_CopyDst | (UINT64_C(1) << 40);
    expect_invalid(&descriptor, "one with an unknown usage");
    descriptor = plain_texture();
    descriptor.size.width = 0;
    expect_invalid(&descriptor, "one without a width");
    descriptor.size.width = UINT32_MAX;
    expect_invalid(&descriptor, "one that is too wide");
    descriptor = plain_texture();
    descriptor.size.depthOrArrayLayers = 0;
    expect_invalid(&descriptor, "one without a layer");
    descriptor = plain_texture();
    descriptor.mipLevelCount = 0;
    expect_invalid(&descriptor, "one without a mip level");
    descriptor.mipLevelCount = 8;
    expect_invalid(&descriptor, "one with too many of them");
    descriptor = plain_texture();
    descriptor.sampleCount = 3;
    descriptor.usage |= WGPUTextureUsage_RenderAttachment;
    expect_invalid(&descriptor, "one of three samples");
    descriptor = plain_texture();
    descriptor.format = WGPUTextureFormat_Undefined;
    expect_invalid(&descriptor, "one without a format");
    descriptor.format = (WGPUTextureFormat)9999;
    expect_invalid(&descriptor, "one of an unknown format");
    descriptor = plain_texture();
    descriptor.dimension = (WGPUTextureDimension)7;
    expect_invalid(&descriptor, "one of an unknown dimension");
    descriptor.dimension = WGPUTextureDimension_1D;
    expect_invalid(&descriptor, "one of one dimension with a height");
    const WGPUTextureFormat other = WGPUTextureFormat_R32Float;
    descriptor = plain_texture();
    descriptor.viewFormatCount = 1;
    descriptor.viewFormats = &other;
    expect_invalid(&descriptor, "one with a view format that does not go with its own");
}

static WGPUTexture
layered_texture(void)
{
    static const WGPUTextureFormat view_format = WGPUTextureFormat_RGBA8UnormSrgb;
    WGPUTextureDescriptor descriptor = plain_texture();
    descriptor.size.depthOrArrayLayers = 12;
    descriptor.mipLevelCount = 4;
    descriptor.usage |= WGPUTextureUsage_RenderAttachment;
    descriptor.viewFormatCount = 1;
    descriptor.viewFormats = &view_format;
    return wgpuDeviceCreateTexture(gpu.device, &descriptor);
}

static void
try_view(WGPUTexture texture, const WGPUTextureViewDescriptor *descriptor, bool valid, const char *what)
{
    gpu_watch(&gpu);
    WGPUTextureView view = wgpuTextureCreateView(texture, descriptor);
    if (valid)
        gpu_expect_none(&gpu, what);
    else
        gpu_expect_error(&gpu, what);
    wgpuTextureViewSetLabel(view, text("a view"));
    wgpuTextureViewAddRef(view);
    wgpuTextureViewRelease(view);
    wgpuTextureViewRelease(view);
}

static void
test_views(void)
{
    WGPUTexture texture = layered_texture();
    try_view(texture, NULL, true, "a view of everything");
    WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.label = text("view");
    try_view(texture, &descriptor, true, "another, with a descriptor");
    descriptor.format = WGPUTextureFormat_RGBA8UnormSrgb;
    try_view(texture, &descriptor, true, "one of another format");
    descriptor.format = WGPUTextureFormat_R32Float;
    try_view(texture, &descriptor, false, "one of a format that was not announced");
    descriptor.format = (WGPUTextureFormat)9999;
    try_view(texture, &descriptor, false, "one of an unknown format");

    descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.baseMipLevel = 2;
    descriptor.mipLevelCount = 2;
    descriptor.baseArrayLayer = 11;
    descriptor.arrayLayerCount = 1;
    descriptor.dimension = WGPUTextureViewDimension_2D;
    descriptor.usage = WGPUTextureUsage_TextureBinding;
    try_view(texture, &descriptor, true, "one of two levels of the last layer");
    descriptor.mipLevelCount = 3;
    try_view(texture, &descriptor, false, "one of more levels than there are");
    descriptor.mipLevelCount = 0;
    try_view(texture, &descriptor, false, "one of no level");
    descriptor.mipLevelCount = WGPU_MIP_LEVEL_COUNT_UNDEFINED;
    descriptor.arrayLayerCount = 2;
    descriptor.dimension = WGPUTextureViewDimension_2DArray;
    try_view(texture, &descriptor, false, "one of more layers than there are");
    descriptor.baseArrayLayer = 10;
    try_view(texture, &descriptor, true, "one of the last two");
    descriptor.usage = WGPUTextureUsage_StorageBinding;
    try_view(texture, &descriptor, false, "one for a usage that the texture has not");
    descriptor.usage = UINT64_C(1) << 40;
    try_view(texture, &descriptor, false, "one for an unknown usage");
    wgpuTextureRelease(texture);
}

static void
test_view_dimensions(void)
{
    WGPUTexture texture = layered_texture();
    WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.dimension = WGPUTextureViewDimension_Cube;
    descriptor.arrayLayerCount = 6;
    try_view(texture, &descriptor, true, "a cube");
    descriptor.arrayLayerCount = 5;
    try_view(texture, &descriptor, false, "a cube of five sides");
    descriptor.dimension = WGPUTextureViewDimension_CubeArray;
    descriptor.arrayLayerCount = 12;
    try_view(texture, &descriptor, true, "two cubes");
    descriptor.dimension = WGPUTextureViewDimension_3D;
    try_view(texture, &descriptor, false, "three dimensions of a texture that has two");
    descriptor.dimension = (WGPUTextureViewDimension)9;
    try_view(texture, &descriptor, false, "an unknown dimension");
    wgpuTextureRelease(texture);

    WGPUTexture depth =
        image_new(&gpu, 8, 8, WGPUTextureFormat_Depth24PlusStencil8, WGPUTextureUsage_TextureBinding);
    descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.aspect = WGPUTextureAspect_DepthOnly;
    try_view(depth, &descriptor, true, "the depth of a texture with both");
    descriptor.aspect = WGPUTextureAspect_StencilOnly;
    try_view(depth, &descriptor, true, "its stencil");
    descriptor.aspect = (WGPUTextureAspect)9;
    try_view(depth, &descriptor, false, "an unknown aspect");
    wgpuTextureRelease(depth);
    WGPUTexture color = image_new(&gpu, 8, 8, WGPUTextureFormat_R8Unorm, WGPUTextureUsage_TextureBinding);
    descriptor.aspect = WGPUTextureAspect_DepthOnly;
    try_view(color, &descriptor, false, "the depth of a color");
    wgpuTextureRelease(color);
}

int
main(void)
{
    static const WGPUFeatureName features[] = {
        WGPUFeatureName_Depth32FloatStencil8,   WGPUFeatureName_TextureCompressionBC,
        WGPUFeatureName_TextureCompressionETC2, WGPUFeatureName_TextureCompressionASTC,
        WGPUFeatureName_TextureFormatsTier1,
    };
    if (gpu_open(&gpu, 0)) {
        test_getters();
        test_dimensions();
        test_formats();
        test_invalid_textures();
        test_views();
        test_view_dimensions();
        gpu_close(&gpu);
    }
    if (gpu_open_with(&gpu, sizeof features / sizeof features[0], features)) {
        test_formats();
        gpu_close(&gpu);
    }
    return check_finish();
}
