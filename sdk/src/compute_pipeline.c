/* WGPUComputePipeline, made at once or with a callback. Follows WebGPU, "GPUComputePipeline". */
#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "pipeline_request.h"
#include "reason.h"
#include "refuse.h"
#include "stage.h"
#include "text.h"

struct request {
    struct sdk_pipeline_request common;
    WGPUCreateComputePipelineAsyncCallbackInfo info;
};

/* A descriptor as the host's interface has it. */
struct plan {
    struct wasi_webgpu_programmable_stage stage;
    struct wasi_webgpu_layout_mode layout;
    WGPUStringView label;
    wasi_webgpu_shader_module_t made; /* to be dropped when the pipeline is made; 0: none */
};

/* What cannot be said, or is not there, becomes a pipeline that is invalid. */
static struct plan
read_descriptor(const char *function, WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor)
{
    static const WGPUComputePipelineDescriptor invalid =
        WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT; /* no shader */
    if (!sdk_is_given(descriptor, function))
        descriptor = &invalid;
    const WGPUComputeState *compute = &descriptor->compute;
    struct plan plan;
    const wasi_webgpu_shader_module_t module =
        sdk_stage_module(function, device, compute->module, &plan.made);
    const bool known = sdk_chain_is_empty(descriptor->nextInChain) &&
                       sdk_chain_is_empty(compute->nextInChain) &&
                       sdk_stage_constants_known(compute->constantCount, compute->constants) &&
                       sdk_object_is_there_or_null("layout", descriptor->layout);
    if (!known)
        sdk_log(function, sdk_text_of(sdk_reason()));
    plan.stage = known ? sdk_stage(module, compute->entryPoint, compute->constantCount, compute->constants)
                       : sdk_stage_invalid(module);
    plan.layout = sdk_layout_mode(known ? descriptor->layout : NULL);
    plan.label = known ? sdk_text(descriptor->label) : sdk_text_of(sdk_reason());
    return plan;
}

static void
plan_finish(const struct plan *plan)
{
    if (plan->made != 0)
        wasi_webgpu_shader_module_drop(plan->made);
}

WGPUComputePipeline
wgpuDeviceCreateComputePipeline(WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    const struct plan plan = read_descriptor(__func__, device, descriptor);
    const uint32_t handle = wasi_webgpu_device_create_compute_pipeline(
        device->object.handle, plan.stage.module, plan.stage.entry_point.some,
        plan.stage.entry_point.value.data, plan.stage.entry_point.value.size, plan.stage.constants.some,
        plan.stage.constants.value, (enum wasi_webgpu_layout_mode_case)plan.layout.tag, plan.layout.specific,
        plan.label.length != 0, plan.label.data, plan.label.length);
    plan_finish(&plan);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_compute_pipeline_drop);
}

static void
call(const struct sdk_pipeline_request *request, WGPUCreatePipelineAsyncStatus status, void *pipeline,
     WGPUStringView message)
{
    const struct request *self = (const struct request *)request;
    self->info.callback(status, pipeline, message, self->info.userdata1, self->info.userdata2);
}

WGPUFuture
wgpuDeviceCreateComputePipelineAsync(WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor,
                                     WGPUCreateComputePipelineAsyncCallbackInfo info)
{
    if (!sdk_can_start(device, info.nextInChain, __func__))
        return (WGPUFuture){0};
    const struct plan plan = read_descriptor(__func__, device, descriptor);
    const struct wasi_webgpu_device_create_compute_pipeline_async_params params = {
        .self = device->object.handle,
        .descriptor = {.compute = plan.stage,
                       .layout = plan.layout,
                       .label = {plan.label.length != 0, {plan.label.data, plan.label.length}}},
    };
    struct request *request = sdk_alloc(1, sizeof *request);
    request->info = info;
    request->common.device = device;
    if (plan.layout.tag == WASI_WEBGPU_LAYOUT_MODE_SPECIFIC)
        request->common.layout = descriptor->layout;
    if (plan.made == 0)
        request->common.modules[0] = descriptor->compute.module;
    request->common.made[0] = plan.made;
    request->common.call = info.callback != NULL ? call : NULL;
    request->common.drop = wasi_webgpu_compute_pipeline_drop;
    return sdk_pipeline_request_start(
        &request->common, info.mode,
        wasi_webgpu_async_device_create_compute_pipeline_async(&params, &request->common.result.compute));
}

WGPUBindGroupLayout
wgpuComputePipelineGetBindGroupLayout(WGPUComputePipeline self, uint32_t index)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    const uint32_t handle = wasi_webgpu_compute_pipeline_get_bind_group_layout(self->object.handle, index);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_bind_group_layout_drop);
}
