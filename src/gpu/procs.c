/* The tables of pointers by number. */
#include "gpu/procs.h"

#include <assert.h>
#include <string.h>

static_assert(sizeof(struct gpu_procs) == GPU_PROC_COUNT * sizeof(WGPUProc), "the list has another length");

struct gpu_procs gpu_native;

const struct gpu_proc gpu_proc_table[GPU_PROC_COUNT] = {
#define VALUE(type, name, parameters, arguments) {"wgpu" #name, offsetof(struct gpu_procs, name)},
#define STATUS(name, parameters, arguments) VALUE(WGPUStatus, name, parameters, arguments)
#define VOID(name, parameters, arguments) {"wgpu" #name, offsetof(struct gpu_procs, name)},
#define ASYNC(callback, name, parameters, arguments) {"wgpu" #name, offsetof(struct gpu_procs, name)},
#define COUNT(type, name) {"wgpu" #name, offsetof(struct gpu_procs, name)},
    GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT)
#undef VALUE
#undef STATUS
#undef VOID
#undef ASYNC
#undef COUNT
};

WGPUProc
gpu_procs_get(const struct gpu_procs *procs, size_t index)
{
    WGPUProc proc;
    memcpy(&proc, (const char *)procs + gpu_proc_table[index].offset, sizeof proc);
    return proc;
}

void
gpu_procs_set(struct gpu_procs *procs, size_t index, WGPUProc proc)
{
    memcpy((char *)procs + gpu_proc_table[index].offset, &proc, sizeof proc);
}
