/* Predicts on the GPU. The program is in predict.wgsl.hpp. */
#ifndef FOREST_PREDICTOR_GPU_HPP
#define FOREST_PREDICTOR_GPU_HPP

#include "gpu.hpp"
#include "table.hpp"
#include "walk_gpu.hpp"

namespace forest
{

class GpuPredictor
{
  public:
    /* Begins to compile the program. */
    explicit GpuPredictor(const Gpu &gpu);

    /* Uploads the forest that is predicted with from now on. */
    std::optional<Error> load(const WalkForest &forest);

    /* Row by row a vote for each output. Buffers are kept for the next call with as many rows. */
    Result<std::vector<Vote>> predict(const Table &table);

  private:
    uint32_t rows_at_once(uint32_t rows) const;
    std::optional<Error> send(std::span<const float> values, uint32_t rows);
    std::optional<Error> run(uint32_t rows);

    Gpu gpu_;
    wasi::webgpu::BindGroupLayout layout_;
    std::optional<PipelineRequest> request_;
    wasi::webgpu::ComputePipeline pipeline_;
    std::vector<uint32_t> words_; /* on their way to the GPU or back */
    GpuWalk walk_;
    wasi::webgpu::Buffer samples_, votes_, staging_; /* as large as the rows need */
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
