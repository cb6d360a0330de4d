/* WebGPU, "Texture Format Capabilities": each texture format can be used for what the table says, and for no
 * more; it keeps the bytes that are written to it; and where a shader loads a texel, it is the format's
 * value. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "component.h"
#include "rule.h"
#include "texture_formats.h"

#define ROW 256 /* bytes of a row in a buffer, at least */

struct format {
    const char *name;
    WGPUTextureFormat format;
    WGPUFeatureName feature;       /* 0: none is needed */
    uint32_t width, height, bytes; /* of a block; bytes 0: it is not copied as a whole */
    char kind;
    int components, bits;
    const char *capabilities;
};

static const struct format formats[] = {
#define X(name, bytes, kind, components, bits, capabilities) \
    {#name, WGPUTextureFormat_##name, 0, 1, 1, bytes, kind, components, bits, capabilities},
    COLOR_FORMATS(X)
#undef X
#define X(name) {#name, WGPUTextureFormat_##name, 0, 1, 1, 0, '-', 0, 0, "RM"},
        DEPTH_FORMATS(X)
#undef X
#define X(feature, name, width, height, bytes) \
    {#name, WGPUTextureFormat_##name, WGPUFeatureName_##feature, width, height, bytes, '-', 0, 0, NULL},
            FEATURE_FORMATS(X)
#undef X
};

static WGPUTextureDescriptor
describe(const struct format *format, WGPUTextureUsage usage)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){4 * format->width, 4 * format->height, 1};
    descriptor.format = format->format;
    descriptor.usage = usage;
    descriptor.dimension = WGPUTextureDimension_2D;
    return descriptor;
}

static void
create(const struct format *format, const WGPUTextureDescriptor *descriptor, bool is_valid,
       const char *for_what)
{
    char what[100];
    snprintf(what, sizeof what, "%s: %s%s", format->name, is_valid ? "" : "not ", for_what);
    begin();
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, descriptor);
    const bool as_expected = ends(is_valid);
    rule(as_expected && wgpuTextureGetFormat(texture) == format->format, what);
    wgpuTextureRelease(texture);
}

static void
test_capabilities(const struct format *format)
{
    const char *can = format->capabilities;
    WGPUTextureDescriptor descriptor = describe(
        format, WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst);
    create(format, &descriptor, true, "sampled and copied");
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    create(format, &descriptor, strchr(can, 'R') != NULL, "rendered to");
    descriptor.sampleCount = 4;
    create(format, &descriptor, strchr(can, 'M') != NULL, "of 4 samples");
    descriptor = describe(format, WGPUTextureUsage_StorageBinding);
    create(format, &descriptor, strchr(can, 'S') != NULL, "for storage");
}

/* Every device refuses it that was made without the feature; with it, its blocks are what counts. */
static void
test_feature(const struct format *format, bool enabled)
{
    WGPUTextureDescriptor descriptor = describe(format, WGPUTextureUsage_TextureBinding);
    create(format, &descriptor, enabled, enabled ? "with its feature" : "without its feature");
    if (!enabled || format->width == 1)
        return;
    descriptor.size.width++;
    create(format, &descriptor, false, "of a width that is no multiple of its blocks'");
    descriptor = describe(format, WGPUTextureUsage_TextureBinding);
    descriptor.size.height++;
    create(format, &descriptor, false, "of a height that is no multiple of its blocks'");
    descriptor = describe(format, WGPUTextureUsage_RenderAttachment);
    create(format, &descriptor, false, "rendered to");
    descriptor = describe(format, WGPUTextureUsage_TextureBinding);
    descriptor.size.height = format->height;
    descriptor.dimension = WGPUTextureDimension_1D;
    create(format, &descriptor, false, "of one dimension");
}

static WGPUTexelCopyTextureInfo
all_of(WGPUTexture texture)
{
    WGPUTexelCopyTextureInfo info = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    info.texture = texture;
    return info;
}

/* 4 x 4 blocks of bytes that a float can have, written, copied to a buffer and read. */
static void
test_bytes(const struct format *format)
{
    uint8_t bytes[4 * 4 * 16], back[4 * ROW];
    const uint32_t row = 4 * format->bytes;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 5 % 61 + 1); /* no NaN and no subnormal of any float; 1 to 61 of any norm */
    const WGPUTextureDescriptor descriptor =
        describe(format, WGPUTextureUsage_CopySrc | WGPUTextureUsage_CopyDst);
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    const WGPUTexelCopyTextureInfo at = all_of(texture);
    const WGPUTexelCopyBufferLayout layout = {.offset = 0, .bytesPerRow = row, .rowsPerImage = 4};
    begin();
    wgpuQueueWriteTexture(gpu.queue, &at, bytes, 4 * row, &layout, &descriptor.size);
    WGPUBuffer buffer = buffer_of(sizeof back, WGPUBufferUsage_CopyDst | WGPUBufferUsage_CopySrc);
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = buffer;
    to.layout.bytesPerRow = ROW;
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &at, &to, &descriptor.size);
    WGPUCommandBuffer commands = finished(encoder);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    bool same = ends(true) && gpu_read(&gpu, buffer, back, sizeof back);
    for (uint32_t y = 0; y < 4; y++)
        same = same && memcmp(&bytes[y * row], &back[y * ROW], row) == 0;
    char what[100];
    snprintf(what, sizeof what, "%s: keeps its bytes", format->name);
    rule(same, what);
    wgpuBufferRelease(buffer);
    wgpuTextureRelease(texture);
}

static double
from_srgb(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* What a texel of `data` is, in red, green, blue and alpha. */
static void
texel(const struct format *format, const uint8_t *data, double rgba[4])
{
    uint32_t word = 0;
    memcpy(&word, data, format->bytes < 4 ? format->bytes : 4);
    rgba[0] = rgba[1] = rgba[2] = 0;
    rgba[3] = 1;
    const bool swapped =
        format->format == WGPUTextureFormat_BGRA8Unorm || format->format == WGPUTextureFormat_BGRA8UnormSrgb;
    if (format->format == WGPUTextureFormat_RGB10A2Uint || format->format == WGPUTextureFormat_RGB10A2Unorm) {
        const double most = format->format == WGPUTextureFormat_RGB10A2Unorm ? 1023 : 1;
        for (int i = 0; i < 3; i++)
            rgba[i] = (word >> 10 * i & 0x3ff) / most;
        rgba[3] = (word >> 30) / (most == 1 ? 1.0 : 3.0);
    } else if (format->format == WGPUTextureFormat_RG11B10Ufloat) {
        for (int i = 0; i < 2; i++)
            rgba[i] = ldexp((word >> 11 * i & 0x3f) / 64.0 + 1, (int)(word >> (11 * i + 6) & 0x1f) - 15);
        rgba[2] = ldexp((word >> 22 & 0x1f) / 32.0 + 1, (int)(word >> 27) - 15);
    } else if (format->format == WGPUTextureFormat_RGB9E5Ufloat) {
        for (int i = 0; i < 3; i++)
            rgba[i] = ldexp(word >> 9 * i & 0x1ff, (int)(word >> 27) - 24);
    } else if (format->kind == '-') {
        for (int i = 0; i < 4; i++)
            rgba[i] = i < 3 ? from_srgb(data[i] / 255.0) : data[i] / 255.0;
    } else {
        for (int i = 0; i < format->components; i++)
            rgba[i] = component(data + i * format->bits / 8, format->kind, format->bits);
    }
    if (swapped) {
        const double red = rgba[2];
        rgba[2] = rgba[0];
        rgba[0] = red;
    }
}

static WGPUComputePipeline
loader(const char *type)
{
    char code[300];
    snprintf(code, sizeof code,
             "@group(0) @binding(0) var image: texture_2d<%s>;\n"
             "@group(0) @binding(1) var<storage, read_write> result: vec4<%s>;\n"
             "@compute @workgroup_size(1) fn main() { result = textureLoad(image, vec2u(2, 1), 0); }",
             type, type);
    return compute_pipeline(code, NULL);
}

static bool
load(WGPUComputePipeline pipeline, WGPUTexture texture, uint32_t words[4])
{
    WGPUBindGroupEntry entries[2] = {WGPU_BIND_GROUP_ENTRY_INIT, WGPU_BIND_GROUP_ENTRY_INIT};
    entries[0].textureView = wgpuTextureCreateView(texture, NULL);
    entries[1].binding = 1;
    entries[1].buffer = buffer_of(16, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    descriptor.entryCount = 2;
    descriptor.entries = entries;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    WGPUCommandBuffer commands = finished(encoder);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    const bool read = gpu_read(&gpu, entries[1].buffer, words, 16);
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    wgpuBufferRelease(entries[1].buffer);
    wgpuTextureViewRelease(entries[0].textureView);
    return read;
}

/* The texel at (2, 1), as a shader sees it. */
static void
test_texel(const struct format *format, WGPUComputePipeline floats, WGPUComputePipeline uints,
           WGPUComputePipeline ints)
{
    uint8_t bytes[4 * 4 * 16];
    const uint32_t row = 4 * format->bytes;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] =
            (uint8_t)(i * 37 % 59 + 65); /* floats of a moderate size; norms and integers well above 0 */
    if (format->kind == 'S' || format->kind == 'i')
        bytes[row + 3 * format->bytes - 1] = 0xc1; /* one that is negative */
    const WGPUTextureDescriptor descriptor =
        describe(format, WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopyDst);
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    const WGPUTexelCopyTextureInfo at = all_of(texture);
    const WGPUTexelCopyBufferLayout layout = {.offset = 0, .bytesPerRow = row, .rowsPerImage = 4};
    begin();
    wgpuQueueWriteTexture(gpu.queue, &at, bytes, 4 * row, &layout, &descriptor.size);
    const bool is_uint = format->kind == 'u' || format->format == WGPUTextureFormat_RGB10A2Uint;
    uint32_t words[4] = {0};
    const bool loaded = load(is_uint ? uints : format->kind == 'i' ? ints : floats, texture, words);
    bool same = ends(true) && loaded;
    double expected[4];
    texel(format, &bytes[row + 2 * format->bytes], expected);
    for (int i = 0; i < 4; i++) {
        float value;
        memcpy(&value, &words[i], sizeof value);
        const double got = is_uint ? words[i] : format->kind == 'i' ? (int32_t)words[i] : (double)value;
        /* Drivers convert sRGB by tables: half a step of 8 bits. */
        if (fabs(got - expected[i]) <= (format->kind == '-' ? 0.002 : 0.0001 * fabs(expected[i])))
            continue;
        printf("       component %d is %g instead of %g\n", i, got, expected[i]);
        same = false;
    }
    char what[100];
    snprintf(what, sizeof what, "%s: a texel is what its bytes say", format->name);
    rule(same, what);
    wgpuTextureRelease(texture);
}

static void
test_core(void)
{
    WGPUComputePipeline floats = loader("f32"), uints = loader("u32"), ints = loader("i32");
    for (size_t i = 0; i < COUNT(formats); i++) {
        if (formats[i].feature != 0) {
            test_feature(&formats[i], false);
            continue;
        }
        test_capabilities(&formats[i]);
        if (formats[i].bytes == 0)
            continue;
        test_bytes(&formats[i]);
        test_texel(&formats[i], floats, uints, ints);
    }
    wgpuComputePipelineRelease(ints);
    wgpuComputePipelineRelease(uints);
    wgpuComputePipelineRelease(floats);
}

/* On a device with the feature. */
static void
test_features(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT(formats); i++) {
        const bool another = i == 0 || formats[i].feature != formats[i - 1].feature;
        if (formats[i].feature == 0 || !another)
            continue;
        struct gpu adapter;
        const bool has =
            gpu_open_adapter(&adapter) && wgpuAdapterHasFeature(adapter.adapter, formats[i].feature);
        gpu_close(&adapter);
        if (!has || !rules_open(argc, argv, formats[i].feature))
            continue;
        for (size_t j = i; j < COUNT(formats) && formats[j].feature == formats[i].feature; j++) {
            test_feature(&formats[j], true);
            if (formats[j].bytes != 0)
                test_bytes(&formats[j]);
        }
        gpu_close(&gpu);
    }
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_core();
        gpu_close(&gpu);
    }
    test_features(argc, argv);
    return rules_close();
}
