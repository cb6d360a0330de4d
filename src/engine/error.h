/* Wasmtime's errors and traps in our words: one line for the reason, and a backtrace apart. */
#ifndef ENGINE_ERROR_H
#define ENGINE_ERROR_H

#include <stdbool.h>

#include <wasmtime.h>

#include "wasigpu/error.h"

/* Why a guest ended before its time. Zeroed: it did not. */
struct engine_failure {
    bool failed;
    char *reason;    /* one line; NULL: no memory for it */
    char *backtrace; /* a line a frame, each with its newline, the innermost first; NULL: no memory */
};

/* The chain of causes as one line. Takes `error` over. */
wasigpu_error_t *engine_error(wasmtime_error_t *error);

/* Whether `error` came out of guest code, and not out of Wasmtime's own checks before it. */
bool engine_error_in_guest(const wasmtime_error_t *error);

/* What a call into a guest came to: takes `error` and `trap` over, of which at most one is given. Wasmtime
 * reports a trap of its own as the latter, one that a host function made as the former. */
void engine_failure_take(struct engine_failure *failure, wasmtime_error_t *error, wasm_trap_t *trap);
void engine_failure_finish(struct engine_failure *failure);

#endif
