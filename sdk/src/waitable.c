/* The waitable set of a guest, and a second one for the members that are being waited for. Each is made when
 * it is needed first, and stays. */
#include "waitable.h"

#include <stddef.h>

#include <wasigpu/async.h>

static uint32_t set;         /* 0: not made yet, */
static uint32_t awaited_set; /* and likewise */
static bool any_awaited;
static struct sdk_waitable *first;

void
sdk_waitable_join(struct sdk_waitable *self)
{
    if (set == 0)
        set = wasi_waitable_set_new();
    wasi_waitable_join(self->handle, set);
    self->next = first;
    first = self;
}

/* Those that joined last are heard of first, mostly: they are found at once. */
static struct sdk_waitable **
find(uint32_t handle)
{
    struct sdk_waitable **place = &first;
    while ((*place)->handle != handle)
        place = &(*place)->next;
    return place;
}

void
sdk_waitable_leave(struct sdk_waitable *self)
{
    *find(self->handle) = self->next;
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
    while (first != NULL && wasi_waitable_set_poll(set, &event) != WASI_EVENT_NONE)
        dispatch(&event);
}

void
sdk_waitable_await(struct sdk_waitable *self)
{
    if (awaited_set == 0)
        awaited_set = wasi_waitable_set_new();
    wasi_waitable_join(self->handle, awaited_set);
    self->awaited = any_awaited = true;
}

static void
forget_awaited(void)
{
    for (struct sdk_waitable *waitable = first; waitable != NULL && any_awaited; waitable = waitable->next) {
        if (waitable->awaited)
            wasi_waitable_join(waitable->handle, set);
        waitable->awaited = false;
    }
    any_awaited = false;
}

void
sdk_waitable_wait(void)
{
    struct wasi_event event;
    wasi_waitable_set_wait(any_awaited ? awaited_set : set, &event);
    forget_awaited(); /* before anyone else is called, who may wait, too */
    dispatch(&event);
}
