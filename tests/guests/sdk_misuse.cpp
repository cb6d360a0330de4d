// What webgpu.h forbids: every function called with NULL for each object and each pointer, then with objects
// that were released, then those that make objects without their descriptors. Nothing traps, the heap stays
// whole, and each call says on the log what was wrong: "called" lines name those that must, and misuse.py
// looks for them there. A guest only: a native program would crash.
#include <cstdio>
#include <cstring>

#include "check.hpp"
#include "webgpu_functions.h"

static struct gpu gpu;

// These take no object, and nothing that may not be zero.
static const char *const harmless[] = {
    "wgpuAdapterInfoFreeMembers",
    "wgpuCreateInstance",
    "wgpuGetProcAddress",
    "wgpuHasInstanceFeature",
    "wgpuSupportedFeaturesFreeMembers",
    "wgpuSupportedInstanceFeaturesFreeMembers",
    "wgpuSupportedWGSLLanguageFeaturesFreeMembers",
    "wgpuSurfaceCapabilitiesFreeMembers",
};

static bool
is_harmless(const char *name)
{
    for (const char *other : harmless) {
        if (std::strcmp(name, other) == 0)
            return true;
    }
    return false;
}

// What is passed for each type of parameter: zero, or NULL, or an object that was released.
template <typename Type> static Type passed{};

template <typename Result, typename... Parameters>
static void
call(const char *name, Result (*function)(Parameters...))
{
    if (is_harmless(name))
        return;
    std::printf("called %s\n", name);
    function(passed<Parameters>...);
}

static void
call_all()
{
#define X(Name) call("wgpu" #Name, wgpu##Name);
    WEBGPU_FUNCTIONS(X)
#undef X
}

// The device is as good as before, and so is the heap.
static void
check_all_is_well(const char *what)
{
    uint32_t words[64];
    const uint32_t sent[64] = {1, 2, 3, 4};
    WGPUBuffer buffer = gpu_buffer(&gpu, sizeof sent, WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, sent, sizeof sent);
    check(gpu_read(&gpu, buffer, words, sizeof words) && std::memcmp(words, sent, sizeof sent) == 0, what);
    wgpuBufferRelease(buffer);
}

template <typename Object>
static Object
released(Object object, void (*release)(Object))
{
    passed<Object> = object;
    release(object);
    return object;
}

static void
release_pipelines()
{
    WGPUShaderModule module =
        gpu_shader(&gpu, "@compute @workgroup_size(1) fn compute() {}"
                         "@vertex fn vertex() -> @builtin(position) vec4f { return vec4f(); }");
    WGPUComputePipelineDescriptor compute = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    compute.compute.module = module;
    released(wgpuDeviceCreateComputePipeline(gpu.device, &compute), wgpuComputePipelineRelease);
    WGPUDepthStencilState depth = WGPU_DEPTH_STENCIL_STATE_INIT;
    depth.format = WGPUTextureFormat_Depth16Unorm;
    depth.depthWriteEnabled = WGPUOptionalBool_True;
    depth.depthCompare = WGPUCompareFunction_Less;
    WGPURenderPipelineDescriptor render = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT;
    render.vertex.module = module;
    render.depthStencil = &depth;
    released(wgpuDeviceCreateRenderPipeline(gpu.device, &render), wgpuRenderPipelineRelease);
    released(module, wgpuShaderModuleRelease);
}

static void
release_textures()
{
    WGPUTextureDescriptor descriptor = WGPU_TEXTURE_DESCRIPTOR_INIT;
    descriptor.size = {4, 4, 1};
    descriptor.format = WGPUTextureFormat_RGBA8Unorm;
    descriptor.usage = WGPUTextureUsage_RenderAttachment;
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, &descriptor);
    WGPUTextureView view = wgpuTextureCreateView(texture, nullptr);
    WGPURenderPassColorAttachment color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    color.view = view;
    color.loadOp = WGPULoadOp_Clear;
    color.storeOp = WGPUStoreOp_Store;
    WGPURenderPassDescriptor render = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    render.colorAttachmentCount = 1;
    render.colorAttachments = &color;
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, nullptr);
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &render);
    wgpuRenderPassEncoderEnd(pass);
    released(pass, wgpuRenderPassEncoderRelease);
    released(wgpuCommandEncoderFinish(encoder, nullptr), wgpuCommandBufferRelease);
    released(encoder, wgpuCommandEncoderRelease);
    released(view, wgpuTextureViewRelease);
    released(texture, wgpuTextureRelease);
    const WGPUTextureFormat format = WGPUTextureFormat_RGBA8Unorm;
    WGPURenderBundleEncoderDescriptor bundle = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    bundle.colorFormatCount = 1;
    bundle.colorFormats = &format;
    WGPURenderBundleEncoder bundles = wgpuDeviceCreateRenderBundleEncoder(gpu.device, &bundle);
    released(wgpuRenderBundleEncoderFinish(bundles, nullptr), wgpuRenderBundleRelease);
    released(bundles, wgpuRenderBundleEncoderRelease);
}

static void
release_bindings()
{
    WGPUBindGroupLayoutDescriptor layout_descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    WGPUPipelineLayoutDescriptor pipeline = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    WGPUQuerySetDescriptor queries = WGPU_QUERY_SET_DESCRIPTOR_INIT;
    queries.type = WGPUQueryType_Occlusion;
    queries.count = 1;
    group.layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &layout_descriptor);
    released(wgpuDeviceCreateBindGroup(gpu.device, &group), wgpuBindGroupRelease);
    released(group.layout, wgpuBindGroupLayoutRelease);
    released(wgpuDeviceCreatePipelineLayout(gpu.device, &pipeline), wgpuPipelineLayoutRelease);
    released(wgpuDeviceCreateQuerySet(gpu.device, &queries), wgpuQuerySetRelease);
    released(wgpuDeviceCreateSampler(gpu.device, nullptr), wgpuSamplerRelease);
    WGPUBuffer buffer = gpu_buffer(&gpu, 64, WGPUBufferUsage_MapWrite);
    gpu_map(&gpu, buffer, WGPUMapMode_Write);
    std::memset(wgpuBufferGetMappedRange(buffer, 0, 64), 1, 64);
    released(buffer, wgpuBufferRelease);
    WGPUComputePassEncoder pass;
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, nullptr);
    pass = wgpuCommandEncoderBeginComputePass(encoder, nullptr);
    wgpuComputePassEncoderEnd(pass);
    released(pass, wgpuComputePassEncoderRelease);
    wgpuCommandEncoderRelease(encoder);
}

// With a second device, whose queue is the last to go.
static void
release_devices()
{
    struct gpu other;
    if (!gpu_open(&other, static_cast<WGPUFeatureName>(0)))
        return;
    WGPUSurfaceDescriptor surface = WGPU_SURFACE_DESCRIPTOR_INIT;
    released(wgpuInstanceCreateSurface(other.instance, &surface), wgpuSurfaceRelease);
    released(other.device, wgpuDeviceRelease);
    released(other.queue, wgpuQueueRelease);
    released(other.adapter, wgpuAdapterRelease);
    released(other.instance, wgpuInstanceRelease);
}

// What is asked of a released object is empty, and may be given to FreeMembers, whatever it was before.
template <typename Object, typename Features>
static void
ask_released(const char *name, void (*get)(Object, Features *), void (*free_members)(Features))
{
    Features features;
    std::memset(&features, 0xa5, sizeof features);
    std::printf("called %s\n", name);
    get(passed<Object>, &features);
    check(features.featureCount == 0 && features.features == nullptr, name);
    free_members(features);
}

static void
ask_all_released()
{
    ask_released("wgpuAdapterGetFeatures", wgpuAdapterGetFeatures, wgpuSupportedFeaturesFreeMembers);
    ask_released("wgpuDeviceGetFeatures", wgpuDeviceGetFeatures, wgpuSupportedFeaturesFreeMembers);
    ask_released("wgpuInstanceGetWGSLLanguageFeatures", wgpuInstanceGetWGSLLanguageFeatures,
                 wgpuSupportedWGSLLanguageFeaturesFreeMembers);
}

// So many features that one more makes none: there is no room for their numbers.
static void
ask_for_all_features()
{
    struct gpu other;
    if (!gpu_open_adapter(&other))
        return;
    const WGPUFeatureName features[64] = {WGPUFeatureName_CoreFeaturesAndLimits};
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.requiredFeatureCount = SIZE_MAX;
    descriptor.requiredFeatures = features;
    check(gpu_request_device(&other, &descriptor) == nullptr, "a device with SIZE_MAX features");
    gpu_close(&other);
}

// An object is made without its descriptor: an error of the device, and one that is invalid.
template <typename Object, typename Descriptor>
static void
make_of_nothing(const char *name, Object (*make)(WGPUDevice, const Descriptor *), void (*release)(Object))
{
    std::printf("called %s\n", name);
    gpu_watch(&gpu);
    Object object = make(gpu.device, nullptr);
    check(object != nullptr, name);
    gpu_expect_error(&gpu, name);
    release(object);
}

static void
make_all_of_nothing()
{
#define MAKE(Name) make_of_nothing("wgpuDeviceCreate" #Name, wgpuDeviceCreate##Name, wgpu##Name##Release)
    MAKE(BindGroup);
    MAKE(BindGroupLayout);
    MAKE(Buffer);
    MAKE(ComputePipeline);
    MAKE(PipelineLayout);
    MAKE(QuerySet);
    MAKE(RenderBundleEncoder);
    MAKE(RenderPipeline);
    MAKE(ShaderModule);
    MAKE(Texture);
#undef MAKE
}

// A released object in a descriptor or a command makes what it is part of invalid.
static void
use_released_parts()
{
    gpu_watch(&gpu);
    WGPUBindGroupDescriptor group_descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group_descriptor.layout = passed<WGPUBindGroupLayout>;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &group_descriptor);
    gpu_expect_error(&gpu, "a bind group of a released layout");
    wgpuBindGroupRelease(group);
    gpu_watch(&gpu);
    WGPUComputePipelineDescriptor pipeline_descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    pipeline_descriptor.compute.module = passed<WGPUShaderModule>;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(gpu.device, &pipeline_descriptor);
    gpu_expect_error(&gpu, "a pipeline of a released module");
    wgpuComputePipelineRelease(pipeline);
    gpu_watch(&gpu);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, nullptr);
    wgpuCommandEncoderClearBuffer(encoder, passed<WGPUBuffer>, 0, 4);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, nullptr));
    gpu_expect_error(&gpu, "commands with a released buffer");
    wgpuCommandEncoderRelease(encoder);
    gpu_watch(&gpu);
    WGPURenderPassColorAttachment color = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    color.view = passed<WGPUTextureView>;
    color.loadOp = WGPULoadOp_Clear;
    color.storeOp = WGPUStoreOp_Store;
    WGPURenderPassDescriptor render = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    render.colorAttachmentCount = 1;
    render.colorAttachments = &color;
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, nullptr);
    WGPURenderPassEncoder pass = wgpuCommandEncoderBeginRenderPass(encoder, &render);
    wgpuRenderPassEncoderEnd(pass);
    wgpuRenderPassEncoderRelease(pass);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, nullptr));
    gpu_expect_error(&gpu, "a pass on a released view");
    wgpuCommandEncoderRelease(encoder);
}

int
main()
{
    if (!gpu_open(&gpu, static_cast<WGPUFeatureName>(0)))
        return check_finish();
    call_all();
    check_all_is_well("after NULL for everything");
    release_devices();
    release_pipelines();
    release_textures();
    release_bindings();
    call_all();
    check_all_is_well("after released objects");
    ask_all_released();
    ask_for_all_features();
    check_all_is_well("after released objects were asked");
    make_all_of_nothing();
    use_released_parts();
    check_all_is_well("after objects of nothing");
    gpu_close(&gpu);
    return check_finish();
}
