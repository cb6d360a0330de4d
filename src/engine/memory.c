/* A guest's linear memory in Wasmtime, as src/abi sees it. Memories shared between threads are not served. */
#include "engine/memory.h"

#include "base/error.h"

static void
reload(struct abi_memory *view)
{
    struct engine_memory *memory = (struct engine_memory *)view;
    view->base = wasmtime_memory_data(memory->context, &memory->native);
    view->size = wasmtime_memory_data_size(memory->context, &memory->native);
}

wasigpu_error_t *
engine_memory_init(struct engine_memory *memory, wasmtime_context_t *context, const wasmtime_memory_t *native,
                   bool moves)
{
    wasm_memorytype_t *type = wasmtime_memory_type(context, native);
    const bool is_64 = wasmtime_memorytype_is64(type);
    wasm_memorytype_delete(type);
    if (is_64)
        return base_error_new("its memory has 64-bit addresses, which wasi:webgpu does not know");
    *memory = (struct engine_memory){
        .view = {.moves = moves, .reload = reload},
        .context = context,
        .native = *native,
    };
    reload(&memory->view);
    return NULL;
}
