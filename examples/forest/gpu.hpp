/* A GPU to work with: the adapter that the host offers, and a device of it. */
#ifndef FOREST_GPU_HPP
#define FOREST_GPU_HPP

#include <initializer_list>
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

/* In each dimension of a dispatch, on any device. */
inline constexpr uint32_t most_workgroups = 65535;

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

/* Waits for what is requested, if anything is; once. */
std::optional<Error> finish(std::optional<PipelineRequest> &request, wasi::webgpu::ComputePipeline &pipeline);

/* Sees to it that a buffer has so many bytes. If it has to be made anew, the old one goes first, together
 * with the groups that bind it: both may not fit. */
void resize(const Gpu &gpu, wasi::webgpu::Buffer &buffer, uint64_t bytes, wasi::webgpu::BufferUsage usage,
            std::initializer_list<wasi::webgpu::BindGroup *> groups = {});

/* Has `commands` run a program, in a pass of its own, which traces know by its name. */
void dispatch(wasi::webgpu::CommandEncoder &commands, const char *name,
              const wasi::webgpu::ComputePipeline &pipeline, const wasi::webgpu::BindGroup &group,
              uint32_t workgroups, uint32_t rows_of_them = 1);

/* Has the GPU do what `commands` say. */
std::optional<Error> submit(const Gpu &gpu, wasi::webgpu::CommandEncoder &commands);

/* Does what `commands` say and copies `buffer` to `out`, as much as that holds, through `staging`. Adds to
 * `waited_ms` how long it took from the submit until the result could be read. */
std::optional<Error> run_and_read(const Gpu &gpu, wasi::webgpu::CommandEncoder &commands,
                                  const wasi::webgpu::Buffer &buffer, wasi::webgpu::Buffer &staging,
                                  std::span<std::byte> out, double *waited_ms = nullptr);

} // namespace forest

#endif
