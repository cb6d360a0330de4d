/* Operations under way. Waiting for one is in wait.c, subtasks and waitable sets in files of their own.
 *
 * An operation's state is exchanged, not stored, by whoever is through with it: the native callback puts
 * DONE, a guest that waits no longer ABANDONED, and the one that finds the other's there is the last to
 * see it and gives it back. */
#include "abi/pending.h"

#include <assert.h>
#include <stdlib.h>

#define WORKED_OFF_EVERY 64 /* for a look may take its time, with so many */

void
abi_pending_work_off(const struct abi_pending *op)
{
    const struct base_deadline at_once = {0};
    const size_t refs = atomic_load_explicit(&op->instance->strays->refs, memory_order_relaxed);
    if (op->source != NULL && refs > ABI_STRAYS_MAX / 2 && refs % WORKED_OFF_EVERY == 0)
        op->source->poll(op->source, NULL, &at_once);
}

void
abi_strays_leave(struct abi_strays *strays)
{
    if (strays != NULL && atomic_fetch_sub_explicit(&strays->refs, 1, memory_order_acq_rel) == 1)
        free(strays);
}

/* Whether the instance may have another operation. It counts strays from its first operation on. */
static bool
may_start(struct abi_call *call)
{
    struct abi_instance *instance = call->instance;
    if (instance->strays == NULL) {
        instance->strays = malloc(sizeof *instance->strays);
        if (instance->strays == NULL)
            return abi_trap(call, ABI_TRAP_HOST_MEMORY);
        atomic_init(&instance->strays->refs, 1);
    }
    if (atomic_load_explicit(&instance->strays->refs, memory_order_relaxed) <= ABI_STRAYS_MAX)
        return true;
    return abi_trap_detail(call, ABI_TRAP_TOO_MANY_CANCELLED, "%d", ABI_STRAYS_MAX);
}

struct abi_pending *
abi_pending_new(struct abi_call *call, uint32_t result_ptr)
{
    if (!may_start(call))
        return NULL;
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
    abi_strays_leave(op->strays);
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
    op->strays = instance->strays;
    atomic_fetch_add_explicit(&op->strays->refs, 1, memory_order_relaxed);
    const enum abi_pending_state before =
        atomic_exchange_explicit(&op->state, ABI_PENDING_ABANDONED, memory_order_acq_rel);
    assert(before != ABI_PENDING_ABANDONED);
    if (before != ABI_PENDING_DONE)
        return;
    op->instance = instance;
    abi_strays_leave(op->strays);
    abi_pending_delete(op);
}
