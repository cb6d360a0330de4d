/* The built-ins of a component model that is async, for a core module: subtasks, waitable sets, and what a
 * task has. CanonicalABI.md, "Canonical Definitions"; each function names its own.
 *
 * A core module is a command, and its one thread may always block. No one calls it but its host, once, so
 * there is no one to hold back, and no one who could cancel it: the forms that are [cancellable] never
 * report that. */
#include "abi/root.h"

#include "abi/subtask.h"
#include "abi/wait.h"
#include "abi/waitable.h"
#include "abi/waitable_set.h"
#include "base/count.h"

#define BACKPRESSURE_MAX 0xffffu

/* canon subtask.cancel */
static bool
subtask_cancel(struct abi_call *call, union abi_slot *slots)
{
    return abi_subtask_cancel(call, slots[0].u32, false, &slots[0].u32);
}

static bool
async_subtask_cancel(struct abi_call *call, union abi_slot *slots)
{
    return abi_subtask_cancel(call, slots[0].u32, true, &slots[0].u32);
}

/* canon subtask.drop */
static bool
subtask_drop(struct abi_call *call, union abi_slot *slots)
{
    return abi_subtask_drop(call, slots[0].u32);
}

/* canon waitable-set.new */
static bool
waitable_set_new(struct abi_call *call, union abi_slot *slots)
{
    return abi_waitable_set_new(call, &slots[0].u32);
}

/* canon waitable.join */
static bool
waitable_join(struct abi_call *call, union abi_slot *slots)
{
    return abi_waitable_join(call, slots[0].u32, slots[1].u32);
}

/* canon waitable-set.drop */
static bool
waitable_set_drop(struct abi_call *call, union abi_slot *slots)
{
    return abi_waitable_set_drop(call, slots[0].u32);
}

/* canon waitable-set.wait */
static bool
waitable_set_wait(struct abi_call *call, union abi_slot *slots)
{
    return abi_waitable_set_wait(call, slots[0].u32, slots[1].u32, &slots[0].u32);
}

/* canon waitable-set.poll */
static bool
waitable_set_poll(struct abi_call *call, union abi_slot *slots)
{
    return abi_waitable_set_poll(call, slots[0].u32, slots[1].u32, &slots[0].u32);
}

/* canon backpressure.inc */
static bool
backpressure_inc(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    if (call->instance->backpressure == BACKPRESSURE_MAX)
        return abi_trap(call, ABI_TRAP_BACKPRESSURE);
    call->instance->backpressure++;
    return true;
}

/* canon backpressure.dec */
static bool
backpressure_dec(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    if (call->instance->backpressure == 0)
        return abi_trap(call, ABI_TRAP_BACKPRESSURE);
    call->instance->backpressure--;
    return true;
}

/* canon context.get, canon context.set */
static bool
context_get_0(struct abi_call *call, union abi_slot *slots)
{
    slots[0].u32 = call->instance->context[0];
    return true;
}

static bool
context_set_0(struct abi_call *call, union abi_slot *slots)
{
    call->instance->context[0] = slots[0].u32;
    return true;
}

static bool
context_get_1(struct abi_call *call, union abi_slot *slots)
{
    slots[0].u32 = call->instance->context[1];
    return true;
}

static bool
context_set_1(struct abi_call *call, union abi_slot *slots)
{
    call->instance->context[1] = slots[0].u32;
    return true;
}

/* canon thread.yield: there is no other thread. What runs on the GPU needs none of this one, but on a CPU
 * adapter its core; and who yields will ask again whether it is done. */
static bool
thread_yield(struct abi_call *call, union abi_slot *slots)
{
    abi_wait_moment(call->instance);
    slots[0].u32 = 0; /* not cancelled */
    return true;
}

/* canon task.cancel */
static bool
task_cancel(struct abi_call *call, union abi_slot *slots)
{
    (void)slots;
    return abi_trap(call, ABI_TRAP_NO_TASK);
}

bool
abi_root_may_stay(abi_func func)
{
    static const abi_func funcs[] = {
        backpressure_inc, backpressure_dec, context_get_0, context_set_0, context_get_1, context_set_1,
    };
    for (size_t i = 0; i < BASE_COUNT(funcs); i++)
        if (funcs[i] == func)
            return true;
    return false;
}

static const struct abi_import imports[] = {
    {"[subtask-cancel]", "h", "i", subtask_cancel},
    {"[async-lower][subtask-cancel]", "h", "i", async_subtask_cancel},
    {"[subtask-drop]", "h", "", subtask_drop},
    {"[waitable-set-new]", "", "h", waitable_set_new},
    {"[waitable-join]", "hh", "", waitable_join},
    {"[waitable-set-drop]", "h", "", waitable_set_drop},
    {"[waitable-set-wait]", "hi", "i", waitable_set_wait},
    {"[cancellable][waitable-set-wait]", "hi", "i", waitable_set_wait},
    {"[waitable-set-poll]", "hi", "i", waitable_set_poll},
    {"[cancellable][waitable-set-poll]", "hi", "i", waitable_set_poll},
    {"[backpressure-inc]", "", "", backpressure_inc},
    {"[backpressure-dec]", "", "", backpressure_dec},
    {"[context-get-0]", "", "i", context_get_0},
    {"[context-set-0]", "i", "", context_set_0},
    {"[context-get-1]", "", "i", context_get_1},
    {"[context-set-1]", "i", "", context_set_1},
    {"[thread-yield]", "", "i", thread_yield},
    {"[cancellable][thread-yield]", "", "i", thread_yield},
};

const struct abi_interface abi_root = {"$root", imports, BASE_COUNT(imports)};

static const struct abi_import export_imports[] = {
    {"[task-cancel]", "", "", task_cancel},
};

const struct abi_interface abi_export_root = {"[export]$root", export_imports, BASE_COUNT(export_imports)};
