/* gpu-compute-pass-encoder: what is recorded in a compute pass, and its end. Set-immediates is not here yet.
 *
 * Follows WebGPU, "Dispatch", "Bind Groups" and, of "Compute Passes", "Finalization". */
#include <inttypes.h>

#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"

void
webgpu_compute_pass_encoder_set_pipeline(struct webgpu_compute_pass_encoder *self,
                                         struct webgpu_compute_pipeline *pipeline)
{
    webgpu_hold_used(&self->object, &pipeline->object);
    wgpuComputePassEncoderSetPipeline(self->native, pipeline->native);
}

/* Without a start it is 0, without a length the rest: the overload of setBindGroup that takes a sequence. */
bool
webgpu_compute_pass_encoder_set_bind_group(struct webgpu_compute_pass_encoder *self, uint32_t index,
                                           struct webgpu_bind_group *bind_group,
                                           struct webgpu_option_u32_list dynamic_offsets_data,
                                           struct webgpu_option_u64 dynamic_offsets_data_start,
                                           struct webgpu_option_u32 dynamic_offsets_data_length,
                                           struct base_arena *arena,
                                           struct webgpu_set_bind_group_error *error)
{
    const struct abi_view offsets =
        dynamic_offsets_data.some ? dynamic_offsets_data.value : (struct abi_view){.data = NULL};
    const uint64_t start = dynamic_offsets_data_start.some ? dynamic_offsets_data_start.value : 0;
    const uint64_t rest = start < offsets.count ? offsets.count - start : 0;
    const uint64_t length = dynamic_offsets_data_length.some ? dynamic_offsets_data_length.value : rest;
    if (start > offsets.count || length > rest) {
        error->kind = WEBGPU_SET_BIND_GROUP_ERROR_KIND_RANGE_ERROR;
        error->message =
            webgpu_text(arena, "start %" PRIu64 ", length %" PRIu64 " is not within the %u dynamic offsets",
                        start, length, offsets.count);
        return false;
    }
    const uint32_t *first = length == 0 ? NULL : (const uint32_t *)offsets.data + start;
    if (bind_group != NULL)
        webgpu_hold_used(&self->object, &bind_group->object);
    wgpuComputePassEncoderSetBindGroup(self->native, index, bind_group == NULL ? NULL : bind_group->native,
                                       length, first);
    return true;
}

void
webgpu_compute_pass_encoder_dispatch_workgroups(struct webgpu_compute_pass_encoder *self,
                                                uint32_t workgroup_count_x,
                                                struct webgpu_option_u32 workgroup_count_y,
                                                struct webgpu_option_u32 workgroup_count_z)
{
    wgpuComputePassEncoderDispatchWorkgroups(self->native, workgroup_count_x,
                                             workgroup_count_y.some ? workgroup_count_y.value : 1,
                                             workgroup_count_z.some ? workgroup_count_z.value : 1);
}

void
webgpu_compute_pass_encoder_dispatch_workgroups_indirect(struct webgpu_compute_pass_encoder *self,
                                                         struct webgpu_buffer *indirect_buffer,
                                                         uint64_t indirect_offset)
{
    webgpu_hold_used(&self->object, &indirect_buffer->object);
    wgpuComputePassEncoderDispatchWorkgroupsIndirect(self->native, indirect_buffer->native, indirect_offset);
}

void
webgpu_compute_pass_encoder_end(struct webgpu_compute_pass_encoder *self)
{
    wgpuComputePassEncoderEnd(self->native);
}

void
webgpu_compute_pass_encoder_push_debug_group(struct webgpu_compute_pass_encoder *self,
                                             struct base_str group_label)
{
    wgpuComputePassEncoderPushDebugGroup(self->native, webgpu_native_string(group_label));
}

void
webgpu_compute_pass_encoder_pop_debug_group(struct webgpu_compute_pass_encoder *self)
{
    wgpuComputePassEncoderPopDebugGroup(self->native);
}

void
webgpu_compute_pass_encoder_insert_debug_marker(struct webgpu_compute_pass_encoder *self,
                                                struct base_str marker_label)
{
    wgpuComputePassEncoderInsertDebugMarker(self->native, webgpu_native_string(marker_label));
}
