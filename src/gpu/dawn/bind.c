/* Dawn of June 2025: bind group layouts with storage texture formats or with values left open, and the sTypes
 * of external textures that are chained to bind groups' and layouts' entries. */
#include <stdlib.h>

#include "gpu/dawn/dawn.h"
#include "gpu/dawn/enums.h"
#include "gpu/layout_defaults.h"

/* The copies of one call. Without memory there are none, and the descriptor has no entries. */
struct layout_copy {
    WGPUBindGroupLayoutEntry *entries;
    WGPUExternalTextureBindingLayout *externals;
};

/* Dawn takes BGRA8Unorm as read-only storage, which WebGPU does not; as read-write it refuses it too. */
static void
forbid_reads(WGPUStorageTextureBindingLayout *layout)
{
    if (layout->format == WGPUTextureFormat_BGRA8Unorm && layout->access == WGPUStorageTextureAccess_ReadOnly)
        layout->access = WGPUStorageTextureAccess_ReadWrite;
}

static bool
copy_layout(const WGPUBindGroupLayoutDescriptor *descriptor, struct layout_copy *copy)
{
    copy->entries = calloc(descriptor->entryCount + 1, sizeof *copy->entries);
    copy->externals = calloc(descriptor->entryCount + 1, sizeof *copy->externals);
    if (copy->entries == NULL || copy->externals == NULL)
        return false;
    for (size_t i = 0; i < descriptor->entryCount; i++) {
        WGPUBindGroupLayoutEntry *entry = &copy->entries[i];
        *entry = descriptor->entries[i];
        gpu_layout_fill_defaults(entry);
        forbid_reads(&entry->storageTexture);
        entry->storageTexture.format = gpu_dawn_format(entry->storageTexture.format);
        if (entry->nextInChain == NULL || entry->nextInChain->sType != WGPUSType_ExternalTextureBindingLayout)
            continue;
        copy->externals[i] = *(const WGPUExternalTextureBindingLayout *)entry->nextInChain;
        copy->externals[i].chain.sType = gpu_dawn_stype(WGPUSType_ExternalTextureBindingLayout);
        entry->nextInChain = &copy->externals[i].chain;
    }
    return true;
}

/* Whether an entry names something that Dawn calls differently: else Dawn reads the caller's own. */
static bool
needs_copy(const WGPUBindGroupLayoutDescriptor *descriptor)
{
    for (size_t i = 0; i < descriptor->entryCount; i++) {
        const WGPUBindGroupLayoutEntry *entry = &descriptor->entries[i];
        if (entry->nextInChain != NULL || entry->storageTexture.format != WGPUTextureFormat_Undefined ||
            entry->buffer.type == WGPUBufferBindingType_Undefined ||
            entry->sampler.type == WGPUSamplerBindingType_Undefined ||
            entry->texture.sampleType != WGPUTextureSampleType_BindingNotUsed)
            return true;
    }
    return false;
}

WGPUBindGroupLayout
gpu_dawn_DeviceCreateBindGroupLayout(WGPUDevice device, const WGPUBindGroupLayoutDescriptor *descriptor)
{
    if (!needs_copy(descriptor))
        return gpu_native.DeviceCreateBindGroupLayout(device, descriptor);
    WGPUBindGroupLayoutDescriptor native = *descriptor;
    struct layout_copy copy;
    if (!copy_layout(descriptor, &copy))
        native.entryCount = 0;
    native.entries = copy.entries;
    const WGPUBindGroupLayout layout = gpu_native.DeviceCreateBindGroupLayout(device, &native);
    free(copy.entries);
    free(copy.externals);
    return layout;
}

static bool
is_external(const WGPUBindGroupEntry *entry)
{
    return entry->nextInChain != NULL && entry->nextInChain->sType == WGPUSType_ExternalTextureBindingEntry;
}

WGPUBindGroup
gpu_dawn_DeviceCreateBindGroup(WGPUDevice device, const WGPUBindGroupDescriptor *descriptor)
{
    size_t count = 0;
    for (size_t i = 0; i < descriptor->entryCount; i++)
        count += is_external(&descriptor->entries[i]);
    if (count == 0)
        return gpu_native.DeviceCreateBindGroup(device, descriptor);

    WGPUBindGroupDescriptor native = *descriptor;
    WGPUBindGroupEntry *entries = calloc(descriptor->entryCount, sizeof *entries);
    WGPUExternalTextureBindingEntry *externals = calloc(count, sizeof *externals);
    if (entries == NULL || externals == NULL)
        native.entryCount = 0;
    for (size_t i = 0, used = 0; i < native.entryCount; i++) {
        entries[i] = descriptor->entries[i];
        if (!is_external(&entries[i]))
            continue;
        externals[used] = *(const WGPUExternalTextureBindingEntry *)entries[i].nextInChain;
        externals[used].chain.sType = gpu_dawn_stype(WGPUSType_ExternalTextureBindingEntry);
        entries[i].nextInChain = &externals[used++].chain;
    }
    native.entries = entries;
    const WGPUBindGroup group = gpu_native.DeviceCreateBindGroup(device, &native);
    free(entries);
    free(externals);
    return group;
}
