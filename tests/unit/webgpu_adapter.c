/* gpu, adapters and devices: what is given, and what a request may ask for. WebGPU, "GPU", "GPUAdapter". */
#include "webgpu_support.h"

#include "webgpu/supported_features.h"
#include "webgpu/supported_limits.h"

static void
test_adapter_options(void **state)
{
    (void)state;
    struct webgpu_option_request_adapter_options options = {.some = true};
    options.value.feature_level = SOME_STRING("core");
    options.value.power_preference.some = true;
    options.value.power_preference.value = WEBGPU_POWER_PREFERENCE_LOW_POWER;
    options.value.force_fallback_adapter = (struct webgpu_option_bool){true, false};
    options.value.xr_compatible = (struct webgpu_option_bool){true, true};
    struct webgpu_adapter *adapter = request_adapter(&options);
    assert_non_null(adapter);
    webgpu_adapter_drop(adapter);

    options.value.feature_level = SOME_STRING("compatibility");
    adapter = request_adapter(&options);
    assert_non_null(adapter);
    webgpu_adapter_drop(adapter);

    options.value.feature_level = SOME_STRING("cor");
    assert_null(request_adapter(&options));
    options.value.feature_level = SOME_STRING("");
    assert_null(request_adapter(&options));
}

static void
test_fallback_adapter(void **state)
{
    (void)state;
    struct webgpu_adapter *any = any_adapter();
    struct webgpu_adapter_info *any_info = webgpu_adapter_info(any);
    const bool cpu = webgpu_adapter_info_is_fallback_adapter(any_info);
    webgpu_adapter_info_drop(any_info);
    webgpu_adapter_drop(any);
    struct webgpu_option_request_adapter_options options = {.some = true};
    options.value.force_fallback_adapter = (struct webgpu_option_bool){true, true};
    struct webgpu_adapter *adapter = request_adapter(&options);
    if (cpu)
        assert_non_null(adapter);
    if (adapter == NULL)
        return;
    struct webgpu_adapter_info *info = webgpu_adapter_info(adapter);
    assert_true(webgpu_adapter_info_is_fallback_adapter(info));
    webgpu_adapter_drop(adapter); /* the info holds it */
    assert_true(webgpu_adapter_info_subgroup_min_size(info) >= 4);
    assert_true(webgpu_adapter_info_subgroup_max_size(info) <= 128);
    webgpu_adapter_info_drop(info);
}

/* "normalized identifier string" */
static void
assert_identifier(struct base_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        const bool dash = c == '-' && i > 0 && i + 1 < text.size && text.data[i - 1] != '-';
        if (!dash && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            fail_msg("\"%.*s\"", (int)text.size, text.data);
    }
}

static void
test_info(void **state)
{
    (void)state;
    struct webgpu_adapter_info *info = webgpu_device_adapter_info(guest.device);
    assert_identifier(webgpu_adapter_info_vendor(info, ARENA));
    assert_identifier(webgpu_adapter_info_architecture(info, ARENA));
    const struct base_str device = webgpu_adapter_info_device(info, ARENA);
    assert_identifier(device);
    assert_true(device.size > 0 || webgpu_adapter_info_description(info, ARENA).size > 0);
    webgpu_adapter_info_drop(info);
}

static void
test_wgsl_language_features(void **state)
{
    (void)state;
    struct webgpu_wgsl_language_features *features = webgpu_gpu_wgsl_language_features(guest.gpu);
    assert_non_null(features);
    if (is_dawn())
        assert_true(webgpu_wgsl_language_features_has(features, base_str("packed_4x8_integer_dot_product")));
    assert_false(webgpu_wgsl_language_features_has(features, base_str("packed_4x8_integer_dot_produc")));
    assert_false(webgpu_wgsl_language_features_has(features, base_str("")));
    webgpu_wgsl_language_features_drop(features);
    const enum webgpu_texture_format format = webgpu_gpu_get_preferred_canvas_format(guest.gpu);
    assert_true(format == WEBGPU_TEXTURE_FORMAT_BGRA8UNORM || format == WEBGPU_TEXTURE_FORMAT_RGBA8UNORM);
}

/* "Adapter Capability Guarantees": no limit is worse than its default, but the size of immediates, which
 * a library may lack. */
static void
test_adapter_limits(void **state)
{
    (void)state;
    struct webgpu_supported_limits *limits = webgpu_adapter_limits(guest.adapter);
    enum { MAXIMUM, ALIGNMENT };
#define X(type, wit, name, class, initial) \
    { \
        const uint64_t value = webgpu_supported_limits_##wit(limits); \
        const bool worse = class == MAXIMUM ? value<(initial) : value>(initial); \
        if (worse && strcmp(#name, "maxImmediateSize") != 0) \
            fail_msg(#name " is %lu", (unsigned long)value); \
    }
    WEBGPU_LIMITS(X)
#undef X
    assert_int_equal(webgpu_supported_limits_max_storage_buffers_in_vertex_stage(limits),
                     webgpu_supported_limits_max_storage_buffers_per_shader_stage(limits));
    webgpu_supported_limits_drop(limits);
}

/* Without a descriptor: the default limits, and no features but core's. */
static void
test_default_device(void **state)
{
    (void)state;
    struct webgpu_supported_limits *limits = webgpu_device_limits(guest.device);
#define X(type, wit, name, class, initial) \
    if (webgpu_supported_limits_##wit(limits) != (initial) && strcmp(#name, "maxImmediateSize") != 0) \
        fail_msg(#name " is %lu", (unsigned long)webgpu_supported_limits_##wit(limits));
    WEBGPU_LIMITS(X)
#undef X
    webgpu_supported_limits_drop(limits);
    struct webgpu_supported_features *features = webgpu_device_features(guest.device);
    assert_true(webgpu_supported_features_has(features, base_str("core-features-and-limits")));
    for (uint32_t i = 1; i < WEBGPU_FEATURE_COUNT; i++)
        assert_false(webgpu_supported_features_has(features, base_str(webgpu_feature_text(i))));
    webgpu_supported_features_drop(features);
}

/* [SameObject]: labels agree, whichever handle sets them. */
static void
test_queue_is_one(void **state)
{
    (void)state;
    struct webgpu_queue *again = webgpu_device_queue(guest.device);
    assert_ptr_equal(again, guest.queue);
    webgpu_queue_set_label(again, base_str("the queue"));
    assert_true(base_str_equal(webgpu_queue_label(guest.queue, ARENA), base_str("the queue")));
    webgpu_queue_drop(again);
    assert_true(base_str_equal(webgpu_queue_label(guest.queue, ARENA), base_str("the queue")));
}

static void
test_request(void **state)
{
    (void)state;
    guest.adapter = any_adapter();
    struct webgpu_supported_limits *best = webgpu_adapter_limits(guest.adapter);
    const uint32_t groups = webgpu_supported_limits_max_bind_groups(best);
    const uint64_t binding = webgpu_supported_limits_max_storage_buffer_binding_size(best);
    const uint32_t sizes = webgpu_supported_limits_max_compute_workgroup_storage_size(best);
    webgpu_supported_limits_drop(best);
    struct webgpu_record_option_gpu_size64 *record = webgpu_record_option_gpu_size64_new(guest.context);
    webgpu_record_option_gpu_size64_add(record, base_str("maxBindGroups"), SOME_U64(groups));
    webgpu_record_option_gpu_size64_add(record, base_str("maxStorageBufferBindingSize"), SOME_U64(binding));
    webgpu_record_option_gpu_size64_add(record, base_str("maxComputeWorkgroupStorageSize"), SOME_U64(sizes));
    webgpu_record_option_gpu_size64_add(record, base_str("maxColorAttachments"), SOME_U64(1));
    webgpu_record_option_gpu_size64_add(record, base_str("maxBufferSize"), NONE_U64);
    webgpu_record_option_gpu_size64_add(record, base_str("no such limit"), NONE_U64);
    enum webgpu_feature_name names[] = {WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY,
                                        WEBGPU_FEATURE_NAME_CORE_FEATURES_AND_LIMITS,
                                        WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY};
    const struct webgpu_device_descriptor descriptor = {
        .required_features = {true, {names, BASE_COUNT(names)}},
        .required_limits = record,
        .default_queue = {true, {SOME_STRING("its queue")}},
        .label = SOME_STRING("a device"),
    };
    char text[256];
    guest.device = request_device(guest.adapter, &descriptor, NULL, text);
    webgpu_record_option_gpu_size64_drop(record);
    if (guest.device == NULL)
        fail_msg("%s", text);
    guest.queue = webgpu_device_queue(guest.device);
    assert_true(base_str_equal(webgpu_device_label(guest.device, ARENA), base_str("a device")));
    assert_true(base_str_equal(webgpu_queue_label(guest.queue, ARENA), base_str("its queue")));
    webgpu_device_set_label(guest.device, base_str(""));
    assert_int_equal(webgpu_device_label(guest.device, ARENA).size, 0);
    struct webgpu_supported_features *features = webgpu_device_features(guest.device);
    assert_true(webgpu_supported_features_has(features, base_str("timestamp-query")));
    assert_false(webgpu_supported_features_has(features, base_str("shader-f16")));
    webgpu_supported_features_drop(features);
    struct webgpu_supported_limits *limits = webgpu_device_limits(guest.device);
    assert_int_equal(webgpu_supported_limits_max_bind_groups(limits), groups);
    assert_true(webgpu_supported_limits_max_storage_buffer_binding_size(limits) == binding);
    assert_int_equal(webgpu_supported_limits_max_compute_workgroup_storage_size(limits), sizes);
    assert_int_equal(webgpu_supported_limits_max_color_attachments(limits), 8); /* clamped */
    assert_true(webgpu_supported_limits_max_buffer_size(limits) >= 268435456);
    webgpu_supported_limits_drop(limits);

    /* Adapters make one device; features come first, as in the specification. */
    enum webgpu_request_device_error_kind kind;
    assert_null(request_device(guest.adapter, NULL, &kind, text));
    assert_int_equal(kind, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR);
    assert_true(strlen(text) > 0);
}

static void
test_refused_features(void **state)
{
    (void)state;
    guest.adapter = any_adapter();
    struct webgpu_supported_features *features = webgpu_adapter_features(guest.adapter);
    enum webgpu_feature_name missing = WEBGPU_FEATURE_NAME_CORE_FEATURES_AND_LIMITS;
    for (uint32_t i = 1; i < WEBGPU_FEATURE_COUNT; i++) {
        if (!webgpu_supported_features_has(features, base_str(webgpu_feature_text(i))))
            missing = (enum webgpu_feature_name)i;
    }
    webgpu_supported_features_drop(features);
    if (missing == WEBGPU_FEATURE_NAME_CORE_FEATURES_AND_LIMITS)
        skip();
    enum webgpu_feature_name names[] = {missing};
    const struct webgpu_device_descriptor descriptor = {.required_features = {true, {names, 1}}};
    enum webgpu_request_device_error_kind kind;
    char text[256];
    assert_null(request_device(guest.adapter, &descriptor, &kind, text));
    assert_int_equal(kind, WEBGPU_REQUEST_DEVICE_ERROR_KIND_TYPE_ERROR);
    assert_non_null(strstr(text, webgpu_feature_text(missing)));
    guest.device = request_device(guest.adapter, NULL, NULL, NULL); /* a failure does not use it up */
    assert_non_null(guest.device);
    assert_null(request_device(guest.adapter, &descriptor, &kind, text));
    assert_int_equal(kind, WEBGPU_REQUEST_DEVICE_ERROR_KIND_TYPE_ERROR);
}

static void
test_refused_limits(void **state)
{
    (void)state;
    guest.adapter = any_adapter();
    const struct {
        const char *name;
        uint64_t value;
    } rows[] = {
        {"maxTextureDimension4D", 1},
        {"maxBufferSize", UINT64_MAX},
        {"minUniformBufferOffsetAlignment", 3},
        {"maxComputeWorkgroupSizeX", UINT64_C(1) << 40},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct webgpu_record_option_gpu_size64 *record = webgpu_record_option_gpu_size64_new(guest.context);
        webgpu_record_option_gpu_size64_add(record, base_str("maxBindGroups"), SOME_U64(4));
        webgpu_record_option_gpu_size64_add(record, base_str(rows[i].name), SOME_U64(rows[i].value));
        const struct webgpu_device_descriptor descriptor = {.required_limits = record};
        enum webgpu_request_device_error_kind kind = WEBGPU_REQUEST_DEVICE_ERROR_KIND_TYPE_ERROR;
        char text[256];
        assert_null(request_device(guest.adapter, &descriptor, &kind, text));
        assert_int_equal(kind, WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR);
        assert_non_null(strstr(text, rows[i].name));
        webgpu_record_option_gpu_size64_drop(record);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_adapter_options, setup_gpu, teardown),
        cmocka_unit_test_setup_teardown(test_fallback_adapter, setup_gpu, teardown),
        cmocka_unit_test_setup_teardown(test_info, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_wgsl_language_features, setup_gpu, teardown),
        cmocka_unit_test_setup_teardown(test_adapter_limits, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_default_device, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_queue_is_one, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_request, setup_gpu, teardown),
        cmocka_unit_test_setup_teardown(test_refused_features, setup_gpu, teardown),
        cmocka_unit_test_setup_teardown(test_refused_limits, setup_gpu, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
