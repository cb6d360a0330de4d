/* The monotonic clock, and points in time to wait until. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define BASE_DEADLINE_NEVER UINT64_MAX

/* A point on the monotonic clock, in nanoseconds; BASE_DEADLINE_NEVER: none. */
struct base_deadline {
    uint64_t at_ns;
};

uint64_t base_clock_now_ns(void);

/* `span_ns` from now; saturates at "never". */
struct base_deadline base_deadline_in(uint64_t span_ns);
bool base_deadline_passed(const struct base_deadline *deadline);
/* 0 when passed, BASE_DEADLINE_NEVER when there is none. */
uint64_t base_deadline_left_ns(const struct base_deadline *deadline);
struct base_deadline base_deadline_earlier(struct base_deadline a, struct base_deadline b);
/* Sleeps until `deadline`, or less when a signal comes. */
void base_deadline_sleep(const struct base_deadline *deadline);

/* Sleeps for *nap_ns but not past `end`, and doubles it, up to `most_ns`: for what is asked again and again.
 */
static inline void
base_deadline_nap(struct base_deadline end, uint64_t *nap_ns, uint64_t most_ns)
{
    const struct base_deadline until = base_deadline_earlier(end, base_deadline_in(*nap_ns));
    base_deadline_sleep(&until);
    *nap_ns = *nap_ns * 2 < most_ns ? *nap_ns * 2 : most_ns;
}

#endif
