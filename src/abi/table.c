/* The handle table: CanonicalABI.md, "Table State". Free entries are a list through the array itself, so
 * that adding and removing cost a few loads and stores, and memory only when the table grows. */
#include "abi/table.h"

#include <assert.h>
#include <stdlib.h>

#define FIRST_CAPACITY 64u

/* Room for one entry more. */
static bool
grow(struct abi_table *table)
{
    uint32_t capacity = table->capacity == 0 ? FIRST_CAPACITY : table->capacity * 2;
    if (capacity > ABI_TABLE_MAX + 1)
        capacity = ABI_TABLE_MAX + 1;
    struct abi_entry *entries = realloc(table->entries, capacity * sizeof *entries);
    if (entries == NULL)
        return false;
    table->entries = entries;
    table->capacity = capacity;
    return true;
}

enum abi_trap
abi_table_add(struct abi_table *table, const struct abi_resource *type, void *object, bool own,
              uint32_t *index)
{
    assert(type != NULL);
    uint32_t taken = table->free;
    if (taken != 0) {
        table->free = table->entries[taken].next_free;
    } else {
        taken = table->count == 0 ? 1 : table->count;
        if (taken > (table->max == 0 ? ABI_TABLE_MAX : table->max))
            return ABI_TRAP_TABLE_FULL;
        if (taken >= table->capacity && !grow(table))
            return ABI_TRAP_HOST_MEMORY;
        if (table->count == 0)
            table->entries[0] = (struct abi_entry){0};
        table->count = taken + 1;
    }
    table->entries[taken] = (struct abi_entry){.type = type, .object = object, .own = own};
    table->live++;
    *index = taken;
    return ABI_TRAP_NONE;
}

static void
take_out(struct abi_table *table, uint32_t index, struct abi_entry *removed)
{
    struct abi_entry *entry = &table->entries[index];
    *removed = *entry;
    *entry = (struct abi_entry){.next_free = table->free};
    table->free = index;
    table->live--;
}

enum abi_trap
abi_table_remove(struct abi_table *table, const struct abi_resource *type, uint32_t index,
                 struct abi_entry *removed)
{
    const struct abi_entry *entry = abi_table_get(table, type, index);
    if (entry == NULL)
        return ABI_TRAP_BAD_HANDLE;
    if (entry->lends != 0)
        return ABI_TRAP_LENT_HANDLE;
    take_out(table, index, removed);
    return ABI_TRAP_NONE;
}

void
abi_table_finish(struct abi_table *table)
{
    /* Each entry is out before its object goes, for a destructor may look at the table. */
    for (uint32_t index = table->count; index-- > 1;) {
        if (table->entries[index].type == NULL)
            continue;
        struct abi_entry removed;
        take_out(table, index, &removed);
        if (removed.own)
            removed.type->drop(removed.object);
    }
    assert(table->live == 0);
    free(table->entries);
    *table = (struct abi_table){0};
}
