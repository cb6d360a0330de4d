/* Native objects that are invalid from the start: each is made of a descriptor that WebGPU does not take,
 * with the library's own word on it unheard. What is made of an invalid object is invalid. */
#include "webgpu/invalid.h"

#include "base/count.h"
#include "gpu/error.h"

#define TOO_MANY_QUERIES 4097 /* WebGPU, "QuerySet Creation" */

static WGPUBuffer
make_buffer(WGPUDevice device)
{
    const WGPUBufferDescriptor no_usage = WGPU_BUFFER_DESCRIPTOR_INIT;
    return wgpuDeviceCreateBuffer(device, &no_usage);
}

static WGPUTexture
make_texture(WGPUDevice device)
{
    WGPUTextureDescriptor empty = WGPU_TEXTURE_DESCRIPTOR_INIT;
    empty.size = (WGPUExtent3D){0, 0, 0};
    empty.format = WGPUTextureFormat_RGBA8Unorm;
    empty.usage = WGPUTextureUsage_CopyDst;
    return wgpuDeviceCreateTexture(device, &empty);
}

static WGPUTextureView
make_texture_view(WGPUDevice device)
{
    const WGPUTexture texture = make_texture(device);
    const WGPUTextureView view = texture == NULL ? NULL : wgpuTextureCreateView(texture, NULL);
    wgpuTextureRelease(texture);
    return view;
}

static WGPUSampler
make_sampler(WGPUDevice device)
{
    WGPUSamplerDescriptor flat = WGPU_SAMPLER_DESCRIPTOR_INIT;
    flat.maxAnisotropy = 0;
    return wgpuDeviceCreateSampler(device, &flat);
}

static WGPUBindGroupLayout
make_bind_group_layout(WGPUDevice device)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.buffer.type = WGPUBufferBindingType_Uniform;
    const WGPUBindGroupLayoutEntry twice[] = {entry, entry};
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = BASE_COUNT(twice);
    descriptor.entries = twice;
    return wgpuDeviceCreateBindGroupLayout(device, &descriptor);
}

static WGPUPipelineLayout
make_pipeline_layout(WGPUDevice device)
{
    const WGPUBindGroupLayout layout = make_bind_group_layout(device);
    WGPUPipelineLayoutDescriptor descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    descriptor.bindGroupLayoutCount = 1;
    descriptor.bindGroupLayouts = &layout;
    const WGPUPipelineLayout made =
        layout == NULL ? NULL : wgpuDeviceCreatePipelineLayout(device, &descriptor);
    wgpuBindGroupLayoutRelease(layout);
    return made;
}

static WGPUBindGroup
make_bind_group(WGPUDevice device)
{
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = make_bind_group_layout(device);
    const WGPUBindGroup group =
        descriptor.layout == NULL ? NULL : wgpuDeviceCreateBindGroup(device, &descriptor);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    return group;
}

static WGPUShaderModule
make_shader_module(WGPUDevice device)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    source.code = (WGPUStringView){"!", 1};
    const WGPUShaderModuleDescriptor descriptor = {.nextInChain = &source.chain};
    return wgpuDeviceCreateShaderModule(device, &descriptor);
}

static WGPUComputePipeline
make_compute_pipeline(WGPUDevice device)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = make_shader_module(device);
    const WGPUComputePipeline pipeline =
        descriptor.compute.module == NULL ? NULL : wgpuDeviceCreateComputePipeline(device, &descriptor);
    wgpuShaderModuleRelease(descriptor.compute.module);
    return pipeline;
}

static WGPURenderPipeline
make_render_pipeline(WGPUDevice device)
{
    WGPURenderPipelineDescriptor descriptor = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT;
    descriptor.vertex.module = make_shader_module(device);
    const WGPURenderPipeline pipeline =
        descriptor.vertex.module == NULL ? NULL : wgpuDeviceCreateRenderPipeline(device, &descriptor);
    wgpuShaderModuleRelease(descriptor.vertex.module);
    return pipeline;
}

static WGPUQuerySet
make_query_set(WGPUDevice device)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.type = WGPUQueryType_Occlusion;
    descriptor.count = TOO_MANY_QUERIES;
    return wgpuDeviceCreateQuerySet(device, &descriptor);
}

/* Encoders are always made: what is recorded makes them invalid. */
static WGPUCommandEncoder
make_command_encoder(WGPUDevice device)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
    if (encoder != NULL)
        wgpuCommandEncoderPopDebugGroup(encoder);
    return encoder;
}

static WGPUCommandBuffer
make_command_buffer(WGPUDevice device)
{
    const WGPUCommandEncoder encoder = make_command_encoder(device);
    const WGPUCommandBuffer commands = encoder == NULL ? NULL : wgpuCommandEncoderFinish(encoder, NULL);
    wgpuCommandEncoderRelease(encoder);
    return commands;
}

/* Passes are of an encoder that has been finished. */
static WGPUCommandEncoder
make_finished_encoder(WGPUDevice device)
{
    const WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device, NULL);
    if (encoder != NULL)
        wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    return encoder;
}

static WGPUComputePassEncoder
make_compute_pass_encoder(WGPUDevice device)
{
    const WGPUCommandEncoder encoder = make_finished_encoder(device);
    const WGPUComputePassDescriptor plain = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    const WGPUComputePassEncoder pass =
        encoder == NULL ? NULL : wgpuCommandEncoderBeginComputePass(encoder, &plain);
    wgpuCommandEncoderRelease(encoder);
    return pass;
}

static WGPURenderPassEncoder
make_render_pass_encoder(WGPUDevice device)
{
    const WGPUCommandEncoder encoder = make_finished_encoder(device);
    const WGPURenderPassDescriptor plain = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    const WGPURenderPassEncoder pass =
        encoder == NULL ? NULL : wgpuCommandEncoderBeginRenderPass(encoder, &plain);
    wgpuCommandEncoderRelease(encoder);
    return pass;
}

static WGPURenderBundleEncoder
make_render_bundle_encoder(WGPUDevice device)
{
    const WGPURenderBundleEncoderDescriptor no_format = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    return wgpuDeviceCreateRenderBundleEncoder(device, &no_format);
}

static WGPURenderBundle
make_render_bundle(WGPUDevice device)
{
    const WGPURenderBundleEncoder encoder = make_render_bundle_encoder(device);
    const WGPURenderBundle bundle = encoder == NULL ? NULL : wgpuRenderBundleEncoderFinish(encoder, NULL);
    wgpuRenderBundleEncoderRelease(encoder);
    return bundle;
}

#define X(name, Name, text, pool) \
    WGPU##Name webgpu_invalid_##name(WGPUDevice device) \
    { \
        gpu_device_quiet_begin(device); \
        const WGPU##Name made = make_##name(device); \
        gpu_device_quiet_end(device); \
        return made; \
    }
WEBGPU_INVALID(X)
#undef X
