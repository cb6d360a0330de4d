/* wgpu-native's pipeline layouts. A layout may be left out of the list, which stands for one without entries:
 * it aborts there. WebGPU, "createPipelineLayout". */
#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

/* wgpu-native's layouts, with `empty` where there is none. False: one is of another device. */
static bool
unwrap(const struct gpu_wgpu_device *device, const WGPUPipelineLayoutDescriptor *descriptor,
       WGPUBindGroupLayout empty, WGPUBindGroupLayout *natives)
{
    for (size_t i = 0; i < descriptor->bindGroupLayoutCount; i++) {
        const struct gpu_wgpu_bind_group_layout *layout =
            gpu_wgpu_bind_group_layout(descriptor->bindGroupLayouts[i]);
        if (layout != NULL && layout->device != device)
            return false;
        natives[i] = layout != NULL ? layout->native : empty;
    }
    return true;
}

/* It has more immediates than any device: invalid, without an error. */
static WGPUPipelineLayout
invalid_layout(struct gpu_wgpu_device *device)
{
    WGPUPipelineLayoutDescriptor native = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
    native.immediateSize = UINT32_MAX;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUPipelineLayout layout = gpu_native.DeviceCreatePipelineLayout(device->native, &native);
    gpu_wgpu_capture_end(device, &message);
    free(message);
    return layout;
}

WGPUPipelineLayout
gpu_wgpu_DeviceCreatePipelineLayout(WGPUDevice handle, const WGPUPipelineLayoutDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const WGPUBindGroupLayoutDescriptor nothing = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    WGPUBindGroupLayout *natives = calloc(descriptor->bindGroupLayoutCount + 1, sizeof *natives);
    if (natives == NULL) {
        gpu_wgpu_report(device, WGPUErrorType_OutOfMemory, "pipeline layout: out of memory");
        return gpu_wgpu_pipeline_layout_new(device, invalid_layout(device));
    }
    const WGPUBindGroupLayout empty = gpu_native.DeviceCreateBindGroupLayout(device->native, &nothing);
    WGPUPipelineLayout layout;
    if (unwrap(device, descriptor, empty, natives)) {
        const WGPUPipelineLayoutDescriptor native = {.label = gpu_wgpu_text(descriptor->label),
                                                     .bindGroupLayoutCount = descriptor->bindGroupLayoutCount,
                                                     .bindGroupLayouts = natives,
                                                     .immediateSize = descriptor->immediateSize};
        layout = gpu_native.DeviceCreatePipelineLayout(device->native, &native);
    } else {
        gpu_wgpu_validation_error(device, "pipeline layout: a bind group layout is of another device");
        layout = invalid_layout(device);
    }
    gpu_native.BindGroupLayoutRelease(empty);
    free(natives);
    return gpu_wgpu_pipeline_layout_new(device, layout);
}
