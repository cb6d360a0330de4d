/* The list of events, oldest first, and the functions that call back. No lock is held while a callback runs.
 */
#include "event.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* In every enum of statuses. */
#define SUCCESS 1
#define CANCELLED 2

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct null_event *events;
static uint64_t last_id;
static enum null_gpu_pace pace;

WGPUStringView
null_text(const char *text)
{
    return text == NULL ? (WGPUStringView){NULL, 0} : (WGPUStringView){text, strlen(text)};
}

uint64_t
null_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

struct null_event *
null_event_new(struct null_object *instance, struct null_object *owner, WGPUCallbackMode mode, uint32_t over,
               void (*deliver)(struct null_event *event))
{
    null_check_value("the callback's mode", mode, WGPUCallbackMode_WaitAnyOnly,
                     WGPUCallbackMode_AllowSpontaneous);
    struct null_event *event = calloc(1, sizeof *event);
    if (event == NULL)
        null_die("out of memory");
    event->instance = instance;
    event->owner = owner;
    event->mode = mode;
    event->over = over;
    event->deliver = deliver;
    null_object_hold(instance);
    null_object_hold(owner);
    pthread_mutex_lock(&lock);
    event->id = ++last_id;
    struct null_event **end = &events;
    while (*end != NULL)
        end = &(*end)->next;
    *end = event;
    pthread_mutex_unlock(&lock);
    return event;
}

/* Under the lock. */
static void
take(struct null_event *event)
{
    struct null_event **place = &events;
    while (*place != event)
        place = &(*place)->next;
    *place = event->next;
}

/* Of one that is out of the list. */
static void
call_back(struct null_event *event)
{
    event->deliver(event);
    null_object_unhold(event->owner);
    null_object_unhold(event->instance);
    free(event);
}

/* Whether its result may be told. Under the lock. */
static bool
is_ready(const struct null_event *event)
{
    return event->finished && !event->held && (event->at_ns == 0 || event->at_ns <= null_now_ns());
}

static WGPUFuture
finish(struct null_event *event, uint32_t status, const char *message, bool takes_time)
{
    const WGPUFuture future = {event->id};
    pthread_mutex_lock(&lock);
    event->finished = true;
    event->held = takes_time && pace == NULL_GPU_HELD;
    event->status = status;
    event->message = message;
    const bool now = event->mode == WGPUCallbackMode_AllowSpontaneous && is_ready(event) &&
                     (!takes_time || pace == NULL_GPU_AT_ONCE);
    if (now)
        take(event);
    pthread_mutex_unlock(&lock);
    if (now)
        call_back(event);
    return future;
}

WGPUFuture
null_event_finish(struct null_event *event, uint32_t status, const char *message)
{
    return finish(event, status, message, true);
}

WGPUFuture
null_event_finish_at(struct null_event *event, uint32_t status, uint64_t at_ns)
{
    event->at_ns = at_ns;
    return finish(event, status, NULL, true);
}

WGPUFuture
null_event_answer(struct null_event *event, uint32_t status, const char *message)
{
    return finish(event, status, message, false);
}

/* Whether `object` is `owner` or was made of it. */
static bool
is_of(const struct null_object *object, const struct null_object *owner)
{
    while (object != NULL && object != owner)
        object = object->parent;
    return object != NULL;
}

void
null_event_end_owner(struct null_object *owner, const char *message)
{
    pthread_mutex_lock(&lock);
    for (struct null_event *event = events; event != NULL; event = event->next) {
        if (event->over == 0 || !is_of(event->owner, owner))
            continue;
        event->held = false;
        event->at_ns = 0;
        if (event->finished && event->status != SUCCESS)
            continue;
        event->finished = true;
        event->status = event->over;
        event->message = message;
    }
    pthread_mutex_unlock(&lock);
}

/* Whether it may be told while the events of `instance` are processed, or (NULL) at any time. */
static bool
may_tell(const struct null_event *event, const struct null_object *instance)
{
    if (!is_ready(event) || (instance != NULL && event->instance != instance))
        return false;
    return event->mode == WGPUCallbackMode_AllowSpontaneous ||
           (event->mode == WGPUCallbackMode_AllowProcessEvents && instance != NULL);
}

/* The oldest of them, up to the number `newest`; NULL: none. */
static struct null_event *
take_finished(const struct null_object *instance, uint64_t newest)
{
    pthread_mutex_lock(&lock);
    struct null_event *event = events;
    while (event != NULL && !(event->id <= newest && may_tell(event, instance)))
        event = event->next;
    if (event != NULL)
        take(event);
    pthread_mutex_unlock(&lock);
    return event;
}

void
null_event_process(struct null_object *instance)
{
    pthread_mutex_lock(&lock);
    const uint64_t newest = last_id; /* what callbacks start waits for the next time */
    pthread_mutex_unlock(&lock);
    for (;;) {
        struct null_event *event = take_finished(instance, newest);
        if (event == NULL)
            return;
        call_back(event);
    }
}

void
null_event_end_instance(struct null_object *instance)
{
    for (;;) {
        pthread_mutex_lock(&lock);
        struct null_event *event = events;
        while (event != NULL && event->instance != instance)
            event = event->next;
        if (event != NULL)
            take(event);
        pthread_mutex_unlock(&lock);
        if (event == NULL)
            return;
        if (!is_ready(event)) {
            event->status = CANCELLED;
            event->message = "the instance is gone";
        }
        call_back(event);
    }
}

/* Under the lock. NULL: told already, or never given. */
static struct null_event *
find(uint64_t id)
{
    struct null_event *event = events;
    while (event != NULL && event->id != id)
        event = event->next;
    return event;
}

/* Tells of those that are ready. True: there are some, or have been. */
static bool
tell(size_t count, WGPUFutureWaitInfo *infos)
{
    bool any = count == 0;
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_lock(&lock);
        struct null_event *event = find(infos[i].future.id);
        const bool known = infos[i].future.id != 0 && infos[i].future.id <= last_id;
        const bool ready = event != NULL && is_ready(event);
        const bool told = event == NULL;
        if (ready)
            take(event);
        pthread_mutex_unlock(&lock);
        if (!known)
            null_die("there is no future %llu", (unsigned long long)infos[i].future.id);
        if (ready)
            call_back(event);
        infos[i].completed = told || ready;
        any |= told || ready;
    }
    return any;
}

/* When the first of them is ready by itself; 0: none is. */
static uint64_t
first_ready_ns(size_t count, const WGPUFutureWaitInfo *infos)
{
    uint64_t first_ns = 0;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++) {
        const struct null_event *event = find(infos[i].future.id);
        if (event != NULL && event->finished && !event->held && (first_ns == 0 || event->at_ns < first_ns))
            first_ns = event->at_ns;
    }
    pthread_mutex_unlock(&lock);
    return first_ns;
}

/* Only what takes time is waited for. */
WGPUWaitStatus
wgpuInstanceWaitAny(WGPUInstance instance, size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout)
{
    NULL_ENTER();
    NULL_CHECK(instance);
    null_check_bytes(infos, count * sizeof *infos);
    null_wgpu_aborts("it is not implemented");
    const uint64_t start_ns = null_now_ns();
    if (tell(count, infos))
        return WGPUWaitStatus_Success;
    uint64_t until_ns = first_ready_ns(count, infos);
    if (until_ns == 0 || until_ns <= start_ns || timeout == 0)
        return tell(count, infos) ? WGPUWaitStatus_Success : WGPUWaitStatus_TimedOut;
    if (until_ns - start_ns > timeout)
        until_ns = start_ns + timeout;
    const struct timespec until = {(time_t)(until_ns / 1000000000), (long)(until_ns % 1000000000)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0)
        continue;
    return tell(count, infos) ? WGPUWaitStatus_Success : WGPUWaitStatus_TimedOut;
}

void
wgpuInstanceProcessEvents(WGPUInstance instance)
{
    NULL_ENTER();
    null_event_process(NULL_CHECK(instance));
}

/* Changing it tells what was held. */
void
null_gpu_set_pace(enum null_gpu_pace new_pace)
{
    pthread_mutex_lock(&lock);
    pace = new_pace;
    for (struct null_event *event = events; pace != NULL_GPU_HELD && event != NULL; event = event->next)
        event->held = false;
    pthread_mutex_unlock(&lock);
    if (new_pace == NULL_GPU_AT_ONCE)
        null_event_process(NULL);
}
