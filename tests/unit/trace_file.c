/* A trace's file: what is in it however it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "trace/file.h"
#include "trace_path.h"

/* Of the file at `path`; the caller's. */
static char *
read_back(size_t *size)
{
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    *size = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    return text;
}

static void
assert_holds(const char *expected)
{
    size_t size;
    char *text = read_back(&size);
    assert_string_equal(text, expected);
    free(text);
}

static void
test_an_array(void **state)
{
    (void)state;
    struct trace_file file;
    assert_null(trace_file_open(&file, path));
    TRACE_TEXT_LITERAL(&file.text, "{}");
    trace_file_flush(&file);
    assert_holds("[\n{}");
    TRACE_TEXT_LITERAL(&file.text, TRACE_EVENT_START "{}");
    trace_file_close(&file);
    assert_int_equal(file.error, 0);
    assert_holds("[\n{},\n{}\n]\n");
}

static void
test_what_was_there_is_gone(void **state)
{
    test_an_array(state);
    struct trace_file file;
    assert_null(trace_file_open(&file, path));
    trace_file_close(&file);
    assert_holds("[\n\n]\n");
}

static void
test_no_such_folder(void **state)
{
    (void)state;
    struct trace_file file;
    wasigpu_error_t *error = trace_file_open(&file, "/no/such/folder");
    assert_non_null(error);
    assert_string_equal(wasigpu_error_message(error),
                        "cannot write /no/such/folder: No such file or directory");
    wasigpu_error_delete(error);
}

static void
test_a_full_device(void **state)
{
    (void)state;
    struct trace_file file;
    assert_null(trace_file_open(&file, "/dev/full"));
    TRACE_TEXT_LITERAL(&file.text, "{}");
    trace_file_flush(&file);
    assert_int_equal(file.error, ENOSPC);
    for (int i = 0; i < 1000000; i++) { /* goes on, and keeps nothing */
        trace_file_make_room(&file);
        TRACE_TEXT_LITERAL(&file.text, TRACE_EVENT_START "{}");
    }
    trace_file_close(&file);
    assert_int_equal(file.error, ENOSPC);
}

static void
test_a_pipe_without_a_reader(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    char name[64];
    snprintf(name, sizeof name, "/dev/fd/%d", ends[1]);
    signal(SIGPIPE, SIG_IGN);
    struct trace_file file;
    wasigpu_error_t *error = trace_file_open(&file, name);
    assert_null(error);
    trace_file_close(&file);
    assert_int_equal(file.error, EPIPE);
    close(ends[1]);
}

/* Where the end of the disk comes within a flush, the events before it stay, and the array is closed. */
static void
test_half_an_event_is_taken_back(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {.rlim_cur = 100, .rlim_max = before.rlim_max};
    struct trace_file file;
    assert_null(trace_file_open(&file, path));
    TRACE_TEXT_LITERAL(&file.text, "{\"first\":1}");
    trace_file_flush(&file);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; i < 30; i++)
        TRACE_TEXT_LITERAL(&file.text, TRACE_EVENT_START "{\"more\":1}");
    trace_file_close(&file);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(file.error, EFBIG);
    assert_holds("[\n{\"first\":1}\n]\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_array),
        cmocka_unit_test(test_what_was_there_is_gone),
        cmocka_unit_test(test_no_such_folder),
        cmocka_unit_test(test_a_full_device),
        cmocka_unit_test(test_a_pipe_without_a_reader),
        cmocka_unit_test(test_half_an_event_is_taken_back),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
