/* The host: what its modules, runs and guests share. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <pthread.h>
#include <stdbool.h>

#include "engine/engine.h"
#include "gpu/adapter.h"
#include "wasigpu/host.h"

struct wasigpu_host {
    struct engine *engine;
    char *gpu_library; /* NULL: not named */
    char *backend;
    char *adapter;
    pthread_mutex_t lock;
    struct gpu_instance *gpu; /* under lock, until it is there; then it stays */
};

/* The GPU, opened if it is not yet; borrowed. */
wasigpu_error_t *host_gpu(wasigpu_host_t *host, struct gpu_instance **gpu);

#endif
