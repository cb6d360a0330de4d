/* The enums of wasi:webgpu in webgpu.h's numbers, and the few that go the other way. */
#ifndef WEBGPU_ENUMS_H
#define WEBGPU_ENUMS_H

#include <webgpu/webgpu.h>

#include "generated/webgpu_types.h"

/* Each with a table in enums.c: the WIT's name, the native type, the WIT's last case. */
#define WEBGPU_ENUMS(X) \
    X(address_mode, WGPUAddressMode, WEBGPU_ADDRESS_MODE_MIRROR_REPEAT) \
    X(blend_factor, WGPUBlendFactor, WEBGPU_BLEND_FACTOR_ONE_MINUS_SRC1_ALPHA) \
    X(blend_operation, WGPUBlendOperation, WEBGPU_BLEND_OPERATION_MAX) \
    X(buffer_binding_type, WGPUBufferBindingType, WEBGPU_BUFFER_BINDING_TYPE_READ_ONLY_STORAGE) \
    X(compare_function, WGPUCompareFunction, WEBGPU_COMPARE_FUNCTION_ALWAYS) \
    X(cull_mode, WGPUCullMode, WEBGPU_CULL_MODE_BACK) \
    X(error_filter, WGPUErrorFilter, WEBGPU_ERROR_FILTER_INTERNAL) \
    X(filter_mode, WGPUFilterMode, WEBGPU_FILTER_MODE_LINEAR) \
    X(front_face, WGPUFrontFace, WEBGPU_FRONT_FACE_CW) \
    X(index_format, WGPUIndexFormat, WEBGPU_INDEX_FORMAT_UINT32) \
    X(load_op, WGPULoadOp, WEBGPU_LOAD_OP_CLEAR) \
    X(mipmap_filter_mode, WGPUMipmapFilterMode, WEBGPU_MIPMAP_FILTER_MODE_LINEAR) \
    X(power_preference, WGPUPowerPreference, WEBGPU_POWER_PREFERENCE_HIGH_PERFORMANCE) \
    X(primitive_topology, WGPUPrimitiveTopology, WEBGPU_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP) \
    X(query_type, WGPUQueryType, WEBGPU_QUERY_TYPE_TIMESTAMP) \
    X(sampler_binding_type, WGPUSamplerBindingType, WEBGPU_SAMPLER_BINDING_TYPE_COMPARISON) \
    X(stencil_operation, WGPUStencilOperation, WEBGPU_STENCIL_OPERATION_DECREMENT_WRAP) \
    X(storage_texture_access, WGPUStorageTextureAccess, WEBGPU_STORAGE_TEXTURE_ACCESS_READ_WRITE) \
    X(store_op, WGPUStoreOp, WEBGPU_STORE_OP_DISCARD) \
    X(texture_aspect, WGPUTextureAspect, WEBGPU_TEXTURE_ASPECT_DEPTH_ONLY) \
    X(texture_dimension, WGPUTextureDimension, WEBGPU_TEXTURE_DIMENSION_D3) \
    X(texture_format, WGPUTextureFormat, WEBGPU_TEXTURE_FORMAT_ASTC12X12_UNORM_SRGB) \
    X(texture_sample_type, WGPUTextureSampleType, WEBGPU_TEXTURE_SAMPLE_TYPE_UINT) \
    X(texture_view_dimension, WGPUTextureViewDimension, WEBGPU_TEXTURE_VIEW_DIMENSION_D3) \
    X(vertex_format, WGPUVertexFormat, WEBGPU_VERTEX_FORMAT_UNORM8X4_BGRA) \
    X(vertex_step_mode, WGPUVertexStepMode, WEBGPU_VERTEX_STEP_MODE_INSTANCE)

#define X(name, type, last) type webgpu_native_##name(enum webgpu_##name value);
WEBGPU_ENUMS(X)
#undef X

enum webgpu_error_kind webgpu_error_kind_of(WGPUErrorType type);
enum webgpu_compilation_message_type webgpu_compilation_message_type_of(WGPUCompilationMessageType type);

#endif
