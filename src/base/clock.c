/* The monotonic clock, read and slept on through POSIX. */
#include "base/clock.h"

#include <time.h>

#define NS_PER_S UINT64_C(1000000000)

uint64_t
base_clock_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

struct base_deadline
base_deadline_in(uint64_t span_ns)
{
    const uint64_t now_ns = base_clock_now_ns();
    if (span_ns > BASE_DEADLINE_NEVER - now_ns)
        return (struct base_deadline){BASE_DEADLINE_NEVER};
    return (struct base_deadline){now_ns + span_ns};
}

bool
base_deadline_passed(const struct base_deadline *deadline)
{
    return deadline->at_ns != BASE_DEADLINE_NEVER && base_clock_now_ns() >= deadline->at_ns;
}

uint64_t
base_deadline_left_ns(const struct base_deadline *deadline)
{
    if (deadline->at_ns == BASE_DEADLINE_NEVER)
        return BASE_DEADLINE_NEVER;
    const uint64_t now_ns = base_clock_now_ns();
    return now_ns >= deadline->at_ns ? 0 : deadline->at_ns - now_ns;
}

struct base_deadline
base_deadline_earlier(struct base_deadline a, struct base_deadline b)
{
    return a.at_ns < b.at_ns ? a : b;
}

void
base_deadline_sleep(const struct base_deadline *deadline)
{
    const struct timespec until = {
        .tv_sec = (time_t)(deadline->at_ns / NS_PER_S),
        .tv_nsec = (long)(deadline->at_ns % NS_PER_S),
    };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}
