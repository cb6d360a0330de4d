/* Which shaders pipelines of wgpu-native may not be made of. */
#ifndef GPU_WGPU_PIPELINE_H
#define GPU_WGPU_PIPELINE_H

#include <stdbool.h>

struct gpu_wgpu_shader_module;

/* Whether it declares workgroup memory and the user has not allowed that. */
bool gpu_wgpu_refuses_memory_of(const struct gpu_wgpu_shader_module *module);

#endif
