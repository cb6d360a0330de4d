/* The record of a wgpu-native device: made before the device, which needs it for its callbacks. */
#ifndef GPU_WGPU_DEVICE_H
#define GPU_WGPU_DEVICE_H

#include <stdint.h>
#include <webgpu/webgpu.h>

struct gpu_wgpu_adapter;
struct gpu_wgpu_device;
struct gpu_wgpu_instance;

/* With the user's callbacks of `descriptor`. NULL: out of memory, which the one of its loss has been told. */
struct gpu_wgpu_device *gpu_wgpu_device_new(struct gpu_wgpu_adapter *adapter,
                                            const WGPUDeviceDescriptor *descriptor);
/* Its native device is there, and taken over. */
void gpu_wgpu_device_begin(struct gpu_wgpu_device *device, WGPUDevice native);

/* By the number of its lost future, with a reference; NULL: it is gone. Callbacks of wgpu-native's get
 * that number and not the record, which some of its objects outlive. */
struct gpu_wgpu_device *gpu_wgpu_device_find(uint64_t number);

/* The instance's device behind `before` (NULL: the first), with a reference; `before`'s is given up. */
struct gpu_wgpu_device *gpu_wgpu_device_next(const struct gpu_wgpu_instance *instance,
                                             struct gpu_wgpu_device *before);

/* The callback that every native device is given; `userdata1` is the number. */
void gpu_wgpu_on_lost(const WGPUDevice *native, WGPUDeviceLostReason reason, WGPUStringView message,
                      void *userdata1, void *userdata2);

/* Puts CoreFeaturesAndLimits before a native list, in an array of ours. */
void gpu_wgpu_add_core_feature(WGPUSupportedFeatures *features);

#endif
