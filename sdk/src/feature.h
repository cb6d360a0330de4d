/* Features of adapters and devices. */
#ifndef SDK_FEATURE_H
#define SDK_FEATURE_H

#include <stdbool.h>

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

/* The host's number for a feature; false: there is none of this name. */
bool sdk_feature_case(WGPUFeatureName feature, uint8_t *number);

/* Those that `set` has; `set` is dropped. */
void sdk_feature_list(wasi_webgpu_supported_features_t set, WGPUSupportedFeatures *features);
bool sdk_feature_has(wasi_webgpu_supported_features_t set, WGPUFeatureName feature);

#endif
