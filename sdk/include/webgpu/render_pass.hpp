/** RenderPassEncoder: draws to textures. */
#ifndef WASI_WEBGPU_RENDER_PASS_HPP
#define WASI_WEBGPU_RENDER_PASS_HPP

#include <webgpu/query_set.hpp>
#include <webgpu/render_bundle.hpp>

namespace wasi::webgpu
{

enum class LoadOp {
    Load = WGPULoadOp_Load,
    Clear = WGPULoadOp_Clear,
};

enum class StoreOp {
    Store = WGPUStoreOp_Store,
    Discard = WGPUStoreOp_Discard,
};

using Color = WGPUColor;

/** A texture that is drawn to. Views are borrowed. */
struct ColorAttachment {
    const TextureView &view;
    /** Where a view of 4 samples is resolved to; NULL: nowhere. */
    const TextureView *resolve_to = nullptr;
    LoadOp load = LoadOp::Clear;
    StoreOp store = StoreOp::Store;
    Color clear_value = {0, 0, 0, 0};
    /** Which slice of a 3D texture; left out for others. */
    std::optional<uint32_t> depth_slice = {};
};

struct DepthOperations {
    LoadOp load = LoadOp::Clear;
    StoreOp store = StoreOp::Store;
    float clear_value = 1;
};

struct StencilOperations {
    LoadOp load = LoadOp::Clear;
    StoreOp store = StoreOp::Store;
    uint32_t clear_value = 0;
};

/** A texture of depths, stencils or both. What has no operations is only read, or is not there. */
struct DepthStencilAttachment {
    const TextureView &view;
    std::optional<DepthOperations> depth = DepthOperations();
    std::optional<StencilOperations> stencil = {};
};

struct RenderPassOptions {
    const DepthStencilAttachment *depth_stencil = nullptr;
    /** For begin_occlusion_query. */
    const QuerySet *occlusion_queries = nullptr;
    const TimestampWrites *timestamps = nullptr;
    /** Draws at most, where the implementation wants to know. */
    std::optional<uint64_t> max_draw_count = {};
    std::string_view label = {};
};

namespace detail
{

struct RenderPassFunctions {
    using Handle = WGPURenderPassEncoder;
    static constexpr auto add_ref = wgpuRenderPassEncoderAddRef;
    static constexpr auto release = wgpuRenderPassEncoderRelease;
    static constexpr auto close = wgpuRenderPassEncoderEnd;
    static constexpr auto set_bind_group = wgpuRenderPassEncoderSetBindGroup;
    static constexpr auto set_immediates = wgpuRenderPassEncoderSetImmediates;
    static constexpr auto set_label = wgpuRenderPassEncoderSetLabel;
    static constexpr auto push_debug_group = wgpuRenderPassEncoderPushDebugGroup;
    static constexpr auto pop_debug_group = wgpuRenderPassEncoderPopDebugGroup;
    static constexpr auto insert_debug_marker = wgpuRenderPassEncoderInsertDebugMarker;
    static constexpr auto set_pipeline = wgpuRenderPassEncoderSetPipeline;
    static constexpr auto set_index_buffer = wgpuRenderPassEncoderSetIndexBuffer;
    static constexpr auto set_vertex_buffer = wgpuRenderPassEncoderSetVertexBuffer;
    static constexpr auto draw = wgpuRenderPassEncoderDraw;
    static constexpr auto draw_indexed = wgpuRenderPassEncoderDrawIndexed;
    static constexpr auto draw_indirect = wgpuRenderPassEncoderDrawIndirect;
    static constexpr auto draw_indexed_indirect = wgpuRenderPassEncoderDrawIndexedIndirect;
};

inline WGPURenderPassColorAttachment to_raw(const ColorAttachment &attachment)
{
    WGPURenderPassColorAttachment raw = WGPU_RENDER_PASS_COLOR_ATTACHMENT_INIT;
    raw.view = attachment.view.get();
    raw.resolveTarget = attachment.resolve_to != nullptr ? attachment.resolve_to->get() : nullptr;
    raw.loadOp = static_cast<WGPULoadOp>(attachment.load);
    raw.storeOp = static_cast<WGPUStoreOp>(attachment.store);
    raw.clearValue = attachment.clear_value;
    raw.depthSlice = attachment.depth_slice.value_or(WGPU_DEPTH_SLICE_UNDEFINED);
    return raw;
}

inline WGPURenderPassDepthStencilAttachment to_raw(const DepthStencilAttachment &attachment)
{
    WGPURenderPassDepthStencilAttachment raw = WGPU_RENDER_PASS_DEPTH_STENCIL_ATTACHMENT_INIT;
    raw.view = attachment.view.get();
    raw.depthReadOnly = attachment.depth ? WGPU_FALSE : WGPU_TRUE;
    if (attachment.depth) {
        raw.depthLoadOp = static_cast<WGPULoadOp>(attachment.depth->load);
        raw.depthStoreOp = static_cast<WGPUStoreOp>(attachment.depth->store);
        raw.depthClearValue = attachment.depth->clear_value;
    }
    raw.stencilReadOnly = attachment.stencil ? WGPU_FALSE : WGPU_TRUE;
    if (attachment.stencil) {
        raw.stencilLoadOp = static_cast<WGPULoadOp>(attachment.stencil->load);
        raw.stencilStoreOp = static_cast<WGPUStoreOp>(attachment.stencil->store);
        raw.stencilClearValue = attachment.stencil->clear_value;
    }
    return raw;
}

} // namespace detail

/** Records draws. Moves, but is not copied; ends with its scope at the latest. */
class RenderPassEncoder : public detail::RenderCommands<detail::RenderPassFunctions>
{
  public:
    /** In texels; depths from 0 to 1. */
    void set_viewport(float x, float y, float width, float height, float min_depth = 0, float max_depth = 1)
    {
        if (can_record())
            wgpuRenderPassEncoderSetViewport(get(), x, y, width, height, min_depth, max_depth);
    }

    void set_scissor_rect(uint32_t x, uint32_t y, uint32_t width, uint32_t height)
    {
        if (can_record())
            wgpuRenderPassEncoderSetScissorRect(get(), x, y, width, height);
    }

    void set_blend_constant(const Color &color)
    {
        if (can_record())
            wgpuRenderPassEncoderSetBlendConstant(get(), &color);
    }

    void set_stencil_reference(uint32_t reference)
    {
        if (can_record())
            wgpuRenderPassEncoderSetStencilReference(get(), reference);
    }

    /** Until it ends, draws count for place `index` of RenderPassOptions::occlusion_queries. */
    void begin_occlusion_query(uint32_t index)
    {
        if (can_record())
            wgpuRenderPassEncoderBeginOcclusionQuery(get(), index);
    }
    void end_occlusion_query()
    {
        if (can_record())
            wgpuRenderPassEncoderEndOcclusionQuery(get());
    }

    void execute_bundle(const RenderBundle &bundle) { execute_bundles(std::span(&bundle, 1)); }

    /** Afterwards, no pipeline, bind group or buffer is set. */
    void execute_bundles(std::span<const RenderBundle> bundles)
    {
        std::vector<WGPURenderBundle> raw(bundles.size());
        bool all = can_record();
        for (size_t i = 0; i < raw.size(); i++) {
            all = can_record(bundles[i]) && all;
            raw[i] = bundles[i].get();
        }
        if (all)
            wgpuRenderPassEncoderExecuteBundles(get(), raw.size(), raw.data());
    }

    /** The encoder can be used again. Nothing else can be recorded here. */
    void end() { close(); }

  private:
    friend class CommandEncoder;
    using RenderCommands::RenderCommands;
};

} // namespace wasi::webgpu

#endif
