/* Traces towards the embedder: src/trace does the work. */
#include "wasigpu/trace.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/error.h"
#include "host/guest.h"
#include "host/run.h"
#include "trace/ticks.h"
#include "trace/trace.h"

/* Timing passes takes a twentieth of the time at most. */
#define PASS_PAUSE 20

static struct trace *
inner(wasigpu_trace_t *trace)
{
    return (struct trace *)trace;
}

wasigpu_error_t *
wasigpu_trace_new(const char *path, wasigpu_trace_t **trace)
{
    struct trace *made;
    wasigpu_error_t *error = trace_new(path, &made);
    if (error == NULL)
        *trace = (wasigpu_trace_t *)made;
    return error;
}

void
wasigpu_trace_delete(wasigpu_trace_t *trace)
{
    trace_delete(inner(trace));
}

void
wasigpu_trace_finish(wasigpu_trace_t *trace)
{
    trace_finish(inner(trace));
}

wasigpu_error_t *
wasigpu_trace_check(wasigpu_trace_t *trace)
{
    return trace_check(inner(trace));
}

static void
pass_ran(struct webgpu_pass_watch *watch, const char *name, uint64_t start_ns, uint64_t end_ns)
{
    const wasigpu_guest_t *guest =
        (const wasigpu_guest_t *)((const char *)watch - offsetof(wasigpu_guest_t, pass_watch));
    trace_recorder_pass(trace_guest_recorder(guest->trace), name, start_ns, end_ns);
}

wasigpu_error_t *
wasigpu_guest_set_trace(wasigpu_guest_t *guest, wasigpu_trace_t *trace, const char *name)
{
    if (guest->trace != NULL)
        return base_error_new("the guest is in a trace already");
    if (guest->engine->defined)
        return base_error_new("the guest's imports are defined already, without a trace");
    const struct engine_interfaces *interfaces = host_guest_interfaces(guest);
    guest->trace = trace_guest_new(inner(trace), interfaces->items, interfaces->count, name);
    if (guest->trace == NULL)
        return base_error_new("out of memory");
    struct trace_recorder *recorder = trace_guest_recorder(guest->trace);
    engine_guest_watch(guest->engine, &recorder->watch);
    guest->pass_watch = (struct webgpu_pass_watch){pass_ran, PASS_PAUSE};
    if (guest->context != NULL)
        guest->context->watch = &recorder->watch;
    if (guest->context != NULL && recorder->outlet.ring != NULL)
        guest->context->pass_watch = &guest->pass_watch;
    return NULL;
}

void
wasigpu_run_set_trace(wasigpu_run_t *run, wasigpu_trace_t *trace)
{
    run->trace = trace;
}

void
wasigpu_trace_totals(wasigpu_trace_t *trace, wasigpu_trace_totals_t *totals)
{
    const struct trace_totals sums = trace_totals(inner(trace));
    *totals = (wasigpu_trace_totals_t){
        .calls = sums.calls,
        .bytes_up = sums.bytes_up,
        .bytes_down = sums.bytes_down,
        .guest_ns = trace_ticks_ns(sums.guest_ticks),
        .host_ns = trace_ticks_ns(sums.host_ticks),
        .wait_ns = trace_ticks_ns(sums.wait_ticks),
        .peak_gpu_bytes = sums.peak_gpu_bytes,
        .peak_objects = sums.peak_objects,
    };
}

size_t
wasigpu_trace_functions(wasigpu_trace_t *trace, wasigpu_trace_function_t *functions, size_t count)
{
    struct trace_function_totals *sums = calloc(count + 1, sizeof *sums);
    if (sums == NULL)
        return 0;
    const size_t found = trace_functions(inner(trace), sums, count);
    for (size_t i = 0; i < found && i < count; i++) {
        functions[i] = (wasigpu_trace_function_t){
            .module = sums[i].module,
            .name = sums[i].import->name,
            .calls = sums[i].sum.calls,
            .total_ns = trace_ticks_ns(sums[i].sum.ticks),
            .wait_ns = trace_ticks_ns(sums[i].sum.wait_ticks),
            .bytes = sums[i].sum.bytes,
        };
    }
    free(sums);
    return found;
}
