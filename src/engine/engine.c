/* The engine's settings. WebAssembly's features are left as Wasmtime has them, but for threads. */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static wasm_config_t *
make_config(void)
{
    wasm_config_t *config = wasm_config_new();
    if (config == NULL)
        return NULL;
    wasmtime_config_epoch_interruption_set(config, true); /* time limits, Ctrl-C */
    wasmtime_config_memory_may_move_set(config, false);   /* so that a memory's base can be cached */
    wasmtime_config_cranelift_opt_level_set(config, WASMTIME_OPT_LEVEL_SPEED);
    wasmtime_config_parallel_compilation_set(config, true);
    wasmtime_config_wasm_threads_set(config, false); /* the ABI reads memory as no other thread's */
    wasmtime_config_shared_memory_set(config, false);
    return config;
}

wasigpu_error_t *
engine_new(struct engine **engine)
{
    struct engine *self = calloc(1, sizeof *self);
    if (self == NULL)
        return base_error_new("out of memory");
    const int failed = engine_timer_init(&self->timer);
    if (failed != 0) {
        free(self);
        return base_error_new("cannot make a timer: %s", strerror(failed));
    }
    wasm_config_t *config = make_config();
    self->native = config == NULL ? NULL : wasm_engine_new_with_config(config);
    if (self->native == NULL) {
        engine_timer_finish(&self->timer);
        free(self);
        return base_error_new("Wasmtime cannot make an engine");
    }
    *engine = self;
    return NULL;
}

void
engine_delete(struct engine *engine)
{
    if (engine == NULL)
        return;
    engine_timer_finish(&engine->timer);
    base_cache_unref(engine->cache);
    wasm_engine_delete(engine->native);
    free(engine);
}
