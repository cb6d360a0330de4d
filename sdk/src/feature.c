/* Features of adapters and devices, and of WGSL.
 *
 * The host tells whether a set has a feature of a given name, but does not list them: lists are made by
 * asking for each name that webgpu.h knows. Follows WebGPU, "GPUFeatureName", and WGSL, "Language
 * Extensions". */
#include "feature.h"

#include <stdlib.h>

#include "instance.h"
#include "object.h"
#include "text.h"

/* In the order of both WGPUFeatureName, which begins with 1, and gpu-feature-name. */
static const char *const feature_names[] = {
    "core-features-and-limits",
    "depth-clip-control",
    "depth32float-stencil8",
    "texture-compression-bc",
    "texture-compression-bc-sliced-3d",
    "texture-compression-etc2",
    "texture-compression-astc",
    "texture-compression-astc-sliced-3d",
    "timestamp-query",
    "indirect-first-instance",
    "shader-f16",
    "rg11b10ufloat-renderable",
    "bgra8unorm-storage",
    "float32-filterable",
    "float32-blendable",
    "clip-distances",
    "dual-source-blending",
    "subgroups",
    "texture-formats-tier1",
    "texture-formats-tier2",
    "primitive-index",
    "texture-component-swizzle",
};

/* In the order of WGPUWGSLLanguageFeatureName, which begins with 1. */
static const char *const wgsl_names[] = {
    "readonly_and_readwrite_storage_textures",
    "packed_4x8_integer_dot_product",
    "unrestricted_pointer_parameters",
    "pointer_composite_access",
    "uniform_buffer_standard_layout",
    "subgroup_id",
    "texture_and_sampler_let",
    "subgroup_uniformity",
    "texture_formats_tier1",
    "linear_indexing",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

_Static_assert(COUNT(feature_names) == WGPUFeatureName_TextureComponentSwizzle, "a name for each");
_Static_assert(WGPUFeatureName_TimestampQuery == WASI_WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY + 1, "one order");
_Static_assert(WGPUFeatureName_TextureComponentSwizzle ==
                   WASI_WEBGPU_FEATURE_NAME_TEXTURE_COMPONENT_SWIZZLE + 1,
               "one order");
_Static_assert(COUNT(wgsl_names) == WGPUWGSLLanguageFeatureName_LinearIndexing, "a name for each");

static bool
has(wasi_webgpu_supported_features_t set, WGPUFeatureName feature)
{
    const char *name = feature_names[feature - 1];
    return wasi_webgpu_supported_features_has(set, name, strlen(name));
}

bool
sdk_feature_has(wasi_webgpu_supported_features_t set, WGPUFeatureName feature)
{
    const bool known = feature >= 1 && feature <= COUNT(feature_names);
    const bool found = known && has(set, feature);
    wasi_webgpu_supported_features_drop(set);
    return found;
}

bool
sdk_feature_list_begin(WGPUSupportedFeatures *features, const void *object, const char *function)
{
    if (!sdk_is_given(features, function))
        return false;
    *features = (WGPUSupportedFeatures){0};
    return sdk_is_usable(object, function);
}

void
sdk_feature_list(wasi_webgpu_supported_features_t set, WGPUSupportedFeatures *features)
{
    WGPUFeatureName *list = sdk_list_new(COUNT(feature_names), sizeof *list);
    size_t count = 0;
    for (WGPUFeatureName feature = 1; list != NULL && feature <= COUNT(feature_names); feature++) {
        if (has(set, feature))
            list[count++] = feature;
    }
    wasi_webgpu_supported_features_drop(set);
    features->featureCount = count;
    features->features = list;
}

void
wgpuSupportedFeaturesFreeMembers(WGPUSupportedFeatures features)
{
    free((void *)(uintptr_t)features.features);
}

static bool
wgsl_has(wasi_webgpu_wgsl_language_features_t set, WGPUWGSLLanguageFeatureName feature)
{
    const char *name = wgsl_names[feature - 1];
    return wasi_webgpu_wgsl_language_features_has(set, name, strlen(name));
}

WGPUBool
wgpuInstanceHasWGSLLanguageFeature(WGPUInstance self, WGPUWGSLLanguageFeatureName feature)
{
    if (!sdk_is_usable(self, __func__))
        return false;
    if (feature < 1 || feature > COUNT(wgsl_names))
        return false;
    const wasi_webgpu_wgsl_language_features_t set =
        wasi_webgpu_gpu_wgsl_language_features(self->object.handle);
    const bool found = wgsl_has(set, feature);
    wasi_webgpu_wgsl_language_features_drop(set);
    return found;
}

void
wgpuInstanceGetWGSLLanguageFeatures(WGPUInstance self, WGPUSupportedWGSLLanguageFeatures *features)
{
    if (!sdk_is_given(features, __func__))
        return;
    *features = (WGPUSupportedWGSLLanguageFeatures){0};
    if (!sdk_is_usable(self, __func__))
        return;
    const wasi_webgpu_wgsl_language_features_t set =
        wasi_webgpu_gpu_wgsl_language_features(self->object.handle);
    WGPUWGSLLanguageFeatureName *list = sdk_list_new(COUNT(wgsl_names), sizeof *list);
    size_t count = 0;
    for (WGPUWGSLLanguageFeatureName feature = 1; list != NULL && feature <= COUNT(wgsl_names); feature++) {
        if (wgsl_has(set, feature))
            list[count++] = feature;
    }
    wasi_webgpu_wgsl_language_features_drop(set);
    features->featureCount = count;
    features->features = list;
}

void
wgpuSupportedWGSLLanguageFeaturesFreeMembers(WGPUSupportedWGSLLanguageFeatures features)
{
    free((void *)(uintptr_t)features.features);
}
