/** Surface: what shows textures to people: a window of this machine, or a part of one. Guests have none. */
#ifndef WASI_WEBGPU_SURFACE_HPP
#define WASI_WEBGPU_SURFACE_HPP

#include <webgpu/texture.hpp>

namespace wasi::webgpu
{

enum class PresentMode {
    Fifo = WGPUPresentMode_Fifo,
    FifoRelaxed = WGPUPresentMode_FifoRelaxed,
    Immediate = WGPUPresentMode_Immediate,
    Mailbox = WGPUPresentMode_Mailbox,
};

enum class CompositeAlphaMode {
    Auto = WGPUCompositeAlphaMode_Auto,
    Opaque = WGPUCompositeAlphaMode_Opaque,
    Premultiplied = WGPUCompositeAlphaMode_Premultiplied,
    Unpremultiplied = WGPUCompositeAlphaMode_Unpremultiplied,
    Inherit = WGPUCompositeAlphaMode_Inherit,
};

struct SurfaceConfiguration {
    TextureFormat format = TextureFormat::BGRA8Unorm;
    Extent size = {};
    TextureUsage usage = TextureUsage::RenderAttachment;
    std::span<const TextureFormat> view_formats = {};
    CompositeAlphaMode alpha_mode = CompositeAlphaMode::Auto;
    PresentMode present_mode = PresentMode::Fifo;
};

/** Each list begins with what suits best. */
struct SurfaceCapabilities {
    TextureUsage usages = TextureUsage::None;
    std::vector<TextureFormat> formats;
    std::vector<PresentMode> present_modes;
    std::vector<CompositeAlphaMode> alpha_modes;
};

enum class SurfaceTextureStatus {
    SuccessOptimal = WGPUSurfaceGetCurrentTextureStatus_SuccessOptimal,
    SuccessSuboptimal = WGPUSurfaceGetCurrentTextureStatus_SuccessSuboptimal,
    Timeout = WGPUSurfaceGetCurrentTextureStatus_Timeout,
    Outdated = WGPUSurfaceGetCurrentTextureStatus_Outdated,
    Lost = WGPUSurfaceGetCurrentTextureStatus_Lost,
    Error = WGPUSurfaceGetCurrentTextureStatus_Error,
};

struct SurfaceTexture {
    SurfaceTextureStatus status = SurfaceTextureStatus::Error;
    Texture texture;
};

/** Textures to draw to, one after the other, and their presentation. */
class Surface
    : public detail::LabeledObject<WGPUSurface, wgpuSurfaceAddRef, wgpuSurfaceRelease, wgpuSurfaceSetLabel>
{
  public:
    /**
     * On one of webgpu.h's sources, which is a struct for each system of windows:
     *
     *     WGPUSurfaceSourceXlibWindow source = WGPU_SURFACE_SOURCE_XLIB_WINDOW_INIT;
     *     source.display = display;
     *     source.window = window;
     *     gpu::Surface surface(instance, source.chain);
     */
    Surface(const Instance &instance, WGPUChainedStruct &source, std::string_view label = {})
    {
        WGPUSurfaceDescriptor raw = WGPU_SURFACE_DESCRIPTOR_INIT;
        raw.nextInChain = &source;
        raw.label = detail::to_view(label);
        if (instance.get() != nullptr)
            set_handle(wgpuInstanceCreateSurface(instance.get(), &raw));
        if (get() == nullptr)
            set_error(detail::or_else(instance.error(), "no surface"));
    }

    /** What can be asked for in configure() with a device of that adapter. Empty: nothing. */
    SurfaceCapabilities capabilities(const Adapter &adapter) const
    {
        WGPUSurfaceCapabilities raw = WGPU_SURFACE_CAPABILITIES_INIT;
        if (get() == nullptr || adapter.get() == nullptr ||
            wgpuSurfaceGetCapabilities(get(), adapter.get(), &raw) != WGPUStatus_Success)
            return {};
        SurfaceCapabilities capabilities = {
            static_cast<TextureUsage>(raw.usages),
            detail::cast_all<TextureFormat>(std::span(raw.formats, raw.formatCount)),
            detail::cast_all<PresentMode>(std::span(raw.presentModes, raw.presentModeCount)),
            detail::cast_all<CompositeAlphaMode>(std::span(raw.alphaModes, raw.alphaModeCount))};
        wgpuSurfaceCapabilitiesFreeMembers(raw);
        return capabilities;
    }

    /** Comes before all below, and again when the size changes. False: an object is not there. */
    bool configure(const Device &device, const SurfaceConfiguration &configuration) const
    {
        if (get() == nullptr || device.get() == nullptr)
            return false;
        const std::vector view_formats = detail::cast_all<WGPUTextureFormat>(configuration.view_formats);
        WGPUSurfaceConfiguration raw = WGPU_SURFACE_CONFIGURATION_INIT;
        raw.device = device.get();
        raw.format = static_cast<WGPUTextureFormat>(configuration.format);
        raw.usage = static_cast<WGPUTextureUsage>(configuration.usage);
        raw.width = configuration.size.width;
        raw.height = configuration.size.height;
        raw.viewFormatCount = view_formats.size();
        raw.viewFormats = view_formats.data();
        raw.alphaMode = static_cast<WGPUCompositeAlphaMode>(configuration.alpha_mode);
        raw.presentMode = static_cast<WGPUPresentMode>(configuration.present_mode);
        wgpuSurfaceConfigure(get(), &raw);
        return true;
    }

    void unconfigure() const
    {
        if (get() != nullptr)
            wgpuSurfaceUnconfigure(get());
    }

    /** What is to be drawn to next. */
    SurfaceTexture current_texture() const
    {
        if (get() == nullptr)
            return {SurfaceTextureStatus::Error, Texture(nullptr, error())};
        WGPUSurfaceTexture raw = WGPU_SURFACE_TEXTURE_INIT;
        wgpuSurfaceGetCurrentTexture(get(), &raw);
        return {static_cast<SurfaceTextureStatus>(raw.status),
                Texture(raw.texture, raw.texture != nullptr ? "" : "no texture of this surface")};
    }

    /** Shows what was drawn. */
    bool present() const { return get() != nullptr && wgpuSurfacePresent(get()) == WGPUStatus_Success; }
};

} // namespace wasi::webgpu

#endif
