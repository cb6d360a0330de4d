/* Amounts on the command line: spans of time, sizes, and numbers. */
#ifndef CLI_AMOUNT_H
#define CLI_AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

/* "500ms", "10s", "2m", "1h", "1.5s"; seconds without a unit. False: not understood, then *ns is 0,
 * or too much, then it is UINT64_MAX. */
bool cli_duration(const char *text, uint64_t *ns);

/* "64MiB", "1G", "512k", "1T"; bytes without a unit; all units are powers of 1024. False as above. */
bool cli_size(const char *text, uint64_t *bytes);

/* "1000". False as above. */
bool cli_count(const char *text, uint64_t *count);

/* "64 MiB", "1.5 GiB", "100 bytes". */
void cli_print_size(uint64_t bytes, char *text, unsigned size);

#endif
