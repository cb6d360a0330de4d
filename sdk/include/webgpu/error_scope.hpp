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
    ~ErrorScope() { pop(); }

    /** Closes the scope. Blocks until the device has come so far. The error, if there was one. */
    std::optional<Error> pop()
    {
        if (std::exchange(popped_, true))
            return std::nullopt;
        if (device_.get() == nullptr)
            return Error{ErrorType::Unknown, device_.error()};
        const detail::Answer<Popped> answer;
        WGPUPopErrorScopeCallbackInfo callback = WGPU_POP_ERROR_SCOPE_CALLBACK_INFO_INIT;
        callback.mode = WGPUCallbackMode_WaitAnyOnly;
        callback.callback = [](WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message,
                               void *userdata, void *) {
            detail::Answer<Popped>::set(userdata, {status, type, detail::to_string(message)});
        };
        callback.userdata1 = answer.userdata();
        auto popped = device_.connection().wait(answer, wgpuDevicePopErrorScope(device_.get(), callback));
        if (!popped)
            return Error{ErrorType::Unknown, "waiting for an error scope failed"};
        if (popped->status != WGPUPopErrorScopeStatus_Success)
            return Error{ErrorType::Unknown, std::move(popped->message)};
        if (popped->type == WGPUErrorType_NoError)
            return std::nullopt;
        return Error{static_cast<ErrorType>(popped->type), std::move(popped->message)};
    }

  private:
    struct Popped {
        WGPUPopErrorScopeStatus status;
        WGPUErrorType type;
        std::string message;
    };

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

/* Makes an object by `make`, unless there is an error already. The text is what stands against the object,
 * empty if nothing. */
template <typename Make> std::string make_checked(const Device &device, std::string error, Make make)
{
    require(error, device);
    if (!error.empty())
        return error;
    if (!device.checks()) {
        make();
        return {};
    }
    ErrorScope memory(device, ErrorFilter::OutOfMemory);
    ErrorScope validation(device, ErrorFilter::Validation);
    make();
    const std::optional<Error> invalid = validation.pop();
    const std::optional<Error> no_memory = memory.pop();
    if (invalid)
        return or_else(invalid->message, "validation failed");
    if (no_memory)
        return or_else(no_memory->message, "out of memory");
    return {};
}

} // namespace detail

} // namespace wasi::webgpu

#endif
