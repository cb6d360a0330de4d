/* Fragments over what was there: blending and write masks. WebGPU, "Color Target State", "Blend State". */
#include "webgpu_render_support.h"

#include <math.h>

/* A quarter of red over what was there, and the same as a second source. */
static const char translucent[] =
    VERTEX_WHOLE "@fragment fn fs() -> @location(0) vec4f { return vec4f(0.8, 0.4, 0.0, 0.6); }\n";
static const float source[] = {0.8f, 0.4f, 0.0f, 0.6f};
static const float destination[] = {0.2f, 0.6f, 1.0f, 0.4f};
static const float constant[] = {0.5f, 0.25f, 0.75f, 0.8f};

static void
factor_of(enum webgpu_blend_factor factor, float result[4])
{
    const float saturated = source[3] < 1 - destination[3] ? source[3] : 1 - destination[3];
    for (size_t i = 0; i < 4; i++) {
        const float values[] = {
            [WEBGPU_BLEND_FACTOR_ZERO] = 0,
            [WEBGPU_BLEND_FACTOR_ONE] = 1,
            [WEBGPU_BLEND_FACTOR_SRC] = source[i],
            [WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC] = 1 - source[i],
            [WEBGPU_BLEND_FACTOR_SRC_ALPHA] = source[3],
            [WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA] = 1 - source[3],
            [WEBGPU_BLEND_FACTOR_DST] = destination[i],
            [WEBGPU_BLEND_FACTOR_ONE_MINUS_DST] = 1 - destination[i],
            [WEBGPU_BLEND_FACTOR_DST_ALPHA] = destination[3],
            [WEBGPU_BLEND_FACTOR_ONE_MINUS_DST_ALPHA] = 1 - destination[3],
            [WEBGPU_BLEND_FACTOR_SRC_ALPHA_SATURATED] = i == 3 ? 1 : saturated,
            [WEBGPU_BLEND_FACTOR_CONSTANT] = constant[i],
            [WEBGPU_BLEND_FACTOR_ONE_MINUS_CONSTANT] = 1 - constant[i],
        };
        result[i] = values[factor];
    }
}

static float
blended(enum webgpu_blend_operation operation, float src, float src_factor, float dst, float dst_factor)
{
    switch (operation) {
    case WEBGPU_BLEND_OPERATION_ADD:
        return src * src_factor + dst * dst_factor;
    case WEBGPU_BLEND_OPERATION_SUBTRACT:
        return src * src_factor - dst * dst_factor;
    case WEBGPU_BLEND_OPERATION_REVERSE_SUBTRACT:
        return dst * dst_factor - src * src_factor;
    case WEBGPU_BLEND_OPERATION_MIN:
        return src < dst ? src : dst;
    case WEBGPU_BLEND_OPERATION_MAX:
        return src > dst ? src : dst;
    }
    return 0;
}

/* Draws `code` over the destination with `color`, which is of RGBA8, and gives a pixel. */
static void
blend_with(const char *code, struct webgpu_color_target_state color, uint8_t pixel[4])
{
    struct webgpu_option_color_target_state state = {true, color};
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .fragment = {true, {.targets = {&state, 1}}}};
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(code, &descriptor);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_option_render_pass_color_attachment attachment = attach(&target);
    attachment.value.clear_value.value = (struct webgpu_color){
        (double)destination[0], (double)destination[1], (double)destination[2], (double)destination[3]};
    const struct webgpu_render_pass_descriptor pass_descriptor = {.color_attachments = {&attachment, 1}};
    struct webgpu_render_pass_encoder *pass =
        webgpu_command_encoder_begin_render_pass(encoder, &pass_descriptor, ARENA);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    const struct webgpu_color blend = {(double)constant[0], (double)constant[1], (double)constant[2],
                                       (double)constant[3]};
    webgpu_render_pass_encoder_set_blend_constant(pass, &blend, ARENA);
    draw(pass, 3);
    end_render(pass);
    submit(encoder);
    uint8_t pixels[PIXELS][4];
    read_target(&target, pixels);
    memcpy(pixel, pixels[0], 4);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

static void
assert_close(const uint8_t got[4], const float want[4], const char *what, unsigned number)
{
    for (size_t i = 0; i < 4; i++) {
        const float clamped = want[i] < 0 ? 0 : want[i] > 1 ? 1 : want[i];
        if (fabsf(got[i] - clamped * 255) > 1.5f)
            fail_msg("%s %u, channel %zu: %u is not %g", what, number, i, got[i], (double)(clamped * 255));
    }
}

static struct webgpu_blend_component
component(enum webgpu_blend_operation operation, enum webgpu_blend_factor src, enum webgpu_blend_factor dst)
{
    return (struct webgpu_blend_component){{true, operation}, {true, src}, {true, dst}};
}

static void
test_blend_factors(void **state)
{
    (void)state;
    push_validation();
    for (unsigned i = 0; i <= WEBGPU_BLEND_FACTOR_ONE_MINUS_CONSTANT; i++) {
        float factors[4];
        float want[4];
        uint8_t got[4];
        factor_of(i, factors);
        const struct webgpu_color_target_state as_source = {
            .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
            .blend = {true,
                      {component(WEBGPU_BLEND_OPERATION_ADD, i, WEBGPU_BLEND_FACTOR_ZERO),
                       component(WEBGPU_BLEND_OPERATION_ADD, i, WEBGPU_BLEND_FACTOR_ZERO)}},
        };
        blend_with(translucent, as_source, got);
        for (size_t j = 0; j < 4; j++)
            want[j] = source[j] * factors[j];
        assert_close(got, want, "source factor", i);
        const struct webgpu_color_target_state as_destination = {
            .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
            .blend = {true,
                      {component(WEBGPU_BLEND_OPERATION_ADD, WEBGPU_BLEND_FACTOR_ZERO, i),
                       component(WEBGPU_BLEND_OPERATION_ADD, WEBGPU_BLEND_FACTOR_ZERO, i)}},
        };
        blend_with(translucent, as_destination, got);
        for (size_t j = 0; j < 4; j++)
            want[j] = destination[j] * factors[j];
        assert_close(got, want, "destination factor", i);
    }
    assert_no_error();
}

/* Of colour and of alpha apart. */
static void
test_blend_operations(void **state)
{
    (void)state;
    push_validation();
    for (unsigned i = 0; i <= WEBGPU_BLEND_OPERATION_MAX; i++) {
        const bool extreme = i >= WEBGPU_BLEND_OPERATION_MIN;
        const enum webgpu_blend_factor factor =
            extreme ? WEBGPU_BLEND_FACTOR_ONE : WEBGPU_BLEND_FACTOR_CONSTANT;
        const struct webgpu_blend_component tested = component(i, factor, WEBGPU_BLEND_FACTOR_ONE);
        const struct webgpu_blend_component defaults = {.operation.some = false};
        const float src_factor[] = {extreme ? 1 : constant[0], extreme ? 1 : constant[1],
                                    extreme ? 1 : constant[2], extreme ? 1 : constant[3]};
        for (int alpha = 0; alpha < 2; alpha++) {
            const struct webgpu_color_target_state color = {
                .format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                .blend = {true, {alpha ? defaults : tested, alpha ? tested : defaults}},
            };
            float want[4];
            uint8_t got[4];
            for (size_t j = 0; j < 4; j++)
                want[j] = (j == 3) == (alpha == 1) ? blended(i, source[j], src_factor[j], destination[j], 1)
                                                   : source[j];
            blend_with(translucent, color, got);
            assert_close(got, want, "operation", i);
        }
    }
    assert_no_error();
}

/* Each channel; all of them by the flag of that name; none; and all by default. */
static void
test_write_masks(void **state)
{
    (void)state;
    static const struct {
        struct webgpu_option_color_write mask;
        uint32_t channels;
    } rows[] = {
        {{true, 0}, 0},
        {{true, WEBGPU_COLOR_WRITE_RED}, 1},
        {{true, WEBGPU_COLOR_WRITE_GREEN}, 2},
        {{true, WEBGPU_COLOR_WRITE_BLUE}, 4},
        {{true, WEBGPU_COLOR_WRITE_ALPHA}, 8},
        {{true, WEBGPU_COLOR_WRITE_RED | WEBGPU_COLOR_WRITE_ALPHA}, 9},
        {{true, WEBGPU_COLOR_WRITE_ALL}, 15},
        {{true, WEBGPU_COLOR_WRITE_ALL | WEBGPU_COLOR_WRITE_BLUE}, 15},
        {{.some = false}, 15},
    };
    push_validation();
    for (unsigned i = 0; i < BASE_COUNT(rows); i++) {
        uint8_t got[4];
        float want[4];
        blend_with(translucent,
                   (struct webgpu_color_target_state){.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                                      .write_mask = rows[i].mask},
                   got);
        for (size_t j = 0; j < 4; j++)
            want[j] = (rows[i].channels >> j & 1) != 0 ? source[j] : destination[j];
        assert_close(got, want, "mask", i);
    }
    assert_no_error();
}

static int
setup_dual_source(void **state)
{
    if (setup_gpu(state) != 0)
        return -1;
    guest.adapter = any_adapter();
    enum webgpu_feature_name names[] = {WEBGPU_FEATURE_NAME_DUAL_SOURCE_BLENDING};
    const struct webgpu_device_descriptor descriptor = {.required_features = {true, {names, 1}}};
    guest.device = request_device(guest.adapter, &descriptor, NULL, NULL);
    guest.queue = guest.device == NULL ? NULL : webgpu_device_queue(guest.device);
    return 0; /* not every adapter has the feature: then the test is skipped */
}

static void
test_dual_source(void **state)
{
    (void)state;
    static const char code[] =
        "enable dual_source_blending;\n" VERTEX_WHOLE
        "struct Out { @location(0) @blend_src(0) first: vec4f, @location(0) @blend_src(1) second: vec4f };\n"
        "@fragment fn fs() -> Out { return Out(vec4f(1.0), vec4f(0.8, 0.4, 0.0, 0.6)); }\n";
    static const struct {
        enum webgpu_blend_factor factor;
        float want[4];
    } rows[] = {
        {WEBGPU_BLEND_FACTOR_SRC1, {0.8f, 0.4f, 0, 0.6f}},
        {WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC1, {0.2f, 0.6f, 1, 0.4f}},
        {WEBGPU_BLEND_FACTOR_SRC1_ALPHA, {0.6f, 0.6f, 0.6f, 0.6f}},
        {WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC1_ALPHA, {0.4f, 0.4f, 0.4f, 0.4f}},
    };
    if (guest.device == NULL)
        skip();
    push_validation();
    for (unsigned i = 0; i < BASE_COUNT(rows); i++) {
        const struct webgpu_blend_component both =
            component(WEBGPU_BLEND_OPERATION_ADD, rows[i].factor, WEBGPU_BLEND_FACTOR_ZERO);
        uint8_t got[4];
        blend_with(code,
                   (struct webgpu_color_target_state){.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                                                      .blend = {true, {both, both}}},
                   got);
        assert_close(got, rows[i].want, "second source", i);
    }
    assert_no_error();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_blend_factors, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_blend_operations, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_write_masks, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_dual_source, setup_dual_source, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
