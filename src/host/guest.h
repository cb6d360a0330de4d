/* A guest: the engine's, and what its WebGPU objects share. */
#ifndef HOST_GUEST_H
#define HOST_GUEST_H

#include "engine/guest.h"
#include "wasigpu/guest.h"
#include "webgpu/context.h"

struct wasigpu_guest {
    wasigpu_host_t *host;
    struct gpu_instance *gpu;
    struct webgpu_context *context;
    struct engine_guest *engine;
};

#endif
