/* A trace: its guests, the sums of those that are gone, and who writes down what they record. */
#include "trace/trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "trace/function_sums.h"
#include "trace/guests.h"
#include "trace/ticks.h"
#include "trace/writer.h"

struct trace {
    uint64_t origin; /* ticks: its time 0 */
    struct trace_guests guests;
    struct trace_totals totals; /* of those that are gone; under the guests' lock, as the next */
    struct trace_function_sums functions;
    struct trace_writer writer;
};

wasigpu_error_t *
trace_new(const char *path, struct trace **trace)
{
    struct trace *self = calloc(1, sizeof *self);
    if (self == NULL)
        return base_error_new("out of memory");
    trace_ticks_init();
    self->origin = trace_ticks_now();
    trace_guests_init(&self->guests);
    wasigpu_error_t *error = path == NULL ? NULL : trace_writer_start(&self->writer, path, &self->guests);
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
    trace_writer_finish(&trace->writer);
}

void
trace_delete(struct trace *trace)
{
    if (trace == NULL)
        return;
    trace_writer_stop(&trace->writer);
    trace_guests_finish(&trace->guests); /* that the writer did not come back to */
    free(trace->functions.items);
    free(trace);
}

/* Those that are gone are summed up already. */
static bool
is_gone(const struct trace_guest *guest)
{
    return atomic_load_explicit(&guest->gone, memory_order_relaxed);
}

/* Records that the file lacks, so far. */
static uint64_t
count_lost(struct trace *trace)
{
    pthread_mutex_lock(&trace->guests.lock);
    uint64_t lost = trace->totals.lost;
    for (const struct trace_guest *guest = trace->guests.first; guest != NULL; guest = guest->next)
        lost += is_gone(guest) ? 0 : trace_outlet_lost(&guest->recorder.outlet);
    pthread_mutex_unlock(&trace->guests.lock);
    return lost;
}

wasigpu_error_t *
trace_check(struct trace *trace)
{
    return trace_writer_check(&trace->writer, count_lost(trace));
}

struct trace_totals
trace_totals(struct trace *trace)
{
    pthread_mutex_lock(&trace->guests.lock);
    struct trace_totals totals = trace->totals;
    for (const struct trace_guest *guest = trace->guests.first; guest != NULL; guest = guest->next) {
        if (is_gone(guest))
            continue;
        const struct trace_totals its = trace_recorder_totals(&guest->recorder);
        trace_totals_add(&totals, &its);
    }
    pthread_mutex_unlock(&trace->guests.lock);
    return totals;
}

/* Under lock: those of all guests. Without memory, of none or of some. */
static struct trace_function_sums
all_functions(const struct trace *trace)
{
    struct trace_function_sums sums;
    if (!trace_function_sums_copy(&trace->functions, &sums))
        return sums;
    for (const struct trace_guest *guest = trace->guests.first; guest != NULL; guest = guest->next)
        if (!is_gone(guest) && !trace_function_sums_add(&sums, &guest->recorder))
            break;
    return sums;
}

size_t
trace_functions(struct trace *trace, struct trace_function_totals *functions, size_t count)
{
    pthread_mutex_lock(&trace->guests.lock);
    struct trace_function_sums sums = all_functions(trace);
    pthread_mutex_unlock(&trace->guests.lock);
    if (sums.count != 0) {
        trace_function_sums_sort(&sums);
        memcpy(functions, sums.items, (count < sums.count ? count : sums.count) * sizeof *functions);
    }
    free(sums.items);
    return sums.count;
}

struct trace_guest *
trace_guest_new(struct trace *trace, const struct abi_interface *const *interfaces, size_t count,
                const char *name)
{
    struct trace_reader *reader = trace->writer.path == NULL ? NULL : &trace->writer.reader;
    struct trace_guest *guest =
        trace_guests_add(&trace->guests, interfaces, count, name, trace->origin, reader);
    if (guest != NULL)
        guest->trace = trace;
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
    trace_function_sums_add(&trace->functions, &guest->recorder);
}

void
trace_guest_delete(struct trace_guest *guest)
{
    if (guest == NULL)
        return;
    struct trace *trace = guest->trace;
    trace_recorder_stop(&guest->recorder);
    pthread_mutex_lock(&trace->guests.lock);
    sum_up(trace, guest);
    const bool is_read = trace_writer_reads(&trace->writer);
    if (!is_read)
        trace_guests_unlink(&trace->guests, guest);
    atomic_store_explicit(&guest->gone, true, memory_order_release); /* it may be deleted at once */
    pthread_mutex_unlock(&trace->guests.lock);
    if (is_read)
        sem_post(&trace->writer.reader.wanted);
    else
        trace_guests_delete(guest);
}
