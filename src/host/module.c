/* Modules towards the embedder: the engine's, with its imports and exports as texts. */
#include "host/module.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/string.h"
#include "engine/export.h"
#include "engine/import.h"
#include "host/host.h"
#include "host/interfaces.h"

/* On one line, so that it can be printed; NULL: no memory. */
static char *
text_of(const wasm_name_t *name)
{
    char *text = calloc(name->size + 1, 1);
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < name->size; i++)
        text[i] = name->data[i] == '\0' ? ' ' : name->data[i];
    base_text_one_line(text);
    return text;
}

static wasigpu_extern_kind_t
kind_of(const wasm_externtype_t *type)
{
    switch (wasm_externtype_kind(type)) {
    case WASM_EXTERN_FUNC:
        return WASIGPU_EXTERN_FUNC;
    case WASM_EXTERN_GLOBAL:
        return WASIGPU_EXTERN_GLOBAL;
    case WASM_EXTERN_TABLE:
        return WASIGPU_EXTERN_TABLE;
    case WASM_EXTERN_MEMORY:
        return WASIGPU_EXTERN_MEMORY;
    default:
        return WASIGPU_EXTERN_TAG;
    }
}

static wasigpu_service_t
service_of(const wasm_importtype_t *import)
{
    switch (engine_import_service(&host_interfaces, import)) {
    case ENGINE_SERVED:
        return WASIGPU_SERVED;
    case ENGINE_UNFINISHED:
        return WASIGPU_UNFINISHED;
    case ENGINE_MISTYPED:
        return WASIGPU_MISTYPED;
    case ENGINE_UNKNOWN:
        break;
    }
    return WASIGPU_UNKNOWN;
}

static void
set_memory(wasigpu_module_t *module, const wasm_externtype_t *type, bool imported)
{
    const wasm_memorytype_t *memory = wasm_externtype_as_memorytype_const(type);
    const uint64_t page = wasmtime_memorytype_page_size(memory);
    uint64_t max = 0;
    const bool limited = wasmtime_memorytype_maximum(memory, &max);
    module->memory = (wasigpu_memory_t){
        .min_bytes = wasmtime_memorytype_minimum(memory) * page,
        .max_bytes = limited ? max * page : UINT64_MAX,
        .imported = imported,
        .exported = !imported,
    };
    module->has_memory = true;
}

static bool
list_imports(wasigpu_module_t *module)
{
    const wasm_importtype_vec_t *natives = &module->engine->imports;
    module->imports = calloc(natives->size + 1, sizeof *module->imports);
    if (module->imports == NULL)
        return false;
    for (size_t i = 0; i < natives->size; i++) {
        const wasm_importtype_t *native = natives->data[i];
        const wasm_externtype_t *type = wasm_importtype_type(native);
        wasigpu_import_t *import = &module->imports[i];
        import->module = text_of(wasm_importtype_module(native));
        import->name = text_of(wasm_importtype_name(native));
        if (import->module == NULL || import->name == NULL)
            return false;
        import->kind = kind_of(type);
        import->service = service_of(native);
        if (import->kind == WASIGPU_EXTERN_MEMORY && !module->has_memory)
            set_memory(module, type, true);
    }
    return true;
}

static bool
list_exports(wasigpu_module_t *module)
{
    const wasm_exporttype_vec_t *natives = &module->engine->exports;
    module->exports = calloc(natives->size + 1, sizeof *module->exports);
    if (module->exports == NULL)
        return false;
    for (size_t i = 0; i < natives->size; i++) {
        const wasm_externtype_t *type = wasm_exporttype_type(natives->data[i]);
        wasigpu_export_t *export = &module->exports[i];
        export->name = text_of(wasm_exporttype_name(natives->data[i]));
        if (export->name == NULL)
            return false;
        export->kind = kind_of(type);
        if (export->kind == WASIGPU_EXTERN_MEMORY && strcmp(export->name, "memory") == 0)
            set_memory(module, type, false);
    }
    return true;
}

/* Takes `engine` over. */
static wasigpu_error_t *
module_of(struct engine_module *engine, wasigpu_module_t **module)
{
    wasigpu_module_t *self = calloc(1, sizeof *self);
    if (self == NULL) {
        engine_module_delete(engine);
        return base_error_new("out of memory");
    }
    self->engine = engine;
    if (!list_imports(self) || !list_exports(self)) {
        wasigpu_module_delete(self);
        return base_error_new("out of memory");
    }
    *module = self;
    return NULL;
}

wasigpu_error_t *
wasigpu_module_load(wasigpu_host_t *host, const char *path, bool allow_precompiled, wasigpu_module_t **module)
{
    struct engine_module *engine = NULL;
    wasigpu_error_t *error = engine_module_load(host->engine, path, allow_precompiled, &engine);
    return error != NULL ? error : module_of(engine, module);
}

wasigpu_error_t *
wasigpu_module_new(wasigpu_host_t *host, const void *bytes, size_t size, bool allow_precompiled,
                   wasigpu_module_t **module)
{
    struct engine_module *engine = NULL;
    wasigpu_error_t *error = engine_module_new(host->engine, bytes, size, allow_precompiled, &engine);
    return error != NULL ? error : module_of(engine, module);
}

void
wasigpu_module_delete(wasigpu_module_t *module)
{
    if (module == NULL)
        return;
    for (size_t i = 0; module->imports != NULL && i < module->engine->imports.size; i++) {
        free((char *)(uintptr_t)module->imports[i].module);
        free((char *)(uintptr_t)module->imports[i].name);
    }
    for (size_t i = 0; module->exports != NULL && i < module->engine->exports.size; i++)
        free((char *)(uintptr_t)module->exports[i].name);
    free(module->imports);
    free(module->exports);
    engine_module_delete(module->engine);
    free(module);
}

/* As was looked up when it was loaded. */
static bool
all_served(const wasigpu_module_t *module)
{
    for (size_t i = 0; i < module->engine->imports.size; i++) {
        const wasigpu_service_t service = module->imports[i].service;
        if (service != WASIGPU_SERVED && service != WASIGPU_UNFINISHED)
            return false;
    }
    return true;
}

wasigpu_error_t *
wasigpu_module_check(const wasigpu_module_t *module)
{
    wasigpu_error_t *error = NULL;
    if (!all_served(module))
        error = engine_imports_check(&host_interfaces, module->engine);
    if (error == NULL && wasigpu_module_uses_gpu(module))
        error = engine_exports_check(module->engine);
    return error;
}

bool
wasigpu_module_uses_gpu(const wasigpu_module_t *module)
{
    return engine_imports_any(&host_gpu_interfaces, module->engine);
}

size_t
wasigpu_module_import_count(const wasigpu_module_t *module)
{
    return module->engine->imports.size;
}

const wasigpu_import_t *
wasigpu_module_import(const wasigpu_module_t *module, size_t index)
{
    return &module->imports[index];
}

size_t
wasigpu_module_export_count(const wasigpu_module_t *module)
{
    return module->engine->exports.size;
}

const wasigpu_export_t *
wasigpu_module_export(const wasigpu_module_t *module, size_t index)
{
    return &module->exports[index];
}

const wasigpu_memory_t *
wasigpu_module_memory(const wasigpu_module_t *module)
{
    return module->has_memory ? &module->memory : NULL;
}

const wasmtime_module_t *
wasigpu_module_native(const wasigpu_module_t *module)
{
    return module->engine->native;
}
