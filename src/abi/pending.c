/* Operations under way, and waiting for one alone. Subtasks and waitable sets are not here.
 *
 * An operation's state is exchanged, not stored, by whoever is through with it: the native callback puts
 * DONE, a guest that waits no longer ABANDONED, and the one that finds the other's there is the last to
 * see it and gives it back. */
#include "abi/pending.h"

#include <assert.h>
#include <stdlib.h>

#define SLICE_NS UINT64_C(20000000)  /* of one wait in a source: how long an interrupt may go unseen */
#define FIRST_NAP_NS UINT64_C(50000) /* where there is nothing to wait in */
#define LAST_NAP_NS UINT64_C(2000000)

struct abi_pending *
abi_pending_new(struct abi_call *call, uint32_t result_ptr)
{
    struct abi_instance *instance = call->instance;
    struct abi_pending *op = instance->free_pendings;
    if (op != NULL)
        instance->free_pendings = op->next;
    else
        op = malloc(sizeof *op);
    if (op == NULL) {
        abi_trap(call, ABI_TRAP_HOST_MEMORY);
        return NULL;
    }
    *op = (struct abi_pending){.instance = instance, .options = call->options, .result_ptr = result_ptr};
    atomic_init(&op->state, ABI_PENDING_RUNS);
    return op;
}

static void
release(struct abi_pending *op)
{
    if (op->release != NULL)
        op->release(op);
}

void
abi_pending_finish(struct abi_pending *op)
{
    const enum abi_pending_state before =
        atomic_exchange_explicit(&op->state, ABI_PENDING_DONE, memory_order_acq_rel);
    assert(before != ABI_PENDING_DONE);
    if (before != ABI_PENDING_ABANDONED)
        return;
    release(op);
    free(op); /* its instance may be gone, and is another thread's */
}

void
abi_pending_delete(struct abi_pending *op)
{
    struct abi_instance *instance = op->instance;
    release(op);
    op->next = instance->free_pendings;
    instance->free_pendings = op;
}

void
abi_pending_abandon(struct abi_pending *op)
{
    struct abi_instance *instance = op->instance;
    op->instance = NULL;
    const enum abi_pending_state before =
        atomic_exchange_explicit(&op->state, ABI_PENDING_ABANDONED, memory_order_acq_rel);
    assert(before != ABI_PENDING_ABANDONED);
    if (before != ABI_PENDING_DONE)
        return;
    op->instance = instance;
    abi_pending_delete(op);
}

static bool
interrupted(const struct abi_instance *instance)
{
    return instance->interrupt != NULL &&
           atomic_load_explicit(&instance->interrupt->raised, memory_order_acquire);
}

bool
abi_wait_one(struct abi_call *call, struct abi_pending *op)
{
    const struct abi_instance *instance = call->instance;
    uint64_t nap_ns = FIRST_NAP_NS;
    while (!abi_pending_done(op)) {
        const bool late = base_deadline_passed(&instance->deadline);
        if (late || interrupted(instance)) {
            abi_pending_abandon(op);
            return abi_trap_detail(call, ABI_TRAP_INTERRUPTED, late ? "time is up" : "asked to stop");
        }
        if (op->source != NULL) {
            const struct base_deadline slice =
                base_deadline_earlier(instance->deadline, base_deadline_in(SLICE_NS));
            op->source->poll(op->source, op, &slice);
            if (abi_pending_done(op) || base_deadline_passed(&slice))
                continue;
        }
        /* It completes by itself, or its source has nothing to wait with: the core is for others. */
        const struct base_deadline nap = base_deadline_earlier(instance->deadline, base_deadline_in(nap_ns));
        base_deadline_sleep(&nap);
        nap_ns = nap_ns * 2 < LAST_NAP_NS ? nap_ns * 2 : LAST_NAP_NS;
    }
    return true;
}
