/* What modules were compiled to, kept: by their content.
 *
 * Wasmtime has such a cache too, which runs what lies there without a look at whether it is whole: of 60
 * entries with one flipped bit, 16 ended the process. */
#ifndef ENGINE_CACHE_H
#define ENGINE_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include <wasmtime.h>

#include "base/cache.h"

/* NULL: it is not there, or is damaged, or was made with other settings or for another machine. `cache` may
 * be NULL: there is none. */
wasmtime_module_t *engine_cache_find(const struct base_cache *cache, wasm_engine_t *engine,
                                     const uint8_t *wasm, size_t size);

/* Keeps what `wasm` was compiled to. What goes wrong is logged, and nothing else. `cache` may be NULL. */
void engine_cache_keep(struct base_cache *cache, const wasmtime_module_t *module, const uint8_t *wasm,
                       size_t size);

#endif
