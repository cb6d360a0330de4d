/* The host's memory that a guest can take: it is counted, given back to the last byte, and bounded, with an
 * out-of-memory error or a line in the log. */
#include "webgpu_render_support.h"

#include "abi/supply.h"
#include "gpu/error.h"
#include "webgpu/device.h"
#include "webgpu/recording.h"

#define AT_A_TIME 64u /* commands that an encoder pays for in advance */
#define BATCH ((uint64_t)AT_A_TIME * WEBGPU_COMMAND_BYTES)

#define SCOPE UINT64_C(1024) /* what an error scope takes, here besides the room */

#define ROOM "bytes of the host's memory"

static uint64_t scopes; /* what those take that there are */

static uint64_t
taken(void)
{
    return atomic_load(&guest.context->budget.host_bytes) - scopes;
}

/* From here on there is room for `bytes` more. */
static void
leave_room(uint64_t bytes)
{
    guest.context->budget.max_host_bytes = taken() + scopes + bytes;
}

static void
push(enum webgpu_error_filter filter)
{
    scopes += SCOPE;
    guest.context->budget.max_host_bytes += SCOPE;
    webgpu_device_push_error_scope(guest.device, filter);
}

static int
pop(char text[1024])
{
    const int kind = pop_scope(text);
    scopes -= SCOPE;
    guest.context->budget.max_host_bytes -= SCOPE;
    return kind;
}

static void
expect_nothing(void)
{
    assert_int_equal(pop(NULL), -1);
}

static void
expect_out_of_memory(const char *part)
{
    char text[1024] = "";
    assert_int_equal(pop(text), WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR);
    assert_non_null(strstr(text, part));
}

static void
expect_validation_error(const char *part)
{
    char text[1024] = "";
    assert_int_equal(pop(text), WEBGPU_ERROR_KIND_VALIDATION_ERROR);
    assert_non_null(strstr(text, part));
}

/* finish() of an encoder that was refused: a validation error that says why, and what is made is invalid. */
static void
assert_refused(struct webgpu_command_encoder *encoder)
{
    push(WEBGPU_ERROR_FILTER_VALIDATION);
    struct webgpu_command_buffer *commands = finish(encoder);
    expect_validation_error("the encoder is invalid, for the guest was out of memory");
    push(WEBGPU_ERROR_FILTER_VALIDATION);
    webgpu_queue_submit(guest.queue, (struct webgpu_command_buffer_list){&commands, 1}, ARENA);
    expect_validation_error("");
    webgpu_command_buffer_drop(commands);
}

static void
clear(struct webgpu_command_encoder *encoder, struct webgpu_buffer *buffer, unsigned times)
{
    for (unsigned i = 0; i < times; i++)
        webgpu_command_encoder_clear_buffer(encoder, buffer, NONE_U64, NONE_U64);
}

static void
test_commands(void **state)
{
    (void)state;
    const uint64_t before = taken();
    struct webgpu_buffer *buffer = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    struct webgpu_command_encoder *encoder = make_encoder();
    assert_int_equal(taken(), before);
    clear(encoder, buffer, AT_A_TIME + 1);
    assert_int_equal(taken() - before, 2 * BATCH);
    struct webgpu_command_buffer *commands = finish(encoder); /* with what was used, and no more */
    assert_int_equal(taken() - before, (AT_A_TIME + 1) * WEBGPU_COMMAND_BYTES);
    webgpu_command_buffer_drop(commands);
    assert_int_equal(taken(), before);

    leave_room(2 * BATCH);
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    encoder = make_encoder();
    clear(encoder, buffer, 2 * AT_A_TIME);
    expect_nothing();
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    clear(encoder, buffer, 1);
    expect_out_of_memory(ROOM);
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    clear(encoder, buffer, 100); /* once is enough */
    expect_nothing();
    assert_refused(encoder);
    assert_int_equal(taken(), before);

    submit(make_encoder()); /* the device goes on */
    webgpu_buffer_drop(buffer);
    assert_int_equal(guest.warnings, 0);
}

/* Passes record for their encoder, and there are none of one that was refused. */
static void
test_passes(void **state)
{
    (void)state;
    const uint64_t before = taken();
    leave_room(BATCH);
    struct webgpu_compute_pipeline *pipeline = make_pipeline("@compute @workgroup_size(1) fn main() {}");
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    for (unsigned i = 0; i < AT_A_TIME - 2; i++)
        webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    expect_nothing();
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    webgpu_compute_pass_encoder_end(pass);
    expect_out_of_memory(ROOM);
    webgpu_compute_pass_encoder_drop(pass);
    push(WEBGPU_ERROR_FILTER_VALIDATION);
    pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    expect_nothing();
    assert_refused(encoder);
    webgpu_compute_pipeline_drop(pipeline);
    assert_int_equal(taken(), before);
    assert_int_equal(guest.warnings, 0);
}

/* What a command brings along counts, but of a name no more than the library gets. */
static void
test_data(void **state)
{
    (void)state;
    static char name[100000];
    memset(name, 'n', sizeof name);
    const uint64_t before = taken();
    struct webgpu_command_encoder *encoder = make_encoder();
    webgpu_command_encoder_push_debug_group(encoder, (struct base_str){name, 64});
    assert_int_equal(taken() - before, BATCH);
    webgpu_command_encoder_insert_debug_marker(encoder, (struct base_str){name, 65});
    assert_int_equal(taken() - before, BATCH + 65);
    webgpu_command_encoder_insert_debug_marker(encoder, (struct base_str){name, sizeof name});
    assert_int_equal(taken() - before, BATCH + 65 + 256);
    webgpu_command_encoder_pop_debug_group(encoder);
    push(WEBGPU_ERROR_FILTER_VALIDATION);
    webgpu_command_buffer_drop(finish(encoder));
    expect_nothing();
    assert_int_equal(taken(), before);
}

/* Of an encoder, and of a pass, that are more than the guest may have. */
static void
test_refused_objects(void **state)
{
    (void)state;
    guest.context->budget.max_objects = webgpu_context_live_objects(guest.context);
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    struct webgpu_command_encoder *encoder = make_encoder();
    expect_out_of_memory("objects that it may have");
    assert_refused(encoder);

    guest.context->budget.max_objects++;
    encoder = make_encoder();
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    webgpu_compute_pass_encoder_drop(begin_pass(encoder));
    expect_out_of_memory("objects that it may have");
    guest.context->budget.max_objects++;
    assert_refused(encoder);
}

static struct webgpu_render_bundle *
make_bundle(struct webgpu_render_pipeline *pipeline, unsigned draws)
{
    struct webgpu_option_texture_format rgba = {true, WEBGPU_TEXTURE_FORMAT_RGBA8UNORM};
    const struct webgpu_render_bundle_encoder_descriptor plain = {.color_formats = {&rgba, 1}};
    const struct webgpu_option_render_bundle_descriptor none = {.some = false};
    struct webgpu_render_bundle_encoder *encoder =
        webgpu_device_create_render_bundle_encoder(guest.device, &plain, ARENA);
    webgpu_render_bundle_encoder_set_pipeline(encoder, pipeline);
    for (unsigned i = 0; i < draws; i++)
        webgpu_render_bundle_encoder_draw(encoder, 3, NONE_U32, NONE_U32, NONE_U32);
    struct webgpu_render_bundle *bundle = webgpu_render_bundle_encoder_finish(encoder, &none, ARENA);
    webgpu_render_bundle_encoder_drop(encoder);
    assert_non_null(bundle);
    return bundle;
}

static const char one_color[] = "@vertex fn vs(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {\n"
                                "    return vec4f(f32(i & 1) * 4 - 1, f32(i >> 1) * 4 - 1, 0, 1);\n"
                                "}\n"
                                "@fragment fn fs() -> @location(0) vec4f { return vec4f(1); }\n";

/* A list that names one bundle often: each time costs what the bundle has recorded. */
static void
test_bundles(void **state)
{
    (void)state;
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(one_color, NULL);
    const uint64_t before = taken();
    struct webgpu_render_bundle *bundle = make_bundle(pipeline, 99);
    const uint64_t price = 101 * WEBGPU_COMMAND_BYTES; /* set-pipeline and its place in the list too */
    assert_int_equal(taken() - before, price - WEBGPU_COMMAND_BYTES);
    struct webgpu_render_bundle *often[1000];
    for (size_t i = 0; i < BASE_COUNT(often); i++)
        often[i] = bundle;

    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    leave_room(100 * price);
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){often, 100}, ARENA);
    expect_nothing();
    end_render(pass);
    push(WEBGPU_ERROR_FILTER_VALIDATION);
    struct webgpu_command_buffer *commands = finish(encoder);
    expect_nothing();
    assert_int_equal(taken() - before, 101 * price + 2 * WEBGPU_COMMAND_BYTES); /* begin, execute, end */
    webgpu_command_buffer_drop(commands);

    encoder = make_encoder();
    pass = begin_render(encoder, &target);
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){often, 1000}, ARENA);
    expect_out_of_memory(ROOM);
    end_render(pass);
    assert_refused(encoder);
    webgpu_render_bundle_drop(bundle);
    assert_int_equal(taken(), before);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
    assert_int_equal(guest.warnings, 0);
}

/* A bundle that could not be recorded is invalid. */
static void
test_refused_bundle(void **state)
{
    (void)state;
    struct target target = make_color_target();
    struct webgpu_render_pipeline *pipeline = make_render_pipeline(one_color, NULL);
    const uint64_t before = taken();
    leave_room(BATCH);
    push(WEBGPU_ERROR_FILTER_VALIDATION);
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    struct webgpu_render_bundle *bundle = make_bundle(pipeline, 100);
    expect_out_of_memory(ROOM);
    expect_validation_error("");
    assert_int_equal(taken(), before);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_render_pass_encoder *pass = begin_render(encoder, &target);
    webgpu_render_pass_encoder_execute_bundles(pass, (struct webgpu_render_bundle_list){&bundle, 1}, ARENA);
    end_render(pass);
    push(WEBGPU_ERROR_FILTER_VALIDATION);
    webgpu_command_buffer_drop(finish(encoder));
    expect_validation_error("");
    webgpu_render_bundle_drop(bundle);
    webgpu_render_pipeline_drop(pipeline);
    drop_target(&target);
}

static void
test_labels(void **state)
{
    (void)state;
    static char text[1000];
    memset(text, 'x', sizeof text);
    const uint64_t before = taken();
    struct webgpu_buffer *buffer = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    webgpu_buffer_set_label(buffer, (struct base_str){text, 600});
    assert_int_equal(taken() - before, 600);
    webgpu_buffer_set_label(buffer, (struct base_str){text, 100});
    assert_int_equal(taken() - before, 100);
    leave_room(500); /* for a copy beside the old one */
    webgpu_buffer_set_label(buffer, (struct base_str){text, 501});
    assert_int_equal(guest.warnings, 1);
    assert_non_null(strstr(guest.logged, "no memory for a label of 501 bytes"));
    assert_int_equal(webgpu_buffer_label(buffer, ARENA).size, 100);
    webgpu_buffer_set_label(buffer, (struct base_str){text, 500});
    assert_int_equal(webgpu_buffer_label(buffer, ARENA).size, 500);
    webgpu_queue_set_label(guest.queue, (struct base_str){text, 50});
    assert_int_equal(taken() - before, 550);
    webgpu_queue_set_label(guest.queue, base_str(""));

    /* A new object is made without. */
    const struct webgpu_buffer_descriptor descriptor = {
        .size = 16, .usage = WEBGPU_BUFFER_USAGE_COPY_DST, .label = {true, {text, sizeof text}}};
    struct webgpu_buffer *other = webgpu_device_create_buffer(guest.device, &descriptor, ARENA);
    assert_int_equal(webgpu_buffer_label(other, ARENA).size, 0);
    webgpu_buffer_drop(other);
    webgpu_buffer_drop(buffer);
    assert_int_equal(taken(), before);
}

static bool
pops(void)
{
    struct abi_pending *op = op_new();
    webgpu_device_pop_error_scope_start(guest.device, op);
    op_wait(op);
    const bool ok = RESULT(op, webgpu_device_pop_error_scope_result)->ok;
    abi_pending_delete(op);
    return ok;
}

/* Those that there is no room for are popped too, each with an error, and those below are as they were. */
static void
test_scopes(void **state)
{
    (void)state;
    const uint64_t before = taken();
    push(WEBGPU_ERROR_FILTER_OUT_OF_MEMORY);
    leave_room(SCOPE);
    for (unsigned i = 0; i < 3; i++)
        webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_VALIDATION);
    assert_int_equal(taken() - before, SCOPE);
    assert_false(pops());
    assert_false(pops());
    assert_true(pops());
    assert_int_equal(taken(), before);
    expect_out_of_memory("no room for an error scope");
    assert_int_equal(taken(), before);
    assert_int_equal(guest.warnings, 0);
}

static void
test_records(void **state)
{
    (void)state;
    const uint64_t before = taken();
    struct webgpu_record_option_gpu_size64 *record = webgpu_record_option_gpu_size64_new(guest.context);
    const struct webgpu_option_u64 value = {true, 1};
    webgpu_record_option_gpu_size64_add(record, base_str("first"), value);
    webgpu_record_option_gpu_size64_add(record, base_str("first"), value);
    const uint64_t one = taken() - before;
    assert_true(one > 5);
    leave_room(one);
    webgpu_record_option_gpu_size64_add(record, base_str("other"), value);
    assert_int_equal(guest.warnings, 0);
    webgpu_record_option_gpu_size64_add(record, base_str("third"), value);
    assert_int_equal(guest.warnings, 1);
    assert_true(webgpu_record_option_gpu_size64_has(record, base_str("other")));
    assert_false(webgpu_record_option_gpu_size64_has(record, base_str("third")));
    webgpu_record_option_gpu_size64_remove(record, base_str("first"));
    webgpu_record_option_gpu_size64_add(record, base_str("third"), value);
    assert_true(webgpu_record_option_gpu_size64_has(record, base_str("third")));
    webgpu_record_option_gpu_size64_drop(record);
    assert_int_equal(taken(), before);
}

/* A stream takes memory as errors come, and without any counts them. */
static void
test_stream(void **state)
{
    (void)state;
    const uint64_t before = taken();
    struct abi_supply *stream = webgpu_device_on_uncaptured_error(guest.device);
    assert_int_equal(taken(), before);
    for (unsigned i = 0; i < 20; i++)
        gpu_device_report(guest.device->native, WGPUErrorType_Validation, "12345678");
    const uint64_t twenty = taken() - before;
    assert_true(twenty >= 32 * sizeof(void *) + 20 * 8); /* the ring, and the messages */
    leave_room(0);
    for (unsigned i = 0; i < 20; i++)
        gpu_device_report(guest.device->native, WGPUErrorType_Validation, "12345678");
    assert_int_equal(taken() - before, twenty);
    bool ended;
    assert_int_equal(stream->ready(stream, &ended), 21); /* with one that says how many were dropped */
    for (unsigned i = 0; i < 21; i++) {
        struct webgpu_error *error = stream->take(stream);
        const struct base_str message = webgpu_error_message(error, ARENA);
        if (i == 20)
            assert_memory_equal(message.data, "20 more errors dropped", 22);
        webgpu_error_drop(error);
    }
    stream->release(stream);
    assert_int_equal(taken(), before);
}

static void
take_out_of_memory(struct abi_supply *stream, struct webgpu_error **error)
{
    bool ended;
    assert_int_equal(stream->ready(stream, &ended), 1);
    *error = stream->take(stream);
    assert_int_equal(webgpu_error_kind(*error), WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR);
}

/* The error that says that there is no room arrives where there is none left: its stream has all been read.
 * But a guest that keeps such errors gets no more than the beginning of what they say. */
static void
test_stream_without_room(void **state)
{
    (void)state;
    const uint64_t before = taken();
    struct abi_supply *stream = webgpu_device_on_uncaptured_error(guest.device);
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_buffer *buffer = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    leave_room(BATCH);
    clear(encoder, buffer, AT_A_TIME + 1);
    struct webgpu_error *error;
    take_out_of_memory(stream, &error);
    const struct base_str message = webgpu_error_message(error, ARENA);
    assert_int_equal(strncmp(message.data, "no room for a command: ", 23), 0);
    webgpu_error_drop(error);

    static char text[100000];
    memset(text, 'x', sizeof text - 1);
    struct webgpu_error *kept[10];
    leave_room(0);
    const uint64_t full = taken();
    for (size_t i = 0; i < BASE_COUNT(kept); i++) {
        gpu_device_report(guest.device->native, WGPUErrorType_OutOfMemory, text);
        take_out_of_memory(stream, &kept[i]);
        assert_int_not_equal(webgpu_error_message(kept[i], ARENA).size, 0);
    }
    assert_true(taken() - full <= BASE_COUNT(kept) * 256);
    for (size_t i = 0; i < BASE_COUNT(kept); i++)
        webgpu_error_drop(kept[i]);
    stream->release(stream);
    webgpu_command_encoder_drop(encoder);
    webgpu_buffer_drop(buffer);
    assert_int_equal(taken(), before);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_commands, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_passes, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_data, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_refused_objects, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bundles, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_refused_bundle, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_labels, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_scopes, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_records, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_stream, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_stream_without_room, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
