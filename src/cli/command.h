/* The subcommands, a file each: what main.c calls, and what it lists. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#define CLI_COMMANDS(X) \
    X(run, "run a WebAssembly module") \
    X(info, "what there is: the native library, adapters, interfaces") \
    X(inspect, "what a module imports, and whether it is served") \
    X(compile, "compile a module ahead of time")

/* `argv[0]` is "wasigpu NAME". Each returns the exit code. */
#define X(name, text) int cli_##name(int argc, char **argv);
CLI_COMMANDS(X)
#undef X

#endif
