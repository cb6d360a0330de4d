/* What the SDK refuses says why: which field, and which value. The reason is the label that the host's
 * message calls the object by, and is on the log. What is refused still says of itself what it was to be. A
 * guest only: a native library has words of its own. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "draw.h"

static struct gpu gpu;
static WGPUChainedStruct unknown = {.next = NULL, .sType = (WGPUSType)0x7fff1234};

#define UNKNOWN_STRUCT "unknown struct in a chain, sType 0x7fff1234"

static void
expect_reason(const char *reason)
{
    char message[1000] = "";
    gpu_pop_error(&gpu, message, sizeof message);
    if (!check(strstr(message, reason) != NULL, reason))
        printf("       the message is: %s\n", message);
}

/* Makes an object, which must be refused for the reason. */
#define REFUSE(Name, descriptor, reason) \
    do { \
        gpu_watch(&gpu); \
        wgpu##Name##Release(wgpuDeviceCreate##Name(gpu.device, descriptor)); \
        expect_reason(reason); \
    } while (0)

static void
test_buffers(void)
{
    WGPUBufferDescriptor buffer = WGPU_BUFFER_DESCRIPTOR_INIT;
    buffer.label = text("my buffer");
    buffer.size = 16;
    buffer.usage = WGPUBufferUsage_CopyDst | (WGPUBufferUsage)1 << 40;
    REFUSE(Buffer, &buffer, "unknown usage 0x10000000000");
    buffer.usage = WGPUBufferUsage_CopyDst;
    buffer.nextInChain = &unknown;
    REFUSE(Buffer, &buffer, UNKNOWN_STRUCT);
}

static void
test_samplers(void)
{
    WGPUSamplerDescriptor sampler = WGPU_SAMPLER_DESCRIPTOR_INIT;
    sampler.addressModeV = (WGPUAddressMode)77;
    REFUSE(Sampler, &sampler, "unknown addressModeV 0x4d");
    sampler.addressModeV = WGPUAddressMode_Undefined;
    sampler.compare = (WGPUCompareFunction)UINT32_MAX;
    REFUSE(Sampler, &sampler, "unknown compare 0xffffffff");
    sampler.compare = WGPUCompareFunction_Undefined;
    sampler.lodMinClamp = NAN;
    REFUSE(Sampler, &sampler, "lodMinClamp is not finite");
    sampler.lodMinClamp = 0;
    sampler.lodMaxClamp = INFINITY;
    REFUSE(Sampler, &sampler, "lodMaxClamp is not finite");
}

/* A texture that is refused for the reason says what the descriptor has. */
static void
refuse_texture(const WGPUTextureDescriptor *descriptor, const char *reason)
{
    gpu_watch(&gpu);
    WGPUTexture texture = wgpuDeviceCreateTexture(gpu.device, descriptor);
    expect_reason(reason);
    check_equal(wgpuTextureGetUsage(texture), descriptor->usage, "its usage");
    check_equal(wgpuTextureGetFormat(texture), descriptor->format, "its format");
    check(wgpuTextureGetWidth(texture) == 4 && wgpuTextureGetHeight(texture) == 3 &&
              wgpuTextureGetDepthOrArrayLayers(texture) == 2 && wgpuTextureGetMipLevelCount(texture) == 1 &&
              wgpuTextureGetSampleCount(texture) == 1,
          "its size");
    wgpuTextureAddRef(texture);
    wgpuTextureRelease(texture);
    gpu_watch(&gpu);
    WGPUTextureView view = wgpuTextureCreateView(texture, NULL);
    gpu_expect_error(&gpu, "and it is invalid");
    wgpuTextureViewRelease(view);
    wgpuTextureRelease(texture);
}

static void
test_textures(void)
{
    WGPUTextureDescriptor texture = WGPU_TEXTURE_DESCRIPTOR_INIT;
    texture.size = (WGPUExtent3D){4, 3, 2};
    texture.format = CANVAS_FORMAT;
    texture.usage = WGPUTextureUsage_CopyDst | (WGPUTextureUsage)1 << 40;
    refuse_texture(&texture, "unknown usage 0x10000000000");
    texture.usage = WGPUTextureUsage_CopyDst;
    texture.format = WGPUTextureFormat_Undefined;
    refuse_texture(&texture, "no format");
    texture.format = (WGPUTextureFormat)0x7fff;
    refuse_texture(&texture, "unknown format 0x7fff");
    texture.format = CANVAS_FORMAT;
    texture.dimension = (WGPUTextureDimension)9;
    refuse_texture(&texture, "unknown dimension 0x9");
    texture.dimension = WGPUTextureDimension_2D;
    texture.viewFormatCount = 1;
    refuse_texture(&texture, "a list that is not there: viewFormats");
    const WGPUTextureFormat undefined = WGPUTextureFormat_Undefined;
    texture.viewFormats = &undefined;
    refuse_texture(&texture, "no viewFormats");
    texture.viewFormatCount = 0;
    texture.nextInChain = &unknown;
    refuse_texture(&texture, UNKNOWN_STRUCT);
    WGPUTextureBindingViewDimension known = WGPU_TEXTURE_BINDING_VIEW_DIMENSION_INIT;
    known.textureBindingViewDimension = WGPUTextureViewDimension_2D;
    known.chain.next = &unknown;
    texture.nextInChain = &known.chain;
    refuse_texture(&texture, UNKNOWN_STRUCT);
}

static void
refuse_query_set(WGPUQueryType type, uint32_t count, WGPUChainedStruct *chain, const char *reason)
{
    const WGPUQuerySetDescriptor descriptor = {.nextInChain = chain, .type = type, .count = count};
    gpu_watch(&gpu);
    WGPUQuerySet set = wgpuDeviceCreateQuerySet(gpu.device, &descriptor);
    expect_reason(reason);
    check_equal(wgpuQuerySetGetType(set), type, "its type");
    check_equal(wgpuQuerySetGetCount(set), count, "its count");
    wgpuQuerySetAddRef(set);
    wgpuQuerySetRelease(set);
    wgpuQuerySetRelease(set);
}

/* The device has no feature for timestamps. Over wgpu-native a message has no label of a query set. */
static void
test_query_sets(bool is_wgpu)
{
    refuse_query_set((WGPUQueryType)0, 3, NULL, is_wgpu ? "query set" : "no type");
    refuse_query_set((WGPUQueryType)77, 3, NULL, is_wgpu ? "query set" : "unknown type 0x4d");
    refuse_query_set(WGPUQueryType_Occlusion, 3, &unknown, is_wgpu ? "query set" : UNKNOWN_STRUCT);
    refuse_query_set(WGPUQueryType_Timestamp, 2, NULL, is_wgpu ? "query set" : "timestamp-query");
}

static void
refuse_layout(WGPUBindGroupLayoutEntry entry, const char *reason)
{
    WGPUBindGroupLayoutDescriptor descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    REFUSE(BindGroupLayout, &descriptor, reason);
}

static void
test_layouts(void)
{
    WGPUBindGroupLayoutDescriptor layout = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    layout.nextInChain = &unknown;
    REFUSE(BindGroupLayout, &layout, UNKNOWN_STRUCT);
    layout.nextInChain = NULL;
    layout.entryCount = SIZE_MAX;
    REFUSE(BindGroupLayout, &layout, "a list that is not there: entries");
    WGPUPipelineLayoutDescriptor layouts = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    layouts.nextInChain = &unknown;
    REFUSE(PipelineLayout, &layouts, UNKNOWN_STRUCT);
    layouts.nextInChain = NULL;
    layouts.bindGroupLayoutCount = SIZE_MAX;
    REFUSE(PipelineLayout, &layouts, "a list that is not there: bindGroupLayouts");

    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    entry.visibility = WGPUShaderStage_Compute | 0x80;
    refuse_layout(entry, "unknown visibility 0x80");
    entry.visibility = WGPUShaderStage_Compute;
    entry.bindingArraySize = 2;
    refuse_layout(entry, "bindingArraySize above 1");
    entry.bindingArraySize = 0;
    entry.storageTexture.access = WGPUStorageTextureAccess_WriteOnly;
    refuse_layout(entry, "no storageTexture.format");
    entry.storageTexture.access = (WGPUStorageTextureAccess)9;
    refuse_layout(entry, "unknown storageTexture.access 0x9");
    entry.storageTexture.access = WGPUStorageTextureAccess_BindingNotUsed;
    entry.sampler.type = (WGPUSamplerBindingType)9;
    refuse_layout(entry, "unknown sampler.type 0x9");
    WGPUExternalTextureBindingLayout external = WGPU_EXTERNAL_TEXTURE_BINDING_LAYOUT_INIT;
    entry.nextInChain = &external.chain;
    refuse_layout(entry, "a guest has no external textures");
}

static void
refuse_group(WGPUBindGroupLayout layout, WGPUBindGroupEntry entry, const char *reason)
{
    const WGPUBindGroupDescriptor descriptor = {.layout = layout, .entryCount = 1, .entries = &entry};
    REFUSE(BindGroup, &descriptor, reason);
}

static void
test_groups(void)
{
    const WGPUBindGroupLayoutDescriptor layout_descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    WGPUBindGroupLayout layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &layout_descriptor);
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    refuse_group(NULL, entry, "NULL, or was released: layout");
    refuse_group(layout, entry, "an entry that does not bind one thing");
    WGPUExternalTextureBindingEntry external = WGPU_EXTERNAL_TEXTURE_BINDING_ENTRY_INIT;
    entry.nextInChain = &external.chain;
    refuse_group(layout, entry, "a guest has no external textures");
    entry.nextInChain = NULL;
    entry.buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_Storage);
    wgpuBufferRelease(entry.buffer);
    refuse_group(layout, entry, "NULL, or was released: buffer");
    wgpuBindGroupLayoutRelease(layout);
}

static void
test_compute_pipelines(void)
{
    WGPUComputePipelineDescriptor compute = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    compute.label = text("my pipeline");
    compute.compute.module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    compute.compute.nextInChain = &unknown;
    REFUSE(ComputePipeline, &compute, UNKNOWN_STRUCT);
    compute.compute.nextInChain = NULL;
    compute.compute.constantCount = 1;
    REFUSE(ComputePipeline, &compute, "a list that is not there: constants");
    wgpuShaderModuleRelease(compute.compute.module);
}

static void
test_render_pipelines(void)
{
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    WGPURenderPipelineDescriptor *descriptor = &plan.descriptor;
    descriptor->primitive.topology = (WGPUPrimitiveTopology)77;
    REFUSE(RenderPipeline, descriptor, "unknown topology 0x4d");
    descriptor->primitive.topology = WGPUPrimitiveTopology_TriangleList;
    WGPUDepthStencilState depth = WGPU_DEPTH_STENCIL_STATE_INIT;
    descriptor->depthStencil = &depth;
    REFUSE(RenderPipeline, descriptor, "no depthStencil.format");
    depth.format = WGPUTextureFormat_Depth16Unorm;
    depth.depthWriteEnabled = (WGPUOptionalBool)7;
    REFUSE(RenderPipeline, descriptor, "unknown depthWriteEnabled 0x7");
    descriptor->depthStencil = NULL;
    plan.target.writeMask = 0x11;
    REFUSE(RenderPipeline, descriptor, "unknown writeMask 0x10");
    plan.target.writeMask = WGPUColorWriteMask_All;
    plan.fragment.targetCount = SIZE_MAX;
    plan.fragment.targets = NULL;
    REFUSE(RenderPipeline, descriptor, "a list that is not there: fragment.targets");
    plan_finish(&plan);
}

#define MESSAGE_SIZE 100

static void
take_adapter_reason(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message,
                    void *reason, void *unused)
{
    (void)unused;
    check(status != WGPURequestAdapterStatus_Success && adapter == NULL, "no adapter");
    snprintf(reason, MESSAGE_SIZE, "%.*s", (int)message.length, message.data);
}

/* Another request is refused before its callback is called. */
static void
refuse_adapter(const WGPURequestAdapterOptions *options, const char *reason)
{
    char messages[2][MESSAGE_SIZE];
    WGPUFuture futures[2];
    const WGPURequestAdapterOptions other = {.featureLevel = (WGPUFeatureLevel)99};
    for (size_t i = 0; i < 2; i++) {
        const WGPURequestAdapterCallbackInfo info = {
            .mode = WGPUCallbackMode_WaitAnyOnly, .callback = take_adapter_reason, .userdata1 = messages[i]};
        futures[i] = wgpuInstanceRequestAdapter(gpu.instance, i == 0 ? options : &other, info);
    }
    gpu_wait(&gpu, futures[0]);
    gpu_wait(&gpu, futures[1]);
    if (!check(strcmp(messages[0], reason) == 0, reason))
        printf("       the message is: %s\n", messages[0]);
    check(strcmp(messages[1], "unknown featureLevel 0x63") == 0, "and the other's is its own");
}

static void
test_adapters(void)
{
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.nextInChain = &unknown;
    refuse_adapter(&options, UNKNOWN_STRUCT);
    options.nextInChain = NULL;
    options.powerPreference = (WGPUPowerPreference)77;
    refuse_adapter(&options, "unknown powerPreference 0x4d");
    options.powerPreference = WGPUPowerPreference_Undefined;
    options.featureLevel = (WGPUFeatureLevel)77;
    refuse_adapter(&options, "unknown featureLevel 0x4d");
    options.featureLevel = WGPUFeatureLevel_Undefined;
    options.backendType = WGPUBackendType_Vulkan;
    refuse_adapter(&options, "the only backend of a guest is WebGPU");
}

static void
take_device_reason(WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *reason,
                   void *unused)
{
    (void)unused;
    check(status == WGPURequestDeviceStatus_Error && device == NULL, "no device");
    snprintf(reason, MESSAGE_SIZE, "%.*s", (int)message.length, message.data);
}

/* The adapter stays as good as it is: it is not asked. */
static void
refuse_device(const struct gpu *other, const WGPUDeviceDescriptor *descriptor, const char *reason)
{
    char message[MESSAGE_SIZE];
    const WGPURequestDeviceCallbackInfo info = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = take_device_reason, .userdata1 = message};
    gpu_wait(other, wgpuAdapterRequestDevice(other->adapter, descriptor, info));
    if (!check(strcmp(message, reason) == 0, reason))
        printf("       the message is: %s\n", message);
}

static void
test_devices(void)
{
    struct gpu other;
    if (!gpu_open_adapter(&other))
        return;
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    WGPULimits limits = WGPU_LIMITS_INIT;
    descriptor.requiredLimits = &limits;
    WGPUChainedStruct **const places[] = {&descriptor.nextInChain, &descriptor.defaultQueue.nextInChain,
                                          &descriptor.deviceLostCallbackInfo.nextInChain,
                                          &descriptor.uncapturedErrorCallbackInfo.nextInChain,
                                          &limits.nextInChain};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        *places[i] = &unknown;
        refuse_device(&other, &descriptor, UNKNOWN_STRUCT);
        *places[i] = NULL;
    }
    const WGPUFeatureName features[] = {WGPUFeatureName_CoreFeaturesAndLimits, (WGPUFeatureName)0x7fff};
    descriptor.requiredFeatureCount = 2;
    refuse_device(&other, &descriptor, "a list that is not there: requiredFeatures");
    descriptor.requiredFeatures = features;
    refuse_device(&other, &descriptor, "unknown requiredFeatures 0x7fff");
    descriptor.requiredFeatureCount = 1;
    other.device = gpu_request_device(&other, &descriptor);
    check(other.device != NULL, "and the same adapter has a device");
    gpu_close(&other);
}

/* The host refuses a size before it is an error of the device. A queue may outlive its device. */
static void
test_write_size(void)
{
    struct gpu other;
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_CopyDst);
    gpu_watch(&gpu);
    wgpuQueueWriteBuffer(gpu.queue, buffer, 0, "012345", 6);
    expect_reason("size 6 is not a multiple of 4");
    wgpuBufferRelease(buffer);
    if (!gpu_open(&other, 0))
        return;
    buffer = gpu_buffer(&other, 16, WGPUBufferUsage_CopyDst);
    wgpuDeviceRelease(other.device);
    wgpuQueueWriteBuffer(other.queue, buffer, 0, "012345", 6);
    wgpuBufferRelease(buffer);
    other.device = NULL;
    gpu_close(&other);
}

/* The argument is the native library under it all. */
int
main(int argc, char **argv)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_buffers();
    test_samplers();
    test_textures();
    test_query_sets(argc > 1 && strcmp(argv[1], "wgpu") == 0);
    test_layouts();
    test_groups();
    test_compute_pipelines();
    test_render_pipelines();
    test_adapters();
    test_devices();
    test_write_size();
    gpu_close(&gpu);
    return check_finish();
}
