/* Lowering that is more than a store: own handles, and what needs the guest's realloc.
 *
 * CanonicalABI.md, "Storing": lower_own, store_string_into_range, store_list_into_range; "Lifting and
 * Lowering Context": reallocate; "canon resource.drop". As there, realloc is called for 0 bytes too. */
#include "abi/lower.h"

#include <assert.h>

#include "abi/lift.h"

uint32_t
abi_lower_own(struct abi_call *call, void *object, const struct abi_resource *type)
{
    if (object == NULL) {
        abi_trap(call, ABI_TRAP_HOST_MEMORY);
        return 0;
    }
    uint32_t handle;
    const enum abi_trap trap = abi_table_add(&call->instance->table, type, object, true, &handle);
    if (trap == ABI_TRAP_NONE)
        return handle;
    type->drop(object);
    abi_trap(call, trap);
    return 0;
}

bool
abi_realloc(struct abi_call *call, uint32_t size, uint32_t align, uint32_t *ptr)
{
    const struct abi_options *options = call->options;
    if (options->memory == NULL)
        return abi_trap(call, ABI_TRAP_NO_MEMORY);
    if (options->realloc == NULL)
        return abi_trap(call, ABI_TRAP_NO_REALLOC);

    assert(!call->instance->realloc_runs);
    uint32_t result = 0;
    call->instance->realloc_runs = true;
    const bool ok = options->realloc(options->realloc_env, 0, 0, align, size, &result);
    call->instance->realloc_runs = false;
    if (call->memory->reload != NULL) /* the guest may have grown its memory */
        call->memory->reload(call->memory);

    if (!ok)
        return abi_trap(call, ABI_TRAP_REALLOC_TRAPPED);
    if ((result & (align - 1)) != 0 || !abi_memory_holds(call->memory, result, size))
        return abi_trap_detail(call, ABI_TRAP_REALLOC_RESULT, "pointer 0x%x, %u bytes, alignment %u", result,
                               size, align);
    *ptr = result;
    return true;
}

bool
abi_store_list(struct abi_call *call, uint32_t ptr, size_t count, uint32_t size, uint32_t align,
               uint32_t *elements)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, (size_t)size, &bytes) || bytes > ABI_LIST_MAX)
        return abi_trap_detail(call, ABI_TRAP_TOO_LONG, "a result of %zu elements of %u bytes", count, size);
    if (!abi_realloc(call, (uint32_t)bytes, align, elements))
        return false;
    abi_store_u32(call, ptr, *elements);
    abi_store_u32(call, ptr + 4, (uint32_t)count);
    return true;
}

/* *bytes is where they went. What a guest's realloc returned may overlap anything, the return area
 * too: so nothing that has been stored is read back. */
static bool
store_bytes(struct abi_call *call, uint32_t ptr, const void *data, size_t size, uint32_t *bytes)
{
    if (!abi_store_list(call, ptr, size, 1, 1, bytes))
        return false;
    if (size != 0)
        memcpy(call->memory->base + *bytes, data, size);
    return true;
}

bool
abi_store_bytes(struct abi_call *call, uint32_t ptr, const void *data, size_t size)
{
    uint32_t bytes = 0;
    return store_bytes(call, ptr, data, size, &bytes);
}

bool
abi_store_string(struct abi_call *call, uint32_t ptr, struct base_str string)
{
    uint32_t bytes = 0;
    if (!store_bytes(call, ptr, string.data, string.size, &bytes))
        return false;
    if (string.size == 0) /* its data may be NULL */
        return true;
    /* Guests take a string to be UTF-8 without looking; a driver's name or a message may not be. */
    uint8_t *copy = call->memory->base + bytes;
    for (size_t good = 0;;) {
        good += base_utf8_prefix((struct base_str){string.data + good, string.size - good});
        if (good == string.size)
            return true;
        copy[good++] = '?';
    }
}

bool
abi_resource_drop(struct abi_call *call, uint32_t handle, const struct abi_resource *type)
{
    struct abi_entry removed;
    const enum abi_trap trap = abi_table_remove(&call->instance->table, type, handle, &removed);
    if (trap == ABI_TRAP_BAD_HANDLE)
        return abi_trap_handle(call, type, handle);
    if (trap != ABI_TRAP_NONE)
        return abi_trap_detail(call, trap, "%s #%u", type->name, handle);
    if (removed.own)
        type->drop(removed.object);
    return true;
}
