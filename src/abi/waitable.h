/* What a guest can wait for: CanonicalABI.md, "Waitable State". A subtask, or an end of a future or stream.
 *
 * Its pending event is not stored but asked for: whatever has ended in the meantime, on whatever thread, is
 * turned into an event, with its results, on the guest's thread when the guest looks. */
#ifndef ABI_WAITABLE_H
#define ABI_WAITABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/call.h"

#define ABI_BLOCKED UINT32_MAX /* what a call returns that would have to wait */

struct abi_pending;
struct abi_source;
struct abi_waitable;
struct abi_waitable_set;

enum abi_event_code {
    ABI_EVENT_NONE,
    ABI_EVENT_SUBTASK,
    ABI_EVENT_STREAM_READ,
    ABI_EVENT_STREAM_WRITE,
    ABI_EVENT_FUTURE_READ,
    ABI_EVENT_FUTURE_WRITE,
    ABI_EVENT_TASK_CANCELLED, /* never here: no one cancels a command */
};

struct abi_event {
    enum abi_event_code code;
    uint32_t handle;
    uint32_t payload;
};

enum abi_readiness {
    ABI_IDLE,  /* no event, and nothing that runs could give it one */
    ABI_WAITS, /* for what is in `awaited` */
    ABI_READY, /* it has an event */
};

struct abi_awaited {
    struct abi_source *source;    /* what makes progress while the guest waits; NULL: nothing has to */
    const struct abi_pending *op; /* NULL: it is no operation */
};

struct abi_waitable_class {
    enum abi_readiness (*look)(const struct abi_waitable *self, struct abi_awaited *awaited);
    /* Of one that is READY: takes its event, and lowers what comes with it. False: trapped. */
    bool (*deliver)(struct abi_call *call, struct abi_waitable *self, struct abi_event *event);
};

/* The first member of each kind's own struct. */
struct abi_waitable {
    const struct abi_waitable_class *class;
    uint32_t handle;
    struct abi_waitable_set *set; /* NULL: in none, and so without neighbours: */
    struct abi_waitable *next;
    struct abi_waitable *previous;
};

/* Gives it its handle. False: trapped, and it is still the caller's. */
bool abi_waitable_add(struct abi_call *call, struct abi_waitable *self, const struct abi_resource *type);

/* The one with that handle, whatever kind it is of; NULL: trapped. */
struct abi_waitable *abi_waitable_get(struct abi_call *call, uint32_t handle);

#endif
