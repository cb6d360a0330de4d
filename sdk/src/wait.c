/* The two ways to have callbacks called: wgpuInstanceWaitAny and wgpuInstanceProcessEvents. Follows webgpu.h,
 * "Wait Any" and "Process Events".
 *
 * Of several operations that are ready, the oldest one's callback comes first. A callback may call any
 * function, these two as well. */
#include <time.h>

#include <wasigpu/async.h>

#include "future.h"
#include "instance.h"
#include "text.h"

#define SOON_NS UINT64_C(3000000)
#define NAP_NS UINT64_C(2000000)
#define SECOND_NS UINT64_C(1000000000)

/* Those that callbacks start meanwhile are left for the next call. */
void
wgpuInstanceProcessEvents(WGPUInstance self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    const uint64_t end = sdk_future_end();
    const uint32_t instance = self->id; /* which a callback may release */
    sdk_waitable_poll();
    struct sdk_future_walk walk;
    struct sdk_future *future;
    sdk_future_walk_begin(&walk, 0);
    while ((future = sdk_future_walk_next(&walk)) != NULL && future->id < end) {
        if (future->instance == instance && future->ready && future->mode != WGPUCallbackMode_WaitAnyOnly)
            sdk_future_deliver(future);
    }
    sdk_future_walk_end(&walk);
}

static bool
refuse(const char *why)
{
    sdk_log("wgpuInstanceWaitAny", sdk_text_of(why));
    return false;
}

static bool
check_futures(WGPUInstance self, size_t count, const WGPUFutureWaitInfo *infos)
{
    if (count != 0 && infos == NULL)
        return refuse("there is no list of futures");
    for (size_t i = 0; i < count; i++) {
        const uint64_t id = infos[i].future.id;
        if (id == 0 || id >= sdk_future_end())
            return refuse("no such future");
        const struct sdk_future *future = sdk_future_find(id);
        if (future != NULL && future->instance != self->id)
            return refuse("a future of another instance");
    }
    return true;
}

/* webgpu.h, "Timed Wait" and "Mixed Sources". */
static bool
check_timed(WGPUInstance self, size_t count, const WGPUFutureWaitInfo *infos)
{
    if (self->timed_wait_max == 0)
        return refuse("the instance has no WGPUInstanceFeatureName_TimedWaitAny");
    if (count > self->timed_wait_max)
        return refuse("more futures than timedWaitAnyMaxCount");
    const struct sdk_future *last = NULL;
    bool mixed = false;
    for (size_t i = 0; i < count; i++) {
        const struct sdk_future *future = sdk_future_find(infos[i].future.id);
        if (future == NULL)
            return true; /* over: there is no wait, wherever it stands in the list */
        mixed = mixed || (last != NULL && future->source != last->source);
        last = future;
    }
    return !mixed || refuse("futures of mixed sources");
}

/* Notes which are complete; true: at least one. */
static bool
note_completed(size_t count, WGPUFutureWaitInfo *infos)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        struct sdk_future *future = sdk_future_find(infos[i].future.id);
        infos[i].completed = future == NULL || future->ready;
        if (infos[i].completed && future != NULL)
            future->waiter = infos;
        any = any || infos[i].completed;
    }
    return any;
}

static void
deliver_completed(size_t count, const WGPUFutureWaitInfo *infos)
{
    uint64_t first = UINT64_MAX;
    uint64_t last = 0;
    for (size_t i = 0; i < count; i++) {
        const uint64_t id = infos[i].future.id;
        first = id < first ? id : first;
        last = id > last ? id : last;
    }
    struct sdk_future_walk walk;
    struct sdk_future *future;
    sdk_future_walk_begin(&walk, first);
    while ((future = sdk_future_walk_next(&walk)) != NULL && future->id <= last) {
        if (future->waiter == infos)
            sdk_future_deliver(future);
    }
    sdk_future_walk_end(&walk);
}

static uint64_t
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

/* Lets `span_ns` pass, or less: soon after the start the host does so, in yields of some 0.1 ms, for a nap of
 * WASI takes 1 ms at least. */
static void
nap(uint64_t passed_ns, uint64_t span_ns)
{
    if (passed_ns < SOON_NS)
        wasi_thread_yield();
    else
        nanosleep(&(struct timespec){.tv_nsec = (long)span_ns}, NULL);
}

/* The set's own wait has no end but an event, so one that has is a poll now and then. */
static bool
poll_for(size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    const uint64_t start_ns = now_ns();
    uint64_t passed_ns = 0;
    bool any = false;
    while (!any && passed_ns < timeout_ns) {
        const uint64_t left_ns = timeout_ns - passed_ns;
        nap(passed_ns, left_ns < NAP_NS ? left_ns : NAP_NS);
        sdk_waitable_poll();
        any = note_completed(count, infos);
        passed_ns = now_ns() - start_ns;
    }
    return any;
}

/* Of operations only those are heard of that are waited for: they end whatever the program does, and the host
 * may then wait in a single queue. A device may never be lost, so that a wait for that hears of everything.
 */
static void
wait_once(size_t count, const WGPUFutureWaitInfo *infos)
{
    bool all_end = true;
    for (size_t i = 0; i < count && all_end; i++)
        all_end = sdk_future_find(infos[i].future.id)->ends;
    for (size_t i = 0; i < count && all_end; i++)
        sdk_waitable_await(&sdk_future_find(infos[i].future.id)->waitable);
    sdk_waitable_wait();
}

/* None of them is known to be complete. A wait without an end need not ask first, which takes the host longer
 * than to be asked when it is over. False: the time was up first. */
static bool
wait_for(size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    if (timeout_ns == 0)
        return false;
    if (timeout_ns != UINT64_MAX)
        return poll_for(count, infos, timeout_ns);
    do {
        wait_once(count, infos);
        sdk_waitable_poll(); /* what else has happened */
    } while (!note_completed(count, infos));
    return true;
}

WGPUWaitStatus
wgpuInstanceWaitAny(WGPUInstance self, size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    if (!sdk_is_usable(self, __func__))
        return WGPUWaitStatus_Error;
    if (!check_futures(self, count, infos) || (timeout_ns != 0 && !check_timed(self, count, infos)))
        return WGPUWaitStatus_Error;
    if (count == 0)
        return WGPUWaitStatus_Success;
    if (timeout_ns != UINT64_MAX || note_completed(count, infos))
        sdk_waitable_poll();
    if (!note_completed(count, infos) && !wait_for(count, infos, timeout_ns))
        return WGPUWaitStatus_TimedOut;
    deliver_completed(count, infos);
    return WGPUWaitStatus_Success;
}
