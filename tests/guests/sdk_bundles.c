/* Render bundles: recorded once, executed in passes that go with them. What can be drawn in one is in
 * sdk_draws.c. WebGPU, "Bundles". */
#include <stddef.h>

#include "draw.h"

static struct gpu gpu;
static WGPURenderPipeline points;

static WGPURenderBundle
span_bundle(struct span span)
{
    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    wgpuRenderBundleEncoderSetPipeline(encoder, points);
    wgpuRenderBundleEncoderDraw(encoder, span.vertex_count, span.instance_count, span.first_vertex,
                                span.first_instance);
    return bundle_finish(encoder);
}

static void
test_bundles(void)
{
    WGPURenderBundle bundles[10];
    for (uint32_t i = 0; i < 10; i++)
        bundles[i] = span_bundle((struct span){3, 5, i + 2, 1});
    wgpuRenderBundleSetLabel(bundles[0], text("first"));
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    for (int round = 0; round < 2; round++) { /* bundles can be used again */
        WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
        WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
        wgpuRenderPassEncoderExecuteBundles(pass, 10, bundles);
        wgpuRenderPassEncoderExecuteBundles(pass, 0, NULL);
        pass_end(pass);
        gpu_submit(&gpu, encoder);
        check(canvas_has_points(&gpu, canvas, (struct span){3, 5, 2, 10}), "ten bundles in one pass");
    }
    /* A bundle leaves the pass without what it has set. */
    gpu_watch(&gpu);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderSetPipeline(pass, points);
    wgpuRenderPassEncoderExecuteBundles(pass, 1, bundles);
    wgpuRenderPassEncoderDraw(pass, 1, 1, 0, 0);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    gpu_expect_error(&gpu, "no pipeline is set after a bundle");
    canvas_release(canvas);
    for (uint32_t i = 0; i < 10; i++)
        wgpuRenderBundleRelease(bundles[i]);
}

static void
refuse_bundle(const WGPURenderBundleEncoderDescriptor *descriptor, const char *what)
{
    gpu_watch(&gpu);
    wgpuRenderBundleRelease(bundle_finish(wgpuDeviceCreateRenderBundleEncoder(gpu.device, descriptor)));
    gpu_expect_error(&gpu, what);
}

static void
test_invalid_bundles(void)
{
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    refuse_bundle(&descriptor, "a bundle for no attachment");
    WGPUTextureFormat format = WGPUTextureFormat_RGB9E5Ufloat;
    descriptor.colorFormatCount = 1;
    descriptor.colorFormats = &format;
    refuse_bundle(&descriptor, "one for a format that cannot be drawn to");
    format = (WGPUTextureFormat)9999;
    refuse_bundle(&descriptor, "one for an unknown format");
    format = CANVAS_FORMAT;
    descriptor.sampleCount = 3;
    refuse_bundle(&descriptor, "one for three samples");
    descriptor.sampleCount = 1;
    descriptor.depthStencilFormat = CANVAS_FORMAT;
    refuse_bundle(&descriptor, "one with a color for its depth");

    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, WGPUTextureFormat_R32Uint);
    wgpuRenderBundleEncoderSetLabel(encoder, text("of numbers"));
    gpu_watch(&gpu);
    WGPURenderBundle bundle = bundle_finish(encoder);
    gpu_expect_none(&gpu, "an empty bundle");
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPUCommandEncoder commands = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(commands, canvas, WGPULoadOp_Clear);
    gpu_watch(&gpu);
    wgpuRenderPassEncoderExecuteBundles(pass, 1, &bundle);
    pass_end(pass);
    gpu_submit(&gpu, commands);
    gpu_expect_error(&gpu, "in a pass of other formats");
    canvas_release(canvas);
    wgpuRenderBundleRelease(bundle);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    points = pipeline_new(&gpu, points_shader);
    test_bundles();
    test_invalid_bundles();
    wgpuRenderPipelineRelease(points);
    gpu_close(&gpu);
    return check_finish();
}
