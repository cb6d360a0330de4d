/* Features of adapters and devices. */
#ifndef SDK_FEATURE_H
#define SDK_FEATURE_H

#include <stdbool.h>

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

/* Empties `features`, for FreeMembers to find no garbage there. False: `object` has none to list, or there is
 * nowhere to list them, which is logged for `function`. */
bool sdk_feature_list_begin(WGPUSupportedFeatures *features, const void *object, const char *function);

/* Those that `set` has; `set` is dropped. */
void sdk_feature_list(wasi_webgpu_supported_features_t set, WGPUSupportedFeatures *features);
bool sdk_feature_has(wasi_webgpu_supported_features_t set, WGPUFeatureName feature);

#endif
