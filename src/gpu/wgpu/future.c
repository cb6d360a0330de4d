/* The list of futures, and the two functions that call back: InstanceProcessEvents, InstanceWaitAny.
 *
 * The list is the process's and short: what is under way, or waits for its callback. Records are kept and
 * used again. No lock is held while a callback runs. */
#include "gpu/wgpu/future.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/poll.h"
#include "gpu/wgpu/wgpu.h"

#define FIRST_NAP_NS UINT64_C(20000)
#define LAST_NAP_NS UINT64_C(2000000)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct gpu_wgpu_future *futures;      /* oldest first */
static struct gpu_wgpu_future *free_futures; /* to use again */
static uint64_t last_id;

static void
append(struct gpu_wgpu_future *future)
{
    struct gpu_wgpu_future **end = &futures;
    while (*end != NULL)
        end = &(*end)->next;
    *end = future;
}

struct gpu_wgpu_future *
gpu_wgpu_future_new(struct gpu_wgpu_instance *instance, struct gpu_wgpu_device *device, WGPUCallbackMode mode,
                    void (*deliver)(struct gpu_wgpu_future *))
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_future *future = free_futures;
    if (future != NULL)
        free_futures = future->next;
    else
        future = malloc(sizeof *future);
    if (future != NULL) {
        *future = (struct gpu_wgpu_future){
            .id = ++last_id, .mode = mode, .instance = instance, .device = device, .deliver = deliver};
        append(future);
        gpu_wgpu_ref(&instance->refs);
        if (device != NULL)
            gpu_wgpu_ref(&device->refs);
    }
    pthread_mutex_unlock(&lock);
    if (future == NULL)
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_GPU, "out of memory for a future");
    return future;
}

/* By number, under the lock. NULL: it is not in the list any more, or never was. */
static struct gpu_wgpu_future *
find(uint64_t id)
{
    struct gpu_wgpu_future *future = futures;
    while (future != NULL && future->id != id)
        future = future->next;
    return future;
}

/* Out of the list, under the lock. */
static void
take(struct gpu_wgpu_future *future)
{
    struct gpu_wgpu_future **place = &futures;
    while (*place != future)
        place = &(*place)->next;
    *place = future->next;
}

/* Of one that is out of the list: calls back, then keeps the record. */
static void
call_back(struct gpu_wgpu_future *future)
{
    future->deliver(future);
    free(future->message);
    if (future->device != NULL)
        gpu_wgpu_device_unref(future->device);
    gpu_wgpu_instance_unref(future->instance);
    pthread_mutex_lock(&lock);
    future->next = free_futures;
    free_futures = future;
    pthread_mutex_unlock(&lock);
}

bool
gpu_wgpu_future_finish_id(uint64_t id, uint32_t status, WGPUStringView message)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_future *future = find(id);
    if (future == NULL || future->ready) {
        pthread_mutex_unlock(&lock);
        return false;
    }
    future->status = status;
    if (message.data != NULL)
        future->message = strndup(message.data, message.length);
    future->ready = true;
    if (future->map_state != NULL)
        atomic_store(future->map_state, status == WGPUMapAsyncStatus_Success ? WGPUBufferMapState_Mapped
                                                                             : WGPUBufferMapState_Unmapped);
    const bool now = future->mode == WGPUCallbackMode_AllowSpontaneous;
    if (now)
        take(future);
    pthread_mutex_unlock(&lock);
    if (now)
        call_back(future);
    return true;
}

WGPUFuture
gpu_wgpu_future_finish(struct gpu_wgpu_future *future, uint32_t status, const char *message)
{
    const WGPUFuture id = {future->id};
    gpu_wgpu_future_finish_id(id.id, status,
                              (WGPUStringView){message, message != NULL ? strlen(message) : 0});
    return id;
}

/* A map that runs on the device; 0: none. */
static uint64_t
find_map(const struct gpu_wgpu_device *device)
{
    pthread_mutex_lock(&lock);
    const struct gpu_wgpu_future *future = futures;
    while (future != NULL && (future->ready || future->device != device || future->map_state == NULL))
        future = future->next;
    const uint64_t id = future != NULL ? future->id : 0;
    pthread_mutex_unlock(&lock);
    return id;
}

void
gpu_wgpu_future_abort_maps(const struct gpu_wgpu_device *device, const char *why)
{
    const WGPUStringView message = {why, strlen(why)};
    for (uint64_t id = find_map(device); id != 0; id = find_map(device))
        gpu_wgpu_future_finish_id(id, WGPUMapAsyncStatus_Aborted, message);
}

/* The oldest that `instance` may call back while it processes events, taken out; NULL: none. */
static struct gpu_wgpu_future *
take_event(const struct gpu_wgpu_instance *instance, uint64_t newest)
{
    pthread_mutex_lock(&lock);
    struct gpu_wgpu_future *future = futures;
    while (future != NULL && !(future->ready && future->instance == instance && future->id <= newest &&
                               future->mode != WGPUCallbackMode_WaitAnyOnly))
        future = future->next;
    if (future != NULL)
        take(future);
    pthread_mutex_unlock(&lock);
    return future;
}

void
gpu_wgpu_InstanceProcessEvents(WGPUInstance handle)
{
    struct gpu_wgpu_instance *instance = gpu_wgpu_instance(handle);
    gpu_wgpu_poll_instance(instance);
    pthread_mutex_lock(&lock);
    const uint64_t newest = last_id; /* what callbacks start waits for the next time */
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
        struct gpu_wgpu_future *future = find(infos[i].future.id);
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
        const struct gpu_wgpu_future *future = find(infos[i].future.id);
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
        const struct base_deadline until = base_deadline_earlier(deadline, base_deadline_in(nap_ns));
        base_deadline_sleep(&until);
        nap_ns = nap_ns * 2 < LAST_NAP_NS ? nap_ns * 2 : LAST_NAP_NS;
    }
}
