/* Immediates of compute passes, render passes and bundles. WebGPU, "Immediate Data". Neither Dawn of June
 * 2025 nor wgpu-native has any that guests may use: their limit is 0, and any use is an error. */
#include "webgpu_render_support.h"

#include "gpu/procs.h"
#include "webgpu/device.h"

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

/* What the library is told, whatever its limit: written down in its place. */
static struct {
    uint32_t range_offset;
    const void *data;
    size_t size;
    unsigned calls;
} told;

static void
write_down(uint32_t range_offset, const void *data, size_t size)
{
    told.range_offset = range_offset;
    told.data = data;
    told.size = size;
    told.calls++;
}

static void
compute_spy(WGPUComputePassEncoder encoder, uint32_t range_offset, const void *data, size_t size)
{
    (void)encoder;
    write_down(range_offset, data, size);
}

static void
render_spy(WGPURenderPassEncoder encoder, uint32_t range_offset, const void *data, size_t size)
{
    (void)encoder;
    write_down(range_offset, data, size);
}

static void
bundle_spy(WGPURenderBundleEncoder encoder, uint32_t range_offset, const void *data, size_t size)
{
    (void)encoder;
    write_down(range_offset, data, size);
}

static void
test_what_is_told(void **state)
{
    (void)state;
    static const struct {
        uint32_t range_offset;
        struct webgpu_option_u64 offset, size;
        uint32_t first, count; /* of the data */
    } rows[] = {
        {0, {0}, {0}, 0, 16},      {8, {true, 4}, {0}, 4, 12}, {UINT32_MAX - 3, {true, 3}, {true, 8}, 3, 8},
        {4, {0}, {true, 4}, 0, 4}, {4, {true, 16}, {0}, 0, 0},
    };
    static const unsigned char data[16] = {0};
    const struct abi_view view = {data, sizeof data};
    struct target target = make_color_target();
    const struct gpu_procs procs = gpu_procs;
    gpu_procs.ComputePassEncoderSetImmediates = compute_spy;
    gpu_procs.RenderPassEncoderSetImmediates = render_spy;
    gpu_procs.RenderBundleEncoderSetImmediates = bundle_spy;
    for (unsigned kind = 0; kind < ENCODERS; kind++) {
        for (size_t i = 0; i < BASE_COUNT(rows); i++) {
            told.calls = 0;
            assert_true(sets(kind, &target, rows[i].range_offset, view, rows[i].offset, rows[i].size));
            assert_int_equal(told.calls, 1);
            assert_int_equal(told.range_offset, rows[i].range_offset);
            assert_int_equal(told.size, rows[i].count);
            assert_non_null(told.data);
            if (told.size != 0)
                assert_ptr_equal(told.data, data + rows[i].first);
        }
        /* What no library takes. */
        assert_true(sets(kind, &target, 0, view, SOME_U64(17), NONE_U64));
        assert_int_equal(told.range_offset % 4, 3);
        assert_int_equal(told.size, 0);
    }
    gpu_procs = procs;
    drop_target(&target);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_limit, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_ranges, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_what_is_told, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
