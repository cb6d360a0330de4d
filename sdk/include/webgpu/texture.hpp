/** Texture: images of the GPU, and places in them. Views of them are in texture_view.hpp. */
#ifndef WASI_WEBGPU_TEXTURE_HPP
#define WASI_WEBGPU_TEXTURE_HPP

#include <webgpu/error_scope.hpp>
#include <webgpu/texture_format.hpp>

namespace wasi::webgpu
{

/** A set: combined with |. */
enum class TextureUsage : uint64_t {
    None = WGPUTextureUsage_None,
    CopySrc = WGPUTextureUsage_CopySrc,
    CopyDst = WGPUTextureUsage_CopyDst,
    TextureBinding = WGPUTextureUsage_TextureBinding,
    StorageBinding = WGPUTextureUsage_StorageBinding,
    RenderAttachment = WGPUTextureUsage_RenderAttachment,
    TransientAttachment = WGPUTextureUsage_TransientAttachment,
};

template <> inline constexpr bool detail::is_set<TextureUsage> = true;

enum class TextureDimension {
    D1 = WGPUTextureDimension_1D,
    D2 = WGPUTextureDimension_2D,
    D3 = WGPUTextureDimension_3D,
};

enum class TextureViewDimension {
    D1 = WGPUTextureViewDimension_1D,
    D2 = WGPUTextureViewDimension_2D,
    D2Array = WGPUTextureViewDimension_2DArray,
    Cube = WGPUTextureViewDimension_Cube,
    CubeArray = WGPUTextureViewDimension_CubeArray,
    D3 = WGPUTextureViewDimension_3D,
};

enum class TextureAspect {
    All = WGPUTextureAspect_All,
    StencilOnly = WGPUTextureAspect_StencilOnly,
    DepthOnly = WGPUTextureAspect_DepthOnly,
};

/** In texels. */
struct Extent {
    uint32_t width = 0;
    uint32_t height = 1;
    uint32_t depth_or_layers = 1;
};

struct Origin {
    uint32_t x = 0;
    uint32_t y = 0;
    uint32_t z = 0;
};

struct TextureOptions {
    TextureDimension dimension = TextureDimension::D2;
    uint32_t mip_levels = 1;
    /** 1, or 4: for drawing with smooth edges, resolved into a texture of 1. */
    uint32_t samples = 1;
    /** Formats of views, beside the texture's own. */
    std::span<const TextureFormat> view_formats = {};
    /** As what it is bound on adapters of FeatureLevel::Compatibility; others take any. */
    std::optional<TextureViewDimension> binding_view_dimension = {};
    std::string_view label = {};
};

/** An image, all zero at first. */
class Texture
    : public detail::LabeledObject<WGPUTexture, wgpuTextureAddRef, wgpuTextureRelease, wgpuTextureSetLabel>
{
  public:
    /** None: false. For a texture that is assigned later. */
    Texture() = default;

    Texture(const Device &device, const Extent &size, TextureFormat format, TextureUsage usage,
            const TextureOptions &options = {})
    {
        const std::vector view_formats = detail::cast_all<WGPUTextureFormat>(options.view_formats);
        WGPUTextureDescriptor raw = WGPU_TEXTURE_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        raw.usage = static_cast<WGPUTextureUsage>(usage);
        raw.dimension = static_cast<WGPUTextureDimension>(options.dimension);
        raw.size = {size.width, size.height, size.depth_or_layers};
        raw.format = static_cast<WGPUTextureFormat>(format);
        raw.mipLevelCount = options.mip_levels;
        raw.sampleCount = options.samples;
        raw.viewFormatCount = view_formats.size();
        raw.viewFormats = view_formats.data();
        WGPUTextureBindingViewDimension binding = WGPU_TEXTURE_BINDING_VIEW_DIMENSION_INIT;
        if (options.binding_view_dimension) {
            binding.textureBindingViewDimension =
                static_cast<WGPUTextureViewDimension>(*options.binding_view_dimension);
            raw.nextInChain = &binding.chain;
        }
        set_error(detail::make_checked(device, {},
                                       [&] { set_handle(wgpuDeviceCreateTexture(device.get(), &raw)); }));
    }

    /** Takes over a texture that webgpu.h has given. NULL: false, with that error. */
    explicit Texture(WGPUTexture taken_over, std::string error = {})
    {
        set_handle(taken_over);
        set_error(std::move(error));
    }

    Extent size() const
    {
        if (get() == nullptr)
            return {0, 0, 0};
        return {wgpuTextureGetWidth(get()), wgpuTextureGetHeight(get()),
                wgpuTextureGetDepthOrArrayLayers(get())};
    }

    uint32_t mip_levels() const { return get() != nullptr ? wgpuTextureGetMipLevelCount(get()) : 0; }
    uint32_t samples() const { return get() != nullptr ? wgpuTextureGetSampleCount(get()) : 0; }

    /* What has no meaning for a texture that is not there is 0. */
    TextureFormat format() const { return query<TextureFormat>(wgpuTextureGetFormat); }
    TextureUsage usage() const { return query<TextureUsage>(wgpuTextureGetUsage); }
    TextureDimension dimension() const { return query<TextureDimension>(wgpuTextureGetDimension); }

    /** On adapters of FeatureLevel::Compatibility; 0 on others, and where the implementation is older. */
    TextureViewDimension binding_view_dimension() const
    {
        return query<TextureViewDimension>(wgpuTextureGetTextureBindingViewDimension);
    }

    /** Frees the memory at once, not only with the last reference. */
    void destroy()
    {
        if (get() != nullptr)
            wgpuTextureDestroy(get());
    }

  private:
    template <typename To, typename Raw> To query(Raw (*call)(WGPUTexture)) const
    {
        return get() != nullptr ? static_cast<To>(call(get())) : To{};
    }
};

/** A place in a texture, for copies. The texture is borrowed. */
struct TexturePlace {
    const Texture &texture;
    uint32_t mip_level = 0;
    Origin origin = {};
    TextureAspect aspect = TextureAspect::All;
};

/** How the rows of an image lie in memory. For copies from and to buffers, rows begin at multiples of 256
 * bytes. */
struct TexelLayout {
    uint64_t offset = 0;
    uint32_t bytes_per_row = WGPU_COPY_STRIDE_UNDEFINED;
    /** Needed for more than one layer. */
    uint32_t rows_per_image = WGPU_COPY_STRIDE_UNDEFINED;
};

namespace detail
{

inline WGPUTexelCopyTextureInfo to_raw(const TexturePlace &place)
{
    WGPUTexelCopyTextureInfo raw = WGPU_TEXEL_COPY_TEXTURE_INFO_INIT;
    raw.texture = place.texture.get();
    raw.mipLevel = place.mip_level;
    raw.origin = {place.origin.x, place.origin.y, place.origin.z};
    raw.aspect = static_cast<WGPUTextureAspect>(place.aspect);
    return raw;
}

inline WGPUTexelCopyBufferLayout to_raw(const TexelLayout &layout)
{
    return {layout.offset, layout.bytes_per_row, layout.rows_per_image};
}

inline WGPUExtent3D to_raw(const Extent &size)
{
    return {size.width, size.height, size.depth_or_layers};
}

} // namespace detail

} // namespace wasi::webgpu

#endif
