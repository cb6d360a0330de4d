/* A guest's linear memory, as its calls see it: a base and a size that are cached.
 *
 * Memory never shrinks, so a stale size only refuses too much: whoever finds a range outside reloads
 * and looks again. A base may move only where `moves` says so; then each call reloads first. */
#ifndef ABI_MEMORY_H
#define ABI_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct abi_memory {
    uint8_t *base;
    uint64_t size;
    bool moves;                          /* read anew in each call: the engine may move it */
    void (*reload)(struct abi_memory *); /* sets base and size; NULL: they never change */
};

/* 1 <= align, a power of two. All in 64 bits: guest numbers cannot wrap. */
static inline bool
abi_memory_holds(struct abi_memory *memory, uint64_t ptr, uint64_t size)
{
    if (ptr + size <= memory->size)
        return true;
    if (memory->reload == NULL)
        return false;
    memory->reload(memory);
    return ptr + size <= memory->size;
}

#endif
