/* The host: an engine from the start, a GPU from when it is first needed. */
#include "host/host.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/log.h"
#include "gpu/abandon.h"
#include "gpu/leftover.h"
#include "gpu/library.h"
#include "host/cache.h"
#include "host/config.h"
#include "host/text.h"

static wasigpu_error_t *
open_gpu(wasigpu_host_t *host)
{
    wasigpu_error_t *error = gpu_library_load(host->gpu_library);
    if (error != NULL)
        return error;
    const struct gpu_choice choice = {
        .adapter = host->adapter,
        .backend = host->backend,
        .uninitialized_workgroup_memory = host->uninitialized_workgroup_memory,
        .cache = host->cache,
    };
    return gpu_instance_new(&choice, &host->spare_gpu);
}

wasigpu_error_t *
wasigpu_host_open_gpu(wasigpu_host_t *host)
{
    pthread_mutex_lock(&host->lock);
    wasigpu_error_t *error = host->spare_gpu == NULL ? open_gpu(host) : NULL;
    pthread_mutex_unlock(&host->lock);
    return error;
}

wasigpu_error_t *
host_take_gpu(wasigpu_host_t *host, struct gpu_instance **gpu)
{
    host_reap(host);
    pthread_mutex_lock(&host->lock);
    wasigpu_error_t *error = host->spare_gpu == NULL ? open_gpu(host) : NULL;
    *gpu = host->spare_gpu;
    host->spare_gpu = NULL;
    pthread_mutex_unlock(&host->lock);
    return error;
}

void
host_count_abandoned(wasigpu_host_t *host, struct gpu_instance *gpu)
{
    const size_t count = gpu_instance_abandoned(gpu);
    atomic_fetch_add_explicit(&host->abandoned_devices, count, memory_order_relaxed);
    atomic_fetch_add_explicit(&host->abandoned_total, count, memory_order_relaxed);
}

void
host_give_gpu(wasigpu_host_t *host, struct gpu_instance *gpu)
{
    pthread_mutex_lock(&host->lock);
    gpu_instance_delete_or_add(gpu, &host->hanging);
    pthread_mutex_unlock(&host->lock);
    host_reap(host);
}

void
host_reap(wasigpu_host_t *host)
{
    gpu_sweep();
    pthread_mutex_lock(&host->lock);
    const size_t count = gpu_instances_reap(&host->hanging);
    atomic_fetch_sub_explicit(&host->abandoned_devices, count, memory_order_relaxed);
    pthread_mutex_unlock(&host->lock);
}

/* What the user has named must be there. */
static wasigpu_error_t *
open_named(wasigpu_host_t *host)
{
    if (host->adapter != NULL || host->backend != NULL)
        return wasigpu_host_open_gpu(host);
    return host->gpu_library != NULL ? gpu_library_load(host->gpu_library) : NULL;
}

#define CACHE_BYTES (UINT64_C(512) << 20)

/* Where it cannot be, it is done without: what is not kept is compiled each time. */
static void
set_up_cache(wasigpu_host_t *host, const wasigpu_config_t *config)
{
    char *path = NULL;
    wasigpu_error_t *error = host_cache_path(config->cache_directory, &path);
    if (error == NULL)
        error = base_cache_new(path, config->cache_max_bytes == 0 ? CACHE_BYTES : config->cache_max_bytes,
                               &host->cache);
    free(path);
    if (error == NULL)
        return;
    base_log(config->cache_directory != NULL ? BASE_LOG_WARN : BASE_LOG_INFO, BASE_LOG_ROOM_HOST,
             "compiled code is not kept: %s", wasigpu_error_message(error));
    wasigpu_error_delete(error);
}

static wasigpu_error_t *
set_up(wasigpu_host_t *host, const wasigpu_config_t *config)
{
    if (config->failed || !host_text_set(&host->gpu_library, config->gpu_library) ||
        !host_text_set(&host->backend, config->backend) || !host_text_set(&host->adapter, config->adapter))
        return base_error_new("out of memory");
    host->uninitialized_workgroup_memory = config->uninitialized_workgroup_memory;
    if (config->cached)
        set_up_cache(host, config);
    wasigpu_error_t *error = open_named(host);
    if (error == NULL)
        error = engine_new(&host->engine);
    if (error == NULL && host->cache != NULL)
        host->engine->cache = base_cache_ref(host->cache);
    return error;
}

wasigpu_error_t *
wasigpu_host_new(const wasigpu_config_t *config, wasigpu_host_t **host)
{
    static const wasigpu_config_t defaults;
    wasigpu_host_t *self = calloc(1, sizeof *self);
    if (self == NULL)
        return base_error_new("out of memory");
    pthread_mutex_init(&self->lock, NULL); /* cannot fail without attributes */
    wasigpu_error_t *error = set_up(self, config == NULL ? &defaults : config);
    if (error != NULL) {
        wasigpu_host_delete(self);
        return error;
    }
    *host = self;
    return NULL;
}

void
wasigpu_host_delete(wasigpu_host_t *host)
{
    if (host == NULL)
        return;
    engine_delete(host->engine);
    host_reap(host);
    gpu_instances_delete(&host->hanging);
    gpu_instance_delete(host->spare_gpu);
    base_cache_unref(host->cache);
    pthread_mutex_destroy(&host->lock);
    free(host->gpu_library);
    free(host->backend);
    free(host->adapter);
    free(host);
}

void
wasigpu_host_statistics(wasigpu_host_t *host, wasigpu_statistics_t *statistics)
{
    host_reap(host);
    *statistics = (wasigpu_statistics_t){
        .guests = atomic_load_explicit(&host->guests, memory_order_relaxed),
        .abandoned_devices = atomic_load_explicit(&host->abandoned_devices, memory_order_relaxed),
        .abandoned_total = atomic_load_explicit(&host->abandoned_total, memory_order_relaxed),
    };
}

wasm_engine_t *
wasigpu_host_engine(wasigpu_host_t *host)
{
    return host->engine->native;
}
