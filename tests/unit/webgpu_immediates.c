/* Immediates of compute passes, render passes and bundles. WebGPU, "Immediate Data". Dawn of June 2025 has
 * none: its limit is 0, and any use is an error. */
#include "webgpu_render_support.h"

#include "webgpu/supported_limits.h"

static uint32_t
limit(void)
{
    return webgpu_device_limit_values(guest.device)->maxImmediateSize;
}

static void
test_limit(void **state)
{
    (void)state;
    struct webgpu_supported_limits *limits = webgpu_adapter_limits(guest.adapter);
    const uint32_t best = webgpu_supported_limits_max_immediate_size(limits);
    webgpu_supported_limits_drop(limits);
    assert_int_equal(limit(), best < 64 ? best : 64); /* the default, where there is any */
    assert_int_equal(best % 4, 0);

    const uint64_t asked[] = {best, (uint64_t)best + 4};
    for (size_t i = 0; i < BASE_COUNT(asked); i++) {
        struct webgpu_adapter *adapter = any_adapter();
        struct webgpu_record_option_gpu_size64 *record = webgpu_record_option_gpu_size64_new(guest.context);
        webgpu_record_option_gpu_size64_add(record, base_str("maxImmediateSize"), SOME_U64(asked[i]));
        const struct webgpu_device_descriptor descriptor = {.required_limits = record};
        enum webgpu_request_device_error_kind error = WEBGPU_REQUEST_DEVICE_ERROR_KIND_TYPE_ERROR;
        struct webgpu_device *device = request_device(adapter, &descriptor, &error, NULL);
        if (asked[i] == best) {
            assert_non_null(device);
            assert_int_equal(webgpu_device_limit_values(device)->maxImmediateSize,
                             best > 64 ? best : limit());
            webgpu_device_drop(device);
        } else {
            assert_null(device);
            assert_int_equal(error, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR);
        }
        webgpu_record_option_gpu_size64_drop(record);
        webgpu_adapter_drop(adapter);
    }

    const uint32_t sizes[] = {limit(), limit() + 4, 2, UINT32_MAX, UINT32_MAX - 3};
    for (size_t i = 0; i < BASE_COUNT(sizes); i++) {
        const struct webgpu_pipeline_layout_descriptor descriptor = {.immediate_size = SOME_U32(sizes[i])};
        push_validation();
        webgpu_pipeline_layout_drop(webgpu_device_create_pipeline_layout(guest.device, &descriptor, ARENA));
        if (pop_scope(NULL) != (i == 0 ? -1 : WEBGPU_ERROR_KIND_VALIDATION_ERROR))
            fail_msg("a layout of %u", sizes[i]);
    }
}

enum encoder { COMPUTE, RENDER, BUNDLE, ENCODERS };

/* What one setting of immediates ends in: true, no error. */
static bool
sets(enum encoder kind, const struct target *target, uint32_t range_offset, struct abi_view data,
     struct webgpu_option_u64 data_offset, struct webgpu_option_u64 data_size)
{
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    if (kind == COMPUTE) {
        struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
        webgpu_compute_pass_encoder_set_immediates(pass, range_offset, data, data_offset, data_size);
        webgpu_compute_pass_encoder_end(pass);
        webgpu_compute_pass_encoder_drop(pass);
    } else if (kind == RENDER) {
        struct webgpu_render_pass_encoder *pass = begin_render(encoder, target);
        webgpu_render_pass_encoder_set_immediates(pass, range_offset, data, data_offset, data_size);
        end_render(pass);
    } else {
        struct webgpu_option_texture_format rgba = {true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
        const struct webgpu_render_bundle_encoder_descriptor descriptor = {.color_formats = {&rgba, 1}};
        struct webgpu_render_bundle_encoder *bundles =
            webgpu_device_create_render_bundle_encoder(guest.device, &descriptor, ARENA);
        const struct webgpu_option_render_bundle_descriptor none = {.some = false};
        webgpu_render_bundle_encoder_set_immediates(bundles, range_offset, data, data_offset, data_size);
        webgpu_render_bundle_drop(webgpu_render_bundle_encoder_finish(bundles, &none, ARENA));
        webgpu_render_bundle_encoder_drop(bundles);
    }
    webgpu_command_buffer_drop(finish(encoder));
    return pop_scope(NULL) == -1;
}

/* Of 16 bytes. */
static void
test_ranges(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t range_offset, count;
        struct webgpu_option_u64 offset, size;
        bool valid;
    } rows[] = {
        {"all", 0, 16, {0}, {0}, true},
        {"a part", 4, 16, {true, 3}, {true, 8}, true}, /* bytes: no matter how they lie */
        {"the rest", 0, 16, {true, 12}, {0}, true},
        {"data of 14", 0, 14, {0}, {0}, false},
        {"a rest of 13", 0, 16, {true, 3}, {0}, false},
        {"a size of 2", 0, 16, {0}, {true, 2}, false},
        {"an offset past the end", 0, 16, {true, 17}, {0}, false},
        {"the greatest offset", 0, 16, {true, UINT64_MAX}, {0}, false},
        {"the greatest offset and a size", 0, 16, {true, UINT64_MAX - 3}, {true, 4}, false},
        {"too much", 0, 16, {true, 8}, {true, 12}, false},
        {"the greatest size", 0, 16, {true, 4}, {true, UINT64_MAX - 3}, false},
        {"too much of nothing", 0, 0, {0}, {true, 4}, false},
        {"range offset 2", 2, 16, {0}, {true, 4}, false},
        {"the greatest range offset", UINT32_MAX, 16, {0}, {true, 4}, false},
        {"one that wraps", UINT32_MAX - 3, 16, {0}, {0}, false},
        {"past the limit", 252, 16, {0}, {true, 8}, false},
        {"far past the limit", 1u << 20, 16, {0}, {0}, false},
    };
    static const unsigned char data[16] = {0};
    struct target target = make_color_target();
    for (unsigned kind = 0; kind < ENCODERS; kind++) {
        for (size_t i = 0; i < BASE_COUNT(rows); i++) {
            const bool got = sets(kind, &target, rows[i].range_offset, (struct abi_view){data, rows[i].count},
                                  rows[i].offset, rows[i].size);
            if (got != (rows[i].valid && limit() != 0))
                fail_msg("%s, encoder %u: %d", rows[i].what, kind, got);
        }
        /* Nothing is within any limit. */
        assert_true(sets(kind, &target, 0, (struct abi_view){NULL, 0}, NONE_U64, NONE_U64));
        assert_true(sets(kind, &target, 0, (struct abi_view){data, 16}, SOME_U64(16), NONE_U64));
        assert_false(sets(kind, &target, 2, (struct abi_view){data, 0}, NONE_U64, NONE_U64));
        assert_true(sets(kind, &target, limit(), (struct abi_view){data, 0}, NONE_U64, NONE_U64));
        assert_false(sets(kind, &target, limit() + 4, (struct abi_view){data, 0}, NONE_U64, NONE_U64));
    }
    drop_target(&target);
}

static const char compute_code[] = "struct Data { first: vec4u, second: u32 };\n"
                                   "var<immediate> data: Data;\n"
                                   "@group(0) @binding(0) var<storage, read_write> out: array<u32>;\n"
                                   "@compute @workgroup_size(1) fn main() {\n"
                                   "    let at = data.second * 4;\n"
                                   "    out[at] = data.first.x; out[at + 1] = data.first.y;\n"
                                   "    out[at + 2] = data.first.z; out[at + 3] = data.first.w;\n"
                                   "}\n";

static void
set_compute(struct webgpu_compute_pass_encoder *pass, uint32_t range_offset, const void *data, uint32_t size)
{
    webgpu_compute_pass_encoder_set_immediates(pass, range_offset, (struct abi_view){data, size}, NONE_U64,
                                               NONE_U64);
}

/* Set before and after the pipeline, in whole and in part; each dispatch has what was set when it was
 * recorded. */
static void
test_compute(void **state)
{
    (void)state;
    if (limit() == 0)
        skip();
    push_validation();
    struct webgpu_compute_pipeline *pipeline = make_pipeline(compute_code);
    struct webgpu_buffer *buffer =
        make_buffer(48, WEBGPU_BUFFER_USAGE_STORAGE | WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_bind_group_layout *layout = webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
    struct webgpu_bind_group_entry entry = {
        .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer}};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&entry, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    const uint32_t data[] = {1, 2, 3, 4, 0};
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    set_compute(pass, 0, data, sizeof data);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    set_bind_group(pass, group);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    const uint32_t more[] = {7, 1, 8, 2};
    set_compute(pass, 4, &more[0], 4);
    set_compute(pass, 16, &more[1], 4);
    set_compute(pass, 24, more, 16); /* what no shader reads */
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_set_immediates(pass, 0, (struct abi_view){more, sizeof more}, SOME_U64(8),
                                               SOME_U64(4));
    set_compute(pass, 16, &more[3], 4);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    submit(encoder);
    uint32_t got[12];
    read_back(buffer, got, sizeof got);
    assert_no_error();
    const uint32_t want[] = {1, 2, 3, 4, 1, 7, 3, 4, 8, 7, 3, 4};
    assert_memory_equal(got, want, sizeof want);

    for (uint32_t missing = 0; missing < 2; missing++) { /* one that was never set */
        push_validation();
        encoder = make_encoder();
        pass = begin_pass(encoder);
        webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
        set_bind_group(pass, group);
        set_compute(pass, 0, data, 16 - 4 * missing);
        if (missing == 1)
            set_compute(pass, 16, data, 4);
        webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
        webgpu_compute_pass_encoder_end(pass);
        webgpu_compute_pass_encoder_drop(pass);
        webgpu_command_buffer_drop(finish(encoder));
        assert_validation_error();
    }
    webgpu_bind_group_drop(group);
    webgpu_bind_group_layout_drop(layout);
    webgpu_buffer_drop(buffer);
    webgpu_compute_pipeline_drop(pipeline);
}

static const char render_code[] =
    "struct Data { color: vec4f, shift: f32 };\n"
    "var<immediate> data: Data;\n"
    "@vertex fn vs(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n"
    "    let x = f32(i & 1u) * 4.0 - 1.0 + data.shift;\n"
    "    return vec4f(x, f32(i >> 1u) * 4.0 - 1.0, 0.5, 1.0);\n"
    "}\n"
    "@fragment fn fs() -> @location(0) vec4f { return data.color; }\n";

struct render_data {
    float color[4], shift;
};

/* Both stages' of one pipeline, whose layout is given; in a pass, and in bundles, which have their own. */
static void
test_render(void **state)
{
    (void)state;
    if (limit() == 0)
        skip();
    static const struct render_data green = {{0, 1, 0, 1}, 0};
    static const struct render_data blue = {{0, 0, 1, 1}, 1};
    push_validation();
    const struct webgpu_pipeline_layout_descriptor layout_descriptor = {.immediate_size = SOME_U32(32)};
    struct webgpu_pipeline_layout *layout =
        webgpu_device_create_pipeline_layout(guest.device, &layout_descriptor, ARENA);
    const struct webgpu_render_pipeline_descriptor descriptor = {
        .fragment.some = true, .layout = {WEBGPU_LAYOUT_MODE_SPECIFIC, {layout}}};
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(render_code, &descriptor);
    struct target target = make_color_target();
    struct webgpu_option_texture_format rgba = {true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    const struct webgpu_render_bundle_encoder_descriptor bundle_descriptor = {.color_formats = {&rgba, 1}};
    struct webgpu_render_bundle_encoder *bundles =
        webgpu_device_create_render_bundle_encoder(guest.device, &bundle_descriptor, ARENA);
    webgpu_render_bundle_encoder_set_immediates(bundles, 0, (struct abi_view){&blue, sizeof blue}, NONE_U64,
                                                NONE_U64);
    webgpu_render_bundle_encoder_set_pipeline(bundles, pipeline);
    webgpu_render_bundle_encoder_draw(bundles, 3, NONE_U32, NONE_U32, NONE_U32);
    const struct webgpu_option_render_bundle_descriptor none = {.some = false};
    struct webgpu_render_bundle *bundle = webgpu_render_bundle_encoder_finish(bundles, &none, ARENA);
    webgpu_render_bundle_encoder_drop(bundles);

    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_render_pass_encoder_set_immediates(pass, 0, (struct abi_view){&green, sizeof green}, NONE_U64,
                                              NONE_U64);
    draw(pass, 3);
    webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){&bundle, 1}, ARENA);
    end_render(pass);
    submit(encoder);
    assert_no_error();
    assert_picture(&target, "ggbbggbbggbbggbb");

    push_validation(); /* bundles clear the pass's */
    encoder = make_encoder();
    pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_set_immediates(pass, 0, (struct abi_view){&green, sizeof green}, NONE_U64,
                                              NONE_U64);
    webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){&bundle, 1}, ARENA);
    webgpu_render_pass_encoder_set_pipeline(pass, pipeline);
    draw(pass, 3);
    end_render(pass);
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();

    const struct webgpu_pipeline_layout_descriptor short_descriptor = {.immediate_size = SOME_U32(16)};
    struct webgpu_pipeline_layout *too_short =
        webgpu_device_create_pipeline_layout(guest.device, &short_descriptor, ARENA);
    const struct webgpu_render_pipeline_descriptor bad = {
        .fragment.some = true, .layout = {WEBGPU_LAYOUT_MODE_SPECIFIC, {too_short}}};
    push_validation();
    webgpu_render_pipeline_drop(make_render_pipeline(render_code, &bad));
    assert_validation_error();
    webgpu_pipeline_layout_drop(too_short);
    webgpu_pipeline_layout_drop(layout);
    webgpu_render_bundle_drop(bundle);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_limit, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_ranges, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_compute, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_render, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
