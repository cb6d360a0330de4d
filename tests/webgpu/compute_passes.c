/* WebGPU, "Compute Passes", "Bind Groups" of "Programmable Passes": what a dispatch needs. Errors of a pass
 * show when its encoder is finished. */
#include "rule.h"

#define SIZE 1024
#define STORES \
    "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n" \
    "@compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) { data[id.x % 4] = 1u; }"

static WGPUBuffer storage;

static WGPUBindGroupEntry
entry_of(uint32_t binding, WGPUBuffer buffer, uint64_t offset, uint64_t size)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.binding = binding;
    entry.buffer = buffer;
    entry.offset = offset;
    entry.size = size;
    return entry;
}

static WGPUBindGroup
group_of(WGPUBindGroupLayout layout, const WGPUBindGroupEntry *entries, size_t count)
{
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = count;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
}

/* A bind group of `storage` for group 0 of a pipeline. */
static WGPUBindGroup
group_for(WGPUComputePipeline pipeline)
{
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    const WGPUBindGroupEntry entry = entry_of(0, storage, 0, WGPU_WHOLE_SIZE);
    WGPUBindGroup group = group_of(layout, &entry, 1);
    wgpuBindGroupLayoutRelease(layout);
    return group;
}

static void
dispatch(WGPUComputePipeline pipeline, WGPUBindGroup group, uint32_t x, uint32_t y, uint32_t z, bool is_valid,
         const char *what)
{
    struct pass pass = begin_pass();
    if (pipeline != NULL)
        wgpuComputePassEncoderSetPipeline(pass.pass, pipeline);
    if (group != NULL)
        wgpuComputePassEncoderSetBindGroup(pass.pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass.pass, x, y, z);
    pass_judge(pass, is_valid, what);
}

static void
test_dispatch(WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    const uint32_t most = limits.maxComputeWorkgroupsPerDimension;
    dispatch(pipeline, group, 1, 1, 1, true, "dispatchWorkgroups: one");
    dispatch(pipeline, group, 0, 1, 1, true, "dispatchWorkgroups: none");
    dispatch(pipeline, group, most, 1, 1, true,
             "dispatchWorkgroups: as many as maxComputeWorkgroupsPerDimension");
    dispatch(pipeline, group, most + 1, 1, 1, false, "dispatchWorkgroups: not more in x");
    dispatch(pipeline, group, 1, most + 1, 1, false, "dispatchWorkgroups: not more in y");
    dispatch(pipeline, group, 1, 1, most + 1, false, "dispatchWorkgroups: not more in z");
    dispatch(NULL, group, 1, 1, 1, false, "dispatchWorkgroups: not without a pipeline");
    dispatch(pipeline, NULL, 1, 1, 1, false, "dispatchWorkgroups: not without its bind group");
    begin();
    WGPUComputePipeline bad = compute_pipeline("fn none() {}", NULL);
    ends(false);
    dispatch(bad, NULL, 0, 0, 0, false, "setPipeline: the pipeline is valid");
    wgpuComputePipelineRelease(bad);
}

static void
indirect(WGPUComputePipeline pipeline, WGPUBindGroup group, WGPUBuffer buffer, uint64_t offset, bool is_valid,
         const char *what)
{
    struct pass pass = begin_pass();
    wgpuComputePassEncoderSetPipeline(pass.pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass.pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroupsIndirect(pass.pass, buffer, offset);
    pass_judge(pass, is_valid, what);
}

static void
test_indirect(WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    WGPUBuffer counts = buffer_of(32, WGPUBufferUsage_Indirect);
    indirect(pipeline, group, counts, 0, true, "dispatchWorkgroupsIndirect: from the start");
    indirect(pipeline, group, counts, 20, true, "dispatchWorkgroupsIndirect: at the end");
    indirect(pipeline, group, counts, 24, false, "dispatchWorkgroupsIndirect: not across the end");
    indirect(pipeline, group, counts, UINT64_MAX - 3, false,
             "dispatchWorkgroupsIndirect: an offset that wraps");
    indirect(pipeline, group, counts, 6, false, "dispatchWorkgroupsIndirect: offset is a multiple of 4");
    indirect(pipeline, group, storage, 0, false, "dispatchWorkgroupsIndirect: usage includes INDIRECT");
    WGPUBuffer broken = invalid_buffer();
    indirect(pipeline, group, broken, 0, false, "dispatchWorkgroupsIndirect: the buffer is valid");
    wgpuBufferRelease(broken);
    wgpuBufferRelease(counts);
}

static void
set_group(uint32_t index, WGPUBindGroup group, size_t count, const uint32_t *offsets, bool is_valid,
          const char *what)
{
    struct pass pass = begin_pass();
    wgpuComputePassEncoderSetBindGroup(pass.pass, index, group, count, offsets);
    pass_judge(pass, is_valid, what);
}

static void
test_set_group(WGPUBindGroup group)
{
    static const uint32_t zeros[2];
    set_group(limits.maxBindGroups - 1, group, 0, NULL, true, "setBindGroup: the last index");
    set_group(limits.maxBindGroups, group, 0, NULL, false, "setBindGroup: index is less than maxBindGroups");
    set_group(0, NULL, 0, NULL, true, "setBindGroup: null");
    set_group(0, group, 1, zeros, false, "setBindGroup: no offset for a group without a dynamic one");
    set_group(0, NULL, 1, zeros, false, "setBindGroup: no offset for null");

    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    entry.buffer.hasDynamicOffset = true;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    WGPUBindGroupLayout layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
    const WGPUBindGroupEntry part = entry_of(0, storage, 0, 256);
    WGPUBindGroup dynamic = group_of(layout, &part, 1);
    const uint32_t at[] = {SIZE - 256, SIZE, limits.minStorageBufferOffsetAlignment / 2, UINT32_MAX - 255};
    set_group(0, dynamic, 1, &at[0], true, "setBindGroup: an offset to the buffer's end");
    set_group(0, dynamic, 1, &at[1], false, "setBindGroup: an offset not beyond the buffer");
    set_group(0, dynamic, 1, &at[2], false, "setBindGroup: an offset of the alignment that the limit says");
    set_group(0, dynamic, 1, &at[3], false, "setBindGroup: the largest offset");
    set_group(0, dynamic, 0, NULL, false, "setBindGroup: as many offsets as are dynamic: not fewer");
    set_group(0, dynamic, 2, zeros, false, "setBindGroup: as many offsets as are dynamic: not more");
    wgpuBindGroupRelease(dynamic);

    begin();
    const WGPUBindGroupEntry unknown = entry_of(7, storage, 0, 256);
    WGPUBindGroup bad = group_of(layout, &unknown, 1);
    ends(false);
    set_group(0, bad, 0, NULL, false, "setBindGroup: the group is valid");
    wgpuBindGroupRelease(bad);
    wgpuBindGroupLayoutRelease(layout);
}

/* A group fits by its layout, not by its entries. */
static void
test_compatibility(WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    WGPUComputePipeline other = compute_pipeline(STORES, NULL);
    dispatch(other, group, 1, 1, 1, false, "dispatch: not with a group of another pipeline's own layout");
    wgpuComputePipelineRelease(other);

    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    WGPUBindGroupLayout layouts[3];
    layouts[0] = wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
    layouts[1] = wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
    entry.visibility |= WGPUShaderStage_Fragment;
    layouts[2] = wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
    WGPUPipelineLayoutDescriptor pipeline_layout = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    pipeline_layout.bindGroupLayoutCount = 1;
    pipeline_layout.bindGroupLayouts = layouts;
    WGPUPipelineLayout layout = wgpuDeviceCreatePipelineLayout(gpu.device, &pipeline_layout);
    other = compute_pipeline(STORES, layout);
    static const char *const whats[] = {
        "dispatch: with a group of the pipeline's layout",
        "dispatch: with a group of an equivalent layout",
        "dispatch: not with a group of a layout that is visible elsewhere",
    };
    const WGPUBindGroupEntry whole = entry_of(0, storage, 0, WGPU_WHOLE_SIZE);
    for (size_t i = 0; i < COUNT(layouts); i++) {
        WGPUBindGroup made = group_of(layouts[i], &whole, 1);
        dispatch(other, made, 1, 1, 1, i < 2, whats[i]);
        if (i == 0)
            dispatch(pipeline, made, 1, 1, 1, false,
                     "dispatch: a pipeline of its own layout takes no other group");
        wgpuBindGroupRelease(made);
        wgpuBindGroupLayoutRelease(layouts[i]);
    }
    wgpuComputePipelineRelease(other);
    wgpuPipelineLayoutRelease(layout);
}

/* "Resource Usages": within a dispatch a buffer is read in many ways or written in one. */
static void
test_usages(void)
{
    WGPUBuffer both =
        buffer_of(SIZE, WGPUBufferUsage_Storage | WGPUBufferUsage_Uniform | WGPUBufferUsage_Indirect);
    WGPUComputePipeline pipeline =
        compute_pipeline("@group(0) @binding(0) var<storage, read_write> a: array<u32>;\n"
                         "@group(0) @binding(1) var<storage, read_write> b: array<u32>;\n"
                         "@group(0) @binding(2) var<uniform> c: vec4u;\n"
                         "@compute @workgroup_size(1) fn main() { a[0] = c.x; b[0] = c.y; }",
                         NULL);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBindGroupEntry entries[] = {entry_of(0, storage, 0, 256), entry_of(1, storage, 256, 256),
                                    entry_of(2, both, 0, 256)};
    static const char *const whats[] = {
        "usage scope: two parts of a buffer, both written",
        "usage scope: a part of a buffer not written twice",
        "usage scope: not written and read as uniform",
    };
    for (size_t i = 0; i < COUNT(whats); i++) {
        if (i == 1)
            entries[1].offset = 0;
        if (i == 2)
            entries[1].buffer = both;
        WGPUBindGroup group = group_of(layout, entries, 3);
        dispatch(pipeline, group, 1, 1, 1, i == 0, whats[i]);
        wgpuBindGroupRelease(group);
    }
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);

    pipeline = compute_pipeline(STORES, NULL);
    layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    const WGPUBindGroupEntry whole = entry_of(0, both, 0, WGPU_WHOLE_SIZE);
    WGPUBindGroup group = group_of(layout, &whole, 1);
    indirect(pipeline, group, both, 0, false, "usage scope: not written and read as indirect");
    struct pass pass = begin_pass();
    wgpuComputePassEncoderSetPipeline(pass.pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass.pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass.pass, 1, 1, 1);
    wgpuComputePassEncoderDispatchWorkgroups(pass.pass, 1, 1, 1);
    pass_valid(pass, "usage scope: each dispatch is one of its own");
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
    wgpuBufferRelease(both);
}

static void
test_min_size(void)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    WGPUBindGroupLayout layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
    WGPUPipelineLayoutDescriptor pipeline_layout = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    pipeline_layout.bindGroupLayoutCount = 1;
    pipeline_layout.bindGroupLayouts = &layout;
    WGPUPipelineLayout made = wgpuDeviceCreatePipelineLayout(gpu.device, &pipeline_layout);
    WGPUComputePipeline pipeline =
        compute_pipeline("@group(0) @binding(0) var<storage, read_write> a: array<vec4u, 16>;\n"
                         "@compute @workgroup_size(1) fn main() { a[3] = vec4u(); }",
                         made);
    for (uint64_t size = 252; size <= 256; size += 4) {
        const WGPUBindGroupEntry part = entry_of(0, storage, 0, size);
        WGPUBindGroup group = group_of(layout, &part, 1);
        dispatch(pipeline, group, 1, 1, 1, size == 256,
                 size == 256 ? "dispatch: a binding as large as the shader needs"
                             : "dispatch: a binding not smaller than the shader needs");
        wgpuBindGroupRelease(group);
    }
    wgpuComputePipelineRelease(pipeline);
    wgpuPipelineLayoutRelease(made);
    wgpuBindGroupLayoutRelease(layout);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        storage = buffer_of(SIZE, WGPUBufferUsage_Storage);
        WGPUComputePipeline pipeline = compute_pipeline(STORES, NULL);
        WGPUBindGroup group = group_for(pipeline);
        test_dispatch(pipeline, group);
        test_indirect(pipeline, group);
        test_set_group(group);
        test_compatibility(pipeline, group);
        test_usages();
        test_min_size();
        wgpuBindGroupRelease(group);
        wgpuComputePipelineRelease(pipeline);
        wgpuBufferRelease(storage);
    }
    return rules_close();
}
