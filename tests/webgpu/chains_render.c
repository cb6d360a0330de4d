/* Chained structs of render pipelines, bundles and render passes, as chains.c has those of all else. */
#include "../guests/draw.h"
#include "chain.h"

static void
try_pipeline(const struct pipeline_plan *plan, bool is_valid, const char *what)
{
    begin();
    wgpuRenderPipelineRelease(plan_create(&gpu, plan));
    judge(is_valid, what);
}

static void
test_render_pipeline(void)
{
    WGPUConstantEntry constant = {.key = text("x")};
    WGPUVertexAttribute attribute = {.format = WGPUVertexFormat_Float32};
    WGPUVertexBufferLayout buffer = {.stepMode = WGPUVertexStepMode_Vertex, .arrayStride = 4};
    WGPUDepthStencilState depth = WGPU_DEPTH_STENCIL_STATE_INIT;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "override x: f32;\n"
              "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(x); }\n"
              "@fragment fn fragment() -> @location(0) vec4f { return vec4f(1); }\n");
    const struct link links[] = {
        {"chain: a render pipeline", &plan.descriptor.nextInChain},
        {"chain: a vertex stage", &plan.descriptor.vertex.nextInChain},
        {"chain: a constant", &constant.nextInChain},
        {"chain: a vertex buffer", &buffer.nextInChain},
        {"chain: an attribute", &attribute.nextInChain},
        {"chain: primitives", &plan.descriptor.primitive.nextInChain},
        {"chain: samples", &plan.descriptor.multisample.nextInChain},
        {"chain: depths and stencils", &depth.nextInChain},
        {"chain: a fragment stage", &plan.fragment.nextInChain},
        {"chain: a target", &plan.target.nextInChain},
    };
    buffer.attributeCount = plan.descriptor.vertex.bufferCount = plan.descriptor.vertex.constantCount = 1;
    buffer.attributes = &attribute;
    plan.descriptor.vertex.buffers = &buffer;
    plan.descriptor.vertex.constants = &constant;
    plan.descriptor.depthStencil = &depth;
    depth.format = WGPUTextureFormat_Depth32Float;
    depth.depthCompare = WGPUCompareFunction_Always;
    depth.depthWriteEnabled = (WGPUOptionalBool)9;
    try_pipeline(&plan, false, "chain: depths neither written nor not");
    depth.depthWriteEnabled = WGPUOptionalBool_True;
    try_pipeline(&plan, true, "chain: none in a render pipeline");
    for (size_t i = 0; i < COUNT(links); i++) {
        *links[i].place = &unknown;
        try_pipeline(&plan, false, links[i].what);
        *links[i].place = NULL;
    }
    plan_finish(&plan);
}

static void
test_bundle(void)
{
    const WGPUTextureFormat format = CANVAS_FORMAT;
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    descriptor.nextInChain = &unknown;
    descriptor.colorFormatCount = 1;
    descriptor.colorFormats = &format;
    begin();
    wgpuRenderBundleRelease(bundle_finish(wgpuDeviceCreateRenderBundleEncoder(gpu.device, &descriptor)));
    invalid("chain: a bundle's encoder");
    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    begin();
    wgpuRenderBundleRelease(
        wgpuRenderBundleEncoderFinish(encoder, &(WGPURenderBundleDescriptor){.nextInChain = &unknown}));
    invalid("chain: a bundle");
    wgpuRenderBundleEncoderRelease(encoder);
}

static void
try_render_pass(const WGPURenderPassDescriptor *descriptor, bool is_valid, const char *what)
{
    begin();
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass_end(wgpuCommandEncoderBeginRenderPass(encoder, descriptor));
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    judge(is_valid, what);
}

static void
test_render_pass(void)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPURenderPassMaxDrawCount most = WGPU_RENDER_PASS_MAX_DRAW_COUNT_INIT;
    WGPURenderPassColorAttachment attachments[9] = {attachment_of(canvas.view)};
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.nextInChain = &most.chain;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = attachments;
    try_render_pass(&descriptor, true, "chain: a render pass with the most draws it may have");
    most.chain.next = &unknown;
    try_render_pass(&descriptor, false, "chain: something behind the most draws");
    descriptor.nextInChain = &unknown;
    try_render_pass(&descriptor, false, "chain: something else than the most draws");
    descriptor.nextInChain = NULL;
    descriptor.colorAttachmentCount = 9;
    try_render_pass(&descriptor, false, "chain: none, but more attachments than there may be");
    descriptor.colorAttachmentCount = 1;
    attachments[0].nextInChain = &unknown;
    try_render_pass(&descriptor, false, "chain: a color attachment");
    attachments[0].nextInChain = NULL;
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    WGPURenderPassDepthStencilAttachment depth = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    struct canvas depths = canvas_new(&gpu, WGPUTextureFormat_Depth32Float, 1);
    depth.view = depths.view;
    depth.depthLoadOp = WGPULoadOp_Clear;
    depth.depthStoreOp = WGPUStoreOp_Store;
    depth.depthClearValue = 1;
    descriptor.depthStencilAttachment = &depth;
    try_render_pass(&descriptor, true, "chain: none of depths and stencils");
    depth.nextInChain = &unknown;
    try_render_pass(&descriptor, false, "chain: a depth and stencil attachment");
    descriptor.depthStencilAttachment = NULL;
    WGPUQuerySetDescriptor queries = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    queries.type = WGPUQueryType_Occlusion;
    queries.count = 1;
    writes.querySet = wgpuDeviceCreateQuerySet(gpu.device, &queries);
    writes.nextInChain = &unknown;
    descriptor.timestampWrites = &writes;
    try_render_pass(&descriptor, false, "chain: timestamps");
    wgpuQuerySetRelease(writes.querySet);
    canvas_release(depths);
    canvas_release(canvas);
}

int
main(int argc, char **argv)
{
    if (!rules_open(argc, argv, 0))
        return check_finish();
    test_render_pipeline();
    test_bundle();
    test_render_pass();
    return rules_close();
}
