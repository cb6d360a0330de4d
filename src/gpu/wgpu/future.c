/* Futures: found by number in one table of the process, for native callbacks bring no more; each instance has
 * lists of its own, so that none looks at another's. And the two functions that call back:
 * InstanceProcessEvents, InstanceWaitAny. No lock is held while a callback runs. */
#include "gpu/wgpu/future.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gpu/awake.h"
#include "gpu/wgpu/future_list.h"
#include "gpu/wgpu/future_table.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/poll.h"
#include "gpu/wgpu/wgpu.h"

#define FIRST_NAP_NS UINT64_C(20000)
#define LAST_NAP_NS UINT64_C(2000000)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the table and of all lists; held shortly */
static struct gpu_wgpu_future_table futures;             /* under way, or waiting for their callback */
static uint64_t last_id;

static char gone[] = "the instance was released";

/* Under the lock, as what follows up to call_back. NULL: out of memory, or the instance is released. */
static struct gpu_wgpu_future *
add(const struct gpu_wgpu_future *start)
{
    struct gpu_wgpu_future *future = start->instance->released ? NULL : malloc(sizeof *future);
    if (future == NULL)
        return NULL;
    *future = *start;
    future->id = last_id + 1;
    if (!gpu_wgpu_future_table_add(&futures, future)) {
        free(future);
        return NULL;
    }
    last_id++;
    gpu_wgpu_future_list_append(&future->instance->waiting, future);
    gpu_wgpu_ref(&future->instance->refs);
    if (future->device != NULL)
        gpu_wgpu_ref(&future->device->refs);
    return future;
}

/* Out of the table and its list. */
static void
take(struct gpu_wgpu_future *future)
{
    gpu_wgpu_future_table_remove(&futures, future);
    gpu_wgpu_future_list_remove(future->list, future);
}

/* Gives it its result. True: it is taken out, to be called back now. */
static bool
settle(struct gpu_wgpu_future *future, uint32_t status, WGPUStringView message)
{
    future->status = status;
    if (message.data != NULL)
        future->message = strndup(message.data, message.length);
    future->ready = true;
    if (future->map_state != NULL)
        atomic_store(future->map_state, status == WGPUMapAsyncStatus_Success ? WGPUBufferMapState_Mapped
                                                                             : WGPUBufferMapState_Unmapped);
    if (future->mode == WGPUCallbackMode_AllowSpontaneous) {
        take(future);
        return true;
    }
    if (future->mode == WGPUCallbackMode_AllowProcessEvents) {
        struct gpu_wgpu_instance *instance = future->instance;
        gpu_wgpu_future_list_remove(future->list, future);
        gpu_wgpu_future_list_append(&instance->ready, future);
        future->ready_number = ++instance->ready_count;
    }
    return false;
}

/* Of one that is taken out: calls back, and lets it go. */
static void
call_back(struct gpu_wgpu_future *future)
{
    future->deliver(future);
    free(future->message);
    if (future->device != NULL)
        gpu_wgpu_device_unref(future->device);
    gpu_wgpu_instance_unref(future->instance);
    free(future);
}

/* The same with a list of them, which no one else knows. */
static void
call_back_all(const struct gpu_wgpu_future_list *list)
{
    struct gpu_wgpu_future *next;
    for (struct gpu_wgpu_future *future = list->first; future != NULL; future = next) {
        next = future->behind;
        call_back(future);
    }
}

struct gpu_wgpu_future *
gpu_wgpu_future_new(const struct gpu_wgpu_future *start)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_future *future = add(start);
    const bool released = start->instance->released;
    pthread_mutex_unlock(&lock);
    if (future != NULL)
        return future;
    static char out_of_memory[] = "out of memory";
    struct gpu_wgpu_future refused = *start;
    refused.message = released ? gone : out_of_memory;
    if (released)
        refused.status = refused.cancelled;
    else
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_GPU, "out of memory for a future");
    refused.deliver(&refused);
    return NULL;
}

bool
gpu_wgpu_future_finish_id(uint64_t id, uint32_t status, WGPUStringView message)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_future *future = gpu_wgpu_future_table_find(&futures, id);
    const bool waits = future != NULL && !future->ready;
    const bool now = waits && settle(future, status, message);
    pthread_mutex_unlock(&lock);
    if (now)
        call_back(future);
    return waits;
}

WGPUFuture
gpu_wgpu_future_finish(struct gpu_wgpu_future *future, uint32_t status, const char *message)
{
    const WGPUFuture id = {future->id};
    gpu_wgpu_future_finish_id(id.id, status,
                              (WGPUStringView){message, message != NULL ? strlen(message) : 0});
    return id;
}

void
gpu_wgpu_future_abort_maps(const struct gpu_wgpu_device *device, const char *why)
{
    const WGPUStringView message = {why, strlen(why)};
    struct gpu_wgpu_future_list now = {NULL, NULL};
    struct gpu_wgpu_future *next;
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_future *future = device->adapter->instance->waiting.first;
    for (; future != NULL; future = next) {
        next = future->behind;
        if (!future->ready && future->device == device && future->map_state != NULL &&
            settle(future, WGPUMapAsyncStatus_Aborted, message))
            gpu_wgpu_future_list_append(&now, future);
    }
    pthread_mutex_unlock(&lock);
    call_back_all(&now);
}

/* To be called back, out of `from`, with what they have or as cancelled. */
static void
cancel(struct gpu_wgpu_future_list *from, struct gpu_wgpu_future_list *now)
{
    while (from->first != NULL) {
        struct gpu_wgpu_future *future = from->first;
        future->mode = WGPUCallbackMode_AllowSpontaneous;
        if (future->ready)
            take(future);
        else
            settle(future, future->cancelled, (WGPUStringView){gone, sizeof gone - 1});
        gpu_wgpu_future_list_append(now, future);
    }
}

void
gpu_wgpu_futures_cancel(struct gpu_wgpu_instance *instance)
{
    struct gpu_wgpu_future_list now = {NULL, NULL};
    pthread_mutex_lock(&lock);
    instance->released = true;
    cancel(&instance->ready, &now);
    cancel(&instance->waiting, &now);
    pthread_mutex_unlock(&lock);
    call_back_all(&now);
}

/* The first that was ready, if it was by then, taken out; NULL: none. */
static struct gpu_wgpu_future *
take_event(struct gpu_wgpu_instance *instance, uint64_t newest)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_future *future = instance->ready.first;
    if (future != NULL && future->ready_number > newest)
        future = NULL;
    if (future != NULL) {
        gpu_wgpu_future_table_remove(&futures, future);
        gpu_wgpu_future_list_remove(&instance->ready, future);
    }
    pthread_mutex_unlock(&lock);
    return future;
}

void
gpu_wgpu_InstanceProcessEvents(WGPUInstance handle)
{
    struct gpu_wgpu_instance *instance = gpu_wgpu_instance(handle);
    gpu_wgpu_poll_instance(instance);
    pthread_mutex_lock(&lock);
    const uint64_t newest = instance->ready_count; /* what callbacks start waits for the next time */
    pthread_mutex_unlock(&lock);
    for (;;) {
        struct gpu_wgpu_future *future = take_event(instance, newest);
        if (future == NULL)
            return;
        call_back(future);
    }
}

/* Marks what is complete, and calls back what has waited for that. False: a number was never given. */
static bool
complete(WGPUFutureWaitInfo *infos, size_t count, bool *any)
{
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_lock(&lock);
        struct gpu_wgpu_future *future = gpu_wgpu_future_table_find(&futures, infos[i].future.id);
        const bool known = infos[i].future.id != 0 && infos[i].future.id <= last_id;
        const bool ready = future != NULL && future->ready;
        if (ready)
            take(future);
        pthread_mutex_unlock(&lock);
        if (!known)
            return false;
        infos[i].completed = future == NULL || ready;
        *any |= infos[i].completed;
        if (ready)
            call_back(future);
    }
    return true;
}

/* Polls the devices that the futures run on. */
static void
poll_devices(const WGPUFutureWaitInfo *infos, size_t count)
{
    struct gpu_wgpu_device *before = NULL;
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_lock(&lock);
        const struct gpu_wgpu_future *future = gpu_wgpu_future_table_find(&futures, infos[i].future.id);
        struct gpu_wgpu_device *device = future != NULL ? future->device : NULL;
        if (device != NULL)
            gpu_wgpu_ref(&device->refs);
        pthread_mutex_unlock(&lock);
        if (device == NULL)
            continue;
        if (device != before)
            gpu_wgpu_poll_device(device);
        before = device; /* only compared */
        gpu_wgpu_device_unref(device);
    }
}

WGPUWaitStatus
gpu_wgpu_InstanceWaitAny(WGPUInstance handle, size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    if (timeout_ns > 0 && !gpu_wgpu_instance(handle)->timed_wait)
        return WGPUWaitStatus_Error;
    if (count == 0)
        return WGPUWaitStatus_Success;
    const struct base_deadline deadline = base_deadline_in(timeout_ns);
    const struct base_deadline awake = base_deadline_in(gpu_awake_for(count, timeout_ns) ? GPU_AWAKE_NS : 0);
    uint64_t nap_ns = FIRST_NAP_NS;
    for (;;) {
        bool any = false;
        if (!complete(infos, count, &any))
            return WGPUWaitStatus_Error;
        if (any)
            return WGPUWaitStatus_Success;
        poll_devices(infos, count);
        if (!complete(infos, count, &any))
            return WGPUWaitStatus_Error;
        if (any)
            return WGPUWaitStatus_Success;
        if (base_deadline_passed(&deadline))
            return WGPUWaitStatus_TimedOut;
        if (base_deadline_passed(&awake))
            base_deadline_nap(deadline, &nap_ns, LAST_NAP_NS);
        else
            sched_yield();
    }
}
