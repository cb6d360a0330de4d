/* Predicts on the GPU. The program is in predict.wgsl.hpp. */
#ifndef FOREST_PREDICTOR_GPU_HPP
#define FOREST_PREDICTOR_GPU_HPP

#include "gpu.hpp"
#include "model.hpp"
#include "table.hpp"

namespace forest
{

class GpuPredictor
{
  public:
    /* Compiles the program and uploads the model. */
    static Result<GpuPredictor> create(const Gpu &gpu, const Model &model);

    /* Row by row a vote for each output. Buffers are kept for the next call with as many rows. */
    Result<std::vector<Vote>> predict(const Table &table);

  private:
    GpuPredictor(const Gpu &gpu, const Model &model, wasi::webgpu::BindGroupLayout layout,
                 wasi::webgpu::ComputePipeline pipeline);
    uint64_t vote_bytes(uint32_t rows) const;
    void make_buffers(uint32_t rows);
    Result<std::vector<uint32_t>> run(uint32_t rows);

    Gpu gpu_;
    uint32_t tree_count_;
    uint32_t features_;
    uint32_t outputs_;
    wasi::webgpu::BindGroupLayout layout_;
    wasi::webgpu::ComputePipeline pipeline_;
    wasi::webgpu::Buffer nodes_, trees_;
    wasi::webgpu::Buffer options_, values_, votes_, staging_; /* as large as the rows need */
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
