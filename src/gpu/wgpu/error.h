/* Errors of a wgpu-native device: who gets them. */
#ifndef GPU_WGPU_ERROR_H
#define GPU_WGPU_ERROR_H

#include <webgpu/webgpu.h>

struct gpu_wgpu_device;

/* A validation error of ours: to the innermost error scope that takes it, else to the user's callback,
 * else to the log. Nothing once the device is lost: WebGPU, "Errors & Debugging". */
void gpu_wgpu_validation_error(struct gpu_wgpu_device *device, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The callback that every native device is given; `userdata1` is its number (device.h). */
void gpu_wgpu_on_error(const WGPUDevice *native, WGPUErrorType type, WGPUStringView message, void *userdata1,
                       void *userdata2);

/* From here errors are kept and told to no one; calls do not nest. */
void gpu_wgpu_capture_begin(struct gpu_wgpu_device *device);
/* The first error since: its type, or NoError; *message is the caller's to free, NULL if there is none. */
WGPUErrorType gpu_wgpu_capture_end(struct gpu_wgpu_device *device, char **message);
/* Tells what was captured, as if it happened now. */
void gpu_wgpu_report(struct gpu_wgpu_device *device, WGPUErrorType type, const char *message);

/* Ends the capture that a pipeline is made in asynchronously: how that ends. *message is why there is none,
 * the caller's to free: `reason`, or if that is NULL what was captured. A lost device makes pipelines that do
 * nothing. */
WGPUCreatePipelineAsyncStatus gpu_wgpu_creation_end(struct gpu_wgpu_device *device, const char *reason,
                                                    char **message);

/* Frees the scopes. */
void gpu_wgpu_scopes_finish(struct gpu_wgpu_device *device);

#endif
