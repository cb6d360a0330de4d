/* WGPUBindGroupLayout. Follows WebGPU, "GPUBindGroupLayout".
 *
 * External textures and arrays of bindings are not in wasi:webgpu: they are refused. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "enum.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"
#include "texture_format.h"

_Static_assert(WGPUBufferBindingType_Uniform == WASI_WEBGPU_BUFFER_BINDING_TYPE_UNIFORM + 2, "one order");
_Static_assert(WGPUBufferBindingType_ReadOnlyStorage == WASI_WEBGPU_BUFFER_BINDING_TYPE_READ_ONLY_STORAGE + 2,
               "one order");
_Static_assert(WGPUSamplerBindingType_Comparison == WASI_WEBGPU_SAMPLER_BINDING_TYPE_COMPARISON + 2,
               "one order");
_Static_assert(WGPUTextureSampleType_Uint == WASI_WEBGPU_TEXTURE_SAMPLE_TYPE_UINT + 2, "one order");
_Static_assert(WGPUStorageTextureAccess_WriteOnly == WASI_WEBGPU_STORAGE_TEXTURE_ACCESS_WRITE_ONLY + 2,
               "one order");
_Static_assert(WGPUStorageTextureAccess_ReadWrite == WASI_WEBGPU_STORAGE_TEXTURE_ACCESS_READ_WRITE + 2,
               "one order");
_Static_assert(WGPUTextureViewDimension_1D == WASI_WEBGPU_TEXTURE_VIEW_DIMENSION_D1 + 1, "one order");
_Static_assert(WGPUTextureViewDimension_3D == WASI_WEBGPU_TEXTURE_VIEW_DIMENSION_D3 + 1, "one order");

static bool
read_buffer(const WGPUBufferBindingLayout *from, struct wasi_webgpu_option_buffer_binding_layout *to)
{
    to->some = from->type != WGPUBufferBindingType_BindingNotUsed;
    to->value.has_dynamic_offset.some = 1;
    to->value.has_dynamic_offset.value = from->hasDynamicOffset != 0;
    to->value.min_binding_size.some = 1;
    to->value.min_binding_size.value = from->minBindingSize;
    return sdk_chain_is_empty(from->nextInChain) &&
           sdk_enum("buffer.type", from->type, 2, WGPUBufferBindingType_ReadOnlyStorage, &to->value.type.some,
                    &to->value.type.value);
}

static bool
read_sampler(const WGPUSamplerBindingLayout *from, struct wasi_webgpu_option_sampler_binding_layout *to)
{
    to->some = from->type != WGPUSamplerBindingType_BindingNotUsed;
    return sdk_chain_is_empty(from->nextInChain) &&
           sdk_enum("sampler.type", from->type, 2, WGPUSamplerBindingType_Comparison, &to->value.type.some,
                    &to->value.type.value);
}

static bool
read_texture(const WGPUTextureBindingLayout *from, struct wasi_webgpu_option_texture_binding_layout *to)
{
    to->some = from->sampleType != WGPUTextureSampleType_BindingNotUsed;
    to->value.multisampled.some = 1;
    to->value.multisampled.value = from->multisampled != 0;
    return sdk_chain_is_empty(from->nextInChain) &&
           sdk_enum("texture.sampleType", from->sampleType, 2, WGPUTextureSampleType_Uint,
                    &to->value.sample_type.some, &to->value.sample_type.value) &&
           sdk_enum("texture.viewDimension", from->viewDimension, 1, WGPUTextureViewDimension_3D,
                    &to->value.view_dimension.some, &to->value.view_dimension.value);
}

static bool
read_storage_texture(const WGPUStorageTextureBindingLayout *from,
                     struct wasi_webgpu_option_storage_texture_binding_layout *to)
{
    to->some = from->access != WGPUStorageTextureAccess_BindingNotUsed;
    if (!sdk_chain_is_empty(from->nextInChain) || !to->some)
        return from->nextInChain == NULL;
    return sdk_enum("storageTexture.access", from->access, 2, WGPUStorageTextureAccess_ReadWrite,
                    &to->value.access.some, &to->value.access.value) &&
           sdk_texture_format_case("storageTexture.format", from->format, &to->value.format) &&
           sdk_enum("storageTexture.viewDimension", from->viewDimension, 1, WGPUTextureViewDimension_3D,
                    &to->value.view_dimension.some, &to->value.view_dimension.value);
}

#define STAGES (WGPUShaderStage_Vertex | WGPUShaderStage_Fragment | WGPUShaderStage_Compute)

/* False: the host's interface cannot say this. */
static bool
read_entry(const WGPUBindGroupLayoutEntry *from, struct wasi_webgpu_bind_group_layout_entry *to)
{
    to->binding = from->binding;
    to->visibility = (uint8_t)from->visibility;
    if (from->nextInChain != NULL && from->nextInChain->sType == WGPUSType_ExternalTextureBindingLayout)
        return sdk_wrong(SDK_NO_EXTERNAL_TEXTURES);
    if (from->bindingArraySize > 1)
        return sdk_wrong("bindingArraySize above 1: a binding of a guest is one thing");
    return sdk_chain_is_empty(from->nextInChain) && sdk_flags("visibility", from->visibility, STAGES) &&
           read_buffer(&from->buffer, &to->buffer) && read_sampler(&from->sampler, &to->sampler) &&
           read_texture(&from->texture, &to->texture) &&
           read_storage_texture(&from->storageTexture, &to->storage_texture);
}

/* False: something in it cannot be said, or is not there. */
static bool
read_descriptor(const WGPUBindGroupLayoutDescriptor *from, struct wasi_webgpu_bind_group_layout_entry *to)
{
    bool known = sdk_chain_is_empty(from->nextInChain) &&
                 sdk_list_is_there("entries", from->entries, from->entryCount);
    for (size_t i = 0; known && i < from->entryCount; i++)
        known = read_entry(&from->entries[i], &to[i]);
    return known;
}

WGPUBindGroupLayout
wgpuDeviceCreateBindGroupLayout(WGPUDevice device, const WGPUBindGroupLayoutDescriptor *descriptor)
{
    static const WGPUBindGroupLayoutDescriptor invalid = {.entryCount = 1}; /* no list */
    if (!sdk_is_usable(device, __func__))
        return NULL;
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    const WGPUStringView label = sdk_text(descriptor->label);
    const size_t count = descriptor->entries != NULL ? descriptor->entryCount : 0;
    struct wasi_webgpu_bind_group_layout_entry *entries = sdk_list_new(count, sizeof *entries);
    if (!sdk_has_list(entries, count))
        return NULL;
    uint32_t handle;
    if (read_descriptor(descriptor, entries))
        handle = wasi_webgpu_device_create_bind_group_layout(device->object.handle, entries, count,
                                                             label.length != 0, label.data, label.length);
    else
        handle = sdk_refuse_layout(device->object.handle, __func__, sdk_text_of(sdk_reason()));
    free(entries);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_bind_group_layout_drop);
}
