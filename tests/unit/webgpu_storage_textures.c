/* Storage textures: written, read, and both, by compute shaders, in every format that allows it. WebGPU,
 * "Texture Format Capabilities", and "GPUStorageTextureBindingLayout". */
#include "webgpu_texture_support.h"

#include <ctype.h>

#define STORAGE WEBGPU_TEXTURE_USAGE_STORAGE_BINDING

/* What is stored, and the bytes that it is in memory. */
static const struct {
    const char *type, *value;
    enum webgpu_texture_format format;
    uint32_t size;
    uint8_t bytes[16];
} rows[] = {
    {"f32", "1.0, 0.0, 0.2, 0.6", WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, 4, {255, 0, 51, 153}},
    {"f32", "1.0, -1.0, 0.0, 1.0", WEBGPU_TEXTURE_FORMAT_RGBA8SNORM, 4, {127, 0x81, 0, 127}},
    {"u32", "1, 2, 254, 255", WEBGPU_TEXTURE_FORMAT_RGBA8UINT, 4, {1, 2, 254, 255}},
    {"i32", "1, -2, 127, -128", WEBGPU_TEXTURE_FORMAT_RGBA8SINT, 4, {1, 0xfe, 127, 0x80}},
    {"f32", "1.0, 0.0, 0.2, 0.6", WEBGPU_TEXTURE_FORMAT_BGRA8UNORM, 4, {51, 0, 255, 153}},
    {"u32",
     "1, 0x203, 0xfffe, 0x8000",
     WEBGPU_TEXTURE_FORMAT_RGBA16UINT,
     8,
     {1, 0, 3, 2, 0xfe, 0xff, 0, 0x80}},
    {"i32",
     "1, -2, 0x7fff, -32768",
     WEBGPU_TEXTURE_FORMAT_RGBA16SINT,
     8,
     {1, 0, 0xfe, 0xff, 0xff, 0x7f, 0, 0x80}},
    {"f32", "1.0, -2.0, 0.5, 0.0", WEBGPU_TEXTURE_FORMAT_RGBA16FLOAT, 8, {0, 0x3c, 0, 0xc0, 0, 0x38, 0, 0}},
    {"u32", "0x01020304, 0, 0, 1", WEBGPU_TEXTURE_FORMAT_R32UINT, 4, {4, 3, 2, 1}},
    {"i32", "-2, 0, 0, 1", WEBGPU_TEXTURE_FORMAT_R32SINT, 4, {0xfe, 0xff, 0xff, 0xff}},
    {"f32", "1.5, 0, 0, 1", WEBGPU_TEXTURE_FORMAT_R32FLOAT, 4, {0, 0, 0xc0, 0x3f}},
    {"u32", "0x01020304, 5, 0, 1", WEBGPU_TEXTURE_FORMAT_RG32UINT, 8, {4, 3, 2, 1, 5, 0, 0, 0}},
    {"i32", "-2, 5, 0, 1", WEBGPU_TEXTURE_FORMAT_RG32SINT, 8, {0xfe, 0xff, 0xff, 0xff, 5, 0, 0, 0}},
    {"f32", "1.5, -1.0, 0, 1", WEBGPU_TEXTURE_FORMAT_RG32FLOAT, 8, {0, 0, 0xc0, 0x3f, 0, 0, 0x80, 0xbf}},
    {"u32",
     "1, 2, 3, 4",
     WEBGPU_TEXTURE_FORMAT_RGBA32UINT,
     16,
     {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0}},
    {"i32",
     "1, -1, 3, 4",
     WEBGPU_TEXTURE_FORMAT_RGBA32SINT,
     16,
     {1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 3, 0, 0, 0, 4, 0, 0, 0}},
    {"f32",
     "1, 2, 0.5, -1",
     WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT,
     16,
     {0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0, 0x3f, 0, 0, 0x80, 0xbf}},
};

/* "RGBA8UNORM" as WGSL has it. */
static const char *
wgsl_name(enum webgpu_texture_format format, char name[32])
{
    snprintf(name, 32, "%s", format_name(format));
    for (char *letter = name; *letter != '\0'; letter++)
        *letter = (char)tolower((unsigned char)*letter);
    return name;
}

static struct webgpu_bind_group *
bind_two(struct webgpu_compute_pipeline *pipeline, struct webgpu_binding_resource first,
         struct webgpu_binding_resource second)
{
    struct webgpu_bind_group_layout *layout = webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
    struct webgpu_bind_group_entry entries[] = {{0, first}, {1, second}};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {entries, 2}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    assert_non_null(group);
    webgpu_bind_group_layout_drop(layout);
    return group;
}

static struct webgpu_binding_resource
texture_resource(struct webgpu_texture *texture)
{
    return (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_TEXTURE, .texture = texture};
}

static struct webgpu_binding_resource
buffer_resource(struct webgpu_buffer *buffer)
{
    return (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer};
}

/* The first texel. */
static void
read_texel(struct webgpu_texture *texture, void *to, uint32_t size)
{
    struct webgpu_buffer *buffer =
        make_buffer(size, WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    const struct webgpu_texel_copy_texture_info source = {.texture = texture};
    const struct webgpu_texel_copy_buffer_info destination = {.buffer = buffer};
    const struct webgpu_extent3_d one = {.width = 1};
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_texture_to_buffer(encoder, &source, &destination, &one, ARENA);
    submit(encoder);
    read_back(buffer, to, size);
    webgpu_buffer_drop(buffer);
}

/* A shader stores a value in one texture, and what another texture holds in a buffer. */
static void
test_every_format(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const uint32_t features = guest.device->features.set;
        if ((format_access(rows[i].format, WEBGPU_STORAGE_TEXTURE_ACCESS_WRITE_ONLY) & features) == 0)
            continue;
        push_validation();
        char name[32];
        char code[1024];
        snprintf(code, sizeof code,
                 "@group(0) @binding(0) var to: texture_storage_2d<%s, write>;\n"
                 "@group(0) @binding(1) var<uniform> unused: u32;\n"
                 "@compute @workgroup_size(1) fn main() {\n"
                 "    textureStore(to, vec2u(unused), vec4<%s>(%s));\n"
                 "}\n",
                 wgsl_name(rows[i].format, name), rows[i].type, rows[i].value);
        const struct webgpu_texture_descriptor descriptor = {
            .size = SIZE(1, 1, 1), .format = rows[i].format, .usage = STORAGE | COPIES | BINDING};
        struct webgpu_texture *texture = make_texture(&descriptor);
        struct webgpu_buffer *zero = make_buffer(16, WEBGPU_BUFFER_USAGE_UNIFORM, false);
        struct webgpu_compute_pipeline *pipeline = make_pipeline(code);
        struct webgpu_bind_group *group =
            bind_two(pipeline, texture_resource(texture), buffer_resource(zero));
        run_once(pipeline, group);
        uint8_t got[16];
        read_texel(texture, got, rows[i].size);
        char text[1024];
        if (pop_scope(text) != -1)
            fail_msg("%s: %s", name, text);
        if (memcmp(got, rows[i].bytes, rows[i].size) != 0)
            fail_msg("%s: %02x %02x %02x %02x", name, got[0], got[1], got[2], got[3]);
        webgpu_bind_group_drop(group);
        webgpu_compute_pipeline_drop(pipeline);
        webgpu_buffer_drop(zero);
        webgpu_texture_drop(texture);
    }
}

/* Read only, and read and write, where WGSL has them. */
static void
test_reading(void **state)
{
    (void)state;
    struct webgpu_wgsl_language_features *language = webgpu_gpu_wgsl_language_features(guest.gpu);
    const bool has =
        webgpu_wgsl_language_features_has(language, base_str("readonly_and_readwrite_storage_textures"));
    webgpu_wgsl_language_features_drop(language);
    if (!has)
        skip();
    push_validation();
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(1, 1, 1), .format = WEBGPU_TEXTURE_FORMAT_R32UINT, .usage = STORAGE | COPIES};
    struct webgpu_texture *from = make_texture(&descriptor);
    struct webgpu_texture *both = make_texture(&descriptor);
    const uint32_t values[] = {40, 2};
    write_texels(from, 0, SIZE_OF(1, 1, 1), &values[0], 4);
    write_texels(both, 0, SIZE_OF(1, 1, 1), &values[1], 4);
    struct webgpu_compute_pipeline *pipeline =
        make_pipeline("@group(0) @binding(0) var a: texture_storage_2d<r32uint, read>;\n"
                      "@group(0) @binding(1) var b: texture_storage_2d<r32uint, read_write>;\n"
                      "@compute @workgroup_size(1) fn main() {\n"
                      "    let at = vec2u(0);\n"
                      "    textureStore(b, at, textureLoad(a, at) + textureLoad(b, at));\n"
                      "}\n");
    struct webgpu_bind_group *group = bind_two(pipeline, texture_resource(from), texture_resource(both));
    run_once(pipeline, group);
    uint32_t sum;
    read_texel(both, &sum, sizeof sum);
    assert_no_error();
    assert_int_equal(sum, 42);
    webgpu_bind_group_drop(group);
    webgpu_compute_pipeline_drop(pipeline);
    webgpu_texture_drop(both);
    webgpu_texture_drop(from);
}

/* Every dimension that can be stored to, at a place other than the first. */
static void
test_dimensions(void **state)
{
    (void)state;
    const struct {
        const char *type, *place;
        enum webgpu_texture_dimension dimension;
        uint32_t height, layers, x, y, z;
    } dimensions[] = {
        {"1d", "3u", WEBGPU_TEXTURE_DIMENSION_D1, 1, 1, 3, 0, 0},
        {"2d", "vec2u(3, 2)", WEBGPU_TEXTURE_DIMENSION_D2, 4, 1, 3, 2, 0},
        {"2d_array", "vec2u(3, 2), 1u", WEBGPU_TEXTURE_DIMENSION_D2, 4, 3, 3, 2, 1},
        {"3d", "vec3u(3, 2, 1)", WEBGPU_TEXTURE_DIMENSION_D3, 4, 3, 3, 2, 1},
    };
    for (size_t i = 0; i < BASE_COUNT(dimensions); i++) {
        push_validation();
        char code[1024];
        snprintf(code, sizeof code,
                 "@group(0) @binding(0) var t: texture_storage_%s<r32uint, write>;\n"
                 "@group(0) @binding(1) var<uniform> value: u32;\n"
                 "@compute @workgroup_size(1) fn main() { textureStore(t, %s, vec4u(value)); }\n",
                 dimensions[i].type, dimensions[i].place);
        const struct webgpu_texture_descriptor descriptor = {
            .size = SIZE(4, dimensions[i].height, dimensions[i].layers),
            .dimension = {true, dimensions[i].dimension},
            .format = WEBGPU_TEXTURE_FORMAT_R32UINT,
            .usage = STORAGE | COPIES,
        };
        struct webgpu_texture *texture = make_texture(&descriptor);
        struct webgpu_buffer *value =
            make_buffer(16, WEBGPU_BUFFER_USAGE_UNIFORM | WEBGPU_BUFFER_USAGE_COPY_DST, false);
        write_all(value, (const uint32_t[]){77, 0, 0, 0}, 16);
        struct webgpu_compute_pipeline *pipeline = make_pipeline(code);
        struct webgpu_bind_group *group =
            bind_two(pipeline, texture_resource(texture), buffer_resource(value));
        run_once(pipeline, group);

        uint32_t got[3 * 4 * 64];
        struct webgpu_buffer *buffer =
            make_buffer(sizeof got, WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST, false);
        const struct webgpu_texel_copy_texture_info source = {.texture = texture};
        const struct webgpu_texel_copy_buffer_info destination = {
            .buffer = buffer, .bytes_per_row = {true, 256}, .rows_per_image = {true, 4}};
        struct webgpu_command_encoder *encoder = make_encoder();
        webgpu_command_encoder_copy_texture_to_buffer(encoder, &source, &destination, &descriptor.size,
                                                      ARENA);
        submit(encoder);
        read_back(buffer, got, sizeof got);
        const size_t place = (dimensions[i].z * 4 + dimensions[i].y) * 64 + dimensions[i].x;
        for (size_t j = 0; j < BASE_COUNT(got); j++)
            assert_int_equal(got[j], j == place ? 77 : 0);
        assert_no_error();
        webgpu_buffer_drop(buffer);
        webgpu_bind_group_drop(group);
        webgpu_compute_pipeline_drop(pipeline);
        webgpu_buffer_drop(value);
        webgpu_texture_drop(texture);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_format, setup_all_features, teardown),
        cmocka_unit_test_setup_teardown(test_reading, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_dimensions, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
