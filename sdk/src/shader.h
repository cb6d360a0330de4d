/* WGPUShaderModule. */
#ifndef SDK_SHADER_H
#define SDK_SHADER_H

#include "object.h"

struct WGPUShaderModuleImpl {
    struct sdk_object object;
    uint32_t instance;
};

#endif
