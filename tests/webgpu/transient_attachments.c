/* WebGPU, "Color Attachments" and "Depth/Stencil Attachments": what a pass may do to a texture whose usage
 * includes TRANSIENT_ATTACHMENT. How one is made is in textures.c. */
#include "render.h"

static WGPUTextureView color, samples, depth, stencil, both;

static WGPUTextureView
transient_of(WGPUTextureFormat format, uint32_t sample_count)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){16, 16, 1};
    descriptor.format = format;
    descriptor.sampleCount = sample_count;
    descriptor.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_TransientAttachment;
    descriptor.dimension = WGPUTextureDimension_2D;
    begin();
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    ends(true); /* where there are none, each rule says so */
    wgpuTextureRelease(texture);
    return view;
}

/* A pass that clears and discards. */
static struct target
passing(WGPUTextureView color_view, WGPUTextureView depth_stencil, bool has_depth, bool has_stencil)
{
    struct target target = pass_target(color_view, depth_stencil, has_depth, has_stencil);
    target.color.storeOp = WGPUStoreOp_Discard;
    if (has_depth)
        target.depth_stencil.depthStoreOp = WGPUStoreOp_Discard;
    if (has_stencil)
        target.depth_stencil.stencilStoreOp = WGPUStoreOp_Discard;
    return target;
}

static void
pass(struct target target, bool is_valid, const char *what)
{
    render_judge(begin_render(&target), is_valid, what);
}

static void
test_color(void)
{
    struct target target = passing(color, NULL, false, false);
    pass(target, true, "transient: a colour that is cleared and discarded");
    target.color.storeOp = WGPUStoreOp_Store;
    pass(target, false, "transient: a colour is not stored");
    target.color.storeOp = WGPUStoreOp_Discard;
    target.color.loadOp = WGPULoadOp_Load;
    pass(target, false, "transient: a colour is not loaded");

    WGPUTextureView plain = target_of(WGPUTextureFormat_RGBA8Unorm, 16, 16, 1);
    target = passing(samples, NULL, false, false);
    target.color.resolveTarget = plain;
    pass(target, true, "transient: a colour that is resolved");
    target.color.resolveTarget = color;
    pass(target, false, "transient: not what is resolved to");
    WGPUTextureView plain_samples = target_of(WGPUTextureFormat_RGBA8Unorm, 16, 16, 4);
    target.color.view = plain_samples;
    pass(target, false, "transient: not what others are resolved to");
    wgpuTextureViewRelease(plain_samples);
    wgpuTextureViewRelease(plain);
}

static void
test_depth_stencil(void)
{
    struct target target = passing(NULL, depth, true, false);
    pass(target, true, "transient: depth that is cleared and discarded");
    target.depth_stencil.depthStoreOp = WGPUStoreOp_Store;
    pass(target, false, "transient: depth is not stored");
    target.depth_stencil.depthStoreOp = WGPUStoreOp_Discard;
    target.depth_stencil.depthLoadOp = WGPULoadOp_Load;
    pass(target, false, "transient: depth is not loaded");
    target.depth_stencil.depthLoadOp = WGPULoadOp_Undefined;
    target.depth_stencil.depthStoreOp = WGPUStoreOp_Undefined;
    target.depth_stencil.depthReadOnly = true;
    pass(target, false, "transient: depth is not read only");

    target = passing(NULL, stencil, false, true);
    pass(target, true, "transient: stencil that is cleared and discarded");
    target.depth_stencil.depthReadOnly = true;
    pass(target, true, "transient: stencil, with no depth that is read only");
    target.depth_stencil.stencilStoreOp = WGPUStoreOp_Store;
    pass(target, false, "transient: stencil is not stored");
    target.depth_stencil.stencilStoreOp = WGPUStoreOp_Discard;
    target.depth_stencil.stencilLoadOp = WGPULoadOp_Load;
    pass(target, false, "transient: stencil is not loaded");

    target = passing(NULL, both, true, true);
    pass(target, true, "transient: depth and stencil that are cleared and discarded");
    target.depth_stencil.stencilStoreOp = WGPUStoreOp_Store;
    pass(target, false, "transient: stencil is not stored, beside depth");
    target.depth_stencil.stencilLoadOp = WGPULoadOp_Undefined;
    target.depth_stencil.stencilStoreOp = WGPUStoreOp_Undefined;
    target.depth_stencil.stencilReadOnly = true;
    pass(target, false, "transient: stencil is not read only, beside depth");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        color = transient_of(WGPUTextureFormat_RGBA8Unorm, 1);
        samples = transient_of(WGPUTextureFormat_RGBA8Unorm, 4);
        depth = transient_of(WGPUTextureFormat_Depth32Float, 1);
        stencil = transient_of(WGPUTextureFormat_Stencil8, 1);
        both = transient_of(WGPUTextureFormat_Depth24PlusStencil8, 1);
        test_color();
        test_depth_stencil();
        wgpuTextureViewRelease(both);
        wgpuTextureViewRelease(stencil);
        wgpuTextureViewRelease(depth);
        wgpuTextureViewRelease(samples);
        wgpuTextureViewRelease(color);
    }
    return rules_close();
}
