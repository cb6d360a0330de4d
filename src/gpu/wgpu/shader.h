/* Shader modules of wgpu-native, for pipelines made of them. */
#ifndef GPU_WGPU_SHADER_H
#define GPU_WGPU_SHADER_H

#include <stddef.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_device;

/* A module that wgpu-native knows to be invalid, without an error. The caller releases it. */
WGPUShaderModule gpu_wgpu_invalid_shader(struct gpu_wgpu_device *device);

/* Why a pipeline's stage cannot be made of these, as far as wgpu-native does not find it; NULL: it can.
 * WebGPU, "validating GPUProgrammableStage". */
const char *gpu_wgpu_check_stage(const struct gpu_wgpu_device *device, WGPUShaderModule module,
                                 size_t constant_count, const WGPUConstantEntry *constants);

#endif
