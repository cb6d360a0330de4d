/* Chained structs: every descriptor refuses one that it does not know. Where an object is made, that is a
 * validation error and an invalid object; elsewhere, the call fails. webgpu.h, "Struct-Chaining". */
#include "chain.h"

static void
test_buffer(void)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.nextInChain = &unknown;
    descriptor.size = 16;
    descriptor.usage = WGPUBufferUsage_CopyDst;
    begin();
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu.device, &descriptor);
    invalid("chain: a buffer");
    begin();
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, "0123", 4);
    invalid("chain: a buffer, which is invalid");
    wgpuBufferRelease(buffer);
}

static void
test_layouts(void)
{
    WGPUBindGroupLayoutDescriptor group_layout = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    WGPUPipelineLayoutDescriptor pipeline_layout = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    WGPUBindGroupLayout good = wgpuDeviceCreateBindGroupLayout(gpu.device, &group_layout);
    group_layout.nextInChain = &unknown;
    pipeline_layout.nextInChain = &unknown;
    group.nextInChain = &unknown;
    group.layout = good;
    begin();
    WGPUBindGroupLayout bad_group_layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &group_layout);
    invalid("chain: a bind group layout");
    begin();
    WGPUPipelineLayout bad_pipeline_layout = wgpuDeviceCreatePipelineLayout(gpu.device, &pipeline_layout);
    invalid("chain: a pipeline layout");
    begin();
    WGPUBindGroup bad_group = wgpuDeviceCreateBindGroup(gpu.device, &group);
    invalid("chain: a bind group");
    wgpuBindGroupRelease(bad_group);
    wgpuPipelineLayoutRelease(bad_pipeline_layout);
    wgpuBindGroupLayoutRelease(bad_group_layout);
    wgpuBindGroupLayoutRelease(good);
}

static void
try_layout(const WGPUBindGroupLayoutEntry *entry, bool is_valid, const char *what)
{
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = entry;
    begin();
    wgpuBindGroupLayoutRelease(wgpuDeviceCreateBindGroupLayout(gpu.device, &descriptor));
    judge(is_valid, what);
}

/* The structs within an entry, of which only the first is used. */
static void
test_layout_entry(void)
{
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute;
    entry.buffer.type = WGPUBufferBindingType_Storage;
    const struct link links[] = {
        {"chain: a layout's entry", &entry.nextInChain},
        {"chain: a layout's buffer", &entry.buffer.nextInChain},
        {"chain: a layout's sampler, which is not used", &entry.sampler.nextInChain},
        {"chain: a layout's texture, which is not used", &entry.texture.nextInChain},
        {"chain: a layout's storage texture, which is not used", &entry.storageTexture.nextInChain},
    };
    try_layout(&entry, true, "chain: none in a layout's entry");
    for (size_t i = 0; i < COUNT(links); i++) {
        *links[i].place = &unknown;
        try_layout(&entry, false, links[i].what);
        *links[i].place = NULL;
    }
}

static void
test_pipeline(void)
{
    WGPUShaderModule shader = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    begin();
    WGPUComputePipeline good = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    valid("chain: none of a compute pipeline");
    descriptor.nextInChain = &unknown;
    begin();
    WGPUComputePipeline bad = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    invalid("chain: a compute pipeline");
    descriptor.nextInChain = NULL;
    descriptor.compute.nextInChain = &unknown;
    begin();
    WGPUComputePipeline bad_stage = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    invalid("chain: the stage of a compute pipeline");
    wgpuComputePipelineRelease(bad_stage);
    wgpuComputePipelineRelease(bad);
    wgpuComputePipelineRelease(good);
    wgpuShaderModuleRelease(shader);
}

static void
test_shader(void)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    source.code = text("@compute @workgroup_size(1) fn main() {}");
    source.chain.next = &unknown;
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    descriptor.nextInChain = &source.chain;
    begin();
    WGPUShaderModule shader = wgpuDeviceCreateShaderModule(gpu.device, &descriptor);
    invalid("chain: a shader module, behind its code");
    wgpuShaderModuleRelease(shader);
}

/* "Multiple instances of the same sType value": a second one, and a chain without an end. */
static void
test_repetition(void)
{
    WGPUShaderSourceWGSL first = WGPU_SHADER_SOURCE_WGSL_INIT;
    WGPUShaderSourceWGSL second = WGPU_SHADER_SOURCE_WGSL_INIT;
    first.code = text("@compute @workgroup_size(1) fn main() {}");
    second.code = first.code;
    first.chain.next = &second.chain;
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    descriptor.nextInChain = &first.chain;
    begin();
    wgpuShaderModuleRelease(wgpuDeviceCreateShaderModule(gpu.device, &descriptor));
    invalid("chain: a struct twice");
    second.chain.next = &first.chain;
    begin();
    wgpuShaderModuleRelease(wgpuDeviceCreateShaderModule(gpu.device, &descriptor));
    invalid("chain: a circle");
}

static void
test_query_set(void)
{
    WGPUQuerySetDescriptor descriptor = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    descriptor.nextInChain = &unknown;
    descriptor.type = WGPUQueryType_Occlusion;
    descriptor.count = 1;
    begin();
    WGPUQuerySet set = wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
    invalid("chain: a query set");
    wgpuQuerySetRelease(set);
}

static void
test_textures(void)
{
    WGPUTextureDescriptor texture = WGPU_TEXTURE_DESCRIPTOR_INIT;
    texture.size.width = 4;
    texture.format = WGPUTextureFormat_RGBA8Unorm;
    texture.usage = WGPUTextureUsage_TextureBinding;
    WGPUTexture good = wgpuDeviceCreateTexture(gpu.device, &texture);
    texture.nextInChain = &unknown;
    begin();
    WGPUTexture bad = wgpuDeviceCreateTexture(gpu.device, &texture);
    invalid("chain: a texture");
    rule(wgpuTextureGetWidth(bad) == 4, "chain: a texture, which says what was asked for");
    WGPUTextureViewDescriptor view_descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    view_descriptor.nextInChain = &unknown;
    begin();
    WGPUTextureView view = wgpuTextureCreateView(good, &view_descriptor);
    invalid("chain: a view");
    WGPUSamplerDescriptor sampler_descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    sampler_descriptor.nextInChain = &unknown;
    begin();
    WGPUSampler sampler = wgpuDeviceCreateSampler(gpu.device, &sampler_descriptor);
    invalid("chain: a sampler");
    wgpuSamplerRelease(sampler);
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(bad);
    wgpuTextureRelease(good);
}

/* The two that textures and views have, each with a value in it that is unknown. */
static void
test_texture_chains(void)
{
    WGPUTextureBindingViewDimension dimension = WGPU_TEXTURE_BINDING_VIEW_DIMENSION_INIT;
    WGPUTextureDescriptor texture = WGPU_TEXTURE_DESCRIPTOR_INIT;
    texture.nextInChain = &dimension.chain;
    texture.size.width = 4;
    texture.format = WGPUTextureFormat_RGBA8Unorm;
    texture.usage = WGPUTextureUsage_TextureBinding;
    dimension.textureBindingViewDimension = WGPUTextureViewDimension_2D;
    begin();
    WGPUTexture good = wgpuDeviceCreateTexture(gpu.device, &texture);
    valid("chain: a texture with a dimension for bindings");
    dimension.textureBindingViewDimension = (WGPUTextureViewDimension)9;
    begin();
    WGPUTexture bad = wgpuDeviceCreateTexture(gpu.device, &texture);
    invalid("chain: an unknown dimension for bindings");
    WGPUTextureComponentSwizzleDescriptor swizzle = WGPU_TEXTURE_COMPONENT_SWIZZLE_DESCRIPTOR_INIT;
    WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.nextInChain = &swizzle.chain;
    begin();
    WGPUTextureView plain = wgpuTextureCreateView(good, &descriptor);
    valid("chain: a view with a swizzle that changes nothing");
    swizzle.swizzle.g = (WGPUComponentSwizzle)9;
    begin();
    WGPUTextureView mixed = wgpuTextureCreateView(good, &descriptor);
    invalid("chain: an unknown swizzle");
    wgpuTextureViewRelease(mixed);
    wgpuTextureViewRelease(plain);
    wgpuTextureRelease(bad);
    wgpuTextureRelease(good);
}

/* Where the error comes is left open: at once, or when the encoder is finished. */
static void
test_encoder(bool in_encoder, bool in_pass, bool in_finish, const char *what)
{
    WGPUCommandEncoderDescriptor encoder_descriptor = WGPU_COMMAND_ENCODER_DESCRIPTOR_INIT;
    WGPUComputePassDescriptor pass_descriptor = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    WGPUCommandBufferDescriptor finish_descriptor = WGPU_COMMAND_BUFFER_DESCRIPTOR_INIT;
    encoder_descriptor.nextInChain = in_encoder ? &unknown : NULL;
    pass_descriptor.nextInChain = in_pass ? &unknown : NULL;
    finish_descriptor.nextInChain = in_finish ? &unknown : NULL;
    begin();
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, &encoder_descriptor);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, &pass_descriptor);
    wgpuComputePassEncoderEnd(pass);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, &finish_descriptor);
    invalid(what);
    wgpuCommandBufferRelease(commands);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
}

static void
test_out_structs(void)
{
    WGPULimits filled = WGPU_LIMITS_INIT;
    filled.nextInChain = &unknown;
    rule(wgpuAdapterGetLimits(gpu.adapter, &filled) == WGPUStatus_Error, "chain: limits");
    rule(filled.maxBindGroups == WGPU_LIMIT_U32_UNDEFINED, "chain: limits, which are then not filled");
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    info.nextInChain = &unknown;
    rule(wgpuAdapterGetInfo(gpu.adapter, &info) == WGPUStatus_Error, "chain: information");
    WGPUInstanceLimits instance = WGPU_INSTANCE_LIMITS_INIT;
    instance.nextInChain = &unknown;
    rule(wgpuGetInstanceLimits(&instance) == WGPUStatus_Error, "chain: an instance's limits");
}

static void
take_adapter_status(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message,
                    void *result, void *unused)
{
    (void)message;
    (void)unused;
    *(WGPURequestAdapterStatus *)result = status;
    if (adapter != NULL)
        wgpuAdapterRelease(adapter);
}

static void
take_device_status(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *result,
                   void *unused)
{
    (void)message;
    (void)unused;
    *(WGPURequestDeviceStatus *)result = status;
    if (device != NULL)
        wgpuDeviceRelease(device);
}

static void
test_requests(void)
{
    WGPUInstanceDescriptor instance = WGPU_INSTANCE_DESCRIPTOR_INIT;
    instance.nextInChain = &unknown;
    rule(wgpuCreateInstance(&instance) == NULL, "chain: an instance");

    WGPURequestAdapterStatus adapter_status = 0;
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.nextInChain = &unknown;
    WGPURequestAdapterCallbackInfo adapter_info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    adapter_info.mode = WGPUCallbackMode_WaitAnyOnly;
    adapter_info.callback = take_adapter_status;
    adapter_info.userdata1 = &adapter_status;
    gpu_wait(&gpu, wgpuInstanceRequestAdapter(gpu.instance, &options, adapter_info));
    rule(adapter_status == WGPURequestAdapterStatus_Error, "chain: a request for an adapter");

    struct gpu other;
    if (!gpu_open_adapter(&other))
        return;
    WGPURequestDeviceStatus device_status = 0;
    WGPUDeviceDescriptor device = WGPU_DEVICE_DESCRIPTOR_INIT;
    device.nextInChain = &unknown;
    WGPURequestDeviceCallbackInfo device_info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
    device_info.mode = WGPUCallbackMode_WaitAnyOnly;
    device_info.callback = take_device_status;
    device_info.userdata1 = &device_status;
    gpu_wait(&other, wgpuAdapterRequestDevice(other.adapter, &device, device_info));
    rule(device_status == WGPURequestDeviceStatus_Error, "chain: a request for a device");
    gpu_close(&other);
}

int
main(int argc, char **argv)
{
    if (!rules_open(argc, argv, 0))
        return check_finish();
    test_buffer();
    test_layouts();
    test_layout_entry();
    test_pipeline();
    test_shader();
    test_repetition();
    test_query_set();
    test_textures();
    test_texture_chains();
    test_encoder(true, false, false, "chain: a command encoder");
    test_encoder(false, true, false, "chain: a compute pass");
    test_encoder(false, false, true, "chain: a command buffer");
    test_out_structs();
    test_requests();
    return rules_close();
}
