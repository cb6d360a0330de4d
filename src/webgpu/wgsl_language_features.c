/* wgsl-language-features: the WGSL language extensions that the library has. Follows WebGPU, "GPU",
 * wgslLanguageFeatures; the names are WGSL's, "Language Extensions". */
#include "base/count.h"
#include "generated/webgpu_methods.h"
#include "webgpu/gpu.h"

static const struct {
    const char *name;
    WGPUWGSLLanguageFeatureName native;
} features[] = {
    {"readonly_and_readwrite_storage_textures",
     WGPUWGSLLanguageFeatureName_ReadonlyAndReadwriteStorageTextures},
    {"packed_4x8_integer_dot_product", WGPUWGSLLanguageFeatureName_Packed4x8IntegerDotProduct},
    {"unrestricted_pointer_parameters", WGPUWGSLLanguageFeatureName_UnrestrictedPointerParameters},
    {"pointer_composite_access", WGPUWGSLLanguageFeatureName_PointerCompositeAccess},
    {"uniform_buffer_standard_layout", WGPUWGSLLanguageFeatureName_UniformBufferStandardLayout},
    {"subgroup_id", WGPUWGSLLanguageFeatureName_SubgroupId},
    {"texture_and_sampler_let", WGPUWGSLLanguageFeatureName_TextureAndSamplerLet},
    {"subgroup_uniformity", WGPUWGSLLanguageFeatureName_SubgroupUniformity},
    {"texture_formats_tier1", WGPUWGSLLanguageFeatureName_TextureFormatsTier1},
    {"linear_indexing", WGPUWGSLLanguageFeatureName_LinearIndexing},
};

struct webgpu_wgsl_language_features *
webgpu_gpu_wgsl_language_features(struct webgpu_gpu *self)
{
    webgpu_object_ref(&self->object);
    self->features.owner = self;
    return &self->features;
}

void
webgpu_wgsl_language_features_drop(struct webgpu_wgsl_language_features *self)
{
    webgpu_object_unref(&self->owner->object);
}

bool
webgpu_wgsl_language_features_has(struct webgpu_wgsl_language_features *self, struct base_str value)
{
    for (size_t i = 0; i < BASE_COUNT(features); i++) {
        if (base_str_equal(base_str(features[i].name), value))
            return wgpuInstanceHasWGSLLanguageFeature(self->owner->object.context->instance,
                                                      features[i].native) != 0;
    }
    return false;
}
