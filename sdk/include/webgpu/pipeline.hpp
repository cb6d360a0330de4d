/** What compute and render pipelines have in common. */
#ifndef WASI_WEBGPU_PIPELINE_HPP
#define WASI_WEBGPU_PIPELINE_HPP

#include <webgpu/bind_group_layout.hpp>
#include <webgpu/shader.hpp>

namespace wasi::webgpu
{

enum class CreatePipelineStatus {
    Success = WGPUCreatePipelineAsyncStatus_Success,
    CallbackCancelled = WGPUCreatePipelineAsyncStatus_CallbackCancelled,
    ValidationError = WGPUCreatePipelineAsyncStatus_ValidationError,
    InternalError = WGPUCreatePipelineAsyncStatus_InternalError,
};

/** A value for an `override` of the shader. */
struct Constant {
    std::string_view name;
    double value = 0;
};

namespace detail
{

inline std::vector<WGPUConstantEntry> to_raw(std::span<const Constant> constants)
{
    std::vector<WGPUConstantEntry> entries(constants.size(), WGPU_CONSTANT_ENTRY_INIT);
    for (size_t i = 0; i < entries.size(); i++) {
        entries[i].key = to_view(constants[i].name);
        entries[i].value = constants[i].value;
    }
    return entries;
}

/* Notes what keeps a pipeline from being made of this: a module that is invalid says more than the pipeline
 * would. */
inline void require_pipeline_parts(std::string &error, const Device &device, const ShaderModule &module,
                                   const PipelineLayout *layout)
{
    require(error, device);
    require(error, module);
    if (layout != nullptr)
        require(error, *layout);
    if (error.empty())
        error = module.error();
}

/* Of a pipeline that was created asynchronously; empty: it was. */
inline std::string pipeline_error(WGPUCreatePipelineAsyncStatus status, WGPUStringView message)
{
    if (status == WGPUCreatePipelineAsyncStatus_Success)
        return {};
    return or_else(to_string(message), "the pipeline cannot be created");
}

} // namespace detail

} // namespace wasi::webgpu

#endif
