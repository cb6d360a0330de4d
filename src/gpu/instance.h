/* What abandon.c, adapter.c and instance.c share. */
#ifndef GPU_INSTANCE_H
#define GPU_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <webgpu/webgpu.h>

#include "gpu/adapter.h"

struct gpu_abandoned;
struct gpu_dawn_pipeline_cache;

struct gpu_instance {
    WGPUInstance native;
    WGPUBackendType backend;
    bool chosen; /* the user chose an adapter: */
    struct gpu_adapter_info choice;
    WGPUAdapter adapter;                       /* with wgpu-native */
    char *manifest;                            /* with Dawn: its driver's; NULL: there is only one */
    struct gpu_dawn_pipeline_cache *pipelines; /* NULL: they are not kept */
    struct gpu_abandoned *abandoned;           /* devices */
    struct gpu_instance *next;                 /* among those that are kept for them */
};

/* Of one that is deleted and has abandoned devices: it stays. */
void gpu_instance_keep(struct gpu_instance *instance);

/* What the library gives. The caller owns both. */
struct gpu_found_adapter {
    WGPUAdapter adapter; /* NULL: none */
    char *message;       /* NULL: none */
};

/* Asks the library, and waits for its answer. */
struct gpu_found_adapter gpu_instance_ask(const struct gpu_instance *instance,
                                          const WGPURequestAdapterOptions *options);

/* False: out of memory, or the adapter does not say; then there is nothing to finish. */
bool gpu_adapter_describe(WGPUAdapter adapter, struct gpu_adapter_info *info);
void gpu_adapter_info_finish(struct gpu_adapter_info *info);

#endif
