/* The arena: blocks that double, of which one that is not too large is kept over a reset.
 *
 * A block much larger than a call usually needs goes back at once, so that one large call does not cost
 * an instance memory for good. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE ((size_t)4 << 10)
#define KEPT_SIZE ((size_t)256 << 10) /* blocks grow to this, and none above it is kept */

struct base_arena_block {
    struct base_arena_block *next; /* an older one */
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

/* What an allocation of nothing points at. */
static alignas(max_align_t) unsigned char nothing[1];

/* A new newest block with room for `need` bytes. */
static bool
add_block(struct base_arena *arena, size_t need)
{
    size_t size = FIRST_SIZE;
    if (arena->blocks != NULL && arena->blocks->size < KEPT_SIZE)
        size = arena->blocks->size * 2;
    if (size < need)
        size = need;
    if (size > PTRDIFF_MAX - sizeof(struct base_arena_block)) /* larger than any object can be */
        return false;
    struct base_arena_block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return false;
    block->next = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->used = 0;
    return true;
}

void *
base_arena_alloc(struct base_arena *arena, size_t count, size_t size)
{
    size_t need;
    const size_t align = alignof(max_align_t);
    if (__builtin_mul_overflow(count, size, &need) || need > SIZE_MAX - align) {
        arena->failed = true;
        return NULL;
    }
    if (need == 0)
        return nothing;
    need = (need + align - 1) / align * align;
    if (arena->blocks == NULL || need > arena->blocks->size - arena->used) {
        if (!add_block(arena, need)) {
            arena->failed = true;
            return NULL;
        }
    }
    unsigned char *taken = arena->blocks->bytes + arena->used;
    arena->used += need;
    return memset(taken, 0, need);
}

void
base_arena_reset(struct base_arena *arena)
{
    struct base_arena_block *kept = NULL;
    struct base_arena_block *next;
    for (struct base_arena_block *block = arena->blocks; block != NULL; block = next) {
        next = block->next;
        struct base_arena_block *loser = block;
        if (block->size <= KEPT_SIZE && (kept == NULL || block->size > kept->size)) {
            loser = kept;
            kept = block;
        }
        free(loser);
    }
    if (kept != NULL)
        kept->next = NULL;
    arena->blocks = kept;
    arena->used = 0;
    arena->failed = false;
}

void
base_arena_finish(struct base_arena *arena)
{
    struct base_arena_block *next;
    for (struct base_arena_block *block = arena->blocks; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (struct base_arena){0};
}
