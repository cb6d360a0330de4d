/* WGPUPipelineLayout. Follows WebGPU, "GPUPipelineLayout". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

/* An invalid pipeline layout: one with an invalid bind group layout. */
static uint32_t
refuse(WGPUDevice device)
{
    const WGPUStringView reason = sdk_text_of(sdk_reason());
    const struct wasi_webgpu_option_bind_group_layout layout = {
        .some = 1,
        .value = sdk_refuse_layout(device->object.handle, "wgpuDeviceCreatePipelineLayout", reason),
    };
    const uint32_t handle = wasi_webgpu_device_create_pipeline_layout(
        device->object.handle, &layout, 1, false, 0, true, reason.data, reason.length);
    wasi_webgpu_bind_group_layout_drop(layout.value);
    return handle;
}

/* False: something in it cannot be said, or is not there. */
static bool
read_descriptor(const WGPUPipelineLayoutDescriptor *from, struct wasi_webgpu_option_bind_group_layout *to)
{
    bool known = sdk_chain_is_empty(from->nextInChain) &&
                 sdk_list_is_there("bindGroupLayouts", from->bindGroupLayouts, from->bindGroupLayoutCount);
    for (size_t i = 0; known && i < from->bindGroupLayoutCount; i++) {
        if (from->bindGroupLayouts[i] == NULL)
            continue; /* an empty slot */
        known = sdk_object_is_there("bindGroupLayouts", from->bindGroupLayouts[i]);
        to[i].some = 1;
        to[i].value = sdk_handle(from->bindGroupLayouts[i]);
    }
    return known;
}

WGPUPipelineLayout
wgpuDeviceCreatePipelineLayout(WGPUDevice device, const WGPUPipelineLayoutDescriptor *descriptor)
{
    static const WGPUPipelineLayoutDescriptor invalid = {.bindGroupLayoutCount = 1}; /* no list */
    if (!sdk_is_usable(device, __func__))
        return NULL;
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    const WGPUStringView label = sdk_text(descriptor->label);
    const size_t count = descriptor->bindGroupLayouts != NULL ? descriptor->bindGroupLayoutCount : 0;
    struct wasi_webgpu_option_bind_group_layout *layouts = sdk_list_new(count, sizeof *layouts);
    if (!sdk_has_list(layouts, count))
        return NULL;
    uint32_t handle;
    if (read_descriptor(descriptor, layouts))
        handle = wasi_webgpu_device_create_pipeline_layout(
            device->object.handle, layouts, count, descriptor->immediateSize != 0, descriptor->immediateSize,
            label.length != 0, label.data, label.length);
    else
        handle = refuse(device);
    free(layouts);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_pipeline_layout_drop);
}
