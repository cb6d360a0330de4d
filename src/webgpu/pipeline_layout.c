/* gpu-pipeline-layout. Follows WebGPU, "Pipeline Layout Creation". */
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"

struct webgpu_pipeline_layout *
webgpu_device_create_pipeline_layout(struct webgpu_device *device,
                                     const struct webgpu_pipeline_layout_descriptor *descriptor,
                                     struct base_arena *arena)
{
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    if (!webgpu_admits_pipeline_layout(device))
        return webgpu_refused_pipeline_layout(device, label);
    const struct webgpu_bind_group_layout_list *list = &descriptor->bind_group_layouts;
    WGPUBindGroupLayout *layouts = base_arena_alloc(arena, list->count, sizeof *layouts);
    if (layouts == NULL)
        return NULL;
    for (uint32_t i = 0; i < list->count; i++)
        layouts[i] = list->data[i] == NULL ? NULL : list->data[i]->native;
    const WGPUPipelineLayoutDescriptor native = {
        .label = webgpu_native_label(label),
        .bindGroupLayoutCount = list->count,
        .bindGroupLayouts = layouts,
        .immediateSize = descriptor->immediate_size.some ? descriptor->immediate_size.value : 0,
    };
    return webgpu_pipeline_layout_new(device, wgpuDeviceCreatePipelineLayout(device->native, &native), label);
}
