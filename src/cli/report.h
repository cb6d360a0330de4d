/* What the command says on standard error, and its exit codes. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "wasigpu/error.h"

enum cli_exit {
    CLI_EXIT_OK = 0,
    CLI_EXIT_NO = 1,            /* an answer, and it is no: an import that is not served, no adapter */
    CLI_EXIT_USAGE = 2,         /* the command line is not understood */
    CLI_EXIT_TIME = 124,        /* the guest's time was up */
    CLI_EXIT_FAILED = 125,      /* wasigpu itself failed */
    CLI_EXIT_CANNOT_RUN = 126,  /* the file is there, but cannot be run */
    CLI_EXIT_NOT_THERE = 127,   /* there is no such file */
    CLI_EXIT_INTERRUPTED = 130, /* Ctrl-C */
    CLI_EXIT_TRAP = 134,        /* the guest trapped */
};

/* What a command's help says of those that each has, and of those of one that reads a FILE but does not run
 * it. */
#define CLI_EXITS "125 if wasigpu failed, 2 if the command line is not understood"
#define CLI_EXITS_OF_A_FILE "126 if FILE cannot be read as a module, 127 if it is not there, " CLI_EXITS "."

/* One line: "wasigpu: TEXT". */
void cli_report(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for an error, which is deleted, behind `subject` (NULL: none). Returns `code`. */
int cli_report_error(const char *subject, wasigpu_error_t *error, int code);

/* The exit code for a file that could not be loaded: whether it is there at all. */
int cli_load_exit(const char *path);

/* Ends the output: an error of it (a full disk) is one of the command. */
int cli_finish_output(int code);

#endif
