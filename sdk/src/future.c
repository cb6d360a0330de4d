/* Asynchronous operations: how they start, and how they end. Waiting for them is in wait.c. */
#include "future.h"

#include <stddef.h>

#include <wasigpu/async.h>

#include "chain.h"
#include "instance.h"
#include "reason.h"
#include "text.h"

static struct sdk_future *oldest; /* not delivered yet */
static struct sdk_future *newest;
/* Where the last one was looked for, or beside that: the ids in the list rise, and those that are asked for
 * are mostly near each other. NULL: the list is empty, or was. */
static struct sdk_future *found;
static struct sdk_future_walk *walks; /* the innermost */
static uint64_t next_id = 1;

uint64_t
sdk_future_end(void)
{
    return next_id;
}

/* The first that is not below `id`; NULL: all are. */
static struct sdk_future *
seek(uint64_t id)
{
    struct sdk_future *future = found != NULL ? found : oldest;
    while (future != NULL && future->previous != NULL && future->previous->id >= id)
        future = future->previous;
    while (future != NULL && future->id < id)
        future = future->next;
    found = future != NULL ? future : newest;
    return future;
}

struct sdk_future *
sdk_future_find(uint64_t id)
{
    struct sdk_future *future = seek(id);
    return future != NULL && future->id == id ? future : NULL;
}

void
sdk_future_walk_begin(struct sdk_future_walk *walk, uint64_t id)
{
    *walk = (struct sdk_future_walk){.next = seek(id), .outer = walks};
    walks = walk;
}

struct sdk_future *
sdk_future_walk_next(struct sdk_future_walk *walk)
{
    struct sdk_future *future = walk->next;
    if (future != NULL)
        walk->next = future->next;
    return future;
}

void
sdk_future_walk_end(struct sdk_future_walk *walk)
{
    walks = walk->outer;
}

static void
append(struct sdk_future *future)
{
    future->previous = newest;
    if (newest != NULL)
        newest->next = future;
    else
        oldest = future;
    newest = future;
}

static void
take_out(struct sdk_future *future)
{
    for (struct sdk_future_walk *walk = walks; walk != NULL; walk = walk->outer) {
        if (walk->next == future)
            walk->next = future->next;
    }
    if (future->previous != NULL)
        future->previous->next = future->next;
    else
        oldest = future->next;
    if (future->next != NULL)
        future->next->previous = future->previous;
    else
        newest = future->previous;
    if (found == future)
        found = future->next != NULL ? future->next : future->previous;
}

bool
sdk_can_start(const void *object, const WGPUChainedStruct *chain, const char *function)
{
    if (sdk_chain_is_empty(chain))
        return sdk_is_usable(object, function);
    sdk_log(function, sdk_text_of(sdk_reason()));
    return false;
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    take_out(future);
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

void
sdk_future_cancel_all(uint32_t instance)
{
    struct sdk_future_walk walk;
    struct sdk_future *future;
    sdk_future_walk_begin(&walk, 0);
    while ((future = sdk_future_walk_next(&walk)) != NULL) {
        if (future->instance != instance)
            continue;
        if (!future->ready)
            future->stop(future);
        deliver(future, true);
    }
    sdk_future_walk_end(&walk);
}

WGPUFuture
sdk_future_add(struct sdk_future *future)
{
    const WGPUFuture name = {.id = next_id++};
    future->id = name.id;
    check_mode(future);
    append(future);
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
