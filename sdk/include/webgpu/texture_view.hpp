/** TextureView: a texture, or a part of it, as shaders and passes see it. */
#ifndef WASI_WEBGPU_TEXTURE_VIEW_HPP
#define WASI_WEBGPU_TEXTURE_VIEW_HPP

#include <webgpu/texture.hpp>

namespace wasi::webgpu
{

enum class Swizzle {
    Zero = WGPUComponentSwizzle_Zero,
    One = WGPUComponentSwizzle_One,
    R = WGPUComponentSwizzle_R,
    G = WGPUComponentSwizzle_G,
    B = WGPUComponentSwizzle_B,
    A = WGPUComponentSwizzle_A,
};

/** Which channel of the texture each channel of the view is. */
struct ComponentSwizzle {
    Swizzle r = Swizzle::R;
    Swizzle g = Swizzle::G;
    Swizzle b = Swizzle::B;
    Swizzle a = Swizzle::A;
};

/** What is left out is chosen so that the view has the whole texture. */
struct TextureViewOptions {
    std::optional<TextureFormat> format = {};
    std::optional<TextureViewDimension> dimension = {};
    TextureAspect aspect = TextureAspect::All;
    uint32_t base_mip_level = 0;
    std::optional<uint32_t> mip_levels = {};
    uint32_t base_layer = 0;
    std::optional<uint32_t> layers = {};
    /** With Feature::TextureComponentSwizzle. */
    std::optional<ComponentSwizzle> swizzle = {};
    std::string_view label = {};
};

/** A texture, or a part of it, to draw to or to bind. It keeps the texture alive. */
class TextureView : public detail::LabeledObject<WGPUTextureView, wgpuTextureViewAddRef,
                                                 wgpuTextureViewRelease, wgpuTextureViewSetLabel>
{
  public:
    /** None: false. For a view that is assigned later. */
    TextureView() = default;

    TextureView(const Device &device, const Texture &texture, const TextureViewOptions &options = {})
    {
        WGPUTextureViewDescriptor raw = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        if (options.format)
            raw.format = static_cast<WGPUTextureFormat>(*options.format);
        if (options.dimension)
            raw.dimension = static_cast<WGPUTextureViewDimension>(*options.dimension);
        raw.aspect = static_cast<WGPUTextureAspect>(options.aspect);
        raw.baseMipLevel = options.base_mip_level;
        raw.mipLevelCount = options.mip_levels.value_or(WGPU_MIP_LEVEL_COUNT_UNDEFINED);
        raw.baseArrayLayer = options.base_layer;
        raw.arrayLayerCount = options.layers.value_or(WGPU_ARRAY_LAYER_COUNT_UNDEFINED);
        WGPUTextureComponentSwizzleDescriptor swizzle = WGPU_TEXTURE_COMPONENT_SWIZZLE_DESCRIPTOR_INIT;
        if (options.swizzle) {
            swizzle.swizzle = to_raw(*options.swizzle);
            raw.nextInChain = &swizzle.chain;
        }
        std::string error;
        detail::require(error, texture);
        set_error(detail::make_checked(device, std::move(error),
                                       [&] { set_handle(wgpuTextureCreateView(texture.get(), &raw)); }));
    }

  private:
    static WGPUTextureComponentSwizzle to_raw(const ComponentSwizzle &swizzle)
    {
        return {static_cast<WGPUComponentSwizzle>(swizzle.r), static_cast<WGPUComponentSwizzle>(swizzle.g),
                static_cast<WGPUComponentSwizzle>(swizzle.b), static_cast<WGPUComponentSwizzle>(swizzle.a)};
    }
};

} // namespace wasi::webgpu

#endif
