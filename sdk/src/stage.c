/* The stages of pipelines. Follows WebGPU, "GPUProgrammableStage". */
#include "stage.h"

#include "chain.h"
#include "object.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

static wasi_webgpu_record_gpu_pipeline_constant_value_t
make_constants(size_t count, const WGPUConstantEntry *constants)
{
    const uint32_t record = wasi_webgpu_record_gpu_pipeline_constant_value_new();
    for (size_t i = 0; i < count; i++) {
        const WGPUStringView key = sdk_text(constants[i].key);
        wasi_webgpu_record_gpu_pipeline_constant_value_add(record, key.data, key.length, constants[i].value);
    }
    return record;
}

struct wasi_webgpu_programmable_stage
sdk_stage(wasi_webgpu_shader_module_t module, WGPUStringView entry_point, size_t constant_count,
          const WGPUConstantEntry *constants)
{
    const WGPUStringView name = sdk_text(entry_point);
    return (struct wasi_webgpu_programmable_stage){
        .module = module,
        .entry_point = {.some = !sdk_text_is_null(entry_point), .value = {name.data, name.length}},
        .constants = {.some = constant_count != 0,
                      .value = constant_count != 0 ? make_constants(constant_count, constants) : 0},
    };
}

struct wasi_webgpu_programmable_stage
sdk_stage_invalid(wasi_webgpu_shader_module_t module)
{
    return (struct wasi_webgpu_programmable_stage){.module = module, .entry_point = {.some = 1}};
}

wasi_webgpu_shader_module_t
sdk_stage_module(const char *function, WGPUDevice device, WGPUShaderModule module,
                 wasi_webgpu_shader_module_t *made)
{
    *made = 0;
    if (sdk_is_usable(module, function))
        return sdk_handle(module);
    *made = sdk_refuse_shader(sdk_handle(device), function, "a pipeline's shader module cannot be used");
    return *made;
}

bool
sdk_stage_constants_known(size_t count, const WGPUConstantEntry *constants)
{
    bool known = sdk_list_is_there("constants", constants, count);
    for (size_t i = 0; known && i < count; i++)
        known = sdk_chain_is_empty(constants[i].nextInChain);
    return known;
}

struct wasi_webgpu_layout_mode
sdk_layout_mode(WGPUPipelineLayout layout)
{
    if (layout == NULL)
        return (struct wasi_webgpu_layout_mode){.tag = WASI_WEBGPU_LAYOUT_MODE_AUTO};
    return (struct wasi_webgpu_layout_mode){.tag = WASI_WEBGPU_LAYOUT_MODE_SPECIFIC,
                                            .specific = sdk_handle(layout)};
}
