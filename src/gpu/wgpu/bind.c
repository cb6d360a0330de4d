/* wgpu-native's bind group layouts and bind groups. It aborts at entries that say nothing, at values it
 * does not know or that are left open, and at a size of 0; it overlooks entries that say two things.
 * WebGPU, "createBindGroupLayout", "createBindGroup". */
#include <stdint.h>
#include <stdlib.h>

#include "gpu/layout_defaults.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define ALL_STAGES ((WGPUShaderStage)0x7)

/* Why the entry is refused; NULL: it is not. */
static const char *
check_layout_entry(const WGPUBindGroupLayoutEntry *entry)
{
    const int kinds = (entry->buffer.type != WGPUBufferBindingType_BindingNotUsed) +
                      (entry->sampler.type != WGPUSamplerBindingType_BindingNotUsed) +
                      (entry->texture.sampleType != WGPUTextureSampleType_BindingNotUsed) +
                      (entry->storageTexture.access != WGPUStorageTextureAccess_BindingNotUsed);
    if (kinds != 1)
        return "it is not of exactly one kind";
    if ((entry->visibility & ~ALL_STAGES) != 0)
        return "its visibility has unknown bits";
    if (entry->bindingArraySize > 1)
        return "arrays of bindings are not supported";
    if (entry->buffer.type > WGPUBufferBindingType_ReadOnlyStorage ||
        entry->sampler.type > WGPUSamplerBindingType_Comparison ||
        entry->texture.sampleType > WGPUTextureSampleType_Uint ||
        entry->texture.viewDimension > WGPUTextureViewDimension_3D ||
        entry->storageTexture.access > WGPUStorageTextureAccess_ReadWrite ||
        entry->storageTexture.viewDimension > WGPUTextureViewDimension_3D ||
        entry->storageTexture.format > WGPUTextureFormat_ASTC12x12UnormSrgb)
        return "it has an unknown value";
    if (entry->storageTexture.access != WGPUStorageTextureAccess_BindingNotUsed &&
        entry->storageTexture.format == WGPUTextureFormat_Undefined)
        return "its storage texture has no format";
    if (entry->buffer.minBindingSize == UINT64_MAX)
        return "its minimum binding size is too large";
    return NULL;
}

/* A layout that wgpu-native knows to be invalid, without an error: it binds 0 twice. */
static WGPUBindGroupLayout
invalid_layout(struct gpu_wgpu_device *device)
{
    WGPUBindGroupLayoutEntry twice[2] = {WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT,
                                         WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT};
    for (size_t i = 0; i < 2; i++) {
        twice[i].visibility = WGPUShaderStage_Compute;
        twice[i].buffer.type = WGPUBufferBindingType_Uniform;
    }
    WGPUBindGroupLayoutDescriptor native = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
    native.entryCount = 2;
    native.entries = twice;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUBindGroupLayout layout = gpu_native.DeviceCreateBindGroupLayout(device->native, &native);
    gpu_wgpu_capture_end(device, &message);
    free(message);
    return layout;
}

WGPUBindGroupLayout
gpu_wgpu_DeviceCreateBindGroupLayout(WGPUDevice handle, const WGPUBindGroupLayoutDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    const size_t count = descriptor->entryCount;
    WGPUBindGroupLayoutEntry *entries = calloc(count + 1, sizeof *entries);
    if (entries == NULL) {
        gpu_wgpu_report(device, WGPUErrorType_OutOfMemory, "bind group layout: out of memory");
        return invalid_layout(device);
    }
    for (size_t i = 0; i < count; i++) {
        const char *reason = check_layout_entry(&descriptor->entries[i]);
        if (reason != NULL) {
            gpu_wgpu_validation_error(device, "bind group layout, entry %zu: %s", i, reason);
            free(entries);
            return invalid_layout(device);
        }
        entries[i] = descriptor->entries[i];
        entries[i].nextInChain = NULL;
        entries[i].bindingArraySize = 0;
        gpu_layout_fill_defaults(&entries[i]);
    }
    const WGPUBindGroupLayoutDescriptor native = {
        .label = gpu_wgpu_text(descriptor->label), .entryCount = count, .entries = entries};
    const WGPUBindGroupLayout layout = gpu_native.DeviceCreateBindGroupLayout(device->native, &native);
    free(entries);
    return layout;
}

static const char *
check_entry(const struct gpu_wgpu_device *device, const WGPUBindGroupEntry *entry)
{
    const int kinds = (entry->buffer != NULL) + (entry->sampler != NULL) + (entry->textureView != NULL);
    if (kinds != 1)
        return "it does not bind exactly one thing";
    if (entry->buffer != NULL && entry->size == 0)
        return "its size is 0";
    if (entry->buffer != NULL && gpu_wgpu_buffer(entry->buffer)->device != device)
        return "its buffer is of another device";
    return NULL;
}

static WGPUBindGroup
invalid_group(struct gpu_wgpu_device *device)
{
    WGPUBindGroupDescriptor native = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
    native.layout = invalid_layout(device);
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUBindGroup group = gpu_native.DeviceCreateBindGroup(device->native, &native);
    gpu_wgpu_capture_end(device, &message);
    free(message);
    gpu_native.BindGroupLayoutRelease(native.layout);
    return group;
}

/* Has wgpu-native make it, and keeps its buffers in `group`. */
static WGPUBindGroup
create_group(struct gpu_wgpu_bind_group *group, const WGPUBindGroupDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = group->device;
    const size_t count = descriptor->entryCount;
    for (size_t i = 0; i < count; i++) {
        const char *reason = check_entry(device, &descriptor->entries[i]);
        if (reason != NULL) {
            gpu_wgpu_validation_error(device, "bind group, entry %zu: %s", i, reason);
            return invalid_group(device);
        }
    }
    WGPUBindGroupEntry *entries = calloc(count + 1, sizeof *entries);
    group->buffers = calloc(count + 1, sizeof(struct gpu_wgpu_buffer *));
    if (entries == NULL || group->buffers == NULL) {
        free(entries);
        gpu_wgpu_report(device, WGPUErrorType_OutOfMemory, "bind group: out of memory");
        return invalid_group(device);
    }
    for (size_t i = 0; i < count; i++) {
        entries[i] = descriptor->entries[i];
        entries[i].nextInChain = NULL;
        if (entries[i].buffer == NULL)
            continue;
        struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(entries[i].buffer);
        gpu_wgpu_ref(&buffer->refs);
        group->buffers[group->buffer_count++] = buffer;
        entries[i].buffer = buffer->native;
    }
    const WGPUBindGroupDescriptor native = {.label = gpu_wgpu_text(descriptor->label),
                                            .layout = descriptor->layout,
                                            .entryCount = count,
                                            .entries = entries};
    const WGPUBindGroup made = gpu_native.DeviceCreateBindGroup(device->native, &native);
    free(entries);
    return made;
}

WGPUBindGroup
gpu_wgpu_DeviceCreateBindGroup(WGPUDevice handle, const WGPUBindGroupDescriptor *descriptor)
{
    struct gpu_wgpu_bind_group *group = gpu_wgpu_record_new(sizeof *group);
    if (group == NULL)
        return NULL;
    group->device = gpu_wgpu_device(handle);
    gpu_wgpu_ref(&group->device->refs);
    group->native = create_group(group, descriptor);
    return gpu_wgpu_bind_group_handle(group);
}

void
gpu_wgpu_BindGroupAddRef(WGPUBindGroup handle)
{
    gpu_wgpu_ref(&gpu_wgpu_bind_group(handle)->refs);
}

void
gpu_wgpu_BindGroupRelease(WGPUBindGroup handle)
{
    struct gpu_wgpu_bind_group *group = gpu_wgpu_bind_group(handle);
    if (!gpu_wgpu_unref(&group->refs))
        return;
    gpu_native.BindGroupRelease(group->native);
    for (size_t i = 0; i < group->buffer_count; i++)
        gpu_wgpu_buffer_unref(group->buffers[i]);
    free(group->buffers);
    gpu_wgpu_device_unref(group->device);
    free(group);
}
