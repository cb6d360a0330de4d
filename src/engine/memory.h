/* A guest's linear memory in Wasmtime, as src/abi sees it. */
#ifndef ENGINE_MEMORY_H
#define ENGINE_MEMORY_H

#include <wasmtime.h>

#include "abi/memory.h"

struct engine_memory {
    struct abi_memory view; /* first: reload finds the rest behind it */
    wasmtime_context_t *context;
    wasmtime_memory_t native;
};

/* Looks at `native`, a memory of `context`'s store that engine_export_check_memory takes. `moves`: its engine
 * may move it, so that each call reads it anew. */
void engine_memory_init(struct engine_memory *memory, wasmtime_context_t *context,
                        const wasmtime_memory_t *native, bool moves);

#endif
