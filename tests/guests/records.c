/* What of the interface webgpu.h has no function for: the records that stand for WebIDL's, what an adapter
 * says of itself through its device, the preferred format of a canvas, adapters that are asked for. It stands
 * on imports.h. */
#include <stdio.h>
#include <string.h>

#include <wasigpu/imports.h>

#include "check.h"

#define TEXT(text) text, sizeof text - 1

static bool
is(struct wasi_webgpu_string string, const char *expected)
{
    return string.size == strlen(expected) && memcmp(string.data, expected, string.size) == 0;
}

static void
test_constants(void)
{
    const wasi_webgpu_record_gpu_pipeline_constant_value_t record =
        wasi_webgpu_record_gpu_pipeline_constant_value_new();
    struct wasi_webgpu_option_f64 value = {0};
    check(!wasi_webgpu_record_gpu_pipeline_constant_value_has(record, TEXT("a")),
          "constants: empty at first");
    wasi_webgpu_record_gpu_pipeline_constant_value_get(record, TEXT("a"), &value);
    check(!value.some, "constants: nothing to get");
    wasi_webgpu_record_gpu_pipeline_constant_value_add(record, TEXT("a"), 1.5);
    wasi_webgpu_record_gpu_pipeline_constant_value_add(record, TEXT("\xc3\xa4"), -2);
    wasi_webgpu_record_gpu_pipeline_constant_value_add(record, TEXT("c"), 3);
    wasi_webgpu_record_gpu_pipeline_constant_value_add(record, TEXT("a"), 4);
    wasi_webgpu_record_gpu_pipeline_constant_value_remove(record, TEXT("c"));
    wasi_webgpu_record_gpu_pipeline_constant_value_remove(record, TEXT("c"));
    check(wasi_webgpu_record_gpu_pipeline_constant_value_has(record, TEXT("\xc3\xa4")) &&
              !wasi_webgpu_record_gpu_pipeline_constant_value_has(record, TEXT("c")),
          "constants: what was added and not removed");
    wasi_webgpu_record_gpu_pipeline_constant_value_get(record, TEXT("a"), &value);
    check(value.some && value.value == 4, "constants: what was added last");
    struct wasi_webgpu_string_list keys = {0};
    struct wasi_webgpu_f64_list values = {0};
    struct wasi_webgpu_tuple_string_f64_list entries = {0};
    wasi_webgpu_record_gpu_pipeline_constant_value_keys(record, &keys);
    wasi_webgpu_record_gpu_pipeline_constant_value_values(record, &values);
    wasi_webgpu_record_gpu_pipeline_constant_value_entries(record, &entries);
    check(keys.count == 2 && is(keys.data[0], "a") && is(keys.data[1], "\xc3\xa4"),
          "constants: keys in order");
    check(values.count == 2 && values.data[0] == 4 && values.data[1] == -2, "constants: values in order");
    check(entries.count == 2 && is(entries.data[1].f0, "\xc3\xa4") && entries.data[1].f1 == -2,
          "constants: entries");
    wasi_webgpu_record_gpu_pipeline_constant_value_drop(record);
}

static void
test_limits(void)
{
    const wasi_webgpu_record_option_gpu_size64_t record = wasi_webgpu_record_option_gpu_size64_new();
    struct wasi_webgpu_option_option_u64 value = {0};
    wasi_webgpu_record_option_gpu_size64_get(record, TEXT("maxBindGroups"), &value);
    check(!value.some, "limits: nothing to get");
    wasi_webgpu_record_option_gpu_size64_add(record, TEXT("maxBindGroups"), true, UINT64_MAX);
    wasi_webgpu_record_option_gpu_size64_add(record, TEXT("none"), false, 0);
    wasi_webgpu_record_option_gpu_size64_add(record, TEXT("gone"), true, 1);
    wasi_webgpu_record_option_gpu_size64_remove(record, TEXT("gone"));
    wasi_webgpu_record_option_gpu_size64_get(record, TEXT("maxBindGroups"), &value);
    check(value.some && value.value.some && value.value.value == UINT64_MAX, "limits: what was added");
    wasi_webgpu_record_option_gpu_size64_get(record, TEXT("none"), &value);
    check(value.some && !value.value.some, "limits: a key without a value");
    check(wasi_webgpu_record_option_gpu_size64_has(record, TEXT("none")) &&
              !wasi_webgpu_record_option_gpu_size64_has(record, TEXT("gone")),
          "limits: what is there and what is not");
    struct wasi_webgpu_string_list keys = {0};
    struct wasi_webgpu_optional_u64_list values = {0};
    struct wasi_webgpu_tuple_string_option_u64_list entries = {0};
    wasi_webgpu_record_option_gpu_size64_keys(record, &keys);
    wasi_webgpu_record_option_gpu_size64_values(record, &values);
    wasi_webgpu_record_option_gpu_size64_entries(record, &entries);
    check(keys.count == 2 && is(keys.data[0], "maxBindGroups"), "limits: keys in order");
    check(values.count == 2 && values.data[0].some && !values.data[1].some, "limits: values in order");
    check(entries.count == 2 && is(entries.data[1].f0, "none") && !entries.data[1].f1.some,
          "limits: entries");
    wasi_webgpu_record_option_gpu_size64_drop(record);
}

static wasi_webgpu_adapter_t
find_adapter(enum wasi_webgpu_power_preference preference)
{
    struct wasi_webgpu_option_adapter found = {0};
    wasi_webgpu_gpu_request_adapter(wasi_webgpu_get_gpu(), true, true, TEXT("core"), true, preference, false,
                                    false, false, false, &found);
    return found.some ? found.value : 0;
}

static bool
refused(const char *limit, uint64_t value, enum wasi_webgpu_request_device_error_kind kind)
{
    const wasi_webgpu_record_option_gpu_size64_t wanted = wasi_webgpu_record_option_gpu_size64_new();
    wasi_webgpu_record_option_gpu_size64_add(wanted, limit, (uint32_t)strlen(limit), true, value);
    struct wasi_webgpu_result_device_request_device_error result;
    wasi_webgpu_adapter_request_device(find_adapter(WASI_WEBGPU_POWER_PREFERENCE_LOW_POWER), true, false,
                                       NULL, 0, true, wanted, false, false, NULL, 0, false, NULL, 0, &result);
    return result.is_error && result.error.kind == kind;
}

static void
test_device(void)
{
    const wasi_webgpu_adapter_t adapter = find_adapter(WASI_WEBGPU_POWER_PREFERENCE_HIGH_PERFORMANCE);
    struct wasi_webgpu_result_device_request_device_error result;
    wasi_webgpu_adapter_request_device(adapter, false, false, NULL, 0, false, 0, false, false, NULL, 0, false,
                                       NULL, 0, &result);
    if (!check(!result.is_error, "a device of a powerful adapter"))
        return;
    struct wasi_webgpu_string of_adapter = {0}, of_device = {0};
    wasi_webgpu_adapter_info_vendor(wasi_webgpu_adapter_info(adapter), &of_adapter);
    wasi_webgpu_adapter_info_vendor(wasi_webgpu_device_adapter_info(result.ok), &of_device);
    check(of_adapter.size == of_device.size && memcmp(of_adapter.data, of_device.data, of_device.size) == 0,
          "a device's adapter-info is its adapter's");
    const wasi_webgpu_supported_limits_t limits = wasi_webgpu_device_limits(result.ok);
    check(wasi_webgpu_supported_limits_max_storage_buffers_in_vertex_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_buffers_per_shader_stage(limits) &&
              wasi_webgpu_supported_limits_max_storage_buffers_in_fragment_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_buffers_per_shader_stage(limits),
          "storage buffers in a stage: no more than in any");
    check(wasi_webgpu_supported_limits_max_storage_textures_in_vertex_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_textures_per_shader_stage(limits) &&
              wasi_webgpu_supported_limits_max_storage_textures_in_fragment_stage(limits) <=
                  wasi_webgpu_supported_limits_max_storage_textures_per_shader_stage(limits),
          "storage textures in a stage: no more than in any");
    check(refused("maxBindGroups", 1u << 30, WASI_WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR),
          "a limit that is too high is an operation error");
    check(refused("maxWishes", 3, WASI_WEBGPU_REQUEST_DEVICE_ERROR_KIND_OPERATION_ERROR),
          "a limit that there is not is an operation error");
    const enum wasi_webgpu_texture_format format =
        wasi_webgpu_gpu_get_preferred_canvas_format(wasi_webgpu_get_gpu());
    check(format == WASI_WEBGPU_TEXTURE_FORMAT_RGBA8UNORM || format == WASI_WEBGPU_TEXTURE_FORMAT_BGRA8UNORM,
          "a preferred canvas format");
}

int
main(void)
{
    test_constants();
    test_limits();
    test_device();
    return check_finish();
}
