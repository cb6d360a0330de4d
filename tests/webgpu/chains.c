/* Chained structs: every descriptor refuses one that it does not know. Where an object is made, that is a
 * validation error and an invalid object; elsewhere, the call fails. webgpu.h, "Struct-Chaining". */
#include <stdlib.h>
#include <string.h>

#include "../guests/draw.h"
#include "rule.h"

static WGPUChainedStruct unknown = {.next = NULL, .sType = (WGPUSType)0x7fff1234};

/* Where a chain can begin in something that is valid without. */
struct link {
    const char *what;
    WGPUChainedStruct **place;
};

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

static void
try_pipeline(const struct pipeline_plan *plan, bool is_valid, const char *what)
{
    begin();
    wgpuRenderPipelineRelease(plan_create(&gpu, plan));
    judge(is_valid, what);
}

static void
test_render_pipeline(void)
{
    WGPUConstantEntry constant = {.key = text("x")};
    WGPUVertexAttribute attribute = {.format = WGPUVertexFormat_Float32};
    WGPUVertexBufferLayout buffer = {.stepMode = WGPUVertexStepMode_Vertex, .arrayStride = 4};
    WGPUDepthStencilState depth = WGPU_DEPTH_STENCIL_STATE_INIT;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu,
              "override x: f32;\n"
              "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(x); }\n"
              "@fragment fn fragment() -> @location(0) vec4f { return vec4f(1); }\n");
    const struct link links[] = {
        {"chain: a render pipeline", &plan.descriptor.nextInChain},
        {"chain: a vertex stage", &plan.descriptor.vertex.nextInChain},
        {"chain: a constant", &constant.nextInChain},
        {"chain: a vertex buffer", &buffer.nextInChain},
        {"chain: an attribute", &attribute.nextInChain},
        {"chain: primitives", &plan.descriptor.primitive.nextInChain},
        {"chain: samples", &plan.descriptor.multisample.nextInChain},
        {"chain: depths and stencils", &depth.nextInChain},
        {"chain: a fragment stage", &plan.fragment.nextInChain},
        {"chain: a target", &plan.target.nextInChain},
    };
    buffer.attributeCount = plan.descriptor.vertex.bufferCount = plan.descriptor.vertex.constantCount = 1;
    buffer.attributes = &attribute;
    plan.descriptor.vertex.buffers = &buffer;
    plan.descriptor.vertex.constants = &constant;
    plan.descriptor.depthStencil = &depth;
    depth.format = WGPUTextureFormat_Depth32Float;
    depth.depthCompare = WGPUCompareFunction_Always;
    depth.depthWriteEnabled = (WGPUOptionalBool)9;
    try_pipeline(&plan, false, "chain: depths neither written nor not");
    depth.depthWriteEnabled = WGPUOptionalBool_True;
    try_pipeline(&plan, true, "chain: none in a render pipeline");
    for (size_t i = 0; i < COUNT(links); i++) {
        *links[i].place = &unknown;
        try_pipeline(&plan, false, links[i].what);
        *links[i].place = NULL;
    }
    plan_finish(&plan);
}

static void
test_bundle(void)
{
    const WGPUTextureFormat format = CANVAS_FORMAT;
    WGPURenderBundleEncoderDescriptor descriptor = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    descriptor.nextInChain = &unknown;
    descriptor.colorFormatCount = 1;
    descriptor.colorFormats = &format;
    begin();
    wgpuRenderBundleRelease(bundle_finish(wgpuDeviceCreateRenderBundleEncoder(gpu.device, &descriptor)));
    invalid("chain: a bundle's encoder");
    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    begin();
    wgpuRenderBundleRelease(
        wgpuRenderBundleEncoderFinish(encoder, &(WGPURenderBundleDescriptor){.nextInChain = &unknown}));
    invalid("chain: a bundle");
    wgpuRenderBundleEncoderRelease(encoder);
}

static void
try_render_pass(const WGPURenderPassDescriptor *descriptor, bool is_valid, const char *what)
{
    begin();
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass_end(wgpuCommandEncoderBeginRenderPass(encoder, descriptor));
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    judge(is_valid, what);
}

static void
test_render_pass(void)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPURenderPassMaxDrawCount most = WGPU_RENDER_PASS_MAX_DRAW_COUNT_INIT;
    WGPURenderPassColorAttachment attachments[9] = {attachment_of(canvas.view)};
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.nextInChain = &most.chain;
    descriptor.colorAttachmentCount = 1;
    descriptor.colorAttachments = attachments;
    try_render_pass(&descriptor, true, "chain: a render pass with the most draws it may have");
    most.chain.next = &unknown;
    try_render_pass(&descriptor, false, "chain: something behind the most draws");
    descriptor.nextInChain = &unknown;
    try_render_pass(&descriptor, false, "chain: something else than the most draws");
    descriptor.nextInChain = NULL;
    descriptor.colorAttachmentCount = 9;
    try_render_pass(&descriptor, false, "chain: none, but more attachments than there may be");
    descriptor.colorAttachmentCount = 1;
    attachments[0].nextInChain = &unknown;
    try_render_pass(&descriptor, false, "chain: a color attachment");
    attachments[0].nextInChain = NULL;
    WGPUPassTimestampWrites writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    WGPURenderPassDepthStencilAttachment depth = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    struct canvas depths = canvas_new(&gpu, WGPUTextureFormat_Depth32Float, 1);
    depth.view = depths.view;
    depth.depthLoadOp = WGPULoadOp_Clear;
    depth.depthStoreOp = WGPUStoreOp_Store;
    depth.depthClearValue = 1;
    descriptor.depthStencilAttachment = &depth;
    try_render_pass(&descriptor, true, "chain: none of depths and stencils");
    depth.nextInChain = &unknown;
    try_render_pass(&descriptor, false, "chain: a depth and stencil attachment");
    descriptor.depthStencilAttachment = NULL;
    WGPUQuerySetDescriptor queries = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    queries.type = WGPUQueryType_Occlusion;
    queries.count = 1;
    writes.querySet = wgpuDeviceCreateQuerySet(gpu.device, &queries);
    writes.nextInChain = &unknown;
    descriptor.timestampWrites = &writes;
    try_render_pass(&descriptor, false, "chain: timestamps");
    wgpuQuerySetRelease(writes.querySet);
    canvas_release(depths);
    canvas_release(canvas);
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
    test_render_pipeline();
    test_bundle();
    test_render_pass();
    test_encoder(true, false, false, "chain: a command encoder");
    test_encoder(false, true, false, "chain: a compute pass");
    test_encoder(false, false, true, "chain: a command buffer");
    test_out_structs();
    test_requests();
    return rules_close();
}
