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

/* What the two kinds of pipelines do alike, each with its own types. */
struct kind {
    void *(*make)(struct webgpu_device *device, void *native, struct base_str label);
    void *(*make_invalid)(struct webgpu_device *device, struct base_str label);
    void (*release)(void *native);
    void (*store)(void *result, void *pipeline, struct webgpu_create_pipeline_error error);
};

/* What the callback needs of a request: nothing that ends with the device, which does not wait for it. */
struct creation {
    struct gpu_leftover leftover;
    const struct kind *kind;
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
creation_new(const struct kind *kind, struct webgpu_device *device, struct base_str label,
             struct abi_pending *op)
{
    struct creation *creation = calloc(1, sizeof *creation);
    if (creation == NULL)
        return NULL;
    creation->kind = kind;
    creation->loss = webgpu_device_loss_ref(device->loss);
    creation->op = op;
    if (!base_string_copy(&creation->label, label)) {
        creation_delete(creation);
        return NULL;
    }
    return creation;
}

static void
release_left(struct gpu_leftover *leftover)
{
    struct creation *creation = (struct creation *)leftover;
    creation->kind->release(creation->native);
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

static void
refuse(const struct creation *creation, WGPUCreatePipelineAsyncStatus status, WGPUStringView message)
{
    creation->kind->store(creation->op->result, NULL, refusal(status, message));
}

static void
give(const struct creation *creation, void *pipeline)
{
    creation->kind->store(creation->op->result, pipeline, (struct webgpu_create_pipeline_error){0});
}

static const WGPUStringView device_gone = {"the device is gone", WGPU_STRLEN};
static const WGPUStringView no_memory = {"the host is out of memory", WGPU_STRLEN};
static const WGPUStringView no_room = {WEBGPU_NO_ROOM, WGPU_STRLEN};

/* A pipeline that the library has made. Without its device, or memory for it, it is left over. */
static void
take(struct creation *creation, void *native)
{
    struct webgpu_device *device = webgpu_device_loss_device(creation->loss);
    void *pipeline =
        device == NULL ? NULL : creation->kind->make(device, native, base_string_view(&creation->label));
    if (pipeline != NULL) {
        give(creation, pipeline);
    } else {
        creation->native = native;
        creation->leftover.release = release_left;
        refuse(creation, WGPUCreatePipelineAsyncStatus_InternalError,
               device == NULL ? device_gone : no_memory);
    }
    if (device != NULL)
        webgpu_object_unref(&device->object);
}

/* The library's callback: on a thread of its own, as a rule. What is left over, it may not release. */
static void
creation_done(struct creation *creation, WGPUCreatePipelineAsyncStatus status, void *native,
              WGPUStringView message)
{
    webgpu_callback_enter();
    if (status == WGPUCreatePipelineAsyncStatus_Success)
        take(creation, native);
    else
        refuse(creation, status, message);
    abi_pending_finish(creation->op);
    webgpu_callback_leave();
    if (creation->native != NULL)
        gpu_leave(&creation->leftover);
    else
        creation_delete(creation);
}

/* Ends it before the library is asked. */
static void
creation_end(struct creation *creation, struct abi_pending *op)
{
    creation_delete(creation);
    abi_pending_finish(op);
}

/* False: the library is not to be asked, and `creation` has its result, but without memory. */
static bool
must_ask(struct webgpu_device *device, const struct creation *creation, struct base_arena *arena)
{
    if (device->abandoned) { /* a lost device makes all there is, and nothing valid */
        void *pipeline = creation->kind->make_invalid(device, base_string_view(&creation->label));
        give(creation, pipeline);
        arena->failed = arena->failed || pipeline == NULL;
        return false;
    }
    if (webgpu_budget_has_room(device->object.context))
        return true;
    refuse(creation, WGPUCreatePipelineAsyncStatus_InternalError, no_room);
    return false;
}

#define PIPELINES(X) X(compute_pipeline, ComputePipeline) X(render_pipeline, RenderPipeline)

/* The kinds' own functions. */
#define X(name, Name) \
    static void *name##_make(struct webgpu_device *device, void *native, struct base_str label) \
    { \
        return webgpu_##name##_new(device, native, label); \
    } \
    static void *name##_make_invalid(struct webgpu_device *device, struct base_str label) \
    { \
        return webgpu_##name##_new(device, webgpu_invalid_##name(device->native), label); \
    } \
    static void name##_release(void *native) \
    { \
        wgpu##Name##Release(native); \
    } \
    static void name##_store(void *to, void *pipeline, struct webgpu_create_pipeline_error error) \
    { \
        struct webgpu_device_create_##name##_async_result *result = to; \
        result->ok = pipeline != NULL; \
        result->value = pipeline; \
        result->error = error; \
    } \
    static const struct kind name##_kind = {name##_make, name##_make_invalid, name##_release, name##_store}; \
    static void name##_release_result(struct abi_pending *op) \
    { \
        struct webgpu_device_create_##name##_async_result *result = (void *)op->result; \
        webgpu_heap_text_free(result->error.message); \
        if (result->value != NULL) \
            webgpu_##name##_drop(result->value); \
    } \
    static void name##_done(WGPUCreatePipelineAsyncStatus status, WGPU##Name native, WGPUStringView message, \
                            void *creation, void *unused) \
    { \
        (void)unused; \
        creation_done(creation, status, native, message); \
    }
PIPELINES(X)
#undef X

#define X(name, Name) \
    struct webgpu_##name *webgpu_device_create_##name(struct webgpu_device *device, \
                                                      const struct webgpu_##name##_descriptor *descriptor, \
                                                      struct base_arena *arena) \
    { \
        const struct base_str label = webgpu_string_or_empty(descriptor->label); \
        if (!webgpu_admits_##name(device)) \
            return webgpu_refused_##name(device, label); \
        WGPU##Name##Descriptor native; \
        if (!webgpu_##name##_describe(descriptor, arena, &native)) \
            return NULL; \
        return webgpu_##name##_new(device, wgpuDeviceCreate##Name(device->native, &native), label); \
    } \
    void webgpu_device_create_##name##_async_start(struct webgpu_device *self, \
                                                   const struct webgpu_##name##_descriptor *descriptor, \
                                                   struct base_arena *arena, struct abi_pending *op) \
    { \
        WGPU##Name##Descriptor native; \
        op->release = name##_release_result; \
        op->source = &self->source.base; \
        struct creation *creation = \
            creation_new(&name##_kind, self, webgpu_string_or_empty(descriptor->label), op); \
        const bool ready = creation != NULL && webgpu_##name##_describe(descriptor, arena, &native); \
        arena->failed = arena->failed || !ready; \
        if (!ready || !must_ask(self, creation, arena)) { \
            creation_end(creation, op); \
            return; \
        } \
        const WGPUCreate##Name##AsyncCallbackInfo info = { \
            .mode = WGPUCallbackMode_AllowSpontaneous, \
            .callback = name##_done, \
            .userdata1 = creation, \
        }; \
        wgpuDeviceCreate##Name##Async(self->native, &native, info); \
    } \
    struct webgpu_bind_group_layout *webgpu_##name##_get_bind_group_layout(struct webgpu_##name *self, \
                                                                           uint32_t index) \
    { \
        struct webgpu_device *device = self->object.device; \
        const struct base_str label = {0}; \
        if (!webgpu_admits_bind_group_layout(device)) \
            return webgpu_refused_bind_group_layout(device, label); \
        return webgpu_bind_group_layout_new(device, wgpu##Name##GetBindGroupLayout(self->native, index), \
                                            label); \
    }
PIPELINES(X)
#undef X
