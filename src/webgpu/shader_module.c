/* gpu-shader-module: creation. What the compiler says of it is in compilation_info.c.
 *
 * Follows WebGPU, "Shader Module Creation". Compilation hints have no observable effect, and none here. */
#include "webgpu/shader_module.h"

#include "generated/webgpu_methods.h"
#include "gpu/maps.h"
#include "webgpu/device.h"
#include "webgpu/invalid.h"
#include "webgpu/text.h"

static void
shader_module_finish(struct webgpu_object *object)
{
    struct webgpu_shader_module *self = (struct webgpu_shader_module *)object;
    base_string_finish(&self->code);
    if (self->native != NULL)
        wgpuShaderModuleRelease(self->native);
}

static const struct webgpu_class shader_module_class = {
    "gpu-shader-module", sizeof(struct webgpu_shader_module), shader_module_finish, WEBGPU_POOL_NONE};

static bool
is_ascii(struct base_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    }
    return true;
}

struct webgpu_shader_module *
webgpu_device_create_shader_module(struct webgpu_device *device,
                                   const struct webgpu_shader_module_descriptor *descriptor,
                                   struct base_arena *arena)
{
    (void)arena;
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    WGPUShaderSourceWGSL source = {
        .chain = {.sType = WGPUSType_ShaderSourceWGSL},
        .code = webgpu_native_string(descriptor->code),
    };
    const WGPUShaderModuleDescriptor native = {
        .nextInChain = &source.chain,
        .label = webgpu_native_label(label),
    };
    const bool admitted = webgpu_budget_admits(device, GPU_MAPS_OBJECT);
    struct webgpu_shader_module *self =
        webgpu_object_new(&shader_module_class, device->object.context, device, label);
    if (self == NULL)
        return NULL;
    if (!admitted)
        self->native = webgpu_invalid_shader_module(device->native);
    else if (is_ascii(descriptor->code) || base_string_copy(&self->code, descriptor->code))
        self->native = wgpuDeviceCreateShaderModule(device->native, &native);
    if (self->native != NULL)
        return self;
    webgpu_object_unref(&self->object);
    return NULL;
}

void
webgpu_shader_module_drop(struct webgpu_shader_module *self)
{
    webgpu_object_unref(&self->object);
}
