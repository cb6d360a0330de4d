/* gpu-render-bundle-encoder: creation and the bundle it ends in. What it records is in render_commands.c and
 * binding_commands.c.
 *
 * Follows WebGPU, "Render Bundle Creation", "Encoding" and "Finalization" of "Bundles".
 * createRenderBundleEncoder throws a TypeError for a format whose feature the device lacks;
 * create-render-bundle-encoder has no error, so it is the device's. */
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/hold.h"
#include "webgpu/invalid.h"
#include "webgpu/optional.h"
#include "webgpu/plain.h"
#include "webgpu/recording.h"
#include "webgpu/text.h"

static WGPUTextureFormat
format_or_none(struct webgpu_option_texture_format format)
{
    return format.some ? webgpu_native_texture_format(format.value) : WGPUTextureFormat_Undefined;
}

struct webgpu_render_bundle_encoder *
webgpu_device_create_render_bundle_encoder(struct webgpu_device *device,
                                           const struct webgpu_render_bundle_encoder_descriptor *descriptor,
                                           struct base_arena *arena)
{
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    if (!webgpu_admits_render_bundle_encoder(device))
        return webgpu_refused_render_bundle_encoder(device, label);
    const struct webgpu_optional_texture_format_list *list = &descriptor->color_formats;
    WGPUTextureFormat *formats = base_arena_alloc(arena, list->count, sizeof *formats);
    if (formats == NULL)
        return NULL;
    for (uint32_t i = 0; i < list->count; i++)
        formats[i] = format_or_none(list->data[i]);
    const WGPURenderBundleEncoderDescriptor native = {
        .label = webgpu_native_label(label),
        .colorFormatCount = list->count,
        .colorFormats = formats,
        .depthStencilFormat = format_or_none(descriptor->depth_stencil_format),
        .sampleCount = webgpu_u32_or(descriptor->sample_count, 1),
        .depthReadOnly = webgpu_is_set(descriptor->depth_read_only),
        .stencilReadOnly = webgpu_is_set(descriptor->stencil_read_only),
    };
    return webgpu_render_bundle_encoder_new(
        device, wgpuDeviceCreateRenderBundleEncoder(device->native, &native), label);
}

struct webgpu_render_bundle *
webgpu_render_bundle_encoder_finish(struct webgpu_render_bundle_encoder *self,
                                    const struct webgpu_option_render_bundle_descriptor *descriptor,
                                    struct base_arena *arena)
{
    (void)arena;
    const struct base_str label =
        descriptor->some ? webgpu_string_or_empty(descriptor->value.label) : (struct base_str){0};
    const WGPURenderBundleDescriptor native = {.label = webgpu_native_label(label)};
    struct webgpu_device *device = self->object.device;
    const bool failed = webgpu_record_failed(&self->object);
    struct webgpu_render_bundle *bundle =
        webgpu_admits_render_bundle(device)
            ? webgpu_render_bundle_new(device,
                                       failed ? webgpu_invalid_render_bundle(device->native)
                                              : wgpuRenderBundleEncoderFinish(self->native, &native),
                                       label)
            : webgpu_refused_render_bundle(device, label);
    if (bundle == NULL)
        return NULL;
    webgpu_hold_finish(&self->object, &bundle->object);
    webgpu_record_finish(&self->object, &bundle->object);
    return bundle;
}
