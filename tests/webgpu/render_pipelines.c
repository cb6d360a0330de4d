/* WebGPU, "Render Pipeline Creation", "Fragment State", "Color Target State": the rules. Those of "Vertex
 * State" are in vertex_state.c, those of the fixed functions in render_states.c. */
#include "render.h"

static WGPUShaderModule module;

static void
with_code(const char *code, bool is_valid, const char *what)
{
    WGPUShaderModule other = gpu_shader(&gpu, code);
    pipeline_judge(pipeline_of(other), is_valid, what);
    wgpuShaderModuleRelease(other);
}

static void
test_stages(void)
{
    pipeline_judge(pipeline_of(module), true, "createRenderPipeline: two stages and a target");
    struct pipeline pipeline = pipeline_of(module);
    pipeline.descriptor.vertex.entryPoint = text("fragment");
    pipeline_judge(pipeline, false, "vertex: an entry point of its stage");
    pipeline = pipeline_of(module);
    pipeline.fragment.entryPoint = text("vertex");
    pipeline_judge(pipeline, false, "fragment: an entry point of its stage");
    pipeline = pipeline_of(module);
    pipeline.has_fragment = false;
    pipeline_judge(pipeline, false,
                   "createRenderPipeline: an attachment: not without a fragment stage, and no depth");
    pipeline.has_depth_stencil = true;
    pipeline.depth_stencil.format = WGPUTextureFormat_Depth32Float;
    pipeline.depth_stencil.depthWriteEnabled = WGPUOptionalBool_True;
    pipeline.depth_stencil.depthCompare = WGPUCompareFunction_Less;
    pipeline_judge(pipeline, true, "createRenderPipeline: depth alone");
    pipeline = pipeline_of(module);
    pipeline.fragment.targetCount = 0;
    pipeline_judge(pipeline, false,
                   "createRenderPipeline: an attachment: not without a target, and no depth");

    begin();
    WGPUShaderModule bad = gpu_shader(&gpu, "fn bad( {}");
    ends(false);
    pipeline_judge(pipeline_of(bad), false, "vertex: its module is valid");
    pipeline = pipeline_of(module);
    pipeline.fragment.module = bad;
    pipeline_judge(pipeline, false, "fragment: its module is valid");
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

/* Each stage has constants of its own, for one module with an override for either. */
static void
test_constants(void)
{
    static const struct {
        const char *what, *vertex, *fragment;
        double value;
        bool is_valid;
    } rows[] = {
        {"constants: of each stage", "x", "3", 1, true},
        {"constants: not without one that the vertex stage needs", NULL, "3", 1, false},
        {"constants: the fragment stage has a default", "x", NULL, 1, true},
        {"constants: a key that the vertex stage's module has", "y", "3", 1, false},
        {"constants: a key that the fragment stage's module has", "x", "missing", 1, false},
        {"constants: not by name where there is an id", "x", "red", 1, false},
        {"constants: a value that its type has", "x", "3", 1e39, false},
    };
    WGPUShaderModule own =
        gpu_shader(&gpu, "override x: f32; @id(3) override red: f32 = 0.5;\n"
                         "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(x); }\n"
                         "@fragment fn fragment() -> @location(0) vec4f { return vec4f(red); }\n");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct pipeline pipeline = pipeline_of(own);
        WGPUConstantEntry vertex = WGPU_CONSTANT_ENTRY_INIT, fragment = WGPU_CONSTANT_ENTRY_INIT;
        vertex.value = fragment.value = rows[i].value;
        pipeline.descriptor.vertex.constantCount = rows[i].vertex != NULL;
        pipeline.descriptor.vertex.constants = &vertex;
        pipeline.fragment.constantCount = rows[i].fragment != NULL;
        pipeline.fragment.constants = &fragment;
        if (rows[i].vertex != NULL)
            vertex.key = text(rows[i].vertex);
        if (rows[i].fragment != NULL)
            fragment.key = text(rows[i].fragment);
        pipeline_judge(pipeline, rows[i].is_valid, rows[i].what);
    }
    wgpuShaderModuleRelease(own);
}

static void
test_entry_points(void)
{
    WGPUShaderModule two =
        gpu_shader(&gpu, VERTEX_CODE FRAGMENT_CODE
                   "@fragment fn other() -> @location(0) vec4f { return vec4f(); }\n"
                   "@vertex fn vertices() -> @builtin(position) vec4f { return vec4f(); }\n");
    struct pipeline pipeline = pipeline_of(two);
    pipeline.descriptor.vertex.entryPoint = text("vertices");
    pipeline.fragment.entryPoint = text("other");
    pipeline_judge(pipeline, true, "entryPoint: one of two in each stage");
    pipeline.fragment.entryPoint = WGPU_STRING_VIEW_INIT;
    pipeline_judge(pipeline, false, "entryPoint: named where the fragment stage has two");
    pipeline.fragment.entryPoint = text("other");
    pipeline.descriptor.vertex.entryPoint = WGPU_STRING_VIEW_INIT;
    pipeline_judge(pipeline, false, "entryPoint: named where the vertex stage has two");
    pipeline.descriptor.vertex.entryPoint = text("missing");
    pipeline_judge(pipeline, false, "entryPoint: one that there is");
    wgpuShaderModuleRelease(two);
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
    pipeline_judge(pipeline, true, "targets: as many as maxColorAttachments");
    pipeline.fragment.targetCount = limits.maxColorAttachments + 1;
    pipeline_judge(pipeline, false, "targets: not more than maxColorAttachments");
    targets[1].writeMask = WGPUColorWriteMask_Red;
    pipeline.fragment.targetCount = 2;
    pipeline_judge(pipeline, false, "targets: what is written has an output");
    targets[0].format = WGPUTextureFormat_Undefined;
    targets[0].writeMask = WGPUColorWriteMask_None;
    targets[1].writeMask = WGPUColorWriteMask_None;
    pipeline_judge(pipeline, true, "targets: null among them");
    for (size_t i = 0; i < 3; i++) {
        targets[i].format = WGPUTextureFormat_RGBA32Float;
        targets[i].writeMask = WGPUColorWriteMask_None;
    }
    pipeline.fragment.targetCount = 2;
    pipeline_judge(pipeline, true, "targets: as large as maxColorAttachmentBytesPerSample");
    pipeline.fragment.targetCount = 3;
    pipeline_judge(pipeline, false, "targets: not larger than maxColorAttachmentBytesPerSample");

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
        pipeline_judge(pipeline, rows[i].is_valid, rows[i].what);
    }
    with_code(VERTEX_CODE "@fragment fn fragment() -> @location(0) vec2f { return vec2f(); }", false,
              "target: the output has each of its components");
}

#define OUTPUT(type, location) \
    VERTEX_CODE "@fragment fn fragment() -> @location(" location ") " type " { return " type "(); }"

/* One target. */
static void
output(const char *code, WGPUTextureFormat format, bool is_valid, const char *what)
{
    WGPUShaderModule own = gpu_shader(&gpu, code);
    struct pipeline pipeline = pipeline_of(own);
    pipeline.target.format = format;
    pipeline_judge(pipeline, is_valid, what);
    wgpuShaderModuleRelease(own);
}

static void
test_outputs(void)
{
    output(OUTPUT("vec4u", "0"), WGPUTextureFormat_RGBA8Uint, true,
           "target: of unsigned integers, as its output");
    output(OUTPUT("vec4i", "0"), WGPUTextureFormat_RGBA8Sint, true,
           "target: of signed integers, as its output");
    output(OUTPUT("i32", "0"), WGPUTextureFormat_R8Sint, true, "target: of one signed integer");
    output(OUTPUT("vec4i", "0"), WGPUTextureFormat_RGBA8Uint, false, "target: unsigned, but not its output");
    output(OUTPUT("vec4f", "1"), WGPUTextureFormat_RGBA8Unorm, false,
           "target: not without an output at its location");
    output(OUTPUT("vec4u", "1"), WGPUTextureFormat_RGBA8Uint, false,
           "target: of integers, not without an output");

    struct pipeline pipeline = pipeline_of(module);
    pipeline.has_blend = true;
    pipeline.descriptor.multisample.count = 4;
    pipeline.descriptor.multisample.alphaToCoverageEnabled = true;
    pipeline_judge(pipeline, true, "target: one that blends and covers by its alpha");
    WGPUShaderModule own = gpu_shader(&gpu, VERTEX_CODE "@fragment fn fragment() {}");
    pipeline = pipeline_of(own);
    pipeline.has_blend = true;
    pipeline_judge(pipeline, false, "target: one that blends, not without an output");
    wgpuShaderModuleRelease(own);
}

static void
test_layouts(void)
{
    WGPUShaderModule other = gpu_shader(
        &gpu, VERTEX_CODE
        "@group(1) @binding(0) var image: texture_2d<f32>; @group(1) @binding(1) var how: sampler;\n"
        "@fragment fn fragment() -> @location(0) vec4f { return textureSample(image, how, vec2f(0.5)); }");
    struct pipeline pipeline = pipeline_of(other);
    pipeline_judge(pipeline, true, "auto layout: of a texture and a sampler");
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
    pipeline_judge(pipeline, false, "layout: has the shader's bindings");
    struct pipeline without = pipeline_of(module);
    without.descriptor.layout = pipeline.descriptor.layout;
    pipeline_judge(without, true, "layout: an empty one");
    wgpuPipelineLayoutRelease(pipeline.descriptor.layout);
    wgpuShaderModuleRelease(other);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        module = gpu_shader(&gpu, VERTEX_CODE FRAGMENT_CODE);
        test_stages();
        test_entry_points();
        test_constants();
        test_targets();
        test_outputs();
        test_layouts();
        wgpuShaderModuleRelease(module);
    }
    return rules_close();
}
