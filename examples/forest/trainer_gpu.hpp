/* Trains a forest on the GPU. The rules are in trainer.hpp, the programs in train.wgsl.hpp and
 * train_small.wgsl.hpp. */
#ifndef FOREST_TRAINER_GPU_HPP
#define FOREST_TRAINER_GPU_HPP

#include "dataset.hpp"
#include "forest.hpp"
#include "gpu.hpp"
#include "train_plan.hpp"
#include "trainer.hpp"

namespace forest
{

class GpuTrainer
{
  public:
    enum class Program { Best, Any, Small }; /* Small: data that does not fit is an error */

    explicit GpuTrainer(const Gpu &gpu, Program program = Program::Best);

    /* Compiles the program and uploads the data; what is there already from another time is used again. */
    Result<Forest> train(const Dataset &data, const TrainOptions &options, const Advance &advance = {});

  private:
    std::optional<Error> prepare(const Dataset &data, const TrainOptions &options);
    std::optional<Error> choose(const TrainHead &head);
    std::optional<Error> compile(TrainPlan plan);
    void upload(const Dataset &data);
    void make_buffers(uint32_t trees);
    std::optional<Error> grow(uint32_t first_tree, uint32_t trees, Forest &forest);

    Gpu gpu_;
    Program program_;
    TrainHead head_;
    TrainPlan plan_;
    wasi::webgpu::BindGroupLayout layout_{nullptr};
    wasi::webgpu::ComputePipeline pipeline_;
    uint32_t at_once_ = 0;        /* trees that fit in one go */
    std::vector<uint32_t> words_; /* on their way to the GPU or back */
    wasi::webgpu::Buffer data_, trees_, staging_;
    std::vector<wasi::webgpu::Buffer> scratch_;
    wasi::webgpu::BindGroup group_;
};

} // namespace forest

#endif
