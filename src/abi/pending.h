/* An operation under way: each async method is written once, as one that is started and later
 * lowered, and knows nothing of how it was imported.
 *
 * Its life: abi_pending_new -> the method's start fills source, ticket and release -> the native
 * callback, on whatever thread, stores the result and calls abi_pending_finish, the last thing it does
 * with it -> the guest's thread lowers the result and calls abi_pending_delete. A guest that stops
 * waiting (its time is up, its store ends) calls abi_pending_abandon instead: then whichever of the
 * two comes last gives the result back. Pendings are kept and used again: at rest they cost no
 * allocation. */
#ifndef ABI_PENDING_H
#define ABI_PENDING_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/call.h"
#include "base/clock.h"

#define ABI_PENDING_RESULT_SIZE 64

/* How many operations of an instance may run that were abandoned: a guest that cancels and goes on could else
 * have any number of them, which no handle stands for. */
#define ABI_STRAYS_MAX 4096

struct abi_pending;

/* Operations that were abandoned and still run: their instance's count, which outlives it. */
struct abi_strays {
    atomic_size_t refs; /* theirs, and the instance's */
};

/* Something that can make progress while a guest waits: a queue of the GPU, later a clock. */
struct abi_source {
    /* Works on `op` until it is done or `slice` has passed, whichever is first. Without an `op`: does what
     * there is to do for whatever runs on it, and returns at once. */
    void (*poll)(struct abi_source *source, const struct abi_pending *op, const struct base_deadline *slice);
    uint64_t pass; /* the waiter's, who polls each source once a pass */
};

enum abi_pending_state { ABI_PENDING_RUNS, ABI_PENDING_DONE, ABI_PENDING_ABANDONED };

struct abi_pending {
    struct abi_pending *next;          /* among an instance's free ones */
    struct abi_instance *instance;     /* NULL once abandoned, */
    struct abi_strays *strays;         /* and then counted here; NULL before */
    const struct abi_options *options; /* of the import that started it */
    uint32_t result_ptr;
    struct abi_source *source; /* NULL: it completes by itself, on another thread */
    uint64_t ticket;           /* the source's name for it: a WGPUFuture's id */
    void *self;                /* whatever the method keeps for its callback */
    /* Gives back what the result holds and `self`; also called after a lowering. NULL: nothing. */
    void (*release)(struct abi_pending *op);
    _Atomic enum abi_pending_state state;
    alignas(max_align_t) unsigned char result[ABI_PENDING_RESULT_SIZE]; /* the method's own struct */
};

/* NULL: trapped, the host is out of memory, or too many that were abandoned still run. */
struct abi_pending *abi_pending_new(struct abi_call *call, uint32_t result_ptr);

/* The result is there. From any thread; after it the caller must not touch `op`. */
void abi_pending_finish(struct abi_pending *op);

static inline bool
abi_pending_done(const struct abi_pending *op)
{
    return atomic_load_explicit(&op->state, memory_order_acquire) == ABI_PENDING_DONE;
}

/* Of a finished one, after its lowering (also when that trapped): releases, keeps for reuse. Also of
 * one that was never started. */
void abi_pending_delete(struct abi_pending *op);

/* Of one that may still run. */
void abi_pending_abandon(struct abi_pending *op);

/* Before one is abandoned whose source is still there: where many were, that are through but for a look of
 * their source at it, it looks. */
void abi_pending_work_off(const struct abi_pending *op);

/* The instance ends. NULL is allowed. */
void abi_strays_leave(struct abi_strays *strays);

#endif
