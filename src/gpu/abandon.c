/* Devices whose GPU hangs: how that is found out, and where they are kept. */
#include "gpu/abandon.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "gpu/instance.h"
#include "gpu/library.h"
#include "gpu/wgpu/wgpu.h"

#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)
#define SLICE_NS UINT64_C(20000000) /* how long a stop may go unseen */

/* A device that may be hung: its queue was asked when it is idle. */
struct gpu_abandoned {
    WGPUDevice device;
    WGPUQueue queue;
    struct gpu_abandoned *next;
    atomic_bool idle;
    atomic_uint refs; /* the asker's, and the callback's, which may come long after or never */
};

static void
unref(struct gpu_abandoned *asked)
{
    if (atomic_fetch_sub_explicit(&asked->refs, 1, memory_order_acq_rel) == 1)
        free(asked);
}

/* Whatever the status is: the work is done, or the device lost, for which nothing waits. Any thread. */
static void
on_work_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)status;
    (void)message;
    (void)userdata2;
    struct gpu_abandoned *asked = userdata1;
    atomic_store_explicit(&asked->idle, true, memory_order_release);
    unref(asked);
}

static bool
is_idle(const struct gpu_abandoned *asked)
{
    return atomic_load_explicit(&asked->idle, memory_order_acquire);
}

static bool
may_wait(const struct gpu_patience *patience)
{
    return !base_deadline_passed(&patience->deadline) &&
           (patience->stops == NULL || !patience->stops(patience->env));
}

static bool
becomes_idle(const struct gpu_instance *instance, WGPUFuture future, const struct gpu_abandoned *asked,
             const struct gpu_patience *patience)
{
    uint64_t nap_ns = FIRST_NAP_NS;
    for (;;) {
        const struct base_deadline slice =
            base_deadline_earlier(patience->deadline, base_deadline_in(SLICE_NS));
        WGPUFutureWaitInfo info = {.future = future};
        wgpuInstanceWaitAny(instance->native, 1, &info, base_deadline_left_ns(&slice));
        if (!is_idle(asked))
            wgpuInstanceProcessEvents(instance->native);
        if (is_idle(asked))
            return true;
        if (!may_wait(patience))
            return false;
        /* The wait was refused, or the callback is under way on another thread. */
        base_deadline_nap(patience->deadline, &nap_ns, LAST_NAP_NS);
    }
}

bool
gpu_instance_abandon_if_busy(struct gpu_instance *instance, WGPUDevice device, WGPUQueue queue,
                             const struct gpu_patience *patience)
{
    struct gpu_abandoned *asked = malloc(sizeof *asked);
    if (asked == NULL)
        return false; /* nobody knows: as if nobody had asked */
    *asked = (struct gpu_abandoned){.device = device, .queue = queue, .next = instance->abandoned};
    atomic_init(&asked->refs, 2);
    if (gpu_library_kind() == GPU_LIBRARY_WGPU)
        gpu_wgpu_forget_writes(queue);
    const WGPUQueueWorkDoneCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_work_done,
        .userdata1 = asked,
    };
    if (becomes_idle(instance, wgpuQueueOnSubmittedWorkDone(queue, info), asked, patience)) {
        unref(asked);
        return false;
    }
    instance->abandoned = asked;
    return true;
}

size_t
gpu_instance_reap(struct gpu_instance *instance)
{
    size_t count = 0;
    if (instance->abandoned != NULL)
        wgpuInstanceProcessEvents(instance->native);
    struct gpu_abandoned **place = &instance->abandoned;
    while (*place != NULL) {
        struct gpu_abandoned *abandoned = *place;
        if (!is_idle(abandoned)) {
            place = &abandoned->next;
            continue;
        }
        *place = abandoned->next;
        wgpuQueueRelease(abandoned->queue);
        wgpuDeviceRelease(abandoned->device);
        unref(abandoned);
        count++;
    }
    return count;
}

size_t
gpu_instance_abandoned(const struct gpu_instance *instance)
{
    size_t count = 0;
    for (const struct gpu_abandoned *abandoned = instance->abandoned; abandoned != NULL;
         abandoned = abandoned->next)
        count++;
    return count;
}

void
gpu_instance_delete_or_add(struct gpu_instance *instance, struct gpu_instance **list)
{
    if (instance == NULL || instance->abandoned == NULL) {
        gpu_instance_delete(instance);
        return;
    }
    instance->next = *list;
    *list = instance;
}

size_t
gpu_instances_reap(struct gpu_instance **list)
{
    size_t count = 0;
    struct gpu_instance *left = *list;
    *list = NULL;
    while (left != NULL) {
        struct gpu_instance *instance = left;
        left = instance->next;
        count += gpu_instance_reap(instance);
        gpu_instance_delete_or_add(instance, list);
    }
    return count;
}

void
gpu_instances_delete(struct gpu_instance **list)
{
    while (*list != NULL) {
        struct gpu_instance *instance = *list;
        *list = instance->next;
        gpu_instance_delete(instance);
    }
}

void
gpu_instance_stop_by(const struct gpu_instance *instance, bool (*stops)(void *env), void *env)
{
    if (gpu_library_kind() == GPU_LIBRARY_WGPU)
        gpu_wgpu_stop_by(instance->native, stops, env);
}

/* Where a leak checker finds what is left for good. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct gpu_instance *instances;

void
gpu_instance_keep(struct gpu_instance *instance)
{
    pthread_mutex_lock(&lock);
    instance->next = instances;
    instances = instance;
    pthread_mutex_unlock(&lock);
}
