/** Device: what all other objects are made with, and the errors it reports. */
#ifndef WASI_WEBGPU_DEVICE_HPP
#define WASI_WEBGPU_DEVICE_HPP

#include <functional>
#include <span>

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

struct DeviceOptions {
    std::span<const Feature> features = {};
    /** What is needed beyond the default limits; NULL: nothing. */
    const Limits *limits = nullptr;
    std::string_view label = {};
    /** Whether constructors wait for the implementation's verdict on what they have made, so that an
     *  object that turned out invalid is false and has an error(). Turn it off where objects are made
     *  in a hot loop, and use an ErrorScope around the whole. */
    bool check = true;
    /** Errors that no scope caught, where the implementation reports them. */
    std::function<void(const Error &)> on_error = {};
    /** Called once, when the device is lost or gone, from Instance::process_events or any wait. */
    std::function<void(std::string_view)> on_lost = {};
};

class Queue;

namespace detail
{

/* What whatever was made with a device keeps of it: a device ends with its last reference, and what was made
 * with it is then of no use. Members end in the opposite order: the handler is called until the device is
 * gone. */
struct Connection {
    std::shared_ptr<std::function<void(const Error &)>> on_error;
    InstanceRef instance;
    Counted<WGPUDevice, wgpuDeviceAddRef, wgpuDeviceRelease> device;

    /* Blocks. No answer: the wait itself failed. */
    template <typename T> std::optional<T> wait(const Answer<T> &answer, WGPUFuture future) const
    {
        return answer.wait(instance, future);
    }
};

} // namespace detail

/**
 * A connection to the adapter. Copies are the same device.
 */
class Device : private detail::Connection,
               public detail::Object<WGPUDevice, wgpuDeviceAddRef, wgpuDeviceRelease>
{
  public:
    /** Blocks until the device is there, or refused: false, with an error(). */
    explicit Device(const Adapter &adapter, const DeviceOptions &options = {}) : check_(options.check)
    {
        instance = adapter.instance();
        if (adapter)
            request(adapter, options);
        else
            set_error(adapter.error());
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

    /** Ends all use of its buffers; their memory is free at once. */
    void destroy()
    {
        if (get() != nullptr)
            wgpuDeviceDestroy(get());
    }

    bool checks() const { return check_; }
    const detail::Connection &connection() const { return *this; }

  private:
    struct Requested {
        Ref device;
        std::string message;
    };
    using OnError = std::function<void(const Error &)>;
    using OnLost = std::function<void(std::string_view)>;

    void request(const Adapter &adapter, const DeviceOptions &options)
    {
        WGPUDeviceDescriptor raw = WGPU_DEVICE_DESCRIPTOR_INIT;
        std::unique_ptr<WGPUFeatureName[]> features(new WGPUFeatureName[options.features.size() + 1]);
        for (size_t i = 0; i < options.features.size(); i++)
            features[i] = static_cast<WGPUFeatureName>(options.features[i]);
        raw.label = detail::to_view(options.label);
        raw.requiredFeatureCount = options.features.size();
        raw.requiredFeatures = features.get();
        raw.requiredLimits = options.limits;
        set_callbacks(raw, options);

        const detail::Answer<Requested> answer;
        WGPURequestDeviceCallbackInfo callback = WGPU_REQUEST_DEVICE_CALLBACK_INFO_INIT;
        callback.mode = WGPUCallbackMode_WaitAnyOnly;
        callback.callback = [](WGPURequestDeviceStatus, WGPUDevice made, WGPUStringView message,
                               void *userdata, void *) {
            detail::Answer<Requested>::set(userdata, {Ref(made), detail::to_string(message)});
        };
        callback.userdata1 = answer.userdata();
        const auto requested = wait(answer, wgpuAdapterRequestDevice(adapter.get(), &raw, callback));
        if (requested)
            set_handle(device = requested->device);
        if (get() == nullptr)
            set_error(detail::or_else(requested ? requested->message : "", "no device"));
    }

    void set_callbacks(WGPUDeviceDescriptor &raw, const DeviceOptions &options)
    {
        on_error = std::make_shared<OnError>(options.on_error);
        raw.uncapturedErrorCallbackInfo.callback = [](const WGPUDevice *, WGPUErrorType type,
                                                      WGPUStringView message, void *userdata, void *) {
            const OnError &call = *static_cast<OnError *>(userdata);
            if (call)
                call({static_cast<ErrorType>(type), detail::to_string(message)});
        };
        raw.uncapturedErrorCallbackInfo.userdata1 = on_error.get();
        if (!options.on_lost)
            return;
        raw.deviceLostCallbackInfo.mode = WGPUCallbackMode_AllowProcessEvents;
        raw.deviceLostCallbackInfo.callback = [](const WGPUDevice *, WGPUDeviceLostReason,
                                                 WGPUStringView message, void *userdata, void *) {
            const std::unique_ptr<OnLost> on_lost(static_cast<OnLost *>(userdata));
            (*on_lost)(detail::to_string(message));
        };
        raw.deviceLostCallbackInfo.userdata1 = new OnLost(options.on_lost);
    }

    bool check_ = true;
};

} // namespace wasi::webgpu

#endif
