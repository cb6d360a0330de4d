/* A module's imports against what is served, before anything of it runs. */
#ifndef ENGINE_IMPORT_H
#define ENGINE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <wasmtime.h>

#include "abi/import.h"
#include "engine/module.h"
#include "wasigpu/error.h"

enum engine_service {
    ENGINE_SERVED,
    ENGINE_UNFINISHED, /* known; a call of it traps, for it is not written yet */
    ENGINE_MISTYPED,   /* known, but of another type */
    ENGINE_UNKNOWN,
};

/* The interfaces that are served beside WASI preview1 and memories, which a module may import to have one
 * made for it. */
struct engine_interfaces {
    const struct abi_interface *const *items;
    size_t count;
};

bool engine_name_is(const wasm_name_t *name, const char *text);

enum engine_service engine_import_service(const struct engine_interfaces *interfaces,
                                          const wasm_importtype_t *import);

/* An error names the first import that is unknown or mistyped, and for an unknown one the nearest. */
wasigpu_error_t *engine_imports_check(const struct engine_interfaces *interfaces,
                                      const struct engine_module *module);

/* Whether `module` imports anything of `interfaces`. */
bool engine_imports_any(const struct engine_interfaces *interfaces, const struct engine_module *module);

#endif
