/* Values of a bind group layout's entry that webgpu.h lets stand open, and neither library does. */
#ifndef GPU_LAYOUT_DEFAULTS_H
#define GPU_LAYOUT_DEFAULTS_H

#include <webgpu/webgpu.h>

static inline void
gpu_layout_fill_defaults(WGPUBindGroupLayoutEntry *entry)
{
    if (entry->buffer.type == WGPUBufferBindingType_Undefined)
        entry->buffer.type = WGPUBufferBindingType_Uniform;
    if (entry->sampler.type == WGPUSamplerBindingType_Undefined)
        entry->sampler.type = WGPUSamplerBindingType_Filtering;
    if (entry->texture.sampleType == WGPUTextureSampleType_Undefined)
        entry->texture.sampleType = WGPUTextureSampleType_Float;
    if (entry->texture.viewDimension == WGPUTextureViewDimension_Undefined)
        entry->texture.viewDimension = WGPUTextureViewDimension_2D;
    if (entry->storageTexture.access == WGPUStorageTextureAccess_Undefined)
        entry->storageTexture.access = WGPUStorageTextureAccess_WriteOnly;
    if (entry->storageTexture.viewDimension == WGPUTextureViewDimension_Undefined)
        entry->storageTexture.viewDimension = WGPUTextureViewDimension_2D;
}

#endif
