/* The record-* resources: ordered maps. WebIDL, "Record types". No GPU is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "generated/webgpu_methods.h"
#include "webgpu/object.h"

static struct webgpu_context context;
static struct base_arena arena;

static int
setup(void **state)
{
    (void)state;
    webgpu_budget_init(&context.budget);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    base_arena_finish(&arena);
    return webgpu_context_live_objects(&context) == 0 ? 0 : -1;
}

static void
assert_str(struct base_str got, const char *want)
{
    if (!base_str_equal(got, base_str(want)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)got.size, got.data, want);
}

static void
test_constants(void **state)
{
    (void)state;
    struct webgpu_record_gpu_pipeline_constant_value *record =
        webgpu_record_gpu_pipeline_constant_value_new(&context);
    assert_non_null(record);
    struct webgpu_option_f64 value;
    webgpu_record_gpu_pipeline_constant_value_get(record, base_str("a"), &value);
    assert_false(value.some);
    assert_false(webgpu_record_gpu_pipeline_constant_value_has(record, base_str("a")));
    webgpu_record_gpu_pipeline_constant_value_remove(record, base_str("a"));

    webgpu_record_gpu_pipeline_constant_value_add(record, base_str("b"), 1);
    webgpu_record_gpu_pipeline_constant_value_add(record, base_str("a"), 2);
    webgpu_record_gpu_pipeline_constant_value_add(record, base_str(""), 3);
    webgpu_record_gpu_pipeline_constant_value_add(record, (struct base_str){"a\0b", 3}, 4);
    webgpu_record_gpu_pipeline_constant_value_add(record, base_str("b"), 5); /* stays where it was */

    webgpu_record_gpu_pipeline_constant_value_get(record, base_str("b"), &value);
    assert_true(value.some && value.value == 5);
    assert_true(webgpu_record_gpu_pipeline_constant_value_has(record, (struct base_str){"a\0b", 3}));

    struct webgpu_string_list keys;
    webgpu_record_gpu_pipeline_constant_value_keys(record, &arena, &keys);
    assert_int_equal(keys.count, 4);
    assert_str(keys.data[0], "b");
    assert_str(keys.data[1], "a");
    assert_str(keys.data[2], "");
    assert_int_equal(keys.data[3].size, 3);

    webgpu_record_gpu_pipeline_constant_value_remove(record, base_str("a"));
    struct abi_view values;
    webgpu_record_gpu_pipeline_constant_value_values(record, &arena, &values);
    assert_int_equal(values.count, 3);
    const double want[] = {5, 3, 4};
    assert_memory_equal(values.data, want, sizeof want);

    struct webgpu_tuple_string_f64_list entries;
    webgpu_record_gpu_pipeline_constant_value_entries(record, &arena, &entries);
    assert_int_equal(entries.count, 3);
    assert_str(entries.data[0].f0, "b");
    assert_true(entries.data[0].f1 == 5 && entries.data[2].f1 == 4);
    webgpu_record_gpu_pipeline_constant_value_drop(record);
}

static void
test_sizes(void **state)
{
    (void)state;
    struct webgpu_record_option_gpu_size64 *record = webgpu_record_option_gpu_size64_new(&context);
    assert_non_null(record);
    webgpu_record_option_gpu_size64_add(record, base_str("x"), (struct webgpu_option_u64){true, UINT64_MAX});
    webgpu_record_option_gpu_size64_add(record, base_str("y"), (struct webgpu_option_u64){.some = false});
    struct webgpu_option_option_u64 value;
    webgpu_record_option_gpu_size64_get(record, base_str("y"), &value);
    assert_true(value.some && !value.value.some);
    webgpu_record_option_gpu_size64_get(record, base_str("x"), &value);
    assert_true(value.some && value.value.some && value.value.value == UINT64_MAX);
    webgpu_record_option_gpu_size64_get(record, base_str("z"), &value);
    assert_false(value.some);
    assert_true(webgpu_record_option_gpu_size64_has(record, base_str("y")));

    struct webgpu_optional_u64_list values;
    webgpu_record_option_gpu_size64_values(record, &arena, &values);
    assert_int_equal(values.count, 2);
    assert_true(values.data[0].some && !values.data[1].some);
    struct webgpu_tuple_string_option_u64_list entries;
    webgpu_record_option_gpu_size64_entries(record, &arena, &entries);
    assert_int_equal(entries.count, 2);
    assert_str(entries.data[1].f0, "y");
    struct webgpu_string_list keys;
    webgpu_record_option_gpu_size64_remove(record, base_str("x"));
    webgpu_record_option_gpu_size64_keys(record, &arena, &keys);
    assert_int_equal(keys.count, 1);
    assert_str(keys.data[0], "y");
    webgpu_record_option_gpu_size64_drop(record);
}

static void
test_many(void **state)
{
    (void)state;
    struct webgpu_record_option_gpu_size64 *record = webgpu_record_option_gpu_size64_new(&context);
    for (unsigned i = 0; i < 1000; i++) {
        char key[16];
        snprintf(key, sizeof key, "key %u", i);
        webgpu_record_option_gpu_size64_add(record, base_str(key), (struct webgpu_option_u64){true, i});
    }
    struct webgpu_option_option_u64 value;
    webgpu_record_option_gpu_size64_get(record, base_str("key 999"), &value);
    assert_true(value.some && value.value.value == 999);
    struct webgpu_string_list keys;
    webgpu_record_option_gpu_size64_keys(record, &arena, &keys);
    assert_int_equal(keys.count, 1000);
    webgpu_record_option_gpu_size64_drop(record);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_constants, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sizes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
