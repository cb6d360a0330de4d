/* wgpu-native's bind groups. It aborts at entries that say nothing and at a size of 0, overlooks entries that
 * say two things, does not see which usages a view is limited to, and refuses buffers that are destroyed,
 * which only a submit does. WebGPU, "createBindGroup". */
#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/texture.h"
#include "gpu/wgpu/wgpu.h"

/* What stands for destroyed buffers while a group is made may have so many bytes, which no budget counts. */
#define STAND_INS_MAX (UINT64_C(64) << 20)

/* Texels are bound to be read by one kind of binding, and to be written by another. */
#define BINDINGS (WGPUTextureUsage_TextureBinding | WGPUTextureUsage_StorageBinding)

static const char *
check_entry(const struct gpu_wgpu_device *device, const WGPUBindGroupEntry *entry)
{
    const int kinds = (entry->buffer != NULL) + (entry->sampler != NULL) + (entry->textureView != NULL);
    if (kinds != 1)
        return "it does not bind exactly one thing";
    if (entry->buffer != NULL && entry->size == 0)
        return "its size is 0";
    if (entry->buffer != NULL && gpu_wgpu_buffer(entry->buffer)->device != device)
        return "its buffer is of another device";
    if (entry->sampler != NULL && gpu_wgpu_sampler(entry->sampler)->device != device)
        return "its sampler is of another device";
    if (entry->textureView == NULL)
        return NULL;
    const struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(entry->textureView);
    if (view->texture->device != device)
        return "its texture view is of another device";
    if (view->native == NULL)
        return "its texture view is invalid, or the texture is destroyed";
    return (view->usage & BINDINGS) != 0 ? NULL : "its texture view is not to be bound";
}

/* Whether wgpu-native may be asked; else that is reported. */
static bool
check_group(struct gpu_wgpu_device *device, const WGPUBindGroupDescriptor *descriptor)
{
    if (gpu_wgpu_bind_group_layout(descriptor->layout)->device != device) {
        gpu_wgpu_validation_error(device, "bind group: its layout is of another device");
        return false;
    }
    for (size_t i = 0; i < descriptor->entryCount; i++) {
        const char *reason = check_entry(device, &descriptor->entries[i]);
        if (reason == NULL)
            continue;
        gpu_wgpu_validation_error(device, "bind group, entry %zu: %s", i, reason);
        return false;
    }
    return true;
}

/* wgpu-native's entry, and what it stands for noted as used. */
static WGPUBindGroupEntry
unwrap(struct gpu_wgpu_used *used, const WGPUBindGroupEntry *entry)
{
    WGPUBindGroupEntry native = *entry;
    native.nextInChain = NULL;
    if (entry->sampler != NULL)
        native.sampler = gpu_wgpu_sampler(entry->sampler)->native;
    if (entry->buffer != NULL) {
        gpu_wgpu_use_buffer(used, gpu_wgpu_buffer(entry->buffer));
        native.buffer = gpu_wgpu_buffer(entry->buffer)->native;
    }
    if (entry->textureView != NULL) {
        gpu_wgpu_use_texture(used, gpu_wgpu_texture_view(entry->textureView)->texture);
        native.textureView = gpu_wgpu_texture_view(entry->textureView)->native;
    }
    return native;
}

/* Whether it may be bound in one way only, and its texture in both. */
static bool
is_limited(const WGPUBindGroupEntry *entry)
{
    if (entry->textureView == NULL)
        return false;
    const struct gpu_wgpu_texture_view *view = gpu_wgpu_texture_view(entry->textureView);
    return (view->usage & BINDINGS) != BINDINGS && (view->texture->usage & BINDINGS) == BINDINGS;
}

/* wgpu-native knows a texture's usages, and not a view's: whether the group may have a view that is limited
 * to some, it shows with a stand-in. False: it may not, which is reported. */
static bool
fits_limits(struct gpu_wgpu_device *device, const WGPUBindGroupDescriptor *descriptor,
            WGPUBindGroupEntry *entries, const WGPUBindGroupDescriptor *native)
{
    for (size_t i = 0; i < descriptor->entryCount; i++) {
        if (!is_limited(&descriptor->entries[i]))
            continue;
        const WGPUTextureView real = entries[i].textureView;
        char *message;
        gpu_wgpu_capture_begin(device);
        entries[i].textureView = gpu_wgpu_stand_in(gpu_wgpu_texture_view(descriptor->entries[i].textureView));
        const WGPUBindGroup group = gpu_native.DeviceCreateBindGroup(device->native, native);
        gpu_native.BindGroupRelease(group);
        gpu_native.TextureViewRelease(entries[i].textureView);
        entries[i].textureView = real;
        const WGPUErrorType type = gpu_wgpu_capture_end(device, &message);
        if (type != WGPUErrorType_NoError)
            gpu_wgpu_report(device, type, message != NULL ? message : "");
        free(message);
        if (type != WGPUErrorType_NoError)
            return false;
    }
    return true;
}

static bool
is_destroyed(const struct gpu_wgpu_buffer *buffer)
{
    return buffer != NULL && buffer->destroyed && !buffer->invalid;
}

/* Whether there is room for another buffer like each that is destroyed; else that is reported. */
static bool
has_room(struct gpu_wgpu_device *device, const WGPUBindGroupDescriptor *descriptor)
{
    uint64_t left = STAND_INS_MAX;
    for (size_t i = 0; i < descriptor->entryCount; i++) {
        const struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(descriptor->entries[i].buffer);
        if (!is_destroyed(buffer))
            continue;
        if (buffer->size > left) {
            gpu_wgpu_report(device, WGPUErrorType_OutOfMemory,
                            "bind group: its destroyed buffers are too large");
            return false;
        }
        left -= buffer->size;
    }
    return true;
}

/* Puts one like it into the place of each that is destroyed. False: there is no memory, which is reported. To
 * be destroyed either way. */
static bool
stand_in(struct gpu_wgpu_device *device, const WGPUBindGroupDescriptor *descriptor,
         WGPUBindGroupEntry *entries)
{
    const uint64_t errors = device->error_count;
    for (size_t i = 0; i < descriptor->entryCount; i++) {
        const struct gpu_wgpu_buffer *buffer = gpu_wgpu_buffer(descriptor->entries[i].buffer);
        if (!is_destroyed(buffer))
            continue;
        WGPUBufferDescriptor like = WGPU_BUFFER_DESCRIPTOR_INIT;
        like.usage = buffer->usage;
        like.size = buffer->size;
        entries[i].buffer = gpu_native.DeviceCreateBuffer(device->native, &like);
    }
    return device->error_count == errors;
}

/* From then on the group is one of destroyed buffers. */
static void
destroy_stand_ins(const WGPUBindGroupDescriptor *descriptor, const WGPUBindGroupEntry *entries)
{
    for (size_t i = 0; i < descriptor->entryCount; i++) {
        if (!is_destroyed(gpu_wgpu_buffer(descriptor->entries[i].buffer)))
            continue;
        gpu_native.BufferDestroy(entries[i].buffer);
        gpu_native.BufferRelease(entries[i].buffer);
    }
}

/* Has wgpu-native make it, and notes what it binds. NULL: it is invalid, which is reported. */
static WGPUBindGroup
create_group(struct gpu_wgpu_bind_group *group, const WGPUBindGroupDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = group->device;
    const size_t count = descriptor->entryCount;
    if (!check_group(device, descriptor) || !has_room(device, descriptor))
        return NULL;
    WGPUBindGroupEntry *entries = calloc(count + 1, sizeof *entries);
    for (size_t i = 0; entries != NULL && i < count; i++)
        entries[i] = unwrap(&group->used, &descriptor->entries[i]);
    if (entries == NULL || group->used.error != NULL) {
        free(entries);
        gpu_wgpu_report(device, WGPUErrorType_OutOfMemory, "bind group: out of memory");
        return NULL;
    }
    const WGPUBindGroupDescriptor native = {.label = gpu_wgpu_text(descriptor->label),
                                            .layout = gpu_wgpu_bind_group_layout(descriptor->layout)->native,
                                            .entryCount = count,
                                            .entries = entries};
    WGPUBindGroup made = NULL;
    if (stand_in(device, descriptor, entries) && fits_limits(device, descriptor, entries, &native))
        made = gpu_native.DeviceCreateBindGroup(device->native, &native);
    destroy_stand_ins(descriptor, entries);
    free(entries);
    return made;
}

WGPUBindGroup
gpu_wgpu_DeviceCreateBindGroup(WGPUDevice handle, const WGPUBindGroupDescriptor *descriptor)
{
    struct gpu_wgpu_bind_group *group = gpu_wgpu_record_new(sizeof *group);
    if (group == NULL)
        return NULL;
    group->device = gpu_wgpu_device(handle);
    gpu_wgpu_ref(&group->device->refs);
    gpu_wgpu_used_begin(&group->used, group->device);
    group->native = create_group(group, descriptor);
    return gpu_wgpu_bind_group_handle(group);
}

void
gpu_wgpu_BindGroupAddRef(WGPUBindGroup handle)
{
    gpu_wgpu_ref(&gpu_wgpu_bind_group(handle)->refs);
}

void
gpu_wgpu_BindGroupRelease(WGPUBindGroup handle)
{
    struct gpu_wgpu_bind_group *group = gpu_wgpu_bind_group(handle);
    if (!gpu_wgpu_unref(&group->refs))
        return;
    if (group->native != NULL)
        gpu_native.BindGroupRelease(group->native);
    gpu_wgpu_used_finish(&group->used);
    gpu_wgpu_device_unref(group->device);
    free(group);
}
