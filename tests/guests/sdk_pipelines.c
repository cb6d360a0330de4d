/* Render pipelines: vertex buffers and formats, primitives, blending, write masks, layouts, the two ways to
 * make one, and descriptors that are invalid. WebGPU, "Render Pipeline Creation". */
#include <stdio.h>
#include <string.h>

#include "draw.h"

static struct gpu gpu;

#define WHITE 0xffffffffu
#define ALL (CANVAS_SIZE * CANVAS_SIZE)

/* Draws three vertices on a black canvas. */
static struct canvas
draw(WGPURenderPipeline pipeline, uint32_t instance_count)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderSetPipeline(pass, pipeline);
    wgpuRenderPassEncoderDraw(pass, 3, instance_count, 0, 0);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    return canvas;
}

/* How much of a canvas a primitive of three vertices covers. */
static void
test_primitive(WGPUPrimitiveState primitive, uint32_t least, uint32_t most, const char *what)
{
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    plan.descriptor.primitive = primitive;
    gpu_watch(&gpu);
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    struct canvas canvas = draw(pipeline, 1);
    gpu_expect_none(&gpu, what);
    const uint32_t count = canvas_count(&gpu, canvas, WHITE);
    if (!check(count >= least && count <= most, "covers what it should"))
        printf("       %u texels\n", count);
    canvas_release(canvas);
    wgpuRenderPipelineRelease(pipeline);
    plan_finish(&plan);
}

/* The triangle goes around the canvas against the clock, and its edges touch only two sides of it. */
static void
test_primitives(void)
{
    test_primitive((WGPUPrimitiveState){.cullMode = WGPUCullMode_None}, ALL, ALL, "a triangle");
    test_primitive((WGPUPrimitiveState){.cullMode = WGPUCullMode_Back}, ALL, ALL,
                   "its front, without the back");
    test_primitive((WGPUPrimitiveState){.cullMode = WGPUCullMode_Front}, 0, 0, "without the front");
    test_primitive((WGPUPrimitiveState){.frontFace = WGPUFrontFace_CW, .cullMode = WGPUCullMode_Front}, ALL,
                   ALL, "without its back, as it is then");
    test_primitive((WGPUPrimitiveState){.topology = WGPUPrimitiveTopology_TriangleStrip,
                                        .stripIndexFormat = WGPUIndexFormat_Uint16},
                   ALL, ALL, "a strip of one triangle");
    test_primitive((WGPUPrimitiveState){.topology = WGPUPrimitiveTopology_LineList}, 0, CANVAS_SIZE,
                   "a line along an edge");
    test_primitive((WGPUPrimitiveState){.topology = WGPUPrimitiveTopology_LineStrip}, 0, 2 * CANVAS_SIZE,
                   "two lines");
    test_primitive((WGPUPrimitiveState){.topology = WGPUPrimitiveTopology_PointList}, 0, 1,
                   "points in corners");
}

static void
test_blending(const WGPUBlendState *blend, WGPUColorWriteMask mask, uint32_t expected, const char *what)
{
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "@vertex fn everywhere(@builtin(vertex_index) v: u32) -> @builtin(position) vec4f {\n"
              "    return vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, 0.0, 1.0);\n"
              "}\n"
              "@fragment fn color() -> @location(0) vec4f { return vec4f(0.2, 0.4, 0.6, 0.6); }\n");
    plan.target.blend = blend;
    plan.target.writeMask = mask;
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    struct canvas canvas = draw(pipeline, 2); /* twice: the second on the first */
    check_equal(image_texel(&gpu, canvas.texture, 3, 3), expected, what);
    canvas_release(canvas);
    wgpuRenderPipelineRelease(pipeline);
    plan_finish(&plan);
}

static void
test_blends(void)
{
    const WGPUBlendComponent sum = {WGPUBlendOperation_Add, WGPUBlendFactor_One, WGPUBlendFactor_One};
    const WGPUBlendComponent difference = {WGPUBlendOperation_Subtract, WGPUBlendFactor_One,
                                           WGPUBlendFactor_One};
    const WGPUBlendComponent most = {WGPUBlendOperation_Max, WGPUBlendFactor_One, WGPUBlendFactor_One};
    const WGPUBlendComponent undefined = WGPU_BLEND_COMPONENT_INIT;
    const WGPUBlendComponent inverse = {WGPUBlendOperation_Undefined, WGPUBlendFactor_OneMinusSrcAlpha,
                                        WGPUBlendFactor_Undefined};
    const WGPUColorWriteMask all = WGPUColorWriteMask_All;
    test_blending(NULL, all, 0x99996633, "without blending");
    test_blending(NULL, WGPUColorWriteMask_Green | WGPUColorWriteMask_Alpha, 0x99006600, "two channels only");
    test_blending(NULL, WGPUColorWriteMask_None, 0, "none");
    test_blending(&(WGPUBlendState){sum, most}, all, 0x99ffcc66, "colors added, of alphas the greatest");
    test_blending(&(WGPUBlendState){undefined, difference}, all, 0x00996633,
                  "defaults, and alphas subtracted");
    test_blending(&(WGPUBlendState){inverse, undefined}, all, 0x993d2914, "by what alpha leaves");
}

static void
test_layout(void)
{
    static const float color[8] = {1, 0, 1, 1, 0, 1, 0, 1};
    WGPURenderPipeline pipeline = pipeline_new(
        &gpu, "@group(1) @binding(3) var<uniform> color: vec4f;\n"
              "@vertex fn everywhere(@builtin(vertex_index) v: u32) -> @builtin(position) vec4f {\n"
              "    return vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, 0.0, 1.0);\n"
              "}\n"
              "@fragment fn uniform_color() -> @location(0) vec4f { return color; }\n");
    wgpuRenderPipelineSetLabel(pipeline, text("uniform"));
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.binding = 3;
    entry.buffer = gpu_buffer(&gpu, sizeof color, WGPUBufferUsage_Uniform | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, entry.buffer, 0, color, sizeof color);
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuRenderPipelineGetBindGroupLayout(pipeline, 1);
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderSetPipeline(pass, pipeline);
    wgpuRenderPassEncoderSetBindGroup(pass, 1, group, 0, NULL);
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    check_equal(canvas_count(&gpu, canvas, 0xffff00ff), ALL, "a uniform, bound by the pipeline's own layout");
    gpu_watch(&gpu);
    WGPUBindGroupLayout none = wgpuRenderPipelineGetBindGroupLayout(pipeline, 4000);
    gpu_expect_error(&gpu, "a layout of a group beyond the limit");
    wgpuBindGroupLayoutRelease(none);
    canvas_release(canvas);
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    wgpuBufferRelease(entry.buffer);
    wgpuRenderPipelineRelease(pipeline);
}

struct answer {
    WGPUCreatePipelineAsyncStatus status;
    WGPURenderPipeline pipeline;
    bool has_message;
};

static void
take_answer(WGPUCreatePipelineAsyncStatus status, WGPURenderPipeline pipeline, WGPUStringView message,
            void *result, void *unused)
{
    struct answer *answer = result;
    (void)unused;
    *answer = (struct answer){status, pipeline, message.length != 0};
}

static struct answer
ask(const struct pipeline_plan *plan)
{
    struct answer answer = {0};
    WGPUCreateRenderPipelineAsyncCallbackInfo info = WGPU_CREATE_RENDER_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_answer;
    info.userdata1 = &answer;
    gpu_wait(&gpu, wgpuDeviceCreateRenderPipelineAsync(gpu.device, &plan->descriptor, info));
    return answer;
}

static void
test_async(void)
{
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    gpu_watch(&gpu);
    struct answer answer = ask(&plan);
    check(answer.status == WGPUCreatePipelineAsyncStatus_Success && answer.pipeline != NULL &&
              !answer.has_message,
          "a pipeline made with a callback");
    struct canvas canvas = draw(answer.pipeline, 1);
    check_equal(canvas_count(&gpu, canvas, WHITE), ALL, "draws");
    canvas_release(canvas);
    wgpuRenderPipelineRelease(answer.pipeline);
    plan.descriptor.vertex.entryPoint = text("missing");
    answer = ask(&plan);
    check(answer.status == WGPUCreatePipelineAsyncStatus_ValidationError && answer.pipeline == NULL &&
              answer.has_message,
          "one that cannot be made has a message instead");
    gpu_expect_none(&gpu, "and is no error of the device");
    plan_finish(&plan);
}

static void
test_invalid_states(void)
{
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    const WGPURenderPipelineDescriptor good = plan.descriptor;
    const WGPUColorTargetState good_target = plan.target;
    plan.target.format = WGPUTextureFormat_RGB9E5Ufloat;
    plan_refuse(&gpu, &plan, "a target of a format that cannot be drawn to");
    plan.target.format = (WGPUTextureFormat)9999;
    plan_refuse(&gpu, &plan, "one of an unknown format");
    plan.target = good_target;
    plan.target.writeMask = 0x10;
    plan_refuse(&gpu, &plan, "an unknown channel to write to");
    const WGPUBlendState blend = {.color = {.srcFactor = (WGPUBlendFactor)99}};
    plan.target = good_target;
    plan.target.blend = &blend;
    plan_refuse(&gpu, &plan, "an unknown blend factor");
    plan.target = good_target;
    plan.descriptor.primitive.topology = (WGPUPrimitiveTopology)99;
    plan_refuse(&gpu, &plan, "an unknown topology");
    plan.descriptor = good;
    plan.descriptor.primitive.stripIndexFormat = WGPUIndexFormat_Uint16;
    plan_refuse(&gpu, &plan, "an index format for strips, of what is no strip");
    plan.descriptor = good;
    plan.descriptor.multisample.count = 3;
    plan_refuse(&gpu, &plan, "three samples");
    plan.descriptor = good;
    plan.descriptor.fragment = NULL;
    plan_refuse(&gpu, &plan, "nothing to write to");
    WGPUDepthStencilState depth = WGPU_DEPTH_STENCIL_STATE_INIT;
    plan.descriptor = good;
    plan.descriptor.depthStencil = &depth;
    plan_refuse(&gpu, &plan, "a depth without a format");
    depth.format = WGPUTextureFormat_Depth32Float;
    plan_refuse(&gpu, &plan, "a depth of which is not said whether it is written");
    depth.depthWriteEnabled = WGPUOptionalBool_True;
    plan_refuse(&gpu, &plan, "nor how it is compared");
    depth.depthCompare = WGPUCompareFunction_Less;
    depth.stencilFront.failOp = WGPUStencilOperation_Zero;
    plan_refuse(&gpu, &plan, "a stencil operation without stencils");
    depth.stencilFront.failOp = (WGPUStencilOperation)99;
    plan_refuse(&gpu, &plan, "an unknown one");
    plan_finish(&plan);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_primitives();
    test_blends();
    test_layout();
    test_async();
    test_invalid_states();
    gpu_close(&gpu);
    return check_finish();
}
