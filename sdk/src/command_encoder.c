/* WGPUCommandEncoder: copies, clears, queries; passes begin here and go on in compute_pass.c. Follows
 * WebGPU, "GPUCommandEncoder".
 *
 * Left out: everything with textures, and render passes. Timestamps outside of passes are no longer
 * part of WebGPU: asking for one makes the commands invalid. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "device.h"
#include "text.h"

/* Makes what is recorded invalid, where a descriptor asks for what the host cannot be told: there is no
 * debug group to pop at the start, and one too many is popped at the end. */
static void
refuse(uint32_t encoder, const char *function)
{
    sdk_log(function, sdk_text_of("unknown struct in the descriptor's chain"));
    wasi_webgpu_command_encoder_pop_debug_group(encoder);
}

WGPUCommandEncoder
wgpuDeviceCreateCommandEncoder(WGPUDevice device, const WGPUCommandEncoderDescriptor *descriptor)
{
    const WGPUStringView label = descriptor == NULL ? sdk_text_of("") : sdk_text(descriptor->label);
    const uint32_t handle = wasi_webgpu_device_create_command_encoder(
        device->object.handle, label.length != 0, label.length != 0, label.data, label.length);
    if (descriptor != NULL && descriptor->nextInChain != NULL)
        refuse(handle, "wgpuDeviceCreateCommandEncoder");
    return sdk_object_new(sizeof(struct WGPUCommandEncoderImpl), handle);
}

WGPUComputePassEncoder
wgpuCommandEncoderBeginComputePass(WGPUCommandEncoder self, const WGPUComputePassDescriptor *descriptor)
{
    static const WGPUComputePassDescriptor defaults = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    static const WGPUPassTimestampWrites no_writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    if (descriptor == NULL)
        descriptor = &defaults;
    const WGPUStringView label = sdk_text(descriptor->label);
    const bool timed = descriptor->timestampWrites != NULL;
    const WGPUPassTimestampWrites *writes = timed ? descriptor->timestampWrites : &no_writes;
    if (descriptor->nextInChain != NULL || writes->nextInChain != NULL)
        refuse(self->object.handle, "wgpuCommandEncoderBeginComputePass");
    const uint32_t handle = wasi_webgpu_command_encoder_begin_compute_pass(
        self->object.handle, timed || label.length != 0, timed, timed ? sdk_handle(writes->querySet) : 0,
        writes->beginningOfPassWriteIndex != WGPU_QUERY_SET_INDEX_UNDEFINED,
        writes->beginningOfPassWriteIndex, writes->endOfPassWriteIndex != WGPU_QUERY_SET_INDEX_UNDEFINED,
        writes->endOfPassWriteIndex, label.length != 0, label.data, label.length);
    return sdk_object_new(sizeof(struct WGPUComputePassEncoderImpl), handle);
}

void
wgpuCommandEncoderCopyBufferToBuffer(WGPUCommandEncoder self, WGPUBuffer source, uint64_t source_offset,
                                     WGPUBuffer destination, uint64_t destination_offset, uint64_t size)
{
    wasi_webgpu_command_encoder_copy_buffer_to_buffer(self->object.handle, sdk_handle(source), true,
                                                      source_offset, sdk_handle(destination), true,
                                                      destination_offset, size != WGPU_WHOLE_SIZE, size);
}

void
wgpuCommandEncoderClearBuffer(WGPUCommandEncoder self, WGPUBuffer buffer, uint64_t offset, uint64_t size)
{
    wasi_webgpu_command_encoder_clear_buffer(self->object.handle, sdk_handle(buffer), true, offset,
                                             size != WGPU_WHOLE_SIZE, size);
}

void
wgpuCommandEncoderResolveQuerySet(WGPUCommandEncoder self, WGPUQuerySet query_set, uint32_t first_query,
                                  uint32_t query_count, WGPUBuffer destination, uint64_t destination_offset)
{
    wasi_webgpu_command_encoder_resolve_query_set(self->object.handle, sdk_handle(query_set), first_query,
                                                  query_count, sdk_handle(destination), destination_offset);
}

void
wgpuCommandEncoderWriteTimestamp(WGPUCommandEncoder self, WGPUQuerySet query_set, uint32_t index)
{
    (void)query_set;
    (void)index;
    sdk_log("wgpuCommandEncoderWriteTimestamp", sdk_text_of("only passes write timestamps"));
    wasi_webgpu_command_encoder_pop_debug_group(self->object.handle);
}

WGPUCommandBuffer
wgpuCommandEncoderFinish(WGPUCommandEncoder self, const WGPUCommandBufferDescriptor *descriptor)
{
    const WGPUStringView label = descriptor == NULL ? sdk_text_of("") : sdk_text(descriptor->label);
    if (descriptor != NULL && descriptor->nextInChain != NULL)
        refuse(self->object.handle, "wgpuCommandEncoderFinish");
    const uint32_t handle = wasi_webgpu_command_encoder_finish(self->object.handle, label.length != 0,
                                                               label.length != 0, label.data, label.length);
    return sdk_object_new(sizeof(struct WGPUCommandBufferImpl), handle);
}

void
wgpuCommandEncoderPushDebugGroup(WGPUCommandEncoder self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_command_encoder_push_debug_group(self->object.handle, label.data, label.length);
}

void
wgpuCommandEncoderPopDebugGroup(WGPUCommandEncoder self)
{
    wasi_webgpu_command_encoder_pop_debug_group(self->object.handle);
}

void
wgpuCommandEncoderInsertDebugMarker(WGPUCommandEncoder self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_command_encoder_insert_debug_marker(self->object.handle, label.data, label.length);
}

void
wgpuCommandEncoderSetLabel(WGPUCommandEncoder self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_command_encoder_set_label(self->object.handle, label.data, label.length);
}

void
wgpuCommandEncoderAddRef(WGPUCommandEncoder self)
{
    sdk_object_ref(&self->object);
}

void
wgpuCommandEncoderRelease(WGPUCommandEncoder self)
{
    if (!sdk_object_unref(&self->object))
        return;
    wasi_webgpu_command_encoder_drop(self->object.handle);
    free(self);
}
