/* gpu-device.lost and on-uncaptured-error: WebGPU, "lose the device", "Telemetry". What a guest reads of them
 * is taken from the supplies here. */
#include "webgpu_support.h"

#include <inttypes.h>
#include <pthread.h>

#include "abi/supply.h"
#include "base/clock.h"
#include "webgpu/device.h"
#include "webgpu/text.h"

#define WAIT_NS UINT64_C(10000000000)

static uint32_t
ready(struct abi_supply *supply, bool *ended)
{
    bool ignored;
    return supply->ready(supply, ended != NULL ? ended : &ignored);
}

/* As a guest waits: its source is polled until there is something, or the end. */
static uint32_t
wait_for(struct abi_supply *supply)
{
    const struct base_deadline end = base_deadline_in(WAIT_NS);
    bool ended = false;
    while (ready(supply, &ended) == 0 && !ended && !base_deadline_passed(&end)) {
        supply->source->poll(supply->source, NULL, &end);
        const struct base_deadline nap = base_deadline_in(UINT64_C(1000000));
        base_deadline_sleep(&nap);
    }
    return ready(supply, NULL);
}

/* Takes the loss that is there, and gives the future back. */
static enum webgpu_device_lost_reason
take_loss(struct abi_supply *future)
{
    assert_int_equal(wait_for(future), 1);
    struct webgpu_device_lost_info *info = future->take(future);
    assert_non_null(info);
    future->release(future);
    const enum webgpu_device_lost_reason reason = webgpu_device_lost_info_reason(info);
    assert_int_not_equal(webgpu_device_lost_info_message(info, ARENA).size, 0);
    webgpu_device_lost_info_drop(info);
    return reason;
}

static struct abi_supply *
new_future(void)
{
    struct abi_supply *future = webgpu_device_lost(guest.device);
    assert_non_null(future);
    return future;
}

static void
drop_device(void)
{
    webgpu_queue_drop(guest.queue);
    webgpu_device_drop(guest.device);
    guest.queue = NULL;
    guest.device = NULL;
}

static void
test_destroy(void **state)
{
    (void)state;
    struct abi_supply *before = new_future();
    struct abi_supply *again = new_future();
    struct abi_supply *unread = new_future();
    assert_int_equal(ready(before, NULL), 0);
    webgpu_device_destroy(guest.device);
    struct abi_supply *after = new_future();
    webgpu_device_destroy(guest.device);
    assert_int_equal(take_loss(before), WEBGPU_DEVICE_LOST_REASON_DESTROYED);
    assert_int_equal(take_loss(again), WEBGPU_DEVICE_LOST_REASON_DESTROYED);
    assert_int_equal(take_loss(after), WEBGPU_DEVICE_LOST_REASON_DESTROYED);
    unread->release(unread);
}

/* Nothing is left of the device but its futures. */
static void
test_last_handle(void **state)
{
    (void)state;
    struct abi_supply *future = new_future();
    struct abi_supply *errors = webgpu_device_on_uncaptured_error(guest.device);
    drop_device();
    assert_int_equal(take_loss(future), WEBGPU_DEVICE_LOST_REASON_DESTROYED);
    bool ended;
    assert_int_equal(ready(errors, &ended), 0);
    assert_true(ended);
    errors->release(errors);
}

static void *
lose(void *loss)
{
    const WGPUDevice gone = NULL;
    webgpu_device_on_lost(&gone, WGPUDeviceLostReason_Unknown, (WGPUStringView){"it hung", 7},
                          webgpu_device_loss_ref(loss), NULL);
    return NULL;
}

/* By itself, as the library tells it on a thread of its own; what comes later is no news. */
static void
test_by_itself(void **state)
{
    (void)state;
    struct abi_supply *future = new_future();
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, lose, guest.device->loss), 0);
    assert_int_equal(wait_for(future), 1);
    pthread_join(thread, NULL);
    assert_non_null(strstr(guest.logged, "device is lost: it hung"));
    webgpu_device_destroy(guest.device);
    drop_device();
    struct webgpu_device_lost_info *info = future->take(future);
    assert_int_equal(webgpu_device_lost_info_reason(info), WEBGPU_DEVICE_LOST_REASON_UNKNOWN);
    const struct base_str message = webgpu_device_lost_info_message(info, ARENA);
    assert_true(base_str_equal(message, base_str("it hung")));
    webgpu_device_lost_info_drop(info);
    future->release(future);
}

/* A validation error that no scope takes: a buffer that cannot be mapped both ways. */
static void
make_error(void)
{
    struct webgpu_buffer *buffer =
        make_buffer(16, WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_MAP_WRITE, false);
    webgpu_buffer_drop(buffer);
}

static void
take_error(struct abi_supply *stream, enum webgpu_error_kind kind, char text[256])
{
    assert_true(wait_for(stream) != 0);
    struct webgpu_error *error = stream->take(stream);
    assert_non_null(error);
    assert_int_equal(webgpu_error_kind(error), kind);
    const struct base_str message = webgpu_error_message(error, ARENA);
    snprintf(text, 256, "%.*s", (int)message.size, message.data);
    webgpu_error_drop(error);
}

static void
test_errors_arrive(void **state)
{
    (void)state;
    char text[256];
    make_error(); /* before there is a stream: logged */
    assert_int_equal(guest.warnings, 1);
    struct abi_supply *stream = webgpu_device_on_uncaptured_error(guest.device);
    assert_int_equal(ready(stream, NULL), 0);
    make_error();
    push_validation();
    make_error(); /* captured */
    assert_validation_error();
    struct abi_supply *second = webgpu_device_on_uncaptured_error(guest.device);
    make_error();
    assert_int_equal(wait_for(second), 1);
    assert_int_equal(ready(stream, NULL), 2);
    assert_int_equal(guest.warnings, 1);
    for (int i = 0; i < 2; i++) {
        take_error(stream, WEBGPU_ERROR_KIND_VALIDATION_ERROR, text);
        assert_int_not_equal(strlen(text), 0);
    }
    second->release(second); /* with an error in it: logged */
    assert_int_equal(guest.warnings, 2);
    assert_non_null(strstr(guest.logged, "the guest has not read 1 error; the first is: "));
    make_error();
    take_error(stream, WEBGPU_ERROR_KIND_VALIDATION_ERROR, text);
    stream->release(stream); /* with none */
    assert_int_equal(guest.warnings, 2);
    make_error(); /* logged again */
    assert_int_equal(guest.warnings, 3);
}

/* A guest that never reads is told of once, however many streams it has. */
static void
test_streams_that_are_not_read(void **state)
{
    (void)state;
    struct abi_supply *streams[3];
    for (size_t i = 0; i < BASE_COUNT(streams); i++)
        streams[i] = webgpu_device_on_uncaptured_error(guest.device);
    make_error();
    make_error();
    for (size_t i = 0; i < BASE_COUNT(streams); i++)
        assert_int_equal(wait_for(streams[i]), 2);
    for (size_t i = 0; i < BASE_COUNT(streams); i++)
        streams[i]->release(streams[i]);
    assert_int_equal(guest.warnings, 1);
    assert_non_null(strstr(guest.logged, "the guest has not read 2 errors; the first is: "));
}

static void
push_errors(struct webgpu_device_loss *loss, int count)
{
    const WGPUDevice none = NULL;
    for (int i = 0; i < count; i++)
        webgpu_device_on_error(&none, WGPUErrorType_OutOfMemory, (WGPUStringView){"too much", 8}, loss, NULL);
}

/* 1,024 are kept; behind them is one that counts the others, and then all is as before. */
static void
test_too_many_errors(void **state)
{
    (void)state;
    char text[256];
    struct abi_supply *stream = webgpu_device_on_uncaptured_error(guest.device);
    push_errors(guest.device->loss, 1024);
    assert_int_equal(ready(stream, NULL), 1024);
    push_errors(guest.device->loss, 7);
    assert_int_equal(ready(stream, NULL), 1025);
    for (int i = 0; i < 3; i++)
        take_error(stream, WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR, text);
    push_errors(guest.device->loss, 2); /* there is room, but not before the guest knows */
    assert_int_equal(ready(stream, NULL), 1022);
    for (int i = 3; i < 1024; i++)
        take_error(stream, WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR, text);
    assert_string_equal(text, "too much");
    take_error(stream, WEBGPU_ERROR_KIND_INTERNAL_ERROR, text);
    assert_string_equal(text, "9 more errors dropped: there was no place left");
    assert_int_equal(ready(stream, NULL), 0);
    push_errors(guest.device->loss, 1);
    take_error(stream, WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR, text);
    push_errors(guest.device->loss, 1025);
    for (int i = 0; i < 1025; i++)
        take_error(stream,
                   i < 1024 ? WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR : WEBGPU_ERROR_KIND_INTERNAL_ERROR, text);
    assert_string_equal(text, "1 more error dropped: there was no place left");
    stream->release(stream);
}

/* What was reported before the loss can be read after it; then the stream ends. */
static void
test_errors_of_a_lost_device(void **state)
{
    (void)state;
    char text[256];
    struct abi_supply *stream = webgpu_device_on_uncaptured_error(guest.device);
    make_error();
    assert_int_equal(wait_for(stream), 1);
    webgpu_device_destroy(guest.device);
    struct abi_supply *future = new_future();
    take_loss(future);
    make_error(); /* a lost device has none */
    bool ended = false;
    assert_int_equal(ready(stream, &ended), 1);
    take_error(stream, WEBGPU_ERROR_KIND_VALIDATION_ERROR, text);
    assert_int_equal(ready(stream, &ended), 0);
    assert_true(ended);
    stream->release(stream);
}

#define RACES 20000

static void *
push_many(void *loss)
{
    push_errors(loss, RACES);
    return NULL;
}

/* Errors from another thread while the guest reads, and drops its stream: none is lost or told twice. */
static void
test_another_thread(void **state)
{
    (void)state;
    struct webgpu_device_loss *loss = webgpu_device_loss_ref(guest.device->loss);
    struct abi_supply *stream = webgpu_device_on_uncaptured_error(guest.device);
    struct abi_supply *dropped = webgpu_device_on_uncaptured_error(guest.device);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, push_many, loss), 0);
    uint64_t told = 0;
    while (told < RACES) {
        if (ready(stream, NULL) == 0)
            continue;
        struct webgpu_error *error = stream->take(stream);
        const bool note = webgpu_error_kind(error) == WEBGPU_ERROR_KIND_INTERNAL_ERROR;
        uint64_t count = 1;
        if (note)
            assert_int_equal(sscanf(webgpu_error_message(error, ARENA).data, "%" SCNu64, &count), 1);
        told += count;
        webgpu_error_drop(error);
        if (dropped != NULL && told > 100) {
            dropped->release(dropped);
            dropped = NULL;
        }
    }
    pthread_join(thread, NULL);
    assert_int_equal(told, RACES);
    assert_int_equal(ready(stream, NULL), 0);
    stream->release(stream);
    webgpu_device_loss_unref(loss);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup_device, teardown)
        TEST(destroy),
        TEST(last_handle),
        TEST(by_itself),
        TEST(errors_arrive),
        TEST(streams_that_are_not_read),
        TEST(too_many_errors),
        TEST(errors_of_a_lost_device),
        TEST(another_thread),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
