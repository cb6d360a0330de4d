/* wgpu-native's bind group layouts. It aborts at entries that say nothing, at values it does not know or that
 * are left open, and overlooks entries that say two things. WebGPU, "createBindGroupLayout". */
#include <stdint.h>
#include <stdlib.h>

#include "gpu/layout_defaults.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/texture.h"
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
        entry->storageTexture.format > GPU_WGPU_LAST_FORMAT)
        return "it has an unknown value";
    if (entry->storageTexture.access != WGPUStorageTextureAccess_BindingNotUsed &&
        entry->storageTexture.format == WGPUTextureFormat_Undefined)
        return "its storage texture has no format";
    if (entry->buffer.minBindingSize == UINT64_MAX)
        return "its minimum binding size is too large";
    return NULL;
}

/* It binds 0 twice. */
WGPUBindGroupLayout
gpu_wgpu_invalid_layout(struct gpu_wgpu_device *device)
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
        return gpu_wgpu_bind_group_layout_new(device, gpu_wgpu_invalid_layout(device));
    }
    for (size_t i = 0; i < count; i++) {
        const char *reason = check_layout_entry(&descriptor->entries[i]);
        if (reason != NULL) {
            gpu_wgpu_validation_error(device, "bind group layout, entry %zu: %s", i, reason);
            free(entries);
            return gpu_wgpu_bind_group_layout_new(device, gpu_wgpu_invalid_layout(device));
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
    return gpu_wgpu_bind_group_layout_new(device, layout);
}
