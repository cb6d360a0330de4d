/* Textures as shaders see them: sampled, loaded, stored to, and bound with layouts of every kind. WebGPU,
 * "Samplers" and "Resource Binding". */
#include <math.h>
#include <stddef.h>

#include "image.h"

static struct gpu gpu;

static WGPUComputePipeline
pipeline_of(const char *code, WGPUPipelineLayout layout)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(&gpu, code);
    descriptor.layout = layout;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return pipeline;
}

static WGPUBindGroupEntry
entry_of(uint32_t binding, WGPUTextureView view, WGPUSampler sampler, WGPUBuffer buffer)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.binding = binding;
    entry.textureView = view;
    entry.sampler = sampler;
    entry.buffer = buffer;
    return entry;
}

static WGPUBindGroup
group_of(WGPUBindGroupLayout layout, size_t count, const WGPUBindGroupEntry *entries)
{
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = count;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
}

static void
dispatch(WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, NULL);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    gpu_submit(&gpu, encoder);
}

static WGPUBuffer
results(void)
{
    return gpu_buffer(&gpu, 64, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc);
}

/* Samples a texture of four texels in a row, 0, 64, 128 and 255 of 255, at five places. */
static void
sample(const WGPUSamplerDescriptor *descriptor, const float expected[5], const char *what)
{
    static const uint8_t texels[4] = {0, 64, 128, 255};
    WGPUTexture texture = image_new(&gpu, 4, 1, WGPUTextureFormat_R8Unorm,
                                    WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopyDst);
    image_write(&gpu, texture, texels, 1);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    WGPUComputePipeline pipeline =
        pipeline_of("@group(0) @binding(0) var picture: texture_2d<f32>;\n"
                    "@group(0) @binding(1) var by: sampler;\n"
                    "@group(0) @binding(2) var<storage, read_write> result: array<f32, 5>;\n"
                    "@compute @workgroup_size(1) fn main() {\n"
                    "    var places = array<f32, 5>(0.125, 0.375, 0.25, -0.125, 1.375);\n"
                    "    for (var i = 0; i < 5; i++) {\n"
                    "        result[i] = textureSampleLevel(picture, by, vec2f(places[i], 0.5), 0.0).r;\n"
                    "    }\n"
                    "}\n",
                    NULL);
    WGPUSampler sampler = wgpuDeviceCreateSampler(gpu.device, descriptor);
    WGPUBuffer buffer = results();
    WGPUBindGroupLayout layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    const WGPUBindGroupEntry entries[] = {entry_of(0, view, NULL, NULL), entry_of(1, NULL, sampler, NULL),
                                          entry_of(2, NULL, NULL, buffer)};
    WGPUBindGroup group = group_of(layout, 3, entries);
    dispatch(pipeline, group);
    float result[5] = {0};
    bool same = gpu_read(&gpu, buffer, result, sizeof result);
    for (size_t i = 0; i < 5; i++)
        same = same && fabsf(result[i] - expected[i] / 255.0f) < 0.01f;
    check(same, what);
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(layout);
    wgpuBufferRelease(buffer);
    wgpuSamplerRelease(sampler);
    wgpuComputePipelineRelease(pipeline);
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
}

static void
test_sampling(void)
{
    WGPUSamplerDescriptor descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    descriptor.magFilter = WGPUFilterMode_Linear;
    sample(&descriptor, (const float[]){0, 64, 32, 0, 255}, "linear, clamped to the edge");
    descriptor.addressModeU = WGPUAddressMode_Repeat;
    sample(&descriptor, (const float[]){0, 64, 32, 255, 64}, "repeated");
    descriptor.addressModeU = WGPUAddressMode_MirrorRepeat;
    sample(&descriptor, (const float[]){0, 64, 32, 0, 128}, "mirrored");
    descriptor.addressModeU = WGPUAddressMode_Undefined;
    descriptor.addressModeV = WGPUAddressMode_Repeat;
    descriptor.addressModeW = WGPUAddressMode_Repeat;
    sample(&descriptor, (const float[]){0, 64, 32, 0, 255}, "repeated in the other directions only");
    descriptor = (WGPUSamplerDescriptor){.lodMaxClamp = 32, .maxAnisotropy = 1, .label = text("plain")};
    descriptor.addressModeU = WGPUAddressMode_Repeat;
    descriptor.magFilter = WGPUFilterMode_Nearest;
    descriptor.minFilter = WGPUFilterMode_Linear;
    descriptor.mipmapFilter = WGPUMipmapFilterMode_Linear;
    sample(&descriptor, (const float[]){0, 64, 64, 255, 64}, "the nearest");
}

static void
try_sampler(const WGPUSamplerDescriptor *descriptor, bool valid, const char *what)
{
    gpu_watch(&gpu);
    WGPUSampler sampler = wgpuDeviceCreateSampler(gpu.device, descriptor);
    if (valid)
        gpu_expect_none(&gpu, what);
    else
        gpu_expect_error(&gpu, what);
    wgpuSamplerSetLabel(sampler, text("a sampler"));
    wgpuSamplerAddRef(sampler);
    wgpuSamplerRelease(sampler);
    wgpuSamplerRelease(sampler);
}

static void
test_descriptors(void)
{
    try_sampler(NULL, true, "a sampler without a descriptor");
    WGPUSamplerDescriptor descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    descriptor.lodMinClamp = 2;
    descriptor.lodMaxClamp = 1;
    try_sampler(&descriptor, false, "the least level above the greatest");
    descriptor.lodMinClamp = -1;
    try_sampler(&descriptor, false, "a level below 0");
    descriptor.lodMinClamp = NAN;
    try_sampler(&descriptor, false, "a level that is not a number");
    descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    descriptor.maxAnisotropy = 0;
    try_sampler(&descriptor, false, "an anisotropy of 0");
    descriptor.maxAnisotropy = 4;
    try_sampler(&descriptor, false, "one of 4 without linear filters");
    descriptor.magFilter = descriptor.minFilter = WGPUFilterMode_Linear;
    descriptor.mipmapFilter = WGPUMipmapFilterMode_Linear;
    try_sampler(&descriptor, true, "one of 4 with them");
    descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    descriptor.compare = WGPUCompareFunction_Always;
    try_sampler(&descriptor, true, "a comparison");
    descriptor.compare = (WGPUCompareFunction)99;
    try_sampler(&descriptor, false, "an unknown comparison");
    descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    descriptor.addressModeW = (WGPUAddressMode)99;
    try_sampler(&descriptor, false, "an unknown address mode");
    descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    descriptor.minFilter = (WGPUFilterMode)99;
    try_sampler(&descriptor, false, "an unknown filter");
}

/* Every kind of layout but those of buffers. */
static WGPUBindGroupLayout
explicit_layout(void)
{
    WGPUBindGroupLayoutEntry entries[5];
    for (uint32_t i = 0; i < 5; i++) {
        entries[i] = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
        entries[i].binding = i;
        entries[i].visibility = WGPUShaderStage_Compute;
    }
    entries[0].texture.sampleType = WGPUTextureSampleType_Uint;
    entries[0].texture.viewDimension = WGPUTextureViewDimension_2DArray;
    entries[1].texture.sampleType = WGPUTextureSampleType_Depth;
    entries[2].sampler.type = WGPUSamplerBindingType_Comparison;
    entries[3].storageTexture.access = WGPUStorageTextureAccess_Undefined; /* write-only */
    entries[3].storageTexture.format = WGPUTextureFormat_RGBA8Unorm;
    entries[4].buffer.type = WGPUBufferBindingType_Storage;
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 5;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor);
}

static WGPUComputePipeline
explicit_pipeline(WGPUBindGroupLayout layout)
{
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.bindGroupLayoutCount = 1;
    descriptor.bindGroupLayouts = &layout;
    WGPUPipelineLayout pipeline_layout = wgpuDeviceCreatePipelineLayout(gpu.device, &descriptor);
    WGPUComputePipeline pipeline =
        pipeline_of("@group(0) @binding(0) var numbers: texture_2d_array<u32>;\n"
                    "@group(0) @binding(1) var depth: texture_depth_2d;\n"
                    "@group(0) @binding(2) var is_less: sampler_comparison;\n"
                    "@group(0) @binding(3) var drawn: texture_storage_2d<rgba8unorm, write>;\n"
                    "@group(0) @binding(4) var<storage, read_write> result: array<u32, 3>;\n"
                    "@compute @workgroup_size(1) fn main() {\n"
                    "    result[0] = textureLoad(numbers, vec2u(1, 1), 1, 0).r;\n"
                    "    result[1] = u32(textureSampleCompareLevel(depth, is_less, vec2f(0.5), 0.5));\n"
                    "    result[2] = u32(textureSampleCompareLevel(depth, is_less, vec2f(0.5), -0.5));\n"
                    "    textureStore(drawn, vec2u(2, 1), vec4f(1.0, 0.0, 1.0, 0.0));\n"
                    "}\n",
                    pipeline_layout);
    wgpuPipelineLayoutRelease(pipeline_layout);
    return pipeline;
}

static void
test_layouts(void)
{
    static const uint32_t numbers[4] = {1, 2, 3, 0xfffffff0};
    WGPUTextureDescriptor layered = WGPU_TEXTURE_DESCRIPTOR_INIT;
    layered.size = (WGPUExtent3D){2, 2, 2};
    layered.format = WGPUTextureFormat_R32Uint;
    layered.usage = WGPUTextureUsage_TextureBinding | WGPUTextureUsage_CopyDst;
    WGPUTexture number_texture = wgpuDeviceCreateTexture(gpu.device, &layered);
    const WGPUTexelCopyTextureInfo second_layer = image_at(number_texture, 0, 0, 0, 1);
    WGPUTexelCopyBufferLayout rows = WGPU_TEXEL_COPY_BUFFER_LAYOUT_INIT;
    rows.bytesPerRow = 8;
    wgpuQueueWriteTexture(gpu.queue, &second_layer, numbers, sizeof numbers, &rows, &(WGPUExtent3D){2, 2, 1});
    WGPUTexture depth_texture =
        image_new(&gpu, 1, 1, WGPUTextureFormat_Depth32Float, WGPUTextureUsage_TextureBinding);
    WGPUTexture drawn = image_new(&gpu, 4, 4, WGPUTextureFormat_RGBA8Unorm,
                                  WGPUTextureUsage_StorageBinding | WGPUTextureUsage_CopySrc);
    WGPUSamplerDescriptor compare = WGPU_SAMPLER_DESCRIPTOR_INIT;
    compare.compare = WGPUCompareFunction_Less;
    WGPUSampler sampler = wgpuDeviceCreateSampler(gpu.device, &compare);
    WGPUTextureView views[3] = {wgpuTextureCreateView(number_texture, NULL),
                                wgpuTextureCreateView(depth_texture, NULL),
                                wgpuTextureCreateView(drawn, NULL)};
    WGPUBuffer buffer = results();
    WGPUBindGroupEntry entries[5] = {entry_of(0, views[0], NULL, NULL), entry_of(1, views[1], NULL, NULL),
                                     entry_of(2, NULL, sampler, NULL), entry_of(3, views[2], NULL, NULL),
                                     entry_of(4, NULL, NULL, buffer)};
    gpu_watch(&gpu);
    WGPUBindGroupLayout layout = explicit_layout();
    WGPUComputePipeline pipeline = explicit_pipeline(layout);
    WGPUBindGroup group = group_of(layout, 5, entries);
    gpu_expect_none(&gpu, "a layout of every kind, its pipeline and a bind group");
    dispatch(pipeline, group);
    uint32_t result[3] = {7, 7, 7};
    gpu_read(&gpu, buffer, result, sizeof result);
    check_equal(result[0], 0xfffffff0, "a number of the second layer");
    check_equal(result[1], 0, "the depth of a new texture, 0: 0.5 is not less");
    check_equal(result[2], 1, "but -0.5 is");
    check_equal(image_texel(&gpu, drawn, 2, 1), 0x00ff00ff, "what was stored to a texture");

    entries[1].textureView = views[2];
    gpu_watch(&gpu);
    WGPUBindGroup wrong = group_of(layout, 5, entries);
    gpu_expect_error(&gpu, "a color where a depth is wanted");
    wgpuBindGroupRelease(wrong);
    entries[1].textureView = NULL;
    entries[1].sampler = sampler;
    gpu_watch(&gpu);
    wrong = group_of(layout, 5, entries);
    gpu_expect_error(&gpu, "a sampler where a texture is wanted");
    wgpuBindGroupRelease(wrong);
    entries[1].textureView = views[1];
    gpu_watch(&gpu);
    wrong = group_of(layout, 5, entries);
    gpu_expect_error(&gpu, "both at once");
    wgpuBindGroupRelease(wrong);

    wgpuBindGroupRelease(group);
    wgpuComputePipelineRelease(pipeline);
    wgpuBindGroupLayoutRelease(layout);
    wgpuBufferRelease(buffer);
    for (size_t i = 0; i < 3; i++)
        wgpuTextureViewRelease(views[i]);
    wgpuSamplerRelease(sampler);
    wgpuTextureRelease(drawn);
    wgpuTextureRelease(depth_texture);
    wgpuTextureRelease(number_texture);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_descriptors();
    test_sampling();
    test_layouts();
    gpu_close(&gpu);
    return check_finish();
}
