/* The exports that calls work with, a memory and a realloc: what they have to be. */
#ifndef ENGINE_EXPORT_H
#define ENGINE_EXPORT_H

#include <wasmtime.h>

#include "engine/module.h"
#include "wasigpu/error.h"

/* An error: the ABI cannot work in a memory of this type, with a realloc of this one. Either may be missing,
 * or be of another kind. */
wasigpu_error_t *engine_export_check_memory(const wasm_externtype_t *type);
wasigpu_error_t *engine_export_check_realloc(const wasm_externtype_t *type);

/* Both, for an instance of `module`: its memory is the one exported as "memory", else the first imported. */
wasigpu_error_t *engine_exports_check(const struct engine_module *module);

#endif
