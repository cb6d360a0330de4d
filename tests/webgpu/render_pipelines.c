/* WebGPU, "Render Pipeline Creation", "Primitive State", "Multisample State", "Fragment State", "Color Target
 * State", "Blend State", "Depth/Stencil State": the rules, for pipelines that are made at once and
 * asynchronously. Those of "Vertex State" are in vertex_state.c. */
#include "render.h"

static WGPUShaderModule module;

struct created {
    WGPUCreatePipelineAsyncStatus status;
    WGPURenderPipeline pipeline;
};

static void
take_pipeline(WGPUCreatePipelineAsyncStatus status, WGPURenderPipeline pipeline, WGPUStringView message,
              void *result, void *unused)
{
    (void)message;
    (void)unused;
    *(struct created *)result = (struct created){status, pipeline};
}

static bool
refused_or_made_async(const WGPURenderPipelineDescriptor *descriptor, bool is_valid)
{
    struct created created = {0};
    WGPUCreateRenderPipelineAsyncCallbackInfo info = WGPU_CREATE_RENDER_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = take_pipeline;
    info.userdata1 = &created;
    begin();
    wgpuDeviceCreateRenderPipelineAsync(gpu.device, descriptor, info);
    while (created.status == 0)
        wgpuInstanceProcessEvents(gpu.instance);
    const bool silent = ends(true);
    if (created.pipeline != NULL)
        wgpuRenderPipelineRelease(created.pipeline);
    return silent && (created.pipeline != NULL) == is_valid &&
           created.status == (is_valid ? WGPUCreatePipelineAsyncStatus_Success
                                       : WGPUCreatePipelineAsyncStatus_ValidationError);
}

static void
create(struct pipeline pipeline, bool is_valid, const char *what)
{
    begin();
    WGPURenderPipeline made = pipeline_make(&pipeline);
    wgpuRenderPipelineRelease(made);
    const bool at_once = ends(is_valid);
    const bool later = refused_or_made_async(pipeline_use(&pipeline), is_valid);
    rule(at_once && later, what);
}

static void
with_code(const char *code, bool is_valid, const char *what)
{
    WGPUShaderModule other = gpu_shader(&gpu, code);
    create(pipeline_of(other), is_valid, what);
    wgpuShaderModuleRelease(other);
}

static void
test_stages(void)
{
    create(pipeline_of(module), true, "createRenderPipeline: two stages and a target");
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.vertex.entryPoint = text("fragment");
    create(pipeline, false, "vertex: an entry point of its stage");
    pipeline = pipeline_of(module);
    pipeline.fragment.entryPoint = text("vertex");
    create(pipeline, false, "fragment: an entry point of its stage");
    pipeline = pipeline_of(module);
    pipeline.has_fragment = false;
    create(pipeline, false,
           "createRenderPipeline: an attachment: not without a fragment stage, and no depth");
    pipeline.has_depth_stencil = true;
    pipeline.depth_stencil.format = WGPUTextureFormat_Depth32Float;
    pipeline.depth_stencil.depthWriteEnabled = WGPUOptionalBool_True;
    pipeline.depth_stencil.depthCompare = WGPUCompareFunction_Less;
    create(pipeline, true, "createRenderPipeline: depth alone");
    pipeline = pipeline_of(module);
    pipeline.fragment.targetCount = 0;
    create(pipeline, false, "createRenderPipeline: an attachment: not without a target, and no depth");

    begin();
    WGPUShaderModule bad = gpu_shader(&gpu, "fn bad( {}");
    ends(false);
    create(pipeline_of(bad), false, "vertex: its module is valid");
    pipeline = pipeline_of(module);
    pipeline.fragment.module = bad;
    create(pipeline, false, "fragment: its module is valid");
    wgpuShaderModuleRelease(bad);

    with_code("@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(); }\n"
              "@fragment fn fragment(@location(0) a: f32) -> @location(0) vec4f { return vec4f(a); }",
              false, "inter-stage: each input has an output");
    with_code("struct V { @builtin(position) p: vec4f, @location(0) a: f32 }\n"
              "@vertex fn vertex() -> V { return V(); }\n"
              "@fragment fn fragment(@location(0) a: vec2f) -> @location(0) vec4f { return a.xyxy; }",
              false, "inter-stage: of one type");
    with_code("struct V { @builtin(position) p: vec4f, @location(0) @interpolate(flat) a: f32 }\n"
              "@vertex fn vertex() -> V { return V(); }\n"
              "@fragment fn fragment(@location(0) a: f32) -> @location(0) vec4f { return vec4f(a); }",
              false, "inter-stage: of one interpolation");
    with_code("struct V { @builtin(position) p: vec4f, @location(1) a: f32, @location(3) b: vec2f }\n"
              "@vertex fn vertex() -> V { return V(); }\n"
              "@fragment fn fragment(@location(3) b: vec2f) -> @location(0) vec4f { return b.xyxy; }",
              true, "inter-stage: an output that is not read");
    with_code("struct V { @builtin(position) p: vec4f, @location(100) a: f32 }\n"
              "@vertex fn vertex() -> V { return V(); }\n" FRAGMENT_CODE,
              false, "inter-stage: locations below maxInterStageShaderVariables");
}

static void
test_primitive(void)
{
    static const struct {
        const char *what;
        WGPUPrimitiveTopology topology;
        WGPUIndexFormat strip;
        bool is_valid;
    } rows[] = {
        {"primitive: point-list", WGPUPrimitiveTopology_PointList, WGPUIndexFormat_Undefined, true},
        {"primitive: line-list", WGPUPrimitiveTopology_LineList, WGPUIndexFormat_Undefined, true},
        {"primitive: line-strip", WGPUPrimitiveTopology_LineStrip, WGPUIndexFormat_Undefined, true},
        {"primitive: triangle-strip", WGPUPrimitiveTopology_TriangleStrip, WGPUIndexFormat_Undefined, true},
        {"primitive: line-strip with uint16", WGPUPrimitiveTopology_LineStrip, WGPUIndexFormat_Uint16, true},
        {"primitive: triangle-strip with uint32", WGPUPrimitiveTopology_TriangleStrip, WGPUIndexFormat_Uint32,
         true},
        {"primitive: stripIndexFormat for strips: not triangle-list", WGPUPrimitiveTopology_TriangleList,
         WGPUIndexFormat_Uint16, false},
        {"primitive: stripIndexFormat for strips: not point-list", WGPUPrimitiveTopology_PointList,
         WGPUIndexFormat_Uint32, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct pipeline pipeline = pipeline_of(module);
        pipeline.descriptor.primitive.topology = rows[i].topology;
        pipeline.descriptor.primitive.stripIndexFormat = rows[i].strip;
        create(pipeline, rows[i].is_valid, rows[i].what);
    }
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.primitive.frontFace = WGPUFrontFace_CW;
    pipeline.descriptor.primitive.cullMode = WGPUCullMode_Front;
    create(pipeline, true, "primitive: cw, front");
    pipeline.descriptor.primitive.frontFace = WGPUFrontFace_CCW;
    pipeline.descriptor.primitive.cullMode = WGPUCullMode_Back;
    create(pipeline, true, "primitive: ccw, back");
    pipeline.descriptor.primitive.unclippedDepth = true;
    create(pipeline, false, "primitive: unclippedDepth needs depth-clip-control");
}

static void
test_multisample(void)
{
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.multisample.count = 4;
    pipeline.descriptor.multisample.mask = 0x5;
    create(pipeline, true, "multisample: 4");
    pipeline.descriptor.multisample.alphaToCoverageEnabled = true;
    create(pipeline, true, "multisample: alphaToCoverageEnabled");
    pipeline.descriptor.multisample.count = 1;
    create(pipeline, false, "multisample: alphaToCoverageEnabled with more than one sample");
    pipeline = pipeline_of(module);
    pipeline.descriptor.multisample.count = 0;
    create(pipeline, false, "multisample: 1 or 4: not 0");
    pipeline.descriptor.multisample.count = 2;
    create(pipeline, false, "multisample: 1 or 4: not 2");
    pipeline = pipeline_of(module);
    pipeline.descriptor.multisample.count = 4;
    pipeline.descriptor.multisample.alphaToCoverageEnabled = true;
    pipeline.target.format = WGPUTextureFormat_RG8Unorm;
    create(pipeline, false, "multisample: alphaToCoverageEnabled with alpha");
}

static void
test_targets(void)
{
    WGPUColorTargetState targets[9];
    for (size_t i = 0; i < COUNT(targets); i++) {
        targets[i] = WGPU_COLOR_TARGET_STATE_INIT;
        targets[i].format = WGPUTextureFormat_R8Unorm;
        targets[i].writeMask = i == 0 ? WGPUColorWriteMask_All : WGPUColorWriteMask_None;
    }
    struct pipeline pipeline = pipeline_of(module);
    pipeline.fragment.targets = targets;
    pipeline.fragment.targetCount = limits.maxColorAttachments;
    create(pipeline, true, "targets: as many as maxColorAttachments");
    pipeline.fragment.targetCount = limits.maxColorAttachments + 1;
    create(pipeline, false, "targets: not more than maxColorAttachments");
    targets[1].writeMask = WGPUColorWriteMask_Red;
    pipeline.fragment.targetCount = 2;
    create(pipeline, false, "targets: what is written has an output");
    targets[0].format = WGPUTextureFormat_Undefined;
    targets[0].writeMask = WGPUColorWriteMask_None;
    targets[1].writeMask = WGPUColorWriteMask_None;
    create(pipeline, true, "targets: null among them");
    for (size_t i = 0; i < 3; i++) {
        targets[i].format = WGPUTextureFormat_RGBA32Float;
        targets[i].writeMask = WGPUColorWriteMask_None;
    }
    pipeline.fragment.targetCount = 2;
    create(pipeline, true, "targets: as large as maxColorAttachmentBytesPerSample");
    pipeline.fragment.targetCount = 3;
    create(pipeline, false, "targets: not larger than maxColorAttachmentBytesPerSample");

    static const struct {
        const char *what;
        WGPUTextureFormat format;
        WGPUColorWriteMask mask;
        bool is_valid;
    } rows[] = {
        {"target: fewer components than the output", WGPUTextureFormat_RG16Float, WGPUColorWriteMask_All,
         true},
        {"target: one component is written", WGPUTextureFormat_RGBA8Unorm, WGPUColorWriteMask_Green, true},
        {"target: blue and alpha are written", WGPUTextureFormat_RGBA8Unorm,
         WGPUColorWriteMask_Blue | WGPUColorWriteMask_Alpha, true},
        {"target: a writeMask of known bits", WGPUTextureFormat_RGBA8Unorm, (WGPUColorWriteMask)0x1f, false},
        {"target: a format that is rendered to", WGPUTextureFormat_RGBA8Snorm, WGPUColorWriteMask_All, false},
        {"target: not of depth", WGPUTextureFormat_Depth32Float, WGPUColorWriteMask_All, false},
        {"target: the output's type", WGPUTextureFormat_RGBA8Uint, WGPUColorWriteMask_All, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        pipeline = pipeline_of(module);
        pipeline.target.format = rows[i].format;
        pipeline.target.writeMask = rows[i].mask;
        create(pipeline, rows[i].is_valid, rows[i].what);
    }
    with_code(VERTEX_CODE "@fragment fn fragment() -> @location(0) vec2f { return vec2f(); }", false,
              "target: the output has each of its components");
}

static void
test_blend(void)
{
    struct pipeline pipeline = pipeline_of(module);
    pipeline.has_blend = true;
    for (WGPUBlendFactor factor = WGPUBlendFactor_Zero; factor <= WGPUBlendFactor_OneMinusConstant;
         factor++) {
        pipeline.blend.color.srcFactor = pipeline.blend.alpha.dstFactor = factor;
        create(pipeline, true, "blend: each factor");
    }
    for (WGPUBlendFactor factor = WGPUBlendFactor_Src1; factor <= WGPUBlendFactor_OneMinusSrc1Alpha;
         factor++) {
        pipeline.blend.color.srcFactor = pipeline.blend.alpha.dstFactor = factor;
        create(pipeline, false, "blend: a second source needs dual-source-blending");
    }
    pipeline.blend = WGPU_BLEND_STATE_INIT;
    for (WGPUBlendOperation operation = WGPUBlendOperation_Add; operation <= WGPUBlendOperation_Max;
         operation++) {
        pipeline.blend.color = (WGPUBlendComponent){operation, WGPUBlendFactor_One, WGPUBlendFactor_One};
        create(pipeline, true, "blend: each operation");
    }
    pipeline.blend.color =
        (WGPUBlendComponent){WGPUBlendOperation_Max, WGPUBlendFactor_One, WGPUBlendFactor_Dst};
    create(pipeline, false, "blend: max has no factors");
    pipeline.blend.color =
        (WGPUBlendComponent){WGPUBlendOperation_Add, WGPUBlendFactor_One, WGPUBlendFactor_Zero};
    pipeline.blend.alpha =
        (WGPUBlendComponent){WGPUBlendOperation_Min, WGPUBlendFactor_Zero, WGPUBlendFactor_One};
    create(pipeline, false, "blend: min has no factors");
    pipeline = pipeline_of(module);
    pipeline.has_blend = true;
    pipeline.target.format = WGPUTextureFormat_RGBA32Float;
    create(pipeline, false, "blend: a format for it");
}

static void
test_depth_stencil(void)
{
    struct pipeline good = pipeline_of(module);
    good.has_depth_stencil = true;
    good.depth_stencil.format = WGPUTextureFormat_Depth24PlusStencil8;
    good.depth_stencil.depthWriteEnabled = WGPUOptionalBool_True;
    good.depth_stencil.depthCompare = WGPUCompareFunction_Less;
    for (WGPUCompareFunction function = WGPUCompareFunction_Never; function <= WGPUCompareFunction_Always;
         function++) {
        struct pipeline pipeline = good;
        pipeline.depth_stencil.depthCompare = pipeline.depth_stencil.stencilFront.compare = function;
        create(pipeline, true, "depthStencil: each comparison");
    }
    for (WGPUStencilOperation operation = WGPUStencilOperation_Keep;
         operation <= WGPUStencilOperation_DecrementWrap; operation++) {
        struct pipeline pipeline = good;
        pipeline.depth_stencil.stencilFront.passOp = pipeline.depth_stencil.stencilBack.failOp = operation;
        pipeline.depth_stencil.stencilBack.depthFailOp = operation;
        create(pipeline, true, "depthStencil: each operation");
    }
    struct pipeline bad = good;
    bad.depth_stencil.format = WGPUTextureFormat_RGBA8Unorm;
    create(bad, false, "depthStencil: a format of depth or stencil");
    bad = good;
    bad.depth_stencil.depthWriteEnabled = WGPUOptionalBool_Undefined;
    create(bad, false, "depthStencil: depthWriteEnabled where there is depth");
    bad = good;
    bad.depth_stencil.depthCompare = WGPUCompareFunction_Undefined;
    create(bad, false, "depthStencil: depthCompare where depth is written");
    bad.depth_stencil.depthWriteEnabled = WGPUOptionalBool_False;
    create(bad, true, "depthStencil: no depthCompare where depth is neither written nor looked at");
    bad.depth_stencil.stencilFront.depthFailOp = WGPUStencilOperation_Zero;
    create(bad, false, "depthStencil: depthCompare where a depthFailOp is not keep");
    bad = good;
    bad.depth_stencil.format = WGPUTextureFormat_Stencil8;
    create(bad, false, "depthStencil: no depth is written where there is none");
    bad.depth_stencil.depthWriteEnabled = WGPUOptionalBool_Undefined;
    bad.depth_stencil.depthCompare = WGPUCompareFunction_Undefined;
    create(bad, true, "depthStencil: stencil alone");
    bad = good;
    bad.depth_stencil.format = WGPUTextureFormat_Depth32Float;
    bad.depth_stencil.stencilBack.passOp = WGPUStencilOperation_Invert;
    create(bad, false, "depthStencil: no stencil is written where there is none");
    bad = good;
    bad.depth_stencil.depthBias = 1;
    create(bad, true, "depthStencil: depthBias of triangles");
    bad.descriptor.primitive.topology = WGPUPrimitiveTopology_LineList;
    create(bad, false, "depthStencil: depthBias is 0 for lines");
    bad.depth_stencil.depthBias = 0;
    bad.depth_stencil.depthBiasSlopeScale = 1;
    create(bad, false, "depthStencil: depthBiasSlopeScale is 0 for lines");
    bad.depth_stencil.depthBiasSlopeScale = 0;
    bad.depth_stencil.depthBiasClamp = 1;
    create(bad, false, "depthStencil: depthBiasClamp is 0 for lines");
    with_code(VERTEX_CODE "struct F { @location(0) color: vec4f, @builtin(frag_depth) depth: f32 }\n"
                          "@fragment fn fragment() -> F { return F(vec4f(), 0.5); }",
              false, "depthStencil: a shader that writes depth needs one");
}

static void
test_layouts(void)
{
    WGPUShaderModule other = gpu_shader(
        &gpu, VERTEX_CODE
        "@group(1) @binding(0) var image: texture_2d<f32>; @group(1) @binding(1) var how: sampler;\n"
        "@fragment fn fragment() -> @location(0) vec4f { return textureSample(image, how, vec2f(0.5)); }");
    struct pipeline pipeline = pipeline_of(other);
    create(pipeline, true, "auto layout: of a texture and a sampler");
    WGPURenderPipeline made = pipeline_make(&pipeline);
    begin();
    WGPUBindGroupLayout layout = wgpuRenderPipelineGetBindGroupLayout(made, 1);
    valid("getBindGroupLayout: of a group in use");
    wgpuBindGroupLayoutRelease(layout);
    begin();
    layout = wgpuRenderPipelineGetBindGroupLayout(made, limits.maxBindGroups);
    invalid("getBindGroupLayout: index is less than maxBindGroups");
    wgpuBindGroupLayoutRelease(layout);
    wgpuRenderPipelineRelease(made);

    WGPUPipelineLayoutDescriptor empty = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    pipeline.descriptor.layout = wgpuDeviceCreatePipelineLayout(gpu.device, &empty);
    create(pipeline, false, "layout: has the shader's bindings");
    struct pipeline without = pipeline_of(module);
    without.descriptor.layout = pipeline.descriptor.layout;
    create(without, true, "layout: an empty one");
    wgpuPipelineLayoutRelease(pipeline.descriptor.layout);
    wgpuShaderModuleRelease(other);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        module = gpu_shader(&gpu, VERTEX_CODE FRAGMENT_CODE);
        test_stages();
        test_primitive();
        test_multisample();
        test_targets();
        test_blend();
        test_depth_stencil();
        test_layouts();
        wgpuShaderModuleRelease(module);
    }
    return rules_close();
}
