/** ComputePipeline: a shader's entry point, ready to run. */
#ifndef WASI_WEBGPU_PIPELINE_HPP
#define WASI_WEBGPU_PIPELINE_HPP

#include <webgpu/binding.hpp>
#include <webgpu/shader.hpp>

namespace wasi::webgpu
{

/** A value for an `override` of the shader. */
struct Constant {
    std::string_view name;
    double value = 0;
};

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
        detail::require(error, device);
        detail::require(error, module);
        if (options.layout != nullptr)
            detail::require(error, *options.layout);
        if (error.empty())
            error = module.error(); /* it says more than the pipeline's would */
        if (!error.empty()) {
            set_error(std::move(error));
            return;
        }
        std::vector<WGPUConstantEntry> constants;
        for (const Constant &constant : options.constants) {
            WGPUConstantEntry entry = WGPU_CONSTANT_ENTRY_INIT;
            entry.key = detail::to_view(constant.name);
            entry.value = constant.value;
            constants.push_back(entry);
        }
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
