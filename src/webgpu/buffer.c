/* gpu-buffer: creation, size, usage, destroy. Mapping is in buffer_mapping.c, queue writes in queue.c.
 *
 * Follows WebGPU, "Buffer Creation" and "Buffer Destruction". */
#include "webgpu/buffer.h"

#include "generated/webgpu_methods.h"
#include "gpu/maps.h"
#include "webgpu/device.h"
#include "webgpu/errand.h"
#include "webgpu/invalid.h"
#include "webgpu/text.h"

static void
buffer_finish(struct webgpu_object *object)
{
    struct webgpu_buffer *self = (struct webgpu_buffer *)object;
    /* A map still pending was abandoned by its caller: nobody will unmap. */
    if (atomic_load_explicit(&object->flights, memory_order_acquire) != 0) {
        webgpu_errands_end(object->device, self);
        wgpuBufferUnmap(self->native);
    }
    if (self->native != NULL)
        wgpuBufferRelease(self->native);
}

static const struct webgpu_class buffer_class = {"gpu-buffer", sizeof(struct webgpu_buffer), buffer_finish,
                                                 WEBGPU_POOL_NONE};

/* createBuffer throws a RangeError for a mappedAtCreation whose size is no multiple of 4, or for which
 * there is no memory. create-buffer has no error, so what comes nearest is the device's. The first is a
 * validation error of the library, which makes an invalid buffer. In the second case the buffer is made
 * without the mapping, so that the library says what is wrong with it, if anything is: some give none where
 * memory is short, and for what no buffer may be as large as, none is asked for. */
static WGPUBuffer
create(struct webgpu_buffer *self, struct webgpu_device *device, bool admitted,
       WGPUBufferDescriptor *descriptor)
{
    const bool possible = descriptor->size <= webgpu_device_limit_values(device)->maxBufferSize;
    const uint64_t bytes = possible ? descriptor->size : 0;
    const bool fits = admitted && webgpu_memory_fits(device, bytes);
    descriptor->mappedAtCreation = descriptor->mappedAtCreation && possible && fits;
    if (!fits)
        return webgpu_invalid_buffer(device->native);
    webgpu_memory_take(&self->object, bytes);
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(device->native, descriptor);
    if (buffer != NULL || !descriptor->mappedAtCreation)
        return buffer;
    descriptor->mappedAtCreation = false;
    return wgpuDeviceCreateBuffer(device->native, descriptor);
}

struct webgpu_buffer *
webgpu_device_create_buffer(struct webgpu_device *device, const struct webgpu_buffer_descriptor *descriptor,
                            struct base_arena *arena)
{
    (void)arena;
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    const bool admitted = webgpu_budget_admits(device, GPU_MAPS_OBJECT);
    struct webgpu_buffer *self = webgpu_object_new(&buffer_class, device->object.context, device, label);
    if (self == NULL)
        return NULL;
    WGPUBufferDescriptor native = {
        .label = webgpu_native_label(label),
        .usage = descriptor->usage,
        .size = descriptor->size,
        .mappedAtCreation = descriptor->mapped_at_creation.some && descriptor->mapped_at_creation.value,
    };
    self->native = create(self, device, admitted, &native);
    if (self->native == NULL) {
        webgpu_object_unref(&self->object);
        return NULL;
    }
    self->size = descriptor->size;
    self->usage = descriptor->usage;
    if (native.mappedAtCreation) {
        self->map_end = self->size;
        self->map_writes = true;
        self->map_destroys = device->destroys;
        atomic_init(&self->mapping, WEBGPU_BUFFER_MAPPED);
    }
    return self;
}

void
webgpu_buffer_drop(struct webgpu_buffer *self)
{
    webgpu_object_unref(&self->object);
}

uint64_t
webgpu_buffer_rest(const struct webgpu_buffer *buffer, uint64_t offset)
{
    return offset < buffer->size ? buffer->size - offset : 0;
}

uint64_t
webgpu_buffer_size(struct webgpu_buffer *self)
{
    return self->size;
}

uint32_t
webgpu_buffer_usage(struct webgpu_buffer *self)
{
    return self->usage;
}

void
webgpu_buffer_destroy(struct webgpu_buffer *self)
{
    atomic_store_explicit(&self->mapping, 0, memory_order_relaxed); /* as unmap does */
    wgpuBufferDestroy(self->native);
    webgpu_memory_release(&self->object);
}
