/* WebGPU, "Drawing", "Bundles", "Render Bundle Creation": what a draw needs, in a pass and in a bundle, which
 * go by the same rules; and what a pass needs to execute a bundle. */
#include "render.h"

static WGPUShaderModule module;
static WGPURenderPipeline plain, buffered, grouped;
static WGPUBuffer vertices, indices, indirect;
static WGPUBindGroup group;
static WGPUTextureView color, depth;

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
    depth = target_of(WGPUTextureFormat_Depth32Float, 8, 8, 1);

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
    wgpuTextureViewRelease(depth);
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

static WGPURenderBundle
bundle_of(WGPURenderPipeline pipeline)
{
    WGPURenderBundleEncoder encoder = bundle_encoder();
    wgpuRenderBundleEncoderPushDebugGroup(encoder, text("group"));
    wgpuRenderBundleEncoderInsertDebugMarker(encoder, text("marker"));
    wgpuRenderBundleEncoderSetPipeline(encoder, pipeline);
    wgpuRenderBundleEncoderDraw(encoder, 3, 1, 0, 0);
    wgpuRenderBundleEncoderPopDebugGroup(encoder);
    WGPURenderBundle bundle = wgpuRenderBundleEncoderFinish(encoder, NULL);
    wgpuRenderBundleEncoderRelease(encoder);
    return bundle;
}

static void
execute(WGPURenderBundle bundle, struct target target, bool is_valid, const char *what)
{
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderExecuteBundles(render.pass, 1, &bundle);
    render_judge(render, is_valid, what);
}

static void
test_execute(void)
{
    WGPURenderBundle bundle = bundle_of(plain);
    execute(bundle, pass_target(color, NULL, false, false), true, "executeBundles: of the pass' layout");
    execute(bundle, pass_target(color, depth, true, false), false,
            "executeBundles: not without the pass' depth");
    WGPUTextureView srgb = target_of(WGPUTextureFormat_RGBA8UnormSrgb, 8, 8, 1);
    execute(bundle, pass_target(srgb, NULL, false, false), false, "executeBundles: of the pass' format");
    wgpuTextureViewRelease(srgb);
    WGPUTextureView samples = target_of(WGPUTextureFormat_RGBA8Unorm, 8, 8, 4);
    execute(bundle, pass_target(samples, NULL, false, false), false, "executeBundles: of as many samples");
    wgpuTextureViewRelease(samples);
    struct target target = pass_target(color, NULL, false, false);
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderSetPipeline(render.pass, plain);
    wgpuRenderPassEncoderExecuteBundles(render.pass, 0, NULL);
    wgpuRenderPassEncoderDraw(render.pass, 3, 1, 0, 0);
    render_judge(render, false, "executeBundles: what was set is gone behind them");
    wgpuRenderBundleRelease(bundle);
    begin();
    bundle = bundle_of(buffered); /* whose buffers it does not set */
    ends(false);
    execute(bundle, pass_target(color, NULL, false, false), false, "executeBundles: bundles are valid");
    wgpuRenderBundleRelease(bundle);
}

static void
create_encoder(WGPURenderBundleEncoderDescriptor descriptor, bool is_valid, const char *what)
{
    begin();
    WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu.device, &descriptor);
    judge(is_valid, what);
    wgpuRenderBundleEncoderRelease(encoder);
}

static void
test_bundle_encoder(void)
{
    WGPUTextureFormat formats[9];
    for (size_t i = 0; i < COUNT(formats); i++)
        formats[i] = WGPUTextureFormat_R8Unorm;
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    create_encoder(descriptor, false, "createRenderBundleEncoder: an attachment");
    descriptor.colorFormats = formats;
    descriptor.colorFormatCount = limits.maxColorAttachments;
    create_encoder(descriptor, true, "createRenderBundleEncoder: as many colours as maxColorAttachments");
    descriptor.colorFormatCount = limits.maxColorAttachments + 1;
    create_encoder(descriptor, false, "createRenderBundleEncoder: not more colours");
    descriptor.colorFormatCount = 1;
    formats[0] = WGPUTextureFormat_RGBA8Snorm;
    create_encoder(descriptor, false, "createRenderBundleEncoder: formats that are rendered to");
    descriptor.colorFormatCount = 0;
    descriptor.depthStencilFormat = WGPUTextureFormat_Depth24PlusStencil8;
    descriptor.depthReadOnly = true;
    create_encoder(descriptor, true, "createRenderBundleEncoder: depth and stencil");
    descriptor.depthStencilFormat = WGPUTextureFormat_RGBA8Unorm;
    create_encoder(descriptor, false, "createRenderBundleEncoder: a depthStencilFormat of depth or stencil");

    WGPURenderBundleEncoder encoder = bundle_encoder();
    wgpuRenderBundleEncoderPopDebugGroup(encoder);
    begin();
    wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL));
    invalid("popDebugGroup, of a bundle: not without a push");
    wgpuRenderBundleEncoderRelease(encoder);
    encoder = bundle_encoder();
    wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL));
    begin();
    wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL));
    invalid("finish, of a bundle: once");
    wgpuRenderBundleEncoderRelease(encoder);
}

static void
test_pipeline_of_pass(void)
{
    struct target target = pass_target(color, depth, true, false);
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderSetPipeline(render.pass, plain);
    render_judge(render, false, "setPipeline: of the pass' layout");
    struct pipeline pipeline = pipeline_of(module);
    pipeline.has_depth_stencil = true;
    pipeline.depth_stencil.format = WGPUTextureFormat_Depth32Float;
    pipeline.depth_stencil.depthWriteEnabled = WGPUOptionalBool_True;
    pipeline.depth_stencil.depthCompare = WGPUCompareFunction_Always;
    WGPURenderPipeline writes = pipeline_make(&pipeline);
    render = begin_render(&target);
    wgpuRenderPassEncoderSetPipeline(render.pass, writes);
    render_judge(render, true, "setPipeline: one that writes depth");
    target.depth_stencil.depthReadOnly = true;
    target.depth_stencil.depthLoadOp = WGPULoadOp_Undefined;
    target.depth_stencil.depthStoreOp = WGPUStoreOp_Undefined;
    render = begin_render(&target);
    wgpuRenderPassEncoderSetPipeline(render.pass, writes);
    render_judge(render, false, "setPipeline: depth that is read only is not written");
    wgpuRenderPipelineRelease(writes);
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
        test_execute();
        test_bundle_encoder();
        test_pipeline_of_pass();
        release_objects();
    }
    return rules_close();
}
