/* Limits of adapters and devices: reading them, and asking for them. Follows WebGPU, "Limits".
 *
 * A limit of webgpu.h that is undefined is not asked for. Its name in a request is WebGPU's own. */
#include "limit.h"

#include "chain.h"
#include "reason.h"
#include "text.h"

/* webgpu.h's name and the host's function for each. */
#define LIMITS(X) \
    X(maxTextureDimension1D, max_texture_dimension1_d) \
    X(maxTextureDimension2D, max_texture_dimension2_d) \
    X(maxTextureDimension3D, max_texture_dimension3_d) \
    X(maxTextureArrayLayers, max_texture_array_layers) \
    X(maxBindGroups, max_bind_groups) \
    X(maxBindGroupsPlusVertexBuffers, max_bind_groups_plus_vertex_buffers) \
    X(maxBindingsPerBindGroup, max_bindings_per_bind_group) \
    X(maxDynamicUniformBuffersPerPipelineLayout, max_dynamic_uniform_buffers_per_pipeline_layout) \
    X(maxDynamicStorageBuffersPerPipelineLayout, max_dynamic_storage_buffers_per_pipeline_layout) \
    X(maxSampledTexturesPerShaderStage, max_sampled_textures_per_shader_stage) \
    X(maxSamplersPerShaderStage, max_samplers_per_shader_stage) \
    X(maxStorageBuffersPerShaderStage, max_storage_buffers_per_shader_stage) \
    X(maxStorageTexturesPerShaderStage, max_storage_textures_per_shader_stage) \
    X(maxUniformBuffersPerShaderStage, max_uniform_buffers_per_shader_stage) \
    X(maxUniformBufferBindingSize, max_uniform_buffer_binding_size) \
    X(maxStorageBufferBindingSize, max_storage_buffer_binding_size) \
    X(minUniformBufferOffsetAlignment, min_uniform_buffer_offset_alignment) \
    X(minStorageBufferOffsetAlignment, min_storage_buffer_offset_alignment) \
    X(maxVertexBuffers, max_vertex_buffers) \
    X(maxBufferSize, max_buffer_size) \
    X(maxVertexAttributes, max_vertex_attributes) \
    X(maxVertexBufferArrayStride, max_vertex_buffer_array_stride) \
    X(maxInterStageShaderVariables, max_inter_stage_shader_variables) \
    X(maxColorAttachments, max_color_attachments) \
    X(maxColorAttachmentBytesPerSample, max_color_attachment_bytes_per_sample) \
    X(maxComputeWorkgroupStorageSize, max_compute_workgroup_storage_size) \
    X(maxComputeInvocationsPerWorkgroup, max_compute_invocations_per_workgroup) \
    X(maxComputeWorkgroupSizeX, max_compute_workgroup_size_x) \
    X(maxComputeWorkgroupSizeY, max_compute_workgroup_size_y) \
    X(maxComputeWorkgroupSizeZ, max_compute_workgroup_size_z) \
    X(maxComputeWorkgroupsPerDimension, max_compute_workgroups_per_dimension) \
    X(maxImmediateSize, max_immediate_size)

#define COMPATIBILITY_LIMITS(X) \
    X(maxStorageBuffersInVertexStage, max_storage_buffers_in_vertex_stage) \
    X(maxStorageTexturesInVertexStage, max_storage_textures_in_vertex_stage) \
    X(maxStorageBuffersInFragmentStage, max_storage_buffers_in_fragment_stage) \
    X(maxStorageTexturesInFragmentStage, max_storage_textures_in_fragment_stage)

struct name {
    const char *text;
    uint16_t offset; /* in its struct */
    uint16_t size;
};

#define X(field, function) {#field, offsetof(WGPULimits, field), sizeof(((WGPULimits *)0)->field)},
static const struct name names[] = {LIMITS(X)};
#undef X

#define X(field, function) {#field, offsetof(WGPUCompatibilityModeLimits, field), sizeof(uint32_t)},
static const struct name compatibility_names[] = {COMPATIBILITY_LIMITS(X)};
#undef X

WGPUStatus
sdk_limit_read(const char *function, wasi_webgpu_supported_limits_t set, WGPULimits *limits)
{
    const bool known = sdk_chain_has_only(limits->nextInChain, WGPUSType_CompatibilityModeLimits);
    WGPUCompatibilityModeLimits *compatibility = (WGPUCompatibilityModeLimits *)limits->nextInChain;
    if (known) {
#define X(field, function) limits->field = wasi_webgpu_supported_limits_##function(set);
        LIMITS(X)
#undef X
    } else {
        sdk_log(function, sdk_text_of(sdk_reason()));
    }
    if (known && compatibility != NULL) {
#define X(field, function) compatibility->field = wasi_webgpu_supported_limits_##function(set);
        COMPATIBILITY_LIMITS(X)
#undef X
    }
    wasi_webgpu_supported_limits_drop(set);
    return known ? WGPUStatus_Success : WGPUStatus_Error;
}

static void
add(wasi_webgpu_record_option_gpu_size64_t record, const struct name *name, const void *limits)
{
    const void *field = (const char *)limits + name->offset;
    uint64_t value = 0;
    memcpy(&value, field, name->size); /* little-endian, as WebAssembly is */
    if (value != (name->size == sizeof(uint32_t) ? WGPU_LIMIT_U32_UNDEFINED : WGPU_LIMIT_U64_UNDEFINED))
        wasi_webgpu_record_option_gpu_size64_add(record, name->text, strlen(name->text), true, value);
}

bool
sdk_limit_record(const WGPULimits *limits, wasi_webgpu_record_option_gpu_size64_t *record)
{
    if (!sdk_chain_has_only(limits->nextInChain, WGPUSType_CompatibilityModeLimits))
        return false;
    const WGPUCompatibilityModeLimits *compatibility =
        (const WGPUCompatibilityModeLimits *)limits->nextInChain;
    *record = wasi_webgpu_record_option_gpu_size64_new();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        add(*record, &names[i], limits);
    if (compatibility == NULL)
        return true;
    for (size_t i = 0; i < sizeof compatibility_names / sizeof compatibility_names[0]; i++)
        add(*record, &compatibility_names[i], compatibility);
    return true;
}
