/* Sums over what guests have done. */
#ifndef TRACE_TOTALS_H
#define TRACE_TOTALS_H

#include <stdint.h>

#include "abi/import.h"

/* Over the calls of one function. */
struct trace_sum {
    uint64_t calls;
    uint64_t ticks; /* of which: */
    uint64_t wait_ticks;
    uint64_t bytes;

    /* How a recorder takes the time of only some of them: what goes untimed before the next that is timed,
     * and how many have gone since the last. */
    uint32_t skip;
    uint32_t skipped;
};

struct trace_function_totals {
    const char *module;
    const struct abi_import *import;
    struct trace_sum sum;
};

struct trace_totals {
    uint64_t calls;
    uint64_t bytes_up;
    uint64_t bytes_down;
    uint64_t guest_ticks; /* in the guest's own code, and WASI */
    uint64_t host_ticks;  /* in its calls, but for: */
    uint64_t wait_ticks;
    uint64_t stall_ticks; /* for the trace's file, beside these */
    uint64_t lost;        /* records that found no room, after a wait */
    uint64_t peak_gpu_bytes;
    uint64_t peak_objects;
};

/* Sums up `from` into `to`: of guests that may have run at the same time. */
void trace_totals_add(struct trace_totals *to, const struct trace_totals *from);

#endif
