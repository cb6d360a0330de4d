/* What the tests of rendering share. */
#include "draw.h"

#include <string.h>

struct canvas
canvas_new(const struct gpu *gpu, WGPUTextureFormat format, uint32_t sample_count)
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = (WGPUExtent3D){CANVAS_SIZE, CANVAS_SIZE, 1};
    descriptor.format = format;
    descriptor.sampleCount = sample_count;
    descriptor.usage = WGPUTextureUsage_RenderAttachment | WGPUTextureUsage_CopySrc;
    struct canvas canvas = {.texture = wgpuDeviceCreateTexture(gpu->device, &descriptor)};
    canvas.view = wgpuTextureCreateView(canvas.texture, NULL);
    return canvas;
}

void
canvas_release(struct canvas canvas)
{
    wgpuTextureViewRelease(canvas.view);
    wgpuTextureRelease(canvas.texture);
}

bool
canvas_read(const struct gpu *gpu, struct canvas canvas, uint32_t texels[CANVAS_SIZE][CANVAS_SIZE])
{
    memset(texels, 0xee, sizeof(uint32_t[CANVAS_SIZE][CANVAS_SIZE]));
    return image_read(gpu, image_at(canvas.texture, 0, 0, 0, 0), CANVAS_SIZE, CANVAS_SIZE, 4, texels);
}

uint32_t
canvas_count(const struct gpu *gpu, struct canvas canvas, uint32_t value)
{
    uint32_t texels[CANVAS_SIZE][CANVAS_SIZE];
    uint32_t count = 0;
    canvas_read(gpu, canvas, texels);
    for (size_t i = 0; i < (size_t)CANVAS_SIZE * CANVAS_SIZE; i++)
        count += texels[i / CANVAS_SIZE][i % CANVAS_SIZE] == value;
    return count;
}

bool
canvas_has_points(const struct gpu *gpu, struct canvas canvas, struct span span)
{
    uint32_t texels[CANVAS_SIZE][CANVAS_SIZE];
    bool right = canvas_read(gpu, canvas, texels);
    for (uint32_t y = 0; y < CANVAS_SIZE; y++) {
        for (uint32_t x = 0; x < CANVAS_SIZE; x++) {
            const bool drawn =
                x - span.first_vertex < span.vertex_count && y - span.first_instance < span.instance_count;
            right = right && texels[y][x] == (drawn ? 0xff000000 | y << 8 | x : 0);
        }
    }
    return right;
}

void
plan_init(struct pipeline_plan *plan, const struct gpu *gpu, const char *code)
{
    plan->target = WGPU_COLOR_TARGET_STATE_INIT;
    plan->target.format = CANVAS_FORMAT;
    plan->fragment = WGPU_FRAGMENT_STATE_INIT;
    plan->fragment.module = gpu_shader(gpu, code);
    plan->fragment.targetCount = 1;
    plan->fragment.targets = &plan->target;
    plan->descriptor = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT;
    plan->descriptor.vertex.module = plan->fragment.module;
    plan->descriptor.fragment = &plan->fragment;
}

void
plan_finish(struct pipeline_plan *plan)
{
    wgpuShaderModuleRelease(plan->fragment.module);
}

WGPURenderPipeline
plan_create(const struct gpu *gpu, const struct pipeline_plan *plan)
{
    return wgpuDeviceCreateRenderPipeline(gpu->device, &plan->descriptor);
}

void
plan_refuse(const struct gpu *gpu, const struct pipeline_plan *plan, const char *what)
{
    gpu_watch(gpu);
    WGPURenderPipeline pipeline = plan_create(gpu, plan);
    gpu_expect_error(gpu, what);
    wgpuRenderPipelineRelease(pipeline);
}

WGPURenderPipeline
pipeline_new(const struct gpu *gpu, const char *code)
{
    struct pipeline_plan plan;
    plan_init(&plan, gpu, code);
    if (code == points_shader)
        plan.descriptor.primitive.topology = WGPUPrimitiveTopology_PointList;
    WGPURenderPipeline pipeline = plan_create(gpu, &plan);
    plan_finish(&plan);
    return pipeline;
}

WGPURenderPassColorAttachment
attachment_of(WGPUTextureView view)
{
    WGPURenderPassColorAttachment attachment = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    attachment.view = view;
    attachment.loadOp = WGPULoadOp_Clear;
    attachment.storeOp = WGPUStoreOp_Store;
    return attachment;
}

WGPURenderPassEncoder
pass_begin(WGPUCommandEncoder encoder, struct canvas canvas, WGPULoadOp load)
{
    WGPURenderPassColorAttachment attachment = attachment_of(canvas.view);
    attachment.loadOp = load;
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &attachment;
    return wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
}

void
pass_end(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
}

WGPURenderBundleEncoder
bundle_begin(const struct gpu *gpu, WGPUTextureFormat format)
{
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    descriptor.label = text("bundle");
    descriptor.colorFormatCount = 1;
    descriptor.colorFormats = &format;
    return wgpuDeviceCreateRenderBundleEncoder(gpu->device, &descriptor);
}

WGPURenderBundle
bundle_finish(WGPURenderBundleEncoder encoder)
{
    WGPURenderBundle bundle = wgpuRenderBundleEncoderFinish(encoder, NULL);
    wgpuRenderBundleEncoderRelease(encoder);
    return bundle;
}

const char points_shader[] =
    "struct Point { @builtin(position) at: vec4f, @location(0) color: vec4f }\n"
    "@vertex fn at_indices(@builtin(vertex_index) v: u32, @builtin(instance_index) i: u32) -> Point {\n"
    "    let place = (vec2f(f32(v), f32(i)) + 0.5) / 8.0 - 1.0;\n"
    "    return Point(vec4f(place.x, -place.y, 0.0, 1.0), vec4f(f32(v), f32(i), 0.0, 255.0) / 255.0);\n"
    "}\n"
    "@fragment fn its_color(point: Point) -> @location(0) vec4f { return point.color; }\n";

const char white_shader[] =
    "@vertex fn everywhere(@builtin(vertex_index) v: u32) -> @builtin(position) vec4f {\n"
    "    return vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, 0.0, 1.0);\n"
    "}\n"
    "@fragment fn white() -> @location(0) vec4f { return vec4f(1.0); }\n";
