/* A module's imports against what is served, before anything of it runs. */
#include "engine/import.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "engine/nearest.h"
#include "engine/type.h"
#include "engine/wasi.h"

#define TYPE_TEXT 200

bool
engine_name_is(const wasm_name_t *name, const char *text)
{
    return name->size == strlen(text) && memcmp(name->data, text, name->size) == 0;
}

static const struct abi_import *
find_in(const struct abi_interface *interface, const wasm_importtype_t *import)
{
    if (!engine_name_is(wasm_importtype_module(import), interface->module))
        return NULL;
    for (size_t i = 0; i < interface->count; i++)
        if (engine_name_is(wasm_importtype_name(import), interface->imports[i].name))
            return &interface->imports[i];
    return NULL;
}

static const struct abi_import *
find(const struct engine_interfaces *interfaces, const wasm_importtype_t *import)
{
    const struct abi_import *known = find_in(&engine_wasi, import);
    for (size_t i = 0; known == NULL && i < interfaces->count; i++)
        known = find_in(interfaces->items[i], import);
    return known;
}

static const wasm_functype_t *
type_of(const wasm_importtype_t *import)
{
    return wasm_externtype_as_functype_const(wasm_importtype_type(import));
}

enum engine_service
engine_import_service(const struct engine_interfaces *interfaces, const wasm_importtype_t *import)
{
    const wasm_externkind_t kind = wasm_externtype_kind(wasm_importtype_type(import));
    const struct abi_import *known = find(interfaces, import);
    if (known == NULL)
        return kind == WASM_EXTERN_MEMORY ? ENGINE_SERVED : ENGINE_UNKNOWN;
    if (kind != WASM_EXTERN_FUNC || !engine_type_is(type_of(import), known->params, known->results))
        return ENGINE_MISTYPED;
    return known->func == abi_missing ? ENGINE_UNFINISHED : ENGINE_SERVED;
}

bool
engine_imports_any(const struct engine_interfaces *interfaces, const struct engine_module *module)
{
    for (size_t i = 0; i < module->imports.size; i++)
        for (size_t k = 0; k < interfaces->count; k++)
            if (engine_name_is(wasm_importtype_module(module->imports.data[i]), interfaces->items[k]->module))
                return true;
    return false;
}

/* "module name", cut to ENGINE_NAME_MAX bytes. */
static void
print_name(char *text, const char *module, size_t module_size, const char *name, size_t name_size)
{
    snprintf(text, ENGINE_NAME_MAX + 1, "%.*s %.*s", (int)module_size, module, (int)name_size, name);
}

static void
offer_all(struct engine_nearest *nearest, const struct abi_interface *interface)
{
    char text[ENGINE_NAME_MAX + 1];
    for (size_t i = 0; i < interface->count; i++) {
        const char *name = interface->imports[i].name;
        print_name(text, interface->module, strlen(interface->module), name, strlen(name));
        engine_nearest_offer(nearest, text);
    }
}

static wasigpu_error_t *
unknown(const struct engine_interfaces *interfaces, const char *wanted)
{
    struct engine_nearest nearest;
    engine_nearest_init(&nearest, wanted);
    for (size_t i = 0; i < interfaces->count; i++)
        offer_all(&nearest, interfaces->items[i]);
    offer_all(&nearest, &engine_wasi);
    if (nearest.best[0] == '\0')
        return base_error_new("unknown import: %s", wanted);
    return base_error_new("unknown import: %s (did it mean %s?)", wanted, nearest.best);
}

static wasigpu_error_t *
mistyped(const struct abi_import *known, const wasm_importtype_t *import, const char *wanted)
{
    char ours[TYPE_TEXT];
    engine_type_print_letters(known->params, known->results, ours, sizeof ours);
    if (wasm_externtype_kind(wasm_importtype_type(import)) != WASM_EXTERN_FUNC)
        return base_error_new("import of another kind: %s is a function %s", wanted, ours);
    char theirs[TYPE_TEXT];
    engine_type_print(type_of(import), theirs, sizeof theirs);
    return base_error_new("import of another type: %s is %s here, the module wants %s", wanted, ours, theirs);
}

wasigpu_error_t *
engine_imports_check(const struct engine_interfaces *interfaces, const struct engine_module *module)
{
    for (size_t i = 0; i < module->imports.size; i++) {
        const wasm_importtype_t *import = module->imports.data[i];
        const enum engine_service service = engine_import_service(interfaces, import);
        if (service == ENGINE_SERVED || service == ENGINE_UNFINISHED)
            continue;
        const wasm_name_t *module_name = wasm_importtype_module(import);
        const wasm_name_t *name = wasm_importtype_name(import);
        char wanted[ENGINE_NAME_MAX + 1];
        print_name(wanted, module_name->data, module_name->size, name->data, name->size);
        return service == ENGINE_UNKNOWN ? unknown(interfaces, wanted)
                                         : mistyped(find(interfaces, import), import, wanted);
    }
    return NULL;
}
