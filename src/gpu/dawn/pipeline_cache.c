/* What Dawn compiles, kept for the next time. It asks for an entry twice, first for its size: what it is told
 * of then waits here until it is fetched, for the file may be another one, or gone, the second time. */
#include "gpu/dawn/pipeline_cache.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "gpu/library.h"

/* A VkPipelineCache with nothing in it but its header, as of drivers that keep what they compile elsewhere.
 */
#define EMPTY_SIZE 32

static const char kind[] = "dawn";

struct found {
    struct base_cache_entry entry;
    struct found *next;
};

struct gpu_dawn_pipeline_cache {
    struct base_cache *cache;
    char library[96]; /* which one it is */
    pthread_mutex_t lock;
    /* under lock: */
    struct found *found; /* told of, and not yet fetched */
    uint64_t left;       /* of what may be kept */
    bool failed;         /* nothing can be kept */
    size_t found_count;
    size_t kept_count;
    size_t over_count; /* not kept, for there was no room left */
};

/* Its file, and when that was last changed. */
static bool
identify_library(char *text, size_t size)
{
    struct stat status;
    if (stat(gpu_library_path(), &status) != 0)
        return false;
    snprintf(text, size, "%ju-%jd.%09ld-%jd.%09ld", (uintmax_t)status.st_size,
             (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec, (intmax_t)status.st_ctim.tv_sec,
             status.st_ctim.tv_nsec);
    return true;
}

struct gpu_dawn_pipeline_cache *
gpu_dawn_pipeline_cache_new(struct base_cache *cache)
{
    struct gpu_dawn_pipeline_cache *self = calloc(1, sizeof *self);
    if (self == NULL || !identify_library(self->library, sizeof self->library)) {
        free(self);
        return NULL;
    }
    self->cache = base_cache_ref(cache);
    self->left = GPU_DAWN_KEPT_MAX;
    pthread_mutex_init(&self->lock, NULL); /* cannot fail without attributes */
    return self;
}

static void
found_delete(struct found *found)
{
    base_cache_entry_finish(&found->entry);
    free(found);
}

void
gpu_dawn_pipeline_cache_delete(struct gpu_dawn_pipeline_cache *self)
{
    if (self == NULL)
        return;
    if (self->found_count + self->kept_count + self->over_count != 0)
        base_log(BASE_LOG_DEBUG, BASE_LOG_ROOM_GPU,
                 "compiled shaders and pipelines: %zu found, %zu kept, %zu over the limit", self->found_count,
                 self->kept_count, self->over_count);
    while (self->found != NULL) {
        struct found *found = self->found;
        self->found = found->next;
        found_delete(found);
    }
    base_cache_unref(self->cache);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

/* Its size; 0: there is none. */
static size_t
look_up(struct gpu_dawn_pipeline_cache *self, struct base_bytes key)
{
    struct found *found = malloc(sizeof *found);
    if (found == NULL || !base_cache_find(self->cache, kind, key, &found->entry)) {
        free(found);
        return 0;
    }
    const size_t size = found->entry.value.size; /* it is another thread's to fetch as soon as it is there */
    pthread_mutex_lock(&self->lock);
    found->next = self->found;
    self->found = found;
    self->found_count++;
    pthread_mutex_unlock(&self->lock);
    return size;
}

/* One that was told of with this key and size; NULL: none. Two of the same key may be of different sizes, for
 * another process may have written the file anew. */
static struct found *
take(struct gpu_dawn_pipeline_cache *self, struct base_bytes key, size_t size)
{
    pthread_mutex_lock(&self->lock);
    struct found **place = &self->found;
    while (*place != NULL) {
        const struct base_cache_entry *entry = &(*place)->entry;
        if (entry->value.size == size && entry->key.size == key.size &&
            memcmp(entry->key.data, key.data, key.size) == 0)
            break;
        place = &(*place)->next;
    }
    struct found *found = *place;
    if (found != NULL)
        *place = found->next;
    pthread_mutex_unlock(&self->lock);
    return found;
}

static size_t
load(const void *key, size_t key_size, void *value, size_t value_size, void *userdata)
{
    struct gpu_dawn_pipeline_cache *self = userdata;
    const struct base_bytes wanted = {key, key_size};
    if (value == NULL)
        return look_up(self, wanted);
    struct found *found = take(self, wanted, value_size);
    if (found == NULL)
        return 0;
    memcpy(value, found->entry.value.data, value_size);
    found_delete(found);
    return value_size;
}

/* Whether so much more may be kept: then it is taken off. */
static bool
spend(struct gpu_dawn_pipeline_cache *self, uint64_t cost)
{
    pthread_mutex_lock(&self->lock);
    const bool may = !self->failed && cost <= self->left;
    if (may)
        self->left -= cost;
    else if (!self->failed)
        self->over_count++;
    pthread_mutex_unlock(&self->lock);
    return may;
}

/* The first failure is said, and then none is looked for. */
static void
settle(struct gpu_dawn_pipeline_cache *self, int failed)
{
    pthread_mutex_lock(&self->lock);
    const bool first = failed != 0 && failed != EFBIG && !self->failed;
    self->kept_count += failed == 0;
    self->over_count += failed == EFBIG;
    self->failed = self->failed || first;
    pthread_mutex_unlock(&self->lock);
    if (first)
        base_log(BASE_LOG_INFO, BASE_LOG_ROOM_GPU, "compiled shaders and pipelines are not kept: %s: %s",
                 base_cache_path(self->cache), strerror(failed));
}

static void
store(const void *key, size_t key_size, const void *value, size_t value_size, void *userdata)
{
    struct gpu_dawn_pipeline_cache *self = userdata;
    if (value_size <= EMPTY_SIZE || !spend(self, base_cache_cost(key_size, value_size)))
        return;
    settle(self, base_cache_keep(self->cache, kind, (struct base_bytes){key, key_size},
                                 (struct base_bytes){value, value_size}));
}

struct gpu_dawn_cache_descriptor
gpu_dawn_pipeline_cache_descriptor(struct gpu_dawn_pipeline_cache *self)
{
    return (struct gpu_dawn_cache_descriptor){
        .chain = {NULL, GPU_DAWN_CACHE_DESCRIPTOR},
        .isolationKey = {self->library, strlen(self->library)},
        .load = load,
        .store = store,
        .userdata = self,
    };
}
