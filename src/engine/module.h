/* A core module: from a file or bytes to compiled code, and back to a precompiled file. */
#ifndef ENGINE_MODULE_H
#define ENGINE_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wasmtime.h>

#include "engine/engine.h"
#include "wasigpu/error.h"

struct engine_module {
    wasmtime_module_t *native;
    wasm_importtype_vec_t imports;
    wasm_exporttype_vec_t exports;
};

/* `allow_precompiled`: native code is taken too, and trusted. Errors name `path`; without one, "module". */
wasigpu_error_t *engine_module_load(struct engine *engine, const char *path, bool allow_precompiled,
                                    struct engine_module **module);
wasigpu_error_t *engine_module_new(struct engine *engine, const uint8_t *bytes, size_t size,
                                   bool allow_precompiled, struct engine_module **module);
void engine_module_delete(struct engine_module *module);

/* Its native code, for a load that allows it. The caller owns `bytes` (wasm_byte_vec_delete). */
wasigpu_error_t *engine_module_serialize(const struct engine_module *module, wasm_byte_vec_t *bytes);

#endif
