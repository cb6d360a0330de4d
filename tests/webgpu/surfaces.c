/* Surfaces that are none: one whose descriptor describes nothing is an error object, which each function
 * refuses in its own way. webgpu.h, "Surfaces". A guest has no others. */
#include "rule.h"

static void
test_configure(WGPUSurface surface)
{
    WGPUSurfaceConfiguration configuration = WGPU_SURFACE_CONFIGURATION_INIT;
    configuration.device = gpu.device;
    configuration.format = WGPUTextureFormat_RGBA8Unorm;
    configuration.width = 16;
    configuration.height = 16;
    begin();
    wgpuSurfaceConfigure(surface, &configuration);
    invalid("configure: a surface that is not an error");
    begin();
    wgpuSurfaceUnconfigure(surface);
    valid("unconfigure: a surface that is not configured");
}

static void
test_capabilities(WGPUSurface surface)
{
    WGPUSurfaceCapabilities capabilities = WGPU_SURFACE_CAPABILITIES_INIT;
    check_equal(wgpuSurfaceGetCapabilities(surface, gpu.adapter, &capabilities), WGPUStatus_Error,
                "it can do nothing");
    rule(capabilities.formatCount == 0 && capabilities.formats == NULL &&
             capabilities.presentModeCount == 0 && capabilities.alphaModeCount == 0,
         "and nothing is filled in");
    wgpuSurfaceCapabilitiesFreeMembers(capabilities);
}

static void
test_present(WGPUSurface surface)
{
    WGPUSurfaceTexture texture = WGPU_SURFACE_TEXTURE_INIT;
    wgpuSurfaceGetCurrentTexture(surface, &texture);
    check_equal(texture.status, WGPUSurfaceGetCurrentTextureStatus_Error, "it has no texture");
    rule(texture.texture == NULL, "getCurrentTexture: an error surface has none");
    rule(wgpuSurfacePresent(surface) == WGPUStatus_Error, "present: a surface without a texture");
}

static void
take_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *result,
             void *unused)
{
    (void)unused;
    *(bool *)result = status != WGPURequestAdapterStatus_Success && adapter == NULL && message.length != 0;
    if (adapter != NULL)
        wgpuAdapterRelease(adapter);
}

static void
test_adapter(WGPUSurface surface)
{
    bool is_refused = false;
    WGPURequestAdapterOptions options = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    options.compatibleSurface = surface;
    WGPURequestAdapterCallbackInfo info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_adapter;
    info.userdata1 = &is_refused;
    gpu_wait(&gpu, wgpuInstanceRequestAdapter(gpu.instance, &options, info));
    rule(is_refused, "requestAdapter: no adapter for an error surface");
}

int
main(int argc, char **argv)
{
    WGPUSurfaceDescriptor descriptor = WGPU_SURFACE_DESCRIPTOR_INIT;
    if (!rules_open(argc, argv, 0))
        return check_finish();
    descriptor.label = text("nowhere");
    WGPUSurface surface = wgpuInstanceCreateSurface(gpu.instance, &descriptor);
    rule(surface != NULL, "createSurface: without a source it is an error object");
    if (surface != NULL) {
        wgpuSurfaceSetLabel(surface, text("still nowhere"));
        test_configure(surface);
        test_capabilities(surface);
        test_present(surface);
        test_adapter(surface);
        wgpuSurfaceAddRef(surface);
        wgpuSurfaceRelease(surface);
        wgpuSurfaceSetLabel(surface, text("referred to"));
        wgpuSurfaceRelease(surface);
    }
    return rules_close();
}
