/* Nothing is left behind: thousands of rounds of making, failing and releasing do not make the memory grow.
 * A guest only: it asks WebAssembly how large its memory is. (The host counts its own objects.) */
#include <stdio.h>
#include <string.h>

#include "draw.h"

#define ROUNDS 4000

static struct gpu gpu;

static void
use_buffers(void)
{
    uint8_t bytes[64];
    WGPUBuffer buffer = gpu_buffer(&gpu, 256, WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc);
    gpu_map(&gpu, buffer, WGPUMapMode_Write);
    wgpuBufferGetMappedRange(buffer, 0, 64);
    wgpuBufferGetMappedRange(buffer, 72, 64);
    wgpuBufferGetMappedRange(buffer, 8, 64);
    wgpuBufferReadMappedRange(buffer, 136, bytes, sizeof bytes);
    wgpuBufferReadMappedRange(buffer, 4, bytes, 24);
    wgpuBufferUnmap(buffer);
    wgpuBufferRelease(buffer);
}

static void
use_scopes(void)
{
    char message[100];
    WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    WGPUBindGroupLayout layout = gpu_layout(&gpu, &entry);
    WGPUBindGroupDescriptor group_descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    group_descriptor.label = text("invalid");
    group_descriptor.layout = layout;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(gpu.device, &group_descriptor);
    WGPUPipelineLayoutDescriptor pipeline_descriptor = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    pipeline_descriptor.bindGroupLayoutCount = 1;
    pipeline_descriptor.bindGroupLayouts = &layout;
    WGPUPipelineLayout pipeline_layout = wgpuDeviceCreatePipelineLayout(gpu.device, &pipeline_descriptor);
    wgpuPipelineLayoutRelease(pipeline_layout);
    wgpuBindGroupRelease(group);
    wgpuBindGroupLayoutRelease(layout);
    gpu_pop_error(&gpu, message, sizeof message);
}

static void
use_encoders(void)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, NULL);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    WGPUCommandBuffer commands[20];
    commands[0] = wgpuCommandEncoderFinish(encoder, NULL);
    for (size_t i = 1; i < 20; i++)
        commands[i] = commands[0];
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    wgpuQueueSubmit(gpu.queue, 20, commands);
    gpu_pop_error(&gpu, NULL, 0);
    gpu_finish(&gpu);
    wgpuCommandBufferRelease(commands[0]);
    wgpuCommandEncoderRelease(encoder);
}

static void
ignore_info(WGPUCompilationInfoRequestStatus status, const WGPUCompilationInfo *info, void *unused,
            void *none)
{
    (void)status;
    (void)info;
    (void)unused;
    (void)none;
}

static void
use_shaders(void)
{
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    WGPUShaderModule shader = gpu_shader(&gpu, "fn bad() { let x: u32 = 1.5; }");
    WGPUCompilationInfoCallbackInfo info = WGPU_COMPILATION_INFO_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_AllowProcessEvents;
    info.callback = ignore_info;
    wgpuShaderModuleGetCompilationInfo(shader, info);
    wgpuInstanceProcessEvents(gpu.instance);
    wgpuShaderModuleRelease(shader);
    gpu_pop_error(&gpu, NULL, 0);
}

static void
use_information(void)
{
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    wgpuAdapterGetInfo(gpu.adapter, &info);
    wgpuAdapterInfoFreeMembers(info);
    WGPUSupportedFeatures features = WGPU_SUPPORTED_FEATURES_INIT;
    wgpuDeviceGetFeatures(gpu.device, &features);
    wgpuSupportedFeaturesFreeMembers(features);
    WGPUSupportedWGSLLanguageFeatures language = WGPU_SUPPORTED_WGSL_LANGUAGE_FEATURES_INIT;
    wgpuInstanceGetWGSLLanguageFeatures(gpu.instance, &language);
    wgpuSupportedWGSLLanguageFeaturesFreeMembers(language);
    WGPUQueue queue = wgpuDeviceGetQueue(gpu.device);
    wgpuQueueRelease(queue);
}

static void
use_pipelines(void)
{
    const WGPUVertexAttribute attribute = {.format = WGPUVertexFormat_Float32};
    WGPUVertexBufferLayout buffer = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
    buffer.attributeCount = 1;
    buffer.attributes = &attribute;
    struct pipeline_plan plan;
    plan_init(&plan, &gpu, white_shader);
    plan.descriptor.vertex.bufferCount = 1;
    plan.descriptor.vertex.buffers = &buffer;
    wgpuRenderPipelineRelease(plan_create(&gpu, &plan));
    plan.descriptor.vertex.entryPoint = text("missing");
    WGPUCreateRenderPipelineAsyncCallbackInfo nobody = WGPU_CREATE_RENDER_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
    nobody.mode = WGPUCallbackMode_AllowSpontaneous;
    wgpuDeviceCreateRenderPipelineAsync(gpu.device, &plan.descriptor, nobody);
    plan.target.format = (WGPUTextureFormat)9999;
    wgpuDeviceCreateRenderPipelineAsync(gpu.device, &plan.descriptor, nobody);
    plan_finish(&plan);
}

static void
use_passes(WGPURenderPipeline pipeline)
{
    struct canvas canvas = canvas_new(&gpu, CANVAS_FORMAT, 1);
    WGPURenderPassColorAttachment attachments[12] = {attachment_of(canvas.view)};
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.colorAttachmentCount = 12;
    descriptor.colorAttachments = attachments;
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass_end(wgpuCommandEncoderBeginRenderPass(encoder, &descriptor));
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    gpu_pop_error(&gpu, NULL, 0);

    WGPURenderBundleEncoder bundle_encoder = bundle_begin(&gpu, CANVAS_FORMAT);
    wgpuRenderBundleEncoderSetPipeline(bundle_encoder, pipeline);
    wgpuRenderBundleEncoderDraw(bundle_encoder, 3, 1, 0, 0);
    WGPURenderBundle bundles[12];
    bundles[0] = bundle_finish(bundle_encoder);
    for (size_t i = 1; i < 12; i++)
        bundles[i] = bundles[0];
    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPURenderPassEncoder pass = pass_begin(encoder, canvas, WGPULoadOp_Clear);
    wgpuRenderPassEncoderExecuteBundles(pass, 12, bundles);
    pass_end(pass);
    gpu_submit(&gpu, encoder);
    gpu_finish(&gpu);
    wgpuRenderBundleRelease(bundles[0]);
    canvas_release(canvas);
}

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    WGPURenderPipeline pipeline = pipeline_new(&gpu, white_shader);
    size_t size = 0;
    for (int round = 0; round < ROUNDS; round++) {
        if (round == 50)
            size = __builtin_wasm_memory_size(0);
        use_buffers();
        use_scopes();
        use_encoders();
        use_shaders();
        use_information();
        use_passes(pipeline);
    }
    for (int round = 0; round < 200; round++) /* compiling is slow */
        use_pipelines();
    check_equal(__builtin_wasm_memory_size(0), size, "as many pages of memory as after the first rounds");
    wgpuRenderPipelineRelease(pipeline);
    gpu_close(&gpu);
    return check_finish();
}
