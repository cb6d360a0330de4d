/* wasigpu run: runs a module with WASI and wasi:webgpu, and passes its exit code on. What its line says is in
 * run_line.c. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/run_line.h"
#include "cli/signals.h"
#include "cli/trace_path.h"
#include "wasigpu/module.h"
#include "wasigpu/run.h"

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
set_args(wasigpu_run_t *run, const struct cli_run_line *line)
{
    char *slash = strrchr(line->arguments[0], '/');
    if (slash != NULL && slash[1] != '\0')
        line->arguments[0] = slash + 1;
    return wasigpu_run_set_args(run, line->argument_count, (const char *const *)line->arguments);
}

static wasigpu_error_t *
set_up(wasigpu_run_t *run, const struct cli_run_line *line)
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

static void
end_trace(const struct cli_run_line *line)
{
    if (line->trace == NULL)
        return;
    wasigpu_trace_finish(line->trace);
    wasigpu_error_t *error = wasigpu_trace_check(line->trace);
    if (error != NULL)
        cli_report_error("--trace", error, CLI_EXIT_FAILED);
    cli_stats_print(line->stats, line->trace);
}

/* Says how it has ended before the driver has to let go of anything, for it might not. */
static void
on_end(void *env, const wasigpu_outcome_t *outcome)
{
    const struct cli_run_line *line = env;
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
        end_trace(line);
        _exit(code); /* whatever did not end in time might not let go either */
    case WASIGPU_OUTCOME_INTERRUPTED:
        cli_report("%s: interrupted", line->path);
        end_trace(line);
        _exit(code);
    }
    end_trace(line);
    cli_signals_hurry();
}

/* The trace, if one is wanted: last, so that nothing is written for what cannot be run. */
static int
start_trace(wasigpu_run_t *run, struct cli_run_line *line)
{
    if (line->trace_path == NULL && line->stats == CLI_STATS_NONE)
        return 0;
    wasigpu_error_t *error = wasigpu_trace_new(line->trace_path, &line->trace);
    if (error != NULL)
        return cli_report_error("--trace", error, CLI_EXIT_FAILED);
    wasigpu_run_set_trace(run, line->trace);
    return 0;
}

static int
start(wasigpu_host_t *host, const wasigpu_module_t *module, wasigpu_run_t *run, struct cli_run_line *line)
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
    const int failed = start_trace(run, line);
    if (failed != 0)
        return failed;
    wasigpu_run_on_end(run, on_end, line);
    cli_signals_trace(line->trace);
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
load_and_start(wasigpu_host_t *host, struct cli_run_line *line)
{
    const int refused = cli_trace_path_check(line->trace_path, line->path);
    if (refused != 0)
        return refused;
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
    struct cli_run_line line = {.timeout_ns = UINT64_MAX, .options = {.cached = true}};
    cli_parse(&cli_run_argp, argc, argv, true, &line);
    wasigpu_host_t *host = NULL;
    int code = cli_make_host(&line.options, &host);
    if (code == 0) {
        code = load_and_start(host, &line);
        cli_signals_trace(NULL);
        wasigpu_trace_delete(line.trace);
        leave_if_abandoned(host, code);
    }
    wasigpu_host_delete(host);
    cli_signals_unwatch();
    cli_run_line_finish(&line);
    return code;
}
