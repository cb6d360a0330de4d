/* What all waitables share: their handles. Sets are in waitable_set.c, waiting is in wait.c. */
#include "abi/waitable.h"

bool
abi_waitable_add(struct abi_call *call, struct abi_waitable *self, const struct abi_resource *type)
{
    struct abi_table *table = &call->instance->table;
    const enum abi_trap trap = abi_table_add(table, type, self, true, &self->handle);
    if (trap != ABI_TRAP_NONE)
        return abi_trap(call, trap);
    table->entries[self->handle].waitable = true;
    return true;
}

struct abi_waitable *
abi_waitable_get(struct abi_call *call, uint32_t handle)
{
    const struct abi_table *table = &call->instance->table;
    if (handle < table->count && table->entries[handle].waitable)
        return table->entries[handle].object;
    static const struct abi_resource any = {"waitable", NULL};
    abi_trap_handle(call, &any, handle);
    return NULL;
}
