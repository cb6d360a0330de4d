/* WGPURenderBundleEncoder and WGPURenderBundle: the begin and the end of bundles. Drawing is in
 * render_commands.c. Follows WebGPU, "Bundles". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"
#include "texture_format.h"

/* False: an unknown format, or none of them is there. */
static bool
read_formats(const WGPURenderBundleEncoderDescriptor *from, struct wasi_webgpu_option_texture_format *to)
{
    bool known = sdk_list_is_there("colorFormats", from->colorFormats, from->colorFormatCount);
    for (size_t i = 0; known && i < from->colorFormatCount; i++)
        known = sdk_texture_format_option("colorFormats", from->colorFormats[i], &to[i].some, &to[i].value);
    return known;
}

WGPURenderBundleEncoder
wgpuDeviceCreateRenderBundleEncoder(WGPUDevice device, const WGPURenderBundleEncoderDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    static const WGPURenderBundleEncoderDescriptor invalid =
        WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT; /* no format */
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    const size_t count = descriptor->colorFormats != NULL ? descriptor->colorFormatCount : 0;
    const WGPUStringView label = sdk_text(descriptor->label);
    struct wasi_webgpu_option_texture_format *formats = sdk_list_new(count, sizeof *formats);
    if (!sdk_has_list(formats, count))
        return NULL;
    struct wasi_webgpu_option_texture_format depth_stencil = {0};
    const bool known = sdk_chain_is_empty(descriptor->nextInChain) && read_formats(descriptor, formats) &&
                       sdk_texture_format_option("depthStencilFormat", descriptor->depthStencilFormat,
                                                 &depth_stencil.some, &depth_stencil.value);
    const uint32_t handle = wasi_webgpu_device_create_render_bundle_encoder(
        device->object.handle, true, descriptor->depthReadOnly != 0, true, descriptor->stencilReadOnly != 0,
        formats, known ? count : 0, known && depth_stencil.some,
        (enum wasi_webgpu_texture_format)depth_stencil.value, true, descriptor->sampleCount,
        label.length != 0, label.data, label.length);
    free(formats);
    if (!known)
        sdk_refuse_render_bundle_encoder(handle, __func__, sdk_reason());
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_render_bundle_encoder_drop);
}

WGPURenderBundle
wgpuRenderBundleEncoderFinish(WGPURenderBundleEncoder self, const WGPURenderBundleDescriptor *descriptor)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    const WGPUStringView label = descriptor == NULL ? sdk_text_of("") : sdk_text(descriptor->label);
    if (descriptor != NULL && !sdk_chain_is_empty(descriptor->nextInChain))
        sdk_refuse_render_bundle_encoder(self->object.handle, __func__, sdk_reason());
    const uint32_t handle = wasi_webgpu_render_bundle_encoder_finish(
        self->object.handle, label.length != 0, label.length != 0, label.data, label.length);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_render_bundle_drop);
}
