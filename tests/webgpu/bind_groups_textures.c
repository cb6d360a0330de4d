/* WebGPU, "Bind Group Creation": the rules of textures, storage textures and samplers. */
#include "rule.h"

#define SAMPLED WGPUTextureUsage_TextureBinding

struct texture {
    WGPUTextureFormat format;
    WGPUTextureUsage usage;
    uint32_t layers, levels, samples;
};

static WGPUTextureView
view_of(struct texture made_of, WGPUTextureViewDimension dimension)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){8, 8, made_of.layers};
    descriptor.format = made_of.format;
    descriptor.usage = made_of.usage;
    descriptor.mipLevelCount = made_of.levels;
    descriptor.sampleCount = made_of.samples;
    descriptor.dimension =
        dimension == WGPUTextureViewDimension_3D ? WGPUTextureDimension_3D : WGPUTextureDimension_2D;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    WGPUTextureViewDescriptor view_descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    view_descriptor.dimension = dimension;
    WGPUTextureView view = wgpuTextureCreateView(texture, &view_descriptor);
    wgpuTextureRelease(texture);
    return view;
}

static WGPUTextureView
plain_view(WGPUTextureFormat format)
{
    return view_of((struct texture){format, SAMPLED, 1, 1, 1}, WGPUTextureViewDimension_2D);
}

static void
create(WGPUBindGroupLayoutEntry layout_entry, WGPUBindGroupEntry entry, bool is_valid, const char *what)
{
    layout_entry.visibility = WGPUShaderStage_Fragment;
    WGPUBindGroupLayoutDescriptor layout_descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    layout_descriptor.entryCount = 1;
    layout_descriptor.entries = &layout_entry;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &layout_descriptor);
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    begin();
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    judge(is_valid, what);
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(descriptor.layout);
}

static WGPUBindGroupLayoutEntry
texture_entry(WGPUTextureSampleType type, WGPUTextureViewDimension dimension)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.texture.sampleType = type;
    entry.texture.viewDimension = dimension;
    return entry;
}

/* Takes over `view`. */
static void
texture(WGPUBindGroupLayoutEntry layout_entry, WGPUTextureView view, bool is_valid, const char *what)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.textureView = view;
    create(layout_entry, entry, is_valid, what);
    wgpuTextureViewRelease(view);
}

static void
test_sample_types(void)
{
    static const struct {
        const char *what;
        WGPUTextureSampleType type;
        WGPUTextureFormat format;
        bool is_valid;
    } rows[] = {
        {"texture, float: a format that is filtered", WGPUTextureSampleType_Float,
         WGPUTextureFormat_RGBA8Unorm, true},
        {"texture, float: not one that is not", WGPUTextureSampleType_Float, WGPUTextureFormat_RGBA32Float,
         false},
        {"texture, float: not uint", WGPUTextureSampleType_Float, WGPUTextureFormat_RGBA8Uint, false},
        {"texture, float: not depth", WGPUTextureSampleType_Float, WGPUTextureFormat_Depth32Float, false},
        {"texture, unfilterable-float: of one", WGPUTextureSampleType_UnfilterableFloat,
         WGPUTextureFormat_R32Float, true},
        {"texture, unfilterable-float: of one that is filtered", WGPUTextureSampleType_UnfilterableFloat,
         WGPUTextureFormat_RG8Unorm, true},
        {"texture, unfilterable-float: of depth", WGPUTextureSampleType_UnfilterableFloat,
         WGPUTextureFormat_Depth16Unorm, true},
        {"texture, unfilterable-float: not sint", WGPUTextureSampleType_UnfilterableFloat,
         WGPUTextureFormat_R8Sint, false},
        {"texture, depth: of depth", WGPUTextureSampleType_Depth, WGPUTextureFormat_Depth32Float, true},
        {"texture, depth: not a colour", WGPUTextureSampleType_Depth, WGPUTextureFormat_R32Float, false},
        {"texture, uint: of uint", WGPUTextureSampleType_Uint, WGPUTextureFormat_RG16Uint, true},
        {"texture, uint: of stencil", WGPUTextureSampleType_Uint, WGPUTextureFormat_Stencil8, true},
        {"texture, uint: not sint", WGPUTextureSampleType_Uint, WGPUTextureFormat_RG16Sint, false},
        {"texture, sint: of sint", WGPUTextureSampleType_Sint, WGPUTextureFormat_R32Sint, true},
        {"texture, sint: not uint", WGPUTextureSampleType_Sint, WGPUTextureFormat_R32Uint, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        texture(texture_entry(rows[i].type, WGPUTextureViewDimension_2D), plain_view(rows[i].format),
                rows[i].is_valid, rows[i].what);
}

static void
test_textures(void)
{
    const WGPUTextureFormat format = WGPUTextureFormat_RGBA8Unorm;
    const WGPUBindGroupLayoutEntry flat =
        texture_entry(WGPUTextureSampleType_Float, WGPUTextureViewDimension_2D);
    texture(flat,
            view_of((struct texture){format, WGPUTextureUsage_CopySrc, 1, 1, 1}, WGPUTextureViewDimension_2D),
            false, "texture: usage includes TEXTURE_BINDING");
    texture(flat, view_of((struct texture){format, SAMPLED, 2, 1, 1}, WGPUTextureViewDimension_2DArray),
            false, "texture: the layout's dimension: not 2d-array for 2d");
    texture(flat, view_of((struct texture){format, SAMPLED, 1, 4, 1}, WGPUTextureViewDimension_2D), true,
            "texture: of several mip levels");
    static const WGPUTextureViewDimension dimensions[] = {
        WGPUTextureViewDimension_2DArray, WGPUTextureViewDimension_Cube, WGPUTextureViewDimension_CubeArray,
        WGPUTextureViewDimension_3D};
    static const char *const whats[] = {"texture: 2d-array", "texture: cube", "texture: cube-array",
                                        "texture: 3d"};
    for (size_t i = 0; i < COUNT(dimensions); i++)
        texture(texture_entry(WGPUTextureSampleType_Float, dimensions[i]),
                view_of((struct texture){format, SAMPLED, 6, 1, 1}, dimensions[i]), true, whats[i]);

    const struct texture samples = {format, SAMPLED | WGPUTextureUsage_RenderAttachment, 1, 1, 4};
    WGPUBindGroupLayoutEntry many =
        texture_entry(WGPUTextureSampleType_UnfilterableFloat, WGPUTextureViewDimension_2D);
    texture(many, view_of(samples, WGPUTextureViewDimension_2D), false, "texture: not of 4 samples");
    many.texture.multisampled = true;
    texture(many, view_of(samples, WGPUTextureViewDimension_2D), true, "texture, multisampled: of 4 samples");
    texture(many, plain_view(format), false, "texture, multisampled: not of one sample");

    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.sampler = wgpuDeviceCreateSampler(gpu.device, NULL);
    create(flat, entry, false, "texture: not a sampler");
    wgpuSamplerRelease(entry.sampler);
    begin();
    WGPUTextureView bad =
        view_of((struct texture){format, WGPUTextureUsage_None, 1, 1, 1}, WGPUTextureViewDimension_2D);
    ends(false);
    texture(flat, bad, false, "texture: the view is valid");
}

static void
test_storage_textures(void)
{
    const WGPUTextureUsage usage = WGPUTextureUsage_StorageBinding;
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.storageTexture.access = WGPUStorageTextureAccess_WriteOnly;
    entry.storageTexture.format = WGPUTextureFormat_RGBA8Unorm;
    entry.storageTexture.viewDimension = WGPUTextureViewDimension_2D;
    const WGPUTextureViewDimension flat = WGPUTextureViewDimension_2D;
    texture(entry, view_of((struct texture){WGPUTextureFormat_RGBA8Unorm, usage, 1, 1, 1}, flat), true,
            "storageTexture: of its format");
    texture(entry, view_of((struct texture){WGPUTextureFormat_RGBA8Uint, usage, 1, 1, 1}, flat), false,
            "storageTexture: no other format");
    texture(entry, plain_view(WGPUTextureFormat_RGBA8Unorm), false,
            "storageTexture: usage includes STORAGE_BINDING");
    texture(entry, view_of((struct texture){WGPUTextureFormat_RGBA8Unorm, usage, 1, 2, 1}, flat), false,
            "storageTexture: one mip level");
    texture(entry,
            view_of((struct texture){WGPUTextureFormat_RGBA8Unorm, usage, 2, 1, 1},
                    WGPUTextureViewDimension_2DArray),
            false, "storageTexture: the layout's dimension");
}

static void
sampler(WGPUSamplerBindingType type, const WGPUSamplerDescriptor *descriptor, bool is_valid, const char *what)
{
    WGPUBindGroupLayoutEntry layout_entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    layout_entry.sampler.type = type;
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.sampler = wgpuDeviceCreateSampler(gpu.device, descriptor);
    create(layout_entry, entry, is_valid, what);
    wgpuSamplerRelease(entry.sampler);
}

static void
test_samplers(void)
{
    const WGPUSamplerDescriptor nearest = WGPU_SAMPLER_DESCRIPTOR_INIT;
    WGPUSamplerDescriptor linear = nearest, compares = nearest, mip_linear = nearest;
    linear.magFilter = WGPUFilterMode_Linear;
    mip_linear.mipmapFilter = WGPUMipmapFilterMode_Linear;
    compares.compare = WGPUCompareFunction_Less;
    sampler(WGPUSamplerBindingType_Filtering, &linear, true, "sampler, filtering: of linear");
    sampler(WGPUSamplerBindingType_Filtering, &nearest, true, "sampler, filtering: of nearest");
    sampler(WGPUSamplerBindingType_Filtering, &compares, false, "sampler, filtering: not of a comparison");
    sampler(WGPUSamplerBindingType_NonFiltering, &nearest, true, "sampler, non-filtering: of nearest");
    sampler(WGPUSamplerBindingType_NonFiltering, &linear, false, "sampler, non-filtering: not of linear");
    sampler(WGPUSamplerBindingType_NonFiltering, &mip_linear, false,
            "sampler, non-filtering: nor between mip levels");
    sampler(WGPUSamplerBindingType_Comparison, &compares, true, "sampler, comparison: of one");
    sampler(WGPUSamplerBindingType_Comparison, &nearest, false, "sampler, comparison: not of another");

    WGPUSamplerDescriptor wrong = nearest;
    wrong.lodMinClamp = -1;
    begin();
    WGPUBindGroupLayoutEntry layout_entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    layout_entry.sampler.type = WGPUSamplerBindingType_Filtering;
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.sampler = wgpuDeviceCreateSampler(gpu.device, &wrong);
    ends(false);
    create(layout_entry, entry, false, "sampler: it is valid");
    wgpuSamplerRelease(entry.sampler);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_sample_types();
        test_textures();
        test_storage_textures();
        test_samplers();
    }
    return rules_close();
}
