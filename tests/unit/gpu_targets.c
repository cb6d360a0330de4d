/* Where rendering goes: a hole beside a target, one layer, mip level or slice of many, and what samples
 * become; on either library. WebGPU, "Render Pass Attachments". */
#include "gpu_render.h"

/* Four samples become one texel. */
static void
resolve(const struct gpu_fixture *gpu)
{
    struct pipeline_parts parts;
    pipeline_parts_init(&parts, gpu, red_triangle);
    parts.descriptor.multisample.count = 4;
    const WGPURenderPipeline pipeline = pipeline_parts_finish(&parts, gpu);
    WGPUTextureDescriptor samples = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    samples.sampleCount = 4;
    WGPURenderPassColorAttachment color =
        color_attachment(view_of(wgpuDeviceCreateTexture(gpu->device, &samples)));
    const WGPUTexture texture = make_texture(gpu, WGPUTextureFormat_RGBA8Unorm);
    color.resolveTarget = wgpuTextureCreateView(texture, NULL);
    color.storeOp = WGPUStoreOp_Discard;
    const struct pass_parts pass = begin_color_pass(gpu, &color);
    wgpuRenderPassEncoderSetPipeline(pass.pass, pipeline);
    wgpuRenderPassEncoderDraw(pass.pass, 3, 1, 0, 0);
    submit(gpu, finish_pass(pass));
    assert_int_equal(texel_at(gpu, texture, 7, 0, 0), RED);
    wgpuTextureViewRelease(color.resolveTarget);
    wgpuTextureViewRelease(color.view);
    wgpuTextureRelease(texture);
    wgpuRenderPipelineRelease(pipeline);
}

/* The second target is written to, and there is no first one. */
static void
hole(const struct gpu_fixture *gpu)
{
    static const char code[] =
        "@vertex fn vertex(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {"
        "    return vec4f(f32(i32(i & 1u) * 4 - 1), f32(i32(i >> 1u) * 4 - 1), 0.5, 1);"
        "}"
        "@fragment fn fragment() -> @location(1) vec4f { return vec4f(1, 0, 0, 1); }";
    struct pipeline_parts parts;
    pipeline_parts_init(&parts, gpu, code);
    WGPUColorTargetState targets[2] = {WGPU_COLOR_TARGET_STATE_INIT, WGPU_COLOR_TARGET_STATE_INIT};
    targets[0].writeMask = WGPUColorWriteMask_None;
    targets[1].format = WGPUTextureFormat_RGBA8Unorm;
    parts.fragment.targetCount = 2;
    parts.fragment.targets = targets;
    const WGPURenderPipeline pipeline = pipeline_parts_finish(&parts, gpu);
    const WGPUTexture texture = make_texture(gpu, WGPUTextureFormat_RGBA8Unorm);
    const WGPURenderPassColorAttachment colors[2] = {color_attachment(NULL),
                                                     color_attachment(wgpuTextureCreateView(texture, NULL))};
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 2;
    descriptor.colorAttachments = colors;
    const struct pass_parts pass = begin_pass(gpu, &descriptor);
    wgpuRenderPassEncoderSetPipeline(pass.pass, pipeline);
    wgpuRenderPassEncoderDraw(pass.pass, 3, 1, 0, 0);
    submit(gpu, finish_pass(pass));
    assert_int_equal(texel_at(gpu, texture, 4, 4, 0), RED);
    wgpuTextureViewRelease(colors[1].view);
    wgpuTextureRelease(texture);
    wgpuRenderPipelineRelease(pipeline);
}

/* Draws to a part of the texture, and lets the view go. */
static void
draw_to(const struct gpu_fixture *gpu, WGPUTextureView view, uint32_t slice)
{
    WGPURenderPassColorAttachment color = color_attachment(view);
    color.depthSlice = slice;
    const struct pass_parts parts = begin_color_pass(gpu, &color);
    draw_triangle(parts.pass);
    submit(gpu, finish_pass(parts));
    wgpuTextureViewRelease(view);
}

static void
layer_and_mip_level(const struct gpu_fixture *gpu)
{
    WGPUTextureDescriptor descriptor = texture_descriptor(WGPUTextureFormat_RGBA8Unorm);
    descriptor.size.depthOrArrayLayers = 3;
    descriptor.mipLevelCount = 2;
    const WGPUTexture texture = wgpuDeviceCreateTexture(gpu->device, &descriptor);
    WGPUTextureViewDescriptor part = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    part.dimension = WGPUTextureViewDimension_2D;
    part.baseMipLevel = 1;
    part.mipLevelCount = 1;
    part.baseArrayLayer = 2;
    part.arrayLayerCount = 1;
    draw_to(gpu, wgpuTextureCreateView(texture, &part), WGPU_DEPTH_SLICE_UNDEFINED);
    for (uint32_t layer = 0; layer < 3; layer++) {
        WGPUTexelCopyTextureInfo from = texels_of(texture);
        from.mipLevel = 1;
        from.origin = (WGPUOrigin3D){3, 3, layer};
        const WGPUBuffer buffer = read_texels(gpu, &from, (WGPUExtent3D){1, 1, 1});
        const uint32_t texel = *(const uint32_t *)wgpuBufferGetConstMappedRange(buffer, 0, 4);
        assert_int_equal(texel, layer == 2 ? RED : 0);
        assert_int_equal(texel_at(gpu, texture, 3, 3, layer), 0);
        wgpuBufferRelease(buffer);
    }
    wgpuTextureRelease(texture);
}

static void
slice(const struct gpu_fixture *gpu)
{
    const WGPUTexture texture = make_volume(gpu, 4);
    draw_to(gpu, wgpuTextureCreateView(texture, NULL), 1);
    draw_to(gpu, wgpuTextureCreateView(texture, NULL), 3);
    for (uint32_t z = 0; z < 4; z++)
        assert_int_equal(texel_at(gpu, texture, 7, 7, z), z % 2 == 1 ? RED : 0);
    wgpuTextureRelease(texture);
}

#define CASES(X) X(resolve) X(hole) X(layer_and_mip_level) X(slice)

static const struct gpu_case rows[] = {
#define X(name) {#name, name, WGPUErrorType_NoError},
    CASES(X)
#undef X
};

RENDER_CASES_MAIN(rows)
