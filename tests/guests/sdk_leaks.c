/* Nothing is left behind: thousands of rounds of making, failing and releasing do not make the memory grow.
 * A guest only: it asks WebAssembly how large its memory is. (The host counts its own objects.) */
#include <stdio.h>
#include <string.h>

#include "check.h"

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
    WGPUBindGroupLayoutDescriptor layout_descriptor = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    layout_descriptor.entryCount = 1;
    layout_descriptor.entries = &entry;
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    WGPUBindGroupLayout layout = wgpuDeviceCreateBindGroupLayout(gpu.device, &layout_descriptor);
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

int
main(void)
{
    if (!gpu_open(&gpu, 0))
        return check_finish();
    size_t size = 0;
    for (int round = 0; round < ROUNDS; round++) {
        if (round == 50)
            size = __builtin_wasm_memory_size(0);
        use_buffers();
        use_scopes();
        use_encoders();
        use_shaders();
        use_information();
    }
    check_equal(__builtin_wasm_memory_size(0), size, "as many pages of memory as after the first rounds");
    gpu_close(&gpu);
    return check_finish();
}
