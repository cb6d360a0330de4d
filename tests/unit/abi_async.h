/* What the tests of waitables share: a guest that has built-ins called by name, and operations and supplies
 * that end when a test says so. */
#ifndef ABI_ASYNC_H
#define ABI_ASYNC_H

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "abi/copy.h"
#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
#include "abi/root.h"
#include "abi/subtask.h"
#include "abi/waitable.h"
#include "base/clock.h"
#include "base/count.h"
#include "support/call.h"

#define MS UINT64_C(1000000)
#define RESULT_AT 64u
#define EVENT_AT 128u

static struct support_call guest;
static int object;   /* what handles are to; each drop adds one */
static int released; /* operations and supplies */

static size_t supply_count; /* made by the test */

static int
setup(void **state)
{
    (void)state;
    object = released = 0;
    supply_count = 0;
    support_call_init(&guest, 4096);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    support_call_finish(&guest);
    return 0;
}

static inline uint32_t
u32_at(uint32_t at)
{
    uint32_t value;
    memcpy(&value, guest.bytes + at, sizeof value);
    return value;
}

static inline void
nap(uint64_t span_ns)
{
    const struct base_deadline until = base_deadline_in(span_ns);
    base_deadline_sleep(&until);
}

/* Calls a built-in of "$root"; its result, if it has one, goes to *result. */
static inline enum abi_trap
root(const char *name, uint32_t a, uint32_t b, uint32_t *result)
{
    for (size_t i = 0; i < abi_root.count; i++) {
        if (strcmp(abi_root.imports[i].name, name) != 0)
            continue;
        union abi_slot slots[2] = {{.u32 = a}, {.u32 = b}};
        const enum abi_trap trap = support_call_invoke(&guest, name, abi_root.imports[i].func, slots);
        if (result != NULL)
            *result = slots[0].u32;
        return trap;
    }
    fail_msg("no %s", name);
    return ABI_TRAP_MISSING;
}

/* The same of one that does not trap. */
static inline uint32_t
good(const char *name, uint32_t a, uint32_t b)
{
    uint32_t result = 0;
    const enum abi_trap trap = root(name, a, b, &result);
    if (trap != ABI_TRAP_NONE)
        fail_msg("%s: %s (%s)", name, abi_trap_text(trap), guest.failure.detail);
    return result;
}

static inline uint32_t
own_handle(void)
{
    const uint32_t handle = abi_lower_own(&guest.call, &object, &support_resource);
    assert_int_not_equal(handle, 0);
    return handle;
}

static bool
drop_thing(struct abi_call *call, union abi_slot *slots)
{
    return abi_resource_drop(call, slots[0].u32, &support_resource);
}

static inline enum abi_trap
drop_handle(uint32_t handle)
{
    union abi_slot slots[1] = {{.u32 = handle}};
    return support_call_invoke(&guest, "[resource-drop]thing", drop_thing, slots);
}

/* An async-lowered call that borrows slots[0] and slots[1], where they are not 0. Its operation ends in
 * a text, which needs the guest's realloc, and in a handle. */
static struct abi_pending *started; /* the last one's */
static bool ends_at_once;
static struct abi_source *source; /* of those to come */

static inline void
count_release(struct abi_pending *op)
{
    (void)op;
    released++;
}

static bool
lower_text(struct abi_call *call, struct abi_pending *op)
{
    const uint32_t handle = abi_lower_own(call, &object, &support_resource);
    if (handle == 0)
        return false;
    abi_store_u32(call, op->result_ptr, handle);
    return abi_store_string(call, op->result_ptr + 4, base_str("done"));
}

static bool
start_call(struct abi_call *call, union abi_slot *slots)
{
    call->lends = &abi_no_lends;
    for (size_t i = 0; i < 2; i++)
        if (slots[i].u32 != 0 && abi_lift_lent(call, slots[i].u32, &support_resource) == NULL)
            return false;
    struct abi_pending *op = abi_pending_new(call, RESULT_AT);
    if (op == NULL)
        return false;
    op->release = count_release;
    op->source = source;
    started = op;
    if (ends_at_once)
        abi_pending_finish(op);
    return abi_subtask_start(call, op, lower_text, slots);
}

static inline enum abi_trap
call_async(uint32_t a, uint32_t b, uint32_t *packed)
{
    union abi_slot slots[2] = {{.u32 = a}, {.u32 = b}};
    const enum abi_trap trap = support_call_invoke(&guest, "[async-lower]go", start_call, slots);
    *packed = slots[0].u32;
    return trap;
}

/* The subtask of a call that has not ended. */
static inline uint32_t
start_subtask(uint32_t a, uint32_t b)
{
    uint32_t packed;
    assert_int_equal(call_async(a, b, &packed), ABI_TRAP_NONE);
    assert_int_equal(packed & 0xf, ABI_SUBTASK_STARTED);
    return packed >> 4;
}

static inline void
assert_event(enum abi_event_code expected, enum abi_event_code code, uint32_t handle, uint32_t payload)
{
    assert_int_equal(code, expected);
    assert_int_equal(u32_at(EVENT_AT), handle);
    assert_int_equal(u32_at(EVENT_AT + 4), payload);
}

/* What lower_text stores; drops its handle. */
static inline void
assert_text(void)
{
    assert_int_equal(u32_at(RESULT_AT + 8), 4);
    assert_memory_equal(guest.bytes + u32_at(RESULT_AT + 4), "done", 4);
    assert_int_equal(drop_handle(u32_at(RESULT_AT)), ABI_TRAP_NONE);
}

/* A future's or stream's supply: `ready` values, all of them `object`. */
struct test_supply {
    struct abi_supply base;
    _Atomic uint32_t ready;
    atomic_bool ended;
    bool without_memory;
};

static inline uint32_t
supply_ready(struct abi_supply *base, bool *ended)
{
    struct test_supply *self = (struct test_supply *)base;
    *ended = self->ended;
    return self->ready;
}

static inline void *
supply_take(struct abi_supply *base)
{
    struct test_supply *self = (struct test_supply *)base;
    self->ready--;
    return self->without_memory ? NULL : &object;
}

static inline void
supply_release(struct abi_supply *base)
{
    (void)base;
    released++;
}

static struct test_supply supplies[16]; /* they are released at the guest's end */

static inline struct test_supply *
supply(uint32_t ready)
{
    assert_true(supply_count < BASE_COUNT(supplies));
    struct test_supply *self = &supplies[supply_count++];
    *self = (struct test_supply){.base = {source, supply_ready, supply_take, supply_release}, .ready = ready};
    return self;
}

/* Futures and streams of things, and of other things. */
static const struct abi_copy_type futures[] = {
    {{"readable future<thing>", abi_copy_drop_end},
     {"writable future<thing>", abi_copy_drop_end},
     &support_resource,
     false},
    {{"readable future<other-thing>", abi_copy_drop_end},
     {"writable future<other-thing>", abi_copy_drop_end},
     &support_other_resource,
     false},
};
static const struct abi_copy_type streams[] = {
    {{"readable stream<thing>", abi_copy_drop_end},
     {"writable stream<thing>", abi_copy_drop_end},
     &support_resource,
     true},
};

/* One of the built-ins of a future or a stream, with what it needs beside its slots. */
enum copy_verb { NEW, READ, WRITE, CANCEL_READ, CANCEL_WRITE, DROP_READABLE, DROP_WRITABLE, LOWER };
static struct {
    enum copy_verb verb;
    const struct abi_copy_type *type;
    bool async;
    struct test_supply *supply;
} doing;

static bool
do_copy(struct abi_call *call, union abi_slot *slots)
{
    const struct abi_copy_type *type = doing.type;
    switch (doing.verb) {
    case NEW:
        return abi_copy_new(call, slots, type);
    case READ:
        return abi_copy_read(call, slots, type, doing.async);
    case WRITE:
        return abi_copy_write(call, slots, type, doing.async);
    case CANCEL_READ:
        return abi_copy_cancel(call, slots, &type->readable, doing.async);
    case CANCEL_WRITE:
        return abi_copy_cancel(call, slots, &type->writable, doing.async);
    case DROP_READABLE:
        return abi_copy_drop(call, slots, &type->readable);
    case DROP_WRITABLE:
        return abi_copy_drop(call, slots, &type->writable);
    case LOWER:
        slots[0].u32 = abi_lower_supply(call, doing.supply != NULL ? &doing.supply->base : NULL, type);
        return slots[0].u32 != 0;
    }
    return false;
}

/* With a buffer at `ptr` of `count` elements. */
static inline enum abi_trap
copy(const struct abi_copy_type *type, enum copy_verb verb, bool async, uint32_t handle, uint32_t ptr,
     uint32_t count, uint32_t *result)
{
    doing.verb = verb, doing.type = type, doing.async = async;
    union abi_slot slots[3] = {{.u32 = handle}, {.u32 = ptr}, {.u32 = count}};
    const enum abi_trap trap = support_call_invoke(&guest, "copy", do_copy, slots);
    *result = slots[0].u32;
    return trap;
}

static inline uint32_t
good_copy(const struct abi_copy_type *type, enum copy_verb verb, bool async, uint32_t handle, uint32_t count)
{
    uint32_t result;
    const enum abi_trap trap = copy(type, verb, async, handle, RESULT_AT, count, &result);
    if (trap != ABI_TRAP_NONE)
        fail_msg("verb %d: %s (%s)", (int)verb, abi_trap_text(trap), guest.failure.detail);
    return result;
}

static inline enum abi_trap
trap_copy(const struct abi_copy_type *type, enum copy_verb verb, bool async, uint32_t handle)
{
    uint32_t result;
    return copy(type, verb, async, handle, RESULT_AT, 1, &result);
}

/* A readable end of what the host writes. */
static inline uint32_t
lower_supply(const struct abi_copy_type *type, struct test_supply *from)
{
    doing.supply = from;
    return good_copy(type, LOWER, false, 0, 0);
}

/* A pair of ends of the guest's own. */
static inline void
new_pair(const struct abi_copy_type *type, uint32_t *reader, uint32_t *writer)
{
    doing.verb = NEW, doing.type = type;
    union abi_slot slots[1];
    assert_int_equal(support_call_invoke(&guest, "new", do_copy, slots), ABI_TRAP_NONE);
    *reader = (uint32_t)slots[0].u64;
    *writer = (uint32_t)(slots[0].u64 >> 32);
    assert_int_not_equal(*reader, *writer);
}

#endif
