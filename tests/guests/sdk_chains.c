/* Chained structs: every descriptor refuses one that it does not know. Where an object is made, that is a
 * validation error and an invalid object; elsewhere, the call fails. webgpu.h, "Struct-Chaining". */
#include <stdlib.h>
#include <string.h>

#include "check.h"

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
    test_encoder(true, false, false, "a command encoder");
    test_encoder(false, true, false, "a compute pass");
    test_encoder(false, false, true, "a command buffer");
    test_out_structs();
    test_requests();
    gpu_close(&gpu);
    return check_finish();
}
