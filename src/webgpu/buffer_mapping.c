/* gpu-buffer: map-async, map-state, the mapped ranges, unmap. Follows WebGPU, "Buffer Mapping".
 *
 * A guest cannot see host memory, so mapped ranges are copied: get gives the native mapped memory to the
 * caller, who copies it to the guest, and set copies into it. No view of a range outlives its call, so
 * ranges may overlap. What is valid on the device timeline, the library checks; what is on the content
 * timeline is here: the state of the map and the ranges. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "generated/webgpu_methods.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"
#include "webgpu/errand.h"
#include "webgpu/text.h"

static_assert(sizeof(size_t) == sizeof(uint64_t), "mapped ranges are passed in size_t");

/* 0, WEBGPU_BUFFER_MAPPED or the pending one; a destroy() of the device has unmapped its buffers. */
static uintptr_t
mapping_now(const struct webgpu_buffer *self)
{
    const uintptr_t mapping = atomic_load_explicit(&self->mapping, memory_order_acquire);
    return self->map_destroys == self->object.device->destroys ? mapping : 0;
}

enum webgpu_buffer_map_state
webgpu_buffer_map_state(struct webgpu_buffer *self)
{
    switch (mapping_now(self)) {
    case 0:
        return WEBGPU_BUFFER_MAP_STATE_UNMAPPED;
    case WEBGPU_BUFFER_MAPPED:
        return WEBGPU_BUFFER_MAP_STATE_MAPPED;
    default:
        return WEBGPU_BUFFER_MAP_STATE_PENDING;
    }
}

static void
map_release(struct abi_pending *op)
{
    struct webgpu_buffer_map_async_result *result = (void *)op->result;
    webgpu_heap_text_free(result->error.message);
}

/* "map success steps" and "map failure steps". Any thread. */
static void
map_ends(struct webgpu_buffer *self, struct abi_pending *op, WGPUMapAsyncStatus status,
         WGPUStringView message)
{
    struct webgpu_buffer_map_async_result *result = (void *)op->result;
    uintptr_t pending = (uintptr_t)op;
    /* The device's destroy() has unmapped it, and the library mapped it before it heard of that. */
    const bool destroyed = self->map_destroys != self->object.device->destroys;
    const bool success = status == WGPUMapAsyncStatus_Success && !destroyed;
    const bool ours =
        atomic_compare_exchange_strong_explicit(&self->mapping, &pending, success ? WEBGPU_BUFFER_MAPPED : 0,
                                                memory_order_acq_rel, memory_order_acquire);
    result->ok = success && ours;
    if (!result->ok) {
        result->error.kind = status == WGPUMapAsyncStatus_Error ? WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR
                                                                : WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR;
        result->error.message =
            status == WGPUMapAsyncStatus_Success
                ? webgpu_heap_text("%s before it was mapped", destroyed ? "destroyed" : "unmapped")
                : webgpu_heap_copy(message);
    }
    webgpu_callback_enter();
    abi_pending_finish(op);
    webgpu_callback_leave();
}

static void
map_done(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    struct webgpu_errand *errand = userdata1;
    struct webgpu_buffer *self = errand->buffer;
    (void)userdata2;
    if (webgpu_errand_take(errand)) {
        map_ends(self, errand->op, status, message);
        atomic_fetch_sub_explicit(&self->object.flights, 1, memory_order_release);
    }
    webgpu_errand_unref(errand);
}

static void
map_fails(struct abi_pending *op, enum webgpu_map_async_error_kind kind, const char *message)
{
    struct webgpu_buffer_map_async_result *result = (void *)op->result;
    result->error.kind = kind;
    result->error.message = webgpu_heap_text("%s", message);
    abi_pending_finish(op);
}

void
webgpu_buffer_map_aborts(struct abi_pending *op)
{
    map_fails(op, WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR, "the device is lost");
}

void
webgpu_buffer_map_async_start(struct webgpu_buffer *self, uint32_t mode, struct webgpu_option_u64 offset,
                              struct webgpu_option_u64 size, struct abi_pending *op)
{
    struct webgpu_device *device = self->object.device;
    op->source = &device->source.base;
    op->release = map_release;
    if (device->abandoned) {
        webgpu_buffer_map_aborts(op);
        return;
    }
    if (!webgpu_leaving_take(device, 0)) {
        map_fails(op, WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR, WEBGPU_LEAVING_TOO_MUCH);
        return;
    }
    struct webgpu_errand *errand = webgpu_errand_new(device, op, self);
    if (errand == NULL) {
        map_fails(op, WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR, "the host is out of memory");
        return;
    }
    const uint64_t start = webgpu_u64_or(offset, 0);
    const uint64_t length = webgpu_buffer_size_or_rest(self, start, size);
    /* One that is mapped or pending already stays as it is: the library then refuses this one. */
    if (mapping_now(self) == 0) {
        self->map_start = start;
        self->map_end = start + length; /* where it wraps, the library refuses the map */
        self->map_writes = (mode & WEBGPU_MAP_MODE_WRITE) != 0;
        self->map_destroys = device->destroys;
        atomic_store_explicit(&self->mapping, (uintptr_t)op, memory_order_release);
    }
    atomic_fetch_add_explicit(&self->object.flights, 1, memory_order_relaxed);
    const WGPUBufferMapCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = map_done,
        .userdata1 = errand,
    };
    op->ticket = wgpuBufferMapAsync(self->native, mode, start, length, info).id;
}

/* WebGPU, "getMappedRange": the range asked for, if it is within the mapping. */
static bool
find_range(const struct webgpu_buffer *self, struct webgpu_option_u64 offset, struct webgpu_option_u64 size,
           struct base_arena *arena, uint64_t *start, uint64_t *length,
           struct webgpu_get_mapped_range_error *error)
{
    *start = webgpu_u64_or(offset, 0);
    *length = size.some ? size.value : webgpu_buffer_rest(self, *start);
    error->kind = WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_OPERATION_ERROR;
    if (mapping_now(self) != WEBGPU_BUFFER_MAPPED)
        error->message = base_str("the buffer is not mapped");
    else if (*start % 8 != 0)
        error->message = webgpu_text(arena, "offset %" PRIu64 " is not a multiple of 8", *start);
    else if (*length % 4 != 0)
        error->message = webgpu_text(arena, "size %" PRIu64 " is not a multiple of 4", *length);
    else if (*start < self->map_start || *start > self->map_end || *length > self->map_end - *start)
        error->message = webgpu_text(
            arena, "offset %" PRIu64 ", size %" PRIu64 " is not within the mapped %" PRIu64 " to %" PRIu64,
            *start, *length, self->map_start, self->map_end);
    else
        return true;
    return false;
}

static bool
no_native_range(struct webgpu_get_mapped_range_error *error)
{
    error->message = base_str("the library gives no memory for this range");
    return false;
}

bool
webgpu_buffer_get_mapped_range_get_with_copy(struct webgpu_buffer *self, struct webgpu_option_u64 offset,
                                             struct webgpu_option_u64 size, struct base_arena *arena,
                                             struct abi_view *result,
                                             struct webgpu_get_mapped_range_error *error)
{
    uint64_t start;
    uint64_t length;
    if (!find_range(self, offset, size, arena, &start, &length, error))
        return false;
    *result = (struct abi_view){"", 0};
    if (length == 0)
        return true;
    if (length > ABI_LIST_MAX) { /* as "initialize an active buffer mapping" for what cannot be allocated */
        error->kind = WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_RANGE_ERROR;
        error->message =
            webgpu_text(arena, "a list holds at most %u bytes: get the range in pieces", ABI_LIST_MAX);
        return false;
    }
    result->data = wgpuBufferGetConstMappedRange(self->native, start, length);
    result->count = (uint32_t)length;
    return result->data != NULL || no_native_range(error);
}

bool
webgpu_buffer_get_mapped_range_set_with_copy(struct webgpu_buffer *self, struct abi_view data,
                                             struct webgpu_option_u64 offset, struct webgpu_option_u64 size,
                                             struct base_arena *arena,
                                             struct webgpu_get_mapped_range_error *error)
{
    uint64_t start;
    uint64_t length;
    if (!find_range(self, offset, size, arena, &start, &length, error))
        return false;
    if (data.count > length) { /* as TypedArray.set does */
        error->kind = WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_RANGE_ERROR;
        error->message =
            webgpu_text(arena, "%u bytes do not fit into a range of %" PRIu64, data.count, length);
        return false;
    }
    if (data.count == 0)
        return true;
    if (!self->map_writes) { /* GPUMapMode, READ: changes are discarded */
        base_log(BASE_LOG_WARN, BASE_LOG_ROOM_WEBGPU, "discarded: the buffer is mapped for reading");
        return true;
    }
    void *native = wgpuBufferGetMappedRange(self->native, start, length);
    if (native == NULL)
        return no_native_range(error);
    memcpy(native, data.data, data.count);
    return true;
}

/* Cannot fail, as unmap() cannot: its abort-error is what a pending map ends in. */
bool
webgpu_buffer_unmap(struct webgpu_buffer *self, struct base_arena *arena, struct webgpu_unmap_error *error)
{
    (void)arena;
    (void)error;
    const bool mapped = mapping_now(self) != 0;
    atomic_store_explicit(&self->mapping, 0, memory_order_release);
    if (mapped)
        wgpuBufferUnmap(self->native);
    return true;
}
