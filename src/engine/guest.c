/* One core-module guest: its imports in a linker, the instance they are tied to, and its end.
 *
 * The linker owns a reference for each function it holds, and so does every store instantiated from it: the
 * bindings stay until the last of them is gone, long after the guest's end, and trap until then. */
#include "engine/guest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "engine/error.h"
#include "engine/export.h"
#include "engine/import.h"
#include "engine/type.h"

struct engine_guest *
engine_guest_new(const struct abi_interface *const *interfaces, size_t count, void *context)
{
    size_t import_count = 0;
    for (size_t i = 0; i < count; i++)
        import_count += interfaces[i]->count;
    struct engine_guest *guest = calloc(1, sizeof *guest + import_count * sizeof guest->imports[0]);
    if (guest == NULL)
        return NULL;
    atomic_init(&guest->references, 1);
    atomic_init(&guest->interrupt.raised, false);
    abi_instance_init(&guest->instance);
    guest->instance.interrupt = &guest->interrupt;
    guest->import_count = import_count;
    struct engine_import *next = guest->imports;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < interfaces[i]->count; k++) {
            const struct abi_import *import = &interfaces[i]->imports[k];
            *next++ = (struct engine_import){
                .binding = {.name = import->name,
                            .func = import->func,
                            .instance = &guest->instance,
                            .context = context},
                .module = interfaces[i]->module,
                .import = import,
                .guest = guest,
            };
        }
    }
    return guest;
}

static void
unref(struct engine_guest *guest)
{
    if (atomic_fetch_sub_explicit(&guest->references, 1, memory_order_acq_rel) == 1)
        free(guest);
}

static void
unref_import(void *env)
{
    unref(((struct engine_import *)env)->guest);
}

void
engine_guest_watch(struct engine_guest *guest, struct abi_watch *watch)
{
    assert(!guest->defined);
    guest->instance.watch = watch;
}

static wasigpu_error_t *
define(struct engine_import *import, wasmtime_linker_t *linker)
{
    struct engine_guest *guest = import->guest;
    const char *name = import->import->name;
    wasm_functype_t *type = engine_type_new(import->import->params, import->import->results);
    guest->defined = true;
    atomic_fetch_add_explicit(&guest->references, 1, memory_order_relaxed);
    wasmtime_error_t *error = wasmtime_linker_define_func_unchecked(
        linker, import->module, strlen(import->module), name, strlen(name), type,
        guest->instance.watch != NULL ? engine_call_watched : engine_call, import, unref_import);
    wasm_functype_delete(type);
    if (error != NULL) /* the finalizer has run */
        return base_error_wrap(engine_error(error), "define %s %s", import->module, name);
    return NULL;
}

wasigpu_error_t *
engine_guest_define(struct engine_guest *guest, wasmtime_linker_t *linker)
{
    wasigpu_error_t *error = NULL;
    for (size_t i = 0; error == NULL && i < guest->import_count; i++)
        error = define(&guest->imports[i], linker);
    return error;
}

/* Its place among the guest's imports; the count: it is not one of them. */
static size_t
find(const struct engine_guest *guest, const wasm_importtype_t *wanted)
{
    size_t i = 0;
    while (i < guest->import_count &&
           !(engine_name_is(wasm_importtype_name(wanted), guest->imports[i].import->name) &&
             engine_name_is(wasm_importtype_module(wanted), guest->imports[i].module)))
        i++;
    return i;
}

wasigpu_error_t *
engine_guest_define_for(struct engine_guest *guest, const struct engine_module *module,
                        wasmtime_linker_t *linker)
{
    bool *defined = calloc(guest->import_count + 1, sizeof *defined); /* a module may name one twice */
    if (defined == NULL)
        return base_error_new("out of memory");
    wasigpu_error_t *error = NULL;
    for (size_t i = 0; error == NULL && i < module->imports.size; i++) {
        const size_t found = find(guest, module->imports.data[i]);
        if (found != guest->import_count && !defined[found])
            error = define(&guest->imports[found], linker);
        defined[found] = true;
    }
    free(defined);
    return error;
}

void
engine_guest_set_memory(struct engine_guest *guest, const wasmtime_memory_t *memory)
{
    guest->given_memory = *memory;
    guest->has_given_memory = true;
}

/* The memory it was given, else its export. One that is not there is no error: calls that need it trap. */
static wasigpu_error_t *
find_memory(struct engine_guest *guest, wasmtime_context_t *context, const wasmtime_instance_t *instance)
{
    wasmtime_extern_t item = {.kind = WASMTIME_EXTERN_MEMORY, .of = {.memory = guest->given_memory}};
    if (!guest->has_given_memory &&
        !wasmtime_instance_export_get(context, instance, "memory", strlen("memory"), &item))
        return NULL;
    wasm_externtype_t *type = wasmtime_extern_type(context, &item);
    wasigpu_error_t *error = engine_export_check_memory(type);
    wasm_externtype_delete(type);
    if (error == NULL) {
        engine_memory_init(&guest->memory, context, &item.of.memory, !guest->memory_fixed);
        guest->options.memory = &guest->memory.view;
    }
    wasmtime_extern_delete(&item);
    return error;
}

static wasigpu_error_t *
find_realloc(struct engine_guest *guest, wasmtime_context_t *context, const wasmtime_instance_t *instance)
{
    wasmtime_extern_t item;
    if (!wasmtime_instance_export_get(context, instance, "cabi_realloc", strlen("cabi_realloc"), &item))
        return NULL; /* calls that need it trap */
    wasm_externtype_t *type = wasmtime_extern_type(context, &item);
    wasigpu_error_t *error = engine_export_check_realloc(type);
    wasm_externtype_delete(type);
    if (error == NULL) {
        guest->realloc = item.of.func;
        guest->options.realloc = guest->instance.watch != NULL ? engine_realloc_watched : engine_realloc;
        guest->options.realloc_env = guest;
    }
    wasmtime_extern_delete(&item);
    return error;
}

wasigpu_error_t *
engine_guest_bind(struct engine_guest *guest, wasmtime_context_t *context,
                  const wasmtime_instance_t *instance)
{
    if (guest->ended)
        return base_error_new("the guest has ended");
    if (guest->context != NULL)
        return base_error_new("the guest is already bound: one guest, one instance");
    wasigpu_error_t *error = find_memory(guest, context, instance);
    if (error == NULL)
        error = find_realloc(guest, context, instance);
    if (error != NULL) {
        guest->options = (struct abi_options){0};
        return error;
    }
    for (size_t i = 0; i < guest->import_count; i++)
        guest->imports[i].binding.options = &guest->options;
    guest->context = context;
    base_log(BASE_LOG_DEBUG, BASE_LOG_ROOM_ENGINE, "guest bound: %s, %s",
             guest->options.memory == NULL ? "no memory" : "memory",
             guest->options.realloc == NULL ? "no cabi_realloc" : "cabi_realloc");
    return NULL;
}

void
engine_guest_end(struct engine_guest *guest)
{
    if (guest->ended)
        return;
    abi_instance_finish(&guest->instance);
    if (guest->realloc_trap != NULL)
        wasm_trap_delete(guest->realloc_trap);
    guest->realloc_trap = NULL;
    guest->context = NULL;
    guest->ended = true;
}

void
engine_guest_delete(struct engine_guest *guest)
{
    if (guest == NULL)
        return;
    engine_guest_end(guest);
    unref(guest);
}
