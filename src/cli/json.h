/* JSON on standard output. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <cjson/cJSON.h>
#include <stdint.h>

/* A number with all of its digits: cJSON's own are doubles. */
cJSON *cli_json_u64(cJSON *object, const char *name, uint64_t value);

/* Prints `root` with a newline, and deletes it. Returns `code`, or that of a failure. */
int cli_json_print(cJSON *root, int code);

#endif
