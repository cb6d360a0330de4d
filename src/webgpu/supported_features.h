/* gpu-supported-features: of an adapter or a device, whose part it is; and sets of features. */
#ifndef WEBGPU_SUPPORTED_FEATURES_H
#define WEBGPU_SUPPORTED_FEATURES_H

#include "webgpu/object.h"

struct webgpu_supported_features {
    struct webgpu_object *owner;
    uint32_t set; /* a bit for each enum webgpu_feature_name */
};

/* A feature in webgpu.h and in the specification. */
WGPUFeatureName webgpu_native_feature_name(enum webgpu_feature_name feature);
const char *webgpu_feature_text(enum webgpu_feature_name feature);

/* Those that the WIT knows. */
uint32_t webgpu_features_of_adapter(WGPUAdapter adapter);
/* `set` with what each of it requires, and with what every core device has. */
uint32_t webgpu_features_complete(uint32_t set);

static inline bool
webgpu_features_contain(uint32_t set, enum webgpu_feature_name feature)
{
    return (set >> feature & 1) != 0;
}

#define WEBGPU_FEATURE_COUNT (WEBGPU_FEATURE_NAME_TEXTURE_COMPONENT_SWIZZLE + 1)

#endif
