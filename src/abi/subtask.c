/* Subtasks. A lent handle cannot be dropped until the guest has been told that its subtask is resolved:
 * then the entry's lends are given back. */
#include "abi/subtask.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
#include "abi/waitable.h"
#include "abi/waitable_set.h"

/* A borrowed handle, in the call's arena. */
struct abi_lend {
    const struct abi_lend *next; /* lifted before this one; NULL: this is abi_no_lends, and none */
    uint32_t handle;
};

const struct abi_lend abi_no_lends = {NULL, 0};

struct subtask {
    struct abi_waitable waitable;
    struct abi_pending *op; /* NULL: resolved, and the guest knows */
    abi_lower lower;
    uint32_t lend_count;
    uint32_t lends[]; /* handles */
};

static void
subtask_drop(void *object)
{
    struct subtask *self = object;
    abi_waitable_leave(&self->waitable);
    if (self->op != NULL)
        abi_pending_abandon(self->op);
    free(self);
}

static const struct abi_resource subtask_resource = {"subtask", subtask_drop};

bool
abi_lend(struct abi_call *call, uint32_t handle)
{
    struct abi_lend *lend = base_arena_alloc(call->arena, 1, sizeof *lend);
    if (lend == NULL)
        return abi_trap(call, ABI_TRAP_HOST_MEMORY);
    *lend = (struct abi_lend){.next = call->lends, .handle = handle};
    call->lends = lend;
    return true;
}

/* Subtask.deliver_resolve: the operation is the caller's from here on. */
static struct abi_pending *
resolve(struct abi_call *call, struct subtask *self)
{
    struct abi_table *table = &call->instance->table;
    for (uint32_t i = 0; i < self->lend_count; i++) {
        assert(table->entries[self->lends[i]].lends != 0);
        table->entries[self->lends[i]].lends--;
    }
    struct abi_pending *op = self->op;
    self->op = NULL;
    return op;
}

static enum abi_readiness
look(const struct abi_waitable *waitable, struct abi_awaited *awaited)
{
    const struct subtask *self = (const struct subtask *)waitable;
    if (self->op == NULL)
        return ABI_IDLE;
    if (abi_pending_done(self->op))
        return ABI_READY;
    *awaited = (struct abi_awaited){self->op->source, self->op};
    return ABI_WAITS;
}

static bool
lower(struct abi_call *call, void *env)
{
    const struct subtask *self = env;
    return self->lower(call, self->op);
}

static bool
deliver(struct abi_call *call, struct abi_waitable *waitable, struct abi_event *event)
{
    struct subtask *self = (struct subtask *)waitable;
    const bool lowered = self->lower == NULL || abi_call_within(call, self->op->options, lower, self);
    abi_pending_delete(resolve(call, self));
    *event = (struct abi_event){ABI_EVENT_SUBTASK, waitable->handle, ABI_SUBTASK_RETURNED};
    return lowered;
}

static const struct abi_waitable_class subtask_class = {look, deliver};

/* NULL: trapped, and `op` is still the caller's. */
static struct subtask *
subtask_new(struct abi_call *call, struct abi_pending *op, abi_lower lower_result)
{
    size_t count = 0;
    for (const struct abi_lend *lend = call->lends; lend->next != NULL; lend = lend->next)
        count++;
    struct subtask *self = malloc(sizeof *self + count * sizeof self->lends[0]);
    if (self == NULL) {
        abi_trap(call, ABI_TRAP_HOST_MEMORY);
        return NULL;
    }
    *self = (struct subtask){.waitable.class = &subtask_class, .op = op, .lower = lower_result};
    if (!abi_waitable_add(call, &self->waitable, &subtask_resource)) {
        free(self);
        return NULL;
    }
    for (const struct abi_lend *lend = call->lends; lend->next != NULL; lend = lend->next) {
        call->instance->table.entries[lend->handle].lends++;
        self->lends[self->lend_count++] = lend->handle;
    }
    return self;
}

bool
abi_subtask_start(struct abi_call *call, struct abi_pending *op, abi_lower lower_result,
                  union abi_slot *slots)
{
    assert(call->lends != NULL);
    if (abi_pending_done(op)) {
        const bool lowered = lower_result == NULL || lower_result(call, op);
        abi_pending_delete(op);
        slots[0].u32 = ABI_SUBTASK_RETURNED;
        return lowered;
    }
    const struct subtask *self = subtask_new(call, op, lower_result);
    if (self == NULL) {
        abi_pending_abandon(op);
        return false;
    }
    slots[0].u32 = ABI_SUBTASK_STARTED | self->waitable.handle << 4;
    return true;
}

bool
abi_subtask_cancel(struct abi_call *call, uint32_t handle, bool async, uint32_t *state)
{
    struct subtask *self = abi_lift_borrow(call, handle, &subtask_resource);
    if (self == NULL)
        return false;
    if (self->op == NULL)
        return abi_trap_detail(call, ABI_TRAP_SUBTASK_RESOLVED, "subtask #%u", handle);
    if (self->waitable.set != NULL && !async)
        return abi_trap_detail(call, ABI_TRAP_IN_WAITABLE_SET, "subtask #%u", handle);
    if (abi_pending_done(self->op)) {
        struct abi_event event;
        *state = ABI_SUBTASK_RETURNED;
        return deliver(call, &self->waitable, &event);
    }
    abi_pending_work_off(self->op);
    abi_pending_abandon(resolve(call, self));
    *state = ABI_SUBTASK_CANCELLED_BEFORE_RETURNED;
    return true;
}

bool
abi_subtask_drop(struct abi_call *call, uint32_t handle)
{
    const struct subtask *self = abi_lift_borrow(call, handle, &subtask_resource);
    if (self == NULL)
        return false;
    if (self->op != NULL)
        return abi_trap_detail(call, ABI_TRAP_SUBTASK_UNRESOLVED, "subtask #%u", handle);
    return abi_resource_drop(call, handle, &subtask_resource);
}
