/**
 * \file wasigpu/async.h
 *
 * What waits for async imports: the component model's built-ins, as a guest imports them. C11 and C++17.
 *
 *     uint32_t packed = wasi_webgpu_async_queue_on_submitted_work_done(queue);
 *     if (WASI_SUBTASK_STATE(packed) != WASI_SUBTASK_RETURNED) {
 *         uint32_t set = wasi_waitable_set_new(), subtask = WASI_SUBTASK(packed);
 *         struct wasi_event event;
 *         wasi_waitable_join(subtask, set);
 *         wasi_waitable_set_wait(set, &event);
 *         wasi_subtask_drop(subtask);
 *         wasi_waitable_set_drop(set);
 *     }
 *
 * Handles that a call has borrowed are lent until its subtask is reported as resolved, by an event or by
 * wasi_subtask_cancel: dropping them before traps. So does whatever the component model forbids, and a wait
 * for a set in which nothing runs: no one could end it.
 *
 * A waitable is a subtask, or an end of a future or a stream for which a read or a write is under way.
 */
#ifndef WASIGPU_ASYNC_H
#define WASIGPU_ASYNC_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__wasm__)
#define WASI_ROOT_IMPORT(name) __attribute__((import_module("$root"), import_name(name)))
#else
#define WASI_ROOT_IMPORT(name)
#endif

/** The state of a subtask: the lowest four bits of what an async import returns, and an event's payload. */
enum wasi_subtask_state {
    WASI_SUBTASK_STARTING,
    WASI_SUBTASK_STARTED,  /**< it goes on: wait for its event */
    WASI_SUBTASK_RETURNED, /**< the result is stored; straight from the import there is no subtask */
    WASI_SUBTASK_CANCELLED_BEFORE_STARTED,
    WASI_SUBTASK_CANCELLED_BEFORE_RETURNED,
};
#define WASI_SUBTASK_STATE(packed) ((packed) & 0xfu)
/** The subtask's handle: 0 where there is none. */
#define WASI_SUBTASK(packed) ((packed) >> 4)

/** How a read or a write of a future or a stream ended: the lowest four bits of what it returns. */
enum wasi_copy_result {
    WASI_COPY_COMPLETED,
    WASI_COPY_DROPPED, /**< by the other end: there is no more */
    WASI_COPY_CANCELLED,
};
#define WASI_COPY_RESULT(packed) ((packed) & 0xfu)
/** Of a stream: how many elements were copied. */
#define WASI_COPY_COUNT(packed) ((packed) >> 4)
/** Instead of these: it goes on, and an event will tell. */
#define WASI_BLOCKED UINT32_C(0xffffffff)

/** The two ends in what x_future_new and x_stream_new return. */
#define WASI_READABLE_END(ends) ((uint32_t)(ends))
#define WASI_WRITABLE_END(ends) ((uint32_t)((ends) >> 32))

/** What wasi_waitable_set_wait returns. */
enum wasi_event_code {
    WASI_EVENT_NONE,
    WASI_EVENT_SUBTASK,     /**< payload: its enum wasi_subtask_state */
    WASI_EVENT_STREAM_READ, /**< payload: enum wasi_copy_result, and the count above four bits */
    WASI_EVENT_STREAM_WRITE,
    WASI_EVENT_FUTURE_READ, /**< payload: enum wasi_copy_result */
    WASI_EVENT_FUTURE_WRITE,
    WASI_EVENT_TASK_CANCELLED, /**< never: no one cancels a command */
};

struct wasi_event {
    uint32_t waitable;
    uint32_t payload;
};

/** Cancels a subtask. Returns the state in which it is resolved: as returned if it was too late. Traps if the
 * subtask is in a set; the async form does not. */
WASI_ROOT_IMPORT("[subtask-cancel]")
uint32_t wasi_subtask_cancel(uint32_t subtask);
WASI_ROOT_IMPORT("[async-lower][subtask-cancel]")
uint32_t wasi_async_subtask_cancel(uint32_t subtask);

/** Of a subtask that was reported as resolved. */
WASI_ROOT_IMPORT("[subtask-drop]")
void wasi_subtask_drop(uint32_t subtask);

WASI_ROOT_IMPORT("[waitable-set-new]")
uint32_t wasi_waitable_set_new(void);

/** Puts a waitable into a set, out of the one in which it was; 0: into none. */
WASI_ROOT_IMPORT("[waitable-join]")
void wasi_waitable_join(uint32_t waitable, uint32_t set);

/** Waits for an event of one of the members; returns its code. */
WASI_ROOT_IMPORT("[waitable-set-wait]")
uint32_t wasi_waitable_set_wait(uint32_t set, struct wasi_event *event);
/** The same without waiting: WASI_EVENT_NONE where there is none. */
WASI_ROOT_IMPORT("[waitable-set-poll]")
uint32_t wasi_waitable_set_poll(uint32_t set, struct wasi_event *event);

/** Of a set without members. */
WASI_ROOT_IMPORT("[waitable-set-drop]")
void wasi_waitable_set_drop(uint32_t set);

/** Two numbers that the host keeps for the guest, 0 at first. */
WASI_ROOT_IMPORT("[context-get-0]")
uint32_t wasi_context_get_0(void);
WASI_ROOT_IMPORT("[context-set-0]")
void wasi_context_set_0(uint32_t value);
WASI_ROOT_IMPORT("[context-get-1]")
uint32_t wasi_context_get_1(void);
WASI_ROOT_IMPORT("[context-set-1]")
void wasi_context_set_1(uint32_t value);

/** Lets others run: a command has no other threads, but the driver of a GPU may want the core. Takes some
 *  0.1 ms, so a loop that polls and yields keeps no core busy. Returns 0. */
WASI_ROOT_IMPORT("[thread-yield]")
uint32_t wasi_thread_yield(void);

#ifdef __cplusplus
}
#endif

#endif
