/* Waitable sets: a list of members, the one heard of last at its end, so that each gets its turn. */
#include "abi/waitable_set.h"

#include <stdlib.h>

#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/wait.h"
#include "abi/waitable.h"

struct abi_waitable_set {
    struct abi_waitable *first;
    struct abi_waitable *last;
};

static void
enter(struct abi_waitable_set *set, struct abi_waitable *waitable)
{
    waitable->set = set;
    waitable->previous = set->last;
    *(set->last != NULL ? &set->last->next : &set->first) = waitable;
    set->last = waitable;
}

void
abi_waitable_leave(struct abi_waitable *waitable)
{
    struct abi_waitable_set *set = waitable->set;
    if (set == NULL)
        return;
    *(waitable->previous != NULL ? &waitable->previous->next : &set->first) = waitable->next;
    *(waitable->next != NULL ? &waitable->next->previous : &set->last) = waitable->previous;
    waitable->set = NULL;
    waitable->next = waitable->previous = NULL;
}

/* At an instance's end it may still have members. */
static void
set_drop(void *object)
{
    struct abi_waitable_set *set = object;
    while (set->first != NULL)
        abi_waitable_leave(set->first);
    free(set);
}

static const struct abi_resource set_resource = {"waitable-set", set_drop};

bool
abi_waitable_set_new(struct abi_call *call, uint32_t *handle)
{
    *handle = abi_lower_own(call, calloc(1, sizeof(struct abi_waitable_set)), &set_resource);
    return *handle != 0;
}

/* WaitableSet.get_pending_event. *event is as it was where no member has one. */
static bool
take_event(struct abi_call *call, struct abi_waitable_set *set, struct abi_event *event)
{
    for (struct abi_waitable *waitable = set->first; waitable != NULL; waitable = waitable->next) {
        struct abi_awaited awaited;
        if (waitable->class->look(waitable, &awaited) != ABI_READY)
            continue;
        abi_waitable_leave(waitable);
        enter(set, waitable);
        return waitable->class->deliver(call, waitable, event);
    }
    return true;
}

/* unpack_event. */
static bool
store_event(struct abi_call *call, uint32_t ptr, const struct abi_event *event, uint32_t *code)
{
    abi_store_u32(call, ptr, event->handle);
    abi_store_u32(call, ptr + 4, event->payload);
    *code = event->code;
    return true;
}

bool
abi_waitable_set_wait(struct abi_call *call, uint32_t handle, uint32_t ptr, uint32_t *code)
{
    struct abi_waitable_set *set = abi_lift_borrow(call, handle, &set_resource);
    struct abi_event event = {0};
    return set != NULL && abi_check_range(call, ptr, 8, 4) && abi_wait_any(call, set->first) &&
           take_event(call, set, &event) && store_event(call, ptr, &event, code);
}

bool
abi_waitable_set_poll(struct abi_call *call, uint32_t handle, uint32_t ptr, uint32_t *code)
{
    struct abi_waitable_set *set = abi_lift_borrow(call, handle, &set_resource);
    struct abi_event event = {0};
    if (set == NULL || !abi_check_range(call, ptr, 8, 4))
        return false;
    if (!take_event(call, set, &event))
        return false;
    if (event.code == ABI_EVENT_NONE) {
        abi_wait_poll(call->instance, set->first);
        if (!take_event(call, set, &event))
            return false;
    }
    return store_event(call, ptr, &event, code);
}

bool
abi_waitable_set_drop(struct abi_call *call, uint32_t handle)
{
    const struct abi_waitable_set *set = abi_lift_borrow(call, handle, &set_resource);
    if (set == NULL)
        return false;
    if (set->first != NULL)
        return abi_trap_detail(call, ABI_TRAP_SET_NOT_EMPTY, "waitable-set #%u", handle);
    return abi_resource_drop(call, handle, &set_resource);
}

bool
abi_waitable_join(struct abi_call *call, uint32_t handle, uint32_t set_handle)
{
    struct abi_waitable *waitable = abi_waitable_get(call, handle);
    if (waitable == NULL)
        return false;
    struct abi_waitable_set *set = NULL;
    if (set_handle != 0) {
        set = abi_lift_borrow(call, set_handle, &set_resource);
        if (set == NULL)
            return false;
    }
    abi_waitable_leave(waitable);
    if (set != NULL)
        enter(set, waitable);
    return true;
}
