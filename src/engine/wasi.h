/* WASI preview1, which is Wasmtime's own. */
#ifndef ENGINE_WASI_H
#define ENGINE_WASI_H

#include <wasmtime.h>

#include "abi/import.h"
#include "engine/store.h"
#include "wasigpu/error.h"

#define ENGINE_WASI_MODULE "wasi_snapshot_preview1"

/* Its functions' names and types, for looking whether an import is served and which one might have been
 * meant. */
extern const struct abi_interface engine_wasi;

/* Defines them all in `linker`, for instances in `store`, which must be given its WASI state apart
 * (wasmtime_context_set_wasi). An exit is noted in `store`. */
wasigpu_error_t *engine_wasi_define(wasmtime_linker_t *linker, struct engine_store *store);

#endif
