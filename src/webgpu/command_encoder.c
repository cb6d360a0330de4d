/* gpu-command-encoder: compute passes, buffer copies, queries, finish. Render passes begin in render_pass.c,
 * texel copies are in texel_copy.c, debug groups in binding_commands.c. What is valid and in which state the
 * encoder is, the library checks, and reports at finish.
 *
 * Follows WebGPU, "Command Encoder Creation", "Pass Encoding", "Buffer Copy Commands", "Queries" and
 * "Finalization". */
#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"
#include "webgpu/hold.h"
#include "webgpu/invalid.h"
#include "webgpu/pass_times.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"
#include "webgpu/text.h"

struct webgpu_command_encoder *
webgpu_device_create_command_encoder(struct webgpu_device *device,
                                     const struct webgpu_option_command_encoder_descriptor *descriptor,
                                     struct base_arena *arena)
{
    (void)arena;
    const struct base_str label =
        descriptor->some ? webgpu_string_or_empty(descriptor->value.label) : (struct base_str){0};
    if (!webgpu_admits_command_encoder(device))
        return webgpu_refused_command_encoder(device, label);
    const WGPUCommandEncoderDescriptor native = {.label = webgpu_native_label(label)};
    return webgpu_command_encoder_new(device, wgpuDeviceCreateCommandEncoder(device->native, &native), label);
}

struct webgpu_compute_pass_encoder *
webgpu_command_encoder_begin_compute_pass(struct webgpu_command_encoder *self,
                                          const struct webgpu_option_compute_pass_descriptor *descriptor,
                                          struct base_arena *arena)
{
    (void)arena;
    struct base_str label = {0};
    WGPUPassTimestampWrites writes;
    WGPUComputePassDescriptor native = {0};
    if (descriptor->some) {
        label = webgpu_string_or_empty(descriptor->value.label);
        if (descriptor->value.timestamp_writes.some) {
            const struct webgpu_compute_pass_timestamp_writes *from =
                &descriptor->value.timestamp_writes.value;
            webgpu_hold_used(&self->object, &from->query_set->object);
            writes = (WGPUPassTimestampWrites){
                .querySet = from->query_set->native,
                .beginningOfPassWriteIndex = webgpu_u32_or_undefined(from->beginning_of_pass_write_index),
                .endOfPassWriteIndex = webgpu_u32_or_undefined(from->end_of_pass_write_index),
            };
            native.timestampWrites = &writes;
        }
    }
    native.label = webgpu_native_label(label);
    struct webgpu_device *device = self->object.device;
    const bool recorded = webgpu_record(&self->object);
    if (native.timestampWrites == NULL && recorded &&
        webgpu_pass_times_begin(self, "compute pass", label, &writes))
        native.timestampWrites = &writes;
    struct webgpu_compute_pass_encoder *pass =
        webgpu_admits_compute_pass_encoder(device)
            ? webgpu_compute_pass_encoder_new(device,
                                              recorded
                                                  ? wgpuCommandEncoderBeginComputePass(self->native, &native)
                                                  : webgpu_invalid_compute_pass_encoder(device->native),
                                              label)
            : webgpu_refused_compute_pass_encoder(device, label);
    if (pass != NULL)
        webgpu_hold_encoder(&pass->object, &self->object);
    return pass;
}

void
webgpu_command_encoder_copy_buffer_to_buffer(struct webgpu_command_encoder *self,
                                             struct webgpu_buffer *source,
                                             struct webgpu_option_u64 source_offset,
                                             struct webgpu_buffer *destination,
                                             struct webgpu_option_u64 destination_offset,
                                             struct webgpu_option_u64 size)
{
    if (!webgpu_record(&self->object))
        return;
    const uint64_t start = webgpu_u64_or(source_offset, 0);
    webgpu_hold_used(&self->object, &source->object);
    webgpu_hold_used(&self->object, &destination->object);
    wgpuCommandEncoderCopyBufferToBuffer(self->native, source->native, start, destination->native,
                                         webgpu_u64_or(destination_offset, 0),
                                         webgpu_buffer_size_or_rest(source, start, size));
}

void
webgpu_command_encoder_clear_buffer(struct webgpu_command_encoder *self, struct webgpu_buffer *buffer,
                                    struct webgpu_option_u64 offset, struct webgpu_option_u64 size)
{
    if (!webgpu_record(&self->object))
        return;
    const uint64_t start = webgpu_u64_or(offset, 0);
    webgpu_hold_used(&self->object, &buffer->object);
    wgpuCommandEncoderClearBuffer(self->native, buffer->native, start,
                                  webgpu_buffer_size_or_rest(buffer, start, size));
}

void
webgpu_command_encoder_resolve_query_set(struct webgpu_command_encoder *self,
                                         struct webgpu_query_set *query_set, uint32_t first_query,
                                         uint32_t query_count, struct webgpu_buffer *destination,
                                         uint64_t destination_offset)
{
    if (!webgpu_record(&self->object))
        return;
    webgpu_hold_used(&self->object, &query_set->object);
    webgpu_hold_used(&self->object, &destination->object);
    wgpuCommandEncoderResolveQuerySet(self->native, query_set->native, first_query, query_count,
                                      destination->native, destination_offset);
}

struct webgpu_command_buffer *
webgpu_command_encoder_finish(struct webgpu_command_encoder *self,
                              const struct webgpu_option_command_buffer_descriptor *descriptor,
                              struct base_arena *arena)
{
    (void)arena;
    const struct base_str label =
        descriptor->some ? webgpu_string_or_empty(descriptor->value.label) : (struct base_str){0};
    const WGPUCommandBufferDescriptor native = {.label = webgpu_native_label(label)};
    struct webgpu_device *device = self->object.device;
    const bool failed = webgpu_record_failed(&self->object);
    webgpu_pass_times_resolve(self);
    struct webgpu_command_buffer *commands =
        webgpu_admits_command_buffer(device)
            ? webgpu_command_buffer_new(device,
                                        failed ? webgpu_invalid_command_buffer(device->native)
                                               : wgpuCommandEncoderFinish(self->native, &native),
                                        label)
            : webgpu_refused_command_buffer(device, label);
    webgpu_pass_times_finish(self, commands);
    if (commands == NULL)
        return NULL;
    webgpu_hold_finish(&self->object, &commands->object);
    webgpu_record_finish(&self->object, &commands->object);
    return commands;
}
