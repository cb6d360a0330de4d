/** BindGroup: which buffers, textures and samplers a shader sees. */
#ifndef WASI_WEBGPU_BIND_GROUP_HPP
#define WASI_WEBGPU_BIND_GROUP_HPP

#include <webgpu/bind_group_layout.hpp>
#include <webgpu/buffer.hpp>
#include <webgpu/external_texture.hpp>
#include <webgpu/sampler.hpp>
#include <webgpu/texture_view.hpp>

namespace wasi::webgpu
{

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

struct ExternalTextureBinding {
    uint32_t binding;
    const ExternalTexture &texture;
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
    Binding(const ExternalTextureBinding &binding)
    {
        raw_.binding = binding.binding;
        external_.externalTexture = binding.texture.get();
        detail::require(error_, binding.texture);
    }

    /* Of an external texture, good as long as this object. */
    WGPUBindGroupEntry raw() const
    {
        WGPUBindGroupEntry raw = raw_;
        if (external_.externalTexture != nullptr)
            raw.nextInChain = &external_.chain;
        return raw;
    }
    void require(std::string &error) const
    {
        if (error.empty())
            error = error_;
    }

  private:
    WGPUBindGroupEntry raw_ = WGPU_BIND_GROUP_ENTRY_INIT;
    /* webgpu.h wants a chain that it could write to; it does not. */
    mutable WGPUExternalTextureBindingEntry external_ = WGPU_EXTERNAL_TEXTURE_BINDING_ENTRY_INIT;
    std::string error_;
};

/** Something for all bindings of a layout. It keeps that alive. */
class BindGroup : public detail::LabeledObject<WGPUBindGroup, wgpuBindGroupAddRef, wgpuBindGroupRelease,
                                               wgpuBindGroupSetLabel>
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

    /* A template, so that {} is a list of the others. */
    template <std::same_as<BufferBinding> Only = BufferBinding>
    BindGroup(const Device &device, const BindGroupLayout &layout, std::initializer_list<Only> bindings,
              std::string_view label = {})
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
        std::vector<WGPUBindGroupEntry> entries(bindings.size());
        for (size_t i = 0; i < entries.size(); i++) {
            bindings[i].require(error);
            entries[i] = bindings[i].raw();
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
