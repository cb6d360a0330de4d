/* wgpu-native's buffers. It aborts at a mapped range that is not mapped, at unknown usages and map modes,
 * and says nothing of a buffer's map state; so size, usage and mapping are kept in the record. WebGPU,
 * "Buffers", "Buffer Mapping". */
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/fresh.h"
#include "gpu/wgpu/future.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define ALL_USAGES ((WGPUBufferUsage)0x3ff)
#define MAP_OFFSET_ALIGNMENT 8
#define MAP_SIZE_ALIGNMENT 4
#define BIND_ALIGNMENT 4

/* A buffer that wgpu-native knows to be invalid. */
static WGPUBuffer
invalid_buffer(struct gpu_wgpu_device *device, const WGPUBufferDescriptor *descriptor)
{
    WGPUBufferDescriptor native = *descriptor;
    native.usage = WGPUBufferUsage_None;
    native.mappedAtCreation = WGPU_FALSE;
    char *message;
    gpu_wgpu_capture_begin(device);
    const WGPUBuffer buffer = gpu_native.DeviceCreateBuffer(device->native, &native);
    gpu_wgpu_capture_end(device, &message);
    free(message);
    return buffer;
}

WGPUBuffer
gpu_wgpu_DeviceCreateBuffer(WGPUDevice handle, const WGPUBufferDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_record_new(sizeof *buffer);
    if (buffer == NULL)
        return NULL;
    WGPUBufferDescriptor native = *descriptor;
    native.label = gpu_wgpu_text(descriptor->label);
    const bool fresh = (descriptor->usage & GPU_WGPU_FRESH_USAGES) != 0 && !descriptor->mappedAtCreation;
    if (fresh)
        native.usage |= WGPUBufferUsage_CopyDst; /* to be cleared */
    const uint64_t errors = device->error_count;
    if ((descriptor->usage & ~ALL_USAGES) != 0) {
        gpu_wgpu_validation_error(device, "buffer usage 0x%llx: unknown bits",
                                  (unsigned long long)descriptor->usage);
        buffer->native = invalid_buffer(device, &native);
    } else {
        buffer->native = gpu_native.DeviceCreateBuffer(device->native, &native);
    }
    buffer->device = device;
    gpu_wgpu_ref(&device->refs);
    buffer->size = descriptor->size;
    buffer->usage = descriptor->usage;
    buffer->invalid = device->error_count != errors;
    if (fresh && !buffer->invalid && !device->lost)
        buffer->content = GPU_WGPU_FRESH;
    atomic_init(&buffer->map_state, WGPUBufferMapState_Unmapped);
    if (descriptor->mappedAtCreation && !buffer->invalid) {
        atomic_init(&buffer->map_state, WGPUBufferMapState_Mapped);
        buffer->map_mode = WGPUMapMode_Write;
        buffer->map_size = descriptor->size;
    }
    return gpu_wgpu_buffer_handle(buffer);
}

void
gpu_wgpu_BufferAddRef(WGPUBuffer handle)
{
    gpu_wgpu_ref(&gpu_wgpu_buffer(handle)->refs);
}

void
gpu_wgpu_BufferRelease(WGPUBuffer handle)
{
    gpu_wgpu_buffer_unref(gpu_wgpu_buffer(handle));
}

/* Ends a map that is under way, or does nothing. The native callback, which may come much later, finds
 * its future gone. */
static void
abort_map(struct gpu_wgpu_buffer *buffer, const char *why)
{
    if (atomic_load(&buffer->map_state) == WGPUBufferMapState_Pending)
        gpu_wgpu_future_finish_id(buffer->map_future, WGPUMapAsyncStatus_Aborted,
                                  (WGPUStringView){why, strlen(why)});
}

void
gpu_wgpu_buffer_unref(struct gpu_wgpu_buffer *buffer)
{
    if (!gpu_wgpu_unref(&buffer->refs))
        return;
    abort_map(buffer, "the buffer was released");
    gpu_native.BufferRelease(buffer->native);
    gpu_wgpu_device_unref(buffer->device);
    free(buffer);
}

void
gpu_wgpu_BufferDestroy(WGPUBuffer handle)
{
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(handle);
    abort_map(buffer, "the buffer was destroyed");
    atomic_store(&buffer->map_state, WGPUBufferMapState_Unmapped);
    buffer->destroyed = true;
    gpu_native.BufferDestroy(buffer->native);
}

uint64_t
gpu_wgpu_BufferGetSize(WGPUBuffer handle)
{
    return gpu_wgpu_buffer(handle)->size;
}

WGPUBufferUsage
gpu_wgpu_BufferGetUsage(WGPUBuffer handle)
{
    return gpu_wgpu_buffer(handle)->usage;
}

WGPUBufferMapState
gpu_wgpu_BufferGetMapState(WGPUBuffer handle)
{
    const struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(handle);
    return buffer->device->destroyed ? WGPUBufferMapState_Unmapped : atomic_load(&buffer->map_state);
}

static void
deliver_map(struct gpu_wgpu_future *future)
{
    const WGPUBufferMapCallbackInfo *info = &future->callback.map;
    const char *text = future->message != NULL ? future->message : "";
    info->callback((WGPUMapAsyncStatus)future->status, (WGPUStringView){text, strlen(text)}, info->userdata1,
                   info->userdata2);
}

static void
on_map(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    (void)userdata2;
    gpu_wgpu_future_finish_id((uintptr_t)userdata1, status, message);
}

/* Why the buffer cannot be mapped so; NULL: wgpu-native may be asked. */
static const char *
refuse_map(const struct gpu_wgpu_buffer *buffer, WGPUMapMode mode)
{
    if (mode != WGPUMapMode_Read && mode != WGPUMapMode_Write)
        return "the map mode is neither Read nor Write";
    if (buffer->destroyed)
        return "the buffer is destroyed";
    if (atomic_load(&buffer->map_state) != WGPUBufferMapState_Unmapped)
        return "the buffer is mapped already, or about to be";
    return NULL;
}

WGPUFuture
gpu_wgpu_BufferMapAsync(WGPUBuffer handle, WGPUMapMode mode, size_t offset, size_t size,
                        WGPUBufferMapCallbackInfo callback)
{
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(handle);
    struct gpu_wgpu_device *device = buffer->device;
    const struct gpu_wgpu_future start = {
        .instance = device->adapter->instance,
        .device = device,
        .mode = callback.mode,
        .deliver = deliver_map,
        .callback.map = callback,
        .status = WGPUMapAsyncStatus_Error,
        .cancelled = WGPUMapAsyncStatus_CallbackCancelled,
    };
    struct gpu_wgpu_future *future = gpu_wgpu_future_new(&start);
    if (future == NULL)
        return (WGPUFuture){0};
    if (device->lost)
        return gpu_wgpu_future_finish(future, WGPUMapAsyncStatus_Aborted, "the device is lost");
    const char *reason = refuse_map(buffer, mode);
    if (reason != NULL) {
        gpu_wgpu_validation_error(device, "map a buffer: %s", reason);
        return gpu_wgpu_future_finish(future, WGPUMapAsyncStatus_Error, reason);
    }
    if (!gpu_wgpu_fresh_clear(buffer))
        return gpu_wgpu_future_finish(future, WGPUMapAsyncStatus_Error, "the buffer cannot be cleared");
    if (mode == WGPUMapMode_Read)
        gpu_wgpu_queue_flush(&device->queue);
    if (size == WGPU_WHOLE_MAP_SIZE)
        size = buffer->size > offset ? buffer->size - offset : 0;
    const WGPUFuture id = {future->id};
    future->map_state = &buffer->map_state;
    buffer->map_future = id.id;
    buffer->map_mode = mode;
    buffer->map_offset = offset;
    buffer->map_size = size;
    atomic_store(&buffer->map_state, WGPUBufferMapState_Pending);
    const WGPUBufferMapCallbackInfo native = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_map,
        .userdata1 = (void *)(uintptr_t)id.id,
    };
    gpu_native.BufferMapAsync(buffer->native, mode, offset, size, native);
    return id;
}

void
gpu_wgpu_BufferUnmap(WGPUBuffer handle)
{
    struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(handle);
    const WGPUBufferMapState state = atomic_load(&buffer->map_state);
    if (state == WGPUBufferMapState_Unmapped)
        return; /* no error in WebGPU, but one in wgpu-native */
    abort_map(buffer, "the buffer was unmapped");
    atomic_store(&buffer->map_state, WGPUBufferMapState_Unmapped);
    gpu_native.BufferUnmap(buffer->native);
    if (buffer->map_mode == WGPUMapMode_Write && (buffer->usage & WGPUBufferUsage_MapWrite) == 0)
        buffer->device->queue.writes_pending = true; /* mapped at creation: copied from elsewhere */
}

void
gpu_wgpu_bind_nothing(const struct gpu_wgpu_buffer *buffer, uint64_t *offset, uint64_t *size)
{
    if (buffer == NULL || *size != 0)
        return;
    *size = WGPU_WHOLE_SIZE;
    if (*offset <= buffer->size && *offset % BIND_ALIGNMENT == 0)
        *offset = buffer->size - buffer->size % BIND_ALIGNMENT;
}

/* Whether the range lies in what is mapped. Sets *size where it was the rest. */
static bool
is_mapped(const struct gpu_wgpu_buffer *buffer, size_t offset, size_t *size)
{
    if (atomic_load(&buffer->map_state) != WGPUBufferMapState_Mapped || buffer->device->lost)
        return false;
    const uint64_t end = buffer->map_offset + buffer->map_size;
    if (offset < buffer->map_offset || offset > end)
        return false;
    if (*size == WGPU_WHOLE_MAP_SIZE)
        *size = end - offset;
    return offset % MAP_OFFSET_ALIGNMENT == 0 && *size % MAP_SIZE_ALIGNMENT == 0 && *size <= end - offset;
}

const void *
gpu_wgpu_BufferGetConstMappedRange(WGPUBuffer handle, size_t offset, size_t size)
{
    const struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(handle);
    if (!is_mapped(buffer, offset, &size))
        return NULL;
    return gpu_native.BufferGetConstMappedRange(buffer->native, offset, size);
}

void *
gpu_wgpu_BufferGetMappedRange(WGPUBuffer handle, size_t offset, size_t size)
{
    const struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(handle);
    if (buffer->map_mode != WGPUMapMode_Write || !is_mapped(buffer, offset, &size))
        return NULL;
    return gpu_native.BufferGetMappedRange(buffer->native, offset, size);
}

WGPUStatus
gpu_wgpu_BufferReadMappedRange(WGPUBuffer handle, size_t offset, void *data, size_t size)
{
    const void *range = gpu_wgpu_BufferGetConstMappedRange(handle, offset, size);
    if (range == NULL || size == WGPU_WHOLE_MAP_SIZE)
        return WGPUStatus_Error;
    if (size != 0) /* else there may be no data */
        memcpy(data, range, size);
    return WGPUStatus_Success;
}

WGPUStatus
gpu_wgpu_BufferWriteMappedRange(WGPUBuffer handle, size_t offset, const void *data, size_t size)
{
    void *range = gpu_wgpu_BufferGetMappedRange(handle, offset, size);
    if (range == NULL || size == WGPU_WHOLE_MAP_SIZE)
        return WGPUStatus_Error;
    if (size != 0)
        memcpy(range, data, size);
    return WGPUStatus_Success;
}
