/** CommandEncoder, CommandBuffer: what the GPU is to do, written down. */
#ifndef WASI_WEBGPU_COMMAND_HPP
#define WASI_WEBGPU_COMMAND_HPP

#include <webgpu/compute_pass.hpp>
#include <webgpu/render_pass.hpp>

namespace wasi::webgpu
{

/** Commands ready for Queue::submit, once. */
class CommandBuffer : public detail::LabeledObject<WGPUCommandBuffer, wgpuCommandBufferAddRef,
                                                   wgpuCommandBufferRelease, wgpuCommandBufferSetLabel>
{
  private:
    friend class CommandEncoder;
    CommandBuffer(WGPUCommandBuffer taken_over, std::string error)
    {
        set_handle(taken_over);
        set_error(std::move(error));
    }
};

/**
 * Records passes and copies into a command buffer. What is wrong with a command shows when it is finished.
 * Offsets and sizes of copies are in bytes, multiples of 4.
 */
class CommandEncoder : public detail::LabeledObject<WGPUCommandEncoder, wgpuCommandEncoderAddRef,
                                                    wgpuCommandEncoderRelease, wgpuCommandEncoderSetLabel>
{
  public:
    explicit CommandEncoder(const Device &device, std::string_view label = {}) : device_(device)
    {
        WGPUCommandEncoderDescriptor raw = WGPU_COMMAND_ENCODER_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        detail::require(*blame_, device);
        if (blame_->empty())
            set_handle(wgpuDeviceCreateCommandEncoder(device.get(), &raw));
        set_error(*blame_);
        detail::require(*blame_, *this);
    }

    /** End the pass before anything else is recorded here. */
    ComputePassEncoder begin_compute_pass(std::string_view label = {}) { return begin_pass(label, nullptr); }

    ComputePassEncoder begin_compute_pass(const TimestampWrites &timestamps, std::string_view label = {})
    {
        detail::require(*blame_, timestamps.query_set);
        const WGPUPassTimestampWrites raw = detail::to_raw(timestamps);
        return begin_pass(label, &raw);
    }

    /** End the pass before anything else is recorded here. */
    RenderPassEncoder begin_render_pass(std::span<const ColorAttachment> colors,
                                        const RenderPassOptions &options = {})
    {
        std::vector<WGPURenderPassColorAttachment> raw_colors(colors.size());
        for (size_t i = 0; i < raw_colors.size(); i++) {
            require(&colors[i].view);
            require(colors[i].resolve_to);
            raw_colors[i] = detail::to_raw(colors[i]);
        }
        WGPURenderPassDescriptor raw = WGPU_RENDER_PASS_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        raw.colorAttachmentCount = raw_colors.size();
        raw.colorAttachments = raw_colors.data();
        require(options.occlusion_queries);
        if (options.occlusion_queries != nullptr)
            raw.occlusionQuerySet = options.occlusion_queries->get();
        WGPURenderPassMaxDrawCount max_draw_count = WGPU_RENDER_PASS_MAX_DRAW_COUNT_INIT;
        if (options.max_draw_count) {
            max_draw_count.maxDrawCount = *options.max_draw_count;
            raw.nextInChain = &max_draw_count.chain;
        }
        WGPUPassTimestampWrites timestamps = WGPU_PASS_TIMESTAMP_WRITES_INIT;
        if (options.timestamps != nullptr) {
            require(&options.timestamps->query_set);
            timestamps = detail::to_raw(*options.timestamps);
            raw.timestampWrites = &timestamps;
        }
        WGPURenderPassDepthStencilAttachment depth_stencil = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
        if (options.depth_stencil != nullptr) {
            require(&options.depth_stencil->view);
            depth_stencil = detail::to_raw(*options.depth_stencil);
            raw.depthStencilAttachment = &depth_stencil;
        }
        RenderPassEncoder::Ref pass;
        if (can_record())
            pass = RenderPassEncoder::Ref(wgpuCommandEncoderBeginRenderPass(get(), &raw));
        return {std::move(pass), blame_};
    }

    RenderPassEncoder begin_render_pass(std::initializer_list<ColorAttachment> colors,
                                        const RenderPassOptions &options = {})
    {
        return begin_render_pass(std::span(colors.begin(), colors.size()), options);
    }

    void copy_buffer_to_buffer(const Buffer &from, uint64_t from_offset, const Buffer &to, uint64_t to_offset,
                               uint64_t size)
    {
        if (can_record(from, to))
            wgpuCommandEncoderCopyBufferToBuffer(get(), from.get(), from_offset, to.get(), to_offset, size);
    }

    void copy_buffer_to_texture(const Buffer &from, const TexelLayout &layout, const TexturePlace &to,
                                const Extent &size)
    {
        copy(from, layout, to, size, wgpuCommandEncoderCopyBufferToTexture);
    }

    void copy_texture_to_buffer(const TexturePlace &from, const Buffer &to, const TexelLayout &layout,
                                const Extent &size)
    {
        copy(to, layout, from, size,
             [](WGPUCommandEncoder encoder, const WGPUTexelCopyBufferInfo *buffer,
                const WGPUTexelCopyTextureInfo *texture, const WGPUExtent3D *extent) {
                 wgpuCommandEncoderCopyTextureToBuffer(encoder, texture, buffer, extent);
             });
    }

    void copy_texture_to_texture(const TexturePlace &from, const TexturePlace &to, const Extent &size)
    {
        if (!can_record(from.texture, to.texture))
            return;
        const WGPUTexelCopyTextureInfo raw_from = detail::to_raw(from);
        const WGPUTexelCopyTextureInfo raw_to = detail::to_raw(to);
        const WGPUExtent3D raw_size = detail::to_raw(size);
        wgpuCommandEncoderCopyTextureToTexture(get(), &raw_from, &raw_to, &raw_size);
    }

    /** Fills with zeros. */
    void clear_buffer(const Buffer &buffer, uint64_t offset = 0, uint64_t size = whole_size)
    {
        if (can_record(buffer))
            wgpuCommandEncoderClearBuffer(get(), buffer.get(), offset, size);
    }

    /** Each result is 8 bytes; `offset` is a multiple of 256. */
    void resolve_query_set(const QuerySet &set, uint32_t first, uint32_t count, const Buffer &to,
                           uint64_t offset = 0)
    {
        if (can_record(set, to))
            wgpuCommandEncoderResolveQuerySet(get(), set.get(), first, count, to.get(), offset);
    }

    /** Where the implementation has timestamps outside of passes; wasi:webgpu does not. */
    void write_timestamp(const QuerySet &set, uint32_t index)
    {
        if (can_record(set))
            wgpuCommandEncoderWriteTimestamp(get(), set.get(), index);
    }

    void push_debug_group(std::string_view label)
    {
        if (can_record())
            wgpuCommandEncoderPushDebugGroup(get(), detail::to_view(label));
    }
    void pop_debug_group()
    {
        if (can_record())
            wgpuCommandEncoderPopDebugGroup(get());
    }
    void insert_debug_marker(std::string_view label)
    {
        if (can_record())
            wgpuCommandEncoderInsertDebugMarker(get(), detail::to_view(label));
    }

    /** What was recorded. The encoder is of no more use. */
    CommandBuffer finish(std::string_view label = {})
    {
        WGPUCommandBufferDescriptor raw = WGPU_COMMAND_BUFFER_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        WGPUCommandBuffer commands = nullptr;
        std::string error =
            detail::make_checked(device_, *blame_, [&] { commands = wgpuCommandEncoderFinish(get(), &raw); });
        return {commands, std::move(error)};
    }

  private:
    template <typename... Parts> bool can_record(const Parts &...parts) const
    {
        (detail::require(*blame_, parts), ...);
        return blame_->empty();
    }

    /* Of something that may be left out. */
    template <typename Part> void require(const Part *part)
    {
        if (part != nullptr)
            detail::require(*blame_, *part);
    }

    template <typename Call>
    void copy(const Buffer &buffer, const TexelLayout &layout, const TexturePlace &place, const Extent &size,
              Call call)
    {
        if (!can_record(buffer, place.texture))
            return;
        const WGPUTexelCopyBufferInfo raw_buffer = {detail::to_raw(layout), buffer.get()};
        const WGPUTexelCopyTextureInfo raw_place = detail::to_raw(place);
        const WGPUExtent3D raw_size = detail::to_raw(size);
        call(get(), &raw_buffer, &raw_place, &raw_size);
    }

    ComputePassEncoder begin_pass(std::string_view label, const WGPUPassTimestampWrites *timestamps)
    {
        WGPUComputePassDescriptor raw = WGPU_COMPUTE_PASS_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.timestampWrites = timestamps;
        ComputePassEncoder::Ref pass;
        if (can_record())
            pass = ComputePassEncoder::Ref(wgpuCommandEncoderBeginComputePass(get(), &raw));
        return {std::move(pass), blame_};
    }

    Device device_;
    detail::Blame blame_ = std::make_shared<std::string>();
};

} // namespace wasi::webgpu

#endif
