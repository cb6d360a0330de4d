/* A trace: what guests do, written to a file as they do it, and summed up. */
#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

#include <stddef.h>

#include "abi/import.h"
#include "trace/recorder.h"
#include "trace/totals.h"
#include "wasigpu/error.h"

/* Any thread, but for what says otherwise. */
struct trace;

/* One guest's part in a trace. */
struct trace_guest;

/* `path`: NULL: nothing is written. */
wasigpu_error_t *trace_new(const char *path, struct trace **trace);

/* Finishes it. No guest is in it any more. NULL is allowed. */
void trace_delete(struct trace *trace);

/* What there is goes into the file, which is closed; later records are dropped. Waits for that, but no longer
 * than two seconds, as a pipe may take no more. Also in a signal handler, for it takes no lock. */
void trace_finish(struct trace *trace);

/* NULL, or why not all is in the file. */
wasigpu_error_t *trace_check(struct trace *trace);

/* What the file does not have, because it was too slow, is counted here. As below: no guest is in a call, but
 * on this thread. */
struct trace_totals trace_totals(struct trace *trace);

/* Functions that were called, those first that have taken longest. Fills `functions`, up to `count`; returns
 * how many there are. */
size_t trace_functions(struct trace *trace, struct trace_function_totals *functions, size_t count);

/* Adds a guest, which calls what `interfaces` have. NULL: no memory. */
struct trace_guest *trace_guest_new(struct trace *trace, const struct abi_interface *const *interfaces,
                                    size_t count, const char *name);
struct trace_recorder *trace_guest_recorder(struct trace_guest *guest);

/* On the guest's thread, when nothing calls its watch any more. Its sums stay. NULL is allowed. */
void trace_guest_delete(struct trace_guest *guest);

#endif
