/* WebGPU, "Pipeline Layout Creation": the rules. */
#include <stdlib.h>

#include "rule.h"

static WGPUBindGroupLayoutEntry
uniform_at(uint32_t binding)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.binding = binding;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Uniform;
    return entry;
}

static WGPUBindGroupLayout
layout_of(const WGPUBindGroupLayoutEntry *entries, size_t count)
{
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = count;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
}

static void
pipeline_layout(const WGPUBindGroupLayout *layouts, size_t count, bool is_valid, const char *what)
{
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.bindGroupLayoutCount = count;
    descriptor.bindGroupLayouts = layouts;
    begin();
    WGPUPipelineLayout layout = wgpuDeviceCreatePipelineLayout(gpu.device, &descriptor);
    judge(is_valid, what);
    wgpuPipelineLayoutRelease(layout);
}

static void
test_pipeline_layouts(void)
{
    WGPUBindGroupLayoutEntry entry = uniform_at(0);
    WGPUBindGroupLayout good = layout_of(&entry, 1);
    WGPUBindGroupLayout layouts[64];
    for (size_t i = 0; i < COUNT(layouts); i++)
        layouts[i] = good;
    const size_t most = limits.maxBindGroups;
    pipeline_layout(NULL, 0, true, "createPipelineLayout: of nothing");
    pipeline_layout(layouts, most, true, "createPipelineLayout: as many as maxBindGroups");
    pipeline_layout(layouts, most + 1, false, "createPipelineLayout: not more than maxBindGroups");

    const WGPUBindGroupLayout gap[] = {good, NULL, good};
    pipeline_layout(gap, 3, true, "createPipelineLayout: with a null among them");

    entry.visibility = WGPUShaderStage_Compute | (WGPUShaderStage)8;
    begin();
    WGPUBindGroupLayout bad = layout_of(&entry, 1);
    gpu_pop_error(&gpu, NULL, 0);
    pipeline_layout(&bad, 1, false, "createPipelineLayout: layouts are valid");
    wgpuBindGroupLayoutRelease(bad);

    /* Half the slots and one more, twice. */
    const uint32_t half = limits.maxUniformBuffersPerShaderStage / 2 + 1;
    WGPUBindGroupLayoutEntry *entries = calloc(half, sizeof *entries);
    for (uint32_t i = 0; i < half; i++)
        entries[i] = uniform_at(i);
    layouts[0] = layouts[1] = layout_of(entries, half);
    pipeline_layout(layouts, 1, true, "createPipelineLayout: slots of one group");
    pipeline_layout(layouts, 2, false,
                    "createPipelineLayout: binding slot limits hold for all groups together");
    wgpuBindGroupLayoutRelease(layouts[0]);
    free(entries);

    WGPUComputePipeline pipeline = compute_pipeline("@group(0) @binding(0) var<storage, read_write> a: u32;\n"
                                                    "@compute @workgroup_size(1) fn main() { a = 1u; }",
                                                    NULL);
    WGPUBindGroupLayout exclusive = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    pipeline_layout(&exclusive, 1, false, "createPipelineLayout: no layout of a pipeline's own");
    wgpuBindGroupLayoutRelease(exclusive);
    wgpuComputePipelineRelease(pipeline);
    wgpuBindGroupLayoutRelease(good);
}

static void
test_immediates(void)
{
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.immediateSize = limits.maxImmediateSize + 4;
    begin();
    WGPUPipelineLayout layout = wgpuDeviceCreatePipelineLayout(gpu.device, &descriptor);
    invalid("createPipelineLayout: immediateSize is at most maxImmediateSize");
    wgpuPipelineLayoutRelease(layout);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_pipeline_layouts();
        test_immediates();
    }
    return rules_close();
}
