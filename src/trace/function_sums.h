/* The sums of functions, of more than one guest. */
#ifndef TRACE_FUNCTION_SUMS_H
#define TRACE_FUNCTION_SUMS_H

#include <stdbool.h>
#include <stddef.h>

#include "trace/recorder.h"
#include "trace/totals.h"

/* Zeroed: of none. Each function is there once. */
struct trace_function_sums {
    struct trace_function_totals *items; /* on the heap */
    size_t count;
};

/* Sums up those of a guest that were called. False: no memory, and they are as they were. */
bool trace_function_sums_add(struct trace_function_sums *sums, const struct trace_recorder *recorder);

/* False: no memory. */
bool trace_function_sums_copy(const struct trace_function_sums *from, struct trace_function_sums *to);

/* Those first that have taken longest. */
void trace_function_sums_sort(struct trace_function_sums *sums);

#endif
