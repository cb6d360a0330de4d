/* WGPUBuffer: making, asking, unmapping, destroying. Mapping is in map_request.c and mapped_range.c. Follows
 * WebGPU, "GPUBuffer". */
#include "buffer.h"

#include "chain.h"
#include "device.h"
#include "enum.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

#define USAGES \
    (WGPUBufferUsage_MapRead | WGPUBufferUsage_MapWrite | WGPUBufferUsage_CopySrc | \
     WGPUBufferUsage_CopyDst | WGPUBufferUsage_Index | WGPUBufferUsage_Vertex | WGPUBufferUsage_Uniform | \
     WGPUBufferUsage_Storage | WGPUBufferUsage_Indirect | WGPUBufferUsage_QueryResolve)

static struct sdk_places places = {.size = sizeof(struct WGPUBufferImpl)};

/* Whether a buffer that was to be mapped at its creation is: if not, the host had no memory for that. */
static bool
has_mapping(WGPUBuffer self, const char *function)
{
    const bool mapped =
        wasi_webgpu_buffer_map_state(self->object.handle) == WASI_WEBGPU_BUFFER_MAP_STATE_MAPPED;
    if (!mapped)
        sdk_log(function, sdk_text_of("no memory for the mapping"));
    return mapped;
}

/* The host ignores flags and chains that it does not know; a buffer without any usage it refuses. */
static uint32_t
create(WGPUDevice device, const WGPUBufferDescriptor *descriptor)
{
    const WGPUStringView own_label = sdk_text(descriptor->label);
    struct wasi_webgpu_option_string label = {own_label.length != 0, {own_label.data, own_label.length}};
    uint64_t usage = descriptor->usage;
    if (!sdk_chain_is_empty(descriptor->nextInChain) || !sdk_flags("usage", usage, USAGES)) {
        label = sdk_refuse_label("wgpuDeviceCreateBuffer", sdk_reason());
        usage = 0;
    }
    return wasi_webgpu_device_create_buffer(device->object.handle, descriptor->size, (uint32_t)usage, true,
                                            descriptor->mappedAtCreation != 0, label.some, label.value.data,
                                            label.value.size);
}

WGPUBuffer
wgpuDeviceCreateBuffer(WGPUDevice device, const WGPUBufferDescriptor *descriptor)
{
    static const WGPUBufferDescriptor invalid = WGPU_BUFFER_DESCRIPTOR_INIT; /* no usage */
    if (!sdk_is_usable(device, __func__))
        return NULL;
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    const bool mapped = descriptor->mappedAtCreation != 0;
    const uint32_t handle = create(device, descriptor);
    WGPUBuffer self = sdk_object_new(&places, handle, wasi_webgpu_buffer_drop);
    if (self == NULL)
        return NULL;
    self->instance = device->instance;
    self->source = device;
    self->size = descriptor->size;
    self->usage = descriptor->usage;
    self->mode = mapped ? WGPUMapMode_Write : WGPUMapMode_None;
    self->fresh = mapped;
    if (!mapped || has_mapping(self, __func__))
        return self;
    wgpuBufferRelease(self);
    return NULL;
}

uint64_t
wgpuBufferGetSize(WGPUBuffer self)
{
    if (!sdk_is_usable(self, __func__))
        return 0;
    return self->size;
}

WGPUBufferUsage
wgpuBufferGetUsage(WGPUBuffer self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUBufferUsage)0;
    return self->usage;
}

_Static_assert(WGPUBufferMapState_Unmapped == WASI_WEBGPU_BUFFER_MAP_STATE_UNMAPPED + 1, "one order");
_Static_assert(WGPUBufferMapState_Mapped == WASI_WEBGPU_BUFFER_MAP_STATE_MAPPED + 1, "one order");

WGPUBufferMapState
wgpuBufferGetMapState(WGPUBuffer self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUBufferMapState)0;
    if (self->request != NULL && self->mode == WGPUMapMode_None)
        return WGPUBufferMapState_Pending;
    return (WGPUBufferMapState)(wasi_webgpu_buffer_map_state(self->object.handle) + 1);
}

static void
end_mapping(WGPUBuffer self, bool keep)
{
    sdk_mapped_ranges_end(self, keep);
    self->mode = WGPUMapMode_None;
    self->map_offset = 0;
    self->fresh = false;
}

void
wgpuBufferUnmap(WGPUBuffer self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    struct wasi_webgpu_result_void_unmap_error result = {0};
    end_mapping(self, true);
    wasi_webgpu_buffer_unmap(self->object.handle, &result);
    if (result.is_error) {
        const WGPUStringView message = sdk_text_from(result.error.message);
        sdk_log("wgpuBufferUnmap", message);
        sdk_text_free(message);
    }
    sdk_map_request_abort(self, "the buffer was unmapped");
}

void
wgpuBufferDestroy(WGPUBuffer self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    end_mapping(self, false);
    wasi_webgpu_buffer_destroy(self->object.handle);
    sdk_map_request_abort(self, "the buffer was destroyed");
}

void
wgpuBufferAddRef(WGPUBuffer self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuBufferRelease(WGPUBuffer self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    end_mapping(self, false);
    sdk_map_request_abort(self, "the buffer was released");
    wasi_webgpu_buffer_drop(self->object.handle);
    sdk_object_end(&places, self);
}
