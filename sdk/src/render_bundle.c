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
    const size_t count = descriptor->colorFormatCount;
    const WGPUStringView label = sdk_text(descriptor->label);
    struct wasi_webgpu_option_texture_format *formats = sdk_alloc(count, sizeof *formats);
    struct wasi_webgpu_option_texture_format depth_stencil;
    bool known = descriptor->nextInChain == NULL && read_formats(descriptor, formats);
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
        sdk_refuse_render_bundle_encoder(handle, "wgpuDeviceCreateRenderBundleEncoder",
                                         "unknown format, or " SDK_UNKNOWN_CHAIN);
    return sdk_object_new(sizeof(struct WGPURenderBundleEncoderImpl), handle);
}

WGPURenderBundle
wgpuRenderBundleEncoderFinish(WGPURenderBundleEncoder self, const WGPURenderBundleDescriptor *descriptor)
{
    const WGPUStringView label = descriptor == NULL ? sdk_text_of("") : sdk_text(descriptor->label);
    if (descriptor != NULL && descriptor->nextInChain != NULL)
        sdk_refuse_render_bundle_encoder(self->object.handle, "wgpuRenderBundleEncoderFinish",
                                         SDK_UNKNOWN_CHAIN);
    const uint32_t handle = wasi_webgpu_render_bundle_encoder_finish(
        self->object.handle, label.length != 0, label.length != 0, label.data, label.length);
    return sdk_object_new(sizeof(struct WGPURenderBundleImpl), handle);
}
