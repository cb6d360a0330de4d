/* What wasigpu run --stats prints: sums over all that the guest has done. */
#ifndef CLI_STATS_H
#define CLI_STATS_H

#include "wasigpu/trace.h"

enum cli_stats { CLI_STATS_NONE, CLI_STATS_TEXT, CLI_STATS_JSON };

/* On standard error. */
void cli_stats_print(enum cli_stats form, wasigpu_trace_t *trace);

#endif
