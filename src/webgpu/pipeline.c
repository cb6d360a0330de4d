/* gpu-compute-pipeline and gpu-render-pipeline, where they are alike: their stages, their creation, at once
 * and asynchronous, and their bind group layouts. What else they are made of is in compute_pipeline.c and
 * render_pipeline.c.
 *
 * Follows WebGPU, "Base pipelines", "GPUProgrammableStage", createComputePipelineAsync() and
 * createRenderPipelineAsync(). A constant that is not finite cannot be passed in the specification's IDL;
 * here it comes as far as the library, to which it is a validation error. */
#include "webgpu/pipeline.h"

#include <stdlib.h>

#include "generated/webgpu_methods.h"
#include "gpu/leftover.h"
#include "webgpu/device.h"
#include "webgpu/invalid.h"
#include "webgpu/plain.h"
#include "webgpu/record.h"
#include "webgpu/shader_module.h"
#include "webgpu/text.h"

bool
webgpu_programmable_stage_describe(const struct webgpu_programmable_stage *from, struct base_arena *arena,
                                   WGPUComputeState *to)
{
    *to = (WGPUComputeState){.module = from->module->native, .entryPoint = WGPU_STRING_VIEW_INIT};
    if (from->entry_point.some)
        to->entryPoint = webgpu_native_string(from->entry_point.value);
    if (from->constants == NULL)
        return true;
    const struct webgpu_record *record = &from->constants->record;
    WGPUConstantEntry *constants = base_arena_alloc(arena, record->count, sizeof *constants);
    if (constants == NULL)
        return false;
    for (size_t i = 0; i < record->count; i++) {
        constants[i].key = webgpu_native_string(base_string_view(&record->entries[i].key));
        constants[i].value = record->entries[i].value.constant;
    }
    to->constantCount = record->count;
    to->constants = constants;
    return true;
}

WGPUPipelineLayout
webgpu_native_layout_mode(const struct webgpu_layout_mode *layout)
{
    return layout->tag == WEBGPU_LAYOUT_MODE_SPECIFIC ? layout->specific->native : NULL;
}

/* What the callback needs of a request: nothing that ends with the device, which does not wait for it. */
struct creation {
    struct gpu_leftover leftover;
    struct webgpu_device_loss *loss;
    void *native; /* left over */
    struct base_string label;
    struct abi_pending *op;
};

static void
creation_delete(struct creation *creation)
{
    if (creation == NULL)
        return;
    base_string_finish(&creation->label);
    webgpu_device_loss_unref(creation->loss);
    free(creation);
}

/* NULL: out of memory. */
static struct creation *
creation_new(struct webgpu_device *device, struct base_str label, struct abi_pending *op)
{
    struct creation *creation = calloc(1, sizeof *creation);
    if (creation == NULL)
        return NULL;
    creation->loss = webgpu_device_loss_ref(device->loss);
    creation->op = op;
    if (!base_string_copy(&creation->label, label)) {
        creation_delete(creation);
        return NULL;
    }
    return creation;
}

/* The end of a callback. What is left over, it may not release. */
static void
creation_finish(struct creation *creation)
{
    abi_pending_finish(creation->op);
    webgpu_callback_leave();
    if (creation->native != NULL)
        gpu_leave(&creation->leftover);
    else
        creation_delete(creation);
}

static struct webgpu_create_pipeline_error
refusal(WGPUCreatePipelineAsyncStatus status, WGPUStringView message)
{
    const bool invalid = status == WGPUCreatePipelineAsyncStatus_ValidationError;
    return (struct webgpu_create_pipeline_error){
        .kind = {.tag = WEBGPU_CREATE_PIPELINE_ERROR_KIND_PIPELINE_ERROR,
                 .pipeline_error = invalid ? WEBGPU_PIPELINE_ERROR_REASON_VALIDATION
                                           : WEBGPU_PIPELINE_ERROR_REASON_INTERNAL},
        .message = webgpu_heap_copy(message),
    };
}

static const WGPUStringView device_gone = {"the device is gone", WGPU_STRLEN};
static const WGPUStringView no_memory = {"the host is out of memory", WGPU_STRLEN};
static const WGPUStringView no_room = {WEBGPU_NO_ROOM, WGPU_STRLEN};

#define PIPELINES(X) X(compute_pipeline, ComputePipeline) X(render_pipeline, RenderPipeline)

#define X(name, Name) \
    struct webgpu_##name *webgpu_device_create_##name(struct webgpu_device *device, \
                                                      const struct webgpu_##name##_descriptor *descriptor, \
                                                      struct base_arena *arena) \
    { \
        WGPU##Name##Descriptor native; \
        if (!webgpu_##name##_describe(descriptor, arena, &native)) \
            return NULL; \
        return webgpu_##name##_new(device, wgpuDeviceCreate##Name(device->native, &native), \
                                   webgpu_string_or_empty(descriptor->label)); \
    } \
\
    static void name##_release(struct abi_pending *op) \
    { \
        struct webgpu_device_create_##name##_async_result *result = (void *)op->result; \
        webgpu_heap_text_free(result->error.message); \
        if (result->value != NULL) \
            webgpu_##name##_drop(result->value); \
    } \
\
    static void name##_left(struct gpu_leftover *leftover) \
    { \
        struct creation *creation = (struct creation *)leftover; \
        wgpu##Name##Release(creation->native); \
        creation_delete(creation); \
    } \
\
    /* On a thread of the library, as a rule. */ \
    static void name##_done(WGPUCreatePipelineAsyncStatus status, WGPU##Name native, WGPUStringView message, \
                            void *userdata1, void *userdata2) \
    { \
        struct creation *creation = userdata1; \
        struct webgpu_device_create_##name##_async_result *result = (void *)creation->op->result; \
        (void)userdata2; \
        webgpu_callback_enter(); \
        struct webgpu_device *device = webgpu_device_loss_device(creation->loss); \
        if (status != WGPUCreatePipelineAsyncStatus_Success) { \
            result->error = refusal(status, message); \
        } else { \
            if (device != NULL) \
                result->value = webgpu_##name##_new(device, native, base_string_view(&creation->label)); \
            result->ok = result->value != NULL; \
            if (!result->ok) { \
                creation->native = native; \
                creation->leftover.release = name##_left; \
                result->error = refusal(WGPUCreatePipelineAsyncStatus_InternalError, \
                                        device == NULL ? device_gone : no_memory); \
            } \
        } \
        if (device != NULL) \
            webgpu_object_unref(&device->object); \
        creation_finish(creation); \
    } \
\
    void webgpu_device_create_##name##_async_start(struct webgpu_device *self, \
                                                   const struct webgpu_##name##_descriptor *descriptor, \
                                                   struct base_arena *arena, struct abi_pending *op) \
    { \
        WGPU##Name##Descriptor native; \
        op->release = name##_release; \
        op->source = &self->source.base; \
        struct creation *creation = creation_new(self, webgpu_string_or_empty(descriptor->label), op); \
        if (creation == NULL || !webgpu_##name##_describe(descriptor, arena, &native)) { \
            creation_delete(creation); \
            arena->failed = true; \
            abi_pending_finish(op); \
            return; \
        } \
        struct webgpu_device_create_##name##_async_result *result = (void *)op->result; \
        if (self->abandoned) { /* a lost device makes all there is, and nothing valid */ \
            result->value = webgpu_##name##_new(self, webgpu_invalid_##name(self->native), \
                                                base_string_view(&creation->label)); \
            result->ok = result->value != NULL; \
            arena->failed = arena->failed || !result->ok; \
            creation_delete(creation); \
            abi_pending_finish(op); \
            return; \
        } \
        if (!webgpu_budget_has_room(self->object.context)) { \
            result->error = refusal(WGPUCreatePipelineAsyncStatus_InternalError, no_room); \
            creation_delete(creation); \
            abi_pending_finish(op); \
            return; \
        } \
        const WGPUCreate##Name##AsyncCallbackInfo info = { \
            .mode = WGPUCallbackMode_AllowSpontaneous, \
            .callback = name##_done, \
            .userdata1 = creation, \
        }; \
        wgpuDeviceCreate##Name##Async(self->native, &native, info); \
    } \
\
    struct webgpu_bind_group_layout *webgpu_##name##_get_bind_group_layout(struct webgpu_##name *self, \
                                                                           uint32_t index) \
    { \
        return webgpu_bind_group_layout_new( \
            self->object.device, wgpu##Name##GetBindGroupLayout(self->native, index), (struct base_str){0}); \
    }
PIPELINES(X)
#undef X
