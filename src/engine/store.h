/* A store of our own engine: its limits, its time, and what ends its guest from outside. */
#ifndef ENGINE_STORE_H
#define ENGINE_STORE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <wasmtime.h>

#include "abi/instance.h"
#include "base/clock.h"
#include "engine/engine.h"
#include "wasigpu/error.h"

struct engine_store {
    struct engine *engine;
    wasmtime_store_t *native;
    wasmtime_context_t *context;
    struct base_deadline deadline;
    struct engine_alarm alarm;      /* at the deadline */
    struct engine_alarm second;     /* looks again whether to stop it, once another store's stop was seen */
    uint64_t second_span_ns;        /* until that */
    struct abi_interrupt interrupt; /* raised when the time is up, and on request */
    atomic_bool requested;          /* it was on request */
    bool stopped;                   /* guest code was stopped by it */
    bool exited;                    /* the guest has called WASI's proc_exit */
    int exit_code;
};

wasigpu_error_t *engine_store_new(struct engine *engine, struct engine_store **store);
void engine_store_delete(struct engine_store *store);

/* How many bytes each memory may grow to; 0: as WebAssembly has it. Before anything is instantiated. */
void engine_store_limit_memory(struct engine_store *store, uint64_t bytes);

/* From now on `span_ns` are left to the guest. Once only. */
wasigpu_error_t *engine_store_set_timeout(struct engine_store *store, uint64_t span_ns);

/* Ends what runs in the store, or will: guest code at its next loop or call, and waits of the host. From any
 * thread or signal handler, as long as the store is there. */
void engine_store_interrupt(struct engine_store *store);

#endif
