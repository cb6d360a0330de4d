/* WGPUShaderModule, from WGSL. What the compiler says of it is in compilation_info.c. Follows WebGPU,
 * "GPUShaderModule". SPIR-V is not in wasi:webgpu. */
#include "shader.h"

#include <wasigpu/imports.h>

#include "device.h"
#include "text.h"

/* The WGSL of a chain that holds that and nothing else. A module of anything else is invalid: its code is
 * then the reason, which is no WGSL, so that it stands in the error. */
static WGPUStringView
find_code(const WGPUChainedStruct *chain)
{
    if (chain != NULL && chain->sType == WGPUSType_ShaderSourceWGSL && chain->next == NULL)
        return sdk_text(((const WGPUShaderSourceWGSL *)chain)->code);
    const WGPUStringView reason = sdk_text_of("a shader module is made from one WGPUShaderSourceWGSL");
    sdk_log("wgpuDeviceCreateShaderModule", reason);
    return reason;
}

static struct sdk_places places = {.size = sizeof(struct WGPUShaderModuleImpl)};

WGPUShaderModule
wgpuDeviceCreateShaderModule(WGPUDevice device, const WGPUShaderModuleDescriptor *descriptor)
{
    static const WGPUShaderModuleDescriptor invalid = WGPU_SHADER_MODULE_DESCRIPTOR_INIT; /* no code */
    if (!sdk_is_usable(device, __func__))
        return NULL;
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    const WGPUStringView label = sdk_text(descriptor->label);
    const WGPUStringView code = find_code(descriptor->nextInChain);
    const uint32_t handle =
        wasi_webgpu_device_create_shader_module(device->object.handle, code.data, code.length, false, NULL, 0,
                                                label.length != 0, label.data, label.length);
    WGPUShaderModule self = sdk_object_new(&places, handle, wasi_webgpu_shader_module_drop);
    if (self != NULL)
        self->instance = device->instance;
    return self;
}

void
wgpuShaderModuleAddRef(WGPUShaderModule self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuShaderModuleRelease(WGPUShaderModule self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    wasi_webgpu_shader_module_drop(self->object.handle);
    sdk_object_end(&places, self);
}
