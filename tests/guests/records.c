/* The records of the interface, which stand for WebIDL's: webgpu.h has no function for them. They are used in
 * requestDevice (interface.c) and for the constants of pipelines (tests/webgpu). */
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

int
main(void)
{
    test_constants();
    test_limits();
    return check_finish();
}
