/** Adapter: one of the machine's GPUs, with what it can do. */
#ifndef WASI_WEBGPU_ADAPTER_HPP
#define WASI_WEBGPU_ADAPTER_HPP

#include <webgpu/instance.hpp>

namespace wasi::webgpu
{

enum class PowerPreference {
    None = WGPUPowerPreference_Undefined,
    LowPower = WGPUPowerPreference_LowPower,
    HighPerformance = WGPUPowerPreference_HighPerformance,
};

enum class AdapterType {
    DiscreteGpu = WGPUAdapterType_DiscreteGPU,
    IntegratedGpu = WGPUAdapterType_IntegratedGPU,
    Cpu = WGPUAdapterType_CPU,
    Unknown = WGPUAdapterType_Unknown,
};

/** Optional abilities. */
enum class Feature {
    CoreFeaturesAndLimits = WGPUFeatureName_CoreFeaturesAndLimits,
    DepthClipControl = WGPUFeatureName_DepthClipControl,
    Depth32FloatStencil8 = WGPUFeatureName_Depth32FloatStencil8,
    TextureCompressionBC = WGPUFeatureName_TextureCompressionBC,
    TextureCompressionBCSliced3D = WGPUFeatureName_TextureCompressionBCSliced3D,
    TextureCompressionETC2 = WGPUFeatureName_TextureCompressionETC2,
    TextureCompressionASTC = WGPUFeatureName_TextureCompressionASTC,
    TextureCompressionASTCSliced3D = WGPUFeatureName_TextureCompressionASTCSliced3D,
    TimestampQuery = WGPUFeatureName_TimestampQuery,
    IndirectFirstInstance = WGPUFeatureName_IndirectFirstInstance,
    ShaderF16 = WGPUFeatureName_ShaderF16,
    RG11B10UfloatRenderable = WGPUFeatureName_RG11B10UfloatRenderable,
    BGRA8UnormStorage = WGPUFeatureName_BGRA8UnormStorage,
    Float32Filterable = WGPUFeatureName_Float32Filterable,
    Float32Blendable = WGPUFeatureName_Float32Blendable,
    ClipDistances = WGPUFeatureName_ClipDistances,
    DualSourceBlending = WGPUFeatureName_DualSourceBlending,
    Subgroups = WGPUFeatureName_Subgroups,
    TextureFormatsTier1 = WGPUFeatureName_TextureFormatsTier1,
    TextureFormatsTier2 = WGPUFeatureName_TextureFormatsTier2,
    PrimitiveIndex = WGPUFeatureName_PrimitiveIndex,
    TextureComponentSwizzle = WGPUFeatureName_TextureComponentSwizzle,
};

using Limits = WGPULimits;

/** Names are for people; an implementation may leave any of them empty. */
struct AdapterInfo {
    std::string vendor;
    std::string architecture;
    std::string device;
    std::string description;
    AdapterType type = AdapterType::Unknown;
};

struct AdapterOptions {
    PowerPreference power_preference = PowerPreference::None;
    bool force_fallback = false;
};

/**
 * A GPU, or a driver that runs on the CPU. Without one, the object is false and error() says why.
 */
class Adapter : public detail::Object<WGPUAdapter, wgpuAdapterAddRef, wgpuAdapterRelease>
{
  public:
    /** Blocks until the adapter is there, or there is none. */
    explicit Adapter(const Instance &instance, const AdapterOptions &options = {})
    {
        if (!instance) {
            set_error(instance.error());
            return;
        }
        wgpuInstanceAddRef(instance.get());
        instance_ = detail::InstanceRef(instance.get());
        request(options);
    }

    AdapterInfo info() const
    {
        WGPUAdapterInfo raw = WGPU_ADAPTER_INFO_INIT;
        if (get() == nullptr || wgpuAdapterGetInfo(get(), &raw) != WGPUStatus_Success)
            return {};
        AdapterInfo info{detail::to_string(raw.vendor), detail::to_string(raw.architecture),
                         detail::to_string(raw.device), detail::to_string(raw.description),
                         static_cast<AdapterType>(raw.adapterType)};
        wgpuAdapterInfoFreeMembers(raw);
        return info;
    }

    /** The best that a device of this adapter can be asked for. */
    Limits limits() const
    {
        Limits limits = WGPU_LIMITS_INIT;
        if (get() != nullptr)
            wgpuAdapterGetLimits(get(), &limits);
        return limits;
    }

    bool has(Feature feature) const
    {
        return get() != nullptr &&
               wgpuAdapterHasFeature(get(), static_cast<WGPUFeatureName>(feature)) != WGPU_FALSE;
    }

    const detail::InstanceRef &instance() const { return instance_; }

  private:
    struct Requested {
        Ref adapter;
        std::string message;
    };

    void request(const AdapterOptions &options)
    {
        WGPURequestAdapterOptions raw = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
        raw.powerPreference = static_cast<WGPUPowerPreference>(options.power_preference);
        raw.forceFallbackAdapter = options.force_fallback ? WGPU_TRUE : WGPU_FALSE;
        const detail::Answer<Requested> answer;
        WGPURequestAdapterCallbackInfo callback = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
        callback.mode = WGPUCallbackMode_WaitAnyOnly;
        callback.callback = [](WGPURequestAdapterStatus, WGPUAdapter adapter, WGPUStringView message,
                               void *userdata, void *) {
            detail::Answer<Requested>::set(userdata, {Ref(adapter), detail::to_string(message)});
        };
        callback.userdata1 = answer.userdata();
        const auto requested =
            answer.wait(instance_, wgpuInstanceRequestAdapter(instance_.get(), &raw, callback));
        if (requested)
            set_handle(requested->adapter);
        if (get() == nullptr)
            set_error(detail::or_else(requested ? requested->message : "", "no adapter"));
    }

    detail::InstanceRef instance_;
};

} // namespace wasi::webgpu

#endif
