/* The guests of a trace. */
#include "trace/guests.h"

#include <stdlib.h>
#include <string.h>

void
trace_guests_init(struct trace_guests *guests)
{
    *guests = (struct trace_guests){0};
    pthread_mutex_init(&guests->lock, NULL); /* cannot fail without attributes */
}

void
trace_guests_finish(struct trace_guests *guests)
{
    while (guests->first != NULL) {
        struct trace_guest *guest = guests->first;
        guests->first = guest->next;
        trace_guests_delete(guest);
    }
    pthread_mutex_destroy(&guests->lock);
}

struct trace_guest *
trace_guests_add(struct trace_guests *guests, const struct abi_interface *const *interfaces, size_t count,
                 const char *name, uint64_t origin, struct trace_reader *reader)
{
    struct trace_guest *guest = calloc(1, sizeof *guest);
    if (guest == NULL)
        return NULL;
    guest->name = strdup(name);
    if (guest->name == NULL || !trace_recorder_init(&guest->recorder, interfaces, count, reader)) {
        free(guest->name);
        free(guest);
        return NULL;
    }
    pthread_mutex_lock(&guests->lock);
    trace_tracks_init(&guest->tracks, guest->name, ++guests->count, origin);
    guest->next = guests->first;
    guests->first = guest;
    pthread_mutex_unlock(&guests->lock);
    return guest;
}

void
trace_guests_unlink(struct trace_guests *guests, const struct trace_guest *guest)
{
    struct trace_guest **place = &guests->first;
    while (*place != guest)
        place = &(*place)->next;
    *place = guest->next;
}

void
trace_guests_delete(struct trace_guest *guest)
{
    trace_recorder_finish(&guest->recorder);
    free(guest->name);
    free(guest);
}
