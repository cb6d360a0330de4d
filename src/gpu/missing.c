/* What a standard function does where there is no library yet (it loads the default one), or where the
 * loaded one lacks it: nothing, with a warning; a status is an error, a handle is NULL. */
#include <string.h>

#include "base/log.h"
#include "gpu/library.h"
#include "gpu/procs.h"

/* Whether to call again: a library is there, and it has `proc` now. */
static bool
arrived(const char *name, size_t offset, WGPUProc self)
{
    if (!gpu_library_ensure())
        return false;
    WGPUProc proc;
    memcpy(&proc, (const char *)&gpu_procs + offset, sizeof proc);
    if (proc != self)
        return true;
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_GPU, "%s: the library has no such function", name);
    return false;
}

#define ARRIVED(name) arrived("wgpu" #name, offsetof(struct gpu_procs, name), (WGPUProc)missing_##name)

/* clang-format off */
#define ANSWER(type, name, parameters, arguments, nothing) \
    static type missing_##name parameters \
    { \
        if (ARRIVED(name)) \
            return gpu_procs.name arguments; \
        return (type){nothing}; \
    }
#define VALUE(type, name, parameters, arguments) ANSWER(type, name, parameters, arguments, 0)
#define STATUS(name, parameters, arguments) ANSWER(WGPUStatus, name, parameters, arguments, WGPUStatus_Error)
#define VOID(name, parameters, arguments) \
    static void missing_##name parameters \
    { \
        if (ARRIVED(name)) \
            gpu_procs.name arguments; \
    }
#define ASYNC(callback, name, parameters, arguments) VALUE(WGPUFuture, name, parameters, arguments)
#define COUNT(type, name) VOID(name, (type object), (object))
GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT)
#undef VALUE
#undef STATUS
#undef VOID
#undef ASYNC
#undef COUNT

#define VALUE(type, name, parameters, arguments) .name = missing_##name,
#define STATUS(name, parameters, arguments) .name = missing_##name,
#define VOID(name, parameters, arguments) .name = missing_##name,
#define ASYNC(callback, name, parameters, arguments) .name = missing_##name,
#define COUNT(type, name) .name = missing_##name,
#define ALL {GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT)}
/* clang-format on */

const struct gpu_procs gpu_missing = ALL;
struct gpu_procs gpu_procs = ALL;
