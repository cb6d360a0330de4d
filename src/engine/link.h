/* Linking a module in a store of our own: what it imports beside functions. */
#ifndef ENGINE_LINK_H
#define ENGINE_LINK_H

#include <stdbool.h>

#include <wasmtime.h>

#include "engine/module.h"
#include "engine/store.h"
#include "wasigpu/error.h"

/* Makes a memory for each that `module` imports, with the limits it asks for, and defines it in `linker`.
 * The first of them goes to `memory`, if there is any: *found says so. */
wasigpu_error_t *engine_link_memories(wasmtime_linker_t *linker, struct engine_store *store,
                                      const struct engine_module *module, wasmtime_memory_t *memory,
                                      bool *found);

#endif
