/* WebGPU, "Render Pass Encoder Creation", "Color Attachments", "Depth/Stencil Attachments", "Rasterization
 * state", occlusion queries, and what a bundle needs to be executed: the rules of a render pass. Draws are in
 * draws.c. */
#include <math.h>

#include "render.h"

static WGPUTextureView color, other_size, samples, depth, stencil, both;

/* A pass with nothing in it. */
static void
pass(struct target target, bool is_valid, const char *what)
{
    render_judge(begin_render(&target), is_valid, what);
}

static void
test_attachments(void)
{
    pass(pass_target(color, NULL, false, false), true, "beginRenderPass: a colour");
    pass(pass_target(NULL, depth, true, false), true, "beginRenderPass: depth");
    pass(pass_target(NULL, stencil, false, true), true, "beginRenderPass: stencil");
    pass(pass_target(color, both, true, true), true, "beginRenderPass: a colour, depth and stencil");
    pass(pass_target(NULL, NULL, false, false), false, "beginRenderPass: an attachment");

    WGPURenderPassColorAttachment colors[9];
    struct target target = pass_target(color, NULL, false, false);
    for (size_t i = 0; i < COUNT(colors); i++)
        colors[i] = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    colors[1] = target.color;
    target.descriptor.colorAttachments = colors;
    target.descriptor.colorAttachmentCount = limits.maxColorAttachments;
    pass(target, true, "colorAttachments: null among them, as many as maxColorAttachments");
    target.descriptor.colorAttachmentCount = limits.maxColorAttachments + 1;
    pass(target, false, "colorAttachments: not more than maxColorAttachments");
    target.descriptor.colorAttachmentCount = 2;
    colors[0] = colors[1];
    pass(target, false, "colorAttachments: each of its own");
    colors[0].view = other_size;
    pass(target, false, "colorAttachments: of one size");
    colors[0].view = samples;
    pass(target, false, "colorAttachments: of as many samples");
    pass(pass_target(other_size, depth, true, false), false, "depthStencilAttachment: of the colours' size");
    pass(pass_target(samples, depth, true, false), false, "depthStencilAttachment: of as many samples");
    pass(pass_target(depth, NULL, false, false), false, "colorAttachments: not of depth");
    pass(pass_target(NULL, color, true, false), false, "depthStencilAttachment: not of a colour");
}

static void
test_color(void)
{
    struct target target = pass_target(color, NULL, false, false);
    target.color.loadOp = WGPULoadOp_Load;
    target.color.storeOp = WGPUStoreOp_Discard;
    pass(target, true, "colorAttachment: load, discard");
    target.color.clearValue = (WGPUColor){NAN, 0, 0, 0};
    target.color.resolveTarget = color;
    pass(target, false, "resolveTarget: of more than one sample");
    target = pass_target(samples, NULL, false, false);
    target.color.resolveTarget = color;
    pass(target, true, "resolveTarget: of 4 samples");
    target.color.resolveTarget = samples;
    pass(target, false, "resolveTarget: it has one sample");
    target.color.resolveTarget = other_size;
    pass(target, false, "resolveTarget: of the attachment's size");
    WGPUTextureView another = target_of(WGPUTextureFormat_RGBA8UnormSrgb, 16, 16, 1);
    target.color.resolveTarget = another;
    pass(target, false, "resolveTarget: of the attachment's format");
    wgpuTextureViewRelease(another);
    target = pass_target(color, NULL, false, false);
    target.color.depthSlice = 0;
    pass(target, false, "depthSlice: of 3d alone");

    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){16, 16, 4};
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    descriptor.dimension = WGPUTextureDimension_3D;
    WGPUTexture solid = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    WGPUTextureView view = wgpuTextureCreateView(solid, NULL);
    target = pass_target(view, NULL, false, false);
    pass(target, false, "depthSlice: for 3d");
    target.color.depthSlice = 3;
    pass(target, true, "depthSlice: the last");
    target.color.depthSlice = 4;
    pass(target, false, "depthSlice: one that there is");
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(solid);

    descriptor.dimension = WGPUTextureDimension_2D;
    descriptor.mipLevelCount = 2;
    WGPUTexture layers = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    WGPUTextureViewDescriptor view_descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    view_descriptor.mipLevelCount = 1;
    view = wgpuTextureCreateView(layers, &view_descriptor);
    pass(pass_target(view, NULL, false, false), false, "colorAttachment: one layer");
    wgpuTextureViewRelease(view);
    view_descriptor.dimension = WGPUTextureViewDimension_2D;
    view_descriptor.mipLevelCount = 2;
    view = wgpuTextureCreateView(layers, &view_descriptor);
    pass(pass_target(view, NULL, false, false), false, "colorAttachment: one mip level");
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(layers);

    descriptor.usage = WGPUTextureUsage_TextureBinding;
    WGPUTexture sampled = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    view_descriptor.mipLevelCount = 1;
    view = wgpuTextureCreateView(sampled, &view_descriptor);
    pass(pass_target(view, NULL, false, false), false, "colorAttachment: usage includes RENDER_ATTACHMENT");
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(sampled);
}

static void
test_depth_stencil(void)
{
    struct target target = pass_target(NULL, depth, true, false);
    target.depth_stencil.depthClearValue = 1.5f;
    pass(target, false, "depthClearValue: between 0 and 1");
    target.depth_stencil.depthClearValue = NAN;
    pass(target, false, "depthClearValue: for a clear");
    target.depth_stencil.depthLoadOp = WGPULoadOp_Load;
    pass(target, true, "depthClearValue: not for a load");
    target.depth_stencil.depthStoreOp = WGPUStoreOp_Undefined;
    pass(target, false, "depthStoreOp: where depth is written");
    target.depth_stencil.depthReadOnly = true;
    pass(target, false, "depthReadOnly: no operations");
    target.depth_stencil.depthLoadOp = WGPULoadOp_Undefined;
    pass(target, true, "depthReadOnly: without operations");
    target.depth_stencil.depthReadOnly = false;
    pass(target, false, "depthLoadOp: where depth is written");
    target = pass_target(NULL, depth, true, true);
    pass(target, false, "stencilLoadOp: not without stencil");
    target = pass_target(NULL, stencil, true, true);
    pass(target, false, "depthLoadOp: not without depth");
    target = pass_target(NULL, both, true, false);
    pass(target, false, "stencilLoadOp: where there is stencil");
    target.depth_stencil.stencilReadOnly = true;
    pass(target, true, "stencilReadOnly: beside depth that is written");
}

/* A set that has none can be a pass'. */
static void
test_no_queries(struct target target)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = WGPUQueryType_Occlusion;
    WGPUQuerySet none = wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
    target.descriptor.occlusionQuerySet = none;
    render_judge(begin_render(&target), true, "occlusionQuerySet: of no queries");
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 0);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    render_judge(render, false, "beginOcclusionQuery: not of no queries");
    wgpuQuerySetDestroy(none);
    wgpuQuerySetRelease(none);
}

static void
test_queries_and_times(void)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = WGPUQueryType_Occlusion;
    descriptor.count = 4;
    WGPUQuerySet set = wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
    struct target target = pass_target(color, NULL, false, false);
    target.descriptor.occlusionQuerySet = set;
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 0);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 3);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    render_judge(render, true, "beginOcclusionQuery: two");
    render = begin_render(&target);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 4);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    render_judge(render, false, "beginOcclusionQuery: one that there is");
    render = begin_render(&target);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 0);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 1);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    render_judge(render, false, "beginOcclusionQuery: one at a time");
    render = begin_render(&target);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 2);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 2);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    render_judge(render, false, "beginOcclusionQuery: each once");
    test_no_queries(target);
    render = begin_render(&target);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    render_judge(render, false, "endOcclusionQuery: of one that is open");
    render = begin_render(&target);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 0);
    render_judge(render, false, "end: no occlusion query is open");
    target = pass_target(color, NULL, false, false);
    render = begin_render(&target);
    wgpuRenderPassEncoderBeginOcclusionQuery(render.pass, 0);
    wgpuRenderPassEncoderEndOcclusionQuery(render.pass);
    render_judge(render, false, "beginOcclusionQuery: with an occlusionQuerySet");

    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    writes.querySet = set;
    writes.beginningOfPassWriteIndex = 0;
    writes.endOfPassWriteIndex = 1;
    target.descriptor.timestampWrites = &writes;
    pass(target, false, "timestampWrites: of timestamps");
    wgpuQuerySetRelease(set);
}

static void
viewport(float x, float y, float width, float height, float near, float far, bool is_valid, const char *what)
{
    struct target target = pass_target(color, NULL, false, false);
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderSetViewport(render.pass, x, y, width, height, near, far);
    render_judge(render, is_valid, what);
}

static void
scissor(uint32_t x, uint32_t y, uint32_t width, uint32_t height, bool is_valid, const char *what)
{
    struct target target = pass_target(color, NULL, false, false);
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderSetScissorRect(render.pass, x, y, width, height);
    render_judge(render, is_valid, what);
}

static void
test_rasterization(void)
{
    const float most = (float)limits.maxTextureDimension2D;
    viewport(0, 0, 16, 16, 0, 1, true, "setViewport: all");
    viewport(-4, -4, 24, 24, 0.25f, 0.75f, true, "setViewport: more than all");
    viewport(0, 0, 0, 0, 0, 0, true, "setViewport: nothing");
    viewport(0, 0, -1, 16, 0, 1, false, "setViewport: width is not negative");
    viewport(0, 0, 16, -1, 0, 1, false, "setViewport: height is not negative");
    viewport(0, 0, most + 1, 16, 0, 1, false, "setViewport: width is at most maxTextureDimension2D");
    viewport(0, 0, 16, most + 1, 0, 1, false, "setViewport: height is at most maxTextureDimension2D");
    viewport(-2 * most - 1, 0, 16, 16, 0, 1, false, "setViewport: x within twice of that");
    viewport(0, 2 * most, 16, 16, 0, 1, false, "setViewport: y and height within twice of that");
    viewport(0, 0, 16, 16, -0.5f, 1, false, "setViewport: minDepth between 0 and 1");
    viewport(0, 0, 16, 16, 0, 1.5f, false, "setViewport: maxDepth between 0 and 1");
    viewport(0, 0, 16, 16, 0.75f, 0.25f, false, "setViewport: minDepth is at most maxDepth");
    viewport(NAN, 0, 16, 16, 0, 1, false, "setViewport: numbers");
    scissor(0, 0, 16, 16, true, "setScissorRect: all");
    scissor(16, 16, 0, 0, true, "setScissorRect: nothing, at the corner");
    scissor(0, 0, 17, 16, false, "setScissorRect: not wider");
    scissor(0, 1, 16, 16, false, "setScissorRect: not lower");
    scissor(UINT32_MAX, 0, 2, 2, false, "setScissorRect: an x and a width that wrap");
    struct target target = pass_target(color, both, true, true);
    struct render render = begin_render(&target);
    const WGPUColor blend = {-1, 2, 0.5, 1};
    wgpuRenderPassEncoderSetBlendConstant(render.pass, &blend);
    wgpuRenderPassEncoderSetStencilReference(render.pass, 0xffffffff);
    wgpuRenderPassEncoderInsertDebugMarker(render.pass, text("marker"));
    wgpuRenderPassEncoderPushDebugGroup(render.pass, text("group"));
    wgpuRenderPassEncoderPopDebugGroup(render.pass);
    render_judge(render, true, "setBlendConstant, setStencilReference, a marker: of whatever value");
    render = begin_render(&target);
    wgpuRenderPassEncoderPopDebugGroup(render.pass);
    render_judge(render, false, "popDebugGroup, of a render pass: not without a push");
    render = begin_render(&target);
    wgpuRenderPassEncoderPushDebugGroup(render.pass, text("left open"));
    render_judge(render, false, "end, of a render pass: each debug group is popped");
}

static void
test_end(void)
{
    struct target target = pass_target(color, NULL, false, false);
    struct render render = begin_render(&target);
    wgpuRenderPassEncoderEnd(render.pass);
    ends(true);
    begin();
    wgpuRenderPassEncoderSetScissorRect(render.pass, 0, 0, 17, 16);
    invalid("a command of a render pass: not behind its end, and said at once");
    begin();
    wgpuRenderPassEncoderEnd(render.pass);
    invalid("end, of a render pass: once");
    wgpuRenderPassEncoderRelease(render.pass);
    begin();
    commands_valid(render.encoder, "finish: what was done behind a render pass' end does not matter");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        color = target_of(WGPUTextureFormat_RGBA8Unorm, 16, 16, 1);
        other_size = target_of(WGPUTextureFormat_RGBA8Unorm, 16, 8, 1);
        samples = target_of(WGPUTextureFormat_RGBA8Unorm, 16, 16, 4);
        depth = target_of(WGPUTextureFormat_Depth32Float, 16, 16, 1);
        stencil = target_of(WGPUTextureFormat_Stencil8, 16, 16, 1);
        both = target_of(WGPUTextureFormat_Depth24PlusStencil8, 16, 16, 1);
        test_attachments();
        test_color();
        test_depth_stencil();
        test_queries_and_times();
        test_rasterization();
        test_end();
        wgpuTextureViewRelease(both);
        wgpuTextureViewRelease(stencil);
        wgpuTextureViewRelease(depth);
        wgpuTextureViewRelease(samples);
        wgpuTextureViewRelease(other_size);
        wgpuTextureViewRelease(color);
    }
    return rules_close();
}
