/* What ends a run from outside: Ctrl-C, and the clock for a guest that does not hear it. */
#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include <stdint.h>

#include "wasigpu/run.h"

/* From now on Ctrl-C interrupts `run`, and the process ends with 130 if that has not helped after a second,
 * or at the second Ctrl-C. */
void cli_signals_watch(wasigpu_run_t *run);

/* `path`'s guest has `timeout_ns`: the process ends with 124 if it is still there half a second later. */
void cli_signals_limit(const char *path, uint64_t timeout_ns);

#endif
