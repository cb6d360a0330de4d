/** What a RenderPipeline is told: how vertices are read, primitives made of them, and texels changed. */
#ifndef WASI_WEBGPU_RENDER_STATE_HPP
#define WASI_WEBGPU_RENDER_STATE_HPP

#include <webgpu/pipeline.hpp>
#include <webgpu/sampler.hpp>

namespace wasi::webgpu
{

enum class VertexFormat {
    Uint8 = WGPUVertexFormat_Uint8,
    Uint8x2 = WGPUVertexFormat_Uint8x2,
    Uint8x4 = WGPUVertexFormat_Uint8x4,
    Sint8 = WGPUVertexFormat_Sint8,
    Sint8x2 = WGPUVertexFormat_Sint8x2,
    Sint8x4 = WGPUVertexFormat_Sint8x4,
    Unorm8 = WGPUVertexFormat_Unorm8,
    Unorm8x2 = WGPUVertexFormat_Unorm8x2,
    Unorm8x4 = WGPUVertexFormat_Unorm8x4,
    Snorm8 = WGPUVertexFormat_Snorm8,
    Snorm8x2 = WGPUVertexFormat_Snorm8x2,
    Snorm8x4 = WGPUVertexFormat_Snorm8x4,
    Uint16 = WGPUVertexFormat_Uint16,
    Uint16x2 = WGPUVertexFormat_Uint16x2,
    Uint16x4 = WGPUVertexFormat_Uint16x4,
    Sint16 = WGPUVertexFormat_Sint16,
    Sint16x2 = WGPUVertexFormat_Sint16x2,
    Sint16x4 = WGPUVertexFormat_Sint16x4,
    Unorm16 = WGPUVertexFormat_Unorm16,
    Unorm16x2 = WGPUVertexFormat_Unorm16x2,
    Unorm16x4 = WGPUVertexFormat_Unorm16x4,
    Snorm16 = WGPUVertexFormat_Snorm16,
    Snorm16x2 = WGPUVertexFormat_Snorm16x2,
    Snorm16x4 = WGPUVertexFormat_Snorm16x4,
    Float16 = WGPUVertexFormat_Float16,
    Float16x2 = WGPUVertexFormat_Float16x2,
    Float16x4 = WGPUVertexFormat_Float16x4,
    Float32 = WGPUVertexFormat_Float32,
    Float32x2 = WGPUVertexFormat_Float32x2,
    Float32x3 = WGPUVertexFormat_Float32x3,
    Float32x4 = WGPUVertexFormat_Float32x4,
    Uint32 = WGPUVertexFormat_Uint32,
    Uint32x2 = WGPUVertexFormat_Uint32x2,
    Uint32x3 = WGPUVertexFormat_Uint32x3,
    Uint32x4 = WGPUVertexFormat_Uint32x4,
    Sint32 = WGPUVertexFormat_Sint32,
    Sint32x2 = WGPUVertexFormat_Sint32x2,
    Sint32x3 = WGPUVertexFormat_Sint32x3,
    Sint32x4 = WGPUVertexFormat_Sint32x4,
    Unorm10_10_10_2 = WGPUVertexFormat_Unorm10_10_10_2,
    Unorm8x4BGRA = WGPUVertexFormat_Unorm8x4BGRA,
};

enum class VertexStepMode {
    Vertex = WGPUVertexStepMode_Vertex,
    Instance = WGPUVertexStepMode_Instance,
};

/** One @location(...) of the vertex shader, read at an offset of a buffer's element. */
struct VertexAttribute {
    VertexFormat format = VertexFormat::Float32x4;
    uint64_t offset = 0;
    uint32_t location = 0;
};

/** A buffer of vertices or instances, whose elements are `stride` bytes apart. */
struct VertexBufferLayout {
    uint64_t stride = 0;
    std::span<const VertexAttribute> attributes = {};
    VertexStepMode step_mode = VertexStepMode::Vertex;
};

struct VertexStage {
    const ShaderModule &module;
    /** Empty: the only one of the module. */
    std::string_view entry_point = {};
    std::span<const VertexBufferLayout> buffers = {};
    std::span<const Constant> constants = {};
};

enum class BlendFactor {
    Zero = WGPUBlendFactor_Zero,
    One = WGPUBlendFactor_One,
    Src = WGPUBlendFactor_Src,
    OneMinusSrc = WGPUBlendFactor_OneMinusSrc,
    SrcAlpha = WGPUBlendFactor_SrcAlpha,
    OneMinusSrcAlpha = WGPUBlendFactor_OneMinusSrcAlpha,
    Dst = WGPUBlendFactor_Dst,
    OneMinusDst = WGPUBlendFactor_OneMinusDst,
    DstAlpha = WGPUBlendFactor_DstAlpha,
    OneMinusDstAlpha = WGPUBlendFactor_OneMinusDstAlpha,
    SrcAlphaSaturated = WGPUBlendFactor_SrcAlphaSaturated,
    Constant = WGPUBlendFactor_Constant,
    OneMinusConstant = WGPUBlendFactor_OneMinusConstant,
    Src1 = WGPUBlendFactor_Src1,
    OneMinusSrc1 = WGPUBlendFactor_OneMinusSrc1,
    Src1Alpha = WGPUBlendFactor_Src1Alpha,
    OneMinusSrc1Alpha = WGPUBlendFactor_OneMinusSrc1Alpha,
};

enum class BlendOperation {
    Add = WGPUBlendOperation_Add,
    Subtract = WGPUBlendOperation_Subtract,
    ReverseSubtract = WGPUBlendOperation_ReverseSubtract,
    Min = WGPUBlendOperation_Min,
    Max = WGPUBlendOperation_Max,
};

struct BlendComponent {
    BlendFactor source = BlendFactor::One;
    BlendFactor destination = BlendFactor::Zero;
    BlendOperation operation = BlendOperation::Add;
};

struct Blend {
    BlendComponent color = {};
    BlendComponent alpha = {};
};

/** Source over destination, where colors are not multiplied by alpha yet. */
inline constexpr Blend alpha_blend = {
    {BlendFactor::SrcAlpha, BlendFactor::OneMinusSrcAlpha, BlendOperation::Add},
    {BlendFactor::One, BlendFactor::OneMinusSrcAlpha, BlendOperation::Add},
};

/** A set: combined with |. */
enum class ColorWrite : uint64_t {
    None = WGPUColorWriteMask_None,
    Red = WGPUColorWriteMask_Red,
    Green = WGPUColorWriteMask_Green,
    Blue = WGPUColorWriteMask_Blue,
    Alpha = WGPUColorWriteMask_Alpha,
    All = WGPUColorWriteMask_All,
};

template <> inline constexpr bool detail::is_set<ColorWrite> = true;

/** What one @location(...) of the fragment shader is drawn to. */
struct ColorTarget {
    TextureFormat format = TextureFormat::RGBA8Unorm;
    std::optional<Blend> blend = {};
    ColorWrite write_mask = ColorWrite::All;
};

struct FragmentStage {
    const ShaderModule &module;
    /** Empty: the only one of the module. */
    std::string_view entry_point = {};
    std::span<const ColorTarget> targets = {};
    std::span<const Constant> constants = {};
};

enum class StencilOperation {
    Keep = WGPUStencilOperation_Keep,
    Zero = WGPUStencilOperation_Zero,
    Replace = WGPUStencilOperation_Replace,
    Invert = WGPUStencilOperation_Invert,
    IncrementClamp = WGPUStencilOperation_IncrementClamp,
    DecrementClamp = WGPUStencilOperation_DecrementClamp,
    IncrementWrap = WGPUStencilOperation_IncrementWrap,
    DecrementWrap = WGPUStencilOperation_DecrementWrap,
};

struct StencilFace {
    CompareFunction compare = CompareFunction::Always;
    StencilOperation fail = StencilOperation::Keep;
    StencilOperation depth_fail = StencilOperation::Keep;
    StencilOperation pass = StencilOperation::Keep;
};

struct DepthStencil {
    TextureFormat format = TextureFormat::Depth24Plus;
    bool depth_write = true;
    CompareFunction depth_compare = CompareFunction::Less;
    StencilFace front = {};
    StencilFace back = {};
    uint32_t stencil_read_mask = 0xffffffff;
    uint32_t stencil_write_mask = 0xffffffff;
    int32_t depth_bias = 0;
    float depth_bias_slope_scale = 0;
    float depth_bias_clamp = 0;
};

enum class PrimitiveTopology {
    PointList = WGPUPrimitiveTopology_PointList,
    LineList = WGPUPrimitiveTopology_LineList,
    LineStrip = WGPUPrimitiveTopology_LineStrip,
    TriangleList = WGPUPrimitiveTopology_TriangleList,
    TriangleStrip = WGPUPrimitiveTopology_TriangleStrip,
};

enum class IndexFormat {
    Uint16 = WGPUIndexFormat_Uint16,
    Uint32 = WGPUIndexFormat_Uint32,
};

enum class FrontFace {
    CCW = WGPUFrontFace_CCW,
    CW = WGPUFrontFace_CW,
};

enum class CullMode {
    None = WGPUCullMode_None,
    Front = WGPUCullMode_Front,
    Back = WGPUCullMode_Back,
};

} // namespace wasi::webgpu

#endif
