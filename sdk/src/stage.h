/* A shader's entry point and the values of its constants: what every stage of a pipeline has. */
#ifndef SDK_STAGE_H
#define SDK_STAGE_H

#include <stdbool.h>

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

/* Reads the fields of WGPUComputeState, WGPUVertexState and WGPUFragmentState that have these names. The
 * constants are a record of the host's, which the call that makes the pipeline takes. */
struct wasi_webgpu_programmable_stage sdk_stage(wasi_webgpu_shader_module_t module,
                                                WGPUStringView entry_point, size_t constant_count,
                                                const WGPUConstantEntry *constants);

/* Makes a stage, and with it the pipeline, invalid: no function has an empty name. */
struct wasi_webgpu_programmable_stage sdk_stage_invalid(wasi_webgpu_shader_module_t module);

/* The handle of `module`; where it cannot be used, that of an invalid one, which is then in *made (else 0)
 * for the caller to drop. */
wasi_webgpu_shader_module_t sdk_stage_module(const char *function, WGPUDevice device, WGPUShaderModule module,
                                             wasi_webgpu_shader_module_t *made);

/* Whether all constants are there, and none has a chained struct, for none is known; false: what is wrong is
 * noted as a reason. */
bool sdk_stage_constants_known(size_t count, const WGPUConstantEntry *constants);

/* NULL: the layout is made from the shaders. */
struct wasi_webgpu_layout_mode sdk_layout_mode(WGPUPipelineLayout layout);

#endif
