/* What each texture format can do, and with which feature: WebGPU, "Texture Format Capabilities". */
#ifndef WEBGPU_FORMAT_TABLE_H
#define WEBGPU_FORMAT_TABLE_H

#include <string.h>

#include "webgpu/supported_features.h"
#include "webgpu/texture_format.h"

#define BIT(feature) (UINT32_C(1) << WEBGPU_FEATURE_NAME_##feature)
#define ALL BIT(CORE_FEATURES_AND_LIMITS)
#define NO 0
#define TIER1 BIT(TEXTURE_FORMATS_TIER1)
#define TIER2 BIT(TEXTURE_FORMATS_TIER2)
#define BC BIT(TEXTURE_COMPRESSION_BC)
#define BC_3D BIT(TEXTURE_COMPRESSION_BC_SLICED3D)
#define ETC2 BIT(TEXTURE_COMPRESSION_ETC2)
#define ASTC BIT(TEXTURE_COMPRESSION_ASTC)
#define ASTC_3D BIT(TEXTURE_COMPRESSION_ASTC_SLICED3D)
#define RG11 BIT(RG11B10UFLOAT_RENDERABLE)
#define BGRA BIT(BGRA8UNORM_STORAGE)
#define FILTER32 BIT(FLOAT32_FILTERABLE)
#define D32S8 BIT(DEPTH32FLOAT_STENCIL8)

/* With which feature there is the format, and with which it can be a render attachment, multisampled, a
 * storage texture with some access, one-dimensional, three-dimensional. */
struct capabilities {
    uint32_t exists, renders, multisamples, stores, d1, d3;
};

/* clang-format off */
#define SAME(value) {value, value, value, value, value, value}
#define COLOR(renders, multisamples, stores) {ALL, renders, multisamples, stores, ALL, ALL}
#define NORM16 {TIER1, TIER1, TIER1, TIER1, TIER1, TIER1}
#define DEPTH(exists) {exists, exists, exists, NO, NO, NO}
#define COMPRESSED(exists, d3) {exists, NO, NO, NO, NO, d3}
/* clang-format on */

static const struct capabilities uncompressed[] = {
    [WEBGPU_TEXTURE_FORMAT_R8UNORM] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_R8SNORM] = COLOR(TIER1, TIER1, TIER1),
    [WEBGPU_TEXTURE_FORMAT_R8UINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_R8SINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_R16UNORM] = NORM16,
    [WEBGPU_TEXTURE_FORMAT_R16SNORM] = NORM16,
    [WEBGPU_TEXTURE_FORMAT_R16UINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_R16SINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_R16FLOAT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG8UNORM] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG8SNORM] = COLOR(TIER1, TIER1, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG8UINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG8SINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_R32UINT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_R32SINT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_R32FLOAT] = COLOR(ALL, ALL, ALL),
    [WEBGPU_TEXTURE_FORMAT_RG16UNORM] = NORM16,
    [WEBGPU_TEXTURE_FORMAT_RG16SNORM] = NORM16,
    [WEBGPU_TEXTURE_FORMAT_RG16UINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG16SINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG16FLOAT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RGBA8UNORM] = COLOR(ALL, ALL, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB] = COLOR(ALL, ALL, NO),
    [WEBGPU_TEXTURE_FORMAT_RGBA8SNORM] = COLOR(TIER1, TIER1, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA8UINT] = COLOR(ALL, ALL, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA8SINT] = COLOR(ALL, ALL, ALL),
    [WEBGPU_TEXTURE_FORMAT_BGRA8UNORM] = COLOR(ALL, ALL, BGRA),
    [WEBGPU_TEXTURE_FORMAT_BGRA8UNORM_SRGB] = COLOR(ALL, ALL, NO),
    [WEBGPU_TEXTURE_FORMAT_RGB9E5UFLOAT] = COLOR(NO, NO, NO),
    [WEBGPU_TEXTURE_FORMAT_RGB10A2UINT] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RGB10A2UNORM] = COLOR(ALL, ALL, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG11B10UFLOAT] = COLOR(RG11, RG11, TIER1),
    [WEBGPU_TEXTURE_FORMAT_RG32UINT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_RG32SINT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_RG32FLOAT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA16UNORM] = NORM16,
    [WEBGPU_TEXTURE_FORMAT_RGBA16SNORM] = NORM16,
    [WEBGPU_TEXTURE_FORMAT_RGBA16UINT] = COLOR(ALL, ALL, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA16SINT] = COLOR(ALL, ALL, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA16FLOAT] = COLOR(ALL, ALL, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA32UINT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA32SINT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT] = COLOR(ALL, NO, ALL),
    [WEBGPU_TEXTURE_FORMAT_STENCIL8] = DEPTH(ALL),
    [WEBGPU_TEXTURE_FORMAT_DEPTH16UNORM] = DEPTH(ALL),
    [WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS] = DEPTH(ALL),
    [WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8] = DEPTH(ALL),
    [WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT] = DEPTH(ALL),
    [WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT_STENCIL8] = DEPTH(D32S8),
};

static inline struct capabilities
format_capabilities(enum webgpu_texture_format format)
{
    if (format >= WEBGPU_TEXTURE_FORMAT_ASTC4X4_UNORM)
        return (struct capabilities)COMPRESSED(ASTC, ASTC_3D);
    if (format >= WEBGPU_TEXTURE_FORMAT_ETC2_RGB8UNORM)
        return (struct capabilities)COMPRESSED(ETC2, NO);
    if (format >= WEBGPU_TEXTURE_FORMAT_BC1_RGBA_UNORM)
        return (struct capabilities)COMPRESSED(BC, BC_3D);
    return uncompressed[format];
}

/* With which feature it can be a storage texture of that access. */
static inline uint32_t
format_access(enum webgpu_texture_format format, enum webgpu_storage_texture_access access)
{
    const uint32_t stores = format_capabilities(format).stores;
    if (access == WEBGPU_STORAGE_TEXTURE_ACCESS_WRITE_ONLY)
        return stores;
    if (access == WEBGPU_STORAGE_TEXTURE_ACCESS_READ_ONLY)
        return format == WEBGPU_TEXTURE_FORMAT_BGRA8UNORM ? NO : stores;
    switch (format) {
    case WEBGPU_TEXTURE_FORMAT_R32UINT:
    case WEBGPU_TEXTURE_FORMAT_R32SINT:
    case WEBGPU_TEXTURE_FORMAT_R32FLOAT:
        return ALL;
    case WEBGPU_TEXTURE_FORMAT_R8UNORM:
    case WEBGPU_TEXTURE_FORMAT_R8UINT:
    case WEBGPU_TEXTURE_FORMAT_R8SINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA8UNORM:
    case WEBGPU_TEXTURE_FORMAT_RGBA8UINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA8SINT:
    case WEBGPU_TEXTURE_FORMAT_R16UINT:
    case WEBGPU_TEXTURE_FORMAT_R16SINT:
    case WEBGPU_TEXTURE_FORMAT_R16FLOAT:
    case WEBGPU_TEXTURE_FORMAT_RGBA16UINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA16SINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA16FLOAT:
    case WEBGPU_TEXTURE_FORMAT_RGBA32UINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA32SINT:
    case WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT:
        return TIER2;
    default:
        return NO;
    }
}

static inline const char *
format_name(enum webgpu_texture_format format)
{
#define X(wit, ...) [WEBGPU_TEXTURE_FORMAT_##wit] = #wit,
    static const char *const names[] = {WEBGPU_TEXTURE_FORMATS(X)};
#undef X
    return names[format];
}

/* With which feature an aspect can be bound as each enum webgpu_texture_sample_type. */
struct sample_types {
    bool exist;
    uint32_t features[WEBGPU_TEXTURE_SAMPLE_TYPE_UINT + 1];
};

static inline bool
name_ends(const char *name, const char *end)
{
    return strlen(name) >= strlen(end) && strcmp(name + strlen(name) - strlen(end), end) == 0;
}

static inline struct sample_types
format_sample_types(enum webgpu_texture_format format, enum webgpu_texture_aspect aspect)
{
    const char *name = format_name(format);
    const bool depth = strncmp(name, "DEPTH", 5) == 0;
    const bool stencil = strstr(name, "STENCIL8") != NULL;
    const bool all = aspect == WEBGPU_TEXTURE_ASPECT_ALL;
    struct sample_types types = {.exist = true};
    if (depth && stencil && all)
        return types; /* both at once are not to be bound */
    if ((all && depth) || (aspect == WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY && depth)) {
        types.features[WEBGPU_TEXTURE_SAMPLE_TYPE_DEPTH] = ALL;
        types.features[WEBGPU_TEXTURE_SAMPLE_TYPE_UNFILTERABLE_FLOAT] = ALL;
    } else if ((all && stencil) || (aspect == WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY && stencil)) {
        types.features[WEBGPU_TEXTURE_SAMPLE_TYPE_UINT] = ALL;
    } else if (!all) {
        types.exist = false;
    } else if (name_ends(name, "UINT")) {
        types.features[WEBGPU_TEXTURE_SAMPLE_TYPE_UINT] = ALL;
    } else if (name_ends(name, "SINT")) {
        types.features[WEBGPU_TEXTURE_SAMPLE_TYPE_SINT] = ALL;
    } else {
        const bool norm16 = format_capabilities(format).exists == TIER1;
        types.features[WEBGPU_TEXTURE_SAMPLE_TYPE_UNFILTERABLE_FLOAT] = ALL;
        types.features[WEBGPU_TEXTURE_SAMPLE_TYPE_FLOAT] = norm16                       ? NO
                                                           : name_ends(name, "32FLOAT") ? FILTER32
                                                                                        : ALL;
    }
    return types;
}

#endif
