/* Adapters: which there are, and which one the user has chosen with --adapter and --backend. */
#ifndef GPU_ADAPTER_H
#define GPU_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <webgpu/webgpu.h>

#include "wasigpu/error.h"

struct base_cache;

/* What the user chose; either text may be NULL. `adapter`: "high-performance", "low-power", "cpu", part of a
 * name, or an index into the list below. `backend`: "vulkan", "gl", "metal" or "d3d12"; NULL: the
 * first of $WGPU_BACKEND that is known, else the library's own choice. */
struct gpu_choice {
    const char *adapter;
    const char *backend;
    bool uninitialized_workgroup_memory; /* allowed, on the library that does not clear it */
    struct base_cache *cache;            /* of the library's compiled shaders and pipelines; or NULL */
};

struct gpu_adapter_info {
    char *name;   /* "llvmpipe (LLVM 19.1.7, 256 bits)" */
    char *driver; /* "llvmpipe, Mesa 25.0.7-2 (LLVM 19.1.7)" */
    char *vendor; /* "NVIDIA"; else its number: "0x10005" */
    WGPUAdapterType type;
    WGPUBackendType backend;
    uint32_t vendor_id;
    uint32_t device_id;
};

struct gpu_adapter_list {
    struct gpu_adapter_info *items;
    size_t count;
};

struct gpu_instance;

/* A WebGPU instance of the loaded library, with timed waits. An unknown backend or adapter is an error
 * that names those there are. Loads the default library if none is loaded. */
wasigpu_error_t *gpu_instance_new(const struct gpu_choice *choice, struct gpu_instance **out);
/* NULL is allowed. Adapters of it live on; devices are gone before. One with a device that is
 * abandoned, and has not been reaped, stays for good: abandon.h. */
void gpu_instance_delete(struct gpu_instance *instance);
/* Borrowed. */
WGPUInstance gpu_instance_native(const struct gpu_instance *instance);

/* The user's adapter; where the user chose none, one by `options` (NULL: any), and rather a discrete GPU
 * than a CPU. The caller owns `adapter`. An error says what there is and what to do; also for a
 * lavapipe older than Mesa 23.1, which is refused: its loops end after 65,535 iterations. */
wasigpu_error_t *gpu_instance_request_adapter(struct gpu_instance *instance,
                                              const WGPURequestAdapterOptions *options, WGPUAdapter *adapter);

/* wgpuAdapterRequestDevice with what the host asks for beside: that what is compiled is kept. */
WGPUFuture gpu_instance_request_device(const struct gpu_instance *instance, WGPUAdapter adapter,
                                       const WGPUDeviceDescriptor *descriptor,
                                       WGPURequestDeviceCallbackInfo callback);

/* Every adapter that the library can use, in the order in which --adapter INDEX counts. */
wasigpu_error_t *gpu_instance_list_adapters(struct gpu_instance *instance, struct gpu_adapter_list *list);
/* A zeroed list is empty and valid. */
void gpu_adapter_list_finish(struct gpu_adapter_list *list);

/* "discrete GPU", "Vulkan": for people. */
const char *gpu_adapter_type_text(WGPUAdapterType type);
const char *gpu_backend_text(WGPUBackendType backend);
/* "NVIDIA", else "0x10005". The caller frees it; NULL: out of memory. */
char *gpu_vendor_text(uint32_t id);

#endif
