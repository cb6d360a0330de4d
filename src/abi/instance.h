/* One guest as the ABI sees it: its handles, its arena, what it waits with. One thread at a time. */
#ifndef ABI_INSTANCE_H
#define ABI_INSTANCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/table.h"
#include "base/arena.h"
#include "base/clock.h"

#define ABI_CONTEXT_COUNT 2

struct abi_pending;
struct abi_strays;
struct abi_watch;

/* What ends a wait of the host: set by another thread or a signal handler, read by every wait. */
struct abi_interrupt {
    atomic_bool raised;
};

struct abi_instance {
    struct abi_table table;
    struct base_arena arena;               /* of the call under way */
    struct abi_pending *free_pendings;     /* kept for the next operation */
    struct abi_strays *strays;             /* NULL: it has had no operation yet */
    bool realloc_runs;                     /* the guest may not leave: CanonicalABI.md, may_leave */
    bool ended;                            /* its guest is gone: every call traps */
    uint32_t context[ABI_CONTEXT_COUNT];   /* of the one thread: CanonicalABI.md, "canon context.get" */
    uint32_t backpressure;                 /* no one calls a command: it is only counted */
    uint64_t polls;                        /* passes over sources while it waited: abi_source.pass */
    struct base_deadline deadline;         /* of every wait */
    const struct abi_interrupt *interrupt; /* NULL: none */
    struct abi_watch *watch;               /* NULL: nobody */
};

/* Empty, without a deadline. */
void abi_instance_init(struct abi_instance *instance);

/* Drops every handle (dependants first does not matter: objects are counted), abandons what is
 * under way and gives all memory back. The instance is then `ended`: calls trap. */
void abi_instance_finish(struct abi_instance *instance);

#endif
