/* Submits. wgpu-native makes each wait for the one before by a binary semaphore, and lavapipe's vkQueueSubmit
 * does not return before that is signalled: behind a shader that never ends a second submit would not either.
 * So on CPU adapters the queue is waited for before, in short sleeps, which costs little beside what such an
 * adapter computes, and the host can end. */
#include "gpu/wgpu/submit.h"

#include <sched.h>

#include "base/clock.h"
#include "gpu/wgpu/device.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/poll.h"
#include "gpu/wgpu/wgpu.h"

#define YIELDS 16
#define FIRST_NAP_NS UINT64_C(20000)
#define LAST_NAP_NS UINT64_C(500000)

static void
on_work_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)status;
    (void)message;
    (void)userdata2;
    struct gpu_wgpu_device *device = gpu_wgpu_device_find((uintptr_t)userdata1);
    if (device == NULL)
        return;
    atomic_fetch_sub_explicit(&device->queue.under_way, 1, memory_order_release);
    gpu_wgpu_device_unref(device);
}

static bool
is_busy(const struct gpu_wgpu_queue *queue)
{
    return atomic_load_explicit(&queue->under_way, memory_order_acquire) != 0;
}

/* False: there is nothing to wait for on a lost device, or the host does not want to any longer. */
static bool
await(struct gpu_wgpu_queue *queue)
{
    const struct gpu_wgpu_instance *instance = queue->device->adapter->instance;
    uint64_t nap_ns = FIRST_NAP_NS;
    for (unsigned tries = 0; is_busy(queue); tries++) {
        gpu_wgpu_poll_device(queue->device);
        if (!is_busy(queue))
            break;
        if (queue->device->lost || (instance->stops != NULL && instance->stops(instance->stops_env)))
            return false;
        if (tries < YIELDS) { /* most are short: to others the core, but not for longer than they want it */
            sched_yield();
            continue;
        }
        base_deadline_nap((struct base_deadline){BASE_DEADLINE_NEVER}, &nap_ns, LAST_NAP_NS);
    }
    return true;
}

bool
gpu_wgpu_submit(struct gpu_wgpu_queue *queue, size_t count, const WGPUCommandBuffer *natives)
{
    if (queue->device->is_cpu && !await(queue))
        return false;
    gpu_native.QueueSubmit(queue->native, count, natives);
    queue->writes_pending = false;
    if (!queue->device->is_cpu)
        return true;
    const WGPUQueueWorkDoneCallbackInfo done = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_work_done,
        .userdata1 = (void *)(uintptr_t)queue->device->lost_future,
    };
    atomic_fetch_add_explicit(&queue->under_way, 1, memory_order_relaxed);
    gpu_native.QueueOnSubmittedWorkDone(queue->native, done);
    return true;
}
