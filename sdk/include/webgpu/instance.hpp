/** Instance: where everything begins, and where events are waited for. */
#ifndef WASI_WEBGPU_INSTANCE_HPP
#define WASI_WEBGPU_INSTANCE_HPP

#include <algorithm>

#include <webgpu/future.hpp>

namespace wasi::webgpu
{

enum class InstanceFeature {
    TimedWaitAny = WGPUInstanceFeatureName_TimedWaitAny,
    ShaderSourceSPIRV = WGPUInstanceFeatureName_ShaderSourceSPIRV,
    MultipleDevicesPerAdapter = WGPUInstanceFeatureName_MultipleDevicesPerAdapter,
};

/** Optional parts of WGSL. */
enum class WgslFeature {
    ReadonlyAndReadwriteStorageTextures = WGPUWGSLLanguageFeatureName_ReadonlyAndReadwriteStorageTextures,
    Packed4x8IntegerDotProduct = WGPUWGSLLanguageFeatureName_Packed4x8IntegerDotProduct,
    UnrestrictedPointerParameters = WGPUWGSLLanguageFeatureName_UnrestrictedPointerParameters,
    PointerCompositeAccess = WGPUWGSLLanguageFeatureName_PointerCompositeAccess,
    UniformBufferStandardLayout = WGPUWGSLLanguageFeatureName_UniformBufferStandardLayout,
    SubgroupId = WGPUWGSLLanguageFeatureName_SubgroupId,
    TextureAndSamplerLet = WGPUWGSLLanguageFeatureName_TextureAndSamplerLet,
    SubgroupUniformity = WGPUWGSLLanguageFeatureName_SubgroupUniformity,
    TextureFormatsTier1 = WGPUWGSLLanguageFeatureName_TextureFormatsTier1,
    LinearIndexing = WGPUWGSLLanguageFeatureName_LinearIndexing,
};

using InstanceLimits = WGPUInstanceLimits;

namespace detail
{

inline constexpr InstanceFeature timed_waits[] = {InstanceFeature::TimedWaitAny};

} // namespace detail

struct InstanceOptions {
    /** Without TimedWaitAny, whatever blocks fails. */
    std::span<const InstanceFeature> features = detail::timed_waits;
    /** What is needed beyond the default limits; NULL: nothing. */
    const InstanceLimits *limits = nullptr;
};

/**
 * The WebGPU implementation. One a program is enough; all objects made from it keep it alive.
 */
class Instance : public detail::Object<WGPUInstance, wgpuInstanceAddRef, wgpuInstanceRelease>
{
  public:
    /** False: a feature or limit is not supported. */
    explicit Instance(const InstanceOptions &options = {})
    {
        const std::vector features = detail::cast_all<WGPUInstanceFeatureName>(options.features);
        WGPUInstanceDescriptor raw = WGPU_INSTANCE_DESCRIPTOR_INIT;
        raw.requiredFeatureCount = features.size();
        raw.requiredFeatures = features.data();
        raw.requiredLimits = options.limits;
        set_handle(wgpuCreateInstance(&raw));
        if (get() == nullptr)
            set_error("no WebGPU instance with what is required of it");
        else
            shared_ = std::make_shared<Ref>(handle());
    }

    /** What instances can be made with. */
    static bool supports(InstanceFeature feature)
    {
        return wgpuHasInstanceFeature(static_cast<WGPUInstanceFeatureName>(feature)) != WGPU_FALSE;
    }

    static std::vector<InstanceFeature> supported_features()
    {
        WGPUSupportedInstanceFeatures raw = WGPU_SUPPORTED_INSTANCE_FEATURES_INIT;
        wgpuGetInstanceFeatures(&raw);
        std::vector features = detail::cast_all<InstanceFeature>(std::span(raw.features, raw.featureCount));
        wgpuSupportedInstanceFeaturesFreeMembers(raw);
        return features;
    }

    static InstanceLimits supported_limits()
    {
        InstanceLimits limits = WGPU_INSTANCE_LIMITS_INIT;
        wgpuGetInstanceLimits(&limits);
        return limits;
    }

    bool has(WgslFeature feature) const
    {
        const auto raw = static_cast<WGPUWGSLLanguageFeatureName>(feature);
        return get() != nullptr && wgpuInstanceHasWGSLLanguageFeature(get(), raw) != WGPU_FALSE;
    }

    std::vector<WgslFeature> wgsl_features() const
    {
        if (get() == nullptr)
            return {};
        WGPUSupportedWGSLLanguageFeatures raw = WGPU_SUPPORTED_WGSL_LANGUAGE_FEATURES_INIT;
        wgpuInstanceGetWGSLLanguageFeatures(get(), &raw);
        std::vector features = detail::cast_all<WgslFeature>(std::span(raw.features, raw.featureCount));
        wgpuSupportedWGSLLanguageFeaturesFreeMembers(raw);
        return features;
    }

    /** Calls the callbacks of what has completed, but of mode WaitAnyOnly. Does not block. */
    void process_events() const
    {
        if (get() != nullptr)
            wgpuInstanceProcessEvents(get());
    }

    /**
     * Waits until one has completed, or time is up, and calls the callbacks of all that have.
     *
     * \param waits    those that have completed are marked. With a timeout, all are of one queue, or of none.
     * \param timeout  0: looks, and does not wait.
     * \return Error: WebGPU does not wait for these; see webgpu.h on wgpuInstanceWaitAny.
     */
    WaitStatus wait_any(std::span<FutureWait> waits, std::chrono::nanoseconds timeout = forever) const
    {
        std::vector<WGPUFutureWaitInfo> infos;
        bool ended = false; /* one at once, when it was called */
        for (FutureWait &wait : waits) {
            wait.completed = !wait.future;
            ended = ended || wait.completed;
            if (wait.future)
                infos.push_back({{wait.future.id}, WGPU_FALSE});
        }
        const WaitStatus status = wait_raw(infos, ended ? std::chrono::nanoseconds(0) : timeout);
        auto info = infos.begin();
        for (FutureWait &wait : waits) {
            if (wait.future)
                wait.completed = info++->completed != WGPU_FALSE;
        }
        return ended && status == WaitStatus::TimedOut ? WaitStatus::Success : status;
    }

    /** Waits for one. */
    WaitStatus wait(Future future, std::chrono::nanoseconds timeout = forever) const
    {
        FutureWait wait = {future};
        return wait_any(std::span(&wait, 1), timeout);
    }

    /* Of an instance that is not there, none. */
    const detail::InstanceRef &shared() const { return shared_; }

  private:
    WaitStatus wait_raw(std::span<WGPUFutureWaitInfo> infos, std::chrono::nanoseconds timeout) const
    {
        if (infos.empty())
            return WaitStatus::Success;
        if (get() == nullptr)
            return WaitStatus::Error;
        const uint64_t ns = timeout == forever ? UINT64_MAX : uint64_t(std::max<int64_t>(timeout.count(), 0));
        return static_cast<WaitStatus>(wgpuInstanceWaitAny(get(), infos.size(), infos.data(), ns));
    }

    detail::InstanceRef shared_;
};

/** A function of this or a newer webgpu.h, by its name; NULL: the implementation does not have it. */
inline WGPUProc get_proc_address(std::string_view name)
{
    return wgpuGetProcAddress(detail::to_view(name));
}

} // namespace wasi::webgpu

#endif
