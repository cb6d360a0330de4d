/* Memory that lives as long as one call: taken in order, given back all at once.
 *
 * The first block is kept over a reset, so that calls at rest allocate nothing. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct base_arena_block;

struct base_arena {
    struct base_arena_block *blocks; /* newest first */
    size_t used;                     /* of the newest block */
    bool failed;                     /* an allocation has failed since the last reset */
};

/* Zeroed memory for `count` things of `size` bytes, aligned for any type. NULL: out of memory (or
 * the product overflows), and `failed` is set. A count of 0 gives a pointer that is not NULL. */
void *base_arena_alloc(struct base_arena *arena, size_t count, size_t size);

/* Whether a reset would change anything. */
static inline bool
base_arena_clean(const struct base_arena *arena)
{
    return arena->used == 0 && !arena->failed;
}

/* Forgets all that was taken; keeps one block. A zeroed arena is empty and valid. */
void base_arena_reset(struct base_arena *arena) __attribute__((noinline));
void base_arena_finish(struct base_arena *arena);

#endif
