/* WGPUCommandEncoder: copies of buffers, clears, queries. Copies with textures are in texel_copy.c, passes
 * begin in compute_pass.c and render_pass.c. Follows WebGPU, "GPUCommandEncoder".
 *
 * Timestamps outside of passes are no longer part of WebGPU: asking for one makes the commands invalid. */
#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

WGPUCommandEncoder
wgpuDeviceCreateCommandEncoder(WGPUDevice device, const WGPUCommandEncoderDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    const WGPUStringView label = descriptor == NULL ? sdk_text_of("") : sdk_text(descriptor->label);
    const uint32_t handle = wasi_webgpu_device_create_command_encoder(
        device->object.handle, label.length != 0, label.length != 0, label.data, label.length);
    if (descriptor != NULL && !sdk_chain_is_empty(descriptor->nextInChain))
        sdk_refuse_command_encoder(handle, __func__, sdk_reason());
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_command_encoder_drop);
}

void
wgpuCommandEncoderCopyBufferToBuffer(WGPUCommandEncoder self, WGPUBuffer source, uint64_t source_offset,
                                     WGPUBuffer destination, uint64_t destination_offset, uint64_t size)
{
    if (!sdk_command_encoder_takes(self, source, __func__) ||
        !sdk_command_encoder_takes(self, destination, __func__))
        return;
    wasi_webgpu_command_encoder_copy_buffer_to_buffer(self->object.handle, sdk_handle(source), true,
                                                      source_offset, sdk_handle(destination), true,
                                                      destination_offset, size != WGPU_WHOLE_SIZE, size);
}

void
wgpuCommandEncoderClearBuffer(WGPUCommandEncoder self, WGPUBuffer buffer, uint64_t offset, uint64_t size)
{
    if (!sdk_command_encoder_takes(self, buffer, __func__))
        return;
    wasi_webgpu_command_encoder_clear_buffer(self->object.handle, sdk_handle(buffer), true, offset,
                                             size != WGPU_WHOLE_SIZE, size);
}

void
wgpuCommandEncoderResolveQuerySet(WGPUCommandEncoder self, WGPUQuerySet query_set, uint32_t first_query,
                                  uint32_t query_count, WGPUBuffer destination, uint64_t destination_offset)
{
    if (!sdk_command_encoder_takes(self, query_set, __func__) ||
        !sdk_command_encoder_takes(self, destination, __func__))
        return;
    wasi_webgpu_command_encoder_resolve_query_set(self->object.handle, sdk_handle(query_set), first_query,
                                                  query_count, sdk_handle(destination), destination_offset);
}

void
wgpuCommandEncoderWriteTimestamp(WGPUCommandEncoder self, WGPUQuerySet query_set, uint32_t index)
{
    if (!sdk_is_usable(self, __func__))
        return;
    (void)query_set;
    (void)index;
    sdk_refuse_command_encoder(self->object.handle, __func__, "only passes write timestamps");
}

WGPUCommandBuffer
wgpuCommandEncoderFinish(WGPUCommandEncoder self, const WGPUCommandBufferDescriptor *descriptor)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    const WGPUStringView label = descriptor == NULL ? sdk_text_of("") : sdk_text(descriptor->label);
    if (descriptor != NULL && !sdk_chain_is_empty(descriptor->nextInChain))
        sdk_refuse_command_encoder(self->object.handle, __func__, sdk_reason());
    const uint32_t handle = wasi_webgpu_command_encoder_finish(self->object.handle, label.length != 0,
                                                               label.length != 0, label.data, label.length);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_command_buffer_drop);
}
