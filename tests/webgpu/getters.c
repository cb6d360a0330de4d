/* What buffers, textures and query sets say of themselves: what their descriptors have, with WebGPU's
 * defaults, and that whether they are valid or not, destroyed or not. WebGPU, "GPUBuffer", "GPUTexture",
 * "GPUQuerySet".
 *
 * The SDK knows it without asking. As a guest, each answer is compared with that of the host's own function;
 * of what the SDK refuses the host is not told all. */
#include <stdio.h>

#include "chain.h"

#ifdef __wasi__
#include <wasigpu/imports.h>

#include "../../sdk/src/object.h"
#include "../../sdk/src/texture_format.h"
#endif

#define UNKNOWN_USAGE ((WGPUFlags)1 << 40)
#define UNKNOWN_ENUM 0x7fff1234

/* Whether the host hears of all that the descriptor has. */
enum told { IN_PART, ALL };

#ifdef __wasi__
static bool
host_has_buffer(WGPUBuffer buffer, enum told told)
{
    const wasi_webgpu_buffer_t handle = sdk_handle(buffer);
    return wasi_webgpu_buffer_size(handle) == wgpuBufferGetSize(buffer) &&
           (told != ALL || wasi_webgpu_buffer_usage(handle) == wgpuBufferGetUsage(buffer));
}

static bool
host_has_texture(WGPUTexture texture, enum told told)
{
    const wasi_webgpu_texture_t handle = sdk_handle(texture);
    uint8_t format;
    return wasi_webgpu_texture_width(handle) == wgpuTextureGetWidth(texture) &&
           wasi_webgpu_texture_height(handle) == wgpuTextureGetHeight(texture) &&
           wasi_webgpu_texture_depth_or_array_layers(handle) == wgpuTextureGetDepthOrArrayLayers(texture) &&
           wasi_webgpu_texture_mip_level_count(handle) == wgpuTextureGetMipLevelCount(texture) &&
           wasi_webgpu_texture_sample_count(handle) == wgpuTextureGetSampleCount(texture) &&
           (told != ALL || (wasi_webgpu_texture_dimension(handle) + 1 == wgpuTextureGetDimension(texture) &&
                            sdk_texture_format_case("format", wgpuTextureGetFormat(texture), &format) &&
                            wasi_webgpu_texture_format(handle) == format &&
                            wasi_webgpu_texture_usage(handle) == wgpuTextureGetUsage(texture)));
}

static bool
host_has_query_set(WGPUQuerySet set, enum told told)
{
    const wasi_webgpu_query_set_t handle = sdk_handle(set);
    return told != ALL || (wasi_webgpu_query_set_count(handle) == wgpuQuerySetGetCount(set) &&
                           wasi_webgpu_query_set_type(handle) + 1 == wgpuQuerySetGetType(set));
}
#else
#define host_has_buffer(buffer, told) ((void)(told), true)
#define host_has_texture(texture, told) ((void)(told), true)
#define host_has_query_set(set, told) ((void)(told), true)
#endif

static void
check_buffer(const WGPUBufferDescriptor *descriptor, enum told told, const char *what)
{
    begin();
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu.device, descriptor);
    for (int destroyed = 0; destroyed < 2; destroyed++) {
        rule(wgpuBufferGetSize(buffer) == descriptor->size &&
                 wgpuBufferGetUsage(buffer) == descriptor->usage && host_has_buffer(buffer, told),
             what);
        wgpuBufferDestroy(buffer);
    }
    wgpuBufferRelease(buffer);
    gpu_pop_error(&gpu, (char[1]){0}, 1);
}

static void
test_buffers(void)
{
    static const struct {
        const char *what;
        uint64_t size;
        WGPUBufferUsage usage;
        enum told told;
    } rows[] = {
        {"buffer: size and usage are the descriptor's", 4096,
         WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst, ALL},
        {"buffer: of size 0", 0, WGPUBufferUsage_QueryResolve, ALL},
        {"buffer: each usage but those to map", 20, (WGPUBufferUsage)0x3fc, ALL},
        {"invalid buffer: without a usage", 16, WGPUBufferUsage_None, ALL},
        {"invalid buffer: usages that exclude each other", 16,
         WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite, ALL},
        {"invalid buffer: larger than any", (UINT64_C(1) << 40) + 4, WGPUBufferUsage_Storage, ALL},
        {"invalid buffer: as large as can be said", UINT64_MAX, WGPUBufferUsage_Storage, ALL},
        {"invalid buffer: an unknown usage", 16, WGPUBufferUsage_CopyDst | (WGPUBufferUsage)0x400, IN_PART},
        {"invalid buffer: an unknown usage beyond 32 bits", 16, WGPUBufferUsage_CopyDst | UNKNOWN_USAGE,
         IN_PART},
    };
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    for (size_t i = 0; i < COUNT(rows); i++) {
        descriptor.size = rows[i].size;
        descriptor.usage = rows[i].usage;
        check_buffer(&descriptor, rows[i].told, rows[i].what);
    }
    descriptor.size = 16;
    descriptor.usage = WGPUBufferUsage_CopySrc;
    descriptor.mappedAtCreation = true;
    check_buffer(&descriptor, ALL, "buffer: mapped at creation");
    descriptor.mappedAtCreation = false;
    descriptor.nextInChain = &unknown;
    check_buffer(&descriptor, IN_PART, "buffer: with a struct that is unknown");
}

static void
check_texture(const WGPUTextureDescriptor *descriptor, enum told told, const char *what)
{
    const WGPUTextureDimension dimension = descriptor->dimension == WGPUTextureDimension_Undefined
                                               ? WGPUTextureDimension_2D
                                               : descriptor->dimension;
    begin();
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, descriptor);
    for (int destroyed = 0; destroyed < 2; destroyed++) {
        rule(wgpuTextureGetWidth(texture) == descriptor->size.width &&
                 wgpuTextureGetHeight(texture) == descriptor->size.height &&
                 wgpuTextureGetDepthOrArrayLayers(texture) == descriptor->size.depthOrArrayLayers &&
                 wgpuTextureGetMipLevelCount(texture) == descriptor->mipLevelCount &&
                 wgpuTextureGetSampleCount(texture) == descriptor->sampleCount &&
                 wgpuTextureGetDimension(texture) == dimension &&
                 wgpuTextureGetFormat(texture) == descriptor->format &&
                 wgpuTextureGetUsage(texture) == descriptor->usage && host_has_texture(texture, told),
             what);
        wgpuTextureDestroy(texture);
    }
    wgpuTextureRelease(texture);
    gpu_pop_error(&gpu, (char[1]){0}, 1);
}

static WGPUTextureDescriptor
plain_texture(void)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){8, 4, 2};
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    descriptor.usage = WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopyDst;
    return descriptor;
}

static void
test_textures(void)
{
    WGPUTextureDescriptor descriptor = plain_texture();
    check_texture(&descriptor, ALL, "texture: of a dimension that is undefined");
    descriptor.mipLevelCount = 3;
    descriptor.dimension = WGPUTextureDimension_2D;
    check_texture(&descriptor, ALL, "texture: with mip levels and layers");
    descriptor.dimension = WGPUTextureDimension_3D;
    descriptor.size.depthOrArrayLayers = 16;
    descriptor.mipLevelCount = 5;
    check_texture(&descriptor, ALL, "texture: of three dimensions");
    descriptor = plain_texture();
    descriptor.dimension = WGPUTextureDimension_1D;
    descriptor.size = (WGPUExtent3D){64, 1, 1};
    check_texture(&descriptor, ALL, "texture: of one dimension");
    descriptor = plain_texture();
    descriptor.size.depthOrArrayLayers = 1;
    descriptor.sampleCount = 4;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    check_texture(&descriptor, ALL, "texture: of four samples");
    descriptor.sampleCount = 1;
    descriptor.usage |= WGPUTextureUsage_TransientAttachment;
    check_texture(&descriptor, ALL, "texture: one that is transient");
    descriptor = plain_texture();
    for (uint32_t format = WGPUTextureFormat_R8Unorm; format <= WGPUTextureFormat_ASTC12x12UnormSrgb;
         format++) {
        char what[60];
        snprintf(what, sizeof what, "texture: of format %u, supported or not", (unsigned)format);
        descriptor.format = (WGPUTextureFormat)format;
        check_texture(&descriptor, ALL, what);
    }
}

static void
test_invalid_textures(void)
{
    static const WGPUTextureFormat no_format = WGPUTextureFormat_Undefined;
    WGPUTextureDescriptor descriptor = plain_texture();
    descriptor.size = (WGPUExtent3D){0, 0, 0};
    descriptor.mipLevelCount = 0;
    descriptor.sampleCount = 0;
    descriptor.usage = WGPUTextureUsage_None;
    check_texture(&descriptor, ALL, "invalid texture: nothing but a format");
    descriptor.size = (WGPUExtent3D){UINT32_MAX, UINT32_MAX, UINT32_MAX};
    descriptor.mipLevelCount = UINT32_MAX;
    descriptor.sampleCount = UINT32_MAX;
    check_texture(&descriptor, ALL, "invalid texture: as large as can be said");
    descriptor = plain_texture();
    descriptor.usage |= (WGPUTextureUsage)0x400;
    check_texture(&descriptor, IN_PART, "invalid texture: an unknown usage");
    descriptor.usage = WGPUTextureUsage_CopyDst | UNKNOWN_USAGE;
    check_texture(&descriptor, IN_PART, "invalid texture: an unknown usage beyond 32 bits");
    descriptor = plain_texture();
    descriptor.format = WGPUTextureFormat_Undefined;
    check_texture(&descriptor, IN_PART, "invalid texture: without a format");
    descriptor.format = (WGPUTextureFormat)UNKNOWN_ENUM;
    check_texture(&descriptor, IN_PART, "invalid texture: of an unknown format");
    descriptor = plain_texture();
    descriptor.dimension = (WGPUTextureDimension)UNKNOWN_ENUM;
    check_texture(&descriptor, IN_PART, "invalid texture: of an unknown dimension");
    descriptor = plain_texture();
    descriptor.viewFormatCount = 1;
    descriptor.viewFormats = &no_format;
    check_texture(&descriptor, IN_PART, "invalid texture: a view format that is none");
    descriptor = plain_texture();
    descriptor.nextInChain = &unknown;
    check_texture(&descriptor, IN_PART, "texture: with a struct that is unknown");
}

static void
check_query_set(WGPUQueryType type, uint32_t count, WGPUChainedStruct *chain, enum told told,
                const char *what)
{
    const WGPUQuerySetDescriptor descriptor = {.nextInChain = chain, .type = type, .count = count};
    begin();
    WGPUQuerySet set = wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
    for (int destroyed = 0; destroyed < 2; destroyed++) {
        rule(wgpuQuerySetGetType(set) == type && wgpuQuerySetGetCount(set) == count &&
                 host_has_query_set(set, told),
             what);
        wgpuQuerySetDestroy(set);
    }
    wgpuQuerySetRelease(set);
    gpu_pop_error(&gpu, (char[1]){0}, 1);
}

static void
test_query_sets(bool timed)
{
    check_query_set(WGPUQueryType_Occlusion, 7, NULL, ALL, "query set: type and count are the descriptor's");
    check_query_set(WGPUQueryType_Occlusion, 0, NULL, ALL, "query set: of none");
    check_query_set(WGPUQueryType_Occlusion, 4097, NULL, ALL, "invalid query set: of too many");
    check_query_set(WGPUQueryType_Occlusion, UINT32_MAX, NULL, ALL,
                    "invalid query set: of as many as can be said");
    check_query_set(WGPUQueryType_Timestamp, 3, NULL, timed ? ALL : IN_PART,
                    timed ? "query set: of timestamps"
                          : "invalid query set: of timestamps without the feature");
    check_query_set((WGPUQueryType)UNKNOWN_ENUM, 3, NULL, IN_PART, "invalid query set: of an unknown type");
    check_query_set(WGPUQueryType_Occlusion, 3, &unknown, IN_PART,
                    "query set: with a struct that is unknown");
}

/* The SDK has a place again for another object, some time after it was released. */
static void
test_places(void)
{
    bool right = true;
    WGPUTextureDescriptor texture = plain_texture();
    WGPUBufferDescriptor buffer = WGPU_BUFFER_DESCRIPTOR_INIT;
    for (uint32_t i = 1; i <= 200; i++) {
        texture.size.width = i;
        texture.sampleCount = 1;
        buffer.size = 4 * i;
        buffer.usage = i % 2 != 0 ? WGPUBufferUsage_CopyDst : WGPUBufferUsage_CopySrc;
        WGPUTexture one = wgpuDeviceCreateTexture(gpu.device, &texture);
        WGPUBuffer other = wgpuDeviceCreateBuffer(gpu.device, &buffer);
        right = right && wgpuTextureGetWidth(one) == i && wgpuTextureGetHeight(one) == texture.size.height &&
                wgpuBufferGetSize(other) == buffer.size && wgpuBufferGetUsage(other) == buffer.usage &&
                host_has_texture(one, ALL) && host_has_buffer(other, ALL);
        wgpuTextureRelease(one);
        wgpuBufferRelease(other);
    }
    rule(right, "one object after the other: each says what it is");
}

int
main(int argc, char **argv)
{
    bool timed = false;
    if (rules_open(argc, argv, 0)) {
        timed = wgpuAdapterHasFeature(gpu.adapter, WGPUFeatureName_TimestampQuery);
        test_buffers();
        test_textures();
        test_invalid_textures();
        test_query_sets(false);
        test_places();
        gpu_close(&gpu);
    }
    if (!timed)
        printf("       the adapter has no timestamps\n");
    else if (rules_open(argc, argv, WGPUFeatureName_TimestampQuery))
        test_query_sets(true);
    return rules_close();
}
