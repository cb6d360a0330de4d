/* The log: what filters say, how lines look, and that threads' lines stay whole. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/count.h"
#include "base/log.h"

struct lines {
    int count;
    enum base_log_level level;
    enum base_log_room room;
    char last[4096];
};

static void
keep(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    struct lines *lines = env;
    lines->count++;
    lines->level = level;
    lines->room = room;
    snprintf(lines->last, sizeof lines->last, "%s", line);
    base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_HOST, "a sink that logs is not called again");
}

static void
set_filter(const char *filter)
{
    wasigpu_error_t *error = base_log_filter(filter);
    if (error != NULL)
        fail_msg("%s: %s", filter != NULL ? filter : "no filter", wasigpu_error_message(error));
}

static int
finish(void **state)
{
    (void)state;
    base_log_set_sink(NULL, NULL);
    base_log_scope = (struct base_log_scope){0};
    set_filter(NULL);
    return 0;
}

static void
test_rooms_start_at_warn(void **state)
{
    (void)state;
    for (int room = 0; room < BASE_LOG_ROOM_COUNT; room++) {
        assert_true(base_log_enabled(BASE_LOG_WARN, (enum base_log_room)room));
        assert_false(base_log_enabled(BASE_LOG_INFO, (enum base_log_room)room));
    }
}

static void
test_filters(void **state)
{
    (void)state;
    static const struct {
        const char *filter;
        enum base_log_level abi, gpu, webgpu, engine, host;
    } rows[] = {
        {NULL, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN},
        {"", BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN},
        {" , ,", BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN},
        {"debug", BASE_LOG_DEBUG, BASE_LOG_DEBUG, BASE_LOG_DEBUG, BASE_LOG_DEBUG, BASE_LOG_DEBUG},
        {"OFF", BASE_LOG_OFF, BASE_LOG_OFF, BASE_LOG_OFF, BASE_LOG_OFF, BASE_LOG_OFF},
        {"webgpu=trace,engine=info", BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_TRACE, BASE_LOG_INFO,
         BASE_LOG_WARN},
        {"warn,gpu=debug", BASE_LOG_WARN, BASE_LOG_DEBUG, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN},
        {"gpu=debug,error", BASE_LOG_ERROR, BASE_LOG_DEBUG, BASE_LOG_ERROR, BASE_LOG_ERROR, BASE_LOG_ERROR},
        {"webgpu", BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_TRACE, BASE_LOG_WARN, BASE_LOG_WARN},
        {"webgpu=", BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_TRACE, BASE_LOG_WARN, BASE_LOG_WARN},
        {" abi = Info , host=ERROR ", BASE_LOG_INFO, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN,
         BASE_LOG_ERROR},
        {"gpu=info,gpu=trace", BASE_LOG_WARN, BASE_LOG_TRACE, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN},
        {"info,debug", BASE_LOG_DEBUG, BASE_LOG_DEBUG, BASE_LOG_DEBUG, BASE_LOG_DEBUG, BASE_LOG_DEBUG},
        {"gpu=off", BASE_LOG_WARN, BASE_LOG_OFF, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN},
        {"wasmtime=debug,wgpu_core::device=trace,a-b", BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN,
         BASE_LOG_WARN, BASE_LOG_WARN},
        {"GPU=debug", BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN, BASE_LOG_WARN},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        set_filter(rows[i].filter);
        const enum base_log_level levels[] = {rows[i].abi, rows[i].gpu, rows[i].webgpu, rows[i].engine,
                                              rows[i].host};
        for (size_t room = 0; room < BASE_COUNT(levels); room++) {
            if (base_log_levels[room] != levels[room])
                fail_msg("row %zu: room %zu is at %d", i, room, base_log_levels[room]);
        }
    }
}

static void
test_bad_filters_change_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *filter, *part;
    } rows[] = {
        {"webgpu=debgu", "\"webgpu=debgu\""},
        {"info,gpu=9", "\"gpu=9\""},
        {"a=b=c", "\"a=b=c\""},
        {"=info", "\"=info\""},
        {"9lives", "\"9lives\""},
        {"gpu=info/regex", "\"gpu=info/regex\""},
        {"two words", "\"two words\""},
        {"=", "\"=\""},
    };
    set_filter("gpu=debug");
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        wasigpu_error_t *error = base_log_filter(rows[i].filter);
        if (error == NULL)
            fail_msg("%s: no error", rows[i].filter);
        if (strstr(wasigpu_error_message(error), rows[i].part) == NULL)
            fail_msg("%s: %s", rows[i].filter, wasigpu_error_message(error));
        wasigpu_error_delete(error);
        assert_int_equal(base_log_levels[BASE_LOG_ROOM_GPU], BASE_LOG_DEBUG);
        assert_int_equal(base_log_levels[BASE_LOG_ROOM_ABI], BASE_LOG_WARN);
    }
}

static void
test_lines(void **state)
{
    (void)state;
    struct lines lines = {0};
    base_log_set_sink(keep, &lines);
    base_log(BASE_LOG_INFO, BASE_LOG_ROOM_WEBGPU, "not enabled");
    assert_int_equal(lines.count, 0);

    errno = 4711;
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_ABI, "%d\nlines", 2);
    assert_int_equal(errno, 4711);
    assert_int_equal(lines.count, 1);
    assert_string_equal(lines.last, "warn  abi     2 lines");
    assert_int_equal(lines.level, BASE_LOG_WARN);
    assert_int_equal(lines.room, BASE_LOG_ROOM_ABI);

    const int32_t handle = 5;
    base_log_scope = (struct base_log_scope){"[method]gpu-queue.submit", &handle};
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_WEBGPU, "buffer \"%s\" is destroyed", "weights");
    assert_string_equal(lines.last,
                        "warn  webgpu  [method]gpu-queue.submit(#5): buffer \"weights\" is destroyed");

    base_log_scope = (struct base_log_scope){"get-gpu", NULL};
    base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_GPU, "no adapter");
    assert_string_equal(lines.last, "error gpu     get-gpu: no adapter");
    assert_int_equal(lines.count, 3);
}

static void
test_lines_longer_than_the_buffer(void **state)
{
    (void)state;
    struct lines lines = {0};
    base_log_set_sink(keep, &lines);
    char text[2000];
    for (size_t size = 450; size < sizeof text; size++) {
        memset(text, 'x', size);
        text[size] = '\0';
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_HOST, "%s", text);
        assert_int_equal(strlen(lines.last), strlen("error host    ") + size);
        assert_string_equal(lines.last + strlen("error host    "), text);
    }
}

#define THREADS 4
#define LINES_EACH 500

static void *
write_lines(void *arg)
{
    const char letter = *(const char *)arg;
    for (int i = 0; i < LINES_EACH; i++)
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_HOST, "%c%c%c%c%c%c%c%c", letter, letter, letter, letter,
                 letter, letter, letter, letter);
    return NULL;
}

/* Without a sink, lines go to standard error, whole, whatever thread they come from. */
static void
test_standard_error(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stderr);
    const int saved = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    static const char letters[THREADS] = {'a', 'b', 'c', 'd'};
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, write_lines, (void *)(uintptr_t)&letters[i]);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    dup2(saved, STDERR_FILENO);
    close(saved);

    rewind(file);
    int counts[THREADS] = {0};
    char line[64];
    while (fgets(line, sizeof line, file) != NULL) {
        assert_int_equal(strlen(line), strlen("error host    aaaaaaaa\n"));
        assert_memory_equal(line, "error host    ", 14);
        assert_true(line[14] >= 'a' && line[14] < 'a' + THREADS);
        for (size_t i = 14; i < 22; i++)
            assert_int_equal(line[i], line[14]);
        counts[line[14] - 'a']++;
    }
    fclose(file);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(counts[i], LINES_EACH);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rooms_start_at_warn), /* first: it looks at what no one has set */
        cmocka_unit_test_teardown(test_filters, finish),
        cmocka_unit_test_teardown(test_bad_filters_change_nothing, finish),
        cmocka_unit_test_teardown(test_lines, finish),
        cmocka_unit_test_teardown(test_lines_longer_than_the_buffer, finish),
        cmocka_unit_test_teardown(test_standard_error, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
