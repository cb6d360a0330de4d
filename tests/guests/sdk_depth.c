/* Depth and stencil: cleared, compared, written, and only read. WebGPU, "Depth/Stencil State" and
 * "Depth/Stencil Attachments". */
#include <stddef.h>

#include "draw.h"

static struct gpu gpu;

#define WHITE 0xffffffffu
#define ALL (CANVAS_SIZE * CANVAS_SIZE)

/* A pipeline that is white and looks at depth and stencil. */
static WGPURenderPipeline
depth_pipeline(WGPUDepthStencilState state, float depth)
{
    const WGPUConstantEntry constant = {.key = text("depth"), .value = (double)depth};
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "override depth: f32 = 0.0;\n"
              "@vertex fn everywhere(@builtin(vertex_index) v: u32) -> @builtin(position) vec4f {\n"
              "    return vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, depth, 1.0);\n"
              "}\n"
              "@fragment fn white() -> @location(0) vec4f { return vec4f(1.0); }\n");
    plan.descriptor.depthStencil = &state;
    plan.descriptor.vertex.constantCount = 1;
    plan.descriptor.vertex.constants = &constant;
    WGPURenderPipeline pipeline = plan_create(&gpu, &plan);
    plan_finish(&plan);
    return pipeline;
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

/* How many texels a pipeline makes white on a black canvas. */
static uint32_t
draw_with_depth(WGPURenderPipeline pipeline, const WGPURenderPassDepthStencilAttachment *depth,
                uint32_t reference)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPURenderPassColorAttachment attachment = attachment_of(canvas.view);
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = &attachment;
    descriptor.depthStencilAttachment = depth;
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &descriptor);
    wgpuRenderPassEncoderSetStencilReference(pass, reference);
    wgpuRenderPassEncoderSetPipeline(pass, pipeline);
    wgpuRenderPassEncoderDraw(pass, 3, 1, 0, 0);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    const uint32_t count = canvas_count(&gpu, canvas, WHITE);
    canvas_release(canvas);
    return count;
}

static void
test_depth(struct canvas depth)
{
    WGPUDepthStencilState state = WGPU_DEPTH_STENCIL_STATE_INIT;
    state.format = WGPUTextureFormat_Depth24PlusStencil8;
    state.depthWriteEnabled = WGPUOptionalBool_True;
    state.depthCompare = WGPUCompareFunction_Less;
    WGPURenderPipeline near = depth_pipeline(state, 0.25f);
    WGPURenderPipeline far = depth_pipeline(state, 0.75f);
    WGPURenderPassDepthStencilAttachment attachment = depth_attachment(depth.view);
    check_equal(draw_with_depth(far, &attachment, 0), 0, "what is behind the clear value is not drawn");
    check_equal(draw_with_depth(near, &attachment, 0), ALL, "what is before it is");
    attachment.depthLoadOp = WGPULoadOp_Load;
    check_equal(draw_with_depth(near, &attachment, 0), 0, "nor is what is no nearer than what was drawn");
    attachment = depth_attachment(depth.view);
    attachment.depthLoadOp = WGPULoadOp_Undefined;
    attachment.depthStoreOp = WGPUStoreOp_Undefined;
    attachment.depthClearValue = WGPU_DEPTH_CLEAR_VALUE_UNDEFINED;
    attachment.depthReadOnly = true;
    attachment.stencilLoadOp = WGPULoadOp_Undefined;
    attachment.stencilStoreOp = WGPUStoreOp_Undefined;
    attachment.stencilReadOnly = true;
    state.depthWriteEnabled = WGPUOptionalBool_False;
    state.depthCompare = WGPUCompareFunction_Equal;
    WGPURenderPipeline same = depth_pipeline(state, 0.25f);
    check_equal(draw_with_depth(same, &attachment, 0), ALL, "a depth that is only read");
    wgpuRenderPipelineRelease(same);
    wgpuRenderPipelineRelease(far);
    wgpuRenderPipelineRelease(near);
}

static void
test_stencil(struct canvas depth)
{
    WGPUDepthStencilState state = WGPU_DEPTH_STENCIL_STATE_INIT;
    state.format = WGPUTextureFormat_Depth24PlusStencil8;
    state.depthWriteEnabled = WGPUOptionalBool_False;
    state.depthCompare = WGPUCompareFunction_Always;
    state.stencilFront.compare = WGPUCompareFunction_Equal;
    state.stencilFront.passOp = WGPUStencilOperation_IncrementClamp;
    state.stencilFront.failOp = WGPUStencilOperation_Zero;
    state.stencilBack = state.stencilFront;
    WGPURenderPipeline pipeline = depth_pipeline(state, 0);
    WGPURenderPassDepthStencilAttachment attachment = depth_attachment(depth.view);
    check_equal(draw_with_depth(pipeline, &attachment, 3), ALL,
                "a reference that is the stencils' clear value");
    attachment.stencilLoadOp = WGPULoadOp_Load;
    check_equal(draw_with_depth(pipeline, &attachment, 4), ALL, "each is then one more");
    check_equal(draw_with_depth(pipeline, &attachment, 4), 0, "and again");
    check_equal(draw_with_depth(pipeline, &attachment, 0), ALL, "and zero, for the last one failed");
    wgpuRenderPipelineRelease(pipeline);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    struct canvas depth = canvas_new(&gpu, WGPUTextureFormat_Depth24PlusStencil8, 1);
    test_depth(depth);
    test_stencil(depth);
    canvas_release(depth);
    gpu_close(&gpu);
    return check_finish();
}
