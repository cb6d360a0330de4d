/* Buffers that nothing was written to yet: cleared before their first use. */
#ifndef GPU_WGPU_FRESH_H
#define GPU_WGPU_FRESH_H

#include <stddef.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_bind_group;
struct gpu_wgpu_buffer;

/* What a shader may reach through a dynamic offset. */
#define GPU_WGPU_FRESH_USAGES (WGPUBufferUsage_Storage | WGPUBufferUsage_Uniform)

/* wgpu-native's commands that clear what these commands are the first to use, to be submitted before them and
 * released; NULL: there is nothing to clear. There is at least one command buffer, and all may be submitted.
 */
WGPUCommandBuffer gpu_wgpu_fresh_commands(size_t count, const WGPUCommandBuffer *commands);

/* Clears it now, in the order of its device's queue; nothing if it is not fresh. */
void gpu_wgpu_fresh_clear(struct gpu_wgpu_buffer *buffer);
/* The same for all that a bind group has. NULL is allowed. */
void gpu_wgpu_fresh_clear_bind_group(struct gpu_wgpu_bind_group *group);

#endif
