/* WebGPU, "Bind Group Creation": the rules of buffers. Those of textures and samplers:
 * bind_groups_textures.c. */
#include "rule.h"

#define SIZE 1024
#define UNIFORM WGPUBufferBindingType_Uniform
#define STORAGE WGPUBufferBindingType_Storage

static WGPUBindGroupLayout
layout_of(WGPUBufferBindingType type, uint64_t min_size, uint32_t count)
{
    WGPUBindGroupLayoutEntry entries[2] = {WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT,
                                           WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT};
    for (uint32_t i = 0; i < count; i++) {
        entries[i].binding = i;
        entries[i].visibility = WGPUShaderStage_Compute;
        entries[i].buffer.type = type;
        entries[i].buffer.minBindingSize = min_size;
    }
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = count;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
}

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

static void
create(WGPUBindGroupLayout layout, const WGPUBindGroupEntry *entries, size_t count, bool is_valid,
       const char *what)
{
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = count;
    descriptor.entries = entries;
    begin();
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    judge(is_valid, what);
    wgpuBindGroupRelease(group);
}

static void
test_entries(void)
{
    WGPUBuffer buffer = buffer_of(SIZE, WGPUBufferUsage_Uniform);
    WGPUBindGroupLayout two = layout_of(UNIFORM, 0, 2);
    WGPUBindGroupLayout none = layout_of(UNIFORM, 0, 0);
    WGPUBindGroupEntry entries[3] = {entry_of(1, buffer, 0, WGPU_WHOLE_SIZE), entry_of(0, buffer, 0, 16),
                                     entry_of(0, buffer, 0, 16)};
    create(none, NULL, 0, true, "createBindGroup: of nothing");
    create(two, entries, 2, true, "createBindGroup: entries in any order");
    create(two, entries, 1, false, "createBindGroup: as many entries as the layout has: not fewer");
    create(two, entries, 3, false, "createBindGroup: as many entries as the layout has: not more");
    create(none, entries, 1, false, "createBindGroup: no entry for an empty layout");
    entries[1].binding = 1;
    create(two, entries, 2, false, "createBindGroup: each binding once");
    entries[1].binding = 5;
    create(two, entries, 2, false, "createBindGroup: bindings of the layout");
    entries[1].binding = 0;
    entries[1].buffer = NULL;
    create(two, entries, 2, false, "createBindGroup: an entry has a resource");

    WGPUBindGroupLayoutEntry wrong = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    wrong.visibility = WGPUShaderStage_Compute;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = &wrong;
    begin();
    WGPUBindGroupLayout bad = wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
    invalid("createBindGroupLayout: an entry of nothing");
    create(bad, entries, 1, false, "createBindGroup: the layout is valid");

    wgpuBindGroupLayoutRelease(bad);
    wgpuBindGroupLayoutRelease(none);
    wgpuBindGroupLayoutRelease(two);
    wgpuBufferRelease(buffer);
}

static void
one(WGPUBindGroupLayout layout, WGPUBuffer buffer, uint64_t offset, uint64_t size, bool is_valid,
    const char *what)
{
    const WGPUBindGroupEntry entry = entry_of(0, buffer, offset, size);
    create(layout, &entry, 1, is_valid, what);
}

static void
test_ranges(void)
{
    WGPUBindGroupLayout layout = layout_of(UNIFORM, 0, 1);
    WGPUBuffer buffer = buffer_of(SIZE, WGPUBufferUsage_Uniform | WGPUBufferUsage_Storage);
    const uint32_t align = limits.minUniformBufferOffsetAlignment;
    one(layout, buffer, 0, WGPU_WHOLE_SIZE, true, "buffer: all of it");
    one(layout, buffer, align, WGPU_WHOLE_SIZE, true, "buffer: from an offset to its end");
    one(layout, buffer, align, SIZE - align, true, "buffer: a range that ends where it ends");
    one(layout, buffer, 0, SIZE + 4, false, "buffer: not beyond its end");
    one(layout, buffer, align, SIZE, false, "buffer: not across its end");
    one(layout, buffer, SIZE + align, 4, false, "buffer: not behind its end");
    one(layout, buffer, 0, 0, false, "buffer: a size that is not 0");
    one(layout, buffer, SIZE, WGPU_WHOLE_SIZE, false, "buffer: from its end, nothing");
    one(layout, buffer, UINT64_MAX - align + 1, align, false, "buffer: an offset and a size that wrap");
    one(layout, buffer, align / 2, 4, false,
        "uniform: offset is a multiple of minUniformBufferOffsetAlignment");
    wgpuBindGroupLayoutRelease(layout);

    layout = layout_of(STORAGE, 0, 1);
    one(layout, buffer, limits.minStorageBufferOffsetAlignment / 2, 4, false,
        "storage: offset is a multiple of minStorageBufferOffsetAlignment");
    one(layout, buffer, 0, 6, false, "storage: size is a multiple of 4");
    one(layout, buffer, 0, 8, true, "storage: part of it");
    wgpuBindGroupLayoutRelease(layout);

    layout = layout_of(UNIFORM, 64, 1);
    one(layout, buffer, 0, 64, true, "buffer: as large as minBindingSize");
    one(layout, buffer, 0, 60, false, "buffer: not smaller than minBindingSize");
    one(layout, buffer, SIZE - align, 32, false, "buffer: a range not smaller than minBindingSize");
    wgpuBindGroupLayoutRelease(layout);
    wgpuBufferRelease(buffer);
}

/* A dispatch with a group that was made of a destroyed buffer. */
static void
test_destroyed_use(void)
{
    WGPUComputePipeline pipeline =
        compute_pipeline("@group(0) @binding(0) var<storage, read_write> a: array<u32>;\n"
                         "@group(0) @binding(1) var<uniform> b: vec4u;\n"
                         "@compute @workgroup_size(1) fn main() { a[0] = b.x; }",
                         NULL);
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    WGPUBuffer gone = buffer_of(SIZE, WGPUBufferUsage_Storage);
    WGPUBuffer there = buffer_of(SIZE, WGPUBufferUsage_Uniform);
    wgpuBufferDestroy(gone);
    WGPUBindGroupEntry entries[] = {WGPU_BIND_GROUP_ENTRY_INIT, WGPU_BIND_GROUP_ENTRY_INIT};
    entries[0].buffer = gone;
    entries[1].binding = 1;
    entries[1].buffer = there;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = COUNT(entries);
    descriptor.entries = entries;
    begin();
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    valid("buffer: a destroyed one beside another");
    struct pass pass = begin_pass();
    wgpuComputePassEncoderSetPipeline(pass.pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass.pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass.pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass.pass);
    wgpuComputePassEncoderRelease(pass.pass);
    const bool silent = ends(true);
    begin();
    WGPUCommandBuffer commands = finished(pass.encoder);
    rule(silent && ends(true), "finish: with a group of a destroyed buffer");
    submit_judge(commands, false, "submit: no group of a destroyed buffer");
    wgpuBindGroupRelease(group);
    wgpuBufferRelease(there);
    wgpuBufferRelease(gone);
    wgpuBindGroupLayoutRelease(layout);
    wgpuComputePipelineRelease(pipeline);
}

static void
test_usages(void)
{
    WGPUBindGroupLayout uniform = layout_of(UNIFORM, 0, 1);
    WGPUBindGroupLayout storage = layout_of(STORAGE, 0, 1);
    WGPUBindGroupLayout reads = layout_of(WGPUBufferBindingType_ReadOnlyStorage, 0, 1);
    WGPUBuffer for_uniform = buffer_of(SIZE, WGPUBufferUsage_Uniform);
    WGPUBuffer for_storage = buffer_of(SIZE, WGPUBufferUsage_Storage);
    one(storage, for_storage, 0, WGPU_WHOLE_SIZE, true, "storage: of a STORAGE buffer");
    one(reads, for_storage, 0, WGPU_WHOLE_SIZE, true, "read-only-storage: of a STORAGE buffer");
    one(uniform, for_storage, 0, WGPU_WHOLE_SIZE, false, "uniform: usage includes UNIFORM");
    one(storage, for_uniform, 0, WGPU_WHOLE_SIZE, false, "storage: usage includes STORAGE");
    one(reads, for_uniform, 0, WGPU_WHOLE_SIZE, false, "read-only-storage: usage includes STORAGE");

    WGPUBuffer broken = invalid_buffer();
    one(uniform, broken, 0, WGPU_WHOLE_SIZE, false, "buffer: it is valid");
    wgpuBufferDestroy(broken);
    one(uniform, broken, 0, WGPU_WHOLE_SIZE, false, "buffer: it is valid, also where it is destroyed");
    wgpuBufferDestroy(for_uniform);
    one(uniform, for_uniform, 0, WGPU_WHOLE_SIZE, true,
        "buffer: a destroyed one, which only a submit refuses");
    one(uniform, for_uniform, 0, SIZE + 4, false, "buffer: a destroyed one, not beyond its end");
    one(storage, for_uniform, 0, WGPU_WHOLE_SIZE, false,
        "storage: of a STORAGE buffer, also a destroyed one");
    test_destroyed_use();
    wgpuBufferRelease(broken);
    wgpuBufferRelease(for_storage);
    wgpuBufferRelease(for_uniform);

    const uint64_t most = limits.maxUniformBufferBindingSize;
    WGPUBuffer large = buffer_of(most + 16, WGPUBufferUsage_Uniform);
    one(uniform, large, 0, most, true, "uniform: as large as maxUniformBufferBindingSize");
    one(uniform, large, 0, most + 16, false, "uniform: not larger than maxUniformBufferBindingSize");
    wgpuBufferRelease(large);
    wgpuBindGroupLayoutRelease(reads);
    wgpuBindGroupLayoutRelease(storage);
    wgpuBindGroupLayoutRelease(uniform);
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_entries();
        test_ranges();
        test_usages();
    }
    return rules_close();
}
