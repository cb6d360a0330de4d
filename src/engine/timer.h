/* Alarms: a function that is called once a point in time has come, on a thread of the timer's own.
 *
 * The thread exists from the first alarm on: who sets no time limit pays nothing. */
#ifndef ENGINE_TIMER_H
#define ENGINE_TIMER_H

#include <pthread.h>
#include <stdbool.h>

#include "base/clock.h"
#include "wasigpu/error.h"

/* Lies in what it belongs to; zeroed: not set. */
struct engine_alarm {
    struct engine_alarm *next;
    struct base_deadline at;
    /* Says when to ring again. Short; must not set or clear alarms. */
    struct base_deadline (*ring)(struct engine_alarm *alarm);
};

struct engine_timer {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct engine_alarm *alarms; /* in no order: they are few */
    pthread_t thread;
    bool runs;
    bool ends;
};

/* 0, or an errno. */
int engine_timer_init(struct engine_timer *timer);
/* No alarm may be set any more. */
void engine_timer_finish(struct engine_timer *timer);

/* Rings at `at`, or at once if that has passed. `alarm` must be cleared before it is set again or freed. */
wasigpu_error_t *engine_timer_set(struct engine_timer *timer, struct engine_alarm *alarm,
                                  struct base_deadline at);

/* After it `alarm` does not ring, and no ring of it is under way. One that is not set is fine. */
void engine_timer_clear(struct engine_timer *timer, struct engine_alarm *alarm);

#endif
