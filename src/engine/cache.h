/* What modules were compiled to, kept in a directory: by their content.
 *
 * Wasmtime has such a cache too, which runs what lies there without a look at whether it is whole: of 60
 * entries with one flipped bit, 16 ended the process. An entry here has a checksum, and the module itself, so
 * that one is never taken for another's. Entries are written beside their place and renamed: any number of
 * processes may share a directory.
 *
 * Who can write there can have anything run: the directory must be the user's own. */
#ifndef ENGINE_CACHE_H
#define ENGINE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wasmtime.h>

#include "wasigpu/error.h"

/* Any thread. */
struct engine_cache {
    char *directory; /* NULL: nothing is kept */
    uint64_t max_bytes;
};

/* Makes `directory`, an absolute path, if it is not there, for the user alone. An error: it cannot be used,
 * or others may write there. */
wasigpu_error_t *engine_cache_init(struct engine_cache *cache, const char *directory, uint64_t max_bytes);
void engine_cache_finish(struct engine_cache *cache);

/* NULL: it is not there, or is damaged, or was made with other settings or for another machine. */
wasmtime_module_t *engine_cache_find(const struct engine_cache *cache, wasm_engine_t *engine,
                                     const uint8_t *wasm, size_t size);

/* Keeps what `wasm` was compiled to, and removes what was not used for longest where that is too much. What
 * goes wrong is logged, and nothing else. */
void engine_cache_keep(const struct engine_cache *cache, const wasmtime_module_t *module, const uint8_t *wasm,
                       size_t size);

#endif
