/* What passes need of their command encoder. */
#ifndef GPU_WGPU_ENCODER_H
#define GPU_WGPU_ENCODER_H

#include <stdbool.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_command_encoder;

/* A pass's timestamp writes with wgpu-native's query set. False: that is invalid, and so is the encoder. */
bool gpu_wgpu_unwrap_timestamps(struct gpu_wgpu_command_encoder *encoder,
                                const WGPUPassTimestampWrites *writes, WGPUPassTimestampWrites *native);

#endif
