/* Draws, there and back: what is recorded in a pass is what lies in the target. WebGPU, "Drawing", "Rendering
 * operations". */
#include "webgpu_render_support.h"

static void
test_whole(void **state)
{
    (void)state;
    push_validation();
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    draw(pass, 3);
    end_render(pass);
    submit(encoder);
    assert_no_error();
    assert_picture(&target, "rrrrrrrrrrrrrrrr");
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

/* A square of four vertices for each pixel it is placed on, in the colour of its vertices. */
static const char squares[] =
    "struct Out { @builtin(position) position: vec4f, @location(0) color: vec4f };\n"
    "@vertex fn vs(@location(0) corner: vec2f, @location(1) color: vec4f, @location(2) place: vec2u)\n"
    "    -> Out {\n"
    "    let at = (vec2f(place) + corner) / 2.0 - 1.0;\n"
    "    return Out(vec4f(at.x, -at.y, 0, 1), color);\n"
    "}\n"
    "@fragment fn fs(in: Out) -> @location(0) vec4f { return in.color; }\n";

static const struct corner {
    float x, y;
    uint32_t color;
} corners[] = {
    {9, 9, 0}, /* never drawn */
    {0, 0, GREEN}, {1, 0, GREEN}, {0, 1, GREEN}, {1, 1, GREEN},
    {0, 0, BLUE},  {1, 0, BLUE},  {0, 1, BLUE},  {1, 1, BLUE},
};

static const uint32_t places[][2] = {{0, 0}, {3, 0}, {1, 1}, {2, 3}};
static const uint16_t indices[] = {7, 7, 7, 0, 1, 2, 2, 1, 3, 0};

static struct webgpu_render_pipeline *
make_squares(enum webgpu_primitive_topology topology)
{
    struct webgpu_vertex_attribute corner[] = {
        {WEBGPU_VERTEX_FORMAT_FLOAT32X2, offsetof(struct corner, x), 0},
        {WEBGPU_VERTEX_FORMAT_UNORM8X4, offsetof(struct corner, color), 1},
    };
    struct webgpu_vertex_attribute place = {WEBGPU_VERTEX_FORMAT_UINT32X2, 0, 2};
    struct webgpu_option_vertex_buffer_layout buffers[] = {
        {true, {.array_stride = sizeof(struct corner), .attributes = {corner, BASE_COUNT(corner)}}},
        {.some = false},
        {true, {sizeof places[0], {true, WEBGPU_VERTEX_STEP_MODE_INSTANCE}, {&place, 1}}},
    };
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.buffers = {true, {buffers, BASE_COUNT(buffers)}}},
        .primitive = {true, {.topology = {true, topology}}},
        .fragment.some = true,
    };
    return make_render_pipeline(squares, &descriptor);
}

/* What the squares are drawn from. */
struct scene {
    struct target target;
    struct webgpu_render_pipeline *pipeline;
    struct webgpu_buffer *corners, *places, *indices;
    struct webgpu_command_encoder *encoder;
    struct webgpu_render_pass_encoder *pass;
};

static struct scene
scene_begin(enum webgpu_primitive_topology topology)
{
    push_validation();
    struct scene scene = {
        .target = make_color_target(),
        .pipeline = make_squares(topology),
        .corners = make_filled(WEBGPU_BUFFER_USAGE_VERTEX, corners, sizeof corners),
        .places = make_filled(WEBGPU_BUFFER_USAGE_VERTEX, places, sizeof places),
        .indices = make_filled(WEBGPU_BUFFER_USAGE_INDEX, indices, sizeof indices),
        .encoder = make_encoder(),
    };
    scene.pass = begin_render(scene.encoder, &scene.target);
    webgpu_render_pass_encoder_set_pipeline(scene.pass, scene.pipeline);
    webgpu_render_pass_encoder_set_vertex_buffer(scene.pass, 0, scene.corners, NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_set_vertex_buffer(scene.pass, 2, scene.places, NONE_U64, NONE_U64);
    return scene;
}

static void
scene_end(struct scene *scene, const char *picture)
{
    end_render(scene->pass);
    submit(scene->encoder);
    assert_no_error();
    assert_picture(&scene->target, picture);
    webgpu_buffer_drop(scene->corners);
    webgpu_buffer_drop(scene->places);
    webgpu_buffer_drop(scene->indices);
    webgpu_render_pipeline_drop(scene->pipeline);
    drop_target(&scene->target);
}

/* The first vertex and the first instance; one instance if none is said. */
static void
test_instances(void **state)
{
    (void)state;
    struct scene scene = scene_begin(WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP);
    webgpu_render_pass_encoder_draw(scene.pass, 4, SOME_U32(2), SOME_U32(1), SOME_U32(1));
    webgpu_render_pass_encoder_draw(scene.pass, 4, NONE_U32, SOME_U32(5), NONE_U32);
    webgpu_render_pass_encoder_draw(scene.pass, 4, SOME_U32(0), NONE_U32, SOME_U32(3));
    webgpu_render_pass_encoder_draw(scene.pass, 0, NONE_U32, NONE_U32, SOME_U32(3));
    scene_end(&scene, "b..g"
                      ".g.."
                      "...."
                      "....");
}

/* Parts of vertex and index buffers, the first index, the base vertex, above 0 and below. */
static void
test_indexed(void **state)
{
    (void)state;
    struct scene scene = scene_begin(WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST);
    webgpu_render_pass_encoder_set_index_buffer(scene.pass, scene.indices, WEBGPU_INDEX_FORMAT_UINT16,
                                                SOME_U64(4), SOME_U64(14));
    webgpu_render_pass_encoder_draw_indexed(scene.pass, 6, SOME_U32(2), SOME_U32(1),
                                            (struct webgpu_option_s32){true, 1}, NONE_U32);
    webgpu_render_pass_encoder_set_vertex_buffer(
        scene.pass, 0, scene.corners, SOME_U64(sizeof(struct corner)), SOME_U64(8 * sizeof(struct corner)));
    webgpu_render_pass_encoder_set_vertex_buffer(scene.pass, 2, scene.places, SOME_U64(16), NONE_U64);
    webgpu_render_pass_encoder_draw_indexed(scene.pass, 6, NONE_U32, SOME_U32(1),
                                            (struct webgpu_option_s32){true, 4}, SOME_U32(1));
    const uint32_t wide[] = {5, 6, 7, 7, 6, 8};
    struct webgpu_buffer *wide_indices = make_filled(WEBGPU_BUFFER_USAGE_INDEX, wide, sizeof wide);
    webgpu_render_pass_encoder_set_index_buffer(scene.pass, wide_indices, WEBGPU_INDEX_FORMAT_UINT32,
                                                NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_draw_indexed(scene.pass, 6, NONE_U32, NONE_U32,
                                            (struct webgpu_option_s32){true, -5}, NONE_U32);
    scene_end(&scene, "g..g"
                      ".g.."
                      "...."
                      "..b.");
    webgpu_buffer_drop(wide_indices);
}

/* Counts in a buffer. */
static void
test_indirect(void **state)
{
    (void)state;
    const uint32_t counts[] = {9, 4, 1, 1, 0, /**/ 6, 2, 3, 1, 0};
    struct scene scene = scene_begin(WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP);
    struct webgpu_buffer *indirect = make_filled(WEBGPU_BUFFER_USAGE_INDIRECT, counts, sizeof counts);
    webgpu_render_pass_encoder_draw_indirect(scene.pass, indirect, 4);
    struct webgpu_render_pipeline *list = make_squares(WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST);
    webgpu_render_pass_encoder_set_pipeline(scene.pass, list);
    webgpu_render_pass_encoder_set_vertex_buffer(scene.pass, 0, scene.corners,
                                                 SOME_U64(4 * sizeof(struct corner)), NONE_U64);
    webgpu_render_pass_encoder_set_vertex_buffer(scene.pass, 2, scene.places, SOME_U64(8), NONE_U64);
    webgpu_render_pass_encoder_set_index_buffer(scene.pass, scene.indices, WEBGPU_INDEX_FORMAT_UINT16,
                                                NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_draw_indexed_indirect(scene.pass, indirect, 20);
    scene_end(&scene, "g..b"
                      ".b.."
                      "...."
                      "....");
    webgpu_render_pipeline_drop(list);
    webgpu_buffer_drop(indirect);
}

/* The value that starts a strip anew. */
static void
test_strip_restart(void **state)
{
    (void)state;
    static const char strip[] = "@vertex fn vs(@location(0) at: vec2f) -> @builtin(position) vec4f {\n"
                                "    return vec4f(at.x / 2 - 1, 1 - at.y / 2, 0, 1);\n"
                                "}\n" FRAGMENT_RED;
    static const float at[][2] = {{0, 0}, {0, 4}, {1, 0}, {1, 4}, {2, 0}, {2, 4}, {3, 0}, {3, 4}};
    const uint16_t order[] = {0, 1, 2, 3, UINT16_MAX, 4, 5, 6, 7, UINT16_MAX};
    struct webgpu_vertex_attribute attribute = {WEBGPU_VERTEX_FORMAT_FLOAT32X2, 0, 0};
    struct webgpu_option_vertex_buffer_layout buffer = {
        true, {.array_stride = sizeof at[0], .attributes = {&attribute, 1}}};
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.buffers = {true, {&buffer, 1}}},
        .primitive = {true,
                      {.topology = {true, WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP},
                       .strip_index_format = {true, WEBGPU_INDEX_FORMAT_UINT16}}},
        .fragment.some = true,
    };
    push_validation();
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(strip, &descriptor);
    struct webgpu_buffer *vertices = make_filled(WEBGPU_BUFFER_USAGE_VERTEX, at, sizeof at);
    struct webgpu_buffer *index = make_filled(WEBGPU_BUFFER_USAGE_INDEX, order, sizeof order);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_render_pass_encoder_set_vertex_buffer(pass, 0, vertices, NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_set_index_buffer(pass, index, WEBGPU_INDEX_FORMAT_UINT16, NONE_U64, NONE_U64);
    webgpu_render_pass_encoder_draw_indexed(pass, BASE_COUNT(order), NONE_U32, NONE_U32,
                                            (struct webgpu_option_s32){.some = false}, NONE_U32);
    end_render(pass);
    submit(encoder);
    assert_no_error();
    assert_picture(&target, "r.r."
                            "r.r."
                            "r.r."
                            "r.r.");
    webgpu_buffer_drop(vertices);
    webgpu_buffer_drop(index);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

/* Dynamic offsets, which choose the colour. */
static void
test_bind_group(void **state)
{
    (void)state;
    static const char code[] = VERTEX_WHOLE "@group(0) @binding(0) var<uniform> color: vec4f;\n"
                                            "@fragment fn fs() -> @location(0) vec4f { return color; }\n";
    const float colors[2][64] = {{0, 1, 0, 1}, {0, 0, 1, 1}};
    push_validation();
    struct webgpu_bind_group_layout_entry layout_entry = {
        .visibility = WEBGPU_SHADER_STAGE_FRAGMENT, .buffer = {true, {.has_dynamic_offset = {true, true}}}};
    const struct webgpu_bind_group_layout_descriptor layout_descriptor = {.entries = {&layout_entry, 1}};
    struct webgpu_bind_group_layout *layout =
        webgpu_device_create_bind_group_layout(guest.device, &layout_descriptor, ARENA);
    const struct webgpu_pipeline_layout_descriptor pipeline_layout_descriptor = {
        .bind_group_layouts = {&layout, 1}};
    struct webgpu_pipeline_layout *pipeline_layout =
        webgpu_device_create_pipeline_layout(guest.device, &pipeline_layout_descriptor, ARENA);
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .fragment.some = true, .layout = {WEBGPU_LAYOUT_MODE_SPECIFIC, {pipeline_layout}}};
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(code, &descriptor);
    struct webgpu_bind_group_layout *same = webgpu_render_pipeline_get_bind_group_layout(pipeline, 0);
    assert_non_null(same);
    struct webgpu_buffer *buffer = make_filled(WEBGPU_BUFFER_USAGE_UNIFORM, colors, sizeof colors);
    struct webgpu_bind_group_entry entry = {.resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER_BINDING,
                                                         .buffer_binding = {buffer, NONE_U64, SOME_U64(16)}}};
    const struct webgpu_bind_group_descriptor group_descriptor = {.layout = same, .entries = {&entry, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &group_descriptor, ARENA);
    struct target target = make_color_target();
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    const uint32_t offsets[] = {1, 0, 256};
    const struct webgpu_option_u32_list list = {true, {offsets, BASE_COUNT(offsets)}};
    struct webgpu_set_bind_group_error error;
    for (uint32_t i = 0; i < 2; i++) {
        webgpu_render_pass_encoder_set_scissor_rect(pass, 2 * i, 0, 2, SIZE);
        assert_true(webgpu_render_pass_encoder_set_bind_group(pass, 0, group, list, SOME_U64(1 + i),
                                                              SOME_U32(1), ARENA, &error));
        draw(pass, 3);
    }
    assert_false(webgpu_render_pass_encoder_set_bind_group(pass, 0, group, list, SOME_U64(3), SOME_U32(1),
                                                           ARENA, &error));
    assert_int_equal(error.kind, WEBGPU_SET_BIND_GROUP_ERROR_KIND_RANGE_ERROR);
    end_render(pass);
    submit(encoder);
    assert_no_error();
    assert_picture(&target, "ggbb"
                            "ggbb"
                            "ggbb"
                            "ggbb");
    webgpu_bind_group_drop(group);
    webgpu_buffer_drop(buffer);
    webgpu_render_pipeline_drop(pipeline);
    webgpu_pipeline_layout_drop(pipeline_layout);
    webgpu_bind_group_layout_drop(same);
    webgpu_bind_group_layout_drop(layout);
    drop_target(&target);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_instances, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_indexed, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_indirect, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_strip_restart, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bind_group, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
