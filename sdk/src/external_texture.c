/* WGPUExternalTexture, of which there is none: webgpu.h leaves to implementations how one is made, and
 * wasi:webgpu has no way. Whatever is passed as one is not, which is logged; it is not looked into. */
#include <webgpu/webgpu.h>

#include "refuse.h"
#include "text.h"

static void
refuse(const char *function)
{
    sdk_log(function, sdk_text_of(SDK_NO_EXTERNAL_TEXTURES));
}

void
wgpuExternalTextureAddRef(WGPUExternalTexture self)
{
    (void)self;
    refuse(__func__);
}

void
wgpuExternalTextureRelease(WGPUExternalTexture self)
{
    (void)self;
    refuse(__func__);
}

void
wgpuExternalTextureSetLabel(WGPUExternalTexture self, WGPUStringView label)
{
    (void)self;
    (void)label;
    refuse(__func__);
}
