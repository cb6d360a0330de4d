/** What a RenderPipeline is made of, as webgpu.h wants it. Nothing here is of use by itself. */
#ifndef WASI_WEBGPU_RENDER_DESCRIPTION_HPP
#define WASI_WEBGPU_RENDER_DESCRIPTION_HPP

#include <webgpu/render_state.hpp>

namespace wasi::webgpu
{

struct RenderPipelineOptions {
    /** NULL: made from the shaders' own bindings (see RenderPipeline::bind_group_layout). */
    const PipelineLayout *layout = nullptr;
    PrimitiveTopology topology = PrimitiveTopology::TriangleList;
    /** For strips that are drawn by indices. */
    std::optional<IndexFormat> strip_index_format = {};
    FrontFace front_face = FrontFace::CCW;
    CullMode cull_mode = CullMode::None;
    /** With Feature::DepthClipControl. */
    bool unclipped_depth = false;
    std::optional<DepthStencil> depth_stencil = {};
    /** As many as the textures have that it draws to: 1 or 4. */
    uint32_t samples = 1;
    uint32_t sample_mask = 0xffffffff;
    bool alpha_to_coverage = false;
    std::string_view label = {};
};

namespace detail
{

/* The lists that a vertex stage points to. */
struct RawVertices {
    explicit RawVertices(const VertexStage &stage) : constants(to_raw(stage.constants))
    {
        size_t count = 0;
        for (const VertexBufferLayout &buffer : stage.buffers)
            count += buffer.attributes.size();
        attributes.reserve(count);
        for (const VertexBufferLayout &buffer : stage.buffers) {
            WGPUVertexBufferLayout raw = WGPU_VERTEX_BUFFER_LAYOUT_INIT;
            raw.stepMode = static_cast<WGPUVertexStepMode>(buffer.step_mode);
            raw.arrayStride = buffer.stride;
            raw.attributeCount = buffer.attributes.size();
            raw.attributes = attributes.data() + attributes.size();
            for (const VertexAttribute &attribute : buffer.attributes) {
                WGPUVertexAttribute raw_attribute = WGPU_VERTEX_ATTRIBUTE_INIT;
                raw_attribute.format = static_cast<WGPUVertexFormat>(attribute.format);
                raw_attribute.offset = attribute.offset;
                raw_attribute.shaderLocation = attribute.location;
                attributes.push_back(raw_attribute);
            }
            buffers.push_back(raw);
        }
    }

    std::vector<WGPUConstantEntry> constants;
    std::vector<WGPUVertexAttribute> attributes;
    std::vector<WGPUVertexBufferLayout> buffers;
};

inline WGPUBlendComponent to_raw(const BlendComponent &component)
{
    return {static_cast<WGPUBlendOperation>(component.operation),
            static_cast<WGPUBlendFactor>(component.source),
            static_cast<WGPUBlendFactor>(component.destination)};
}

/* Those of a fragment stage. */
struct RawTargets {
    explicit RawTargets(const FragmentStage *stage)
    {
        if (stage == nullptr)
            return;
        constants = to_raw(stage->constants);
        blends.reserve(stage->targets.size());
        for (const ColorTarget &target : stage->targets) {
            WGPUColorTargetState raw = WGPU_COLOR_TARGET_STATE_INIT;
            raw.format = static_cast<WGPUTextureFormat>(target.format);
            raw.writeMask = static_cast<WGPUColorWriteMask>(target.write_mask);
            if (target.blend) {
                blends.push_back({to_raw(target.blend->color), to_raw(target.blend->alpha)});
                raw.blend = &blends.back();
            }
            targets.push_back(raw);
        }
    }

    std::vector<WGPUConstantEntry> constants;
    std::vector<WGPUBlendState> blends;
    std::vector<WGPUColorTargetState> targets;
};

inline WGPUStencilFaceState to_raw(const StencilFace &face)
{
    return {static_cast<WGPUCompareFunction>(face.compare), static_cast<WGPUStencilOperation>(face.fail),
            static_cast<WGPUStencilOperation>(face.depth_fail), static_cast<WGPUStencilOperation>(face.pass)};
}

inline WGPUDepthStencilState to_raw(const DepthStencil &state)
{
    WGPUDepthStencilState raw = WGPU_DEPTH_STENCIL_STATE_INIT;
    raw.format = static_cast<WGPUTextureFormat>(state.format);
    raw.depthWriteEnabled = state.depth_write ? WGPUOptionalBool_True : WGPUOptionalBool_False;
    raw.depthCompare = static_cast<WGPUCompareFunction>(state.depth_compare);
    raw.stencilFront = to_raw(state.front);
    raw.stencilBack = to_raw(state.back);
    raw.stencilReadMask = state.stencil_read_mask;
    raw.stencilWriteMask = state.stencil_write_mask;
    raw.depthBias = state.depth_bias;
    raw.depthBiasSlopeScale = state.depth_bias_slope_scale;
    raw.depthBiasClamp = state.depth_bias_clamp;
    return raw;
}

inline void set_options(WGPURenderPipelineDescriptor &raw, const RenderPipelineOptions &options)
{
    raw.label = to_view(options.label);
    raw.layout = options.layout != nullptr ? options.layout->get() : nullptr;
    raw.primitive.topology = static_cast<WGPUPrimitiveTopology>(options.topology);
    if (options.strip_index_format)
        raw.primitive.stripIndexFormat = static_cast<WGPUIndexFormat>(*options.strip_index_format);
    raw.primitive.frontFace = static_cast<WGPUFrontFace>(options.front_face);
    raw.primitive.cullMode = static_cast<WGPUCullMode>(options.cull_mode);
    raw.primitive.unclippedDepth = options.unclipped_depth ? WGPU_TRUE : WGPU_FALSE;
    raw.multisample.count = options.samples;
    raw.multisample.mask = options.sample_mask;
    raw.multisample.alphaToCoverageEnabled = options.alpha_to_coverage ? WGPU_TRUE : WGPU_FALSE;
}

/* The whole, or what keeps it from being made. Borrows all it is told. */
struct RenderDescription {
    RenderDescription(const Device &device, const VertexStage &vertex, const FragmentStage *fragment,
                      const RenderPipelineOptions &options)
        : vertices(vertex), targets(fragment)
    {
        require_pipeline_parts(error, device, vertex.module, options.layout);
        if (fragment != nullptr)
            require_pipeline_parts(error, device, fragment->module, nullptr);
        set_options(raw, options);
        set_vertex(vertex);
        if (fragment != nullptr)
            set_fragment(*fragment);
        if (options.depth_stencil) {
            depth_stencil = to_raw(*options.depth_stencil);
            raw.depthStencil = &depth_stencil;
        }
    }
    RenderDescription(const RenderDescription &) = delete;
    RenderDescription &operator=(const RenderDescription &) = delete;

    std::string error;
    WGPURenderPipelineDescriptor raw = WGPU_RENDER_PIPELINE_DESCRIPTOR_INIT;

  private:
    void set_vertex(const VertexStage &stage)
    {
        raw.vertex.module = stage.module.get();
        if (!stage.entry_point.empty())
            raw.vertex.entryPoint = to_view(stage.entry_point);
        raw.vertex.constantCount = vertices.constants.size();
        raw.vertex.constants = vertices.constants.data();
        raw.vertex.bufferCount = vertices.buffers.size();
        raw.vertex.buffers = vertices.buffers.data();
    }

    void set_fragment(const FragmentStage &stage)
    {
        raw_fragment.module = stage.module.get();
        if (!stage.entry_point.empty())
            raw_fragment.entryPoint = to_view(stage.entry_point);
        raw_fragment.constantCount = targets.constants.size();
        raw_fragment.constants = targets.constants.data();
        raw_fragment.targetCount = targets.targets.size();
        raw_fragment.targets = targets.targets.data();
        raw.fragment = &raw_fragment;
    }

    RawVertices vertices;
    RawTargets targets;
    WGPUFragmentState raw_fragment = WGPU_FRAGMENT_STATE_INIT;
    WGPUDepthStencilState depth_stencil = WGPU_DEPTH_STENCIL_STATE_INIT;
};

} // namespace detail

} // namespace wasi::webgpu

#endif
