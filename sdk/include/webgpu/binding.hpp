/** BindGroupLayout, PipelineLayout, BindGroup: which buffers a shader sees, and as what. */
#ifndef WASI_WEBGPU_BINDING_HPP
#define WASI_WEBGPU_BINDING_HPP

#include <initializer_list>
#include <vector>

#include <webgpu/buffer.hpp>

namespace wasi::webgpu
{

enum class BufferBindingType {
    Uniform = WGPUBufferBindingType_Uniform,
    Storage = WGPUBufferBindingType_Storage,
    ReadOnlyStorage = WGPUBufferBindingType_ReadOnlyStorage,
};

/** One @binding(...) of a compute shader. */
struct BufferLayout {
    uint32_t binding = 0;
    BufferBindingType type = BufferBindingType::Storage;
    bool dynamic_offset = false;
    uint64_t min_size = 0;
};

/** What the bindings of one @group(...) are. */
class BindGroupLayout
    : public detail::Object<WGPUBindGroupLayout, wgpuBindGroupLayoutAddRef, wgpuBindGroupLayoutRelease>
{
  public:
    BindGroupLayout(const Device &device, std::span<const BufferLayout> layouts, std::string_view label = {})
    {
        std::vector<WGPUBindGroupLayoutEntry> entries;
        for (const BufferLayout &layout : layouts) {
            WGPUBindGroupLayoutEntry entry = WGPU_BIND_GROUP_LAYOUT_ENTRY_INIT;
            entry.binding = layout.binding;
            entry.visibility = WGPUShaderStage_Compute;
            entry.buffer.type = static_cast<WGPUBufferBindingType>(layout.type);
            entry.buffer.hasDynamicOffset = layout.dynamic_offset ? WGPU_TRUE : WGPU_FALSE;
            entry.buffer.minBindingSize = layout.min_size;
            entries.push_back(entry);
        }
        WGPUBindGroupLayoutDescriptor raw = WGPU_BIND_GROUP_LAYOUT_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.entryCount = entries.size();
        raw.entries = entries.data();
        set_error(detail::make_checked(
            device, {}, [&] { set_handle(wgpuDeviceCreateBindGroupLayout(device.get(), &raw)); }));
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
};

/** The layouts of groups 0, 1, ... in this order. */
class PipelineLayout
    : public detail::Object<WGPUPipelineLayout, wgpuPipelineLayoutAddRef, wgpuPipelineLayoutRelease>
{
  public:
    PipelineLayout(const Device &device, std::span<const BindGroupLayout> groups, std::string_view label = {})
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
        set_error(detail::make_checked(device, std::move(error), [&] {
            set_handle(wgpuDeviceCreatePipelineLayout(device.get(), &raw));
        }));
    }

    PipelineLayout(const Device &device, std::initializer_list<BindGroupLayout> groups,
                   std::string_view label = {})
        : PipelineLayout(device, std::span(groups.begin(), groups.size()), label)
    {
    }
};

/** A buffer, or a part of it, for one binding. The buffer is borrowed. */
struct BufferBinding {
    uint32_t binding;
    const Buffer &buffer;
    uint64_t offset = 0;
    uint64_t size = whole_size;
};

/** Buffers for all bindings of a layout. It keeps them alive. */
class BindGroup : public detail::Object<WGPUBindGroup, wgpuBindGroupAddRef, wgpuBindGroupRelease>
{
  public:
    /** None: false. For a group that is assigned later. */
    BindGroup() = default;

    BindGroup(const Device &device, const BindGroupLayout &layout, std::span<const BufferBinding> bindings,
              std::string_view label = {})
    {
        std::string error;
        detail::require(error, layout);
        std::vector<WGPUBindGroupEntry> entries;
        for (const BufferBinding &binding : bindings) {
            detail::require(error, binding.buffer);
            WGPUBindGroupEntry entry = WGPU_BIND_GROUP_ENTRY_INIT;
            entry.binding = binding.binding;
            entry.buffer = binding.buffer.get();
            entry.offset = binding.offset;
            entry.size = binding.size;
            entries.push_back(entry);
        }
        WGPUBindGroupDescriptor raw = WGPU_BIND_GROUP_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.layout = layout.get();
        raw.entryCount = entries.size();
        raw.entries = entries.data();
        set_error(detail::make_checked(device, std::move(error),
                                       [&] { set_handle(wgpuDeviceCreateBindGroup(device.get(), &raw)); }));
    }

    BindGroup(const Device &device, const BindGroupLayout &layout,
              std::initializer_list<BufferBinding> bindings, std::string_view label = {})
        : BindGroup(device, layout, std::span(bindings.begin(), bindings.size()), label)
    {
    }
};

} // namespace wasi::webgpu

#endif
