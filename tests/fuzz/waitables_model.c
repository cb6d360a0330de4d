/* The model: handles, then subtasks, ends, and sets over both. */
#include "fuzz/waitables_model.h"

#include <string.h>

/* CanonicalABI.md, "Subtask State", EventCode, CopyResult, BLOCKED. */
enum { SUBTASK_STARTED = 1, SUBTASK_RETURNED = 2, SUBTASK_CANCELLED_BEFORE_RETURNED = 4 };
enum {
    EVENT_NONE,
    EVENT_SUBTASK,
    EVENT_STREAM_READ,
    EVENT_STREAM_WRITE,
    EVENT_FUTURE_READ,
    EVENT_FUTURE_WRITE
};
enum { COPY_COMPLETED, COPY_DROPPED, COPY_CANCELLED };
#define BLOCKED UINT32_MAX

enum readiness { IDLE, WAITS, READY };

static struct model_answer
trap(enum abi_trap why)
{
    return (struct model_answer){.trap = why};
}

static struct model_answer
answer(uint64_t result)
{
    return (struct model_answer){.result = result};
}

void
model_init(struct model *model)
{
    memset(model, 0, sizeof *model);
    model->count = 1;
}

bool
model_has_room(const struct model *model)
{
    return model->count + MODEL_COUNT_MAX + 2 < MODEL_HANDLES;
}

struct model_entry *
model_get(struct model *model, uint32_t index, enum model_kind kind)
{
    return index < model->count && model->entries[index].kind == kind ? &model->entries[index] : NULL;
}

uint32_t
model_add(struct model *model, enum model_kind kind)
{
    const uint32_t index = model->free_count > 0 ? model->free[--model->free_count] : model->count++;
    model->entries[index] = (struct model_entry){.kind = kind};
    return index;
}

static void
take_out(struct model *model, uint32_t index)
{
    model->entries[index].kind = MODEL_FREE;
    model->free[model->free_count++] = index;
}

struct model_answer
model_drop_thing(struct model *model, uint32_t handle)
{
    const struct model_entry *entry = model_get(model, handle, MODEL_THING);
    if (entry == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    if (entry->lends > 0)
        return trap(ABI_TRAP_LENT_HANDLE);
    take_out(model, handle);
    return answer(0);
}

static enum readiness
look(const struct model_entry *entry)
{
    if (entry->kind == MODEL_SUBTASK)
        return entry->told ? IDLE : entry->done ? READY : WAITS;
    if (entry->state != MODEL_COPYING)
        return IDLE;
    if (entry->settled)
        return READY;
    if (entry->supply == NULL)
        return IDLE;
    return entry->supply->ready > 0 || entry->supply->ended ? READY : WAITS;
}

static void
make_things(struct model *model, struct model_answer *to, uint32_t count, uint32_t ptr)
{
    to->made_count = count;
    to->ptr = ptr;
    for (uint32_t i = 0; i < count; i++)
        to->made[i] = model_add(model, MODEL_THING);
}

/* Takes the event of what is ready: its code in `result`, its handle and payload in `event`. */
static struct model_answer
deliver(struct model *model, uint32_t handle)
{
    struct model_entry *entry = &model->entries[handle];
    struct model_answer event = {.event = {handle, 0}};
    if (entry->kind == MODEL_SUBTASK) {
        make_things(model, &event, 1, entry->ptr);
        for (size_t i = 0; i < 2; i++)
            model->entries[entry->lent[i]].lends -= entry->lent[i] != 0;
        entry->told = true;
        event.result = EVENT_SUBTASK;
        event.event[1] = SUBTASK_RETURNED;
        return event;
    }
    const bool stream = entry->kind >= MODEL_STREAM_READER;
    const bool reader = entry->kind == MODEL_STREAM_READER || entry->kind == MODEL_FUTURE_READER;
    uint32_t copied = 0;
    if (!entry->settled) {
        copied = entry->supply->ready < entry->count ? entry->supply->ready : entry->count;
        entry->supply->ready -= copied;
        entry->result = copied > 0 ? COPY_COMPLETED : COPY_DROPPED;
        make_things(model, &event, copied, entry->ptr);
    }
    const bool last = entry->result == COPY_DROPPED || (entry->result == COPY_COMPLETED && !stream);
    entry->state = last ? MODEL_DONE : MODEL_IDLE;
    entry->settled = false;
    event.result = stream ? (reader ? EVENT_STREAM_READ : EVENT_STREAM_WRITE)
                          : (reader ? EVENT_FUTURE_READ : EVENT_FUTURE_WRITE);
    event.event[1] = entry->result | (stream ? copied << 4 : 0);
    return event;
}

/* The same for a caller that gets the payload as its result. */
static struct model_answer
deliver_payload(struct model *model, uint32_t handle)
{
    struct model_answer event = deliver(model, handle);
    event.result = event.event[1];
    return event;
}

struct model_answer
model_start(struct model *model, const uint32_t lent[2], bool ends_at_once, uint32_t ptr)
{
    for (size_t i = 0; i < 2; i++) {
        if (lent[i] != 0 && model_get(model, lent[i], MODEL_THING) == NULL)
            return trap(ABI_TRAP_BAD_HANDLE);
    }
    struct model_answer started = {.result = SUBTASK_RETURNED};
    if (ends_at_once) {
        make_things(model, &started, 1, ptr);
        return started;
    }
    const uint32_t handle = model_add(model, MODEL_SUBTASK);
    struct model_entry *entry = &model->entries[handle];
    entry->ptr = ptr;
    for (size_t i = 0; i < 2; i++) {
        entry->lent[i] = lent[i];
        model->entries[lent[i]].lends += lent[i] != 0;
    }
    started.result = SUBTASK_STARTED | handle << 4;
    return started;
}

struct model_answer
model_cancel_subtask(struct model *model, uint32_t handle, bool async)
{
    struct model_entry *entry = model_get(model, handle, MODEL_SUBTASK);
    if (entry == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    if (entry->told)
        return trap(ABI_TRAP_SUBTASK_RESOLVED);
    if (entry->set != 0 && !async)
        return trap(ABI_TRAP_IN_WAITABLE_SET);
    if (entry->done)
        return deliver_payload(model, handle);
    for (size_t i = 0; i < 2; i++)
        model->entries[entry->lent[i]].lends -= entry->lent[i] != 0;
    entry->told = true;
    return answer(SUBTASK_CANCELLED_BEFORE_RETURNED);
}

struct model_answer
model_drop_subtask(struct model *model, uint32_t handle)
{
    const struct model_entry *entry = model_get(model, handle, MODEL_SUBTASK);
    if (entry == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    if (!entry->told)
        return trap(ABI_TRAP_SUBTASK_UNRESOLVED);
    take_out(model, handle);
    return answer(0);
}

static bool
is_waitable(const struct model *model, uint32_t handle)
{
    if (handle >= model->count)
        return false;
    const enum model_kind kind = model->entries[handle].kind;
    return kind == MODEL_SUBTASK || kind >= MODEL_FUTURE_READER;
}

struct model_answer
model_join(struct model *model, uint32_t waitable, uint32_t set)
{
    if (!is_waitable(model, waitable) || (set != 0 && model_get(model, set, MODEL_SET) == NULL))
        return trap(ABI_TRAP_BAD_HANDLE);
    model->entries[waitable].set = set;
    model->entries[waitable].turn = ++model->turns;
    return answer(0);
}

/* Whether a handle is a member of `set`. */
static bool
is_in(const struct model *model, uint32_t handle, uint32_t set)
{
    return is_waitable(model, handle) && model->entries[handle].set == set;
}

struct model_answer
model_drop_set(struct model *model, uint32_t set)
{
    if (model_get(model, set, MODEL_SET) == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    for (uint32_t i = 1; i < model->count; i++) {
        if (is_in(model, i, set))
            return trap(ABI_TRAP_SET_NOT_EMPTY);
    }
    take_out(model, set);
    return answer(0);
}

/* The specification takes any member that is ready; the one heard of longest ago is what is promised here. */
struct model_answer
model_take_event(struct model *model, uint32_t set, bool waits)
{
    if (model_get(model, set, MODEL_SET) == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    uint32_t next = 0;
    bool any_waits = false;
    for (uint32_t i = 1; i < model->count; i++) {
        if (!is_in(model, i, set))
            continue;
        const enum readiness readiness = look(&model->entries[i]);
        any_waits |= readiness == WAITS;
        if (readiness == READY && (next == 0 || model->entries[i].turn < model->entries[next].turn))
            next = i;
    }
    if (next != 0) {
        model->entries[next].turn = ++model->turns;
        return deliver(model, next);
    }
    if (waits)
        return trap(any_waits ? ABI_TRAP_INTERRUPTED : ABI_TRAP_DEADLOCK);
    return answer(EVENT_NONE);
}

struct model_answer
model_new_pair(struct model *model, bool stream)
{
    const uint32_t reader = model_add(model, stream ? MODEL_STREAM_READER : MODEL_FUTURE_READER);
    const uint32_t writer = model_add(model, stream ? MODEL_STREAM_WRITER : MODEL_FUTURE_WRITER);
    model->entries[reader].other = writer;
    model->entries[writer].other = reader;
    return answer(reader | (uint64_t)writer << 32);
}

static bool
copies(const struct model_entry *entry)
{
    return entry->state == MODEL_COPYING && !entry->settled;
}

static void
settle(struct model_entry *entry, uint32_t result)
{
    entry->settled = true;
    entry->result = result;
}

struct model_answer
model_copy(struct model *model, enum model_kind kind, uint32_t handle, bool async, uint32_t ptr,
           uint32_t count)
{
    struct model_entry *entry = model_get(model, handle, kind);
    if (entry == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    if (entry->state != MODEL_IDLE)
        return trap(entry->state == MODEL_COPYING ? ABI_TRAP_COPY_RUNS : ABI_TRAP_COPY_DONE);
    if (entry->set != 0 && !async)
        return trap(ABI_TRAP_IN_WAITABLE_SET);
    if (entry->other != 0 && copies(&model->entries[entry->other]))
        return trap(ABI_TRAP_SAME_INSTANCE);
    entry->state = MODEL_COPYING;
    entry->ptr = ptr;
    entry->count = count;
    if (entry->supply == NULL && entry->other == 0)
        settle(entry, COPY_DROPPED);
    const enum readiness readiness = look(entry);
    if (readiness == READY)
        return deliver_payload(model, handle);
    if (async)
        return answer(BLOCKED);
    entry->state = MODEL_IDLE;
    return trap(readiness == WAITS ? ABI_TRAP_INTERRUPTED : ABI_TRAP_DEADLOCK);
}

struct model_answer
model_cancel_copy(struct model *model, enum model_kind kind, uint32_t handle, bool async)
{
    struct model_entry *entry = model_get(model, handle, kind);
    if (entry == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    if (entry->state != MODEL_COPYING)
        return trap(ABI_TRAP_NO_COPY);
    if (entry->set != 0 && !async)
        return trap(ABI_TRAP_IN_WAITABLE_SET);
    if (look(entry) != READY)
        settle(entry, COPY_CANCELLED);
    return deliver_payload(model, handle);
}

struct model_answer
model_drop_end(struct model *model, enum model_kind kind, uint32_t handle)
{
    const struct model_entry *entry = model_get(model, handle, kind);
    if (entry == NULL)
        return trap(ABI_TRAP_BAD_HANDLE);
    if (kind == MODEL_FUTURE_WRITER && entry->state != MODEL_DONE)
        return trap(ABI_TRAP_FUTURE_UNWRITTEN);
    if (entry->state == MODEL_COPYING)
        return trap(ABI_TRAP_COPY_RUNS);
    if (entry->other != 0) {
        struct model_entry *other = &model->entries[entry->other];
        other->other = 0;
        if (copies(other))
            settle(other, COPY_DROPPED);
    }
    take_out(model, handle);
    return answer(0);
}
