/* What cannot be made as it is asked for: error scopes, layouts, bind groups, pipelines, query sets. Each is
 * an error of WebGPU or of the interface, and none a crash. */
#include "webgpu_support.h"

static const char doing_nothing[] = "@compute @workgroup_size(1) fn main() {}";

static void
assert_no_scope(void)
{
    struct abi_pending *op = op_new();
    webgpu_device_pop_error_scope_start(guest.device, op);
    op_wait(op);
    const struct webgpu_device_pop_error_scope_result *result =
        RESULT(op, webgpu_device_pop_error_scope_result);
    assert_false(result->ok);
    assert_int_equal(result->error.kind, WEBGPU_POP_ERROR_SCOPE_ERROR_KIND_OPERATION_ERROR);
    assert_true(result->error.message.size > 0);
    abi_pending_delete(op);
}

static void
test_error_scopes(void **state)
{
    (void)state;
    assert_no_scope();
    for (unsigned filter = WEBGPU_ERROR_FILTER_VALIDATION; filter <= WEBGPU_ERROR_FILTER_INTERNAL; filter++) {
        webgpu_device_push_error_scope(guest.device, (enum webgpu_error_filter)filter);
        assert_no_error();
    }

    /* An error goes to the innermost scope of its kind, which keeps the first. */
    char text[1024] = "";
    push_validation();
    webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    webgpu_buffer_drop(make_buffer(64, 0, false));
    assert_no_error();
    assert_int_equal(pop_scope(text), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_true(strlen(text) > 0);
    assert_no_scope();

    /* Without a scope it is uncaptured: a warning in the log. */
    assert_int_equal(guest.warnings, 0);
    webgpu_buffer_drop(make_buffer(64, 0, false));
    assert_int_equal(guest.warnings, 1);
    assert_null(strchr(guest.logged, '\n'));

    /* On a lost device there are no errors, nor scopes. */
    webgpu_device_destroy(guest.device);
    assert_no_error();
    push_validation();
    webgpu_buffer_drop(make_buffer(64, 0, false));
    assert_no_error();
    assert_no_error();
    assert_int_equal(guest.warnings, 1);
}

static void
test_layouts(void **state)
{
    (void)state;
    struct webgpu_bind_group_layout_entry rows[] = {
        {.binding = 0, .visibility = WEBGPU_SHADER_STAGE_COMPUTE}, /* nothing in it */
        {.binding = 0,
         .visibility = WEBGPU_SHADER_STAGE_COMPUTE,
         .buffer = {.some = true},
         .sampler = {.some = true}},
        {.binding = UINT32_MAX, .visibility = WEBGPU_SHADER_STAGE_COMPUTE, .buffer = {.some = true}},
        {.binding = 0,
         .visibility = WEBGPU_SHADER_STAGE_VERTEX,
         .buffer = {true, {.type = {true, WEBGPU_BUFFER_BINDING_TYPE_STORAGE}}}},
        {.binding = 0,
         .visibility = WEBGPU_SHADER_STAGE_COMPUTE,
         .storage_texture = {true,
                             {.format = WEBGPU_TEXTURE_FORMAT_RGBA8UNORM,
                              .view_dimension = {true, WEBGPU_TEXTURE_VIEW_DIMENSION_CUBE}}}},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const struct webgpu_bind_group_layout_descriptor descriptor = {.entries = {&rows[i], 1}};
        push_validation();
        struct webgpu_bind_group_layout *layout =
            webgpu_device_create_bind_group_layout(guest.device, &descriptor, ARENA);
        assert_non_null(layout);
        webgpu_bind_group_layout_drop(layout);
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("row %zu", i);
    }
    /* Every kind of entry, with its defaults. */
    struct webgpu_bind_group_layout_entry good[] = {
        {.binding = 0, .visibility = WEBGPU_SHADER_STAGE_ALL_BITS, .buffer = {.some = true}},
        {.binding = 1, .visibility = WEBGPU_SHADER_STAGE_COMPUTE, .sampler = {.some = true}},
        {.binding = 2, .visibility = WEBGPU_SHADER_STAGE_COMPUTE, .texture = {.some = true}},
        {.binding = 3,
         .visibility = WEBGPU_SHADER_STAGE_COMPUTE,
         .storage_texture = {true, {.format = WEBGPU_TEXTURE_FORMAT_RGBA16FLOAT}}},
    };
    const struct webgpu_bind_group_layout_descriptor descriptor = {.entries = {good, BASE_COUNT(good)}};
    push_validation();
    struct webgpu_bind_group_layout *layout =
        webgpu_device_create_bind_group_layout(guest.device, &descriptor, ARENA);
    assert_no_error();

    push_validation(); /* a group with too few entries */
    const struct webgpu_bind_group_descriptor group_descriptor = {.layout = layout, .entries = {NULL, 0}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &group_descriptor, ARENA);
    assert_non_null(group);
    assert_validation_error();
    webgpu_bind_group_drop(group);
    webgpu_bind_group_layout_drop(layout);
}

static int
try_binding(struct webgpu_bind_group_layout *layout, struct webgpu_buffer_binding binding)
{
    struct webgpu_bind_group_entry entry = {
        .resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER_BINDING, .buffer_binding = binding}};
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
    struct webgpu_bind_group_layout_entry layout_entry = {
        .visibility = WEBGPU_SHADER_STAGE_COMPUTE,
        .buffer = {true, {.type = {true, WEBGPU_BUFFER_BINDING_TYPE_STORAGE}}},
    };
    const struct webgpu_bind_group_layout_descriptor descriptor = {.entries = {&layout_entry, 1}};
    struct webgpu_bind_group_layout *layout =
        webgpu_device_create_bind_group_layout(guest.device, &descriptor, ARENA);
    struct webgpu_buffer *buffer = make_buffer(512, WEBGPU_BUFFER_USAGE_STORAGE, false);
    const struct {
        struct webgpu_option_u64 offset, size;
        int error;
    } rows[] = {
        {{0}, {0}, -1},
        {{true, 256}, {0}, -1},
        {{true, 256}, {true, 256}, -1},
        {{0}, {true, 0}, 0},
        {{true, 512}, {0}, 0},
        {{true, 768}, {0}, 0},
        {{true, 4}, {0}, 0},
        {{0}, {true, UINT64_MAX}, 0},
        {{true, 256}, {true, 512}, 0},
        {{true, 256}, {true, UINT64_MAX - 255}, 0},
        {{true, UINT64_MAX - 255}, {0}, 0},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        if (try_binding(layout, (struct webgpu_buffer_binding){buffer, rows[i].offset, rows[i].size}) !=
            rows[i].error)
            fail_msg("row %zu", i);
    }
    webgpu_buffer_drop(buffer);
    webgpu_bind_group_layout_drop(layout);
}

/* True: made. Else `reason` and `text` say why not. */
static bool
create_async(const struct webgpu_compute_pipeline_descriptor *descriptor,
             enum webgpu_pipeline_error_reason *reason, char text[512])
{
    struct abi_pending *op = op_new();
    webgpu_device_create_compute_pipeline_async_start(guest.device, descriptor, ARENA, op);
    op_wait(op);
    const struct webgpu_device_create_compute_pipeline_async_result *result =
        RESULT(op, webgpu_device_create_compute_pipeline_async_result);
    const bool ok = result->ok;
    *reason = result->error.kind.pipeline_error;
    snprintf(text, 512, "%.*s", (int)result->error.message.size, result->error.message.data);
    abi_pending_delete(op);
    return ok;
}

static void
test_pipelines(void **state)
{
    (void)state;
    struct webgpu_shader_module *module =
        make_module("override k: u32 = 1;\n"
                    "@group(0) @binding(0) var<storage, read_write> o: u32;\n"
                    "@compute @workgroup_size(1) fn one() { o = k; }\n"
                    "@compute @workgroup_size(1) fn two() { o = k; }\n");
    struct webgpu_record_gpu_pipeline_constant_value *constants =
        webgpu_record_gpu_pipeline_constant_value_new(guest.context);
    const struct webgpu_compute_pipeline_descriptor good = {
        .compute = {.module = module, .entry_point = SOME_STRING("one"), .constants = constants},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_AUTO},
    };
    enum webgpu_pipeline_error_reason reason;
    char text[512];
    push_validation();
    assert_true(create_async(&good, &reason, text));
    assert_no_error();

    struct webgpu_compute_pipeline_descriptor bad = good;
    const struct webgpu_option_string entries[] = {SOME_STRING("three"), SOME_STRING(""), {.some = false}};
    for (size_t i = 0; i < BASE_COUNT(entries); i++) {
        bad.compute.entry_point = entries[i];
        push_validation();
        assert_false(create_async(&bad, &reason, text));
        assert_int_equal(reason, WEBGPU_PIPELINE_ERROR_REASON_VALIDATION);
        assert_true(strlen(text) > 0);
        assert_no_error(); /* an async creation's errors are its own */
        push_validation();
        struct webgpu_compute_pipeline *pipeline =
            webgpu_device_create_compute_pipeline(guest.device, &bad, ARENA);
        assert_non_null(pipeline);
        assert_validation_error();
        push_validation(); /* of an invalid pipeline */
        struct webgpu_bind_group_layout *layout = webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
        assert_non_null(layout);
        assert_validation_error();
        webgpu_bind_group_layout_drop(layout);
        webgpu_compute_pipeline_drop(pipeline);
    }
    const double values[] = {0.0 / 0.0, 1.0 / 0.0, -1.0, 4294967296.0, 1e300};
    for (size_t i = 0; i < BASE_COUNT(values); i++) {
        webgpu_record_gpu_pipeline_constant_value_add(constants, base_str("k"), values[i]);
        push_validation();
        struct webgpu_compute_pipeline *pipeline =
            webgpu_device_create_compute_pipeline(guest.device, &good, ARENA);
        assert_non_null(pipeline);
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("a constant of %g", values[i]);
        webgpu_compute_pipeline_drop(pipeline);
    }
    webgpu_record_gpu_pipeline_constant_value_remove(constants, base_str("k"));
    webgpu_record_gpu_pipeline_constant_value_add(constants, base_str("unknown"), 1);
    push_validation();
    webgpu_compute_pipeline_drop(webgpu_device_create_compute_pipeline(guest.device, &good, ARENA));
    assert_validation_error();
    webgpu_record_gpu_pipeline_constant_value_drop(constants);
    webgpu_shader_module_drop(module);

    push_validation();
    struct webgpu_compute_pipeline *pipeline = make_pipeline(doing_nothing);
    assert_no_error();
    push_validation();
    webgpu_bind_group_layout_drop(webgpu_compute_pipeline_get_bind_group_layout(pipeline, UINT32_MAX));
    assert_validation_error();
    webgpu_compute_pipeline_drop(pipeline);
}

static void
test_query_sets(void **state)
{
    (void)state;
    struct webgpu_query_set_descriptor descriptor = {.type = WEBGPU_QUERY_TYPE_TIMESTAMP, .count = 2};
    struct webgpu_query_set *queries = NULL;
    struct webgpu_create_query_set_error error = {.message = {0}};
    push_validation();
    assert_false(webgpu_device_create_query_set(guest.device, &descriptor, ARENA, &queries, &error));
    assert_int_equal(error.kind, WEBGPU_CREATE_QUERY_SET_ERROR_KIND_TYPE_ERROR);
    assert_true(error.message.size > 0);
    descriptor.type = WEBGPU_QUERY_TYPE_OCCLUSION;
    assert_true(webgpu_device_create_query_set(guest.device, &descriptor, ARENA, &queries, &error));
    webgpu_query_set_drop(queries);
    assert_no_error();
    descriptor.count = UINT32_MAX;
    push_validation();
    assert_true(webgpu_device_create_query_set(guest.device, &descriptor, ARENA, &queries, &error));
    assert_validation_error();
    assert_int_equal(webgpu_query_set_count(queries), UINT32_MAX);
    webgpu_query_set_destroy(queries);
    webgpu_query_set_drop(queries);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_error_scopes, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_layouts, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bindings, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_pipelines, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_query_sets, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
