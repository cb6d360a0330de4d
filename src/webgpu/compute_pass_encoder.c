/* gpu-compute-pass-encoder: what only a compute pass records, and its end. How it begins is in
 * command_encoder.c, what it records as all passes do in binding_commands.c.
 *
 * Follows WebGPU, "Dispatch" and, of "Compute Passes", "Finalization". */
#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"

void
webgpu_compute_pass_encoder_set_pipeline(struct webgpu_compute_pass_encoder *self,
                                         struct webgpu_compute_pipeline *pipeline)
{
    if (!webgpu_record(&self->object))
        return;
    webgpu_hold_used(&self->object, &pipeline->object);
    wgpuComputePassEncoderSetPipeline(self->native, pipeline->native);
}

void
webgpu_compute_pass_encoder_dispatch_workgroups(struct webgpu_compute_pass_encoder *self,
                                                uint32_t workgroup_count_x,
                                                struct webgpu_option_u32 workgroup_count_y,
                                                struct webgpu_option_u32 workgroup_count_z)
{
    if (!webgpu_record(&self->object))
        return;
    wgpuComputePassEncoderDispatchWorkgroups(self->native, workgroup_count_x,
                                             webgpu_u32_or(workgroup_count_y, 1),
                                             webgpu_u32_or(workgroup_count_z, 1));
}

void
webgpu_compute_pass_encoder_dispatch_workgroups_indirect(struct webgpu_compute_pass_encoder *self,
                                                         struct webgpu_buffer *indirect_buffer,
                                                         uint64_t indirect_offset)
{
    if (!webgpu_record(&self->object))
        return;
    webgpu_hold_used(&self->object, &indirect_buffer->object);
    wgpuComputePassEncoderDispatchWorkgroupsIndirect(self->native, indirect_buffer->native, indirect_offset);
}

void
webgpu_compute_pass_encoder_end(struct webgpu_compute_pass_encoder *self)
{
    if (webgpu_record_end(&self->object))
        wgpuComputePassEncoderEnd(self->native);
}
