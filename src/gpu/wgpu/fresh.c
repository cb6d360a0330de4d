/* Buffers that nothing was written to yet. wgpu-native zeroes what commands are seen to read and nothing has
 * initialized, but does not see what a shader reaches through a dynamic offset: there a shader reads what the
 * memory held before, perhaps another program's, and what it writes is zeroed later. So a buffer that shaders
 * may use is cleared as a whole before its first use, unless that is a write to all of it. Where wgpu-native
 * would have cleared the same, that is little more work; a first write to a part costs a submit (some 30 us
 * on lavapipe). For that it has the usage CopyDst there, also where the caller left it out: used.c and
 * queue.c refuse what then needs it. */
#include "gpu/wgpu/fresh.h"

#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/submit.h"
#include "gpu/wgpu/wgpu.h"

#define CLEAR_ALIGNMENT 4 /* what is left over at the end cannot be bound */

static void
clear(WGPUCommandEncoder native, struct gpu_wgpu_buffer *buffer)
{
    const uint64_t size = buffer->size - buffer->size % CLEAR_ALIGNMENT;
    if (size > 0)
        gpu_native.CommandEncoderClearBuffer(native, buffer->native, 0, size);
    buffer->fresh = false;
}

static WGPUCommandEncoder
begin(const struct gpu_wgpu_device *device)
{
    const WGPUCommandEncoderDescriptor plain = WGPU_COMMAND_ENCODER_DESCRIPTOR_INIT;
    return gpu_native.DeviceCreateCommandEncoder(device->native, &plain);
}

/* NULL: it went wrong, which is reported by then, and may not be submitted. `errors` there were before. */
static WGPUCommandBuffer
finish(const struct gpu_wgpu_device *device, WGPUCommandEncoder native, uint64_t errors)
{
    const WGPUCommandBufferDescriptor plain = WGPU_COMMAND_BUFFER_DESCRIPTOR_INIT;
    WGPUCommandBuffer commands = gpu_native.CommandEncoderFinish(native, &plain);
    gpu_native.CommandEncoderRelease(native);
    if (device->error_count != errors) {
        gpu_native.CommandBufferRelease(commands);
        commands = NULL;
    }
    return commands;
}

WGPUCommandBuffer
gpu_wgpu_fresh_commands(size_t count, const WGPUCommandBuffer *commands)
{
    const struct gpu_wgpu_device *device = gpu_wgpu_command_buffer(commands[0])->device;
    const uint64_t errors = device->error_count;
    WGPUCommandEncoder native = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct gpu_wgpu_used *used = &gpu_wgpu_command_buffer(commands[i])->used;
        for (size_t j = 0; j < used->count; j++) {
            if (!used->buffers[j]->fresh)
                continue;
            if (native == NULL)
                native = begin(device);
            clear(native, used->buffers[j]);
        }
    }
    return native != NULL ? finish(device, native, errors) : NULL;
}

void
gpu_wgpu_fresh_clear(struct gpu_wgpu_buffer *buffer)
{
    struct gpu_wgpu_device *device = buffer->device;
    if (!buffer->fresh || buffer->destroyed || device->lost)
        return;
    const uint64_t errors = device->error_count;
    const WGPUCommandEncoder native = begin(device);
    clear(native, buffer);
    const WGPUCommandBuffer commands = finish(device, native, errors);
    if (commands == NULL)
        return;
    gpu_wgpu_submit(&device->queue, 1, &commands);
    gpu_native.CommandBufferRelease(commands);
    device->queue.writes_pending = false;
}

void
gpu_wgpu_fresh_clear_bind_group(struct gpu_wgpu_bind_group *group)
{
    for (size_t i = 0; group != NULL && i < group->buffer_count; i++)
        gpu_wgpu_fresh_clear(group->buffers[i]);
}
