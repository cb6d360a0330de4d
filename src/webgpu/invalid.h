/* Native objects that are invalid from the start, for what a guest is refused. */
#ifndef WEBGPU_INVALID_H
#define WEBGPU_INVALID_H

#include <webgpu/webgpu.h>

#include "webgpu/plain.h"

#define WEBGPU_INVALID(X) \
    WEBGPU_MADE_ALIKE(X) \
    X(buffer, Buffer, "", WEBGPU_POOL_NONE) \
    X(shader_module, ShaderModule, "", WEBGPU_POOL_NONE)

/* One of `device`, without an error. The caller owns it; NULL: out of memory. */
#define X(name, Name, text, pool) WGPU##Name webgpu_invalid_##name(WGPUDevice device);
WEBGPU_INVALID(X)
#undef X

#endif
