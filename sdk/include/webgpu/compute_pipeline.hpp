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
class ComputePipeline
    : public detail::Object<WGPUComputePipeline, wgpuComputePipelineAddRef, wgpuComputePipelineRelease>
{
  public:
    /**
     * Blocks until it is compiled, checked even where the device does not check.
     *
     * \param entry_point  empty: the only one of the module.
     */
    ComputePipeline(const Device &device, const ShaderModule &module, std::string_view entry_point = {},
                    const ComputePipelineOptions &options = {})
    {
        std::string error;
        detail::require_pipeline_parts(error, device, module, options.layout);
        if (!error.empty()) {
            set_error(std::move(error));
            return;
        }
        const std::vector<WGPUConstantEntry> constants = detail::to_raw(options.constants);
        WGPUComputePipelineDescriptor raw = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        raw.layout = options.layout != nullptr ? options.layout->get() : nullptr;
        raw.compute.module = module.get();
        if (!entry_point.empty())
            raw.compute.entryPoint = detail::to_view(entry_point);
        raw.compute.constantCount = constants.size();
        raw.compute.constants = constants.data();
        create(device, raw);
    }

    /** The layout of group `index`, for pipelines made without one. */
    BindGroupLayout bind_group_layout(uint32_t index) const
    {
        return BindGroupLayout(
            get() != nullptr ? wgpuComputePipelineGetBindGroupLayout(get(), index) : nullptr, error());
    }

  private:
    struct Created {
        WGPUCreatePipelineAsyncStatus status;
        Ref pipeline;
        std::string message;
    };

    void create(const Device &device, const WGPUComputePipelineDescriptor &raw)
    {
        const detail::Answer<Created> answer;
        WGPUCreateComputePipelineAsyncCallbackInfo callback =
            WGPU_CREATE_COMPUTE_PIPELINE_ASYNC_CALLBACK_INFO_INIT;
        callback.mode = WGPUCallbackMode_WaitAnyOnly;
        callback.callback = [](WGPUCreatePipelineAsyncStatus status, WGPUComputePipeline pipeline,
                               WGPUStringView message, void *userdata, void *) {
            detail::Answer<Created>::set(userdata, {status, Ref(pipeline), detail::to_string(message)});
        };
        callback.userdata1 = answer.userdata();
        const auto created = device.connection().wait(
            answer, wgpuDeviceCreateComputePipelineAsync(device.get(), &raw, callback));
        if (created)
            set_handle(created->pipeline);
        if (!created || created->status != WGPUCreatePipelineAsyncStatus_Success || get() == nullptr)
            set_error(detail::or_else(created ? created->message : "", "the pipeline cannot be created"));
    }
};

} // namespace wasi::webgpu

#endif
