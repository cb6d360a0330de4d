/** Texture, TextureView: images of the GPU, and the parts of them that are drawn to or that shaders see. */
#ifndef WASI_WEBGPU_TEXTURE_HPP
#define WASI_WEBGPU_TEXTURE_HPP

#include <vector>

#include <webgpu/error_scope.hpp>

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

constexpr TextureUsage operator|(TextureUsage a, TextureUsage b)
{
    return static_cast<TextureUsage>(static_cast<uint64_t>(a) | static_cast<uint64_t>(b));
}

constexpr TextureUsage operator&(TextureUsage a, TextureUsage b)
{
    return static_cast<TextureUsage>(static_cast<uint64_t>(a) & static_cast<uint64_t>(b));
}

/** All but the compressed ones: cast any other WGPUTextureFormat. */
enum class TextureFormat {
    R8Unorm = WGPUTextureFormat_R8Unorm,
    R8Snorm = WGPUTextureFormat_R8Snorm,
    R8Uint = WGPUTextureFormat_R8Uint,
    R8Sint = WGPUTextureFormat_R8Sint,
    R16Unorm = WGPUTextureFormat_R16Unorm,
    R16Snorm = WGPUTextureFormat_R16Snorm,
    R16Uint = WGPUTextureFormat_R16Uint,
    R16Sint = WGPUTextureFormat_R16Sint,
    R16Float = WGPUTextureFormat_R16Float,
    RG8Unorm = WGPUTextureFormat_RG8Unorm,
    RG8Snorm = WGPUTextureFormat_RG8Snorm,
    RG8Uint = WGPUTextureFormat_RG8Uint,
    RG8Sint = WGPUTextureFormat_RG8Sint,
    R32Float = WGPUTextureFormat_R32Float,
    R32Uint = WGPUTextureFormat_R32Uint,
    R32Sint = WGPUTextureFormat_R32Sint,
    RG16Unorm = WGPUTextureFormat_RG16Unorm,
    RG16Snorm = WGPUTextureFormat_RG16Snorm,
    RG16Uint = WGPUTextureFormat_RG16Uint,
    RG16Sint = WGPUTextureFormat_RG16Sint,
    RG16Float = WGPUTextureFormat_RG16Float,
    RGBA8Unorm = WGPUTextureFormat_RGBA8Unorm,
    RGBA8UnormSrgb = WGPUTextureFormat_RGBA8UnormSrgb,
    RGBA8Snorm = WGPUTextureFormat_RGBA8Snorm,
    RGBA8Uint = WGPUTextureFormat_RGBA8Uint,
    RGBA8Sint = WGPUTextureFormat_RGBA8Sint,
    BGRA8Unorm = WGPUTextureFormat_BGRA8Unorm,
    BGRA8UnormSrgb = WGPUTextureFormat_BGRA8UnormSrgb,
    RGB10A2Uint = WGPUTextureFormat_RGB10A2Uint,
    RGB10A2Unorm = WGPUTextureFormat_RGB10A2Unorm,
    RG11B10Ufloat = WGPUTextureFormat_RG11B10Ufloat,
    RGB9E5Ufloat = WGPUTextureFormat_RGB9E5Ufloat,
    RG32Float = WGPUTextureFormat_RG32Float,
    RG32Uint = WGPUTextureFormat_RG32Uint,
    RG32Sint = WGPUTextureFormat_RG32Sint,
    RGBA16Unorm = WGPUTextureFormat_RGBA16Unorm,
    RGBA16Snorm = WGPUTextureFormat_RGBA16Snorm,
    RGBA16Uint = WGPUTextureFormat_RGBA16Uint,
    RGBA16Sint = WGPUTextureFormat_RGBA16Sint,
    RGBA16Float = WGPUTextureFormat_RGBA16Float,
    RGBA32Float = WGPUTextureFormat_RGBA32Float,
    RGBA32Uint = WGPUTextureFormat_RGBA32Uint,
    RGBA32Sint = WGPUTextureFormat_RGBA32Sint,
    Stencil8 = WGPUTextureFormat_Stencil8,
    Depth16Unorm = WGPUTextureFormat_Depth16Unorm,
    Depth24Plus = WGPUTextureFormat_Depth24Plus,
    Depth24PlusStencil8 = WGPUTextureFormat_Depth24PlusStencil8,
    Depth32Float = WGPUTextureFormat_Depth32Float,
    Depth32FloatStencil8 = WGPUTextureFormat_Depth32FloatStencil8,
};

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
    std::string_view label = {};
};

/** An image, all zero at first. */
class Texture : public detail::Object<WGPUTexture, wgpuTextureAddRef, wgpuTextureRelease>
{
  public:
    /** None: false. For a texture that is assigned later. */
    Texture() = default;

    Texture(const Device &device, const Extent &size, TextureFormat format, TextureUsage usage,
            const TextureOptions &options = {})
    {
        std::vector<WGPUTextureFormat> view_formats;
        for (const TextureFormat view_format : options.view_formats)
            view_formats.push_back(static_cast<WGPUTextureFormat>(view_format));
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
        set_error(detail::make_checked(device, {},
                                       [&] { set_handle(wgpuDeviceCreateTexture(device.get(), &raw)); }));
    }

    Extent size() const
    {
        if (get() == nullptr)
            return {0, 0, 0};
        return {wgpuTextureGetWidth(get()), wgpuTextureGetHeight(get()),
                wgpuTextureGetDepthOrArrayLayers(get())};
    }

    uint32_t mip_levels() const { return get() != nullptr ? wgpuTextureGetMipLevelCount(get()) : 0; }

    /** Frees the memory at once, not only with the last reference. */
    void destroy()
    {
        if (get() != nullptr)
            wgpuTextureDestroy(get());
    }
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
    std::string_view label = {};
};

/** A texture, or a part of it, to draw to or to bind. It keeps the texture alive. */
class TextureView : public detail::Object<WGPUTextureView, wgpuTextureViewAddRef, wgpuTextureViewRelease>
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
        std::string error;
        detail::require(error, texture);
        set_error(detail::make_checked(device, std::move(error),
                                       [&] { set_handle(wgpuTextureCreateView(texture.get(), &raw)); }));
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
