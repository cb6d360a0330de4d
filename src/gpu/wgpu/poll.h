/* Lets wgpu-native make progress, which it does only when asked. Never waits. */
#ifndef GPU_WGPU_POLL_H
#define GPU_WGPU_POLL_H

#include <stdbool.h>

struct gpu_wgpu_device;
struct gpu_wgpu_instance;

/* Looks up wgpuDevicePoll; the library has it, else it would not be wgpu-native. */
void gpu_wgpu_poll_find(void *handle);

void gpu_wgpu_poll_device(struct gpu_wgpu_device *device);
/* All devices of an instance. */
void gpu_wgpu_poll_instance(struct gpu_wgpu_instance *instance);

#endif
