/* Works on one operation of the GPU for a slice of time: the pump of design.md's waiting. It sleeps, but for
 * the first 0.3 ms of a slice on an adapter that is no CPU: gpu/awake.h.
 *
 * An operation with a ticket waits in the library, which wakes when it is done. One without (an adapter,
 * a device, a pipeline, an error scope) completes by itself or when events are processed. */
#include "gpu/source.h"

#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1500000)

static void
pump(const struct gpu_source *source, const struct abi_pending *op, const struct base_deadline *slice)
{
    uint64_t nap_ns = FIRST_NAP_NS;
    while (!abi_pending_done(op)) {
        wgpuInstanceProcessEvents(source->instance);
        if (abi_pending_done(op) || base_deadline_passed(slice))
            return;
        base_deadline_nap(*slice, &nap_ns, LAST_NAP_NS);
    }
}

static void
poll(struct abi_source *base, const struct abi_pending *op, const struct base_deadline *slice)
{
    const struct gpu_source *source = (const struct gpu_source *)base;
    if (op == NULL) {
        wgpuInstanceProcessEvents(source->instance);
        return;
    }
    if (op->ticket == 0) {
        pump(source, op, slice);
        return;
    }
    WGPUFutureWaitInfo wait = {.future = {op->ticket}};
    wgpuInstanceWaitAny(source->instance, 1, &wait, base_deadline_left_ns(slice));
    /* Refused, or its callback is under way on another thread: no reason to come back at once. */
    if (!abi_pending_done(op) && !base_deadline_passed(slice))
        pump(source, op, slice);
}

void
gpu_source_init(struct gpu_source *source, WGPUInstance instance, WGPUDevice device)
{
    *source = (struct gpu_source){.base = {.poll = poll}, .instance = instance, .device = device};
}
