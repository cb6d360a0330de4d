/* Buffers, textures and queries that nothing was written to yet. wgpu-native zeroes what commands are seen to
 * read and nothing has initialized, but does not see what a shader reaches through a dynamic offset: there a
 * shader reads what the memory held before, perhaps another program's, and what it writes is zeroed later. So
 * a buffer that shaders may use is cleared as a whole before its first use, unless that is a write to all of
 * it. Where wgpu-native would have cleared the same, that is little more work; a first write to a part costs
 * a submit (some 30 us on lavapipe). For that it has the usage CopyDst there, also where the caller left it
 * out: encoder.c and queue.c refuse what then needs it.
 *
 * Of textures it sees less than there is in two cases, and leaves to be read what their memory held before.
 * Of a 3D texture it clears a mip level before the first slice is read, or the whole is written, but not
 * before another slice is read, or one is rendered to: each level is made to be cleared by reading a block of
 * it, for which such textures have the usage CopySrc. Of a texture with depth and stencil it takes a copy to
 * the stencil for one to both: before such a copy both are loaded by an empty pass, for which they have the
 * usage RenderAttachment. Measured on 29.0.1.1. */
#include "gpu/wgpu/fresh.h"

#include <stdlib.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/submit.h"
#include "gpu/wgpu/texture.h"
#include "gpu/wgpu/wgpu.h"

#define CLEAR_ALIGNMENT 4 /* what is left over at the end cannot be bound */

static void
clear_buffer(WGPUCommandEncoder native, const struct gpu_wgpu_buffer *buffer)
{
    const uint64_t size = buffer->size - buffer->size % CLEAR_ALIGNMENT;
    if (size > 0)
        gpu_native.CommandEncoderClearBuffer(native, buffer->native, 0, size);
}

#define BLOCK_BUFFER_SIZE 16 /* of the largest block */

/* Of a 3D texture, one block of each mip level is read. */
static void
clear_texture(WGPUCommandEncoder native, const struct gpu_wgpu_texture *texture)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.usage = WGPUBufferUsage_CopyDst;
    descriptor.size = BLOCK_BUFFER_SIZE;
    WGPUTexelCopyBufferInfo to = WGPU_TEXEL_COPY_BUFFER_INFO_INIT;
    to.buffer = gpu_native.DeviceCreateBuffer(texture->device->native, &descriptor);
    WGPUTexelCopyTextureInfo from = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    from.texture = texture->native;
    from.aspect = WGPUTextureAspect_All;
    const WGPUExtent3D block = gpu_wgpu_format_block(texture->format);
    for (uint32_t level = 0; level < texture->mip_level_count; level++) {
        from.mipLevel = level;
        gpu_native.CommandEncoderCopyTextureToBuffer(native, &from, &to, &block);
    }
    gpu_native.BufferRelease(to.buffer);
}

/* Commands under way that clear. What goes wrong with them the caller cannot know of, and is told of in one
 * error instead. */
struct clearing {
    struct gpu_wgpu_device *device;
    WGPUCommandEncoder native;
    uint64_t errors; /* that there were before */
};

static struct clearing
begin(struct gpu_wgpu_device *device)
{
    const WGPUCommandEncoderDescriptor plain = WGPU_COMMAND_ENCODER_DESCRIPTOR_INIT;
    struct clearing clearing = {.device = device, .errors = device->error_count};
    gpu_wgpu_capture_begin(device);
    clearing.native = gpu_native.DeviceCreateCommandEncoder(device->native, &plain);
    return clearing;
}

/* NULL: it went wrong, which is reported, and nothing may be submitted that relies on it. */
static WGPUCommandBuffer
finish(const struct clearing *clearing)
{
    struct gpu_wgpu_device *device = clearing->device;
    const WGPUCommandBufferDescriptor plain = WGPU_COMMAND_BUFFER_DESCRIPTOR_INIT;
    const WGPUCommandBuffer commands = gpu_native.CommandEncoderFinish(clearing->native, &plain);
    gpu_native.CommandEncoderRelease(clearing->native);
    char *message;
    gpu_wgpu_capture_end(device, &message);
    free(message);
    if (device->error_count == clearing->errors)
        return commands;
    gpu_native.CommandBufferRelease(commands);
    gpu_wgpu_report(device, WGPUErrorType_OutOfMemory, "no memory to clear what is used for the first time");
    return NULL;
}

static enum gpu_wgpu_content *
content_of(const struct gpu_wgpu_use *use)
{
    switch (use->kind) {
    case GPU_WGPU_USE_BUFFER:
        return &use->buffer->content;
    case GPU_WGPU_USE_TEXTURE:
        return &use->texture->content;
    case GPU_WGPU_USE_QUERY_SET:
        break;
    }
    return &use->query_set->content;
}

static void
clear(WGPUCommandEncoder native, const struct gpu_wgpu_use *use)
{
    switch (use->kind) {
    case GPU_WGPU_USE_BUFFER:
        clear_buffer(native, use->buffer);
        break;
    case GPU_WGPU_USE_TEXTURE:
        clear_texture(native, use->texture);
        break;
    case GPU_WGPU_USE_QUERY_SET:
        gpu_wgpu_query_set_clear(native, use->query_set);
        break;
    }
}

bool
gpu_wgpu_fresh_begin(struct gpu_wgpu_device *device, size_t count, const WGPUCommandBuffer *commands,
                     WGPUCommandBuffer *clears)
{
    struct clearing clearing = {0};
    *clears = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct gpu_wgpu_used *used = &gpu_wgpu_command_buffer(commands[i])->used;
        for (size_t j = 0; j < used->count; j++) {
            enum gpu_wgpu_content *content = content_of(&used->items[j]);
            if (*content != GPU_WGPU_FRESH)
                continue;
            if (clearing.native == NULL)
                clearing = begin(device);
            clear(clearing.native, &used->items[j]);
            *content = GPU_WGPU_CLEARING;
        }
    }
    if (clearing.native == NULL)
        return true;
    *clears = finish(&clearing);
    if (*clears == NULL)
        gpu_wgpu_fresh_end(count, commands, false);
    return *clears != NULL;
}

void
gpu_wgpu_fresh_end(size_t count, const WGPUCommandBuffer *commands, bool submitted)
{
    for (size_t i = 0; i < count; i++) {
        const struct gpu_wgpu_used *used = &gpu_wgpu_command_buffer(commands[i])->used;
        for (size_t j = 0; j < used->count; j++) {
            enum gpu_wgpu_content *content = content_of(&used->items[j]);
            if (*content == GPU_WGPU_CLEARING)
                *content = submitted ? GPU_WGPU_DEFINED : GPU_WGPU_FRESH;
        }
    }
}

/* Takes over what `finish` made. False: that is NULL, or nothing is submitted. */
static bool
submit(struct gpu_wgpu_device *device, WGPUCommandBuffer commands)
{
    if (commands == NULL)
        return false;
    const bool submitted = gpu_wgpu_submit(&device->queue, 1, &commands);
    gpu_native.CommandBufferRelease(commands);
    return submitted;
}

bool
gpu_wgpu_fresh_clear(struct gpu_wgpu_buffer *buffer)
{
    struct gpu_wgpu_device *device = buffer->device;
    if (buffer->content != GPU_WGPU_FRESH || buffer->destroyed || device->lost)
        return true;
    const struct clearing clearing = begin(device);
    clear_buffer(clearing.native, buffer);
    if (!submit(device, finish(&clearing)))
        return false;
    buffer->content = GPU_WGPU_DEFINED;
    return true;
}

static bool
has_both(WGPUTextureFormat format)
{
    return gpu_wgpu_has_depth(format) && gpu_wgpu_has_stencil(format);
}

WGPUTextureUsage
gpu_wgpu_fresh_usage(const struct gpu_wgpu_texture *texture)
{
    if (texture->dimension == WGPUTextureDimension_3D)
        return WGPUTextureUsage_CopySrc;
    const bool written = (texture->usage & WGPUTextureUsage_CopyDst) != 0 && texture->sample_count == 1;
    return written && has_both(texture->format) ? WGPUTextureUsage_RenderAttachment : WGPUTextureUsage_None;
}

/* Whether depth lies beside what is written to. What is wrong with the copy, wgpu-native finds by itself. */
static bool
leaves_depth(const WGPUTexelCopyTextureInfo *destination, const WGPUExtent3D *size)
{
    const struct gpu_wgpu_texture *texture = gpu_wgpu_texture(destination->texture);
    const uint32_t layers = texture->size.depthOrArrayLayers;
    return has_both(texture->format) && destination->aspect == WGPUTextureAspect_StencilOnly &&
           !texture->destroyed && destination->mipLevel < texture->mip_level_count &&
           destination->origin.z <= layers && size->depthOrArrayLayers <= layers - destination->origin.z;
}

void
gpu_wgpu_fresh_depth(WGPUCommandEncoder native, const WGPUTexelCopyTextureInfo *destination,
                     const WGPUExtent3D *size)
{
    if (!leaves_depth(destination, size))
        return;
    WGPUTextureViewDescriptor layer = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    layer.dimension = WGPUTextureViewDimension_2D;
    layer.baseMipLevel = destination->mipLevel;
    layer.mipLevelCount = 1;
    layer.arrayLayerCount = 1;
    WGPURenderPassDepthStencilAttachment both = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    both.depthLoadOp = both.stencilLoadOp = WGPULoadOp_Load;
    both.depthStoreOp = both.stencilStoreOp = WGPUStoreOp_Store;
    WGPURenderPassDescriptor descriptor = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
    descriptor.depthStencilAttachment = &both;
    for (uint32_t i = 0; i < size->depthOrArrayLayers; i++) {
        layer.baseArrayLayer = destination->origin.z + i;
        both.view = gpu_native.TextureCreateView(gpu_wgpu_texture(destination->texture)->native, &layer);
        const WGPURenderPassEncoder pass = gpu_native.CommandEncoderBeginRenderPass(native, &descriptor);
        gpu_native.RenderPassEncoderEnd(pass);
        gpu_native.RenderPassEncoderRelease(pass);
        gpu_native.TextureViewRelease(both.view);
    }
}

bool
gpu_wgpu_fresh_depth_now(struct gpu_wgpu_device *device, const WGPUTexelCopyTextureInfo *destination,
                         const WGPUExtent3D *size)
{
    if (device->lost || !leaves_depth(destination, size))
        return true;
    const struct clearing clearing = begin(device);
    gpu_wgpu_fresh_depth(clearing.native, destination, size);
    return submit(device, finish(&clearing));
}
