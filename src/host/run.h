/* A run: its settings, its store, its guest, and what came of it. */
#ifndef HOST_RUN_H
#define HOST_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/error.h"
#include "engine/store.h"
#include "host/guest.h"
#include "host/module.h"
#include "host/wasi.h"
#include "wasigpu/run.h"
#include "wasigpu/trace.h"

#define HOST_DEFAULT_ENTRY "_start"

struct wasigpu_run {
    wasigpu_host_t *host;
    const wasigpu_module_t *module;
    struct host_wasi wasi;
    char *entry; /* NULL: the default */
    uint64_t timeout_ns;
    uint64_t max_gpu_memory; /* 0: not set */
    size_t max_objects;      /* 0: not set */
    bool started;
    wasigpu_run_ended_t *ended; /* NULL: nobody wants to know */
    void *ended_env;
    wasigpu_trace_t *trace;         /* NULL: none */
    struct trace_guest *trace_only; /* there, of a module that needs nothing of ours; or NULL */
    struct engine_store *store;
    wasigpu_guest_t *guest; /* NULL: its module needs nothing of ours */
    struct engine_failure failure;
};

/* Whether the module exports a function of that name. */
bool host_run_exports(const wasigpu_run_t *run, const char *name);
/* An error says why `name` cannot be the entry. */
wasigpu_error_t *host_run_check_entry(const wasigpu_run_t *run, const char *name);

#endif
