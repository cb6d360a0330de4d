/* The processor's counter, compared twice with the monotonic clock: what lies between is long enough to be
 * right to some millionths, and the same for all traces of the process, so that nothing in them shifts. */
#include "trace/ticks.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define APART_NS UINT64_C(5000000)
#define LOOKS 8 /* of which the quickest counts: nothing came in between */
#define SHIFT 32

__extension__ typedef unsigned __int128 wide;

bool trace_ticks_counted;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static uint64_t ns_in_a_tick = UINT64_C(1) << SHIFT; /* shifted */

/* A point in time on both clocks. */
struct both {
    uint64_t ticks;
    uint64_t ns;
};

static struct both first; /* zeroed where the two are one clock */

/* The kernel has found it to run steadily, and the same on all processors. */
static bool
kernel_counts_too(void)
{
#ifdef __x86_64__
    FILE *file = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
    if (file == NULL)
        return false;
    char name[16] = "";
    const bool read = fgets(name, sizeof name, file) != NULL;
    fclose(file);
    return read && strcmp(name, "tsc\n") == 0;
#else
    return false;
#endif
}

static struct both
look(void)
{
    struct both best = {0};
    uint64_t best_width = UINT64_MAX;
    for (int i = 0; i < LOOKS; i++) {
        const uint64_t before = trace_ticks_now();
        const uint64_t ns = base_clock_now_ns();
        const uint64_t width = trace_ticks_now() - before;
        if (width < best_width) {
            best_width = width;
            best = (struct both){before + width / 2, ns};
        }
    }
    return best;
}

static void
compare(void)
{
    trace_ticks_counted = kernel_counts_too();
    if (!trace_ticks_counted)
        return;
    first = look();
    const struct base_deadline end = {first.ns + APART_NS};
    while (!base_deadline_passed(&end))
        base_deadline_sleep(&end);
    const struct both last = look();
    ns_in_a_tick = (uint64_t)(((wide)(last.ns - first.ns) << SHIFT) / (last.ticks - first.ticks));
}

void
trace_ticks_init(void)
{
    pthread_once(&once, compare);
}

uint64_t
trace_ticks_ns(uint64_t ticks)
{
    return (uint64_t)((wide)ticks * ns_in_a_tick >> SHIFT);
}

uint64_t
trace_ticks_at(uint64_t ns)
{
    if (ns < first.ns)
        return first.ticks;
    return first.ticks + (uint64_t)(((wide)(ns - first.ns) << SHIFT) / ns_in_a_tick);
}
