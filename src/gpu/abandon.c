/* Devices whose GPU hangs: how that is found out, and where they are kept. */
#include "gpu/abandon.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "gpu/instance.h"
#include "gpu/library.h"
#include "gpu/wgpu/wgpu.h"

#define NAP_NS UINT64_C(1000000)

/* A question, which its callback may outlive the asker with. */
struct question {
    atomic_uint refs;
    atomic_bool answered;
};

static void
question_unref(struct question *question)
{
    if (atomic_fetch_sub_explicit(&question->refs, 1, memory_order_acq_rel) == 1)
        free(question);
}

/* Whatever the status is: the work is done, or the device lost, for which nothing waits. Any thread. */
static void
on_work_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)status;
    (void)message;
    (void)userdata2;
    struct question *question = userdata1;
    atomic_store_explicit(&question->answered, true, memory_order_release);
    question_unref(question);
}

static bool
wait(const struct gpu_instance *instance, WGPUFuture future, const struct question *question,
     struct base_deadline deadline)
{
    WGPUFutureWaitInfo info = {.future = future};
    wgpuInstanceWaitAny(instance->native, 1, &info, base_deadline_left_ns(&deadline));
    /* Refused, or its callback is under way on another thread. */
    while (!atomic_load_explicit(&question->answered, memory_order_acquire)) {
        if (base_deadline_passed(&deadline))
            return false;
        wgpuInstanceProcessEvents(instance->native);
        const struct base_deadline nap = base_deadline_earlier(deadline, base_deadline_in(NAP_NS));
        base_deadline_sleep(&nap);
    }
    return true;
}

bool
gpu_queue_idle(const struct gpu_instance *instance, WGPUQueue queue, struct base_deadline deadline)
{
    struct question *question = malloc(sizeof *question);
    if (question == NULL)
        return true; /* nobody knows: as if nobody had asked */
    atomic_init(&question->refs, 2);
    atomic_init(&question->answered, false);
    if (gpu_library_kind() == GPU_LIBRARY_WGPU)
        gpu_wgpu_forget_writes(queue);
    const WGPUQueueWorkDoneCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_work_done,
        .userdata1 = question,
    };
    const bool idle = wait(instance, wgpuQueueOnSubmittedWorkDone(queue, info), question, deadline);
    question_unref(question);
    return idle;
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
gpu_instance_abandon(struct gpu_instance *instance, WGPUDevice device, WGPUQueue queue)
{
    instance->abandoned_count++;
    struct gpu_abandoned *abandoned = malloc(sizeof *abandoned);
    if (abandoned == NULL)
        return; /* it stays all the same */
    *abandoned = (struct gpu_abandoned){.device = device, .queue = queue, .next = instance->abandoned};
    instance->abandoned = abandoned;
}

size_t
gpu_instance_abandoned(const struct gpu_instance *instance)
{
    return instance->abandoned_count;
}

void
gpu_instance_keep(struct gpu_instance *instance)
{
    pthread_mutex_lock(&lock);
    instance->next = instances;
    instances = instance;
    pthread_mutex_unlock(&lock);
}
