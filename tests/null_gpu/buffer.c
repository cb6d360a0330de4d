/* Buffers: WebGPU, "Buffer Creation", "Buffer Mapping". A mapped range is memory of its own, zeroed, no byte
 * larger than the range, and gone when it is unmapped, so that a sanitizer sees what is wrong with its use.
 */
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "event.h"
#include "fault.h"
#include "resource.h"

#define ALL_USAGES 0x3ff
#define MAP_MAX (UINT64_C(1) << 24) /* what there is memory for */

struct null_buffer *
null_buffer(WGPUBuffer handle)
{
    return (struct null_buffer *)NULL_CHECK(handle);
}

static void
set_state(struct null_buffer *self, WGPUBufferMapState state)
{
    self->state = state;
    self->resource.mapped = state != WGPUBufferMapState_Unmapped;
}

static bool
map(struct null_buffer *self)
{
    if (self->map_size > MAP_MAX)
        return false;
    self->bytes = calloc(1, self->map_size != 0 ? self->map_size : 1);
    if (self->bytes == NULL)
        null_die("out of memory");
    set_state(self, WGPUBufferMapState_Mapped);
    return true;
}

static void
unmap(struct null_buffer *self, const char *why)
{
    free(self->bytes);
    self->bytes = NULL;
    if (self->state == WGPUBufferMapState_Pending)
        null_event_end_owner(&self->resource.object, why);
    set_state(self, WGPUBufferMapState_Unmapped);
}

static void
buffer_end(struct null_object *object)
{
    unmap((struct null_buffer *)object, "the buffer was released");
    null_event_end_owner(object, "the buffer was released");
}

/* NULL: nothing is. */
static const char *
what_is_wrong(const WGPUBufferDescriptor *descriptor)
{
    if (descriptor->usage == WGPUBufferUsage_None)
        return "the buffer has no usage";
    if (descriptor->size > null_limits.maxBufferSize)
        return "the buffer is too large";
    if (descriptor->mappedAtCreation && descriptor->size % 4 != 0)
        return "the size of a buffer that is mapped at creation is no multiple of 4";
    return NULL;
}

WGPUBuffer
wgpuDeviceCreateBuffer(WGPUDevice handle, const WGPUBufferDescriptor *descriptor)
{
    NULL_ENTER();
    struct null_device *device = null_device(handle);
    null_check_string(descriptor->label);
    null_check_flags("the usage", descriptor->usage, ALL_USAGES);
    struct null_buffer *self = null_device_make(NULL_KIND_Buffer, sizeof *self, &device->object);
    if (self == NULL)
        return NULL;
    struct null_object *object = &self->resource.object;
    object->end = buffer_end;
    self->size = descriptor->size;
    self->usage = descriptor->usage;
    set_state(self, WGPUBufferMapState_Unmapped);
    const char *wrong = object->invalid ? NULL : what_is_wrong(descriptor);
    if (wrong != NULL) {
        object->invalid = true;
        null_device_error(device, WGPUErrorType_Validation, wrong);
    }
    if (object->invalid || !descriptor->mappedAtCreation)
        return (WGPUBuffer)self;
    self->map_size = self->size;
    self->map_writes = true;
    if (map(self))
        return (WGPUBuffer)self;
    if (!null_is_wgpu()) {
        null_object_release(object);
        return NULL;
    }
    object->invalid = true;
    null_device_error(device, WGPUErrorType_OutOfMemory, "no memory for a mapping");
    return (WGPUBuffer)self;
}

void
wgpuBufferDestroy(WGPUBuffer handle)
{
    NULL_ENTER();
    struct null_buffer *self = null_buffer(handle);
    unmap(self, "the buffer was destroyed");
    self->resource.destroyed = true;
}

void
wgpuBufferUnmap(WGPUBuffer handle)
{
    NULL_ENTER();
    unmap(null_buffer(handle), "the buffer was unmapped");
}

uint64_t
wgpuBufferGetSize(WGPUBuffer handle)
{
    NULL_ENTER();
    return null_buffer(handle)->size;
}

WGPUBufferUsage
wgpuBufferGetUsage(WGPUBuffer handle)
{
    NULL_ENTER();
    return null_buffer(handle)->usage;
}

WGPUBufferMapState
wgpuBufferGetMapState(WGPUBuffer handle)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    return null_buffer(handle)->state;
}

static void
deliver_map(struct null_event *event)
{
    const WGPUBufferMapCallbackInfo *info = &event->callback.map;
    struct null_buffer *self = (struct null_buffer *)event->owner;
    if (event->status == WGPUMapAsyncStatus_Success && !map(self)) {
        event->status = WGPUMapAsyncStatus_Error;
        event->message = "no memory for a mapping";
        set_state(self, WGPUBufferMapState_Unmapped);
    } else if (event->status == WGPUMapAsyncStatus_Aborted) {
        set_state(self, WGPUBufferMapState_Unmapped);
    }
    info->callback((WGPUMapAsyncStatus)event->status, null_text(event->message), info->userdata1,
                   info->userdata2);
}

/* NULL: it may be mapped. */
static const char *
refuse_map(const struct null_buffer *self, WGPUMapMode mode, uint64_t offset, uint64_t size)
{
    if (mode != WGPUMapMode_Read && mode != WGPUMapMode_Write)
        return "the mode is neither Read nor Write";
    const WGPUBufferUsage needed =
        mode == WGPUMapMode_Read ? WGPUBufferUsage_MapRead : WGPUBufferUsage_MapWrite;
    if ((self->usage & needed) == 0)
        return "the buffer lacks the usage";
    if (self->resource.object.invalid || self->resource.destroyed)
        return "the buffer is invalid or destroyed";
    if (self->resource.mapped)
        return "the buffer is mapped already, or about to be";
    if (offset % 8 != 0 || size % 4 != 0 || offset > self->size || size > self->size - offset)
        return "the range is misaligned or out of the buffer";
    return NULL;
}

WGPUFuture
wgpuBufferMapAsync(WGPUBuffer handle, WGPUMapMode mode, size_t offset, size_t size,
                   WGPUBufferMapCallbackInfo callback)
{
    NULL_ENTER();
    struct null_buffer *self = null_buffer(handle);
    struct null_device *device = null_device_of(&self->resource.object);
    if ((mode & ~(WGPUMapMode_Read | WGPUMapMode_Write)) != 0)
        null_wgpu_aborts("a map mode that is not known");
    struct null_event *event = null_event_new(null_instance_of(device), &self->resource.object, callback.mode,
                                              WGPUMapAsyncStatus_Aborted, deliver_map);
    event->callback.map = callback;
    if (size == WGPU_WHOLE_MAP_SIZE)
        size = self->size > offset ? self->size - offset : 0;
    const char *why = refuse_map(self, mode, offset, size);
    if (why != NULL) {
        null_device_error(device, WGPUErrorType_Validation, why);
        return null_event_finish(event, WGPUMapAsyncStatus_Error, why);
    }
    set_state(self, WGPUBufferMapState_Pending);
    self->map_start = offset;
    self->map_size = size;
    self->map_writes = mode == WGPUMapMode_Write;
    if (device->lost)
        return null_event_finish(event, WGPUMapAsyncStatus_Aborted, "the device is lost");
    if (null_fault_take(NULL_GPU_REFUSED))
        return null_event_finish(event, WGPUMapAsyncStatus_Aborted, "aborted, as was asked for");
    return null_event_finish_at(event, WGPUMapAsyncStatus_Success, device->busy_until_ns);
}

/* NULL: it is not mapped so. */
static unsigned char *
range(WGPUBuffer handle, size_t offset, size_t size, bool writes)
{
    struct null_buffer *self = null_buffer(handle);
    const uint64_t end = self->map_start + self->map_size;
    if (size == WGPU_WHOLE_MAP_SIZE)
        size = offset < end ? end - offset : 0;
    const bool good = self->bytes != NULL && (self->map_writes || !writes) && offset % 8 == 0 &&
                      size % 4 == 0 && offset >= self->map_start && offset <= end && size <= end - offset;
    if (!good) {
        null_wgpu_aborts("a range that is not mapped");
        return NULL;
    }
    return self->bytes + (offset - self->map_start);
}

void *
wgpuBufferGetMappedRange(WGPUBuffer handle, size_t offset, size_t size)
{
    NULL_ENTER();
    return range(handle, offset, size, true);
}

const void *
wgpuBufferGetConstMappedRange(WGPUBuffer handle, size_t offset, size_t size)
{
    NULL_ENTER();
    return range(handle, offset, size, false);
}

WGPUStatus
wgpuBufferReadMappedRange(WGPUBuffer handle, size_t offset, void *data, size_t size)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    const unsigned char *bytes = range(handle, offset, size, false);
    if (bytes == NULL)
        return WGPUStatus_Error;
    memcpy(data, bytes, size);
    return WGPUStatus_Success;
}

WGPUStatus
wgpuBufferWriteMappedRange(WGPUBuffer handle, size_t offset, const void *data, size_t size)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    unsigned char *bytes = range(handle, offset, size, true);
    if (bytes == NULL)
        return WGPUStatus_Error;
    memcpy(bytes, data, size);
    return WGPUStatus_Success;
}
