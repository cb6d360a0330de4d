/* When passes run on the GPU, of a guest that is traced: each is told of once, and the guest sees nothing of
 * it. Where the adapter has no timestamps, none is. */
#include "webgpu_support.h"

#include <limits.h>

#include "webgpu/adapter.h"
#include "webgpu/device.h"
#include "webgpu/pass_times.h"

struct watch {
    struct webgpu_pass_watch base;
    size_t count;
    char last_name[64];
    bool backwards; /* one that ends before it begins */
};

static struct watch watch;
static bool timed; /* the adapter has timestamps */

static void
ran(struct webgpu_pass_watch *base, const char *name, uint64_t start_ns, uint64_t end_ns)
{
    struct watch *self = (struct watch *)base;
    self->count++;
    snprintf(self->last_name, sizeof self->last_name, "%s", name);
    self->backwards = self->backwards || end_ns < start_ns;
}

static int
setup_with(void **state, const struct webgpu_device_descriptor *descriptor, unsigned pause)
{
    if (setup_gpu(state) != 0)
        return -1;
    watch = (struct watch){.base = {ran, pause}};
    guest.context->pass_watch = &watch.base;
    guest.adapter = any_adapter();
    timed = webgpu_features_contain(guest.adapter->features.set, WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY);
    if (descriptor != NULL && !timed)
        descriptor = NULL;
    guest.device = request_device(guest.adapter, descriptor, NULL, NULL);
    if (guest.device == NULL)
        return -1;
    guest.queue = webgpu_device_queue(guest.device);
    return guest.queue == NULL ? -1 : 0;
}

static int
setup(void **state)
{
    return setup_with(state, NULL, 0);
}

static int
setup_long_pause(void **state)
{
    return setup_with(state, NULL, UINT_MAX);
}

static int
setup_own_timestamps(void **state)
{
    enum webgpu_feature_name feature = WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY;
    const struct webgpu_device_descriptor descriptor = {.required_features = {true, {&feature, 1}}};
    return setup_with(state, &descriptor, 0);
}

static void
record_passes(struct webgpu_command_encoder *encoder, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
        webgpu_compute_pass_encoder_end(pass);
        webgpu_compute_pass_encoder_drop(pass);
    }
}

static void
submit_passes(unsigned count)
{
    struct webgpu_command_encoder *encoder = make_encoder();
    record_passes(encoder, count);
    submit(encoder);
}

/* All that were submitted have been told of. */
static void
assert_told(size_t count)
{
    const struct base_deadline end = base_deadline_in(UINT64_C(60000000000));
    do /* on a machine that is busy it does not take as long as the GPU may */
        webgpu_pass_times_drain(guest.device);
    while (timed && watch.count < count && !base_deadline_passed(&end));
    assert_int_equal(watch.count, timed ? count : 0);
    assert_false(watch.backwards);
}

static void
test_each_once(void **state)
{
    (void)state;
    push_validation();
    for (unsigned i = 0; i < 5; i++)
        submit_passes(3);
    assert_told(15);
    submit_passes(0);
    assert_told(15);
    struct webgpu_command_encoder *encoder = make_encoder();
    const struct webgpu_option_compute_pass_descriptor labelled = {
        .some = true,
        .value = {.label = {true, base_str("sums")}},
    };
    struct webgpu_compute_pass_encoder *pass =
        webgpu_command_encoder_begin_compute_pass(encoder, &labelled, ARENA);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    submit(encoder);
    assert_told(16);
    assert_string_equal(watch.last_name, timed ? "compute pass sums" : "");
    assert_no_error();
}

/* More in one encoder than a set has room for: the rest goes without. */
static void
test_many_passes(void **state)
{
    (void)state;
    push_validation();
    submit_passes(1000);
    assert_told(64);
    submit_passes(1);
    assert_told(65);
    assert_no_error();
}

/* More under way than there are sets. */
static void
test_many_submits(void **state)
{
    (void)state;
    push_validation();
    struct webgpu_command_encoder *encoders[100];
    for (size_t i = 0; i < BASE_COUNT(encoders); i++) {
        encoders[i] = make_encoder();
        record_passes(encoders[i], 1);
    }
    for (size_t i = 0; i < BASE_COUNT(encoders); i++)
        submit(encoders[i]);
    assert_told(32);
    submit_passes(1);
    assert_told(33);
    assert_no_error();
}

/* Passes that follow on timed ones too soon go without, but for those of the same encoder. */
static void
test_pause(void **state)
{
    (void)state;
    push_validation();
    submit_passes(3);
    submit_passes(3);
    submit_passes(1);
    assert_told(3);
    assert_no_error();
}

/* What is recorded and never submitted gives its set back, whether it has been finished or not. */
static void
test_dropped(void **state)
{
    (void)state;
    push_validation();
    for (unsigned i = 0; i < 200; i++) {
        struct webgpu_command_encoder *encoder = make_encoder();
        record_passes(encoder, 2);
        if (i % 2 == 0)
            webgpu_command_buffer_drop(finish(encoder)); /* which drops the encoder */
        else
            webgpu_command_encoder_drop(encoder);
    }
    submit_passes(2);
    assert_told(2);
    assert_no_error();
}

/* A submit that is refused runs nothing, and what was in the set before is not told again. */
static void
test_refused_submit(void **state)
{
    (void)state;
    submit_passes(2);
    assert_told(2);
    struct webgpu_buffer *from = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_SRC, false);
    struct webgpu_buffer *to = make_buffer(16, WEBGPU_BUFFER_USAGE_COPY_DST, false);
    struct webgpu_command_encoder *encoder = make_encoder();
    record_passes(encoder, 2);
    webgpu_command_encoder_copy_buffer_to_buffer(encoder, from, NONE_U64, to, NONE_U64, NONE_U64);
    webgpu_buffer_destroy(to);
    push_validation();
    submit(encoder);
    assert_validation_error();
    assert_told(2);
    submit_passes(1);
    assert_told(3);
    webgpu_buffer_drop(from);
    webgpu_buffer_drop(to);
}

static void
test_an_invalid_encoder(void **state)
{
    (void)state;
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *open = begin_pass(encoder); /* at its finish */
    push_validation();
    struct webgpu_command_buffer *commands = finish(encoder);
    assert_validation_error();
    webgpu_command_buffer_drop(commands);
    webgpu_compute_pass_encoder_drop(open);
    submit_passes(1);
    assert_told(1);
}

/* The feature, its queries, and what counts. */
static void
test_the_guest_sees_nothing(void **state)
{
    (void)state;
    assert_false(webgpu_supported_features_has(&guest.device->features, base_str("timestamp-query")));
    const size_t before = webgpu_context_live_objects(guest.context);
    const uint64_t bytes = guest.context->budget.bytes;
    submit_passes(3);
    webgpu_pass_times_drain(guest.device);
    assert_int_equal(webgpu_context_live_objects(guest.context), before);
    assert_int_equal(guest.context->budget.bytes, bytes);
    const struct webgpu_query_set_descriptor descriptor = {.type = WEBGPU_QUERY_TYPE_TIMESTAMP, .count = 2};
    struct webgpu_query_set *set = NULL;
    struct webgpu_create_query_set_error error;
    assert_false(webgpu_device_create_query_set(guest.device, &descriptor, ARENA, &set, &error));
    assert_int_equal(error.kind, WEBGPU_CREATE_QUERY_SET_ERROR_KIND_TYPE_ERROR);
}

/* A pass has room for one set only: the guest's. */
static void
test_own_timestamps(void **state)
{
    (void)state;
    if (!timed)
        return;
    const struct webgpu_query_set_descriptor set_descriptor = {.type = WEBGPU_QUERY_TYPE_TIMESTAMP,
                                                               .count = 2};
    struct webgpu_query_set *set = NULL;
    struct webgpu_create_query_set_error error;
    assert_true(webgpu_device_create_query_set(guest.device, &set_descriptor, ARENA, &set, &error));
    const struct webgpu_option_compute_pass_descriptor descriptor = {
        .some = true,
        .value = {.timestamp_writes = {true, {.query_set = set, .beginning_of_pass_write_index = {true, 0}}}},
    };
    push_validation();
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass =
        webgpu_command_encoder_begin_compute_pass(encoder, &descriptor, ARENA);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    record_passes(encoder, 1);
    submit(encoder);
    assert_told(1);
    assert_no_error();
    webgpu_query_set_drop(set);
}

/* What runs when its device goes is told of first. */
static void
test_a_device_that_goes(void **state)
{
    (void)state;
    submit_passes(2);
    webgpu_device_destroy(guest.device);
    assert_int_equal(watch.count, timed ? 2 : 0);
    submit_passes(2); /* on a lost device */
    webgpu_device_destroy(guest.device);
    assert_int_equal(watch.count, timed ? 2 : 0);
}

static void
test_nobody_wants_to_know(void **state)
{
    (void)state;
    assert_null(guest.device->pass_times);
    submit_passes(2);
    webgpu_pass_times_drain(guest.device);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_passes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_submits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pause, setup_long_pause, teardown),
        cmocka_unit_test_setup_teardown(test_dropped, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused_submit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_an_invalid_encoder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_guest_sees_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_own_timestamps, setup_own_timestamps, teardown),
        cmocka_unit_test_setup_teardown(test_a_device_that_goes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nobody_wants_to_know, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
