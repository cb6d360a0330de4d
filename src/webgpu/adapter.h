/* gpu-adapter, with its features, limits and info, which are part of it. */
#ifndef WEBGPU_ADAPTER_H
#define WEBGPU_ADAPTER_H

#include "webgpu/object.h"
#include "webgpu/supported_features.h"
#include "webgpu/supported_limits.h"

struct webgpu_adapter_info {
    struct webgpu_object *owner;
    struct base_string vendor;
    struct base_string architecture;
    struct base_string device;
    struct base_string description;
    uint32_t subgroup_min_size;
    uint32_t subgroup_max_size;
    bool is_fallback;
};

struct webgpu_adapter {
    struct webgpu_object object;
    WGPUAdapter native;
    struct webgpu_supported_features features;
    struct webgpu_supported_limits limits;
    struct webgpu_adapter_info info;
    bool consumed; /* WebGPU, "Adapters": it has made its device */
};

/* Takes `native` over, on failure too. NULL: out of memory. */
struct webgpu_adapter *webgpu_adapter_new(struct webgpu_context *context, WGPUAdapter native);

/* "new adapter info". False: out of memory; then finish it, as any other. */
bool webgpu_adapter_info_init(struct webgpu_adapter_info *info, struct webgpu_object *owner,
                              const WGPUAdapterInfo *native);
void webgpu_adapter_info_finish(struct webgpu_adapter_info *info);

#endif
