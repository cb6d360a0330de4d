/* wasigpu: the command line up to the subcommand, each of which has a file of its own. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/report.h"
#include "wasigpu/info.h"
#include "wasigpu/version.h"

static const struct {
    const char *name;
    const char *text;
    int (*start)(int argc, char **argv);
} commands[] = {
#define X(name, text) {#name, text, cli_##name},
    CLI_COMMANDS(X)
#undef X
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void
print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    fprintf(stream, "wasigpu %s\nWasmtime %s\n", wasigpu_version(), wasigpu_version_wasmtime());
    for (size_t i = 0; i < wasigpu_interface_count(); i++)
        fprintf(stream, "%s\n", wasigpu_interface_name(i));
}

/* The list of commands, behind the options. */
static char *
filter_help(int key, const char *text, void *input)
{
    (void)input;
    if (key != ARGP_KEY_HELP_POST_DOC)
        return (char *)text;
    char *list = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&list, &size);
    if (out == NULL)
        return (char *)text;
    fputs("Commands:\n", out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].text);
    fputs("\nwasigpu COMMAND --help says more about each.", out);
    return fclose(out) == 0 ? list : (char *)text;
}

struct main_line {
    int first; /* the subcommand's place in argv */
};

static error_t
parse(int key, char *argument, struct argp_state *state)
{
    struct main_line *line = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (strcmp(argument, "help") == 0)
            argp_state_help(state, stdout, ARGP_HELP_STD_HELP); /* ends the process */
        line->first = state->next - 1;
        state->next = state->argc;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "no command: one of run, info, inspect and compile");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp main_argp = {
    .parser = parse,
    .args_doc = "COMMAND [ARGS...]",
    .doc = "Runs GPU programs that were compiled to WebAssembly.\v ",
    .help_filter = filter_help,
};

int
main(int argc, char **argv)
{
    argp_program_version_hook = print_version;
    static char name[] = "wasigpu";
    argv[0] = name;
    struct main_line line = {0};
    cli_parse(&main_argp, argc, argv, 1, &line);
    const char *command = argv[line.first];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, command) != 0)
            continue;
        char full_name[32];
        snprintf(full_name, sizeof full_name, "wasigpu %s", commands[i].name);
        argv[line.first] = full_name;
        argp_program_version_hook = NULL;
        return commands[i].start(argc - line.first, argv + line.first);
    }
    cli_report("no such command: %s (wasigpu --help lists them)", command);
    return CLI_EXIT_USAGE;
}
