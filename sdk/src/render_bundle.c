/* WGPURenderBundleEncoder and WGPURenderBundle: the begin and the end of bundles. Drawing is in
 * render_commands.c. Follows WebGPU, "Bundles". */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "device.h"
#include "refuse.h"
#include "text.h"
#include "texture_format.h"

/* False: an unknown format. */
static bool
read_formats(const WGPURenderBundleEncoderDescriptor *from, struct wasi_webgpu_option_texture_format *to)
{
    bool known = true;
    for (size_t i = 0; i < from->colorFormatCount; i++)
        known = sdk_texture_format_option(from->colorFormats[i], &to[i].some, &to[i].value) && known;
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
    const size_t count = descriptor->colorFormatCount;
    const WGPUStringView label = sdk_text(descriptor->label);
    struct wasi_webgpu_option_texture_format *formats = sdk_list_new(count, sizeof *formats);
    struct wasi_webgpu_option_texture_format depth_stencil;
    bool known = descriptor->nextInChain == NULL && sdk_has_list(formats, count) &&
                 sdk_has_list(descriptor->colorFormats, count) && read_formats(descriptor, formats);
    known = sdk_texture_format_option(descriptor->depthStencilFormat, &depth_stencil.some,
                                      &depth_stencil.value) &&
            known;
    const uint32_t handle = wasi_webgpu_device_create_render_bundle_encoder(
        device->object.handle, true, descriptor->depthReadOnly != 0, true, descriptor->stencilReadOnly != 0,
        formats, known ? count : 0, known && depth_stencil.some,
        (enum wasi_webgpu_texture_format)depth_stencil.value, true, descriptor->sampleCount,
        label.length != 0, label.data, label.length);
    free(formats);
    if (!known)
        sdk_refuse_render_bundle_encoder(handle, __func__,
                                         "unknown format, no formats, or " SDK_UNKNOWN_CHAIN);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_render_bundle_encoder_drop);
}

WGPURenderBundle
wgpuRenderBundleEncoderFinish(WGPURenderBundleEncoder self, const WGPURenderBundleDescriptor *descriptor)
{
    if (!sdk_is_usable(self, __func__))
        return NULL;
    const WGPUStringView label = descriptor == NULL ? sdk_text_of("") : sdk_text(descriptor->label);
    if (descriptor != NULL && descriptor->nextInChain != NULL)
        sdk_refuse_render_bundle_encoder(self->object.handle, __func__, SDK_UNKNOWN_CHAIN);
    const uint32_t handle = wasi_webgpu_render_bundle_encoder_finish(
        self->object.handle, label.length != 0, label.length != 0, label.data, label.length);
    return sdk_object_new(&sdk_plain_places, handle, wasi_webgpu_render_bundle_drop);
}
