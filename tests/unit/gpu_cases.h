/* Cases that try a use of the GPU, each with the error that it is to give, on one device that they share.
 *
 * An abort shall be one test's and have its name: the cases run in a process of their own, and if that does
 * not live to its end, each runs in one. */
#ifndef TESTS_GPU_CASES_H
#define TESTS_GPU_CASES_H

#include "gpu_fixture.h"

#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>

#include "base/count.h"

extern char **environ;

struct gpu_case {
    const char *name;
    void (*run)(const struct gpu_fixture *gpu);
    WGPUErrorType error; /* the first that the case's scope is to see */
};

/* A program's cases, and what still has to work behind each: a case that breaks the device fails. */
struct gpu_cases {
    const struct gpu_case *items;
    size_t count;
    void (*set_up)(const struct gpu_fixture *gpu);
    void (*still_works)(const struct gpu_fixture *gpu);
    void (*tear_down)(void);
};

static struct gpu_fixture shared_gpu;
static const struct gpu_cases *shared_cases;

static int
set_up_cases(void **state)
{
    (void)state;
    fixture_init(&shared_gpu);
    shared_cases->set_up(&shared_gpu);
    return 0;
}

static int
tear_down_cases(void **state)
{
    (void)state;
    shared_cases->tear_down();
    fixture_finish(&shared_gpu);
    return 0;
}

static void
test_case(void **state)
{
    const struct gpu_case *row = *state;
    wgpuDevicePushErrorScope(shared_gpu.device, WGPUErrorFilter_Validation);
    row->run(&shared_gpu);
    const struct scope_result result = pop_scope(&shared_gpu);
    if (result.type != row->error)
        fail_msg("%s: error type %d, message \"%s\"", row->name, result.type, result.message);
    assert_int_equal(result.message[0] == '\0', row->error == WGPUErrorType_NoError);
    shared_cases->still_works(&shared_gpu);
}

/* Runs this program for one case, or for "all" of them; how it ended. */
static int
run_in_process(const char *case_name)
{
    char program[] = "/proc/self/exe";
    char name[100];
    snprintf(name, sizeof name, "%s", case_name);
    char *const arguments[] = {program, name, NULL};
    pid_t child;
    int status;
    if (posix_spawn(&child, program, NULL, NULL, arguments, environ) != 0 ||
        waitpid(child, &status, 0) != child)
        abort();
    return status;
}

static void
test_in_process(void **state)
{
    const struct gpu_case *row = *state;
    const int status = run_in_process(row->name);
    if (WIFSIGNALED(status))
        fail_msg("%s: ended by signal %d", row->name, WTERMSIG(status));
    if (WEXITSTATUS(status) != 0)
        fail_msg("%s failed", row->name);
}

/* The program's main. */
static int
run_cases(const struct gpu_cases *cases, int argument_count, char **arguments)
{
    const char *only = argument_count > 1 ? arguments[1] : NULL;
    shared_cases = cases;
    if (only == NULL) {
        const int status = run_in_process("all");
        if (WIFEXITED(status))
            return WEXITSTATUS(status);
    }
    struct CMUnitTest *tests = calloc(cases->count, sizeof *tests);
    assert_non_null(tests);
    size_t used = 0;
    for (size_t i = 0; i < cases->count; i++) {
        if (only != NULL && strcmp(only, "all") != 0 && strcmp(only, cases->items[i].name) != 0)
            continue;
        tests[used++] = (struct CMUnitTest){
            .name = cases->items[i].name,
            .test_func = only != NULL ? test_case : test_in_process,
            .initial_state = (void *)(uintptr_t)&cases->items[i],
        };
    }
    const int result = _cmocka_run_group_tests("cases", tests, used, only != NULL ? set_up_cases : NULL,
                                               only != NULL ? tear_down_cases : NULL);
    free(tests);
    return result;
}

#endif
