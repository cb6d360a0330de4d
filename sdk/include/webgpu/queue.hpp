/** Queue: what the GPU does, in order. */
#ifndef WASI_WEBGPU_QUEUE_HPP
#define WASI_WEBGPU_QUEUE_HPP

#include <ranges>
#include <type_traits>

#include <webgpu/command.hpp>

namespace wasi::webgpu
{

enum class WorkDoneStatus {
    Success = WGPUQueueWorkDoneStatus_Success,
    CallbackCancelled = WGPUQueueWorkDoneStatus_CallbackCancelled,
    Error = WGPUQueueWorkDoneStatus_Error,
};

/**
 * A device's queue. Writes and submits happen in the order of the calls.
 *
 * They return false where an object they need is not there. What WebGPU has against them goes to the open
 * ErrorScope, else to DeviceOptions::on_error.
 */
class Queue : public detail::LabeledObject<WGPUQueue, wgpuQueueAddRef, wgpuQueueRelease, wgpuQueueSetLabel>
{
  public:
    explicit Queue(const Device &device) : connection_(device.connection())
    {
        if (device.get() != nullptr)
            set_handle(wgpuDeviceGetQueue(device.get()));
        if (get() == nullptr)
            set_error(detail::or_else(device.error(), "no queue"));
    }

    /** `data` can be used again when this returns. Offset and size in bytes are multiples of 4. */
    bool write_buffer(const Buffer &buffer, uint64_t offset, std::span<const std::byte> data) const
    {
        if (get() == nullptr || buffer.get() == nullptr)
            return false;
        wgpuQueueWriteBuffer(get(), buffer.get(), offset, data.data(), data.size());
        return true;
    }

    /** The same for a vector, an array or a span of plain values. */
    template <std::ranges::contiguous_range Range>
        requires std::is_trivially_copyable_v<std::ranges::range_value_t<Range>>
    bool write_buffer(const Buffer &buffer, uint64_t offset, const Range &values) const
    {
        return write_buffer(buffer, offset,
                            std::as_bytes(std::span(std::ranges::data(values), std::ranges::size(values))));
    }

    /** The same for a part of a texture. Of `layout`, neither offset nor rows need to be multiples of
     * anything. */
    bool write_texture(const TexturePlace &to, std::span<const std::byte> data, const TexelLayout &layout,
                       const Extent &size) const
    {
        if (get() == nullptr || to.texture.get() == nullptr)
            return false;
        const WGPUTexelCopyTextureInfo raw_to = detail::to_raw(to);
        const WGPUTexelCopyBufferLayout raw_layout = detail::to_raw(layout);
        const WGPUExtent3D raw_size = detail::to_raw(size);
        wgpuQueueWriteTexture(get(), &raw_to, data.data(), data.size(), &raw_layout, &raw_size);
        return true;
    }

    bool submit(const CommandBuffer &commands) const { return submit(std::span(&commands, 1)); }

    /** All of them, or none. */
    bool submit(std::span<const CommandBuffer> commands) const
    {
        if (get() == nullptr)
            return false;
        std::vector<WGPUCommandBuffer> raw(commands.size());
        for (size_t i = 0; i < raw.size(); i++) {
            if (!commands[i])
                return false;
            raw[i] = commands[i].get();
        }
        wgpuQueueSubmit(get(), raw.size(), raw.data());
        return true;
    }

    /** Blocks until all that was submitted is done. False: the device is lost. */
    bool wait() const
    {
        const detail::Answer<WorkDoneStatus> answer;
        const Future future =
            on_submitted_work_done(CallbackMode::WaitAnyOnly,
                                   [answer](WorkDoneStatus status, std::string_view) { answer.set(status); });
        return connection_.wait(answer, future) == WorkDoneStatus::Success;
    }

    /** The same without blocking. */
    template <std::invocable<WorkDoneStatus, std::string_view> Callback>
    Future on_submitted_work_done(CallbackMode mode, Callback callback) const
    {
        if (get() == nullptr) {
            callback(WorkDoneStatus::Error, std::string_view(error()));
            return {};
        }
        WGPUQueueWorkDoneCallbackInfo info = WGPU_QUEUE_WORK_DONE_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(mode);
        info.callback = [](WGPUQueueWorkDoneStatus status, WGPUStringView message, void *userdata, void *) {
            detail::call_once<Callback>(userdata, static_cast<WorkDoneStatus>(status),
                                        detail::to_string(message));
        };
        info.userdata1 = detail::own(std::move(callback));
        return {wgpuQueueOnSubmittedWorkDone(get(), info).id};
    }

  private:
    detail::Connection connection_;
};

inline Queue Device::queue() const
{
    return Queue(*this);
}

} // namespace wasi::webgpu

#endif
