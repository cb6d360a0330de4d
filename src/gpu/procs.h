/* The functions of webgpu.h as tables of pointers: the one that everyone's calls jump through, and the
 * loaded library's own. */
#ifndef GPU_PROCS_H
#define GPU_PROCS_H

#include <stddef.h>
#include <webgpu/webgpu.h>

#include "gpu/proc_list.h"

struct gpu_procs {
#define VALUE(type, name, parameters, arguments) WGPUProc##name name;
#define STATUS(name, parameters, arguments) VALUE(WGPUStatus, name, parameters, arguments)
#define VOID(name, parameters, arguments) WGPUProc##name name;
#define ASYNC(callback, name, parameters, arguments) WGPUProc##name name;
#define COUNT(type, name) WGPUProc##name name;
    GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT)
#undef VALUE
#undef STATUS
#undef VOID
#undef ASYNC
#undef COUNT
};

/* Where the standard functions jump: never NULL. Before a library is loaded these load one. Said to be
 * hidden here too, for then the jump needs no look into the global offset table. */
extern struct gpu_procs gpu_procs __attribute__((visibility("hidden")));

/* The loaded library's own functions; NULL where it has none. For the translations only. */
extern struct gpu_procs gpu_native __attribute__((visibility("hidden")));

/* What is called where the library has nothing: answers "no" as webgpu.h says it, with a warning. */
extern const struct gpu_procs gpu_missing;

/* The functions by number: their names ("wgpuQueueSubmit"), their places in the tables. */
struct gpu_proc {
    const char *name;
    size_t offset;
};
#define GPU_PROC_COUNT 202
extern const struct gpu_proc gpu_proc_table[GPU_PROC_COUNT];

WGPUProc gpu_procs_get(const struct gpu_procs *procs, size_t index);
void gpu_procs_set(struct gpu_procs *procs, size_t index, WGPUProc proc);

/* wgpuGetProcAddress for every library: the standard functions, not the library's. */
WGPUProc gpu_proc_address(WGPUStringView name);

#endif
