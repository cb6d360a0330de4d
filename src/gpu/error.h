/* Errors of a device that are not the library's: one that the host makes, and some that nobody shall hear of.
 * Both are of the calling thread, as error scopes are on Dawn. */
#ifndef GPU_ERROR_H
#define GPU_ERROR_H

#include <webgpu/webgpu.h>

/* Reports an error as the library does its own: to the innermost error scope that takes it, else to the
 * device's callback for uncaptured ones. */
void gpu_device_report(WGPUDevice device, WGPUErrorType type, const char *message);

/* Errors of the calls in between are told to no one: of those that make invalid objects on purpose. Pairs do
 * not nest. */
void gpu_device_quiet_begin(WGPUDevice device);
void gpu_device_quiet_end(WGPUDevice device);

#endif
