/* What Dawn compiles a guest's shaders and pipelines to, kept for the next time: its "blob cache".
 *
 * A key is Dawn's: adapter, driver, toggles and limits of the device, the isolation key, and of what is
 * compiled all that matters, of WGSL a SHA-3 hash. So an entry is what Dawn makes of its key, whoever has it
 * made, and a guest has no say in what is in one. Which library has made it is in the isolation key.
 *
 * Of native programs nothing is kept: this is no part of libwebgpu-native.a. */
#ifndef GPU_DAWN_PIPELINE_CACHE_H
#define GPU_DAWN_PIPELINE_CACHE_H

#include <stddef.h>
#include <webgpu/webgpu.h>

#include "base/cache.h"

/* How much of it one guest may have kept. */
#define GPU_DAWN_KEPT_MAX (UINT64_C(64) << 20)

/* DawnCacheDeviceDescriptor, in every Dawn's own header. Any thread may call the functions, until the device
 * is destroyed or released. */
#define GPU_DAWN_CACHE_DESCRIPTOR ((WGPUSType)0x50007)
struct gpu_dawn_cache_descriptor {
    WGPUChainedStruct chain;
    WGPUStringView isolationKey;
    size_t (*load)(const void *key, size_t key_size, void *value, size_t value_size, void *userdata);
    void (*store)(const void *key, size_t key_size, const void *value, size_t value_size, void *userdata);
    void *userdata;
};

/* One guest's. */
struct gpu_dawn_pipeline_cache;

/* References `cache`. NULL: no memory, or the loaded library's file cannot be looked at. */
struct gpu_dawn_pipeline_cache *gpu_dawn_pipeline_cache_new(struct base_cache *cache);
/* After its devices; NULL is allowed. Says in the log what came of it. */
void gpu_dawn_pipeline_cache_delete(struct gpu_dawn_pipeline_cache *self);

/* What a device is requested with. */
struct gpu_dawn_cache_descriptor gpu_dawn_pipeline_cache_descriptor(struct gpu_dawn_pipeline_cache *self);

#endif
