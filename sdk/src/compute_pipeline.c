/* WGPUComputePipeline, made at once or with a callback. Follows WebGPU, "GPUComputePipeline". */
#include <wasigpu/imports.h>

#include "device.h"
#include "pipeline_request.h"
#include "refuse.h"
#include "stage.h"
#include "text.h"

struct request {
    struct sdk_pipeline_request common;
    WGPUCreateComputePipelineAsyncCallbackInfo info;
};

static struct wasi_webgpu_programmable_stage
read_stage(const WGPUComputePipelineDescriptor *descriptor)
{
    const WGPUComputeState *compute = &descriptor->compute;
    if (descriptor->nextInChain == NULL && compute->nextInChain == NULL &&
        sdk_stage_constants_known(compute->constantCount, compute->constants))
        return sdk_stage(compute->module, compute->entryPoint, compute->constantCount, compute->constants);
    sdk_log("wgpuDeviceCreateComputePipeline", sdk_text_of(SDK_UNKNOWN_CHAIN));
    return sdk_stage_invalid(compute->module);
}

static WGPUComputePipeline
new_pipeline(uint32_t handle)
{
    return sdk_object_new(sizeof(struct WGPUComputePipelineImpl), handle);
}

WGPUComputePipeline
wgpuDeviceCreateComputePipeline(WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor)
{
    const struct wasi_webgpu_programmable_stage stage = read_stage(descriptor);
    const struct wasi_webgpu_layout_mode layout = sdk_layout_mode(descriptor->layout);
    const WGPUStringView label = sdk_text(descriptor->label);
    return new_pipeline(wasi_webgpu_device_create_compute_pipeline(
        device->object.handle, stage.module, stage.entry_point.some, stage.entry_point.value.data,
        stage.entry_point.value.size, stage.constants.some, stage.constants.value,
        (enum wasi_webgpu_layout_mode_case)layout.tag, layout.specific, label.length != 0, label.data,
        label.length));
}

static void
call(const struct sdk_pipeline_request *request, WGPUCreatePipelineAsyncStatus status, uint32_t handle,
     WGPUStringView message)
{
    const struct request *self = (const struct request *)request;
    self->info.callback(status, handle != 0 ? new_pipeline(handle) : NULL, message, self->info.userdata1,
                        self->info.userdata2);
}

WGPUFuture
wgpuDeviceCreateComputePipelineAsync(WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor,
                                     WGPUCreateComputePipelineAsyncCallbackInfo info)
{
    const WGPUStringView label = sdk_text(descriptor->label);
    const struct wasi_webgpu_device_create_compute_pipeline_async_params params = {
        .self = device->object.handle,
        .descriptor = {.compute = read_stage(descriptor),
                       .layout = sdk_layout_mode(descriptor->layout),
                       .label = {label.length != 0, {label.data, label.length}}},
    };
    struct request *request = sdk_alloc(1, sizeof *request);
    request->info = info;
    request->common.device = device;
    request->common.layout = descriptor->layout;
    request->common.modules[0] = descriptor->compute.module;
    request->common.call = info.callback != NULL ? call : NULL;
    request->common.drop = wasi_webgpu_compute_pipeline_drop;
    return sdk_pipeline_request_start(
        &request->common, info.mode,
        wasi_webgpu_async_device_create_compute_pipeline_async(&params, &request->common.result.compute));
}

WGPUBindGroupLayout
wgpuComputePipelineGetBindGroupLayout(WGPUComputePipeline self, uint32_t index)
{
    const uint32_t handle = wasi_webgpu_compute_pipeline_get_bind_group_layout(self->object.handle, index);
    return sdk_object_new(sizeof(struct WGPUBindGroupLayoutImpl), handle);
}
