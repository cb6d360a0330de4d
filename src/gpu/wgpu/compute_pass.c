/* wgpu-native's compute passes: their commands, with its own handles. It overlooks an indirect offset that
 * wraps. */
#include <stdlib.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define INDIRECT_SIZE 12 /* three words */

static WGPUComputePassEncoder
begin(struct gpu_wgpu_command_encoder *encoder, const WGPUComputePassDescriptor *descriptor)
{
    WGPUComputePassDescriptor native = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    WGPUPassTimestampWrites timestamps;
    if (descriptor != NULL)
        native.label = gpu_wgpu_text(descriptor->label);
    if (descriptor != NULL && descriptor->timestampWrites != NULL &&
        gpu_wgpu_unwrap_timestamps(encoder, descriptor->timestampWrites, &timestamps))
        native.timestampWrites = &timestamps;
    return gpu_native.CommandEncoderBeginComputePass(encoder->native, &native);
}

WGPUComputePassEncoder
gpu_wgpu_CommandEncoderBeginComputePass(WGPUCommandEncoder handle,
                                        const WGPUComputePassDescriptor *descriptor)
{
    struct gpu_wgpu_compute_pass *pass = gpu_wgpu_record_new(sizeof *pass);
    if (pass == NULL)
        return NULL;
    pass->encoder = gpu_wgpu_command_encoder(handle);
    gpu_wgpu_ref(&pass->encoder->refs);
    if (gpu_wgpu_open_encoder(handle) != NULL)
        pass->native = begin(pass->encoder, descriptor);
    return gpu_wgpu_compute_pass_handle(pass);
}

/* The pass, if it takes commands: else NULL, and if it has ended, an error. */
static struct gpu_wgpu_compute_pass *
open_pass(WGPUComputePassEncoder handle)
{
    struct gpu_wgpu_compute_pass *pass = gpu_wgpu_compute_pass(handle);
    if (pass->ended)
        gpu_wgpu_validation_error(pass->encoder->device, "the compute pass has ended");
    return pass->ended || pass->native == NULL ? NULL : pass;
}

void
gpu_wgpu_ComputePassEncoderAddRef(WGPUComputePassEncoder handle)
{
    gpu_wgpu_ref(&gpu_wgpu_compute_pass(handle)->refs);
}

void
gpu_wgpu_ComputePassEncoderRelease(WGPUComputePassEncoder handle)
{
    struct gpu_wgpu_compute_pass *pass = gpu_wgpu_compute_pass(handle);
    if (!gpu_wgpu_unref(&pass->refs))
        return;
    if (pass->native != NULL)
        gpu_native.ComputePassEncoderRelease(pass->native);
    gpu_wgpu_command_encoder_unref(pass->encoder);
    free(pass);
}

void
gpu_wgpu_ComputePassEncoderEnd(WGPUComputePassEncoder handle)
{
    struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    if (pass != NULL)
        gpu_native.ComputePassEncoderEnd(pass->native);
    gpu_wgpu_compute_pass(handle)->ended = true;
}

void
gpu_wgpu_ComputePassEncoderSetPipeline(WGPUComputePassEncoder handle, WGPUComputePipeline pipeline_handle)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    const struct gpu_wgpu_compute_pipeline *pipeline = gpu_wgpu_compute_pipeline(pipeline_handle);
    if (pass == NULL)
        return;
    if (pipeline->device != pass->encoder->device)
        pass->encoder->used.error = "a compute pipeline is of another device";
    else
        gpu_native.ComputePassEncoderSetPipeline(pass->native, pipeline->native);
}

void
gpu_wgpu_ComputePassEncoderSetBindGroup(WGPUComputePassEncoder handle, uint32_t index,
                                        WGPUBindGroup group_handle, size_t offset_count,
                                        const uint32_t *offsets)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    struct gpu_wgpu_bind_group *group = gpu_wgpu_bind_group(group_handle);
    if (pass == NULL)
        return;
    gpu_wgpu_use_bind_group(&pass->encoder->used, group);
    const WGPUBindGroup native = group != NULL ? group->native : NULL;
    if (pass->encoder->used.error == NULL)
        gpu_native.ComputePassEncoderSetBindGroup(pass->native, index, native, offset_count, offsets);
}

void
gpu_wgpu_ComputePassEncoderSetImmediates(WGPUComputePassEncoder handle, uint32_t offset, const void *data,
                                         size_t size)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    (void)data;
    if (pass != NULL && (offset != 0 || size != 0))
        pass->encoder->used.error = GPU_WGPU_NO_IMMEDIATES;
}

void
gpu_wgpu_ComputePassEncoderDispatchWorkgroups(WGPUComputePassEncoder handle, uint32_t x, uint32_t y,
                                              uint32_t z)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    if (pass != NULL)
        gpu_native.ComputePassEncoderDispatchWorkgroups(pass->native, x, y, z);
}

void
gpu_wgpu_ComputePassEncoderDispatchWorkgroupsIndirect(WGPUComputePassEncoder handle, WGPUBuffer buffer_handle,
                                                      uint64_t offset)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(buffer_handle);
    if (pass == NULL)
        return;
    gpu_wgpu_use_indirect(&pass->encoder->used, buffer, offset, INDIRECT_SIZE);
    if (pass->encoder->used.error == NULL)
        gpu_native.ComputePassEncoderDispatchWorkgroupsIndirect(pass->native, buffer->native, offset);
}

void
gpu_wgpu_ComputePassEncoderInsertDebugMarker(WGPUComputePassEncoder handle, WGPUStringView label)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    if (pass != NULL)
        gpu_native.ComputePassEncoderInsertDebugMarker(pass->native, gpu_wgpu_text(label));
}

void
gpu_wgpu_ComputePassEncoderPushDebugGroup(WGPUComputePassEncoder handle, WGPUStringView label)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    if (pass != NULL)
        gpu_native.ComputePassEncoderPushDebugGroup(pass->native, gpu_wgpu_text(label));
}

void
gpu_wgpu_ComputePassEncoderPopDebugGroup(WGPUComputePassEncoder handle)
{
    const struct gpu_wgpu_compute_pass *pass = open_pass(handle);
    if (pass != NULL)
        gpu_native.ComputePassEncoderPopDebugGroup(pass->native);
}
