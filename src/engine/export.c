/* The exports that calls work with: looked at in a module, before anything of it runs, and in an instance,
 * which may be of an embedder's module. That one is missing is no error: calls that need it trap. */
#include "engine/export.h"

#include <string.h>

#include "base/error.h"
#include "engine/type.h"

wasigpu_error_t *
engine_export_check_memory(const wasm_externtype_t *type)
{
    const wasm_memorytype_t *memory = wasm_externtype_as_memorytype_const(type);
    if (memory == NULL || wasmtime_memorytype_isshared(memory))
        return base_error_new("its export \"memory\" is not a memory of its own");
    if (wasmtime_memorytype_is64(memory))
        return base_error_new("its memory has 64-bit addresses, which wasi:webgpu does not know");
    return NULL;
}

wasigpu_error_t *
engine_export_check_realloc(const wasm_externtype_t *type)
{
    const wasm_functype_t *function = wasm_externtype_as_functype_const(type);
    if (function != NULL && engine_type_is(function, "iiii", "i"))
        return NULL;
    return base_error_new("its export \"cabi_realloc\" is not a function (i32, i32, i32, i32) -> i32");
}

/* NULL: there is no such export. */
static const wasm_externtype_t *
find(const struct engine_module *module, const char *name)
{
    for (size_t i = 0; i < module->exports.size; i++) {
        const wasm_name_t *export = wasm_exporttype_name(module->exports.data[i]);
        if (export->size == strlen(name) && memcmp(export->data, name, export->size) == 0)
            return wasm_exporttype_type(module->exports.data[i]);
    }
    return NULL;
}

static const wasm_externtype_t *
find_memory(const struct engine_module *module)
{
    const wasm_externtype_t *memory = find(module, "memory");
    for (size_t i = 0; memory == NULL && i < module->imports.size; i++) {
        const wasm_externtype_t *type = wasm_importtype_type(module->imports.data[i]);
        if (wasm_externtype_kind(type) == WASM_EXTERN_MEMORY)
            memory = type;
    }
    return memory;
}

wasigpu_error_t *
engine_exports_check(const struct engine_module *module)
{
    const wasm_externtype_t *memory = find_memory(module);
    const wasm_externtype_t *realloc = find(module, "cabi_realloc");
    wasigpu_error_t *error = memory == NULL ? NULL : engine_export_check_memory(memory);
    if (error == NULL && realloc != NULL)
        error = engine_export_check_realloc(realloc);
    return error;
}
