/* What one guest does, recorded: summed up, and written down for the trace's file, if it has one. */
#ifndef TRACE_RECORDER_H
#define TRACE_RECORDER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/import.h"
#include "abi/watch.h"
#include "trace/function.h"
#include "trace/gauges.h"
#include "trace/ledger.h"
#include "trace/outlet.h"
#include "trace/totals.h"

/* The guest's thread writes it, but for what says otherwise. */
struct trace_recorder {
    struct abi_watch watch; /* first: what the guest calls */
    struct trace_ledger ledger;
    struct trace_outlet outlet;
    struct trace_levels levels;

    /* The call under way, for a reader that finishes before it ends: its number and 1, and its start. */
    _Atomic uint32_t open;
    _Atomic uint64_t open_start;

    struct trace_function *functions; /* as many as the ledger's imports; the reader looks at them too */
};

/* For a guest with the imports of `interfaces`, in that order. `reader`: NULL: only sums are wanted. False:
 * no memory. */
bool trace_recorder_init(struct trace_recorder *recorder, const struct abi_interface *const *interfaces,
                         size_t count, struct trace_reader *reader);
void trace_recorder_finish(struct trace_recorder *recorder);

/* The guest runs from now on; until now. Twice is once. What `gauges` point to stays until then. */
void trace_recorder_start(struct trace_recorder *recorder, const struct trace_gauges *gauges);
void trace_recorder_stop(struct trace_recorder *recorder);

/* A pass has run on the GPU. Times are of base_clock_now_ns. */
void trace_recorder_pass(struct trace_recorder *recorder, const char *name, uint64_t start_ns,
                         uint64_t end_ns);

/* Times until now, if it has not been stopped. */
struct trace_totals trace_recorder_totals(const struct trace_recorder *recorder);

#endif
