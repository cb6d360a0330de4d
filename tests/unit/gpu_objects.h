/* One object of each kind that rendering uses, for tests of what becomes of them. */
#ifndef TESTS_GPU_OBJECTS_H
#define TESTS_GPU_OBJECTS_H

#include "gpu_render.h"

static const WGPUExtent3D all_texels = {SIZE, SIZE, 1};

static inline WGPUTexelCopyBufferInfo
rows_of(WGPUBuffer buffer)
{
    WGPUTexelCopyBufferInfo info = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    info.buffer = buffer;
    info.layout.bytesPerRow = ROW;
    info.layout.rowsPerImage = SIZE;
    return info;
}

static const char sampler_code[] =
    "@group(0) @binding(0) var image: texture_2d<f32>;"
    "@group(0) @binding(1) var filtering: sampler;"
    "@vertex fn vertex(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {"
    "    return vec4f(f32(i32(i & 1u) * 4 - 1), f32(i32(i >> 1u) * 4 - 1), 0.5, 1);"
    "}"
    "@fragment fn fragment() -> @location(0) vec4f {"
    "    return textureSampleLevel(image, filtering, vec2f(0.5), 0);"
    "}";

/* One of each kind that a pass may use. */
struct objects {
    WGPUTexture texture;
    WGPUTextureView view;
    WGPUSampler sampler;
    WGPURenderPipeline pipeline;
    WGPUBindGroupLayout layout;
    WGPUBindGroup group; /* of view and sampler */
    WGPUPipelineLayout pipeline_layout;
    WGPUShaderModule module;
    WGPUQuerySet queries;
    WGPURenderBundle bundle;
    WGPUBuffer buffer;
};

static inline WGPUBindGroup
group_of(const struct gpu_fixture *gpu, WGPUBindGroupLayout layout, WGPUTextureView view, WGPUSampler sampler)
{
    WGPUBindGroupEntry entries[2] = {WGPU_BIND_GROUP_ENTRY_INIT, WGPU_BIND_GROUP_ENTRY_INIT};
    entries[0].textureView = view;
    entries[1].binding = 1;
    entries[1].sampler = sampler;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = layout;
    descriptor.entryCount = 2;
    descriptor.entries = entries;
    return wgpuDeviceCreateBindGroup(gpu->device, &descriptor);
}

static inline WGPURenderBundle
bundle_of(const struct gpu_fixture *gpu, WGPURenderPipeline pipeline, WGPUBindGroup group)
{
    static const WGPUTextureFormat format = WGPUTextureFormat_RGBA8Unorm;
    WGPURenderBundleEncoderDescriptor layout = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    layout.colorFormatCount = 1;
    layout.colorFormats = &format;
    const WGPURenderBundleEncoder encoder = wgpuDeviceCreateRenderBundleEncoder(gpu->device, &layout);
    wgpuRenderBundleEncoderSetPipeline(encoder, pipeline);
    wgpuRenderBundleEncoderSetBindGroup(encoder, 0, group, 0, NULL);
    wgpuRenderBundleEncoderDraw(encoder, 3, 1, 0, 0);
    const WGPURenderBundle bundle = wgpuRenderBundleEncoderFinish(encoder, NULL);
    wgpuRenderBundleEncoderRelease(encoder);
    return bundle;
}

static inline void
objects_init(struct objects *objects, const struct gpu_fixture *gpu)
{
    objects->texture = make_texture(gpu, WGPUTextureFormat_RGBA8Unorm);
    objects->view = wgpuTextureCreateView(objects->texture, NULL);
    objects->sampler = wgpuDeviceCreateSampler(gpu->device, NULL);
    objects->pipeline = make_render_pipeline(gpu, sampler_code);
    objects->layout = wgpuRenderPipelineGetBindGroupLayout(objects->pipeline, 0);
    objects->group = group_of(gpu, objects->layout, objects->view, objects->sampler);
    WGPUPipelineLayoutDescriptor layout = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    objects->pipeline_layout = wgpuDeviceCreatePipelineLayout(gpu->device, &layout);
    objects->module = make_shader(gpu, red_triangle);
    WGPUQuerySetDescriptor queries = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    queries.type = WGPUQueryType_Occlusion;
    queries.count = 1;
    objects->queries = wgpuDeviceCreateQuerySet(gpu->device, &queries);
    objects->bundle = bundle_of(gpu, objects->pipeline, objects->group);
    objects->buffer =
        make_buffer(gpu,
                    WGPUBufferUsage_Vertex | WGPUBufferUsage_Index | WGPUBufferUsage_Indirect |
                        WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst | WGPUBufferUsage_QueryResolve,
                    SIZE * ROW);
}

static inline void
objects_finish(struct objects *objects)
{
    wgpuBufferRelease(objects->buffer);
    wgpuRenderBundleRelease(objects->bundle);
    wgpuQuerySetRelease(objects->queries);
    wgpuShaderModuleRelease(objects->module);
    wgpuPipelineLayoutRelease(objects->pipeline_layout);
    wgpuBindGroupRelease(objects->group);
    wgpuBindGroupLayoutRelease(objects->layout);
    wgpuRenderPipelineRelease(objects->pipeline);
    wgpuSamplerRelease(objects->sampler);
    wgpuTextureViewRelease(objects->view);
    wgpuTextureRelease(objects->texture);
}

#endif
