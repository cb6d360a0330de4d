/* Alarms: a list, a lock, and a thread that sleeps until the earliest of them. */
#include "engine/timer.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/thread.h"

int
engine_timer_init(struct engine_timer *timer)
{
    *timer = (struct engine_timer){0};
    pthread_condattr_t monotonic;
    int failed = pthread_condattr_init(&monotonic);
    if (failed != 0)
        return failed;
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    failed = pthread_cond_init(&timer->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (failed != 0)
        return failed;
    failed = pthread_mutex_init(&timer->lock, NULL);
    if (failed != 0)
        pthread_cond_destroy(&timer->changed);
    return failed;
}

/* Rings what is due, forgets what is not to ring again; returns when the next one is. */
static struct base_deadline
ring_due(struct engine_timer *timer)
{
    struct base_deadline next = {BASE_DEADLINE_NEVER};
    struct engine_alarm **link = &timer->alarms;
    while (*link != NULL) {
        struct engine_alarm *alarm = *link;
        if (base_deadline_passed(&alarm->at))
            alarm->at = alarm->ring(alarm);
        if (alarm->at.at_ns == BASE_DEADLINE_NEVER) {
            *link = alarm->next;
        } else {
            next = base_deadline_earlier(next, alarm->at);
            link = &alarm->next;
        }
    }
    return next;
}

static void *
run_timer(void *env)
{
    struct engine_timer *timer = env;
    pthread_mutex_lock(&timer->lock);
    while (!timer->ends) {
        const struct base_deadline next = ring_due(timer);
        if (next.at_ns == BASE_DEADLINE_NEVER) {
            pthread_cond_wait(&timer->changed, &timer->lock);
        } else {
            const struct timespec at = {
                .tv_sec = (time_t)(next.at_ns / 1000000000),
                .tv_nsec = (long)(next.at_ns % 1000000000),
            };
            pthread_cond_timedwait(&timer->changed, &timer->lock, &at);
        }
    }
    pthread_mutex_unlock(&timer->lock);
    return NULL;
}

wasigpu_error_t *
engine_timer_set(struct engine_timer *timer, struct engine_alarm *alarm, struct base_deadline at)
{
    alarm->at = at;
    pthread_mutex_lock(&timer->lock);
    int failed = 0;
    if (!timer->runs)
        failed = base_thread_start(&timer->thread, run_timer, timer);
    if (failed == 0) {
        timer->runs = true;
        alarm->next = timer->alarms;
        timer->alarms = alarm;
        pthread_cond_signal(&timer->changed);
    }
    pthread_mutex_unlock(&timer->lock);
    return failed == 0 ? NULL : base_error_new("no thread for time limits: %s", strerror(failed));
}

void
engine_timer_clear(struct engine_timer *timer, struct engine_alarm *alarm)
{
    pthread_mutex_lock(&timer->lock);
    for (struct engine_alarm **link = &timer->alarms; *link != NULL; link = &(*link)->next) {
        if (*link == alarm) {
            *link = alarm->next;
            break;
        }
    }
    pthread_mutex_unlock(&timer->lock);
}

void
engine_timer_finish(struct engine_timer *timer)
{
    if (timer->runs) {
        pthread_mutex_lock(&timer->lock);
        timer->ends = true;
        pthread_cond_signal(&timer->changed);
        pthread_mutex_unlock(&timer->lock);
        pthread_join(timer->thread, NULL);
    }
    pthread_cond_destroy(&timer->changed);
    pthread_mutex_destroy(&timer->lock);
}
