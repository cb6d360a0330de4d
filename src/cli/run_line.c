/* The options of wasigpu run, and what is wrong with them. */
#include "cli/run_line.h"

#include <stdlib.h>
#include <string.h>

#include "cli/amount.h"
#include "cli/report.h"

enum {
    KEY_DIR = 0x200,
    KEY_ENV,
    KEY_INHERIT_ENV,
    KEY_INVOKE,
    KEY_TIMEOUT,
    KEY_MAX_MEMORY,
    KEY_MAX_GPU_MEMORY,
    KEY_MAX_OBJECTS,
    KEY_TRACE,
    KEY_STATS,
    KEY_NO_CACHE,
    KEY_CACHE_DIR,
    KEY_PRECOMPILED,
    KEY_WORKGROUP_MEMORY
};

static const struct argp_option run_options[] = {
    {"dir", KEY_DIR, "HOST[::GUEST]", 0,
     "give it a directory, to read and write, under the name GUEST; may be repeated", 0},
    {"env", KEY_ENV, "K[=V]", 0, "set a variable, or pass one on; may be repeated", 0},
    {"inherit-env", KEY_INHERIT_ENV, NULL, 0, "pass on the whole environment", 0},
    {"invoke", KEY_INVOKE, "EXPORT", 0, "call this function, which has no parameters, instead of _start", 0},
    {"timeout", KEY_TIMEOUT, "DURATION", 0, "end it after this time: 500ms, 10s, 2m; seconds without a unit",
     0},
    {"max-memory", KEY_MAX_MEMORY, "SIZE", 0,
     "let each of its memories grow up to this: 64MiB, 1G; bytes without a unit", 0},
    {"max-gpu-memory", KEY_MAX_GPU_MEMORY, "SIZE", 0, "let it have this much in buffers and textures", 0},
    {"max-objects", KEY_MAX_OBJECTS, "N", 0, "let it have so many buffers, bind groups and the like", 0},
    {"trace", KEY_TRACE, "OUT", 0, "write what it does to this file, for ui.perfetto.dev", 0},
    {"stats", KEY_STATS, "json", OPTION_ARG_OPTIONAL,
     "sum up at the end, on standard error: its calls, bytes, and where the time went", 0},
    {"cache-dir", KEY_CACHE_DIR, "DIR", 0,
     "keep what FILE and its shaders are compiled to there, instead of in $XDG_CACHE_HOME/wasigpu", 0},
    {"no-cache", KEY_NO_CACHE, NULL, 0, "keep nothing, and use nothing that was kept", 0},
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
    "  wasigpu run --timeout 2m hello.wasm\n"
    "  wasigpu run --dir . forest.wasm train --train data.csv -o model.json\n"
    "  wasigpu run --adapter cpu --log webgpu=debug hello.wasm\n"
    "  wasigpu run --trace hello.json --stats hello.wasm\n"
    "\n"
    "Exits with the module's own code; 134 if it traps, 124 if its time is up, 130 on Ctrl-C, 126 if FILE "
    "cannot be run, 127 if it is not there, " CLI_EXITS ".\n"
    "\n"
    "Environment: WASIGPU_LOG and RUST_LOG stand for --log, WASIGPU_GPU_LIB for --gpu-lib, WGPU_BACKEND for "
    "--backend, WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY=1 for the option of that name.";

static void
add(struct cli_texts *list, char *item, const struct argp_state *state)
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
    struct cli_run_line *line = state->input;
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
    case KEY_TRACE:
        line->trace_path = argument;
        return 0;
    case KEY_STATS:
        if (argument != NULL && strcmp(argument, "json") != 0)
            argp_error(state, "--stats=%s: it is --stats or --stats=json", argument);
        line->stats = argument == NULL ? CLI_STATS_TEXT : CLI_STATS_JSON;
        return 0;
    case KEY_NO_CACHE:
        line->options.cached = false;
        return 0;
    case KEY_CACHE_DIR:
        if (argument[0] == '\0')
            argp_error(state, "--cache-dir: there is no directory");
        line->options.cached = true;
        line->options.cache_directory = argument;
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
const struct argp cli_run_argp = {
    .options = run_options,
    .parser = parse,
    .args_doc = "FILE [ARGS...]",
    .doc = doc,
    .children = children,
};

void
cli_run_line_finish(struct cli_run_line *line)
{
    free(line->dirs.items);
    free(line->envs.items);
}
