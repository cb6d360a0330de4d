/* Predicts rows of numbers on the GPU. The program is in walk.wgsl.hpp. */
#ifndef FOREST_PREDICTOR_BINNED_GPU_HPP
#define FOREST_PREDICTOR_BINNED_GPU_HPP

#include "gpu.hpp"
#include "predictor_binned.hpp"
#include "row_stream.hpp"

namespace forest
{

class GpuRowPredictor
{
  public:
    /* Compiles the program and uploads the forest. */
    static Result<GpuRowPredictor> create(const Gpu &gpu, const WalkForest &forest);

    /* As predict_rows_on_cpu(). Buffers are kept for the next call with as many rows. */
    Result<std::vector<Vote>> predict(const FloatRows &rows);

  private:
    GpuRowPredictor(const Gpu &gpu, const WalkForest &forest, wasi::webgpu::BindGroupLayout layout,
                    wasi::webgpu::ComputePipeline pipeline);
    std::optional<Error> make_buffers(uint32_t rows);
    std::optional<Error> send(const FloatRows &rows, uint32_t first, uint32_t count, uint32_t place);

    Gpu gpu_;
    uint32_t lanes_;
    uint32_t trees_;
    uint32_t features_;
    wasi::webgpu::BindGroupLayout layout_;
    wasi::webgpu::ComputePipeline pipeline_;
    wasi::webgpu::Buffer nodes_, roots_, options_;
    wasi::webgpu::Buffer votes_, staging_; /* as large as the rows need */
    RowStream stream_;
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
