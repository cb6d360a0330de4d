/** CommandEncoder, ComputePassEncoder, CommandBuffer, QuerySet: what the GPU is to do, written down. */
#ifndef WASI_WEBGPU_COMMAND_HPP
#define WASI_WEBGPU_COMMAND_HPP

#include <webgpu/pipeline.hpp>

namespace wasi::webgpu
{

enum class QueryType {
    Occlusion = WGPUQueryType_Occlusion,
    Timestamp = WGPUQueryType_Timestamp,
};

/** Places for timestamps. They need Feature::TimestampQuery. */
class QuerySet : public detail::Object<WGPUQuerySet, wgpuQuerySetAddRef, wgpuQuerySetRelease>
{
  public:
    QuerySet(const Device &device, QueryType type, uint32_t count, std::string_view label = {})
    {
        WGPUQuerySetDescriptor raw = WGPU_QUERY_SET_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.type = static_cast<WGPUQueryType>(type);
        raw.count = count;
        set_error(detail::make_checked(device, {},
                                       [&] { set_handle(wgpuDeviceCreateQuerySet(device.get(), &raw)); }));
    }

    uint32_t count() const { return get() != nullptr ? wgpuQuerySetGetCount(get()) : 0; }
    void destroy()
    {
        if (get() != nullptr)
            wgpuQuerySetDestroy(get());
    }
};

/** Where a pass puts the times of its begin and end. The set is borrowed. */
struct TimestampWrites {
    const QuerySet &query_set;
    uint32_t begin_index = WGPU_QUERY_SET_INDEX_UNDEFINED;
    uint32_t end_index = WGPU_QUERY_SET_INDEX_UNDEFINED;
};

/** Commands ready for Queue::submit, once. */
class CommandBuffer
    : public detail::Object<WGPUCommandBuffer, wgpuCommandBufferAddRef, wgpuCommandBufferRelease>
{
  private:
    friend class CommandEncoder;
    CommandBuffer(WGPUCommandBuffer taken_over, std::string error)
    {
        set_handle(taken_over);
        set_error(std::move(error));
    }
};

namespace detail
{

/* The first thing that keeps an encoder's commands from being finished; its passes share it. */
using Blame = std::shared_ptr<std::string>;

} // namespace detail

/** Records dispatches. Moves, but is not copied; ends with its scope at the latest. */
class ComputePassEncoder
{
  public:
    ComputePassEncoder(ComputePassEncoder &&) noexcept = default;
    ComputePassEncoder &operator=(ComputePassEncoder &&other) noexcept
    {
        end();
        pass_ = std::move(other.pass_);
        blame_ = std::move(other.blame_);
        return *this;
    }
    ~ComputePassEncoder() { end(); }

    void set_pipeline(const ComputePipeline &pipeline)
    {
        if (can_record(pipeline))
            wgpuComputePassEncoderSetPipeline(get(), pipeline.get());
    }

    void set_bind_group(uint32_t index, const BindGroup &group,
                        std::span<const uint32_t> dynamic_offsets = {})
    {
        if (can_record(group))
            wgpuComputePassEncoderSetBindGroup(get(), index, group.get(), dynamic_offsets.size(),
                                               dynamic_offsets.data());
    }

    void dispatch_workgroups(uint32_t x, uint32_t y = 1, uint32_t z = 1)
    {
        if (can_record())
            wgpuComputePassEncoderDispatchWorkgroups(get(), x, y, z);
    }

    /** `buffer` has x, y and z as 32-bit numbers at `offset`. */
    void dispatch_workgroups_indirect(const Buffer &buffer, uint64_t offset = 0)
    {
        if (can_record(buffer))
            wgpuComputePassEncoderDispatchWorkgroupsIndirect(get(), buffer.get(), offset);
    }

    void push_debug_group(std::string_view label)
    {
        if (can_record())
            wgpuComputePassEncoderPushDebugGroup(get(), detail::to_view(label));
    }
    void pop_debug_group()
    {
        if (can_record())
            wgpuComputePassEncoderPopDebugGroup(get());
    }
    void insert_debug_marker(std::string_view label)
    {
        if (can_record())
            wgpuComputePassEncoderInsertDebugMarker(get(), detail::to_view(label));
    }

    /** The encoder can be used again. Nothing else can be recorded here. */
    void end()
    {
        if (get() != nullptr)
            wgpuComputePassEncoderEnd(get());
        pass_ = {};
    }

    /** The object for calls of webgpu.h: borrowed, NULL once it has ended. */
    WGPUComputePassEncoder get() const { return pass_.get(); }

  private:
    using Ref =
        detail::Counted<WGPUComputePassEncoder, wgpuComputePassEncoderAddRef, wgpuComputePassEncoderRelease>;

    friend class CommandEncoder;
    ComputePassEncoder(Ref pass, detail::Blame blame) : pass_(std::move(pass)), blame_(std::move(blame)) {}

    template <typename... Parts> bool can_record(const Parts &...parts) const
    {
        if (blame_ == nullptr)
            return false; /* moved from */
        if (get() == nullptr && blame_->empty())
            *blame_ = "a command after the end of its pass";
        (detail::require(*blame_, parts), ...);
        return blame_->empty();
    }

    Ref pass_;
    detail::Blame blame_;
};

/**
 * Records passes and copies into a command buffer. What is wrong with a command shows when it is finished.
 * Offsets and sizes of copies are in bytes, multiples of 4.
 */
class CommandEncoder
    : public detail::Object<WGPUCommandEncoder, wgpuCommandEncoderAddRef, wgpuCommandEncoderRelease>
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
        WGPUPassTimestampWrites raw = WGPU_PASS_TIMESTAMP_WRITES_INIT;
        detail::require(*blame_, timestamps.query_set);
        raw.querySet = timestamps.query_set.get();
        raw.beginningOfPassWriteIndex = timestamps.begin_index;
        raw.endOfPassWriteIndex = timestamps.end_index;
        return begin_pass(label, &raw);
    }

    void copy_buffer_to_buffer(const Buffer &from, uint64_t from_offset, const Buffer &to, uint64_t to_offset,
                               uint64_t size)
    {
        if (can_record(from, to))
            wgpuCommandEncoderCopyBufferToBuffer(get(), from.get(), from_offset, to.get(), to_offset, size);
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
