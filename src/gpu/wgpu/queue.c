/* wgpu-native's queues. It aborts when it may not submit: WebGPU, "submit", is checked before, with what
 * the records know of command buffers and of what they use. */
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/copy.h"
#include "gpu/wgpu/error.h"
#include "gpu/wgpu/fresh.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/submit.h"
#include "gpu/wgpu/wgpu.h"

#define FEW 16 /* command buffers that need no memory of their own */

void
gpu_wgpu_QueueAddRef(WGPUQueue handle)
{
    gpu_wgpu_ref(&gpu_wgpu_queue(handle)->device->refs);
}

void
gpu_wgpu_QueueRelease(WGPUQueue handle)
{
    gpu_wgpu_device_unref(gpu_wgpu_queue(handle)->device);
}

/* Why what commands use keeps them from being submitted; NULL: it does not. */
static const char *
check_use(const struct gpu_wgpu_use *use)
{
    switch (use->kind) {
    case GPU_WGPU_USE_BUFFER:
        if (use->buffer->destroyed)
            return "a buffer that it uses is destroyed";
        return atomic_load(&use->buffer->map_state) == WGPUBufferMapState_Unmapped
                   ? NULL
                   : "a buffer that it uses is mapped";
    case GPU_WGPU_USE_TEXTURE:
        return use->texture->destroyed ? "a texture that it uses is destroyed" : NULL;
    case GPU_WGPU_USE_QUERY_SET:
        return use->query_set->destroyed ? "a query set that it uses is destroyed" : NULL;
    }
    return NULL;
}

/* Why the commands cannot be submitted; NULL: they can. */
static const char *
check(const struct gpu_wgpu_device *device, const struct gpu_wgpu_command_buffer *commands)
{
    if (commands->invalid)
        return "it is invalid";
    if (commands->submitted)
        return "it has been submitted already";
    if (commands->device != device)
        return "it is of another device";
    for (size_t i = 0; i < commands->used.count; i++) {
        const char *reason = check_use(&commands->used.items[i]);
        if (reason != NULL)
            return reason;
    }
    return NULL;
}

/* Whatever becomes of them, they are of no use any more, and let go what they use once they are submitted. */
static bool
check_all(struct gpu_wgpu_device *device, size_t count, const WGPUCommandBuffer *handles)
{
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct gpu_wgpu_command_buffer *commands = gpu_wgpu_command_buffer(handles[i]);
        const char *reason = commands != NULL ? check(device, commands) : "it is NULL";
        if (reason != NULL && good)
            gpu_wgpu_validation_error(device, "submit command buffer %zu: %s", i, reason);
        good &= reason == NULL;
        if (commands != NULL)
            commands->submitted = true;
    }
    return good;
}

void
gpu_wgpu_queue_flush(struct gpu_wgpu_queue *queue)
{
    if (!queue->writes_pending || queue->device->lost)
        return;
    const WGPUCommandBuffer none = NULL;
    gpu_wgpu_submit(queue, 0, &none);
}

void
gpu_wgpu_forget_writes(WGPUQueue handle)
{
    gpu_wgpu_queue(handle)->writes_pending = false;
}

/* With `clears` before them, which is taken over; NULL: there are none. `natives` is large enough. */
static void
submit(struct gpu_wgpu_queue *queue, WGPUCommandBuffer clears, size_t count, const WGPUCommandBuffer *handles,
       WGPUCommandBuffer *natives)
{
    size_t first = 0;
    if (clears != NULL)
        natives[first++] = clears;
    for (size_t i = 0; i < count; i++)
        natives[first + i] = gpu_wgpu_command_buffer(handles[i])->native;
    const bool submitted = gpu_wgpu_submit(queue, first + count, natives);
    if (clears == NULL)
        return;
    gpu_wgpu_fresh_end(count, handles, submitted);
    gpu_native.CommandBufferRelease(clears);
}

void
gpu_wgpu_QueueSubmit(WGPUQueue handle, size_t count, const WGPUCommandBuffer *handles)
{
    struct gpu_wgpu_queue *queue = gpu_wgpu_queue(handle);
    struct gpu_wgpu_device *device = queue->device;
    if (device->lost || !check_all(device, count, handles))
        return;
    WGPUCommandBuffer few[FEW] = {NULL};
    WGPUCommandBuffer *natives = count < FEW ? few : calloc(count + 1, sizeof *natives);
    if (natives == NULL) {
        gpu_wgpu_report(device, WGPUErrorType_OutOfMemory, "submit: out of memory");
        return;
    }
    WGPUCommandBuffer clears;
    if (gpu_wgpu_fresh_begin(device, count, handles, &clears))
        submit(queue, clears, count, handles, natives);
    for (size_t i = 0; i < count; i++)
        gpu_wgpu_used_finish(&gpu_wgpu_command_buffer(handles[i])->used);
    if (natives != few)
        free(natives);
}

void
gpu_wgpu_QueueWriteBuffer(WGPUQueue handle, WGPUBuffer buffer_handle, uint64_t offset, const void *data,
                          size_t size)
{
    struct gpu_wgpu_queue *queue = gpu_wgpu_queue(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(buffer_handle);
    if (buffer->device != queue->device) {
        gpu_wgpu_validation_error(queue->device, "write a buffer: it is of another device");
        return;
    }
    if ((buffer->usage & WGPUBufferUsage_CopyDst) == 0) {
        gpu_wgpu_validation_error(queue->device, "write a buffer: it lacks the usage CopyDst");
        return;
    }
    const bool whole = offset == 0 && size == buffer->size;
    if (!whole && size > 0 && !gpu_wgpu_fresh_clear(buffer))
        return;
    const uint64_t errors = queue->device->error_count;
    gpu_native.QueueWriteBuffer(queue->native, buffer->native, offset, data, size);
    queue->writes_pending = true;
    if (whole && queue->device->error_count == errors)
        buffer->content = GPU_WGPU_DEFINED;
}

void
gpu_wgpu_QueueWriteTexture(WGPUQueue handle, const WGPUTexelCopyTextureInfo *destination, const void *data,
                           size_t data_size, const WGPUTexelCopyBufferLayout *layout,
                           const WGPUExtent3D *size)
{
    struct gpu_wgpu_queue *queue = gpu_wgpu_queue(handle);
    struct gpu_wgpu_device *device = queue->device;
    const char *reason = gpu_wgpu_check_texels(device, destination, WGPUTextureUsage_CopyDst);
    WGPUTexelCopyTextureInfo texels;
    WGPUTexelCopyBufferLayout rows = *layout;
    WGPUExtent3D extent = *size;
    if (reason == NULL) {
        texels = gpu_wgpu_unwrap_texels(destination);
        reason = gpu_wgpu_fill_layout(&rows, &texels.origin, &extent);
    }
    if (reason != NULL) {
        gpu_wgpu_validation_error(device, "write a texture: %s", reason);
        return;
    }
    if (!gpu_wgpu_fresh_depth_now(device, destination, size))
        return;
    gpu_native.QueueWriteTexture(queue->native, &texels, data, data_size, &rows, &extent);
    queue->writes_pending = true;
}

static void
deliver_work(struct gpu_wgpu_future *future)
{
    const WGPUQueueWorkDoneCallbackInfo *info = &future->callback.work;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPUQueueWorkDoneStatus)future->status, (WGPUStringView){text, strlen(text)},
                   info->userdata1, info->userdata2);
}

static void
on_work_done(WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)userdata2;
    gpu_wgpu_future_finish_id((uintptr_t)userdata1, status, message);
}

WGPUFuture
gpu_wgpu_QueueOnSubmittedWorkDone(WGPUQueue handle, WGPUQueueWorkDoneCallbackInfo callback)
{
    struct gpu_wgpu_queue *queue = gpu_wgpu_queue(handle);
    struct gpu_wgpu_device *device = queue->device;
    const struct gpu_wgpu_future start = {
        .instance = device->adapter->instance,
        .device = device,
        .mode = callback.mode,
        .deliver = deliver_work,
        .callback.work = callback,
        .status = WGPUQueueWorkDoneStatus_Error,
        .cancelled = WGPUQueueWorkDoneStatus_CallbackCancelled,
    };
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    if (future == NULL)
        return (WGPUFuture){0};
    if (device->lost) /* what was submitted is done with */
        return gpu_wgpu_future_finish(future, WGPUQueueWorkDoneStatus_Success, NULL);
    const WGPUFuture id = {future->id};
    const WGPUQueueWorkDoneCallbackInfo native = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_work_done,
        .userdata1 = (void *)(uintptr_t)id.id,
    };
    gpu_wgpu_queue_flush(queue);
    gpu_native.QueueOnSubmittedWorkDone(queue->native, native);
    return id;
}
