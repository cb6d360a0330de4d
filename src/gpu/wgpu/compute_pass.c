/* wgpu-native's compute passes: their commands, with its own handles. */
#include <stdlib.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

WGPUComputePassEncoder
gpu_wgpu_CommandEncoderBeginComputePass(WGPUCommandEncoder handle,
                                        const WGPUComputePassDescriptor *descriptor)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_command_encoder(handle);
    struct gpu_wgpu_compute_pass *pass = gpu_wgpu_record_new(sizeof *pass);
    if (pass == NULL)
        return NULL;
    WGPUComputePassDescriptor native = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    WGPUPassTimestampWrites timestamps;
    if (descriptor != NULL)
        native.label = gpu_wgpu_text(descriptor->label);
    if (descriptor != NULL && descriptor->timestampWrites != NULL &&
        gpu_wgpu_unwrap_timestamps(encoder, descriptor->timestampWrites, &timestamps))
        native.timestampWrites = &timestamps;
    pass->native = gpu_native.CommandEncoderBeginComputePass(encoder->native, &native);
    pass->encoder = encoder;
    gpu_wgpu_ref(&encoder->refs);
    return gpu_wgpu_compute_pass_handle(pass);
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
    gpu_native.ComputePassEncoderRelease(pass->native);
    gpu_wgpu_command_encoder_unref(pass->encoder);
    free(pass);
}

void
gpu_wgpu_ComputePassEncoderEnd(WGPUComputePassEncoder handle)
{
    gpu_native.ComputePassEncoderEnd(gpu_wgpu_compute_pass(handle)->native);
}

void
gpu_wgpu_ComputePassEncoderSetPipeline(WGPUComputePassEncoder handle, WGPUComputePipeline pipeline)
{
    gpu_native.ComputePassEncoderSetPipeline(gpu_wgpu_compute_pass(handle)->native, pipeline);
}

void
gpu_wgpu_ComputePassEncoderSetBindGroup(WGPUComputePassEncoder handle, uint32_t index, WGPUBindGroup group,
                                        size_t offset_count, const uint32_t *offsets)
{
    const struct gpu_wgpu_compute_pass *pass = gpu_wgpu_compute_pass(handle);
    gpu_wgpu_use_bind_group(pass->encoder, gpu_wgpu_bind_group(group));
    const WGPUBindGroup native = group != NULL ? gpu_wgpu_bind_group(group)->native : NULL;
    gpu_native.ComputePassEncoderSetBindGroup(pass->native, index, native, offset_count, offsets);
}

void
gpu_wgpu_ComputePassEncoderSetImmediates(WGPUComputePassEncoder handle, uint32_t offset, const void *data,
                                         size_t size)
{
    gpu_native.ComputePassEncoderSetImmediates(gpu_wgpu_compute_pass(handle)->native, offset, data, size);
}

void
gpu_wgpu_ComputePassEncoderDispatchWorkgroups(WGPUComputePassEncoder handle, uint32_t x, uint32_t y,
                                              uint32_t z)
{
    gpu_native.ComputePassEncoderDispatchWorkgroups(gpu_wgpu_compute_pass(handle)->native, x, y, z);
}

void
gpu_wgpu_ComputePassEncoderDispatchWorkgroupsIndirect(WGPUComputePassEncoder handle, WGPUBuffer buffer,
                                                      uint64_t offset)
{
    const struct gpu_wgpu_compute_pass *pass = gpu_wgpu_compute_pass(handle);
    gpu_wgpu_use_buffer(pass->encoder, gpu_wgpu_buffer(buffer));
    gpu_native.ComputePassEncoderDispatchWorkgroupsIndirect(pass->native, gpu_wgpu_buffer(buffer)->native,
                                                            offset);
}

void
gpu_wgpu_ComputePassEncoderInsertDebugMarker(WGPUComputePassEncoder handle, WGPUStringView label)
{
    gpu_native.ComputePassEncoderInsertDebugMarker(gpu_wgpu_compute_pass(handle)->native,
                                                   gpu_wgpu_text(label));
}

void
gpu_wgpu_ComputePassEncoderPushDebugGroup(WGPUComputePassEncoder handle, WGPUStringView label)
{
    gpu_native.ComputePassEncoderPushDebugGroup(gpu_wgpu_compute_pass(handle)->native, gpu_wgpu_text(label));
}

void
gpu_wgpu_ComputePassEncoderPopDebugGroup(WGPUComputePassEncoder handle)
{
    gpu_native.ComputePassEncoderPopDebugGroup(gpu_wgpu_compute_pass(handle)->native);
}
