/* Trains a forest on the GPU. The rules are in trainer.hpp, the program in train.wgsl.hpp. */
#ifndef FOREST_TRAINER_GPU_HPP
#define FOREST_TRAINER_GPU_HPP

#include "dataset.hpp"
#include "forest.hpp"
#include "gpu.hpp"
#include "trainer.hpp"

namespace forest
{

class GpuTrainer
{
  public:
    /* Compiles the program. */
    static Result<GpuTrainer> create(const Gpu &gpu);

    /* Buffers are kept for the next call with data and options of the same size. */
    Result<Forest> train(const Dataset &data, const TrainOptions &options, const Advance &advance = {});

  private:
    struct Sizes; /* of the buffers, in bytes */
    struct Buffers {
        wasi::webgpu::Buffer options, columns, sorted, counters, drawn, orders, nodes, candidates, trees,
            staging;
        wasi::webgpu::BindGroup group;
    };

    GpuTrainer(const Gpu &gpu, wasi::webgpu::BindGroupLayout layout, wasi::webgpu::ComputePipeline pipeline);
    void make_buffers(const Sizes &sizes);
    Result<std::vector<uint32_t>> run(uint32_t trees, uint64_t bytes);

    Gpu gpu_;
    wasi::webgpu::BindGroupLayout layout_;
    wasi::webgpu::ComputePipeline pipeline_;
    Buffers buffers_;
};

} // namespace forest

#endif
