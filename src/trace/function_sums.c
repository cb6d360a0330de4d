/* The sums of functions, of more than one guest. */
#include "trace/function_sums.h"

#include <stdlib.h>
#include <string.h>

static bool
reserve(struct trace_function_sums *sums, size_t count)
{
    struct trace_function_totals *items = realloc(sums->items, (count + 1) * sizeof *items);
    if (items == NULL)
        return false;
    sums->items = items;
    return true;
}

static void
add(struct trace_function_sums *sums, const struct trace_function *function, const struct trace_sum *sum)
{
    size_t at = 0;
    while (at < sums->count && sums->items[at].import != function->import)
        at++;
    if (at == sums->count)
        sums->items[sums->count++] =
            (struct trace_function_totals){.module = function->module, .import = function->import};
    struct trace_sum *to = &sums->items[at].sum;
    to->calls += sum->calls;
    to->ticks += sum->ticks;
    to->wait_ticks += sum->wait_ticks;
    to->bytes += sum->bytes;
}

bool
trace_function_sums_add(struct trace_function_sums *sums, const struct trace_recorder *recorder)
{
    const struct trace_ledger *ledger = &recorder->ledger;
    if (!reserve(sums, sums->count + ledger->import_count))
        return false;
    for (size_t i = 0; i < ledger->import_count; i++)
        if (ledger->imports[i].sum.calls != 0)
            add(sums, &recorder->functions[i], &ledger->imports[i].sum);
    return true;
}

bool
trace_function_sums_copy(const struct trace_function_sums *from, struct trace_function_sums *to)
{
    *to = (struct trace_function_sums){0};
    if (!reserve(to, from->count))
        return false;
    if (from->count != 0)
        memcpy(to->items, from->items, from->count * sizeof *to->items);
    to->count = from->count;
    return true;
}

static int
by_time(const void *a, const void *b)
{
    const struct trace_function_totals *left = a;
    const struct trace_function_totals *right = b;
    if (left->sum.ticks != right->sum.ticks)
        return left->sum.ticks < right->sum.ticks ? 1 : -1;
    return strcmp(left->import->name, right->import->name);
}

void
trace_function_sums_sort(struct trace_function_sums *sums)
{
    qsort(sums->items, sums->count, sizeof *sums->items, by_time);
}
