/* Textures: what they are asked to be, the descriptors that are refused, their destruction.
 * WebGPU, "Texture Creation" and "Texture Destruction". */
#include "webgpu_texture_support.h"

#define HUGE UINT32_MAX
#define SOME_FORMATS(...) \
    { \
        true, \
        { \
            (enum webgpu_texture_format[]){__VA_ARGS__}, \
                sizeof((enum webgpu_texture_format[]){__VA_ARGS__}) / sizeof(enum webgpu_texture_format) \
        } \
    }
#define F(format) WEBGPU_TEXTURE_FORMAT_##format
#define RENDER WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT
#define TRANSIENT WEBGPU_TEXTURE_USAGE_TRANSIENT_ATTACHMENT

/* All are of RGBA8UNORM, and for bindings, unless they say something else. */
static const struct {
    const char *what;
    bool ok;
    struct webgpu_texture_descriptor descriptor;
} rows[] = {
    {"nothing but a width", true, {.size = {.width = 4}}},
    {"no width", false, {.size = {.width = 0}}},
    {"no height", false, {.size = SIZE(4, 0, 1)}},
    {"no layers", false, {.size = SIZE(4, 4, 0)}},
    {"no width, 1d", false, {.size = SIZE(0, 1, 1), .dimension = SOME_DIMENSION(D1)}},
    {"no depth", false, {.size = SIZE(4, 4, 0), .dimension = SOME_DIMENSION(D3)}},
    {"the greatest width", true, {.size = SIZE(8192, 1, 1)}},
    {"the greatest height", true, {.size = SIZE(1, 8192, 1)}},
    {"the most layers", true, {.size = SIZE(1, 1, 256)}},
    {"the greatest depth", true, {.size = SIZE(1, 1, 2048), .dimension = SOME_DIMENSION(D3)}},
    {"the greatest length", true, {.size = SIZE(8192, 1, 1), .dimension = SOME_DIMENSION(D1)}},
    {"too wide", false, {.size = SIZE(8193, 1, 1)}},
    {"too high", false, {.size = SIZE(1, 8193, 1)}},
    {"too many layers", false, {.size = SIZE(1, 1, 257)}},
    {"too wide, 3d", false, {.size = SIZE(2049, 1, 1), .dimension = SOME_DIMENSION(D3)}},
    {"too high, 3d", false, {.size = SIZE(1, 2049, 1), .dimension = SOME_DIMENSION(D3)}},
    {"too deep", false, {.size = SIZE(1, 1, 2049), .dimension = SOME_DIMENSION(D3)}},
    {"too long", false, {.size = SIZE(8193, 1, 1), .dimension = SOME_DIMENSION(D1)}},
    {"a huge width", false, {.size = SIZE(HUGE, 1, 1)}},
    {"a huge height", false, {.size = SIZE(1, HUGE, 1)}},
    {"a huge number of layers", false, {.size = SIZE(1, 1, HUGE)}},
    {"a huge everything", false, {.size = SIZE(HUGE, HUGE, HUGE)}},
    {"a huge everything, 3d", false, {.size = SIZE(HUGE, HUGE, HUGE), .dimension = SOME_DIMENSION(D3)}},
    {"a huge length", false, {.size = SIZE(HUGE, 1, 1), .dimension = SOME_DIMENSION(D1)}},
    {"a height, 1d", false, {.size = SIZE(4, 4, 1), .dimension = SOME_DIMENSION(D1)}},
    {"layers, 1d", false, {.size = SIZE(4, 1, 4), .dimension = SOME_DIMENSION(D1)}},

    {"all mip levels", true, {.size = SIZE(16, 4, 1), .mip_level_count = {true, 5}}},
    {"all mip levels of an odd size", true, {.size = SIZE(9, 7, 3), .mip_level_count = {true, 4}}},
    {"all mip levels of a depth",
     true,
     {.size = SIZE(2, 2, 16), .mip_level_count = {true, 5}, .dimension = SOME_DIMENSION(D3)}},
    {"no mip levels", false, {.size = SIZE(4, 4, 1), .mip_level_count = {true, 0}}},
    {"a mip level too many", false, {.size = SIZE(16, 4, 1), .mip_level_count = {true, 6}}},
    {"layers are no depth", false, {.size = SIZE(2, 2, 16), .mip_level_count = {true, 3}}},
    {"mip levels of a depth too many",
     false,
     {.size = SIZE(2, 2, 16), .mip_level_count = {true, 6}, .dimension = SOME_DIMENSION(D3)}},
    {"mip levels, 1d",
     false,
     {.size = SIZE(16, 1, 1), .mip_level_count = {true, 2}, .dimension = SOME_DIMENSION(D1)}},
    {"33 mip levels", false, {.size = SIZE(4, 4, 1), .mip_level_count = {true, 33}}},
    {"a huge number of mip levels", false, {.size = SIZE(4, 4, 1), .mip_level_count = {true, HUGE}}},

    {"no samples", false, {.size = SIZE(4, 4, 1), .sample_count = {true, 0}, .usage = RENDER}},
    {"one sample", true, {.size = SIZE(4, 4, 1), .sample_count = {true, 1}, .usage = RENDER}},
    {"2 samples", false, {.size = SIZE(4, 4, 1), .sample_count = {true, 2}, .usage = RENDER}},
    {"4 samples", true, {.size = SIZE(4, 4, 1), .sample_count = {true, 4}, .usage = RENDER}},
    {"8 samples", false, {.size = SIZE(4, 4, 1), .sample_count = {true, 8}, .usage = RENDER}},
    {"16 samples", false, {.size = SIZE(4, 4, 1), .sample_count = {true, 16}, .usage = RENDER}},
    {"a huge number of samples",
     false,
     {.size = SIZE(4, 4, 1), .sample_count = {true, HUGE}, .usage = RENDER}},
    {"samples and mip levels",
     false,
     {.size = SIZE(4, 4, 1), .mip_level_count = {true, 2}, .sample_count = {true, 4}, .usage = RENDER}},
    {"samples and layers", false, {.size = SIZE(4, 4, 2), .sample_count = {true, 4}, .usage = RENDER}},
    {"samples and storage",
     false,
     {.size = SIZE(4, 4, 1),
      .sample_count = {true, 4},
      .usage = RENDER | WEBGPU_TEXTURE_USAGE_STORAGE_BINDING}},
    {"samples to be copied",
     true,
     {.size = SIZE(4, 4, 1), .sample_count = {true, 4}, .usage = RENDER | COPIES}},

    {"a view format with sRGB",
     true,
     {.size = SIZE(4, 4, 1), .view_formats = SOME_FORMATS(F(RGBA8UNORM_SRGB))}},
    {"its own format as a view format, twice",
     true,
     {.size = SIZE(4, 4, 1), .view_formats = SOME_FORMATS(F(RGBA8UNORM), F(RGBA8UNORM))}},
    {"another view format", false, {.size = SIZE(4, 4, 1), .view_formats = SOME_FORMATS(F(RGBA8UINT))}},
    {"a view format of the same size",
     false,
     {.size = SIZE(4, 4, 1), .view_formats = SOME_FORMATS(F(RGBA8UNORM), F(R32FLOAT))}},
    {"a view format without its feature",
     false,
     {.size = SIZE(4, 4, 1), .view_formats = SOME_FORMATS(F(BC1_RGBA_UNORM))}},
    {"a view format of one aspect",
     false,
     {.size = SIZE(4, 4, 1), .format = F(DEPTH24PLUS_STENCIL8), .view_formats = SOME_FORMATS(F(STENCIL8))}},

    {"a transient attachment", true, {.size = SIZE(4, 4, 1), .usage = TRANSIENT | RENDER}},
    {"a transient attachment of a depth",
     true,
     {.size = SIZE(4, 4, 1), .format = F(DEPTH24PLUS), .usage = TRANSIENT | RENDER}},
    {"a transient attachment with samples",
     true,
     {.size = SIZE(4, 4, 1), .sample_count = {true, 4}, .usage = TRANSIENT | RENDER}},
    {"transient, but no attachment", false, {.size = SIZE(4, 4, 1), .usage = TRANSIENT}},
    {"transient, and bound", false, {.size = SIZE(4, 4, 1), .usage = TRANSIENT | RENDER | BINDING}},
    {"transient, and copied",
     false,
     {.size = SIZE(4, 4, 1), .usage = TRANSIENT | RENDER | WEBGPU_TEXTURE_USAGE_COPY_SRC}},
    {"transient, with a view format",
     false,
     {.size = SIZE(4, 4, 1), .usage = TRANSIENT | RENDER, .view_formats = SOME_FORMATS(F(RGBA8UNORM_SRGB))}},
    {"transient, with an empty list of view formats",
     true,
     {.size = SIZE(4, 4, 1), .usage = TRANSIENT | RENDER, .view_formats = {true, {NULL, 0}}}},
    {"transient, with mip levels",
     false,
     {.size = SIZE(4, 4, 1), .mip_level_count = {true, 2}, .usage = TRANSIENT | RENDER}},
    {"transient, with layers", false, {.size = SIZE(4, 4, 2), .usage = TRANSIENT | RENDER}},
    {"transient, 3d",
     false,
     {.size = SIZE(4, 4, 1), .dimension = SOME_DIMENSION(D3), .usage = TRANSIENT | RENDER}},

    {"a binding view dimension, which is ignored",
     true,
     {.size = SIZE(4, 4, 1), .texture_binding_view_dimension = SOME_VIEW_DIMENSION(CUBE)}},
};

static void
test_descriptors(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct webgpu_texture_descriptor descriptor = rows[i].descriptor;
        if (descriptor.format == 0)
            descriptor.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM;
        if (descriptor.usage == 0)
            descriptor.usage = BINDING;
        const int want = rows[i].ok ? -1 : (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR;
        const int got = try_texture(&descriptor);
        if (got != want) {
            print_error("%s: %d instead of %d\n", rows[i].what, got, want);
            wrong++;
        }
    }
    const struct webgpu_texture_descriptor useless = {.size = SIZE(4, 4, 1),
                                                      .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    assert_int_equal(try_texture(&useless), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(wrong, 0);
}

/* Block sizes: 4 by 4 for BC, if there is BC. */
static const struct {
    uint32_t width, height, levels;
    bool ok;
} blocks[] = {
    {4, 4, 1, true},  {8, 12, 4, true}, {8, 12, 5, false}, {2, 4, 1, false},
    {4, 2, 1, false}, {6, 4, 1, false}, {4, 6, 1, false},  {1, 1, 1, false},
};

static void
test_compressed_sizes(void **state)
{
    (void)state;
    if (!webgpu_features_contain(guest.device->features.set, WEBGPU_FEATURE_NAME_TEXTURE_COMPRESSION_BC))
        skip();
    for (size_t i = 0; i < BASE_COUNT(blocks); i++) {
        const struct webgpu_texture_descriptor descriptor = {
            .size = SIZE(blocks[i].width, blocks[i].height, 1),
            .mip_level_count = {true, blocks[i].levels},
            .format = WEBGPU_TEXTURE_FORMAT_BC3_RGBA_UNORM,
            .usage = BINDING,
        };
        if ((try_texture(&descriptor) == -1) != blocks[i].ok)
            fail_msg("%u by %u, %u levels", blocks[i].width, blocks[i].height, blocks[i].levels);
    }
}

static void
assert_getters(struct webgpu_texture *texture, const struct webgpu_texture_descriptor *asked)
{
    assert_int_equal(webgpu_texture_width(texture), asked->size.width);
    assert_int_equal(webgpu_texture_height(texture), asked->size.height.value);
    assert_int_equal(webgpu_texture_depth_or_array_layers(texture), asked->size.depth_or_array_layers.value);
    assert_int_equal(webgpu_texture_mip_level_count(texture), asked->mip_level_count.value);
    assert_int_equal(webgpu_texture_sample_count(texture), asked->sample_count.value);
    assert_int_equal(webgpu_texture_dimension(texture), asked->dimension.value);
    assert_int_equal(webgpu_texture_format(texture), asked->format);
    assert_int_equal(webgpu_texture_usage(texture), asked->usage);
    struct webgpu_option_texture_view_dimension dimension = {.some = true};
    webgpu_texture_texture_binding_view_dimension(texture, &dimension);
    assert_false(dimension.some);
    assert_true(base_str_equal(webgpu_texture_label(texture, ARENA), asked->label.value));
}

/* What was asked for, valid or not, destroyed or not. */
static void
test_getters(void **state)
{
    (void)state;
    const struct webgpu_texture_descriptor asked[] = {
        {.size = SIZE(16, 8, 3),
         .mip_level_count = {true, 2},
         .sample_count = {true, 1},
         .dimension = SOME_DIMENSION(D2),
         .format = WEBGPU_TEXTURE_FORMAT_R16FLOAT,
         .usage = BINDING | COPIES,
         .texture_binding_view_dimension = SOME_VIEW_DIMENSION(D2_ARRAY),
         .label = SOME_STRING("valid")},
        {.size = SIZE(HUGE, 0, 7),
         .mip_level_count = {true, HUGE},
         .sample_count = {true, 5},
         .dimension = SOME_DIMENSION(D3),
         .format = WEBGPU_TEXTURE_FORMAT_ASTC12X12_UNORM_SRGB,
         .usage = WEBGPU_TEXTURE_USAGE_ALL_BITS,
         .label = SOME_STRING("invalid")},
        {.size = SIZE(4, 4, 1),
         .mip_level_count = {true, 1},
         .sample_count = {true, 4},
         .dimension = SOME_DIMENSION(D2),
         .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
         .usage = TRANSIENT | RENDER,
         .label = SOME_STRING("transient")},
    };
    for (size_t i = 0; i < BASE_COUNT(asked); i++) {
        push_validation();
        struct webgpu_texture *texture = make_texture(&asked[i]);
        assert_int_equal(pop_scope(NULL), i == 1 ? (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR : -1);
        assert_getters(texture, &asked[i]);
        push_validation();
        webgpu_texture_destroy(texture);
        webgpu_texture_destroy(texture);
        assert_no_error();
        assert_getters(texture, &asked[i]);
        webgpu_texture_set_label(texture, base_str("other"));
        assert_true(base_str_equal(webgpu_texture_label(texture, ARENA), base_str("other")));
        webgpu_texture_drop(texture);
    }
    const struct webgpu_texture_descriptor defaults = {
        .size = {.width = 5}, .format = WEBGPU_TEXTURE_FORMAT_R8UNORM, .usage = BINDING};
    struct webgpu_texture *texture = make_texture(&defaults);
    assert_getters(texture, &(struct webgpu_texture_descriptor){.size = SIZE(5, 1, 1),
                                                                .mip_level_count = {true, 1},
                                                                .sample_count = {true, 1},
                                                                .dimension = SOME_DIMENSION(D2),
                                                                .format = WEBGPU_TEXTURE_FORMAT_R8UNORM,
                                                                .usage = BINDING});
    webgpu_texture_drop(texture);
}

/* A long list of formats, all of them right; then all but the last. */
static void
test_many_view_formats(void **state)
{
    (void)state;
    static enum webgpu_texture_format formats[1 << 20];
    for (size_t i = 0; i < BASE_COUNT(formats); i++)
        formats[i] = i % 2 == 0 ? F(RGBA8UNORM) : F(RGBA8UNORM_SRGB);
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(4, 4, 1),
        .format = F(RGBA8UNORM),
        .usage = BINDING,
        .view_formats = {true, {formats, BASE_COUNT(formats)}},
    };
    assert_int_equal(try_texture(&descriptor), -1);
    formats[BASE_COUNT(formats) - 1] = F(RGBA8UINT);
    assert_int_equal(try_texture(&descriptor), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
}

/* As large as the limits allow is more than most machines have. */
static void
test_out_of_memory(void **state)
{
    (void)state;
    const struct webgpu_texture_descriptor largest = {
        .size = SIZE(8192, 8192, 256), .format = WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT, .usage = BINDING};
    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    assert_int_equal(try_texture(&largest), -1);
    const int error = pop_scope(NULL);
    assert_true(error == -1 || error == (int)WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR);
}

/* Without an error, for a lost device has none. */
static void
test_lost_device(void **state)
{
    (void)state;
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(4, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .usage = BINDING | COPIES};
    struct webgpu_texture *before = make_texture(&descriptor);
    webgpu_device_destroy(guest.device);
    struct webgpu_texture *after = make_texture(&descriptor);
    const struct webgpu_option_texture_view_descriptor none = {.some = false};
    webgpu_texture_view_drop(webgpu_texture_create_view(before, &none, ARENA));
    webgpu_texture_view_drop(webgpu_texture_create_view(after, &none, ARENA));
    const struct webgpu_option_sampler_descriptor plain = {.some = false};
    webgpu_sampler_drop(webgpu_device_create_sampler(guest.device, &plain, ARENA));
    const uint32_t texel = 0;
    write_texels(before, 0, SIZE_OF(1, 1, 1), &texel, sizeof texel);
    write_texels(after, 0, SIZE_OF(1, 1, 1), &texel, sizeof texel);
    const struct webgpu_texel_copy_texture_info from = {.texture = before};
    const struct webgpu_texel_copy_texture_info to = {.texture = after};
    const struct webgpu_extent3_d one = {.width = 1};
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_texture(encoder, &from, &to, &one, ARENA);
    submit(encoder);
    webgpu_texture_destroy(before);
    webgpu_texture_drop(before);
    webgpu_texture_drop(after);
    assert_int_equal(guest.warnings, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_descriptors, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_compressed_sizes, setup_all_features, teardown),
        cmocka_unit_test_setup_teardown(test_getters, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_many_view_formats, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_out_of_memory, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_lost_device, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
