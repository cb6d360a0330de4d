/* What programs on webgpu.h tend to write for themselves: strings, buffers and shaders. */
#ifndef NATIVE_MAKE_H
#define NATIVE_MAKE_H

#include <stdint.h>

#include <webgpu/webgpu.h>

static inline WGPUStringView
text(const char *chars)
{
    return (WGPUStringView){chars, WGPU_STRLEN};
}

/* On standard error: "what: message". */
void print_message(const char *what, WGPUStringView message);

WGPUBuffer make_buffer(WGPUDevice device, uint64_t size, WGPUBufferUsage usage);

/* Of WGSL. */
WGPUShaderModule make_shader(WGPUDevice device, const char *code);

#endif
