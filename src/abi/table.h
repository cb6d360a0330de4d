/* The handle table of one instance: CanonicalABI.md, "Table State" and "Resource State".
 *
 * One table for all kinds of handles; index 0 is never used; a freed index is the next one given. */
#ifndef ABI_TABLE_H
#define ABI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/trap.h"

#define ABI_TABLE_MAX ((1u << 28) - 1)

/* A resource type of the host, or another kind of handle. Compared by address. */
struct abi_resource {
    const char *name;           /* "gpu-buffer" */
    void (*drop)(void *object); /* the destructor: gives the object back */
};

/* What an index stands for: a resource, a subtask, a waitable set, an end of a future or a stream. */
struct abi_entry {
    const struct abi_resource *type; /* NULL: free */
    void *object;
    uint32_t lends;     /* borrows of it under way: it cannot be dropped or given away */
    uint32_t next_free; /* of a free one; 0: the last */
    bool own;
    bool waitable; /* its object begins with a struct abi_waitable */
};

struct abi_table {
    struct abi_entry *entries; /* [0] is never used */
    uint32_t count;            /* entries ever used, with [0]; 0: nothing allocated yet */
    uint32_t capacity;
    uint32_t free; /* the index freed last; 0: none */
    uint32_t live;
    uint32_t max; /* handles at a time; 0: ABI_TABLE_MAX */
};

/* Adds a handle. On failure (TABLE_FULL, HOST_MEMORY) `object` stays the caller's. */
enum abi_trap abi_table_add(struct abi_table *table, const struct abi_resource *type, void *object, bool own,
                            uint32_t *index);

/* Takes a handle out. BAD_HANDLE: no such one, or of another type; LENT_HANDLE. */
enum abi_trap abi_table_remove(struct abi_table *table, const struct abi_resource *type, uint32_t index,
                               struct abi_entry *removed);

/* NULL: no such handle, or of another type. */
static inline struct abi_entry *
abi_table_get(const struct abi_table *table, const struct abi_resource *type, uint32_t index)
{
    if (index >= table->count || table->entries[index].type != type)
        return NULL;
    return &table->entries[index];
}

/* Drops all own handles, newest index first, and frees the table, which is then empty. */
void abi_table_finish(struct abi_table *table);

#endif
