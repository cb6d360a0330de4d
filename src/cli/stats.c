/* What wasigpu run --stats prints. As text the functions that took longest, as JSON all of them. */
#include "cli/stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/amount.h"
#include "cli/json.h"
#include "cli/report.h"

#define SHOWN 15
#define SIZE_TEXT 32

static double
ms(uint64_t ns)
{
    return (double)ns / 1e6;
}

static void
print_text(const wasigpu_trace_totals_t *totals, const wasigpu_trace_function_t *functions, size_t count)
{
    char up[SIZE_TEXT];
    char down[SIZE_TEXT];
    char peak[SIZE_TEXT];
    cli_print_size(totals->bytes_up, up, sizeof up);
    cli_print_size(totals->bytes_down, down, sizeof down);
    cli_print_size(totals->peak_gpu_bytes, peak, sizeof peak);
    fprintf(stderr, "time:   %.3f ms in the guest, %.3f ms in its calls, %.3f ms waiting\n",
            ms(totals->guest_ns), ms(totals->host_ns), ms(totals->wait_ns));
    fprintf(stderr, "copied: %s up, %s down\n", up, down);
    fprintf(stderr, "most:   %s of the GPU's memory, %" PRIu64 " objects\n", peak, totals->peak_objects);
    fprintf(stderr, "calls:  %" PRIu64 ", of %zu functions\n", totals->calls, count);
    if (count != 0)
        fprintf(stderr, "%12s %12s %12s %12s  %s\n", "calls", "ms", "waiting", "bytes", "function");
    for (size_t i = 0; i < count && i < SHOWN; i++)
        fprintf(stderr, "%12" PRIu64 " %12.3f %12.3f %12" PRIu64 "  %s\n", functions[i].calls,
                ms(functions[i].total_ns), ms(functions[i].wait_ns), functions[i].bytes, functions[i].name);
    if (count > SHOWN)
        fprintf(stderr, "%12s %zu more\n", "", count - SHOWN);
}

static cJSON *
make_json(const wasigpu_trace_totals_t *totals, const wasigpu_trace_function_t *functions, size_t count)
{
    cJSON *root = cJSON_CreateObject();
    cli_json_u64(root, "calls", totals->calls);
    cli_json_u64(root, "bytes_up", totals->bytes_up);
    cli_json_u64(root, "bytes_down", totals->bytes_down);
    cli_json_u64(root, "guest_ns", totals->guest_ns);
    cli_json_u64(root, "host_ns", totals->host_ns);
    cli_json_u64(root, "wait_ns", totals->wait_ns);
    cli_json_u64(root, "peak_gpu_bytes", totals->peak_gpu_bytes);
    cli_json_u64(root, "peak_objects", totals->peak_objects);
    cJSON *list = cJSON_AddArrayToObject(root, "functions");
    for (size_t i = 0; i < count; i++) {
        cJSON *item = cJSON_CreateObject();
        cJSON_AddStringToObject(item, "module", functions[i].module);
        cJSON_AddStringToObject(item, "name", functions[i].name);
        cli_json_u64(item, "calls", functions[i].calls);
        cli_json_u64(item, "total_ns", functions[i].total_ns);
        cli_json_u64(item, "wait_ns", functions[i].wait_ns);
        cli_json_u64(item, "bytes", functions[i].bytes);
        cJSON_AddItemToArray(list, item);
    }
    return root;
}

/* On one line, so that it is easily found among what the guest has printed. */
static void
print_json(cJSON *root)
{
    char *text = root == NULL ? NULL : cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    if (text == NULL) {
        cli_report("out of memory");
        return;
    }
    fprintf(stderr, "%s\n", text);
    cJSON_free(text);
}

void
cli_stats_print(enum cli_stats form, wasigpu_trace_t *trace)
{
    if (form == CLI_STATS_NONE)
        return;
    wasigpu_trace_totals_t totals;
    wasigpu_trace_totals(trace, &totals);
    const size_t count = wasigpu_trace_functions(trace, NULL, 0);
    wasigpu_trace_function_t *functions = calloc(count + 1, sizeof *functions);
    if (functions == NULL) {
        cli_report("out of memory");
        return;
    }
    wasigpu_trace_functions(trace, functions, count);
    if (form == CLI_STATS_TEXT)
        print_text(&totals, functions, count);
    else
        print_json(make_json(&totals, functions, count));
    free(functions);
}
