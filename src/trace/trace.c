/* A trace: its guests, the sums of those that are gone, and the thread that writes what they record. */
#include "trace/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "trace/event.h"
#include "trace/file.h"
#include "trace/ticks.h"

#define LOOK_EVERY_NS 50000000L /* so much of the end is lost at most if the process is killed */
#define FINISH_MAX_NS UINT64_C(2000000000)
#define FIRST_NAP_NS UINT64_C(50000)
#define LAST_NAP_NS UINT64_C(1000000)
#define NS_PER_S 1000000000L

struct trace_guest {
    struct trace *trace;
    struct trace_guest *next;
    struct trace_recorder recorder;
    struct trace_tracks tracks;
    char *name;
    bool named;       /* in the file; the thread's */
    atomic_bool gone; /* and summed up: the thread frees it once it has read all */
};

struct trace {
    uint64_t origin;
    pthread_mutex_t lock;
    struct trace_guest *guests; /* under lock, as the next five; new ones come first */
    unsigned guest_count;       /* ever */
    struct trace_totals totals; /* of those that are gone */
    struct trace_function_totals *functions;
    size_t function_count;

    bool writes;
    char *path;
    struct trace_file file; /* the thread's */
    atomic_int failed;      /* its errno */
    struct trace_reader reader;
    atomic_bool finishing;
    pthread_t thread;
};

static void
free_guest(struct trace_guest *guest)
{
    trace_recorder_finish(&guest->recorder);
    free(guest->name);
    free(guest);
}

/* Under lock. */
static void
unlink_guest(struct trace_guest *guest)
{
    struct trace_guest **place = &guest->trace->guests;
    while (*place != guest)
        place = &(*place)->next;
    *place = guest->next;
}

static void
write_guest(struct trace *trace, struct trace_guest *guest)
{
    if (!guest->named) {
        trace_file_make_room(&trace->file);
        trace_event_guest(&trace->file.text, &guest->tracks);
        guest->named = true;
    }
    struct trace_ring *ring = guest->recorder.ring;
    const struct trace_record *first;
    for (size_t count; (count = trace_ring_unread(ring, &first)) != 0; trace_ring_took(ring, count)) {
        if (count > TRACE_RING_PART)
            count = TRACE_RING_PART; /* the guest may want the room */
        for (size_t i = 0; i < count; i++) {
            trace_file_make_room(&trace->file);
            trace_event_record(&trace->file.text, &guest->tracks, &guest->recorder, &first[i]);
        }
    }
}

/* The file may be slow: nobody is kept from the lock by it. */
static void
write_all(struct trace *trace, bool last)
{
    pthread_mutex_lock(&trace->lock);
    struct trace_guest *guest = trace->guests;
    pthread_mutex_unlock(&trace->lock);
    while (guest != NULL) {
        const bool gone = atomic_load_explicit(&guest->gone, memory_order_acquire);
        write_guest(trace, guest);
        trace_file_make_room(&trace->file);
        if (last && !gone)
            trace_event_open(&trace->file.text, &guest->tracks, &guest->recorder);
        pthread_mutex_lock(&trace->lock);
        struct trace_guest *next = guest->next;
        if (gone)
            unlink_guest(guest);
        pthread_mutex_unlock(&trace->lock);
        if (gone)
            free_guest(guest);
        guest = next;
    }
    trace_file_flush(&trace->file);
    if (last)
        trace_file_close(&trace->file);
    atomic_store_explicit(&trace->failed, trace->file.error, memory_order_relaxed);
}

static void
wait_until_wanted(struct trace *trace)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_EVERY_NS;
    if (until.tv_nsec >= NS_PER_S) {
        until.tv_sec++;
        until.tv_nsec -= NS_PER_S;
    }
    while (sem_clockwait(&trace->reader.wanted, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR)
        continue;
}

static void *
write_until_finished(void *env)
{
    struct trace *trace = env;
    bool last = false;
    while (!last) {
        wait_until_wanted(trace);
        last = atomic_load_explicit(&trace->finishing, memory_order_acquire);
        write_all(trace, last);
    }
    atomic_store_explicit(&trace->reader.finished, true, memory_order_release);
    return NULL;
}

static wasigpu_error_t *
open_file(struct trace *trace, const char *path)
{
    trace->path = strdup(path);
    if (trace->path == NULL)
        return base_error_new("out of memory");
    wasigpu_error_t *error = trace_file_open(&trace->file, path);
    if (error != NULL)
        return error;
    trace_event_process(&trace->file.text);
    const int failed = base_thread_start(&trace->thread, write_until_finished, trace);
    if (failed != 0) {
        trace_file_close(&trace->file);
        return base_error_new("cannot make a thread for %s: %s", path, strerror(failed));
    }
    trace->writes = true;
    return NULL;
}

wasigpu_error_t *
trace_new(const char *path, struct trace **trace)
{
    struct trace *self = calloc(1, sizeof *self);
    if (self == NULL)
        return base_error_new("out of memory");
    trace_ticks_init();
    self->origin = trace_ticks_now();
    pthread_mutex_init(&self->lock, NULL); /* cannot fail without attributes */
    sem_init(&self->reader.wanted, 0, 0);
    wasigpu_error_t *error = path == NULL ? NULL : open_file(self, path);
    if (error != NULL) {
        trace_delete(self);
        return error;
    }
    *trace = self;
    return NULL;
}

void
trace_finish(struct trace *trace)
{
    if (!trace->writes)
        return;
    atomic_store_explicit(&trace->finishing, true, memory_order_release);
    sem_post(&trace->reader.wanted);
    const struct base_deadline end = base_deadline_in(FINISH_MAX_NS);
    uint64_t nap_ns = FIRST_NAP_NS;
    while (!atomic_load_explicit(&trace->reader.finished, memory_order_acquire) &&
           !base_deadline_passed(&end))
        base_deadline_nap(end, &nap_ns, LAST_NAP_NS);
}

void
trace_delete(struct trace *trace)
{
    if (trace == NULL)
        return;
    trace_finish(trace);
    if (trace->writes)
        pthread_join(trace->thread, NULL);
    while (trace->guests != NULL) { /* that the thread did not come back to */
        struct trace_guest *guest = trace->guests;
        trace->guests = guest->next;
        free_guest(guest);
    }
    sem_destroy(&trace->reader.wanted);
    pthread_mutex_destroy(&trace->lock);
    free(trace->functions);
    free(trace->path);
    free(trace);
}

wasigpu_error_t *
trace_check(struct trace *trace)
{
    if (!trace->writes)
        return NULL;
    const int failed = atomic_load_explicit(&trace->failed, memory_order_relaxed);
    if (failed != 0)
        return base_error_new("%s is not whole: %s", trace->path, strerror(failed));
    const uint64_t lost = trace_totals(trace).lost;
    if (lost != 0)
        return base_error_new("%s lacks %" PRIu64 " events: it could not take them as fast as they came",
                              trace->path, lost);
    if (atomic_load_explicit(&trace->finishing, memory_order_relaxed) &&
        !atomic_load_explicit(&trace->reader.finished, memory_order_acquire))
        return base_error_new("%s is not whole: it takes no more", trace->path);
    return NULL;
}

struct trace_totals
trace_totals(struct trace *trace)
{
    pthread_mutex_lock(&trace->lock);
    struct trace_totals totals = trace->totals;
    for (const struct trace_guest *guest = trace->guests; guest != NULL; guest = guest->next) {
        if (atomic_load_explicit(&guest->gone, memory_order_relaxed))
            continue; /* it is among those */
        const struct trace_totals its = trace_recorder_totals(&guest->recorder);
        trace_totals_add(&totals, &its);
    }
    pthread_mutex_unlock(&trace->lock);
    return totals;
}

/* Adds the sums of a guest to a list that has room for them; returns how long it is then. */
static size_t
add_functions(struct trace_function_totals *list, size_t count, const struct trace_recorder *recorder)
{
    for (size_t i = 0; i < recorder->function_count; i++) {
        const struct trace_sum *sum = &recorder->sums[i];
        const struct trace_function *function = &recorder->functions[i];
        size_t at = 0;
        if (sum->calls == 0)
            continue;
        while (at < count && list[at].import != function->import)
            at++;
        if (at == count)
            list[count++] = (struct trace_function_totals){function->module, function->import, {0}};
        list[at].sum.calls += sum->calls;
        list[at].sum.ticks += sum->ticks;
        list[at].sum.wait_ticks += sum->wait_ticks;
        list[at].sum.bytes += sum->bytes;
    }
    return count;
}

static int
by_time(const void *a, const void *b)
{
    const struct trace_function_totals *left = a;
    const struct trace_function_totals *right = b;
    if (left->sum.ticks != right->sum.ticks)
        return left->sum.ticks < right->sum.ticks ? 1 : -1;
    return strcmp(left->import->name, right->import->name);
}

/* Under lock: those of all guests, on the heap. NULL: no memory. */
static struct trace_function_totals *
all_functions(const struct trace *trace, size_t *count)
{
    size_t most = trace->function_count + 1;
    for (const struct trace_guest *guest = trace->guests; guest != NULL; guest = guest->next)
        most += guest->recorder.function_count;
    struct trace_function_totals *list = calloc(most, sizeof *list);
    if (list == NULL)
        return NULL;
    if (trace->function_count != 0)
        memcpy(list, trace->functions, trace->function_count * sizeof *list);
    *count = trace->function_count;
    for (const struct trace_guest *guest = trace->guests; guest != NULL; guest = guest->next)
        if (!atomic_load_explicit(&guest->gone, memory_order_relaxed))
            *count = add_functions(list, *count, &guest->recorder);
    return list;
}

size_t
trace_functions(struct trace *trace, struct trace_function_totals *functions, size_t count)
{
    size_t found = 0;
    pthread_mutex_lock(&trace->lock);
    struct trace_function_totals *list = all_functions(trace, &found);
    pthread_mutex_unlock(&trace->lock);
    if (list == NULL)
        return 0;
    qsort(list, found, sizeof *list, by_time);
    memcpy(functions, list, (count < found ? count : found) * sizeof *list);
    free(list);
    return found;
}

struct trace_guest *
trace_guest_new(struct trace *trace, const struct abi_interface *const *interfaces, size_t count,
                const char *name)
{
    struct trace_guest *guest = calloc(1, sizeof *guest);
    if (guest == NULL)
        return NULL;
    guest->name = strdup(name);
    if (guest->name == NULL ||
        !trace_recorder_init(&guest->recorder, interfaces, count, trace->writes ? &trace->reader : NULL)) {
        free(guest->name);
        free(guest);
        return NULL;
    }
    guest->trace = trace;
    pthread_mutex_lock(&trace->lock);
    trace_tracks_init(&guest->tracks, guest->name, ++trace->guest_count, trace->origin);
    guest->next = trace->guests;
    trace->guests = guest;
    pthread_mutex_unlock(&trace->lock);
    return guest;
}

struct trace_recorder *
trace_guest_recorder(struct trace_guest *guest)
{
    return &guest->recorder;
}

/* Under lock: what the guest has done counts from now on without it. Where there is no memory, the sums of
 * functions lack it. */
static void
sum_up(struct trace *trace, const struct trace_guest *guest)
{
    const struct trace_totals its = trace_recorder_totals(&guest->recorder);
    trace_totals_add(&trace->totals, &its);
    const size_t most = trace->function_count + guest->recorder.function_count;
    struct trace_function_totals *list = realloc(trace->functions, (most + 1) * sizeof *list);
    if (list == NULL)
        return;
    trace->functions = list;
    trace->function_count = add_functions(list, trace->function_count, &guest->recorder);
}

void
trace_guest_delete(struct trace_guest *guest)
{
    if (guest == NULL)
        return;
    struct trace *trace = guest->trace;
    trace_recorder_stop(&guest->recorder);
    pthread_mutex_lock(&trace->lock);
    sum_up(trace, guest);
    const bool is_read =
        trace->writes && !atomic_load_explicit(&trace->reader.finished, memory_order_acquire);
    if (!is_read)
        unlink_guest(guest);
    atomic_store_explicit(&guest->gone, true, memory_order_release); /* it may be freed at once */
    pthread_mutex_unlock(&trace->lock);
    if (is_read)
        sem_post(&trace->reader.wanted);
    else
        free_guest(guest);
}
