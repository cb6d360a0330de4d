/** Device: what all other objects are made with, and the errors it reports. */
#ifndef WASI_WEBGPU_DEVICE_HPP
#define WASI_WEBGPU_DEVICE_HPP

#include <functional>

#include <webgpu/adapter.hpp>

namespace wasi::webgpu
{

enum class ErrorType {
    Validation = WGPUErrorType_Validation,
    OutOfMemory = WGPUErrorType_OutOfMemory,
    Internal = WGPUErrorType_Internal,
    Unknown = WGPUErrorType_Unknown,
};

struct Error {
    ErrorType type = ErrorType::Unknown;
    std::string message;
};

enum class DeviceLostReason {
    Unknown = WGPUDeviceLostReason_Unknown,
    Destroyed = WGPUDeviceLostReason_Destroyed,
    CallbackCancelled = WGPUDeviceLostReason_CallbackCancelled,
    FailedCreation = WGPUDeviceLostReason_FailedCreation,
};

struct DeviceOptions {
    std::span<const Feature> features = {};
    /** What is needed beyond the default limits; NULL: nothing. */
    const Limits *limits = nullptr;
    std::string_view label = {};
    /** Whether constructors wait for the implementation's verdict on what they have made, so that an
     *  object that turned out invalid is false and has an error(). Turn it off where objects are made
     *  in a hot loop, and use an ErrorScope around the whole. */
    bool check = true;
    std::string_view queue_label = {};
    /** Errors that no scope caught, where the implementation reports them: any number of times, at any time,
     *  on any thread, as long as there is something that was made with the device. Without it they are left
     *  to the implementation, which logs them. */
    std::function<void(const Error &)> on_error = {};
    /** Called once, when the device is lost or gone, or was not made. */
    std::function<void(DeviceLostReason, std::string_view)> on_lost = {};
    /** When on_lost may be called; without an adapter it is called at once. */
    CallbackMode lost_mode = CallbackMode::AllowProcessEvents;
};

enum class RequestDeviceStatus {
    Success = WGPURequestDeviceStatus_Success,
    CallbackCancelled = WGPURequestDeviceStatus_CallbackCancelled,
    Error = WGPURequestDeviceStatus_Error,
};

class Queue;

namespace detail
{

/* What whatever was made with a device keeps of it: a device ends with its last reference, and what was made
 * with it is then of no use. Members end in the opposite order, in an assignment too: the handler is called
 * until the device is gone. */
struct Connection {
    using OnError = std::function<void(const Error &)>;
    using DeviceRef = Counted<WGPUDevice, wgpuDeviceAddRef, wgpuDeviceRelease>;

    Connection() = default;
    Connection(std::shared_ptr<OnError> handler, InstanceRef of, DeviceRef made)
        : on_error(std::move(handler)), instance(std::move(of)), device(std::move(made))
    {
    }
    Connection(const Connection &) = default;
    Connection(Connection &&) noexcept = default;
    Connection &operator=(Connection other) noexcept
    {
        swap(other);
        return *this;
    }
    ~Connection() = default;

    void swap(Connection &other) noexcept
    {
        std::swap(on_error, other.on_error);
        std::swap(instance, other.instance);
        std::swap(device, other.device);
    }

    std::shared_ptr<OnError> on_error;
    InstanceRef instance;
    DeviceRef device;

    /* Blocks. No answer: the wait itself failed. */
    template <typename T> std::optional<T> wait(const Answer<T> &answer, Future future) const
    {
        return answer.wait(to_raw(instance), future);
    }
};

} // namespace detail

/**
 * A connection to the adapter. Copies are the same device.
 */
class Device
    : private detail::Connection,
      public detail::LabeledObject<WGPUDevice, wgpuDeviceAddRef, wgpuDeviceRelease, wgpuDeviceSetLabel>
{
  public:
    /** None: false. For a device that is assigned later. */
    Device() = default;
    Device(const Device &) = default;
    Device(Device &&) noexcept = default;
    Device &operator=(Device other) noexcept
    {
        Connection::swap(other);
        LabeledObject::swap(other);
        std::swap(check_, other.check_);
        return *this;
    }
    ~Device() = default;

    /** Blocks until the device is there, or refused: false, with an error(). */
    explicit Device(const Adapter &adapter, const DeviceOptions &options = {})
    {
        const detail::Answer<Device> answer;
        const Future future =
            request_async(adapter, options, CallbackMode::WaitAnyOnly,
                          [answer](RequestDeviceStatus, Device made) { answer.set(std::move(made)); });
        *this = answer.wait(detail::to_raw(adapter.instance()), future)
                    .value_or(Device("waiting for a device failed"));
    }

    /** The same without blocking. */
    template <std::invocable<RequestDeviceStatus, Device> Callback>
    static Future request_async(const Adapter &adapter, const DeviceOptions &options, CallbackMode mode,
                                Callback callback)
    {
        if (!adapter) {
            const std::string error = detail::or_else(adapter.error(), "no adapter");
            if (options.on_lost)
                options.on_lost(DeviceLostReason::FailedCreation, error);
            callback(RequestDeviceStatus::Error, Device(error));
            return {};
        }
        auto on_error = options.on_error ? std::make_shared<OnError>(options.on_error) : nullptr;
        auto deliver = [weak = detail::WeakInstanceRef(adapter.instance()), on_error, check = options.check,
                        callback = std::move(callback)](WGPURequestDeviceStatus status, Ref made,
                                                        std::string message) mutable {
            detail::InstanceRef shared = weak.lock();
            if (shared == nullptr)
                callback(RequestDeviceStatus::CallbackCancelled, Device("the instance is gone"));
            else if (made.get() == nullptr)
                callback(static_cast<RequestDeviceStatus>(status),
                         Device(detail::or_else(std::move(message), "no device")));
            else
                callback(static_cast<RequestDeviceStatus>(status),
                         Device({std::move(on_error), std::move(shared), std::move(made)}, check));
        };
        WGPURequestDeviceCallbackInfo info = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(mode);
        info.callback = [](WGPURequestDeviceStatus status, WGPUDevice made, WGPUStringView message,
                           void *userdata, void *) {
            detail::call_once<decltype(deliver)>(userdata, status, Ref(made), detail::to_string(message));
        };
        const std::vector features = detail::cast_all<WGPUFeatureName>(options.features);
        const WGPUDeviceDescriptor raw = to_raw(options, features, on_error.get());
        info.userdata1 = detail::own(std::move(deliver));
        return {wgpuAdapterRequestDevice(adapter.get(), &raw, info).id};
    }

    /** The one queue it has. */
    Queue queue() const;

    Limits limits() const
    {
        Limits limits = WGPU_LIMITS_INIT;
        if (get() != nullptr)
            wgpuDeviceGetLimits(get(), &limits);
        return limits;
    }

    bool has(Feature feature) const
    {
        return get() != nullptr &&
               wgpuDeviceHasFeature(get(), static_cast<WGPUFeatureName>(feature)) != WGPU_FALSE;
    }

    std::vector<Feature> features() const { return detail::read_features(get(), wgpuDeviceGetFeatures); }

    AdapterInfo adapter_info() const { return detail::read_info(get(), wgpuDeviceGetAdapterInfo); }

    /** Completes when the device is lost. */
    Future lost_future() const { return {get() != nullptr ? wgpuDeviceGetLostFuture(get()).id : 0}; }

    /** Ends all use of its buffers; their memory is free at once. */
    void destroy()
    {
        if (get() != nullptr)
            wgpuDeviceDestroy(get());
    }

    bool checks() const { return check_; }
    const detail::Connection &connection() const { return *this; }

  private:
    using OnLost = std::function<void(DeviceLostReason, std::string_view)>;

    explicit Device(std::string error) { set_error(std::move(error)); }

    Device(detail::Connection connection, bool check) : Connection(std::move(connection)), check_(check)
    {
        set_handle(device);
    }

    static WGPUUncapturedErrorCallbackInfo to_raw(OnError &on_error)
    {
        WGPUUncapturedErrorCallbackInfo info = WGPU_UNCAPTURED_ERROR_CALLBACK_INFO_INIT;
        info.callback = [](const WGPUDevice *, WGPUErrorType type, WGPUStringView message, void *userdata,
                           void *) {
            (*static_cast<OnError *>(userdata))({static_cast<ErrorType>(type), detail::to_string(message)});
        };
        info.userdata1 = &on_error;
        return info;
    }

    static WGPUDeviceDescriptor to_raw(const DeviceOptions &options,
                                       const std::vector<WGPUFeatureName> &features, OnError *on_error)
    {
        WGPUDeviceDescriptor raw = WGPU_DEVICE_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        raw.requiredFeatureCount = features.size();
        raw.requiredFeatures = features.data();
        raw.requiredLimits = options.limits;
        raw.defaultQueue.label = detail::to_view(options.queue_label);
        if (on_error != nullptr)
            raw.uncapturedErrorCallbackInfo = to_raw(*on_error);
        if (!options.on_lost)
            return raw;
        raw.deviceLostCallbackInfo.mode = static_cast<WGPUCallbackMode>(options.lost_mode);
        raw.deviceLostCallbackInfo.callback = [](const WGPUDevice *, WGPUDeviceLostReason reason,
                                                 WGPUStringView message, void *userdata, void *) {
            detail::call_once<OnLost>(userdata, static_cast<DeviceLostReason>(reason),
                                      detail::to_string(message));
        };
        raw.deviceLostCallbackInfo.userdata1 = detail::own(options.on_lost);
        return raw;
    }

    bool check_ = true;
};

} // namespace wasi::webgpu

#endif
