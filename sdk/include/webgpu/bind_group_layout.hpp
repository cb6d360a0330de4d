/** BindGroupLayout, PipelineLayout: as what a shader sees buffers, textures and samplers. */
#ifndef WASI_WEBGPU_BIND_GROUP_LAYOUT_HPP
#define WASI_WEBGPU_BIND_GROUP_LAYOUT_HPP

#include <concepts>
#include <initializer_list>

#include <webgpu/texture.hpp>

namespace wasi::webgpu
{

/** A set: combined with |. */
enum class ShaderStage : uint64_t {
    None = WGPUShaderStage_None,
    Vertex = WGPUShaderStage_Vertex,
    Fragment = WGPUShaderStage_Fragment,
    Compute = WGPUShaderStage_Compute,
};

template <> inline constexpr bool detail::is_set<ShaderStage> = true;

enum class BufferBindingType {
    Uniform = WGPUBufferBindingType_Uniform,
    Storage = WGPUBufferBindingType_Storage,
    ReadOnlyStorage = WGPUBufferBindingType_ReadOnlyStorage,
};

/** What one @binding(...) of a shader is: a buffer, a sampler, a texture, one to store to, or an external
 * one. */
struct BufferLayout {
    uint32_t binding = 0;
    BufferBindingType type = BufferBindingType::Storage;
    bool dynamic_offset = false;
    uint64_t min_size = 0;
    ShaderStage visibility = ShaderStage::Compute;
};

enum class SamplerBindingType {
    Filtering = WGPUSamplerBindingType_Filtering,
    NonFiltering = WGPUSamplerBindingType_NonFiltering,
    Comparison = WGPUSamplerBindingType_Comparison,
};

struct SamplerLayout {
    uint32_t binding = 0;
    SamplerBindingType type = SamplerBindingType::Filtering;
    ShaderStage visibility = ShaderStage::Fragment;
};

enum class TextureSampleType {
    Float = WGPUTextureSampleType_Float,
    UnfilterableFloat = WGPUTextureSampleType_UnfilterableFloat,
    Depth = WGPUTextureSampleType_Depth,
    Sint = WGPUTextureSampleType_Sint,
    Uint = WGPUTextureSampleType_Uint,
};

struct TextureLayout {
    uint32_t binding = 0;
    TextureSampleType type = TextureSampleType::Float;
    TextureViewDimension dimension = TextureViewDimension::D2;
    bool multisampled = false;
    ShaderStage visibility = ShaderStage::Fragment;
};

enum class StorageTextureAccess {
    WriteOnly = WGPUStorageTextureAccess_WriteOnly,
    ReadOnly = WGPUStorageTextureAccess_ReadOnly,
    ReadWrite = WGPUStorageTextureAccess_ReadWrite,
};

struct StorageTextureLayout {
    uint32_t binding = 0;
    StorageTextureAccess access = StorageTextureAccess::WriteOnly;
    TextureFormat format = TextureFormat::RGBA8Unorm;
    TextureViewDimension dimension = TextureViewDimension::D2;
    ShaderStage visibility = ShaderStage::Compute;
};

/** See ExternalTexture. */
struct ExternalTextureLayout {
    uint32_t binding = 0;
    ShaderStage visibility = ShaderStage::Fragment;
};

/** Any of these. */
class BindingLayout
{
  public:
    BindingLayout(const BufferLayout &layout) : BindingLayout(layout.binding, layout.visibility)
    {
        raw_.buffer.type = static_cast<WGPUBufferBindingType>(layout.type);
        raw_.buffer.hasDynamicOffset = layout.dynamic_offset ? WGPU_TRUE : WGPU_FALSE;
        raw_.buffer.minBindingSize = layout.min_size;
    }
    BindingLayout(const SamplerLayout &layout) : BindingLayout(layout.binding, layout.visibility)
    {
        raw_.sampler.type = static_cast<WGPUSamplerBindingType>(layout.type);
    }
    BindingLayout(const TextureLayout &layout) : BindingLayout(layout.binding, layout.visibility)
    {
        raw_.texture.sampleType = static_cast<WGPUTextureSampleType>(layout.type);
        raw_.texture.viewDimension = static_cast<WGPUTextureViewDimension>(layout.dimension);
        raw_.texture.multisampled = layout.multisampled ? WGPU_TRUE : WGPU_FALSE;
    }
    BindingLayout(const StorageTextureLayout &layout) : BindingLayout(layout.binding, layout.visibility)
    {
        raw_.storageTexture.access = static_cast<WGPUStorageTextureAccess>(layout.access);
        raw_.storageTexture.format = static_cast<WGPUTextureFormat>(layout.format);
        raw_.storageTexture.viewDimension = static_cast<WGPUTextureViewDimension>(layout.dimension);
    }
    BindingLayout(const ExternalTextureLayout &layout) : BindingLayout(layout.binding, layout.visibility)
    {
        static WGPUExternalTextureBindingLayout external = WGPU_EXTERNAL_TEXTURE_BINDING_LAYOUT_INIT;
        raw_.nextInChain = &external.chain; /* which says all there is to say */
    }

    const WGPUBindGroupLayoutEntry &raw() const { return raw_; }

  private:
    BindingLayout(uint32_t binding, ShaderStage visibility)
    {
        raw_.binding = binding;
        raw_.visibility = static_cast<WGPUShaderStage>(visibility);
    }

    WGPUBindGroupLayoutEntry raw_ = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
};

/** What the bindings of one @group(...) are. */
class BindGroupLayout : public detail::LabeledObject<WGPUBindGroupLayout, wgpuBindGroupLayoutAddRef,
                                                     wgpuBindGroupLayoutRelease, wgpuBindGroupLayoutSetLabel>
{
  public:
    BindGroupLayout(const Device &device, std::span<const BindingLayout> layouts, std::string_view label = {})
    {
        create(device, layouts, label);
    }

    BindGroupLayout(const Device &device, std::initializer_list<BindingLayout> layouts,
                    std::string_view label = {})
        : BindGroupLayout(device, std::span(layouts.begin(), layouts.size()), label)
    {
    }

    /** For buffers only. */
    BindGroupLayout(const Device &device, std::span<const BufferLayout> layouts, std::string_view label = {})
    {
        create(device, layouts, label);
    }

    /* A template, so that {} is a list of the others. */
    template <std::same_as<BufferLayout> Only = BufferLayout>
    BindGroupLayout(const Device &device, std::initializer_list<Only> layouts, std::string_view label = {})
        : BindGroupLayout(device, std::span(layouts.begin(), layouts.size()), label)
    {
    }

    /** Takes over a layout that webgpu.h has given. NULL: false, with that error. */
    explicit BindGroupLayout(WGPUBindGroupLayout taken_over, std::string error = {})
    {
        set_handle(taken_over);
        set_error(std::move(error));
    }

  private:
    template <typename Layouts> void create(const Device &device, Layouts layouts, std::string_view label)
    {
        std::vector<WGPUBindGroupLayoutEntry> entries(layouts.size());
        for (size_t i = 0; i < entries.size(); i++)
            entries[i] = BindingLayout(layouts[i]).raw();
        WGPUBindGroupLayoutDescriptor raw = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.entryCount = entries.size();
        raw.entries = entries.data();
        set_error(detail::make_checked(
            device, {}, [&] { set_handle(wgpuDeviceCreateBindGroupLayout(device.get(), &raw)); }));
    }
};

/** The layouts of groups 0, 1, ... in this order. */
class PipelineLayout : public detail::LabeledObject<WGPUPipelineLayout, wgpuPipelineLayoutAddRef,
                                                    wgpuPipelineLayoutRelease, wgpuPipelineLayoutSetLabel>
{
  public:
    /** \param immediate_size  bytes of immediates, a multiple of 4. */
    PipelineLayout(const Device &device, std::span<const BindGroupLayout> groups, std::string_view label = {},
                   uint32_t immediate_size = 0)
    {
        std::string error;
        std::vector<WGPUBindGroupLayout> layouts(groups.size());
        for (size_t i = 0; i < layouts.size(); i++) {
            detail::require(error, groups[i]);
            layouts[i] = groups[i].get();
        }
        WGPUPipelineLayoutDescriptor raw = WGPU_PIPELINE_LAYOUT_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.bindGroupLayoutCount = layouts.size();
        raw.bindGroupLayouts = layouts.data();
        raw.immediateSize = immediate_size;
        set_error(detail::make_checked(device, std::move(error), [&] {
            set_handle(wgpuDeviceCreatePipelineLayout(device.get(), &raw));
        }));
    }

    PipelineLayout(const Device &device, std::initializer_list<BindGroupLayout> groups,
                   std::string_view label = {}, uint32_t immediate_size = 0)
        : PipelineLayout(device, std::span(groups.begin(), groups.size()), label, immediate_size)
    {
    }
};

} // namespace wasi::webgpu

#endif
