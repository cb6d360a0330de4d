/* Chained structs: every descriptor refuses one that it does not know. Where an object is made, that is a
 * validation error and an invalid object; elsewhere, the call fails. webgpu.h, "Struct-Chaining". */
#include <stdlib.h>
#include <string.h>

#include "draw.h"

static struct gpu gpu;

static WGPUChainedStruct unknown = {.next = NULL, .sType = (WGPUSType)0x7fff1234};

static void
begin(void)
{
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
}

static void
end(const char *what)
{
    check_equal(gpu_pop_error(&gpu, NULL, 0), WGPUErrorType_Validation, what);
}

static void
test_buffer(void)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.nextInChain = &unknown;
    descriptor.size = 16;
    descriptor.usage = WGPUBufferUsage_CopyDst;
    begin();
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu.device, &descriptor);
    end("a buffer");
    begin();
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, "0123", 4);
    end("which is invalid");
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
    end("a bind group layout");
    begin();
    WGPUPipelineLayout bad_pipeline_layout = wgpuDeviceCreatePipelineLayout(gpu.device, &pipeline_layout);
    end("a pipeline layout");
    begin();
    WGPUBindGroup bad_group = wgpuDeviceCreateBindGroup(gpu.device, &group);
    end("a bind group");
    wgpuBindGroupRelease(bad_group);
    wgpuPipelineLayoutRelease(bad_pipeline_layout);
    wgpuBindGroupLayoutRelease(bad_group_layout);
    wgpuBindGroupLayoutRelease(good);
}

static void
test_pipeline(void)
{
    WGPUShaderModule shader = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    begin();
    WGPUComputePipeline good = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    check_equal(gpu_pop_error(&gpu, NULL, 0), WGPUErrorType_NoError, "a pipeline without a chain");
    descriptor.nextInChain = &unknown;
    begin();
    WGPUComputePipeline bad = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    end("a pipeline");
    descriptor.nextInChain = NULL;
    descriptor.compute.nextInChain = &unknown;
    begin();
    WGPUComputePipeline bad_stage = wgpuDeviceCreateComputePipeline(gpu.device, &descriptor);
    end("its stage");
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
    end("a shader module, behind its code");
    wgpuShaderModuleRelease(shader);
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
    end("a query set");
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
    end("a texture");
    check_equal(wgpuTextureGetWidth(bad), 4, "which says what was asked for");
    WGPUTextureViewDescriptor view_descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    view_descriptor.nextInChain = &unknown;
    begin();
    WGPUTextureView view = wgpuTextureCreateView(good, &view_descriptor);
    end("a view");
    WGPUSamplerDescriptor sampler_descriptor = WGPU_SAMPLER_DESCRIPTOR_INIT;
    sampler_descriptor.nextInChain = &unknown;
    begin();
    WGPUSampler sampler = wgpuDeviceCreateSampler(gpu.device, &sampler_descriptor);
    end("a sampler");
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
    gpu_expect_none(&gpu, "a texture with a dimension for bindings");
    dimension.textureBindingViewDimension = (WGPUTextureViewDimension)9;
    begin();
    WGPUTexture bad = wgpuDeviceCreateTexture(gpu.device, &texture);
    end("with an unknown one");
    WGPUTextureComponentSwizzleDescriptor swizzle = WGPU_TEXTURE_COMPONENT_SWIZZLE_DESCRIPTOR_INIT;
    WGPUTextureViewDescriptor descriptor = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    descriptor.nextInChain = &swizzle.chain;
    begin();
    WGPUTextureView plain = wgpuTextureCreateView(good, &descriptor);
    gpu_expect_none(&gpu, "a view with a swizzle that changes nothing");
    swizzle.swizzle.g = (WGPUComponentSwizzle)9;
    begin();
    WGPUTextureView mixed = wgpuTextureCreateView(good, &descriptor);
    end("with an unknown one");
    wgpuTextureViewRelease(mixed);
    wgpuTextureViewRelease(plain);
    wgpuTextureRelease(bad);
    wgpuTextureRelease(good);
}

static void
test_render_pipeline(void)
{
    WGPUChainedStruct *const chain = &unknown;
    const WGPUConstantEntry constant = {.nextInChain = chain, .key = text("none")};
    const WGPUVertexAttribute attribute = {.nextInChain = chain, .format = WGPUVertexFormat_Float32};
    WGPUVertexBufferLayout buffer = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
    WGPUDepthStencilState depth = WGPU_DEPTH_STENCIL_STATE_INIT;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    const struct pipeline_plan good = plan;
    plan.descriptor.nextInChain = chain;
    plan_refuse(&gpu, &plan, "a render pipeline");
    plan.descriptor = good.descriptor;
    plan.descriptor.vertex.nextInChain = chain;
    plan_refuse(&gpu, &plan, "its vertex stage");
    plan.descriptor = good.descriptor;
    plan.descriptor.vertex.constantCount = 1;
    plan.descriptor.vertex.constants = &constant;
    plan_refuse(&gpu, &plan, "a constant");
    plan.descriptor = good.descriptor;
    plan.descriptor.vertex.bufferCount = 1;
    plan.descriptor.vertex.buffers = &buffer;
    buffer.nextInChain = chain;
    plan_refuse(&gpu, &plan, "a vertex buffer");
    buffer.nextInChain = NULL;
    buffer.arrayStride = 4;
    buffer.attributeCount = 1;
    buffer.attributes = &attribute;
    plan_refuse(&gpu, &plan, "an attribute");
    plan.descriptor = good.descriptor;
    plan.descriptor.primitive.nextInChain = chain;
    plan_refuse(&gpu, &plan, "its primitives");
    plan.descriptor = good.descriptor;
    plan.descriptor.multisample.nextInChain = chain;
    plan_refuse(&gpu, &plan, "its samples");
    plan.descriptor = good.descriptor;
    plan.descriptor.depthStencil = &depth;
    depth.format = WGPUTextureFormat_Depth32Float;
    depth.depthCompare = WGPUCompareFunction_Always;
    depth.depthWriteEnabled = (WGPUOptionalBool)9;
    plan_refuse(&gpu, &plan, "depths neither written nor not");
    depth.depthWriteEnabled = WGPUOptionalBool_True;
    depth.nextInChain = chain;
    plan_refuse(&gpu, &plan, "its depths and stencils");
    plan.descriptor = good.descriptor;
    plan.fragment.nextInChain = chain;
    plan_refuse(&gpu, &plan, "its fragment stage");
    plan.fragment.nextInChain = NULL;
    plan.target.nextInChain = chain;
    plan_refuse(&gpu, &plan, "a target");
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
    end("a bundle's encoder");
    WGPURenderBundleEncoder encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    begin();
    wgpuRenderBundleRelease(
        wgpuRenderBundleEncoderFinish(encoder, &(WGPURenderBundleDescriptor){.nextInChain = &unknown}));
    end("a bundle");
    wgpuRenderBundleEncoderRelease(encoder);
}

static void
try_render_pass(const WGPURenderPassDescriptor *descriptor, bool valid, const char *what)
{
    begin();
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass_end(wgpuCommandEncoderBeginRenderPass(encoder, descriptor));
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    if (valid)
        gpu_expect_none(&gpu, what);
    else
        end(what);
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
    try_render_pass(&descriptor, true, "a render pass with the most draws it may have");
    most.chain.next = &unknown;
    try_render_pass(&descriptor, false, "with something behind it");
    descriptor.nextInChain = &unknown;
    try_render_pass(&descriptor, false, "with something else");
    descriptor.nextInChain = NULL;
    descriptor.colorAttachmentCount = 9;
    try_render_pass(&descriptor, false, "with more attachments than there may be");
    descriptor.colorAttachmentCount = 1;
    attachments[0].nextInChain = &unknown;
    try_render_pass(&descriptor, false, "an attachment");
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
    end(what);
    wgpuCommandBufferRelease(commands);
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
}

static void
test_out_structs(void)
{
    WGPULimits limits = WGPU_LIMITS_INIT;
    limits.nextInChain = &unknown;
    check_equal(wgpuAdapterGetLimits(gpu.adapter, &limits), WGPUStatus_Error, "limits to be filled");
    check_equal(limits.maxBindGroups, WGPU_LIMIT_U32_UNDEFINED, "they are not filled");
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    info.nextInChain = &unknown;
    check_equal(wgpuAdapterGetInfo(gpu.adapter, &info), WGPUStatus_Error, "information to be filled");
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
    check(wgpuCreateInstance(&instance) == NULL, "an instance");

    WGPURequestAdapterStatus adapter_status = 0;
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.nextInChain = &unknown;
    WGPURequestAdapterCallbackInfo adapter_info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    adapter_info.mode = WGPUCallbackMode_WaitAnyOnly;
    adapter_info.callback = take_adapter_status;
    adapter_info.userdata1 = &adapter_status;
    gpu_wait(&gpu, wgpuInstanceRequestAdapter(gpu.instance, &options, adapter_info));
    check_equal(adapter_status, WGPURequestAdapterStatus_Error, "a request for an adapter");

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
    check_equal(device_status, WGPURequestDeviceStatus_Error, "a request for a device");
    gpu_close(&other);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_buffer();
    test_layouts();
    test_pipeline();
    test_shader();
    test_query_set();
    test_textures();
    test_texture_chains();
    test_render_pipeline();
    test_bundle();
    test_render_pass();
    test_encoder(true, false, false, "a command encoder");
    test_encoder(false, true, false, "a compute pass");
    test_encoder(false, false, true, "a command buffer");
    test_out_structs();
    test_requests();
    gpu_close(&gpu);
    return check_finish();
}
