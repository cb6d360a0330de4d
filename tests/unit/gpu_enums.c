/* The enum values that Dawn of June 2025 has of its own, as read from its header: each goes there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/count.h"
#include "gpu/dawn/enums.h"

#define ABSENT GPU_DAWN_ABSENT

struct row {
    uint32_t name;     /* by its name in the standard header */
    uint32_t standard; /* by its value there */
    uint32_t dawn;
};

/* clang-format off */
static const struct row formats[] = {
    {WGPUTextureFormat_R16Unorm, 0x05, 0x50000},
    {WGPUTextureFormat_R16Snorm, 0x06, 0x50003},
    {WGPUTextureFormat_R16Uint, 0x07, 0x00005},
    {WGPUTextureFormat_R16Sint, 0x08, 0x00006},
    {WGPUTextureFormat_R16Float, 0x09, 0x00007},
    {WGPUTextureFormat_RG8Unorm, 0x0a, 0x00008},
    {WGPUTextureFormat_RG8Snorm, 0x0b, 0x00009},
    {WGPUTextureFormat_RG8Uint, 0x0c, 0x0000a},
    {WGPUTextureFormat_RG8Sint, 0x0d, 0x0000b},
    {WGPUTextureFormat_R32Float, 0x0e, 0x0000c},
    {WGPUTextureFormat_R32Uint, 0x0f, 0x0000d},
    {WGPUTextureFormat_R32Sint, 0x10, 0x0000e},
    {WGPUTextureFormat_RG16Unorm, 0x11, 0x50001},
    {WGPUTextureFormat_RG16Snorm, 0x12, 0x50004},
    {WGPUTextureFormat_RG16Uint, 0x13, 0x0000f},
    {WGPUTextureFormat_RG16Sint, 0x14, 0x00010},
    {WGPUTextureFormat_RG16Float, 0x15, 0x00011},
    {WGPUTextureFormat_RGBA8Unorm, 0x16, 0x00012},
    {WGPUTextureFormat_RGBA8UnormSrgb, 0x17, 0x00013},
    {WGPUTextureFormat_RGBA8Snorm, 0x18, 0x00014},
    {WGPUTextureFormat_RGBA8Uint, 0x19, 0x00015},
    {WGPUTextureFormat_RGBA8Sint, 0x1a, 0x00016},
    {WGPUTextureFormat_BGRA8Unorm, 0x1b, 0x00017},
    {WGPUTextureFormat_BGRA8UnormSrgb, 0x1c, 0x00018},
    {WGPUTextureFormat_RGB10A2Uint, 0x1d, 0x00019},
    {WGPUTextureFormat_RGB10A2Unorm, 0x1e, 0x0001a},
    {WGPUTextureFormat_RG11B10Ufloat, 0x1f, 0x0001b},
    {WGPUTextureFormat_RGB9E5Ufloat, 0x20, 0x0001c},
    {WGPUTextureFormat_RG32Float, 0x21, 0x0001d},
    {WGPUTextureFormat_RG32Uint, 0x22, 0x0001e},
    {WGPUTextureFormat_RG32Sint, 0x23, 0x0001f},
    {WGPUTextureFormat_RGBA16Unorm, 0x24, 0x50002},
    {WGPUTextureFormat_RGBA16Snorm, 0x25, 0x50005},
    {WGPUTextureFormat_RGBA16Uint, 0x26, 0x00020},
    {WGPUTextureFormat_RGBA16Sint, 0x27, 0x00021},
    {WGPUTextureFormat_RGBA16Float, 0x28, 0x00022},
    {WGPUTextureFormat_RGBA32Float, 0x29, 0x00023},
    {WGPUTextureFormat_RGBA32Uint, 0x2a, 0x00024},
    {WGPUTextureFormat_RGBA32Sint, 0x2b, 0x00025},
    {WGPUTextureFormat_Stencil8, 0x2c, 0x00026},
    {WGPUTextureFormat_Depth16Unorm, 0x2d, 0x00027},
    {WGPUTextureFormat_Depth24Plus, 0x2e, 0x00028},
    {WGPUTextureFormat_Depth24PlusStencil8, 0x2f, 0x00029},
    {WGPUTextureFormat_Depth32Float, 0x30, 0x0002a},
    {WGPUTextureFormat_Depth32FloatStencil8, 0x31, 0x0002b},
    {WGPUTextureFormat_BC1RGBAUnorm, 0x32, 0x0002c},
    {WGPUTextureFormat_BC1RGBAUnormSrgb, 0x33, 0x0002d},
    {WGPUTextureFormat_BC2RGBAUnorm, 0x34, 0x0002e},
    {WGPUTextureFormat_BC2RGBAUnormSrgb, 0x35, 0x0002f},
    {WGPUTextureFormat_BC3RGBAUnorm, 0x36, 0x00030},
    {WGPUTextureFormat_BC3RGBAUnormSrgb, 0x37, 0x00031},
    {WGPUTextureFormat_BC4RUnorm, 0x38, 0x00032},
    {WGPUTextureFormat_BC4RSnorm, 0x39, 0x00033},
    {WGPUTextureFormat_BC5RGUnorm, 0x3a, 0x00034},
    {WGPUTextureFormat_BC5RGSnorm, 0x3b, 0x00035},
    {WGPUTextureFormat_BC6HRGBUfloat, 0x3c, 0x00036},
    {WGPUTextureFormat_BC6HRGBFloat, 0x3d, 0x00037},
    {WGPUTextureFormat_BC7RGBAUnorm, 0x3e, 0x00038},
    {WGPUTextureFormat_BC7RGBAUnormSrgb, 0x3f, 0x00039},
    {WGPUTextureFormat_ETC2RGB8Unorm, 0x40, 0x0003a},
    {WGPUTextureFormat_ETC2RGB8UnormSrgb, 0x41, 0x0003b},
    {WGPUTextureFormat_ETC2RGB8A1Unorm, 0x42, 0x0003c},
    {WGPUTextureFormat_ETC2RGB8A1UnormSrgb, 0x43, 0x0003d},
    {WGPUTextureFormat_ETC2RGBA8Unorm, 0x44, 0x0003e},
    {WGPUTextureFormat_ETC2RGBA8UnormSrgb, 0x45, 0x0003f},
    {WGPUTextureFormat_EACR11Unorm, 0x46, 0x00040},
    {WGPUTextureFormat_EACR11Snorm, 0x47, 0x00041},
    {WGPUTextureFormat_EACRG11Unorm, 0x48, 0x00042},
    {WGPUTextureFormat_EACRG11Snorm, 0x49, 0x00043},
    {WGPUTextureFormat_ASTC4x4Unorm, 0x4a, 0x00044},
    {WGPUTextureFormat_ASTC4x4UnormSrgb, 0x4b, 0x00045},
    {WGPUTextureFormat_ASTC5x4Unorm, 0x4c, 0x00046},
    {WGPUTextureFormat_ASTC5x4UnormSrgb, 0x4d, 0x00047},
    {WGPUTextureFormat_ASTC5x5Unorm, 0x4e, 0x00048},
    {WGPUTextureFormat_ASTC5x5UnormSrgb, 0x4f, 0x00049},
    {WGPUTextureFormat_ASTC6x5Unorm, 0x50, 0x0004a},
    {WGPUTextureFormat_ASTC6x5UnormSrgb, 0x51, 0x0004b},
    {WGPUTextureFormat_ASTC6x6Unorm, 0x52, 0x0004c},
    {WGPUTextureFormat_ASTC6x6UnormSrgb, 0x53, 0x0004d},
    {WGPUTextureFormat_ASTC8x5Unorm, 0x54, 0x0004e},
    {WGPUTextureFormat_ASTC8x5UnormSrgb, 0x55, 0x0004f},
    {WGPUTextureFormat_ASTC8x6Unorm, 0x56, 0x00050},
    {WGPUTextureFormat_ASTC8x6UnormSrgb, 0x57, 0x00051},
    {WGPUTextureFormat_ASTC8x8Unorm, 0x58, 0x00052},
    {WGPUTextureFormat_ASTC8x8UnormSrgb, 0x59, 0x00053},
    {WGPUTextureFormat_ASTC10x5Unorm, 0x5a, 0x00054},
    {WGPUTextureFormat_ASTC10x5UnormSrgb, 0x5b, 0x00055},
    {WGPUTextureFormat_ASTC10x6Unorm, 0x5c, 0x00056},
    {WGPUTextureFormat_ASTC10x6UnormSrgb, 0x5d, 0x00057},
    {WGPUTextureFormat_ASTC10x8Unorm, 0x5e, 0x00058},
    {WGPUTextureFormat_ASTC10x8UnormSrgb, 0x5f, 0x00059},
    {WGPUTextureFormat_ASTC10x10Unorm, 0x60, 0x0005a},
    {WGPUTextureFormat_ASTC10x10UnormSrgb, 0x61, 0x0005b},
    {WGPUTextureFormat_ASTC12x10Unorm, 0x62, 0x0005c},
    {WGPUTextureFormat_ASTC12x10UnormSrgb, 0x63, 0x0005d},
    {WGPUTextureFormat_ASTC12x12Unorm, 0x64, 0x0005e},
    {WGPUTextureFormat_ASTC12x12UnormSrgb, 0x65, 0x0005f},
};

static const struct row features[] = {
    {WGPUFeatureName_CoreFeaturesAndLimits, 0x01, 0x00012},
    {WGPUFeatureName_DepthClipControl, 0x02, 0x00001},
    {WGPUFeatureName_Depth32FloatStencil8, 0x03, 0x00002},
    {WGPUFeatureName_TimestampQuery, 0x09, 0x00003},
    {WGPUFeatureName_IndirectFirstInstance, 0x0a, 0x00009},
    {WGPUFeatureName_ShaderF16, 0x0b, 0x0000a},
    {WGPUFeatureName_RG11B10UfloatRenderable, 0x0c, 0x0000b},
    {WGPUFeatureName_BGRA8UnormStorage, 0x0d, 0x0000c},
    {WGPUFeatureName_Float32Filterable, 0x0e, 0x0000d},
    {WGPUFeatureName_Float32Blendable, 0x0f, 0x0000e},
    {WGPUFeatureName_ClipDistances, 0x10, 0x0000f},
    {WGPUFeatureName_DualSourceBlending, 0x11, 0x00010},
    {WGPUFeatureName_Subgroups, 0x12, 0x00011},
    {WGPUFeatureName_TextureFormatsTier1, 0x13, 0x5003a},
    {WGPUFeatureName_TextureFormatsTier2, 0x14, ABSENT},
    {WGPUFeatureName_PrimitiveIndex, 0x15, ABSENT},
    {WGPUFeatureName_TextureComponentSwizzle, 0x16, ABSENT},
};

static const struct row stypes[] = {
    {WGPUSType_TextureComponentSwizzleDescriptor, 0x0c, ABSENT},
    {WGPUSType_ExternalTextureBindingLayout, 0x0d, 0x50002},
    {WGPUSType_ExternalTextureBindingEntry, 0x0e, 0x50001},
    {WGPUSType_CompatibilityModeLimits, 0x0f, 0x20000},
    {WGPUSType_TextureBindingViewDimension, 0x10, ABSENT},
};
/* clang-format on */

static void
test_formats(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(formats); i++) {
        assert_int_equal(formats[i].name, formats[i].standard);
        assert_int_equal(gpu_dawn_format((WGPUTextureFormat)formats[i].standard), formats[i].dawn);
        assert_int_equal(gpu_standard_format((WGPUTextureFormat)formats[i].dawn), formats[i].standard);
    }
}

/* All 101 of the standard's, also those that are the same, and no two become one. */
static void
test_formats_are_a_permutation(void **state)
{
    (void)state;
    for (uint32_t i = 0; i <= WGPUTextureFormat_ASTC12x12UnormSrgb; i++) {
        const WGPUTextureFormat there = gpu_dawn_format((WGPUTextureFormat)i);
        assert_int_equal(gpu_standard_format(there), i);
    }
    for (uint32_t i = 0; i <= 4; i++)
        assert_int_equal(gpu_dawn_format((WGPUTextureFormat)i), i);
}

static void
test_features(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(features); i++) {
        assert_int_equal(features[i].name, features[i].standard);
        assert_int_equal(gpu_dawn_feature((WGPUFeatureName)features[i].standard), features[i].dawn);
        if (features[i].dawn != ABSENT)
            assert_int_equal(gpu_standard_feature((WGPUFeatureName)features[i].dawn), features[i].standard);
    }
    /* The same on both sides: the texture compressions. */
    for (uint32_t i = WGPUFeatureName_TextureCompressionBC;
         i <= WGPUFeatureName_TextureCompressionASTCSliced3D; i++) {
        assert_int_equal(gpu_dawn_feature((WGPUFeatureName)i), i);
        assert_int_equal(gpu_standard_feature((WGPUFeatureName)i), i);
    }
}

static void
test_stypes(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(stypes); i++) {
        assert_int_equal(stypes[i].name, stypes[i].standard);
        assert_int_equal(gpu_dawn_stype((WGPUSType)stypes[i].standard), stypes[i].dawn);
    }
    assert_int_equal(gpu_dawn_stype(WGPUSType_ShaderSourceWGSL), WGPUSType_ShaderSourceWGSL);
}

static void
test_wgsl_features(void **state)
{
    (void)state;
    for (uint32_t i = 0; i <= WGPUWGSLLanguageFeatureName_LinearIndexing; i++) {
        assert_int_equal(gpu_dawn_has_wgsl_feature((WGPUWGSLLanguageFeatureName)i), i >= 1 && i <= 4);
    }
}

static void
test_unknown_values_pass(void **state)
{
    (void)state;
    assert_int_equal(gpu_dawn_format((WGPUTextureFormat)0x7777), 0x7777);
    assert_int_equal(gpu_standard_format((WGPUTextureFormat)0x5000c), 0x5000c);
    assert_int_equal(gpu_dawn_feature((WGPUFeatureName)0x50004), 0x50004);
    assert_int_equal(gpu_standard_feature((WGPUFeatureName)0x50004), 0x50004);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),       cmocka_unit_test(test_formats_are_a_permutation),
        cmocka_unit_test(test_features),      cmocka_unit_test(test_stypes),
        cmocka_unit_test(test_wgsl_features), cmocka_unit_test(test_unknown_values_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
