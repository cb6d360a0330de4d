/* Render pipelines: made at once and asynchronously, and refused. WebGPU, "Render Pipeline Creation" and the
 * states it is made of. */
#include "webgpu_render_support.h"

static const char plain_code[] = VERTEX_WHOLE FRAGMENT_RED;

/* Constants of both stages, entry points, a label, an explicit layout. */
static void
test_async(void **state)
{
    (void)state;
    static const char code[] =
        "override red: f32 = 0; override green: f32; override size: f32 = 0;\n"
        "@vertex fn other() -> @builtin(position) vec4f { return vec4f(); }\n"
        "@vertex fn vs(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n"
        "    return vec4f(f32(i & 1u) * size - 1.0, f32(i >> 1u) * size - 1.0, 0, 1);\n"
        "}\n"
        "@fragment fn blank() -> @location(0) vec4f { return vec4f(); }\n"
        "@fragment fn fs() -> @location(0) vec4f { return vec4f(red, green, 0, 1); }\n";
    push_validation();
    struct webgpu_shader_module *module = make_module(code);
    struct webgpu_record_gpu_pipeline_constant_value *vertex =
        webgpu_record_gpu_pipeline_constant_value_new(guest.context);
    struct webgpu_record_gpu_pipeline_constant_value *fragment =
        webgpu_record_gpu_pipeline_constant_value_new(guest.context);
    webgpu_record_gpu_pipeline_constant_value_add(vertex, base_str("size"), 4);
    webgpu_record_gpu_pipeline_constant_value_add(fragment, base_str("green"), 1);
    struct webgpu_option_color_target_state target_state = {true,
                                                            {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}};
    const struct webgpu_pipeline_layout_descriptor layout_descriptor = {.bind_group_layouts = {NULL, 0}};
    struct webgpu_pipeline_layout *layout =
        webgpu_device_create_pipeline_layout(guest.device, &layout_descriptor, ARENA);
    struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.module = module, .entry_point = SOME_STRING("vs"), .constants = vertex},
        .fragment = {true,
                     {.module = module,
                      .entry_point = SOME_STRING("fs"),
                      .constants = fragment,
                      .targets = {&target_state, 1}}},
        .layout = {WEBGPU_LAYOUT_MODE_SPECIFIC, {layout}},
        .label = SOME_STRING("async"),
    };
    enum webgpu_pipeline_error_reason reason;
    struct webgpu_render_pipeline *pipeline = create_render_async(&descriptor, &reason);
    assert_non_null(pipeline);
    assert_true(base_str_equal(webgpu_render_pipeline_label(pipeline, ARENA), base_str("async")));
    webgpu_render_pipeline_set_label(pipeline, base_str("renamed"));
    assert_true(base_str_equal(webgpu_render_pipeline_label(pipeline, ARENA), base_str("renamed")));

    struct target target = make_color_target();
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    draw(pass, 3);
    end_render(pass);
    submit(encoder);
    assert_picture(&target, "gggggggggggggggg");

    descriptor.multisample = (struct webgpu_option_multisample_state){true, {.count = SOME_U32(3)}};
    assert_null(create_render_async(&descriptor, &reason));
    assert_int_equal(reason, WEBGPU_PIPELINE_ERROR_REASON_VALIDATION);
    descriptor.multisample.some = false;
    descriptor.fragment.value.constants = NULL; /* one of them has no default */
    assert_null(create_render_async(&descriptor, &reason));
    assert_int_equal(reason, WEBGPU_PIPELINE_ERROR_REASON_VALIDATION);
    assert_no_error(); /* those errors are no scope's */

    webgpu_render_pipeline_drop(pipeline);
    webgpu_pipeline_layout_drop(layout);
    webgpu_record_gpu_pipeline_constant_value_drop(vertex);
    webgpu_record_gpu_pipeline_constant_value_drop(fragment);
    webgpu_shader_module_drop(module);
    drop_target(&target);
}

/* The guest does not wait for them, and ends while they are made. */
static void
test_abandoned(void **state)
{
    (void)state;
    struct webgpu_shader_module *module = make_module(plain_code);
    struct webgpu_option_color_target_state target = {true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}};
    struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.module = module},
        .fragment = {true, {.module = module, .targets = {&target, 1}}},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
    };
    for (uint32_t i = 0; i < 20; i++) {
        descriptor.multisample =
            (struct webgpu_option_multisample_state){true, {.count = SOME_U32(i % 2 + 1)}};
        struct abi_pending *op = op_new();
        webgpu_device_create_render_pipeline_async_start(guest.device, &descriptor, ARENA, op);
        abi_pending_abandon(op);
    }
    webgpu_shader_module_drop(module);
}

/* An invalid module, a layout that does not fit, and what invalid pipelines are good for. */
static void
test_invalid_parts(void **state)
{
    (void)state;
    static const char uses_group[] =
        "@group(0) @binding(0) var<uniform> u: vec4f;\n"
        "@vertex fn vs() -> @builtin(position) vec4f { return u; }\n" FRAGMENT_RED;
    push_validation();
    struct webgpu_shader_module *module = make_module("not WGSL");
    assert_validation_error();
    push_validation();
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .vertex = {.module = module},
        .depth_stencil = {true, {.format = WEBGPU_TEXTURE_FORMAT_STENCIL8}},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO}};
    struct webgpu_render_pipeline *invalid =
        webgpu_device_create_render_pipeline(guest.device, &descriptor, ARENA);
    assert_validation_error();
    push_validation();
    struct webgpu_bind_group_layout *layout = webgpu_render_pipeline_get_bind_group_layout(invalid, 0);
    assert_non_null(layout);
    assert_validation_error();
    webgpu_bind_group_layout_drop(layout);
    struct target target = make_color_target();
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, invalid);
    draw(pass, 3);
    end_render(pass);
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();
    webgpu_render_pipeline_drop(invalid);
    webgpu_shader_module_drop(module);

    const struct webgpu_pipeline_layout_descriptor empty = {.bind_group_layouts = {NULL, 0}};
    struct webgpu_pipeline_layout *pipeline_layout =
        webgpu_device_create_pipeline_layout(guest.device, &empty, ARENA);
    const struct webgpu_render_pipeline_descriptor without_group = {
        .fragment.some = true, .layout = {WEBGPU_LAYOUT_MODE_SPECIFIC, {pipeline_layout}}};
    push_validation();
    webgpu_render_pipeline_drop(make_render_pipeline(uses_group, &without_group));
    assert_validation_error();
    webgpu_pipeline_layout_drop(pipeline_layout);

    struct webgpu_render_pipeline *valid = make_render_pipeline(plain_code, NULL);
    const uint32_t indices[] = {4, UINT32_MAX};
    for (size_t i = 0; i < BASE_COUNT(indices); i++) {
        push_validation();
        layout = webgpu_render_pipeline_get_bind_group_layout(valid, indices[i]);
        assert_non_null(layout);
        webgpu_bind_group_layout_drop(layout);
        assert_validation_error();
    }
    webgpu_render_pipeline_drop(valid);
    drop_target(&target);
}

/* A pipeline's targets, sample count and depth must be those of the pass, but for holes at the end. */
static void
test_compatibility(void **state)
{
    (void)state;
    struct webgpu_option_color_target_state bgra = {true, {.format = WEBGPU_TEXTURE_FORMAT_BGRA8UNORM}};
    struct webgpu_option_color_target_state rgba[] = {{true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}},
                                                      {.some = false}};
    const struct {
        const char *what;
        struct webgpu_render_pipeline_descriptor descriptor;
        bool fits;
    } rows[] = {
        {"another format", {.fragment = {true, {.targets = {&bgra, 1}}}}, false},
        {"a hole at the end", {.fragment = {true, {.targets = {rgba, 2}}}}, true},
        {"four samples", {.multisample = {true, {.count = {true, 4}}}, .fragment.some = true}, false},
        {"stencil too",
         {.depth_stencil = {true, {.format = WEBGPU_TEXTURE_FORMAT_STENCIL8}}, .fragment.some = true},
         false},
    };
    struct target target = make_color_target();
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        push_validation();
        struct webgpu_render_pipeline *pipeline = make_render_pipeline(plain_code, &rows[i].descriptor);
        assert_no_error();
        push_validation();
        struct webgpu_command_encoder *encoder = make_encoder();
        struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
        webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
        draw(pass, 3);
        end_render(pass);
        webgpu_command_buffer_drop(finish(encoder));
        if ((pop_scope(NULL) == -1) != rows[i].fits)
            fail_msg("%s", rows[i].what);
        webgpu_render_pipeline_drop(pipeline);
    }
    drop_target(&target);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_async, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_abandoned, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_invalid_parts, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_compatibility, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
