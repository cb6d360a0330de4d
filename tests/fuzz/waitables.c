/* Subtasks, waitable sets, futures and streams against a model of them (waitables_model.h), with the
 * operations and the values of the host coming when an input says so. What the guest gets, and which handle
 * it is, must be the model's.
 *
 * An input is a list of deeds: which, then its handles and whatever else it takes, a byte each. */
#include <string.h>

#include "abi/copy.h"
#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
#include "abi/root.h"
#include "abi/subtask.h"
#include "base/count.h"
#include "fuzz/input.h"
#include "fuzz/target.h"
#include "fuzz/waitables_model.h"
#include "support/call.h"

#define EVENT_AT 8u
#define VALUES_AT 64u /* and on, in steps of: */
#define VALUES_SIZE (4 * MODEL_COUNT_MAX)
#define PLACES 16
#define OPS_MAX 64
#define SUPPLIES_MAX 32

static struct support_call guest;
static struct model model;
static struct fuzz_input input;
static int dropped; /* how often a thing was */
static int made;

/* An operation of the host's that has not ended. */
struct running {
    struct abi_pending *op;
    uint32_t subtask; /* its handle, as long as that is its */
};
static struct running running[OPS_MAX];
static size_t running_count;
static size_t ops_started;
static size_t ops_released;

struct supply {
    struct abi_supply base;
    struct model_supply model; /* changed by the model only: */
    uint32_t ready;            /* the real one */
    bool released;
};
static struct supply supplies[SUPPLIES_MAX];
static size_t supply_count;

static const struct abi_copy_type types[] = {
    {{"readable future", abi_copy_drop_end},
     {"writable future", abi_copy_drop_end},
     &support_resource,
     false},
    {{"readable stream", abi_copy_drop_end}, {"writable stream", abi_copy_drop_end}, &support_resource, true},
};

/* What do_it does. */
enum deed {
    START,
    DROP_THING,
    NEW_PAIR,
    READ,
    WRITE,
    CANCEL_READ,
    CANCEL_WRITE,
    DROP_READER,
    DROP_WRITER,
    LOWER
};
static struct {
    enum deed deed;
    const struct abi_copy_type *type;
    bool async;
    bool ends_at_once;
    struct supply *supply;
} doing;

/* Mostly one of this kind, the byte says which, from the newest on; 0 if there is none. */
static uint32_t
choose_handle(enum model_kind kind)
{
    const uint8_t byte = fuzz_input_byte(&input);
    if (byte >= 0xfe)
        return (uint32_t)fuzz_input_number(&input, 4);
    if (byte >= 0xe0)
        return byte % 0x20u; /* of any kind, or none */
    uint32_t found = 0;
    uint32_t seen = 0;
    for (uint32_t i = model.count; i-- > 1 && seen <= byte % 16u;) {
        if (model.entries[i].kind != kind)
            continue;
        found = i;
        seen++;
    }
    return found;
}

/* A subtask or any of the ends. */
static uint32_t
choose_waitable(void)
{
    static const enum model_kind kinds[] = {MODEL_SUBTASK, MODEL_FUTURE_READER, MODEL_FUTURE_WRITER,
                                            MODEL_STREAM_READER, MODEL_STREAM_WRITER};
    return choose_handle(kinds[fuzz_input_byte(&input) % BASE_COUNT(kinds)]);
}

static uint32_t
choose_place(void)
{
    return VALUES_AT + (fuzz_input_byte(&input) % PLACES) * VALUES_SIZE;
}

static void
release_op(struct abi_pending *op)
{
    (void)op;
    ops_released++;
}

/* The result of an operation: a thing. */
static bool
lower_thing(struct abi_call *call, struct abi_pending *op)
{
    made++;
    const uint32_t handle = abi_lower_own(call, &dropped, &support_resource);
    if (handle != 0)
        abi_store_u32(call, op->result_ptr, handle);
    return handle != 0;
}

static bool
start(struct abi_call *call, union abi_slot *slots)
{
    call->lends = &abi_no_lends;
    for (size_t i = 0; i < 2; i++) {
        if (slots[i].u32 != 0 && abi_lift_lent(call, slots[i].u32, &support_resource) == NULL)
            return false;
    }
    struct abi_pending *op = abi_pending_new(call, slots[2].u32);
    FUZZ_CHECK(op != NULL);
    op->release = release_op;
    ops_started++;
    if (doing.ends_at_once)
        abi_pending_finish(op);
    else
        running[running_count++].op = op;
    return abi_subtask_start(call, op, lower_thing, slots);
}

static bool
do_it(struct abi_call *call, union abi_slot *slots)
{
    switch (doing.deed) {
    case START:
        return start(call, slots);
    case DROP_THING:
        return abi_resource_drop(call, slots[0].u32, &support_resource);
    case NEW_PAIR:
        return abi_copy_new(call, slots, doing.type);
    case READ:
        return abi_copy_read(call, slots, doing.type, doing.async);
    case WRITE:
        return abi_copy_write(call, slots, doing.type, doing.async);
    case CANCEL_READ:
        return abi_copy_cancel(call, slots, &doing.type->readable, doing.async);
    case CANCEL_WRITE:
        return abi_copy_cancel(call, slots, &doing.type->writable, doing.async);
    case DROP_READER:
        return abi_copy_drop(call, slots, &doing.type->readable);
    case DROP_WRITER:
        return abi_copy_drop(call, slots, &doing.type->writable);
    case LOWER:
        slots[0].u32 = abi_lower_supply(call, &doing.supply->base, doing.type);
        return slots[0].u32 != 0;
    }
    return false;
}

static uint32_t
u32_at(uint32_t ptr)
{
    uint32_t value;
    memcpy(&value, guest.bytes + ptr, sizeof value);
    return value;
}

/* Calls `func`, and holds it to the model's answer; `bits` of its result count, 0: it has none. */
static void
expect(const struct model_answer *expected, abi_func func, union abi_slot *slots, unsigned bits)
{
    const enum abi_trap trap = support_call_invoke(&guest, "[fuzz]", func, slots);
    FUZZ_CHECK(trap == expected->trap);
    if (trap != ABI_TRAP_NONE)
        return;
    if (bits != 0)
        FUZZ_CHECK((bits == 64 ? slots[0].u64 : slots[0].u32) == expected->result);
    for (uint32_t i = 0; i < expected->made_count; i++)
        FUZZ_CHECK(u32_at(expected->ptr + 4 * i) == expected->made[i]);
}

static void
expect_deed(const struct model_answer *expected, enum deed deed, uint32_t a, uint32_t b, uint32_t c,
            unsigned bits)
{
    union abi_slot slots[3] = {{.u64 = a}, {.u64 = b}, {.u64 = c}};
    doing.deed = deed;
    expect(expected, do_it, slots, bits);
}

/* A built-in of "$root". */
static void
expect_root(const struct model_answer *expected, const char *name, uint32_t a, uint32_t b, unsigned bits)
{
    union abi_slot slots[2] = {{.u64 = a}, {.u64 = b}};
    size_t i = 0;
    while (strcmp(abi_root.imports[i].name, name) != 0)
        i++;
    expect(expected, abi_root.imports[i].func, slots, bits);
}

static void
start_call(bool ends_at_once)
{
    const uint32_t lent[2] = {choose_handle(MODEL_THING), choose_handle(MODEL_THING)};
    const uint32_t ptr = choose_place();
    if (running_count == OPS_MAX)
        return;
    const struct model_answer expected = model_start(&model, lent, ends_at_once, ptr);
    doing.ends_at_once = ends_at_once;
    running[running_count].subtask = (uint32_t)(expected.result >> 4);
    expect_deed(&expected, START, lent[0], lent[1], ptr, 32);
}

/* As the library would, on whatever thread. */
static void
end_operation(void)
{
    if (running_count == 0)
        return;
    struct running *ended = &running[fuzz_input_byte(&input) % running_count];
    struct model_entry *entry = model_get(&model, ended->subtask, MODEL_SUBTASK);
    if (entry != NULL)
        entry->done = true;
    abi_pending_finish(ended->op);
    *ended = running[--running_count];
}

/* The handle may be another's soon. */
static void
forget(uint32_t subtask)
{
    for (size_t i = 0; i < running_count; i++) {
        if (running[i].subtask == subtask)
            running[i].subtask = 0;
    }
}

static void
cancel_subtask(bool async)
{
    const uint32_t handle = choose_handle(MODEL_SUBTASK);
    const struct model_answer expected = model_cancel_subtask(&model, handle, async);
    expect_root(&expected, async ? "[async-lower][subtask-cancel]" : "[subtask-cancel]", handle, 0, 32);
    if (expected.trap == ABI_TRAP_NONE)
        forget(handle);
}

static void
take_event(bool waits)
{
    const uint32_t set = choose_handle(MODEL_SET);
    const struct model_answer expected = model_take_event(&model, set, waits);
    expect_root(&expected, waits ? "[waitable-set-wait]" : "[waitable-set-poll]", set, EVENT_AT, 32);
    if (expected.trap == ABI_TRAP_NONE)
        FUZZ_CHECK(u32_at(EVENT_AT) == expected.event[0] && u32_at(EVENT_AT + 4) == expected.event[1]);
}

static uint32_t
supply_ready(struct abi_supply *base, bool *ended)
{
    const struct supply *self = (const struct supply *)base;
    *ended = self->model.ended;
    return self->ready;
}

static void *
supply_take(struct abi_supply *base)
{
    struct supply *self = (struct supply *)base;
    FUZZ_CHECK(self->ready > 0 && !self->released);
    self->ready--;
    made++;
    return &dropped;
}

static void
supply_release(struct abi_supply *base)
{
    struct supply *self = (struct supply *)base;
    FUZZ_CHECK(!self->released);
    self->released = true;
}

static void
lower_supply(bool stream)
{
    if (supply_count == SUPPLIES_MAX)
        return;
    struct supply *supply = &supplies[supply_count++];
    *supply = (struct supply){.base = {NULL, supply_ready, supply_take, supply_release}};
    const uint32_t handle = model_add(&model, stream ? MODEL_STREAM_READER : MODEL_FUTURE_READER);
    model.entries[handle].supply = &supply->model;
    const struct model_answer expected = {.result = handle};
    doing.type = &types[stream];
    doing.supply = supply;
    expect_deed(&expected, LOWER, 0, 0, 0, 32);
}

/* A value more, or no more at all. */
static void
supply_more(bool ends)
{
    if (supply_count == 0)
        return;
    struct supply *supply = &supplies[fuzz_input_byte(&input) % supply_count];
    if (ends)
        supply->model.ended = true;
    else if (!supply->model.ended)
        supply->ready = ++supply->model.ready;
}

static enum model_kind
end_kind(bool stream, bool writer)
{
    return (enum model_kind)(MODEL_FUTURE_READER + 2 * stream + writer);
}

static void
copy(bool stream, bool writer, bool async)
{
    const uint32_t handle = choose_handle(end_kind(stream, writer));
    const uint32_t ptr = choose_place();
    const uint32_t count = stream ? 1 + fuzz_input_byte(&input) % MODEL_COUNT_MAX : 1;
    const struct model_answer expected =
        model_copy(&model, end_kind(stream, writer), handle, async, ptr, count);
    doing.async = async;
    expect_deed(&expected, writer ? WRITE : READ, handle, ptr, count, 32);
}

static void
cancel_copy(bool stream, bool writer, bool async)
{
    const uint32_t handle = choose_handle(end_kind(stream, writer));
    const struct model_answer expected = model_cancel_copy(&model, end_kind(stream, writer), handle, async);
    doing.async = async;
    expect_deed(&expected, writer ? CANCEL_WRITE : CANCEL_READ, handle, 0, 0, 32);
}

static void
drop_end(bool stream, bool writer)
{
    const uint32_t handle = choose_handle(end_kind(stream, writer));
    const struct model_answer expected = model_drop_end(&model, end_kind(stream, writer), handle);
    expect_deed(&expected, writer ? DROP_WRITER : DROP_READER, handle, 0, 0, 0);
}

/* Of futures and streams; the upper bits say which form of it. */
static void
do_copying(uint8_t byte)
{
    const bool stream = (byte & 0x20) != 0;
    const bool writer = (byte & 0x40) != 0;
    const bool async = (byte & 0x80) != 0;
    doing.type = &types[stream];
    switch (byte & 7) {
    case 0: {
        const struct model_answer expected = model_new_pair(&model, stream);
        expect_deed(&expected, NEW_PAIR, 0, 0, 0, 64);
        break;
    }
    case 1:
        lower_supply(stream);
        break;
    case 2:
        supply_more(writer);
        break;
    case 3:
    case 4:
        copy(stream, writer, async);
        break;
    case 5:
        cancel_copy(stream, writer, async);
        break;
    default:
        drop_end(stream, writer);
    }
}

static void
do_waiting(uint8_t byte)
{
    struct model_answer expected = {0};
    const bool async = (byte & 0x80) != 0;
    uint32_t handle;
    switch (byte & 15) {
    case 0:
        made++;
        FUZZ_CHECK(abi_lower_own(&guest.call, &dropped, &support_resource) == model_add(&model, MODEL_THING));
        break;
    case 1:
        handle = choose_handle(MODEL_THING);
        expected = model_drop_thing(&model, handle);
        expect_deed(&expected, DROP_THING, handle, 0, 0, 0);
        break;
    case 2:
    case 3:
        start_call((byte & 1) != 0 && async);
        break;
    case 4:
    case 5:
        end_operation();
        break;
    case 6:
        cancel_subtask(async);
        break;
    case 7:
        handle = choose_handle(MODEL_SUBTASK);
        expected = model_drop_subtask(&model, handle);
        expect_root(&expected, "[subtask-drop]", handle, 0, 0);
        break;
    case 8:
        expected.result = model_add(&model, MODEL_SET);
        expect_root(&expected, "[waitable-set-new]", 0, 0, 32);
        break;
    case 9:
    case 10: {
        handle = choose_waitable();
        const uint32_t set = choose_handle(MODEL_SET);
        expected = model_join(&model, handle, set);
        expect_root(&expected, "[waitable-join]", handle, set, 0);
        break;
    }
    case 11:
        handle = choose_handle(MODEL_SET);
        expected = model_drop_set(&model, handle);
        expect_root(&expected, "[waitable-set-drop]", handle, 0, 0);
        break;
    case 12:
    case 13:
        take_event(false);
        break;
    default:
        take_event(true);
    }
}

/* The kinds of all handles are the model's. */
static void
check_table(void)
{
    uint32_t live = 0;
    const struct abi_table *table = &guest.instance.table;
    for (uint32_t i = 1; i < model.count; i++) {
        const bool there = model.entries[i].kind != MODEL_FREE;
        live += there;
        FUZZ_CHECK((i < table->count && table->entries[i].type != NULL) == there);
        FUZZ_CHECK(!there || table->entries[i].lends == model.entries[i].lends);
    }
    FUZZ_CHECK(table->live == live);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = (struct fuzz_input){data, size};
    dropped = made = 0;
    running_count = supply_count = ops_started = ops_released = 0;
    model_init(&model);
    support_call_init(&guest, 4096);
    guest.instance.deadline = (struct base_deadline){0}; /* no wait lasts */
    while (!fuzz_input_ended(&input) && model_has_room(&model)) {
        const uint8_t byte = fuzz_input_byte(&input);
        if ((byte & 0x10) != 0)
            do_copying(byte);
        else
            do_waiting(byte);
        check_table();
    }
    support_call_finish(&guest);
    for (size_t i = 0; i < running_count; i++) /* they were abandoned, and end all the same */
        abi_pending_finish(running[i].op);
    FUZZ_CHECK(ops_released == ops_started && dropped == made);
    for (size_t i = 0; i < supply_count; i++)
        FUZZ_CHECK(supplies[i].released);
    return 0;
}
