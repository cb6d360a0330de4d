/* gpu-bind-group-layout. Follows WebGPU, "Bind Group Layout Creation": of the defaults in its IDL, those that
 * webgpu.h does not have are here. How many of an entry's members are given, the library checks. */
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"

static WGPUBufferBindingLayout
buffer_layout(const struct webgpu_buffer_binding_layout *from)
{
    return (WGPUBufferBindingLayout){
        .type = webgpu_native_buffer_binding_type(from->type.some ? from->type.value
                                                                  : WEBGPU_BUFFER_BINDING_TYPE_UNIFORM),
        .hasDynamicOffset = from->has_dynamic_offset.some && from->has_dynamic_offset.value,
        .minBindingSize = from->min_binding_size.some ? from->min_binding_size.value : 0,
    };
}

static WGPUSamplerBindingLayout
sampler_layout(const struct webgpu_sampler_binding_layout *from)
{
    return (WGPUSamplerBindingLayout){
        .type = webgpu_native_sampler_binding_type(from->type.some ? from->type.value
                                                                   : WEBGPU_SAMPLER_BINDING_TYPE_FILTERING),
    };
}

static WGPUTextureViewDimension
view_dimension(struct webgpu_option_texture_view_dimension from)
{
    return webgpu_native_texture_view_dimension(from.some ? from.value : WEBGPU_TEXTURE_VIEW_DIMENSION_D2);
}

static WGPUTextureBindingLayout
texture_layout(const struct webgpu_texture_binding_layout *from)
{
    return (WGPUTextureBindingLayout){
        .sampleType = webgpu_native_texture_sample_type(
            from->sample_type.some ? from->sample_type.value : WEBGPU_TEXTURE_SAMPLE_TYPE_FLOAT),
        .viewDimension = view_dimension(from->view_dimension),
        .multisampled = from->multisampled.some && from->multisampled.value,
    };
}

static WGPUStorageTextureBindingLayout
storage_texture_layout(const struct webgpu_storage_texture_binding_layout *from)
{
    return (WGPUStorageTextureBindingLayout){
        .access = webgpu_native_storage_texture_access(
            from->access.some ? from->access.value : WEBGPU_STORAGE_TEXTURE_ACCESS_WRITE_ONLY),
        .format = webgpu_native_texture_format(from->format),
        .viewDimension = view_dimension(from->view_dimension),
    };
}

struct webgpu_bind_group_layout *
webgpu_device_create_bind_group_layout(struct webgpu_device *device,
                                       const struct webgpu_bind_group_layout_descriptor *descriptor,
                                       struct base_arena *arena)
{
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    if (!webgpu_admits_bind_group_layout(device))
        return webgpu_refused_bind_group_layout(device, label);
    const struct webgpu_bind_group_layout_entry_list *list = &descriptor->entries;
    WGPUBindGroupLayoutEntry *entries = base_arena_alloc(arena, list->count, sizeof *entries);
    if (entries == NULL)
        return NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct webgpu_bind_group_layout_entry *from = &list->data[i];
        WGPUBindGroupLayoutEntry *to = &entries[i];
        to->binding = from->binding;
        to->visibility = from->visibility;
        if (from->buffer.some)
            to->buffer = buffer_layout(&from->buffer.value);
        if (from->sampler.some)
            to->sampler = sampler_layout(&from->sampler.value);
        if (from->texture.some)
            to->texture = texture_layout(&from->texture.value);
        if (from->storage_texture.some)
            to->storageTexture = storage_texture_layout(&from->storage_texture.value);
    }
    const WGPUBindGroupLayoutDescriptor native = {
        .label = webgpu_native_label(label),
        .entryCount = list->count,
        .entries = entries,
    };
    return webgpu_bind_group_layout_new(device, wgpuDeviceCreateBindGroupLayout(device->native, &native),
                                        label);
}
