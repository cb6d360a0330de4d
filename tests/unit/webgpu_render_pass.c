/* Render passes: attachments, load and store, the state of rasterization, queries. WebGPU, "Render Pass
 * Encoder Creation", "Color Attachments", "Depth/Stencil Attachments", "Rasterization state", "Queries". */
#include "webgpu_render_support.h"

static struct webgpu_render_pass_encoder *
begin_with(struct webgpu_command_encoder *encoder, const struct webgpu_render_pass_descriptor *descriptor)
{
    struct webgpu_render_pass_encoder *pass =
        webgpu_command_encoder_begin_render_pass(encoder, descriptor, ARENA);
    assert_non_null(pass);
    return pass;
}

/* A pass without commands. */
static void
run_empty(const struct webgpu_render_pass_descriptor *descriptor)
{
    struct webgpu_command_encoder *encoder = make_encoder();
    end_render(begin_with(encoder, descriptor));
    submit(encoder);
}

static void
clear_to(const struct target *target, struct webgpu_option_color color)
{
    struct webgpu_option_render_pass_color_attachment attachment = attach(target);
    attachment.value.clear_value = color;
    run_empty(&(struct webgpu_render_pass_descriptor){.color_attachments = {&attachment, 1}});
}

static void
test_load_and_store(void **state)
{
    (void)state;
    uint32_t pixels[PIXELS];
    push_validation();
    struct target target = make_color_target();
    read_target(&target, pixels); /* a texture's first contents */
    assert_int_equal(pixels[3], 0);
    clear_to(&target, (struct webgpu_option_color){true, {1, 0, 2, -1}}); /* what is too much is clamped */
    read_target(&target, pixels);
    assert_int_equal(pixels[3], RGBA(255, 0, 255, 0));
    struct webgpu_option_render_pass_color_attachment attachment = attach(&target);
    attachment.value.load_op = WEBGPU_LOAD_OP_LOAD; /* then the value does not matter */
    run_empty(&(struct webgpu_render_pass_descriptor){.color_attachments = {&attachment, 1}});
    read_target(&target, pixels);
    assert_int_equal(pixels[3], RGBA(255, 0, 255, 0));
    attachment.value.store_op = WEBGPU_STORE_OP_DISCARD;
    run_empty(&(struct webgpu_render_pass_descriptor){.color_attachments = {&attachment, 1}});
    read_target(&target, pixels);
    assert_int_equal(pixels[3], 0);
    clear_to(&target, (struct webgpu_option_color){true, {1, 1, 1, 1}});
    clear_to(&target, (struct webgpu_option_color){.some = false});
    read_target(&target, pixels);
    assert_int_equal(pixels[3], 0);
    assert_no_error();
    drop_target(&target);
}

/* A clear value is of the format's type. */
static void
test_clear_integers(void **state)
{
    (void)state;
    uint32_t texels[PIXELS];
    int32_t integers[PIXELS];
    push_validation();
    struct target target = make_target(WEBGPU_TEXTURE_FORMAT_R32UINT, 1, 4);
    clear_to(&target, (struct webgpu_option_color){true, {4294967295.0, -0.9, 0, 0}});
    read_target(&target, texels);
    assert_int_equal(texels[0], UINT32_MAX);
    drop_target(&target);
    target = make_target(WEBGPU_TEXTURE_FORMAT_R32SINT, 1, 4);
    clear_to(&target, (struct webgpu_option_color){true, {-2147483648.0, 0, 0, 0}});
    read_target(&target, integers);
    assert_int_equal(integers[0], INT32_MIN);
    clear_to(&target, (struct webgpu_option_color){true, {-7.9, 0, 0, 0}});
    read_target(&target, integers);
    assert_int_equal(integers[0], -7);
    assert_no_error();
    drop_target(&target);
}

/* Depth and stencil: cleared, loaded, discarded, read only, each by itself. */
static void
test_depth_stencil(void **state)
{
    (void)state;
    const struct webgpu_option_load_op clear = {true, WEBGPU_LOAD_OP_CLEAR};
    const struct webgpu_option_load_op load = {true, WEBGPU_LOAD_OP_LOAD};
    const struct webgpu_option_store_op store = {true, WEBGPU_STORE_OP_STORE};
    const struct webgpu_option_store_op discard = {true, WEBGPU_STORE_OP_DISCARD};
    push_validation();
    struct target target = make_target(WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8, 1, 1);
    const struct webgpu_render_pass_depth_stencil_attachment rows[] = {
        {.depth_clear_value = {true, 1},
         .depth_load_op = clear,
         .depth_store_op = store,
         .stencil_clear_value = SOME_U32(0x17f),
         .stencil_load_op = clear,
         .stencil_store_op = store},
        {.depth_read_only = {true, true}, .stencil_load_op = load, .stencil_store_op = store},
        {.depth_load_op = load,
         .depth_store_op = discard,
         .stencil_clear_value = SOME_U32(3), /* does not matter */
         .stencil_read_only = {true, true}},
        {.depth_read_only = {true, true}, .stencil_load_op = clear, .stencil_store_op = store},
        {.depth_read_only = {true, true},
         .stencil_clear_value = SOME_U32(9),
         .stencil_load_op = clear,
         .stencil_store_op = discard},
    };
    static const uint8_t want[] = {0x7f, 0x7f, 0x7f, 0, 0};
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct webgpu_render_pass_descriptor descriptor = {.depth_stencil_attachment = {true, rows[i]}};
        descriptor.depth_stencil_attachment.value.view = target.view;
        run_empty(&descriptor);
        uint8_t stencils[PIXELS];
        read_slice(&target, WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY, 0, stencils);
        if (stencils[0] != want[i])
            fail_msg("row %zu: %u", i, stencils[0]);
    }
    assert_no_error();
    drop_target(&target);
}

/* Several targets of different formats, with a hole between, in the pass and the pipeline. */
static void
test_targets(void **state)
{
    (void)state;
    static const char code[] =
        VERTEX_WHOLE "struct Out { @location(0) first: vec4f, @location(2) third: u32 };\n"
                     "@fragment fn fs() -> Out { return Out(vec4f(0, 1, 0, 1), 77); }\n";
    struct webgpu_option_color_target_state states[] = {
        {true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}},
        {.some = false},
        {true, {.format = WEBGPU_TEXTURE_FORMAT_R32UINT}},
        {.some = false},
    };
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .fragment = {true, {.targets = {states, BASE_COUNT(states)}}}};
    push_validation();
    struct target first = make_color_target();
    struct target third = make_target(WEBGPU_TEXTURE_FORMAT_R32UINT, 1, 4);
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(code, &descriptor);
    struct webgpu_option_render_pass_color_attachment colors[] = {
        attach(&first), {.some = false}, attach(&third)};
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_with(
        encoder, &(struct webgpu_render_pass_descriptor){.color_attachments = {colors, BASE_COUNT(colors)}});
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    draw(pass, 3);
    end_render(pass);
    submit(encoder);
    assert_no_error();
    assert_picture(&first, "gggggggggggggggg");
    uint32_t texels[PIXELS];
    read_target(&third, texels);
    assert_int_equal(texels[15], 77);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&first);
    drop_target(&third);
}

/* A texture of three dimensions and SIZE slices; its view is of all of them. */
static struct target
make_cube(void)
{
    const struct webgpu_texture_descriptor descriptor = {
        .size = {SIZE, SOME_U32(SIZE), SOME_U32(SIZE)},
        .dimension = {true, WEBGPU_TEXTURE_DIMENSION_D3},
        .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
        .usage = WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT | WEBGPU_TEXTURE_USAGE_COPY_SRC,
    };
    return make_target_of(&descriptor, 4);
}

static void
test_depth_slice(void **state)
{
    (void)state;
    push_validation();
    struct target cube = make_cube();
    struct webgpu_option_render_pass_color_attachment color = attach(&cube);
    color.value.depth_slice = SOME_U32(2);
    run_empty(&(struct webgpu_render_pass_descriptor){.color_attachments = {&color, 1}});
    assert_no_error();
    for (uint32_t slice = 0; slice < SIZE; slice++) {
        uint32_t pixels[PIXELS];
        read_slice(&cube, WEBGPU_TEXTURE_ASPECT_ALL, slice, pixels);
        assert_int_equal(pixels[0], slice == 2 ? BLACK : 0);
    }
    drop_target(&cube);
}

static void
test_viewport_and_scissor(void **state)
{
    (void)state;
    push_validation();
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_render_pass_encoder_set_viewport(pass, 0, 0, 2, 1, 0, 1);
    draw(pass, 3);
    webgpu_render_pass_encoder_set_viewport(pass, -2, 1, 5, 3, 0.25f, 0.75f); /* outside of the target too */
    webgpu_render_pass_encoder_set_scissor_rect(pass, 1, 2, 3, 1);
    draw(pass, 3);
    webgpu_render_pass_encoder_set_viewport(pass, 0, 0, 0, 0, 0, 0);
    draw(pass, 3);
    webgpu_render_pass_encoder_set_viewport(pass, 0, 0, SIZE, SIZE, 1, 1);
    webgpu_render_pass_encoder_set_scissor_rect(pass, SIZE, SIZE, 0, 0);
    draw(pass, 3);
    webgpu_render_pass_encoder_set_scissor_rect(pass, 3, 3, 1, 1);
    draw(pass, 3);
    end_render(pass);
    submit(encoder);
    assert_no_error();
    assert_picture(&target, "rr.."
                            "...."
                            ".rr."
                            "...r");
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

static struct webgpu_query_set *
make_queries(enum webgpu_query_type type, uint32_t count)
{
    const struct webgpu_query_set_descriptor descriptor = {.type = type, .count = count};
    struct webgpu_query_set *queries;
    struct webgpu_create_query_set_error error;
    assert_true(webgpu_device_create_query_set(guest.device, &descriptor, ARENA, &queries, &error));
    return queries;
}

/* Something drawn, nothing drawn, everything cut away, not asked. */
static void
test_occlusion(void **state)
{
    (void)state;
    push_validation();
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, NULL);
    struct webgpu_query_set *queries = make_queries(WEBGPU_QUERY_TYPE_OCCLUSION, 4);
    struct webgpu_buffer *results =
        make_buffer(32, WEBGPU_BUFFER_USAGE_QUERY_RESOLVE | WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_option_render_pass_color_attachment color = attach(&target);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass =
        begin_with(encoder, &(struct webgpu_render_pass_descriptor){.color_attachments = {&color, 1},
                                                                    .occlusion_query_set = queries});
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_render_pass_encoder_begin_occlusion_query(pass, 3);
    draw(pass, 3);
    webgpu_render_pass_encoder_end_occlusion_query(pass);
    draw(pass, 3);
    webgpu_render_pass_encoder_begin_occlusion_query(pass, 0);
    webgpu_render_pass_encoder_end_occlusion_query(pass);
    webgpu_render_pass_encoder_set_scissor_rect(pass, 0, 0, 0, 0);
    webgpu_render_pass_encoder_begin_occlusion_query(pass, 1);
    draw(pass, 3);
    webgpu_render_pass_encoder_end_occlusion_query(pass);
    end_render(pass);
    webgpu_command_encoder_resolve_query_set(encoder, queries, 0, 4, results, 0);
    submit(encoder);
    uint64_t passed[4];
    read_back(results, passed, sizeof passed);
    assert_no_error();
    assert_true(passed[0] == 0 && passed[1] == 0 && passed[2] == 0 && passed[3] != 0);
    webgpu_buffer_drop(results);
    webgpu_query_set_drop(queries);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

static int
setup_timestamps(void **state)
{
    if (setup_gpu(state) != 0)
        return -1;
    guest.adapter = any_adapter();
    enum webgpu_feature_name names[] = {WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY};
    const struct webgpu_device_descriptor descriptor = {.required_features = {true, {names, 1}}};
    guest.device = request_device(guest.adapter, &descriptor, NULL, NULL);
    guest.queue = guest.device == NULL ? NULL : webgpu_device_queue(guest.device);
    return 0; /* not every adapter has the feature: then the test is skipped */
}

static void
test_timestamps(void **state)
{
    (void)state;
    if (guest.device == NULL)
        skip();
    push_validation();
    struct target target = make_color_target();
    struct webgpu_query_set *queries = make_queries(WEBGPU_QUERY_TYPE_TIMESTAMP, 3);
    struct webgpu_buffer *results =
        make_buffer(24, WEBGPU_BUFFER_USAGE_QUERY_RESOLVE | WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_option_render_pass_color_attachment color = attach(&target);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_descriptor descriptor = {
        .color_attachments = {&color, 1},
        .timestamp_writes = {true, {queries, SOME_U32(0), SOME_U32(1)}},
    };
    end_render(begin_with(encoder, &descriptor));
    descriptor.timestamp_writes.value.beginning_of_pass_write_index = NONE_U32;
    descriptor.timestamp_writes.value.end_of_pass_write_index = SOME_U32(2);
    end_render(begin_with(encoder, &descriptor));
    webgpu_command_encoder_resolve_query_set(encoder, queries, 0, 3, results, 0);
    submit(encoder);
    uint64_t at[3];
    read_back(results, at, sizeof at);
    assert_no_error();
    assert_true(at[0] != 0 && at[1] >= at[0] && at[2] >= at[1]);

    /* 2^32-1 is out of range, not left out; the two must not be one; one must be given. */
    const struct webgpu_option_u32 bad[][2] = {
        {SOME_U32(UINT32_MAX), SOME_U32(1)},
        {SOME_U32(0), SOME_U32(UINT32_MAX)},
        {SOME_U32(3), NONE_U32},
        {SOME_U32(1), SOME_U32(1)},
        {NONE_U32, NONE_U32},
    };
    for (size_t i = 0; i < BASE_COUNT(bad); i++) {
        descriptor.timestamp_writes.value.beginning_of_pass_write_index = bad[i][0];
        descriptor.timestamp_writes.value.end_of_pass_write_index = bad[i][1];
        push_validation();
        encoder = make_encoder();
        end_render(begin_with(encoder, &descriptor));
        webgpu_command_buffer_drop(finish(encoder));
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("row %zu", i);
    }
    webgpu_buffer_drop(results);
    webgpu_query_set_drop(queries);
    drop_target(&target);
}

static void
test_labels_and_groups(void **state)
{
    (void)state;
    push_validation();
    struct target target = make_color_target();
    struct webgpu_option_render_pass_color_attachment color = attach(&target);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass =
        begin_with(encoder, &(struct webgpu_render_pass_descriptor){.color_attachments = {&color, 1},
                                                                    .label = SOME_STRING("a pass")});
    assert_true(base_str_equal(webgpu_render_pass_encoder_label(pass, ARENA), base_str("a pass")));
    webgpu_render_pass_encoder_set_label(pass, base_str("another name"));
    assert_true(base_str_equal(webgpu_render_pass_encoder_label(pass, ARENA), base_str("another name")));
    webgpu_render_pass_encoder_push_debug_group(pass, base_str("outer"));
    webgpu_render_pass_encoder_push_debug_group(pass, base_str(""));
    webgpu_render_pass_encoder_insert_debug_marker(pass, base_str("marker"));
    webgpu_render_pass_encoder_pop_debug_group(pass);
    webgpu_render_pass_encoder_pop_debug_group(pass);
    end_render(pass);
    submit(encoder);
    assert_no_error();
    drop_target(&target);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_load_and_store, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_clear_integers, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_depth_stencil, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_targets, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_depth_slice, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_viewport_and_scissor, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_occlusion, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_timestamps, setup_timestamps, teardown),
        cmocka_unit_test_setup_teardown(test_labels_and_groups, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
