/* WebGPU, "Drawing": what a draw needs, in a pass and in a bundle, which go by the same rules. */
#include "render.h"

static WGPUShaderModule module;
static WGPURenderPipeline plain, buffered, grouped;
static WGPUBuffer vertices, indices, indirect;
static WGPUBindGroup group;
static WGPUTextureView color;

static void
make_objects(void)
{
    module = gpu_shader(
        &gpu, VERTEX_CODE FRAGMENT_CODE
        "@vertex fn fetches(@location(0) a: vec4f, @location(1) b: vec4f) -> @builtin(position) vec4f {\n"
        "    return a + b;\n}\n"
        "@group(0) @binding(0) var<uniform> tint: vec4f;\n"
        "@fragment fn tinted() -> @location(0) vec4f { return tint; }\n");
    struct pipeline pipeline = pipeline_of(module);
    plain = pipeline_make(&pipeline);
    pipeline.fragment.entryPoint = text("tinted");
    grouped = pipeline_make(&pipeline);

    WGPUVertexAttribute attributes[2];
    WGPUVertexBufferLayout layouts[2];
    for (uint32_t i = 0; i < 2; i++) {
        attributes[i] =
            (WGPUVertexAttribute){.format = WGPUVertexFormat_Float32x4, .offset = 0, .shaderLocation = i};
        layouts[i] = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
        layouts[i].stepMode = i == 0 ? WGPUVertexStepMode_Vertex : WGPUVertexStepMode_Instance;
        layouts[i].arrayStride = 16;
        layouts[i].attributeCount = 1;
        layouts[i].attributes = &attributes[i];
    }
    pipeline = pipeline_of(module);
    pipeline.descriptor.vertex.entryPoint = text("fetches");
    pipeline.descriptor.vertex.bufferCount = 2;
    pipeline.descriptor.vertex.buffers = layouts;
    buffered = pipeline_make(&pipeline);

    vertices = buffer_of(64, WGPUBufferUsage_Vertex); /* four */
    indices = buffer_of(16, WGPUBufferUsage_Index);   /* eight of 16 bits, four of 32 */
    indirect = buffer_of(32, WGPUBufferUsage_Indirect);
    color = target_of(WGPUTextureFormat_RGBA8Unorm, 8, 8, 1);

    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = buffer_of(16, WGPUBufferUsage_Uniform);
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuRenderPipelineGetBindGroupLayout(grouped, 0);
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    wgpuBufferRelease(entry.buffer);
}

static void
release_objects(void)
{
    wgpuBindGroupRelease(group);
    wgpuTextureViewRelease(color);
    wgpuBufferRelease(indirect);
    wgpuBufferRelease(indices);
    wgpuBufferRelease(vertices);
    wgpuRenderPipelineRelease(buffered);
    wgpuRenderPipelineRelease(grouped);
    wgpuRenderPipelineRelease(plain);
    wgpuShaderModuleRelease(module);
}

/* What is encoded, in a pass or in a bundle. Buffers may be NULL: then none is set. */
struct commands {
    WGPURenderPipeline pipeline;
    WGPUBindGroup group;
    WGPUBuffer first, second, index, from;
    uint64_t first_size, second_size, index_offset, from_offset;
    WGPUIndexFormat format;
    enum { DRAW, DRAW_INDEXED, DRAW_INDIRECT, DRAW_INDEXED_INDIRECT } draw;
    uint32_t count, instances, start, first_instance;
};

#define ENCODE(Encoder, encoder, c) \
    if ((c)->pipeline != NULL) \
        wgpu##Encoder##SetPipeline(encoder, (c)->pipeline); \
    if ((c)->group != NULL) \
        wgpu##Encoder##SetBindGroup(encoder, 0, (c)->group, 0, NULL); \
    if ((c)->first != NULL) \
        wgpu##Encoder##SetVertexBuffer(encoder, 0, (c)->first, 0, (c)->first_size); \
    if ((c)->second != NULL) \
        wgpu##Encoder##SetVertexBuffer(encoder, 1, (c)->second, 0, (c)->second_size); \
    if ((c)->index != NULL) \
        wgpu##Encoder##SetIndexBuffer(encoder, (c)->index, (c)->format, (c)->index_offset, WGPU_WHOLE_SIZE); \
    switch ((c)->draw) { \
    case DRAW: \
        wgpu##Encoder##Draw(encoder, (c)->count, (c)->instances, (c)->start, (c)->first_instance); \
        break; \
    case DRAW_INDEXED: \
        wgpu##Encoder##DrawIndexed(encoder, (c)->count, (c)->instances, (c)->start, 0, (c)->first_instance); \
        break; \
    case DRAW_INDIRECT: \
        wgpu##Encoder##DrawIndirect(encoder, (c)->from, (c)->from_offset); \
        break; \
    case DRAW_INDEXED_INDIRECT: \
        wgpu##Encoder##DrawIndexedIndirect(encoder, (c)->from, (c)->from_offset); \
        break; \
    }

static WGPURenderBundleEncoder
bundle_encoder(void)
{
    static const WGPUTextureFormat format = WGPUTextureFormat_RGBA8Unorm;
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    descriptor.colorFormatCount = 1;
    descriptor.colorFormats = &format;
    return wgpuDeviceCreateRenderBundleEncoder(gpu.device, &descriptor);
}

static bool
encode_in_pass(const struct commands *commands, bool is_valid)
{
    struct target target = pass_target(color, NULL, false, false);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, target_use(&target));
    ENCODE(RenderPassEncoder, pass, commands)
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    begin();
    wgpuCommandBufferRelease(finished(encoder));
    return ends(is_valid);
}

static bool
encode_in_bundle(const struct commands *commands, bool is_valid)
{
    WGPURenderBundleEncoder encoder = bundle_encoder();
    ENCODE(RenderBundleEncoder, encoder, commands)
    begin();
    wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL));
    wgpuRenderBundleEncoderRelease(encoder);
    return ends(is_valid);
}

/* In both, with one answer. */
static void
draw(struct commands commands, bool is_valid, const char *what)
{
    const bool in_pass = encode_in_pass(&commands, is_valid);
    const bool in_bundle = encode_in_bundle(&commands, is_valid);
    rule(in_pass && in_bundle, what);
}

static struct commands
draw_of(WGPURenderPipeline pipeline)
{
    struct commands commands = {
        .pipeline = pipeline,
        .first_size = WGPU_WHOLE_SIZE,
        .second_size = WGPU_WHOLE_SIZE,
        .format = WGPUIndexFormat_Uint16,
        .count = 3,
        .instances = 1,
        .from = indirect,
    };
    if (pipeline == buffered)
        commands.first = commands.second = vertices;
    return commands;
}

static void
test_draw(void)
{
    struct commands c = draw_of(plain);
    draw(c, true, "draw: without buffers");
    c.count = c.instances = 0;
    draw(c, true, "draw: nothing");
    draw(draw_of(NULL), false, "draw: with a pipeline");
    draw(draw_of(buffered), true, "draw: with buffers");
    c = draw_of(buffered);
    c.second = NULL;
    draw(c, false, "draw: with each buffer of the pipeline");
    c = draw_of(buffered);
    c.count = 4;
    draw(c, true, "draw: as many vertices as there are");
    c.start = 1;
    draw(c, false, "draw: not more vertices than there are");
    c.start = UINT32_MAX;
    draw(c, false, "draw: a firstVertex that wraps");
    c = draw_of(buffered);
    c.instances = 4;
    draw(c, true, "draw: as many instances as there are");
    c.first_instance = 1;
    draw(c, false, "draw: not more instances than there are");
    c = draw_of(buffered);
    c.first_size = 32;
    draw(c, false, "setVertexBuffer: size bounds what is there");
    c = draw_of(grouped);
    draw(c, false, "draw: with the pipeline's bind groups");
    c.group = group;
    draw(c, true, "draw: with its bind group");
}

static void
test_indexed(void)
{
    struct commands c = draw_of(plain);
    c.draw = DRAW_INDEXED;
    draw(c, false, "drawIndexed: with an index buffer");
    c.index = indices;
    c.count = 8;
    draw(c, true, "drawIndexed: as many indices as there are");
    c.count = 9;
    draw(c, false, "drawIndexed: not more indices than there are");
    c.count = 4;
    c.format = WGPUIndexFormat_Uint32;
    draw(c, true, "drawIndexed: of 32 bits");
    c.start = 1;
    draw(c, false, "drawIndexed: not more of 32 bits");
    c.start = 0;
    c.index_offset = 2;
    draw(c, false, "setIndexBuffer: offset is a multiple of an index");
    c.index_offset = 4;
    draw(c, false, "setIndexBuffer: offset leaves less");
    c.index_offset = 20;
    draw(c, false, "setIndexBuffer: offset inside the buffer");
    c.index_offset = 0;
    c.index = vertices;
    draw(c, false, "setIndexBuffer: usage includes INDEX");
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.primitive.topology = WGPUPrimitiveTopology_TriangleStrip;
    pipeline.descriptor.primitive.stripIndexFormat = WGPUIndexFormat_Uint16;
    WGPURenderPipeline strip = pipeline_make(&pipeline);
    c = draw_of(strip);
    c.draw = DRAW_INDEXED;
    c.index = indices;
    draw(c, true, "drawIndexed: of a strip's format");
    c.format = WGPUIndexFormat_Uint32;
    draw(c, false, "drawIndexed: of no other");
    wgpuRenderPipelineRelease(strip);
}

static void
test_vertex_buffer(void)
{
    struct commands c = draw_of(buffered);
    c.first = indices;
    draw(c, false, "setVertexBuffer: usage includes VERTEX");
    c = draw_of(buffered);
    c.first_size = 68;
    draw(c, false, "setVertexBuffer: not beyond the buffer");
    c = draw_of(buffered);
    c.first = invalid_buffer();
    draw(c, false, "setVertexBuffer: the buffer is valid");
    wgpuBufferRelease(c.first);
}

static void
test_indirect(void)
{
    struct commands c = draw_of(plain);
    c.draw = DRAW_INDIRECT;
    c.from_offset = 16;
    draw(c, true, "drawIndirect: at the buffer's end");
    c.from_offset = 20;
    draw(c, false, "drawIndirect: not across the buffer's end");
    c.from_offset = 2;
    draw(c, false, "drawIndirect: offset is a multiple of 4");
    c.from_offset = UINT64_MAX - 3;
    draw(c, false, "drawIndirect: an offset that wraps");
    c.from_offset = 0;
    c.from = vertices;
    draw(c, false, "drawIndirect: usage includes INDIRECT");
    c = draw_of(plain);
    c.draw = DRAW_INDEXED_INDIRECT;
    draw(c, false, "drawIndexedIndirect: with an index buffer");
    c.index = indices;
    c.from_offset = 12;
    draw(c, true, "drawIndexedIndirect: at the buffer's end");
    c.from_offset = 16;
    draw(c, false, "drawIndexedIndirect: not across the buffer's end");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        make_objects();
        test_draw();
        test_indexed();
        test_vertex_buffer();
        test_indirect();
        release_objects();
    }
    return rules_close();
}
