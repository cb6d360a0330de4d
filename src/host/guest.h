/* A guest: the engine's, and what its WebGPU objects share. */
#ifndef HOST_GUEST_H
#define HOST_GUEST_H

#include "engine/guest.h"
#include "wasigpu/guest.h"
#include "webgpu/context.h"

struct wasigpu_guest {
    wasigpu_host_t *host;
    struct gpu_instance *gpu;       /* NULL: it was made without */
    struct webgpu_context *context; /* NULL likewise */
    struct engine_guest *engine;
};

/* One that has the built-ins of the component model, and nothing of wasi:webgpu. */
wasigpu_error_t *host_guest_new_without_gpu(wasigpu_host_t *host, wasigpu_guest_t **guest);

#endif
