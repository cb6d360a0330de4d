/* A record for each device, from its making to its last release or destroy(), which take its ring before they
 * take the device: no chunk outlives it, and no one writes to one that is gone. */
#include "gpu/dawn/staging.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/dawn/dawn.h"
#include "gpu/procs.h"

/* What a chunk's copy takes a GPU that does nothing else, many times over. */
#define PATIENCE_NS UINT64_C(5000000)

struct policy {
    size_t least[GPU_DAWN_WRITES]; /* bytes of a write that goes this way */
    bool helped;                   /* by other cores */
};

/* From where on it is the shorter one, as bench/large_writes.c measures it. */
static const struct policy on_gpu = {{GPU_DAWN_LARGE_WRITE, GPU_DAWN_LARGE_WRITE}, true};
static const struct policy on_cpu = {{SIZE_MAX, (size_t)512 << 10}, false};

struct gpu_dawn_staging {
    struct gpu_dawn_staging *next;
    WGPUDevice device;
    size_t device_refs; /* those outside: under the lock of all */
    atomic_uint refs;   /* of this: the list's, and that of who is inside */
    const struct policy *policy;
    pthread_mutex_t inside;
    bool closed; /* these are for who is inside */
    bool patient;
    struct gpu_dawn_ring ring;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct gpu_dawn_staging *all;

typedef WGPUInstance get_instance(WGPUAdapter adapter);

static get_instance *adapter_get_instance; /* NULL: there is no staging */

void
gpu_dawn_find_instance(void *handle)
{
    void *address = dlsym(handle, "wgpuAdapterGetInstance");
    memcpy(&adapter_get_instance, &address, sizeof adapter_get_instance);
}

/* NULL: there is no such way for any write. */
static const struct policy *
policy_of(bool is_cpu)
{
    const char *word = getenv("WASIGPU_STAGING");
    if (adapter_get_instance == NULL || (word != NULL && strcmp(word, "off") == 0))
        return NULL;
    if (word != NULL && strcmp(word, "on") == 0)
        return &on_gpu;
    return is_cpu ? &on_cpu : &on_gpu;
}

static void
init_inside(pthread_mutex_t *mutex)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE); /* for callbacks inside of calls */
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

void
gpu_dawn_staging_add(WGPUAdapter adapter, WGPUDevice device, bool is_cpu)
{
    const struct policy *policy = policy_of(is_cpu);
    struct gpu_dawn_staging *staging = policy != NULL ? calloc(1, sizeof *staging) : NULL;
    if (staging == NULL)
        return;
    gpu_dawn_copiers_join();
    staging->policy = policy;
    staging->device = device;
    staging->device_refs = 1;
    atomic_init(&staging->refs, 1);
    init_inside(&staging->inside);
    staging->ring.instance = adapter_get_instance(adapter);
    gpu_native.InstanceRelease(staging->ring.instance); /* the device keeps it */
    staging->ring.device = device;
    staging->ring.queue = gpu_native.DeviceGetQueue(device);
    pthread_mutex_lock(&lock);
    staging->next = all;
    all = staging;
    pthread_mutex_unlock(&lock);
}

static void
unref(struct gpu_dawn_staging *staging)
{
    if (atomic_fetch_sub_explicit(&staging->refs, 1, memory_order_acq_rel) != 1)
        return;
    gpu_dawn_copiers_leave();
    gpu_native.QueueRelease(staging->ring.queue);
    pthread_mutex_destroy(&staging->inside);
    free(staging);
}

/* Where the device's record is, or would be. Under the lock. */
static struct gpu_dawn_staging **
find(WGPUDevice device)
{
    struct gpu_dawn_staging **place = &all;
    while (*place != NULL && (*place)->device != device)
        place = &(*place)->next;
    return place;
}

/* A reference; NULL: there is none for this write. */
static struct gpu_dawn_staging *
find_queue(WGPUQueue queue, enum gpu_dawn_write kind, size_t size)
{
    pthread_mutex_lock(&lock);
    struct gpu_dawn_staging *staging = all;
    while (staging != NULL && staging->ring.queue != queue)
        staging = staging->next;
    if (staging != NULL && size < staging->policy->least[kind])
        staging = NULL;
    if (staging != NULL)
        atomic_fetch_add_explicit(&staging->refs, 1, memory_order_relaxed);
    pthread_mutex_unlock(&lock);
    return staging;
}

struct gpu_dawn_staging *
gpu_dawn_staging_enter(WGPUQueue queue, enum gpu_dawn_write kind, size_t size)
{
    struct gpu_dawn_staging *staging = size >= GPU_DAWN_LARGE_WRITE ? find_queue(queue, kind, size) : NULL;
    if (staging == NULL)
        return NULL;
    if (pthread_mutex_trylock(&staging->inside) == 0) {
        staging->patient = true;
        if (!staging->closed)
            return staging;
        pthread_mutex_unlock(&staging->inside);
    }
    unref(staging);
    return NULL;
}

void
gpu_dawn_staging_leave(struct gpu_dawn_staging *staging)
{
    pthread_mutex_unlock(&staging->inside);
    unref(staging);
}

WGPUDevice
gpu_dawn_staging_device(const struct gpu_dawn_staging *staging)
{
    return staging->device;
}

struct gpu_dawn_chunk *
gpu_dawn_staging_take(struct gpu_dawn_staging *staging, void **bytes)
{
    if (staging->closed)
        return NULL;
    struct gpu_dawn_chunk *chunk =
        gpu_dawn_ring_take(&staging->ring, staging->patient ? PATIENCE_NS : 0, bytes);
    staging->patient = staging->patient && chunk != NULL;
    return chunk;
}

void
gpu_dawn_staging_copy(const struct gpu_dawn_staging *staging, const struct gpu_dawn_rows *rows)
{
    if (staging->policy->helped)
        gpu_dawn_copiers_copy(rows);
    else
        gpu_dawn_copy_rows(rows);
}

void
gpu_dawn_staging_submit(struct gpu_dawn_staging *staging, struct gpu_dawn_chunk *chunk,
                        WGPUCommandEncoder encoder)
{
    gpu_dawn_ring_submit(&staging->ring, chunk, encoder);
}

/* Waits for who is inside. */
static void
close(struct gpu_dawn_staging *staging)
{
    pthread_mutex_lock(&staging->inside);
    staging->closed = true;
    gpu_dawn_ring_empty(&staging->ring);
    pthread_mutex_unlock(&staging->inside);
}

void
gpu_dawn_DeviceDestroy(WGPUDevice device)
{
    pthread_mutex_lock(&lock);
    struct gpu_dawn_staging *staging = *find(device);
    if (staging != NULL)
        atomic_fetch_add_explicit(&staging->refs, 1, memory_order_relaxed);
    pthread_mutex_unlock(&lock);
    if (staging != NULL) {
        close(staging);
        unref(staging);
    }
    gpu_native.DeviceDestroy(device);
}

void
gpu_dawn_DeviceAddRef(WGPUDevice device)
{
    pthread_mutex_lock(&lock);
    struct gpu_dawn_staging *staging = *find(device);
    if (staging != NULL)
        staging->device_refs++;
    pthread_mutex_unlock(&lock);
    gpu_native.DeviceAddRef(device);
}

void
gpu_dawn_DeviceRelease(WGPUDevice device)
{
    pthread_mutex_lock(&lock);
    struct gpu_dawn_staging **place = find(device);
    struct gpu_dawn_staging *last = *place;
    if (last != NULL && --last->device_refs == 0)
        *place = last->next;
    else
        last = NULL;
    pthread_mutex_unlock(&lock);
    if (last != NULL)
        close(last);
    gpu_native.DeviceRelease(device);
    if (last != NULL)
        unref(last);
}
