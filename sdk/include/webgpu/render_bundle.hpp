/** RenderBundle: draws that are recorded once and executed in many passes. */
#ifndef WASI_WEBGPU_RENDER_BUNDLE_HPP
#define WASI_WEBGPU_RENDER_BUNDLE_HPP

#include <webgpu/render_commands.hpp>

namespace wasi::webgpu
{

namespace detail
{

struct RenderBundleFunctions {
    using Handle = WGPURenderBundleEncoder;
    static constexpr auto add_ref = wgpuRenderBundleEncoderAddRef;
    static constexpr auto release = wgpuRenderBundleEncoderRelease;
    static void close(Handle) {} /* one that is not finished is given up */
    static constexpr auto set_bind_group = wgpuRenderBundleEncoderSetBindGroup;
    static constexpr auto set_immediates = wgpuRenderBundleEncoderSetImmediates;
    static constexpr auto set_label = wgpuRenderBundleEncoderSetLabel;
    static constexpr auto push_debug_group = wgpuRenderBundleEncoderPushDebugGroup;
    static constexpr auto pop_debug_group = wgpuRenderBundleEncoderPopDebugGroup;
    static constexpr auto insert_debug_marker = wgpuRenderBundleEncoderInsertDebugMarker;
    static constexpr auto set_pipeline = wgpuRenderBundleEncoderSetPipeline;
    static constexpr auto set_index_buffer = wgpuRenderBundleEncoderSetIndexBuffer;
    static constexpr auto set_vertex_buffer = wgpuRenderBundleEncoderSetVertexBuffer;
    static constexpr auto draw = wgpuRenderBundleEncoderDraw;
    static constexpr auto draw_indexed = wgpuRenderBundleEncoderDrawIndexed;
    static constexpr auto draw_indirect = wgpuRenderBundleEncoderDrawIndirect;
    static constexpr auto draw_indexed_indirect = wgpuRenderBundleEncoderDrawIndexedIndirect;
};

} // namespace detail

/** Ready for RenderPassEncoder::execute_bundles, as often as one likes. */
class RenderBundle : public detail::LabeledObject<WGPURenderBundle, wgpuRenderBundleAddRef,
                                                  wgpuRenderBundleRelease, wgpuRenderBundleSetLabel>
{
  private:
    friend class RenderBundleEncoder;
    RenderBundle(WGPURenderBundle taken_over, std::string error)
    {
        set_handle(taken_over);
        set_error(std::move(error));
    }
};

/** What the passes draw to that will execute a bundle. */
struct RenderBundleOptions {
    std::span<const TextureFormat> color_formats = {};
    std::optional<TextureFormat> depth_stencil_format = {};
    uint32_t samples = 1;
    bool depth_read_only = false;
    bool stencil_read_only = false;
    std::string_view label = {};
};

/** Records draws. Moves, but is not copied. What is wrong with a command shows when it is finished. */
class RenderBundleEncoder : public detail::RenderCommands<detail::RenderBundleFunctions>
{
  public:
    RenderBundleEncoder(const Device &device, const RenderBundleOptions &options)
        : RenderCommands(Ref(), std::make_shared<std::string>()), device_(device)
    {
        const std::vector formats = detail::cast_all<WGPUTextureFormat>(options.color_formats);
        WGPURenderBundleEncoderDescriptor raw = WGPU_RENDER_BUNDLE_ENCODER_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        raw.colorFormatCount = formats.size();
        raw.colorFormats = formats.data();
        if (options.depth_stencil_format)
            raw.depthStencilFormat = static_cast<WGPUTextureFormat>(*options.depth_stencil_format);
        raw.sampleCount = options.samples;
        raw.depthReadOnly = options.depth_read_only ? WGPU_TRUE : WGPU_FALSE;
        raw.stencilReadOnly = options.stencil_read_only ? WGPU_TRUE : WGPU_FALSE;
        WGPURenderBundleEncoder encoder = nullptr;
        *blame() = detail::make_checked(
            device, {}, [&] { encoder = wgpuDeviceCreateRenderBundleEncoder(device.get(), &raw); });
        set_handle(Ref(encoder));
    }

    /** What was recorded. The encoder is of no more use. */
    RenderBundle finish(std::string_view label = {})
    {
        WGPURenderBundleDescriptor raw = WGPU_RENDER_BUNDLE_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        WGPURenderBundle bundle = nullptr;
        can_record(); /* blames it on what there is no more */
        std::string error = detail::make_checked(
            device_, *blame(), [&] { bundle = wgpuRenderBundleEncoderFinish(get(), &raw); });
        close();
        return {bundle, std::move(error)};
    }

  private:
    Device device_;
};

} // namespace wasi::webgpu

#endif
