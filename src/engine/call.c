/* The way between Wasmtime and src/abi: the one callback of all imports, and the call back into realloc.
 *
 * Hot: every import of every guest comes through engine_call, so its good path does one comparison and one
 * call, and nothing is set up that only a trap needs. */
#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "abi/slot.h"
#include "abi/watch.h"
#include "engine/error.h"
#include "engine/guest.h"

static_assert(sizeof(union abi_slot) == sizeof(wasmtime_val_raw_t), "a slot is a raw value: size");
static_assert(alignof(union abi_slot) == alignof(wasmtime_val_raw_t), "a slot is a raw value: alignment");
static_assert(offsetof(union abi_slot, i32) == offsetof(wasmtime_val_raw_t, i32), "i32");
static_assert(offsetof(union abi_slot, i64) == offsetof(wasmtime_val_raw_t, i64), "i64");
static_assert(offsetof(union abi_slot, f32) == offsetof(wasmtime_val_raw_t, f32), "f32");
static_assert(offsetof(union abi_slot, f64) == offsetof(wasmtime_val_raw_t, f64), "f64");
static_assert(sizeof((union abi_slot){0}.v128) == sizeof((wasmtime_val_raw_t){0}.v128), "v128");

#define REALLOC_SLOTS 4

/* "wasi:webgpu [method]gpu-buffer.size: no such handle of this type (gpu-buffer #7)" */
static wasm_trap_t *
refuse(const struct engine_import *import, const struct abi_failure *failure)
{
    char text[256 + ABI_DETAIL_SIZE];
    const int package = (int)strcspn(import->module, "/");
    const bool detail = failure->detail[0] != '\0';
    const int size =
        snprintf(text, sizeof text, "%.*s %s: %s%s%s%s", package, import->module, import->binding.name,
                 abi_trap_text(failure->trap), detail ? " (" : "", failure->detail, detail ? ")" : "");
    const size_t length = size < 0 ? 0 : (size_t)size;
    return wasmtime_trap_new(text, length < sizeof text ? length : sizeof text - 1);
}

static wasm_trap_t *__attribute__((cold, noinline))
trap_new(const struct engine_import *import, const struct abi_failure *failure)
{
    struct engine_guest *guest = import->guest;
    if (failure->trap == ABI_TRAP_INTERRUPTED)
        guest->interrupted = true;
    if (failure->trap == ABI_TRAP_REALLOC_TRAPPED && guest->realloc_trap != NULL) {
        wasm_trap_t *trap = guest->realloc_trap;
        guest->realloc_trap = NULL;
        return trap;
    }
    return refuse(import, failure);
}

/* The caller is not in the store that the guest is bound to: nothing of the guest may be touched with it. */
static wasm_trap_t *__attribute__((cold, noinline))
refuse_caller(const struct engine_import *import)
{
    struct abi_failure failure = {.trap = ABI_TRAP_WRONG_STORE};
    if (import->guest->context == NULL && !import->guest->ended) {
        failure.trap = ABI_TRAP_NOT_BOUND;
        snprintf(failure.detail, sizeof failure.detail, "a start function cannot use it yet: call it from %s",
                 "_start, _initialize or later");
    }
    return refuse(import, &failure);
}

static wasm_trap_t *
invoke(const struct engine_import *import, wasmtime_val_raw_t *slots)
{
    struct abi_failure failure;
    if (abi_invoke(&import->binding, (union abi_slot *)slots, &failure))
        return NULL;
    return trap_new(import, &failure);
}

wasm_trap_t *
engine_call(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *slots, size_t count)
{
    (void)count;
    const struct engine_import *import = env;
    if (wasmtime_caller_context(caller) != import->guest->context)
        return refuse_caller(import);
    return invoke(import, slots);
}

static void __attribute__((cold, noinline))
end_trapped(struct engine_guest *guest, struct abi_span *span, const wasmtime_val_raw_t *slots,
            const wasm_trap_t *trap)
{
    wasm_message_t message;
    wasm_trap_message(trap, &message); /* NUL-terminated */
    struct abi_watch *watch = guest->instance.watch;
    watch->call_end(watch, span, (const union abi_slot *)slots, guest->options.memory, message.data);
    wasm_byte_vec_delete(&message);
}

wasm_trap_t *
engine_call_watched(void *env, wasmtime_caller_t *caller, wasmtime_val_raw_t *slots, size_t count)
{
    (void)count;
    const struct engine_import *import = env;
    struct engine_guest *guest = import->guest;
    if (wasmtime_caller_context(caller) != guest->context) /* perhaps on another thread than the watch's */
        return refuse_caller(import);
    struct abi_watch *watch = guest->instance.watch;
    struct abi_span span;
    watch->call_begin(watch, &span, (uint32_t)(import - guest->imports), (const union abi_slot *)slots);
    wasm_trap_t *trap = invoke(import, slots);
    if (trap != NULL)
        end_trapped(guest, &span, slots, trap);
    else
        watch->call_end(watch, &span, (const union abi_slot *)slots, guest->options.memory, NULL);
    return trap;
}

/* A trap of the guest's own stays one, with its code and frames. What came out of a host function that
 * realloc called (an import, WASI's exit) is only text by now. */
static wasm_trap_t *
trap_of(wasmtime_error_t *error, wasm_trap_t *trap)
{
    if (trap != NULL)
        return trap;
    struct engine_failure failure = {0};
    engine_failure_take(&failure, error, NULL);
    char text[512];
    snprintf(text, sizeof text, "cabi_realloc: %s",
             failure.reason == NULL ? "out of memory" : failure.reason);
    engine_failure_finish(&failure);
    return wasmtime_trap_new(text, strlen(text));
}

bool
engine_realloc(void *env, uint32_t old_ptr, uint32_t old_size, uint32_t align, uint32_t new_size,
               uint32_t *ptr)
{
    struct engine_guest *guest = env;
    wasmtime_val_raw_t slots[REALLOC_SLOTS] = {
        {.i32 = (int32_t)old_ptr},
        {.i32 = (int32_t)old_size},
        {.i32 = (int32_t)align},
        {.i32 = (int32_t)new_size},
    };
    wasm_trap_t *trap = NULL;
    wasmtime_error_t *error =
        wasmtime_func_call_unchecked(guest->context, &guest->realloc, slots, REALLOC_SLOTS, &trap);
    if (error != NULL || trap != NULL) {
        guest->realloc_trap = trap_of(error, trap);
        return false;
    }
    *ptr = (uint32_t)slots[0].i32;
    return true;
}

bool
engine_realloc_watched(void *env, uint32_t old_ptr, uint32_t old_size, uint32_t align, uint32_t new_size,
                       uint32_t *ptr)
{
    const struct engine_guest *guest = env;
    struct abi_span span;
    abi_watch_begin(guest->instance.watch, &span, ABI_SPAN_REALLOC);
    const bool ok = engine_realloc(env, old_ptr, old_size, align, new_size, ptr);
    abi_watch_end(guest->instance.watch, &span);
    return ok;
}
