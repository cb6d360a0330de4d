/**
 * What passes and bundles record alike. Programs use the classes made of it.
 */
#ifndef WASI_WEBGPU_RECORDER_HPP
#define WASI_WEBGPU_RECORDER_HPP

#include <memory>

#include <webgpu/bind_group.hpp>

namespace wasi::webgpu::detail
{

/* The first thing that keeps an encoder's commands from being finished; its passes share it. */
using Blame = std::shared_ptr<std::string>;

/* Moves, but is not copied. `Functions` names webgpu.h's functions for one kind of encoder. What is called
 * when something it needs is not there does nothing but note that in the blame. */
template <typename Functions> class Recorder
{
  public:
    using Handle = typename Functions::Handle;

    Recorder(Recorder &&) noexcept = default;
    Recorder &operator=(Recorder &&other) noexcept
    {
        close();
        handle_ = std::move(other.handle_);
        blame_ = std::move(other.blame_);
        return *this;
    }
    ~Recorder() { close(); }

    void set_bind_group(uint32_t index, const BindGroup &group,
                        std::span<const uint32_t> dynamic_offsets = {})
    {
        if (can_record(group))
            Functions::set_bind_group(get(), index, group.get(), dynamic_offsets.size(),
                                      dynamic_offsets.data());
    }

    /** `offset` and the size of `data` in bytes are multiples of 4. */
    void set_immediates(uint32_t offset, std::span<const std::byte> data)
    {
        if (can_record())
            Functions::set_immediates(get(), offset, data.data(), data.size());
    }

    void set_label(std::string_view label) const
    {
        if (get() != nullptr)
            Functions::set_label(get(), to_view(label));
    }

    void push_debug_group(std::string_view label)
    {
        if (can_record())
            Functions::push_debug_group(get(), to_view(label));
    }
    void pop_debug_group()
    {
        if (can_record())
            Functions::pop_debug_group(get());
    }
    void insert_debug_marker(std::string_view label)
    {
        if (can_record())
            Functions::insert_debug_marker(get(), to_view(label));
    }

    /** The object for calls of webgpu.h: borrowed, NULL once it has ended. */
    Handle get() const { return handle_.get(); }

  protected:
    using Ref = Counted<Handle, Functions::add_ref, Functions::release>;

    Recorder(Ref handle, Blame blame) : handle_(std::move(handle)), blame_(std::move(blame)) {}

    template <typename... Parts> bool can_record(const Parts &...parts) const
    {
        if (blame_ == nullptr)
            return false; /* moved from */
        if (get() == nullptr && blame_->empty())
            *blame_ = "a command after the end of its pass";
        (require(*blame_, parts), ...);
        return blame_->empty();
    }

    /* Nothing can be recorded any more. */
    void close()
    {
        if (get() != nullptr)
            Functions::close(get());
        handle_ = {};
    }

    void set_handle(Ref handle) { handle_ = std::move(handle); }
    const Blame &blame() const { return blame_; }

  private:
    Ref handle_;
    Blame blame_;
};

} // namespace wasi::webgpu::detail

#endif
