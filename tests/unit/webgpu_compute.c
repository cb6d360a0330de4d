/* Compute, there and back: what is recorded is what runs. */
#include "webgpu_support.h"

#define STORAGE (WEBGPU_BUFFER_USAGE_STORAGE | WEBGPU_BUFFER_USAGE_COPY_SRC | WEBGPU_BUFFER_USAGE_COPY_DST)
#define COUNT 256

static const char double_each[] = "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
                                  "@compute @workgroup_size(64)\n"
                                  "fn main(@builtin(global_invocation_id) id: vec3u) {\n"
                                  "    if (id.x < arrayLength(&data)) { data[id.x] = data[id.x] * 2u; }\n"
                                  "}\n";

/* A group of one buffer, whole or in part, for the first layout of `pipeline`. */
static struct webgpu_bind_group *
make_group(struct webgpu_compute_pipeline *pipeline, struct webgpu_binding_resource resource)
{
    struct webgpu_bind_group_layout *layout = webgpu_compute_pipeline_get_bind_group_layout(pipeline, 0);
    assert_non_null(layout);
    struct webgpu_bind_group_entry entry = {.binding = 0, .resource = resource};
    const struct webgpu_bind_group_descriptor descriptor = {.layout = layout, .entries = {&entry, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &descriptor, ARENA);
    assert_non_null(group);
    webgpu_bind_group_layout_drop(layout);
    return group;
}

static struct webgpu_binding_resource
whole(struct webgpu_buffer *buffer)
{
    return (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_BUFFER, .buffer = buffer};
}

static void
dispatch(struct webgpu_compute_pipeline *pipeline, struct webgpu_bind_group *group, uint32_t x)
{
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    set_bind_group(pass, group);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, x, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    submit(encoder);
}

static void
fill(uint32_t data[COUNT])
{
    for (uint32_t i = 0; i < COUNT; i++)
        data[i] = i * 3;
}

static void
test_round_trip(void **state)
{
    (void)state;
    uint32_t data[COUNT];
    fill(data);
    push_validation();
    struct webgpu_buffer *buffer = make_buffer(sizeof data, STORAGE, false);
    write_all(buffer, data, sizeof data);
    struct webgpu_compute_pipeline *pipeline = make_pipeline(double_each);
    struct webgpu_bind_group *group = make_group(pipeline, whole(buffer));
    dispatch(pipeline, group, COUNT / 64);
    struct abi_pending *op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    op_wait(op);
    abi_pending_delete(op);
    read_back(buffer, data, sizeof data);
    assert_no_error();
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(data[i], i * 6);
    webgpu_bind_group_drop(group);
    webgpu_compute_pipeline_drop(pipeline);
    webgpu_buffer_drop(buffer);
}

/* Part of a write's data, part of a buffer, part of a clear; and a buffer's initial contents. */
static void
test_parts(void **state)
{
    (void)state;
    uint32_t data[COUNT];
    fill(data);
    push_validation();
    struct webgpu_buffer *buffer = make_buffer(sizeof data, STORAGE, true);
    struct webgpu_get_mapped_range_error range_error;
    assert_true(webgpu_buffer_get_mapped_range_set_with_copy(buffer, (struct abi_view){data, sizeof data},
                                                             NONE_U64, NONE_U64, ARENA, &range_error));
    struct webgpu_unmap_error unmap_error;
    assert_true(webgpu_buffer_unmap(buffer, ARENA, &unmap_error));
    const uint32_t three[] = {7, 8, 9};
    struct webgpu_write_buffer_error error;
    assert_true(webgpu_queue_write_buffer_with_copy(guest.queue, buffer, 16,
                                                    (struct abi_view){three, sizeof three}, SOME_U64(4),
                                                    SOME_U64(4), ARENA, &error));
    assert_true(webgpu_queue_write_buffer_with_copy(guest.queue, buffer, 20,
                                                    (struct abi_view){three, sizeof three}, SOME_U64(8),
                                                    NONE_U64, ARENA, &error));
    assert_true(webgpu_queue_write_buffer_with_copy(guest.queue, buffer, 0,
                                                    (struct abi_view){three, sizeof three}, SOME_U64(12),
                                                    NONE_U64, ARENA, &error)); /* nothing */
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_clear_buffer(encoder, buffer, SOME_U64(0), SOME_U64(8));
    webgpu_command_encoder_clear_buffer(encoder, buffer, SOME_U64(sizeof data - 8), NONE_U64);
    submit(encoder);
    struct webgpu_compute_pipeline *pipeline = make_pipeline(double_each);
    struct webgpu_bind_group *group = make_group(
        pipeline, (struct webgpu_binding_resource){.tag = WEBGPU_BINDING_RESOURCE_BUFFER_BINDING,
                                                   .buffer_binding = {buffer, SOME_U64(256), SOME_U64(256)}});
    dispatch(pipeline, group, 1);
    read_back(buffer, data, sizeof data);
    assert_no_error();
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t want = i * 3;
        if (i < 2 || i >= COUNT - 2)
            want = 0;
        else if (i == 4 || i == 5)
            want = i + 4;
        else if (i >= 64 && i < 128)
            want = i * 6;
        assert_int_equal(data[i], want);
    }
    webgpu_bind_group_drop(group);
    webgpu_compute_pipeline_drop(pipeline);
    webgpu_buffer_drop(buffer);
}

static const char with_constant[] = "override factor: u32 = 1;\n"
                                    "@group(0) @binding(0) var<storage, read_write> data: array<u32>;\n"
                                    "@compute @workgroup_size(1) fn first() { data[0] = factor; }\n"
                                    "@compute @workgroup_size(1) fn second() { data[1] = factor; }\n";

/* The async form, an entry point, constants, a label, an explicit layout, dynamic offsets. */
static void
test_explicit_pipeline(void **state)
{
    (void)state;
    push_validation();
    struct webgpu_bind_group_layout_entry layout_entry = {
        .binding = 0,
        .visibility = WEBGPU_SHADER_STAGE_COMPUTE,
        .buffer = {true,
                   {.type = {true, WEBGPU_BUFFER_BINDING_TYPE_STORAGE}, .has_dynamic_offset = {true, true}}},
    };
    const struct webgpu_bind_group_layout_descriptor layout_descriptor = {
        .entries = {&layout_entry, 1}, .label = SOME_STRING("group layout")};
    struct webgpu_bind_group_layout *layout =
        webgpu_device_create_bind_group_layout(guest.device, &layout_descriptor, ARENA);
    struct webgpu_bind_group_layout *layouts[] = {layout, NULL};
    const struct webgpu_pipeline_layout_descriptor pipeline_layout_descriptor = {
        .bind_group_layouts = {layouts, is_dawn() ? 2 : 1}, .label = SOME_STRING("layout")};
    struct webgpu_pipeline_layout *pipeline_layout =
        webgpu_device_create_pipeline_layout(guest.device, &pipeline_layout_descriptor, ARENA);
    assert_true(base_str_equal(webgpu_pipeline_layout_label(pipeline_layout, ARENA), base_str("layout")));
    struct webgpu_shader_module *module = make_module(with_constant);
    struct webgpu_record_gpu_pipeline_constant_value *constants =
        webgpu_record_gpu_pipeline_constant_value_new(guest.context);
    webgpu_record_gpu_pipeline_constant_value_add(constants, base_str("factor"), 77);
    const struct webgpu_compute_pipeline_descriptor descriptor = {
        .compute = {.module = module, .entry_point = SOME_STRING("second"), .constants = constants},
        .layout = {.tag = WEBGPU_LAYOUT_MODE_SPECIFIC, .specific = pipeline_layout},
        .label = SOME_STRING("async"),
    };
    struct abi_pending *op = op_new();
    webgpu_device_create_compute_pipeline_async_start(guest.device, &descriptor, ARENA, op);
    op_wait(op);
    struct webgpu_device_create_compute_pipeline_async_result *result =
        RESULT(op, webgpu_device_create_compute_pipeline_async_result);
    assert_true(result->ok);
    struct webgpu_compute_pipeline *pipeline = result->value;
    result->value = NULL;
    abi_pending_delete(op);
    assert_true(base_str_equal(webgpu_compute_pipeline_label(pipeline, ARENA), base_str("async")));

    struct webgpu_buffer *buffer = make_buffer(1024, STORAGE, false);
    struct webgpu_bind_group_entry entry = {.resource = {.tag = WEBGPU_BINDING_RESOURCE_BUFFER_BINDING,
                                                         .buffer_binding = {buffer, NONE_U64, SOME_U64(8)}}};
    const struct webgpu_bind_group_descriptor group_descriptor = {.layout = layout, .entries = {&entry, 1}};
    struct webgpu_bind_group *group = webgpu_device_create_bind_group(guest.device, &group_descriptor, ARENA);
    const uint32_t offsets[] = {1, 256, 512, 2};
    const struct webgpu_option_u32_list view = {true, {offsets, BASE_COUNT(offsets)}};
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    struct webgpu_set_bind_group_error error;
    for (uint64_t i = 1; i <= 2; i++) {
        assert_true(webgpu_compute_pass_encoder_set_bind_group(pass, 0, group, view, SOME_U64(i), SOME_U32(1),
                                                               ARENA, &error));
        webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, SOME_U32(1), SOME_U32(1));
    }
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    submit(encoder);
    uint32_t data[256];
    read_back(buffer, data, sizeof data);
    assert_no_error();
    for (size_t i = 0; i < 256; i++)
        assert_int_equal(data[i], i == 65 || i == 129 ? 77 : 0);

    webgpu_bind_group_drop(group);
    webgpu_buffer_drop(buffer);
    webgpu_compute_pipeline_drop(pipeline);
    webgpu_record_gpu_pipeline_constant_value_drop(constants);
    webgpu_shader_module_drop(module);
    webgpu_pipeline_layout_drop(pipeline_layout);
    webgpu_bind_group_layout_drop(layout);
}

static void
test_dispatch_indirect(void **state)
{
    (void)state;
    push_validation();
    const uint32_t counts[] = {0, 2, 1, 1};
    struct webgpu_buffer *indirect =
        make_buffer(sizeof counts, WEBGPU_BUFFER_USAGE_INDIRECT | WEBGPU_BUFFER_USAGE_COPY_DST, false);
    write_all(indirect, counts, sizeof counts);
    uint32_t data[COUNT];
    fill(data);
    struct webgpu_buffer *buffer = make_buffer(sizeof data, STORAGE, false);
    write_all(buffer, data, sizeof data);
    struct webgpu_compute_pipeline *pipeline = make_pipeline(double_each);
    struct webgpu_bind_group *group = make_group(pipeline, whole(buffer));
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_push_debug_group(encoder, base_str("group"));
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_push_debug_group(pass, base_str("in the pass"));
    webgpu_compute_pass_encoder_insert_debug_marker(pass, base_str("marker"));
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    set_bind_group(pass, group);
    webgpu_compute_pass_encoder_dispatch_workgroups_indirect(pass, indirect, 4);
    webgpu_compute_pass_encoder_pop_debug_group(pass);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_command_encoder_insert_debug_marker(encoder, base_str(""));
    webgpu_command_encoder_pop_debug_group(encoder);
    submit(encoder);
    read_back(buffer, data, sizeof data);
    assert_no_error();
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(data[i], i < 128 ? i * 6 : i * 3);
    webgpu_bind_group_drop(group);
    webgpu_compute_pipeline_drop(pipeline);
    webgpu_buffer_drop(buffer);
    webgpu_buffer_drop(indirect);
}

static int
setup_timestamps(void **state)
{
    if (setup_gpu(state) != 0)
        return -1;
    guest.adapter = any_adapter();
    enum webgpu_feature_name names[] = {WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY};
    const struct webgpu_device_descriptor descriptor = {.required_features = {true, {names, 1}}};
    guest.device = request_device(guest.adapter, &descriptor, NULL, NULL);
    guest.queue = guest.device == NULL ? NULL : webgpu_device_queue(guest.device);
    return 0; /* not every adapter has the feature: then the test is skipped */
}

static void
test_timestamps(void **state)
{
    (void)state;
    if (guest.device == NULL)
        skip();
    push_validation();
    const struct webgpu_query_set_descriptor descriptor = {
        .type = WEBGPU_QUERY_TYPE_TIMESTAMP, .count = 2, .label = SOME_STRING("times")};
    struct webgpu_query_set *queries;
    struct webgpu_create_query_set_error error;
    assert_true(webgpu_device_create_query_set(guest.device, &descriptor, ARENA, &queries, &error));
    assert_int_equal(webgpu_query_set_count(queries), 2);
    assert_int_equal(webgpu_query_set_type(queries), WEBGPU_QUERY_TYPE_TIMESTAMP);
    assert_true(base_str_equal(webgpu_query_set_label(queries, ARENA), base_str("times")));
    struct webgpu_buffer *times =
        make_buffer(16, WEBGPU_BUFFER_USAGE_QUERY_RESOLVE | WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_command_encoder *encoder = make_encoder();
    const struct webgpu_option_compute_pass_descriptor pass_descriptor = {
        true,
        {.timestamp_writes = {true, {queries, SOME_U32(0), SOME_U32(1)}}, .label = SOME_STRING("timed")}};
    struct webgpu_compute_pass_encoder *pass =
        webgpu_command_encoder_begin_compute_pass(encoder, &pass_descriptor, ARENA);
    assert_true(base_str_equal(webgpu_compute_pass_encoder_label(pass, ARENA), base_str("timed")));
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_command_encoder_resolve_query_set(encoder, queries, 0, 2, times, 0);
    submit(encoder);
    uint64_t at[2];
    read_back(times, at, sizeof at);
    assert_no_error();
    assert_true(at[1] >= at[0] && at[0] != 0);

    /* An index of 2^32-1 is one that is out of range, not one that was left out. */
    push_validation();
    encoder = make_encoder();
    const struct webgpu_option_compute_pass_descriptor bad = {
        true, {.timestamp_writes = {true, {queries, SOME_U32(UINT32_MAX), SOME_U32(1)}}}};
    pass = webgpu_command_encoder_begin_compute_pass(encoder, &bad, ARENA);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();
    webgpu_query_set_destroy(queries);
    webgpu_query_set_drop(queries);
    webgpu_buffer_drop(times);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trip, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_parts, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_explicit_pipeline, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_dispatch_indirect, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_timestamps, setup_timestamps, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
