/* What passes and copies need of their command encoder. */
#ifndef GPU_WGPU_ENCODER_H
#define GPU_WGPU_ENCODER_H

#include <stdbool.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_buffer;
struct gpu_wgpu_command_encoder;

/* WebGPU, "setImmediates": adapter.c says why there are none. */
#define GPU_WGPU_NO_IMMEDIATES "immediates are over the device's limit, which is 0"

/* The encoder, if it takes commands: else an error, and NULL. Once it is invalid (used.error), commands need
 * not reach wgpu-native any more. */
struct gpu_wgpu_command_encoder *gpu_wgpu_open_encoder(WGPUCommandEncoder handle);

/* A copy or a clear to the buffer: without the usage the encoder is invalid. */
void gpu_wgpu_write_buffer(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_buffer *buffer);

/* A pass's timestamp writes with wgpu-native's query set. False: that is invalid, and so is the encoder. */
bool gpu_wgpu_unwrap_timestamps(struct gpu_wgpu_command_encoder *encoder,
                                const WGPUPassTimestampWrites *writes, WGPUPassTimestampWrites *native);

#endif
