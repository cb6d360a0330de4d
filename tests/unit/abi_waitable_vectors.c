/* A random life of waitables against what definitions.py makes of it: each act has the same result, the same
 * event and the same handles. A trap ends a guest; here, as there, it goes on from before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/copy.h"
#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
#include "abi/subtask.h"
#include "abi/waitable.h"
#include "abi/waitable_set.h"
#include "base/count.h"
#include "support/call.h"
#include "unit/abi_waitable_vectors.h"

static const struct abi_copy_type types[] = {
    {{"readable future", abi_copy_drop_end},
     {"writable future", abi_copy_drop_end},
     &support_resource,
     false},
    {{"readable stream", abi_copy_drop_end}, {"writable stream", abi_copy_drop_end}, &support_resource, true},
};

static int object; /* all handles are to it: how often one was dropped is in it */

struct supply {
    struct abi_supply base;
    uint32_t ready;
    bool ended;
    bool released;
};

static struct support_call guest;
static struct abi_pending *operations[BASE_COUNT(acts)]; /* NULL: finished */
static uint32_t operation_count;
static struct supply *supplies[BASE_COUNT(acts)];
static uint32_t supply_count;

static uint32_t
supply_ready(struct abi_supply *base, bool *ended)
{
    const struct supply *self = (const struct supply *)base;
    *ended = self->ended;
    return self->ready;
}

static void *
supply_take(struct abi_supply *base)
{
    ((struct supply *)base)->ready--;
    return &object;
}

static void
supply_release(struct abi_supply *base)
{
    ((struct supply *)base)->released = true;
}

static bool
lower_number(struct abi_call *call, struct abi_pending *op)
{
    uint32_t number;
    memcpy(&number, op->result, sizeof number);
    abi_store_u32(call, op->result_ptr, number);
    return true;
}

/* An async-lowered call that is lent `handle`; `done`: and ends at once. */
static bool
start(struct abi_call *call, union abi_slot *slots)
{
    call->lends = &abi_no_lends;
    if (abi_lift_lent(call, slots[0].u32, &support_resource) == NULL)
        return false;
    struct abi_pending *op = abi_pending_new(call, ACT_RESULT_AT);
    memcpy(op->result, &operation_count, sizeof operation_count);
    if (slots[1].u32 != 0)
        abi_pending_finish(op);
    operations[operation_count++] = slots[1].u32 != 0 ? NULL : op;
    return abi_subtask_start(call, op, lower_number, slots);
}

static bool
host_new(struct abi_call *call, union abi_slot *slots)
{
    struct supply *supply = calloc(1, sizeof *supply);
    supply->base = (struct abi_supply){NULL, supply_ready, supply_take, supply_release};
    supplies[supply_count++] = supply;
    slots[0].u32 = abi_lower_supply(call, &supply->base, &types[slots[0].u32]);
    return slots[0].u32 != 0;
}

static bool
lower_own(struct abi_call *call, union abi_slot *slots)
{
    slots[0].u32 = abi_lower_own(call, &object, &support_resource);
    return slots[0].u32 != 0;
}

static const struct act *act; /* the one under way */

/* What the guest does: its parameters are in `slots`, and so is the result afterwards. */
static bool
perform(struct abi_call *call, union abi_slot *slots)
{
    switch (act->op) {
    case ACT_CALL:
        return start(call, slots);
    case ACT_CANCEL:
        return abi_subtask_cancel(call, act->a, act->b != 0, &slots[0].u32);
    case ACT_SUBTASK_DROP:
        return abi_subtask_drop(call, act->a);
    case ACT_OWN:
        return lower_own(call, slots);
    case ACT_DROP:
        return abi_resource_drop(call, act->a, &support_resource);
    case ACT_SET_NEW:
        return abi_waitable_set_new(call, &slots[0].u32);
    case ACT_SET_DROP:
        return abi_waitable_set_drop(call, act->a);
    case ACT_JOIN:
        return abi_waitable_join(call, act->a, act->b);
    case ACT_POLL:
        return abi_waitable_set_poll(call, act->a, ACT_EVENT_AT, &slots[0].u32);
    case ACT_COPY_NEW:
        return abi_copy_new(call, slots, &types[act->a]);
    case ACT_HOST_NEW:
        return host_new(call, slots);
#define COPIES(KIND, type) \
    case ACT_##KIND##_READ__ASYNC: \
    case ACT_##KIND##_READ__SYNC: \
        return abi_copy_read(call, slots, type, act->op == ACT_##KIND##_READ__ASYNC); \
    case ACT_##KIND##_WRITE__ASYNC: \
    case ACT_##KIND##_WRITE__SYNC: \
        return abi_copy_write(call, slots, type, act->op == ACT_##KIND##_WRITE__ASYNC); \
    case ACT_##KIND##_CANCEL_READ__ASYNC: \
    case ACT_##KIND##_CANCEL_READ__SYNC: \
        return abi_copy_cancel(call, slots, &(type)->readable, act->op == ACT_##KIND##_CANCEL_READ__ASYNC); \
    case ACT_##KIND##_CANCEL_WRITE__ASYNC: \
    case ACT_##KIND##_CANCEL_WRITE__SYNC: \
        return abi_copy_cancel(call, slots, &(type)->writable, act->op == ACT_##KIND##_CANCEL_WRITE__ASYNC); \
    case ACT_##KIND##_DROP_READABLE: \
        return abi_copy_drop(call, slots, &(type)->readable); \
    case ACT_##KIND##_DROP_WRITABLE: \
        return abi_copy_drop(call, slots, &(type)->writable);
        COPIES(FUTURE, &types[0])
        COPIES(STREAM, &types[1])
#undef COPIES
    case ACT_FINISH:
    case ACT_HOST_WRITE:
    case ACT_HOST_END:
        break; /* the host's */
    }
    return false;
}

static bool
is_copy(enum act_op op)
{
    return op >= ACT_FUTURE_READ__ASYNC;
}

static int64_t
live(void)
{
    switch (act->op) {
    case ACT_FINISH:
        abi_pending_finish(operations[act->a]);
        operations[act->a] = NULL;
        return 0;
    case ACT_HOST_WRITE:
        supplies[act->a]->ready += act->b;
        return 0;
    case ACT_HOST_END:
        supplies[act->a]->ended = true;
        return 0;
    default:
        break;
    }
    union abi_slot slots[4] = {{.u32 = act->a}, {.u32 = act->b}};
    if (is_copy(act->op)) {
        slots[1].u32 = ACT_BUFFER_AT;
        slots[2].u32 = act->b;
    }
    if (support_call_invoke(&guest, "act", perform, slots) != ABI_TRAP_NONE)
        return -1;
    switch (act->op) {
    case ACT_SUBTASK_DROP:
    case ACT_DROP:
    case ACT_SET_DROP:
    case ACT_JOIN:
    case ACT_FUTURE_DROP_READABLE:
    case ACT_FUTURE_DROP_WRITABLE:
    case ACT_STREAM_DROP_READABLE:
    case ACT_STREAM_DROP_WRITABLE:
        return 0;
    case ACT_COPY_NEW:
        return slots[0].i64;
    default:
        return slots[0].u32;
    }
}

static uint32_t
u32_at(uint32_t at)
{
    uint32_t value;
    memcpy(&value, guest.bytes + at, sizeof value);
    return value;
}

static void
test_life(void **state)
{
    (void)state;
    support_call_init(&guest, 4096);
    for (size_t i = 0; i < BASE_COUNT(acts); i++) {
        act = &acts[i];
        const int64_t result = live();
        if (result != act->result)
            fail_msg("act %zu, op %d (%u, %u): %lld, not %lld: %s (%s)", i, (int)act->op, act->a, act->b,
                     (long long)result, (long long)act->result, abi_trap_text(guest.failure.trap),
                     guest.failure.detail);
        if (act->op != ACT_POLL || result == -1)
            continue;
        if (u32_at(ACT_EVENT_AT) != act->handle || u32_at(ACT_EVENT_AT + 4) != act->payload)
            fail_msg("act %zu: event %u, %u, not %u, %u", i, u32_at(ACT_EVENT_AT), u32_at(ACT_EVENT_AT + 4),
                     act->handle, act->payload);
    }
    support_call_finish(&guest);
    for (uint32_t i = 0; i < operation_count; i++)
        if (operations[i] != NULL)
            abi_pending_finish(operations[i]); /* cancelled, or abandoned at the end */
    for (uint32_t i = 0; i < supply_count; i++) {
        assert_true(supplies[i]->released);
        free(supplies[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_life),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
