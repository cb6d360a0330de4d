/* Immediates, of all three encoders: what their size may be, and that pipelines see them, where the device
 * has room for any. WebGPU, "Immediate Data". */
#include <stdio.h>

#include "draw.h"

static struct gpu gpu;
static uint32_t room; /* in bytes */

enum kind { COMPUTE_PASS, RENDER_PASS, RENDER_BUNDLE };

static void
set_in_bundle(uint32_t offset, const void *data, size_t size)
{
    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    wgpuRenderBundleEncoderSetImmediates(encoder, offset, data, size);
    wgpuRenderBundleRelease(bundle_finish(encoder));
}

static void
set_in_pass(enum kind kind, uint32_t offset, const void *data, size_t size)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    if (kind == COMPUTE_PASS) {
        WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
        wgpuComputePassEncoderSetImmediates(pass, offset, data, size);
        wgpuComputePassEncoderEnd(pass);
        wgpuComputePassEncoderRelease(pass);
    } else {
        WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
        wgpuRenderPassEncoderSetImmediates(pass, offset, data, size);
        pass_end(pass);
    }
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    canvas_release(canvas);
}

static void
try_to_set(enum kind kind, uint32_t offset, size_t size, bool valid, const char *what)
{
    static const uint32_t data[1024];
    static const char *const kinds[] = {"a compute pass", "a render pass", "a bundle"};
    char text_of_what[100];
    snprintf(text_of_what, sizeof text_of_what, "%s: %s", kinds[kind], what);
    gpu_watch(&gpu);
    if (kind == RENDER_BUNDLE)
        set_in_bundle(offset, data, size);
    else
        set_in_pass(kind, offset, data, size);
    if (valid)
        gpu_expect_none(&gpu, text_of_what);
    else
        gpu_expect_error(&gpu, text_of_what);
}

static void
test_sizes(enum kind kind)
{
    try_to_set(kind, room + 4, 0, false, "none, beyond it");
    try_to_set(kind, 0, room + 4, false, "more than there is room for");
    try_to_set(kind, room, 4, false, "as much, at the end");
    try_to_set(kind, UINT32_MAX - 3, 4, false, "far beyond it");
    try_to_set(kind, 2, 0, false, "an offset that is no multiple of 4");
    if (room == 0)
        return;
    try_to_set(kind, 0, 0, true, "none");
    try_to_set(kind, room, 0, true, "none, at the end");
    try_to_set(kind, 0, room, true, "all there is room for");
    try_to_set(kind, room - 4, 4, true, "the last four bytes");
    try_to_set(kind, 0, 2, false, "a size that is no multiple of 4");
}

static void
test_layouts(void)
{
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.immediateSize = room + 4;
    gpu_watch(&gpu);
    WGPUPipelineLayout layout = wgpuDeviceCreatePipelineLayout(gpu.device, &descriptor);
    gpu_expect_error(&gpu, "a layout for more than there is room for");
    wgpuPipelineLayoutRelease(layout);
    descriptor.immediateSize = room;
    gpu_watch(&gpu);
    layout = wgpuDeviceCreatePipelineLayout(gpu.device, &descriptor);
    gpu_expect_none(&gpu, "a layout for all there is room for");
    wgpuPipelineLayoutRelease(layout);
}

#define BINDING "var<immediate> color: vec4f;\n"

static const char compute_shader[] = BINDING "@group(0) @binding(0) var<storage, read_write> result: vec4f;\n"
                                             "@compute @workgroup_size(1) fn main() { result = color; }\n";

static const char color_shader[] =
    BINDING "@vertex fn everywhere(@builtin(vertex_index) v: u32) -> @builtin(position) vec4f {\n"
            "    return vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, 0.0, 1.0);\n"
            "}\n"
            "@fragment fn the_color() -> @location(0) vec4f { return color; }\n";

/* In two parts, of which the second overwrites some of the first. */
static const float part[] = {9, 9, 1};
static const float other_part[] = {1, 0};

static void
test_compute_value(void)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(&gpu, compute_shader);
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    WGPUBindGroupDescriptor group_descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group_descriptor.layout = layout;
    group_descriptor.entryCount = 1;
    group_descriptor.entries = &entry;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &group_descriptor);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderSetImmediates(pass, 4, part, sizeof part);
    wgpuComputePassEncoderSetImmediates(pass, 0, other_part, sizeof other_part);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    gpu_submit(&gpu, encoder);
    float result[4] = {0};
    gpu_read(&gpu, entry.buffer, result, sizeof result);
    check(result[0] == 1 && result[1] == 0 && result[2] == 9 && result[3] == 1, "a dispatch sees them");
    wgpuBindGroupRelease(group);
    wgpuBufferRelease(entry.buffer);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
    wgpuShaderModuleRelease(descriptor.compute.module);
}

static WGPURenderBundle
color_bundle(WGPURenderPipeline pipeline)
{
    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    wgpuRenderBundleEncoderSetPipeline(encoder, pipeline);
    wgpuRenderBundleEncoderSetImmediates(encoder, 4, part, sizeof part);
    wgpuRenderBundleEncoderSetImmediates(encoder, 0, other_part, sizeof other_part);
    wgpuRenderBundleEncoderDraw(encoder, 3, 1, 0, 0);
    return bundle_finish(encoder);
}

static void
test_draw_value(bool in_bundle, const char *what)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPURenderPipeline pipeline = pipeline_new(&gpu, color_shader);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    if (in_bundle) {
        WGPURenderBundle bundle = color_bundle(pipeline);
        wgpuRenderPassEncoderExecuteBundles(pass, 1, &bundle);
        wgpuRenderBundleRelease(bundle);
    } else {
        wgpuRenderPassEncoderSetPipeline(pass, pipeline);
        wgpuRenderPassEncoderSetImmediates(pass, 4, part, sizeof part);
        wgpuRenderPassEncoderSetImmediates(pass, 0, other_part, sizeof other_part);
        wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
    }
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    check_equal(image_texel(&gpu, canvas.texture, 1, 1), 0xffff00ff, what);
    wgpuRenderPipelineRelease(pipeline);
    canvas_release(canvas);
}

static bool
shaders_have_immediates(void)
{
    gpu_watch(&gpu);
    WGPUShaderModule shader = gpu_shader(&gpu, compute_shader);
    wgpuShaderModuleRelease(shader);
    return gpu_pop_error(&gpu, NULL, 0) == WGPUErrorType_NoError;
}

/* With as much room as the adapter has. */
static bool
open_gpu(void)
{
    WGPULimits limits = WGPU_LIMITS_INIT;
    WGPULimits required = WGPU_LIMITS_INIT;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    if (!gpu_open_adapter(&gpu))
        return false;
    wgpuAdapterGetLimits(gpu.adapter, &limits);
    required.maxImmediateSize = room = limits.maxImmediateSize;
    descriptor.requiredLimits = &required;
    return gpu_open_device(&gpu, descriptor);
}

int
main(void)
{
    WGPULimits limits = WGPU_LIMITS_INIT;
    if (!open_gpu())
        return check_finish();
    wgpuDeviceGetLimits(gpu.device, &limits);
    check_equal(limits.maxImmediateSize, room, "the device has the room that was asked for");
    printf("       it is %u bytes\n", room);
    test_sizes(COMPUTE_PASS);
    test_sizes(RENDER_PASS);
    test_sizes(RENDER_BUNDLE);
    test_layouts();
    if (room >= 16 && shaders_have_immediates()) {
        test_compute_value();
        test_draw_value(false, "a draw sees them");
        test_draw_value(true, "one in a bundle, too");
    } else {
        printf("       shaders have no immediates\n");
    }
    gpu_close(&gpu);
    return check_finish();
}
