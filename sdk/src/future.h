/* Asynchronous operations. Follows webgpu.h, "Asynchronous Operations".
 *
 * The host's imports are called as blocking ones, so an operation is carried out either by the call
 * that starts it or, where `run` is set, inside wgpuInstanceWaitAny or wgpuInstanceProcessEvents, which
 * then take as long as it needs. Callbacks come as their mode asks: never inside the call that starts
 * the operation, unless it is WGPUCallbackMode_AllowSpontaneous. */
#ifndef SDK_FUTURE_H
#define SDK_FUTURE_H

#include <stdbool.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

/* The first member of each operation's own struct, which lives on the heap. */
struct sdk_future {
    struct sdk_future *next; /* among the ones whose callback has not been called, oldest first */
    uint64_t id;
    uint32_t instance; /* whose callbacks it is called among: see instance.h */
    WGPUCallbackMode mode;
    const void *source; /* "Mixed Sources": the device whose queue does it; NULL: the CPU's timeline */
    bool ready;         /* the result is there */
    void (*run)(struct sdk_future *future); /* gets the result; NULL: nothing that can be waited for */
    /* Calls the callback, and gives back the future and all that it holds. `cancelled`: its instance is
     * gone. It is in no list any more. */
    void (*deliver)(struct sdk_future *future, bool cancelled);
};

/* Takes `future` over: `instance`, `mode`, `deliver` and either `ready` or `run` are set, or neither
 * where something happens later (see sdk_future_finish). A spontaneous one that can be carried out is,
 * and its callback has been called when this returns. */
WGPUFuture sdk_future_start(struct sdk_future *future);

/* The result of a future that waits in the list is there. A spontaneous one is delivered. */
void sdk_future_finish(struct sdk_future *future);

/* Delivers all of an instance that is gone as cancelled. */
void sdk_future_cancel_all(uint32_t instance);

#endif
