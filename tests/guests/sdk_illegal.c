/* What webgpu.h gives no meaning: values and flags that no enum has, structs chained to callback infos, lists
 * that are counted but not there. A guest only: a native library may do with these what it likes. */
#include <math.h>

#include "draw.h"

static struct gpu gpu;
static WGPUChainedStruct unknown = {.next = NULL, .sType = (WGPUSType)0x7fff1234};

static void
test_map_modes(void)
{
    static const WGPUMapMode modes[] = {WGPUMapMode_None, WGPUMapMode_Read | WGPUMapMode_Write,
                                        WGPUMapMode_Read | 0x40, WGPUMapMode_Read | 0x100,
                                        WGPUMapMode_Read | (WGPUMapMode)1 << 32};
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        gpu_watch(&gpu);
        check_equal(gpu_map(&gpu, buffer, modes[i]), WGPUMapAsyncStatus_Error, "no mode to map in");
        gpu_expect_error(&gpu, "which is an error of the device");
        check_equal(wgpuBufferGetMapState(buffer), WGPUBufferMapState_Unmapped, "nothing is mapped");
    }
    wgpuBufferRelease(buffer);
}

/* webgpu.h allows ranges that are only read to overlap each other, but not in WebAssembly. */
static void
test_overlaps(void)
{
    uint8_t bytes[8];
    WGPUBuffer buffer = gpu_buffer(&gpu, 64, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    check_equal(gpu_map(&gpu, buffer, WGPUMapMode_Read), WGPUMapAsyncStatus_Success, "map to read");
    check(wgpuBufferGetConstMappedRange(buffer, 16, 16) != NULL, "a range to read");
    check(wgpuBufferGetConstMappedRange(buffer, 16, 16) == NULL, "not twice");
    check(wgpuBufferGetConstMappedRange(buffer, 24, 16) == NULL, "none over its end");
    check(wgpuBufferGetConstMappedRange(buffer, 0, WGPU_WHOLE_MAP_SIZE) == NULL, "none around it");
    check_equal(wgpuBufferReadMappedRange(buffer, 16, bytes, 8), WGPUStatus_Error, "no copy out of it");
    check(wgpuBufferGetConstMappedRange(buffer, 32, 32) != NULL, "one behind it");
    check_equal(wgpuBufferReadMappedRange(buffer, 0, bytes, 8), WGPUStatus_Success, "a copy elsewhere");
    check_equal(wgpuBufferReadMappedRange(buffer, 0, bytes, 8), WGPUStatus_Success, "which leaves no range");
    wgpuBufferRelease(buffer);
}

static void
take_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *result,
             void *unused)
{
    (void)message;
    (void)unused;
    *(WGPURequestAdapterStatus *)result = status;
    if (adapter != NULL)
        wgpuAdapterRelease(adapter);
}

static void
refuse_adapter(const WGPURequestAdapterOptions *options, const char *what)
{
    WGPURequestAdapterStatus status = 0;
    const WGPURequestAdapterCallbackInfo info = {
        .mode = WGPUCallbackMode_WaitAnyOnly, .callback = take_adapter, .userdata1 = &status};
    gpu_wait(&gpu, wgpuInstanceRequestAdapter(gpu.instance, options, info));
    check_equal(status, WGPURequestAdapterStatus_Error, what);
}

static void
test_adapter_options(void)
{
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.powerPreference = (WGPUPowerPreference)77;
    refuse_adapter(&options, "an unknown power preference");
    options.powerPreference = WGPUPowerPreference_Undefined;
    options.featureLevel = (WGPUFeatureLevel)77;
    refuse_adapter(&options, "an unknown feature level");
}

/* There are as many scopes as were pushed: each pop takes its own. */
static void
test_error_filter(void)
{
    char message[100];
    gpu_watch(&gpu);
    gpu_watch(&gpu);
    wgpuDevicePushErrorScope(gpu.device, (WGPUErrorFilter)77);
    wgpuBufferRelease(gpu_buffer(&gpu, 16, WGPUBufferUsage_None));
    check_equal(gpu_pop_error(&gpu, message, sizeof message), WGPUErrorType_NoError,
                "the scope of an unknown filter catches nothing");
    gpu_expect_error(&gpu, "it is an error of the one around it");
    gpu_expect_none(&gpu, "and the outermost is left");
}

#define INFO(Type) ((Type){.nextInChain = &unknown, .mode = WGPUCallbackMode_AllowSpontaneous})

static void
test_callback_infos(void)
{
    WGPUBuffer buffer = gpu_buffer(&gpu, 16, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    WGPUComputePipelineDescriptor compute = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    compute.compute.module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    gpu_watch(&gpu);
    const WGPUFuture futures[] = {
        wgpuInstanceRequestAdapter(gpu.instance, NULL, INFO(WGPURequestAdapterCallbackInfo)),
        wgpuAdapterRequestDevice(gpu.adapter, NULL, INFO(WGPURequestDeviceCallbackInfo)),
        wgpuBufferMapAsync(buffer, WGPUMapMode_Read, 0, 16, INFO(WGPUBufferMapCallbackInfo)),
        wgpuQueueOnSubmittedWorkDone(gpu.queue, INFO(WGPUQueueWorkDoneCallbackInfo)),
        wgpuDevicePopErrorScope(gpu.device, INFO(WGPUPopErrorScopeCallbackInfo)),
        wgpuShaderModuleGetCompilationInfo(compute.compute.module, INFO(WGPUCompilationInfoCallbackInfo)),
        wgpuDeviceCreateComputePipelineAsync(gpu.device, &compute,
                                             INFO(WGPUCreateComputePipelineAsyncCallbackInfo)),
        wgpuDeviceCreateRenderPipelineAsync(gpu.device, &plan.descriptor,
                                            INFO(WGPUCreateRenderPipelineAsyncCallbackInfo)),
    };
    for (size_t i = 0; i < sizeof futures / sizeof *futures; i++)
        check_equal(futures[i].id, 0, "no future for a callback info with an unknown struct");
    gpu_finish(&gpu);
    gpu_expect_none(&gpu, "the scope was not popped");
    wgpuShaderModuleRelease(compute.compute.module);
    wgpuBufferRelease(buffer);
    plan_finish(&plan);
}

static void
refuse_device(const WGPUDeviceDescriptor *descriptor, const char *what)
{
    struct gpu other;
    if (!gpu_open_adapter(&other))
        return;
    check(gpu_request_device(&other, descriptor) == NULL, what);
    gpu_close(&other);
}

static void
test_device(void)
{
    WGPUDeviceDescriptor descriptor = WGPU_DEVICE_DESCRIPTOR_INIT;
    descriptor.deviceLostCallbackInfo.nextInChain = &unknown;
    refuse_device(&descriptor, "something chained to the callback for its loss");
    descriptor.deviceLostCallbackInfo.nextInChain = NULL;
    descriptor.uncapturedErrorCallbackInfo.nextInChain = &unknown;
    refuse_device(&descriptor, "something chained to the callback for errors");
    descriptor.uncapturedErrorCallbackInfo.nextInChain = NULL;
    descriptor.requiredFeatureCount = 1;
    refuse_device(&descriptor, "a device without its features");
    WGPUInstanceDescriptor instance = WGPU_INSTANCE_DESCRIPTOR_INIT;
    instance.requiredFeatureCount = 1;
    check(wgpuCreateInstance(&instance) == NULL, "an instance without its features");
}

/* Makes an object of a descriptor that counts what it does not have. */
#define REFUSE(Name, descriptor) \
    do { \
        gpu_watch(&gpu); \
        WGPU##Name object = wgpuDeviceCreate##Name(gpu.device, descriptor); \
        gpu_expect_error(&gpu, "a list that is not there: " #Name); \
        wgpu##Name##Release(object); \
    } while (0)

static void
test_bindings(void)
{
    WGPUBindGroupLayoutDescriptor layout = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    WGPUBindGroupDescriptor group = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    WGPUPipelineLayoutDescriptor pipeline = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    group.layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &layout);
    layout.entryCount = 1;
    group.entryCount = 1;
    pipeline.bindGroupLayoutCount = 1;
    REFUSE(BindGroupLayout, &layout);
    REFUSE(BindGroup, &group);
    REFUSE(PipelineLayout, &pipeline);
    wgpuBindGroupLayoutRelease(group.layout);
}

static void
test_compute_pipeline(void)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(&gpu, "@compute @workgroup_size(1) fn main() {}");
    descriptor.compute.constantCount = 1;
    REFUSE(ComputePipeline, &descriptor);
    wgpuShaderModuleRelease(descriptor.compute.module);
}

static void
test_textures(void)
{
    WGPUTextureDescriptor texture = WGPU_TEXTURE_DESCRIPTOR_INIT;
    texture.size = (WGPUExtent3D){4, 4, 1};
    texture.format = CANVAS_FORMAT;
    texture.usage = WGPUTextureUsage_CopyDst;
    texture.viewFormatCount = 1;
    REFUSE(Texture, &texture);
    WGPURenderBundleEncoderDescriptor bundle = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
    bundle.colorFormatCount = 1;
    gpu_watch(&gpu);
    wgpuRenderBundleRelease(bundle_finish(wgpuDeviceCreateRenderBundleEncoder(gpu.device, &bundle)));
    gpu_expect_error(&gpu, "a bundle without its formats");
}

static void
test_render_pipeline(void)
{
    static const WGPUVertexAttribute attributes[5] = {{.format = WGPUVertexFormat_Uint32}};
    struct pipeline_plan good;
    plan_init(&good, &gpu, white_shader);
    WGPURenderPipelineDescriptor descriptor = good.descriptor;
    WGPUFragmentState fragment = good.fragment;
    descriptor.vertex.bufferCount = 1;
    REFUSE(RenderPipeline, &descriptor);
    WGPUVertexBufferLayout buffers[2] = {WGPU_VERTEX_BUFFER_LAYOUT_INIT, WGPU_VERTEX_BUFFER_LAYOUT_INIT};
    buffers[0].attributeCount = 1;
    descriptor.vertex.buffers = buffers;
    REFUSE(RenderPipeline, &descriptor);
    buffers[0].attributeCount = 5;
    buffers[0].attributes = attributes;
    buffers[1].attributeCount = SIZE_MAX - 3; /* together they are one */
    buffers[1].attributes = attributes;
    descriptor.vertex.bufferCount = 2;
    REFUSE(RenderPipeline, &descriptor);
    descriptor = good.descriptor;
    descriptor.vertex.constantCount = 1;
    REFUSE(RenderPipeline, &descriptor);
    descriptor = good.descriptor;
    descriptor.fragment = &fragment;
    fragment.targets = NULL;
    REFUSE(RenderPipeline, &descriptor);
    plan_finish(&good);
}

static void
finish_invalid(WGPUCommandEncoder encoder, const char *what)
{
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    gpu_expect_error(&gpu, what);
}

static void
test_compute_commands(void)
{
    WGPUBindGroupLayoutDescriptor layout = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &layout);
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &descriptor);
    for (int immediates = 0; immediates < 2; immediates++) {
        gpu_watch(&gpu);
        WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
        WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
        if (immediates)
            wgpuComputePassEncoderSetImmediates(pass, 0, NULL, 4);
        else
            wgpuComputePassEncoderSetBindGroup(pass, 0, group, 1, NULL);
        wgpuComputePassEncoderEnd(pass);
        wgpuComputePassEncoderRelease(pass);
        finish_invalid(encoder, immediates ? "immediates that are not there" : "offsets that are not there");
    }
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    wgpuQueueSubmit(gpu.queue, 3, NULL); /* a line on the log, and no trap */
}

static void
test_render_pass(void)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    gpu_watch(&gpu);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderExecuteBundles(pass, 2, NULL);
    pass_end(pass);
    finish_invalid(encoder, "bundles that are not there");
    WGPURenderPassColorAttachment color = attachment_of(canvas.view);
    color.loadOp = WGPULoadOp_Clear;
    WGPURenderPassDescriptor clear = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    clear.colorAttachmentCount = 1;
    clear.colorAttachments = &color;
    static const double no_colors[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        color.clearValue.b = no_colors[i];
        gpu_watch(&gpu);
        encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
        pass_end(wgpuCommandEncoderBeginRenderPass(encoder, &clear));
        finish_invalid(encoder, "a clear value that is no color");
    }
    canvas_release(canvas);
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    for (descriptor.colorAttachmentCount = 1; descriptor.colorAttachmentCount < 1000;
         descriptor.colorAttachmentCount += 500) {
        gpu_watch(&gpu);
        encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
        pass_end(wgpuCommandEncoderBeginRenderPass(encoder, &descriptor));
        finish_invalid(encoder, "attachments that are not there");
    }
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    test_map_modes();
    test_overlaps();
    test_adapter_options();
    test_error_filter();
    test_callback_infos();
    test_device();
    test_bindings();
    test_compute_pipeline();
    test_textures();
    test_render_pipeline();
    test_compute_commands();
    test_render_pass();
    gpu_close(&gpu);
    return check_finish();
}
