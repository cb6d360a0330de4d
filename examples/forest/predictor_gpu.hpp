/* Predicts on the GPU. The program is in predict.wgsl.hpp. */
#ifndef FOREST_PREDICTOR_GPU_HPP
#define FOREST_PREDICTOR_GPU_HPP

#include "dataset.hpp"
#include "gpu.hpp"
#include "gpu_forest.hpp"
#include "model.hpp"

namespace forest
{

class GpuPredictor
{
  public:
    /* Begins to compile the program. */
    explicit GpuPredictor(const Gpu &gpu);

    /* Uploads a forest. */
    Result<GpuForest> load(const Forest &forest) const;

    /* A vote per row. `commands` are done before that; the forest may be what they make. Buffers are kept for
     * the next call with as many rows. */
    Result<std::vector<Vote>> predict(const GpuForest &forest, const Samples &samples,
                                      wasi::webgpu::CommandEncoder commands);

  private:
    std::optional<Error> finish_compiling();
    std::optional<Error> upload(const Samples &samples, uint32_t first, uint32_t rows);
    void record(wasi::webgpu::CommandEncoder &commands, const GpuForest &forest);
    uint32_t rows_at_once(const Samples &samples) const;

    Gpu gpu_;
    wasi::webgpu::BindGroupLayout layout_;
    std::optional<PipelineRequest> request_;
    wasi::webgpu::ComputePipeline pipeline_;
    std::vector<uint32_t> words_;
    wasi::webgpu::Buffer samples_, votes_, staging_; /* as large as the rows need */
    wasi::webgpu::Buffer trees_;                     /* those that the group has */
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
