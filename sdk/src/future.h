/* Asynchronous operations. Follows webgpu.h, "Asynchronous Operations".
 *
 * An operation runs on the host as a subtask, and its struct is where the host stores the result. It is
 * *ready* once the result is there, and over once its callback has been called: inside wgpuInstanceWaitAny or
 * wgpuInstanceProcessEvents as its mode asks (wait.c). A spontaneous callback is called where it is noticed
 * that it can be: in these two functions, of whatever instance, or in the call that starts the operation, if
 * it has ended there.
 *
 * Handles that the host was lent must not be dropped while a subtask runs. So an operation keeps a reference
 * of each object that it was started with until its callback has been called, or the object ends the
 * operation itself before it goes. */
#ifndef SDK_FUTURE_H
#define SDK_FUTURE_H

#include <stdbool.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

#include "object.h"
#include "waitable.h"

/* The first member of each operation's own struct, which lives on the heap. Where the host stores the result
 * is zeroed at first, and stays so if there is none. */
struct sdk_future {
    struct sdk_waitable waitable; /* the subtask, while it runs */
    struct sdk_future *next;      /* among the ones whose callback has not been called, oldest first */
    struct sdk_future *previous;
    uint64_t id;
    uint32_t instance; /* whose callbacks it is called among: see instance.h */
    WGPUCallbackMode mode;
    const void *source; /* "Mixed Sources": the device whose queue does it; NULL: the CPU's timeline */
    const void *waiter; /* the wait that is about to call its callback */
    bool ready;
    bool ends; /* by itself, sooner or later, as subtasks do */
    /* Makes one ready that is not, without a result if there is none yet. */
    void (*stop)(struct sdk_future *future);
    /* Calls the callback, and gives back the future and all that it holds, the result too. `cancelled`: its
     * instance is gone. It is in no list any more. */
    void (*deliver)(struct sdk_future *future, bool cancelled);
};

/* Whether `function` can start an operation: its `object` is usable, and no struct is chained to its callback
 * info, for none is known. If not, that is logged. */
SDK_ONCE bool sdk_can_start(const void *object, const WGPUChainedStruct *chain, const char *function);

/* What an async import has returned, where none was called because the answer is known. */
#define SDK_NOT_CALLED 0u

/* Takes `future` over, of which `instance`, `mode`, `source` and `deliver` are set. `packed` is what the
 * async import has returned. A spontaneous callback may have been called when this returns. */
WGPUFuture sdk_future_start(struct sdk_future *future, uint32_t packed);

/* The same for one that is no subtask: `ready` or `stop` are set, and sdk_future_finish is called later. */
WGPUFuture sdk_future_add(struct sdk_future *future);

/* It is ready. A spontaneous one is delivered. */
void sdk_future_finish(struct sdk_future *future);

/* Calls the callback of one that is ready. */
void sdk_future_deliver(struct sdk_future *future);

/* Delivers all of an instance that is gone as cancelled. */
SDK_ONCE void sdk_future_cancel_all(uint32_t instance);

/* One whose callback has not been called; else NULL. */
SDK_ONCE struct sdk_future *sdk_future_find(uint64_t id);

/* Goes through these, oldest first, whatever callbacks start and end meanwhile:
 * sdk_future_walk_begin(&walk, id);
 * while ((future = sdk_future_walk_next(&walk)) != NULL) ...
 * sdk_future_walk_end(&walk);
 * Walks may nest, as callbacks do. */
struct sdk_future_walk {
    struct sdk_future *next;
    struct sdk_future_walk *outer;
};

/* At the first whose id is not below `id`. */
SDK_ONCE void sdk_future_walk_begin(struct sdk_future_walk *walk, uint64_t id);
SDK_ONCE struct sdk_future *sdk_future_walk_next(struct sdk_future_walk *walk);
void sdk_future_walk_end(struct sdk_future_walk *walk);

/* Above all ids that were given so far. */
uint64_t sdk_future_end(void);

#endif
