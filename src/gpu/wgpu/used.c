/* The buffers that an encoder's commands use: each once, or nearly so. */
#include <stdlib.h>

#include "gpu/wgpu/objects.h"

/* One of another device makes the encoder invalid, and is not listed: its device does not stay for it.
 *
 * A buffer knows the last encoder that lists it, so only one that two encoders take in turn is listed
 * more than once, which does no harm. */
void
gpu_wgpu_use_buffer(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_buffer *buffer)
{
    if (buffer == NULL || buffer->used_by == encoder->number)
        return;
    if (buffer->device != encoder->device) {
        encoder->error = "a buffer is of another device";
        return;
    }
    struct gpu_wgpu_used *used = &encoder->used;
    if (used->count == used->capacity) {
        const size_t capacity = used->capacity * 2 + 8;
        struct gpu_wgpu_buffer **buffers =
            realloc(used->buffers, capacity * sizeof(struct gpu_wgpu_buffer *));
        if (buffers == NULL) {
            encoder->error = "out of memory";
            return;
        }
        used->buffers = buffers;
        used->capacity = capacity;
    }
    used->buffers[used->count++] = buffer;
    buffer->used_by = encoder->number;
    gpu_wgpu_ref(&buffer->refs);
}

void
gpu_wgpu_write_buffer(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_buffer *buffer)
{
    gpu_wgpu_use_buffer(encoder, buffer);
    if ((buffer->usage & WGPUBufferUsage_CopyDst) == 0)
        encoder->error = "a buffer that is written to lacks the usage CopyDst";
}

void
gpu_wgpu_use_bind_group(struct gpu_wgpu_command_encoder *encoder, struct gpu_wgpu_bind_group *group)
{
    if (group == NULL || group->used_by == encoder->number)
        return;
    if (group->device != encoder->device) {
        encoder->error = "a bind group is of another device";
        return;
    }
    group->used_by = encoder->number;
    for (size_t i = 0; i < group->buffer_count; i++)
        gpu_wgpu_use_buffer(encoder, group->buffers[i]);
}

void
gpu_wgpu_used_finish(struct gpu_wgpu_used *used)
{
    for (size_t i = 0; i < used->count; i++)
        gpu_wgpu_buffer_unref(used->buffers[i]);
    free(used->buffers);
    *used = (struct gpu_wgpu_used){0};
}
