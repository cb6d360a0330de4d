/* Trains a forest on large data on the GPU. The rules are in trainer_binned.hpp, the program in
 * binned_train.wgsl.hpp. */
#ifndef FOREST_TRAINER_BINNED_GPU_HPP
#define FOREST_TRAINER_BINNED_GPU_HPP

#include <array>

#include "binned_shape.hpp"
#include "binner_gpu.hpp"
#include "gpu.hpp"
#include "trainer_binned.hpp"

namespace forest
{

class GpuBinnedTrainer
{
  public:
    static Result<GpuBinnedTrainer> create(const Gpu &gpu);

    /* Programs and buffers are kept for the next call with data and options of the same size. What does not
     * fit the adapter or the memory limit is refused. */
    Result<BinnedForest> train(const FloatRows &rows, std::span<const double> targets,
                               const TrainOptions &options, const Advance &advance = {});

  private:
    struct Programs {
        std::string constants; /* what they were compiled with */
        wasi::webgpu::ComputePipeline draw, plant, fill, split, part, settle;
    };
    struct Buffers {
        wasi::webgpu::Buffer options, rows, tasks, items, counters, sums, nodes, staging;
        std::array<wasi::webgpu::Buffer, 2> lists;
        std::array<wasi::webgpu::BindGroup, 2> groups; /* for even and odd levels */
    };
    struct Step {
        const char *name;
        const wasi::webgpu::ComputePipeline &program;
        uint32_t lists = 0; /* 1: it writes those that the level reads */
    };
    struct Workgroups {
        uint32_t x, y = 1, z = 1;
    };

    GpuBinnedTrainer(const Gpu &gpu, GpuBinner binner, wasi::webgpu::BindGroupLayout layout);
    std::optional<Error> compile(const BinnedShape &shape);
    std::optional<Error> make_buffers(const BinnedShape &shape);
    void write_options(const BinnedShape &shape);
    void encode_step(wasi::webgpu::CommandEncoder &commands, const Step &step, uint32_t level,
                     Workgroups workgroups) const;
    void encode_level(wasi::webgpu::CommandEncoder &commands, const BinnedShape &shape, uint32_t level) const;
    Result<std::vector<uint32_t>> grow(const BinnedShape &shape);
    Result<std::vector<uint32_t>> read(wasi::webgpu::CommandEncoder &commands,
                                       const wasi::webgpu::Buffer &buffer, uint64_t bytes);
    std::optional<Error> read_trees(const BinnedShape &shape, const Binned &binned,
                                    const std::vector<uint32_t> &counters, BinnedForest &forest);

    Gpu gpu_;
    GpuBinner binner_;
    wasi::webgpu::BindGroupLayout layout_;
    Programs programs_;
    Buffers buffers_;
};

} // namespace forest

#endif
