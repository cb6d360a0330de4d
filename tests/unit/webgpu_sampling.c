/* What shaders read through samplers: address modes, filters, mip levels and their clamps, comparisons, and
 * views of every dimension. WebGPU, "GPUSamplerDescriptor"; read in compute shaders, whose derivatives are
 * none. */
#include <math.h>

#include "webgpu_texture_support.h"

#define POINTS 16

/* A texture to read in a shader, a sampler, and where to read it. */
struct reading {
    struct webgpu_texture *texture; /* bound as it is, if there is no view */
    struct webgpu_texture_view *view;
    const struct webgpu_sampler_descriptor *sampler; /* NULL: none */
    const char *shader;                              /* reads t with s at points[i] into results[i] */
    float points[POINTS][4];
    float results[POINTS];
};

static const char prelude[] = "@group(0) @binding(0) var<storage, read> points: array<vec4f, 16>;\n"
                              "@group(0) @binding(1) var<storage, read_write> results: array<f32, 16>;\n";

static void
read_points(struct reading *reading)
{
    char code[2048];
    snprintf(code, sizeof code, "%s%s", prelude, reading->shader);
    struct webgpu_compute_pipeline *pipeline = make_pipeline(code);
    struct webgpu_option_sampler_descriptor option = {.some = reading->sampler != NULL};
    if (option.some)
        option.value = *reading->sampler;
    struct webgpu_sampler *sampler = webgpu_device_create_sampler(guest.device, &option, ARENA);
    struct webgpu_buffer *points = make_buffer(
        sizeof reading->points, WEBGPU_BUFFER_USAGE_STORAGE | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    struct webgpu_buffer *results = make_buffer(
        sizeof reading->results, WEBGPU_BUFFER_USAGE_STORAGE | WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    write_all(points, reading->points, sizeof reading->points);
    struct webgpu_binding_resource texture = {.tag = WEBGPU_BINDING_RESOURCE_TEXTURE,
                                              .texture = reading->texture};
    if (reading->view != NULL)
        texture = (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_TEXTURE_VIEW,
                                                   .texture_view = reading->view};
    struct webgpu_bind_group_entry entries[] = {
        {0, {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = points}},
        {1, {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = results}},
        {2, texture},
        {3, {.tag = WEBGPU_BINDING_RESOURCE_SAMPLER, .sampler = sampler}},
    };
    struct webgpu_bind_group_layout *layout = webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout,
                                                            .entries = {entries, option.some ? 4 : 3}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    run_once(pipeline, group);
    read_back(results, reading->results, sizeof reading->results);
    webgpu_bind_group_drop(group);
    webgpu_bind_group_layout_drop(layout);
    webgpu_buffer_drop(results);
    webgpu_buffer_drop(points);
    webgpu_sampler_drop(sampler);
    webgpu_compute_pipeline_drop(pipeline);
}

static void
assert_results(const struct reading *reading, size_t count, const float *want, float tolerance,
               const char *what)
{
    for (size_t i = 0; i < count; i++) {
        if (!(fabsf(reading->results[i] - want[i]) <= tolerance))
            fail_msg("%s, point %zu: %g instead of %g", what, i, (double)reading->results[i],
                     (double)want[i]);
    }
}

/* A cube of bytes, each of which is its place: x + 4y + 16z. */
static struct webgpu_texture *
make_cube(void)
{
    uint8_t data[64];
    for (uint8_t i = 0; i < 64; i++)
        data[i] = i;
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(4, 4, 4),
        .dimension = SOME_DIMENSION(D3),
        .format = WEBGPU_TEXTURE_FORMAT_R8UNORM,
        .usage = BINDING | COPIES,
    };
    struct webgpu_texture *texture = make_texture(&descriptor);
    write_texels(texture, 0, SIZE_OF(4, 4, 4), data, 4);
    return texture;
}

static const char read_3d[] =
    "@group(0) @binding(2) var t: texture_3d<f32>;\n"
    "@group(0) @binding(3) var s: sampler;\n"
    "@compute @workgroup_size(16) fn main(@builtin(local_invocation_index) i: u32) {\n"
    "    results[i] = 255.0 * textureSampleLevel(t, s, points[i].xyz, points[i].w).r;\n"
    "}\n";

/* "clamp-to-edge", "repeat", "mirror-repeat": the texel at the middle of each of 12, from 4 before the
 * texture to 4 after it. */
static const uint8_t addressed[][12] = {
    [WEBGPU_ADDRESS_MODE_CLAMP_TO_EDGE] = {0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3},
    [WEBGPU_ADDRESS_MODE_REPEAT] = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
    [WEBGPU_ADDRESS_MODE_MIRROR_REPEAT] = {3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0},
};

/* Each mode on each axis, while the others clamp. */
static void
test_address_modes(void **state)
{
    (void)state;
    push_validation();
    struct webgpu_texture *cube = make_cube();
    for (unsigned mode = 0; mode < BASE_COUNT(addressed); mode++) {
        for (size_t axis = 0; axis < 3; axis++) {
            struct webgpu_sampler_descriptor sampler = {.label = {.some = false}};
            const struct webgpu_option_address_mode option = {true, (enum webgpu_address_mode)mode};
            if (axis == 0)
                sampler.address_mode_u = option;
            else if (axis == 1)
                sampler.address_mode_v = option;
            else
                sampler.address_mode_w = option;
            struct reading reading = {.texture = cube, .sampler = &sampler, .shader = read_3d};
            float want[12];
            for (size_t i = 0; i < 12; i++) {
                reading.points[i][axis] = ((float)i - 4 + 0.5f) / 4;
                want[i] = (float)(addressed[mode][i] << (2 * axis));
            }
            read_points(&reading);
            assert_results(&reading, 12, want, 0.01f, "an address mode");
        }
    }
    assert_no_error();
    webgpu_texture_drop(cube);
}

/* Half way between two texels, and outside: nearest or linear, as magnified or minified. */
static void
test_filters(void **state)
{
    (void)state;
    push_validation();
    struct webgpu_texture *cube = make_cube();
    const struct {
        struct webgpu_sampler_descriptor sampler;
        float want[4];
    } rows[] = {
        {{.label = {.some = false}}, {0, 1, 3, 21}},
        {{.mag_filter = {true, WEBGPU_FILTER_MODE_LINEAR}}, {0.25f, 1, 3, 21}},
        {{.mag_filter = {true, WEBGPU_FILTER_MODE_LINEAR},
          .address_mode_u = {true, WEBGPU_ADDRESS_MODE_REPEAT}},
         {0.25f, 1, 1.5f, 21}},
        {{.min_filter = {true, WEBGPU_FILTER_MODE_LINEAR}}, {0, 1, 3, 21}},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct reading reading = {
            .texture = cube,
            .sampler = &rows[i].sampler,
            .shader = read_3d,
            /* a quarter from the first texel to the second; the second; the edge; the middle of one */
            .points = {{0.1875f}, {0.375f}, {1}, {0.375f, 0.375f, 0.375f}},
        };
        read_points(&reading);
        assert_results(&reading, 4, rows[i].want, 0.05f, "a filter");
    }
    assert_no_error();
    webgpu_texture_drop(cube);
}

static const char read_2d[] =
    "@group(0) @binding(2) var t: texture_2d<f32>;\n"
    "@group(0) @binding(3) var s: sampler;\n"
    "@compute @workgroup_size(16) fn main(@builtin(local_invocation_index) i: u32) {\n"
    "    results[i] = 255.0 * textureSampleLevel(t, s, points[i].xy, points[i].w).r;\n"
    "}\n";

/* Three mip levels of 0, 100 and 200, read between them. */
static void
test_mip_levels(void **state)
{
    (void)state;
    push_validation();
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(4, 4, 1),
        .mip_level_count = {true, 3},
        .format = WEBGPU_TEXTURE_FORMAT_R8UNORM,
        .usage = BINDING | COPIES,
    };
    struct webgpu_texture *texture = make_texture(&descriptor);
    for (uint32_t level = 0; level < 3; level++) {
        uint8_t data[16];
        memset(data, (int)(100 * level), sizeof data);
        write_texels(texture, level, SIZE_OF(4u >> level, 4u >> level, 1), data, 4u >> level);
    }
    const struct webgpu_option_mipmap_filter_mode linear = {true, WEBGPU_MIPMAP_FILTER_MODE_LINEAR};
    const struct {
        struct webgpu_sampler_descriptor sampler;
        float want[6]; /* of levels 0, 0.25, 0.75, 1.5 and 9, and of -1 */
    } rows[] = {
        {{.label = {.some = false}}, {0, 0, 100, -1, 200, 0}},
        {{.mipmap_filter = linear}, {0, 25, 75, 150, 200, 0}},
        {{.mipmap_filter = linear, .lod_min_clamp = {true, 0.5f}}, {50, 50, 75, 150, 200, 50}},
        {{.mipmap_filter = linear, .lod_max_clamp = {true, 0.5f}}, {0, 25, 50, 50, 50, 0}},
        {{.mipmap_filter = linear, .lod_min_clamp = {true, 1}, .lod_max_clamp = {true, 1}},
         {100, 100, 100, 100, 100, 100}},
        {{.lod_min_clamp = {true, 2}}, {200, 200, 200, 200, 200, 200}},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct reading reading = {
            .texture = texture,
            .sampler = &rows[i].sampler,
            .shader = read_2d,
            .points = {{.5f, .5f, 0, 0},
                       {.5f, .5f, 0, .25f},
                       {.5f, .5f, 0, .75f},
                       {.5f, .5f, 0, 1.5f},
                       {.5f, .5f, 0, 9},
                       {.5f, .5f, 0, -1}},
        };
        read_points(&reading);
        float want[6];
        memcpy(want, rows[i].want, sizeof want);
        if (want[3] < 0) /* nearest to both */
            want[3] = reading.results[3] < 150 ? 100 : 200;
        assert_results(&reading, 6, want, 1, "mip levels");
    }
    assert_no_error();
    webgpu_texture_drop(texture);
}

static const char compare_2d[] =
    "@group(0) @binding(2) var t: texture_depth_2d;\n"
    "@group(0) @binding(3) var s: sampler_comparison;\n"
    "@compute @workgroup_size(16) fn main(@builtin(local_invocation_index) i: u32) {\n"
    "    results[i] = textureSampleCompareLevel(t, s, points[i].xy, points[i].z);\n"
    "}\n";

static bool
compares(enum webgpu_compare_function function, float reference, float texel)
{
    switch (function) {
    case WEBGPU_COMPARE_FUNCTION_NEVER:
        return false;
    case WEBGPU_COMPARE_FUNCTION_LESS:
        return reference < texel;
    case WEBGPU_COMPARE_FUNCTION_EQUAL:
        return reference == texel;
    case WEBGPU_COMPARE_FUNCTION_LESS_EQUAL:
        return reference <= texel;
    case WEBGPU_COMPARE_FUNCTION_GREATER:
        return reference > texel;
    case WEBGPU_COMPARE_FUNCTION_NOT_EQUAL:
        return reference != texel;
    case WEBGPU_COMPARE_FUNCTION_GREATER_EQUAL:
        return reference >= texel;
    case WEBGPU_COMPARE_FUNCTION_ALWAYS:
        return true;
    }
    return false;
}

/* Against depths of 0 and 1, which are exact. */
static void
test_comparisons(void **state)
{
    (void)state;
    push_validation();
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(2, 1, 1), .format = WEBGPU_TEXTURE_FORMAT_DEPTH16UNORM, .usage = BINDING | COPIES};
    struct webgpu_texture *texture = make_texture(&descriptor);
    const uint16_t depths[] = {0, UINT16_MAX};
    write_texels(texture, 0, SIZE_OF(2, 1, 1), depths, sizeof depths);
    const float references[] = {0, 0.5f, 1};
    for (unsigned function = 0; function <= WEBGPU_COMPARE_FUNCTION_ALWAYS; function++) {
        const struct webgpu_sampler_descriptor sampler = {
            .compare = {true, (enum webgpu_compare_function)function}};
        struct reading reading = {.texture = texture, .sampler = &sampler, .shader = compare_2d};
        float want[6];
        for (size_t i = 0; i < 6; i++) {
            reading.points[i][0] = i % 2 == 0 ? 0.25f : 0.75f;
            reading.points[i][1] = 0.5f;
            reading.points[i][2] = references[i / 2];
            want[i] =
                compares((enum webgpu_compare_function)function, references[i / 2], (float)(i % 2)) ? 1 : 0;
        }
        read_points(&reading);
        assert_results(&reading, 6, want, 0, "a comparison");
    }
    assert_no_error();
    webgpu_texture_drop(texture);
}

/* Each way to look at 12 layers of 2 by 2, layer i of which is all i. */
static const struct {
    const char *what, *type, *where;
    struct webgpu_texture_view_descriptor view;
    float points[3][4], want[3];
} views[] = {
    {"a layer",
     "texture_2d<f32>",
     "p.xy",
     {.dimension = SOME_VIEW_DIMENSION(D2), .base_array_layer = {true, 7}},
     {{0}, {.9f, .9f}},
     {7, 7}},
    {"layers",
     "texture_2d_array<f32>",
     "p.xy, i32(p.z)",
     {.base_array_layer = {true, 3}},
     {{.5f, .5f, 0}, {.5f, .5f, 8}, {.5f, .5f, 99}},
     {3, 11, 11}},
    {"a cube",
     "texture_cube<f32>",
     "p.xyz",
     {.dimension = SOME_VIEW_DIMENSION(CUBE), .base_array_layer = {true, 4}},
     {{1, 0, 0}, {0, -1, 0}, {0, 0, 1}},
     {4, 7, 8}},
    {"cubes",
     "texture_cube_array<f32>",
     "p.xyz, i32(p.w)",
     {.dimension = SOME_VIEW_DIMENSION(CUBE_ARRAY)},
     {{-1, 0, 0, 0}, {0, 1, 0, 1}, {0, 0, -1, 1}},
     {1, 8, 11}},
};

static void
test_view_dimensions(void **state)
{
    (void)state;
    push_validation();
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(2, 2, 12), .format = WEBGPU_TEXTURE_FORMAT_R8UNORM, .usage = BINDING | COPIES};
    struct webgpu_texture *texture = make_texture(&descriptor);
    uint8_t data[12][4];
    for (uint8_t i = 0; i < 12; i++)
        memset(data[i], i, 4);
    write_texels(texture, 0, SIZE_OF(2, 2, 12), data, 2);
    for (size_t i = 0; i < BASE_COUNT(views); i++) {
        const struct webgpu_option_texture_view_descriptor option = {true, views[i].view};
        const struct webgpu_sampler_descriptor nearest = {.label = {.some = false}};
        char code[1024];
        snprintf(code, sizeof code,
                 "@group(0) @binding(2) var t: %s;\n"
                 "@group(0) @binding(3) var s: sampler;\n"
                 "@compute @workgroup_size(16) fn main(@builtin(local_invocation_index) i: u32) {\n"
                 "    let p = points[i];\n"
                 "    results[i] = 255.0 * textureSampleLevel(t, s, %s, 0.0).r;\n"
                 "}\n",
                 views[i].type, views[i].where);
        struct reading reading = {
            .view = webgpu_texture_create_view(texture, &option, ARENA), .sampler = &nearest, .shader = code};
        memcpy(reading.points, views[i].points, sizeof views[i].points);
        read_points(&reading);
        assert_results(&reading, views[i].want[2] != 0 ? 3 : 2, views[i].want, 0.01f, views[i].what);
        webgpu_texture_view_drop(reading.view);
    }
    assert_no_error();
    webgpu_texture_drop(texture);
}

/* A line, which not every WGSL can sample, and a texture whose view has another format: sRGB. */
static void
test_other_views(void **state)
{
    (void)state;
    push_validation();
    const struct webgpu_sampler_descriptor nearest = {.label = {.some = false}};
    const struct webgpu_texture_descriptor line = {.size = SIZE(4, 1, 1),
                                                   .dimension = SOME_DIMENSION(D1),
                                                   .format = WEBGPU_TEXTURE_FORMAT_R8UNORM,
                                                   .usage = BINDING | COPIES};
    struct webgpu_texture *texture = make_texture(&line);
    const uint8_t four[] = {10, 20, 30, 40};
    write_texels(texture, 0, SIZE_OF(4, 1, 1), four, 4);
    struct reading reading = {
        .texture = texture,
        .shader = "@group(0) @binding(2) var t: texture_1d<f32>;\n"
                  "@compute @workgroup_size(16) fn main(@builtin(local_invocation_index) i: u32) {\n"
                  "    results[i] = 255.0 * textureLoad(t, i32(points[i].x), 0).r;\n"
                  "}\n",
        .points = {{0}, {1}, {2}, {3}},
    };
    read_points(&reading);
    assert_results(&reading, 4, (const float[]){10, 20, 30, 40}, 0.01f, "a line");
    webgpu_texture_drop(texture);

    enum webgpu_texture_format srgb[] = {WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB};
    const struct webgpu_texture_descriptor plain = {.size = SIZE(1, 1, 1),
                                                    .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                                    .usage = BINDING | COPIES,
                                                    .view_formats = {true, {srgb, 1}}};
    texture = make_texture(&plain);
    const uint8_t gray[] = {128, 128, 128, 255};
    write_texels(texture, 0, SIZE_OF(1, 1, 1), gray, 4);
    const struct webgpu_option_texture_view_descriptor option = {
        true, {.format = {true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB}}};
    reading = (struct reading){
        .view = webgpu_texture_create_view(texture, &option, ARENA), .sampler = &nearest, .shader = read_2d};
    read_points(&reading);
    assert_results(&reading, 1, (const float[]){55.04f}, 0.5f, "sRGB");
    webgpu_texture_view_drop(reading.view);
    webgpu_texture_drop(texture);
    assert_no_error();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_address_modes, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_filters, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_mip_levels, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_comparisons, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_view_dimensions, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_other_views, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
