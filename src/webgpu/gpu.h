/* gpu, the entry point, with its wgsl-language-features, which are part of it. */
#ifndef WEBGPU_GPU_H
#define WEBGPU_GPU_H

#include "webgpu/object.h"

struct webgpu_wgsl_language_features {
    struct webgpu_gpu *owner;
};

struct webgpu_gpu {
    struct webgpu_object object;
    struct webgpu_wgsl_language_features features;
};

#endif
