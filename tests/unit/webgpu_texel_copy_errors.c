/* Texel copies that are refused, each with the nearest that is not. WebGPU, "Texel Copies": "validating
 * GPUTexelCopyTextureInfo", "texture buffer copy", "linear texture data", "texture copy range". */
#include "webgpu_texture_support.h"

#define HUGE UINT32_MAX
/* clang-format off */
#define ORIGIN(x, y, z) {true, {{true, (x)}, {true, (y)}, {true, (z)}}}
#define LAYOUT(offset, bytes_per_row, rows_per_image) \
    {{true, (offset)}, {true, (bytes_per_row)}, {true, (rows_per_image)}}
#define ROWS(bytes_each) {.bytes_per_row = {true, (bytes_each)}}

/* Regions of a target. */
#define OF(name) {.target = name}
#define AT(name, x, y, z) {.target = name, .origin = ORIGIN(x, y, z)}
#define MIP(name, level) {.target = name, .mip_level = {true, (level)}}
#define ALL_OF(name) {.target = name, .aspect = {true, WEBGPU_TEXTURE_ASPECT_ALL}}
#define DEPTH_OF(name) {.target = name, .aspect = {true, WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY}}
#define STENCIL_OF(name) {.target = name, .aspect = {true, WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY}}
/* clang-format on */

/* What is copied from and to. */
enum target {
    BYTES,    /* R8UINT, 16 by 16, 4 layers, 3 mip levels */
    WORDS,    /* RGBA8UNORM, 16 by 16, 4 layers */
    SRGB,     /* the same with sRGB */
    WIDE,     /* RGBA32FLOAT, 16 by 16 */
    DEEP,     /* R8UINT, 3d, 16 by 16 by 4, 3 mip levels */
    LINE,     /* R8UINT, 1d, 16 */
    COMBINED, /* depth24plus-stencil8, 16 by 16 */
    DEPTH16,  /* depth16unorm, 16 by 16 */
    DEPTH32,  /* depth32float, 16 by 16 */
    SAMPLES,  /* RGBA8UNORM, 16 by 16, 4 samples */
    NO_COPY,  /* R8UINT, 16 by 16, without the usages */
    INVALID,
    TARGETS,
};

#define SIDE 16

static const struct webgpu_texture_descriptor targets[TARGETS] = {
    [BYTES] = {.size = SIZE(SIDE, SIDE, 4),
               .mip_level_count = {true, 3},
               .format = WEBGPU_TEXTURE_FORMAT_R8UINT,
               .usage = COPIES},
    [WORDS] = {.size = SIZE(SIDE, SIDE, 4), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .usage = COPIES},
    [SRGB] = {.size = SIZE(SIDE, SIDE, 4), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB, .usage = COPIES},
    [WIDE] = {.size = SIZE(SIDE, SIDE, 1), .format = WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT, .usage = COPIES},
    [DEEP] = {.size = SIZE(SIDE, SIDE, 4),
              .mip_level_count = {true, 3},
              .dimension = SOME_DIMENSION(D3),
              .format = WEBGPU_TEXTURE_FORMAT_R8UINT,
              .usage = COPIES},
    [LINE] = {.size = SIZE(SIDE, 1, 1),
              .dimension = SOME_DIMENSION(D1),
              .format = WEBGPU_TEXTURE_FORMAT_R8UINT,
              .usage = COPIES},
    [COMBINED] = {.size = SIZE(SIDE, SIDE, 1),
                  .format = WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8,
                  .usage = COPIES},
    [DEPTH16] = {.size = SIZE(SIDE, SIDE, 1), .format = WEBGPU_TEXTURE_FORMAT_DEPTH16UNORM, .usage = COPIES},
    [DEPTH32] = {.size = SIZE(SIDE, SIDE, 1), .format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, .usage = COPIES},
    [SAMPLES] = {.size = SIZE(SIDE, SIDE, 1),
                 .sample_count = {true, 4},
                 .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                 .usage = COPIES | WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT},
    [NO_COPY] = {.size = SIZE(SIDE, SIDE, 1), .format = WEBGPU_TEXTURE_FORMAT_R8UINT, .usage = BINDING},
    [INVALID] = {.size = SIZE(0, SIDE, 1), .format = WEBGPU_TEXTURE_FORMAT_R8UINT, .usage = COPIES},
};

static struct webgpu_texture *textures[TARGETS];

static int
setup_textures(void **state)
{
    if (setup_device(state) != 0)
        return -1;
    for (size_t i = 0; i < TARGETS; i++) {
        push_validation();
        textures[i] = make_texture(&targets[i]);
        assert_int_equal(pop_scope(NULL), i == INVALID ? (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR : -1);
    }
    return 0;
}

static int
teardown_textures(void **state)
{
    for (size_t i = 0; i < TARGETS; i++)
        webgpu_texture_drop(textures[i]);
    return teardown(state);
}

/* A region of a target. */
struct region {
    enum target target;
    struct webgpu_option_u32 mip_level;
    struct webgpu_option_origin3_d origin;
    struct webgpu_option_texture_aspect aspect;
};

static struct webgpu_texel_copy_texture_info
info_of(const struct region *region)
{
    return (struct webgpu_texel_copy_texture_info){textures[region->target], region->mip_level,
                                                   region->origin, region->aspect};
}

/* True with the row wherever a copy between buffer and texture must be right, either way. */
#define NEVER 0
#define TO_TEXTURE 1
#define TO_BUFFER 2
#define WRITE 4
#define COPIED (TO_TEXTURE | TO_BUFFER)
#define ALWAYS (COPIED | WRITE)

/* The region with a buffer, or a list, of `bytes`. */
/* clang-format off */
static const struct {
    const char *what;
    unsigned ok;
    struct region region;
    struct webgpu_extent3_d size;
    struct webgpu_texel_copy_buffer_layout layout;
    uint32_t bytes;
} linear[] = {
    {"the whole", ALWAYS, OF(BYTES), SIZE(16, 16, 4), LAYOUT(0, 256, 16), 256 * 64},
    {"as little as needed", ALWAYS, OF(BYTES), SIZE(16, 16, 4), LAYOUT(0, 256, 16), 256 * 63 + 16},
    {"4 bytes less", NEVER, OF(BYTES), SIZE(16, 16, 4), LAYOUT(0, 256, 16), 256 * 63 + 12},
    {"an offset too many", NEVER, OF(BYTES), SIZE(16, 16, 4), LAYOUT(4, 256, 16), 256 * 63 + 16},
    {"an offset at the end", NEVER, OF(BYTES), SIZE(1, 1, 1), LAYOUT(256, 256, 1), 256},
    {"an offset past the end", NEVER, OF(BYTES), SIZE(1, 1, 1), LAYOUT(260, 256, 1), 256},
    {"an offset past the end, and nothing", NEVER, OF(BYTES), SIZE(0, 0, 0), LAYOUT(260, 256, 1), 256},
    {"an offset at the end, and nothing", ALWAYS, OF(BYTES), SIZE(0, 0, 0), LAYOUT(256, 256, 1), 256},
    {"a huge offset", NEVER, OF(BYTES), SIZE(1, 1, 1), LAYOUT(UINT64_MAX - 255, 256, 1), 256},
    {"the greatest offset", NEVER, OF(BYTES), SIZE(1, 1, 1), LAYOUT(UINT64_MAX, 256, 1), 256},
    {"an offset of 2^32", NEVER, OF(BYTES), SIZE(1, 1, 1), LAYOUT(UINT64_C(1) << 32, 256, 1), 256},
    {"an offset of 4 for 4 bytes", ALWAYS, OF(WORDS), SIZE(1, 1, 1), LAYOUT(4, 256, 1), 256},
    {"an offset of 2 for 4 bytes", WRITE, OF(WORDS), SIZE(1, 1, 1), LAYOUT(2, 256, 1), 256},
    {"an offset of 8 for 16 bytes", WRITE, OF(WIDE), SIZE(1, 1, 1), LAYOUT(8, 256, 1), 256},
    {"an offset of 2 for depth", WRITE, OF(DEPTH16), SIZE(16, 16, 1), LAYOUT(2, 256, 16), 256 * 16},
    {"an offset of 2, stencil", WRITE, STENCIL_OF(COMBINED), SIZE(16, 16, 1), LAYOUT(2, 256, 16), 256 * 16},

    {"rows of 128 bytes", WRITE, OF(BYTES), SIZE(16, 16, 1), LAYOUT(0, 128, 16), 256 * 16},
    {"rows of 16 bytes", WRITE, OF(BYTES), SIZE(16, 16, 1), LAYOUT(0, 16, 16), 256 * 16},
    {"rows that are too short", NEVER, OF(BYTES), SIZE(16, 16, 1), LAYOUT(0, 15, 16), 256 * 16},
    {"rows of nothing", NEVER, OF(BYTES), SIZE(16, 16, 1), LAYOUT(0, 0, 16), 256 * 16},
    {"rows that are too short for 16 bytes", NEVER, OF(WIDE), SIZE(16, 16, 1), LAYOUT(0, 255, 16), 256 * 16},
    {"rows as short as can be", ALWAYS, OF(WIDE), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"huge rows", NEVER, OF(BYTES), SIZE(16, 2, 1), LAYOUT(0, HUGE, 16), 256},
    {"huge aligned rows", NEVER, OF(BYTES), SIZE(16, 2, 1), LAYOUT(0, HUGE - 255, 16), 256},
    {"huge aligned rows, to no avail", ALWAYS, OF(BYTES), SIZE(16, 1, 1), LAYOUT(0, HUGE - 255, 16), 256},
    {"no rows, and one row", ALWAYS, OF(BYTES), {.width = 16}, {.offset = {.some = false}}, 16},
    {"no rows, and two rows", NEVER, OF(BYTES), SIZE(16, 2, 1), {.rows_per_image = {true, 2}}, 256},
    {"no rows, and two images", NEVER, OF(BYTES), SIZE(16, 1, 2), {.rows_per_image = {true, 1}}, 256},
    {"no images, and one image", ALWAYS, OF(BYTES), SIZE(16, 16, 1), ROWS(256), 256 * 16},
    {"no images, and two images", NEVER, OF(BYTES), SIZE(16, 16, 2), ROWS(256), 256 * 32},
    {"images that are too low", NEVER, OF(BYTES), SIZE(16, 16, 2), LAYOUT(0, 256, 15), 256 * 32},
    {"one image that is too low", NEVER, OF(BYTES), SIZE(16, 16, 1), LAYOUT(0, 256, 15), 256 * 32},
    {"images of nothing", NEVER, OF(BYTES), SIZE(16, 16, 2), LAYOUT(0, 256, 0), 256 * 32},
    {"huge images", NEVER, OF(BYTES), SIZE(16, 16, 2), LAYOUT(0, 256, HUGE), 256 * 32},
    {"huge images, to no avail", ALWAYS, OF(BYTES), SIZE(16, 16, 1), LAYOUT(0, 256, HUGE), 256 * 16},
    {"huge rows of huge images", NEVER, OF(BYTES), SIZE(16, 16, 4), LAYOUT(0, HUGE - 255, HUGE), 256 * 32},
    {"a product that wraps to 0", NEVER, OF(BYTES), SIZE(16, 16, 3), LAYOUT(0, 1u << 31, 1u << 31), 256 * 32},

    {"the last texel", ALWAYS, AT(BYTES, 15, 15, 3), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"too wide", NEVER, OF(BYTES), SIZE(17, 1, 1), LAYOUT(0, 256, 1), 256},
    {"too high", NEVER, OF(BYTES), SIZE(1, 17, 1), LAYOUT(0, 256, 17), 256 * 17},
    {"too many layers", NEVER, OF(BYTES), SIZE(1, 1, 5), LAYOUT(0, 256, 1), 256 * 5},
    {"past the right", NEVER, AT(BYTES, 15, 0, 0), SIZE(2, 1, 1), LAYOUT(0, 256, 1), 256},
    {"past the bottom", NEVER, AT(BYTES, 0, 15, 0), SIZE(1, 2, 1), LAYOUT(0, 256, 2), 512},
    {"past the last layer", NEVER, AT(BYTES, 0, 0, 3), SIZE(1, 1, 2), LAYOUT(0, 256, 1), 512},
    {"past the last slice", NEVER, AT(DEEP, 0, 0, 3), SIZE(1, 1, 2), LAYOUT(0, 256, 1), 512},
    {"a huge size", NEVER, OF(BYTES), SIZE(HUGE, 1, 1), LAYOUT(0, HUGE - 255, 1), 256},
    {"a huge height", NEVER, OF(BYTES), SIZE(1, HUGE, 1), LAYOUT(0, 256, HUGE), 256},
    {"huge layers", NEVER, OF(BYTES), SIZE(1, 1, HUGE), LAYOUT(0, 256, 1), 256},
    {"a huge origin", NEVER, AT(BYTES, HUGE, HUGE, HUGE), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"a width that wraps", NEVER, AT(BYTES, 1, 0, 0), SIZE(HUGE, 1, 1), LAYOUT(0, HUGE - 255, 1), 256},
    {"an origin that wraps", NEVER, AT(BYTES, HUGE, 0, 0), SIZE(2, 1, 1), LAYOUT(0, 256, 1), 256},
    {"a layer that wraps", NEVER, AT(BYTES, 0, 0, HUGE), SIZE(1, 1, 2), LAYOUT(0, 256, 1), 512},
    {"nothing at the end", ALWAYS, AT(BYTES, 16, 16, 4), SIZE(0, 0, 0), LAYOUT(0, 256, 1), 256},
    {"nothing past the end", NEVER, AT(BYTES, 17, 0, 0), SIZE(0, 0, 0), LAYOUT(0, 256, 1), 256},
    {"a height of 1d", NEVER, OF(LINE), SIZE(1, 2, 1), LAYOUT(0, 256, 2), 512},
    {"layers of 1d", NEVER, OF(LINE), SIZE(1, 1, 2), LAYOUT(0, 256, 1), 512},
    {"all of 1d", ALWAYS, OF(LINE), {.width = 16}, {.offset = {.some = false}}, 16},

    {"the last mip level", ALWAYS, MIP(BYTES, 2), SIZE(4, 4, 4), LAYOUT(0, 256, 4), 256 * 16},
    {"wider than the mip level", NEVER, MIP(BYTES, 2), SIZE(5, 4, 4), LAYOUT(0, 256, 4), 256 * 16},
    {"a mip level past the last", NEVER, MIP(BYTES, 3), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"mip level 32", NEVER, MIP(BYTES, 32), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"a huge mip level", NEVER, MIP(BYTES, HUGE), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"a huge mip level, and nothing", NEVER, MIP(BYTES, HUGE), SIZE(0, 0, 0), LAYOUT(0, 256, 1), 256},
    {"the depth of a mip level", ALWAYS, MIP(DEEP, 1), SIZE(8, 8, 2), LAYOUT(0, 256, 8), 256 * 16},
    {"deeper than the mip level", NEVER, MIP(DEEP, 1), SIZE(8, 8, 3), LAYOUT(0, 256, 8), 256 * 24},

    {"the depth of a color", NEVER, DEPTH_OF(BYTES), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"the stencil of a color", NEVER, STENCIL_OF(BYTES), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"all of a color", ALWAYS, ALL_OF(BYTES), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"depth and stencil", NEVER, OF(COMBINED), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"the stencil of both", ALWAYS, STENCIL_OF(COMBINED), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"part of the stencil", NEVER, STENCIL_OF(COMBINED), SIZE(8, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"the opaque depth", NEVER, DEPTH_OF(COMBINED), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"depth of 16 bits", ALWAYS, DEPTH_OF(DEPTH16), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"depth of 16 bits, all of it", ALWAYS, OF(DEPTH16), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"part of the depth", NEVER, OF(DEPTH16), SIZE(16, 8, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"the stencil of depth", NEVER, STENCIL_OF(DEPTH16), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"depth of 32 bits", TO_BUFFER, OF(DEPTH32), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},

    {"samples", NEVER, OF(SAMPLES), SIZE(16, 16, 1), LAYOUT(0, 256, 16), 256 * 16},
    {"without the usage", NEVER, OF(NO_COPY), SIZE(1, 1, 1), LAYOUT(0, 256, 1), 256},
    {"an invalid texture", NEVER, OF(INVALID), SIZE(0, 1, 1), LAYOUT(0, 256, 1), 256},
};
/* clang-format on */

static int
copy_linear(size_t row, unsigned way, struct webgpu_buffer *buffer)
{
    const struct webgpu_texel_copy_texture_info texture = info_of(&linear[row].region);
    const struct webgpu_texel_copy_buffer_info info = {buffer, linear[row].layout.offset,
                                                       linear[row].layout.bytes_per_row,
                                                       linear[row].layout.rows_per_image};
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    if (way == TO_TEXTURE)
        webgpu_command_encoder_copy_buffer_to_texture(encoder, &info, &texture, &linear[row].size, ARENA);
    else
        webgpu_command_encoder_copy_texture_to_buffer(encoder, &texture, &info, &linear[row].size, ARENA);
    struct webgpu_command_buffer *commands = finish(encoder);
    const int error = pop_scope(NULL);
    if (error == -1)
        webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&commands, 1}, ARENA);
    webgpu_command_buffer_drop(commands);
    return error;
}

static int
write_linear(size_t row)
{
    static const char data[256 * 64];
    const struct webgpu_texel_copy_texture_info texture = info_of(&linear[row].region);
    assert_in_range(linear[row].bytes, 0, sizeof data);
    push_validation();
    webgpu_queue_write_texture_with_copy(guest.queue, &texture, (struct abi_view){data, linear[row].bytes},
                                         &linear[row].layout, &linear[row].size, ARENA);
    return pop_scope(NULL);
}

static void
test_linear(void **state)
{
    (void)state;
    static const char *const names[] = {
        [TO_TEXTURE] = "to a texture", [TO_BUFFER] = "to a buffer", [WRITE] = "write"};
    unsigned wrong = 0;
    for (size_t i = 0; i < BASE_COUNT(linear); i++) {
        struct webgpu_buffer *buffer =
            make_buffer(linear[i].bytes, WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST, false);
        for (unsigned way = TO_TEXTURE; way <= WRITE; way <<= 1) {
            const int want = (linear[i].ok & way) != 0 ? -1 : (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR;
            const int got = way == WRITE ? write_linear(i) : copy_linear(i, way, buffer);
            if (got != want) {
                print_error("%s, %s: %d instead of %d\n", linear[i].what, names[way], got, want);
                wrong++;
            }
        }
        webgpu_buffer_drop(buffer);
    }
    assert_int_equal(wrong, 0);
}

/* Of blocks of 4 by 4, 8 by 12 of them in 2 mip levels: a copy begins and ends with a block. */
static const struct {
    uint32_t mip_level, x, y, width, height;
    bool ok;
} block_rows[] = {
    {0, 0, 0, 8, 12, true}, {0, 4, 8, 4, 4, true},  {0, 2, 0, 4, 4, false}, {0, 0, 2, 4, 4, false},
    {0, 0, 0, 2, 4, false}, {0, 0, 0, 4, 6, false}, {0, 4, 8, 8, 4, false}, {0, 8, 12, 0, 0, true},
    {1, 0, 0, 4, 8, true},  {1, 0, 0, 4, 6, false}, {1, 0, 4, 4, 4, true},  {1, 4, 0, 4, 4, false},
};

static void
test_blocks(void **state)
{
    (void)state;
    if (!webgpu_features_contain(guest.device->features.set, WEBGPU_FEATURE_NAME_TEXTURE_COMPRESSION_BC))
        skip();
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(8, 12, 1),
        .mip_level_count = {true, 2},
        .format = WEBGPU_TEXTURE_FORMAT_BC1_RGBA_UNORM,
        .usage = COPIES,
    };
    struct webgpu_texture *texture = make_texture(&descriptor);
    for (size_t i = 0; i < BASE_COUNT(block_rows); i++) {
        const struct webgpu_texel_copy_texture_info info = {.texture = texture,
                                                            .mip_level = {true, block_rows[i].mip_level},
                                                            .origin =
                                                                ORIGIN(block_rows[i].x, block_rows[i].y, 0)};
        const struct webgpu_texel_copy_buffer_layout layout = LAYOUT(0, 16, 3);
        const struct webgpu_extent3_d size = SIZE(block_rows[i].width, block_rows[i].height, 1);
        const char data[48] = {0};
        push_validation();
        webgpu_queue_write_texture_with_copy(guest.queue, &info, (struct abi_view){data, sizeof data},
                                             &layout, &size, ARENA);
        if ((pop_scope(NULL) == -1) != block_rows[i].ok)
            fail_msg("row %zu", i);
    }
    webgpu_texture_drop(texture);
}

/* Buffers that may not be copied with, and textures that are gone. */
static void
test_buffers(void **state)
{
    (void)state;
    const struct webgpu_texel_copy_texture_info texture = {.texture = textures[BYTES]};
    const struct webgpu_extent3_d size = SIZE(1, 1, 1);
    const struct {
        uint32_t usage;
        bool from, to;
    } usages[] = {
        {WEBGPU_BUFFER_USAGE_COPY_SRC, true, false},
        {WEBGPU_BUFFER_USAGE_COPY_DST, false, true},
        {WEBGPU_BUFFER_USAGE_STORAGE, false, false},
        {0, false, false}, /* invalid */
    };
    for (size_t i = 0; i < BASE_COUNT(usages); i++) {
        push_validation();
        struct webgpu_buffer *buffer = make_buffer(256, usages[i].usage, false);
        pop_scope(NULL);
        const struct webgpu_texel_copy_buffer_info info = {.buffer = buffer};
        push_validation();
        struct webgpu_command_encoder *encoder = make_encoder();
        webgpu_command_encoder_copy_buffer_to_texture(encoder, &info, &texture, &size, ARENA);
        webgpu_command_buffer_drop(finish(encoder));
        assert_true((pop_scope(NULL) == -1) == usages[i].from);
        push_validation();
        encoder = make_encoder();
        webgpu_command_encoder_copy_texture_to_buffer(encoder, &texture, &info, &size, ARENA);
        webgpu_command_buffer_drop(finish(encoder));
        assert_true((pop_scope(NULL) == -1) == usages[i].to);
        webgpu_buffer_drop(buffer);
    }
}

/* clang-format off */
static const struct {
    const char *what;
    bool ok;
    struct region from, to;
    struct webgpu_extent3_d size;
} texels[] = {
    {"the whole", true, OF(WORDS), OF(SRGB), SIZE(16, 16, 4)},
    {"sRGB and back", true, OF(SRGB), OF(WORDS), SIZE(16, 16, 4)},
    {"another format of its size", false, OF(WORDS), OF(BYTES), SIZE(1, 1, 1)},
    {"layers to slices", true, OF(BYTES), OF(DEEP), SIZE(16, 16, 4)},
    {"a line to a layer", true, OF(LINE), OF(BYTES), SIZE(16, 1, 1)},
    {"too wide for the source", false, AT(BYTES, 1, 0, 0), OF(DEEP), SIZE(16, 1, 1)},
    {"too wide for the destination", false, OF(BYTES), AT(DEEP, 1, 0, 0), SIZE(16, 1, 1)},
    {"too high", false, OF(BYTES), AT(DEEP, 0, 16, 0), SIZE(1, 1, 1)},
    {"too many layers", false, OF(BYTES), AT(DEEP, 0, 0, 2), SIZE(1, 1, 3)},
    {"huge", false, OF(BYTES), OF(DEEP), SIZE(HUGE, HUGE, HUGE)},
    {"an origin that wraps", false, AT(BYTES, HUGE, HUGE, HUGE), OF(DEEP), SIZE(1, 1, 1)},
    {"nothing", true, AT(BYTES, 16, 16, 4), OF(DEEP), SIZE(0, 0, 0)},
    {"nothing past the end", false, AT(BYTES, 17, 0, 0), OF(DEEP), SIZE(0, 0, 0)},
    {"a mip level past the last", false, MIP(BYTES, 3), OF(DEEP), SIZE(1, 1, 1)},
    {"a huge mip level", false, OF(BYTES), MIP(DEEP, HUGE), SIZE(1, 1, 1)},
    {"to another mip level", true, OF(BYTES), MIP(BYTES, 1), SIZE(8, 8, 4)},
    {"to another layer", true, OF(BYTES), AT(BYTES, 0, 0, 2), SIZE(16, 16, 2)},
    {"to the same layer", false, OF(BYTES), AT(BYTES, 8, 0, 0), SIZE(8, 8, 1)},
    {"to layers that overlap", false, OF(BYTES), AT(BYTES, 0, 0, 1), SIZE(16, 16, 2)},
    {"to another slice, which is the same subresource", false, OF(DEEP), AT(DEEP, 0, 0, 2), SIZE(16, 16, 2)},
    {"depth and stencil to itself", false, OF(COMBINED), OF(COMBINED), SIZE(16, 16, 1)},
    {"samples to itself", false, OF(SAMPLES), OF(SAMPLES), SIZE(16, 16, 1)},
    {"samples to none", false, OF(SAMPLES), OF(WORDS), SIZE(16, 16, 1)},
    {"none to samples", false, OF(WORDS), OF(SAMPLES), SIZE(16, 16, 1)},
    {"the source lacks the usage", false, OF(NO_COPY), OF(BYTES), SIZE(1, 1, 1)},
    {"the destination lacks the usage", false, OF(BYTES), OF(NO_COPY), SIZE(1, 1, 1)},
    {"an invalid source", false, OF(INVALID), OF(BYTES), SIZE(0, 0, 0)},
    {"an invalid destination", false, OF(BYTES), OF(INVALID), SIZE(0, 0, 0)},
    {"the depth of a color", false, DEPTH_OF(BYTES), OF(DEEP), SIZE(1, 1, 1)},
    {"color to depth", false, OF(DEPTH16), OF(BYTES), SIZE(16, 16, 1)},
};
/* clang-format on */

static int
copy_texels(const struct webgpu_texel_copy_texture_info *from,
            const struct webgpu_texel_copy_texture_info *to, const struct webgpu_extent3_d *size)
{
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_texture(encoder, from, to, size, ARENA);
    struct webgpu_command_buffer *commands = finish(encoder);
    const int error = pop_scope(NULL);
    if (error == -1)
        webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&commands, 1}, ARENA);
    webgpu_command_buffer_drop(commands);
    return error;
}

static void
test_texels(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < BASE_COUNT(texels); i++) {
        const struct webgpu_texel_copy_texture_info from = info_of(&texels[i].from);
        const struct webgpu_texel_copy_texture_info to = info_of(&texels[i].to);
        const int want = texels[i].ok ? -1 : (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR;
        const int got = copy_texels(&from, &to, &texels[i].size);
        if (got != want) {
            print_error("%s: %d instead of %d\n", texels[i].what, got, want);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* Depth, stencil and samples are copied whole, with all aspects. */
static void
test_whole_texels(void **state)
{
    (void)state;
    const enum target whole[] = {COMBINED, DEPTH16, DEPTH32, SAMPLES};
    for (size_t i = 0; i < BASE_COUNT(whole); i++) {
        struct webgpu_texture *other = make_texture(&targets[whole[i]]);
        struct webgpu_texel_copy_texture_info from = {.texture = textures[whole[i]]};
        struct webgpu_texel_copy_texture_info to = {.texture = other};
        const struct webgpu_extent3_d all = SIZE(SIDE, SIDE, 1);
        const struct webgpu_extent3_d part = SIZE(SIDE, SIDE / 2, 1);
        assert_int_equal(copy_texels(&from, &to, &all), -1);
        assert_int_equal(copy_texels(&from, &to, &part), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
        if (whole[i] == COMBINED) {
            from.aspect = to.aspect =
                (struct webgpu_option_texture_aspect){true, WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY};
            assert_int_equal(copy_texels(&from, &to, &all), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
        }
        webgpu_texture_drop(other);
    }
}

/* A destroyed texture can be recorded, but not submitted, nor written. */
static void
test_destroyed(void **state)
{
    (void)state;
    struct webgpu_texture *gone = make_texture(&targets[BYTES]);
    const struct webgpu_texel_copy_texture_info from = {.texture = gone};
    const struct webgpu_texel_copy_texture_info to = {.texture = textures[DEEP]};
    const struct webgpu_extent3_d size = SIZE(1, 1, 1);
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_texture(encoder, &from, &to, &size, ARENA);
    struct webgpu_command_buffer *before = finish(encoder);
    webgpu_texture_destroy(gone);
    encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_texture(encoder, &to, &from, &size, ARENA);
    struct webgpu_command_buffer *after = finish(encoder);
    assert_no_error();
    push_validation();
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&before, 1}, ARENA);
    assert_validation_error();
    push_validation();
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&after, 1}, ARENA);
    assert_validation_error();
    push_validation();
    const struct webgpu_texel_copy_buffer_layout none = {.offset = {.some = false}};
    webgpu_queue_write_texture_with_copy(guest.queue, &from, (struct abi_view){"a", 1}, &none, &size, ARENA);
    assert_validation_error();
    webgpu_command_buffer_drop(before);
    webgpu_command_buffer_drop(after);
    webgpu_texture_drop(gone);
}

/* Another device's texture. */
static void
test_other_device(void **state)
{
    (void)state;
    struct webgpu_adapter *adapter = any_adapter();
    struct webgpu_device *own = guest.device;
    guest.device = request_device(adapter, NULL, NULL, NULL);
    assert_non_null(guest.device);
    struct webgpu_device *other = guest.device;
    struct webgpu_texture *foreign = make_texture(&targets[BYTES]);
    guest.device = own;
    const struct webgpu_texel_copy_texture_info from = {.texture = foreign};
    const struct webgpu_texel_copy_texture_info to = {.texture = textures[DEEP]};
    const struct webgpu_extent3_d size = SIZE(1, 1, 1);
    assert_int_equal(copy_texels(&from, &to, &size), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(copy_texels(&to, &from, &size), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    push_validation();
    const struct webgpu_texel_copy_buffer_layout none = {.offset = {.some = false}};
    webgpu_queue_write_texture_with_copy(guest.queue, &from, (struct abi_view){"a", 1}, &none, &size, ARENA);
    assert_validation_error();
    webgpu_texture_drop(foreign);
    webgpu_device_drop(other);
    webgpu_adapter_drop(adapter);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_linear, setup_textures, teardown_textures),
        cmocka_unit_test_setup_teardown(test_blocks, setup_all_features, teardown),
        cmocka_unit_test_setup_teardown(test_buffers, setup_textures, teardown_textures),
        cmocka_unit_test_setup_teardown(test_texels, setup_textures, teardown_textures),
        cmocka_unit_test_setup_teardown(test_whole_texels, setup_textures, teardown_textures),
        cmocka_unit_test_setup_teardown(test_destroyed, setup_textures, teardown_textures),
        cmocka_unit_test_setup_teardown(test_other_device, setup_textures, teardown_textures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
