/* Encoders, passes, bundles and queues: what commands use is kept, for what is submitted is looked at.
 * WebGPU, "Command Encoding", "Queues".
 *
 * Functions that only set something are in plain.c. */
#include "device.h"

#include <stdlib.h>

#include "event.h"
#include "fault.h"
#include "used.h"

#define LAST_FORMAT WGPUTextureFormat_ASTC12x12UnormSrgb
#define WORKGROUPS_MAX 65535

/* A command encoder, a bundle encoder, and what is made of them. */
struct null_commands {
    struct null_object object;
    struct null_used used;
    bool finished; /* of an encoder */
    bool submitted;
    uint64_t dispatches;
};

static void
commands_finish(struct null_object *object)
{
    null_used_finish(&((struct null_commands *)object)->used);
}

static void *
make_commands(enum null_kind kind, struct null_object *parent)
{
    struct null_commands *self = null_device_make(kind, sizeof *self, parent);
    if (self != NULL)
        self->object.finish = commands_finish;
    return self;
}

/* Where an encoder or a pass records: a pass is a part of its encoder. */
static struct null_commands *
record(struct null_object *encoder)
{
    if (encoder->kind == NULL_KIND_ComputePassEncoder || encoder->kind == NULL_KIND_RenderPassEncoder)
        encoder = encoder->parent;
    return (struct null_commands *)encoder;
}

static void
use(struct null_commands *commands, struct null_resource *resource)
{
    null_used_add(&commands->used, resource);
    if (resource->object.invalid || null_device_of(&resource->object) != null_device_of(&commands->object))
        commands->object.invalid = true;
}

/* Something that is not destroyed, as a pipeline. */
static void
use_object(struct null_commands *commands, const struct null_object *object)
{
    if (object->invalid)
        commands->object.invalid = true;
}

static void
use_buffer(struct null_object *encoder, WGPUBuffer buffer)
{
    use(record(encoder), &null_buffer(buffer)->resource);
}

WGPUCommandEncoder
wgpuDeviceCreateCommandEncoder(WGPUDevice handle, const WGPUCommandEncoderDescriptor *descriptor)
{
    NULL_ENTER();
    if (descriptor != NULL)
        null_check_string(descriptor->label);
    return make_commands(NULL_KIND_CommandEncoder, &null_device(handle)->object);
}

static void
check_timestamps(struct null_object *encoder, const WGPUPassTimestampWrites *writes)
{
    if (writes != NULL)
        use(record(encoder), (struct null_resource *)NULL_CHECK(writes->querySet));
}

WGPUComputePassEncoder
wgpuCommandEncoderBeginComputePass(WGPUCommandEncoder handle, const WGPUComputePassDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_object *encoder = NULL_CHECK(handle);
    if (descriptor != NULL) {
        null_check_string(descriptor->label);
        check_timestamps(encoder, descriptor->timestampWrites);
    }
    return null_device_make(NULL_KIND_ComputePassEncoder, sizeof(struct null_object), encoder);
}

static void
use_view(struct null_object *encoder, WGPUTextureView view)
{
    if (view != NULL)
        use(record(encoder), null_resource_of_view(view));
}

static void
check_color(struct null_object *encoder, const WGPURenderPassColorAttachment *color)
{
    use_view(encoder, color->view);
    use_view(encoder, color->resolveTarget);
    null_check_value("the load operation", color->loadOp, WGPULoadOp_Undefined, WGPULoadOp_Clear);
    null_check_value("the store operation", color->storeOp, WGPUStoreOp_Undefined, WGPUStoreOp_Discard);
}

static void
check_depth(struct null_object *encoder, const WGPURenderPassDepthStencilAttachment *depth)
{
    NULL_CHECK(depth->view);
    use_view(encoder, depth->view);
    null_check_value("the load operation", depth->depthLoadOp, WGPULoadOp_Undefined, WGPULoadOp_Clear);
    null_check_value("the store operation", depth->depthStoreOp, WGPUStoreOp_Undefined, WGPUStoreOp_Discard);
    null_check_value("the load operation", depth->stencilLoadOp, WGPULoadOp_Undefined, WGPULoadOp_Clear);
    null_check_value("the store operation", depth->stencilStoreOp, WGPUStoreOp_Undefined,
                     WGPUStoreOp_Discard);
}

WGPURenderPassEncoder
wgpuCommandEncoderBeginRenderPass(WGPUCommandEncoder handle, const WGPURenderPassDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_object *encoder = NULL_CHECK(handle);
    null_check_string(descriptor->label);
    null_check_bytes(descriptor->colorAttachments,
                     descriptor->colorAttachmentCount * sizeof *descriptor->colorAttachments);
    for (size_t i = 0; i < descriptor->colorAttachmentCount; i++)
        check_color(encoder, &descriptor->colorAttachments[i]);
    if (descriptor->depthStencilAttachment != NULL)
        check_depth(encoder, descriptor->depthStencilAttachment);
    if (descriptor->occlusionQuerySet != NULL)
        use(record(encoder), (struct null_resource *)NULL_CHECK(descriptor->occlusionQuerySet));
    check_timestamps(encoder, descriptor->timestampWrites);
    return null_device_make(NULL_KIND_RenderPassEncoder, sizeof(struct null_object), encoder);
}

/* What the encoder used goes to what is made of it. */
static void *
finish(struct null_object *object, enum null_kind kind, WGPUStringView label)
{
    struct null_commands *encoder = (struct null_commands *)object;
    struct null_device *device = null_device_of(object);
    null_check_string(label);
    struct null_commands *made = make_commands(kind, &device->object);
    if (made == NULL)
        return NULL;
    made->dispatches = encoder->dispatches;
    made->used = encoder->used;
    encoder->used = (struct null_used){0};
    if (encoder->finished || (object->invalid && !made->object.invalid)) {
        made->object.invalid = true;
        null_device_error(device, WGPUErrorType_Validation,
                          encoder->finished ? "the encoder is finished already" : "the encoder is invalid");
    }
    encoder->finished = true;
    return made;
}

WGPUCommandBuffer
wgpuCommandEncoderFinish(WGPUCommandEncoder handle, const WGPUCommandBufferDescriptor *descriptor)
{
    NULL_ENTER();
    return finish(NULL_CHECK(handle), NULL_KIND_CommandBuffer,
                  descriptor != NULL ? descriptor->label : null_text(NULL));
}

WGPURenderBundleEncoder
wgpuDeviceCreateRenderBundleEncoder(WGPUDevice handle, const WGPURenderBundleEncoderDescriptor *descriptor)
{
    NULL_ENTER();
    null_check_string(descriptor->label);
    null_check_bytes(descriptor->colorFormats,
                     descriptor->colorFormatCount * sizeof *descriptor->colorFormats);
    for (size_t i = 0; i < descriptor->colorFormatCount; i++)
        null_check_value("the format", descriptor->colorFormats[i], WGPUTextureFormat_Undefined, LAST_FORMAT);
    null_check_value("the format", descriptor->depthStencilFormat, WGPUTextureFormat_Undefined, LAST_FORMAT);
    return make_commands(NULL_KIND_RenderBundleEncoder, &null_device(handle)->object);
}

WGPURenderBundle
wgpuRenderBundleEncoderFinish(WGPURenderBundleEncoder handle, const WGPURenderBundleDescriptor *descriptor)
{
    NULL_ENTER();
    return finish(NULL_CHECK(handle), NULL_KIND_RenderBundle,
                  descriptor != NULL ? descriptor->label : null_text(NULL));
}

void
wgpuRenderPassEncoderExecuteBundles(WGPURenderPassEncoder handle, size_t count,
                                    const WGPURenderBundle *bundles)
{
    NULL_ENTER();
    struct null_commands *commands = record(NULL_CHECK(handle));
    null_check_bytes(bundles, count * sizeof *bundles);
    for (size_t i = 0; i < count; i++) {
        const struct null_commands *bundle = (const struct null_commands *)NULL_CHECK(bundles[i]);
        null_used_add_all(&commands->used, &bundle->used);
        use_object(commands, &bundle->object);
    }
}

void
wgpuCommandEncoderClearBuffer(WGPUCommandEncoder handle, WGPUBuffer buffer, uint64_t offset, uint64_t size)
{
    NULL_ENTER();
    (void)offset;
    if (size == 0)
        null_wgpu_aborts("nothing is cleared");
    use_buffer(NULL_CHECK(handle), buffer);
}

void
wgpuCommandEncoderCopyBufferToBuffer(WGPUCommandEncoder handle, WGPUBuffer source, uint64_t source_offset,
                                     WGPUBuffer destination, uint64_t destination_offset, uint64_t size)
{
    NULL_ENTER();
    (void)source_offset;
    (void)destination_offset;
    (void)size;
    use_buffer(NULL_CHECK(handle), source);
    use_buffer(NULL_CHECK(handle), destination);
}

static void
use_texture(struct null_object *encoder, const WGPUTexelCopyTextureInfo *info)
{
    use(record(encoder), (struct null_resource *)NULL_CHECK(info->texture));
    null_check_value("the aspect", info->aspect, WGPUTextureAspect_Undefined, WGPUTextureAspect_DepthOnly);
}

void
wgpuCommandEncoderCopyBufferToTexture(WGPUCommandEncoder handle, const WGPUTexelCopyBufferInfo *source,
                                      const WGPUTexelCopyTextureInfo *destination, const WGPUExtent3D *size)
{
    NULL_ENTER();
    null_check_bytes(size, sizeof *size);
    use_buffer(NULL_CHECK(handle), source->buffer);
    use_texture(NULL_CHECK(handle), destination);
}

void
wgpuCommandEncoderCopyTextureToBuffer(WGPUCommandEncoder handle, const WGPUTexelCopyTextureInfo *source,
                                      const WGPUTexelCopyBufferInfo *destination, const WGPUExtent3D *size)
{
    NULL_ENTER();
    null_check_bytes(size, sizeof *size);
    use_texture(NULL_CHECK(handle), source);
    use_buffer(NULL_CHECK(handle), destination->buffer);
}

void
wgpuCommandEncoderCopyTextureToTexture(WGPUCommandEncoder handle, const WGPUTexelCopyTextureInfo *source,
                                       const WGPUTexelCopyTextureInfo *destination, const WGPUExtent3D *size)
{
    NULL_ENTER();
    null_check_bytes(size, sizeof *size);
    use_texture(NULL_CHECK(handle), source);
    use_texture(NULL_CHECK(handle), destination);
}

void
wgpuCommandEncoderResolveQuerySet(WGPUCommandEncoder handle, WGPUQuerySet set, uint32_t first, uint32_t count,
                                  WGPUBuffer destination, uint64_t offset)
{
    NULL_ENTER();
    (void)first;
    (void)count;
    (void)offset;
    use(record(NULL_CHECK(handle)), (struct null_resource *)NULL_CHECK(set));
    use_buffer(NULL_CHECK(handle), destination);
}

void
wgpuCommandEncoderWriteTimestamp(WGPUCommandEncoder handle, WGPUQuerySet set, uint32_t index)
{
    NULL_ENTER();
    (void)index;
    use(record(NULL_CHECK(handle)), (struct null_resource *)NULL_CHECK(set));
}

void
wgpuComputePassEncoderSetPipeline(WGPUComputePassEncoder handle, WGPUComputePipeline pipeline)
{
    NULL_ENTER();
    use_object(record(NULL_CHECK(handle)), NULL_CHECK(pipeline));
}

/* What is too large is an error when the encoder is finished. */
void
wgpuComputePassEncoderDispatchWorkgroups(WGPUComputePassEncoder handle, uint32_t x, uint32_t y, uint32_t z)
{
    NULL_ENTER();
    struct null_commands *commands = record(NULL_CHECK(handle));
    if (x > WORKGROUPS_MAX || y > WORKGROUPS_MAX || z > WORKGROUPS_MAX)
        commands->object.invalid = true;
    commands->dispatches++;
}

void
wgpuComputePassEncoderDispatchWorkgroupsIndirect(WGPUComputePassEncoder handle, WGPUBuffer buffer,
                                                 uint64_t offset)
{
    NULL_ENTER();
    (void)offset;
    use_buffer(NULL_CHECK(handle), buffer);
}

/* What a compute pass, a render pass and a render bundle encoder have in common. */
#define ENCODER(Name) \
    void wgpu##Name##SetBindGroup(WGPU##Name handle, uint32_t index, WGPUBindGroup group, size_t count, \
                                  const uint32_t *offsets) \
    { \
        NULL_ENTER(); \
        (void)index; \
        struct null_commands *commands = record(NULL_CHECK(handle)); \
        null_check_bytes(offsets, count * sizeof *offsets); \
        if (group == NULL) \
            return; \
        const struct null_bind_group *bound = (const struct null_bind_group *)NULL_CHECK(group); \
        null_used_add_all(&commands->used, &bound->used); \
        use_object(commands, &bound->object); \
    } \
    void wgpu##Name##SetImmediates(WGPU##Name handle, uint32_t offset, const void *data, size_t size) \
    { \
        NULL_ENTER(); \
        (void)offset; \
        NULL_CHECK(handle); \
        null_check_bytes(data, size); \
    }
ENCODER(ComputePassEncoder)
ENCODER(RenderPassEncoder)
ENCODER(RenderBundleEncoder)
#undef ENCODER

/* What a render pass and a render bundle encoder have in common. */
#define RENDER_ENCODER(Name) \
    void wgpu##Name##SetPipeline(WGPU##Name handle, WGPURenderPipeline pipeline) \
    { \
        NULL_ENTER(); \
        use_object(record(NULL_CHECK(handle)), NULL_CHECK(pipeline)); \
    } \
    void wgpu##Name##SetVertexBuffer(WGPU##Name handle, uint32_t slot, WGPUBuffer buffer, uint64_t offset, \
                                     uint64_t size) \
    { \
        NULL_ENTER(); \
        (void)slot; \
        (void)offset; \
        (void)size; \
        NULL_CHECK(handle); \
        if (buffer != NULL) \
            use_buffer(NULL_CHECK(handle), buffer); \
    } \
    void wgpu##Name##SetIndexBuffer(WGPU##Name handle, WGPUBuffer buffer, WGPUIndexFormat format, \
                                    uint64_t offset, uint64_t size) \
    { \
        NULL_ENTER(); \
        (void)offset; \
        (void)size; \
        null_check_value("the index format", format, WGPUIndexFormat_Undefined, WGPUIndexFormat_Uint32); \
        use_buffer(NULL_CHECK(handle), buffer); \
    } \
    void wgpu##Name##DrawIndirect(WGPU##Name handle, WGPUBuffer buffer, uint64_t offset) \
    { \
        NULL_ENTER(); \
        (void)offset; \
        use_buffer(NULL_CHECK(handle), buffer); \
    } \
    void wgpu##Name##DrawIndexedIndirect(WGPU##Name handle, WGPUBuffer buffer, uint64_t offset) \
    { \
        NULL_ENTER(); \
        (void)offset; \
        use_buffer(NULL_CHECK(handle), buffer); \
    }
RENDER_ENCODER(RenderPassEncoder)
RENDER_ENCODER(RenderBundleEncoder)
#undef RENDER_ENCODER

/* Why the commands may not be submitted; NULL: they may. */
static const char *
problem(const struct null_device *device, struct null_commands *commands)
{
    if (commands->submitted)
        return "a command buffer is submitted twice";
    if (commands->object.invalid)
        return "a command buffer is invalid";
    if (null_device_of(&commands->object) != device)
        return "a command buffer is of another device";
    return null_used_problem(&commands->used);
}

/* NULL_GPU_DISPATCH_US. */
static void
work(struct null_device *device, const struct null_commands *commands)
{
    const char *each_us = getenv("NULL_GPU_DISPATCH_US");
    if (each_us == NULL || commands->dispatches == 0)
        return;
    const uint64_t now_ns = null_now_ns();
    if (device->busy_until_ns < now_ns)
        device->busy_until_ns = now_ns;
    device->busy_until_ns += commands->dispatches * strtoull(each_us, NULL, 10) * 1000;
}

void
wgpuQueueSubmit(WGPUQueue handle, size_t count, const WGPUCommandBuffer *handles)
{
    NULL_ENTER();
    struct null_device *device = null_device_of(NULL_CHECK(handle));
    null_check_bytes(handles, count * sizeof *handles);
    if (device->lost)
        null_wgpu_aborts("the device is lost");
    for (size_t i = 0; i < count; i++) {
        struct null_commands *commands = (struct null_commands *)NULL_CHECK(handles[i]);
        const char *wrong = problem(device, commands);
        commands->submitted = true;
        if (wrong == NULL) {
            work(device, commands);
            continue;
        }
        null_wgpu_aborts(wrong);
        null_device_error(device, WGPUErrorType_Validation, wrong);
    }
    const char *loses = getenv("NULL_GPU_LOSES");
    if (loses != NULL && loses[0] == '1')
        null_gpu_lose_devices();
}

void
wgpuQueueWriteBuffer(WGPUQueue handle, WGPUBuffer buffer, uint64_t offset, const void *data, size_t size)
{
    NULL_ENTER();
    NULL_CHECK(handle);
    NULL_CHECK(buffer);
    null_check_bytes(data, size);
    const uint64_t end = null_buffer(buffer)->size;
    if (offset > end || size > end - offset)
        null_device_error(null_device_of(NULL_CHECK(handle)), WGPUErrorType_Validation,
                          "a write is out of the buffer");
}

void
wgpuQueueWriteTexture(WGPUQueue handle, const WGPUTexelCopyTextureInfo *destination, const void *data,
                      size_t size, const WGPUTexelCopyBufferLayout *layout, const WGPUExtent3D *extent)
{
    NULL_ENTER();
    NULL_CHECK(handle);
    NULL_CHECK(destination->texture);
    null_check_value("the aspect", destination->aspect, WGPUTextureAspect_Undefined,
                     WGPUTextureAspect_DepthOnly);
    null_check_bytes(layout, sizeof *layout);
    null_check_bytes(extent, sizeof *extent);
    null_check_bytes(data, size);
}

static void
deliver_work(struct null_event *event)
{
    const WGPUQueueWorkDoneCallbackInfo *info = &event->callback.work;
    info->callback((WGPUQueueWorkDoneStatus)event->status, null_text(event->message), info->userdata1,
                   info->userdata2);
}

WGPUFuture
wgpuQueueOnSubmittedWorkDone(WGPUQueue handle, WGPUQueueWorkDoneCallbackInfo callback)
{
    NULL_ENTER();
    struct null_object *queue = NULL_CHECK(handle);
    struct null_device *device = null_device_of(queue);
    struct null_event *event = null_event_new(null_instance_of(device), &device->object, callback.mode,
                                              WGPUQueueWorkDoneStatus_Success, deliver_work);
    event->callback.work = callback;
    if (null_fault_take(NULL_GPU_REFUSED))
        return null_event_finish(event, WGPUQueueWorkDoneStatus_Error, "refused, as was asked for");
    return null_event_finish_at(event, WGPUQueueWorkDoneStatus_Success, device->busy_until_ns);
}
