/* A GPU to work with: the adapter that the host offers, and a device of it. */
#ifndef FOREST_GPU_HPP
#define FOREST_GPU_HPP

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <webgpu/webgpu.hpp>

#include "result.hpp"

namespace forest
{

struct Gpu {
    wasi::webgpu::Instance instance;
    wasi::webgpu::Device device;
    wasi::webgpu::Queue queue;
    std::string name;           /* the adapter's */
    bool runs_on_cpu;           /* a driver without a GPU: it wants small workgroups */
    uint64_t largest_buffer;    /* of those that shaders use, in bytes: no more than any adapter has */
    uint64_t largest_binding;   /* what this one has */
    uint32_t workgroup_storage; /* bytes of a workgroup */
    uint32_t workgroup_size;    /* invocations of a workgroup, at most */
};

Result<Gpu> open_gpu();

/* A pipeline that is being compiled, while other things are done. */
class PipelineRequest
{
  public:
    PipelineRequest(const Gpu &gpu, std::string_view program, const char *entry_point,
                    const wasi::webgpu::BindGroupLayout &layout,
                    std::span<const wasi::webgpu::Constant> constants = {});

    /* Blocks until it is compiled. Once. */
    Result<wasi::webgpu::ComputePipeline> wait();

  private:
    wasi::webgpu::Instance instance_;
    std::shared_ptr<wasi::webgpu::ComputePipeline> made_;
    wasi::webgpu::Future future_;
};

/* Whether a buffer had to be made anew for so many bytes. */
bool resize(const Gpu &gpu, wasi::webgpu::Buffer &buffer, uint64_t bytes, wasi::webgpu::BufferUsage usage);

/* Does what `commands` say and copies `buffer` to `out`, as much as that holds, through `staging`. */
std::optional<Error> run_and_read(const Gpu &gpu, wasi::webgpu::CommandEncoder &commands,
                                  const wasi::webgpu::Buffer &buffer, wasi::webgpu::Buffer &staging,
                                  std::span<std::byte> out);

} // namespace forest

#endif
