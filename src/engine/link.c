/* Linking a module in a store of our own: the memories it imports. */
#include "engine/link.h"

#include "base/error.h"
#include "engine/error.h"

static wasigpu_error_t *
make(wasmtime_linker_t *linker, struct engine_store *store, const wasm_importtype_t *import,
     wasmtime_memory_t *memory)
{
    const wasm_memorytype_t *type = wasm_externtype_as_memorytype_const(wasm_importtype_type(import));
    if (wasmtime_memorytype_isshared(type))
        return base_error_new("it is shared between threads, which is not served");
    wasmtime_error_t *error = wasmtime_memory_new(store->context, type, memory);
    if (error == NULL) {
        const wasm_name_t *module = wasm_importtype_module(import);
        const wasm_name_t *name = wasm_importtype_name(import);
        const wasmtime_extern_t item = {.kind = WASMTIME_EXTERN_MEMORY, .of = {.memory = *memory}};
        error = wasmtime_linker_define(linker, store->context, module->data, module->size, name->data,
                                       name->size, &item);
    }
    return error == NULL ? NULL : engine_error(error);
}

static bool
is_made(const wasmtime_linker_t *linker, struct engine_store *store, const wasm_importtype_t *import)
{
    const wasm_name_t *module = wasm_importtype_module(import);
    const wasm_name_t *name = wasm_importtype_name(import);
    wasmtime_extern_t item;
    if (!wasmtime_linker_get(linker, store->context, module->data, module->size, name->data, name->size,
                             &item))
        return false;
    wasmtime_extern_delete(&item);
    return true;
}

wasigpu_error_t *
engine_link_memories(wasmtime_linker_t *linker, struct engine_store *store,
                     const struct engine_module *module, wasmtime_memory_t *memory, bool *found)
{
    *found = false;
    for (size_t i = 0; i < module->imports.size; i++) {
        const wasm_importtype_t *import = module->imports.data[i];
        if (wasm_externtype_kind(wasm_importtype_type(import)) != WASM_EXTERN_MEMORY)
            continue;
        if (is_made(linker, store, import)) /* the same one, imported twice */
            continue;
        wasmtime_memory_t made;
        wasigpu_error_t *error = make(linker, store, import, &made);
        if (error != NULL) {
            const wasm_name_t *module_name = wasm_importtype_module(import);
            const wasm_name_t *name = wasm_importtype_name(import);
            return base_error_wrap(error, "imported memory %.*s %.*s", (int)module_name->size,
                                   module_name->data, (int)name->size, name->data);
        }
        if (!*found)
            *memory = made;
        *found = true;
    }
    return NULL;
}
