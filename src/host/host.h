/* The host: what its modules, runs and guests share. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "engine/engine.h"
#include "gpu/adapter.h"
#include "wasigpu/host.h"

struct wasigpu_host {
    struct engine *engine;
    char *gpu_library; /* NULL: not named */
    char *backend;
    char *adapter;
    bool uninitialized_workgroup_memory; /* allowed */
    pthread_mutex_t lock;
    struct gpu_instance *spare_gpu; /* under lock: opened, and not yet taken; or NULL */
    atomic_size_t guests;
    atomic_size_t abandoned_devices;
};

/* The GPU for one guest, which owns it. Each has an instance of its own, because events are per instance:
 * on Dawn, one guest's wait would otherwise work on the devices of another one's thread. */
wasigpu_error_t *host_take_gpu(wasigpu_host_t *host, struct gpu_instance **gpu);

#endif
