/* Trains a forest on the GPU. The rules are in trainer.hpp, the programs in train.wgsl.hpp and
 * train_small.wgsl.hpp. */
#ifndef FOREST_TRAINER_GPU_HPP
#define FOREST_TRAINER_GPU_HPP

#include "dataset.hpp"
#include "forest.hpp"
#include "gpu.hpp"
#include "leaf_finder_gpu.hpp"
#include "train_plan.hpp"
#include "trainer.hpp"

namespace forest
{

class GpuTrainer
{
  public:
    enum class Program { Best, Any, Small }; /* Small: data that does not fit is an error */

    explicit GpuTrainer(const Gpu &gpu, Program program = Program::Best);

    /* Compiles the program and uploads the data; what is there already from another time is used again.
     * Walkers get their leaves, and are most_walkers at most. */
    Result<Forest> train(const Dataset &data, const TrainOptions &options, const Advance &advance = {},
                         Walkers *walkers = nullptr);

    /* How long the last training waited for the GPU, from submits until trees could be read. */
    double waited_ms() const { return waited_ms_; }

  private:
    std::optional<Error> prepare(const Dataset &data, const TrainOptions &options, const Walkers *walkers);
    std::optional<Error> choose(const TrainHead &head);
    std::optional<Error> compile(TrainPlan plan);
    void upload(const Dataset &data);
    uint64_t node_words() const;
    void make_buffers(uint32_t trees);
    std::optional<Error> grow(uint32_t first_tree, uint32_t trees, Forest &forest, Walkers *walkers);

    Gpu gpu_;
    Program program_;
    TrainHead head_;
    TrainPlan plan_;
    wasi::webgpu::BindGroupLayout layout_{nullptr};
    wasi::webgpu::ComputePipeline pipeline_;
    uint32_t walkers_ = 0;
    uint32_t at_once_ = 0; /* trees that fit in one go */
    double waited_ms_ = 0;
    std::vector<uint32_t> words_; /* on their way to the GPU or back */
    wasi::webgpu::Buffer data_, trees_, staging_;
    std::vector<wasi::webgpu::Buffer> scratch_;
    wasi::webgpu::BindGroup group_;
    GpuLeafFinder leaf_finder_;
};

} // namespace forest

#endif
