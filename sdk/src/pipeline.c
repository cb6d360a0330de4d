/* WGPUComputePipeline, made at once or with a callback. Follows WebGPU, "GPUComputePipeline". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "device.h"
#include "future.h"
#include "text.h"

struct request {
    struct sdk_future future;
    WGPUCreateComputePipelineAsyncCallbackInfo info;
    WGPUCreatePipelineAsyncStatus status;
    WGPUComputePipeline pipeline; /* NULL unless the status is success */
    WGPUStringView message;       /* the host's, freed after the callback */
};

/* The parameters that both ways to make one share. */
struct stage {
    uint32_t module;
    bool has_entry_point;
    WGPUStringView entry_point;
    bool has_constants;
    uint32_t constants; /* the host takes it */
    bool automatic;
    uint32_t layout;
    WGPUStringView label;
};

static uint32_t
make_constants(const WGPUComputeState *state)
{
    const uint32_t record = wasi_webgpu_record_gpu_pipeline_constant_value_new();
    for (size_t i = 0; i < state->constantCount; i++) {
        const WGPUStringView key = sdk_text(state->constants[i].key);
        wasi_webgpu_record_gpu_pipeline_constant_value_add(record, key.data, key.length,
                                                           state->constants[i].value);
    }
    return record;
}

static bool
chain_is_empty(const WGPUComputePipelineDescriptor *descriptor)
{
    bool empty = descriptor->nextInChain == NULL && descriptor->compute.nextInChain == NULL;
    for (size_t i = 0; i < descriptor->compute.constantCount; i++)
        empty = empty && descriptor->compute.constants[i].nextInChain == NULL;
    return empty;
}

static struct stage
read_stage(const WGPUComputePipelineDescriptor *descriptor)
{
    const WGPUComputeState *compute = &descriptor->compute;
    struct stage stage = {
        .module = sdk_handle(compute->module),
        .has_entry_point = !sdk_text_is_null(compute->entryPoint),
        .entry_point = sdk_text(compute->entryPoint),
        .has_constants = compute->constantCount != 0,
        .constants = compute->constantCount != 0 ? make_constants(compute) : 0,
        .automatic = descriptor->layout == NULL,
        .layout = descriptor->layout == NULL ? 0 : sdk_handle(descriptor->layout),
        .label = sdk_text(descriptor->label),
    };
    if (!chain_is_empty(descriptor)) {
        /* No function has an empty name, so that the pipeline is invalid, as it should be. */
        sdk_log("wgpuDeviceCreateComputePipeline", sdk_text_of("unknown struct in the descriptor's chain"));
        stage.has_entry_point = true;
        stage.entry_point = sdk_text_of("");
    }
    return stage;
}

static WGPUComputePipeline
new_pipeline(uint32_t handle)
{
    return sdk_object_new(sizeof(struct WGPUComputePipelineImpl), handle);
}

WGPUComputePipeline
wgpuDeviceCreateComputePipeline(WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor)
{
    const struct stage stage = read_stage(descriptor);
    return new_pipeline(wasi_webgpu_device_create_compute_pipeline(
        device->object.handle, stage.module, stage.has_entry_point, stage.entry_point.data,
        stage.entry_point.length, stage.has_constants, stage.constants,
        stage.automatic ? WASI_WEBGPU_LAYOUT_MODE_AUTO : WASI_WEBGPU_LAYOUT_MODE_SPECIFIC, stage.layout,
        stage.label.length != 0, stage.label.data, stage.label.length));
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    WGPUStringView message = self->message;
    if (cancelled) {
        if (self->pipeline != NULL)
            wgpuComputePipelineRelease(self->pipeline);
        self->pipeline = NULL;
        self->status = WGPUCreatePipelineAsyncStatus_CallbackCancelled;
        message = sdk_text_of("the instance is gone");
    }
    if (self->info.callback != NULL)
        self->info.callback(self->status, self->pipeline, message, self->info.userdata1,
                            self->info.userdata2);
    else if (self->pipeline != NULL)
        wgpuComputePipelineRelease(self->pipeline);
    sdk_text_free(self->message);
    free(self);
}

static void
create(struct request *self, WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor)
{
    const struct stage stage = read_stage(descriptor);
    struct wasi_webgpu_result_compute_pipeline_create_pipeline_error result = {0};
    wasi_webgpu_device_create_compute_pipeline_async(
        device->object.handle, stage.module, stage.has_entry_point, stage.entry_point.data,
        stage.entry_point.length, stage.has_constants, stage.constants,
        stage.automatic ? WASI_WEBGPU_LAYOUT_MODE_AUTO : WASI_WEBGPU_LAYOUT_MODE_SPECIFIC, stage.layout,
        stage.label.length != 0, stage.label.data, stage.label.length, &result);
    if (!result.is_error) {
        self->status = WGPUCreatePipelineAsyncStatus_Success;
        self->pipeline = new_pipeline(result.ok);
        return;
    }
    const bool internal = result.error.kind.pipeline_error == WASI_WEBGPU_PIPELINE_ERROR_REASON_INTERNAL;
    self->status = internal ? WGPUCreatePipelineAsyncStatus_InternalError
                            : WGPUCreatePipelineAsyncStatus_ValidationError;
    self->message = sdk_text_from(result.error.message);
}

WGPUFuture
wgpuDeviceCreateComputePipelineAsync(WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor,
                                     WGPUCreateComputePipelineAsyncCallbackInfo info)
{
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = device->instance;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->future.ready = true;
    request->info = info;
    create(request, device, descriptor);
    return sdk_future_start(&request->future);
}

WGPUBindGroupLayout
wgpuComputePipelineGetBindGroupLayout(WGPUComputePipeline self, uint32_t index)
{
    const uint32_t handle = wasi_webgpu_compute_pipeline_get_bind_group_layout(self->object.handle, index);
    return sdk_object_new(sizeof(struct WGPUBindGroupLayoutImpl), handle);
}

void
wgpuComputePipelineSetLabel(WGPUComputePipeline self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_compute_pipeline_set_label(self->object.handle, label.data, label.length);
}

void
wgpuComputePipelineAddRef(WGPUComputePipeline self)
{
    sdk_object_ref(&self->object);
}

void
wgpuComputePipelineRelease(WGPUComputePipeline self)
{
    if (!sdk_object_unref(&self->object))
        return;
    wasi_webgpu_compute_pipeline_drop(self->object.handle);
    free(self);
}
