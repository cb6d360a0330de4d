/* What runs on the host for this guest: subtasks, and ends of futures and streams that are being read.
 * Follows CanonicalABI.md, "Waitable State".
 *
 * All of them are in one set, so that the guest can wait for whatever happens first. An event is handed to
 * whom it belongs inside of sdk_waitable_poll and sdk_waitable_wait, and nowhere else. */
#ifndef SDK_WAITABLE_H
#define SDK_WAITABLE_H

#include <stdbool.h>
#include <stdint.h>

struct sdk_waitable {
    struct sdk_waitable *next; /* in the set */
    bool is_awaited;           /* see sdk_waitable_await */
    struct sdk_waitable *next_awaited;
    uint32_t handle;
    /* Its event has come: it is out of the set, and may be freed in here or joined again. May call back into
     * the program, and so into everything. */
    void (*happens)(struct sdk_waitable *self, uint32_t payload);
};

/* `handle` and `happens` are set, and something is under way. */
void sdk_waitable_join(struct sdk_waitable *self);

/* Before it is cancelled: no event comes any more. */
void sdk_waitable_leave(struct sdk_waitable *self);

/* All that has happened so far. */
void sdk_waitable_poll(void);

/* The next wait is for this one, and for others of which the same was said, once or more. Of few the host
 * hears sooner. */
void sdk_waitable_await(struct sdk_waitable *self);

/* Waits until something happens: to one of those, or to any if there are none. One must have joined. */
void sdk_waitable_wait(void);

#endif
