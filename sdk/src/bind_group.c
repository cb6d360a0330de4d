/* WGPUBindGroup. Follows WebGPU, "GPUBindGroup". External textures are not in wasi:webgpu. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

/* False: not exactly one thing is bound, or it cannot be used. */
static bool
read_entry(const WGPUBindGroupEntry *from, struct wasi_webgpu_bind_group_entry *to)
{
    to->binding = from->binding;
    if (from->nextInChain != NULL && from->nextInChain->sType == WGPUSType_ExternalTextureBindingEntry)
        return sdk_wrong(SDK_NO_EXTERNAL_TEXTURES);
    if (!sdk_chain_is_empty(from->nextInChain))
        return false;
    if ((from->buffer != NULL) + (from->sampler != NULL) + (from->textureView != NULL) != 1)
        return sdk_wrong("an entry that does not bind one thing");
    if (!sdk_object_is_there_or_null("buffer", from->buffer) ||
        !sdk_object_is_there_or_null("sampler", from->sampler) ||
        !sdk_object_is_there_or_null("textureView", from->textureView))
        return false;
    if (from->buffer != NULL) {
        to->resource.tag = WASI_WEBGPU_BINDING_RESOURCE_BUFFER_BINDING;
        to->resource.buffer_binding = (struct wasi_webgpu_buffer_binding){
            .buffer = sdk_handle(from->buffer),
            .offset = {.some = 1, .value = from->offset},
            .size = {.some = from->size != WGPU_WHOLE_SIZE, .value = from->size},
        };
    } else if (from->sampler != NULL) {
        to->resource.tag = WASI_WEBGPU_BINDING_RESOURCE_SAMPLER;
        to->resource.sampler = sdk_handle(from->sampler);
    } else {
        to->resource.tag = WASI_WEBGPU_BINDING_RESOURCE_TEXTURE_VIEW;
        to->resource.texture_view = sdk_handle(from->textureView);
    }
    return true;
}

/* An invalid bind group: one of an invalid layout. */
static uint32_t
refuse(WGPUDevice device)
{
    const WGPUStringView reason = sdk_text_of(sdk_reason());
    const wasi_webgpu_bind_group_layout_t layout =
        sdk_refuse_layout(device->object.handle, "wgpuDeviceCreateBindGroup", reason);
    const uint32_t handle = wasi_webgpu_device_create_bind_group(device->object.handle, layout, NULL, 0, true,
                                                                 reason.data, reason.length);
    wasi_webgpu_bind_group_layout_drop(layout);
    return handle;
}

/* False: something in it cannot be said, or is not there. */
static bool
read_descriptor(const WGPUBindGroupDescriptor *from, struct wasi_webgpu_bind_group_entry *to)
{
    bool known = sdk_chain_is_empty(from->nextInChain) && sdk_object_is_there("layout", from->layout) &&
                 sdk_list_is_there("entries", from->entries, from->entryCount);
    for (size_t i = 0; known && i < from->entryCount; i++)
        known = read_entry(&from->entries[i], &to[i]);
    return known;
}

WGPUBindGroup
wgpuDeviceCreateBindGroup(WGPUDevice device, const WGPUBindGroupDescriptor *descriptor)
{
    static const WGPUBindGroupDescriptor invalid = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    if (!sdk_is_usable(device, __func__))
        return NULL;
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    const WGPUStringView label = sdk_text(descriptor->label);
    const size_t count = descriptor->entries != NULL ? descriptor->entryCount : 0;
    struct wasi_webgpu_bind_group_entry *entries = sdk_list_new(count, sizeof *entries);
    if (!sdk_has_list(entries, count))
        return NULL;
    uint32_t handle;
    if (read_descriptor(descriptor, entries))
        handle =
            wasi_webgpu_device_create_bind_group(device->object.handle, sdk_handle(descriptor->layout),
                                                 entries, count, label.length != 0, label.data, label.length);
    else
        handle = refuse(device);
    free(entries);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_bind_group_drop);
}
