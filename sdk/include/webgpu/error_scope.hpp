/** ErrorScope: errors caught where they may happen. The constructors of other objects use it too. */
#ifndef WASI_WEBGPU_ERROR_SCOPE_HPP
#define WASI_WEBGPU_ERROR_SCOPE_HPP

#include <webgpu/device.hpp>

namespace wasi::webgpu
{

enum class ErrorFilter {
    Validation = WGPUErrorFilter_Validation,
    OutOfMemory = WGPUErrorFilter_OutOfMemory,
    Internal = WGPUErrorFilter_Internal,
};

enum class PopErrorScopeStatus {
    Success = WGPUPopErrorScopeStatus_Success,
    CallbackCancelled = WGPUPopErrorScopeStatus_CallbackCancelled,
    Error = WGPUPopErrorScopeStatus_Error,
};

/**
 * Catches the first error of one kind in what is called on the device while it is open.
 *
 * Scopes nest: the last opened is closed first, as scopes of C++ are.
 */
class ErrorScope
{
  public:
    ErrorScope(const Device &device, ErrorFilter filter) : device_(device)
    {
        if (device_.get() != nullptr)
            wgpuDevicePushErrorScope(device_.get(), static_cast<WGPUErrorFilter>(filter));
    }
    ErrorScope(const ErrorScope &) = delete;
    ErrorScope &operator=(const ErrorScope &) = delete;
    ~ErrorScope()
    {
        if (!popped_)
            pop();
    }

    /** Closes the scope. Blocks until the device has come so far. The error, if there was one. */
    std::optional<Error> pop()
    {
        const detail::Answer<std::optional<Error>> answer;
        const Future future =
            pop_async(CallbackMode::WaitAnyOnly, [answer](PopErrorScopeStatus, std::optional<Error> error) {
                answer.set(std::move(error));
            });
        return device_.connection()
            .wait(answer, future)
            .value_or(Error{ErrorType::Unknown, "waiting for an error scope failed"});
    }

    /** The same without blocking: the scope is closed when this returns. Where the status is not Success, the
     *  error says why. */
    template <std::invocable<PopErrorScopeStatus, std::optional<Error>> Callback>
    Future pop_async(CallbackMode mode, Callback callback)
    {
        if (std::exchange(popped_, true)) {
            callback(PopErrorScopeStatus::Success, std::nullopt);
            return {};
        }
        if (device_.get() == nullptr) {
            callback(PopErrorScopeStatus::Error, Error{ErrorType::Unknown, device_.error()});
            return {};
        }
        WGPUPopErrorScopeCallbackInfo info = WGPU_POP_ERROR_SCOPE_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(mode);
        info.callback = [](WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message,
                           void *userdata, void *) {
            std::optional<Error> error;
            if (status != WGPUPopErrorScopeStatus_Success)
                error = {ErrorType::Unknown, detail::to_string(message)};
            else if (type != WGPUErrorType_NoError)
                error = {static_cast<ErrorType>(type), detail::to_string(message)};
            detail::call_once<Callback>(userdata, static_cast<PopErrorScopeStatus>(status), std::move(error));
        };
        info.userdata1 = detail::own(std::move(callback));
        return {wgpuDevicePopErrorScope(device_.get(), info).id};
    }

  private:
    Device device_;
    bool popped_ = false;
};

namespace detail
{

/* Notes in `error`, if there is none yet, that a part of what is to be made is not there. */
template <typename Part> void require(std::string &error, const Part &part)
{
    if (error.empty() && part.get() == nullptr)
        error = or_else(part.error(), "made from an object that is not there");
}

/* make_checked for callables of any type, so that a program has this once and not for each. */
inline std::string call_checked(const Device &device, std::string error, void (*make)(void *), void *callable)
{
    require(error, device);
    if (!error.empty())
        return error;
    if (!device.checks()) {
        make(callable);
        return {};
    }
    ErrorScope memory(device, ErrorFilter::OutOfMemory);
    ErrorScope validation(device, ErrorFilter::Validation);
    make(callable);
    const std::optional<Error> invalid = validation.pop();
    const std::optional<Error> no_memory = memory.pop();
    if (invalid)
        return or_else(invalid->message, "validation failed");
    if (no_memory)
        return or_else(no_memory->message, "out of memory");
    return {};
}

/* Makes an object by `make`, unless there is an error already. The text is what stands against the object,
 * empty if nothing. */
template <typename Make> std::string make_checked(const Device &device, std::string error, Make make)
{
    return call_checked(
        device, std::move(error), [](void *callable) { (*static_cast<Make *>(callable))(); }, &make);
}

} // namespace detail

} // namespace wasi::webgpu

#endif
