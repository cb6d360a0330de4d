/* gpu-supported-features: the table of features, and has. Follows WebGPU, "Features". */
#include "webgpu/supported_features.h"

#include <assert.h>

#include "base/count.h"
#include "generated/webgpu_methods.h"

#define BIT(name) (UINT32_C(1) << WEBGPU_FEATURE_NAME_##name)

#define ROW(wit, name, needs, text) [WEBGPU_FEATURE_NAME_##wit] = {WGPUFeatureName_##name, needs, text}

/* `needs`, by "Feature Dependencies": what a device with the feature has too. */
static const struct {
    WGPUFeatureName native;
    uint32_t needs;
    const char *text;
} features[] = {
    ROW(CORE_FEATURES_AND_LIMITS, CoreFeaturesAndLimits, 0, "core-features-and-limits"),
    ROW(DEPTH_CLIP_CONTROL, DepthClipControl, 0, "depth-clip-control"),
    ROW(DEPTH32FLOAT_STENCIL8, Depth32FloatStencil8, 0, "depth32float-stencil8"),
    ROW(TEXTURE_COMPRESSION_BC, TextureCompressionBC, 0, "texture-compression-bc"),
    ROW(TEXTURE_COMPRESSION_BC_SLICED3D, TextureCompressionBCSliced3D, BIT(TEXTURE_COMPRESSION_BC),
        "texture-compression-bc-sliced-3d"),
    ROW(TEXTURE_COMPRESSION_ETC2, TextureCompressionETC2, 0, "texture-compression-etc2"),
    ROW(TEXTURE_COMPRESSION_ASTC, TextureCompressionASTC, 0, "texture-compression-astc"),
    ROW(TEXTURE_COMPRESSION_ASTC_SLICED3D, TextureCompressionASTCSliced3D, BIT(TEXTURE_COMPRESSION_ASTC),
        "texture-compression-astc-sliced-3d"),
    ROW(TIMESTAMP_QUERY, TimestampQuery, 0, "timestamp-query"),
    ROW(INDIRECT_FIRST_INSTANCE, IndirectFirstInstance, 0, "indirect-first-instance"),
    ROW(SHADER_F16, ShaderF16, 0, "shader-f16"),
    ROW(RG11B10UFLOAT_RENDERABLE, RG11B10UfloatRenderable, 0, "rg11b10ufloat-renderable"),
    ROW(BGRA8UNORM_STORAGE, BGRA8UnormStorage, 0, "bgra8unorm-storage"),
    ROW(FLOAT32_FILTERABLE, Float32Filterable, 0, "float32-filterable"),
    ROW(FLOAT32_BLENDABLE, Float32Blendable, 0, "float32-blendable"),
    ROW(CLIP_DISTANCES, ClipDistances, 0, "clip-distances"),
    ROW(DUAL_SOURCE_BLENDING, DualSourceBlending, 0, "dual-source-blending"),
    ROW(SUBGROUPS, Subgroups, 0, "subgroups"),
    ROW(TEXTURE_FORMATS_TIER1, TextureFormatsTier1, BIT(RG11B10UFLOAT_RENDERABLE), "texture-formats-tier1"),
    ROW(TEXTURE_FORMATS_TIER2, TextureFormatsTier2,
        BIT(TEXTURE_FORMATS_TIER1) | BIT(RG11B10UFLOAT_RENDERABLE), "texture-formats-tier2"),
    ROW(PRIMITIVE_INDEX, PrimitiveIndex, 0, "primitive-index"),
    ROW(TEXTURE_COMPONENT_SWIZZLE, TextureComponentSwizzle, 0, "texture-component-swizzle"),
};

static_assert(BASE_COUNT(features) == WEBGPU_FEATURE_COUNT && WEBGPU_FEATURE_COUNT <= 32, "a bit for each");

WGPUFeatureName
webgpu_native_feature_name(enum webgpu_feature_name feature)
{
    return features[feature].native;
}

const char *
webgpu_feature_text(enum webgpu_feature_name feature)
{
    return features[feature].text;
}

uint32_t
webgpu_features_of_adapter(WGPUAdapter adapter)
{
    uint32_t set = BIT(CORE_FEATURES_AND_LIMITS); /* adapters that cannot do that are not asked for */
    for (uint32_t i = 0; i < WEBGPU_FEATURE_COUNT; i++) {
        if (wgpuAdapterHasFeature(adapter, features[i].native))
            set |= UINT32_C(1) << i;
    }
    return set;
}

uint32_t
webgpu_features_complete(uint32_t set)
{
    uint32_t whole = set | BIT(CORE_FEATURES_AND_LIMITS);
    for (uint32_t i = 0; i < WEBGPU_FEATURE_COUNT; i++) {
        if (webgpu_features_contain(set, i))
            whole |= features[i].needs;
    }
    return whole;
}

void
webgpu_supported_features_drop(struct webgpu_supported_features *self)
{
    webgpu_object_unref(self->owner);
}

bool
webgpu_supported_features_has(struct webgpu_supported_features *self, struct base_str value)
{
    for (uint32_t i = 0; i < WEBGPU_FEATURE_COUNT; i++) {
        if (base_str_equal(base_str(features[i].text), value))
            return webgpu_features_contain(self->set, i);
    }
    return false;
}
