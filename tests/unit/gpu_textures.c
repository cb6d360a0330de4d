/* Textures, their views, and samplers: WebGPU, "createTexture", "createView", "createSampler". What is right
 * and what is wrong with each member, on either library. */
#include "gpu_render.h"

#include <math.h>

static void
try_texture(const struct gpu_fixture *gpu, const WGPUTextureDescriptor *descriptor)
{
    const WGPUTexture texture = wgpuDeviceCreateTexture(gpu->device, descriptor);
    assert_int_equal(wgpuTextureGetWidth(texture), descriptor->size.width);
    assert_int_equal(wgpuTextureGetMipLevelCount(texture), descriptor->mipLevelCount);
    assert_int_equal(wgpuTextureGetUsage(texture), descriptor->usage);
    wgpuTextureDestroy(texture);
    wgpuTextureDestroy(texture);
    wgpuTextureRelease(texture);
}

static const WGPUTextureFormat other_format = WGPUTextureFormat_R32Float;
static const WGPUTextureFormat srgb_format = WGPUTextureFormat_RGBA8UnormSrgb;
static const WGPUTextureFormat unknown_format = (WGPUTextureFormat)UNKNOWN;

/* Each changes the descriptor of a texture of 8x8 texels. */
/* clang-format off */
#define TEXTURES(X) \
    X(texture_plain, NoError, (void)t) \
    X(texture_of_open_dimension, NoError, t->dimension = WGPUTextureDimension_Undefined) \
    X(texture_of_unknown_dimension, Validation, t->dimension = (WGPUTextureDimension)UNKNOWN) \
    X(texture_without_format, Validation, t->format = WGPUTextureFormat_Undefined) \
    X(texture_of_unknown_format, Validation, t->format = (WGPUTextureFormat)UNKNOWN) \
    X(texture_without_usage, Validation, t->usage = 0) \
    X(texture_of_unknown_usage, Validation, t->usage |= 0x10000) \
    X(texture_of_unknown_high_usage, Validation, t->usage |= UINT64_C(1) << 40) \
    X(texture_without_width, Validation, t->size.width = 0) \
    X(texture_without_height, Validation, t->size.height = 0) \
    X(texture_without_layers, Validation, t->size.depthOrArrayLayers = 0) \
    X(texture_too_wide, Validation, t->size.width = UINT32_MAX) \
    X(texture_with_too_many_layers, Validation, t->size.depthOrArrayLayers = UINT32_MAX) \
    X(texture_with_mip_levels, NoError, t->mipLevelCount = 4) \
    X(texture_without_mip_levels, Validation, t->mipLevelCount = 0) \
    X(texture_with_too_many_mip_levels, Validation, t->mipLevelCount = 5) \
    X(texture_with_absurd_mip_levels, Validation, t->mipLevelCount = UINT32_MAX) \
    X(texture_with_samples, NoError, t->sampleCount = 4) \
    X(texture_without_samples, Validation, t->sampleCount = 0) \
    X(texture_with_two_samples, Validation, t->sampleCount = 2) \
    X(texture_with_absurd_samples, Validation, t->sampleCount = UINT32_MAX) \
    X(texture_with_samples_and_mip_levels, Validation, t->sampleCount = 4; t->mipLevelCount = 2) \
    X(texture_with_samples_and_layers, Validation, t->sampleCount = 4; t->size.depthOrArrayLayers = 2) \
    X(texture_with_samples_not_rendered_to, Validation, \
      t->sampleCount = 4; t->usage = WGPUTextureUsage_TextureBinding) \
    X(texture_of_both_with_samples_not_rendered_to, Validation, t->sampleCount = 4; \
      t->format = WGPUTextureFormat_Depth24PlusStencil8; \
      t->usage = WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopyDst) \
    X(texture_with_samples_stored_to, Validation, \
      t->sampleCount = 4; t->usage |= WGPUTextureUsage_StorageBinding) \
    X(texture_line, NoError, t->dimension = WGPUTextureDimension_1D; t->size.height = 1; \
      t->usage = WGPUTextureUsage_TextureBinding) \
    X(texture_line_with_height, Validation, t->dimension = WGPUTextureDimension_1D; \
      t->usage = WGPUTextureUsage_TextureBinding) \
    X(texture_line_rendered_to, Validation, t->dimension = WGPUTextureDimension_1D; t->size.height = 1) \
    X(texture_line_with_mip_levels, Validation, t->dimension = WGPUTextureDimension_1D; \
      t->size.height = 1; t->usage = WGPUTextureUsage_TextureBinding; t->mipLevelCount = 2) \
    X(texture_volume, NoError, t->dimension = WGPUTextureDimension_3D; t->size.depthOrArrayLayers = 4) \
    X(texture_volume_with_samples, Validation, t->dimension = WGPUTextureDimension_3D; t->sampleCount = 4) \
    X(texture_volume_of_depth, Validation, t->dimension = WGPUTextureDimension_3D; \
      t->format = WGPUTextureFormat_Depth24Plus) \
    X(texture_of_depth_and_stencil, NoError, t->format = WGPUTextureFormat_Depth24PlusStencil8) \
    X(texture_without_the_feature, Validation, t->format = WGPUTextureFormat_BC1RGBAUnorm; \
      t->usage = WGPUTextureUsage_TextureBinding) \
    X(texture_not_renderable, Validation, t->format = WGPUTextureFormat_RGB9E5Ufloat) \
    X(texture_not_storable, Validation, t->format = srgb_format; \
      t->usage |= WGPUTextureUsage_StorageBinding) \
    X(texture_with_a_view_format, NoError, t->viewFormatCount = 1; t->viewFormats = &srgb_format) \
    X(texture_with_a_wrong_view_format, Validation, t->viewFormatCount = 1; t->viewFormats = &other_format) \
    X(texture_with_an_unknown_view_format, Validation, \
      t->viewFormatCount = 1; t->viewFormats = &unknown_format)

static void
try_view(const struct gpu_fixture *gpu, WGPUTexture texture, const WGPUTextureViewDescriptor *descriptor)
{
    wgpuTextureViewRelease(wgpuTextureCreateView(texture, descriptor));
    (void)gpu;
}

/* Each changes the descriptor of a view, of a texture of 6 layers and 2 mip levels. */
#define VIEWS(X) \
    X(view_plain, NoError, (void)v) \
    X(view_of_unknown_format, Validation, v->format = (WGPUTextureFormat)UNKNOWN) \
    X(view_of_its_own_format, NoError, v->format = WGPUTextureFormat_RGBA8Unorm) \
    X(view_of_another_format, Validation, v->format = srgb_format) \
    X(view_of_unknown_dimension, Validation, v->dimension = (WGPUTextureViewDimension)UNKNOWN) \
    X(view_of_unknown_aspect, Validation, v->aspect = (WGPUTextureAspect)UNKNOWN) \
    X(view_of_open_aspect, NoError, v->aspect = WGPUTextureAspect_Undefined) \
    X(view_of_a_missing_aspect, Validation, v->aspect = WGPUTextureAspect_DepthOnly) \
    X(view_without_mip_levels, Validation, v->mipLevelCount = 0) \
    X(view_of_too_many_mip_levels, Validation, v->mipLevelCount = 3) \
    X(view_of_wrapping_mip_levels, Validation, v->baseMipLevel = 1; v->mipLevelCount = UINT32_MAX - 1) \
    X(view_behind_the_mip_levels, Validation, v->baseMipLevel = 2) \
    X(view_far_behind_the_mip_levels, Validation, v->baseMipLevel = UINT32_MAX; v->mipLevelCount = 1) \
    X(view_without_layers, Validation, v->arrayLayerCount = 0) \
    X(view_of_too_many_layers, Validation, v->arrayLayerCount = 7) \
    X(view_of_wrapping_layers, Validation, v->baseArrayLayer = 3; v->arrayLayerCount = UINT32_MAX - 2) \
    X(view_behind_the_layers, Validation, v->baseArrayLayer = 6) \
    X(view_far_behind_the_layers, Validation, v->baseArrayLayer = UINT32_MAX; v->arrayLayerCount = 1) \
    X(view_of_a_cube, NoError, v->dimension = WGPUTextureViewDimension_Cube) \
    X(view_of_a_cube_of_5, Validation, v->dimension = WGPUTextureViewDimension_Cube; v->arrayLayerCount = 5) \
    X(view_of_one_layer, NoError, v->dimension = WGPUTextureViewDimension_2D; v->arrayLayerCount = 1) \
    X(view_2d_of_6_layers, Validation, v->dimension = WGPUTextureViewDimension_2D; v->arrayLayerCount = 6) \
    X(view_as_a_volume, Validation, v->dimension = WGPUTextureViewDimension_3D) \
    X(view_as_a_line, Validation, v->dimension = WGPUTextureViewDimension_1D) \
    X(view_of_less_usage, NoError, v->usage = WGPUTextureUsage_TextureBinding) \
    X(view_of_more_usage, Validation, v->usage = TARGET_USAGE | WGPUTextureUsage_StorageBinding) \
    X(view_of_unknown_usage, Validation, v->usage = 0x10000)

static void
try_sampler(const struct gpu_fixture *gpu, const WGPUSamplerDescriptor *descriptor)
{
    wgpuSamplerRelease(wgpuDeviceCreateSampler(gpu->device, descriptor));
}

#define LINEAR(s) \
    s->magFilter = s->minFilter = WGPUFilterMode_Linear; \
    s->mipmapFilter = WGPUMipmapFilterMode_Linear

#define SAMPLERS(X) \
    X(sampler_plain, NoError, (void)s) \
    X(sampler_of_unknown_address_mode, Validation, s->addressModeW = (WGPUAddressMode)UNKNOWN) \
    X(sampler_of_unknown_filter, Validation, s->magFilter = (WGPUFilterMode)UNKNOWN) \
    X(sampler_of_unknown_mipmap_filter, Validation, s->mipmapFilter = (WGPUMipmapFilterMode)UNKNOWN) \
    X(sampler_of_unknown_comparison, Validation, s->compare = (WGPUCompareFunction)UNKNOWN) \
    X(sampler_that_compares, NoError, s->compare = WGPUCompareFunction_Less) \
    X(sampler_without_anisotropy, Validation, s->maxAnisotropy = 0) \
    X(sampler_with_anisotropy, NoError, s->maxAnisotropy = 16; LINEAR(s)) \
    X(sampler_with_absurd_anisotropy, NoError, s->maxAnisotropy = UINT16_MAX; LINEAR(s)) \
    X(sampler_with_anisotropy_not_linear, Validation, s->maxAnisotropy = 2) \
    X(sampler_with_negative_levels, Validation, s->lodMinClamp = -1) \
    X(sampler_with_bounds_swapped, Validation, s->lodMinClamp = 2; s->lodMaxClamp = 1) \
    X(sampler_without_a_lower_bound, Validation, s->lodMinClamp = NAN) \
    X(sampler_without_an_upper_bound, Validation, s->lodMaxClamp = NAN)

#define X(name, error, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm); \
        WGPUTextureDescriptor *t = &descriptor; \
        __VA_ARGS__; \
        try_texture(gpu, t); \
    }
TEXTURES(X)
#undef X

#define X(name, error, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        WGPUTextureDescriptor texture = texture_descriptor(WGPUTextureFormat_RGBA8Unorm); \
        texture.size.depthOrArrayLayers = 6; \
        texture.mipLevelCount = 2; \
        const WGPUTexture made = wgpuDeviceCreateTexture(gpu->device, &texture); \
        WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT; \
        WGPUTextureViewDescriptor *v = &descriptor; \
        __VA_ARGS__; \
        try_view(gpu, made, v); \
        wgpuTextureRelease(made); \
    }
VIEWS(X)
#undef X

#define X(name, error, ...) \
    static void name(const struct gpu_fixture *gpu) \
    { \
        WGPUSamplerDescriptor descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT; \
        WGPUSamplerDescriptor *s = &descriptor; \
        __VA_ARGS__; \
        try_sampler(gpu, s); \
    }
SAMPLERS(X)
#undef X
/* clang-format on */

static void
view_of_an_invalid_texture(const struct gpu_fixture *gpu)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.usage = 0;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    const WGPUTexture texture = wgpuDeviceCreateTexture(gpu->device, &descriptor);
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_Validation);
    wgpuTextureViewRelease(wgpuTextureCreateView(texture, NULL));
    wgpuTextureDestroy(texture);
    wgpuTextureRelease(texture);
}

/* Its use is wrong, the view is not. */
static void
view_of_a_destroyed_texture(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_texture(gpu, WGPUTextureFormat_RGBA8Unorm);
    wgpuTextureDestroy(texture);
    wgpuTextureViewRelease(wgpuTextureCreateView(texture, NULL));
    wgpuTextureRelease(texture);
}

/* Also of a texture that is destroyed. */
static void
texture_getters(const struct gpu_fixture *gpu)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_BGRA8Unorm);
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.size = (WGPUExtent3D){4, 5, 6};
    descriptor.mipLevelCount = 2;
    const WGPUTexture texture = wgpuDeviceCreateTexture(gpu->device, &descriptor);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(wgpuTextureGetWidth(texture), 4);
        assert_int_equal(wgpuTextureGetHeight(texture), 5);
        assert_int_equal(wgpuTextureGetDepthOrArrayLayers(texture), 6);
        assert_int_equal(wgpuTextureGetMipLevelCount(texture), 2);
        assert_int_equal(wgpuTextureGetSampleCount(texture), 1);
        assert_int_equal(wgpuTextureGetDimension(texture), WGPUTextureDimension_3D);
        assert_int_equal(wgpuTextureGetFormat(texture), WGPUTextureFormat_BGRA8Unorm);
        assert_int_equal(wgpuTextureGetUsage(texture), TARGET_USAGE);
        wgpuTextureDestroy(texture);
    }
    wgpuTextureRelease(texture);
}

/* More than there is: the device tells, and goes on. */
static void
texture_without_memory(const struct gpu_fixture *gpu)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA32Float);
    descriptor.size = (WGPUExtent3D){8192, 8192, 256}; /* 256 GiB */
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_OutOfMemory);
    wgpuTextureRelease(wgpuDeviceCreateTexture(gpu->device, &descriptor));
    assert_int_equal(pop_scope(gpu).type, WGPUErrorType_OutOfMemory);
}

/* Whether a view with these usages, of a texture to be read and stored to, can be bound for the shader. */
static WGPUErrorType
bind_view(const struct gpu_fixture *gpu, const char *code, WGPUTextureUsage usage)
{
    WGPUTextureDescriptor texture = texture_descriptor(WGPUTextureFormat_R32Uint);
    texture.usage |= WGPUTextureUsage_StorageBinding;
    const WGPUTexture made = wgpuDeviceCreateTexture(gpu->device, &texture);
    WGPUTextureViewDescriptor view = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    view.usage = usage;
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.textureView = wgpuTextureCreateView(made, &view);
    const WGPUComputePipeline pipeline = make_pipeline(gpu, code);
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    group.entryCount = 1;
    group.entries = &entry;
    wgpuDevicePushErrorScope(gpu->device, WGPUErrorFilter_Validation);
    wgpuBindGroupRelease(wgpuDeviceCreateBindGroup(gpu->device, &group));
    const WGPUErrorType error = pop_scope(gpu).type;
    wgpuBindGroupLayoutRelease(group.layout);
    wgpuComputePipelineRelease(pipeline);
    wgpuTextureViewRelease(entry.textureView);
    wgpuTextureRelease(made);
    return error;
}

/* WebGPU, "createBindGroup": the view's usage counts, not the texture's. */
static void
bound_views(const struct gpu_fixture *gpu)
{
    static const char reads[] =
        "@group(0) @binding(0) var image: texture_2d<u32>;"
        "@compute @workgroup_size(1) fn main() { _ = textureLoad(image, vec2u(), 0); }";
    static const char stores[] =
        "@group(0) @binding(0) var image: texture_storage_2d<r32uint, write>;"
        "@compute @workgroup_size(1) fn main() { textureStore(image, vec2u(), vec4u()); }";
    const WGPUErrorType good = WGPUErrorType_NoError;
    const WGPUErrorType bad = WGPUErrorType_Validation;
    assert_int_equal(bind_view(gpu, reads, WGPUTextureUsage_None), good);
    assert_int_equal(bind_view(gpu, stores, WGPUTextureUsage_None), good);
    assert_int_equal(bind_view(gpu, reads, WGPUTextureUsage_TextureBinding), good);
    assert_int_equal(bind_view(gpu, stores, WGPUTextureUsage_TextureBinding), bad);
    assert_int_equal(bind_view(gpu, reads, WGPUTextureUsage_StorageBinding), bad);
    assert_int_equal(bind_view(gpu, stores, WGPUTextureUsage_StorageBinding), good);
    assert_int_equal(bind_view(gpu, reads, WGPUTextureUsage_RenderAttachment), bad);
    assert_int_equal(bind_view(gpu, stores, WGPUTextureUsage_RenderAttachment), bad);
}

#define OTHERS(X) \
    X(bound_views, NoError, ) \
    X(view_of_an_invalid_texture, Validation, ) \
    X(view_of_a_destroyed_texture, NoError, ) \
    X(texture_getters, NoError, ) \
    X(texture_without_memory, NoError, )

static const struct gpu_case rows[] = {
#define X(name, error, ...) {#name, name, WGPUErrorType_##error},
    TEXTURES(X) VIEWS(X) SAMPLERS(X) OTHERS(X)
#undef X
};

RENDER_CASES_MAIN(rows)
