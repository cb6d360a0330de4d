/* JSON on standard output. */
#include "cli/json.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/report.h"

cJSON *
cli_json_u64(cJSON *object, const char *name, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    return cJSON_AddRawToObject(object, name, digits);
}

int
cli_json_print(cJSON *root, int code)
{
    char *text = root == NULL ? NULL : cJSON_Print(root);
    cJSON_Delete(root);
    if (text == NULL) {
        cli_report("out of memory");
        return CLI_EXIT_FAILED;
    }
    puts(text);
    cJSON_free(text);
    return cli_finish_output(code);
}
