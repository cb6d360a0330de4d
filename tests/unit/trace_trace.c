/* A whole trace: guests of several threads in one file, and its end at any time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/count.h"
#include "trace/trace.h"
#include "trace_path.h"

static const struct abi_import things[] = {
    {"[method]gpu-thing.size", "h", "i", abi_missing},
    {"[method]gpu-thing.bad", "h", "", abi_missing},
    {"[method]gpu-thing.join", "hhhh", "h", abi_missing},
    {"nothing", "", "", abi_missing},
};
enum { SIZE, BAD, JOIN, NOTHING };
static const struct abi_interface interface = {"wasi:things/things@1.0.0", things, BASE_COUNT(things)};
static const struct abi_interface *const interfaces[] = {&interface};

static struct trace *
start(void)
{
    struct trace *trace;
    assert_null(trace_new(path, &trace));
    return trace;
}

static struct trace_guest *
enter(struct trace *trace, const char *name)
{
    struct trace_guest *guest = trace_guest_new(trace, interfaces, 1, name);
    assert_non_null(guest);
    trace_recorder_start(trace_guest_recorder(guest), &(struct trace_gauges){0});
    return guest;
}

static void
call(struct trace_guest *guest, uint32_t number, uint32_t handle, const char *trap)
{
    struct abi_watch *watch = &trace_guest_recorder(guest)->watch;
    union abi_slot slots[4] = {{.u32 = handle}, {.u32 = 2}, {.u32 = 3}, {.u32 = 4}};
    struct abi_span span;
    watch->call_begin(watch, &span, number, slots);
    if (number == JOIN)
        slots[0].u32 = 99;
    watch->call_end(watch, &span, slots, NULL, trap);
}

/* The file's text; the caller's. */
static char *
text_of(void)
{
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    const size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(1, size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, size, file), size);
    fclose(file);
    return text;
}

/* Not by strstr: the address sanitizer's reads the rest of the text each time. */
static size_t
count(const char *text, const char *part)
{
    const size_t length = strlen(part);
    size_t found = 0;
    for (const char *at = text; *at != '\0'; at++)
        found += *at == *part && strncmp(at, part, length) == 0;
    return found;
}

static void
assert_closed(const char *text)
{
    assert_memory_equal(text, "[\n{", 3);
    assert_string_equal(text + strlen(text) - 4, "}\n]\n");
    assert_int_equal(count(text, "\n,"), 0);
    assert_int_equal(count(text, "{}"), 0);
}

static void
test_what_is_in_it(void **state)
{
    (void)state;
    struct trace *trace = start();
    struct trace_guest *guest = enter(trace, "a \"guest\"\n");
    call(guest, SIZE, 17, NULL);
    call(guest, BAD, 18, "no \\ such");
    call(guest, JOIN, 1, NULL);
    call(guest, NOTHING, 0, NULL);
    call(guest, NOTHING, 0, "why");
    trace_guest_delete(guest);
    trace_finish(trace);
    trace_finish(trace);
    assert_null(trace_check(trace));
    char *text = text_of();
    assert_closed(text);
    assert_int_equal(count(text, "\"name\":\"[method]gpu-thing.size\",\"args\":{\"handle\":17}}"), 1);
    assert_int_equal(count(text, "\"args\":{\"handle\":18,\"trap\":\"no \\\\ such\"}}"), 1);
    assert_int_equal(count(text, "gpu-thing.join\",\"args\":{\"handle\":1,\"with\":[2,3,4],\"result\":99}}"),
                     1);
    assert_int_equal(count(text, "\"name\":\"nothing\"}"), 1);
    assert_int_equal(count(text, "\"name\":\"nothing\",\"args\":{\"trap\":\"why\"}}"), 1);
    assert_int_equal(count(text, "\"cat\":\"wasi:things\""), 5);
    assert_int_equal(count(text, "\"name\":\"a \\\"guest\\\"\\u000a\""), 2); /* its track, and its time */
    free(text);
    assert_int_equal(trace_totals(trace).calls, 5);
    trace_delete(trace);
}

/* One that is killed leaves whole events. */
static void
test_a_call_under_way(void **state)
{
    (void)state;
    struct trace *trace = start();
    struct trace_guest *guest = enter(trace, "guest");
    struct abi_watch *watch = &trace_guest_recorder(guest)->watch;
    union abi_slot slots[1] = {{.u32 = 1}};
    struct abi_span span;
    watch->call_begin(watch, &span, BAD, slots);
    trace_finish(trace);
    char *text = text_of();
    assert_closed(text);
    assert_int_equal(count(text, "\"name\":\"[method]gpu-thing.bad\",\"args\":{\"unfinished\":true}}"), 1);
    watch->call_end(watch, &span, slots, NULL, NULL); /* is counted, though it is not written */
    trace_guest_delete(guest);
    assert_int_equal(trace_totals(trace).calls, 1);
    trace_delete(trace);
    char *later = text_of();
    assert_string_equal(later, text);
    free(text);
    free(later);
}

#define THREADS 4
#define CALLS (TRACE_RING_SIZE + 5000)

static void *
run_guest(void *env)
{
    for (int i = 0; i < 2; i++) {
        struct trace_guest *guest = enter(env, "guest");
        for (uint32_t k = 0; k < CALLS; k++)
            call(guest, SIZE, k, NULL);
        trace_guest_delete(guest);
    }
    return NULL;
}

/* More than the rings hold: none is missing. */
static void
test_many_guests(void **state)
{
    (void)state;
    struct trace *trace = start();
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_guest, trace), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    trace_finish(trace);
    const struct trace_totals totals = trace_totals(trace);
    assert_int_equal(totals.calls, 2 * THREADS * CALLS);
    assert_int_equal(totals.lost, 0);
    char *text = text_of();
    assert_closed(text);
    assert_int_equal(count(text, "gpu-thing.size"), totals.calls);
    assert_int_equal(count(text, "\"thread_name\""), 2 * THREADS); /* of two guests each */
    free(text);

    struct trace_function_totals functions[2];
    assert_int_equal(trace_functions(trace, functions, 2), 1);
    assert_string_equal(functions[0].import->name, "[method]gpu-thing.size");
    assert_int_equal(functions[0].sum.calls, totals.calls);
    trace_delete(trace);
}

struct busy {
    struct trace *trace;
    atomic_uint rings; /* that it has filled */
    atomic_bool ends;
};

static void *
run_busy(void *env)
{
    struct busy *busy = env;
    struct trace_guest *guest = enter(busy->trace, "busy");
    while (!atomic_load(&busy->ends)) {
        for (uint32_t i = 0; i < TRACE_RING_SIZE; i++)
            call(guest, SIZE, i, NULL);
        atomic_fetch_add(&busy->rings, 1);
    }
    trace_guest_delete(guest);
    return NULL;
}

/* One that never pauses keeps neither another one's calls from the file, nor the file from its end. */
static void
test_a_busy_guest(void **state)
{
    (void)state;
    struct busy busy = {.trace = start()};
    struct trace_guest *other = enter(busy.trace, "other");
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run_busy, &busy), 0);
    for (uint32_t i = 0; i < CALLS; i++)
        call(other, BAD, i, NULL);
    trace_guest_delete(other);
    while (atomic_load(&busy.rings) < 4)
        usleep(1000);
    trace_finish(busy.trace);
    assert_null(trace_check(busy.trace));
    char *text = text_of();
    assert_closed(text);
    assert_int_equal(count(text, "gpu-thing.bad"), CALLS);
    assert_true(count(text, "gpu-thing.size") >= TRACE_RING_SIZE);
    free(text);
    atomic_store(&busy.ends, true);
    pthread_join(thread, NULL);
    trace_delete(busy.trace);
}

static void
test_functions_by_time(void **state)
{
    (void)state;
    struct trace *trace;
    assert_null(trace_new(NULL, &trace));
    struct trace_guest *guest = enter(trace, "guest");
    for (int i = 0; i < 1000; i++)
        call(guest, BAD, 0, NULL);
    call(guest, SIZE, 0, NULL);
    struct trace_function_totals functions[3];
    assert_int_equal(trace_functions(trace, functions, 0), 2);
    assert_int_equal(trace_functions(trace, functions, 3), 2);
    assert_true(functions[0].sum.ticks >= functions[1].sum.ticks);
    assert_int_equal(functions[0].sum.calls + functions[1].sum.calls, 1001);
    trace_finish(trace); /* there is nothing to finish */
    assert_null(trace_check(trace));
    trace_guest_delete(guest);
    assert_int_equal(trace_functions(trace, functions, 3), 2);
    trace_delete(trace);
}

static void
test_a_full_device(void **state)
{
    (void)state;
    struct trace *trace;
    assert_null(trace_new("/dev/full", &trace));
    struct trace_guest *guest = enter(trace, "guest");
    for (uint32_t i = 0; i < CALLS; i++)
        call(guest, SIZE, i, NULL);
    trace_guest_delete(guest);
    trace_finish(trace);
    wasigpu_error_t *error = trace_check(trace);
    assert_non_null(error);
    assert_string_equal(wasigpu_error_message(error), "/dev/full is not whole: No space left on device");
    wasigpu_error_delete(error);
    assert_int_equal(trace_totals(trace).calls, CALLS);
    trace_delete(trace);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_in_it),     cmocka_unit_test(test_a_call_under_way),
        cmocka_unit_test(test_many_guests),       cmocka_unit_test(test_a_busy_guest),
        cmocka_unit_test(test_functions_by_time), cmocka_unit_test(test_a_full_device),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
