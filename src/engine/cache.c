/* What modules were compiled to. Whether the code is for this machine and these settings, Wasmtime says,
 * whose version is in the entry's name. */
#include "engine/cache.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"

static const char kind[] = WASMTIME_VERSION;

wasmtime_module_t *
engine_cache_find(const struct base_cache *cache, wasm_engine_t *engine, const uint8_t *wasm, size_t size)
{
    struct base_cache_entry entry;
    if (cache == NULL || !base_cache_find(cache, kind, (struct base_bytes){wasm, size}, &entry))
        return NULL;
    wasmtime_module_t *module = NULL;
    wasmtime_error_t *refused =
        wasmtime_module_deserialize(engine, entry.value.data, entry.value.size, &module);
    base_cache_entry_finish(&entry);
    if (refused == NULL)
        return module;
    wasmtime_error_delete(refused);
    return NULL;
}

void
engine_cache_keep(struct base_cache *cache, const wasmtime_module_t *module, const uint8_t *wasm, size_t size)
{
    wasm_byte_vec_t code;
    if (cache == NULL)
        return;
    wasmtime_error_t *refused = wasmtime_module_serialize((wasmtime_module_t *)(uintptr_t)module, &code);
    if (refused != NULL) {
        wasmtime_error_delete(refused);
        return;
    }
    const int failed = base_cache_keep(cache, kind, (struct base_bytes){wasm, size},
                                       (struct base_bytes){code.data, code.size});
    if (failed != 0 && failed != EFBIG)
        base_log(BASE_LOG_INFO, BASE_LOG_ROOM_ENGINE, "compiled code is not kept: %s: %s",
                 base_cache_path(cache), strerror(failed));
    wasm_byte_vec_delete(&code);
}
