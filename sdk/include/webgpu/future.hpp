/** Future, CallbackMode: operations under way, and when their callbacks are called. */
#ifndef WASI_WEBGPU_FUTURE_HPP
#define WASI_WEBGPU_FUTURE_HPP

#include <chrono>
#include <concepts>
#include <memory>
#include <optional>

#include <webgpu/handle.hpp>

namespace wasi::webgpu
{

/** When the callback of an operation may be called. */
enum class CallbackMode {
    /** In Instance::wait_any on its future. */
    WaitAnyOnly = WGPUCallbackMode_WaitAnyOnly,
    /** In Instance::process_events, too. */
    AllowProcessEvents = WGPUCallbackMode_AllowProcessEvents,
    /** At any other time, too, on any thread: then it must not call WebGPU. */
    AllowSpontaneous = WGPUCallbackMode_AllowSpontaneous,
};

/**
 * An operation under way, for Instance::wait_any. It owns nothing.
 *
 * False: an object that the operation needs is not there, and the callback was called at once.
 */
struct Future {
    uint64_t id = 0;

    explicit operator bool() const { return id != 0; }
};

/** One of the futures to wait for, and whether it has completed. */
struct FutureWait {
    Future future;
    bool completed = false;
};

enum class WaitStatus {
    Success = WGPUWaitStatus_Success,
    TimedOut = WGPUWaitStatus_TimedOut,
    Error = WGPUWaitStatus_Error,
};

/** A time that is never up. */
inline constexpr std::chrono::nanoseconds forever = std::chrono::nanoseconds::max();

namespace detail
{

/* A callable as the userdata of a callback that is called exactly once, with that userdata. */
template <typename Callable> void *own(Callable callable)
{
    return new Callable(std::move(callable));
}

/* Called by that callback. The callable ends with the call. */
template <typename Callable, typename... Arguments> void call_once(void *userdata, Arguments &&...arguments)
{
    const std::unique_ptr<Callable> callable(static_cast<Callable *>(userdata));
    (*callable)(std::forward<Arguments>(arguments)...);
}

inline void wait_for(WGPUInstance instance, Future future)
{
    WGPUFutureWaitInfo info = WGPU_FUTURE_WAIT_INFO_INIT;
    info.future.id = future.id;
    wgpuInstanceWaitAny(instance, 1, &info, UINT64_MAX);
}

/* What the callback of an operation that is waited for has brought. Copies are the same answer: the callback
 * has one, for it may be called after waiting has failed. */
template <typename T> class Answer
{
  public:
    void set(T value) const { *slot_ = std::move(value); }

    /* Blocks. No answer: the wait itself failed. */
    std::optional<T> wait(WGPUInstance instance, Future future) const
    {
        if (!slot_->has_value())
            wait_for(instance, future);
        return std::move(*slot_);
    }

  private:
    std::shared_ptr<std::optional<T>> slot_ = std::make_shared<std::optional<T>>();
};

} // namespace detail

} // namespace wasi::webgpu

#endif
