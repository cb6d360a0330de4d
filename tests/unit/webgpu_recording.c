/* What is recorded, written and submitted against the rules: errors of WebGPU or of the interface, and none a
 * crash. WebGPU, "GPUQueue", "Command Buffers", "Buffer Copy Commands", "Dispatch". */
#include "webgpu_support.h"

#include "webgpu/device.h"

static const char doing_nothing[] = "@compute @workgroup_size(1) fn main() {}";

static const struct {
    const char *what;
    uint32_t count;
    struct webgpu_option_u64 offset, size;
} bad_writes[] = {
    {"data of 6", 6, {0}, {0}},
    {"size of 2", 8, {0}, {true, 2}},
    {"offset leaves 5", 8, {true, 3}, {0}},
    {"offset past the end", 8, {true, 9}, {0}},
    {"the greatest offset", 8, {true, UINT64_MAX}, {0}},
    {"size past the end", 8, {true, 4}, {true, 8}},
    {"the greatest size", 8, {0}, {true, UINT64_MAX}},
    {"a sum that wraps", 8, {true, 8}, {true, UINT64_MAX - 7}},
};

static void
test_write_buffer(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(8, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    const char data[8] = {0};
    struct webgpu_write_buffer_error error;
    push_validation();
    for (size_t i = 0; i < BASE_COUNT(bad_writes); i++) {
        error.message.size = 0;
        if (webgpu_queue_write_buffer_with_copy(guest.queue, buffer, 0,
                                                (struct abi_view){data, bad_writes[i].count},
                                                bad_writes[i].offset, bad_writes[i].size, ARENA, &error) ||
            error.kind != WEBGPU_WRITE_BUFFER_ERROR_KIND_OPERATION_ERROR || error.message.size == 0)
            fail_msg("%s", bad_writes[i].what);
    }
    assert_no_error();
    /* The device timeline's rules are validation errors. */
    const uint64_t offsets[] = {2, 4, 8, UINT64_MAX - 3, UINT64_MAX - 7};
    for (size_t i = 0; i < BASE_COUNT(offsets); i++) {
        push_validation();
        assert_true(webgpu_queue_write_buffer_with_copy(
            guest.queue, buffer, offsets[i], (struct abi_view){data, 8}, NONE_U64, NONE_U64, ARENA, &error));
        assert_validation_error();
    }
    webgpu_buffer_drop(buffer);
}

/* It is refused, and what was recorded may stay longer than the buffer's device. */
static void
test_buffer_of_another_device(void **state)
{
    (void)state;
    struct webgpu_adapter *adapter = any_adapter();
    struct webgpu_device *own = guest.device;
    guest.device = request_device(adapter, NULL, NULL, NULL);
    assert_non_null(guest.device);
    struct webgpu_buffer *from = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_device *other = guest.device;
    guest.device = own;
    struct webgpu_buffer *to = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_copy_buffer_to_buffer(encoder, from, NONE_U64, to, NONE_U64, NONE_U64);
    struct webgpu_command_buffer *commands = finish(encoder);
    assert_validation_error();
    webgpu_buffer_drop(from);
    webgpu_device_drop(other);
    webgpu_adapter_drop(adapter);
    webgpu_command_buffer_drop(commands);
    webgpu_buffer_drop(to);
}

/* The library may tell of a loss when the device has gone. */
static void
test_late_loss(void **state)
{
    (void)state;
    struct webgpu_device *device = webgpu_device_new(guest.adapter, NULL);
    assert_non_null(device);
    struct webgpu_device_loss *loss = webgpu_device_loss_ref(device->loss);
    webgpu_device_drop(device);
    const WGPUDevice gone = NULL;
    const WGPUStringView message = {"late", 4};
    webgpu_device_on_lost(&gone, WGPUDeviceLostReason_Destroyed, message, loss, NULL);
}

static const struct {
    const char *what;
    struct webgpu_option_u64 start;
    struct webgpu_option_u32 length;
    bool some;
} bad_offsets[] = {
    {"start past the end", {true, 3}, {0}, true},
    {"the greatest start", {true, UINT64_MAX}, {true, 1}, true},
    {"one too many", {true, 1}, {true, 2}, true},
    {"the greatest length", {0}, {true, UINT32_MAX}, true},
    {"length without data", {0}, {true, 1}, false},
    {"start without data", {true, 1}, {0}, false},
};

static void
test_set_bind_group(void **state)
{
    (void)state;
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    const uint32_t data[] = {0, 0};
    struct webgpu_set_bind_group_error error;
    push_validation();
    for (size_t i = 0; i < BASE_COUNT(bad_offsets); i++) {
        const struct webgpu_option_u32_list offsets = {bad_offsets[i].some, {data, BASE_COUNT(data)}};
        error.message.size = 0;
        if (webgpu_compute_pass_encoder_set_bind_group(pass, 0, NULL, offsets, bad_offsets[i].start,
                                                       bad_offsets[i].length, ARENA, &error) ||
            error.kind != WEBGPU_SET_BIND_GROUP_ERROR_KIND_RANGE_ERROR || error.message.size == 0)
            fail_msg("%s", bad_offsets[i].what);
    }
    assert_true(webgpu_compute_pass_encoder_set_bind_group(pass, 0, NULL,
                                                           (struct webgpu_option_u32_list){true, {data, 2}},
                                                           SOME_U64(2), NONE_U32, ARENA, &error));
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    submit(encoder);
    assert_no_error();

    push_validation(); /* an index beyond the limit is the device's to refuse */
    encoder = make_encoder();
    pass = begin_pass(encoder);
    assert_true(webgpu_compute_pass_encoder_set_bind_group(pass, UINT32_MAX, NULL,
                                                           (struct webgpu_option_u32_list){.some = false},
                                                           NONE_U64, NONE_U32, ARENA, &error));
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();
}

/* Copies and clears out of bounds: the encoder is invalid, and its end says so. */
static void
test_bad_copies(void **state)
{
    (void)state;
    struct webgpu_buffer *from = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_buffer *to = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    const struct {
        struct webgpu_option_u64 from, to, size;
    } copies[] = {
        {{0}, {0}, {true, UINT64_MAX}}, {{0}, {0}, {true, UINT64_MAX - 3}}, {{true, 8}, {0}, {true, 12}},
        {{true, 20}, {0}, {0}},         {{true, UINT64_MAX - 3}, {0}, {0}}, {{0}, {true, 4}, {0}},
        {{true, 2}, {0}, {true, 4}},
    };
    for (size_t i = 0; i < BASE_COUNT(copies); i++) {
        push_validation();
        struct webgpu_command_encoder *encoder = make_encoder();
        webgpu_command_encoder_copy_buffer_to_buffer(encoder, from, copies[i].from, to, copies[i].to,
                                                     copies[i].size);
        webgpu_command_buffer_drop(finish(encoder));
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("copy %zu", i);
    }
    const struct {
        struct webgpu_option_u64 offset, size;
    } clears[] = {
        {{0}, {true, UINT64_MAX}},     {{true, 20}, {0}}, {{true, 8}, {true, 12}},
        {{true, UINT64_MAX - 3}, {0}}, {{0}, {true, 2}},
    };
    for (size_t i = 0; i < BASE_COUNT(clears); i++) {
        push_validation();
        struct webgpu_command_encoder *encoder = make_encoder();
        webgpu_command_encoder_clear_buffer(encoder, to, clears[i].offset, clears[i].size);
        webgpu_command_buffer_drop(finish(encoder));
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("clear %zu", i);
    }
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder(); /* without a size: the rest */
    webgpu_command_encoder_copy_buffer_to_buffer(encoder, from, SOME_U64(4), to, SOME_U64(4), NONE_U64);
    webgpu_command_encoder_clear_buffer(encoder, to, SOME_U64(16), NONE_U64);
    submit(encoder);
    assert_no_error();
    webgpu_buffer_drop(from);
    webgpu_buffer_drop(to);
}

static void
submit_again(struct webgpu_command_buffer *commands)
{
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&commands, 1}, ARENA);
}

static void
test_bad_submits(void **state)
{
    (void)state;
    push_validation();
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){NULL, 0}, ARENA);
    struct webgpu_command_buffer *commands = finish(make_encoder());
    submit_again(commands);
    assert_no_error();
    push_validation(); /* submitted twice */
    submit_again(commands);
    assert_validation_error();
    webgpu_command_buffer_drop(commands);

    push_validation(); /* the same one twice in one list */
    commands = finish(make_encoder());
    struct webgpu_command_buffer *both[] = {commands, commands};
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){both, 2}, ARENA);
    assert_validation_error();
    webgpu_command_buffer_drop(commands);

    /* A mapped buffer, then a destroyed one. */
    struct webgpu_buffer *buffer =
        make_buffer(16, WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_COPY_DST, true);
    for (int destroyed = 0; destroyed < 2; destroyed++) {
        if (destroyed)
            webgpu_buffer_destroy(buffer);
        push_validation();
        struct webgpu_command_encoder *encoder = make_encoder();
        webgpu_command_encoder_clear_buffer(encoder, buffer, NONE_U64, NONE_U64);
        submit(encoder);
        assert_validation_error();
    }
    webgpu_buffer_drop(buffer);
}

/* WebGPU, "encoder state". */
static void
test_encoder_states(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(8, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    push_validation();
    webgpu_compute_pass_encoder_end(pass);
    assert_no_error();
    push_validation(); /* ended twice */
    webgpu_compute_pass_encoder_end(pass);
    assert_validation_error();
    push_validation(); /* and used, with what cannot be recorded */
    webgpu_compute_pass_encoder_pop_debug_group(pass);
    assert_validation_error();
    push_validation();
    webgpu_command_encoder_clear_buffer(encoder, buffer, NONE_U64, NONE_U64); /* which takes commands again */
    webgpu_compute_pass_encoder_drop(pass);
    submit(encoder);
    assert_no_error();
    webgpu_buffer_drop(buffer);

    push_validation(); /* finished with a pass open */
    encoder = make_encoder();
    pass = begin_pass(encoder);
    const struct webgpu_option_command_buffer_descriptor none = {.some = false};
    struct webgpu_command_buffer *commands = webgpu_command_encoder_finish(encoder, &none, ARENA);
    assert_non_null(commands);
    assert_validation_error();
    push_validation(); /* invalid ones cannot be submitted */
    submit_again(commands);
    assert_validation_error();
    webgpu_command_buffer_drop(commands);
    webgpu_compute_pass_encoder_drop(pass);

    push_validation(); /* finished twice, used after its end */
    commands = webgpu_command_encoder_finish(encoder, &none, ARENA);
    assert_non_null(commands);
    assert_validation_error();
    webgpu_command_buffer_drop(commands);
    push_validation();
    pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    assert_validation_error();
    webgpu_command_encoder_drop(encoder);

    push_validation(); /* a debug group left open, and one that was not opened */
    encoder = make_encoder();
    webgpu_command_encoder_push_debug_group(encoder, base_str("open"));
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();
    push_validation();
    encoder = make_encoder();
    webgpu_command_encoder_pop_debug_group(encoder);
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();

    push_validation(); /* without a pipeline; a grid over the limit */
    encoder = make_encoder();
    pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();
    struct webgpu_compute_pipeline *pipeline = make_pipeline(doing_nothing);
    push_validation();
    encoder = make_encoder();
    pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 65536, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    webgpu_command_buffer_drop(finish(encoder));
    assert_validation_error();
    webgpu_compute_pipeline_drop(pipeline);

    encoder = make_encoder(); /* dropped without an end: nothing happens */
    pass = begin_pass(encoder);
    webgpu_command_encoder_drop(encoder);
    webgpu_compute_pass_encoder_drop(pass);
    assert_int_equal(guest.warnings, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_buffer_of_another_device, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_late_loss, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_write_buffer, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_set_bind_group, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_copies, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_submits, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_encoder_states, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
