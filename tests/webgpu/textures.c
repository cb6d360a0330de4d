/* WebGPU, "Texture Creation", "Texture Destruction": the rules. What each format can be used for is in
 * texture_formats.c. */
#include <stdio.h>

#include "rule.h"

#define SAMPLED WGPUTextureUsage_TextureBinding

static WGPUTextureDescriptor
describe(uint32_t width, uint32_t height, uint32_t depth)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){width, height, depth};
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    descriptor.usage = SAMPLED;
    descriptor.dimension = WGPUTextureDimension_2D;
    return descriptor;
}

static void
create(const WGPUTextureDescriptor *descriptor, bool is_valid, const char *what)
{
    begin();
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, descriptor);
    judge(is_valid, what);
    wgpuTextureRelease(texture);
}

static void
size(WGPUTextureDimension dimension, uint32_t width, uint32_t height, uint32_t depth, bool is_valid,
     const char *what)
{
    WGPUTextureDescriptor descriptor = describe(width, height, depth);
    descriptor.dimension = dimension;
    create(&descriptor, is_valid, what);
}

static void
test_sizes(void)
{
    const uint32_t most_1d = limits.maxTextureDimension1D;
    const uint32_t most_2d = limits.maxTextureDimension2D;
    const uint32_t most_3d = limits.maxTextureDimension3D;
    size(WGPUTextureDimension_2D, 4, 4, 1, true, "createTexture: 2d");
    size(WGPUTextureDimension_1D, 4, 1, 1, true, "createTexture: 1d");
    size(WGPUTextureDimension_3D, 4, 4, 4, true, "createTexture: 3d");
    size(WGPUTextureDimension_2D, 0, 4, 1, false, "createTexture: width is not 0");
    size(WGPUTextureDimension_2D, 4, 0, 1, false, "createTexture: height is not 0");
    size(WGPUTextureDimension_2D, 4, 4, 0, false, "createTexture: depthOrArrayLayers is not 0");
    size(WGPUTextureDimension_1D, most_1d, 1, 1, true, "createTexture, 1d: as wide as maxTextureDimension1D");
    size(WGPUTextureDimension_1D, most_1d + 1, 1, 1, false,
         "createTexture, 1d: not wider than maxTextureDimension1D");
    size(WGPUTextureDimension_1D, 4, 2, 1, false, "createTexture, 1d: height is 1");
    size(WGPUTextureDimension_1D, 4, 1, 2, false, "createTexture, 1d: depthOrArrayLayers is 1");
    size(WGPUTextureDimension_2D, most_2d, 1, 1, true, "createTexture, 2d: as wide as maxTextureDimension2D");
    size(WGPUTextureDimension_2D, most_2d + 1, 1, 1, false,
         "createTexture, 2d: not wider than maxTextureDimension2D");
    size(WGPUTextureDimension_2D, 1, most_2d + 1, 1, false,
         "createTexture, 2d: not higher than maxTextureDimension2D");
    size(WGPUTextureDimension_2D, 1, 1, limits.maxTextureArrayLayers, true,
         "createTexture, 2d: as many layers as maxTextureArrayLayers");
    size(WGPUTextureDimension_2D, 1, 1, limits.maxTextureArrayLayers + 1, false,
         "createTexture, 2d: not more layers than maxTextureArrayLayers");
    size(WGPUTextureDimension_3D, most_3d + 1, 1, 1, false,
         "createTexture, 3d: not wider than maxTextureDimension3D");
    size(WGPUTextureDimension_3D, 1, most_3d + 1, 1, false,
         "createTexture, 3d: not higher than maxTextureDimension3D");
    size(WGPUTextureDimension_3D, 1, 1, most_3d + 1, false,
         "createTexture, 3d: not deeper than maxTextureDimension3D");
}

static void
test_usages(void)
{
    static const struct {
        const char *what;
        WGPUTextureUsage usage;
        bool is_valid;
    } rows[] = {
        {"createTexture: COPY_SRC", WGPUTextureUsage_CopySrc, true},
        {"createTexture: COPY_DST", WGPUTextureUsage_CopyDst, true},
        {"createTexture: STORAGE_BINDING", WGPUTextureUsage_StorageBinding, true},
        {"createTexture: RENDER_ATTACHMENT", WGPUTextureUsage_RenderAttachment, true},
        {"createTexture: all of these", (WGPUTextureUsage)0x1f, true},
        {"createTexture: TRANSIENT_ATTACHMENT with RENDER_ATTACHMENT",
         WGPUTextureUsage_TransientAttachment | WGPUTextureUsage_RenderAttachment, true},
        {"createTexture: TRANSIENT_ATTACHMENT with no other usage",
         WGPUTextureUsage_TransientAttachment | WGPUTextureUsage_RenderAttachment | SAMPLED, false},
        {"createTexture: TRANSIENT_ATTACHMENT not alone", WGPUTextureUsage_TransientAttachment, false},
        {"createTexture: usage is not 0", WGPUTextureUsage_None, false},
        {"createTexture: only usages that are allowed", SAMPLED | (WGPUTextureUsage)0x400, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        WGPUTextureDescriptor descriptor = describe(4, 4, 1);
        descriptor.usage = rows[i].usage;
        create(&descriptor, rows[i].is_valid, rows[i].what);
    }
    WGPUTextureDescriptor descriptor = describe(4, 1, 1);
    descriptor.dimension = WGPUTextureDimension_1D;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    create(&descriptor, false, "createTexture, RENDER_ATTACHMENT: not 1d");
    descriptor = describe(4, 4, 4);
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    create(&descriptor, true, "createTexture, RENDER_ATTACHMENT: 3d");
}

static void
test_levels(void)
{
    WGPUTextureDescriptor descriptor = describe(16, 4, 1);
    descriptor.mipLevelCount = 5;
    create(&descriptor, true, "createTexture: mip levels down to one texel");
    descriptor.mipLevelCount = 6;
    create(&descriptor, false, "createTexture: not more mip levels than that");
    descriptor.mipLevelCount = 0;
    create(&descriptor, false, "createTexture: mipLevelCount is not 0");
    descriptor = describe(4, 1, 1);
    descriptor.dimension = WGPUTextureDimension_1D;
    descriptor.mipLevelCount = 2;
    create(&descriptor, false, "createTexture, 1d: one mip level");
    descriptor = describe(1, 1, 8);
    descriptor.mipLevelCount = 2;
    create(&descriptor, false, "createTexture, 2d: layers make no mip levels");
    descriptor.dimension = WGPUTextureDimension_3D;
    create(&descriptor, true, "createTexture, 3d: depth makes mip levels");
}

static void
test_samples(void)
{
    WGPUTextureDescriptor good = describe(4, 4, 1);
    good.sampleCount = 4;
    good.usage = WGPUTextureUsage_RenderAttachment | SAMPLED;
    create(&good, true, "createTexture: 4 samples");
    WGPUTextureDescriptor bad = good;
    bad.sampleCount = 0;
    create(&bad, false, "createTexture: sampleCount is 1 or 4: not 0");
    bad.sampleCount = 2;
    create(&bad, false, "createTexture: sampleCount is 1 or 4: not 2");
    bad.sampleCount = 8;
    create(&bad, false, "createTexture: sampleCount is 1 or 4: not 8");
    bad = good;
    bad.mipLevelCount = 2;
    create(&bad, false, "createTexture, 4 samples: one mip level");
    bad = good;
    bad.size.depthOrArrayLayers = 2;
    create(&bad, false, "createTexture, 4 samples: one layer");
    bad = good;
    bad.usage |= WGPUTextureUsage_StorageBinding;
    create(&bad, false, "createTexture, 4 samples: not STORAGE_BINDING");
    bad = good;
    bad.usage = SAMPLED;
    create(&bad, false, "createTexture, 4 samples: RENDER_ATTACHMENT");
    bad = good;
    bad.dimension = WGPUTextureDimension_3D;
    create(&bad, false, "createTexture, 4 samples: not 3d");
    bad = good;
    bad.dimension = WGPUTextureDimension_1D;
    bad.size.height = 1;
    create(&bad, false, "createTexture, 4 samples: not 1d");
    bad = good;
    bad.format = WGPUTextureFormat_RGBA32Float;
    create(&bad, false, "createTexture, 4 samples: a format for it");
}

static void
test_formats(void)
{
    WGPUTextureDescriptor descriptor = describe(4, 4, 1);
    WGPUTextureFormat views[] = {WGPUTextureFormat_RGBA8UnormSrgb, WGPUTextureFormat_RGBA8Unorm};
    descriptor.viewFormatCount = 2;
    descriptor.viewFormats = views;
    create(&descriptor, true, "createTexture: viewFormats that differ in sRGB");
    views[0] = WGPUTextureFormat_BGRA8Unorm;
    create(&descriptor, false, "createTexture: viewFormats are compatible with the format");
    views[0] = WGPUTextureFormat_RGBA8Uint;
    create(&descriptor, false, "createTexture: viewFormats of one size only are not");
    descriptor = describe(4, 1, 1);
    descriptor.dimension = WGPUTextureDimension_1D;
    descriptor.format = WGPUTextureFormat_Depth16Unorm;
    create(&descriptor, false, "createTexture, 1d: no format of depth");
    descriptor = describe(4, 4, 4);
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.format = WGPUTextureFormat_Stencil8;
    create(&descriptor, false, "createTexture, 3d: no format of stencil");
}

static void
test_attributes(void)
{
    WGPUTextureDescriptor descriptor = describe(16, 8, 3);
    descriptor.mipLevelCount = 4;
    descriptor.usage = SAMPLED | WGPUTextureUsage_CopyDst;
    descriptor.format = WGPUTextureFormat_RG16Float;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    rule(wgpuTextureGetWidth(texture) == 16 && wgpuTextureGetHeight(texture) == 8 &&
             wgpuTextureGetDepthOrArrayLayers(texture) == 3,
         "a texture's size");
    rule(wgpuTextureGetMipLevelCount(texture) == 4 && wgpuTextureGetSampleCount(texture) == 1,
         "a texture's mip levels and samples");
    rule(wgpuTextureGetDimension(texture) == WGPUTextureDimension_2D &&
             wgpuTextureGetFormat(texture) == WGPUTextureFormat_RG16Float &&
             wgpuTextureGetUsage(texture) == descriptor.usage,
         "a texture's dimension, format and usage");
    begin();
    wgpuTextureDestroy(texture);
    wgpuTextureDestroy(texture);
    valid("destroy: more than once");
    begin();
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    valid("createView: of a destroyed texture, which only a submit refuses");
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);

    static const WGPUTextureDimension dimensions[] = {WGPUTextureDimension_1D, WGPUTextureDimension_3D};
    static const char *const whats[] = {"a texture's dimension: 1d", "a texture's dimension: 3d"};
    for (size_t i = 0; i < COUNT(dimensions); i++) {
        descriptor = describe(4, 1, 1);
        descriptor.dimension = dimensions[i];
        texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
        rule(wgpuTextureGetDimension(texture) == dimensions[i], whats[i]);
        wgpuTextureRelease(texture);
    }
}

/* A texture that is not valid says what it was to be. */
static void
test_invalid(void)
{
    WGPUTextureDescriptor descriptor = describe(4, 8, 2);
    descriptor.mipLevelCount = 9;
    begin();
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    ends(false);
    rule(wgpuTextureGetWidth(texture) == 4 && wgpuTextureGetHeight(texture) == 8 &&
             wgpuTextureGetDepthOrArrayLayers(texture) == 2 && wgpuTextureGetMipLevelCount(texture) == 9 &&
             wgpuTextureGetUsage(texture) == SAMPLED,
         "an invalid texture's attributes");
    begin();
    wgpuTextureDestroy(texture);
    valid("destroy: of an invalid texture");
    wgpuTextureRelease(texture);
}

static void
blocks(WGPUTextureDimension dimension, uint32_t width, uint32_t height, uint32_t depth, bool is_valid,
       const char *what)
{
    WGPUTextureDescriptor descriptor = describe(width, height, depth);
    descriptor.dimension = dimension;
    descriptor.format = WGPUTextureFormat_BC1RGBAUnorm;
    create(&descriptor, is_valid, what);
}

static void
test_blocks(void)
{
    blocks(WGPUTextureDimension_2D, 8, 4, 2, true, "createTexture, BC1: whole blocks");
    blocks(WGPUTextureDimension_2D, 6, 4, 1, false, "createTexture, BC1: width is a multiple of its blocks'");
    blocks(WGPUTextureDimension_2D, 8, 2, 1, false,
           "createTexture, BC1: height is a multiple of its blocks'");
    blocks(WGPUTextureDimension_1D, 8, 1, 1, false, "createTexture, BC1: not 1d");
    blocks(WGPUTextureDimension_3D, 8, 4, 4, false,
           "createTexture, BC1: 3d needs texture-compression-bc-sliced-3d");
    const WGPUTextureFormat views[] = {WGPUTextureFormat_BC1RGBAUnormSrgb};
    WGPUTextureDescriptor descriptor = describe(8, 8, 1);
    descriptor.format = WGPUTextureFormat_BC1RGBAUnorm;
    descriptor.viewFormatCount = 1;
    descriptor.viewFormats = views;
    descriptor.mipLevelCount = 4;
    create(&descriptor, true, "createTexture, BC1: mip levels below a block, and a view of sRGB");
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    create(&descriptor, false, "createTexture, BC1: not RENDER_ATTACHMENT");
    descriptor.usage = SAMPLED;
    descriptor.mipLevelCount = 1;
    descriptor.sampleCount = 4;
    create(&descriptor, false, "createTexture, BC1: not 4 samples");
}

int
main(int argc, char **argv)
{
    bool has_blocks = false;
    if (rules_open(argc, argv, 0)) {
        has_blocks = wgpuAdapterHasFeature(gpu.adapter, WGPUFeatureName_TextureCompressionBC);
        test_sizes();
        test_usages();
        test_levels();
        test_samples();
        test_formats();
        test_attributes();
        test_invalid();
        blocks(WGPUTextureDimension_2D, 4, 4, 1, false, "createTexture, BC1: needs texture-compression-bc");
        gpu_close(&gpu);
    }
    if (!has_blocks)
        printf("       the adapter has no compressed textures\n");
    else if (rules_open(argc, argv, WGPUFeatureName_TextureCompressionBC))
        test_blocks();
    return rules_close();
}
