/* Asynchronous operations: how they start, and how they end. Waiting for them is in wait.c. */
#include "future.h"

#include <stddef.h>

#include <wasigpu/async.h>

#include "instance.h"
#include "refuse.h"
#include "text.h"

static struct sdk_future *oldest; /* not delivered yet */
static struct sdk_future **newest = &oldest;
/* Where the last one was looked for: the ids in the list rise, and mostly those that are asked for do, too.
 */
static struct sdk_future *found;
static uint64_t next_id = 1;

struct sdk_future *
sdk_future_oldest(void)
{
    return oldest;
}

uint64_t
sdk_future_end(void)
{
    return next_id;
}

struct sdk_future *
sdk_future_find(uint64_t id)
{
    struct sdk_future *future = found != NULL && found->id <= id ? found : oldest;
    while (future != NULL && future->id < id)
        future = future->next;
    found = future;
    return future != NULL && future->id == id ? future : NULL;
}

bool
sdk_can_start(const void *object, const WGPUChainedStruct *chain, const char *function)
{
    if (chain == NULL)
        return sdk_is_usable(object, function);
    sdk_log(function, sdk_text_of(SDK_UNKNOWN_CHAIN));
    return false;
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct sdk_future **place = &oldest;
    found = NULL;
    while (*place != future)
        place = &(*place)->next;
    *place = future->next;
    if (newest == &future->next)
        newest = place;
    future->deliver(future, cancelled);
}

void
sdk_future_deliver(struct sdk_future *future)
{
    deliver(future, false);
}

void
sdk_future_finish(struct sdk_future *future)
{
    future->ready = true;
    if (future->mode == WGPUCallbackMode_AllowSpontaneous)
        deliver(future, false);
}

static void
subtask_ends(struct sdk_waitable *waitable, uint32_t state)
{
    (void)state; /* it has returned: only stop_subtask cancels */
    wasi_subtask_drop(waitable->handle);
    sdk_future_finish((struct sdk_future *)waitable);
}

/* The host goes on, for nobody. */
static void
stop_subtask(struct sdk_future *future)
{
    sdk_waitable_leave(&future->waitable);
    wasi_subtask_cancel(future->waitable.handle);
    wasi_subtask_drop(future->waitable.handle);
    future->ready = true;
}

/* None of webgpu.h's modes would be a callback that never comes. */
static void
check_mode(struct sdk_future *future)
{
    if (future->mode >= WGPUCallbackMode_WaitAnyOnly && future->mode <= WGPUCallbackMode_AllowSpontaneous)
        return;
    sdk_log("webgpu.h", sdk_text_of("no callback mode was set: taken for AllowSpontaneous"));
    future->mode = WGPUCallbackMode_AllowSpontaneous;
}

/* A callback may start others and end others: then those that are left are looked for from the start. */
void
sdk_future_cancel_all(uint32_t instance)
{
    struct sdk_future *future = oldest;
    while (future != NULL) {
        if (future->instance != instance) {
            future = future->next;
            continue;
        }
        if (!future->ready)
            future->stop(future);
        deliver(future, true);
        future = oldest;
    }
}

WGPUFuture
sdk_future_add(struct sdk_future *future)
{
    const WGPUFuture name = {.id = next_id++};
    future->id = name.id;
    check_mode(future);
    *newest = future;
    newest = &future->next;
    if (!sdk_instance_lives(future->instance))
        sdk_future_cancel_all(future->instance);
    else if (future->ready)
        sdk_future_finish(future);
    return name;
}

WGPUFuture
sdk_future_start(struct sdk_future *future, uint32_t packed)
{
    const uint32_t subtask = WASI_SUBTASK(packed);
    future->ready = subtask == 0;
    future->ends = true;
    if (subtask != 0) {
        future->waitable.handle = subtask;
        future->waitable.happens = subtask_ends;
        future->stop = stop_subtask;
        sdk_waitable_join(&future->waitable);
    }
    return sdk_future_add(future);
}
