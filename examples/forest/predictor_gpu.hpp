/* Predicts on the GPU. The program is in predict.wgsl.hpp. */
#ifndef FOREST_PREDICTOR_GPU_HPP
#define FOREST_PREDICTOR_GPU_HPP

#include "dataset.hpp"
#include "gpu.hpp"
#include "model.hpp"

namespace forest
{

class GpuPredictor
{
  public:
    /* Compiles the program and uploads the forest. */
    static Result<GpuPredictor> create(const Gpu &gpu, const Forest &forest);

    /* A vote per row. Buffers are kept for the next call with as many rows. */
    Result<std::vector<Vote>> predict(const Samples &samples);

  private:
    GpuPredictor(const Gpu &gpu, const Forest &forest, wasi::webgpu::BindGroupLayout layout,
                 wasi::webgpu::ComputePipeline pipeline);
    void make_buffers(uint32_t rows);
    Result<std::vector<uint32_t>> run(uint32_t rows);

    Gpu gpu_;
    uint32_t trees_;
    uint32_t features_;
    wasi::webgpu::BindGroupLayout layout_;
    wasi::webgpu::ComputePipeline pipeline_;
    wasi::webgpu::Buffer nodes_, roots_;
    wasi::webgpu::Buffer options_, codes_, votes_, staging_; /* as large as the rows need */
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
