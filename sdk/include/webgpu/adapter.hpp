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

enum class BackendType {
    Undefined = WGPUBackendType_Undefined,
    Null = WGPUBackendType_Null,
    WebGPU = WGPUBackendType_WebGPU,
    D3D11 = WGPUBackendType_D3D11,
    D3D12 = WGPUBackendType_D3D12,
    Metal = WGPUBackendType_Metal,
    Vulkan = WGPUBackendType_Vulkan,
    OpenGL = WGPUBackendType_OpenGL,
    OpenGLES = WGPUBackendType_OpenGLES,
};

enum class FeatureLevel {
    Core = WGPUFeatureLevel_Core,
    Compatibility = WGPUFeatureLevel_Compatibility,
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
    BackendType backend = BackendType::Undefined;
    uint32_t vendor_id = 0;
    uint32_t device_id = 0;
    uint32_t subgroup_min_size = 0;
    uint32_t subgroup_max_size = 0;
};

struct AdapterOptions {
    FeatureLevel feature_level = FeatureLevel::Core;
    PowerPreference power_preference = PowerPreference::None;
    bool force_fallback = false;
    /** Undefined: any. */
    BackendType backend = BackendType::Undefined;
    /** Surface::get(), for an adapter that can show something there; NULL: any. */
    WGPUSurface compatible_surface = nullptr;
};

enum class RequestAdapterStatus {
    Success = WGPURequestAdapterStatus_Success,
    CallbackCancelled = WGPURequestAdapterStatus_CallbackCancelled,
    Unavailable = WGPURequestAdapterStatus_Unavailable,
    Error = WGPURequestAdapterStatus_Error,
};

namespace detail
{

/* Reads what `get` fills in, and frees that. */
template <typename Handle> AdapterInfo read_info(Handle handle, WGPUStatus (*get)(Handle, WGPUAdapterInfo *))
{
    WGPUAdapterInfo raw = WGPU_ADAPTER_INFO_INIT;
    if (handle == nullptr || get(handle, &raw) != WGPUStatus_Success)
        return {};
    AdapterInfo info = {.vendor = to_string(raw.vendor),
                        .architecture = to_string(raw.architecture),
                        .device = to_string(raw.device),
                        .description = to_string(raw.description),
                        .type = static_cast<AdapterType>(raw.adapterType),
                        .backend = static_cast<BackendType>(raw.backendType),
                        .vendor_id = raw.vendorID,
                        .device_id = raw.deviceID,
                        .subgroup_min_size = raw.subgroupMinSize,
                        .subgroup_max_size = raw.subgroupMaxSize};
    wgpuAdapterInfoFreeMembers(raw);
    return info;
}

template <typename Handle>
std::vector<Feature> read_features(Handle handle, void (*get)(Handle, WGPUSupportedFeatures *))
{
    if (handle == nullptr)
        return {};
    WGPUSupportedFeatures raw = WGPU_SUPPORTED_FEATURES_INIT;
    get(handle, &raw);
    std::vector features = cast_all<Feature>(std::span(raw.features, raw.featureCount));
    wgpuSupportedFeaturesFreeMembers(raw);
    return features;
}

} // namespace detail

/**
 * A GPU, or a driver that runs on the CPU. Without one, the object is false and error() says why.
 */
class Adapter : public detail::Object<WGPUAdapter, wgpuAdapterAddRef, wgpuAdapterRelease>
{
  public:
    /** None: false. For an adapter that is assigned later. */
    Adapter() = default;

    /** Blocks until the adapter is there, or there is none. */
    explicit Adapter(const Instance &instance, const AdapterOptions &options = {})
    {
        const detail::Answer<Adapter> answer;
        const Future future = request_async(
            instance, options, CallbackMode::WaitAnyOnly,
            [answer](RequestAdapterStatus, Adapter adapter) { answer.set(std::move(adapter)); });
        *this = answer.wait(instance.get(), future).value_or(Adapter("waiting for an adapter failed"));
    }

    /** The same without blocking. */
    template <std::invocable<RequestAdapterStatus, Adapter> Callback>
    static Future request_async(const Instance &instance, const AdapterOptions &options, CallbackMode mode,
                                Callback callback)
    {
        if (!instance) {
            callback(RequestAdapterStatus::Error, Adapter(instance.error()));
            return {};
        }
        auto deliver = [weak = detail::WeakInstanceRef(instance.shared()), callback = std::move(callback)](
                           WGPURequestAdapterStatus status, Ref made, std::string message) mutable {
            detail::InstanceRef shared = weak.lock();
            if (shared == nullptr)
                callback(RequestAdapterStatus::CallbackCancelled, Adapter("the instance is gone"));
            else
                callback(static_cast<RequestAdapterStatus>(status),
                         Adapter(std::move(made), std::move(shared), std::move(message)));
        };
        WGPURequestAdapterCallbackInfo info = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(mode);
        info.callback = [](WGPURequestAdapterStatus status, WGPUAdapter made, WGPUStringView message,
                           void *userdata, void *) {
            detail::call_once<decltype(deliver)>(userdata, status, Ref(made), detail::to_string(message));
        };
        info.userdata1 = detail::own(std::move(deliver));
        const WGPURequestAdapterOptions raw = to_raw(options);
        return {wgpuInstanceRequestAdapter(instance.get(), &raw, info).id};
    }

    AdapterInfo info() const { return detail::read_info(get(), wgpuAdapterGetInfo); }

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

    std::vector<Feature> features() const { return detail::read_features(get(), wgpuAdapterGetFeatures); }

    const detail::InstanceRef &instance() const { return instance_; }

  private:
    explicit Adapter(std::string error) { set_error(std::move(error)); }

    Adapter(Ref made, detail::InstanceRef instance, std::string message) : instance_(std::move(instance))
    {
        if (made.get() == nullptr)
            set_error(detail::or_else(std::move(message), "no adapter"));
        set_handle(std::move(made));
    }

    static WGPURequestAdapterOptions to_raw(const AdapterOptions &options)
    {
        WGPURequestAdapterOptions raw = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
        raw.featureLevel = static_cast<WGPUFeatureLevel>(options.feature_level);
        raw.powerPreference = static_cast<WGPUPowerPreference>(options.power_preference);
        raw.forceFallbackAdapter = options.force_fallback ? WGPU_TRUE : WGPU_FALSE;
        raw.backendType = static_cast<WGPUBackendType>(options.backend);
        raw.compatibleSurface = options.compatible_surface;
        return raw;
    }

    detail::InstanceRef instance_;
};

} // namespace wasi::webgpu

#endif
