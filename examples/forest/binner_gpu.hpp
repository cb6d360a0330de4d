/* Turns rows of numbers into codes on the GPU. The program is in bin.wgsl.hpp. */
#ifndef FOREST_BINNER_GPU_HPP
#define FOREST_BINNER_GPU_HPP

#include "gpu.hpp"
#include "row_stream.hpp"
#include "trainer_binned.hpp"

namespace forest
{

class GpuBinner
{
  public:
    /* Compiles the program. */
    static Result<GpuBinner> create(const Gpu &gpu);

    /* Words of a row on the GPU, a multiple of 4: a byte for each column, and the target as the last. */
    static uint32_t row_words(const Binned &binned);

    /* Sends the rows and has their codes and targets written to `out`, which has room for them. */
    std::optional<Error> bin(const FloatRows &rows, const Binned &binned, const wasi::webgpu::Buffer &out);

  private:
    GpuBinner(const Gpu &gpu, wasi::webgpu::BindGroupLayout layout, wasi::webgpu::ComputePipeline pipeline);

    Gpu gpu_;
    uint32_t lanes_;
    wasi::webgpu::BindGroupLayout layout_;
    wasi::webgpu::ComputePipeline pipeline_;
    wasi::webgpu::Buffer options_, cuts_;
    RowStream stream_;
};

} // namespace forest

#endif
