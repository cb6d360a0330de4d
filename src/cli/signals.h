/* What ends a run from outside: Ctrl-C, and the clock for a guest, or a driver, that does not hear it. */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include <stdint.h>

#include "wasigpu/run.h"
#include "wasigpu/trace.h"

/* From now on Ctrl-C interrupts `run`, which is of `path`, and the process ends with 130 if that has not
 * helped after a second, or at the second Ctrl-C. */
void cli_signals_watch(wasigpu_run_t *run, const char *path);

/* What is finished before any of this ends the process; NULL: nothing, as at the start. */
void cli_signals_trace(wasigpu_trace_t *trace);

/* The guest has `timeout_ns`: the process ends with 124 if it is still there half a second later. */
void cli_signals_limit(uint64_t timeout_ns);

/* The guest has ended, with `code`: nothing touches the run from now on, no clock runs, and Ctrl-C ends the
 * process with that code. */
void cli_signals_settle(int code);

/* What is left to do has a moment: the process ends with the settled code if it takes longer. */
void cli_signals_hurry(void);

/* All is done: Ctrl-C is as anywhere, no clock runs. */
void cli_signals_unwatch(void);

#endif
