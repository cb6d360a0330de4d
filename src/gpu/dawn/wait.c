#include "gpu/dawn/wait.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "gpu/dawn/dawn.h"

#define AWAKE_NS UINT64_C(300000) /* a slice of abi/wait.c is 66 times as long */

static atomic_bool sleeps;

static bool
is_on_cpu(WGPUAdapter adapter)
{
    const char *word = getenv("WASIGPU_SPIN");
    if (word != NULL && strcmp(word, "on") == 0)
        return false;
    return (word != NULL && strcmp(word, "off") == 0) || gpu_dawn_is_cpu(adapter);
}

void
gpu_dawn_wait_for_device_of(WGPUAdapter adapter)
{
    if (is_on_cpu(adapter))
        atomic_store_explicit(&sleeps, true, memory_order_relaxed);
}

/* Success, an error, or TimedOut after that time. */
static WGPUWaitStatus
wait_awake(WGPUInstance instance, WGPUFutureWaitInfo *info, uint64_t time_ns)
{
    const struct base_deadline end = base_deadline_in(time_ns);
    /* The first time with a timeout: whether the instance may have one is Dawn's to say. */
    WGPUWaitStatus status = gpu_native.InstanceWaitAny(instance, 1, info, 1);
    while (status == WGPUWaitStatus_TimedOut && !base_deadline_passed(&end)) {
        sched_yield();
        status = gpu_native.InstanceWaitAny(instance, 1, info, 0);
    }
    return status;
}

static WGPUWaitStatus
wait_any(WGPUInstance instance, size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    if (count != 1 || timeout_ns <= AWAKE_NS || atomic_load_explicit(&sleeps, memory_order_relaxed))
        return gpu_native.InstanceWaitAny(instance, count, infos, timeout_ns);
    const WGPUWaitStatus status = wait_awake(instance, infos, AWAKE_NS);
    if (status != WGPUWaitStatus_TimedOut)
        return status;
    const uint64_t left_ns = timeout_ns == UINT64_MAX ? timeout_ns : timeout_ns - AWAKE_NS;
    return gpu_native.InstanceWaitAny(instance, count, infos, left_ns);
}

/* A callback may release the last reference to the instance, whose list of events Dawn then goes on to use.
 */
WGPUWaitStatus
gpu_dawn_InstanceWaitAny(WGPUInstance instance, size_t count, WGPUFutureWaitInfo *infos, uint64_t timeout_ns)
{
    gpu_native.InstanceAddRef(instance);
    const WGPUWaitStatus status = wait_any(instance, count, infos, timeout_ns);
    gpu_native.InstanceRelease(instance);
    return status;
}
