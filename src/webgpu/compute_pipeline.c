/* gpu-compute-pipeline: creation, at once and asynchronous, and its bind group layouts.
 *
 * Follows WebGPU, "Compute Pipeline Creation" and "Base pipelines". A constant that is not finite cannot be
 * passed in the specification's IDL; here it comes as far as the library, to which it is a validation error.
 */
#include <stdlib.h>

#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/plain.h"
#include "webgpu/record.h"
#include "webgpu/shader_module.h"
#include "webgpu/text.h"

/* `from` for the library, valid as long as it and `arena` are. False: out of memory. */
static bool
describe(const struct webgpu_compute_pipeline_descriptor *from, struct base_arena *arena,
         WGPUComputePipelineDescriptor *to)
{
    const struct webgpu_programmable_stage *stage = &from->compute;
    *to = (WGPUComputePipelineDescriptor){
        .label = webgpu_native_string(webgpu_string_or_empty(from->label)),
        .layout = from->layout.tag == WEBGPU_LAYOUT_MODE_SPECIFIC ? from->layout.specific->native : NULL,
        .compute = {.module = stage->module->native, .entryPoint = WGPU_STRING_VIEW_INIT},
    };
    if (stage->entry_point.some)
        to->compute.entryPoint = webgpu_native_string(stage->entry_point.value);
    if (stage->constants == NULL)
        return true;
    const struct webgpu_record *record = &stage->constants->record;
    WGPUConstantEntry *constants = base_arena_alloc(arena, record->count, sizeof *constants);
    if (constants == NULL)
        return false;
    for (size_t i = 0; i < record->count; i++) {
        constants[i].key = webgpu_native_string(base_string_view(&record->entries[i].key));
        constants[i].value = record->entries[i].value.constant;
    }
    to->compute.constantCount = record->count;
    to->compute.constants = constants;
    return true;
}

struct webgpu_compute_pipeline *
webgpu_device_create_compute_pipeline(struct webgpu_device *device,
                                      const struct webgpu_compute_pipeline_descriptor *descriptor,
                                      struct base_arena *arena)
{
    WGPUComputePipelineDescriptor native;
    if (!describe(descriptor, arena, &native))
        return NULL;
    return webgpu_compute_pipeline_new(device, wgpuDeviceCreateComputePipeline(device->native, &native),
                                       webgpu_string_or_empty(descriptor->label));
}

/* What the callback needs of a request. */
struct creation {
    struct webgpu_device *device;
    struct base_string label;
    struct abi_pending *op;
};

static void
create_release(struct abi_pending *op)
{
    struct webgpu_device_create_compute_pipeline_async_result *result = (void *)op->result;
    webgpu_heap_text_free(result->error.message);
    if (result->value != NULL)
        webgpu_compute_pipeline_drop(result->value);
}

static void
fail(struct webgpu_device_create_compute_pipeline_async_result *result,
     enum webgpu_pipeline_error_reason reason, struct base_str message)
{
    result->error.kind.tag = WEBGPU_CREATE_PIPELINE_ERROR_KIND_PIPELINE_ERROR;
    result->error.kind.pipeline_error = reason;
    result->error.message = message;
}

/* On a thread of the library, as a rule. A device whose last owner is gone is being released meanwhile, and
 * waits for this: nothing can be made of it any more. */
static void
create_done(WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline native, WGPUStringView message,
            void *userdata1, void *userdata2)
{
    (void)userdata2;
    struct creation *creation = userdata1;
    struct webgpu_device *device = creation->device;
    struct webgpu_device_create_compute_pipeline_async_result *result = (void *)creation->op->result;
    webgpu_callback_enter();
    if (status != WGPUCreatePipelineAsyncStatus_Success) {
        const bool invalid = status == WGPUCreatePipelineAsyncStatus_ValidationError;
        fail(result,
             invalid ? WEBGPU_PIPELINE_ERROR_REASON_VALIDATION : WEBGPU_PIPELINE_ERROR_REASON_INTERNAL,
             webgpu_heap_copy(message));
    } else if (!webgpu_object_try_ref(&device->object)) {
        wgpuComputePipelineRelease(native);
        fail(result, WEBGPU_PIPELINE_ERROR_REASON_INTERNAL, webgpu_heap_text("the device is gone"));
    } else {
        result->ok = true;
        result->value = webgpu_compute_pipeline_new(device, native, base_string_view(&creation->label));
        webgpu_object_unref(&device->object);
    }
    abi_pending_finish(creation->op);
    webgpu_callback_leave();
    base_string_finish(&creation->label);
    free(creation);
    atomic_fetch_sub_explicit(&device->object.flights, 1, memory_order_release);
}

void
webgpu_device_create_compute_pipeline_async_start(struct webgpu_device *self,
                                                  const struct webgpu_compute_pipeline_descriptor *descriptor,
                                                  struct base_arena *arena, struct abi_pending *op)
{
    WGPUComputePipelineDescriptor native;
    op->release = create_release;
    op->source = &self->source.base;
    struct creation *creation = calloc(1, sizeof *creation);
    if (creation == NULL || !base_string_copy(&creation->label, webgpu_string_or_empty(descriptor->label)) ||
        !describe(descriptor, arena, &native)) {
        if (creation != NULL)
            base_string_finish(&creation->label);
        free(creation);
        arena->failed = true;
        abi_pending_finish(op);
        return;
    }
    if (!webgpu_budget_has_room(self->object.context)) {
        fail((void *)op->result, WEBGPU_PIPELINE_ERROR_REASON_INTERNAL, webgpu_heap_text(WEBGPU_NO_ROOM));
        base_string_finish(&creation->label);
        free(creation);
        abi_pending_finish(op);
        return;
    }
    creation->device = self;
    creation->op = op;
    const WGPUCreateComputePipelineAsyncCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = create_done,
        .userdata1 = creation,
    };
    atomic_fetch_add_explicit(&self->object.flights, 1, memory_order_relaxed);
    wgpuDeviceCreateComputePipelineAsync(self->native, &native, info);
}

struct webgpu_bind_group_layout *
webgpu_compute_pipeline_get_bind_group_layout(struct webgpu_compute_pipeline *self, uint32_t index)
{
    return webgpu_bind_group_layout_new(self->object.device,
                                        wgpuComputePipelineGetBindGroupLayout(self->native, index),
                                        (struct base_str){0});
}
