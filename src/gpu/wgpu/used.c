/* What commands and bind groups use: each once, or nearly so. */
#include "gpu/wgpu/used.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "gpu/wgpu/objects.h"

static _Atomic uint64_t last_number;

void
gpu_wgpu_used_begin(struct gpu_wgpu_used *used, struct gpu_wgpu_device *device)
{
    const uint64_t number = atomic_fetch_add_explicit(&last_number, 1, memory_order_relaxed) + 1;
    *used = (struct gpu_wgpu_used){.device = device, .number = number};
}

/* False: out of memory. The caller counts the reference. */
static bool
append(struct gpu_wgpu_used *used, struct gpu_wgpu_use use)
{
    if (used->count == used->capacity) {
        const size_t capacity = used->capacity * 2 + 8;
        struct gpu_wgpu_use *items = realloc(used->items, capacity * sizeof *items);
        if (items == NULL) {
            used->error = "out of memory";
            return false;
        }
        used->items = items;
        used->capacity = capacity;
    }
    used->items[used->count++] = use;
    return true;
}

/* One of another device is not listed: its device does not stay for it.
 *
 * A buffer knows the last user that lists it, so only one that two encoders take in turn is listed more
 * than once, which does no harm. The same goes for the others. */
void
gpu_wgpu_use_buffer(struct gpu_wgpu_used *used, struct gpu_wgpu_buffer *buffer)
{
    if (buffer == NULL || buffer->used_by == used->number)
        return;
    if (buffer->device != used->device) {
        used->error = "a buffer is of another device";
        return;
    }
    if (!append(used, (struct gpu_wgpu_use){.kind = GPU_WGPU_USE_BUFFER, .buffer = buffer}))
        return;
    buffer->used_by = used->number;
    gpu_wgpu_ref(&buffer->refs);
}

void
gpu_wgpu_use_indirect(struct gpu_wgpu_used *used, struct gpu_wgpu_buffer *buffer, uint64_t offset,
                      uint64_t size)
{
    gpu_wgpu_use_buffer(used, buffer);
    if (buffer->size < size || offset > buffer->size - size)
        used->error = "indirect arguments lie out of their buffer";
    else if (offset > UINT32_MAX)
        used->error = "indirect arguments lie beyond the 4 GiB that wgpu-native reaches";
}

void
gpu_wgpu_use_texture(struct gpu_wgpu_used *used, struct gpu_wgpu_texture *texture)
{
    if (texture == NULL || texture->used_by == used->number)
        return;
    if (texture->device != used->device) {
        used->error = "a texture is of another device";
        return;
    }
    if (!append(used, (struct gpu_wgpu_use){.kind = GPU_WGPU_USE_TEXTURE, .texture = texture}))
        return;
    texture->used_by = used->number;
    gpu_wgpu_ref(&texture->refs);
}

bool
gpu_wgpu_use_query_set(struct gpu_wgpu_used *used, struct gpu_wgpu_query_set *set)
{
    if (set->device != used->device || set->invalid) {
        used->error = set->invalid ? "a query set is invalid" : "a query set is of another device";
        return false;
    }
    if (set->used_by == used->number)
        return true;
    if (!append(used, (struct gpu_wgpu_use){.kind = GPU_WGPU_USE_QUERY_SET, .query_set = set}))
        return false;
    set->used_by = used->number;
    gpu_wgpu_ref(&set->refs);
    return true;
}

WGPUQuerySet
gpu_wgpu_use_queries(struct gpu_wgpu_used *used, WGPUQuerySet handle)
{
    struct gpu_wgpu_query_set *set = gpu_wgpu_query_set(handle);
    if (!gpu_wgpu_use_query_set(used, set))
        return NULL;
    if (set->native == NULL)
        used->error = "a query set has no queries";
    return set->native;
}

void
gpu_wgpu_use_bind_group(struct gpu_wgpu_used *used, struct gpu_wgpu_bind_group *group)
{
    if (group == NULL || group->used_by == used->number)
        return;
    if (group->device != used->device) {
        used->error = "a bind group is of another device";
        return;
    }
    if (group->native == NULL)
        used->error = "a bind group is invalid";
    group->used_by = used->number;
    for (size_t i = 0; i < group->used.count; i++) {
        const struct gpu_wgpu_use *use = &group->used.items[i];
        if (use->kind == GPU_WGPU_USE_BUFFER)
            gpu_wgpu_use_buffer(used, use->buffer);
        else
            gpu_wgpu_use_texture(used, use->texture);
    }
}

static void
unref(const struct gpu_wgpu_use *use)
{
    switch (use->kind) {
    case GPU_WGPU_USE_BUFFER:
        gpu_wgpu_buffer_unref(use->buffer);
        break;
    case GPU_WGPU_USE_TEXTURE:
        gpu_wgpu_texture_unref(use->texture);
        break;
    case GPU_WGPU_USE_QUERY_SET:
        gpu_wgpu_query_set_unref(use->query_set);
        break;
    }
}

void
gpu_wgpu_used_finish(struct gpu_wgpu_used *used)
{
    for (size_t i = 0; i < used->count; i++)
        unref(&used->items[i]);
    free(used->items);
    used->items = NULL;
    used->count = 0;
    used->capacity = 0;
}
