/* WebGPU, "Compute Pipeline Creation", "GPUProgrammableStage", "Default pipeline layout": the rules, for
 * pipelines that are made at once and for those that are made asynchronously. */
#include "rule.h"

#define ENTRY "@compute @workgroup_size(1) fn main() {}"

static WGPUComputePipelineDescriptor
describe(WGPUShaderModule module)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = module;
    return descriptor;
}

struct created {
    WGPUCreatePipelineAsyncStatus status;
    WGPUComputePipeline pipeline;
};

static void
take_pipeline(WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline pipeline, WGPUStringView message,
              void *result, void *unused)
{
    (void)message;
    (void)unused;
    *(struct created *)result = (struct created){status, pipeline};
}

static bool
refused_or_made(const WGPUComputePipelineDescriptor *descriptor, bool is_valid)
{
    begin();
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, descriptor);
    wgpuComputePipelineRelease(pipeline);
    return ends(is_valid);
}

/* Asynchronously, an error is the pipeline's own and none of the scope. */
static bool
refused_or_made_async(const WGPUComputePipelineDescriptor *descriptor, bool is_valid)
{
    struct created created = {0};
    WGPUCreateComputePipelineAsyncCallbackInfo info = WGPU_CREATE_COMPUTE_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = take_pipeline;
    info.userdata1 = &created;
    begin();
    wgpuDeviceCreateComputePipelineAsync(gpu.device, descriptor, info);
    while (created.status == 0)
        wgpuInstanceProcessEvents(gpu.instance);
    const bool silent = ends(true);
    if (created.pipeline != NULL)
        wgpuComputePipelineRelease(created.pipeline);
    return silent && (created.pipeline != NULL) == is_valid &&
           created.status == (is_valid ? WGPUCreatePipelineAsyncStatus_Success
                                       : WGPUCreatePipelineAsyncStatus_ValidationError);
}

/* Both ways of making one agree. */
static void
create(const WGPUComputePipelineDescriptor *descriptor, bool is_valid, const char *what)
{
    const bool at_once = refused_or_made(descriptor, is_valid);
    const bool later = refused_or_made_async(descriptor, is_valid);
    rule(at_once && later, what);
}

static void
from_code(const char *code, bool is_valid, const char *what)
{
    wgpuDevicePushErrorScope(gpu.device,
                             WGPUErrorFilter_Validation); /* what is wrong may be the module's already */
    WGPUShaderModule module = gpu_shader(&gpu, code);
    gpu_pop_error(&gpu, NULL, 0);
    const WGPUComputePipelineDescriptor descriptor = describe(module);
    create(&descriptor, is_valid, what);
    wgpuShaderModuleRelease(module);
}

static void
test_entry_points(void)
{
    WGPUShaderModule module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn first() {}\n"
                                               "@compute @workgroup_size(1) fn second() {}\n"
                                               "@fragment fn other() {}\nfn none() {}");
    WGPUComputePipelineDescriptor descriptor = describe(module);
    create(&descriptor, false, "entryPoint: named where there are two");
    descriptor.compute.entryPoint = text("second");
    create(&descriptor, true, "entryPoint: one of the stage");
    descriptor.compute.entryPoint = text("missing");
    create(&descriptor, false, "entryPoint: one that there is");
    descriptor.compute.entryPoint = text("other");
    create(&descriptor, false, "entryPoint: not of another stage");
    descriptor.compute.entryPoint = text("none");
    create(&descriptor, false, "entryPoint: not any function");
    descriptor.compute.entryPoint = text("");
    create(&descriptor, false, "entryPoint: not the empty name");
    wgpuShaderModuleRelease(module);

    from_code(ENTRY, true, "entryPoint: absent where there is one");
    from_code("@fragment fn other() {}", false, "entryPoint: absent where there is none");
    begin();
    module = gpu_shader(&gpu, "fn bad( {}");
    invalid("module: bad WGSL");
    descriptor = describe(module);
    create(&descriptor, false, "module: it is valid");
    wgpuShaderModuleRelease(module);
}

static void
test_workgroup_sizes(void)
{
    static const char code[] = "override x: u32 = 1; override y: u32 = 1; override z: u32 = 1;\n"
                               "@compute @workgroup_size(x, y, z) fn main() {}";
    const struct {
        const char *what;
        uint32_t x, y, z;
        bool is_valid;
    } rows[] = {
        {"workgroup size: as maxComputeWorkgroupSizeX", limits.maxComputeWorkgroupSizeX, 1, 1, true},
        {"workgroup size: not above maxComputeWorkgroupSizeX", limits.maxComputeWorkgroupSizeX + 1, 1, 1,
         false},
        {"workgroup size: not above maxComputeWorkgroupSizeY", 1, limits.maxComputeWorkgroupSizeY + 1, 1,
         false},
        {"workgroup size: not above maxComputeWorkgroupSizeZ", 1, 1, limits.maxComputeWorkgroupSizeZ + 1,
         false},
        {"workgroup size: not above maxComputeInvocationsPerWorkgroup",
         limits.maxComputeInvocationsPerWorkgroup / 2, 3, 1, false},
        {"workgroup size: not 0", 0, 1, 1, false},
    };
    WGPUShaderModule module = gpu_shader(&gpu, code);
    WGPUComputePipelineDescriptor descriptor = describe(module);
    for (size_t i = 0; i < COUNT(rows); i++) {
        WGPUConstantEntry constants[3] = {WGPU_CONSTANT_ENTRY_INIT, WGPU_CONSTANT_ENTRY_INIT,
                                          WGPU_CONSTANT_ENTRY_INIT};
        constants[0].key = text("x");
        constants[0].value = rows[i].x;
        constants[1].key = text("y");
        constants[1].value = rows[i].y;
        constants[2].key = text("z");
        constants[2].value = rows[i].z;
        descriptor.compute.constantCount = 3;
        descriptor.compute.constants = constants;
        create(&descriptor, rows[i].is_valid, rows[i].what);
    }
    wgpuShaderModuleRelease(module);
    from_code(
        "var<workgroup> a: array<vec4f, 100000>;\n@compute @workgroup_size(1) fn main() { a[0] = vec4f(); }",
        false, "workgroup storage: not above maxComputeWorkgroupStorageSize");
}

static void
test_constants(void)
{
    static const char code[] =
        "override by_name: u32; @id(3) override by_id: f32 = 1.0; override flag: bool = false;\n"
        "@compute @workgroup_size(1) fn main() { _ = by_name; _ = by_id; _ = flag; }";
    static const struct {
        const char *what, *keys[2];
        double value;
        bool is_valid;
    } rows[] = {
        {"constants: by name", {"by_name", NULL}, 4, true},
        {"constants: by name and by id", {"by_name", "3"}, 2, true},
        {"constants: any number is a bool", {"by_name", "flag"}, 9, true},
        {"constants: one without a default is needed", {NULL, NULL}, 0, false},
        {"constants: a key that there is", {"by_name", "missing"}, 1, false},
        {"constants: not by name where there is an id", {"by_name", "by_id"}, 1, false},
        {"constants: an id that there is", {"by_name", "4"}, 1, false},
        {"constants: a value that its type has: not negative", {"by_name", NULL}, -1, false},
        {"constants: a value that its type has: not too large", {"by_name", NULL}, 4294967296.0, false},
    };
    WGPUShaderModule module = gpu_shader(&gpu, code);
    WGPUComputePipelineDescriptor descriptor = describe(module);
    for (size_t i = 0; i < COUNT(rows); i++) {
        WGPUConstantEntry constants[2] = {WGPU_CONSTANT_ENTRY_INIT, WGPU_CONSTANT_ENTRY_INIT};
        size_t count = 0;
        for (; count < 2 && rows[i].keys[count] != NULL; count++) {
            constants[count].key = text(rows[i].keys[count]);
            constants[count].value = rows[i].value;
        }
        descriptor.compute.constantCount = count;
        descriptor.compute.constants = constants;
        create(&descriptor, rows[i].is_valid, rows[i].what);
    }
    wgpuShaderModuleRelease(module);
}

static WGPUPipelineLayout
layout_of(WGPUBindGroupLayoutEntry entry)
{
    WGPUBindGroupLayoutDescriptor group_descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    group_descriptor.entryCount = 1;
    group_descriptor.entries = &entry;
    WGPUBindGroupLayout group = wgpuDeviceCreateBindGroupLayout(gpu.device, &group_descriptor);
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.bindGroupLayoutCount = 1;
    descriptor.bindGroupLayouts = &group;
    WGPUPipelineLayout layout = wgpuDeviceCreatePipelineLayout(gpu.device, &descriptor);
    wgpuBindGroupLayoutRelease(group);
    return layout;
}

static void
test_layouts(void)
{
    WGPUShaderModule module =
        gpu_shader(&gpu, "@group(0) @binding(0) var<storage, read_write> data: array<vec4u, 4>;\n"
                         "@compute @workgroup_size(1) fn main() { data[0] = vec4u(); }");
    WGPUBindGroupLayoutEntry good = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    good.visibility = WGPUShaderStage_Compute;
    good.buffer.type = WGPUBufferBindingType_Storage;
    WGPUBindGroupLayoutEntry entries[7];
    for (size_t i = 0; i < COUNT(entries); i++)
        entries[i] = good;
    entries[1].buffer.minBindingSize = 64;
    entries[2].binding = 1;
    entries[3].visibility = WGPUShaderStage_Fragment;
    entries[4].buffer.type = WGPUBufferBindingType_Uniform;
    entries[5].buffer.type = WGPUBufferBindingType_ReadOnlyStorage;
    entries[6].buffer.minBindingSize = 32;
    static const char *const whats[] = {
        "layout: has the shader's binding",
        "layout: has the shader's binding, of its size",
        "layout: not without the shader's binding",
        "layout: the binding is visible to the stage",
        "layout: the binding is of the shader's type: not uniform",
        "layout: the binding is of the shader's type: not read-only",
        "layout: minBindingSize is 0 or as large as the shader's",
    };
    WGPUComputePipelineDescriptor descriptor = describe(module);
    for (size_t i = 0; i < COUNT(entries); i++) {
        descriptor.layout = layout_of(entries[i]);
        create(&descriptor, i < 2, whats[i]);
        wgpuPipelineLayoutRelease(descriptor.layout);
    }
    WGPUPipelineLayoutDescriptor empty = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.layout = wgpuDeviceCreatePipelineLayout(gpu.device, &empty);
    create(&descriptor, false, "layout: not an empty one for a shader with a binding");
    wgpuPipelineLayoutRelease(descriptor.layout);

    empty.bindGroupLayoutCount = 1000;
    WGPUBindGroupLayout none[1000] = {NULL};
    empty.bindGroupLayouts = none;
    begin();
    descriptor.layout = wgpuDeviceCreatePipelineLayout(gpu.device, &empty);
    invalid("createPipelineLayout: a thousand groups");
    create(&descriptor, false, "layout: it is valid");
    wgpuPipelineLayoutRelease(descriptor.layout);
    wgpuShaderModuleRelease(module);
}

static void
layout_at(WGPUComputePipeline pipeline, uint32_t index, bool is_valid, const char *what)
{
    begin();
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, index);
    judge(is_valid, what);
    wgpuBindGroupLayoutRelease(layout);
}

static void
test_default_layouts(void)
{
    from_code("@group(0) @binding(0) var<uniform> a: vec4f;\n@group(0) @binding(0) var<storage> b: vec4f;\n"
              "@compute @workgroup_size(1) fn main() { _ = a; _ = b; }",
              false, "auto layout: one binding, one resource");
    WGPUComputePipeline pipeline = compute_pipeline("@group(1) @binding(0) var<uniform> a: vec4f;\n"
                                                    "@compute @workgroup_size(1) fn main() { _ = a; }",
                                                    NULL);
    layout_at(pipeline, 0, true, "getBindGroupLayout: of a group before, empty");
    layout_at(pipeline, 1, true, "getBindGroupLayout: of a group in use");
    layout_at(pipeline, limits.maxBindGroups - 1, true, "getBindGroupLayout: of a group behind, empty");
    layout_at(pipeline, limits.maxBindGroups, false, "getBindGroupLayout: index is less than maxBindGroups");
    wgpuComputePipelineRelease(pipeline);
    begin();
    pipeline = compute_pipeline("fn none() {}", NULL);
    invalid("createComputePipeline: without an entry point");
    layout_at(pipeline, 0, false, "getBindGroupLayout: the pipeline is valid");
    wgpuComputePipelineRelease(pipeline);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_entry_points();
        test_workgroup_sizes();
        test_constants();
        test_layouts();
        test_default_layouts();
    }
    return rules_close();
}
