/**
 * What the classes of webgpu.hpp are made of: counted handles, strings, and waiting for an answer.
 *
 * Nothing here is of use by itself; namespace detail is no part of the interface.
 */
#ifndef WASI_WEBGPU_HANDLE_HPP
#define WASI_WEBGPU_HANDLE_HPP

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <webgpu/webgpu.h>

namespace wasi::webgpu
{

/** "As far as the buffer reaches", for sizes that may be left out. */
inline constexpr uint64_t whole_size = WGPU_WHOLE_SIZE;

namespace detail
{

inline WGPUStringView to_view(std::string_view text)
{
    return {text.data(), text.size()};
}

inline std::string to_string(WGPUStringView view)
{
    if (view.data == nullptr)
        return {};
    return {view.data, view.length == WGPU_STRLEN ? std::strlen(view.data) : view.length};
}

/* One reference to a WebGPU object; a copy holds another. */
template <typename Handle, void (*AddRef)(Handle), void (*Release)(Handle)> class Counted
{
  public:
    Counted() = default;
    explicit Counted(Handle taken_over) : handle_(taken_over) {}
    Counted(const Counted &other) : handle_(other.handle_)
    {
        if (handle_ != nullptr)
            AddRef(handle_);
    }
    Counted(Counted &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Counted &operator=(Counted other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Counted()
    {
        if (handle_ != nullptr)
            Release(handle_);
    }

    Handle get() const { return handle_; }

  private:
    Handle handle_ = nullptr;
};

/* What each class of this library has: a counted handle and the text of what went wrong. */
template <typename Handle, void (*AddRef)(Handle), void (*Release)(Handle)> class Object
{
  public:
    /** True if the object was made, and is valid as far as was checked (see DeviceOptions::check). */
    explicit operator bool() const { return handle_.get() != nullptr && error_.empty(); }

    /** What went wrong last, in words; empty if nothing did. */
    const std::string &error() const { return error_; }

    /** The object for calls of webgpu.h: borrowed, NULL if there is none. */
    Handle get() const { return handle_.get(); }

  protected:
    using Ref = Counted<Handle, AddRef, Release>;

    Object() = default;

    void set_handle(Handle taken_over) { handle_ = Ref(taken_over); }
    void set_handle(Ref handle) { handle_ = std::move(handle); }
    void set_error(std::string text) { error_ = std::move(text); }

  private:
    Ref handle_;
    std::string error_;
};

using InstanceRef = Counted<WGPUInstance, wgpuInstanceAddRef, wgpuInstanceRelease>;

/* Something in words, whatever the implementation has left empty. */
inline std::string or_else(std::string text, const char *otherwise)
{
    return text.empty() ? otherwise : text;
}

/* The answer to an asynchronous call. The callback is called exactly once, perhaps after waiting has failed
 * and this object is gone: so it owns a share of where the answer goes. */
template <typename T> class Answer
{
  public:
    /* For one callback: its first userdata. */
    void *userdata() const { return new std::shared_ptr<std::optional<T>>(slot_); }

    /* Called by the callback, with that userdata. */
    static void set(void *userdata, T value)
    {
        const std::unique_ptr<std::shared_ptr<std::optional<T>>> slot(
            static_cast<std::shared_ptr<std::optional<T>> *>(userdata));
        **slot = std::move(value);
    }

    /* Blocks. No answer: the wait itself failed. */
    std::optional<T> wait(const InstanceRef &instance, WGPUFuture future) const
    {
        WGPUFutureWaitInfo info = WGPU_FUTURE_WAIT_INFO_INIT;
        info.future = future;
        if (!slot_->has_value())
            wgpuInstanceWaitAny(instance.get(), 1, &info, UINT64_MAX);
        return std::move(*slot_);
    }

  private:
    std::shared_ptr<std::optional<T>> slot_ = std::make_shared<std::optional<T>>();
};

} // namespace detail

} // namespace wasi::webgpu

#endif
