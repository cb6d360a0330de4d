/* The guests of a trace: a list that they join and leave on their own threads, while the writer's reads it.
 */
#ifndef TRACE_GUESTS_H
#define TRACE_GUESTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "trace/event.h"
#include "trace/recorder.h"

/* One guest's part in a trace. */
struct trace_guest {
    struct trace *trace;
    struct trace_guest *next; /* under the list's lock */
    struct trace_recorder recorder;
    struct trace_tracks tracks;
    char *name;
    bool named;               /* in the file; the writer's, as the next */
    struct trace_record rest; /* that was read last */
    atomic_bool gone;         /* and summed up: the writer deletes it once it has read all */
};

struct trace_guests {
    pthread_mutex_t lock;
    struct trace_guest *first; /* under lock; new ones come first */
    unsigned count;            /* ever */
};

void trace_guests_init(struct trace_guests *guests);

/* With all that are in it. */
void trace_guests_finish(struct trace_guests *guests);

/* Joins the list. `origin`: the trace's time 0. NULL: no memory. */
struct trace_guest *trace_guests_add(struct trace_guests *guests,
                                     const struct abi_interface *const *interfaces, size_t count,
                                     const char *name, uint64_t origin, struct trace_reader *reader);

/* Under lock: leaves it. */
void trace_guests_unlink(struct trace_guests *guests, const struct trace_guest *guest);

/* One that is in no list. */
void trace_guests_delete(struct trace_guest *guest);

#endif
