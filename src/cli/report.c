/* What the command says on standard error: one line for each thing that went wrong. */
#include "cli/report.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

void
cli_report(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    fputs("wasigpu: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

int
cli_report_error(const char *subject, wasigpu_error_t *error, int code)
{
    if (subject != NULL)
        cli_report("%s: %s", subject, wasigpu_error_message(error));
    else
        cli_report("%s", wasigpu_error_message(error));
    wasigpu_error_delete(error);
    return code;
}

int
cli_load_exit(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return CLI_EXIT_NOT_THERE;
    return CLI_EXIT_CANNOT_RUN;
}

int
cli_finish_output(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    cli_report("standard output: %s", strerror(errno));
    return CLI_EXIT_FAILED;
}
