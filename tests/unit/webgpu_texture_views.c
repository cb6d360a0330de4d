/* Texture views: those that there are, and those that are refused. WebGPU, "Texture View Creation". */
#include "webgpu_texture_support.h"

#define HUGE UINT32_MAX
#define SOME_FORMAT(format) {true, WEBGPU_TEXTURE_FORMAT_##format}
#define SOME_ASPECT(aspect) {true, WEBGPU_TEXTURE_ASPECT_##aspect}
#define RENDER WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT
#define STORAGE WEBGPU_TEXTURE_USAGE_STORAGE_BINDING
#define TRANSIENT WEBGPU_TEXTURE_USAGE_TRANSIENT_ATTACHMENT

/* What views are made of. */
enum source {
    FLAT,      /* 16 by 16, 5 mip levels, sRGB as a view format */
    LAYERED,   /* 16 by 16, 13 layers, 3 mip levels */
    OBLONG,    /* 16 by 8, 6 layers */
    LINE,      /* 1d */
    DEEP,      /* 3d, 16 deep, 5 mip levels */
    SAMPLES,   /* 4 of them */
    COMBINED,  /* depth and stencil */
    DEPTH,     /* without stencil */
    STENCIL,   /* without depth */
    MUCH_USED, /* every usage that goes with storage, sRGB as a view format */
    FLEETING,  /* a transient attachment */
    INVALID,
    SOURCES,
};

static enum webgpu_texture_format srgb[] = {WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB};

static const struct webgpu_texture_descriptor sources[SOURCES] = {
    [FLAT] = {.size = SIZE(16, 16, 1),
              .mip_level_count = {true, 5},
              .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
              .usage = BINDING,
              .view_formats = {true, {srgb, 1}}},
    [LAYERED] = {.size = SIZE(16, 16, 13),
                 .mip_level_count = {true, 3},
                 .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                 .usage = BINDING},
    [OBLONG] = {.size = SIZE(16, 8, 6), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .usage = BINDING},
    [LINE] = {.size = SIZE(16, 1, 1),
              .dimension = SOME_DIMENSION(D1),
              .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
              .usage = BINDING},
    [DEEP] = {.size = SIZE(4, 4, 16),
              .mip_level_count = {true, 5},
              .dimension = SOME_DIMENSION(D3),
              .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
              .usage = BINDING},
    [SAMPLES] = {.size = SIZE(4, 4, 1),
                 .sample_count = {true, 4},
                 .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                 .usage = BINDING | RENDER},
    [COMBINED] = {.size = SIZE(4, 4, 2),
                  .format = WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8,
                  .usage = BINDING | RENDER},
    [DEPTH] = {.size = SIZE(4, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, .usage = BINDING},
    [STENCIL] = {.size = SIZE(4, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_STENCIL8, .usage = BINDING},
    [MUCH_USED] = {.size = SIZE(4, 4, 1),
                   .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                   .usage = BINDING | STORAGE | RENDER | COPIES,
                   .view_formats = {true, {srgb, 1}}},
    [FLEETING] = {.size = SIZE(4, 4, 1),
                  .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                  .usage = TRANSIENT | RENDER},
    [INVALID] = {.size = SIZE(0, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .usage = BINDING},
};

static const struct {
    const char *what;
    bool ok;
    enum source source;
    struct webgpu_texture_view_descriptor descriptor;
} rows[] = {
    {"all by default", true, FLAT, {.label = {.some = false}}},
    {"all by default, layers", true, LAYERED, {.label = {.some = false}}},
    {"all by default, 1d", true, LINE, {.label = {.some = false}}},
    {"all by default, 3d", true, DEEP, {.label = {.some = false}}},
    {"all by default, samples", true, SAMPLES, {.label = {.some = false}}},
    {"all by default, depth and stencil", true, COMBINED, {.label = {.some = false}}},
    {"all by default, stencil", true, STENCIL, {.label = {.some = false}}},
    {"all by default, of an invalid texture", false, INVALID, {.label = {.some = false}}},

    {"every mip level", true, FLAT, {.mip_level_count = {true, 5}}},
    {"the last mip level", true, FLAT, {.base_mip_level = {true, 4}}},
    {"no mip levels", false, FLAT, {.mip_level_count = {true, 0}}},
    {"no mip levels are left", false, FLAT, {.base_mip_level = {true, 5}}},
    {"a mip level past the last", false, FLAT, {.base_mip_level = {true, 6}}},
    {"more mip levels than are left",
     false,
     FLAT,
     {.base_mip_level = {true, 1}, .mip_level_count = {true, 5}}},
    {"a huge number of mip levels", false, FLAT, {.mip_level_count = {true, HUGE}}},
    {"a huge first mip level", false, FLAT, {.base_mip_level = {true, HUGE}}},
    {"mip levels that wrap", false, FLAT, {.base_mip_level = {true, 2}, .mip_level_count = {true, HUGE}}},
    {"mip levels that wrap, otherwise",
     false,
     FLAT,
     {.base_mip_level = {true, HUGE}, .mip_level_count = {true, 2}}},
    {"mip levels that wrap twice",
     false,
     FLAT,
     {.base_mip_level = {true, HUGE}, .mip_level_count = {true, HUGE}}},

    {"one layer as 2d",
     true,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(D2), .base_array_layer = {true, 12}}},
    {"all layers", true, LAYERED, {.array_layer_count = {true, 13}}},
    {"the last layers", true, LAYERED, {.base_array_layer = {true, 11}}},
    {"one layer as an array", true, LAYERED, {.array_layer_count = {true, 1}}},
    {"no layers", false, LAYERED, {.array_layer_count = {true, 0}}},
    {"no layers are left", false, LAYERED, {.base_array_layer = {true, 13}}},
    {"a layer past the last", false, LAYERED, {.base_array_layer = {true, 14}}},
    {"a layer past the last, as 2d",
     false,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(D2), .base_array_layer = {true, 13}}},
    {"a huge number of layers", false, LAYERED, {.array_layer_count = {true, HUGE}}},
    {"a huge first layer", false, LAYERED, {.base_array_layer = {true, HUGE}}},
    {"layers that wrap", false, LAYERED, {.base_array_layer = {true, 2}, .array_layer_count = {true, HUGE}}},
    {"layers that wrap, otherwise",
     false,
     LAYERED,
     {.base_array_layer = {true, HUGE}, .array_layer_count = {true, 2}}},
    {"two layers as 2d",
     false,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(D2), .array_layer_count = {true, 2}}},
    {"a huge number of layers as 2d", false, FLAT, {.array_layer_count = {true, HUGE}}},
    {"an array of one layer", true, FLAT, {.dimension = SOME_VIEW_DIMENSION(D2_ARRAY)}},

    {"a cube", true, LAYERED, {.dimension = SOME_VIEW_DIMENSION(CUBE)}},
    {"a cube from the 8th layer on",
     true,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(CUBE), .base_array_layer = {true, 7}}},
    {"a cube past the last layer",
     false,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(CUBE), .base_array_layer = {true, 8}}},
    {"a cube of 5 layers",
     false,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(CUBE), .array_layer_count = {true, 5}}},
    {"a cube of 12 layers",
     false,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(CUBE), .array_layer_count = {true, 12}}},
    {"a cube that is not square", false, OBLONG, {.dimension = SOME_VIEW_DIMENSION(CUBE)}},
    {"a cube of one layer", false, FLAT, {.dimension = SOME_VIEW_DIMENSION(CUBE)}},
    {"two cubes",
     true,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(CUBE_ARRAY), .array_layer_count = {true, 12}}},
    {"two cubes by default",
     true,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(CUBE_ARRAY), .base_array_layer = {true, 1}}},
    {"cubes of 13 layers", false, LAYERED, {.dimension = SOME_VIEW_DIMENSION(CUBE_ARRAY)}},
    {"cubes of no layers",
     false,
     LAYERED,
     {.dimension = SOME_VIEW_DIMENSION(CUBE_ARRAY), .array_layer_count = {true, 0}}},
    {"cubes that are not square", false, OBLONG, {.dimension = SOME_VIEW_DIMENSION(CUBE_ARRAY)}},
    {"a cube of something deep", false, DEEP, {.dimension = SOME_VIEW_DIMENSION(CUBE)}},

    {"1d of 2d", false, FLAT, {.dimension = SOME_VIEW_DIMENSION(D1)}},
    {"3d of 2d", false, FLAT, {.dimension = SOME_VIEW_DIMENSION(D3)}},
    {"2d of 1d", false, LINE, {.dimension = SOME_VIEW_DIMENSION(D2)}},
    {"2d of 3d", false, DEEP, {.dimension = SOME_VIEW_DIMENSION(D2)}},
    {"an array of 3d", false, DEEP, {.dimension = SOME_VIEW_DIMENSION(D2_ARRAY)}},
    {"1d, said so",
     true,
     LINE,
     {.dimension = SOME_VIEW_DIMENSION(D1), .array_layer_count = {true, 1}, .mip_level_count = {true, 1}}},
    {"1d of two layers", false, LINE, {.array_layer_count = {true, 2}}},
    {"3d, said so", true, DEEP, {.dimension = SOME_VIEW_DIMENSION(D3), .array_layer_count = {true, 1}}},
    {"3d of layers", false, DEEP, {.array_layer_count = {true, 16}}},
    {"samples as an array", false, SAMPLES, {.dimension = SOME_VIEW_DIMENSION(D2_ARRAY)}},
    {"samples as 2d", true, SAMPLES, {.dimension = SOME_VIEW_DIMENSION(D2)}},

    {"its own format", true, FLAT, {.format = SOME_FORMAT(RGBA8UNORM)}},
    {"a view format", true, FLAT, {.format = SOME_FORMAT(RGBA8UNORM_SRGB)}},
    {"no view format", false, LAYERED, {.format = SOME_FORMAT(RGBA8UNORM_SRGB)}},
    {"another format", false, FLAT, {.format = SOME_FORMAT(RGBA8UINT)}},
    {"a format of which there is no feature", false, FLAT, {.format = SOME_FORMAT(ASTC4X4_UNORM)}},

    {"aspect all of a color", true, FLAT, {.aspect = SOME_ASPECT(ALL)}},
    {"the depth of a color", false, FLAT, {.aspect = SOME_ASPECT(DEPTH_ONLY)}},
    {"the stencil of a color", false, FLAT, {.aspect = SOME_ASPECT(STENCIL_ONLY)}},
    {"the depth of both", true, COMBINED, {.aspect = SOME_ASPECT(DEPTH_ONLY)}},
    {"the stencil of both", true, COMBINED, {.aspect = SOME_ASPECT(STENCIL_ONLY)}},
    {"the depth of both, its format",
     true,
     COMBINED,
     {.format = SOME_FORMAT(DEPTH24PLUS), .aspect = SOME_ASPECT(DEPTH_ONLY)}},
    {"the stencil of both, its format",
     true,
     COMBINED,
     {.format = SOME_FORMAT(STENCIL8), .aspect = SOME_ASPECT(STENCIL_ONLY)}},
    {"the depth of both, with stencil's format",
     false,
     COMBINED,
     {.format = SOME_FORMAT(STENCIL8), .aspect = SOME_ASPECT(DEPTH_ONLY)}},
    {"the depth of both, with both's format",
     false,
     COMBINED,
     {.format = SOME_FORMAT(DEPTH24PLUS_STENCIL8), .aspect = SOME_ASPECT(DEPTH_ONLY)}},
    {"the stencil of both, with both's format",
     false,
     COMBINED,
     {.format = SOME_FORMAT(DEPTH24PLUS_STENCIL8), .aspect = SOME_ASPECT(STENCIL_ONLY)}},
    {"both, with depth's format", false, COMBINED, {.format = SOME_FORMAT(DEPTH24PLUS)}},
    {"both, with both's format", true, COMBINED, {.format = SOME_FORMAT(DEPTH24PLUS_STENCIL8)}},
    {"the depth of depth", true, DEPTH, {.aspect = SOME_ASPECT(DEPTH_ONLY)}},
    {"the stencil of depth", false, DEPTH, {.aspect = SOME_ASPECT(STENCIL_ONLY)}},
    {"the depth of stencil", false, STENCIL, {.aspect = SOME_ASPECT(DEPTH_ONLY)}},
    {"the stencil of stencil", true, STENCIL, {.aspect = SOME_ASPECT(STENCIL_ONLY)}},

    {"the same usage", true, FLAT, {.usage = {true, BINDING}}},
    {"usage 0, which is all", true, FLAT, {.usage = {true, 0}}},
    {"less usage", true, MUCH_USED, {.usage = {true, BINDING}}},
    {"more usage", false, FLAT, {.usage = {true, BINDING | RENDER}}},
    {"other usage", false, FLAT, {.usage = {true, STORAGE}}},
    {"a format that cannot be stored", false, MUCH_USED, {.format = SOME_FORMAT(RGBA8UNORM_SRGB)}},
    {"a format that need not be stored",
     true,
     MUCH_USED,
     {.format = SOME_FORMAT(RGBA8UNORM_SRGB), .usage = {true, BINDING | RENDER}}},

    {"transient", true, FLEETING, {.label = {.some = false}}},
    {"transient, usage 0", true, FLEETING, {.usage = {true, 0}}},
    {"transient, said so", true, FLEETING, {.usage = {true, TRANSIENT | RENDER}}},
    {"transient no more", false, FLEETING, {.usage = {true, RENDER}}},
    {"transient only", false, FLEETING, {.usage = {true, TRANSIENT}}},
    {"transient at last", false, MUCH_USED, {.usage = {true, TRANSIENT | RENDER}}},
};

/* "Validate swizzle string", on a device without the feature texture-component-swizzle. */
static const struct {
    const char *swizzle;
    bool ok;
} swizzles[] = {
    {"rgba", true}, {"bgra", false},  {"0011", false}, {"", false},
    {"rgb", false}, {"rgba1", false}, {"xyzw", false}, {"RGBA", false},
};

static int
try_view(struct webgpu_texture *texture, const struct webgpu_texture_view_descriptor *descriptor)
{
    struct webgpu_option_texture_view_descriptor option = {true, *descriptor};
    push_validation();
    struct webgpu_texture_view *view = webgpu_texture_create_view(texture, &option, ARENA);
    assert_non_null(view);
    webgpu_texture_view_drop(view);
    return pop_scope(NULL);
}

static void
test_views(void **state)
{
    (void)state;
    struct webgpu_texture *textures[SOURCES];
    for (size_t i = 0; i < SOURCES; i++) {
        push_validation();
        textures[i] = make_texture(&sources[i]);
        assert_int_equal(pop_scope(NULL), i == INVALID ? (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR : -1);
    }
    unsigned wrong = 0;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const int want = rows[i].ok ? -1 : (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR;
        const int got = try_view(textures[rows[i].source], &rows[i].descriptor);
        if (got != want) {
            print_error("%s: %d instead of %d\n", rows[i].what, got, want);
            wrong++;
        }
    }
    for (size_t i = 0; i < BASE_COUNT(swizzles); i++) {
        const struct webgpu_texture_view_descriptor descriptor = {.swizzle =
                                                                      SOME_STRING(swizzles[i].swizzle)};
        if ((try_view(textures[FLAT], &descriptor) == -1) != swizzles[i].ok)
            fail_msg("swizzle \"%s\"", swizzles[i].swizzle);
    }
    for (size_t i = 0; i < SOURCES; i++)
        webgpu_texture_drop(textures[i]);
    assert_int_equal(wrong, 0);
}

/* No descriptor at all; labels; and a texture that is destroyed has views, though they cannot be used. */
static void
test_plain_views(void **state)
{
    (void)state;
    struct webgpu_texture *texture = make_texture(&sources[LAYERED]);
    const struct webgpu_option_texture_view_descriptor none = {.some = false};
    const struct webgpu_option_texture_view_descriptor named = {true, {.label = SOME_STRING("view")}};
    push_validation();
    struct webgpu_texture_view *views[] = {webgpu_texture_create_view(texture, &none, ARENA),
                                           webgpu_texture_create_view(texture, &named, ARENA)};
    assert_int_equal(webgpu_texture_view_label(views[0], ARENA).size, 0);
    assert_true(base_str_equal(webgpu_texture_view_label(views[1], ARENA), base_str("view")));
    webgpu_texture_view_set_label(views[1], base_str("other"));
    assert_true(base_str_equal(webgpu_texture_view_label(views[1], ARENA), base_str("other")));
    webgpu_texture_destroy(texture);
    struct webgpu_texture_view *late = webgpu_texture_create_view(texture, &none, ARENA);
    assert_no_error();
    webgpu_texture_drop(texture); /* the views live on */
    webgpu_texture_view_drop(views[0]);
    webgpu_texture_view_drop(views[1]);
    webgpu_texture_view_drop(late);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_views, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_plain_views, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
