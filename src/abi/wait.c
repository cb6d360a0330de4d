/* Waiting for one operation, or for the first of many events.
 *
 * One alone is waited for in its source, which wakes up when it is done. Of several, none may hold up the
 * others: the sources are asked in turn whether something has happened, with short sleeps in between. */
#include "abi/wait.h"

#include "abi/pending.h"
#include "abi/waitable.h"
#include "abi/watch.h"

#define SLICE_NS UINT64_C(20000000)  /* of one wait in a source: how long an interrupt may go unseen */
#define FIRST_NAP_NS UINT64_C(50000) /* where there is nothing to wait in */
#define LAST_NAP_NS UINT64_C(1500000)

static bool
is_interrupted(const struct abi_instance *instance)
{
    return instance->interrupt != NULL &&
           atomic_load_explicit(&instance->interrupt->raised, memory_order_acquire);
}

bool
abi_wait_stops(void *instance)
{
    const struct abi_instance *self = instance;
    return base_deadline_passed(&self->deadline) || is_interrupted(self);
}

/* False: traps INTERRUPTED. */
static bool
may_wait(struct abi_call *call)
{
    if (base_deadline_passed(&call->instance->deadline))
        return abi_trap_detail(call, ABI_TRAP_INTERRUPTED, "time is up");
    if (is_interrupted(call->instance))
        return abi_trap_detail(call, ABI_TRAP_INTERRUPTED, "asked to stop");
    return true;
}

/* A slice of waiting for `op`, which is not done. */
static void
wait_a_slice(const struct abi_instance *instance, const struct abi_pending *op, uint64_t *nap_ns)
{
    if (op->source != NULL) {
        const struct base_deadline slice =
            base_deadline_earlier(instance->deadline, base_deadline_in(SLICE_NS));
        op->source->poll(op->source, op, &slice);
        if (abi_pending_done(op) || base_deadline_passed(&slice))
            return;
    }
    /* It completes by itself, or its source has nothing to wait with: the core is for others. */
    base_deadline_nap(instance->deadline, nap_ns, LAST_NAP_NS);
}

static bool
wait_until_done(struct abi_call *call, struct abi_pending *op)
{
    uint64_t nap_ns = FIRST_NAP_NS;
    do {
        if (!may_wait(call)) {
            abi_pending_abandon(op);
            return false;
        }
        wait_a_slice(call->instance, op, &nap_ns);
    } while (!abi_pending_done(op));
    return true;
}

bool
abi_wait_one(struct abi_call *call, struct abi_pending *op)
{
    if (abi_pending_done(op))
        return true;
    struct abi_span span;
    abi_watch_begin(call->instance->watch, &span, ABI_SPAN_WAIT);
    const bool done = wait_until_done(call, op);
    abi_watch_end(call->instance->watch, &span);
    return done;
}

/* What all of them come to: READY if one is, else WAITS if one does. *alone: the operation that is the only
 * thing waited for; NULL: there is more, or it is no operation. */
static enum abi_readiness
look(const struct abi_waitable *first, const struct abi_pending **alone)
{
    *alone = NULL;
    size_t waiting = 0;
    for (const struct abi_waitable *waitable = first; waitable != NULL; waitable = waitable->next) {
        struct abi_awaited awaited = {0};
        const enum abi_readiness readiness = waitable->class->look(waitable, &awaited);
        if (readiness == ABI_READY)
            return ABI_READY;
        if (readiness == ABI_WAITS)
            *alone = waiting++ == 0 ? awaited.op : NULL;
    }
    return waiting == 0 ? ABI_IDLE : ABI_WAITS;
}

void
abi_wait_poll(struct abi_instance *instance, const struct abi_waitable *first)
{
    const struct base_deadline at_once = {0};
    instance->polls++;
    for (const struct abi_waitable *waitable = first; waitable != NULL; waitable = waitable->next) {
        struct abi_awaited awaited = {0};
        if (waitable->class->look(waitable, &awaited) != ABI_WAITS || awaited.source == NULL ||
            awaited.source->pass == instance->polls)
            continue;
        awaited.source->pass = instance->polls;
        awaited.source->poll(awaited.source, NULL, &at_once);
    }
}

static bool
wait_for_event(struct abi_call *call, struct abi_waitable *first)
{
    uint64_t nap_ns = FIRST_NAP_NS;
    for (;;) {
        const struct abi_pending *alone;
        const enum abi_readiness readiness = look(first, &alone);
        if (readiness == ABI_READY)
            return true;
        if (readiness == ABI_IDLE)
            return abi_trap(call, ABI_TRAP_DEADLOCK);
        if (!may_wait(call))
            return false;
        if (alone != NULL) {
            wait_a_slice(call->instance, alone, &nap_ns);
            continue;
        }
        abi_wait_poll(call->instance, first);
        if (look(first, &alone) != ABI_READY)
            base_deadline_nap(call->instance->deadline, &nap_ns, LAST_NAP_NS);
    }
}

bool
abi_wait_any(struct abi_call *call, struct abi_waitable *first)
{
    struct abi_span span;
    abi_watch_begin(call->instance->watch, &span, ABI_SPAN_WAIT);
    const bool heard = wait_for_event(call, first);
    abi_watch_end(call->instance->watch, &span);
    return heard;
}

void
abi_wait_moment(const struct abi_instance *instance)
{
    struct abi_span span;
    uint64_t nap_ns = FIRST_NAP_NS;
    abi_watch_begin(instance->watch, &span, ABI_SPAN_WAIT);
    base_deadline_nap(instance->deadline, &nap_ns, FIRST_NAP_NS);
    abi_watch_end(instance->watch, &span);
}
