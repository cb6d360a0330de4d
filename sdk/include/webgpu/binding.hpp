/** BindGroupLayout, PipelineLayout, BindGroup: which buffers, textures and samplers a shader sees, and as
 * what. */
#ifndef WASI_WEBGPU_BINDING_HPP
#define WASI_WEBGPU_BINDING_HPP

#include <initializer_list>
#include <vector>

#include <webgpu/buffer.hpp>
#include <webgpu/sampler.hpp>
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

constexpr ShaderStage operator|(ShaderStage a, ShaderStage b)
{
    return static_cast<ShaderStage>(static_cast<uint64_t>(a) | static_cast<uint64_t>(b));
}

constexpr ShaderStage operator&(ShaderStage a, ShaderStage b)
{
    return static_cast<ShaderStage>(static_cast<uint64_t>(a) & static_cast<uint64_t>(b));
}

enum class BufferBindingType {
    Uniform = WGPUBufferBindingType_Uniform,
    Storage = WGPUBufferBindingType_Storage,
    ReadOnlyStorage = WGPUBufferBindingType_ReadOnlyStorage,
};

/** What one @binding(...) of a shader is: a buffer, a sampler, a texture, or one to store to. */
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
class BindGroupLayout
    : public detail::Object<WGPUBindGroupLayout, wgpuBindGroupLayoutAddRef, wgpuBindGroupLayoutRelease>
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

    BindGroupLayout(const Device &device, std::initializer_list<BufferLayout> layouts,
                    std::string_view label = {})
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
        std::vector<WGPUBindGroupLayoutEntry> entries;
        for (const auto &layout : layouts)
            entries.push_back(BindingLayout(layout).raw());
        WGPUBindGroupLayoutDescriptor raw = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.entryCount = entries.size();
        raw.entries = entries.data();
        set_error(detail::make_checked(
            device, {}, [&] { set_handle(wgpuDeviceCreateBindGroupLayout(device.get(), &raw)); }));
    }
};

/** The layouts of groups 0, 1, ... in this order. */
class PipelineLayout
    : public detail::Object<WGPUPipelineLayout, wgpuPipelineLayoutAddRef, wgpuPipelineLayoutRelease>
{
  public:
    /** \param immediate_size  bytes of immediates, a multiple of 4. */
    PipelineLayout(const Device &device, std::span<const BindGroupLayout> groups, std::string_view label = {},
                   uint32_t immediate_size = 0)
    {
        std::string error;
        std::vector<WGPUBindGroupLayout> layouts;
        for (const BindGroupLayout &group : groups) {
            detail::require(error, group);
            layouts.push_back(group.get());
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

/** A buffer, or a part of it, for one binding. The buffer is borrowed, as what the other bindings name. */
struct BufferBinding {
    uint32_t binding;
    const Buffer &buffer;
    uint64_t offset = 0;
    uint64_t size = whole_size;

    WGPUBindGroupEntry raw() const
    {
        WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
        entry.binding = binding;
        entry.buffer = buffer.get();
        entry.offset = offset;
        entry.size = size;
        return entry;
    }
    void require(std::string &error) const { detail::require(error, buffer); }
};

struct SamplerBinding {
    uint32_t binding;
    const Sampler &sampler;
};

struct TextureBinding {
    uint32_t binding;
    const TextureView &view;
};

/** Any of these. */
class Binding
{
  public:
    Binding(const BufferBinding &binding) : raw_(binding.raw()) { binding.require(error_); }
    Binding(const SamplerBinding &binding)
    {
        raw_.binding = binding.binding;
        raw_.sampler = binding.sampler.get();
        detail::require(error_, binding.sampler);
    }
    Binding(const TextureBinding &binding)
    {
        raw_.binding = binding.binding;
        raw_.textureView = binding.view.get();
        detail::require(error_, binding.view);
    }

    const WGPUBindGroupEntry &raw() const { return raw_; }
    void require(std::string &error) const
    {
        if (error.empty())
            error = error_;
    }

  private:
    WGPUBindGroupEntry raw_ = WGPU_BIND_GROUP_ENTRY_INIT;
    std::string error_;
};

/** Something for all bindings of a layout. It keeps that alive. */
class BindGroup : public detail::Object<WGPUBindGroup, wgpuBindGroupAddRef, wgpuBindGroupRelease>
{
  public:
    /** None: false. For a group that is assigned later. */
    BindGroup() = default;

    BindGroup(const Device &device, const BindGroupLayout &layout, std::span<const Binding> bindings,
              std::string_view label = {})
    {
        create(device, layout, bindings, label);
    }

    BindGroup(const Device &device, const BindGroupLayout &layout, std::initializer_list<Binding> bindings,
              std::string_view label = {})
        : BindGroup(device, layout, std::span(bindings.begin(), bindings.size()), label)
    {
    }

    /** Of buffers only. */
    BindGroup(const Device &device, const BindGroupLayout &layout, std::span<const BufferBinding> bindings,
              std::string_view label = {})
    {
        create(device, layout, bindings, label);
    }

    BindGroup(const Device &device, const BindGroupLayout &layout,
              std::initializer_list<BufferBinding> bindings, std::string_view label = {})
        : BindGroup(device, layout, std::span(bindings.begin(), bindings.size()), label)
    {
    }

  private:
    template <typename Bindings>
    void create(const Device &device, const BindGroupLayout &layout, Bindings bindings,
                std::string_view label)
    {
        std::string error;
        detail::require(error, layout);
        std::vector<WGPUBindGroupEntry> entries;
        for (const auto &binding : bindings) {
            binding.require(error);
            entries.push_back(binding.raw());
        }
        WGPUBindGroupDescriptor raw = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.layout = layout.get();
        raw.entryCount = entries.size();
        raw.entries = entries.data();
        set_error(detail::make_checked(device, std::move(error),
                                       [&] { set_handle(wgpuDeviceCreateBindGroup(device.get(), &raw)); }));
    }
};

} // namespace wasi::webgpu

#endif
