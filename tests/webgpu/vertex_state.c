/* WebGPU, "Vertex State", "Vertex Formats", "Vertex Processing": the rules of a pipeline's buffers, and what
 * a shader gets of each format. */
#include <math.h>
#include <stdio.h>

#include "component.h"
#include "render.h"
#include "vertex_formats.h"

struct format {
    const char *name;
    WGPUVertexFormat format;
    char kind;
    int components, bits;
};

static const struct format formats[] = {
#define X(name, kind, components, bits) {#name, WGPUVertexFormat_##name, kind, components, bits},
    VERTEX_FORMATS(X)
#undef X
};

static const WGPUVertexAttribute first = {
    .format = WGPUVertexFormat_Float32x4,
    .offset = 0,
    .shaderLocation = 0,
};

static WGPUVertexBufferLayout
layout_of(uint64_t stride, const WGPUVertexAttribute *attributes, size_t count)
{
    WGPUVertexBufferLayout layout = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
    layout.stepMode = WGPUVertexStepMode_Vertex;
    layout.arrayStride = stride;
    layout.attributes = attributes;
    layout.attributeCount = count;
    return layout;
}

/* A shader that reads nothing. */
static WGPUShaderModule module;

static void
create(const WGPUVertexBufferLayout *layouts, size_t count, bool is_valid, const char *what)
{
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.vertex.buffers = layouts;
    pipeline.descriptor.vertex.bufferCount = count;
    begin();
    wgpuRenderPipelineRelease(pipeline_make(&pipeline));
    judge(is_valid, what);
}

static void
one(WGPUVertexBufferLayout layout, bool is_valid, const char *what)
{
    create(&layout, 1, is_valid, what);
}

static void
test_buffers(void)
{
    WGPUVertexBufferLayout layouts[40];
    for (size_t i = 0; i < COUNT(layouts); i++)
        layouts[i] = layout_of(16, NULL, 0);
    create(NULL, 0, true, "vertex buffers: none");
    create(layouts, limits.maxVertexBuffers, true, "vertex buffers: as many as maxVertexBuffers");
    create(layouts, limits.maxVertexBuffers + 1, false, "vertex buffers: not more than maxVertexBuffers");
    one(layout_of(16, &first, 1), true, "arrayStride: as large as its attribute");
    one(layout_of(0, &first, 1), true, "arrayStride: 0");
    one(layout_of(12, &first, 1), false, "arrayStride: not smaller than its attribute");
    one(layout_of(18, NULL, 0), false, "arrayStride: a multiple of 4");
    one(layout_of(limits.maxVertexBufferArrayStride, NULL, 0), true,
        "arrayStride: maxVertexBufferArrayStride");
    one(layout_of(limits.maxVertexBufferArrayStride + 4, NULL, 0), false,
        "arrayStride: not more than maxVertexBufferArrayStride");
    WGPUVertexBufferLayout instance = layout_of(16, &first, 1);
    instance.stepMode = WGPUVertexStepMode_Instance;
    one(instance, true, "stepMode: instance");
}

static void
test_attributes(void)
{
    static const struct {
        const char *what;
        WGPUVertexFormat format;
        uint64_t offset;
        uint32_t location;
        bool is_valid;
    } rows[] = {
        {"attribute: at an offset", WGPUVertexFormat_Float32x2, 8, 0, true},
        {"attribute: not beyond the stride", WGPUVertexFormat_Float32x2, 12, 0, false},
        {"attribute: offset is a multiple of 4", WGPUVertexFormat_Float32, 2, 0, false},
        {"attribute: offset is a multiple of a small format's size", WGPUVertexFormat_Uint8x2, 2, 0, true},
        {"attribute: and of nothing less", WGPUVertexFormat_Uint8x2, 1, 0, false},
        {"attribute: any offset for a byte", WGPUVertexFormat_Uint8, 1, 0, true},
        {"attribute: an offset that wraps", WGPUVertexFormat_Float32, UINT64_MAX - 3, 0, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const WGPUVertexAttribute attribute = {
            .format = rows[i].format, .offset = rows[i].offset, .shaderLocation = rows[i].location};
        one(layout_of(16, &attribute, 1), rows[i].is_valid, rows[i].what);
    }
    WGPUVertexAttribute many[40];
    for (uint32_t i = 0; i < COUNT(many); i++) {
        many[i] = first;
        many[i].shaderLocation = i;
    }
    one(layout_of(16, many, limits.maxVertexAttributes), true, "attributes: as many as maxVertexAttributes");
    one(layout_of(16, many, limits.maxVertexAttributes + 1), false,
        "attributes: not more than maxVertexAttributes");
    many[0].shaderLocation = limits.maxVertexAttributes;
    one(layout_of(16, many, 1), false, "attribute: shaderLocation is less than maxVertexAttributes");
    many[0].shaderLocation = 1;
    one(layout_of(16, many, 2), false, "attributes: each shaderLocation once");
    const WGPUVertexBufferLayout twice[] = {layout_of(16, many, 1), layout_of(16, many, 1)};
    create(twice, 2, false, "attributes: each shaderLocation once, in all buffers");

    WGPUShaderModule reads = gpu_shader(
        &gpu,
        "@vertex fn vertex(@location(0) a: vec4f) -> @builtin(position) vec4f { return a; }\n" FRAGMENT_CODE);
    WGPUShaderModule nothing = module;
    module = reads;
    one(layout_of(16, &first, 1), true, "attribute: what the shader reads");
    create(NULL, 0, false, "attribute: the shader reads nothing else");
    many[0] = first;
    many[0].format = WGPUVertexFormat_Uint32x4;
    one(layout_of(16, many, 1), false, "attribute: of the shader's type");
    many[0].format = WGPUVertexFormat_Unorm8x2;
    one(layout_of(16, many, 1), true, "attribute: fewer components than the shader reads");
    module = nothing;
    wgpuShaderModuleRelease(reads);
}

/* Draws a point from `data` and reads what its fragment got: four numbers of `type`. */
static bool
fetch(const struct format *format, const char *type, WGPUTextureFormat target_format, const uint8_t data[16],
      uint32_t words[4])
{
    char code[500];
    snprintf(code, sizeof code,
             "struct V { @builtin(position) p: vec4f, @location(0) @interpolate(flat) a: vec4<%s> }\n"
             "@vertex fn vertex(@location(0) a: vec4<%s>) -> V { return V(vec4f(0, 0, 0, 1), a); }\n"
             "@fragment fn fragment(@location(0) @interpolate(flat) a: vec4<%s>) -> @location(0) vec4<%s> { "
             "return a; }",
             type, type, type, type);
    WGPUShaderModule shader = gpu_shader(&gpu, code);
    const WGPUVertexAttribute attribute = {.format = format->format, .offset = 0, .shaderLocation = 0};
    const WGPUVertexBufferLayout layout = layout_of(16, &attribute, 1);
    struct pipeline pipeline = pipeline_of(shader);
    pipeline.descriptor.vertex.buffers = &layout;
    pipeline.descriptor.vertex.bufferCount = 1;
    pipeline.descriptor.primitive.topology = WGPUPrimitiveTopology_PointList;
    pipeline.target.format = target_format;
    WGPURenderPipeline made = pipeline_make(&pipeline);

    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){1, 1, 1};
    descriptor.format = target_format;
    descriptor.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_CopySrc;
    descriptor.dimension = WGPUTextureDimension_2D;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    struct target target = pass_target(view, NULL, false, false);
    WGPUBuffer vertices = buffer_of(16, WGPUBufferUsage_Vertex | WGPUBufferUsage_CopyDst);
    WGPUBuffer result = buffer_of(16, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, vertices, 0, data, 16);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, target_use(&target));
    wgpuRenderPassEncoderSetPipeline(pass, made);
    wgpuRenderPassEncoderSetVertexBuffer(pass, 0, vertices, 0, WGPU_WHOLE_SIZE);
    wgpuRenderPassEncoderDraw(pass, 1, 1, 0, 0);
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    WGPUTexelCopyTextureInfo from = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    from.texture = texture;
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = result;
    wgpuCommandEncoderCopyTextureToBuffer(encoder, &from, &to, &descriptor.size);
    WGPUCommandBuffer commands = finished(encoder);
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    wgpuCommandBufferRelease(commands);
    const bool read = gpu_read(&gpu, result, words, 16);
    wgpuBufferRelease(result);
    wgpuBufferRelease(vertices);
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
    wgpuRenderPipelineRelease(made);
    wgpuShaderModuleRelease(shader);
    return read;
}

static void
test_format(const struct format *format)
{
    uint8_t data[16];
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(i * 37 % 59 + 65); /* floats of a moderate size */
    if (format->kind == 'S' || format->kind == 'i')
        data[format->bits / 8 - 1] = 0xc1; /* one that is negative */
    double expected[4] = {0, 0, 0, 1};
    for (int i = 0; i < format->components && format->bits != 0; i++)
        expected[i] =
            component(data + i * format->bits / 8, format->kind == '-' ? 'U' : format->kind, format->bits);
    if (format->format == WGPUVertexFormat_Unorm8x4BGRA) {
        const double red = expected[2];
        expected[2] = expected[0];
        expected[0] = red;
    } else if (format->format == WGPUVertexFormat_Unorm10_10_10_2) {
        uint32_t word;
        memcpy(&word, data, sizeof word);
        for (int i = 0; i < 3; i++)
            expected[i] = (word >> 10 * i & 0x3ff) / 1023.0;
        expected[3] = (word >> 30) / 3.0;
    }
    uint32_t words[4] = {0};
    begin();
    const bool fetched = format->kind == 'u' ? fetch(format, "u32", WGPUTextureFormat_RGBA32Uint, data, words)
                         : format->kind == 'i'
                             ? fetch(format, "i32", WGPUTextureFormat_RGBA32Sint, data, words)
                             : fetch(format, "f32", WGPUTextureFormat_RGBA32Float, data, words);
    bool same = ends(true) && fetched;
    for (int i = 0; i < 4; i++) {
        float value;
        memcpy(&value, &words[i], sizeof value);
        const double got = format->kind == 'u'   ? words[i]
                           : format->kind == 'i' ? (int32_t)words[i]
                                                 : (double)value;
        if (fabs(got - expected[i]) <= 0.0001 * fabs(expected[i]))
            continue;
        printf("       component %d is %g instead of %g\n", i, got, expected[i]);
        same = false;
    }
    char what[100];
    snprintf(what, sizeof what, "%s: what a shader gets", format->name);
    rule(same, what);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        module = gpu_shader(&gpu, VERTEX_CODE FRAGMENT_CODE);
        test_buffers();
        test_attributes();
        for (size_t i = 0; i < COUNT(formats); i++)
            test_format(&formats[i]);
        wgpuShaderModuleRelease(module);
    }
    return rules_close();
}
