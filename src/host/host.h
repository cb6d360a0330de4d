/* The host: what its modules, runs and guests share. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/cache.h"
#include "engine/engine.h"
#include "gpu/adapter.h"
#include "wasigpu/host.h"

struct wasigpu_host {
    struct engine *engine;
    struct base_cache *cache; /* NULL: nothing that is compiled is kept */
    char *gpu_library;        /* NULL: not named */
    char *backend;
    char *adapter;
    bool uninitialized_workgroup_memory; /* allowed */
    pthread_mutex_t lock;
    struct gpu_instance *spare_gpu; /* under lock: opened, and not yet taken; or NULL */
    struct gpu_instance *hanging;   /* under lock: of guests that are gone, with abandoned devices */
    atomic_size_t guests;
    atomic_size_t abandoned_devices; /* now */
    atomic_size_t abandoned_total;
};

/* The GPU for one guest, which owns it. Each has an instance of its own, because events are per instance:
 * on Dawn, one guest's wait would otherwise work on the devices of another one's thread. */
wasigpu_error_t *host_take_gpu(wasigpu_host_t *host, struct gpu_instance **gpu);

/* The guest has ended: counts the devices that it leaves abandoned. */
void host_count_abandoned(wasigpu_host_t *host, struct gpu_instance *gpu);

/* The guest is gone: takes its GPU back, and keeps it as long as devices of it hang. NULL is allowed. */
void host_give_gpu(wasigpu_host_t *host, struct gpu_instance *gpu);

/* Releases what guests have left and the GPU has come to an end with. */
void host_reap(wasigpu_host_t *host);

#endif
