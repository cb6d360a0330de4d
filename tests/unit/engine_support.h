/* What the engine's tests share: modules from text, and a small interface of their own to import. */
#ifndef ENGINE_SUPPORT_H
#define ENGINE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <wasmtime.h>

#include "abi/import.h"
#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
#include "abi/wait.h"
#include "abi/watch.h"
#include "engine/engine.h"
#include "engine/error.h"
#include "engine/guest.h"
#include "engine/module.h"

static inline void
assert_no_error(wasigpu_error_t *error)
{
    if (error != NULL)
        fail_msg("%s", wasigpu_error_message(error));
}

/* Fails unless `error` is there and says `part`. Deletes it. */
static inline void
assert_error_says(wasigpu_error_t *error, const char *part)
{
    if (error == NULL)
        fail_msg("no error, where \"%s\" is expected", part);
    else if (strstr(wasigpu_error_message(error), part) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", wasigpu_error_message(error), part);
    wasigpu_error_delete(error);
}

/* Wasmtime turns signals into traps by handlers that it installs once a process, and cmocka puts its own in
 * their place before each test. So a test puts Wasmtime's back, and the first engine of a program must be
 * made in main: support_keep_handlers. */
static const int support_signals[] = {SIGSEGV, SIGILL, SIGFPE, SIGBUS};
static struct sigaction support_handlers[sizeof support_signals / sizeof support_signals[0]];

static inline void
support_keep_handlers(void)
{
    struct engine *engine = NULL;
    if (engine_new(&engine) != NULL)
        abort();
    engine_delete(engine);
    for (size_t i = 0; i < sizeof support_signals / sizeof support_signals[0]; i++)
        sigaction(support_signals[i], NULL, &support_handlers[i]);
}

static inline void
support_use_handlers(void)
{
    for (size_t i = 0; i < sizeof support_signals / sizeof support_signals[0]; i++)
        sigaction(support_signals[i], &support_handlers[i], NULL);
}

static inline struct engine *
support_engine(void)
{
    struct engine *engine = NULL;
    assert_no_error(engine_new(&engine));
    support_use_handlers();
    return engine;
}

static inline wasm_byte_vec_t
support_wasm(const char *wat)
{
    wasm_byte_vec_t bytes = {0};
    wasmtime_error_t *error = wasmtime_wat2wasm(wat, strlen(wat), &bytes);
    if (error != NULL)
        assert_no_error(engine_error(error));
    return bytes;
}

static inline struct engine_module *
support_module(struct engine *engine, const char *wat)
{
    wasm_byte_vec_t bytes = support_wasm(wat);
    struct engine_module *module = NULL;
    assert_no_error(engine_module_new(engine, (const uint8_t *)bytes.data, bytes.size, false, &module));
    wasm_byte_vec_delete(&bytes);
    return module;
}

/* The interface "test:things/things": its resource only counts how many of it live. */
static int support_things;

static inline void
support_thing_drop(void *object)
{
    free(object);
    support_things--;
}

static const struct abi_resource support_thing = {"thing", support_thing_drop};

static inline bool
support_thing_new(struct abi_call *call, union abi_slot *slots)
{
    int32_t *thing = malloc(sizeof *thing);
    if (thing == NULL)
        return abi_trap(call, ABI_TRAP_HOST_MEMORY);
    *thing = slots[0].i32;
    support_things++;
    const uint32_t handle = abi_lower_own(call, thing, &support_thing);
    slots[0].i32 = (int32_t)handle;
    return handle != 0;
}

static inline bool
support_thing_value(struct abi_call *call, union abi_slot *slots)
{
    const int32_t *thing = abi_lift_borrow(call, (uint32_t)slots[0].i32, &support_thing);
    if (thing == NULL)
        return false;
    slots[0].i32 = *thing;
    return true;
}

static inline bool
support_mix(struct abi_call *call, union abi_slot *slots)
{
    (void)call;
    slots[0].f64 = slots[0].i32 + (double)slots[1].i64 + (double)slots[2].f32 + slots[3].f64;
    return true;
}

static inline bool
support_load(struct abi_call *call, union abi_slot *slots)
{
    const uint32_t ptr = (uint32_t)slots[0].i32;
    if (!abi_check_range(call, ptr, 4, 4))
        return false;
    slots[0].i32 = abi_load_s32(call, ptr);
    return true;
}

/* A string of `size` bytes 'x' into the area. */
static inline bool
support_text(struct abi_call *call, union abi_slot *slots)
{
    const uint32_t size = (uint32_t)slots[0].i32;
    const uint32_t area = (uint32_t)slots[1].i32;
    if (!abi_check_range(call, area, 8, 4))
        return false;
    char *text = base_arena_alloc(call->arena, size + 1, 1);
    if (text == NULL)
        return abi_trap(call, ABI_TRAP_HOST_MEMORY);
    memset(text, 'x', size);
    return abi_store_string(call, area, (struct base_str){text, size});
}

/* A wait that never ends by itself; what it waited for is finished later, as a late driver does. */
static struct abi_pending *support_waited_for;

static inline bool
support_wait(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    support_waited_for = abi_pending_new(call, 0);
    return support_waited_for != NULL && abi_wait_one(call, support_waited_for);
}

static inline void
support_finish_wait(void)
{
    if (support_waited_for != NULL)
        abi_pending_finish(support_waited_for);
    support_waited_for = NULL;
}

static const struct abi_import support_imports[] = {
    {"[constructor]thing", "i", "i", support_thing_new},
    {"[method]thing.value", "i", "i", support_thing_value},
    {"mix", "iIfF", "F", support_mix},
    {"load", "i", "i", support_load},
    {"text", "ii", "", support_text},
    {"wait", "", "", support_wait},
    {"unfinished", "", "", abi_missing},
};
static const struct abi_interface support_interface = {
    "test:things/things",
    support_imports,
    sizeof support_imports / sizeof support_imports[0],
};
static const struct abi_interface *const support_interfaces[] = {&support_interface};

/* An allocator that only moves forward, as a module's text. */
#define SUPPORT_MEMORY "(memory (export \"memory\") 1 4)"
#define SUPPORT_REALLOC \
    "(global $top (mut i32) (i32.const 1024))" \
    "(func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32)" \
    "  (global.set $top (i32.and (i32.add (global.get $top) (i32.const 15)) (i32.const -16)))" \
    "  (global.get $top)" \
    "  (global.set $top (i32.add (global.get $top) (local.get 3))))"

#endif
