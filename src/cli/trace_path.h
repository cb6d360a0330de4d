/* Whether a trace may be written to a path. */
#ifndef CLI_TRACE_PATH_H
#define CLI_TRACE_PATH_H

/* 0; else a line is printed, and it is the exit code: `path` (NULL: none) is the module's, or that of another
 * program. Looks, and opens nothing that could wait. */
int cli_trace_path_check(const char *path, const char *module);

#endif
