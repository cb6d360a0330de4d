/* Predicts many rows on the GPU, which need not fit there: they are sent while others are predicted. The
 * program is in walk.wgsl.hpp. */
#ifndef FOREST_PREDICTOR_STREAM_GPU_HPP
#define FOREST_PREDICTOR_STREAM_GPU_HPP

#include "gpu.hpp"
#include "row_stream.hpp"
#include "walk_gpu.hpp"

namespace forest
{

class GpuStreamPredictor
{
  public:
    /* Compiles the program. */
    static Result<GpuStreamPredictor> create(const Gpu &gpu);

    /* Uploads the forest that is predicted with from now on. */
    std::optional<Error> load(const WalkForest &forest);

    /* As predict_on_cpu(). Buffers are kept for the next call with as many rows. */
    Result<std::vector<Vote>> predict(const FloatRows &rows);

  private:
    GpuStreamPredictor(const Gpu &gpu, wasi::webgpu::BindGroupLayout layout,
                       wasi::webgpu::ComputePipeline pipeline);
    std::optional<Error> make_buffers(uint32_t rows);
    std::optional<Error> send(const FloatRows &rows, uint32_t first, uint32_t count, uint32_t place);

    Gpu gpu_;
    uint32_t lanes_;
    wasi::webgpu::BindGroupLayout layout_;
    wasi::webgpu::ComputePipeline pipeline_;
    GpuWalk walk_;
    wasi::webgpu::Buffer options_;
    wasi::webgpu::Buffer votes_, staging_; /* as large as the rows need */
    RowStream stream_;
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
