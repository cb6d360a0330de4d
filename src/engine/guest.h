/* One core-module guest: the imports it is given in a linker, and the instance they are tied to.
 *
 * Its life: new -> define, in as many linkers as wanted -> the module is instantiated -> bind -> calls ->
 * end (or delete). A call before the bind, after the end or from another store traps. */
#ifndef ENGINE_GUEST_H
#define ENGINE_GUEST_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include <wasmtime.h>

#include "abi/call.h"
#include "abi/import.h"
#include "abi/instance.h"
#include "abi/options.h"
#include "engine/memory.h"
#include "engine/module.h"
#include "wasigpu/error.h"

/* What a linker's function points to. */
struct engine_import {
    struct abi_binding binding;
    const char *module; /* "wasi:webgpu/webgpu@0.3.0-rc.2" */
    const struct abi_import *import;
    struct engine_guest *guest;
};

struct engine_guest {
    wasmtime_context_t *context; /* the bound store's; NULL before and after: no caller has that */
    struct abi_instance instance;
    struct abi_options options;
    struct engine_memory memory;
    wasmtime_func_t realloc;
    wasm_trap_t *realloc_trap; /* on its way from realloc to the call that ran it */
    struct abi_interrupt interrupt;
    bool ended;
    bool has_given_memory;
    bool memory_fixed; /* its engine never moves a memory */
    bool defined;      /* somewhere */
    bool interrupted;  /* a call has trapped because its wait was ended */
    wasmtime_memory_t given_memory;
    atomic_size_t references; /* the owner's, and one for each function in a linker */
    size_t import_count;
    struct engine_import imports[];
};

/* A guest that is given all of `interfaces`, with `context` for functions without a self. NULL: no memory. */
struct engine_guest *engine_guest_new(const struct abi_interface *const *interfaces, size_t count,
                                      void *context);

/* Who watches it: before anything is defined. Stays until the guest has ended. */
void engine_guest_watch(struct engine_guest *guest, struct abi_watch *watch);

/* Defines every import in `linker`, which then keeps what it needs of the guest. */
wasigpu_error_t *engine_guest_define(struct engine_guest *guest, wasmtime_linker_t *linker);

/* Only those that `module` imports, which takes less time. */
wasigpu_error_t *engine_guest_define_for(struct engine_guest *guest, const struct engine_module *module,
                                         wasmtime_linker_t *linker);

/* The memory that calls work on, instead of the instance's export "memory": for a module that imports it. */
void engine_guest_set_memory(struct engine_guest *guest, const wasmtime_memory_t *memory);

/* Ties the guest to its instance. On an error it is as before. */
wasigpu_error_t *engine_guest_bind(struct engine_guest *guest, wasmtime_context_t *context,
                                   const wasmtime_instance_t *instance);

/* Drops all its handles; from here on its imports trap. Twice is once. */
void engine_guest_end(struct engine_guest *guest);

/* Ends it and lets go of it; NULL is allowed. */
void engine_guest_delete(struct engine_guest *guest);

/* The linker's callback (call.c), and that of a guest that is watched; `env` is a struct engine_import. */
wasm_trap_t *engine_call(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *slots, size_t count);
wasm_trap_t *engine_call_watched(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *slots,
                                 size_t count);

/* abi_options.realloc (call.c), and that of a guest that is watched; `env` is the guest. */
bool engine_realloc(void *env, uint32_t old_ptr, uint32_t old_size, uint32_t align, uint32_t new_size,
                    uint32_t *ptr);
bool engine_realloc_watched(void *env, uint32_t old_ptr, uint32_t old_size, uint32_t align, uint32_t new_size,
                            uint32_t *ptr);

#endif
