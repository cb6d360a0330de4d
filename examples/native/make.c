#include "make.h"

#include <stdio.h>

void
print_message(const char *what, WGPUStringView message)
{
    const char *chars = message.data != NULL ? message.data : "";
    if (message.length == WGPU_STRLEN)
        fprintf(stderr, "%s: %s\n", what, chars);
    else
        fprintf(stderr, "%s: %.*s\n", what, (int)message.length, chars);
}

WGPUBuffer
make_buffer(WGPUDevice device, uint64_t size, WGPUBufferUsage usage)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.size = size;
    descriptor.usage = usage;
    return wgpuDeviceCreateBuffer(device, &descriptor);
}

WGPUShaderModule
make_shader(WGPUDevice device, const char *code)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    source.code = text(code);
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    descriptor.nextInChain = &source.chain;
    return wgpuDeviceCreateShaderModule(device, &descriptor);
}
