/* Options that several subcommands have: which GPU, and the log. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

#include "wasigpu/host.h"

struct cli_options {
    const char *gpu_library; /* NULL: not given */
    const char *backend;
    const char *adapter;
    const char *log;
    bool uninitialized_workgroup_memory; /* allowed */
    bool cached;                         /* what is compiled is */
    const char *cache_directory;         /* NULL: the user's own */
};

/* For a subcommand's children; their input is a struct cli_options. */
extern const struct argp cli_gpu_argp;
extern const struct argp cli_log_argp;

/* Parses a subcommand's line; its usage errors end the process with code 2. In order: what follows the first
 * argument is an argument too, if `in_order`. */
void cli_parse(const struct argp *argp, int argc, char **argv, int in_order, void *input);

/* Sets up the log and makes the host. 0, or an exit code: what is wrong has been said. */
int cli_make_host(const struct cli_options *options, wasigpu_host_t **host);

#endif
