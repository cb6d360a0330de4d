/* Who watches a guest: told of each of its calls, and of what happens within them.
 *
 * Whether a guest is watched is settled when its imports are defined (src/engine), so that one that is not
 * pays for it nowhere on the way of a call; only what may take long anyway looks for a watch. */
#ifndef ABI_WATCH_H
#define ABI_WATCH_H

#include <stddef.h>
#include <stdint.h>

#include "abi/memory.h"
#include "abi/slot.h"

/* What may happen within a call of an import. */
enum abi_span_kind {
    ABI_SPAN_WAIT,    /* the host has nothing to do but to wait */
    ABI_SPAN_REALLOC, /* the guest's own code again */
    ABI_SPAN_KIND_COUNT,
};

/* From a begin to its end, which lie within those around them: on the stack of whoever begins it, and the
 * watch's to fill. */
struct abi_span {
    enum abi_span_kind kind; /* but for a call's */
    struct abi_span *outer;  /* NULL: the guest's own code */
    uint64_t start;          /* on the watch's clock, as all its times */
    uint64_t inner;          /* what the spans within it have taken, */
    uint64_t waits;          /* and of that the waits */
    uint32_t number;         /* a call's: which of the guest's imports, in the order of their tables */
    uint32_t first;          /* and its first parameter, over which a result is written */
};

/* On the guest's thread. */
struct abi_watch {
    void (*call_begin)(struct abi_watch *watch, struct abi_span *span, uint32_t number,
                       const union abi_slot *slots);
    /* `slots` has the result, and but for the first the parameters. `memory`: NULL if the guest has none.
     * `trap`: NULL, or why it has trapped. */
    void (*call_end)(struct abi_watch *watch, struct abi_span *span, const union abi_slot *slots,
                     struct abi_memory *memory, const char *trap);
    void (*begin)(struct abi_watch *watch, struct abi_span *span, enum abi_span_kind kind);
    void (*end)(struct abi_watch *watch, struct abi_span *span);
};

/* For where a guest may have no watch: NULL. */
static inline void
abi_watch_begin(struct abi_watch *watch, struct abi_span *span, enum abi_span_kind kind)
{
    if (watch != NULL)
        watch->begin(watch, span, kind);
}

static inline void
abi_watch_end(struct abi_watch *watch, struct abi_span *span)
{
    if (watch != NULL)
        watch->end(watch, span);
}

#endif
