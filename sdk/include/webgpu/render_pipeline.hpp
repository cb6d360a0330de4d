/** RenderPipeline: shaders, ready to draw. */
#ifndef WASI_WEBGPU_RENDER_PIPELINE_HPP
#define WASI_WEBGPU_RENDER_PIPELINE_HPP

#include <webgpu/render_description.hpp>

namespace wasi::webgpu
{

/**
 * Shaders, compiled for the device, and how they draw. If that fails, the object is false and error() says
 * why.
 */
class RenderPipeline : public detail::LabeledObject<WGPURenderPipeline, wgpuRenderPipelineAddRef,
                                                    wgpuRenderPipelineRelease, wgpuRenderPipelineSetLabel>
{
  public:
    /** None: false. For a pipeline that is assigned later. */
    RenderPipeline() = default;

    /** Blocks until it is compiled, checked even where the device does not check. */
    RenderPipeline(const Device &device, const VertexStage &vertex, const FragmentStage &fragment,
                   const RenderPipelineOptions &options = {})
        : RenderPipeline(device, vertex, &fragment, options)
    {
    }

    /** Draws depths and stencils only. */
    RenderPipeline(const Device &device, const VertexStage &vertex, const RenderPipelineOptions &options)
        : RenderPipeline(device, vertex, nullptr, options)
    {
    }

    /** The same without blocking. */
    template <std::invocable<CreatePipelineStatus, RenderPipeline> Callback>
    static Future create_async(const Device &device, const VertexStage &vertex, const FragmentStage *fragment,
                               const RenderPipelineOptions &options, CallbackMode mode, Callback callback)
    {
        const detail::RenderDescription description(device, vertex, fragment, options);
        if (!description.error.empty()) {
            callback(CreatePipelineStatus::ValidationError,
                     RenderPipeline(WGPURenderPipeline(), description.error));
            return {};
        }
        WGPUCreateRenderPipelineAsyncCallbackInfo info = WGPU_CREATE_RENDER_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(mode);
        info.callback = [](WGPUCreatePipelineAsyncStatus status, WGPURenderPipeline made,
                           WGPUStringView message, void *userdata, void *) {
            RenderPipeline pipeline(made, detail::pipeline_error(status, message));
            detail::call_once<Callback>(userdata, static_cast<CreatePipelineStatus>(status),
                                        std::move(pipeline));
        };
        info.userdata1 = detail::own(std::move(callback));
        return {wgpuDeviceCreateRenderPipelineAsync(device.get(), &description.raw, info).id};
    }

    /** Does not wait for the compiler, unless the device checks: what is wrong is told as for any object. */
    static RenderPipeline create(const Device &device, const VertexStage &vertex,
                                 const FragmentStage *fragment, const RenderPipelineOptions &options = {})
    {
        const detail::RenderDescription description(device, vertex, fragment, options);
        WGPURenderPipeline made = nullptr;
        std::string error = detail::make_checked(device, description.error, [&] {
            made = wgpuDeviceCreateRenderPipeline(device.get(), &description.raw);
        });
        return {made, std::move(error)};
    }

    /** The layout of group `index`, for pipelines made without one. */
    BindGroupLayout bind_group_layout(uint32_t index) const
    {
        return BindGroupLayout(
            get() != nullptr ? wgpuRenderPipelineGetBindGroupLayout(get(), index) : nullptr, error());
    }

  private:
    RenderPipeline(WGPURenderPipeline taken_over, std::string error)
    {
        set_handle(taken_over);
        set_error(std::move(error));
    }

    RenderPipeline(const Device &device, const VertexStage &vertex, const FragmentStage *fragment,
                   const RenderPipelineOptions &options)
    {
        const detail::Answer<RenderPipeline> answer;
        const Future future = create_async(
            device, vertex, fragment, options, CallbackMode::WaitAnyOnly,
            [answer](CreatePipelineStatus, RenderPipeline pipeline) { answer.set(std::move(pipeline)); });
        *this = device.connection()
                    .wait(answer, future)
                    .value_or(RenderPipeline(WGPURenderPipeline(), "waiting for a pipeline failed"));
    }
};

} // namespace wasi::webgpu

#endif
