/* A guest without an engine: a plain memory, a realloc of its own that can misbehave, an instance, and a
 * call that is always open, for the functions that take one.
 *
 *     struct support_call guest;
 *     support_call_init(&guest, 65536);
 *     abi_lift_string(&guest.call, 0, 5, &text); -> guest.call.trap
 *     support_call_invoke(&guest, "[method]thing.go", func, slots) -> the trap, through abi_invoke
 *     support_call_finish(&guest);
 *
 * It must stay where it was initialised: its parts point at each other. */
#ifndef SUPPORT_CALL_H
#define SUPPORT_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/call.h"

#define SUPPORT_CALL_NO_MEMORY UINT32_MAX /* instead of a size: the guest exports none */

/* What the guest's realloc does when it is called. */
enum support_realloc {
    SUPPORT_REALLOC_BUMP,       /* serves from `heap` upwards */
    SUPPORT_REALLOC_GROWS,      /* the same, in a memory that grows by a page and moves */
    SUPPORT_REALLOC_MISALIGNED, /* a pointer one off */
    SUPPORT_REALLOC_OUTSIDE,    /* so that the last byte is just outside memory */
    SUPPORT_REALLOC_HUGE,       /* 0xfffffff8: pointer and size wrap in 32 bits */
    SUPPORT_REALLOC_TRAPS,
    SUPPORT_REALLOC_IMPORT, /* calls `import`, and traps if that does */
};

struct support_call {
    struct abi_call call;
    struct abi_instance instance;
    struct abi_options options;
    struct abi_memory memory; /* what calls have cached of the guest's own: */
    uint8_t *bytes;
    uint64_t size;
    uint32_t reload_count;      /* how often it was looked at */
    struct abi_failure failure; /* of the last invoke; its detail is `call`'s too */
    enum support_realloc realloc;
    uint32_t heap;             /* where realloc puts the next block */
    uint32_t realloc_count;    /* how often it ran */
    uint32_t realloc_sizes;    /* the sum of what it was asked for */
    struct abi_binding import; /* what SUPPORT_REALLOC_IMPORT calls, without parameters */
    enum abi_trap import_trap; /* and what became of that */
    void *context;             /* of the bindings that invoke makes */
};

/* A memory of `memory_size` zeroed bytes, not one more: a sanitizer sees what is read behind it. */
void support_call_init(struct support_call *self, uint32_t memory_size);
void support_call_finish(struct support_call *self);

/* Calls `func` as an import called `name`: what it trapped with, or ABI_TRAP_NONE. */
enum abi_trap support_call_invoke(struct support_call *self, const char *name, abi_func func,
                                  union abi_slot *slots);

/* Ends the open call as abi_invoke would: drops what it owns, resets its arena, forgets its trap. */
void support_call_end(struct support_call *self);

/* A resource whose objects are counters: each drop adds one to its int. */
extern const struct abi_resource support_resource;
/* A second one of the same kind, to be mixed up with it. */
extern const struct abi_resource support_other_resource;

#endif
