/* What was compiled, kept in a directory: by all that it depends on, which is its key.
 *
 * An entry has its key in it and a checksum, so that one is never taken for another, nor used when it is
 * damaged. Entries are written beside their place and renamed: any number of processes may share a directory.
 *
 * Who can write there can have anything run: the directory must be the user's own. */
#ifndef BASE_CACHE_H
#define BASE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/file.h"
#include "base/write.h"
#include "wasigpu/error.h"

/* Counted. Any thread. */
struct base_cache;

/* Makes `directory`, an absolute path, if it is not there, for the user alone. An error: it cannot be used,
 * or others may write there. */
wasigpu_error_t *base_cache_new(const char *directory, uint64_t max_bytes, struct base_cache **cache);
struct base_cache *base_cache_ref(struct base_cache *cache);
void base_cache_unref(struct base_cache *cache); /* NULL is allowed */

const char *base_cache_path(const struct base_cache *cache);

struct base_cache_entry {
    struct base_file file;
    struct base_bytes key; /* this and the value are in the file's bytes */
    struct base_bytes value;
};

/* False: there is none of this kind with this key, or it is damaged. `kind` is part of a file's name. */
bool base_cache_find(const struct base_cache *cache, const char *kind, struct base_bytes key,
                     struct base_cache_entry *entry);
void base_cache_entry_finish(struct base_cache_entry *entry);

/* Keeps `value`, if it fits, and removes what was not used for longest where that is too much. Gives 0 or an
 * errno: then it is not kept. */
int base_cache_keep(struct base_cache *cache, const char *kind, struct base_bytes key,
                    struct base_bytes value);

/* What an entry takes on a disk, about. */
uint64_t base_cache_cost(size_t key_size, size_t value_size);

#endif
