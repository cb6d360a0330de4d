/* WebGPU, "Texture View Creation": the rules. */
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
view(WGPUTexture texture, const WGPUTextureViewDescriptor *descriptor, bool is_valid, const char *what)
{
    begin();
    WGPUTextureView made = wgpuTextureCreateView(texture, descriptor);
    judge(is_valid, what);
    wgpuTextureViewRelease(made);
}

static void
view_as(WGPUTexture texture, WGPUTextureViewDimension dimension, uint32_t first, uint32_t count,
        bool is_valid, const char *what)
{
    WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.dimension = dimension;
    descriptor.baseArrayLayer = first;
    descriptor.arrayLayerCount = count;
    view(texture, &descriptor, is_valid, what);
}

static void
test_view_dimensions(void)
{
    const uint32_t rest = WGPU_ARRAY_LAYER_COUNT_UNDEFINED;
    WGPUTextureDescriptor descriptor = describe(8, 8, 12);
    WGPUTexture array = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    view(array, NULL, true, "createView: without a descriptor");
    view_as(array, WGPUTextureViewDimension_2D, 3, 1, true, "createView: 2d of a layer");
    view_as(array, WGPUTextureViewDimension_2D, 0, 2, false, "createView, 2d: one layer");
    view_as(array, WGPUTextureViewDimension_2D, 3, rest, true, "createView, 2d: one layer by default");
    view_as(array, WGPUTextureViewDimension_2DArray, 3, rest, true, "createView: 2d-array of the rest");
    view_as(array, WGPUTextureViewDimension_2DArray, 3, 9, true, "createView: 2d-array to the end");
    view_as(array, WGPUTextureViewDimension_2DArray, 3, 10, false, "createView: layers that there are");
    view_as(array, WGPUTextureViewDimension_2DArray, 12, rest, false,
            "createView: a first layer that there is");
    view_as(array, WGPUTextureViewDimension_2DArray, 0, 0, false, "createView: arrayLayerCount is not 0");
    view_as(array, WGPUTextureViewDimension_Cube, 6, 6, true, "createView: cube of six layers");
    view_as(array, WGPUTextureViewDimension_Cube, 0, rest, true, "createView, cube: six layers by default");
    view_as(array, WGPUTextureViewDimension_Cube, 0, 5, false, "createView, cube: six layers");
    view_as(array, WGPUTextureViewDimension_CubeArray, 0, 12, true,
            "createView: cube-array of twelve layers");
    view_as(array, WGPUTextureViewDimension_CubeArray, 0, 11, false,
            "createView, cube-array: a multiple of six layers");
    view_as(array, WGPUTextureViewDimension_3D, 0, 1, false, "createView, 3d: of a 3d texture");
    view_as(array, WGPUTextureViewDimension_1D, 0, 1, false, "createView, 1d: of a 1d texture");
    wgpuTextureRelease(array);

    descriptor = describe(8, 4, 6);
    WGPUTexture oblong = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    view_as(oblong, WGPUTextureViewDimension_Cube, 0, 6, false, "createView, cube: of a square");
    view_as(oblong, WGPUTextureViewDimension_CubeArray, 0, 6, false, "createView, cube-array: of a square");
    wgpuTextureRelease(oblong);

    descriptor = describe(8, 8, 6);
    descriptor.dimension = WGPUTextureDimension_3D;
    WGPUTexture solid = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    view_as(solid, WGPUTextureViewDimension_3D, 0, 1, true, "createView: 3d");
    view_as(solid, WGPUTextureViewDimension_3D, 0, 2, false, "createView, 3d: one layer");
    view_as(solid, WGPUTextureViewDimension_2D, 0, 1, false, "createView, 2d: of a 2d texture");
    view_as(solid, WGPUTextureViewDimension_2DArray, 0, 1, false, "createView, 2d-array: of a 2d texture");
    wgpuTextureRelease(solid);

    descriptor = describe(8, 1, 1);
    descriptor.dimension = WGPUTextureDimension_1D;
    WGPUTexture line = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    view_as(line, WGPUTextureViewDimension_1D, 0, 1, true, "createView: 1d");
    view_as(line, WGPUTextureViewDimension_2D, 0, 1, false, "createView, 2d: not of a 1d texture");
    wgpuTextureRelease(line);

    descriptor = describe(8, 8, 1);
    descriptor.sampleCount = 4;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    WGPUTexture samples = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    view_as(samples, WGPUTextureViewDimension_2D, 0, 1, true, "createView: 2d of 4 samples");
    view_as(samples, WGPUTextureViewDimension_2DArray, 0, 1, false, "createView, 4 samples: 2d");
    wgpuTextureRelease(samples);
}

static void
test_view_levels(void)
{
    static const struct {
        const char *what;
        uint32_t first, count;
        bool is_valid;
    } rows[] = {
        {"createView: one mip level", 2, 1, true},
        {"createView: the rest of the mip levels", 1, WGPU_MIP_LEVEL_COUNT_UNDEFINED, true},
        {"createView: all mip levels", 0, 4, true},
        {"createView: mip levels that there are", 1, 4, false},
        {"createView: a first mip level that there is", 4, WGPU_MIP_LEVEL_COUNT_UNDEFINED, false},
        {"createView: mipLevelCount is not 0", 0, 0, false},
        {"createView: mip levels that wrap", 2, UINT32_MAX - 1, false},
    };
    WGPUTextureDescriptor texture_descriptor = describe(8, 8, 1);
    texture_descriptor.mipLevelCount = 4;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &texture_descriptor);
    for (size_t i = 0; i < COUNT(rows); i++) {
        WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
        descriptor.baseMipLevel = rows[i].first;
        descriptor.mipLevelCount = rows[i].count;
        view(texture, &descriptor, rows[i].is_valid, rows[i].what);
    }
    wgpuTextureRelease(texture);
}

static void
test_view_formats(void)
{
    const WGPUTextureFormat srgb = WGPUTextureFormat_RGBA8UnormSrgb;
    WGPUTextureDescriptor texture_descriptor = describe(8, 8, 1);
    texture_descriptor.viewFormatCount = 1;
    texture_descriptor.viewFormats = &srgb;
    texture_descriptor.usage = SAMPLED | WGPUTextureUsage_StorageBinding;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &texture_descriptor);
    WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.format = srgb;
    view(texture, &descriptor, false, "createView: a format that all of the texture's usages are for");
    descriptor.usage = SAMPLED;
    view(texture, &descriptor, true, "createView: a format of viewFormats, for one usage");
    descriptor.format = WGPUTextureFormat_BGRA8Unorm;
    view(texture, &descriptor, false, "createView: no other format");
    descriptor.format = WGPUTextureFormat_Undefined;
    descriptor.usage = WGPUTextureUsage_CopyDst;
    view(texture, &descriptor, false, "createView: usages of the texture");
    descriptor.usage = WGPUTextureUsage_None;
    descriptor.aspect = WGPUTextureAspect_DepthOnly;
    view(texture, &descriptor, false, "createView: an aspect of the format: not depth of a colour");
    descriptor.aspect = WGPUTextureAspect_StencilOnly;
    view(texture, &descriptor, false, "createView: an aspect of the format: not stencil of a colour");
    wgpuTextureRelease(texture);

    texture_descriptor = describe(8, 8, 1);
    texture_descriptor.format = WGPUTextureFormat_Depth24PlusStencil8;
    texture = wgpuDeviceCreateTexture(gpu.device, &texture_descriptor);
    descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    view(texture, &descriptor, true, "createView: all of depth and stencil");
    descriptor.aspect = WGPUTextureAspect_DepthOnly;
    view(texture, &descriptor, true, "createView: depth-only");
    descriptor.format = WGPUTextureFormat_Depth24Plus;
    view(texture, &descriptor, true, "createView: depth-only, by its format");
    descriptor.format = WGPUTextureFormat_Depth24PlusStencil8;
    view(texture, &descriptor, false, "createView, depth-only: not the format of both");
    descriptor.aspect = WGPUTextureAspect_StencilOnly;
    descriptor.format = WGPUTextureFormat_Stencil8;
    view(texture, &descriptor, true, "createView: stencil-only");
    wgpuTextureRelease(texture);

    begin();
    texture_descriptor.usage = WGPUTextureUsage_None;
    WGPUTexture bad = wgpuDeviceCreateTexture(gpu.device, &texture_descriptor);
    ends(false);
    view(bad, NULL, false, "createView: the texture is valid");
    wgpuTextureRelease(bad);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_view_dimensions();
        test_view_levels();
        test_view_formats();
    }
    return rules_close();
}
