/* Samplers: those that there are, those that are refused, and which bindings take them. WebGPU, "Sampler
 * Creation" and, of "Bind Group Creation", what it says of samplers. */
#include <math.h>

#include "webgpu_texture_support.h"

#define SOME_FLOAT(x) {true, (x)}
#define SOME_LINEAR {true, WEBGPU_FILTER_MODE_LINEAR}
#define SOME_LINEAR_MIPMAPS {true, WEBGPU_MIPMAP_FILTER_MODE_LINEAR}
#define ALL_LINEAR .mag_filter = SOME_LINEAR, .min_filter = SOME_LINEAR, .mipmap_filter = SOME_LINEAR_MIPMAPS

static const struct {
    const char *what;
    bool ok;
    struct webgpu_sampler_descriptor descriptor;
} rows[] = {
    {"all by default", true, {.label = {.some = false}}},
    {"everything said",
     true,
     {.address_mode_u = {true, WEBGPU_ADDRESS_MODE_REPEAT},
      .address_mode_v = {true, WEBGPU_ADDRESS_MODE_MIRROR_REPEAT},
      .address_mode_w = {true, WEBGPU_ADDRESS_MODE_CLAMP_TO_EDGE},
      .mag_filter = {true, WEBGPU_FILTER_MODE_NEAREST},
      .min_filter = SOME_LINEAR,
      .mipmap_filter = {true, WEBGPU_MIPMAP_FILTER_MODE_NEAREST},
      .lod_min_clamp = SOME_FLOAT(0.5f),
      .lod_max_clamp = SOME_FLOAT(2),
      .compare = {true, WEBGPU_COMPARE_FUNCTION_LESS},
      .max_anisotropy = {true, 1}}},

    {"equal clamps", true, {.lod_min_clamp = SOME_FLOAT(3), .lod_max_clamp = SOME_FLOAT(3)}},
    {"clamps of 0", true, {.lod_min_clamp = SOME_FLOAT(0), .lod_max_clamp = SOME_FLOAT(0)}},
    {"a clamp of -0", true, {.lod_min_clamp = SOME_FLOAT(-0.0f)}},
    {"a great clamp", true, {.lod_max_clamp = SOME_FLOAT(3e38f)}},
    {"a negative clamp", false, {.lod_min_clamp = SOME_FLOAT(-0.5f)}},
    {"clamps the wrong way round", false, {.lod_min_clamp = SOME_FLOAT(2), .lod_max_clamp = SOME_FLOAT(1)}},
    {"above the default clamp", false, {.lod_min_clamp = SOME_FLOAT(33)}},
    {"NaN from below", false, {.lod_min_clamp = SOME_FLOAT(NAN)}},
    {"NaN from above", false, {.lod_max_clamp = SOME_FLOAT(NAN)}},
    {"two NaN", false, {.lod_min_clamp = SOME_FLOAT(NAN), .lod_max_clamp = SOME_FLOAT(NAN)}},
    {"infinity from below",
     false,
     {.lod_min_clamp = SOME_FLOAT(INFINITY), .lod_max_clamp = SOME_FLOAT(INFINITY)}},
    {"infinity from above", false, {.lod_max_clamp = SOME_FLOAT(INFINITY)}},
    {"minus infinity", false, {.lod_min_clamp = SOME_FLOAT(-INFINITY)}},

    {"no anisotropy at all", false, {.max_anisotropy = {true, 0}}},
    {"no anisotropy at all, linear", false, {ALL_LINEAR, .max_anisotropy = {true, 0}}},
    {"anisotropy", true, {ALL_LINEAR, .max_anisotropy = {true, 2}}},
    {"much anisotropy", true, {ALL_LINEAR, .max_anisotropy = {true, 16}}},
    {"more anisotropy than there is", true, {ALL_LINEAR, .max_anisotropy = {true, 1024}}},
    {"the most anisotropy", true, {ALL_LINEAR, .max_anisotropy = {true, UINT16_MAX}}},
    {"anisotropy, near", false, {.max_anisotropy = {true, 2}}},
    {"anisotropy, magnified nearest",
     false,
     {.min_filter = SOME_LINEAR, .mipmap_filter = SOME_LINEAR_MIPMAPS, .max_anisotropy = {true, 2}}},
    {"anisotropy, minified nearest",
     false,
     {.mag_filter = SOME_LINEAR, .mipmap_filter = SOME_LINEAR_MIPMAPS, .max_anisotropy = {true, 2}}},
    {"anisotropy, nearest mip level",
     false,
     {.mag_filter = SOME_LINEAR, .min_filter = SOME_LINEAR, .max_anisotropy = {true, 2}}},
};

static struct webgpu_sampler *
make_sampler(const struct webgpu_sampler_descriptor *descriptor)
{
    const struct webgpu_option_sampler_descriptor option = {true, *descriptor};
    struct webgpu_sampler *sampler = webgpu_device_create_sampler(guest.device, &option, ARENA);
    assert_non_null(sampler);
    return sampler;
}

static void
test_descriptors(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        push_validation();
        webgpu_sampler_drop(make_sampler(&rows[i].descriptor));
        char message[1024] = "";
        const int got = pop_scope(message);
        const int want = rows[i].ok ? -1 : (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR;
        if (got != want || strstr(message, "-1") != NULL) { /* which none of them asks for */
            print_error("%s: %d instead of %d, %s\n", rows[i].what, got, want, message);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    const struct webgpu_option_sampler_descriptor none = {.some = false};
    push_validation();
    struct webgpu_sampler *sampler = webgpu_device_create_sampler(guest.device, &none, ARENA);
    assert_no_error();
    assert_int_equal(webgpu_sampler_label(sampler, ARENA).size, 0);
    webgpu_sampler_set_label(sampler, base_str("sampler"));
    assert_true(base_str_equal(webgpu_sampler_label(sampler, ARENA), base_str("sampler")));
    webgpu_sampler_drop(sampler);
    sampler = make_sampler(&(struct webgpu_sampler_descriptor){.label = SOME_STRING("made with it")});
    assert_true(base_str_equal(webgpu_sampler_label(sampler, ARENA), base_str("made with it")));
    webgpu_sampler_drop(sampler);
}

/* Which sampler goes with which binding: a row for each sampler, a bit for each type of binding. */
#define FITS(type) (1u << WEBGPU_SAMPLER_BINDING_TYPE_##type)

static const struct {
    struct webgpu_sampler_descriptor descriptor;
    unsigned fits;
} samplers[] = {
    {{.label = {.some = false}}, FITS(FILTERING) | FITS(NON_FILTERING)},
    {{.mag_filter = SOME_LINEAR}, FITS(FILTERING)},
    {{.min_filter = SOME_LINEAR}, FITS(FILTERING)},
    {{.mipmap_filter = SOME_LINEAR_MIPMAPS}, FITS(FILTERING)},
    {{.compare = {true, WEBGPU_COMPARE_FUNCTION_NEVER}}, FITS(COMPARISON)},
    {{.compare = {true, WEBGPU_COMPARE_FUNCTION_ALWAYS}, .mag_filter = SOME_LINEAR}, FITS(COMPARISON)},
    {{.max_anisotropy = {true, 0}}, 0},
};

static int
try_binding(struct webgpu_bind_group_layout *layout, struct webgpu_binding_resource resource)
{
    struct webgpu_bind_group_entry entry = {.resource = resource};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&entry, 1}};
    push_validation();
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    assert_non_null(group);
    webgpu_bind_group_drop(group);
    return pop_scope(NULL);
}

static void
test_bindings(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(64, WEBGPU_BUFFER_USAGE_UNIFORM, false);
    for (unsigned type = 0; type <= WEBGPU_SAMPLER_BINDING_TYPE_COMPARISON; type++) {
        struct webgpu_bind_group_layout_entry entry = {
            .visibility = WEBGPU_SHADER_STAGE_COMPUTE,
            .sampler = {true, {.type = {true, (enum webgpu_sampler_binding_type)type}}},
        };
        const struct webgpu_bind_group_layout_descriptor descriptor = {.entries = {&entry, 1}};
        struct webgpu_bind_group_layout *layout =
            webgpu_device_create_bind_group_layout(guest.device, &descriptor, ARENA);
        for (size_t i = 0; i < BASE_COUNT(samplers); i++) {
            push_validation();
            struct webgpu_sampler *sampler = make_sampler(&samplers[i].descriptor);
            pop_scope(NULL);
            const struct webgpu_binding_resource resource = {.tag = WEBGPU_BINDING_RESOURCE_SAMPLER,
                                                             .sampler = sampler};
            const bool fits = (samplers[i].fits >> type & 1) != 0;
            if ((try_binding(layout, resource) == -1) != fits)
                fail_msg("sampler %zu, binding type %u", i, type);
            webgpu_sampler_drop(sampler);
        }
        assert_int_equal(
            try_binding(layout, (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_BUFFER,
                                                                 .buffer = buffer}),
            WEBGPU_ERROR_KIND_VALIDATION_ERROR);
        webgpu_bind_group_layout_drop(layout);
    }
    webgpu_buffer_drop(buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_descriptors, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bindings, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
