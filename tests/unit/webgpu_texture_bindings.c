/* Textures in bind groups: which layouts there are, and which textures and views they take. WebGPU, "Bind
 * Group Layout Creation", "Bind Group Creation", and the sample types and storage accesses of "Texture Format
 * Capabilities". */
#include "webgpu_texture_support.h"

#define STORAGE WEBGPU_TEXTURE_USAGE_STORAGE_BINDING

static struct webgpu_bind_group_layout *
make_layout(struct webgpu_bind_group_layout_entry entry)
{
    const struct webgpu_bind_group_layout_descriptor descriptor = {.entries = {&entry, 1}};
    struct webgpu_bind_group_layout *layout =
        webgpu_device_create_bind_group_layout(guest.device, &descriptor, ARENA);
    assert_non_null(layout);
    return layout;
}

static int
try_layout(struct webgpu_bind_group_layout_entry entry)
{
    push_validation();
    webgpu_bind_group_layout_drop(make_layout(entry));
    return pop_scope(NULL);
}

static int
try_group(struct webgpu_bind_group_layout *layout, struct webgpu_binding_resource resource)
{
    struct webgpu_bind_group_entry entry = {.resource = resource};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&entry, 1}};
    push_validation();
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    assert_non_null(group);
    webgpu_bind_group_drop(group);
    return pop_scope(NULL);
}

static struct webgpu_binding_resource
bound(struct webgpu_texture *texture)
{
    return (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_TEXTURE, .texture = texture};
}

/* `texture` with the defaults of its view, or with what `descriptor` says of it. */
static int
try_view(struct webgpu_bind_group_layout *layout, struct webgpu_texture *texture,
         const struct webgpu_texture_view_descriptor *descriptor)
{
    struct webgpu_option_texture_view_descriptor option = {true, *descriptor};
    struct webgpu_texture_view *view = webgpu_texture_create_view(texture, &option, ARENA);
    const struct webgpu_binding_resource resource = {.tag = WEBGPU_BINDING_RESOURCE_TEXTURE_VIEW,
                                                     .texture_view = view};
    const int error = try_group(layout, resource);
    webgpu_texture_view_drop(view);
    return error;
}

#define BOUND .visibility = WEBGPU_SHADER_STAGE_COMPUTE
#define TYPE(type) {true, WEBGPU_TEXTURE_SAMPLE_TYPE_##type}

/* Every sample type with every dimension, with samples and without. */
static void
test_texture_layouts(void **state)
{
    (void)state;
    for (unsigned type = 0; type <= WEBGPU_TEXTURE_SAMPLE_TYPE_UINT; type++) {
        for (unsigned dimension = 0; dimension <= WEBGPU_TEXTURE_VIEW_DIMENSION_D3; dimension++) {
            for (unsigned samples = 0; samples < 2; samples++) {
                const struct webgpu_bind_group_layout_entry entry = {
                    BOUND,
                    .texture = {true,
                                {.sample_type = {true, (enum webgpu_texture_sample_type)type},
                                 .view_dimension = {true, (enum webgpu_texture_view_dimension)dimension},
                                 .multisampled = {true, samples == 1}}}};
                const bool ok = samples == 0 || (dimension == WEBGPU_TEXTURE_VIEW_DIMENSION_D2 &&
                                                 type != WEBGPU_TEXTURE_SAMPLE_TYPE_FLOAT);
                if ((try_layout(entry) == -1) != ok)
                    fail_msg("type %u, dimension %u, samples %u", type, dimension, samples);
            }
        }
    }
}

/* Every access of every format, and every dimension of one. */
static void
test_storage_layouts(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (enum webgpu_texture_format format = 0; format < WEBGPU_TEXTURE_FORMAT_COUNT; format++) {
        for (unsigned access = 0; access <= WEBGPU_STORAGE_TEXTURE_ACCESS_READ_WRITE; access++) {
            const struct webgpu_bind_group_layout_entry entry = {
                BOUND,
                .storage_texture = {
                    true, {.access = {true, (enum webgpu_storage_texture_access)access}, .format = format}}};
            const uint32_t needs = format_access(format, (enum webgpu_storage_texture_access)access);
            const bool ok = format_exists(format) && (needs & guest.device->features.set) != 0;
            if ((try_layout(entry) == -1) != ok) {
                print_error("%s, access %u: not %d\n", format_name(format), access, ok);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
    for (unsigned dimension = 0; dimension <= WEBGPU_TEXTURE_VIEW_DIMENSION_D3; dimension++) {
        const struct webgpu_bind_group_layout_entry entry = {
            BOUND,
            .storage_texture = {true,
                                {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                 .view_dimension = {true, (enum webgpu_texture_view_dimension)dimension}}}};
        const bool ok = dimension != WEBGPU_TEXTURE_VIEW_DIMENSION_CUBE &&
                        dimension != WEBGPU_TEXTURE_VIEW_DIMENSION_CUBE_ARRAY;
        if ((try_layout(entry) == -1) != ok)
            fail_msg("storage, dimension %u", dimension);
    }
    /* Vertex shaders only read. */
    for (unsigned access = 0; access <= WEBGPU_STORAGE_TEXTURE_ACCESS_READ_WRITE; access++) {
        const struct webgpu_bind_group_layout_entry entry = {
            .visibility = WEBGPU_SHADER_STAGE_VERTEX | WEBGPU_SHADER_STAGE_COMPUTE,
            .storage_texture = {true,
                                {.access = {true, (enum webgpu_storage_texture_access)access},
                                 .format = WEBGPU_TEXTURE_FORMAT_R32UINT}}};
        if ((try_layout(entry) == -1) != (access == WEBGPU_STORAGE_TEXTURE_ACCESS_READ_ONLY))
            fail_msg("vertex, access %u", access);
    }
}

/* Every format with every sample type, aspect by aspect. */
static void
test_sample_types(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (unsigned type = 0; type <= WEBGPU_TEXTURE_SAMPLE_TYPE_UINT; type++) {
        struct webgpu_bind_group_layout *layout = make_layout((struct webgpu_bind_group_layout_entry){
            BOUND, .texture = {true, {.sample_type = {true, (enum webgpu_texture_sample_type)type}}}});
        for (enum webgpu_texture_format format = 0; format < WEBGPU_TEXTURE_FORMAT_COUNT; format++) {
            if (!format_exists(format))
                continue;
            const struct gpu_texel_block block = webgpu_texel_block(format);
            const struct webgpu_texture_descriptor descriptor = {
                .size = SIZE(block.width, block.height, 1), .format = format, .usage = BINDING};
            struct webgpu_texture *texture = make_texture(&descriptor);
            for (unsigned aspect = 0; aspect <= WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY; aspect++) {
                const struct sample_types types =
                    format_sample_types(format, (enum webgpu_texture_aspect)aspect);
                if (!types.exist)
                    continue;
                const uint32_t needs = types.features[type];
                const bool ok = (needs & guest.device->features.set) != 0;
                const struct webgpu_texture_view_descriptor view = {
                    .aspect = {true, (enum webgpu_texture_aspect)aspect}};
                if ((try_view(layout, texture, &view) == -1) != ok) {
                    print_error("%s, aspect %u, sample type %u: not %d\n", format_name(format), aspect, type,
                                ok);
                    wrong++;
                }
            }
            webgpu_texture_drop(texture);
        }
        webgpu_bind_group_layout_drop(layout);
    }
    assert_int_equal(wrong, 0);
}

/* The view that a texture is bound with has the dimension of the whole. */
static void
test_whole_textures(void **state)
{
    (void)state;
    const struct {
        uint32_t height, layers;
        enum webgpu_texture_dimension dimension;
        enum webgpu_texture_view_dimension view;
    } rows[] = {
        {1, 1, WEBGPU_TEXTURE_DIMENSION_D1, WEBGPU_TEXTURE_VIEW_DIMENSION_D1},
        {4, 1, WEBGPU_TEXTURE_DIMENSION_D2, WEBGPU_TEXTURE_VIEW_DIMENSION_D2},
        {4, 6, WEBGPU_TEXTURE_DIMENSION_D2, WEBGPU_TEXTURE_VIEW_DIMENSION_D2_ARRAY},
        {4, 6, WEBGPU_TEXTURE_DIMENSION_D3, WEBGPU_TEXTURE_VIEW_DIMENSION_D3},
    };
    for (unsigned dimension = 0; dimension <= WEBGPU_TEXTURE_VIEW_DIMENSION_D3; dimension++) {
        struct webgpu_bind_group_layout *layout = make_layout((struct webgpu_bind_group_layout_entry){
            BOUND,
            .texture = {true, {.view_dimension = {true, (enum webgpu_texture_view_dimension)dimension}}}});
        for (size_t i = 0; i < BASE_COUNT(rows); i++) {
            const struct webgpu_texture_descriptor descriptor = {
                .size = SIZE(4, rows[i].height, rows[i].layers),
                .dimension = {true, rows[i].dimension},
                .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                .usage = BINDING,
            };
            struct webgpu_texture *texture = make_texture(&descriptor);
            if ((try_group(layout, bound(texture)) == -1) != (dimension == (unsigned)rows[i].view))
                fail_msg("texture %zu, view dimension %u", i, dimension);
            webgpu_texture_drop(texture);
        }
        webgpu_bind_group_layout_drop(layout);
    }
}

/* What fits neither the texture's usage, nor its samples, nor the kind of binding. */
static void
test_misfits(void **state)
{
    (void)state;
    const struct webgpu_texture_descriptor plain = {.size = SIZE(4, 4, 1),
                                                    .mip_level_count = {true, 2},
                                                    .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                                    .usage = BINDING | STORAGE};
    const struct webgpu_texture_descriptor many = {.size = SIZE(4, 4, 1),
                                                   .sample_count = {true, 4},
                                                   .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                                   .usage = BINDING | WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT};
    const struct webgpu_texture_descriptor copied = {
        .size = SIZE(4, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .usage = COPIES};
    const struct webgpu_texture_descriptor nothing = {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                                      .usage = BINDING};
    struct webgpu_texture *texture = make_texture(&plain);
    struct webgpu_texture *samples = make_texture(&many);
    struct webgpu_texture *unbound = make_texture(&copied);
    push_validation();
    struct webgpu_texture *invalid = make_texture(&nothing);
    assert_validation_error();
    struct webgpu_buffer *buffer = make_buffer(64, WEBGPU_BUFFER_USAGE_UNIFORM, false);
    const struct webgpu_binding_resource bytes = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer};
    const struct webgpu_texture_view_descriptor whole = {.label = {.some = false}};
    const struct webgpu_texture_view_descriptor one_level = {.mip_level_count = {true, 1}};
    const struct webgpu_texture_view_descriptor for_storage = {.mip_level_count = {true, 1},
                                                               .usage = {true, STORAGE}};
    const struct webgpu_texture_view_descriptor for_binding = {.mip_level_count = {true, 1},
                                                               .usage = {true, BINDING}};

    struct webgpu_bind_group_layout *layout = make_layout((struct webgpu_bind_group_layout_entry){
        BOUND, .texture = {true, {.sample_type = TYPE(UNFILTERABLE_FLOAT)}}});
    assert_int_equal(try_view(layout, texture, &whole), -1);
    assert_int_equal(try_view(layout, texture, &for_binding), -1);
    assert_int_equal(try_view(layout, texture, &for_storage), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_group(layout, bound(samples)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_group(layout, bound(unbound)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_group(layout, bound(invalid)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_group(layout, bytes), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);

    layout = make_layout((struct webgpu_bind_group_layout_entry){
        BOUND, .texture = {true, {.sample_type = TYPE(UNFILTERABLE_FLOAT), .multisampled = {true, true}}}});
    assert_int_equal(try_group(layout, bound(samples)), -1);
    assert_int_equal(try_group(layout, bound(texture)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);

    layout = make_layout((struct webgpu_bind_group_layout_entry){
        BOUND, .storage_texture = {true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}}});
    assert_int_equal(try_view(layout, texture, &one_level), -1);
    assert_int_equal(try_view(layout, texture, &for_storage), -1);
    assert_int_equal(try_view(layout, texture, &for_binding), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_view(layout, texture, &whole), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_group(layout, bound(texture)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_group(layout, bound(unbound)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_group(layout, bytes), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);

    layout = make_layout((struct webgpu_bind_group_layout_entry){
        BOUND, .storage_texture = {true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UINT}}});
    assert_int_equal(try_view(layout, texture, &one_level), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);

    layout = make_layout((struct webgpu_bind_group_layout_entry){BOUND, .buffer = {.some = true}});
    assert_int_equal(try_group(layout, bound(texture)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);
    layout = make_layout((struct webgpu_bind_group_layout_entry){BOUND, .sampler = {.some = true}});
    assert_int_equal(try_group(layout, bound(texture)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);

    webgpu_buffer_drop(buffer);
    webgpu_texture_drop(invalid);
    webgpu_texture_drop(unbound);
    webgpu_texture_drop(samples);
    webgpu_texture_drop(texture);
}

/* More bindings than any layout has, each of a texture that wants a view. */
static void
test_many_bindings(void **state)
{
    (void)state;
    static struct webgpu_bind_group_entry entries[1 << 20];
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(4, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .usage = BINDING};
    struct webgpu_texture *texture = make_texture(&descriptor);
    for (uint32_t i = 0; i < BASE_COUNT(entries); i++)
        entries[i] = (struct webgpu_bind_group_entry){i, bound(texture)};
    struct webgpu_bind_group_layout *layout =
        make_layout((struct webgpu_bind_group_layout_entry){BOUND, .texture = {.some = true}});
    const struct webgpu_bind_group_descriptor group_descriptor = {.layout = layout,
                                                                  .entries = {entries, BASE_COUNT(entries)}};
    push_validation();
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &group_descriptor, ARENA);
    assert_non_null(group);
    assert_validation_error();
    webgpu_bind_group_drop(group);
    webgpu_bind_group_layout_drop(layout);
    webgpu_texture_drop(texture);
}

/* What another device has made. */
static void
test_other_device(void **state)
{
    (void)state;
    struct webgpu_adapter *adapter = any_adapter();
    struct webgpu_device *own = guest.device;
    guest.device = request_device(adapter, NULL, NULL, NULL);
    assert_non_null(guest.device);
    struct webgpu_device *other = guest.device;
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(4, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, .usage = BINDING};
    const struct webgpu_option_sampler_descriptor plain = {.some = false};
    const struct webgpu_texture_view_descriptor whole = {.label = {.some = false}};
    struct webgpu_texture *texture = make_texture(&descriptor);
    struct webgpu_sampler *sampler = webgpu_device_create_sampler(guest.device, &plain, ARENA);
    guest.device = own;
    struct webgpu_bind_group_layout *layout =
        make_layout((struct webgpu_bind_group_layout_entry){BOUND, .texture = {.some = true}});
    assert_int_equal(try_group(layout, bound(texture)), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_int_equal(try_view(layout, texture, &whole), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);
    layout = make_layout((struct webgpu_bind_group_layout_entry){BOUND, .sampler = {.some = true}});
    assert_int_equal(
        try_group(layout, (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_SAMPLER,
                                                           .sampler = sampler}),
        WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    webgpu_bind_group_layout_drop(layout);
    webgpu_sampler_drop(sampler);
    webgpu_texture_drop(texture);
    webgpu_device_drop(other);
    webgpu_adapter_drop(adapter);
}

/* A bind group holds what it binds; a texture that is destroyed may not be submitted. */
static void
test_lifetimes(void **state)
{
    (void)state;
    const struct webgpu_texture_descriptor descriptor = {
        .size = SIZE(4, 4, 1), .format = WEBGPU_TEXTURE_FORMAT_R32UINT, .usage = STORAGE};
    struct webgpu_compute_pipeline *pipeline =
        make_pipeline("@group(0) @binding(0) var t: texture_storage_2d<r32uint, write>;\n"
                      "@compute @workgroup_size(1) fn main() { textureStore(t, vec2u(0), vec4u(1)); }\n");
    struct webgpu_bind_group_layout *layout = webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
    for (unsigned destroyed = 0; destroyed < 2; destroyed++) {
        push_validation();
        struct webgpu_texture *texture = make_texture(&descriptor);
        struct webgpu_bind_group_entry entry = {.resource = bound(texture)};
        const struct webgpu_bind_group_descriptor group_descriptor = {.layout = layout,
                                                                      .entries = {&entry, 1}};
        struct webgpu_bind_group *group =
            webgpu_device_create_bind_group(guest.device, &group_descriptor, ARENA);
        if (destroyed == 1)
            webgpu_texture_destroy(texture);
        webgpu_texture_drop(texture);
        run_once(pipeline, group);
        webgpu_bind_group_drop(group);
        assert_int_equal(pop_scope(NULL), destroyed == 1 ? (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR : -1);
    }
    webgpu_bind_group_layout_drop(layout);
    webgpu_compute_pipeline_drop(pipeline);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_texture_layouts, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_storage_layouts, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_storage_layouts, setup_all_features, teardown),
        cmocka_unit_test_setup_teardown(test_sample_types, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_sample_types, setup_all_features, teardown),
        cmocka_unit_test_setup_teardown(test_whole_textures, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_misfits, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_many_bindings, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_other_device, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_lifetimes, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
