/* wasigpu compile: a module's native code, ahead of time. */
#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/report.h"
#include "wasigpu/module.h"

static const struct argp_option compile_options[] = {
    {"output", 'o', "OUT", 0, "the file to write", 0},
    {0},
};

static const char doc[] = "Compiles a WebAssembly module to native code, which then starts at once."
                          "\vExample:\n"
                          "  wasigpu compile hello.wasm -o hello.cwasm\n"
                          "  wasigpu run --allow-precompiled hello.cwasm\n"
                          "\n"
                          "The output is good for this version of wasigpu, and for processors that can do "
                          "what this one can. It runs as "
                          "it is: only run such files if you trust where they come from.\n"
                          "\n"
                          "Exits with " CLI_EXITS_OF_A_FILE;

struct compile_line {
    struct cli_options options;
    const char *path;
    const char *output;
};

/* Whether the output would take the input's place. */
static bool
is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static error_t
parse(int key, char *argument, struct argp_state *state)
{
    struct compile_line *line = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &line->options;
        return 0;
    case 'o':
        line->output = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (line->path != NULL)
            argp_error(state, "one file at a time: %s", argument);
        line->path = argument;
        return 0;
    case ARGP_KEY_END:
        if (line->path == NULL)
            argp_error(state, "no file to compile");
        if (line->output == NULL)
            argp_error(state, "no file to write: -o OUT");
        else if (line->path != NULL && is_same_file(line->path, line->output))
            argp_error(state, "%s is the file to compile: it would be overwritten", line->output);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_log_argp, 0, NULL, 0},
    {0},
};
static const struct argp compile_argp = {
    .options = compile_options,
    .parser = parse,
    .args_doc = "FILE",
    .doc = doc,
    .children = children,
};

int
cli_compile(int argc, char **argv)
{
    struct compile_line line = {0};
    cli_parse(&compile_argp, argc, argv, false, &line);
    wasigpu_host_t *host = NULL;
    int code = cli_make_host(&line.options, &host);
    if (code != 0)
        return code;
    wasigpu_module_t *module = NULL;
    wasigpu_error_t *error = wasigpu_module_load(host, line.path, false, &module);
    if (error != NULL) {
        code = cli_report_error(NULL, error, cli_load_exit(line.path));
    } else {
        error = wasigpu_module_save(module, line.output);
        if (error != NULL)
            code = cli_report_error(NULL, error, CLI_EXIT_FAILED);
        wasigpu_module_delete(module);
    }
    wasigpu_host_delete(host);
    return code;
}
