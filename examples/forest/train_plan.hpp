/* Which program grows the trees of some data on a GPU, and what it needs. */
#ifndef FOREST_TRAIN_PLAN_HPP
#define FOREST_TRAIN_PLAN_HPP

#include <string>
#include <vector>

#include "dataset.hpp"
#include "gpu.hpp"
#include "gpu_forest.hpp"
#include "trainer.hpp"

namespace forest
{

/* Head of what a program is given, before the data. */
struct TrainHead {
    uint32_t rows = 0, features = 0, looks = 0, depth = 0, seed = 0, range = 0, first_tree = 0, min_leaf = 0;

    TrainHead() = default;
    TrainHead(const Dataset &data, const TrainOptions &options);
};

struct TrainPlan {
    std::string program; /* after score_wgsl, those of the nodes, and train_data_wgsl */
    NodeFormat nodes;
    std::vector<wasi::webgpu::Constant> constants;
    std::vector<uint64_t> scratch; /* bytes a tree of each buffer that it works in */
    bool wants_sorted = false;     /* the data's rows in order of each feature */
};

/* For data of any size, on any GPU. */
TrainPlan plan_any(const Gpu &gpu, const TrainHead &head);

/* For data that fits a workgroup's memory. */
bool is_small(const Gpu &gpu, const TrainHead &head);
TrainPlan plan_small(const Gpu &gpu, const TrainHead &head);

} // namespace forest

#endif
