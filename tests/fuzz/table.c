/* The handle table against a model of it: CanonicalABI.md, "Table State". The model is an array of what each
 * index stands for and a stack of those that are free.
 *
 * An input is a list of deeds, two bytes each: which, and on which index. */
#include <string.h>

#include "abi/table.h"
#include "fuzz/input.h"
#include "fuzz/target.h"

#define ENTRIES_MAX 4096
#define TYPES 3

struct model_entry {
    const struct abi_resource *type; /* NULL: free */
    unsigned *object;
    uint32_t lends;
    bool own;
};

static struct model_entry model[ENTRIES_MAX];
static uint32_t model_count; /* indices ever used, with 0 */
static uint32_t free_stack[ENTRIES_MAX];
static uint32_t free_count;
static unsigned objects[ENTRIES_MAX]; /* how often each was dropped */
static uint32_t object_count;

static void
drop(void *object)
{
    ++*(unsigned *)object;
}

static const struct abi_resource types[TYPES] = {{"one", drop}, {"two", drop}, {"three", drop}};

static void
add(struct abi_table *table, const struct abi_resource *type, bool own)
{
    if (object_count == ENTRIES_MAX || model_count == ENTRIES_MAX)
        return;
    const uint32_t expected = free_count > 0 ? free_stack[--free_count] : model_count++;
    unsigned *object = &objects[object_count++];
    uint32_t index = 0;
    FUZZ_CHECK(abi_table_add(table, type, object, own, &index) == ABI_TRAP_NONE);
    FUZZ_CHECK(index == expected);
    model[index] = (struct model_entry){.type = type, .object = object, .own = own};
}

/* NULL: the model has none of this type at `index`. */
static struct model_entry *
find(const struct abi_resource *type, uint32_t index)
{
    return index < model_count && model[index].type == type ? &model[index] : NULL;
}

static struct abi_entry *
get(const struct abi_table *table, const struct abi_resource *type, uint32_t index)
{
    struct abi_entry *entry = abi_table_get(table, type, index);
    const struct model_entry *expected = find(type, index);
    FUZZ_CHECK((entry == NULL) == (expected == NULL));
    if (entry != NULL)
        FUZZ_CHECK(entry->object == expected->object && entry->own == expected->own &&
                   entry->lends == expected->lends);
    return entry;
}

static void
take(struct abi_table *table, const struct abi_resource *type, uint32_t index)
{
    struct abi_entry removed;
    struct model_entry *entry = find(type, index);
    const enum abi_trap trap = abi_table_remove(table, type, index, &removed);
    if (entry == NULL) {
        FUZZ_CHECK(trap == ABI_TRAP_BAD_HANDLE);
        return;
    }
    if (entry->lends > 0) {
        FUZZ_CHECK(trap == ABI_TRAP_LENT_HANDLE);
        return;
    }
    FUZZ_CHECK(trap == ABI_TRAP_NONE);
    FUZZ_CHECK(removed.object == entry->object && removed.own == entry->own && removed.type == type);
    entry->type = NULL;
    free_stack[free_count++] = index;
}

static void
lend(struct abi_table *table, const struct abi_resource *type, uint32_t index, int change)
{
    struct abi_entry *entry = get(table, type, index);
    if (entry == NULL || (change < 0 && entry->lends == 0))
        return;
    entry->lends += (uint32_t)change;
    model[index].lends += (uint32_t)change;
}

/* Each that is owned is dropped once, and no other. */
static void
finish(struct abi_table *table)
{
    unsigned dropped_before[ENTRIES_MAX];
    memcpy(dropped_before, objects, sizeof objects);
    abi_table_finish(table);
    FUZZ_CHECK(table->live == 0 && table->count == 0 && table->entries == NULL);
    for (uint32_t i = 1; i < model_count; i++) {
        if (model[i].type != NULL && model[i].own)
            dropped_before[model[i].object - objects]++;
    }
    FUZZ_CHECK(memcmp(dropped_before, objects, sizeof objects) == 0);
    model_count = 1;
    free_count = 0;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = {data, size};
    struct abi_table table = {0};
    memset(objects, 0, sizeof objects);
    model_count = 1;
    free_count = object_count = 0;
    while (!fuzz_input_ended(&input)) {
        const uint8_t deed = fuzz_input_byte(&input);
        const struct abi_resource *type = &types[(deed >> 4) % TYPES];
        uint32_t index = fuzz_input_byte(&input);
        if (index >= 0xf0) /* far out */
            index = (uint32_t)fuzz_input_number(&input, 4);
        switch (deed & 7) {
        case 0:
        case 1:
            add(&table, type, (deed & 8) == 0);
            break;
        case 2:
            get(&table, type, index);
            break;
        case 3:
        case 4:
            take(&table, type, index);
            break;
        case 5:
            lend(&table, type, index, 1);
            break;
        case 6:
            lend(&table, type, index, -1);
            break;
        default:
            if (index == 0)
                finish(&table);
        }
        uint32_t live = 0;
        for (uint32_t i = 1; i < model_count; i++)
            live += model[i].type != NULL;
        FUZZ_CHECK(table.live == live);
    }
    finish(&table);
    return 0;
}
