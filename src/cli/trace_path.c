/* Where a trace goes: not over a program. Without a FILE between the two, `--trace f.wasm train` would take
 * the module for it. */
#include "cli/trace_path.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/report.h"

static const char wasm[] = {'\0', 'a', 's', 'm'};
static const char elf[] = {'\x7f', 'E', 'L', 'F'}; /* of wasigpu compile, too */

static bool
is_program(const char *path)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    char start[sizeof wasm];
    const bool is_long_enough = read(descriptor, start, sizeof start) == (ssize_t)sizeof start;
    close(descriptor);
    return is_long_enough && (memcmp(start, wasm, sizeof wasm) == 0 || memcmp(start, elf, sizeof elf) == 0);
}

static bool
is_same_file(const struct stat *status, const char *path)
{
    struct stat other;
    return stat(path, &other) == 0 && other.st_dev == status->st_dev && other.st_ino == status->st_ino;
}

int
cli_trace_path_check(const char *path, const char *module)
{
    struct stat status;
    if (path == NULL || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return CLI_EXIT_OK;
    if (!is_same_file(&status, module) && !is_program(path))
        return CLI_EXIT_OK;
    cli_report("--trace %s: this is a program, and would be lost: the trace's own file goes there (--trace "
               "OUT FILE)",
               path);
    return CLI_EXIT_USAGE;
}
