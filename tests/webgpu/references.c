/* References: each object lives until the last is released, and what objects use of each other is not for the
 * program to keep. webgpu.h, "Ownership". */
#include <string.h>

#include "../guests/draw.h"
#include "rule.h"

#define WORDS 64

static const char copy_code[] =
    "@group(0) @binding(0) var<storage, read> source: array<u32>;\n"
    "@group(0) @binding(1) var<storage, read_write> target_words: array<u32>;\n"
    "@group(0) @binding(2) var picture: texture_2d<u32>;\n"
    "@compute @workgroup_size(64)\n"
    "fn main(@builtin(global_invocation_id) id: vec3u) {\n"
    "    target_words[id.x] = source[id.x] + textureLoad(picture, vec2u(id.x % 4u, 0u), 0).r;\n"
    "}\n";

static WGPUBuffer
source_buffer(void)
{
    uint32_t words[WORDS];
    for (uint32_t i = 0; i < WORDS; i++)
        words[i] = i * 3;
    WGPUBuffer buffer = gpu_buffer(&gpu, sizeof words, WGPUBufferUsage_Storage | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, words, sizeof words);
    return buffer;
}

/* A view of four texels, 1000 each, whose texture nobody else keeps. */
static WGPUTextureView
picture_view(void)
{
    const uint32_t texels[4] = {1000, 1000, 1000, 1000};
    WGPUTexture texture = image_new(&gpu, 4, 1, WGPUTextureFormat_R32Uint,
                                    WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopyDst);
    image_write(&gpu, texture, texels, 4);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    wgpuTextureRelease(texture);
    return view;
}

/* A pipeline whose module nobody else keeps. */
static WGPUComputePipeline
copy_pipeline(void)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(&gpu, copy_code);
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return pipeline;
}

/* A bind group that alone keeps its layout, its source and its picture. */
static WGPUBindGroup
copy_group(WGPUComputePipeline pipeline, WGPUBuffer target)
{
    WGPUBindGroupEntry entries[3] = {WGPU_BIND_GROUP_ENTRY_INIT, WGPU_BIND_GROUP_ENTRY_INIT,
                                     WGPU_BIND_GROUP_ENTRY_INIT};
    entries[0].buffer = source_buffer();
    entries[1].binding = 1;
    entries[1].buffer = target;
    entries[2].binding = 2;
    entries[2].textureView = picture_view();
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    descriptor.entryCount = 3;
    descriptor.entries = entries;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    wgpuTextureViewRelease(entries[2].textureView);
    wgpuBufferRelease(entries[0].buffer);
    return group;
}

/* Commands that alone keep all that they use but `target`. */
static WGPUCommandBuffer
copy_commands(WGPUBuffer target)
{
    WGPUComputePipeline pipeline = copy_pipeline();
    WGPUBindGroup group = copy_group(pipeline, target);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuBindGroupRelease(group);
    wgpuComputePipelineRelease(pipeline);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    return commands;
}

static void
test_commands(void)
{
    uint32_t words[WORDS];
    WGPUBuffer target = gpu_buffer(&gpu, sizeof words, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    WGPUCommandBuffer commands = copy_commands(target);
    begin();
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    valid("commands whose objects were all released");
    bool right = gpu_read(&gpu, target, words, sizeof words);
    for (uint32_t i = 0; i < WORDS; i++)
        right = right && words[i] == i * 3 + 1000;
    rule(right, "compute what they are to");
    begin();
    wgpuQueueSubmit(gpu.queue, 1, &commands);
    invalid("a submit consumes them, though it releases nothing");
    wgpuCommandBufferRelease(commands);
    wgpuBufferRelease(target);
}

static void
test_render(void)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPURenderPipeline pipeline = pipeline_new(&gpu, white_shader);
    WGPURenderBundleEncoder bundle_encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    wgpuRenderBundleEncoderSetPipeline(bundle_encoder, pipeline);
    wgpuRenderPipelineRelease(pipeline);
    wgpuRenderBundleEncoderDraw(bundle_encoder, 3, 1, 0, 0);
    WGPURenderBundle bundle = bundle_finish(bundle_encoder);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuTextureViewRelease(canvas.view);
    wgpuRenderPassEncoderExecuteBundles(pass, 1, &bundle);
    wgpuRenderBundleRelease(bundle);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    canvas.view = wgpuTextureCreateView(canvas.texture, NULL);
    check_equal(canvas_count(&gpu, canvas, 0xffffffff), CANVAS_SIZE * CANVAS_SIZE,
                "a bundle, its pipeline and a view that were released before the end of the pass");
    canvas_release(canvas);
}

/* Two references are given up one at a time: a label can be set in between. */
#define TRY_REFERENCES(Name, object) \
    do { \
        WGPU##Name tried = (object); \
        wgpu##Name##AddRef(tried); \
        wgpu##Name##Release(tried); \
        wgpu##Name##SetLabel(tried, text(#Name)); \
        wgpu##Name##Release(tried); \
    } while (0)

static void
test_pipeline_references(void)
{
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    WGPURenderPipeline render = plan_create(&gpu, &plan);
    TRY_REFERENCES(BindGroupLayout, wgpuRenderPipelineGetBindGroupLayout(render, 0));
    TRY_REFERENCES(RenderPipeline, render);
    TRY_REFERENCES(ShaderModule, gpu_shader(&gpu, copy_code));
    plan_finish(&plan);
    WGPUComputePipeline compute = copy_pipeline();
    WGPUBuffer target = gpu_buffer(&gpu, 256, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
    TRY_REFERENCES(BindGroup, copy_group(compute, target));
    TRY_REFERENCES(Buffer, target);
    TRY_REFERENCES(ComputePipeline, compute);
    const WGPUPipelineLayoutDescriptor layout = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    TRY_REFERENCES(PipelineLayout, wgpuDeviceCreatePipelineLayout(gpu.device, &layout));
}

static void
test_encoder_references(void)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder compute = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderEnd(compute);
    TRY_REFERENCES(ComputePassEncoder, compute);
    WGPURenderPassEncoder render = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderEnd(render);
    TRY_REFERENCES(RenderPassEncoder, render);
    TRY_REFERENCES(CommandBuffer, wgpuCommandEncoderFinish(encoder, NULL));
    TRY_REFERENCES(CommandEncoder, encoder);
    WGPURenderBundleEncoder bundles = bundle_begin(&gpu, CANVAS_FORMAT);
    TRY_REFERENCES(RenderBundle, wgpuRenderBundleEncoderFinish(bundles, NULL));
    TRY_REFERENCES(RenderBundleEncoder, bundles);
    TRY_REFERENCES(TextureView, canvas.view);
    TRY_REFERENCES(Texture, canvas.texture);
    WGPUQuerySetDescriptor queries = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    queries.type = WGPUQueryType_Occlusion;
    queries.count = 4;
    TRY_REFERENCES(QuerySet, wgpuDeviceCreateQuerySet(gpu.device, &queries));
    TRY_REFERENCES(Sampler, wgpuDeviceCreateSampler(gpu.device, NULL));
    TRY_REFERENCES(Queue, wgpuDeviceGetQueue(gpu.device));
}

static void
test_references(void)
{
    begin();
    test_pipeline_references();
    test_encoder_references();
    valid("each kind of object, with two references");
    wgpuDeviceAddRef(gpu.device);
    wgpuDeviceRelease(gpu.device);
    wgpuAdapterAddRef(gpu.adapter);
    wgpuAdapterRelease(gpu.adapter);
    wgpuInstanceAddRef(gpu.instance);
    wgpuInstanceRelease(gpu.instance);
    rule(wgpuDeviceHasFeature(gpu.device, WGPUFeatureName_CoreFeaturesAndLimits) ==
             wgpuDeviceHasFeature(gpu.device, WGPUFeatureName_CoreFeaturesAndLimits),
         "the device is still there");
}

/* The queue and the buffer outlive the device, whose last reference destroys it. */
static void
test_device(void)
{
    struct gpu other;
    if (!gpu_open(&other, 0))
        return;
    WGPUBuffer buffer = gpu_buffer(&other, 64, WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc);
    check_equal(gpu_map(&other, buffer, WGPUMapMode_Write), WGPUMapAsyncStatus_Success, "map, then let go");
    wgpuAdapterRelease(other.adapter);
    other.adapter = NULL;
    wgpuDeviceRelease(other.device);
    other.device = NULL;
    rule(wgpuBufferGetMapState(buffer) == WGPUBufferMapState_Unmapped,
         "device: its last reference unmaps its buffers");
    wgpuQueueSubmit(other.queue, 0, NULL);
    wgpuQueueSetLabel(other.queue, text("alone"));
    check_equal(wgpuBufferGetSize(buffer), 64, "its buffer is still a buffer");
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
    gpu_close(&other);
}

/* Many more objects than are kept back for reuse, made and released out of order. */
static void
test_many(void)
{
    enum { COUNT = 300 };
    WGPUBuffer buffers[COUNT];
    bool right = true;
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < COUNT; i++)
            buffers[i] = gpu_buffer(&gpu, 4 * (i + 1), WGPUBufferUsage_CopyDst);
        for (uint32_t i = 0; i < COUNT; i += 2)
            wgpuBufferRelease(buffers[i]);
        for (uint32_t i = 0; i < COUNT; i += 2)
            buffers[i] = gpu_buffer(&gpu, 4 * (i + 1), WGPUBufferUsage_CopyDst);
        for (uint32_t i = 0; i < COUNT; i++) {
            right = right && wgpuBufferGetSize(buffers[i]) == 4 * (i + 1);
            wgpuBufferRelease(buffers[i]);
        }
    }
    rule(right, "hundreds of buffers, each its own");
}

int
main(int argc, char **argv)
{
    if (!rules_open(argc, argv, 0))
        return check_finish();
    test_commands();
    test_render();
    test_references();
    test_device();
    test_many();
    return rules_close();
}
