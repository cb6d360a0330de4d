/* The states that render pipelines are made of, and what is valid of them: each change by itself to a
 * pipeline that is valid. WebGPU, "Render Pipeline Creation". */
#include "webgpu_render_support.h"

#include <math.h>

/* A descriptor to be changed in one place, and what it points to. */
struct pieces {
    struct webgpu_vertex_attribute attributes[17];
    struct webgpu_option_vertex_buffer_layout buffers[9];
    struct webgpu_option_color_target_state targets[9];
    struct webgpu_record_gpu_pipeline_constant_value *constants;
    struct webgpu_render_pipeline_descriptor descriptor;
};

static void
pieces_init(struct pieces *pieces)
{
    *pieces = (struct pieces){0};
    for (size_t i = 0; i < BASE_COUNT(pieces->attributes); i++)
        pieces->attributes[i] =
            (struct webgpu_vertex_attribute){WEBGPU_VERTEX_FORMAT_FLOAT32X4, 0, (uint32_t)i};
    for (size_t i = 0; i < BASE_COUNT(pieces->buffers); i++) {
        pieces->buffers[i].some = true;
        pieces->buffers[i].value.array_stride = 16;
    }
    for (size_t i = 0; i < BASE_COUNT(pieces->targets); i++)
        pieces->targets[i] =
            (struct webgpu_option_color_target_state){true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM}};
    pieces->buffers[0].value.attributes = (struct webgpu_vertex_attribute_list){pieces->attributes, 1};
    pieces->descriptor = (struct webgpu_render_pipeline_descriptor){
        .vertex = {.buffers = {true, {pieces->buffers, 1}}},
        .fragment = {true, {.targets = {pieces->targets, 1}}},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
    };
}

/* The shaders of all of them. */
static const char many_code[] =
    "override constant: f32 = 1;\n"
    "struct In { @location(0) a: vec4f };\n"
    "struct Between { @builtin(position) position: vec4f, @location(1) b: f32 };\n"
    "@vertex fn vs(in: In) -> Between { return Between(in.a * constant, 1); }\n"
    "@vertex fn needs_1(@location(1) a: vec4f) -> @builtin(position) vec4f { return a; }\n"
    "@vertex fn integer(@location(0) a: vec4u) -> @builtin(position) vec4f { return vec4f(a); }\n"
    "@fragment fn fs() -> @location(0) vec4f { return vec4f(1); }\n"
    "@fragment fn no_alpha() -> @location(0) vec3f { return vec3f(1); }\n"
    "@fragment fn whole_numbers() -> @location(0) vec4u { return vec4u(1); }\n"
    "@fragment fn nothing() {}\n"
    "@fragment fn depth() -> @builtin(frag_depth) f32 { return 0.5; }\n"
    "@fragment fn wants_2(@location(2) c: f32) -> @location(0) vec4f { return vec4f(c); }\n"
    "@fragment fn wants_integer(@location(1) @interpolate(flat) b: u32) -> @location(0) vec4f {\n"
    "    return vec4f(f32(b));\n"
    "}\n"
    "@compute @workgroup_size(1) fn cs() {}\n";

static void
set_vertex(struct pieces *p, const char *entry_point)
{
    p->descriptor.vertex.entry_point = SOME_STRING(entry_point);
}

static void
set_fragment(struct pieces *p, const char *entry_point)
{
    p->descriptor.fragment.value.entry_point = SOME_STRING(entry_point);
}

static void
set_depth(struct pieces *p, struct webgpu_depth_stencil_state depth_stencil)
{
    p->descriptor.depth_stencil = (struct webgpu_option_depth_stencil_state){true, depth_stencil};
}

static void
set_bias(struct pieces *p, float slope_scale, float clamp)
{
    set_depth(p, (struct webgpu_depth_stencil_state){
                     .format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT,
                     .depth_write_enabled = {true, true},
                     .depth_compare = {true, WEBGPU_COMPARE_FUNCTION_LESS},
                     .depth_bias_slope_scale = {true, slope_scale},
                     .depth_bias_clamp = {true, clamp},
                 });
}

static void
set_blend(struct pieces *p, struct webgpu_blend_component color)
{
    p->targets[0].value.blend = (struct webgpu_option_blend_state){true, {.color = color}};
}

static void
set_topology(struct pieces *p, enum webgpu_primitive_topology topology)
{
    p->descriptor.primitive = (struct webgpu_option_primitive_state){true, {.topology = {true, topology}}};
}

static void
set_samples(struct pieces *p, struct webgpu_option_u32 count, bool alpha_to_coverage)
{
    p->descriptor.multisample = (struct webgpu_option_multisample_state){
        true, {.count = count, .alpha_to_coverage_enabled = {true, alpha_to_coverage}}};
}

#define DEPTH(...) set_depth(p, (struct webgpu_depth_stencil_state){__VA_ARGS__})
#define BLEND(...) set_blend(p, (struct webgpu_blend_component){__VA_ARGS__})
#define WRITES .depth_write_enabled = {true, true}, .depth_compare = {true, WEBGPU_COMPARE_FUNCTION_LESS}
#define FRONT(...) .stencil_front = {true, {__VA_ARGS__}}

/* clang-format off */
/* What is valid, so that the rows below are not refused for something else. */
#define GOOD(X) \
    X(as_it_is, (void)p) \
    X(a_stride_of_0, p->buffers[0].value.array_stride = 0) \
    X(the_greatest_stride, p->buffers[0].value.array_stride = 2048) \
    X(eight_buffers, p->descriptor.vertex.buffers.value.count = 8) \
    X(unused_attributes, p->buffers[0].value.attributes.count = 16) \
    X(a_hole_at_the_end, p->descriptor.fragment.value.targets.count = 2; p->targets[1].some = false) \
    X(depth_alone, p->descriptor.fragment.some = false; \
      DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, WRITES)) \
    X(depth_that_only_tests_stencil, \
      DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8, .depth_write_enabled = {true, false})) \
    X(stencil_alone, DEPTH(.format = WEBGPU_TEXTURE_FORMAT_STENCIL8)) \
    X(depth_from_the_shader, set_fragment(p, "depth"); p->descriptor.fragment.value.targets.count = 0; \
      DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, WRITES)) \
    X(an_output_unused, set_fragment(p, "nothing"); p->targets[0].value.write_mask.some = true) \
    X(a_strip_with_its_format, set_topology(p, WEBGPU_PRIMITIVE_TOPOLOGY_LINE_STRIP); \
      p->descriptor.primitive.value.strip_index_format.some = true) \
    X(four_samples, set_samples(p, SOME_U32(4), true))

/* WebGPU, "Vertex State". */
#define BAD_VERTICES(X) \
    X(nine_buffers, p->descriptor.vertex.buffers.value.count = 9) \
    X(too_great_a_stride, p->buffers[0].value.array_stride = 2052) \
    X(the_greatest_stride_there_is, p->buffers[0].value.array_stride = UINT64_MAX - 3) \
    X(a_stride_of_18, p->buffers[0].value.array_stride = 18) \
    X(an_attribute_past_the_stride, p->attributes[0].offset = 4) \
    X(an_attribute_past_2048, p->buffers[0].value.array_stride = 0; p->attributes[0].offset = 2040) \
    X(the_greatest_offset, p->attributes[0].offset = UINT64_MAX - 3) \
    X(an_offset_that_wraps, p->attributes[0].offset = UINT64_MAX - 15) \
    X(an_offset_that_wraps_without_a_stride, p->buffers[0].value.array_stride = 0; \
      p->attributes[0].offset = UINT64_MAX - 15) \
    X(an_offset_of_2, p->buffers[0].value.array_stride = 20; p->attributes[0].offset = 2) \
    X(location_16, p->buffers[0].value.attributes.count = 2; p->attributes[1].shader_location = 16) \
    X(the_greatest_location, p->buffers[0].value.attributes.count = 2; \
      p->attributes[1].shader_location = UINT32_MAX) \
    X(a_location_twice, p->buffers[0].value.attributes.count = 2; p->attributes[1].shader_location = 0) \
    X(seventeen_attributes, p->buffers[0].value.attributes.count = 17; p->attributes[16].shader_location = 15) \
    X(an_input_that_is_not_there, set_vertex(p, "needs_1")) \
    X(an_input_of_another_type, set_vertex(p, "integer")) \
    X(no_vertex_buffers, p->descriptor.vertex.buffers.some = false) \
    X(a_hole_in_its_place, p->buffers[0].some = false)

/* WebGPU, "GPUProgrammableStage", "Primitive State", "Multisample State". */
#define BAD_STAGES(X) \
    X(no_such_entry_point, set_vertex(p, "nowhere")) \
    X(an_empty_entry_point, set_vertex(p, "")) \
    X(an_entry_point_of_another_stage, set_vertex(p, "cs")) \
    X(no_choice_of_entry_points, p->descriptor.vertex.entry_point.some = false) \
    X(a_constant_unknown, \
      webgpu_record_gpu_pipeline_constant_value_add(p->constants, base_str("unknown"), 1)) \
    X(a_constant_that_is_not_finite, \
      webgpu_record_gpu_pipeline_constant_value_add(p->constants, base_str("constant"), (double)NAN)) \
    X(a_constant_too_great, \
      webgpu_record_gpu_pipeline_constant_value_add(p->constants, base_str("constant"), 1e300)) \
    X(a_strip_index_format_for_a_list, p->descriptor.primitive.some = true; \
      p->descriptor.primitive.value.strip_index_format.some = true) \
    X(unclipped_depth, p->descriptor.primitive.some = true; \
      p->descriptor.primitive.value.unclipped_depth = (struct webgpu_option_bool){true, true}) \
    X(no_samples, set_samples(p, SOME_U32(0), false)) \
    X(two_samples, set_samples(p, SOME_U32(2), false)) \
    X(eight_samples, set_samples(p, SOME_U32(8), false)) \
    X(the_most_samples, set_samples(p, SOME_U32(UINT32_MAX), false)) \
    X(coverage_of_one_sample, set_samples(p, NONE_U32, true)) \
    X(coverage_without_alpha, set_samples(p, SOME_U32(4), true); \
      p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_R8UNORM) \
    X(coverage_of_a_hole, set_samples(p, SOME_U32(4), true); p->targets[0].some = false; \
      p->descriptor.fragment.value.targets.count = 2) \
    X(an_input_between_that_is_not_there, set_fragment(p, "wants_2")) \
    X(an_input_between_of_another_type, set_fragment(p, "wants_integer"))

/* WebGPU, "Fragment State", "Blend State". */
#define BAD_TARGETS(X) \
    X(no_target_at_all, p->descriptor.fragment.value.targets.count = 0) \
    X(no_fragment_and_no_depth, p->descriptor.fragment.some = false) \
    X(a_hole_alone, p->targets[0].some = false) \
    X(nine_targets, p->descriptor.fragment.value.targets.count = 9) \
    X(too_many_bytes, p->descriptor.fragment.value.targets.count = 3; \
      for (size_t i = 0; i < 3; i++) p->targets[i].value.format = WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT; \
      for (size_t i = 1; i < 3; i++) p->targets[i].value.write_mask.some = true) \
    X(a_depth_format, p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT) \
    X(a_compressed_format, p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_BC1_RGBA_UNORM) \
    X(a_format_not_rendered_to, p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_RGB9E5UFLOAT) \
    X(a_format_that_needs_a_feature, p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_RG11B10UFLOAT) \
    X(an_output_of_another_type, set_fragment(p, "whole_numbers")) \
    X(an_output_with_too_little, set_fragment(p, "no_alpha")) \
    X(blending_of_integers, p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_RGBA8UINT; \
      set_fragment(p, "whole_numbers"); BLEND(.operation.some = false)) \
    X(blending_of_float32, p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_RGBA32FLOAT; \
      BLEND(.operation.some = false)) \
    X(a_factor_for_min, BLEND({true, WEBGPU_BLEND_OPERATION_MIN}, {true, WEBGPU_BLEND_FACTOR_ONE}, \
                              {true, WEBGPU_BLEND_FACTOR_ZERO})) \
    X(factors_by_default_for_max, BLEND(.operation = {true, WEBGPU_BLEND_OPERATION_MAX})) \
    X(a_second_source, BLEND(.src_factor = {true, WEBGPU_BLEND_FACTOR_SRC1}))

/* The same, of what a shader leaves out. */
#define BAD_OUTPUTS(X) \
    X(an_output_that_is_not_there, set_fragment(p, "nothing")) \
    X(alpha_that_is_not_put_out, p->targets[0].value.format = WEBGPU_TEXTURE_FORMAT_R8UNORM; \
      set_fragment(p, "no_alpha"); BLEND(.src_factor = {true, WEBGPU_BLEND_FACTOR_SRC_ALPHA}))

/* WebGPU, "Depth/Stencil State". */
#define BAD_DEPTHS(X) \
    X(a_color_format, DEPTH(.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, WRITES)) \
    X(a_depth_format_that_needs_a_feature, \
      DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT_STENCIL8, WRITES)) \
    X(nothing_said_of_writes, DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, \
                                    .depth_compare = {true, WEBGPU_COMPARE_FUNCTION_LESS})) \
    X(writes_without_a_comparison, \
      DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, .depth_write_enabled = {true, true})) \
    X(a_failure_without_a_comparison, \
      DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8, .depth_write_enabled = {true, false}, \
            FRONT(.depth_fail_op = {true, WEBGPU_STENCIL_OPERATION_ZERO}))) \
    X(depth_writes_of_stencil, DEPTH(.format = WEBGPU_TEXTURE_FORMAT_STENCIL8, WRITES)) \
    X(stencil_of_depth, DEPTH(.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT, WRITES, \
                              FRONT(.pass_op = {true, WEBGPU_STENCIL_OPERATION_ZERO}))) \
    X(a_slope_of_NaN, set_bias(p, NAN, 0)) \
    X(an_infinite_slope, set_bias(p, INFINITY, 0)) \
    X(a_clamp_of_NaN, set_bias(p, 0, NAN)) \
    X(an_infinite_clamp, set_bias(p, 0, -INFINITY)) \
    X(a_bias_of_lines, set_topology(p, WEBGPU_PRIMITIVE_TOPOLOGY_LINE_LIST); set_bias(p, 1, 0)) \
    X(a_clamp_of_points, set_topology(p, WEBGPU_PRIMITIVE_TOPOLOGY_POINT_LIST); set_bias(p, 0, 1)) \
    X(depth_from_the_shader_for_nothing, set_fragment(p, "depth"); \
      p->targets[0].value.write_mask.some = true) \
    X(depth_from_the_shader_for_stencil, set_fragment(p, "depth"); \
      p->targets[0].value.write_mask.some = true; DEPTH(.format = WEBGPU_TEXTURE_FORMAT_STENCIL8))
/* clang-format on */

#define X(name, ...) \
    static void name(struct pieces *p) \
    { \
        __VA_ARGS__; \
    }
GOOD(X)
BAD_VERTICES(X)
BAD_STAGES(X)
BAD_TARGETS(X)
BAD_OUTPUTS(X)
BAD_DEPTHS(X)
#undef X

struct change {
    const char *what;
    void (*apply)(struct pieces *pieces);
};

#define X(name, ...) {#name, name},
static const struct change good[] = {GOOD(X)};
static const struct change bad_vertices[] = {BAD_VERTICES(X)};
static const struct change bad_stages[] = {BAD_STAGES(X)};
static const struct change bad_targets[] = {BAD_TARGETS(X)};
static const struct change bad_outputs[] = {BAD_OUTPUTS(X)};
static const struct change bad_depths[] = {BAD_DEPTHS(X)};
#undef X

/* At once the error is the scope's, and there is an invalid pipeline; asynchronously it is the result. */
static void
try_changes(const struct change *changes, size_t count, bool valid)
{
    struct webgpu_shader_module *module = make_module(many_code);
    for (size_t i = 0; i < count; i++) {
        struct pieces pieces;
        pieces_init(&pieces);
        pieces.constants = webgpu_record_gpu_pipeline_constant_value_new(guest.context);
        pieces.descriptor.vertex.module = module;
        pieces.descriptor.vertex.constants = pieces.constants;
        pieces.descriptor.fragment.value.module = module;
        set_vertex(&pieces, "vs");
        set_fragment(&pieces, "fs");
        changes[i].apply(&pieces);
        push_validation();
        struct webgpu_render_pipeline *pipeline =
            webgpu_device_create_render_pipeline(guest.device, &pieces.descriptor, ARENA);
        assert_non_null(pipeline);
        webgpu_render_pipeline_drop(pipeline);
        char message[1024] = "";
        const int error = pop_scope(message);
        if (error != (valid ? -1 : WEBGPU_ERROR_KIND_VALIDATION_ERROR))
            fail_msg("%s: %d %s", changes[i].what, error, message);
        enum webgpu_pipeline_error_reason reason = WEBGPU_PIPELINE_ERROR_REASON_INTERNAL;
        push_validation();
        pipeline = create_render_async(&pieces.descriptor, &reason);
        assert_no_error();
        if ((pipeline != NULL) != valid || (!valid && reason != WEBGPU_PIPELINE_ERROR_REASON_VALIDATION))
            fail_msg("%s, asynchronously: %u", changes[i].what, reason);
        if (pipeline != NULL)
            webgpu_render_pipeline_drop(pipeline);
        webgpu_record_gpu_pipeline_constant_value_drop(pieces.constants);
    }
    webgpu_shader_module_drop(module);
}

static void
test_good(void **state)
{
    (void)state;
    try_changes(good, BASE_COUNT(good), true);
}

static void
test_bad_vertices(void **state)
{
    (void)state;
    try_changes(bad_vertices, BASE_COUNT(bad_vertices), false);
}

static void
test_bad_stages(void **state)
{
    (void)state;
    try_changes(bad_stages, BASE_COUNT(bad_stages), false);
}

static void
test_bad_targets(void **state)
{
    (void)state;
    try_changes(bad_targets, BASE_COUNT(bad_targets), false);
}

/* wgpu-native does not look at what a shader puts out. */
static void
test_bad_outputs(void **state)
{
    (void)state;
    if (!is_dawn())
        skip();
    try_changes(bad_outputs, BASE_COUNT(bad_outputs), false);
}

static void
test_bad_depths(void **state)
{
    (void)state;
    try_changes(bad_depths, BASE_COUNT(bad_depths), false);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_good, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_vertices, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_stages, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_targets, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_outputs, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_depths, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
