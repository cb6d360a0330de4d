/* gpu-bind-group. Follows WebGPU, "Bind Group Creation". */
#include "generated/webgpu_methods.h"
#include "gpu/maps.h"
#include "webgpu/buffer.h"
#include "webgpu/device.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"
#include "webgpu/texture.h"

static void
set_resource(WGPUBindGroupEntry *entry, const struct webgpu_binding_resource *resource)
{
    switch (resource->tag) {
    case WEBGPU_BINDING_RESOURCE_BUFFER: /* "get as buffer binding" */
        entry->buffer = resource->buffer->native;
        entry->size = WGPU_WHOLE_SIZE;
        return;
    case WEBGPU_BINDING_RESOURCE_BUFFER_BINDING: {
        const struct webgpu_buffer_binding *binding = &resource->buffer_binding;
        entry->buffer = binding->buffer->native;
        entry->offset = webgpu_u64_or(binding->offset, 0);
        entry->size = binding->size.some ? webgpu_exact_size(binding->size.value) : WGPU_WHOLE_SIZE;
        return;
    }
    case WEBGPU_BINDING_RESOURCE_SAMPLER:
        entry->sampler = resource->sampler->native;
        return;
    case WEBGPU_BINDING_RESOURCE_TEXTURE: /* "get as texture view": this one is ours to release */
        entry->textureView = wgpuTextureCreateView(resource->texture->native, NULL);
        return;
    case WEBGPU_BINDING_RESOURCE_TEXTURE_VIEW:
        entry->textureView = resource->texture_view->native;
        return;
    }
}

static struct webgpu_object *
object_of(const struct webgpu_binding_resource *resource)
{
    switch (resource->tag) {
    case WEBGPU_BINDING_RESOURCE_BUFFER:
        return &resource->buffer->object;
    case WEBGPU_BINDING_RESOURCE_BUFFER_BINDING:
        return &resource->buffer_binding.buffer->object;
    case WEBGPU_BINDING_RESOURCE_SAMPLER:
        return &resource->sampler->object;
    case WEBGPU_BINDING_RESOURCE_TEXTURE:
        return &resource->texture->object;
    case WEBGPU_BINDING_RESOURCE_TEXTURE_VIEW:
        break;
    }
    return &resource->texture_view->object;
}

/* Keeps what it binds. NULL: out of memory. */
static struct webgpu_bind_group *
hold_all(struct webgpu_bind_group *self, const struct webgpu_bind_group_entry *entries, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!webgpu_hold(&self->object, object_of(&entries[i].resource))) {
            webgpu_object_unref(&self->object);
            return NULL;
        }
    }
    return self;
}

/* Whether a group makes its layout's pool the library does not say, nor whether it is valid: so the first of
 * each layout since the mappings were counted may. */
static bool
admits(struct webgpu_device *device, struct webgpu_bind_group_layout *layout)
{
    if (!device->object.context->budget.maps_pools ||
        (layout->counts != 0 && layout->counts == gpu_maps_counts()))
        return webgpu_budget_admits(device, GPU_MAPS_BIND_GROUP);
    if (!webgpu_budget_admits(device, GPU_MAPS_BIND_GROUP + GPU_MAPS_POOL))
        return false;
    layout->counts = gpu_maps_counts(); /* with this one's */
    return true;
}

struct webgpu_bind_group *
webgpu_device_create_bind_group(struct webgpu_device *device,
                                const struct webgpu_bind_group_descriptor *descriptor,
                                struct base_arena *arena)
{
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    if (!admits(device, descriptor->layout))
        return webgpu_refused_bind_group(device, label);
    const struct webgpu_bind_group_entry_list *list = &descriptor->entries;
    const uint32_t most = webgpu_device_limit_values(device)->maxBindingsPerBindGroup;
    const uint32_t count = list->count > most ? most + 1 : list->count; /* one too many is as bad as many */
    WGPUBindGroupEntry *entries = base_arena_alloc(arena, count, sizeof *entries);
    if (entries == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        entries[i].binding = list->data[i].binding;
        set_resource(&entries[i], &list->data[i].resource);
    }
    const WGPUBindGroupDescriptor native = {
        .label = webgpu_native_label(label),
        .layout = descriptor->layout->native,
        .entryCount = count,
        .entries = entries,
    };
    WGPUBindGroup group = wgpuDeviceCreateBindGroup(device->native, &native);
    for (uint32_t i = 0; i < count; i++) {
        if (list->data[i].resource.tag == WEBGPU_BINDING_RESOURCE_TEXTURE)
            wgpuTextureViewRelease(entries[i].textureView);
    }
    struct webgpu_bind_group *self = webgpu_bind_group_new(device, group, label);
    return self == NULL ? NULL : hold_all(self, list->data, count);
}
