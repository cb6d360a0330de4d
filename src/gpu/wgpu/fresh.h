/* Buffers, textures and queries that nothing was written to yet: cleared before their first use. */
#ifndef GPU_WGPU_FRESH_H
#define GPU_WGPU_FRESH_H

#include <stdbool.h>
#include <stddef.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_buffer;
struct gpu_wgpu_device;
struct gpu_wgpu_texture;

/* What a shader may reach through a dynamic offset, and what queries are resolved to. */
#define GPU_WGPU_FRESH_USAGES \
    (WGPUBufferUsage_Storage | WGPUBufferUsage_Uniform | WGPUBufferUsage_QueryResolve)

/* What a texture needs beside its own usages, to be cleared. */
WGPUTextureUsage gpu_wgpu_fresh_usage(const struct gpu_wgpu_texture *texture);

/* Sets *clears to wgpu-native's commands that clear what these commands are the first to use, to be submitted
 * before them and released; to NULL if there is nothing to clear. All may be submitted, and
 * gpu_wgpu_fresh_end is called behind that. False: it cannot be cleared, which is reported, so that they must
 * not be submitted. */
bool gpu_wgpu_fresh_begin(struct gpu_wgpu_device *device, size_t count, const WGPUCommandBuffer *commands,
                          WGPUCommandBuffer *clears);
void gpu_wgpu_fresh_end(size_t count, const WGPUCommandBuffer *commands, bool submitted);

/* Clears it now, in the order of its device's queue; nothing if it is not fresh. False: it cannot be cleared,
 * which is reported, or the host does not want to wait: it must not be used. */
bool gpu_wgpu_fresh_clear(struct gpu_wgpu_buffer *buffer);

/* Before a copy of `size` to a part of a texture: what else it has there is cleared if nothing was written to
 * it yet; by wgpu-native's encoder, */
void gpu_wgpu_fresh_depth(WGPUCommandEncoder native, const WGPUTexelCopyTextureInfo *destination,
                          const WGPUExtent3D *size);
/* or now, with an answer like gpu_wgpu_fresh_clear's. */
bool gpu_wgpu_fresh_depth_now(struct gpu_wgpu_device *device, const WGPUTexelCopyTextureInfo *destination,
                              const WGPUExtent3D *size);

#endif
