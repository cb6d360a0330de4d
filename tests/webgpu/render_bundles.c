/* WebGPU, "Bundles", "Render Bundle Creation": what a bundle is made for, and what a pass needs to execute
 * it. */
#include "render.h"

static WGPUShaderModule module;
static WGPURenderPipeline plain, grouped;
static WGPUTextureView color, depth;

static void
make_objects(void)
{
    module = gpu_shader(&gpu, VERTEX_CODE FRAGMENT_CODE
                        "@group(0) @binding(0) var<uniform> tint: vec4f;\n"
                        "@fragment fn tinted() -> @location(0) vec4f { return tint; }\n");
    struct pipeline pipeline = pipeline_of(module);
    plain = pipeline_make(&pipeline);
    pipeline.fragment.entryPoint = text("tinted");
    grouped = pipeline_make(&pipeline);
    color = target_of(WGPUTextureFormat_RGBA8Unorm, 8, 8, 1);
    depth = target_of(WGPUTextureFormat_Depth32Float, 8, 8, 1);
}

static void
release_objects(void)
{
    wgpuTextureViewRelease(depth);
    wgpuTextureViewRelease(color);
    wgpuRenderPipelineRelease(grouped);
    wgpuRenderPipelineRelease(plain);
    wgpuShaderModuleRelease(module);
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
    bundle = bundle_of(grouped); /* whose bind group it does not set */
    ends(false);
    execute(bundle, pass_target(color, NULL, false, false), false, "executeBundles: bundles are valid");
    wgpuRenderBundleRelease(bundle);
}

/* The highest numbers are those that a mask of 32 bits just has, and has not. */
static void
test_bind_groups_before_bundles(void)
{
    const uint32_t indices[] = {0, limits.maxBindGroups - 1, limits.maxBindGroups, 31, 32, UINT32_MAX};
    WGPURenderBundle bundle = bundle_of(plain);
    for (size_t i = 0; i < COUNT(indices); i++) {
        const bool is_valid = indices[i] < limits.maxBindGroups;
        struct target target = pass_target(color, NULL, false, false);
        struct render render = begin_render(&target);
        wgpuRenderPassEncoderSetBindGroup(render.pass, indices[i], NULL, 0, NULL);
        wgpuRenderPassEncoderExecuteBundles(render.pass, i % 2, &bundle);
        render_judge(render, is_valid,
                     is_valid ? "setBindGroup, of a render pass: an index below maxBindGroups"
                              : "setBindGroup, of a render pass: not from maxBindGroups on");
    }
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
    begin();
    wgpuRenderBundleEncoderInsertDebugMarker(encoder, text("late"));
    invalid("a command of a bundle: not behind finish, and said at once");
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
        test_execute();
        test_bind_groups_before_bundles();
        test_bundle_encoder();
        test_pipeline_of_pass();
        release_objects();
    }
    return rules_close();
}
