/** What compute and render pipelines have in common. */
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

namespace detail
{

inline std::vector<WGPUConstantEntry> to_raw(std::span<const Constant> constants)
{
    std::vector<WGPUConstantEntry> entries;
    for (const Constant &constant : constants) {
        WGPUConstantEntry entry = WGPU_CONSTANT_ENTRY_INIT;
        entry.key = to_view(constant.name);
        entry.value = constant.value;
        entries.push_back(entry);
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

} // namespace detail

} // namespace wasi::webgpu

#endif
