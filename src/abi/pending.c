/* Operations under way. Waiting for one is in wait.c, subtasks and waitable sets in files of their own.
 *
 * An operation's state is exchanged, not stored, by whoever is through with it: the native callback puts
 * DONE, a guest that waits no longer ABANDONED, and the one that finds the other's there is the last to
 * see it and gives it back. */
#include "abi/pending.h"

#include <assert.h>
#include <stdlib.h>

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
