/* A GPU to work with: the adapter that the host offers, and a device of it. */
#ifndef FOREST_GPU_HPP
#define FOREST_GPU_HPP

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <webgpu/webgpu.hpp>

#include "result.hpp"

namespace forest
{

struct Gpu {
    wasi::webgpu::Device device;
    wasi::webgpu::Queue queue;
    std::string name;           /* the adapter's */
    bool runs_on_cpu;           /* a driver without a GPU: it wants small workgroups */
    uint64_t largest_buffer;    /* of those that shaders use, in bytes: no more than any adapter has */
    uint64_t largest_binding;   /* what this one has */
    uint32_t workgroup_storage; /* bytes of a workgroup */
};

Result<Gpu> open_gpu();

/* Does what `commands` say and copies `buffer` to `out`, as much as that holds, through `staging`. */
std::optional<Error> run_and_read(const Gpu &gpu, wasi::webgpu::CommandEncoder &commands,
                                  const wasi::webgpu::Buffer &buffer, wasi::webgpu::Buffer &staging,
                                  std::span<std::byte> out);

/* The same, up to `bytes`. */
Result<std::vector<uint32_t>> run_and_read(const Gpu &gpu, wasi::webgpu::CommandEncoder &commands,
                                           const wasi::webgpu::Buffer &buffer, wasi::webgpu::Buffer &staging,
                                           uint64_t bytes);

} // namespace forest

#endif
