/* Lifting that is more than a load: own handles, strings, lists.
 *
 * CanonicalABI.md, "Loading": lift_own, load_string_from_range, load_list_from_range. */
#include "abi/lift.h"

#include "abi/owned.h"

bool
abi_check_grown(struct abi_call *call, uint32_t ptr, uint32_t size)
{
    return abi_memory_holds(call->memory, ptr, size) || abi_trap_outside(call, ptr, size);
}

void *
abi_lift_own(struct abi_call *call, uint32_t handle, const struct abi_resource *type)
{
    struct abi_table *table = &call->instance->table;
    const struct abi_entry *entry = abi_table_get(table, type, handle);
    if (entry == NULL) {
        abi_trap_handle(call, type, handle);
        return NULL;
    }
    if (!entry->own) {
        abi_trap_detail(call, ABI_TRAP_BAD_HANDLE, "%s #%u is borrowed", type->name, handle);
        return NULL;
    }
    /* Its note comes first: once it has left the table, the handle cannot be lost. */
    struct abi_owned *owned = base_arena_alloc(call->arena, 1, sizeof *owned);
    if (owned == NULL) {
        abi_trap(call, ABI_TRAP_HOST_MEMORY);
        return NULL;
    }
    struct abi_entry removed;
    const enum abi_trap trap = abi_table_remove(table, type, handle, &removed);
    if (trap != ABI_TRAP_NONE) {
        abi_trap_detail(call, trap, "%s #%u", type->name, handle);
        return NULL;
    }
    *owned = (struct abi_owned){.next = call->owned, .type = type, .object = removed.object};
    call->owned = owned;
    return removed.object;
}

bool
abi_lift_string(struct abi_call *call, uint32_t ptr, uint32_t size, struct base_str *string)
{
    struct abi_view bytes = {0};
    if (!abi_lift_list(call, ptr, size, 1, 1, &bytes))
        return false;
    const struct base_str text = {bytes.data, size};
    const size_t good = base_utf8_prefix(text);
    if (good != size)
        return abi_trap_detail(call, ABI_TRAP_BAD_UTF8, "pointer 0x%x, byte %zu of %u", ptr, good, size);
    *string = text;
    return true;
}

bool
abi_lift_list(struct abi_call *call, uint32_t ptr, uint32_t count, uint32_t size, uint32_t align,
              struct abi_view *list)
{
    const uint64_t bytes = (uint64_t)count * size;
    if (bytes > ABI_LIST_MAX)
        return abi_trap_detail(call, ABI_TRAP_TOO_LONG, "%u elements of %u bytes", count, size);
    if (call->options->memory == NULL)
        return abi_trap(call, ABI_TRAP_NO_MEMORY);
    if (!abi_check_range(call, ptr, (uint32_t)bytes, align))
        return false;
    *list = (struct abi_view){call->memory->base + ptr, count};
    return true;
}
