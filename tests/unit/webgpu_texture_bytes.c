/* How large textures are, and their texel blocks. No GPU is needed. WebGPU, "Texture Format Capabilities" and
 * "physical miplevel-specific texture extent". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/count.h"
#include "webgpu/texture.h"
#include "webgpu/texture_format.h"

#define F(format) WEBGPU_TEXTURE_FORMAT_##format
#define HUGE UINT32_MAX

static const struct {
    enum webgpu_texture_format format;
    uint8_t width, height, bytes;
} blocks[] = {
    {F(R8UNORM), 1, 1, 1},
    {F(RG8SINT), 1, 1, 2},
    {F(R16FLOAT), 1, 1, 2},
    {F(RGBA8UNORM_SRGB), 1, 1, 4},
    {F(BGRA8UNORM), 1, 1, 4},
    {F(RG16SNORM), 1, 1, 4},
    {F(R32FLOAT), 1, 1, 4},
    {F(RGB9E5UFLOAT), 1, 1, 4},
    {F(RG11B10UFLOAT), 1, 1, 4},
    {F(RGB10A2UINT), 1, 1, 4},
    {F(RG32UINT), 1, 1, 8},
    {F(RGBA16FLOAT), 1, 1, 8},
    {F(RGBA32SINT), 1, 1, 16},
    {F(STENCIL8), 1, 1, 4},
    {F(DEPTH16UNORM), 1, 1, 2},
    {F(DEPTH24PLUS), 1, 1, 4},
    {F(DEPTH24PLUS_STENCIL8), 1, 1, 8},
    {F(DEPTH32FLOAT), 1, 1, 4},
    {F(DEPTH32FLOAT_STENCIL8), 1, 1, 8},
    {F(BC1_RGBA_UNORM_SRGB), 4, 4, 8},
    {F(BC2_RGBA_UNORM), 4, 4, 16},
    {F(BC3_RGBA_UNORM), 4, 4, 16},
    {F(BC4_R_SNORM), 4, 4, 8},
    {F(BC5_RG_UNORM), 4, 4, 16},
    {F(BC6H_RGB_FLOAT), 4, 4, 16},
    {F(BC7_RGBA_UNORM), 4, 4, 16},
    {F(ETC2_RGB8UNORM), 4, 4, 8},
    {F(ETC2_RGB8A1UNORM_SRGB), 4, 4, 8},
    {F(ETC2_RGBA8UNORM), 4, 4, 16},
    {F(EAC_R11SNORM), 4, 4, 8},
    {F(EAC_RG11UNORM), 4, 4, 16},
    {F(ASTC4X4_UNORM), 4, 4, 16},
    {F(ASTC5X4_UNORM), 5, 4, 16},
    {F(ASTC5X5_UNORM_SRGB), 5, 5, 16},
    {F(ASTC6X5_UNORM), 6, 5, 16},
    {F(ASTC6X6_UNORM), 6, 6, 16},
    {F(ASTC8X5_UNORM), 8, 5, 16},
    {F(ASTC8X6_UNORM), 8, 6, 16},
    {F(ASTC8X8_UNORM), 8, 8, 16},
    {F(ASTC10X5_UNORM), 10, 5, 16},
    {F(ASTC10X6_UNORM), 10, 6, 16},
    {F(ASTC10X8_UNORM), 10, 8, 16},
    {F(ASTC10X10_UNORM), 10, 10, 16},
    {F(ASTC12X10_UNORM), 12, 10, 16},
    {F(ASTC12X12_UNORM_SRGB), 12, 12, 16},
};

static void
test_blocks(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(blocks); i++) {
        const struct gpu_texel_block block = webgpu_texel_block(blocks[i].format);
        if (block.width != blocks[i].width || block.height != blocks[i].height ||
            block.bytes != blocks[i].bytes)
            fail_msg("format %u: %u by %u, %u bytes", blocks[i].format, block.width, block.height,
                     block.bytes);
    }
    for (enum webgpu_texture_format format = 0; format < WEBGPU_TEXTURE_FORMAT_COUNT; format++)
        assert_true(webgpu_texel_block(format).bytes != 0);
}

/* Sizes of 0 are those left out, as are 0 levels and 0 samples. */
static const struct {
    const char *what;
    uint32_t width, height, layers, levels, samples;
    enum webgpu_texture_dimension dimension;
    enum webgpu_texture_format format;
    uint64_t bytes;
} rows[] = {
    {"defaults", 7, 0, 0, 0, 0, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), 7},
    {"flat", 16, 8, 1, 1, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(RGBA8UNORM), 512},
    {"layers", 16, 8, 3, 1, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(RGBA8UNORM), 1536},
    {"mip levels", 4, 4, 1, 3, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), 16 + 4 + 1},
    {"mip levels of layers", 4, 4, 2, 3, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), 2 * 21},
    {"mip levels of an odd size", 5, 3, 1, 3, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), 15 + 2 + 1},
    {"mip levels of a depth", 4, 4, 4, 3, 1, WEBGPU_TEXTURE_DIMENSION_D3, F(R8UNORM), 64 + 8 + 1},
    {"a line", 9, 1, 1, 1, 1, WEBGPU_TEXTURE_DIMENSION_D1, F(RG8UNORM), 18},
    {"samples", 4, 4, 1, 1, 4, WEBGPU_TEXTURE_DIMENSION_D2, F(RGBA8UNORM), 256},
    {"blocks", 8, 12, 1, 1, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(BC1_RGBA_UNORM), 48},
    {"blocks of mip levels", 8, 12, 1, 4, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(BC1_RGBA_UNORM), 48 + 16 + 8 + 8},
    {"blocks that are not square", 10, 8, 1, 2, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(ASTC10X8_UNORM), 16 + 16},
    {"a size that ends within a block", 13, 13, 1, 1, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(ASTC12X12_UNORM), 64},
    {"the largest flat one there is", 16384, 16384, 2048, 1, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(RGBA32FLOAT),
     UINT64_C(1) << (14 + 14 + 11 + 4)},
    {"as large as fits", HUGE, HUGE, 1, 1, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), (uint64_t)HUGE *HUGE},
    {"a product that wraps", 0x80000000, 0x80000000, 4, 1, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM),
     UINT64_MAX},
    {"a sum that wraps", HUGE, HUGE, 1, 2, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), UINT64_MAX},
    {"samples that wrap", HUGE, HUGE, 1, 1, 2, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), UINT64_MAX},
    {"everything huge", HUGE, HUGE, HUGE, HUGE, HUGE, WEBGPU_TEXTURE_DIMENSION_D3, F(RGBA32FLOAT),
     UINT64_MAX},
    {"a huge number of mip levels", 1, 1, 1, HUGE, 1, WEBGPU_TEXTURE_DIMENSION_D2, F(R8UNORM), 32},
};

static void
test_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const struct webgpu_texture_descriptor descriptor = {
            .size = {.width = rows[i].width,
                     .height = {rows[i].height != 0, rows[i].height},
                     .depth_or_array_layers = {rows[i].layers != 0, rows[i].layers}},
            .mip_level_count = {rows[i].levels != 0, rows[i].levels},
            .sample_count = {rows[i].samples != 0, rows[i].samples},
            .dimension = {rows[i].dimension != WEBGPU_TEXTURE_DIMENSION_D2, rows[i].dimension},
            .format = rows[i].format,
        };
        const uint64_t bytes = webgpu_texture_bytes(&descriptor);
        if (bytes != rows[i].bytes)
            fail_msg("%s: %llu instead of %llu", rows[i].what, (unsigned long long)bytes,
                     (unsigned long long)rows[i].bytes);
    }
    /* Nothing, and layers of nothing. */
    const struct webgpu_texture_descriptor nothing = {
        .size = {.width = 4, .depth_or_array_layers = {true, 0}}, .format = F(R8UNORM)};
    assert_int_equal(webgpu_texture_bytes(&nothing), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
