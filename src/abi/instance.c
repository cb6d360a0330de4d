/* The life of an instance: what every guest starts with, and what it leaves behind is given back. */
#include "abi/instance.h"

#include <stdlib.h>

#include "abi/pending.h"

void
abi_instance_init(struct abi_instance *instance)
{
    *instance = (struct abi_instance){.deadline = {BASE_DEADLINE_NEVER}};
}

void
abi_instance_finish(struct abi_instance *instance)
{
    instance->ended = true;
    abi_table_finish(&instance->table);
    struct abi_pending *next;
    for (struct abi_pending *op = instance->free_pendings; op != NULL; op = next) {
        next = op->next;
        free(op);
    }
    instance->free_pendings = NULL;
    abi_strays_leave(instance->strays);
    instance->strays = NULL;
    base_arena_finish(&instance->arena);
}
