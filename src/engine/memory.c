/* A guest's linear memory in Wasmtime, as src/abi sees it. Memories shared between threads are not served. */
#include "engine/memory.h"

static void
reload(struct abi_memory *view)
{
    struct engine_memory *memory = (struct engine_memory *)view;
    view->base = wasmtime_memory_data(memory->context, &memory->native);
    view->size = wasmtime_memory_data_size(memory->context, &memory->native);
}

void
engine_memory_init(struct engine_memory *memory, wasmtime_context_t *context, const wasmtime_memory_t *native,
                   bool moves)
{
    *memory = (struct engine_memory){
        .view = {.moves = moves, .reload = reload},
        .context = context,
        .native = *native,
    };
    reload(&memory->view);
}
