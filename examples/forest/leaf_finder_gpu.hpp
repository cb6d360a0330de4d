/* Walks rows down trees that a trainer has just grown on the GPU. The program is in find_leaves.wgsl.hpp. */
#ifndef FOREST_LEAF_FINDER_GPU_HPP
#define FOREST_LEAF_FINDER_GPU_HPP

#include "gpu.hpp"
#include "train_plan.hpp"
#include "walkers.hpp"

namespace forest
{

class GpuLeafFinder
{
  public:
    explicit GpuLeafFinder(const Gpu &gpu);

    /* Begins to compile the program for such nodes, if that is not done. */
    void compile(const NodeFormat &nodes);

    /* Uploads the rows. Of the trees in `trees` the leaves are written there, too, from this word on. */
    std::optional<Error> load(const Walkers &walkers, const wasi::webgpu::Buffer &trees, uint32_t leaves);

    /* The walk down so many trees, as a part of what is submitted. */
    void record(wasi::webgpu::CommandEncoder &commands, uint32_t trees);

  private:
    Gpu gpu_;
    NodeFormat nodes_;
    uint32_t rows_ = 0;
    wasi::webgpu::BindGroupLayout layout_;
    std::optional<PipelineRequest> request_;
    wasi::webgpu::ComputePipeline pipeline_;
    std::vector<uint32_t> words_; /* on their way to the GPU */
    wasi::webgpu::Buffer samples_;
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
