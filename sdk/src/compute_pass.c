/* WGPUComputePassEncoder. Follows WebGPU, "GPUComputePassEncoder". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "object.h"
#include "text.h"

void
wgpuComputePassEncoderSetPipeline(WGPUComputePassEncoder self, WGPUComputePipeline pipeline)
{
    wasi_webgpu_compute_pass_encoder_set_pipeline(self->object.handle, pipeline->object.handle);
}

void
wgpuComputePassEncoderSetBindGroup(WGPUComputePassEncoder self, uint32_t index, WGPUBindGroup group,
                                   size_t offset_count, const uint32_t *offsets)
{
    struct wasi_webgpu_result_void_set_bind_group_error result;
    result.is_error = 0;
    wasi_webgpu_compute_pass_encoder_set_bind_group(
        self->object.handle, index, group != NULL, group != NULL ? group->object.handle : 0,
        offset_count != 0, offsets, offset_count, false, 0, false, 0, &result);
    if (!result.is_error)
        return;
    const WGPUStringView message = sdk_text_from(result.error.message);
    sdk_log("wgpuComputePassEncoderSetBindGroup", message);
    sdk_text_free(message);
}

void
wgpuComputePassEncoderDispatchWorkgroups(WGPUComputePassEncoder self, uint32_t x, uint32_t y, uint32_t z)
{
    wasi_webgpu_compute_pass_encoder_dispatch_workgroups(self->object.handle, x, true, y, true, z);
}

void
wgpuComputePassEncoderDispatchWorkgroupsIndirect(WGPUComputePassEncoder self, WGPUBuffer buffer,
                                                 uint64_t offset)
{
    wasi_webgpu_compute_pass_encoder_dispatch_workgroups_indirect(self->object.handle, sdk_handle(buffer),
                                                                  offset);
}

void
wgpuComputePassEncoderSetImmediates(WGPUComputePassEncoder self, uint32_t offset, const void *data,
                                    size_t size)
{
    wasi_webgpu_compute_pass_encoder_set_immediates(self->object.handle, offset, data, size, false, 0, false,
                                                    0);
}

void
wgpuComputePassEncoderEnd(WGPUComputePassEncoder self)
{
    wasi_webgpu_compute_pass_encoder_end(self->object.handle);
}

void
wgpuComputePassEncoderPushDebugGroup(WGPUComputePassEncoder self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_compute_pass_encoder_push_debug_group(self->object.handle, label.data, label.length);
}

void
wgpuComputePassEncoderPopDebugGroup(WGPUComputePassEncoder self)
{
    wasi_webgpu_compute_pass_encoder_pop_debug_group(self->object.handle);
}

void
wgpuComputePassEncoderInsertDebugMarker(WGPUComputePassEncoder self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_compute_pass_encoder_insert_debug_marker(self->object.handle, label.data, label.length);
}

void
wgpuComputePassEncoderSetLabel(WGPUComputePassEncoder self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_compute_pass_encoder_set_label(self->object.handle, label.data, label.length);
}

void
wgpuComputePassEncoderAddRef(WGPUComputePassEncoder self)
{
    sdk_object_ref(&self->object);
}

void
wgpuComputePassEncoderRelease(WGPUComputePassEncoder self)
{
    if (!sdk_object_unref(&self->object))
        return;
    wasi_webgpu_compute_pass_encoder_drop(self->object.handle);
    free(self);
}
