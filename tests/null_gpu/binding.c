/* Layouts, bind groups, shader modules and pipelines: their descriptors are looked at, and that is all. */
#include "device.h"
#include "event.h"
#include "fault.h"
#include "used.h"

#define ALL_STAGES 0x7
#define LAST_FORMAT WGPUTextureFormat_ASTC12x12UnormSrgb

static void *
make(enum null_kind kind, WGPUDevice device, WGPUStringView label)
{
    null_check_string(label);
    return null_device_make(kind, sizeof(struct null_object), &null_device(device)->object);
}

/* wgpu-native aborts at an entry that is of no kind and at an undefined value. */
static void
check_layout_entry(const WGPUBindGroupLayoutEntry *entry)
{
    const unsigned least = null_is_wgpu() ? 1 : 0;
    unsigned kinds = 0;
    null_check_flags("the visibility", entry->visibility, ALL_STAGES);
    if (entry->buffer.type != WGPUBufferBindingType_BindingNotUsed) {
        kinds++;
        null_check_value("the buffer's type", entry->buffer.type, WGPUBufferBindingType_Undefined + least,
                         WGPUBufferBindingType_ReadOnlyStorage);
    }
    if (entry->sampler.type != WGPUSamplerBindingType_BindingNotUsed) {
        kinds++;
        null_check_value("the sampler's type", entry->sampler.type, WGPUSamplerBindingType_Undefined + least,
                         WGPUSamplerBindingType_Comparison);
    }
    if (entry->texture.sampleType != WGPUTextureSampleType_BindingNotUsed) {
        kinds++;
        null_check_value("the sample type", entry->texture.sampleType,
                         WGPUTextureSampleType_Undefined + least, WGPUTextureSampleType_Uint);
        null_check_value("the dimension", entry->texture.viewDimension,
                         WGPUTextureViewDimension_Undefined + least, WGPUTextureViewDimension_3D);
    }
    if (entry->storageTexture.access != WGPUStorageTextureAccess_BindingNotUsed) {
        kinds++;
        null_check_value("the access", entry->storageTexture.access,
                         WGPUStorageTextureAccess_Undefined + least, WGPUStorageTextureAccess_ReadWrite);
        null_check_value("the format", entry->storageTexture.format, WGPUTextureFormat_Undefined + least,
                         LAST_FORMAT);
        null_check_value("the dimension", entry->storageTexture.viewDimension,
                         WGPUTextureViewDimension_Undefined + least, WGPUTextureViewDimension_3D);
    }
    if (kinds != 1)
        null_wgpu_aborts("an entry that is not of one kind");
}

WGPUBindGroupLayout
wgpuDeviceCreateBindGroupLayout(WGPUDevice device, const WGPUBindGroupLayoutDescriptor *descriptor)
{
    NULL_ENTER();
    null_check_bytes(descriptor->entries, descriptor->entryCount * sizeof *descriptor->entries);
    for (size_t i = 0; i < descriptor->entryCount; i++)
        check_layout_entry(&descriptor->entries[i]);
    return make(NULL_KIND_BindGroupLayout, device, descriptor->label);
}

WGPUPipelineLayout
wgpuDeviceCreatePipelineLayout(WGPUDevice device, const WGPUPipelineLayoutDescriptor *descriptor)
{
    NULL_ENTER();
    null_check_bytes(descriptor->bindGroupLayouts,
                     descriptor->bindGroupLayoutCount * sizeof *descriptor->bindGroupLayouts);
    for (size_t i = 0; i < descriptor->bindGroupLayoutCount; i++) {
        if (NULL_CHECK_OPTIONAL(descriptor->bindGroupLayouts[i]) == NULL)
            null_wgpu_aborts("a layout that is left out");
    }
    return make(NULL_KIND_PipelineLayout, device, descriptor->label);
}

static void
bind_group_finish(struct null_object *object)
{
    null_used_finish(&((struct null_bind_group *)object)->used);
}

/* Keeps what the entry binds in `used`. */
static void
bind(struct null_used *used, const WGPUBindGroupEntry *entry)
{
    NULL_CHECK_OPTIONAL(entry->sampler);
    if (entry->buffer != NULL)
        null_used_add(used, &null_buffer(entry->buffer)->resource);
    if (entry->textureView != NULL)
        null_used_add(used, null_resource_of_view(entry->textureView));
    if ((entry->buffer != NULL) + (entry->sampler != NULL) + (entry->textureView != NULL) != 1)
        null_wgpu_aborts("an entry that does not bind one thing");
    if (entry->buffer != NULL && entry->size == 0)
        null_wgpu_aborts("an entry of size 0");
}

WGPUBindGroup
wgpuDeviceCreateBindGroup(WGPUDevice handle, const WGPUBindGroupDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_device *device = null_device(handle);
    null_check_string(descriptor->label);
    null_check_bytes(descriptor->entries, descriptor->entryCount * sizeof *descriptor->entries);
    NULL_CHECK(descriptor->layout);
    struct null_bind_group *self = null_device_make(NULL_KIND_BindGroup, sizeof *self, &device->object);
    if (self == NULL)
        return NULL;
    self->object.finish = bind_group_finish;
    for (size_t i = 0; i < descriptor->entryCount; i++)
        bind(&self->used, &descriptor->entries[i]);
    return (WGPUBindGroup)self;
}

WGPUShaderModule
wgpuDeviceCreateShaderModule(WGPUDevice device, const WGPUShaderModuleDescriptor *descriptor)
{
    NULL_ENTER();
    const WGPUChainedStruct *chain = descriptor->nextInChain;
    if (chain == NULL || chain->sType != WGPUSType_ShaderSourceWGSL)
        null_die("a shader module without WGSL");
    null_check_string(((const WGPUShaderSourceWGSL *)chain)->code);
    return make(NULL_KIND_ShaderModule, device, descriptor->label);
}

/* One message, whose place may lie outside the code: a driver's word is not to be trusted either. */
static void
deliver_compilation(struct null_event *event)
{
    const WGPUCompilationInfoCallbackInfo *info = &event->callback.compilation;
    const WGPUCompilationMessage message = {
        .message = null_text("not compiled"),
        .type = WGPUCompilationMessageType_Warning,
        .lineNum = 1,
        .linePos = 3,
        .offset = 2,
        .length = 5,
    };
    const WGPUCompilationInfo compilation = {.messageCount = 1, .messages = &message};
    const bool good = event->status == WGPUCompilationInfoRequestStatus_Success;
    info->callback((WGPUCompilationInfoRequestStatus)event->status, good ? &compilation : NULL,
                   info->userdata1, info->userdata2);
}

WGPUFuture
wgpuShaderModuleGetCompilationInfo(WGPUShaderModule handle, WGPUCompilationInfoCallbackInfo callback)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    struct null_object *module = NULL_CHECK(handle);
    struct null_event *event =
        null_event_new(null_instance_of(null_device_of(module)), module, callback.mode,
                       WGPUCompilationInfoRequestStatus_CallbackCancelled, deliver_compilation);
    event->callback.compilation = callback;
    return null_event_finish(event, WGPUCompilationInfoRequestStatus_Success, NULL);
}

static void
check_stage(WGPUShaderModule module, WGPUStringView entry, size_t count, const WGPUConstantEntry *constants)
{
    NULL_CHECK(module);
    null_check_string(entry);
    null_check_bytes(constants, count * sizeof *constants);
    for (size_t i = 0; i < count; i++)
        null_check_string(constants[i].key);
}

static void
check_compute(const WGPUComputePipelineDescriptor *descriptor)
{
    const WGPUComputeState *stage = &descriptor->compute;
    NULL_CHECK_OPTIONAL(descriptor->layout);
    check_stage(stage->module, stage->entryPoint, stage->constantCount, stage->constants);
}

static void
check_vertex(const WGPUVertexState *stage)
{
    check_stage(stage->module, stage->entryPoint, stage->constantCount, stage->constants);
    null_check_bytes(stage->buffers, stage->bufferCount * sizeof *stage->buffers);
    for (size_t i = 0; i < stage->bufferCount; i++) {
        const WGPUVertexBufferLayout *buffer = &stage->buffers[i];
        null_check_value("the step mode", buffer->stepMode, WGPUVertexStepMode_Undefined,
                         WGPUVertexStepMode_Instance);
        null_check_bytes(buffer->attributes, buffer->attributeCount * sizeof *buffer->attributes);
        for (size_t k = 0; k < buffer->attributeCount; k++)
            null_check_value("the format", buffer->attributes[k].format, WGPUVertexFormat_Uint8,
                             WGPUVertexFormat_Unorm8x4BGRA);
    }
}

static void
check_blend(const WGPUBlendComponent *blend)
{
    null_check_value("the operation", blend->operation, WGPUBlendOperation_Undefined, WGPUBlendOperation_Max);
    null_check_value("the factor", blend->srcFactor, WGPUBlendFactor_Undefined,
                     WGPUBlendFactor_OneMinusSrc1Alpha);
    null_check_value("the factor", blend->dstFactor, WGPUBlendFactor_Undefined,
                     WGPUBlendFactor_OneMinusSrc1Alpha);
}

static void
check_fragment(const WGPUFragmentState *stage)
{
    check_stage(stage->module, stage->entryPoint, stage->constantCount, stage->constants);
    null_check_bytes(stage->targets, stage->targetCount * sizeof *stage->targets);
    for (size_t i = 0; i < stage->targetCount; i++) {
        const WGPUColorTargetState *target = &stage->targets[i];
        null_check_value("the format", target->format, WGPUTextureFormat_Undefined, LAST_FORMAT);
        null_check_flags("the write mask", target->writeMask, WGPUColorWriteMask_All);
        if (target->blend == NULL)
            continue;
        check_blend(&target->blend->color);
        check_blend(&target->blend->alpha);
    }
}

static void
check_face(const WGPUStencilFaceState *face)
{
    const WGPUStencilOperation operations[] = {face->failOp, face->depthFailOp, face->passOp};
    null_check_value("the comparison", face->compare, WGPUCompareFunction_Undefined,
                     WGPUCompareFunction_Always);
    for (size_t i = 0; i < 3; i++)
        null_check_value("the operation", operations[i], WGPUStencilOperation_Undefined,
                         WGPUStencilOperation_DecrementWrap);
}

static void
check_render(const WGPURenderPipelineDescriptor *descriptor)
{
    const WGPUPrimitiveState *primitive = &descriptor->primitive;
    const WGPUDepthStencilState *depth = descriptor->depthStencil;
    NULL_CHECK_OPTIONAL(descriptor->layout);
    check_vertex(&descriptor->vertex);
    if (descriptor->fragment != NULL)
        check_fragment(descriptor->fragment);
    null_check_value("the topology", primitive->topology, WGPUPrimitiveTopology_Undefined,
                     WGPUPrimitiveTopology_TriangleStrip);
    null_check_value("the index format", primitive->stripIndexFormat, WGPUIndexFormat_Undefined,
                     WGPUIndexFormat_Uint32);
    null_check_value("the front", primitive->frontFace, WGPUFrontFace_Undefined, WGPUFrontFace_CW);
    null_check_value("the cull mode", primitive->cullMode, WGPUCullMode_Undefined, WGPUCullMode_Back);
    if (depth == NULL)
        return;
    null_check_value("the format", depth->format, WGPUTextureFormat_Undefined, LAST_FORMAT);
    null_check_value("the comparison", depth->depthCompare, WGPUCompareFunction_Undefined,
                     WGPUCompareFunction_Always);
    null_check_value("whether depth is written", depth->depthWriteEnabled, WGPUOptionalBool_False,
                     WGPUOptionalBool_Undefined);
    check_face(&depth->stencilFront);
    check_face(&depth->stencilBack);
}

WGPUComputePipeline
wgpuDeviceCreateComputePipeline(WGPUDevice device, const WGPUComputePipelineDescriptor *descriptor)
{
    NULL_ENTER();
    check_compute(descriptor);
    return make(NULL_KIND_ComputePipeline, device, descriptor->label);
}

/* Shaders are not read: each output is taken for a float. */
static bool
has_integer_target(const WGPUFragmentState *stage)
{
    for (size_t i = 0; stage != NULL && i < stage->targetCount; i++) {
        const WGPUTextureFormat format = stage->targets[i].format;
        if (format == WGPUTextureFormat_R8Uint || format == WGPUTextureFormat_R8Sint)
            return true;
    }
    return false;
}

WGPURenderPipeline
wgpuDeviceCreateRenderPipeline(WGPUDevice device, const WGPURenderPipelineDescriptor *descriptor)
{
    NULL_ENTER();
    check_render(descriptor);
    if (has_integer_target(descriptor->fragment))
        null_device_error(null_device(device), WGPUErrorType_Validation, "the output is no integer");
    return make(NULL_KIND_RenderPipeline, device, descriptor->label);
}

/* The pipeline is made when it is delivered, of the device that the event holds. */
#define ASYNC(Name, member, check) \
    static void deliver_##member(struct null_event *event) \
    { \
        const WGPUCreate##Name##AsyncCallbackInfo *info = &event->callback.member; \
        WGPU##Name made = NULL; \
        if (event->status == WGPUCreatePipelineAsyncStatus_Success) \
            made = null_object_new(NULL_KIND_##Name, sizeof(struct null_object), event->owner); \
        info->callback((WGPUCreatePipelineAsyncStatus)event->status, made, null_text(event->message), \
                       info->userdata1, info->userdata2); \
    } \
    WGPUFuture wgpuDeviceCreate##Name##Async(WGPUDevice handle, const WGPU##Name##Descriptor *descriptor, \
                                             WGPUCreate##Name##AsyncCallbackInfo callback) \
    { \
        NULL_ENTER(); \
        null_wgpu_aborts("it is not implemented"); \
        struct null_device *device = null_device(handle); \
        check(descriptor); \
        null_check_string(descriptor->label); \
        struct null_event *event = null_event_new(null_instance_of(device), &device->object, callback.mode, \
                                                  WGPUCreatePipelineAsyncStatus_Success, deliver_##member); \
        event->callback.member = callback; \
        if (null_fault_take(NULL_GPU_REFUSED)) \
            return null_event_finish(event, WGPUCreatePipelineAsyncStatus_InternalError, \
                                     "refused, as was asked for"); \
        return null_event_finish(event, WGPUCreatePipelineAsyncStatus_Success, NULL); \
    }
ASYNC(ComputePipeline, compute_pipeline, check_compute)
ASYNC(RenderPipeline, render_pipeline, check_render)
#undef ASYNC

#define GET_LAYOUT(Name) \
    WGPUBindGroupLayout wgpu##Name##GetBindGroupLayout(WGPU##Name handle, uint32_t index) \
    { \
        NULL_ENTER(); \
        (void)index; \
        return null_device_make(NULL_KIND_BindGroupLayout, sizeof(struct null_object), \
                                NULL_CHECK(handle)->parent); \
    }
GET_LAYOUT(ComputePipeline)
GET_LAYOUT(RenderPipeline)
#undef GET_LAYOUT
