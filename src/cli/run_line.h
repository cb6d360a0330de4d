/* What stands on the line of wasigpu run. */
#ifndef CLI_RUN_LINE_H
#define CLI_RUN_LINE_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/options.h"
#include "cli/stats.h"
#include "wasigpu/trace.h"

struct cli_texts {
    char **items; /* as many as the command line has words, at most */
    size_t count;
};

struct cli_run_line {
    struct cli_options options;
    struct cli_texts dirs;
    struct cli_texts envs;
    bool inherit_env;
    bool allow_precompiled;
    const char *invoke;
    uint64_t timeout_ns; /* UINT64_MAX: none */
    uint64_t max_memory; /* 0: none, as of the next two */
    uint64_t max_gpu_memory;
    uint64_t max_objects;
    const char *trace_path; /* NULL: none */
    enum cli_stats stats;
    wasigpu_trace_t *trace; /* for either; NULL: neither is wanted, or it is not made yet */
    const char *path;
    char **arguments; /* the path and what stands behind it */
    size_t argument_count;
};

/* For cli_parse; its input is a struct cli_run_line, zeroed but for the timeout and the
 * cache. */
extern const struct argp cli_run_argp;

void cli_run_line_finish(struct cli_run_line *line);

#endif
