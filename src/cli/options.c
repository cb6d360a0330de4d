/* Options that several subcommands have. The log's filter comes from --log, else from WASIGPU_LOG, else from
 * RUST_LOG, which may say things that only others understand. */
#include "cli/options.h"

#include <stdlib.h>

#include "cli/report.h"
#include "wasigpu/log.h"

enum { KEY_GPU_LIB = 0x100, KEY_BACKEND, KEY_ADAPTER, KEY_LOG };

static const struct argp_option gpu_options[] = {
    {"gpu-lib", KEY_GPU_LIB, "LIB", 0, "native WebGPU library: dawn (the default), wgpu, or a path", 0},
    {"backend", KEY_BACKEND, "NAME", 0, "what it runs on: vulkan, gl, metal or d3d12", 0},
    {"adapter", KEY_ADAPTER, "WHICH", 0,
     "high-performance, low-power, cpu, a part of its name, or its index (wasigpu info)", 0},
    {0},
};

static const struct argp_option log_options[] = {
    {"log", KEY_LOG, "FILTER", 0, "what to log: a level (error to trace, off), or webgpu=trace,engine=info",
     0},
    {0},
};

static error_t
parse(int key, char *argument, struct argp_state *state)
{
    struct cli_options *options = state->input;
    switch (key) {
    case KEY_GPU_LIB:
        options->gpu_library = argument;
        return 0;
    case KEY_BACKEND:
        options->backend = argument;
        return 0;
    case KEY_ADAPTER:
        options->adapter = argument;
        return 0;
    case KEY_LOG: {
        wasigpu_error_t *error = wasigpu_log_set_filter(argument);
        if (error != NULL)
            argp_error(state, "--log: %s", wasigpu_error_message(error));
        options->log = argument;
        return 0;
    }
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp cli_gpu_argp = {.options = gpu_options, .parser = parse};
const struct argp cli_log_argp = {.options = log_options, .parser = parse};

void
cli_parse(const struct argp *argp, int argc, char **argv, int in_order, void *input)
{
    argp_err_exit_status = CLI_EXIT_USAGE;
    if (argp_parse(argp, argc, argv, in_order ? ARGP_IN_ORDER : 0, NULL, input) != 0)
        exit(CLI_EXIT_USAGE);
}

static int
set_log(const struct cli_options *options)
{
    if (options->log != NULL) /* is in force already */
        return 0;
    const char *ours = getenv("WASIGPU_LOG");
    if (ours != NULL) {
        wasigpu_error_t *error = wasigpu_log_set_filter(ours);
        return error == NULL ? 0 : cli_report_error("WASIGPU_LOG", error, CLI_EXIT_FAILED);
    }
    const char *others = getenv("RUST_LOG");
    if (others != NULL)
        wasigpu_error_delete(wasigpu_log_set_filter(others));
    return 0;
}

int
cli_make_host(const struct cli_options *options, wasigpu_host_t **host)
{
    const int failed = set_log(options);
    if (failed != 0)
        return failed;
    wasigpu_config_t *config = wasigpu_config_new();
    if (config == NULL) {
        cli_report("out of memory");
        return CLI_EXIT_FAILED;
    }
    wasigpu_config_set_gpu_library(config, options->gpu_library);
    wasigpu_config_set_backend(config, options->backend);
    wasigpu_config_set_adapter(config, options->adapter);
    wasigpu_config_allow_uninitialized_workgroup_memory(config, options->uninitialized_workgroup_memory);
    if (options->cached)
        wasigpu_config_set_cache(config, options->cache_directory, 0);
    wasigpu_error_t *error = wasigpu_host_new(config, host);
    wasigpu_config_delete(config);
    return error == NULL ? 0 : cli_report_error(NULL, error, CLI_EXIT_FAILED);
}
