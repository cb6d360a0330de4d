/* gpu-shader-module. */
#ifndef WEBGPU_SHADER_MODULE_H
#define WEBGPU_SHADER_MODULE_H

#include "webgpu/object.h"

struct webgpu_shader_module {
    struct webgpu_object object;
    WGPUShaderModule native;
    /* Where code is not all ASCII: then messages' places have to be counted anew. Else empty. */
    struct base_string code;
};

#endif
