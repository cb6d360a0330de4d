/* Ends of futures and streams. A copy under way is kept in the end that began it, as the guest's buffer: for
 * a read of what the host writes, until the supply has something; for ends of the guest's own, until the
 * other end is dropped or the copy is cancelled. */
#include "abi/copy.h"

#include <assert.h>
#include <stdlib.h>

#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/wait.h"
#include "abi/waitable.h"
#include "abi/waitable_set.h"

#define ELEMENT_SIZE 4u /* an own handle's */
#define COUNT_MAX ((1u << 28) - 1)

enum end_state { END_IDLE, END_COPYING, END_DONE };

struct end {
    struct abi_waitable waitable;
    const struct abi_copy_type *type;
    const struct abi_resource *side; /* the type's readable or writable */
    struct abi_supply *supply;       /* what the host writes; NULL: the ends are the guest's */
    struct end *other;               /* NULL: dropped, or the host's */
    enum end_state state;

    /* Of a copy under way: */
    const struct abi_options *options;
    uint32_t ptr;
    uint32_t count;
    bool settled;                /* it ends in: */
    enum abi_copy_result result; /* DROPPED or CANCELLED, with nothing copied */
};

static bool
is_readable(const struct end *self)
{
    return self->side == &self->type->readable;
}

static bool
copies(const struct end *self)
{
    return self->state == END_COPYING && !self->settled;
}

static void
settle(struct end *self, enum abi_copy_result result)
{
    self->settled = true;
    self->result = result;
}

/* Also SharedBase.drop: the other end hears of it when it copies, now or later. */
void
abi_copy_drop_end(void *object)
{
    struct end *self = object;
    abi_waitable_leave(&self->waitable);
    if (self->other != NULL) {
        self->other->other = NULL;
        if (copies(self->other))
            settle(self->other, ABI_COPY_DROPPED);
    }
    if (self->supply != NULL)
        self->supply->release(self->supply);
    free(self);
}

static enum abi_readiness
look(const struct abi_waitable *waitable, struct abi_awaited *awaited)
{
    const struct end *self = (const struct end *)waitable;
    if (self->state != END_COPYING)
        return ABI_IDLE;
    if (self->settled)
        return ABI_READY;
    if (self->supply == NULL)
        return ABI_IDLE; /* only this guest could write, and it waits */
    bool ended = false;
    if (self->supply->ready(self->supply, &ended) != 0 || ended)
        return ABI_READY;
    *awaited = (struct abi_awaited){.source = self->supply->source};
    return ABI_WAITS;
}

/* WritableBufferGuestImpl.write of as many values as are ready. */
static bool
take_values(struct abi_call *call, void *env)
{
    struct end *self = env;
    for (uint32_t i = 0; i < self->count; i++) {
        const uint32_t handle = abi_lower_own(call, self->supply->take(self->supply), self->type->element);
        if (handle == 0)
            return false;
        abi_store_u32(call, self->ptr + i * ELEMENT_SIZE, handle);
    }
    return true;
}

static enum abi_event_code
event_code(const struct end *self)
{
    if (self->type->stream)
        return is_readable(self) ? ABI_EVENT_STREAM_READ : ABI_EVENT_STREAM_WRITE;
    return is_readable(self) ? ABI_EVENT_FUTURE_READ : ABI_EVENT_FUTURE_WRITE;
}

/* stream_event, future_event. */
static bool
deliver(struct abi_call *call, struct abi_waitable *waitable, struct abi_event *event)
{
    struct end *self = (struct end *)waitable;
    bool copied = true;
    if (self->settled) {
        self->count = 0;
    } else {
        bool ended = false;
        const uint32_t ready = self->supply->ready(self->supply, &ended);
        self->result = ready != 0 ? ABI_COPY_COMPLETED : ABI_COPY_DROPPED;
        self->count = ready < self->count ? ready : self->count;
        copied = abi_call_within(call, self->options, take_values, self);
    }
    const bool last =
        self->result == ABI_COPY_DROPPED || (self->result == ABI_COPY_COMPLETED && !self->type->stream);
    self->state = last ? END_DONE : END_IDLE;
    self->settled = false;
    const uint32_t progress = self->type->stream ? self->count << 4 : 0;
    *event = (struct abi_event){event_code(self), waitable->handle, self->result | progress};
    return copied;
}

static const struct abi_waitable_class end_class = {look, deliver};

/* With its handle. NULL: trapped. */
static struct end *
end_new(struct abi_call *call, const struct abi_copy_type *type, const struct abi_resource *side)
{
    struct end *self = calloc(1, sizeof *self);
    if (self == NULL) {
        abi_trap(call, ABI_TRAP_HOST_MEMORY);
        return NULL;
    }
    self->waitable.class = &end_class;
    self->type = type;
    self->side = side;
    if (abi_waitable_add(call, &self->waitable, side))
        return self;
    free(self);
    return NULL;
}

uint32_t
abi_lower_supply(struct abi_call *call, struct abi_supply *supply, const struct abi_copy_type *type)
{
    if (supply == NULL) {
        abi_trap(call, ABI_TRAP_HOST_MEMORY);
        return 0;
    }
    struct end *self = end_new(call, type, &type->readable);
    if (self == NULL) {
        supply->release(supply);
        return 0;
    }
    self->supply = supply;
    return self->waitable.handle;
}

bool
abi_copy_new(struct abi_call *call, union abi_slot *slots, const struct abi_copy_type *type)
{
    struct end *reader = end_new(call, type, &type->readable);
    if (reader == NULL)
        return false;
    struct end *writer = end_new(call, type, &type->writable);
    if (writer == NULL)
        return false;
    reader->other = writer;
    writer->other = reader;
    slots[0].u64 = reader->waitable.handle | (uint64_t)writer->waitable.handle << 32;
    return true;
}

static bool
trap(struct abi_call *call, enum abi_trap why, const struct end *self)
{
    return abi_trap_detail(call, why, "%s #%u", self->side->name, self->waitable.handle);
}

/* What a copy must meet, and the guest's buffer of it: the parameters are handle, pointer, and for a stream
 * the number of elements. NULL: trapped. */
static struct end *
begin(struct abi_call *call, const union abi_slot *slots, const struct abi_resource *side, bool async)
{
    struct end *self = abi_lift_borrow(call, slots[0].u32, side);
    if (self == NULL)
        return NULL;
    const uint32_t ptr = slots[1].u32;
    const uint32_t count = self->type->stream ? slots[2].u32 : 1;
    if (self->state != END_IDLE)
        trap(call, self->state == END_COPYING ? ABI_TRAP_COPY_RUNS : ABI_TRAP_COPY_DONE, self);
    else if (self->waitable.set != NULL && !async)
        trap(call, ABI_TRAP_IN_WAITABLE_SET, self);
    else if (count > COUNT_MAX)
        abi_trap_detail(call, ABI_TRAP_TOO_LONG, "%u elements", count);
    else if (count == 0 || abi_check_range(call, ptr, count * ELEMENT_SIZE, ELEMENT_SIZE)) {
        self->options = call->options;
        self->ptr = ptr;
        self->count = count;
        return self;
    }
    return NULL;
}

/* The rest of a copy: its event, if there is one; else BLOCKED, or the wait for one. */
static bool
run(struct abi_call *call, union abi_slot *slots, struct end *self, bool async)
{
    struct abi_awaited awaited;
    struct abi_event event;
    self->state = END_COPYING;
    if (self->supply == NULL && self->other == NULL)
        settle(self, ABI_COPY_DROPPED);
    if (async && look(&self->waitable, &awaited) != ABI_READY) {
        slots[0].u32 = ABI_BLOCKED;
        return true;
    }
    if (!async && !abi_wait_any(call, &self->waitable)) { /* it is in no set: alone in its list */
        self->state = END_IDLE;
        return false;
    }
    if (!deliver(call, &self->waitable, &event))
        return false;
    slots[0].u32 = event.payload;
    return true;
}

static bool
copy(struct abi_call *call, union abi_slot *slots, const struct abi_resource *side, bool async)
{
    struct end *self = begin(call, slots, side, async);
    if (self == NULL)
        return false;
    if (self->other != NULL && copies(self->other))
        return trap(call, ABI_TRAP_SAME_INSTANCE, self);
    return run(call, slots, self, async);
}

bool
abi_copy_read(struct abi_call *call, union abi_slot *slots, const struct abi_copy_type *type, bool async)
{
    return copy(call, slots, &type->readable, async);
}

bool
abi_copy_write(struct abi_call *call, union abi_slot *slots, const struct abi_copy_type *type, bool async)
{
    return copy(call, slots, &type->writable, async);
}

bool
abi_copy_cancel(struct abi_call *call, union abi_slot *slots, const struct abi_resource *side, bool async)
{
    struct end *self = abi_lift_borrow(call, slots[0].u32, side);
    if (self == NULL)
        return false;
    if (self->state != END_COPYING)
        return trap(call, ABI_TRAP_NO_COPY, self);
    if (self->waitable.set != NULL && !async)
        return trap(call, ABI_TRAP_IN_WAITABLE_SET, self);
    struct abi_awaited awaited;
    struct abi_event event;
    if (look(&self->waitable, &awaited) != ABI_READY)
        settle(self, ABI_COPY_CANCELLED);
    if (!deliver(call, &self->waitable, &event))
        return false;
    slots[0].u32 = event.payload;
    return true;
}

bool
abi_copy_drop(struct abi_call *call, union abi_slot *slots, const struct abi_resource *side)
{
    const struct end *self = abi_lift_borrow(call, slots[0].u32, side);
    if (self == NULL)
        return false;
    if (!self->type->stream && !is_readable(self) && self->state != END_DONE)
        return trap(call, ABI_TRAP_FUTURE_UNWRITTEN, self);
    if (self->state == END_COPYING)
        return trap(call, ABI_TRAP_COPY_RUNS, self);
    return abi_resource_drop(call, slots[0].u32, side);
}
