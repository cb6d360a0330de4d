/* WGPUPipelineLayout. Follows WebGPU, "GPUPipelineLayout". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "device.h"
#include "refuse.h"
#include "text.h"

/* An invalid pipeline layout: one with an invalid bind group layout. */
static uint32_t
refuse(WGPUDevice device)
{
    const char *reason = "unknown struct in the descriptor's chain";
    const struct wasi_webgpu_option_bind_group_layout layout = {
        .some = 1,
        .value = sdk_refuse_layout(device->object.handle, "wgpuDeviceCreatePipelineLayout", reason),
    };
    const uint32_t handle = wasi_webgpu_device_create_pipeline_layout(device->object.handle, &layout, 1,
                                                                      false, 0, true, reason, strlen(reason));
    wasi_webgpu_bind_group_layout_drop(layout.value);
    return handle;
}

static uint32_t
create(WGPUDevice device, const WGPUPipelineLayoutDescriptor *descriptor)
{
    const WGPUStringView label = sdk_text(descriptor->label);
    const size_t count = descriptor->bindGroupLayoutCount;
    struct wasi_webgpu_option_bind_group_layout *layouts = sdk_alloc(count, sizeof *layouts);
    for (size_t i = 0; i < count; i++) {
        if (descriptor->bindGroupLayouts[i] == NULL)
            continue; /* an empty slot */
        layouts[i].some = 1;
        layouts[i].value = sdk_handle(descriptor->bindGroupLayouts[i]);
    }
    const uint32_t handle = wasi_webgpu_device_create_pipeline_layout(
        device->object.handle, layouts, count, descriptor->immediateSize != 0, descriptor->immediateSize,
        label.length != 0, label.data, label.length);
    free(layouts);
    return handle;
}

WGPUPipelineLayout
wgpuDeviceCreatePipelineLayout(WGPUDevice device, const WGPUPipelineLayoutDescriptor *descriptor)
{
    const uint32_t handle = descriptor->nextInChain == NULL ? create(device, descriptor) : refuse(device);
    return sdk_object_new(sizeof(struct WGPUPipelineLayoutImpl), handle);
}
