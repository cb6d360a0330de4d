/* What was compiled, kept in a directory.
 *
 * An entry: its head, its key, its value. How much there is is looked up at the first that is kept and where
 * it becomes too much, for to look through the directory at each takes longer than to write it. */
#include "base/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cache_directory.h"
#include "base/count.h"
#include "base/error.h"

static const char magic[16] = "wasigpu code 1\n";

struct head {
    char magic[sizeof magic];
    uint64_t key_size;
    uint64_t value_size;
    uint64_t sum; /* of both */
};

struct base_cache {
    atomic_uint refs;
    char *directory;
    uint64_t max_bytes;
    pthread_mutex_t lock;
    bool looked;   /* under lock: at the directory, which then had: */
    uint64_t size; /* under lock; what this process has kept since is in it */
};

/* Each step is reversible, so that no two words are taken for one another, and one that is changed changes
 * the sum. It is against accidents: whoever can write the file can make it fit. */
static uint64_t
add_to_sum(uint64_t sum, struct base_bytes bytes)
{
    const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
    const char *next = bytes.data;
    for (size_t left = bytes.size; left != 0;) {
        uint64_t word = 0;
        const size_t part = left < sizeof word ? left : sizeof word;
        memcpy(&word, next, part);
        sum = ((sum ^ word) << 29 | (sum ^ word) >> 35) * odd;
        next += part;
        left -= part;
    }
    return (sum ^ bytes.size) * odd;
}

static uint64_t
sum_of(struct base_bytes key, struct base_bytes value)
{
    return add_to_sum(add_to_sum(0, key), value);
}

wasigpu_error_t *
base_cache_new(const char *directory, uint64_t max_bytes, struct base_cache **cache)
{
    *cache = NULL;
    wasigpu_error_t *error = base_cache_directory_make(directory);
    if (error != NULL)
        return error;
    struct base_cache *self = calloc(1, sizeof *self);
    char *path = realpath(directory, NULL); /* as it is now: it may be removed meanwhile */
    if (self == NULL || path == NULL) {
        free(self);
        free(path);
        return base_error_new("%s: %s", directory, strerror(errno));
    }
    self->directory = path;
    self->max_bytes = max_bytes;
    atomic_init(&self->refs, 1);
    pthread_mutex_init(&self->lock, NULL); /* cannot fail without attributes */
    *cache = self;
    return NULL;
}

struct base_cache *
base_cache_ref(struct base_cache *cache)
{
    atomic_fetch_add_explicit(&cache->refs, 1, memory_order_relaxed);
    return cache;
}

void
base_cache_unref(struct base_cache *cache)
{
    if (cache == NULL || atomic_fetch_sub_explicit(&cache->refs, 1, memory_order_acq_rel) != 1)
        return;
    pthread_mutex_destroy(&cache->lock);
    free(cache->directory);
    free(cache);
}

const char *
base_cache_path(const struct base_cache *cache)
{
    return cache->directory;
}

uint64_t
base_cache_cost(size_t key_size, size_t value_size)
{
    return base_cache_directory_cost((uint64_t)sizeof(struct head) + key_size + value_size);
}

/* On the heap; NULL: no memory. */
static char *
path_of(const struct base_cache *cache, const char *kind, struct base_bytes key)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%016" PRIx64 "-%s" BASE_CACHE_ENDING, cache->directory, add_to_sum(0, key),
                 kind) < 0)
        return NULL;
    return path;
}

/* Whether the file is whole, and this key's: then what is in it. */
static bool
find_parts(struct base_cache_entry *entry, struct base_bytes key)
{
    const struct base_file *file = &entry->file;
    struct head head;
    if (file->size < sizeof head)
        return false;
    memcpy(&head, file->bytes, sizeof head);
    const size_t left = file->size - sizeof head;
    if (memcmp(head.magic, magic, sizeof magic) != 0 || head.key_size != key.size || key.size > left ||
        head.value_size != left - key.size)
        return false;
    const uint8_t *body = file->bytes + sizeof head;
    entry->key = (struct base_bytes){body, key.size};
    entry->value = (struct base_bytes){body + key.size, left - key.size};
    return sum_of(entry->key, entry->value) == head.sum &&
           (key.size == 0 || memcmp(body, key.data, key.size) == 0);
}

static bool
read_entry(const char *path, struct base_bytes key, struct base_cache_entry *entry)
{
    wasigpu_error_t *error = base_file_open(&entry->file, path);
    if (error != NULL) {
        wasigpu_error_delete(error);
        return false;
    }
    wasigpu_error_delete(base_file_read_rest(&entry->file)); /* then it is not whole */
    if (find_parts(entry, key))
        return true;
    base_file_close(&entry->file);
    return false;
}

bool
base_cache_find(const struct base_cache *cache, const char *kind, struct base_bytes key,
                struct base_cache_entry *entry)
{
    char *path = path_of(cache, kind, key);
    if (path == NULL)
        return false;
    const bool found = read_entry(path, key, entry);
    if (found)
        utimensat(AT_FDCWD, path, NULL, 0); /* it is used */
    free(path);
    return found;
}

void
base_cache_entry_finish(struct base_cache_entry *entry)
{
    base_file_close(&entry->file);
}

static void
add_to_size(struct base_cache *cache, uint64_t cost)
{
    pthread_mutex_lock(&cache->lock);
    cache->size += cost;
    if (!cache->looked || cache->size > cache->max_bytes)
        cache->size = base_cache_directory_trim(cache->directory, cache->max_bytes);
    cache->looked = true;
    pthread_mutex_unlock(&cache->lock);
}

int
base_cache_keep(struct base_cache *cache, const char *kind, struct base_bytes key, struct base_bytes value)
{
    const uint64_t cost = base_cache_cost(key.size, value.size);
    if (cost > cache->max_bytes)
        return EFBIG;
    char *path = path_of(cache, kind, key);
    if (path == NULL)
        return ENOMEM;
    struct head head = {.key_size = key.size, .value_size = value.size, .sum = sum_of(key, value)};
    memcpy(head.magic, magic, sizeof magic);
    const struct base_bytes parts[] = {{&head, sizeof head}, key, value};
    const int failed = base_write_file(path, 0600, parts, BASE_COUNT(parts));
    free(path);
    if (failed == 0)
        add_to_size(cache, cost);
    return failed;
}
