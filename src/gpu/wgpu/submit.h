/* The one way to wgpu-native's submit, for all that hands work to a queue. */
#ifndef GPU_WGPU_SUBMIT_H
#define GPU_WGPU_SUBMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_queue;

/* Submits wgpu-native's command buffers, of which there may be none: what was written goes along. Where that
 * waits for what the GPU works on, it is waited for here, and given up when the host says so or the device is
 * lost. False: nothing is submitted. */
bool gpu_wgpu_submit(struct gpu_wgpu_queue *queue, size_t count, const WGPUCommandBuffer *natives);

#endif
