/* One call: the way in and out, and how its trap is noted. CanonicalABI.md, "canon lower".
 *
 * abi_invoke is on the way of every import: a few loads and stores, no lock, no allocation. */
#include "abi/call.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "abi/owned.h"
#include "abi/root.h"
#include "base/log.h"

/* The memory of a guest without one: nothing fits into it, and its base is no null pointer. */
static uint8_t nothing[8];
static struct abi_memory no_memory = {.base = nothing};

bool
abi_trap(struct abi_call *call, enum abi_trap trap)
{
    assert(trap != ABI_TRAP_NONE);
    call->trap = trap;
    call->detail[0] = '\0';
    return false;
}

bool
abi_trap_detail(struct abi_call *call, enum abi_trap trap, const char *format, ...)
{
    assert(trap != ABI_TRAP_NONE);
    call->trap = trap;
    va_list arguments;
    va_start(arguments, format);
    if (vsnprintf(call->detail, ABI_DETAIL_SIZE, format, arguments) < 0)
        call->detail[0] = '\0';
    va_end(arguments);
    return false;
}

bool
abi_trap_handle(struct abi_call *call, const struct abi_resource *type, uint32_t handle)
{
    const struct abi_table *table = &call->instance->table;
    if (handle < table->count && table->entries[handle].type != NULL)
        return abi_trap_detail(call, ABI_TRAP_BAD_HANDLE, "%s #%u is a %s", type->name, handle,
                               table->entries[handle].type->name);
    return abi_trap_detail(call, ABI_TRAP_BAD_HANDLE, "%s #%u", type->name, handle);
}

bool
abi_trap_misaligned(struct abi_call *call, uint32_t ptr, uint32_t align)
{
    if (call->options->memory == NULL)
        return abi_trap(call, ABI_TRAP_NO_MEMORY);
    return abi_trap_detail(call, ABI_TRAP_MISALIGNED, "pointer 0x%x, alignment %u", ptr, align);
}

bool
abi_trap_outside(struct abi_call *call, uint32_t ptr, uint32_t size)
{
    if (call->options->memory == NULL)
        return abi_trap(call, ABI_TRAP_NO_MEMORY);
    return abi_trap_detail(call, ABI_TRAP_OUT_OF_BOUNDS, "pointer 0x%x, %u bytes", ptr, size);
}

bool
abi_trap_case(struct abi_call *call, uint32_t value, uint32_t count)
{
    return abi_trap_detail(call, ABI_TRAP_BAD_CASE, "%u of %u", value, count);
}

bool
abi_missing(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    return abi_trap(call, ABI_TRAP_MISSING);
}

/* A call that does not come so far as to have an arena, a memory or a scope: that of the call which runs
 * realloc is not to be touched. A few built-ins may be called even there, for they need none. */
static bool __attribute__((cold, noinline))
refuse(const struct abi_binding *binding, union abi_slot *slots, struct abi_failure *failure)
{
    struct abi_instance *instance = binding->instance;
    failure->detail[0] = '\0';
    struct abi_call call = {.instance = instance, .options = binding->options, .detail = failure->detail};
    if (instance != NULL && instance->ended)
        abi_trap(&call, ABI_TRAP_WRONG_STORE);
    else if (binding->options == NULL)
        abi_trap(&call, ABI_TRAP_NOT_BOUND);
    else if (!abi_root_may_stay(binding->func))
        abi_trap(&call, ABI_TRAP_CANNOT_LEAVE);
    else
        binding->func(&call, slots);
    failure->trap = call.trap;
    return call.trap == ABI_TRAP_NONE;
}

static void __attribute__((cold, noinline))
drop_owned(const struct abi_owned *owned)
{
    for (; owned != NULL; owned = owned->next)
        owned->type->drop(owned->object);
}

static struct abi_memory *
memory_of(const struct abi_options *options)
{
    struct abi_memory *memory = options->memory;
    if (memory == NULL)
        return &no_memory;
    if (memory->moves)
        memory->reload(memory);
    return memory;
}

bool
abi_invoke(const struct abi_binding *binding, union abi_slot *slots, struct abi_failure *failure)
{
    struct abi_instance *instance = binding->instance;
    const struct abi_options *options = binding->options;
    if (options == NULL || instance->realloc_runs || instance->ended)
        return refuse(binding, slots, failure);

    struct abi_memory *memory = memory_of(options); /* first: then all of the call is written once */
    struct abi_call call = {
        .instance = instance,
        .options = options,
        .memory = memory,
        .arena = &instance->arena,
        .context = binding->context,
        .detail = failure->detail,
    };
    base_log_scope = (struct base_log_scope){binding->name, (const int32_t *)slots};
    if (base_log_enabled(BASE_LOG_TRACE, BASE_LOG_ROOM_WEBGPU))
        base_log(BASE_LOG_TRACE, BASE_LOG_ROOM_WEBGPU, "called");

    const bool ok = binding->func(&call, slots);

    if (call.owned != NULL)
        drop_owned(call.owned);
    if (!base_arena_clean(call.arena))
        base_arena_reset(call.arena);
    base_log_scope.call = NULL;
    if (!ok) {
        assert(call.trap != ABI_TRAP_NONE);
        failure->trap = call.trap;
    }
    return ok;
}

bool
abi_call_within(struct abi_call *outer, const struct abi_options *options,
                bool (*func)(struct abi_call *call, void *env), void *env)
{
    struct abi_call call = {
        .instance = outer->instance,
        .options = options,
        .memory = memory_of(options),
        .arena = outer->arena,
        .detail = outer->detail,
    };
    const bool ok = func(&call, env);
    assert(call.owned == NULL); /* nothing is lifted here */
    outer->trap = call.trap;
    return ok;
}
