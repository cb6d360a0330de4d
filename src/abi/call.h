/* One call from a guest, and the one way in. */
#ifndef ABI_CALL_H
#define ABI_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/instance.h"
#include "abi/memory.h"
#include "abi/options.h"
#include "abi/slot.h"
#include "abi/trap.h"

#define ABI_DETAIL_SIZE 120

struct abi_lend;
struct abi_owned;

struct abi_call {
    struct abi_instance *instance;
    const struct abi_options *options;
    struct abi_memory *memory;    /* the options'; an empty one where the guest has none */
    struct base_arena *arena;     /* the instance's, reset when the call ends */
    void *context;                /* the binding's: what functions without a self work on */
    struct abi_owned *owned;      /* own handles lifted by this call: dropped when it ends, trap or not */
    const struct abi_lend *lends; /* borrowed handles lifted by this call; NULL: it notes none (subtask.h) */
    enum abi_trap trap;
    char *detail; /* ABI_DETAIL_SIZE bytes: more about the trap ("handle 7"); "" when there is none */
};

/* Reads its parameters from `slots`, leaves its result in slots[0]; false: call->trap says why. */
typedef bool (*abi_func)(struct abi_call *call, union abi_slot *slots);

/* An import as one guest sees it: made when the import is defined, filled when the guest's core
 * instance exists (until then `options` is NULL and the call traps). */
struct abi_binding {
    const char *name; /* "[method]gpu-buffer.size" */
    abi_func func;
    const struct abi_options *options;
    struct abi_instance *instance;
    void *context;
};

/* What abi_invoke says of a trap. Only valid when it returned false. */
struct abi_failure {
    enum abi_trap trap;
    char detail[ABI_DETAIL_SIZE];
};

/* The one way in, for the engine, tests and fuzzers: refuses a call while realloc runs, before the
 * binding is filled or after the guest's end; reloads memory that moves; runs the function; resets
 * the arena. Allocates nothing. */
bool abi_invoke(const struct abi_binding *binding, union abi_slot *slots, struct abi_failure *failure);

/* A call within `outer`, with other options: what ends during a wait is lowered as its own import was.
 * False: it trapped, and so does `outer`. */
bool abi_call_within(struct abi_call *outer, const struct abi_options *options,
                     bool (*func)(struct abi_call *call, void *env), void *env);

/* Notes why the call traps; always false, so `return abi_trap(call, ABI_TRAP_...)`. */
bool abi_trap(struct abi_call *call, enum abi_trap trap) __attribute__((cold));
bool abi_trap_detail(struct abi_call *call, enum abi_trap trap, const char *format, ...)
    __attribute__((cold, format(printf, 3, 4)));

/* The traps of the inline checks, kept out of line. Without a memory a range traps NO_MEMORY. */
bool abi_trap_handle(struct abi_call *call, const struct abi_resource *type, uint32_t handle)
    __attribute__((cold));
bool abi_trap_misaligned(struct abi_call *call, uint32_t ptr, uint32_t align) __attribute__((cold));
bool abi_trap_outside(struct abi_call *call, uint32_t ptr, uint32_t size) __attribute__((cold));
bool abi_trap_case(struct abi_call *call, uint32_t value, uint32_t count) __attribute__((cold));

/* An abi_func for what no one has written yet: traps MISSING. */
bool abi_missing(struct abi_call *call, union abi_slot *slots);

#endif
