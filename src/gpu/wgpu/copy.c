/* wgpu-native's copies between buffers and textures, with its own buffers. */
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

static WGPUTexelCopyBufferInfo
unwrap(struct gpu_wgpu_command_encoder *encoder, const WGPUTexelCopyBufferInfo *info)
{
    WGPUTexelCopyBufferInfo native = *info;
    gpu_wgpu_use_buffer(encoder, gpu_wgpu_buffer(info->buffer));
    native.buffer = gpu_wgpu_buffer(info->buffer)->native;
    return native;
}

void
gpu_wgpu_CommandEncoderCopyBufferToTexture(WGPUCommandEncoder handle, const WGPUTexelCopyBufferInfo *source,
                                           const WGPUTexelCopyTextureInfo *destination,
                                           const WGPUExtent3D *size)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_command_encoder(handle);
    const WGPUTexelCopyBufferInfo native = unwrap(encoder, source);
    gpu_native.CommandEncoderCopyBufferToTexture(encoder->native, &native, destination, size);
}

void
gpu_wgpu_CommandEncoderCopyTextureToBuffer(WGPUCommandEncoder handle, const WGPUTexelCopyTextureInfo *source,
                                           const WGPUTexelCopyBufferInfo *destination,
                                           const WGPUExtent3D *size)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_command_encoder(handle);
    const WGPUTexelCopyBufferInfo native = unwrap(encoder, destination);
    gpu_wgpu_write_buffer(encoder, gpu_wgpu_buffer(destination->buffer));
    gpu_native.CommandEncoderCopyTextureToBuffer(encoder->native, source, &native, size);
}

void
gpu_wgpu_CommandEncoderCopyTextureToTexture(WGPUCommandEncoder handle, const WGPUTexelCopyTextureInfo *source,
                                            const WGPUTexelCopyTextureInfo *destination,
                                            const WGPUExtent3D *size)
{
    gpu_native.CommandEncoderCopyTextureToTexture(gpu_wgpu_command_encoder(handle)->native, source,
                                                  destination, size);
}
