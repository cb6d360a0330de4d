/* wasigpu info: what there is on this machine, and what this wasigpu serves. */
#include "wasigpu/info.h"

#include <argp.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/report.h"
#include "wasigpu/version.h"

enum { KEY_JSON = 0x200 };

#define WIDTH 100 /* of a line with features */

static const struct argp_option info_options[] = {
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {0},
};

static const char doc[] = "Shows the native WebGPU library, its adapters with their features and limits, and "
                          "the interfaces that modules "
                          "may import."
                          "\vExamples:\n"
                          "  wasigpu info\n"
                          "  wasigpu info --gpu-lib wgpu --json\n"
                          "\n"
                          "Exits with 1 if there is no adapter, " CLI_EXITS ".";

struct info_line {
    struct cli_options options;
    bool json;
};

static error_t
parse(int key, char *argument, struct argp_state *state)
{
    struct info_line *line = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &line->options;
        state->child_inputs[1] = &line->options;
        return 0;
    case KEY_JSON:
        line->json = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "no argument is expected: %s", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_gpu_argp, 0, "GPU:", 1},
    {&cli_log_argp, 0, "Log:", 2},
    {0},
};
static const struct argp info_argp = {
    .options = info_options,
    .parser = parse,
    .doc = doc,
    .children = children,
};

static void
print_features(const wasigpu_adapter_t *adapter)
{
    static const char head[] = "    features:";
    int column = printf("%s", head);
    for (size_t i = 0; i < adapter->feature_count; i++) {
        const int size = (int)strlen(adapter->features[i]);
        if (column + 1 + size > WIDTH)
            column = printf("\n%*s", (int)sizeof head - 1, "") - 1;
        column += printf(" %s", adapter->features[i]);
    }
    putchar('\n');
}

static void
print_adapter(const wasigpu_adapter_t *adapter, size_t index)
{
    printf("  %zu: %s\n", index, adapter->name);
    printf("    type: %s, backend: %s, vendor: %s\n", adapter->type, adapter->backend, adapter->vendor);
    printf("    driver: %s\n", adapter->driver);
    if (adapter->problem != NULL) {
        printf("    cannot be used: %s\n", adapter->problem);
        return;
    }
    print_features(adapter);
    puts("    limits:");
    for (size_t i = 0; i < adapter->limit_count; i++)
        printf("      %-42s %" PRIu64 "\n", adapter->limits[i].name, adapter->limits[i].value);
}

static int
print_text(const wasigpu_info_t *info)
{
    printf("wasigpu %s, Wasmtime %s\n", wasigpu_version(), wasigpu_version_wasmtime());
    printf("library: %s, %s\n  %s\n", info->library, info->library_version, info->library_path);
    puts("interfaces:");
    for (size_t i = 0; i < wasigpu_interface_count(); i++)
        printf("  %s\n", wasigpu_interface_name(i));
    puts(info->adapter_count == 0 ? "adapters: none" : "adapters:");
    for (size_t i = 0; i < info->adapter_count; i++)
        print_adapter(&info->adapters[i], i);
    return cli_finish_output(info->adapter_count == 0 ? CLI_EXIT_NO : CLI_EXIT_OK);
}

static cJSON *
adapter_json(const wasigpu_adapter_t *adapter, size_t index)
{
    cJSON *object = cJSON_CreateObject();
    cli_json_u64(object, "index", index);
    cJSON_AddStringToObject(object, "name", adapter->name);
    cJSON_AddStringToObject(object, "vendor", adapter->vendor);
    cJSON_AddStringToObject(object, "driver", adapter->driver);
    cJSON_AddStringToObject(object, "type", adapter->type);
    cJSON_AddStringToObject(object, "backend", adapter->backend);
    if (adapter->problem != NULL)
        cJSON_AddStringToObject(object, "problem", adapter->problem);
    cJSON *features = cJSON_AddArrayToObject(object, "features");
    for (size_t i = 0; i < adapter->feature_count; i++)
        cJSON_AddItemToArray(features, cJSON_CreateString(adapter->features[i]));
    cJSON *limits = cJSON_AddObjectToObject(object, "limits");
    for (size_t i = 0; i < adapter->limit_count; i++)
        cli_json_u64(limits, adapter->limits[i].name, adapter->limits[i].value);
    return object;
}

static int
print_json(const wasigpu_info_t *info)
{
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "version", wasigpu_version());
    cJSON_AddStringToObject(root, "wasmtime", wasigpu_version_wasmtime());
    cJSON *library = cJSON_AddObjectToObject(root, "library");
    cJSON_AddStringToObject(library, "name", info->library);
    cJSON_AddStringToObject(library, "version", info->library_version);
    cJSON_AddStringToObject(library, "path", info->library_path);
    cJSON *interfaces = cJSON_AddArrayToObject(root, "interfaces");
    for (size_t i = 0; i < wasigpu_interface_count(); i++)
        cJSON_AddItemToArray(interfaces, cJSON_CreateString(wasigpu_interface_name(i)));
    cJSON *adapters = cJSON_AddArrayToObject(root, "adapters");
    for (size_t i = 0; i < info->adapter_count; i++)
        cJSON_AddItemToArray(adapters, adapter_json(&info->adapters[i], i));
    return cli_json_print(root, info->adapter_count == 0 ? CLI_EXIT_NO : CLI_EXIT_OK);
}

int
cli_info(int argc, char **argv)
{
    struct info_line line = {0};
    cli_parse(&info_argp, argc, argv, false, &line);
    wasigpu_host_t *host = NULL;
    int code = cli_make_host(&line.options, &host);
    if (code != 0)
        return code;
    wasigpu_info_t *info = NULL;
    wasigpu_error_t *error = wasigpu_info_new(host, &info);
    if (error != NULL) {
        code = cli_report_error(NULL, error, CLI_EXIT_FAILED);
    } else {
        code = line.json ? print_json(info) : print_text(info);
        if (info->no_adapter != NULL)
            cli_report("no adapter: %s", info->no_adapter);
    }
    wasigpu_info_delete(info);
    wasigpu_host_delete(host);
    return code;
}
