/* wgpu-native's shader modules. It aborts at a descriptor without WGSL and at WGSL that is not UTF-8 or nests
 * deep, and has no compilation info: the record keeps why a module is invalid, and where. */
#include "gpu/wgpu/shader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"
#include "gpu/wgpu/wgsl.h"

static WGPUShaderModule
create(struct gpu_wgpu_device *device, WGPUStringView label, WGPUStringView code)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    source.code = code;
    const WGPUShaderModuleDescriptor native = {.nextInChain = &source.chain, .label = label};
    return gpu_native.DeviceCreateShaderModule(device->native, &native);
}

WGPUShaderModule
gpu_wgpu_invalid_shader(struct gpu_wgpu_device *device)
{
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUShaderModule module = create(device, (WGPUStringView){NULL, 0}, (WGPUStringView){"!", 1});
    gpu_wgpu_capture_end(device, &message);
    free(message);
    return module;
}

/* The WGSL of a descriptor. NULL, or why there is none to be had. */
static const char *
find_code(const WGPUShaderModuleDescriptor *descriptor, WGPUStringView *code)
{
    const WGPUChainedStruct *chain = descriptor->nextInChain;
    if (chain == NULL || chain->sType != WGPUSType_ShaderSourceWGSL)
        return "a shader module needs WGSL";
    *code = ((const WGPUShaderSourceWGSL *)chain)->code;
    if (code->data == NULL)
        *code = (WGPUStringView){"", 0};
    if (code->length == WGPU_STRLEN)
        code->length = strlen(code->data);
    const struct base_str text = {code->data, code->length};
    if (base_utf8_prefix(text) != text.size)
        return "the WGSL is not UTF-8";
    if (gpu_wgsl_too_deep(code->data, code->length))
        return "the WGSL nests too deep, or has too long an expression or chain of else if, or too many "
               "types, "
               "for wgpu-native";
    return NULL;
}

WGPUShaderModule
gpu_wgpu_DeviceCreateShaderModule(WGPUDevice handle, const WGPUShaderModuleDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    struct gpu_wgpu_shader_module *module = gpu_wgpu_record_new(sizeof *module);
    if (module == NULL)
        return NULL;
    module->device = device;
    gpu_wgpu_ref(&device->refs);
    WGPUStringView code;
    const char *reason = find_code(descriptor, &code);
    if (reason != NULL) {
        gpu_wgpu_validation_error(device, "%s", reason);
        module->diagnosis.message = strdup(reason);
        module->native = gpu_wgpu_invalid_shader(device);
        return gpu_wgpu_shader_module_handle(module);
    }
    module->uses_workgroup_memory = gpu_wgsl_uses_workgroup(code.data, code.length);
    gpu_wgpu_capture_begin(device);
    module->native = create(device, gpu_wgpu_text(descriptor->label), code);
    char *report;
    const WGPUErrorType type = gpu_wgpu_capture_end(device, &report);
    if (report != NULL) {
        module->diagnosis = gpu_wgpu_diagnose(report, code);
        gpu_wgpu_report(device, type, report);
        free(report);
    }
    return gpu_wgpu_shader_module_handle(module);
}

const char *
gpu_wgpu_check_stage(const struct gpu_wgpu_device *device, WGPUShaderModule module, size_t constant_count,
                     const WGPUConstantEntry *constants)
{
    if (gpu_wgpu_shader_module(module)->device != device)
        return "the shader module is of another device";
    for (size_t i = 0; i < constant_count; i++) {
        if (!isfinite(constants[i].value))
            return "a constant is not finite";
    }
    return NULL;
}

void
gpu_wgpu_ShaderModuleAddRef(WGPUShaderModule handle)
{
    gpu_wgpu_ref(&gpu_wgpu_shader_module(handle)->refs);
}

void
gpu_wgpu_ShaderModuleRelease(WGPUShaderModule handle)
{
    struct gpu_wgpu_shader_module *module = gpu_wgpu_shader_module(handle);
    if (!gpu_wgpu_unref(&module->refs))
        return;
    gpu_native.ShaderModuleRelease(module->native);
    gpu_wgpu_device_unref(module->device);
    free(module->diagnosis.message);
    free(module);
}

/* Here `result` is the module, with a reference. */
static void
deliver_compilation(struct gpu_wgpu_future *future)
{
    const WGPUCompilationInfoCallbackInfo *info = &future->callback.compilation;
    const struct gpu_wgpu_shader_module *module = future->result;
    const struct gpu_wgpu_diagnosis *diagnosis = &module->diagnosis;
    WGPUCompilationMessage message = WGPU_COMPILATION_MESSAGE_INIT;
    WGPUCompilationInfo compilation = WGPU_COMPILATION_INFO_INIT;
    if (diagnosis->message != NULL) {
        message.message = (WGPUStringView){diagnosis->message, strlen(diagnosis->message)};
        message.type = WGPUCompilationMessageType_Error;
        message.lineNum = diagnosis->line;
        message.linePos = diagnosis->column;
        message.offset = diagnosis->offset;
        message.length = diagnosis->length;
        compilation.messageCount = 1;
        compilation.messages = &message;
    }
    info->callback((WGPUCompilationInfoRequestStatus)future->status, &compilation, info->userdata1,
                   info->userdata2);
    gpu_wgpu_ShaderModuleRelease(future->result);
}

WGPUFuture
gpu_wgpu_ShaderModuleGetCompilationInfo(WGPUShaderModule handle, WGPUCompilationInfoCallbackInfo callback)
{
    struct gpu_wgpu_shader_module *module = gpu_wgpu_shader_module(handle);
    const struct gpu_wgpu_future start = {
        .instance = module->device->adapter->instance,
        .mode = callback.mode,
        .deliver = deliver_compilation,
        .callback.compilation = callback,
        .status = WGPUCompilationInfoRequestStatus_CallbackCancelled,
        .cancelled = WGPUCompilationInfoRequestStatus_CallbackCancelled,
        .result = module,
    };
    gpu_wgpu_ref(&module->refs);
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    if (future == NULL)
        return (WGPUFuture){0};
    return gpu_wgpu_future_finish(future, WGPUCompilationInfoRequestStatus_Success, NULL);
}
