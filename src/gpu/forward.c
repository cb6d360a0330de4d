/* The 202 functions of the standard header: each is one jump through gpu_procs.
 *
 * They are hidden: a shared library that is made with this room does not export them, a program that is
 * linked with libwebgpu-native.a calls them. Two things that crash a library are caught here, for
 * all libraries: a Release or AddRef of NULL does nothing, and for a callback that is NULL stands one
 * that only gives back what it is given. */
#include "gpu/procs.h"

#include <string.h>

/* clang-format off */
#define NO_CALLBACK(callback, parameters, body) \
    static void no_##callback parameters { (void)a; (void)b; body; }

NO_CALLBACK(WGPURequestAdapterCallback,
            (WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *a, void *b),
            (void)status; (void)message; wgpuAdapterRelease(adapter))
NO_CALLBACK(WGPURequestDeviceCallback,
            (WGPURequestDeviceStatus status, WGPUDevice device, WGPUStringView message, void *a, void *b),
            (void)status; (void)message; wgpuDeviceRelease(device))
NO_CALLBACK(WGPUCreateComputePipelineAsyncCallback,
            (WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline pipeline, WGPUStringView message,
             void *a, void *b),
            (void)status; (void)message; wgpuComputePipelineRelease(pipeline))
NO_CALLBACK(WGPUCreateRenderPipelineAsyncCallback,
            (WGPUCreatePipelineAsyncStatus status, WGPURenderPipeline pipeline, WGPUStringView message,
             void *a, void *b),
            (void)status; (void)message; wgpuRenderPipelineRelease(pipeline))
NO_CALLBACK(WGPUBufferMapCallback, (WGPUMapAsyncStatus status, WGPUStringView message, void *a, void *b),
            (void)status; (void)message)
NO_CALLBACK(WGPUQueueWorkDoneCallback,
            (WGPUQueueWorkDoneStatus status, WGPUStringView message, void *a, void *b),
            (void)status; (void)message)
NO_CALLBACK(WGPUPopErrorScopeCallback,
            (WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *a, void *b),
            (void)status; (void)type; (void)message)
NO_CALLBACK(WGPUCompilationInfoCallback,
            (WGPUCompilationInfoRequestStatus status, WGPUCompilationInfo const *info, void *a, void *b),
            (void)status; (void)info)

#define VALUE(type, name, parameters, arguments) \
    type wgpu##name parameters { return gpu_procs.name arguments; }
#define STATUS(name, parameters, arguments) VALUE(WGPUStatus, name, parameters, arguments)
#define VOID(name, parameters, arguments) \
    void wgpu##name parameters { gpu_procs.name arguments; }
#define ASYNC(type, name, parameters, arguments) \
    WGPUFuture wgpu##name parameters \
    { \
        if (callbackInfo.callback == NULL) \
            callbackInfo.callback = no_##type; \
        return gpu_procs.name arguments; \
    }
#define COUNT(type, name) \
    void wgpu##name(type object) \
    { \
        if (object != NULL) \
            gpu_procs.name(object); \
    }
GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT)
#undef VALUE
#undef STATUS
#undef VOID
#undef ASYNC
#undef COUNT
/* clang-format on */

static const WGPUProc standard[GPU_PROC_COUNT] = {
#define VALUE(type, name, parameters, arguments) (WGPUProc) wgpu##name,
#define STATUS(name, parameters, arguments) VALUE(WGPUStatus, name, parameters, arguments)
#define VOID(name, parameters, arguments) (WGPUProc) wgpu##name,
#define ASYNC(callback, name, parameters, arguments) (WGPUProc) wgpu##name,
#define COUNT(type, name) (WGPUProc) wgpu##name,
    GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT)
#undef VALUE
#undef STATUS
#undef VOID
#undef ASYNC
#undef COUNT
};

WGPUProc
gpu_proc_address(WGPUStringView name)
{
    if (name.data == NULL)
        return NULL;
    const size_t size = name.length == WGPU_STRLEN ? strlen(name.data) : name.length;
    for (size_t i = 0; i < GPU_PROC_COUNT; i++) {
        const char *known = gpu_proc_table[i].name;
        if (strlen(known) == size && memcmp(known, name.data, size) == 0)
            return standard[i];
    }
    return NULL;
}
