/* Shader modules of wgpu-native, for pipelines made of them. */
#ifndef GPU_WGPU_SHADER_H
#define GPU_WGPU_SHADER_H

#include <webgpu/webgpu.h>

struct gpu_wgpu_device;

/* A module that wgpu-native knows to be invalid, without an error. The caller releases it. */
WGPUShaderModule gpu_wgpu_invalid_shader(struct gpu_wgpu_device *device);

#endif
