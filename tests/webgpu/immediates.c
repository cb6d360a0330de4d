/* WebGPU, "Immediate Data": the rules, in compute passes, render passes and bundles. A library without
 * immediates has a maxImmediateSize of 0, which they hold for too. */
#include "render.h"

static WGPUTextureView color;

static bool
in_compute_pass(uint32_t offset, const void *data, size_t size, bool is_valid)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetImmediates(pass, offset, data, size);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    begin();
    wgpuCommandBufferRelease(finished(encoder));
    return ends(is_valid);
}

static bool
in_render_pass(uint32_t offset, const void *data, size_t size, bool is_valid)
{
    struct target target = pass_target(color, NULL, false, false);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, target_use(&target));
    wgpuRenderPassEncoderSetImmediates(pass, offset, data, size);
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    begin();
    wgpuCommandBufferRelease(finished(encoder));
    return ends(is_valid);
}

static bool
in_bundle(uint32_t offset, const void *data, size_t size, bool is_valid)
{
    static const WGPUTextureFormat format = WGPUTextureFormat_RGBA8Unorm;
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    descriptor.colorFormatCount = 1;
    descriptor.colorFormats = &format;
    WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu.device, &descriptor);
    wgpuRenderBundleEncoderSetImmediates(encoder, offset, data, size);
    begin();
    wgpuRenderBundleRelease(wgpuRenderBundleEncoderFinish(encoder, NULL));
    wgpuRenderBundleEncoderRelease(encoder);
    return ends(is_valid);
}

static void
set(uint32_t offset, size_t size, bool is_valid, const char *what)
{
    static const uint8_t data[1024];
    const bool compute = in_compute_pass(offset, data, size, is_valid);
    const bool render = in_render_pass(offset, data, size, is_valid);
    const bool bundle = in_bundle(offset, data, size, is_valid);
    rule(compute && render && bundle, what);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        color = target_of(WGPUTextureFormat_RGBA8Unorm, 4, 4, 1);
        const uint32_t most = limits.maxImmediateSize;
        check(most <= 512, "maxImmediateSize is one of small numbers");
        set(0, most, true, "setImmediates: as much as maxImmediateSize");
        set(most, 0, true, "setImmediates: nothing, at the end");
        set(0, most + 4, false, "setImmediates: not more than maxImmediateSize");
        set(most + 4, 0, false, "setImmediates: not behind maxImmediateSize");
        set(2, 0, false, "setImmediates: rangeOffset is a multiple of 4");
        set(UINT32_MAX - 3, 4, false, "setImmediates: a rangeOffset that wraps");
        wgpuTextureViewRelease(color);
    }
    return rules_close();
}
