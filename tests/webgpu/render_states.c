/* WebGPU, "Primitive State", "Multisample State", "Blend State", "Depth/Stencil State": the rules. */
#include "render.h"

static WGPUShaderModule module;

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
        pipeline_judge(pipeline, rows[i].is_valid, rows[i].what);
    }
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.primitive.frontFace = WGPUFrontFace_CW;
    pipeline.descriptor.primitive.cullMode = WGPUCullMode_Front;
    pipeline_judge(pipeline, true, "primitive: cw, front");
    pipeline.descriptor.primitive.frontFace = WGPUFrontFace_CCW;
    pipeline.descriptor.primitive.cullMode = WGPUCullMode_Back;
    pipeline_judge(pipeline, true, "primitive: ccw, back");
    pipeline.descriptor.primitive.cullMode = WGPUCullMode_None;
    pipeline_judge(pipeline, true, "primitive: none");
    pipeline.descriptor.primitive.unclippedDepth = true;
    pipeline_judge(pipeline, false, "primitive: unclippedDepth needs depth-clip-control");
}

static void
test_multisample(void)
{
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.multisample.count = 4;
    pipeline.descriptor.multisample.mask = 0x5;
    pipeline_judge(pipeline, true, "multisample: 4");
    pipeline.descriptor.multisample.alphaToCoverageEnabled = true;
    pipeline_judge(pipeline, true, "multisample: alphaToCoverageEnabled");
    pipeline.descriptor.multisample.count = 1;
    pipeline_judge(pipeline, false, "multisample: alphaToCoverageEnabled with more than one sample");
    pipeline = pipeline_of(module);
    pipeline.descriptor.multisample.count = 0;
    pipeline_judge(pipeline, false, "multisample: 1 or 4: not 0");
    pipeline.descriptor.multisample.count = 2;
    pipeline_judge(pipeline, false, "multisample: 1 or 4: not 2");
    pipeline = pipeline_of(module);
    pipeline.descriptor.multisample.count = 4;
    pipeline.descriptor.multisample.alphaToCoverageEnabled = true;
    pipeline.target.format = WGPUTextureFormat_RG8Unorm;
    pipeline_judge(pipeline, false, "multisample: alphaToCoverageEnabled with alpha");
}

static void
test_blend(void)
{
    struct pipeline pipeline = pipeline_of(module);
    pipeline.has_blend = true;
    for (WGPUBlendFactor factor = WGPUBlendFactor_Zero; factor <= WGPUBlendFactor_OneMinusConstant;
         factor++) {
        pipeline.blend.color.srcFactor = pipeline.blend.alpha.dstFactor = factor;
        pipeline_judge(pipeline, true, "blend: each factor");
    }
    for (WGPUBlendFactor factor = WGPUBlendFactor_Src1; factor <= WGPUBlendFactor_OneMinusSrc1Alpha;
         factor++) {
        pipeline.blend.color.srcFactor = pipeline.blend.alpha.dstFactor = factor;
        pipeline_judge(pipeline, false, "blend: a second source needs dual-source-blending");
    }
    pipeline.blend = WGPU_BLEND_STATE_INIT;
    for (WGPUBlendOperation operation = WGPUBlendOperation_Add; operation <= WGPUBlendOperation_Max;
         operation++) {
        pipeline.blend.color = (WGPUBlendComponent){operation, WGPUBlendFactor_One, WGPUBlendFactor_One};
        pipeline_judge(pipeline, true, "blend: each operation");
    }
    pipeline.blend.color =
        (WGPUBlendComponent){WGPUBlendOperation_Max, WGPUBlendFactor_One, WGPUBlendFactor_Dst};
    pipeline_judge(pipeline, false, "blend: max has no factors");
    pipeline.blend.color =
        (WGPUBlendComponent){WGPUBlendOperation_Add, WGPUBlendFactor_One, WGPUBlendFactor_Zero};
    pipeline.blend.alpha =
        (WGPUBlendComponent){WGPUBlendOperation_Min, WGPUBlendFactor_Zero, WGPUBlendFactor_One};
    pipeline_judge(pipeline, false, "blend: min has no factors");
    pipeline = pipeline_of(module);
    pipeline.has_blend = true;
    pipeline.target.format = WGPUTextureFormat_RGBA32Float;
    pipeline_judge(pipeline, false, "blend: a format for it");
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
        pipeline_judge(pipeline, true, "depthStencil: each comparison");
    }
    for (WGPUStencilOperation operation = WGPUStencilOperation_Keep;
         operation <= WGPUStencilOperation_DecrementWrap; operation++) {
        struct pipeline pipeline = good;
        pipeline.depth_stencil.stencilFront.passOp = pipeline.depth_stencil.stencilBack.failOp = operation;
        pipeline.depth_stencil.stencilBack.depthFailOp = operation;
        pipeline_judge(pipeline, true, "depthStencil: each operation");
    }
    struct pipeline bad = good;
    bad.depth_stencil.format = WGPUTextureFormat_RGBA8Unorm;
    pipeline_judge(bad, false, "depthStencil: a format of depth or stencil");
    bad = good;
    bad.depth_stencil.depthWriteEnabled = WGPUOptionalBool_Undefined;
    pipeline_judge(bad, false, "depthStencil: depthWriteEnabled where there is depth");
    bad = good;
    bad.depth_stencil.depthCompare = WGPUCompareFunction_Undefined;
    pipeline_judge(bad, false, "depthStencil: depthCompare where depth is written");
    bad.depth_stencil.depthWriteEnabled = WGPUOptionalBool_False;
    pipeline_judge(bad, true, "depthStencil: no depthCompare where depth is neither written nor looked at");
    bad.depth_stencil.stencilFront.depthFailOp = WGPUStencilOperation_Zero;
    pipeline_judge(bad, false, "depthStencil: depthCompare where a depthFailOp is not keep");
    bad = good;
    bad.depth_stencil.format = WGPUTextureFormat_Stencil8;
    pipeline_judge(bad, false, "depthStencil: no depth is written where there is none");
    bad.depth_stencil.depthWriteEnabled = WGPUOptionalBool_Undefined;
    bad.depth_stencil.depthCompare = WGPUCompareFunction_Undefined;
    pipeline_judge(bad, true, "depthStencil: stencil alone");
    bad = good;
    bad.depth_stencil.format = WGPUTextureFormat_Depth32Float;
    bad.depth_stencil.stencilBack.passOp = WGPUStencilOperation_Invert;
    pipeline_judge(bad, false, "depthStencil: no stencil is written where there is none");
    bad = good;
    bad.depth_stencil.depthBias = 1;
    pipeline_judge(bad, true, "depthStencil: depthBias of triangles");
    bad.descriptor.primitive.topology = WGPUPrimitiveTopology_LineList;
    pipeline_judge(bad, false, "depthStencil: depthBias is 0 for lines");
    bad.depth_stencil.depthBias = 0;
    bad.depth_stencil.depthBiasSlopeScale = 1;
    pipeline_judge(bad, false, "depthStencil: depthBiasSlopeScale is 0 for lines");
    bad.depth_stencil.depthBiasSlopeScale = 0;
    bad.depth_stencil.depthBiasClamp = 1;
    pipeline_judge(bad, false, "depthStencil: depthBiasClamp is 0 for lines");
    WGPUShaderModule other = gpu_shader(
        &gpu, VERTEX_CODE "struct F { @location(0) color: vec4f, @builtin(frag_depth) depth: f32 }\n"
                          "@fragment fn fragment() -> F { return F(vec4f(), 0.5); }");
    pipeline_judge(pipeline_of(other), false, "depthStencil: a shader that writes depth needs one");
    wgpuShaderModuleRelease(other);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        module = gpu_shader(&gpu, VERTEX_CODE FRAGMENT_CODE);
        test_primitive();
        test_multisample();
        test_blend();
        test_depth_stencil();
        wgpuShaderModuleRelease(module);
    }
    return rules_close();
}
