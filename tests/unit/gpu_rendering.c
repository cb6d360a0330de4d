/* What rendering shows, texel by texel, on either library: WebGPU, "Rendering Operations". */
#include "gpu_render.h"

#define GREEN 0xff00ff00u
#define BLUE 0xffff0000u
#define BLACK 0xff000000u

/* A triangle over the whole target, of a color and at a depth from a uniform: dynamic offsets choose. */
static const char chosen_triangle[] =
    "struct Choice { color: vec4f, depth: f32 }"
    "@group(0) @binding(0) var<uniform> choice: Choice;"
    "@vertex fn vertex(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {"
    "    return vec4f(f32(i32(i & 1u) * 4 - 1), f32(i32(i >> 1u) * 4 - 1), choice.depth, 1);"
    "}"
    "@fragment fn fragment() -> @location(0) vec4f { return choice.color; }";

#define CHOICE_ALIGNMENT 256
static const float choices[3][CHOICE_ALIGNMENT / sizeof(float)] = {
    {1, 0, 0, 1, 0.5f}, {0, 1, 0, 1, 0.25f}, {0, 0, 1, 1, 0.75f}};
enum choice { CHOOSE_RED, CHOOSE_GREEN, CHOOSE_BLUE };

/* A pipeline of chosen triangles, and a bind group for it. */
struct scene {
    WGPURenderPipeline pipeline;
    WGPUBindGroup group;
};

/* Takes the parts over, which may be changed before. */
static void
scene_init(struct scene *scene, const struct gpu_fixture *gpu, struct pipeline_parts *parts)
{
    WGPUBindGroupLayoutEntry layout_entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    layout_entry.visibility = WGPUShaderStage_Vertex | WGPUShaderStage_Fragment;
    layout_entry.buffer.type = WGPUBufferBindingType_Uniform;
    layout_entry.buffer.hasDynamicOffset = WGPU_TRUE;
    WGPUBindGroupLayoutDescriptor layout = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    layout.entryCount = 1;
    layout.entries = &layout_entry;
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group.layout = wgpuDeviceCreateBindGroupLayout(gpu->device, &layout);
    WGPUPipelineLayoutDescriptor pipeline_layout = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    pipeline_layout.bindGroupLayoutCount = 1;
    pipeline_layout.bindGroupLayouts = &group.layout;
    parts->descriptor.layout = wgpuDeviceCreatePipelineLayout(gpu->device, &pipeline_layout);
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = make_buffer(gpu, WGPUBufferUsage_Uniform | WGPUBufferUsage_CopyDst, sizeof choices);
    entry.size = 32;
    group.entryCount = 1;
    group.entries = &entry;
    wgpuQueueWriteBuffer(gpu->queue, entry.buffer, 0, choices, sizeof choices);
    scene->group = wgpuDeviceCreateBindGroup(gpu->device, &group);
    const WGPUPipelineLayout made = parts->descriptor.layout;
    scene->pipeline = pipeline_parts_finish(parts, gpu);
    wgpuPipelineLayoutRelease(made);
    wgpuBindGroupLayoutRelease(group.layout);
    wgpuBufferRelease(entry.buffer);
}

static void
scene_finish(struct scene *scene)
{
    wgpuRenderPipelineRelease(scene->pipeline);
    wgpuBindGroupRelease(scene->group);
}

static void
draw_choice(WGPURenderPassEncoder pass, const struct scene *scene, enum choice choice)
{
    const uint32_t offset = (uint32_t)choice * CHOICE_ALIGNMENT;
    wgpuRenderPassEncoderSetPipeline(pass, scene->pipeline);
    wgpuRenderPassEncoderSetBindGroup(pass, 0, scene->group, 1, &offset);
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
}

/* A target, a pass that clears it to black, and depth and stencil beside it. */
struct picture {
    WGPUTexture texture;
    WGPURenderPassColorAttachment color;
    WGPURenderPassDepthStencilAttachment both;
    WGPURenderPassDescriptor descriptor;
    struct pass_parts parts;
};

static void
picture_begin(struct picture *picture, const struct gpu_fixture *gpu)
{
    const WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    const WGPURenderPassDepthStencilAttachment both = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    picture->texture = make_texture(gpu, WGPUTextureFormat_RGBA8Unorm);
    picture->color = color_attachment(wgpuTextureCreateView(picture->texture, NULL));
    picture->color.clearValue.a = 1;
    picture->both = both;
    picture->both.view = make_target(gpu, WGPUTextureFormat_Depth24PlusStencil8);
    picture->both.depthLoadOp = picture->both.stencilLoadOp = WGPULoadOp_Clear;
    picture->both.depthStoreOp = picture->both.stencilStoreOp = WGPUStoreOp_Store;
    picture->both.depthClearValue = 1;
    picture->descriptor = descriptor;
    picture->descriptor.colorAttachmentCount = 1;
    picture->descriptor.colorAttachments = &picture->color;
    picture->descriptor.depthStencilAttachment = &picture->both;
    picture->parts = begin_pass(gpu, &picture->descriptor);
}

/* Its texel at a place. */
static uint32_t
picture_end(struct picture *picture, const struct gpu_fixture *gpu, uint32_t x, uint32_t y)
{
    submit(gpu, finish_pass(picture->parts));
    const uint32_t texel = texel_at(gpu, picture->texture, x, y, 0);
    wgpuTextureViewRelease(picture->both.view);
    wgpuTextureViewRelease(picture->color.view);
    wgpuTextureRelease(picture->texture);
    return texel;
}

static void
chosen_parts(struct pipeline_parts *parts, const struct gpu_fixture *gpu)
{
    pipeline_parts_init(parts, gpu, chosen_triangle);
    parts->descriptor.depthStencil = &parts->depth_stencil;
}

/* The nearest is seen, whichever comes last. */
static void
depth(const struct gpu_fixture *gpu)
{
    struct pipeline_parts parts;
    struct scene scene;
    struct picture picture;
    chosen_parts(&parts, gpu);
    scene_init(&scene, gpu, &parts);
    picture_begin(&picture, gpu);
    draw_choice(picture.parts.pass, &scene, CHOOSE_RED);
    draw_choice(picture.parts.pass, &scene, CHOOSE_GREEN);
    draw_choice(picture.parts.pass, &scene, CHOOSE_BLUE);
    assert_int_equal(picture_end(&picture, gpu, 3, 4), GREEN);
    scene_finish(&scene);
}

/* Drawn where the stencil is the reference, which the first draw counts up. */
static void
stencil(const struct gpu_fixture *gpu)
{
    struct pipeline_parts parts;
    struct scene counts;
    struct scene compares;
    struct picture picture;
    chosen_parts(&parts, gpu);
    parts.depth_stencil.depthCompare = WGPUCompareFunction_Always;
    parts.depth_stencil.stencilFront.passOp = WGPUStencilOperation_IncrementClamp;
    parts.depth_stencil.stencilBack.passOp = WGPUStencilOperation_IncrementClamp;
    scene_init(&counts, gpu, &parts);
    chosen_parts(&parts, gpu);
    parts.depth_stencil.depthCompare = WGPUCompareFunction_Always;
    parts.depth_stencil.stencilFront.compare = WGPUCompareFunction_Equal;
    parts.depth_stencil.stencilBack.compare = WGPUCompareFunction_Equal;
    scene_init(&compares, gpu, &parts);
    picture_begin(&picture, gpu);
    draw_choice(picture.parts.pass, &counts, CHOOSE_RED);
    wgpuRenderPassEncoderSetStencilReference(picture.parts.pass, 1);
    draw_choice(picture.parts.pass, &compares, CHOOSE_GREEN);
    wgpuRenderPassEncoderSetStencilReference(picture.parts.pass, 2);
    draw_choice(picture.parts.pass, &compares, CHOOSE_BLUE);
    assert_int_equal(picture_end(&picture, gpu, 3, 4), GREEN);
    scene_finish(&compares);
    scene_finish(&counts);
}

static void
scissor_and_viewport(const struct gpu_fixture *gpu)
{
    struct pipeline_parts parts;
    struct scene scene;
    chosen_parts(&parts, gpu);
    scene_init(&scene, gpu, &parts);
    for (uint32_t i = 0; i < 2; i++) { /* inside, and outside */
        struct picture picture;
        picture_begin(&picture, gpu);
        wgpuRenderPassEncoderSetViewport(picture.parts.pass, 2, 2, 4, 4, 0, 1);
        wgpuRenderPassEncoderSetScissorRect(picture.parts.pass, 0, 0, 4, 8);
        draw_choice(picture.parts.pass, &scene, CHOOSE_RED);
        assert_int_equal(picture_end(&picture, gpu, 3 + i, 3), i == 0 ? RED : BLACK);
    }
    scene_finish(&scene);
}

/* The constant that color is multiplied with is 0 until it is set: WebGPU, "setBlendConstant". */
static void
blend_constant(const struct gpu_fixture *gpu)
{
    struct pipeline_parts parts;
    struct scene scene;
    chosen_parts(&parts, gpu);
    parts.blend.color.srcFactor = WGPUBlendFactor_Constant;
    parts.target.blend = &parts.blend;
    scene_init(&scene, gpu, &parts);
    for (int i = 0; i < 2; i++) {
        struct picture picture;
        const WGPUColor white = {1, 1, 1, 1};
        picture_begin(&picture, gpu);
        if (i == 1)
            wgpuRenderPassEncoderSetBlendConstant(picture.parts.pass, &white);
        draw_choice(picture.parts.pass, &scene, CHOOSE_RED);
        assert_int_equal(picture_end(&picture, gpu, 0, 0), i == 0 ? BLACK : RED);
    }
    scene_finish(&scene);
}

/* The mask keeps red out. */
static void
write_mask(const struct gpu_fixture *gpu)
{
    struct pipeline_parts parts;
    struct scene scene;
    struct picture picture;
    chosen_parts(&parts, gpu);
    parts.target.writeMask = WGPUColorWriteMask_Green | WGPUColorWriteMask_Alpha;
    scene_init(&scene, gpu, &parts);
    picture_begin(&picture, gpu);
    draw_choice(picture.parts.pass, &scene, CHOOSE_RED);
    assert_int_equal(picture_end(&picture, gpu, 0, 0), BLACK);
    scene_finish(&scene);
}

/* A bundle is as good as its commands, in one pass and in another; it does not see what the pass has set, and
 * the pass does not see what it sets. */
static void
bundles(const struct gpu_fixture *gpu)
{
    static const WGPUTextureFormat format = WGPUTextureFormat_RGBA8Unorm;
    struct pipeline_parts parts;
    struct scene scene;
    chosen_parts(&parts, gpu);
    scene_init(&scene, gpu, &parts);
    WGPURenderBundleEncoderDescriptor layout = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    layout.colorFormatCount = 1;
    layout.colorFormats = &format;
    layout.depthStencilFormat = WGPUTextureFormat_Depth24PlusStencil8;
    const WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu->device, &layout);
    const uint32_t offset = CHOOSE_GREEN * CHOICE_ALIGNMENT;
    wgpuRenderBundleEncoderPushDebugGroup(encoder, text("bundle"));
    wgpuRenderBundleEncoderSetPipeline(encoder, scene.pipeline);
    wgpuRenderBundleEncoderSetBindGroup(encoder, 0, scene.group, 1, &offset);
    wgpuRenderBundleEncoderDraw(encoder, 3, 1, 0, 0);
    wgpuRenderBundleEncoderPopDebugGroup(encoder);
    const WGPURenderBundle bundle = wgpuRenderBundleEncoderFinish(encoder, NULL);
    wgpuRenderBundleEncoderRelease(encoder);
    for (int i = 0; i < 2; i++) {
        struct picture picture;
        picture_begin(&picture, gpu);
        draw_choice(picture.parts.pass, &scene, CHOOSE_RED);
        wgpuRenderPassEncoderExecuteBundles(picture.parts.pass, 1, &bundle);
        draw_choice(picture.parts.pass, &scene, CHOOSE_BLUE); /* which is behind it */
        assert_int_equal(picture_end(&picture, gpu, 7, 7), GREEN);
    }
    wgpuRenderBundleRelease(bundle);
    scene_finish(&scene);
}

/* Vertices from a buffer behind a slot that is left out, by indices, with arguments from a buffer. */
static void
buffers(const struct gpu_fixture *gpu)
{
    static const float corners[] = {9, 9, 9, 1, -1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1};
    static const uint16_t indices[] = {7, 7, 0, 1, 2, 7};
    static const uint32_t arguments[] = {0, 0, 0, 3, 1, 2, 1, 0}; /* indices, instances, first, base, ... */
    static const char code[] =
        "@vertex fn vertex(@location(3) at: vec4f) -> @builtin(position) vec4f { return at; }"
        "@fragment fn fragment() -> @location(0) vec4f { return vec4f(1, 0, 0, 1); }";
    WGPUVertexAttribute attribute = WGPU_VERTEX_ATTRIBUTE_INIT;
    attribute.format = WGPUVertexFormat_Float32x4;
    attribute.shaderLocation = 3;
    WGPUVertexBufferLayout layouts[2] = {WGPU_VERTEX_BUFFER_LAYOUT_INIT, WGPU_VERTEX_BUFFER_LAYOUT_INIT};
    layouts[1].arrayStride = 16;
    layouts[1].attributeCount = 1;
    layouts[1].attributes = &attribute;
    struct pipeline_parts parts;
    pipeline_parts_init(&parts, gpu, code);
    parts.descriptor.vertex.bufferCount = 2;
    parts.descriptor.vertex.buffers = layouts;
    parts.descriptor.depthStencil = &parts.depth_stencil;
    const WGPURenderPipeline pipeline = pipeline_parts_finish(&parts, gpu);
    const WGPUBuffer buffer = make_buffer(gpu,
                                          WGPUBufferUsage_Vertex | WGPUBufferUsage_Index |
                                              WGPUBufferUsage_Indirect | WGPUBufferUsage_CopyDst,
                                          256);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 0, corners, sizeof corners);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 64, indices, sizeof indices);
    wgpuQueueWriteBuffer(gpu->queue, buffer, 128, arguments, sizeof arguments);
    for (int indirect = 0; indirect < 2; indirect++) {
        struct picture picture;
        picture_begin(&picture, gpu);
        const WGPURenderPassEncoder pass = picture.parts.pass;
        wgpuRenderPassEncoderSetPipeline(pass, pipeline);
        wgpuRenderPassEncoderSetVertexBuffer(pass, 1, buffer, 0, 64);
        wgpuRenderPassEncoderSetIndexBuffer(pass, buffer, WGPUIndexFormat_Uint16, 64, 12);
        if (indirect)
            wgpuRenderPassEncoderDrawIndexedIndirect(pass, buffer, 140);
        else
            wgpuRenderPassEncoderDrawIndexed(pass, 3, 1, 2, 1, 0);
        assert_int_equal(picture_end(&picture, gpu, 1, 6), RED);
    }
    wgpuBufferRelease(buffer);
    wgpuRenderPipelineRelease(pipeline);
}

#define CASES(X) \
    X(depth) \
    X(stencil) X(scissor_and_viewport) X(blend_constant) X(write_mask) X(bundles) X(buffers)

static const struct gpu_case rows[] = {
#define X(name) {#name, name, WGPUErrorType_NoError},
    CASES(X)
#undef X
};

RENDER_CASES_MAIN(rows)
