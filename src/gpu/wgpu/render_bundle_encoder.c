/* Encoders of render bundles: they append to the bundle's commands. WebGPU, "GPURenderBundleEncoder". */
#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/error.h"
#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/render_bundle.h"
#include "gpu/wgpu/texture.h"
#include "gpu/wgpu/wgpu.h"

/* False: there are too many formats, or one is unknown. */
static bool
read_layout(struct gpu_wgpu_render_layout *layout, const WGPURenderBundleEncoderDescriptor *descriptor)
{
    if (descriptor->colorFormatCount > GPU_WGPU_MAX_COLORS ||
        descriptor->depthStencilFormat > GPU_WGPU_LAST_FORMAT)
        return false;
    for (size_t i = 0; i < descriptor->colorFormatCount; i++) {
        layout->colors[i] = descriptor->colorFormats[i];
        if (layout->colors[i] > GPU_WGPU_LAST_FORMAT)
            return false;
        if (layout->colors[i] != WGPUTextureFormat_Undefined)
            layout->color_count = i + 1;
    }
    layout->depth_stencil = descriptor->depthStencilFormat;
    layout->sample_count = descriptor->sampleCount;
    layout->depth_read_only = descriptor->depthReadOnly;
    layout->stencil_read_only = descriptor->stencilReadOnly;
    return true;
}

WGPURenderBundleEncoder
gpu_wgpu_DeviceCreateRenderBundleEncoder(WGPUDevice handle,
                                         const WGPURenderBundleEncoderDescriptor *descriptor)
{
    struct gpu_wgpu_device *device = gpu_wgpu_device(handle);
    struct gpu_wgpu_render_bundle_encoder *encoder = gpu_wgpu_record_new(sizeof *encoder);
    if (encoder == NULL)
        return NULL;
    encoder->device = device;
    gpu_wgpu_ref(&device->refs);
    char *reason = read_layout(&encoder->layout, descriptor)
                       ? gpu_wgpu_try_commands(device, &encoder->layout, &encoder->commands)
                       : strdup("it has too many formats, or an unknown one");
    encoder->invalid = reason != NULL;
    if (encoder->invalid)
        gpu_wgpu_validation_error(device, "render bundle encoder: %s", reason);
    free(reason);
    return gpu_wgpu_render_bundle_encoder_handle(encoder);
}

void
gpu_wgpu_RenderBundleEncoderAddRef(WGPURenderBundleEncoder handle)
{
    gpu_wgpu_ref(&gpu_wgpu_render_bundle_encoder(handle)->refs);
}

void
gpu_wgpu_RenderBundleEncoderRelease(WGPURenderBundleEncoder handle)
{
    struct gpu_wgpu_render_bundle_encoder *encoder = gpu_wgpu_render_bundle_encoder(handle);
    if (!gpu_wgpu_unref(&encoder->refs))
        return;
    gpu_wgpu_bundle_commands_finish(&encoder->commands);
    gpu_wgpu_device_unref(encoder->device);
    free(encoder);
}

/* Why there is no bundle, the caller's to free; NULL: there is one. */
static char *
try_bundle(const struct gpu_wgpu_render_bundle_encoder *encoder)
{
    if (encoder->finished)
        return strdup("the encoder is finished already");
    if (encoder->invalid)
        return strdup("the encoder is invalid");
    if (encoder->commands.out_of_memory)
        return strdup("out of memory");
    return gpu_wgpu_try_commands(encoder->device, &encoder->layout, &encoder->commands);
}

WGPURenderBundle
gpu_wgpu_RenderBundleEncoderFinish(WGPURenderBundleEncoder handle,
                                   const WGPURenderBundleDescriptor *descriptor)
{
    struct gpu_wgpu_render_bundle_encoder *encoder = gpu_wgpu_render_bundle_encoder(handle);
    struct gpu_wgpu_render_bundle *bundle = gpu_wgpu_record_new(sizeof *bundle);
    (void)descriptor; /* has a label only */
    if (bundle == NULL)
        return NULL;
    bundle->device = encoder->device;
    gpu_wgpu_ref(&bundle->device->refs);
    char *reason = try_bundle(encoder);
    bundle->invalid = reason != NULL;
    if (bundle->invalid)
        gpu_wgpu_validation_error(encoder->device, "render bundle: %s", reason);
    free(reason);
    bundle->layout = encoder->layout;
    bundle->commands = encoder->commands;
    encoder->commands = (struct gpu_wgpu_bundle_commands){0};
    encoder->finished = true;
    return gpu_wgpu_render_bundle_handle(bundle);
}

/* Its commands, if it takes some; else an error, and NULL. */
static struct gpu_wgpu_bundle_commands *
open(WGPURenderBundleEncoder handle)
{
    struct gpu_wgpu_render_bundle_encoder *encoder = gpu_wgpu_render_bundle_encoder(handle);
    if (!encoder->finished)
        return &encoder->commands;
    gpu_wgpu_validation_error(encoder->device, "the render bundle encoder is finished");
    return NULL;
}

static void
add(WGPURenderBundleEncoder handle, struct gpu_wgpu_bundle_command command)
{
    struct gpu_wgpu_bundle_commands *commands = open(handle);
    if (commands != NULL)
        gpu_wgpu_bundle_add(commands, &command);
}

static void
add_data(WGPURenderBundleEncoder handle, struct gpu_wgpu_bundle_command command, const void *data,
         size_t size)
{
    struct gpu_wgpu_bundle_commands *commands = open(handle);
    if (commands != NULL)
        gpu_wgpu_bundle_add_data(commands, command, data, size);
}

#define COMMAND(command, ...) \
    (struct gpu_wgpu_bundle_command) \
    { \
        .kind = GPU_WGPU_##command, __VA_ARGS__ \
    }

void
gpu_wgpu_RenderBundleEncoderSetPipeline(WGPURenderBundleEncoder handle, WGPURenderPipeline pipeline)
{
    add(handle, COMMAND(SET_PIPELINE, .pipeline = pipeline));
}

void
gpu_wgpu_RenderBundleEncoderSetIndexBuffer(WGPURenderBundleEncoder handle, WGPUBuffer buffer,
                                           WGPUIndexFormat format, uint64_t offset, uint64_t size)
{
    add(handle,
        COMMAND(SET_INDEX_BUFFER, .number = format, .buffer = buffer, .offset = offset, .size = size));
}

void
gpu_wgpu_RenderBundleEncoderSetVertexBuffer(WGPURenderBundleEncoder handle, uint32_t slot, WGPUBuffer buffer,
                                            uint64_t offset, uint64_t size)
{
    add(handle, COMMAND(SET_VERTEX_BUFFER, .number = slot, .buffer = buffer, .offset = offset, .size = size));
}

void
gpu_wgpu_RenderBundleEncoderDraw(WGPURenderBundleEncoder handle, uint32_t vertices, uint32_t instances,
                                 uint32_t first_vertex, uint32_t first_instance)
{
    add(handle, COMMAND(DRAW, .draw = {vertices, instances, first_vertex, first_instance}));
}

void
gpu_wgpu_RenderBundleEncoderDrawIndexed(WGPURenderBundleEncoder handle, uint32_t indices, uint32_t instances,
                                        uint32_t first_index, int32_t base_vertex, uint32_t first_instance)
{
    add(handle, COMMAND(DRAW_INDEXED,
                        .draw = {indices, instances, first_index, (uint32_t)base_vertex, first_instance}));
}

void
gpu_wgpu_RenderBundleEncoderDrawIndirect(WGPURenderBundleEncoder handle, WGPUBuffer buffer, uint64_t offset)
{
    add(handle, COMMAND(DRAW_INDIRECT, .buffer = buffer, .offset = offset));
}

void
gpu_wgpu_RenderBundleEncoderDrawIndexedIndirect(WGPURenderBundleEncoder handle, WGPUBuffer buffer,
                                                uint64_t offset)
{
    add(handle, COMMAND(DRAW_INDEXED_INDIRECT, .buffer = buffer, .offset = offset));
}

void
gpu_wgpu_RenderBundleEncoderPopDebugGroup(WGPURenderBundleEncoder handle)
{
    add(handle, COMMAND(POP_DEBUG_GROUP, .number = 0));
}

void
gpu_wgpu_RenderBundleEncoderSetBindGroup(WGPURenderBundleEncoder handle, uint32_t index, WGPUBindGroup group,
                                         size_t offset_count, const uint32_t *offsets)
{
    add_data(handle, COMMAND(SET_BIND_GROUP, .number = index, .group = group), offsets,
             offset_count * sizeof *offsets);
}

void
gpu_wgpu_RenderBundleEncoderSetImmediates(WGPURenderBundleEncoder handle, uint32_t offset, const void *data,
                                          size_t size)
{
    add_data(handle, COMMAND(SET_IMMEDIATES, .number = offset), data, size);
}

static size_t
size_of(WGPUStringView label)
{
    if (label.data == NULL)
        return 0;
    return label.length == WGPU_STRLEN ? strlen(label.data) : label.length;
}

void
gpu_wgpu_RenderBundleEncoderInsertDebugMarker(WGPURenderBundleEncoder handle, WGPUStringView label)
{
    add_data(handle, COMMAND(INSERT_DEBUG_MARKER, .number = 0), label.data, size_of(label));
}

void
gpu_wgpu_RenderBundleEncoderPushDebugGroup(WGPURenderBundleEncoder handle, WGPUStringView label)
{
    add_data(handle, COMMAND(PUSH_DEBUG_GROUP, .number = 0), label.data, size_of(label));
}
