/** ComputePipeline: a shader's entry point, ready to run. */
#ifndef WASI_WEBGPU_COMPUTE_PIPELINE_HPP
#define WASI_WEBGPU_COMPUTE_PIPELINE_HPP

#include <webgpu/pipeline.hpp>

namespace wasi::webgpu
{

struct ComputePipelineOptions {
    /** NULL: made from the shader's own bindings (see ComputePipeline::bind_group_layout). */
    const PipelineLayout *layout = nullptr;
    std::span<const Constant> constants = {};
    std::string_view label = {};
};

/**
 * A shader's entry point, compiled for the device. If that fails, the object is false and error() says why.
 */
class ComputePipeline : public detail::LabeledObject<WGPUComputePipeline, wgpuComputePipelineAddRef,
                                                     wgpuComputePipelineRelease, wgpuComputePipelineSetLabel>
{
  public:
    /** None: false. For a pipeline that is assigned later. */
    ComputePipeline() = default;

    /**
     * Blocks until it is compiled, checked even where the device does not check.
     *
     * \param entry_point  empty: the only one of the module.
     */
    ComputePipeline(const Device &device, const ShaderModule &module, std::string_view entry_point = {},
                    const ComputePipelineOptions &options = {})
    {
        const detail::Answer<ComputePipeline> answer;
        const Future future = create_async(
            device, module, entry_point, options, CallbackMode::WaitAnyOnly,
            [answer](CreatePipelineStatus, ComputePipeline pipeline) { answer.set(std::move(pipeline)); });
        *this = device.connection()
                    .wait(answer, future)
                    .value_or(ComputePipeline(nullptr, "waiting for a pipeline failed"));
    }

    /** The same without blocking. */
    template <std::invocable<CreatePipelineStatus, ComputePipeline> Callback>
    static Future create_async(const Device &device, const ShaderModule &module, std::string_view entry_point,
                               const ComputePipelineOptions &options, CallbackMode mode, Callback callback)
    {
        const Description description(device, module, entry_point, options);
        if (!description.error.empty()) {
            callback(CreatePipelineStatus::ValidationError, ComputePipeline(nullptr, description.error));
            return {};
        }
        WGPUCreateComputePipelineAsyncCallbackInfo info =
            WGPU_CREATE_COMPUTE_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(mode);
        info.callback = [](WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline made,
                           WGPUStringView message, void *userdata, void *) {
            ComputePipeline pipeline(made, detail::pipeline_error(status, message));
            detail::call_once<Callback>(userdata, static_cast<CreatePipelineStatus>(status),
                                        std::move(pipeline));
        };
        info.userdata1 = detail::own(std::move(callback));
        return {wgpuDeviceCreateComputePipelineAsync(device.get(), &description.raw, info).id};
    }

    /** Does not wait for the compiler, unless the device checks: what is wrong is told as for any object. */
    static ComputePipeline create(const Device &device, const ShaderModule &module,
                                  std::string_view entry_point = {},
                                  const ComputePipelineOptions &options = {})
    {
        const Description description(device, module, entry_point, options);
        WGPUComputePipeline made = nullptr;
        std::string error = detail::make_checked(device, description.error, [&] {
            made = wgpuDeviceCreateComputePipeline(device.get(), &description.raw);
        });
        return {made, std::move(error)};
    }

    /** The layout of group `index`, for pipelines made without one. */
    BindGroupLayout bind_group_layout(uint32_t index) const
    {
        return BindGroupLayout(
            get() != nullptr ? wgpuComputePipelineGetBindGroupLayout(get(), index) : nullptr, error());
    }

  private:
    ComputePipeline(WGPUComputePipeline taken_over, std::string error)
    {
        set_handle(taken_over);
        set_error(std::move(error));
    }

    /* What it is made of, or what keeps it from being made. Borrows all it is told. */
    struct Description {
        Description(const Device &device, const ShaderModule &module, std::string_view entry_point,
                    const ComputePipelineOptions &options)
            : constants(detail::to_raw(options.constants))
        {
            detail::require_pipeline_parts(error, device, module, options.layout);
            raw.label = detail::to_view(options.label);
            raw.layout = options.layout != nullptr ? options.layout->get() : nullptr;
            raw.compute.module = module.get();
            if (!entry_point.empty())
                raw.compute.entryPoint = detail::to_view(entry_point);
            raw.compute.constantCount = constants.size();
            raw.compute.constants = constants.data();
        }
        Description(const Description &) = delete;
        Description &operator=(const Description &) = delete;

        std::string error;
        std::vector<WGPUConstantEntry> constants;
        WGPUComputePipelineDescriptor raw = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    };
};

} // namespace wasi::webgpu

#endif
