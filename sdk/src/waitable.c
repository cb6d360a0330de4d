/* The waitable set of a guest, and a second one for the members that are being waited for. Each is made when
 * it is needed first, and stays. */
#include "waitable.h"

#include <stddef.h>

#include <wasigpu/async.h>

/* Of handles, which are numbers of one table: there are few to each chain. */
#define CHAINS 1024

static uint32_t set;         /* 0: not made yet, */
static uint32_t awaited_set; /* and likewise */
static struct sdk_waitable *first_awaited;
static struct sdk_waitable *chains[CHAINS];
static size_t joined; /* in all of them */

void
sdk_waitable_join(struct sdk_waitable *self)
{
    if (set == 0)
        set = wasi_waitable_set_new();
    wasi_waitable_join(self->handle, set);
    struct sdk_waitable **chain = &chains[self->handle % CHAINS];
    self->next = *chain;
    *chain = self;
    joined++;
}

static struct sdk_waitable **
find(uint32_t handle)
{
    struct sdk_waitable **place = &chains[handle % CHAINS];
    while ((*place)->handle != handle)
        place = &(*place)->next;
    return place;
}

void
sdk_waitable_leave(struct sdk_waitable *self)
{
    *find(self->handle) = self->next;
    joined--;
    wasi_waitable_join(self->handle, 0);
}

static void
dispatch(const struct wasi_event *event)
{
    struct sdk_waitable *waitable = *find(event->waitable);
    sdk_waitable_leave(waitable);
    waitable->happens(waitable, event->payload);
}

void
sdk_waitable_poll(void)
{
    struct wasi_event event;
    while (joined != 0 && wasi_waitable_set_poll(set, &event) != WASI_EVENT_NONE)
        dispatch(&event);
}

void
sdk_waitable_await(struct sdk_waitable *self)
{
    if (self->is_awaited)
        return;
    if (awaited_set == 0)
        awaited_set = wasi_waitable_set_new();
    wasi_waitable_join(self->handle, awaited_set);
    self->is_awaited = true;
    self->next_awaited = first_awaited;
    first_awaited = self;
}

static void
forget_awaited(void)
{
    for (; first_awaited != NULL; first_awaited = first_awaited->next_awaited) {
        wasi_waitable_join(first_awaited->handle, set);
        first_awaited->is_awaited = false;
    }
}

void
sdk_waitable_wait(void)
{
    struct wasi_event event;
    wasi_waitable_set_wait(first_awaited != NULL ? awaited_set : set, &event);
    forget_awaited(); /* before anyone else is called, who may wait, too */
    dispatch(&event);
}
