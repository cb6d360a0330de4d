/** Sampler: how shaders look between the texels of a texture, and beyond its edges. */
#ifndef WASI_WEBGPU_SAMPLER_HPP
#define WASI_WEBGPU_SAMPLER_HPP

#include <webgpu/error_scope.hpp>

namespace wasi::webgpu
{

enum class AddressMode {
    ClampToEdge = WGPUAddressMode_ClampToEdge,
    Repeat = WGPUAddressMode_Repeat,
    MirrorRepeat = WGPUAddressMode_MirrorRepeat,
};

enum class FilterMode {
    Nearest = WGPUFilterMode_Nearest,
    Linear = WGPUFilterMode_Linear,
};

enum class CompareFunction {
    Never = WGPUCompareFunction_Never,
    Less = WGPUCompareFunction_Less,
    Equal = WGPUCompareFunction_Equal,
    LessEqual = WGPUCompareFunction_LessEqual,
    Greater = WGPUCompareFunction_Greater,
    NotEqual = WGPUCompareFunction_NotEqual,
    GreaterEqual = WGPUCompareFunction_GreaterEqual,
    Always = WGPUCompareFunction_Always,
};

struct SamplerOptions {
    AddressMode address_u = AddressMode::ClampToEdge;
    AddressMode address_v = AddressMode::ClampToEdge;
    AddressMode address_w = AddressMode::ClampToEdge;
    FilterMode mag_filter = FilterMode::Nearest;
    FilterMode min_filter = FilterMode::Nearest;
    FilterMode mipmap_filter = FilterMode::Nearest;
    float lod_min = 0;
    float lod_max = 32;
    /** For sampler_comparison. */
    std::optional<CompareFunction> compare = {};
    uint16_t max_anisotropy = 1;
    std::string_view label = {};
};

class Sampler
    : public detail::LabeledObject<WGPUSampler, wgpuSamplerAddRef, wgpuSamplerRelease, wgpuSamplerSetLabel>
{
  public:
    /** None: false. For a sampler that is assigned later. */
    Sampler() = default;

    explicit Sampler(const Device &device, const SamplerOptions &options = {})
    {
        WGPUSamplerDescriptor raw = WGPU_SAMPLER_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        raw.addressModeU = static_cast<WGPUAddressMode>(options.address_u);
        raw.addressModeV = static_cast<WGPUAddressMode>(options.address_v);
        raw.addressModeW = static_cast<WGPUAddressMode>(options.address_w);
        raw.magFilter = static_cast<WGPUFilterMode>(options.mag_filter);
        raw.minFilter = static_cast<WGPUFilterMode>(options.min_filter);
        raw.mipmapFilter = static_cast<WGPUMipmapFilterMode>(options.mipmap_filter);
        raw.lodMinClamp = options.lod_min;
        raw.lodMaxClamp = options.lod_max;
        if (options.compare)
            raw.compare = static_cast<WGPUCompareFunction>(*options.compare);
        raw.maxAnisotropy = options.max_anisotropy;
        set_error(detail::make_checked(device, {},
                                       [&] { set_handle(wgpuDeviceCreateSampler(device.get(), &raw)); }));
    }
};

} // namespace wasi::webgpu

#endif
