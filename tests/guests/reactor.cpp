// A library without main: constructors of static objects have run before its exports are called, what a call
// leaves is there in the next one, and destructors never run.
//
// host_reactor.c calls it through the C API; `wasigpu run --invoke` calls `check_all`.
#include <cstdio>

#include "check.hpp"

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace
{

int constructed = 0;

struct Static {
    Static()
    {
        constructed++;
    }
    ~Static()
    {
        std::printf("a destructor has run\n");
    }
};

Static first;
Static second;

struct gpu device; // opened by the first call that needs it

WGPUComputePipeline
doubling_pipeline()
{
    WGPUShaderModule shader =
        gpu_shader(&device, "@group(0) @binding(0) var<storage, read_write> number: u32;\n"
                            "@compute @workgroup_size(1) fn main() { number *= 2u; }\n");
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = shader;
    WGPUComputePipeline pipeline = wgpuDeviceCreateComputePipeline(device.device, &descriptor);
    wgpuShaderModuleRelease(shader);
    return pipeline;
}

WGPUBindGroup
bind(WGPUComputePipeline pipeline, WGPUBuffer buffer)
{
    WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
    entry.buffer = buffer;
    WGPUBindGroupDescriptor descriptor = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    descriptor.layout = wgpuComputePipelineGetBindGroupLayout(pipeline, 0);
    descriptor.entryCount = 1;
    descriptor.entries = &entry;
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(device.device, &descriptor);
    wgpuBindGroupLayoutRelease(descriptor.layout);
    return group;
}

void
dispatch(WGPUComputePipeline pipeline, WGPUBindGroup group)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(device.device, nullptr);
    WGPUComputePassEncoder pass = wgpuCommandEncoderBeginComputePass(encoder, nullptr);
    wgpuComputePassEncoderSetPipeline(pass, pipeline);
    wgpuComputePassEncoderSetBindGroup(pass, 0, group, 0, nullptr);
    wgpuComputePassEncoderDispatchWorkgroups(pass, 1, 1, 1);
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
    gpu_submit(&device, encoder);
}

} // namespace

EXPORT(constructed) int get_constructed(void)
{
    return constructed;
}

// 2 * number, by the GPU; 0 without one.
EXPORT(twice) uint32_t twice(uint32_t number)
{
    if (device.device == nullptr && !gpu_open(&device, static_cast<WGPUFeatureName>(0)))
        return 0;
    WGPUBuffer buffer = gpu_buffer(
        &device, sizeof number, WGPUBufferUsage_Storage | WGPUBufferUsage_CopySrc | WGPUBufferUsage_CopyDst);
    wgpuQueueWriteBuffer(device.queue, buffer, 0, &number, sizeof number);
    WGPUComputePipeline pipeline = doubling_pipeline();
    WGPUBindGroup group = bind(pipeline, buffer);
    dispatch(pipeline, group);
    uint32_t result = 0;
    if (!gpu_read(&device, buffer, &result, sizeof result))
        result = 0;
    wgpuBindGroupRelease(group);
    wgpuComputePipelineRelease(pipeline);
    wgpuBufferRelease(buffer);
    return result;
}

EXPORT(check_all) void check_all(void)
{
    check(constructed == 2, "statics are there, once");
    check_equal(twice(21), 42, "the GPU doubles 21");
    check_equal(twice(4), 8, "and 4");
    if (device.device != nullptr)
        gpu_close(&device);
    const int failed = check_finish();
    std::fflush(stdout); // nothing else does, in a library
    if (failed != 0)
        __builtin_trap();
}
