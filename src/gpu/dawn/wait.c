/* InstanceWaitAny: awake at first, then as Dawn waits. */
#include <sched.h>
#include <stdint.h>

#include "base/clock.h"
#include "gpu/awake.h"
#include "gpu/dawn/dawn.h"

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
    if (!gpu_awake_for(count, timeout_ns))
        return gpu_native.InstanceWaitAny(instance, count, infos, timeout_ns);
    const WGPUWaitStatus status = wait_awake(instance, infos, GPU_AWAKE_NS);
    if (status != WGPUWaitStatus_TimedOut)
        return status;
    const uint64_t left_ns = timeout_ns == UINT64_MAX ? timeout_ns : timeout_ns - GPU_AWAKE_NS;
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
