/* The thread that writes a trace's file. A guest wakes it for much at a time; else it looks by itself. */
#include "trace/writer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "trace/event.h"

#define LOOK_EVERY_NS 50000000L /* so much of the end is lost at most if the process is killed */
#define FINISH_MAX_NS UINT64_C(2000000000)
#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)
#define NS_PER_S 1000000000L

static void
write_records(struct trace_writer *writer, struct trace_guest *guest, const struct trace_record *first,
              size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (first[i].kind == TRACE_REST) {
            guest->rest = first[i];
            continue;
        }
        trace_file_make_room(&writer->file);
        trace_event_write(&writer->file.text, &guest->tracks, &guest->recorder, &guest->rest, &first[i]);
        guest->rest = (struct trace_record){0};
    }
}

/* What it has by now, or a ring of it: one that goes on keeps neither the others waiting, nor the end. */
static void
write_guest(struct trace_writer *writer, struct trace_guest *guest)
{
    if (!guest->named) {
        trace_file_make_room(&writer->file);
        trace_event_guest(&writer->file.text, &guest->tracks);
        guest->named = true;
    }
    struct trace_ring *ring = guest->recorder.outlet.ring;
    const struct trace_record *first;
    size_t left = TRACE_RING_SIZE;
    for (size_t count; left > 0 && (count = trace_ring_unread(ring, &first)) != 0; left -= count) {
        if (count > TRACE_RING_PART)
            count = TRACE_RING_PART; /* the guest may want the room */
        if (count > left)
            count = left;
        write_records(writer, guest, first, count);
        trace_ring_took(ring, count);
    }
}

/* The file may be slow: nobody is kept from the lock by it. */
static void
write_all(struct trace_writer *writer, bool last)
{
    struct trace_guests *guests = writer->guests;
    pthread_mutex_lock(&guests->lock);
    struct trace_guest *guest = guests->first;
    pthread_mutex_unlock(&guests->lock);
    while (guest != NULL) {
        const bool gone = atomic_load_explicit(&guest->gone, memory_order_acquire);
        write_guest(writer, guest);
        trace_file_make_room(&writer->file);
        if (last && !gone)
            trace_event_open(&writer->file.text, &guest->tracks, &guest->recorder);
        pthread_mutex_lock(&guests->lock);
        struct trace_guest *next = guest->next;
        if (gone)
            trace_guests_unlink(guests, guest);
        pthread_mutex_unlock(&guests->lock);
        if (gone)
            trace_guests_delete(guest);
        guest = next;
    }
    trace_file_flush(&writer->file);
    if (last)
        trace_file_close(&writer->file);
    atomic_store_explicit(&writer->failed, writer->file.error, memory_order_relaxed);
}

static void
wait_until_wanted(struct trace_writer *writer)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_EVERY_NS;
    if (until.tv_nsec >= NS_PER_S) {
        until.tv_sec++;
        until.tv_nsec -= NS_PER_S;
    }
    while (sem_clockwait(&writer->reader.wanted, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR)
        continue;
    while (sem_trywait(&writer->reader.wanted) == 0)
        continue; /* one look does for all */
}

static void *
write_until_finished(void *env)
{
    struct trace_writer *writer = env;
    bool last = false;
    while (!last) {
        wait_until_wanted(writer);
        last = atomic_load_explicit(&writer->finishing, memory_order_acquire);
        write_all(writer, last);
    }
    atomic_store_explicit(&writer->reader.finished, true, memory_order_release);
    return NULL;
}

static wasigpu_error_t *
open_file(struct trace_writer *writer)
{
    wasigpu_error_t *error = trace_file_open(&writer->file, writer->path);
    if (error != NULL)
        return error;
    trace_event_process(&writer->file.text);
    const int failed = base_thread_start(&writer->thread, write_until_finished, writer);
    if (failed == 0)
        return NULL;
    trace_file_close(&writer->file);
    return base_error_new("cannot make a thread for %s: %s", writer->path, strerror(failed));
}

wasigpu_error_t *
trace_writer_start(struct trace_writer *writer, const char *path, struct trace_guests *guests)
{
    *writer = (struct trace_writer){.guests = guests, .path = strdup(path)};
    if (writer->path == NULL)
        return base_error_new("out of memory");
    sem_init(&writer->reader.wanted, 0, 0);
    wasigpu_error_t *error = open_file(writer);
    if (error == NULL)
        return NULL;
    sem_destroy(&writer->reader.wanted);
    free(writer->path);
    writer->path = NULL;
    return error;
}

static bool
has_finished(const struct trace_writer *writer)
{
    return atomic_load_explicit(&writer->reader.finished, memory_order_acquire);
}

void
trace_writer_finish(struct trace_writer *writer)
{
    if (writer->path == NULL)
        return;
    atomic_store_explicit(&writer->finishing, true, memory_order_release);
    sem_post(&writer->reader.wanted);
    const struct base_deadline end = base_deadline_in(FINISH_MAX_NS);
    uint64_t nap_ns = FIRST_NAP_NS;
    while (!has_finished(writer) && !base_deadline_passed(&end))
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
}

void
trace_writer_stop(struct trace_writer *writer)
{
    if (writer->path == NULL)
        return;
    trace_writer_finish(writer);
    pthread_join(writer->thread, NULL);
    sem_destroy(&writer->reader.wanted);
    free(writer->path);
    writer->path = NULL;
}

bool
trace_writer_reads(const struct trace_writer *writer)
{
    return writer->path != NULL && !has_finished(writer);
}

wasigpu_error_t *
trace_writer_check(const struct trace_writer *writer, uint64_t lost)
{
    const int failed = atomic_load_explicit(&writer->failed, memory_order_relaxed);
    if (failed != 0)
        return base_error_new("%s is not whole: %s", writer->path, strerror(failed));
    if (lost != 0)
        return base_error_new("%s lacks %" PRIu64 " events: it could not take them as fast as they came",
                              writer->path, lost);
    if (writer->path != NULL && atomic_load_explicit(&writer->finishing, memory_order_relaxed) &&
        !has_finished(writer))
        return base_error_new("%s is not whole: it takes no more", writer->path);
    return NULL;
}
