/* WGPUSurface, of which a guest has none that works: wasi:webgpu has no windows, and nothing in it returns a
 * canvas. Each surface is an error object, as webgpu.h wants it of a descriptor that describes no surface
 * that is known. Follows webgpu.h, "Surfaces". */
#include <wasigpu/imports.h>

#include "object.h"
#include "refuse.h"
#include "text.h"

#define NO_SURFACES "a guest has no surfaces: draw to a texture, and read that back"

struct WGPUSurfaceImpl {
    struct sdk_object object; /* the handle is none of the host's */
};

static void
drop_nothing(uint32_t handle)
{
    (void)handle;
}

WGPUSurface
wgpuInstanceCreateSurface(WGPUInstance self, const WGPUSurfaceDescriptor *descriptor)
{
    (void)descriptor; /* whatever is chained to it */
    if (!sdk_is_usable(self, __func__))
        return NULL;
    sdk_log(__func__, sdk_text_of(NO_SURFACES));
    return sdk_object_new(&sdk_plain_places, 0, drop_nothing);
}

void
wgpuSurfaceAddRef(WGPUSurface self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuSurfaceRelease(WGPUSurface self)
{
    if (sdk_object_unref(self, __func__))
        sdk_object_end(&sdk_plain_places, self);
}

/* Labels stand in the host's messages, and there are none of a surface. */
void
wgpuSurfaceSetLabel(WGPUSurface self, WGPUStringView label)
{
    (void)label;
    sdk_is_usable(self, __func__);
}

/* "Validate that `surface` is not an error": an error of the device. */
void
wgpuSurfaceConfigure(WGPUSurface self, const WGPUSurfaceConfiguration *config)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(config, __func__) ||
        !sdk_is_usable(config->device, __func__))
        return;
    wasi_webgpu_bind_group_layout_drop(
        sdk_refuse_layout(sdk_handle(config->device), __func__, sdk_text_of(NO_SURFACES)));
}

void
wgpuSurfaceUnconfigure(WGPUSurface self)
{
    sdk_is_usable(self, __func__); /* it is not configured */
}

/* Changes nothing in `capabilities`: there is nothing to free of them. */
WGPUStatus
wgpuSurfaceGetCapabilities(WGPUSurface self, WGPUAdapter adapter, WGPUSurfaceCapabilities *capabilities)
{
    (void)capabilities;
    if (sdk_is_usable(self, __func__) && sdk_is_usable(adapter, __func__))
        sdk_log(__func__, sdk_text_of(NO_SURFACES));
    return WGPUStatus_Error;
}

void
wgpuSurfaceCapabilitiesFreeMembers(WGPUSurfaceCapabilities capabilities)
{
    (void)capabilities; /* none was ever filled */
}

void
wgpuSurfaceGetCurrentTexture(WGPUSurface self, WGPUSurfaceTexture *texture)
{
    if (!sdk_is_given(texture, __func__))
        return;
    texture->texture = NULL;
    texture->status = WGPUSurfaceGetCurrentTextureStatus_Error;
    if (sdk_is_usable(self, __func__))
        sdk_log(__func__, sdk_text_of(NO_SURFACES));
}

WGPUStatus
wgpuSurfacePresent(WGPUSurface self)
{
    if (sdk_is_usable(self, __func__))
        sdk_log(__func__, sdk_text_of(NO_SURFACES));
    return WGPUStatus_Error;
}
