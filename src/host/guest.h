/* A guest: the engine's, and what its WebGPU objects share. */
#ifndef HOST_GUEST_H
#define HOST_GUEST_H

#include "engine/guest.h"
#include "engine/import.h"
#include "wasigpu/guest.h"
#include "webgpu/context.h"
#include "webgpu/pass_times.h"

struct trace_guest;

struct wasigpu_guest {
    wasigpu_host_t *host;
    struct gpu_instance *gpu;       /* NULL: it was made without */
    struct webgpu_context *context; /* NULL likewise */
    struct engine_guest *engine;
    struct trace_guest *trace; /* NULL: it is in none */
    struct webgpu_pass_watch pass_watch;
};

/* What it may import. */
const struct engine_interfaces *host_guest_interfaces(const wasigpu_guest_t *guest);

/* It runs no more, though it has not ended. */
void host_guest_stop_trace(wasigpu_guest_t *guest);

/* One that has the built-ins of the component model, and nothing of wasi:webgpu. */
wasigpu_error_t *host_guest_new_without_gpu(wasigpu_host_t *host, wasigpu_guest_t **guest);

#endif
