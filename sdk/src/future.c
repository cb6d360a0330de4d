/* Asynchronous operations: starting, and the two ways to have callbacks called.
 *
 * Left out: a wait that ends early. Within a timeout, too, an operation takes as long as it needs; only
 * a wait for a device's loss, which nothing here can carry out, ends when its time is up. */
#include "future.h"

#include <stdlib.h>
#include <time.h>

#include "instance.h"
#include "text.h"

static struct sdk_future *oldest; /* not delivered yet */
static uint64_t next_id = 1;

static void
append(struct sdk_future *future)
{
    struct sdk_future **place = &oldest;
    while (*place != NULL)
        place = &(*place)->next;
    *place = future;
}

static struct sdk_future *
find(uint64_t id)
{
    struct sdk_future *future = oldest;
    while (future != NULL && future->id != id)
        future = future->next;
    return future;
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct sdk_future **place = &oldest;
    while (*place != NULL && *place != future)
        place = &(*place)->next;
    if (*place != NULL)
        *place = future->next;
    future->deliver(future, cancelled);
}

static void
run(struct sdk_future *future)
{
    if (!future->ready)
        future->run(future);
    future->ready = true;
}

WGPUFuture
sdk_future_start(struct sdk_future *future)
{
    const WGPUFuture name = {.id = next_id++};
    future->id = name.id;
    if (!sdk_instance_lives(future->instance)) {
        deliver(future, true);
        return name;
    }
    append(future);
    if (future->mode == WGPUCallbackMode_AllowSpontaneous && (future->ready || future->run != NULL)) {
        run(future);
        deliver(future, false);
    }
    return name;
}

void
sdk_future_finish(struct sdk_future *future)
{
    future->ready = true;
    if (future->mode == WGPUCallbackMode_AllowSpontaneous)
        deliver(future, false);
}

void
sdk_future_cancel_all(uint32_t instance)
{
    struct sdk_future *future = oldest;
    while (future != NULL) {
        if (future->instance == instance) {
            deliver(future, true); /* whose callback may start and end others */
            future = oldest;
        } else {
            future = future->next;
        }
    }
}

/* Those that callbacks start meanwhile are left for the next call. */
void
wgpuInstanceProcessEvents(WGPUInstance self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    const uint64_t end = next_id;
    const uint32_t instance = self->id;
    struct sdk_future *future = oldest;
    while (future != NULL && future->id < end) {
        if (future->instance != instance || future->mode < WGPUCallbackMode_AllowProcessEvents ||
            (!future->ready && future->run == NULL)) {
            future = future->next;
            continue;
        }
        run(future);
        deliver(future, false);
        future = oldest;
    }
}

/* webgpu.h, "Timed Wait" and "Mixed Sources": what a wait may ask for. */
static bool
check_wait(WGPUInstance self, size_t count, const WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    for (size_t i = 0; i < count; i++) {
        if (infos[i].future.id == 0 || infos[i].future.id >= next_id) {
            sdk_log("wgpuInstanceWaitAny", sdk_text_of("no such future"));
            return false;
        }
    }
    if (timeout_ns == 0)
        return true;
    if (count > self->timed_wait_max) {
        sdk_log("wgpuInstanceWaitAny", sdk_text_of("a timed wait for more futures than the instance was "
                                                   "made for (WGPUInstanceFeatureName_TimedWaitAny)"));
        return false;
    }
    const struct sdk_future *first = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct sdk_future *future = find(infos[i].future.id);
        if (future == NULL)
            return true; /* done long ago: there is no wait */
        if (first == NULL)
            first = future;
        if (future->source != first->source) {
            sdk_log("wgpuInstanceWaitAny", sdk_text_of("a timed wait for futures of mixed sources"));
            return false;
        }
    }
    return true;
}

/* Notes which are complete; true: at least one. */
static bool
note_completed(size_t count, WGPUFutureWaitInfo *infos)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct sdk_future *future = find(infos[i].future.id);
        infos[i].completed = future == NULL || future->ready;
        any |= infos[i].completed != 0;
    }
    return any;
}

/* Carries out the first that can be; false: none. */
static bool
run_first(size_t count, const WGPUFutureWaitInfo *infos)
{
    for (size_t i = 0; i < count; i++) {
        struct sdk_future *future = find(infos[i].future.id);
        if (future != NULL && future->run != NULL) {
            run(future);
            return true;
        }
    }
    return false;
}

/* Nothing but the guest itself could end this wait, and the guest is here. */
static WGPUWaitStatus
wait_in_vain(uint64_t timeout_ns)
{
    if (timeout_ns == UINT64_MAX) {
        sdk_log("wgpuInstanceWaitAny", sdk_text_of("would wait forever for a device to be lost"));
        return WGPUWaitStatus_Error;
    }
    const struct timespec span = {
        .tv_sec = (time_t)(timeout_ns / 1000000000),
        .tv_nsec = (long)(timeout_ns % 1000000000),
    };
    if (timeout_ns != 0)
        nanosleep(&span, NULL);
    return WGPUWaitStatus_TimedOut;
}

WGPUWaitStatus
wgpuInstanceWaitAny(WGPUInstance self, size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    if (!sdk_is_usable(self, __func__))
        return WGPUWaitStatus_Error;
    if (!check_wait(self, count, infos, timeout_ns))
        return WGPUWaitStatus_Error;
    if (count == 0)
        return WGPUWaitStatus_Success;
    if (!note_completed(count, infos)) {
        if (!run_first(count, infos))
            return wait_in_vain(timeout_ns);
        note_completed(count, infos);
    }
    for (size_t i = 0; i < count; i++) {
        struct sdk_future *future = find(infos[i].future.id);
        if (infos[i].completed && future != NULL)
            deliver(future, false);
    }
    return WGPUWaitStatus_Success;
}
