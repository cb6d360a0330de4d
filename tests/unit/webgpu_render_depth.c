/* Which fragments, and which of their samples, reach the target. WebGPU, "Depth/Stencil State", "Multisample
 * State". */
#include "webgpu_render_support.h"

/* A pass over a depth and stencil target which is cleared to `depth` and `stencil`, and a draw of the whole
 * at depth 0.5 with stencil reference 0x105, of which a stencil texel has the lower eight bits. */
struct depth_test {
    struct webgpu_depth_stencil_state state;
    float depth;
    uint32_t stencil;
};

struct depth_result {
    bool drawn;
    float depth;
    uint8_t stencil;
};

static struct depth_result
run_depth_test(const struct depth_test *test)
{
    const bool has_depth = test->state.format != WEBGPU_TEXTURE_FORMAT_STENCIL8;
    const bool has_stencil = test->state.format == WEBGPU_TEXTURE_FORMAT_STENCIL8 ||
                             test->state.format == WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8;
    const struct webgpu_render_pipeline_descriptor descriptor = {.depth_stencil = {true, test->state},
                                                                 .fragment.some = true};
    struct target target = make_color_target();
    struct target depth = make_target(test->state.format, 1, has_stencil ? 1 : 4);
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(VERTEX_WHOLE FRAGMENT_RED, &descriptor);
    struct webgpu_option_render_pass_color_attachment color = attach(&target);
    struct webgpu_render_pass_depth_stencil_attachment attachment = {.view = depth.view};
    if (has_depth) {
        attachment.depth_clear_value = (struct webgpu_option_f32){true, test->depth};
        attachment.depth_load_op = (struct webgpu_option_load_op){true, WEBGPU_LOAD_OP_CLEAR};
        attachment.depth_store_op = (struct webgpu_option_store_op){true, WEBGPU_STORE_OP_STORE};
    }
    if (has_stencil) {
        attachment.stencil_clear_value = SOME_U32(test->stencil);
        attachment.stencil_load_op = (struct webgpu_option_load_op){true, WEBGPU_LOAD_OP_CLEAR};
        attachment.stencil_store_op = (struct webgpu_option_store_op){true, WEBGPU_STORE_OP_STORE};
    }
    const struct webgpu_render_pass_descriptor pass_descriptor = {
        .color_attachments = {&color, 1}, .depth_stencil_attachment = {true, attachment}};
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass =
        webgpu_command_encoder_begin_render_pass(encoder, &pass_descriptor, ARENA);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_render_pass_encoder_set_stencil_reference(pass, 0x105);
    draw(pass, 3);
    end_render(pass);
    submit(encoder);
    uint32_t pixels[PIXELS];
    read_target(&target, pixels);
    struct depth_result result = {.drawn = pixels[0] == RED};
    uint8_t stencils[PIXELS];
    float depths[PIXELS];
    if (has_stencil) {
        read_slice(&depth, WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY, 0, stencils);
        result.stencil = stencils[0];
    }
    if (test->state.format == WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT) {
        read_slice(&depth, WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY, 0, depths);
        result.depth = depths[0];
    }
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&depth);
    drop_target(&target);
    return result;
}

static void
test_depth_compare(void **state)
{
    (void)state;
    /* Whether 0.5 passes against 0.25, 0.5 and 0.75. */
    static const bool passes[][3] = {
        [WEBGPU_COMPARE_FUNCTION_NEVER] = {false, false, false},
        [WEBGPU_COMPARE_FUNCTION_LESS] = {false, false, true},
        [WEBGPU_COMPARE_FUNCTION_EQUAL] = {false, true, false},
        [WEBGPU_COMPARE_FUNCTION_LESS_EQUAL] = {false, true, true},
        [WEBGPU_COMPARE_FUNCTION_GREATER] = {true, false, false},
        [WEBGPU_COMPARE_FUNCTION_NOT_EQUAL] = {true, false, true},
        [WEBGPU_COMPARE_FUNCTION_GREATER_EQUAL] = {true, true, false},
        [WEBGPU_COMPARE_FUNCTION_ALWAYS] = {true, true, true},
    };
    push_validation();
    for (unsigned compare = 0; compare < BASE_COUNT(passes); compare++) {
        for (unsigned i = 0; i < 3; i++) {
            const bool writes = i != 1;
            const float cleared = 0.25f + 0.25f * (float)i;
            const struct depth_result result = run_depth_test(&(struct depth_test){
                {.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT,
                 .depth_write_enabled = {true, writes},
                 .depth_compare = {true, compare}},
                cleared,
                0,
            });
            const bool want = passes[compare][i];
            if (result.drawn != want || result.depth != (want && writes ? 0.5f : cleared))
                fail_msg("function %u, %g: drawn %d, depth %g", compare, (double)cleared, result.drawn,
                         (double)result.depth);
        }
    }
    assert_no_error();
}

static void
test_depth_bias(void **state)
{
    (void)state;
    static const struct {
        int32_t bias;
        float clamp, least, most;
    } rows[] = {
        {0, 0, 0.5f, 0.5f},
        {1 << 20, 0, 0.52f, 0.7f},
        {-(1 << 20), 0, 0.3f, 0.48f},
        {1 << 20, 0.01f, 0.5099f, 0.5101f},
    };
    push_validation();
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const struct depth_result result = run_depth_test(&(struct depth_test){
            {.format = WEBGPU_TEXTURE_FORMAT_DEPTH32FLOAT,
             .depth_write_enabled = {true, true},
             .depth_compare = {true, WEBGPU_COMPARE_FUNCTION_ALWAYS},
             .depth_bias = {true, rows[i].bias},
             .depth_bias_slope_scale = {true, 2}, /* of no slope */
             .depth_bias_clamp = {true, rows[i].clamp}},
            0,
            0,
        });
        if (result.depth < rows[i].least || result.depth > rows[i].most)
            fail_msg("bias %d, clamp %g: %g", rows[i].bias, (double)rows[i].clamp, (double)result.depth);
    }
    assert_no_error();
}

/* What each operation makes of what is there, where the reference is 5. */
static uint8_t
operated(enum webgpu_stencil_operation operation, uint8_t value)
{
    const uint8_t results[] = {
        [WEBGPU_STENCIL_OPERATION_KEEP] = value,
        [WEBGPU_STENCIL_OPERATION_ZERO] = 0,
        [WEBGPU_STENCIL_OPERATION_REPLACE] = 5,
        [WEBGPU_STENCIL_OPERATION_INVERT] = (uint8_t)~value,
        [WEBGPU_STENCIL_OPERATION_INCREMENT_CLAMP] = value == 255 ? 255 : (uint8_t)(value + 1),
        [WEBGPU_STENCIL_OPERATION_DECREMENT_CLAMP] = value == 0 ? 0 : (uint8_t)(value - 1),
        [WEBGPU_STENCIL_OPERATION_INCREMENT_WRAP] = (uint8_t)(value + 1),
        [WEBGPU_STENCIL_OPERATION_DECREMENT_WRAP] = (uint8_t)(value - 1),
    };
    return results[operation];
}

/* As what is done when the test passes, when it fails, and when only the depth test fails; on front faces,
 * and on both when the back ones are those drawn. */
static void
test_stencil_operations(void **state)
{
    (void)state;
    static const uint32_t values[] = {0, 0x3c, 0x1ff};
    push_validation();
    for (unsigned operation = 0; operation <= WEBGPU_STENCIL_OPERATION_DECREMENT_WRAP; operation++) {
        for (unsigned i = 0; i < 3; i++) {
            const struct webgpu_stencil_face_state face = {
                .compare = {i == 1, WEBGPU_COMPARE_FUNCTION_NEVER},
                .pass_op = {i == 0, operation},
                .fail_op = {i == 1, operation},
                .depth_fail_op = {i == 2, operation},
            };
            const struct depth_test test = {
                {.format = WEBGPU_TEXTURE_FORMAT_DEPTH24PLUS_STENCIL8,
                 .depth_write_enabled = {true, false},
                 .depth_compare = {true,
                                   i == 2 ? WEBGPU_COMPARE_FUNCTION_NEVER : WEBGPU_COMPARE_FUNCTION_ALWAYS},
                 .stencil_front = {true, face},
                 .stencil_back = {true, {.fail_op = {true, WEBGPU_STENCIL_OPERATION_ZERO}}}},
                0,
                values[i],
            };
            const struct depth_result result = run_depth_test(&test);
            if (result.stencil != operated(operation, (uint8_t)values[i]) || result.drawn != (i == 0))
                fail_msg("operation %u, case %u: %u", operation, i, result.stencil);
        }
    }
    assert_no_error();
}

/* Comparison under the read mask, writes under the write mask. */
static void
test_stencil_masks(void **state)
{
    (void)state;
    push_validation();
    const struct webgpu_stencil_face_state face = {
        .compare = {true, WEBGPU_COMPARE_FUNCTION_EQUAL},
        .pass_op = {true, WEBGPU_STENCIL_OPERATION_INVERT},
    };
    struct depth_test test = {
        {.format = WEBGPU_TEXTURE_FORMAT_STENCIL8,
         .stencil_front = {true, face},
         .stencil_back = {true, face},
         .stencil_read_mask = SOME_U32(0x0f),
         .stencil_write_mask = SOME_U32(0xf0)},
        0,
        0xa5,
    };
    struct depth_result result = run_depth_test(&test); /* 5 is 5 */
    assert_true(result.drawn);
    assert_int_equal(result.stencil, 0x55);
    test.state.stencil_read_mask = NONE_U32; /* 0xa5 is not 5 */
    result = run_depth_test(&test);
    assert_false(result.drawn);
    assert_int_equal(result.stencil, 0xa5);
    assert_no_error();
}

/* Half the samples, of one colour, resolved to the half of it. */
static void
test_samples(void **state)
{
    (void)state;
    static const struct {
        const char *fragment;
        uint32_t want;
        struct webgpu_multisample_state state;
    } rows[] = {
        {FRAGMENT_RED, RED, {.count = {true, 4}}},
        {FRAGMENT_RED, RGBA(128, 0, 0, 255), {.count = {true, 4}, .mask = {true, 3}}},
        {FRAGMENT_RED, BLACK, {.count = {true, 4}, .mask = {true, 0}}},
        {"@fragment fn fs() -> @location(0) vec4f { return vec4f(1, 0, 0, 0); }\n",
         BLACK,
         {.count = {true, 4}, .alpha_to_coverage_enabled = {true, true}}},
    };
    push_validation();
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        char code[512];
        snprintf(code, sizeof code, "%s%s", VERTEX_WHOLE, rows[i].fragment);
        const struct webgpu_render_pipeline_descriptor descriptor = {.multisample = {true, rows[i].state},
                                                                     .fragment.some = true};
        struct webgpu_render_pipeline *pipeline = make_render_pipeline(code, &descriptor);
        struct target samples = make_target(WEBGPU_TEXTURE_FORMAT_RGBA8UNORM, 4, 4);
        struct target target = make_color_target();
        struct webgpu_option_render_pass_color_attachment color = attach(&samples);
        color.value.resolve_target = target.view;
        color.value.store_op = WEBGPU_STORE_OP_DISCARD;
        const struct webgpu_render_pass_descriptor pass_descriptor = {.color_attachments = {&color, 1}};
        struct webgpu_command_encoder *encoder = make_encoder();
        struct webgpu_render_pass_encoder *pass =
            webgpu_command_encoder_begin_render_pass(encoder, &pass_descriptor, ARENA);
        webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
        draw(pass, 3);
        end_render(pass);
        submit(encoder);
        uint32_t pixels[PIXELS];
        read_target(&target, pixels);
        const int off = (int)(pixels[5] & 255) - (int)(rows[i].want & 255);
        if (off < -1 || off > 1 || pixels[5] >> 8 != rows[i].want >> 8)
            fail_msg("row %zu: %08x", i, pixels[5]);
        webgpu_render_pipeline_drop(pipeline);
        drop_target(&target);
        drop_target(&samples);
    }
    assert_no_error();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_depth_compare, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_depth_bias, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_stencil_operations, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_stencil_masks, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_samples, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
