/* Render passes: how attachments begin and end, what of them is drawn on, depth and stencil, and passes that
 * are invalid. WebGPU, "Render Passes". */
#include <math.h>
#include <stddef.h>

#include "draw.h"

static struct gpu gpu;

#define BLACK 0u
#define WHITE 0xffffffffu
#define RED 0xff0000ffu
#define ALL (CANVAS_SIZE * CANVAS_SIZE)

static WGPUCommandEncoder
encoder_new(void)
{
    return wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
}

static void
draw_triangle(WGPURenderPassEncoder pass, WGPURenderPipeline pipeline)
{
    wgpuRenderPassEncoderSetPipeline(pass, pipeline);
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
}

/* One pass on `canvas`, from black, of all or a part of it. */
static void
draw_within(struct canvas canvas, WGPURenderPipeline pipeline, const float *viewport, const uint32_t *scissor)
{
    WGPUCommandEncoder encoder = encoder_new();
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    if (viewport != NULL)
        wgpuRenderPassEncoderSetViewport(pass, viewport[0], viewport[1], viewport[2], viewport[3], 0, 1);
    if (scissor != NULL)
        wgpuRenderPassEncoderSetScissorRect(pass, scissor[0], scissor[1], scissor[2], scissor[3]);
    draw_triangle(pass, pipeline);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
}

static void
test_load_and_store(WGPURenderPipeline white)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPURenderPassColorAttachment attachment = attachment_of(canvas.view);
    attachment.clearValue = (WGPUColor){1, 0, 0, 1};
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.label = text("red");
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &attachment;
    WGPUCommandEncoder encoder = encoder_new();
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
    wgpuRenderPassEncoderSetLabel(pass, text("still red"));
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    check_equal(canvas_count(&gpu, canvas, RED), ALL, "an attachment is cleared");

    const uint32_t corner[4] = {2, 3, 4, 5};
    encoder = encoder_new();
    pass = pass_begin(encoder, canvas, WGPULoadOp_Load);
    wgpuRenderPassEncoderSetScissorRect(pass, corner[0], corner[1], corner[2], corner[3]);
    draw_triangle(pass, white);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    check_equal(canvas_count(&gpu, canvas, WHITE), 20, "a part of it is drawn on");
    check_equal(canvas_count(&gpu, canvas, RED), ALL - 20, "the rest is as it was");
    check_equal(image_texel(&gpu, canvas.texture, 2, 3), WHITE, "the part's first corner");
    check_equal(image_texel(&gpu, canvas.texture, 5, 7), WHITE, "its last");

    attachment.storeOp = WGPUStoreOp_Discard;
    encoder = encoder_new();
    pass_end(wgpuCommandEncoderBeginRenderPass(encoder, &descriptor));
    gpu_submit(&gpu, encoder);
    check_equal(canvas_count(&gpu, canvas, BLACK), ALL, "what is discarded is zero afterwards");
    canvas_release(canvas);
}

static void
test_viewport(WGPURenderPipeline white)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    draw_within(canvas, white, (const float[]){4, 8, 8, 4}, NULL);
    check_equal(canvas_count(&gpu, canvas, WHITE), 32, "a viewport is where it draws");
    check_equal(image_texel(&gpu, canvas.texture, 4, 8), WHITE, "from its upper left corner");
    draw_within(canvas, white, (const float[]){4, 8, 8, 4}, (const uint32_t[]){0, 0, 5, 16});
    check_equal(canvas_count(&gpu, canvas, WHITE), 4, "where the scissors leave something");
    draw_within(canvas, white, NULL, (const uint32_t[]){0, 0, 0, 0});
    check_equal(canvas_count(&gpu, canvas, WHITE), 0, "which may be nothing");
    canvas_release(canvas);
}

/* Three locations, of which the middle one is left out. */
static void
test_several_attachments(void)
{
    struct canvas first = canvas_new(&gpu, CANVAS_FORMAT, 1);
    struct canvas last = canvas_new(&gpu, WGPUTextureFormat_R32Uint, 1);
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "struct Colors { @location(0) first: vec4f, @location(2) last: vec4u }\n"
              "@vertex fn everywhere(@builtin(vertex_index) v: u32) -> @builtin(position) vec4f {\n"
              "    return vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, 0.0, 1.0);\n"
              "}\n"
              "@fragment fn both() -> Colors { return Colors(vec4f(1.0, 0.0, 0.0, 1.0), vec4u(77)); }\n");
    WGPUColorTargetState targets[3] = {plan.target, WGPU_COLOR_TARGET_STATE_INIT, plan.target};
    targets[2].format = WGPUTextureFormat_R32Uint;
    plan.fragment.targetCount = 3;
    plan.fragment.targets = targets;
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    WGPURenderPassColorAttachment attachments[3] = {
        attachment_of(first.view), WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT, attachment_of(last.view)};
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 3;
    descriptor.colorAttachments = attachments;
    gpu_watch(&gpu);
    WGPUCommandEncoder encoder = encoder_new();
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
    draw_triangle(pass, pipeline);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    gpu_expect_none(&gpu, "a pass with a location that is left out");
    check_equal(canvas_count(&gpu, first, RED), ALL, "the first attachment");
    check_equal(canvas_count(&gpu, last, 77), ALL, "the last, of numbers");
    wgpuRenderPipelineRelease(pipeline);
    plan_finish(&plan);
    canvas_release(last);
    canvas_release(first);
}

static void
test_resolve(void)
{
    struct canvas samples = canvas_new(&gpu, CANVAS_FORMAT, 4);
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    plan.descriptor.multisample.count = 4;
    plan.descriptor.multisample.mask = 0x3; /* two of four samples */
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    WGPURenderPassColorAttachment attachment = attachment_of(samples.view);
    attachment.resolveTarget = canvas.view;
    attachment.storeOp = WGPUStoreOp_Discard;
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &attachment;
    WGPUCommandEncoder encoder = encoder_new();
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
    draw_triangle(pass, pipeline);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    const uint32_t texel = image_texel(&gpu, canvas.texture, 8, 8);
    check(texel == 0x7f7f7f7f || texel == 0x80808080, "two of four samples resolve to the half");
    wgpuRenderPipelineRelease(pipeline);
    plan_finish(&plan);
    canvas_release(canvas);
    canvas_release(samples);
}

static WGPURenderPassDepthStencilAttachment
depth_attachment(WGPUTextureView view)
{
    WGPURenderPassDepthStencilAttachment attachment = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    attachment.view = view;
    attachment.depthLoadOp = WGPULoadOp_Clear;
    attachment.depthStoreOp = WGPUStoreOp_Store;
    attachment.depthClearValue = 0.5f;
    attachment.stencilLoadOp = WGPULoadOp_Clear;
    attachment.stencilStoreOp = WGPUStoreOp_Store;
    attachment.stencilClearValue = 3;
    return attachment;
}

static void
refuse_pass(const WGPURenderPassDescriptor *descriptor, const char *what)
{
    gpu_watch(&gpu);
    WGPUCommandEncoder encoder = encoder_new();
    pass_end(wgpuCommandEncoderBeginRenderPass(encoder, descriptor));
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, what);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
}

static void
test_invalid_passes(struct canvas depth)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    struct canvas samples = canvas_new(&gpu, CANVAS_FORMAT, 4);
    const WGPURenderPassColorAttachment good = attachment_of(canvas.view);
    WGPURenderPassColorAttachment bad = good;
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    refuse_pass(&descriptor, "a pass without an attachment");
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &bad;
    bad.loadOp = WGPULoadOp_Undefined;
    refuse_pass(&descriptor, "an attachment without a load operation");
    bad.loadOp = (WGPULoadOp)9;
    refuse_pass(&descriptor, "an unknown one");
    bad = good;
    bad.storeOp = WGPUStoreOp_Undefined;
    refuse_pass(&descriptor, "an attachment without a store operation");
    bad = good;
    bad.depthSlice = 0;
    refuse_pass(&descriptor, "a slice of a texture of two dimensions");
    bad = good;
    bad.resolveTarget = canvas.view;
    refuse_pass(&descriptor, "a resolve of one sample");
    WGPURenderPassColorAttachment two[2] = {good, attachment_of(samples.view)};
    descriptor.colorAttachmentCount = 2;
    descriptor.colorAttachments = two;
    refuse_pass(&descriptor, "attachments of one and of four samples");

    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &good;
    WGPURenderPassDepthStencilAttachment attachment = depth_attachment(depth.view);
    descriptor.depthStencilAttachment = &attachment;
    attachment.depthClearValue = WGPU_DEPTH_CLEAR_VALUE_UNDEFINED;
    refuse_pass(&descriptor, "a depth that is cleared to nothing");
    attachment.depthClearValue = 1.5f;
    refuse_pass(&descriptor, "a depth above 1");
    attachment = depth_attachment(depth.view);
    attachment.stencilLoadOp = WGPULoadOp_Undefined;
    refuse_pass(&descriptor, "a stencil without a load operation");
    attachment.stencilLoadOp = (WGPULoadOp)9;
    refuse_pass(&descriptor, "with an unknown one");
    attachment = depth_attachment(canvas.view);
    refuse_pass(&descriptor, "a color as depth");
    canvas_release(samples);
    canvas_release(canvas);
}

static void
refuse_commands(void (*record)(WGPURenderPassEncoder pass), const char *what)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    gpu_watch(&gpu);
    WGPUCommandEncoder encoder = encoder_new();
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    record(pass);
    pass_end(pass);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    gpu_expect_error(&gpu, what);
    wgpuCommandBufferRelease(commands);
    wgpuCommandEncoderRelease(encoder);
    canvas_release(canvas);
}

static void
draw_without_pipeline(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
}

static void
set_large_viewport(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderSetViewport(pass, 0, 0, 1e6f, 1e6f, 0, 1);
}

static void
set_nan_viewport(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderSetViewport(pass, 0, 0, NAN, 16, 0, 1);
}

static void
set_deep_viewport(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderSetViewport(pass, 0, 0, 16, 16, 0.5f, 0.25f);
}

static void
set_large_scissor(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderSetScissorRect(pass, 10, 0, UINT32_MAX, 16);
}

static void
push_group(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderInsertDebugMarker(pass, text("here"));
    wgpuRenderPassEncoderPushDebugGroup(pass, text("never popped"));
}

static void
pop_group(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderPopDebugGroup(pass);
}

static void
end_early(WGPURenderPassEncoder pass)
{
    wgpuRenderPassEncoderEnd(pass);
}

static void
test_invalid_commands(void)
{
    refuse_commands(draw_without_pipeline, "a draw without a pipeline");
    refuse_commands(set_large_viewport, "a viewport that is too large");
    refuse_commands(set_nan_viewport, "one whose width is not a number");
    refuse_commands(set_deep_viewport, "one whose depths are in the wrong order");
    refuse_commands(set_large_scissor, "scissors beyond the edge");
    refuse_commands(push_group, "a debug group that is not popped");
    refuse_commands(pop_group, "one that was not pushed");
    refuse_commands(end_early, "a pass that is ended twice");
}

static void
test_blend_constant(void)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    const WGPUBlendState blend = {
        .color = {.srcFactor = WGPUBlendFactor_Constant},
        .alpha = {.operation = WGPUBlendOperation_Add, .srcFactor = WGPUBlendFactor_Undefined},
    };
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    plan.target.blend = &blend;
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    WGPUCommandEncoder encoder = encoder_new();
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderSetBlendConstant(pass, &(WGPUColor){0.2, 0.4, 0.6, 0.8});
    draw_triangle(pass, pipeline);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    check_equal(image_texel(&gpu, canvas.texture, 0, 0), 0xff996633,
                "colors by the constant, alpha as it is");
    wgpuRenderPipelineRelease(pipeline);
    plan_finish(&plan);
    canvas_release(canvas);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    WGPURenderPipeline white = pipeline_new(&gpu, white_shader);
    struct canvas depth = canvas_new(&gpu, WGPUTextureFormat_Depth24PlusStencil8, 1);
    test_load_and_store(white);
    test_viewport(white);
    test_several_attachments();
    test_resolve();
    test_blend_constant();
    test_invalid_passes(depth);
    test_invalid_commands();
    canvas_release(depth);
    wgpuRenderPipelineRelease(white);
    gpu_close(&gpu);
    return check_finish();
}
