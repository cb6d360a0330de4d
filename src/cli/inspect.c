/* wasigpu inspect: what a module imports, and whether it is served; what it exports; its memory; and why it
 * cannot be run, if so. */
#include <argp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/amount.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/report.h"
#include "wasigpu/module.h"

enum { KEY_JSON = 0x200 };

#define WIDTH_MAX 200 /* of names; longer ones push what is said of them aside */

static const struct argp_option inspect_options[] = {
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {0},
};

static const char doc[] =
    "Lists what a WebAssembly module imports, by interface, and whether this wasigpu serves it."
    "\vExamples:\n"
    "  wasigpu inspect hello.wasm\n"
    "  wasigpu inspect --json hello.wasm\n"
    "\n"
    "Exits with 1 if an import is not served, or an export is not what it has to be, " CLI_EXITS_OF_A_FILE;

struct inspect_line {
    struct cli_options options;
    const char *path;
    bool json;
};

static error_t
parse(int key, char *argument, struct argp_state *state)
{
    struct inspect_line *line = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &line->options;
        return 0;
    case KEY_JSON:
        line->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (line->path != NULL)
            argp_error(state, "one file at a time: %s", argument);
        line->path = argument;
        return 0;
    case ARGP_KEY_END:
        if (line->path == NULL)
            argp_error(state, "no file to inspect");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&cli_log_argp, 0, NULL, 0},
    {0},
};
static const struct argp inspect_argp = {
    .options = inspect_options,
    .parser = parse,
    .args_doc = "FILE",
    .doc = doc,
    .children = children,
};

static const char *
kind_text(wasigpu_extern_kind_t kind)
{
    static const char *const texts[] = {"function", "global", "table", "memory", "tag"};
    return texts[kind];
}

static const char *
service_text(wasigpu_service_t service)
{
    static const char *const texts[] = {"served", "not implemented yet", "of another type", "unknown"};
    return texts[service];
}

static size_t
count_unserved(const wasigpu_module_t *module)
{
    size_t count = 0;
    for (size_t i = 0; i < wasigpu_module_import_count(module); i++)
        count += wasigpu_module_import(module, i)->service != WASIGPU_SERVED;
    return count;
}

/* Whether an import before `index` is of the same interface, which then has been listed. */
static bool
is_listed(const wasigpu_module_t *module, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(wasigpu_module_import(module, i)->module, wasigpu_module_import(module, index)->module) ==
            0)
            return true;
    return false;
}

static size_t
wider(size_t width, const char *name)
{
    const size_t size = strlen(name);
    return size > width ? size : width;
}

/* Of the longest name, so that what is said of each stands in one column. */
static int
name_width(const wasigpu_module_t *module)
{
    size_t width = 0;
    for (size_t i = 0; i < wasigpu_module_import_count(module); i++)
        width = wider(width, wasigpu_module_import(module, i)->name);
    for (size_t i = 0; i < wasigpu_module_export_count(module); i++)
        width = wider(width, wasigpu_module_export(module, i)->name);
    return width < WIDTH_MAX ? (int)width : WIDTH_MAX;
}

static void
print_interface(const wasigpu_module_t *module, size_t first, int width)
{
    const char *name = wasigpu_module_import(module, first)->module;
    printf("  %s\n", name);
    for (size_t i = first; i < wasigpu_module_import_count(module); i++) {
        const wasigpu_import_t *import = wasigpu_module_import(module, i);
        if (strcmp(import->module, name) == 0)
            printf("    %-*s  %s\n", width, import->name, service_text(import->service));
    }
}

static void
print_memory(const wasigpu_memory_t *memory)
{
    if (memory == NULL) {
        puts("memory: none");
        return;
    }
    char min[32];
    char max[32] = "4 GiB";
    cli_print_size(memory->min_bytes, min, sizeof min);
    if (memory->max_bytes != UINT64_MAX)
        cli_print_size(memory->max_bytes, max, sizeof max);
    printf("memory: %s, may grow to %s, %s\n", min, max,
           memory->exported ? "exported" : "imported: one is made for it");
}

static int
exit_code_of(size_t unserved, const wasigpu_error_t *problem)
{
    return unserved == 0 && problem == NULL ? CLI_EXIT_OK : CLI_EXIT_NO;
}

static int
print_text(const wasigpu_module_t *module, const wasigpu_error_t *problem)
{
    const int width = name_width(module);
    const size_t import_count = wasigpu_module_import_count(module);
    puts(import_count == 0 ? "imports: none" : "imports:");
    for (size_t i = 0; i < import_count; i++)
        if (!is_listed(module, i))
            print_interface(module, i, width);
    const size_t export_count = wasigpu_module_export_count(module);
    puts(export_count == 0 ? "exports: none" : "exports:");
    for (size_t i = 0; i < export_count; i++) {
        const wasigpu_export_t *export = wasigpu_module_export(module, i);
        printf("    %-*s  %s\n", width, export->name, kind_text(export->kind));
    }
    print_memory(wasigpu_module_memory(module));
    const size_t unserved = count_unserved(module);
    if (unserved != 0)
        printf("%zu of %zu imports are not served\n", unserved, import_count);
    if (problem != NULL)
        printf("cannot be run: %s\n", wasigpu_error_message(problem));
    return cli_finish_output(exit_code_of(unserved, problem));
}

static void
add_memory(cJSON *root, const wasigpu_memory_t *memory)
{
    if (memory == NULL) {
        cJSON_AddNullToObject(root, "memory");
        return;
    }
    cJSON *object = cJSON_AddObjectToObject(root, "memory");
    cli_json_u64(object, "min_bytes", memory->min_bytes);
    if (memory->max_bytes != UINT64_MAX)
        cli_json_u64(object, "max_bytes", memory->max_bytes);
    else
        cJSON_AddNullToObject(object, "max_bytes");
    cJSON_AddBoolToObject(object, "imported", memory->imported);
    cJSON_AddBoolToObject(object, "exported", memory->exported);
}

static int
print_json(const wasigpu_module_t *module, const wasigpu_error_t *problem)
{
    const size_t unserved = count_unserved(module);
    cJSON *root = cJSON_CreateObject();
    cJSON_AddBoolToObject(root, "served", unserved == 0 && problem == NULL);
    if (problem != NULL)
        cJSON_AddStringToObject(root, "problem", wasigpu_error_message(problem));
    else
        cJSON_AddNullToObject(root, "problem");
    cJSON *imports = cJSON_AddArrayToObject(root, "imports");
    for (size_t i = 0; i < wasigpu_module_import_count(module); i++) {
        const wasigpu_import_t *import = wasigpu_module_import(module, i);
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "module", import->module);
        cJSON_AddStringToObject(object, "name", import->name);
        cJSON_AddStringToObject(object, "kind", kind_text(import->kind));
        cJSON_AddStringToObject(object, "service", service_text(import->service));
        cJSON_AddItemToArray(imports, object);
    }
    cJSON *exports = cJSON_AddArrayToObject(root, "exports");
    for (size_t i = 0; i < wasigpu_module_export_count(module); i++) {
        const wasigpu_export_t *export = wasigpu_module_export(module, i);
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "name", export->name);
        cJSON_AddStringToObject(object, "kind", kind_text(export->kind));
        cJSON_AddItemToArray(exports, object);
    }
    add_memory(root, wasigpu_module_memory(module));
    return cli_json_print(root, exit_code_of(unserved, problem));
}

int
cli_inspect(int argc, char **argv)
{
    struct inspect_line line = {0};
    cli_parse(&inspect_argp, argc, argv, false, &line);
    wasigpu_host_t *host = NULL;
    int code = cli_make_host(&line.options, &host);
    if (code != 0)
        return code;
    wasigpu_module_t *module = NULL;
    wasigpu_error_t *error = wasigpu_module_load(host, line.path, false, &module);
    if (error != NULL) {
        code = cli_report_error(NULL, error, cli_load_exit(line.path));
    } else {
        error = wasigpu_module_check(module);
        code = line.json ? print_json(module, error) : print_text(module, error);
        wasigpu_error_delete(error);
    }
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
    return code;
}
