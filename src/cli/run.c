/* wasigpu run: runs a module with WASI and wasi:webgpu, and passes its exit code on. */
#include <argp.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/amount.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/signals.h"
#include "wasigpu/module.h"
#include "wasigpu/run.h"

enum {
    KEY_DIR = 0x200,
    KEY_ENV,
    KEY_INHERIT_ENV,
    KEY_INVOKE,
    KEY_TIMEOUT,
    KEY_MAX_MEMORY,
    KEY_MAX_GPU_MEMORY,
    KEY_MAX_OBJECTS,
    KEY_PRECOMPILED,
    KEY_WORKGROUP_MEMORY
};

static const struct argp_option run_options[] = {
    {"dir", KEY_DIR, "HOST[::GUEST]", 0, "give it a directory, under the name GUEST; may be repeated", 0},
    {"env", KEY_ENV, "K[=V]", 0, "set a variable, or pass one on; may be repeated", 0},
    {"inherit-env", KEY_INHERIT_ENV, NULL, 0, "pass on the whole environment", 0},
    {"invoke", KEY_INVOKE, "EXPORT", 0, "call this function, which has no parameters, instead of _start", 0},
    {"timeout", KEY_TIMEOUT, "DURATION", 0, "end it after this time: 500ms, 10s, 2m; seconds without a unit",
     0},
    {"max-memory", KEY_MAX_MEMORY, "SIZE", 0,
     "let each of its memories grow up to this: 64MiB, 1G; bytes without a unit", 0},
    {"max-gpu-memory", KEY_MAX_GPU_MEMORY, "SIZE", 0, "let it have this much in buffers and textures", 0},
    {"max-objects", KEY_MAX_OBJECTS, "N", 0, "let it have so many buffers, bind groups and the like", 0},
    {"allow-precompiled", KEY_PRECOMPILED, NULL, 0,
     "FILE may be the output of wasigpu compile, which is native code: only if you trust it", 0},
    {"allow-uninitialized-workgroup-memory", KEY_WORKGROUP_MEMORY, NULL, 0,
     "on wgpu-native, which does not zero it: for guests whose shaders do", 0},
    {0},
};

static const char doc[] =
    "Runs a WebAssembly module that uses WASI preview1 and wasi:webgpu. What stands behind FILE is for the "
    "module."
    "\vExamples:\n"
    "  wasigpu run hello.wasm\n"
    "  wasigpu run --dir data --timeout 2m forest.wasm train data/diabetes.csv\n"
    "  wasigpu run --adapter cpu --log webgpu=debug hello.wasm\n"
    "\n"
    "Exits with the module's own code; 134 if it traps, 124 if its time is up, 130 on Ctrl-C, 125 if wasigpu "
    "failed, 126 if FILE cannot be run, 127 if it is not there, 2 if the command line is not understood.\n"
    "\n"
    "Environment: WASIGPU_LOG and RUST_LOG stand for --log, WASIGPU_GPU_LIB for --gpu-lib, WGPU_BACKEND for "
    "--backend, WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY=1 for the option of that name.";

struct text_list {
    char **items; /* as many as the command line has words, at most */
    size_t count;
};

struct run_line {
    struct cli_options options;
    struct text_list dirs;
    struct text_list envs;
    bool inherit_env;
    bool allow_precompiled;
    const char *invoke;
    uint64_t timeout_ns; /* UINT64_MAX: none */
    uint64_t max_memory; /* 0: none, as of the next two */
    uint64_t max_gpu_memory;
    uint64_t max_objects;
    const char *path;
    char **arguments; /* the path and what stands behind it */
    size_t argument_count;
};

static void
add(struct text_list *list, char *item, const struct argp_state *state)
{
    if (list->items == NULL)
        list->items = calloc((size_t)state->argc, sizeof *list->items);
    if (list->items != NULL)
        list->items[list->count++] = item;
    else
        argp_failure(state, CLI_EXIT_FAILED, 0, "out of memory"); /* ends the process */
}

/* "HOST::" */
static bool
has_empty_guest(const char *directory)
{
    const char *separator = strstr(directory, "::");
    return separator != NULL && separator[2] == '\0';
}

/* An amount that is none; see amount.h for what became of it. */
static void
refuse(const struct argp_state *state, const char *option, const char *argument, uint64_t amount,
       const char *what)
{
    argp_error(state, "--%s %s: %s", option, argument, amount == UINT64_MAX ? "too large" : what);
}

static error_t
parse(int key, char *argument, struct argp_state *state)
{
    struct run_line *line = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &line->options;
        state->child_inputs[1] = &line->options;
        return 0;
    case KEY_DIR:
        if (argument[0] == '\0' || strncmp(argument, "::", 2) == 0)
            argp_error(state, "--dir %s: there is no directory", argument);
        if (has_empty_guest(argument))
            argp_error(state, "--dir %s: there is no name for the guest behind ::", argument);
        add(&line->dirs, argument, state);
        return 0;
    case KEY_ENV:
        if (argument[0] == '=' || argument[0] == '\0')
            argp_error(state, "--env %s: there is no name", argument);
        if (strchr(argument, '=') == NULL && getenv(argument) == NULL)
            argp_error(state, "--env %s: there is no such variable to pass on", argument);
        add(&line->envs, argument, state);
        return 0;
    case KEY_INHERIT_ENV:
        line->inherit_env = true;
        return 0;
    case KEY_INVOKE:
        line->invoke = argument;
        return 0;
    case KEY_TIMEOUT:
        if (!cli_duration(argument, &line->timeout_ns))
            refuse(state, "timeout", argument, line->timeout_ns, "not a time, as 500ms, 10s or 2m are");
        return 0;
    case KEY_MAX_MEMORY:
        if (!cli_size(argument, &line->max_memory) || line->max_memory == 0)
            refuse(state, "max-memory", argument, line->max_memory, "not a size, as 64MiB or 1G are");
        return 0;
    case KEY_MAX_GPU_MEMORY:
        if (!cli_size(argument, &line->max_gpu_memory) || line->max_gpu_memory == 0)
            refuse(state, "max-gpu-memory", argument, line->max_gpu_memory, "not a size, as 64MiB or 1G are");
        return 0;
    case KEY_MAX_OBJECTS:
        if (!cli_count(argument, &line->max_objects) || line->max_objects == 0)
            refuse(state, "max-objects", argument, line->max_objects, "not a number from 1 on");
        return 0;
    case KEY_WORKGROUP_MEMORY:
        line->options.uninitialized_workgroup_memory = true;
        return 0;
    case KEY_PRECOMPILED:
        line->allow_precompiled = true;
        return 0;
    case ARGP_KEY_ARG: /* the first: all that follows is the guest's */
        line->path = argument;
        line->arguments = &state->argv[state->next - 1];
        line->argument_count = (size_t)state->argc - (size_t)state->next + 1;
        state->next = state->argc;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "no file to run");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_gpu_argp, 0, "GPU:", 1},
    {&cli_log_argp, 0, "Log:", 2},
    {0},
};
static const struct argp run_argp = {
    .options = run_options,
    .parser = parse,
    .args_doc = "FILE [ARGS...]",
    .doc = doc,
    .children = children,
};

/* "HOST", or "HOST::GUEST". */
static wasigpu_error_t *
add_dir(wasigpu_run_t *run, char *text)
{
    char *separator = strstr(text, "::");
    if (separator == NULL)
        return wasigpu_run_add_dir(run, text, text, true);
    *separator = '\0';
    return wasigpu_run_add_dir(run, text, separator + 2, true);
}

/* "NAME=VALUE", or "NAME". */
static wasigpu_error_t *
add_env(wasigpu_run_t *run, char *text)
{
    char *equals = strchr(text, '=');
    if (equals == NULL)
        return wasigpu_run_set_env(run, text, getenv(text));
    *equals = '\0';
    return wasigpu_run_set_env(run, text, equals + 1);
}

/* A program's first argument is its name. */
static wasigpu_error_t *
set_args(wasigpu_run_t *run, const struct run_line *line)
{
    char *slash = strrchr(line->arguments[0], '/');
    if (slash != NULL && slash[1] != '\0')
        line->arguments[0] = slash + 1;
    return wasigpu_run_set_args(run, line->argument_count, (const char *const *)line->arguments);
}

static wasigpu_error_t *
set_up(wasigpu_run_t *run, const struct run_line *line)
{
    wasigpu_error_t *error = line->inherit_env ? wasigpu_run_inherit_env(run) : NULL;
    for (size_t i = 0; error == NULL && i < line->envs.count; i++)
        error = add_env(run, line->envs.items[i]);
    for (size_t i = 0; error == NULL && i < line->dirs.count; i++)
        error = add_dir(run, line->dirs.items[i]);
    if (error == NULL)
        error = set_args(run, line);
    wasigpu_run_set_timeout(run, line->timeout_ns);
    wasigpu_run_set_max_memory(run, line->max_memory);
    wasigpu_run_set_max_gpu_memory(run, line->max_gpu_memory);
    wasigpu_run_set_max_objects(run, line->max_objects);
    return error;
}

static int
exit_code_of(const wasigpu_outcome_t *outcome)
{
    switch (outcome->kind) {
    case WASIGPU_OUTCOME_EXITED:
        return outcome->exit_code & 0xff;
    case WASIGPU_OUTCOME_TRAPPED:
        return CLI_EXIT_TRAP;
    case WASIGPU_OUTCOME_TIMED_OUT:
        return CLI_EXIT_TIME;
    case WASIGPU_OUTCOME_INTERRUPTED:
        return CLI_EXIT_INTERRUPTED;
    }
    return CLI_EXIT_FAILED;
}

/* Says how it has ended before the driver has to let go of anything, for it might not. */
static void
on_end(void *env, const wasigpu_outcome_t *outcome)
{
    const struct run_line *line = env;
    const int code = exit_code_of(outcome);
    cli_signals_settle(code);
    switch (outcome->kind) {
    case WASIGPU_OUTCOME_EXITED:
        break;
    case WASIGPU_OUTCOME_TRAPPED:
        cli_report("%s: trap: %s", line->path, outcome->reason);
        fputs(outcome->backtrace, stderr);
        break;
    case WASIGPU_OUTCOME_TIMED_OUT:
        cli_report("%s: time is up", line->path);
        _exit(code); /* whatever did not end in time might not let go either */
    case WASIGPU_OUTCOME_INTERRUPTED:
        cli_report("%s: interrupted", line->path);
        _exit(code);
    }
    cli_signals_hurry();
}

static int
start(wasigpu_host_t *host, const wasigpu_module_t *module, wasigpu_run_t *run, struct run_line *line)
{
    wasigpu_error_t *error = set_up(run, line);
    if (error != NULL)
        return cli_report_error(NULL, error, CLI_EXIT_FAILED);
    error = wasigpu_module_check(module);
    if (error == NULL && line->invoke != NULL)
        error = wasigpu_run_set_entry(run, line->invoke);
    if (error != NULL)
        return cli_report_error(line->path, error, CLI_EXIT_CANNOT_RUN);
    if (wasigpu_module_uses_gpu(module)) {
        error = wasigpu_host_open_gpu(host);
        if (error != NULL)
            return cli_report_error(NULL, error, CLI_EXIT_FAILED);
    }
    wasigpu_run_on_end(run, on_end, line);
    cli_signals_watch(run, line->path);
    cli_signals_limit(line->timeout_ns);
    wasigpu_outcome_t outcome;
    error = wasigpu_run_start(run, &outcome);
    if (error == NULL)
        return exit_code_of(&outcome);
    cli_signals_settle(CLI_EXIT_CANNOT_RUN);
    return cli_report_error(line->path, error, CLI_EXIT_CANNOT_RUN);
}

static int
load_and_start(wasigpu_host_t *host, struct run_line *line)
{
    wasigpu_module_t *module = NULL;
    wasigpu_error_t *error = wasigpu_module_load(host, line->path, line->allow_precompiled, &module);
    if (error != NULL)
        return cli_report_error(NULL, error, cli_load_exit(line->path));
    wasigpu_run_t *run = NULL;
    error = wasigpu_run_new(host, module, &run);
    const int code =
        error == NULL ? start(host, module, run, line) : cli_report_error(NULL, error, CLI_EXIT_FAILED);
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    return code;
}

/* Leaves without the driver's own tidying up where its GPU hangs, for which that might wait. */
static void
leave_if_abandoned(wasigpu_host_t *host, int code)
{
    wasigpu_statistics_t statistics;
    wasigpu_host_statistics(host, &statistics);
    if (statistics.abandoned_devices == 0)
        return;
    fflush(NULL);
    _exit(code);
}

int
cli_run(int argc, char **argv)
{
    struct run_line line = {.timeout_ns = UINT64_MAX};
    cli_parse(&run_argp, argc, argv, true, &line);
    wasigpu_host_t *host = NULL;
    int code = cli_make_host(&line.options, &host);
    if (code == 0) {
        code = load_and_start(host, &line);
        leave_if_abandoned(host, code);
    }
    wasigpu_host_delete(host);
    cli_signals_unwatch();
    free(line.dirs.items);
    free(line.envs.items);
    return code;
}
