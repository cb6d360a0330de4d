/* WebGPU, "Bind Group Layout Creation": the rules. */
#include <stdio.h>
#include <stdlib.h>

#include "rule.h"

#define COMPUTE WGPUShaderStage_Compute
#define VERTEX WGPUShaderStage_Vertex

static WGPUBindGroupLayoutEntry
entry_for(uint32_t binding, WGPUShaderStage visibility)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.binding = binding;
    entry.visibility = visibility;
    return entry;
}

static WGPUBindGroupLayoutEntry
buffer_entry(uint32_t binding, WGPUShaderStage visibility, WGPUBufferBindingType type)
{
    WGPUBindGroupLayoutEntry entry = entry_for(binding, visibility);
    entry.buffer.type = type;
    return entry;
}

static WGPUBindGroupLayoutEntry
sampler_entry(WGPUSamplerBindingType type)
{
    WGPUBindGroupLayoutEntry entry = entry_for(0, COMPUTE);
    entry.sampler.type = type;
    return entry;
}

static WGPUBindGroupLayoutEntry
texture_entry(WGPUTextureSampleType type, WGPUTextureViewDimension dimension, bool multisampled)
{
    WGPUBindGroupLayoutEntry entry = entry_for(0, COMPUTE);
    entry.texture.sampleType = type;
    entry.texture.viewDimension = dimension;
    entry.texture.multisampled = multisampled;
    return entry;
}

static WGPUBindGroupLayoutEntry
storage_entry(WGPUStorageTextureAccess access, WGPUTextureFormat format, WGPUTextureViewDimension dimension)
{
    WGPUBindGroupLayoutEntry entry = entry_for(0, COMPUTE);
    entry.storageTexture.access = access;
    entry.storageTexture.format = format;
    entry.storageTexture.viewDimension = dimension;
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
create(const WGPUBindGroupLayoutEntry *entries, size_t count, bool is_valid, const char *what)
{
    begin();
    WGPUBindGroupLayout layout = layout_of(entries, count);
    judge(is_valid, what);
    wgpuBindGroupLayoutRelease(layout);
}

static void
one(WGPUBindGroupLayoutEntry entry, bool is_valid, const char *what)
{
    create(&entry, 1, is_valid, what);
}

static void
test_entries(void)
{
    create(NULL, 0, true, "createBindGroupLayout: of nothing");
    one(entry_for(0, COMPUTE), false, "createBindGroupLayout: an entry is of one kind: not of none");
    WGPUBindGroupLayoutEntry both = buffer_entry(0, COMPUTE, WGPUBufferBindingType_Uniform);
    both.sampler.type = WGPUSamplerBindingType_Filtering;
    one(both, false, "createBindGroupLayout: an entry is of one kind: not of two");

    WGPUBindGroupLayoutEntry entries[] = {buffer_entry(3, COMPUTE, WGPUBufferBindingType_Uniform),
                                          buffer_entry(1, COMPUTE, WGPUBufferBindingType_Uniform)};
    create(entries, 2, true, "createBindGroupLayout: bindings in any order");
    entries[1].binding = 3;
    create(entries, 2, false, "createBindGroupLayout: bindings are unique");
    one(buffer_entry(limits.maxBindingsPerBindGroup - 1, COMPUTE, WGPUBufferBindingType_Uniform), true,
        "createBindGroupLayout: binding, the largest");
    one(buffer_entry(limits.maxBindingsPerBindGroup, COMPUTE, WGPUBufferBindingType_Uniform), false,
        "createBindGroupLayout: binding is less than maxBindingsPerBindGroup");
    one(buffer_entry(0, WGPUShaderStage_None, WGPUBufferBindingType_Uniform), true,
        "createBindGroupLayout: visible nowhere");
    one(buffer_entry(0, COMPUTE | VERTEX | WGPUShaderStage_Fragment, WGPUBufferBindingType_Uniform), true,
        "createBindGroupLayout: visible everywhere");
    one(buffer_entry(0, COMPUTE | (WGPUShaderStage)8, WGPUBufferBindingType_Uniform), false,
        "createBindGroupLayout: visibility of known stages");
}

static void
test_buffers(void)
{
    one(buffer_entry(0, COMPUTE, WGPUBufferBindingType_Uniform), true, "buffer: uniform");
    one(buffer_entry(0, COMPUTE, WGPUBufferBindingType_Storage), true, "buffer: storage");
    one(buffer_entry(0, COMPUTE, WGPUBufferBindingType_ReadOnlyStorage), true, "buffer: read-only-storage");
    one(buffer_entry(0, VERTEX, WGPUBufferBindingType_Uniform), true, "buffer, VERTEX: uniform");
    one(buffer_entry(0, VERTEX, WGPUBufferBindingType_ReadOnlyStorage), true,
        "buffer, VERTEX: read-only-storage");
    one(buffer_entry(0, VERTEX, WGPUBufferBindingType_Storage), false, "buffer, VERTEX: not storage");
    one(buffer_entry(0, VERTEX | COMPUTE, WGPUBufferBindingType_Storage), false,
        "buffer, VERTEX and COMPUTE: not storage");
}

static void
test_samplers(void)
{
    one(sampler_entry(WGPUSamplerBindingType_Filtering), true, "sampler: filtering");
    one(sampler_entry(WGPUSamplerBindingType_NonFiltering), true, "sampler: non-filtering");
    one(sampler_entry(WGPUSamplerBindingType_Comparison), true, "sampler: comparison");
}

static void
test_textures(void)
{
    static const struct {
        const char *what;
        WGPUTextureSampleType type;
        WGPUTextureViewDimension dimension;
        bool multisampled, is_valid;
    } rows[] = {
        {"texture: float", WGPUTextureSampleType_Float, WGPUTextureViewDimension_2D, false, true},
        {"texture: unfilterable-float", WGPUTextureSampleType_UnfilterableFloat, WGPUTextureViewDimension_2D,
         false, true},
        {"texture: depth", WGPUTextureSampleType_Depth, WGPUTextureViewDimension_2D, false, true},
        {"texture: sint", WGPUTextureSampleType_Sint, WGPUTextureViewDimension_2D, false, true},
        {"texture: uint", WGPUTextureSampleType_Uint, WGPUTextureViewDimension_2D, false, true},
        {"texture: 1d", WGPUTextureSampleType_Float, WGPUTextureViewDimension_1D, false, true},
        {"texture: 2d-array", WGPUTextureSampleType_Float, WGPUTextureViewDimension_2DArray, false, true},
        {"texture: cube", WGPUTextureSampleType_Float, WGPUTextureViewDimension_Cube, false, true},
        {"texture: cube-array", WGPUTextureSampleType_Float, WGPUTextureViewDimension_CubeArray, false, true},
        {"texture: 3d", WGPUTextureSampleType_Float, WGPUTextureViewDimension_3D, false, true},
        {"texture, multisampled: unfilterable-float", WGPUTextureSampleType_UnfilterableFloat,
         WGPUTextureViewDimension_2D, true, true},
        {"texture, multisampled: depth", WGPUTextureSampleType_Depth, WGPUTextureViewDimension_2D, true,
         true},
        {"texture, multisampled: uint", WGPUTextureSampleType_Uint, WGPUTextureViewDimension_2D, true, true},
        {"texture, multisampled: not float", WGPUTextureSampleType_Float, WGPUTextureViewDimension_2D, true,
         false},
        {"texture, multisampled: not 2d-array", WGPUTextureSampleType_Uint, WGPUTextureViewDimension_2DArray,
         true, false},
        {"texture, multisampled: not 3d", WGPUTextureSampleType_Uint, WGPUTextureViewDimension_3D, true,
         false},
        {"texture, multisampled: not 1d", WGPUTextureSampleType_Uint, WGPUTextureViewDimension_1D, true,
         false},
        {"texture, multisampled: not cube", WGPUTextureSampleType_Uint, WGPUTextureViewDimension_Cube, true,
         false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        one(texture_entry(rows[i].type, rows[i].dimension, rows[i].multisampled), rows[i].is_valid,
            rows[i].what);
}

static void
test_storage_textures(void)
{
    static const struct {
        const char *what;
        WGPUStorageTextureAccess access;
        WGPUTextureFormat format;
        WGPUTextureViewDimension dimension;
        bool is_valid;
    } rows[] = {
        {"storageTexture: write-only", WGPUStorageTextureAccess_WriteOnly, WGPUTextureFormat_RGBA8Unorm,
         WGPUTextureViewDimension_2D, true},
        {"storageTexture: read-only", WGPUStorageTextureAccess_ReadOnly, WGPUTextureFormat_RGBA8Unorm,
         WGPUTextureViewDimension_2D, true},
        {"storageTexture: read-write", WGPUStorageTextureAccess_ReadWrite, WGPUTextureFormat_R32Uint,
         WGPUTextureViewDimension_2D, true},
        {"storageTexture: read-write needs a format for it", WGPUStorageTextureAccess_ReadWrite,
         WGPUTextureFormat_RGBA8Unorm, WGPUTextureViewDimension_2D, false},
        {"storageTexture: a format for storage: not one with sRGB", WGPUStorageTextureAccess_WriteOnly,
         WGPUTextureFormat_RGBA8UnormSrgb, WGPUTextureViewDimension_2D, false},
        {"storageTexture: a format for storage: not one of depth", WGPUStorageTextureAccess_WriteOnly,
         WGPUTextureFormat_Depth32Float, WGPUTextureViewDimension_2D, false},
        {"storageTexture: 1d", WGPUStorageTextureAccess_WriteOnly, WGPUTextureFormat_RGBA8Unorm,
         WGPUTextureViewDimension_1D, true},
        {"storageTexture: 2d-array", WGPUStorageTextureAccess_WriteOnly, WGPUTextureFormat_RGBA8Unorm,
         WGPUTextureViewDimension_2DArray, true},
        {"storageTexture: 3d", WGPUStorageTextureAccess_WriteOnly, WGPUTextureFormat_RGBA8Unorm,
         WGPUTextureViewDimension_3D, true},
        {"storageTexture: not cube", WGPUStorageTextureAccess_WriteOnly, WGPUTextureFormat_RGBA8Unorm,
         WGPUTextureViewDimension_Cube, false},
        {"storageTexture: not cube-array", WGPUStorageTextureAccess_WriteOnly, WGPUTextureFormat_RGBA8Unorm,
         WGPUTextureViewDimension_CubeArray, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        one(storage_entry(rows[i].access, rows[i].format, rows[i].dimension), rows[i].is_valid, rows[i].what);
    WGPUBindGroupLayoutEntry entry = storage_entry(WGPUStorageTextureAccess_WriteOnly,
                                                   WGPUTextureFormat_RGBA8Unorm, WGPUTextureViewDimension_2D);
    entry.visibility = VERTEX;
    one(entry, false, "storageTexture, VERTEX: not write-only");
    entry.storageTexture.access = WGPUStorageTextureAccess_ReadOnly;
    one(entry, true, "storageTexture, VERTEX: read-only");
}

/* As many as a limit says, and one more. */
static void
at_limit(WGPUBindGroupLayoutEntry entry, uint32_t limit, const char *name)
{
    char what[120];
    WGPUBindGroupLayoutEntry *entries = calloc(limit + 1, sizeof *entries);
    for (uint32_t i = 0; i <= limit; i++) {
        entries[i] = entry;
        entries[i].binding = i;
    }
    snprintf(what, sizeof what, "binding slot limits: as many as %s", name);
    create(entries, limit, true, what);
    snprintf(what, sizeof what, "binding slot limits: not more than %s", name);
    create(entries, limit + 1, false, what);
    free(entries);
}

static void
test_slot_limits(void)
{
    WGPUBindGroupLayoutEntry uniform = buffer_entry(0, COMPUTE, WGPUBufferBindingType_Uniform);
    WGPUBindGroupLayoutEntry storage = buffer_entry(0, COMPUTE, WGPUBufferBindingType_Storage);
    at_limit(uniform, limits.maxUniformBuffersPerShaderStage, "maxUniformBuffersPerShaderStage");
    at_limit(storage, limits.maxStorageBuffersPerShaderStage, "maxStorageBuffersPerShaderStage");
    at_limit(sampler_entry(WGPUSamplerBindingType_Filtering), limits.maxSamplersPerShaderStage,
             "maxSamplersPerShaderStage");
    at_limit(texture_entry(WGPUTextureSampleType_Float, WGPUTextureViewDimension_2D, false),
             limits.maxSampledTexturesPerShaderStage, "maxSampledTexturesPerShaderStage");
    at_limit(storage_entry(WGPUStorageTextureAccess_WriteOnly, WGPUTextureFormat_RGBA8Unorm,
                           WGPUTextureViewDimension_2D),
             limits.maxStorageTexturesPerShaderStage, "maxStorageTexturesPerShaderStage");
    uniform.buffer.hasDynamicOffset = true;
    storage.buffer.hasDynamicOffset = true;
    uniform.visibility = WGPUShaderStage_None; /* else there may be too many of a stage first */
    storage.visibility = WGPUShaderStage_None;
    at_limit(uniform, limits.maxDynamicUniformBuffersPerPipelineLayout,
             "maxDynamicUniformBuffersPerPipelineLayout");
    at_limit(storage, limits.maxDynamicStorageBuffersPerPipelineLayout,
             "maxDynamicStorageBuffersPerPipelineLayout");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_entries();
        test_buffers();
        test_samplers();
        test_textures();
        test_storage_textures();
        test_slot_limits();
    }
    return rules_close();
}
