/* WGPUComputePassEncoder: its begin, dispatches, its end; what it has in common with other encoders is in
 * binding_commands.c and debug_commands.c. Follows WebGPU, "Compute Passes". */
#include <wasigpu/imports.h>

#include "chain.h"
#include "object.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

WGPUComputePassEncoder
wgpuCommandEncoderBeginComputePass(WGPUCommandEncoder self, const WGPUComputePassDescriptor *descriptor)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    static const WGPUComputePassDescriptor defaults = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
    static const WGPUPassTimestampWrites no_writes = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    if (descriptor == NULL)
        descriptor = &defaults;
    const WGPUStringView label = sdk_text(descriptor->label);
    const bool timed = descriptor->timestampWrites != NULL &&
                       sdk_command_encoder_takes(self, descriptor->timestampWrites->querySet, __func__);
    const WGPUPassTimestampWrites *writes = timed ? descriptor->timestampWrites : &no_writes;
    if (!sdk_chain_is_empty(descriptor->nextInChain) || !sdk_chain_is_empty(writes->nextInChain))
        sdk_refuse_command_encoder(self->object.handle, __func__, sdk_reason());
    const uint32_t handle = wasi_webgpu_command_encoder_begin_compute_pass(
        self->object.handle, timed || label.length != 0, timed, timed ? sdk_handle(writes->querySet) : 0,
        writes->beginningOfPassWriteIndex != WGPU_QUERY_SET_INDEX_UNDEFINED,
        writes->beginningOfPassWriteIndex, writes->endOfPassWriteIndex != WGPU_QUERY_SET_INDEX_UNDEFINED,
        writes->endOfPassWriteIndex, label.length != 0, label.data, label.length);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_compute_pass_encoder_drop);
}

void
wgpuComputePassEncoderSetPipeline(WGPUComputePassEncoder self, WGPUComputePipeline pipeline)
{
    if (!sdk_compute_pass_encoder_takes(self, pipeline, __func__))
        return;
    wasi_webgpu_compute_pass_encoder_set_pipeline(self->object.handle, pipeline->object.handle);
}

void
wgpuComputePassEncoderDispatchWorkgroups(WGPUComputePassEncoder self, uint32_t x, uint32_t y, uint32_t z)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_compute_pass_encoder_dispatch_workgroups(self->object.handle, x, true, y, true, z);
}

void
wgpuComputePassEncoderDispatchWorkgroupsIndirect(WGPUComputePassEncoder self, WGPUBuffer buffer,
                                                 uint64_t offset)
{
    if (!sdk_compute_pass_encoder_takes(self, buffer, __func__))
        return;
    wasi_webgpu_compute_pass_encoder_dispatch_workgroups_indirect(self->object.handle, sdk_handle(buffer),
                                                                  offset);
}

void
wgpuComputePassEncoderEnd(WGPUComputePassEncoder self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_compute_pass_encoder_end(self->object.handle);
}
