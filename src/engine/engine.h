/* The engine: Wasmtime with the settings that src/abi and the limits rely on, and the timer of its stores. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <wasmtime.h>

#include "base/cache.h"
#include "engine/timer.h"
#include "wasigpu/error.h"

/* Threads: any may use one, at the same time. */
struct engine {
    wasm_engine_t *native;
    struct engine_timer timer;
    struct base_cache *cache; /* counted; of what it compiles; NULL, as at first: nothing is kept */
};

wasigpu_error_t *engine_new(struct engine **engine);

/* After its stores; modules and linkers keep what they need. NULL is allowed. */
void engine_delete(struct engine *engine);

#endif
