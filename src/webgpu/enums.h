/* The enums of wasi:webgpu in webgpu.h's numbers, and the few that go the other way. */
#ifndef WEBGPU_ENUMS_H
#define WEBGPU_ENUMS_H

#include <webgpu/webgpu.h>

#include "generated/webgpu_types.h"

/* Each with a table in enums.c: the WIT's name, the native type, the WIT's last case. */
#define WEBGPU_ENUMS(X) \
    X(address_mode, WGPUAddressMode, WEBGPU_ADDRESS_MODE_MIRROR_REPEAT) \
    X(buffer_binding_type, WGPUBufferBindingType, WEBGPU_BUFFER_BINDING_TYPE_READ_ONLY_STORAGE) \
    X(compare_function, WGPUCompareFunction, WEBGPU_COMPARE_FUNCTION_ALWAYS) \
    X(error_filter, WGPUErrorFilter, WEBGPU_ERROR_FILTER_INTERNAL) \
    X(filter_mode, WGPUFilterMode, WEBGPU_FILTER_MODE_LINEAR) \
    X(mipmap_filter_mode, WGPUMipmapFilterMode, WEBGPU_MIPMAP_FILTER_MODE_LINEAR) \
    X(power_preference, WGPUPowerPreference, WEBGPU_POWER_PREFERENCE_HIGH_PERFORMANCE) \
    X(query_type, WGPUQueryType, WEBGPU_QUERY_TYPE_TIMESTAMP) \
    X(sampler_binding_type, WGPUSamplerBindingType, WEBGPU_SAMPLER_BINDING_TYPE_COMPARISON) \
    X(storage_texture_access, WGPUStorageTextureAccess, WEBGPU_STORAGE_TEXTURE_ACCESS_READ_WRITE) \
    X(texture_aspect, WGPUTextureAspect, WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY) \
    X(texture_dimension, WGPUTextureDimension, WEBGPU_TEXTURE_DIMENSION_D3) \
    X(texture_format, WGPUTextureFormat, WEBGPU_TEXTURE_FORMAT_ASTC12X12_UNORM_SRGB) \
    X(texture_sample_type, WGPUTextureSampleType, WEBGPU_TEXTURE_SAMPLE_TYPE_UINT) \
    X(texture_view_dimension, WGPUTextureViewDimension, WEBGPU_TEXTURE_VIEW_DIMENSION_D3)

#define X(name, type, last) type webgpu_native_##name(enum webgpu_##name value);
WEBGPU_ENUMS(X)
#undef X

enum webgpu_error_kind webgpu_error_kind_of(WGPUErrorType type);
enum webgpu_compilation_message_type webgpu_compilation_message_type_of(WGPUCompilationMessageType type);

#endif
