/* wgpu-native's command encoders. It checks commands itself and reports what is wrong when the encoder is
 * finished; whether it did decides if the command buffer may be submitted, for it would abort there. */
#include <stdlib.h>

#include "gpu/wgpu/encoder.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define CLEAR_ALIGNMENT 4
#define QUERY_SIZE UINT64_C(8)

WGPUCommandEncoder
gpu_wgpu_DeviceCreateCommandEncoder(WGPUDevice handle, const WGPUCommandEncoderDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_record_new(sizeof *encoder);
    if (encoder == NULL)
        return NULL;
    WGPUCommandEncoderDescriptor native = WGPU_COMMAND_ENCODER_DESCRIPTOR_INIT;
    if (descriptor != NULL)
        native.label = gpu_wgpu_text(descriptor->label);
    encoder->native = gpu_native.DeviceCreateCommandEncoder(device->native, &native);
    encoder->device = device;
    gpu_wgpu_ref(&device->refs);
    gpu_wgpu_used_begin(&encoder->used, device);
    return gpu_wgpu_command_encoder_handle(encoder);
}

void
gpu_wgpu_CommandEncoderAddRef(WGPUCommandEncoder handle)
{
    gpu_wgpu_ref(&gpu_wgpu_command_encoder(handle)->refs);
}

void
gpu_wgpu_CommandEncoderRelease(WGPUCommandEncoder handle)
{
    gpu_wgpu_command_encoder_unref(gpu_wgpu_command_encoder(handle));
}

void
gpu_wgpu_command_encoder_unref(struct gpu_wgpu_command_encoder *encoder)
{
    if (!gpu_wgpu_unref(&encoder->refs))
        return;
    gpu_native.CommandEncoderRelease(encoder->native);
    gpu_wgpu_used_finish(&encoder->used);
    gpu_wgpu_device_unref(encoder->device);
    free(encoder);
}

struct gpu_wgpu_command_encoder *
gpu_wgpu_open_encoder(WGPUCommandEncoder handle)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_command_encoder(handle);
    if (!encoder->finished)
        return encoder;
    gpu_wgpu_validation_error(encoder->device, "the command encoder is finished");
    return NULL;
}

WGPUCommandBuffer
gpu_wgpu_CommandEncoderFinish(WGPUCommandEncoder handle, const WGPUCommandBufferDescriptor *descriptor)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_command_encoder(handle);
    struct gpu_wgpu_device *device = encoder->device;
    struct gpu_wgpu_command_buffer *commands = gpu_wgpu_record_new(sizeof *commands);
    if (commands == NULL)
        return NULL;
    WGPUCommandBufferDescriptor native = WGPU_COMMAND_BUFFER_DESCRIPTOR_INIT;
    if (descriptor != NULL)
        native.label = gpu_wgpu_text(descriptor->label);
    const uint64_t errors = device->error_count;
    commands->native = gpu_native.CommandEncoderFinish(encoder->native, &native);
    if (encoder->used.error != NULL && device->error_count == errors)
        gpu_wgpu_validation_error(device, "finish a command encoder: %s", encoder->used.error);
    commands->invalid = device->error_count != errors;
    commands->device = device;
    gpu_wgpu_ref(&device->refs);
    commands->used = encoder->used;
    gpu_wgpu_used_begin(&encoder->used, device);
    encoder->finished = true;
    return gpu_wgpu_command_buffer_handle(commands);
}

void
gpu_wgpu_CommandBufferAddRef(WGPUCommandBuffer handle)
{
    gpu_wgpu_ref(&gpu_wgpu_command_buffer(handle)->refs);
}

void
gpu_wgpu_CommandBufferRelease(WGPUCommandBuffer handle)
{
    struct gpu_wgpu_command_buffer *commands = gpu_wgpu_command_buffer(handle);
    if (!gpu_wgpu_unref(&commands->refs))
        return;
    gpu_native.CommandBufferRelease(commands->native);
    gpu_wgpu_used_finish(&commands->used);
    gpu_wgpu_device_unref(commands->device);
    free(commands);
}

void
gpu_wgpu_CommandEncoderCopyBufferToBuffer(WGPUCommandEncoder handle, WGPUBuffer source,
                                          uint64_t source_offset, WGPUBuffer destination,
                                          uint64_t destination_offset, uint64_t size)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_open_encoder(handle);
    if (encoder == NULL)
        return;
    struct gpu_wgpu_buffer *from = gpu_wgpu_buffer(source);
    struct gpu_wgpu_buffer *to = gpu_wgpu_buffer(destination);
    gpu_wgpu_use_buffer(&encoder->used, from);
    gpu_wgpu_write_buffer(encoder, to);
    if (encoder->used.error == NULL)
        gpu_native.CommandEncoderCopyBufferToBuffer(encoder->native, from->native, source_offset, to->native,
                                                    destination_offset, size);
}

/* wgpu-native aborts at a size of 0: what is wrong then, it finds as well with another size; that a pass is
 * open, it finds with an empty marker. */
static void
clear_nothing(const struct gpu_wgpu_command_encoder *encoder, const struct gpu_wgpu_buffer *buffer,
              uint64_t offset)
{
    if (offset % CLEAR_ALIGNMENT != 0 || offset > buffer->size)
        gpu_native.CommandEncoderClearBuffer(encoder->native, buffer->native, offset, CLEAR_ALIGNMENT);
    else
        gpu_native.CommandEncoderInsertDebugMarker(encoder->native, (WGPUStringView){"", 0});
}

/* WebGPU, "clearBuffer". */
void
gpu_wgpu_CommandEncoderClearBuffer(WGPUCommandEncoder handle, WGPUBuffer buffer_handle, uint64_t offset,
                                   uint64_t size)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_open_encoder(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(buffer_handle);
    if (encoder == NULL)
        return;
    gpu_wgpu_write_buffer(encoder, buffer);
    if (encoder->used.error != NULL)
        return;
    if (size == 0)
        clear_nothing(encoder, buffer, offset);
    else
        gpu_native.CommandEncoderClearBuffer(encoder->native, buffer->native, offset, size);
}

/* What is resolved of timestamps that nothing writes. */
static void
clear_unwritten(const struct gpu_wgpu_command_encoder *encoder, const struct gpu_wgpu_query_set *set,
                uint32_t first, uint32_t count, const struct gpu_wgpu_buffer *buffer, uint64_t offset)
{
    const bool fits = first <= set->count && count <= set->count - first && offset <= buffer->size &&
                      count * QUERY_SIZE <= buffer->size - offset;
    for (uint32_t i = 0; fits && i < count; i++) {
        if (!gpu_wgpu_query_set_has(set, first + i))
            gpu_native.CommandEncoderClearBuffer(encoder->native, buffer->native, offset + i * QUERY_SIZE,
                                                 QUERY_SIZE);
    }
}

void
gpu_wgpu_CommandEncoderResolveQuerySet(WGPUCommandEncoder handle, WGPUQuerySet set, uint32_t first,
                                       uint32_t count, WGPUBuffer destination, uint64_t offset)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_open_encoder(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(destination);
    if (encoder == NULL)
        return;
    const WGPUQuerySet native = gpu_wgpu_use_queries(&encoder->used, set);
    gpu_wgpu_use_buffer(&encoder->used, buffer);
    if (encoder->used.error != NULL)
        return;
    gpu_native.CommandEncoderResolveQuerySet(encoder->native, native, first, count, buffer->native, offset);
    clear_unwritten(encoder, gpu_wgpu_query_set(set), first, count, buffer, offset);
}

void
gpu_wgpu_CommandEncoderWriteTimestamp(WGPUCommandEncoder handle, WGPUQuerySet set, uint32_t index)
{
    struct gpu_wgpu_command_encoder *encoder = gpu_wgpu_open_encoder(handle);
    if (encoder == NULL)
        return;
    const WGPUQuerySet native = gpu_wgpu_use_queries(&encoder->used, set);
    if (native == NULL)
        return;
    gpu_native.CommandEncoderWriteTimestamp(encoder->native, native, index);
    gpu_wgpu_query_set_note(gpu_wgpu_query_set(set), index);
}

void
gpu_wgpu_CommandEncoderInsertDebugMarker(WGPUCommandEncoder handle, WGPUStringView label)
{
    gpu_native.CommandEncoderInsertDebugMarker(gpu_wgpu_command_encoder(handle)->native,
                                               gpu_wgpu_text(label));
}

void
gpu_wgpu_CommandEncoderPushDebugGroup(WGPUCommandEncoder handle, WGPUStringView label)
{
    gpu_native.CommandEncoderPushDebugGroup(gpu_wgpu_command_encoder(handle)->native, gpu_wgpu_text(label));
}

void
gpu_wgpu_CommandEncoderPopDebugGroup(WGPUCommandEncoder handle)
{
    gpu_native.CommandEncoderPopDebugGroup(gpu_wgpu_command_encoder(handle)->native);
}

void
gpu_wgpu_write_buffer(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_buffer *buffer)
{
    gpu_wgpu_use_buffer(&encoder->used, buffer);
    if ((buffer->usage & WGPUBufferUsage_CopyDst) == 0)
        encoder->used.error = "a buffer that is written to lacks the usage CopyDst";
}

bool
gpu_wgpu_unwrap_timestamps(struct gpu_wgpu_command_encoder *encoder, const WGPUPassTimestampWrites *writes,
                           WGPUPassTimestampWrites *native)
{
    *native = *writes;
    native->nextInChain = NULL;
    native->querySet = gpu_wgpu_use_queries(&encoder->used, writes->querySet);
    if (native->querySet == NULL)
        return false;
    gpu_wgpu_query_set_note(gpu_wgpu_query_set(writes->querySet), writes->beginningOfPassWriteIndex);
    gpu_wgpu_query_set_note(gpu_wgpu_query_set(writes->querySet), writes->endOfPassWriteIndex);
    return true;
}
