/* The clock of traces: the processor's counter where the kernel keeps its own time by it, which is read in a
 * third of the time; else the monotonic clock. */
#ifndef TRACE_TICKS_H
#define TRACE_TICKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* Set by trace_ticks_init, which every other one here needs to have been called. */
extern bool trace_ticks_counted;

/* Takes some milliseconds the first time, to learn how long a tick is. Any thread. */
void trace_ticks_init(void);

static inline uint64_t
trace_ticks_now(void)
{
#ifdef __x86_64__
    if (trace_ticks_counted)
        return __builtin_ia32_rdtsc();
#endif
    return base_clock_now_ns();
}

/* A span of ticks, in nanoseconds. */
uint64_t trace_ticks_ns(uint64_t ticks);

/* A point of base_clock_now_ns on this clock. */
uint64_t trace_ticks_at(uint64_t ns);

#endif
