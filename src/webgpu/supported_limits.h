/* gpu-supported-limits: of an adapter or a device, whose part it is; the list of limits; requests. */
#ifndef WEBGPU_SUPPORTED_LIMITS_H
#define WEBGPU_SUPPORTED_LIMITS_H

#include "webgpu/object.h"

/* WebGPU, "Limits": the getter's type and name, the limit's name, its class, its default. */
#define WEBGPU_LIMITS(X) \
    X(uint32_t, max_texture_dimension1_d, maxTextureDimension1D, MAXIMUM, 8192) \
    X(uint32_t, max_texture_dimension2_d, maxTextureDimension2D, MAXIMUM, 8192) \
    X(uint32_t, max_texture_dimension3_d, maxTextureDimension3D, MAXIMUM, 2048) \
    X(uint32_t, max_texture_array_layers, maxTextureArrayLayers, MAXIMUM, 256) \
    X(uint32_t, max_bind_groups, maxBindGroups, MAXIMUM, 4) \
    X(uint32_t, max_bind_groups_plus_vertex_buffers, maxBindGroupsPlusVertexBuffers, MAXIMUM, 24) \
    X(uint32_t, max_immediate_size, maxImmediateSize, MAXIMUM, 64) \
    X(uint32_t, max_bindings_per_bind_group, maxBindingsPerBindGroup, MAXIMUM, 1000) \
    X(uint32_t, max_dynamic_uniform_buffers_per_pipeline_layout, maxDynamicUniformBuffersPerPipelineLayout, \
      MAXIMUM, 8) \
    X(uint32_t, max_dynamic_storage_buffers_per_pipeline_layout, maxDynamicStorageBuffersPerPipelineLayout, \
      MAXIMUM, 4) \
    X(uint32_t, max_sampled_textures_per_shader_stage, maxSampledTexturesPerShaderStage, MAXIMUM, 16) \
    X(uint32_t, max_samplers_per_shader_stage, maxSamplersPerShaderStage, MAXIMUM, 16) \
    X(uint32_t, max_storage_buffers_per_shader_stage, maxStorageBuffersPerShaderStage, MAXIMUM, 8) \
    X(uint32_t, max_storage_textures_per_shader_stage, maxStorageTexturesPerShaderStage, MAXIMUM, 4) \
    X(uint32_t, max_uniform_buffers_per_shader_stage, maxUniformBuffersPerShaderStage, MAXIMUM, 12) \
    X(uint64_t, max_uniform_buffer_binding_size, maxUniformBufferBindingSize, MAXIMUM, 65536) \
    X(uint64_t, max_storage_buffer_binding_size, maxStorageBufferBindingSize, MAXIMUM, 134217728) \
    X(uint32_t, min_uniform_buffer_offset_alignment, minUniformBufferOffsetAlignment, ALIGNMENT, 256) \
    X(uint32_t, min_storage_buffer_offset_alignment, minStorageBufferOffsetAlignment, ALIGNMENT, 256) \
    X(uint32_t, max_vertex_buffers, maxVertexBuffers, MAXIMUM, 8) \
    X(uint64_t, max_buffer_size, maxBufferSize, MAXIMUM, 268435456) \
    X(uint32_t, max_vertex_attributes, maxVertexAttributes, MAXIMUM, 16) \
    X(uint32_t, max_vertex_buffer_array_stride, maxVertexBufferArrayStride, MAXIMUM, 2048) \
    X(uint32_t, max_inter_stage_shader_variables, maxInterStageShaderVariables, MAXIMUM, 16) \
    X(uint32_t, max_color_attachments, maxColorAttachments, MAXIMUM, 8) \
    X(uint32_t, max_color_attachment_bytes_per_sample, maxColorAttachmentBytesPerSample, MAXIMUM, 32) \
    X(uint32_t, max_compute_workgroup_storage_size, maxComputeWorkgroupStorageSize, MAXIMUM, 16384) \
    X(uint32_t, max_compute_invocations_per_workgroup, maxComputeInvocationsPerWorkgroup, MAXIMUM, 256) \
    X(uint32_t, max_compute_workgroup_size_x, maxComputeWorkgroupSizeX, MAXIMUM, 256) \
    X(uint32_t, max_compute_workgroup_size_y, maxComputeWorkgroupSizeY, MAXIMUM, 256) \
    X(uint32_t, max_compute_workgroup_size_z, maxComputeWorkgroupSizeZ, MAXIMUM, 64) \
    X(uint32_t, max_compute_workgroups_per_dimension, maxComputeWorkgroupsPerDimension, MAXIMUM, 65535)

/* Limits of one stage, which are those of every stage on core devices ("a new device"), and all devices
 * here are core: the getter's name, the limit's name, the one that it is the same as, its default. */
#define WEBGPU_STAGE_LIMITS(X) \
    X(max_storage_buffers_in_vertex_stage, maxStorageBuffersInVertexStage, maxStorageBuffersPerShaderStage, \
      8) \
    X(max_storage_buffers_in_fragment_stage, maxStorageBuffersInFragmentStage, \
      maxStorageBuffersPerShaderStage, 8) \
    X(max_storage_textures_in_vertex_stage, maxStorageTexturesInVertexStage, \
      maxStorageTexturesPerShaderStage, 4) \
    X(max_storage_textures_in_fragment_stage, maxStorageTexturesInFragmentStage, \
      maxStorageTexturesPerShaderStage, 4)

struct webgpu_supported_limits {
    struct webgpu_object *owner;
    WGPULimits native;
};

/* What a library reports, made to keep the specification's guarantees. */
void webgpu_supported_limits_init(struct webgpu_supported_limits *limits, struct webgpu_object *owner,
                                  const WGPULimits *native);

/* GPUAdapter, requestDevice(): asks for `value` of the limit `name` in `request`, which starts as
 * WGPU_LIMITS_INIT. False: no such limit, or not to be had of `limits`, an adapter's; *message, on the
 * heap, says so. */
bool webgpu_supported_limits_request(const struct webgpu_supported_limits *limits, struct base_str name,
                                     uint64_t value, WGPULimits *request, struct base_str *message);

#endif
