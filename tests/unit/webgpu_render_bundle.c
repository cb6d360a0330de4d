/* Render bundles: recorded once, drawn often. WebGPU, "Bundles". */
#include "webgpu_render_support.h"

static struct webgpu_render_bundle_encoder *
make_bundle_encoder(const struct webgpu_render_bundle_encoder_descriptor *from)
{
    struct webgpu_option_texture_format rgba = {true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    const struct webgpu_render_bundle_encoder_descriptor plain = {.color_formats = {&rgba, 1}};
    struct webgpu_render_bundle_encoder *encoder =
        webgpu_device_create_render_bundle_encoder(guest.device, from == NULL ? &plain : from, ARENA);
    assert_non_null(encoder);
    return encoder;
}

/* Takes the encoder over. */
static struct webgpu_render_bundle *
finish_bundle(struct webgpu_render_bundle_encoder *encoder)
{
    const struct webgpu_option_render_bundle_descriptor none = {.some = false};
    struct webgpu_render_bundle *bundle = webgpu_render_bundle_encoder_finish(encoder, &none, ARENA);
    assert_non_null(bundle);
    webgpu_render_bundle_encoder_drop(encoder);
    return bundle;
}

static void
execute(struct webgpu_render_pass_encoder *pass, struct webgpu_render_bundle *bundle)
{
    webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){&bundle, 1}, ARENA);
}

/* A pixel for each vertex, in the colour of a group. */
static const char pixels[] = "@group(0) @binding(0) var<uniform> color: vec4f;\n"
                             "@vertex fn vs(@location(0) at: vec2u) -> @builtin(position) vec4f {\n"
                             "    return vec4f((f32(at.x) + 0.5) / 2 - 1, 1 - (f32(at.y) + 0.5) / 2, 0, 1);\n"
                             "}\n"
                             "@fragment fn fs() -> @location(0) vec4f { return color; }\n";

static struct webgpu_render_pipeline *
make_pixels(void)
{
    struct webgpu_vertex_attribute attribute = {WEBGPU_VERTEX_FORMAT_UINT32X2, 0, 0};
    struct webgpu_option_vertex_buffer_layout layout = {true,
                                                        {.array_stride = 8, .attributes = {&attribute, 1}}};
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.buffers = {true, {&layout, 1}}},
        .primitive = {true, {.topology = {true, WEBGPU_PRIMITIVE_TOPOLOGY_POINT_LIST}}},
        .fragment.some = true,
    };
    return make_render_pipeline(pixels, &descriptor);
}

static struct webgpu_bind_group *
make_color_group(struct webgpu_render_pipeline *pipeline, struct webgpu_buffer *color)
{
    struct webgpu_bind_group_layout *layout = webgpu_render_pipeline_get_bind_group_layout(pipeline, 0);
    struct webgpu_bind_group_entry entry = {
        .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = color}};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&entry, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    assert_non_null(group);
    webgpu_bind_group_layout_drop(layout);
    return group;
}

/* All that a bundle records, drawn twice: in another colour the second time. What it is made of is dropped
 * before. */
static void
test_commands(void **state)
{
    (void)state;
    static const uint32_t places[][2] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {0, 1}, {1, 1}};
    static const uint16_t indices[] = {0, 1, 3};
    static const uint32_t indirect_counts[] = {1, 1, 4, 0, /**/ 1, 1, 1, 4, 0};
    static const float green[] = {0, 1, 0, 1};
    static const float blue[] = {0, 0, 1, 1};
    push_validation();
    struct webgpu_render_pipeline *pipeline = make_pixels();
    struct webgpu_buffer *color = make_filled(WEBGPU_BUFFER_USAGE_UNIFORM, green, sizeof green);
    struct webgpu_buffer *vertices = make_filled(WEBGPU_BUFFER_USAGE_VERTEX, places, sizeof places);
    struct webgpu_buffer *index =
        make_buffer(8, WEBGPU_BUFFER_USAGE_INDEX | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    uint16_t padded[4] = {0};
    memcpy(padded, indices, sizeof indices);
    write_all(index, padded, sizeof padded);
    struct webgpu_buffer *indirect =
        make_filled(WEBGPU_BUFFER_USAGE_INDIRECT, indirect_counts, sizeof indirect_counts);
    struct webgpu_bind_group *group = make_color_group(pipeline, color);
    struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(NULL);
    struct webgpu_set_bind_group_error error;
    webgpu_render_bundle_encoder_push_debug_group(encoder, base_str("group"));
    webgpu_render_bundle_encoder_insert_debug_marker(encoder, base_str("marker"));
    webgpu_render_bundle_encoder_pop_debug_group(encoder);
    webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
    assert_true(webgpu_render_bundle_encoder_set_bind_group(encoder, 0, group,
                                                            (struct webgpu_option_u32_list){.some = false},
                                                            NONE_U64, NONE_U32, ARENA, &error));
    webgpu_render_bundle_encoder_set_vertex_buffer(encoder, 1, vertices, NONE_U64, NONE_U64);
    webgpu_render_bundle_encoder_set_vertex_buffer(encoder, 1, NULL, NONE_U64, NONE_U64);
    webgpu_render_bundle_encoder_set_vertex_buffer(encoder, 0, vertices, NONE_U64, NONE_U64);
    webgpu_render_bundle_encoder_set_index_buffer(encoder, index, WEBGPU_INDEX_FORMAT_UINT16, SOME_U64(2),
                                                  SOME_U64(4));
    webgpu_render_bundle_encoder_draw(encoder, 1, NONE_U32, NONE_U32, NONE_U32);
    webgpu_render_bundle_encoder_draw_indexed(encoder, 1, SOME_U32(1), SOME_U32(1),
                                              (struct webgpu_option_s32){.some = false}, NONE_U32);
    webgpu_render_bundle_encoder_draw_indirect(encoder, indirect, 0);
    webgpu_render_bundle_encoder_set_vertex_buffer(encoder, 0, vertices, NONE_U64, NONE_U64);
    webgpu_render_bundle_encoder_set_index_buffer(encoder, index, WEBGPU_INDEX_FORMAT_UINT16, NONE_U64,
                                                  NONE_U64);
    webgpu_render_bundle_encoder_draw_indexed_indirect(encoder, indirect, 16);
    struct webgpu_render_bundle *bundle = finish_bundle(encoder);
    assert_no_error();
    push_validation();
    webgpu_render_pipeline_drop(pipeline);
    webgpu_bind_group_drop(group);
    webgpu_buffer_drop(vertices);
    webgpu_buffer_drop(index);
    webgpu_buffer_drop(indirect);

    struct target target = make_color_target();
    for (int i = 0; i < 2; i++) {
        struct webgpu_command_encoder *commands = make_encoder();
        struct webgpu_render_pass_encoder *pass = begin_render(commands, &target);
        execute(pass, bundle);
        end_render(pass);
        submit(commands);
        assert_picture(&target, i == 0 ? "g..ggg.........." : "b..bbb..........");
        write_all(color, blue, sizeof blue);
    }
    assert_no_error();
    webgpu_buffer_drop(color);
    webgpu_render_bundle_drop(bundle);
    drop_target(&target);
}

/* The pass's state is not the bundles', and it is gone after them, even after none; what only a pass can set
 * stays. */
static void
test_state(void **state)
{
    (void)state;
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    push_validation();
    struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(NULL);
    webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
    webgpu_render_bundle_encoder_draw(encoder, 3, NONE_U32, NONE_U32, NONE_U32);
    struct webgpu_render_bundle *whole = finish_bundle(encoder);
    struct webgpu_render_bundle *empty = finish_bundle(make_bundle_encoder(NULL));
    struct webgpu_command_encoder *commands = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(commands, &target);
    webgpu_render_pass_encoder_set_scissor_rect(pass, 0, 0, 1, SIZE);
    struct webgpu_render_bundle *both[] = {empty, whole, whole};
    webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){both, 3}, ARENA);
    webgpu_render_pass_encoder_set_scissor_rect(pass, 3, 0, 1, SIZE);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    draw(pass, 3);
    end_render(pass);
    submit(commands);
    assert_no_error();
    assert_picture(&target, "r..rr..rr..rr..r");

    for (uint32_t count = 0; count < 2; count++) {
        push_validation();
        commands = make_encoder();
        pass = begin_render(commands, &target);
        webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
        webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){&empty, count},
                                                   ARENA);
        draw(pass, 3);
        end_render(pass);
        webgpu_command_buffer_drop(finish(commands));
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("the pipeline outlives %u bundles", count);
    }

    push_validation(); /* a bundle begins without a pipeline, whatever the pass has */
    encoder = make_bundle_encoder(NULL);
    webgpu_render_bundle_encoder_draw(encoder, 3, NONE_U32, NONE_U32, NONE_U32);
    struct webgpu_render_bundle *invalid = finish_bundle(encoder);
    assert_validation_error();
    push_validation();
    commands = make_encoder();
    pass = begin_render(commands, &target);
    execute(pass, invalid);
    end_render(pass);
    webgpu_command_buffer_drop(finish(commands));
    assert_validation_error();
    webgpu_render_bundle_drop(invalid);
    webgpu_render_bundle_drop(empty);
    webgpu_render_bundle_drop(whole);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

/* Draws in bundles count as draws of the pass. */
static void
test_max_draw_count(void **state)
{
    (void)state;
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(NULL);
    webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
    webgpu_render_bundle_encoder_draw(encoder, 3, NONE_U32, NONE_U32, NONE_U32);
    webgpu_render_bundle_encoder_draw(encoder, 0, NONE_U32, NONE_U32, NONE_U32);
    struct webgpu_render_bundle *bundle = finish_bundle(encoder);
    struct webgpu_option_render_pass_color_attachment color = attach(&target);
    for (uint32_t most = 3; most <= 4; most++) {
        const struct webgpu_render_pass_descriptor descriptor = {.color_attachments = {&color, 1},
                                                                 .max_draw_count = SOME_U64(most)};
        push_validation();
        struct webgpu_command_encoder *commands = make_encoder();
        struct webgpu_render_pass_encoder *pass =
            webgpu_command_encoder_begin_render_pass(commands, &descriptor, ARENA);
        execute(pass, bundle);
        execute(pass, bundle);
        end_render(pass);
        webgpu_command_buffer_drop(finish(commands));
        if ((pop_scope(NULL) == WEBGPU_ERROR_KIND_VALIDATION_ERROR) != (most == 3))
            fail_msg("4 draws of %u", most);
    }
    webgpu_render_bundle_drop(bundle);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

static void
test_labels(void **state)
{
    (void)state;
    struct webgpu_option_texture_format none = {.some = false};
    const struct webgpu_render_bundle_encoder_descriptor descriptor = {
        .color_formats = {&none, 1},
        .depth_stencil_format = {true, WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS},
        .label = SOME_STRING("an encoder")};
    push_validation();
    struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(&descriptor);
    assert_true(base_str_equal(webgpu_render_bundle_encoder_label(encoder, ARENA), base_str("an encoder")));
    webgpu_render_bundle_encoder_set_label(encoder, base_str(""));
    assert_int_equal(webgpu_render_bundle_encoder_label(encoder, ARENA).size, 0);
    const struct webgpu_option_render_bundle_descriptor bundle_descriptor = {
        true, {.label = SOME_STRING("a bundle")}};
    struct webgpu_render_bundle *bundle =
        webgpu_render_bundle_encoder_finish(encoder, &bundle_descriptor, ARENA);
    assert_true(base_str_equal(webgpu_render_bundle_label(bundle, ARENA), base_str("a bundle")));
    webgpu_render_bundle_set_label(bundle, base_str("\xc3\xa9"));
    assert_true(base_str_equal(webgpu_render_bundle_label(bundle, ARENA), base_str("\xc3\xa9")));
    assert_no_error();
    webgpu_render_bundle_encoder_drop(encoder);
    webgpu_render_bundle_drop(bundle);
}

/* Layouts that no pass can have. */
static void
test_bad_layouts(void **state)
{
    (void)state;
    enum { NOTHING = WEBGPU_TEXTURE_FORMAT_ASTC12X12_UNORM_SRGB + 1 };
    static const struct {
        const char *what;
        uint32_t count;
        int color, depth;
        struct webgpu_option_u32 samples;
    } rows[] = {
        {"nothing", 0, NOTHING, NOTHING, {0}},
        {"holes alone", 3, NOTHING, NOTHING, {0}},
        {"too many", 9, WEBGPU_TEXTURE_FORMAT_R8UNORM, NOTHING, {0}},
        {"too many bytes", 3, WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT, NOTHING, {0}},
        {"a depth as a colour", 1, WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS, NOTHING, {0}},
        {"a format that is not rendered to", 1, WEBGPU_TEXTURE_FORMAT_RGB9E5UFLOAT, NOTHING, {0}},
        {"a format that the device lacks", 1, WEBGPU_TEXTURE_FORMAT_BC1_RGBA_UNORM, NOTHING, {0}},
        {"a colour as a depth", 0, NOTHING, WEBGPU_TEXTURE_FORMAT_R32FLOAT, {0}},
        {"a depth that the device lacks", 0, NOTHING, WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT_STENCIL8, {0}},
        {"no samples", 1, WEBGPU_TEXTURE_FORMAT_R8UNORM, NOTHING, {true, 0}},
        {"3 samples", 1, WEBGPU_TEXTURE_FORMAT_R8UNORM, NOTHING, {true, 3}},
        {"the most samples", 1, WEBGPU_TEXTURE_FORMAT_R8UNORM, NOTHING, {true, UINT32_MAX}},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct webgpu_option_texture_format colors[9];
        for (uint32_t j = 0; j < rows[i].count; j++)
            colors[j] = (struct webgpu_option_texture_format){rows[i].color != NOTHING,
                                                              (enum webgpu_texture_format)rows[i].color};
        const struct webgpu_render_bundle_encoder_descriptor descriptor = {
            .color_formats = {colors, rows[i].count},
            .depth_stencil_format = {rows[i].depth != NOTHING, (enum webgpu_texture_format)rows[i].depth},
            .sample_count = rows[i].samples,
        };
        push_validation();
        webgpu_render_bundle_drop(finish_bundle(make_bundle_encoder(&descriptor)));
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("%s", rows[i].what);
    }
}

/* Bundles that a pass cannot execute, pipelines that a bundle cannot use. */
static void
test_mismatches(void **state)
{
    (void)state;
    struct target target = make_color_target();
    struct webgpu_option_texture_format bgra = {true, WEBGPU_TEXTURE_FORMAT_BGRA8UNORM};
    struct webgpu_option_texture_format rgba[] = {{true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}, {.some = false}};
    const struct {
        const char *what;
        struct webgpu_render_bundle_encoder_descriptor descriptor;
        bool fits;
    } rows[] = {
        {"another format", {.color_formats = {&bgra, 1}}, false},
        {"another sample count", {.color_formats = {rgba, 1}, .sample_count = {true, 4}}, false},
        {"a depth format",
         {.color_formats = {rgba, 1}, .depth_stencil_format = {true, WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS}},
         false},
        {"a hole at the end", {.color_formats = {rgba, 2}}, true},
    };
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        push_validation();
        struct webgpu_render_bundle *bundle = finish_bundle(make_bundle_encoder(&rows[i].descriptor));
        assert_no_error();
        push_validation();
        struct webgpu_command_encoder *commands = make_encoder();
        struct webgpu_render_pass_encoder *pass = begin_render(commands, &target);
        execute(pass, bundle);
        end_render(pass);
        webgpu_command_buffer_drop(finish(commands));
        if ((pop_scope(NULL) == -1) != rows[i].fits)
            fail_msg("%s, executed", rows[i].what);
        webgpu_render_bundle_drop(bundle);

        push_validation();
        struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(&rows[i].descriptor);
        webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
        webgpu_render_bundle_drop(finish_bundle(encoder));
        if ((pop_scope(NULL) == -1) != rows[i].fits)
            fail_msg("%s, recorded", rows[i].what);
    }
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

/* What is read only in a pass must be so in its bundles, and in their pipelines. */
static void
test_read_only(void **state)
{
    (void)state;
    struct target depth = make_target(WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS, 1, 4);
    for (int reads = 0; reads < 2; reads++) {
        const struct webgpu_render_bundle_encoder_descriptor descriptor = {
            .depth_read_only = {true, reads == 1},
            .stencil_read_only = {true, true},
            .depth_stencil_format = {true, WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS}};
        push_validation();
        struct webgpu_render_bundle *bundle = finish_bundle(make_bundle_encoder(&descriptor));
        assert_no_error();
        const struct webgpu_render_pass_descriptor pass_descriptor = {
            .depth_stencil_attachment = {true, {.view = depth.view, .depth_read_only = {true, true}}}};
        push_validation();
        struct webgpu_command_encoder *commands = make_encoder();
        struct webgpu_render_pass_encoder *pass =
            webgpu_command_encoder_begin_render_pass(commands, &pass_descriptor, ARENA);
        execute(pass, bundle);
        end_render(pass);
        webgpu_command_buffer_drop(finish(commands));
        if ((pop_scope(NULL) == -1) != (reads == 1))
            fail_msg("read only %d", reads);
        webgpu_render_bundle_drop(bundle);

        const struct webgpu_render_pipeline_descriptor writer = {
            .depth_stencil = {true,
                              {.format = WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS,
                               .depth_write_enabled = {true, true},
                               .depth_compare = {true, WEBGPU_COMPARE_FUNCTION_ALWAYS}}}};
        struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE, &writer);
        push_validation();
        struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(&descriptor);
        webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
        webgpu_render_bundle_drop(finish_bundle(encoder));
        if ((pop_scope(NULL) == -1) != (reads == 0))
            fail_msg("a pipeline that writes, %d", reads);
        webgpu_render_pipeline_drop(pipeline);
    }
    drop_target(&depth);
}

/* Numbers out of range, as in a pass; the bundle's end says so. */
static void
test_bad_commands(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(
        16, WEBGPU_BUFFER_USAGE_VERTEX | WEBGPU_BUFFER_USAGE_INDEX | WEBGPU_BUFFER_USAGE_INDIRECT, false);
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    enum { VERTEX, EMPTY, INDEX, INDIRECT, GROUP, PUSH, POP, KINDS };
    for (int kind = 0; kind < KINDS; kind++) {
        struct webgpu_set_bind_group_error error;
        push_validation();
        struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(NULL);
        webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
        if (kind == VERTEX)
            webgpu_render_bundle_encoder_set_vertex_buffer(encoder, 0, buffer, NONE_U64,
                                                           SOME_U64(UINT64_MAX));
        else if (kind == EMPTY)
            webgpu_render_bundle_encoder_set_vertex_buffer(encoder, UINT32_MAX, NULL, NONE_U64, NONE_U64);
        else if (kind == INDEX)
            webgpu_render_bundle_encoder_set_index_buffer(encoder, buffer, WEBGPU_INDEX_FORMAT_UINT32,
                                                          SOME_U64(UINT64_MAX - 3), NONE_U64);
        else if (kind == INDIRECT)
            webgpu_render_bundle_encoder_draw_indirect(encoder, buffer, UINT64_MAX - 15);
        else if (kind == GROUP)
            assert_true(webgpu_render_bundle_encoder_set_bind_group(
                encoder, UINT32_MAX, NULL, (struct webgpu_option_u32_list){.some = false}, NONE_U64, NONE_U32,
                ARENA, &error));
        else if (kind == PUSH)
            webgpu_render_bundle_encoder_push_debug_group(encoder, base_str("open"));
        else
            webgpu_render_bundle_encoder_pop_debug_group(encoder);
        webgpu_render_bundle_drop(finish_bundle(encoder));
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("kind %d", kind);
    }

    struct webgpu_render_bundle_encoder *encoder = make_bundle_encoder(NULL); /* finished twice */
    const struct webgpu_option_render_bundle_descriptor none = {.some = false};
    webgpu_render_bundle_drop(webgpu_render_bundle_encoder_finish(encoder, &none, ARENA));
    push_validation();
    webgpu_render_bundle_drop(finish_bundle(encoder));
    assert_validation_error();

    webgpu_render_bundle_encoder_drop(make_bundle_encoder(NULL)); /* never finished: nothing happens */
    assert_int_equal(guest.warnings, 0);
    webgpu_render_pipeline_drop(pipeline);
    webgpu_buffer_drop(buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_commands, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_state, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_max_draw_count, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_labels, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_layouts, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_mismatches, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_read_only, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_commands, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
