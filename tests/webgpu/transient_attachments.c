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
passing(WGPUTextureView view)
{
    struct target target = pass_target(view, NULL, false, false);
    target.color.storeOp = WGPUStoreOp_Discard;
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
    struct target target = passing(color);
    pass(target, true, "transient: a colour that is cleared and discarded");
    target.color.storeOp = WGPUStoreOp_Store;
    pass(target, false, "transient: a colour is not stored");
    target.color.storeOp = WGPUStoreOp_Discard;
    target.color.loadOp = WGPULoadOp_Load;
    pass(target, false, "transient: a colour is not loaded");

    WGPUTextureView plain = target_of(WGPUTextureFormat_RGBA8Unorm, 16, 16, 1);
    target = passing(samples);
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

/* What a pass does to depth or stencil. */
enum use { ABSENT, DISCARDED, STORED, LOADED, READ_ONLY };
static const struct {
    WGPULoadOp load;
    WGPUStoreOp store;
    bool read_only;
} uses[] = {
    [DISCARDED] = {WGPULoadOp_Clear, WGPUStoreOp_Discard, false},
    [STORED] = {WGPULoadOp_Clear, WGPUStoreOp_Store, false},
    [LOADED] = {WGPULoadOp_Load, WGPUStoreOp_Discard, false},
    [READ_ONLY] = {.read_only = true},
};

static void
test_depth_stencil(void)
{
    static const struct {
        const char *what;
        const WGPUTextureView *view;
        enum use depth, stencil;
        bool is_valid;
    } rows[] = {
        {"transient: depth that is cleared and discarded", &depth, DISCARDED, ABSENT, true},
        {"transient: depth is not stored", &depth, STORED, ABSENT, false},
        {"transient: depth is not loaded", &depth, LOADED, ABSENT, false},
        {"transient: depth is not read only", &depth, READ_ONLY, ABSENT, false},
        {"transient: stencil that is cleared and discarded", &stencil, ABSENT, DISCARDED, true},
        {"transient: stencil, with no depth that is read only", &stencil, READ_ONLY, DISCARDED, true},
        {"transient: stencil is not stored", &stencil, ABSENT, STORED, false},
        {"transient: stencil is not loaded", &stencil, ABSENT, LOADED, false},
        {"transient: depth and stencil that are cleared and discarded", &both, DISCARDED, DISCARDED, true},
        {"transient: stencil is not stored, beside depth", &both, DISCARDED, STORED, false},
        {"transient: stencil is not read only, beside depth", &both, DISCARDED, READ_ONLY, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct target target = pass_target(NULL, *rows[i].view, true, true);
        target.depth_stencil.depthLoadOp = uses[rows[i].depth].load;
        target.depth_stencil.depthStoreOp = uses[rows[i].depth].store;
        target.depth_stencil.depthReadOnly = uses[rows[i].depth].read_only;
        target.depth_stencil.stencilLoadOp = uses[rows[i].stencil].load;
        target.depth_stencil.stencilStoreOp = uses[rows[i].stencil].store;
        target.depth_stencil.stencilReadOnly = uses[rows[i].stencil].read_only;
        pass(target, rows[i].is_valid, rows[i].what);
    }
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
